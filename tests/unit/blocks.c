#include <string.h>

#include "diff/blocks.h"
#include "tap.h"

#define SEARCH "<<<<<<< SEARCH\n"
#define WITH "=======\n"
#define END ">>>>>>> REPLACE\n"

/* What becomes of the file "f" by an answer; "!words" is the error. */
static const char *edit(const char *old, const char *answer)
{
	static char got[4096];
	struct buf out = BUF_INIT(4000);
	struct err err = ERR_INIT;
	struct blocks b;
	bool gone;

	if (blocks_read(&b, text_of(answer), &err) ||
	    blocks_apply(&b, TEXT_LIT("f"), old != NULL, text_of(old), &out,
			 &gone, &err))
		snprintf(got, sizeof(got), "!%s", err.msg);
	else
		snprintf(got, sizeof(got), "%s%s", gone ? "gone" : "",
			 out.ptr);
	blocks_release(&b);
	buf_release(&out);
	return got;
}

static const struct {
	const char *name, *old, *answer, *want;	/* "!...": is in the error */
} cases[] = {
	{ "a block", "a\nb\nc\n", "Sure!\n\nFile: f\n```c\n" SEARCH "b\n" WITH
	  "B\nB2\n" END "```\nDone.\n", "a\nB\nB2\nc\n" },
	{ "two blocks in a fence", "a\nb\nc\n", "File: f\n```\n" SEARCH "a\n"
	  WITH "A\n" END "\n" SEARCH "c\n" WITH END "```\n", "A\nb\n" },
	{ "in any order", "a\nb\nc\n", "File: f\n" SEARCH "c\n" WITH "C\n" END
	  "File: f\n" SEARCH "a\n" WITH "A\n" END, "A\nb\nC\n" },
	{ "whole lines only", "ab\nb\n", "File: f\n" SEARCH "b\n" WITH "x\n"
	  END, "ab\nx\n" },
	{ "blanks count", " b\nb \n", "File: f\n" SEARCH "b\n" WITH "x\n" END,
	  "!f, block 1: what it searches does not stand in the file" },
	{ "more than once", "b\nb\n", "File: f\n" SEARCH "b\n" WITH "x\n" END,
	  "!f, block 1: what it searches stands there more than once, first "
	  "in line 1; it begins with 'b'" },
	{ "the second block", "b\nc\n", "File: f\n" SEARCH "b\n" WITH "x\n"
	  END SEARCH "d\n" WITH END, "!f, block 2: what it searches does not" },
	{ "overlapping lines that repeat", "b\nb\nb\n", "File: f\n" SEARCH
	  "b\nb\n" WITH "x\n" END, "!more than once" },
	{ "overlapping blocks", "a\nb\nc\n", "File: f\n" SEARCH "a\nb\n" WITH
	  END SEARCH "b\nc\n" WITH END, "!f, block 2: it overlaps" },
	{ "no newline at the end", "a\nb", "File: f\n" SEARCH "b\n" WITH "c\n"
	  END, "a\nc" },
	{ "and at the end of its only line", "b", "File: f\n" SEARCH "b\n"
	  WITH "c\nd\n" END, "c\nd" },
	{ "an empty line", "a\n\nb\n", "File: f\n" SEARCH "\n" WITH "x\n" END,
	  "a\nx\nb\n" },
	{ "an end is no empty line", "a\nb\n", "File: f\n" SEARCH "\n" WITH
	  "x\n" END, "!does not stand" },
	{ "CRLF", "a\r\nb\r\nc\r\n", "File: f\n" SEARCH "a\nb\n" WITH
	  "A\nB\nB\n" END, "A\r\nB\r\nB\r\nc\r\n" },
	{ "CRLF that the answer has", "a\r\nb\r\n", "File: f\r\n<<<<<<< SEARCH"
	  "\r\nb\r\n=======\r\nB\r\n>>>>>>> REPLACE\r\n", "a\r\nB\r\n" },
	{ "CRLF, no newline at the end", "a\r\nb", "File: f\n" SEARCH
	  "a\nb\n" WITH "c\nd\n" END, "c\r\nd" },
	{ "LF, where the answer has CRLF", "a\nb\n", "File: f\n" SEARCH
	  "b\r\n" WITH "x\r\n" END, "!does not stand" },
	{ "a whole file", "a\nb\n", "**File: `f`**\n\n```\na\nc\n```\n",
	  "a\nc\n" },
	{ "a whole file, CRLF", "a\r\nb\nc\r\n", "File: f\n```\na\nb\nd\n```\n",
	  "a\r\nb\nd\r\n" },
	{ "a whole file without its last newline", "a\nb", "File: f\n```\n"
	  "a\nb\nc\n```\n", "a\nb\nc" },
	{ "the same, unchanged", "a\nb", "File: f\n```\na\nb\n```\n", "a\nb" },
	{ "the same, emptied", "a\nb", "File: f\n```\n```\n", "" },
	{ "a BOM stays", "\xEF\xBB\xBF" "a\nb\n", "File: f\n```\na\nc\n```\n",
	  "\xEF\xBB\xBF" "a\nc\n" },
	{ "no UTF-8", "a\xFF\nb\n", "File: f\n```\na\nc\n```\n",
	  "!not UTF-8" },
	{ "no UTF-8, by a block", "a\xFF\nb\n", "File: f\n" SEARCH "b\n" WITH
	  "c\n" END, "a\xFF\nc\n" },
	{ "a longer fence", "a\n", "File: f\n````md\n```\nx\n```\n````\n",
	  "```\nx\n```\n" },
	{ "tildes", "a\n", "File: f\n~~~\n```\n~~~\n", "```\n" },
	{ "a fence in a block", "```\nx\n```\n", "File: f\n```\n" SEARCH
	  "```\nx\n" WITH "```\ny\n" END "```\n", "```\ny\n```\n" },
	{ "longer marks", "=======\n", "File: f\n<<<<<<<<< SEARCH\n=======\n"
	  "=========\n>>>>>>>\n>>>>>>>>> REPLACE\n", ">>>>>>>\n" },
	{ "a new file", NULL, "File: f\n```\nx\n```\n", "x\n" },
	{ "a new file by a block", NULL, "File: f\n" SEARCH WITH "x\n" END,
	  "x\n" },
	{ "an empty file by a block", "", "File: f\n" SEARCH WITH "x\n" END,
	  "x\n" },
	{ "search in a new file", NULL, "File: f\n" SEARCH "a\n" WITH END,
	  "!f, block 1: the file is not there" },
	{ "no search in a file", "a\n", "File: f\n" SEARCH WITH "b\n" END,
	  "!f, block 1: the file is there" },
	{ "a deletion", "a\n", "Delete: f\n", "gone" },
	{ "of what is not there", NULL, "Delete: f\n", "!is not there" },
	{ "a deletion and a block", "a\n", "Delete: f\nFile: f\n" SEARCH
	  "a\n" WITH END, "!more than one block" },
	{ "no change", "a\n", "No change.\n", "a\n" },
	{ "another file", "a\n", "File: g\n```\nx\n```\n", "a\n" },
	{ "nothing", "a\n", "I cannot do that.\n", "!holds no edit" },
	{ "nothing at all", "a\n", "", "!holds no edit" },
	{ "a name alone", "a\n", "File: f\n", "!holds no edit" },
	{ "no name", "a\n", "```\nx\n```\n", "!line 1 of the answer: a fence "
	  "without a line" },
	{ "no second name", "a\n", "File: f\n```\nx\n```\n```\ny\n```\n",
	  "!line 5 of the answer: a fence without" },
	{ "a block without a name", "a\n", SEARCH "a\n" WITH END,
	  "!line 1 of the answer: a block without" },
	{ "cut in a block", "a\n", "File: f\n" SEARCH "a\n" WITH "b\n",
	  "!ends inside of a block" },
	{ "cut in a fence", "a\n", "File: f\n```\na\n", "!never closed" },
	{ "a fence that the file closes", "a\n", "File: f\n```md\n```c\nx\n"
	  "```\n```\n", "!line 6 of the answer: a fence without" },
	{ "two middles", "a\n", "File: f\n" SEARCH "a\n" WITH WITH END,
	  "!line 5 of the answer: a mark of a block in the wrong place" },
	{ "two begins", "a\n", "File: f\n" SEARCH SEARCH "a\n" WITH END,
	  "!wrong place" },
	{ "an end without a begin", "a\n", "File: f\n" END,
	  "!without its begin" },
	{ "words between blocks", "a\n", "File: f\n```\n" SEARCH "a\n" WITH
	  END "and then\n```\n", "!something else between" },
};

