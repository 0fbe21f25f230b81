#include "markdown.h"

#include "tap.h"

/* Many rows: the first 200 give the widths, the others follow as they come. */
static void test_long_table(void)
{
	struct buf in = BUF_INIT(1 << 20);
	struct markdown m;
	struct keep k;

	buf_adds(&in, "a|b\n-|-\n");
	for (int i = 0; i < 199; i++)
		buf_adds(&in, "ccc|d\n");
	begin(&m, &k, "", 80);
	feed(&m, (struct text){ .ptr = in.ptr, .len = in.len }, 1000);
	ok(!k.got.len, "200 rows are held");
	feed(&m, TEXT_LIT("eeeee|f\n"), 100);
	ok(k.got.len > 200 * 8 &&
	   !strcmp(k.got.ptr + k.got.len - 14, "eee | f\nee  |\n"),
	   "the next one goes out, in columns as wide as they are");
	end(&m);
	buf_release(&k.got);
	buf_release(&in);
}

/* What is never closed waits, but not for ever. */
static void test_held(void)
{
	struct buf in = BUF_INIT(1 << 20);
	struct markdown m;
	struct keep k;

	buf_adds(&in, "**");
	while (in.len < 1020)
		buf_adds(&in, "a ");
	begin(&m, &k, "c", 80);
	feed(&m, (struct text){ .ptr = in.ptr, .len = in.len }, 7);
	ok(!k.got.len, "1,020 bytes wait for the end of emphasis");
	feed(&m, TEXT_LIT("a a a a a a a a a a "), 7);
	ok(k.got.len > 900 && !strncmp(k.got.ptr, "**a a ", 6),
	   "more do not, and the mark is shown");
	end(&m);
	buf_release(&k.got);
	buf_release(&in);
}

/* A word and a line of code without end, and combining marks. */
static void test_endless(void)
{
	static const struct {
		const char *what, *begin, *unit;
	} rows_of[] = {
		{ "text", "", "x" }, { "code", "```\n", "x" },
		{ "HTML", "<div>", "x" }, { "a heading", "# ", "x" },
		{ "combining marks", "a", "\xCC\x81" },
		{ "a cell", "|", "x" },
		{ "indented code", "    ", "\xE6\x9D\xB1" },
		{ "open code", "`", "x" }, { "a link's text", "[", "x" },
	};

	for (size_t i = 0; i < sizeof(rows_of) / sizeof(rows_of[0]); i++) {
		struct buf in = BUF_INIT(1 << 24);
		size_t count = 0;
		struct keep k;

		buf_adds(&in, rows_of[i].begin);
		while (in.len < 1000000)
			buf_adds(&in, rows_of[i].unit);
		run((struct text){ .ptr = in.ptr, .len = in.len }, 999, "", 80,
		    &k);
		for (size_t j = 0; j < k.got.len; j++)
			count += k.got.ptr[j] == rows_of[i].unit[0];
		ok(count == (in.len - strlen(rows_of[i].begin)) /
			    strlen(rows_of[i].unit) &&
		   !utf8_count_bad(k.got.ptr, k.got.len), "1 MB of %s, "
		   "without a blank or newline", rows_of[i].what);
		buf_release(&k.got);
		buf_release(&in);
	}
}

int main(void)
{
	test_long_table();
	test_held();
	test_endless();
	return tap_done();
}
