#include "view/wrap.h"

#include <string.h>

#include "tap.h"

/* By hand. */
static const struct {
	const char *in;
	unsigned at, indent, width;
	const char *want;
} rows[] = {
	{ "", 0, 2, 10, "" },
	{ "one two", 0, 0, 7, "one two" },
	{ "one two", 0, 0, 6, "one\ntwo" },
	{ "one two three", 0, 2, 9, "one two\n  three" },
	{ "one two three", 4, 2, 9, "one\n  two\n  three" },
	{ "one two three", 2, 4, 9, "one two\n    three" },
	{ "a  b", 0, 0, 4, "a  b" },
	{ "a  b", 0, 0, 3, "a\nb" },
	{ "incomprehensible a", 0, 0, 5, "incomprehensible\na" },
	{ "a incomprehensible b", 0, 1, 5, "a\n incomprehensible\n b" },
	{ "one two", 0, 0, 0, "one\ntwo" },
	{ "one two", 0, 3, 1, "one\n   two" },
	{ "one two", 90, 0, 10, "one\ntwo" },
	{ "one  ", 0, 0, 3, "one" },
	{ "one two  ", 0, 0, 3, "one\ntwo" },
};

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf b = BUF_INIT(200);

		wrap_line(text_of(rows[i].in), rows[i].at, rows[i].indent,
			  rows[i].width, &b);
		ok(!strcmp(b.ptr, rows[i].want), "row %zu", i);
		buf_release(&b);
	}
	return tap_done();
}