static void test_cases(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *want = cases[i].want;
		const char *got = edit(cases[i].old, cases[i].answer);
		bool good = *want == '!' ?
			*got == '!' && strstr(got, want + 1) :
			!strcmp(got, want);

		ok(good, "%s", cases[i].name);
		if (!good)
			printf("# %s\n", got);
	}
}

static void test_lengths(void)
{
	ok(blocks_marks(TEXT_LIT("a\n======\n")) == 7 &&
	   blocks_marks(TEXT_LIT("=======\n")) == 8 &&
	   blocks_marks(TEXT_LIT("x\n>>>>>>>>> y")) == 10 &&
	   blocks_marks(TEXT_LIT(" =======\n")) == 7, "marks");
	ok(blocks_fence(TEXT_LIT("``\n")) == 3 &&
	   blocks_fence(TEXT_LIT("a\n````c\n")) == 5 &&
	   blocks_fence(TEXT_LIT("")) == 3, "fences");
}

static void test_many(void)
{
	struct buf answer = BUF_INIT(MAX_HELD);
	struct err err = ERR_INIT;
	struct blocks b;

	buf_adds(&answer, "File: f\n");
	for (int i = 0; i <= BLOCKS_MOST; i++)
		buf_adds(&answer, SEARCH WITH END);
	ok(blocks_read(&b, text_of_buf(&answer), &err) &&
	   err.kind == ERR_PATCH, "too many blocks: %s", err.msg);
	blocks_release(&b);
	buf_release(&answer);
}

int main(void)
{
	test_cases();
	test_lengths();
	test_many();
	return tap_done();
}
