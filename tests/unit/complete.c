#include <string.h>

#include "local/complete.h"
#include "tap.h"

/*
 * builtin/complete: what it must find where the text leaves no doubt, and
 * where it must say nothing. How good it is on real files measures
 * tests/eval/complete.py.
 */

#define LOOP "\tfor (i = 0; i < n; i++) {\n\t\tsum += list[i];\n" \
	     "\t\tcount++;\n\t}\n\treturn sum / count;\n}\n\n"
#define ASK "\trc = ask(one);\n\tif (rc)\n\t\treturn rc;\n"
#define ASKS ASK "\trc = ask(two);\n\tif (rc)\n\t\treturn rc;\n" \
		 "\trc = ask(six);\n\tif (rc)\n\t\treturn rc;\n"

static const struct {
	const char *what, *prefix, *suffix, *want;
} rows[] = {
	{ "nothing at all", "", "", "" },
	{ "nothing like it", "alpha beta\ngamma delta\n", "", "" },
	{ "prose", "It was a dark night.\nThe rain fell.\nNobody came.\n", "",
	  "" },
	{ "a passage ends with its block",
	  "int a(void)\n{\n" LOOP "int b(void)\n{\n"
	  "\tfor (i = 0; i < n; i++) {\n\t\tsum += list[i];\n", "",
	  "\t\tcount++;" },
	{ "a passage goes on while it is in the block",
	  "int a(void)\n{\n" LOOP "int c(void)\n{\n" LOOP
	  "int b(void)\n{\n\tfor (i = 0; i < n; i++) {\n", "",
	  "\t\tsum += list[i];\n\t\tcount++;" },
	{ "and up to what stands behind the cursor, if it leads there",
	  "a {\n one();\n two();\n three();\n four();\n}\nb {\n one();\n"
	  " two();\n three();\n four();\n}\nc {\n one();\n",
	  "\n four();\n}\n", " two();\n three();" },
	{ "what stands at the cursor is not said again",
	  "f()\n{\n" ASKS "\trc = ask(ten);\n\tif (rc)\n\t\t", "",
	  "return rc;" },
	{ "nor is the line that the cursor is at the end of",
	  "f()\n{\n" ASKS "\trc = ask(ten);\n\tif (rc)", "",
	  "\n\t\treturn rc;" },
	{ "other words in the same places",
	  "\ta = take(x);\n\tif (!a)\n\t\tdie(a, 1);\n\tb = take(y);\n"
	  "\tif (!b)\n\t\tdie(b, 1);\n\tc = take(z);\n\tif (!c)\n"
	  "\t\tdie(c, 1);\n\tnew = take(w);\n\tif (!new)\n", "",
	  "\t\tdie(new, 1);" },
	{ "the rest of a line", "f()\n{\n" ASKS "\trc = ask(ten);\n\tif (r",
	  "\n\t\treturn rc;\n", "c)" },
	{ "the rest of a line, less what stands behind the cursor",
	  "f()\n{\n" ASKS "\trc = ask(ten);\n\tif (r", ")\n\t\treturn rc;\n",
	  "c" },
	{ "a deeper place is indented as it is there",
	  "a:\n  if x:\n    go(x)\n    stop()\n  if x:\n    go(x)\n"
	  "    stop()\nb:\n    if x:\n      go(x)\n", "", "      stop()" },
	{ "nothing in front of text on the cursor's line",
	  "f()\n{\n" ASKS "\trc = ask(ten);\n\tif (rc)\n", "x = 1;\n", "" },
};

static void complete(const char *prefix, const char *suffix, struct buf *out)
{
	const struct complete_in in = { .prefix = text_of(prefix),
					.suffix = text_of(suffix) };

	complete_text(&in, out);
}

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf out = BUF_INIT(1 << 20);

		complete(rows[i].prefix, rows[i].suffix, &out);
		if (!ok(!strcmp(out.ptr, rows[i].want), "%s", rows[i].what))
			printf("# got '%s'\n", out.ptr);
		buf_release(&out);
	}
}

/* What only another file holds. */
static void test_others(void)
{
	static const char other[] =
		"int a(void)\n{\n" LOOP "int c(void)\n{\n" LOOP;
	static const struct text others[] = {
		{ other, sizeof(other) - 1 },
	};
	const struct complete_in in = {
		.prefix = TEXT_LIT("int b(void)\n{\n\tfor (i = 0; i < n; i++) "
				   "{\n\t\tsum += list[i];\n"),
		.others = others, .other_count = 1,
	};
	struct buf out = BUF_INIT(1 << 20);

	complete_text(&in, &out);
	ok(!strcmp(out.ptr, "\t\tcount++;"),
	   "from another file: '%s'", out.ptr);
	buf_release(&out);
}

/* Much of everything: it must end, and say nothing that is too long. */
static void test_hostile(void)
{
	static const char *const units[] = {
		"x", "x\n", "\n", "\t", "\"", "{\n", "a b c d e f\n", "}",
		" x = 1;\n", "'\\",
	};

	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		struct buf in = BUF_INIT(2 << 20), out = BUF_INIT(1 << 20);

		while (in.len < 1 << 20)
			buf_adds(&in, units[u]);
		complete(in.ptr, "", &out);
		complete(in.ptr, in.ptr, &out);
		complete("", in.ptr, &out);
		ok(!out.over && out.len < (size_t)3 * 18 * (VOTE_TEXT + 200),
		   "1 MiB of unit %zu: %zu bytes", u, out.len);
		buf_release(&in);
		buf_release(&out);
	}
}

int main(void)
{
	test_rows();
	test_others();
	test_hostile();
	return tap_done();
}
