#include "view/hold.h"

#include <string.h>

#include "tap.h"

struct last {
	struct sink sink;
	struct buf got;
};

static int last_text(struct sink *s, struct text piece, struct err *err)
{
	struct last *l = (struct last *)(void *)s;

	(void)err;
	buf_add(&l->got, piece.ptr, piece.len);
	return 0;
}

static int last_end(struct sink *s, bool whole, struct err *err)
{
	struct last *l = (struct last *)(void *)s;

	(void)err;
	buf_addch(&l->got, whole ? '.' : '!');
	return 0;
}

/* Good is what has no "bad" in it. */
static int check(const void *ctx, struct text whole, struct err *err)
{
	(void)ctx;
	if (memmem(whole.ptr, whole.len, "bad", 3))
		return err_set(err, ERR_PROTO, "it is bad");
	return 0;
}

static const struct {
	const char *what, *in;
	bool whole;
	int rc;
	const char *out;
} rows[] = {
	{ "a good one", "{ }\n", true, 0, "{ }\n." },
	{ "a bad one", "{ bad }", true, -1, "" },
	{ "a cut one", "{ ", false, 0, "!" },
	{ "an empty one", "", true, 0, "." },
	{ "in a fence", "```json\n{ }\n```\n", true, 0, "{ }\n." },
	{ "in a fence, with blanks around", "\n ```\n[]\n``` \n", true, 0,
	  "[]\n." },
	{ "bad in a fence", "```\nbad\n```", true, -1, "" },
	{ "words before a fence", "so:\n```\n1\n```", true, 0,
	  "so:\n```\n1\n```." },
	{ "a fence that is not closed", "```\n1\n", true, 0, "```\n1\n." },
	{ "nothing but a fence", "``````", true, 0, "``````." },
};

static void run(size_t row, size_t step)
{
	const char *in = rows[row].in;
	struct last last = { { last_text, last_end }, BUF_INIT(100) };
	struct err err = ERR_INIT;
	struct hold h;
	int rc = 0;

	hold_init(&h, &last.sink, check, NULL);
	for (size_t at = 0, n; !rc && at < strlen(in); at += n) {
		n = strlen(in) - at < step ? strlen(in) - at : step;
		rc = h.sink.text(&h.sink, (struct text){ in + at, n }, &err);
	}
	if (!rc && last.got.len)
		ok(false, "%s: nothing before the end", rows[row].what);
	if (!rc)
		rc = h.sink.end(&h.sink, rows[row].whole, &err);
	ok(rc == rows[row].rc && !strcmp(last.got.ptr, rows[row].out),
	   "%s by %zu: '%s'", rows[row].what, step, last.got.ptr);
	hold_release(&h);
	buf_release(&last.got);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (size_t step = 1; step <= 20; step += 6)
			run(i, step);
	return tap_done();
}
