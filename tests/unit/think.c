#include "provider/think.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "tap.h"

/* Answers as such servers send them; what is left was read off by eye. */
static const struct {
	const char *in, *want;
} rows[] = {
	{ "<think>\nSix times seven.\n</think>\n\n42", "42" },
	{ "<think>\n\n</think>\n\nHello there", "Hello there" },
	{ "\n<think>a</think> b</think> c", "b</think> c" },
	{ "\r\n\t <think>x</think>\ty\n", "y\n" },
	{ "<think></think>z", "z" },
	{ "<think>a < b, </thin, <</think>1", "1" },
	{ "<think>a<</think>b", "b" },
	{ "<think>never closed", "" },
	{ "<think>closed, and nothing</think>\n\n", "" },
	{ "<think><think>a</think>b</think>", "b</think>" },
	{ "<think>a</think><think>b</think>c", "<think>b</think>c" },
	/* answers that only look like it */
	{ "", "" },
	{ "plain", "plain" },
	{ "  plain", "  plain" },
	{ "\n\n", "\n\n" },
	{ "<", "<" },
	{ "<thin", "<thin" },
	{ "<thinking>a</thinking>", "<thinking>a</thinking>" },
	{ "<THINK>a</THINK>b", "<THINK>a</THINK>b" },
	{ "< think>a</think>", "< think>a</think>" },
	{ "<think", "<think" },
	{ "<html><think>a</think>", "<html><think>a</think>" },
	{ "say <think>a</think>", "say <think>a</think>" },
	{ "</think>a", "</think>a" },
	{ "```\n<think>\n```\n", "```\n<think>\n```\n" },
	{ "<\xC3\xA9", "<\xC3\xA9" },
	/* nine blanks leave room for the tag, ten do not */
	{ "         <think>a</think>b", "b" },
	{ "          <think>a</think>b", "          <think>a</think>b" },
	{ "                    a", "                    a" },
};

static int take(void *ctx, struct text piece, struct err *err)
{
	struct buf *out = ctx;

	(void)err;
	buf_addch(out, '|');	/* a piece is never empty */
	return buf_add(out, piece.ptr, piece.len);
}

/* What comes out of `in`, cut at a and at b; *pieces counts the parts. */
static void run(const char *in, size_t a, size_t b, struct buf *out)
{
	struct think t = { .state = THINK_START };
	struct buf raw = BUF_INIT(1000);
	struct err err = ERR_INIT;
	size_t len = strlen(in);
	const struct text parts[] = {
		{ in, a }, { in + a, b - a }, { in + b, len - b },
	};

	buf_clear(out);
	for (size_t i = 0; i < 3; i++)
		if (think_feed(&t, parts[i], take, &raw, &err))
			buf_adds(out, "failed");
	if (think_end(&t, take, &raw, &err))
		buf_adds(out, "failed");
	if (strstr(raw.ptr, "||"))
		buf_adds(out, "an empty piece");
	for (size_t i = 0; i < raw.len; i++)
		if (raw.ptr[i] != '|')
			buf_addch(out, raw.ptr[i]);
	buf_release(&raw);
}

static void test_cuts(void)
{
	struct buf out = BUF_INIT(1000);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = strlen(rows[i].in), wrong = 0;

		for (size_t a = 0; a <= len; a++) {
			for (size_t b = a; b <= len; b++) {
				run(rows[i].in, a, b, &out);
				wrong += strcmp(out.ptr, rows[i].want) != 0;
			}
		}
		ok(!wrong, "row %zu, cut twice anywhere", i);
	}
	buf_release(&out);
}

/* Pieces go on as they came, not byte by byte. */
static void test_pieces(void)
{
	struct think t = { .state = THINK_START };
	struct buf out = BUF_INIT(1000);
	struct err err = ERR_INIT;
	int rc;

	rc = think_feed(&t, TEXT_LIT("\xC3\xA9t\xC3\xA9"), take, &out, &err);
	ok(!rc && !strcmp(out.ptr, "|\xC3\xA9t\xC3\xA9"), "a piece is whole");
	rc = think_feed(&t, TEXT_LIT("<think>"), take, &out, &err);
	ok(!rc && !strcmp(out.ptr, "|\xC3\xA9t\xC3\xA9|<think>"),
	   "and so is the next");
	buf_release(&out);
}

static int refuse(void *ctx, struct text piece, struct err *err)
{
	(void)ctx;
	(void)piece;
	return err_set(err, ERR_IO, "no");
}

static void test_failures(void)
{
	struct think a = { .state = THINK_START }, b = a;
	struct err err = ERR_INIT;

	ok(think_feed(&a, TEXT_LIT("a"), refuse, NULL, &err) &&
		   err.kind == ERR_IO, "a sink that fails is told");
	ok(!think_feed(&b, TEXT_LIT("<t"), refuse, NULL, &err) &&
		   think_end(&b, refuse, NULL, &err), "at the end too");
}

int main(void)
{
	test_cuts();
	test_pieces();
	test_failures();
	return tap_done();
}
