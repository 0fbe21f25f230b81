#include "view/columns.h"

#include <string.h>

#include "tap.h"

#define RED "\033[31m"
#define OFF "\033[0m"

/* Texts, their width, and what stands on the terminal then. */
static const struct {
	const char *what;
	const char *texts[3];
	size_t width;
	const char *want;
} rows[] = {
	{ "two lines each", { "a\nb\n", "c\nd\n" }, 3, "a   | c\nb   | d\n" },
	{ "one is shorter", { "a\n", "c\nd\ne\n" }, 3,
	  "a   | c\n    | d\n    | e\n" },
	{ "one is empty", { "", "c\n" }, 3, "    | c\n" },
	{ "all are empty", { "", "" }, 3, "" },
	{ "an empty line in it", { "a\n\nb\n", "c\n" }, 2,
	  "a  | c\n   |\nb  |\n" },
	{ "no newline at the end", { "a", "c" }, 2, "a  | c\n" },
	{ "as wide as the column", { "abc\nd\n", "e\n" }, 3,
	  "abc | e\nd   |\n" },
	{ "wider: it goes on below", { "abcdefgh\n", "x\n" }, 3,
	  "abc | x\ndef |\ngh  |\n" },
	{ "wide characters", { "\xE6\x9D\xB1\xE4\xBA\xAC\n", "x\n" }, 3,
	  "\xE6\x9D\xB1  | x\n\xE4\xBA\xAC  |\n" },
	{ "combining ones", { "e\xCC\x81" "fg\n", "x\n" }, 3,
	  "e\xCC\x81" "fg | x\n" },
	{ "colours take no room", { RED "ab" OFF "c\n", "x\n" }, 3,
	  RED "ab" OFF "c | x\n" },
	{ "and go on below", { RED "abcd" OFF "\n", "x\n" }, 3,
	  RED "abc" OFF " | x\n" RED "d" OFF "   |\n" },
	{ "a colour that ends with the column", { RED "abc" OFF "\n", "x\n" },
	  3, RED "abc" OFF " | x\n" },
	{ "three", { "a\n", "b\n", "c\n" }, 1, "a | b | c\n" },
};

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf out = BUF_INIT(4096);
		struct text texts[3];
		size_t n = 0;

		while (n < 3 && rows[i].texts[n]) {
			texts[n] = text_of(rows[i].texts[n]);
			n++;
		}
		columns_add(texts, n, rows[i].width, " | ", &out);
		ok(!strcmp(out.ptr, rows[i].want), "%s", rows[i].what);
		buf_release(&out);
	}
}

/* 80 cells: 80 = 2 * 38 + 3, and one left over. */
static void test_width(void)
{
	ok(columns_width(80, 2, 34) == 38, "two on 80");
	ok(columns_width(200, 3, 34) == 64, "three on 200");
	ok(columns_width(70, 2, 34) == 0, "two do not fit on 70");
	ok(columns_width(1, 2, 34) == 0, "nor on 1");
	ok(columns_width(50, 1, 34) == 50, "one has it all");
}

/* Whatever is in it, it ends, and all plain text is there. */
static void test_odd(void)
{
	static const char odd[] = "\033[\033]0;x\a\033[999mabc\033\xFF\n";
	struct text texts[2] = { { odd, sizeof(odd) - 1 }, TEXT_LIT("y") };
	struct buf out = BUF_INIT(4096);

	columns_add(texts, 2, 1, "|", &out);
	ok(strchr(out.ptr, 'a') && strchr(out.ptr, 'b') &&
	   strchr(out.ptr, 'c') && strchr(out.ptr, 'y'), "odd bytes");
	buf_release(&out);
}

int main(void)
{
	test_rows();
	test_width();
	test_odd();
	return tap_done();
}
