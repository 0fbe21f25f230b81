#include "route/change.h"

#include <string.h>

#include "tap.h"

static bool becomes(enum change change, const char *from, const char *want)
{
	struct buf b = BUF_INIT(1000);
	struct chance c = CHANCE_INIT;
	bool same;

	change_text(&c, text_of(from), change, &b);
	same = text_is(text_of_buf(&b), want);
	buf_release(&b);
	return same;
}

/* Letters come from a text that has one kind only. */
static void test_typos(void)
{
	struct buf a = BUF_INIT(5000), b = BUF_INIT(5000);
	struct chance one = CHANCE_INIT, two = CHANCE_INIT;
	char text[2000];
	size_t other = 0;

	memset(text, 'q', sizeof(text));
	change_text(&one, (struct text){ text, sizeof(text) }, CHANGE_TYPOS,
		    &a);
	change_text(&two, (struct text){ text, sizeof(text) }, CHANGE_TYPOS,
		    &b);
	ok(a.len == b.len && !memcmp(a.ptr, b.ptr, a.len),
	   "the same chance, the same typos");
	for (size_t i = 0; i < a.len; i++)
		other += a.ptr[i] != 'q';
	/* 100 expected, of which a quarter are other letters */
	ok(other > 5 && other < 60 && a.len > 1940 && a.len < 2060,
	   "%zu other letters, %zu of 2000 are left", other, a.len);
	buf_clear(&b);
	change_text(&two, (struct text){ text, sizeof(text) }, CHANGE_TYPOS,
		    &b);
	ok(a.len != b.len || memcmp(a.ptr, b.ptr, a.len), "then others");
	buf_release(&a);
	buf_release(&b);
	ok(becomes(CHANGE_TYPOS, "12 + 34 = \xe4\xb8\xad\xe6\x96\x87?",
		   "12 + 34 = \xe4\xb8\xad\xe6\x96\x87?"),
	   "only letters are mistyped");
}

int main(void)
{
	ok(becomes(CHANGE_NONE, "A b  C\n", "A b  C\n"), "as it was");
	ok(becomes(CHANGE_LOWER, "Abc XYZ \xc3\x89 [1]@",
		   "abc xyz \xc3\x89 [1]@"),
	   "lower case, of ASCII");
	ok(becomes(CHANGE_UPPER, "Abc xyz \xc3\xa9 {1}`",
		   "ABC XYZ \xc3\xa9 {1}`"),
	   "upper case, of ASCII");
	ok(becomes(CHANGE_BLANKS, "a b\n  c ", "a  b\n    c  "),
	   "blanks doubled");
	test_typos();
	return tap_done();
}
