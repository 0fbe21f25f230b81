#include "view/word_diff.h"

#include <string.h>

#include "tap.h"

/*
 * As `git diff --no-index --word-diff` has it, less its header; but that a
 * blank stands before what was taken out.
 */
static const struct {
	const char *a, *b, *want;
} rows[] = {
	{ "the sky is blue\n", "the sky is grey\n",
	  "the sky is [-blue-]{+grey+}\n" },
	{ "one two\n", "one two three\n", "one two {+three+}\n" },
	{ "one two three\n", "one three\n", "one [-two-] three\n" },
	{ "a\n", "a\n", "a\n" },
	{ "a  b\n", "a b\n", "a b\n" },
	{ "", "x\n", "{+x+}\n" },
	{ "x", "", "[-x-]" },
	{ "", "", "" },
	{ "a b c d\n", "a x y d\n", "a [-b c-]{+x y+} d\n" },
	{ "a\nb\n", "a\nc\nb\n", "a\n{+c+}\nb\n" },
};

int main(void)
{
	struct buf out = BUF_INIT(4096);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		buf_clear(&out);
		word_diff_add(text_of(rows[i].a), text_of(rows[i].b), false,
			      false, &out);
		ok(!strcmp(out.ptr, rows[i].want), "row %zu", i);
	}
	buf_clear(&out);
	word_diff_add(TEXT_LIT("a \033[2J"), TEXT_LIT("a b"), true, true,
		      &out);
	ok(!strcmp(out.ptr, "a \033[31m^[[2J\033[0m\033[32mb\033[0m"),
	   "colours, and nothing else that is obeyed");
	buf_release(&out);
	return tap_done();
}
