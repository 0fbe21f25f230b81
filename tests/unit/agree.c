#include "view/agree.h"

#include <math.h>
#include <string.h>

#include "tap.h"

/* Shares counted by hand: 2 * common / (words of a + words of b). */
static const struct {
	const char *a, *b;
	double share;
} shares[] = {
	{ "the cat sat", "the cat sat", 1 },
	{ "The CAT, sat!", "the cat sat.", 1 },
	{ "the cat", "a dog", 0 },
	{ "one two three four", "one two five", 4.0 / 7 },
	{ "a a b", "a b b", 4.0 / 6 },
	{ "", "", 1 },
	{ "... --", "!", 1 },
	{ "", "word", 0 },
	{ "3.14", "3.15", 0 },
	{ "1,000 men", "1,000 men", 1 },
	{ "\xC3\xBC" "ber", "\xC3\xBC" "ber", 1 },
};

/* What a alone says: numbers, then by frequency, then by the alphabet. */
static const struct {
	const char *a, *b;
	size_t most;
	const char *want;
} owns[] = {
	{ "blue sky above", "grey sky", 5, "above, blue" },
	{ "it is 42 apples, apples", "it is 43 pears", 5, "42, apples" },
	{ "zebra apple zebra", "none", 5, "zebra, apple" },
	{ "one two tea", "none", 5, "" },
	{ "alpha beta gamma", "none", 2, "alpha, beta" },
	{ "same words", "same words", 5, "" },
	{ "", "x", 5, "" },
};

int main(void)
{
	for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
		double got = agree_share(text_of(shares[i].a),
					 text_of(shares[i].b));

		ok(fabs(got - shares[i].share) < 1e-9, "'%s' and '%s': %g",
		   shares[i].a, shares[i].b, got);
	}
	for (size_t i = 0; i < sizeof(owns) / sizeof(owns[0]); i++) {
		struct text other = text_of(owns[i].b);
		struct buf out = BUF_INIT(200);

		agree_only(text_of(owns[i].a), &other, 1, owns[i].most, &out);
		ok(!strcmp(out.ptr, owns[i].want), "only '%s': %s", owns[i].a,
		   out.ptr);
		buf_release(&out);
	}
	return tap_done();
}
