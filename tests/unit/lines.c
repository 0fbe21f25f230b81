#include "app/lines.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

/* What comes of a text that arrives in pieces of `step` bytes. */
static void read_cut(const char *text, size_t len, size_t step,
		     struct buf *out)
{
	struct err err = ERR_INIT;
	struct lines l;
	struct text line;
	int ends[2];

	if (pipe(ends))
		return;
	lines_init(&l, ends[0], NULL);
	for (size_t at = 0; !l.end && l.number < 1000;) {
		size_t n = len - at < step ? len - at : step;

		if (n && write(ends[1], text + at, n) != (ssize_t)n)
			return;
		at += n;
		if (!n && ends[1] >= 0) {
			close(ends[1]);
			ends[1] = -1;
		}
		if (lines_more(&l, &err))
			break;
		while (lines_next(&l, &line)) {
			buf_addf(out, "%zu:", l.number);
			buf_add(out, line.ptr, line.len);
			buf_addch(out, '|');
		}
	}
	lines_release(&l);
}

static void test_cuts(void)
{
	static const struct {
		const char *text, *want;
	} texts[] = {
		{ "", "" }, { "a", "1:a|" }, { "a\n", "1:a|" },
		{ "a\n\nbc", "1:a|2:|3:bc|" }, { "\n", "1:|" },
		{ "\xef\xbb\xbf" "a\n\xef\xbb\xbf" "b\n",
		  "1:a|2:\xef\xbb\xbf" "b|" },
		{ "\xef\xbb\xbf", "1:|" }, { "\xef\xbb", "1:\xef\xbb|" },
		{ "a\r\nb\r\n", "1:a\r|2:b\r|" },
	};
	bool same = true;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (size_t step = 1; step < 9; step++) {
			struct buf out = BUF_INIT(1000);

			read_cut(texts[i].text, strlen(texts[i].text), step,
				 &out);
			same = same && !strcmp(out.ptr, texts[i].want);
			buf_release(&out);
		}
		ok(same, "text %zu, cut anywhere", i);
	}
}

static void test_open(void)
{
	struct err err = ERR_INIT;
	struct lines l;

	ok(lines_open(&l, "/", &err) && err.kind == ERR_USAGE &&
	   !strcmp(err.msg, "'/' is a directory"), "%s", err.msg);
	lines_release(&l);
	ok(lines_open(&l, "/no/such", &err) && err.kind == ERR_IO, "%s",
	   err.msg);
	lines_release(&l);
	ok(!lines_open(&l, "-", &err), "- is standard input");
	err_set(&err, ERR_USAGE, "what");
	lines_blame(&l, &err);
	ok(!strcmp(err.msg, "standard input:0: what"), "%s", err.msg);
	lines_release(&l);
}

int main(void)
{
	test_cuts();
	test_open();
	return tap_done();
}
