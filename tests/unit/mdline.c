#include "view/mdline.h"

#include <string.h>

#include "tap.h"

/*
 * Lines one after the other, what each is, how deep in boxes, and where its
 * content begins. view/fence.c's test has the fences in boxes.
 */
static const struct {
	const char *line;
	enum mdline_leaf leaf;
	size_t depth, kept;
	const char *content;
} lines[] = {
	{ "", MDLINE_BLANK, 0, 0, "" },
	{ "text", MDLINE_PARAGRAPH, 0, 0, "text" },
	{ "      text", MDLINE_PARAGRAPH, 0, 0, "text" },
	{ "===", MDLINE_UNDERLINE, 0, 0, "===" },
	{ "===", MDLINE_PARAGRAPH, 0, 0, "===" },
	{ "2. no list", MDLINE_PARAGRAPH, 0, 0, "2. no list" },
	{ "---", MDLINE_UNDERLINE, 0, 0, "---" },
	{ "---", MDLINE_BREAK, 0, 0, "---" },
	{ "    code", MDLINE_INDENTED, 0, 0, "code" },
	{ "\tcode", MDLINE_INDENTED, 0, 0, "code" },
	{ "  ## head", MDLINE_HEADING, 0, 0, "## head" },
	{ "#head", MDLINE_PARAGRAPH, 0, 0, "#head" },
	{ "> quote", MDLINE_PARAGRAPH, 1, 0, "quote" },
	{ "lazy", MDLINE_PARAGRAPH, 1, 1, "lazy" },
	{ ">> deeper", MDLINE_PARAGRAPH, 2, 1, "deeper" },
	{ "> - item", MDLINE_PARAGRAPH, 2, 1, "item" },
	{ ">   more", MDLINE_PARAGRAPH, 2, 2, "more" },
	{ ">", MDLINE_BLANK, 2, 2, "" },
	{ ">   - inner", MDLINE_PARAGRAPH, 3, 2, "inner" },
	{ "", MDLINE_BLANK, 0, 0, "" },
	{ "7) seven", MDLINE_PARAGRAPH, 1, 0, "seven" },
	{ "   ***", MDLINE_BREAK, 1, 1, "***" },
	{ "<div>", MDLINE_HTML, 0, 0, "<div>" },
	{ "  # not a head", MDLINE_HTML, 0, 0, "  # not a head" },
	{ "", MDLINE_BLANK, 0, 0, "" },
	{ "# a head", MDLINE_HEADING, 0, 0, "# a head" },
	{ "<!-- a", MDLINE_HTML, 0, 0, "<!-- a" },
	{ "", MDLINE_HTML, 0, 0, "" },
	{ "b --> c", MDLINE_HTML, 0, 0, "b --> c" },
	{ "<a href='b'>", MDLINE_HTML, 0, 0, "<a href='b'>" },
	{ "", MDLINE_BLANK, 0, 0, "" },
	{ "<a href='b'> c", MDLINE_PARAGRAPH, 0, 0, "<a href='b'> c" },
	{ "<a>", MDLINE_PARAGRAPH, 0, 0, "<a>" },
	{ "<pre>", MDLINE_HTML, 0, 0, "<pre>" },
	{ "</PRE>", MDLINE_HTML, 0, 0, "</PRE>" },
	{ "- - + x", MDLINE_PARAGRAPH, 3, 0, "x" },
	{ "- - -", MDLINE_BREAK, 0, 0, "- - -" },
	{ "-", MDLINE_BLANK, 1, 0, "" },
	{ "  x", MDLINE_PARAGRAPH, 1, 1, "x" },
};

#define COUNT (sizeof(lines) / sizeof(lines[0]))

static void test_lines(void)
{
	struct mdline m = MDLINE_INIT;

	m.html = true;
	for (size_t i = 0; i < COUNT; i++) {
		struct mdline_found f;
		const char *line = lines[i].line;

		mdline_read(&m, line, strlen(line), true, &f);
		ok(f.leaf == lines[i].leaf && m.depth == lines[i].depth &&
		   f.kept == lines[i].kept && !f.unsure &&
		   (f.leaf == MDLINE_BLANK ||
		    !strcmp(line + f.skip, lines[i].content)),
		   "line %zu, '%s': leaf %d, depth %zu, kept %zu", i, line,
		   (int)f.leaf, m.depth, f.kept);
	}
}

/* What is said of the beginning of a line, if sure, holds for all of it. */
static void test_parts(void)
{
	struct mdline m = MDLINE_INIT;
	size_t sure = 0;
	bool good = true;

	m.html = true;
	for (size_t i = 0; i < COUNT; i++) {
		struct mdline after = m;
		struct mdline_found f, part;
		const char *line = lines[i].line;

		mdline_read(&after, line, strlen(line), true, &f);
		for (size_t n = 0; n < strlen(line); n++) {
			struct mdline look = m;

			mdline_read(&look, line, n, false, &part);
			if (part.unsure)
				continue;
			sure++;
			good = good && part.leaf == f.leaf &&
			       part.kept == f.kept && part.skip == f.skip &&
			       look.depth == after.depth;
		}
		m = after;
	}
	ok(good && sure > 50, "parts of lines say no more than they can: %zu",
	   sure);
}

static void test_boxes(void)
{
	struct mdline m = MDLINE_INIT;
	struct mdline_found f;

	mdline_read(&m, "> 12) + a", 9, true, &f);
	ok(m.depth == 3 && m.box[0].mark == '>' && m.box[1].mark == ')' &&
	   m.box[1].number == 12 && m.box[2].mark == '+', "marks of boxes");
	m = (struct mdline)MDLINE_INIT;
	mdline_read(&m, "    \tx", 6, true, &f);
	ok(f.leaf == MDLINE_INDENTED && f.pad == 0 && f.skip == 4,
	   "a tab that belongs to the code");
	mdline_read(&m, "-\t\tx", 4, true, &f);
	ok(f.leaf == MDLINE_INDENTED && f.pad == 2 && f.skip == 3,
	   "a tab of which a part was taken");
}

int main(void)
{
	test_lines();
	test_parts();
	test_boxes();
	return tap_done();
}
