#include "local/complete_chance.h"

#include <math.h>
#include <string.h>

/*
 * What complete.py --fit prints: for a line that is begun, for a
 * next line with nothing behind it, and with something.
 */
static const double weights[3][CHANCE_FEATURES] = {
	{ 0.005, 0.180, 0.277, 0.000, -0.093, -0.322, -0.588, -0.496,
	  -0.744, -0.542, -1.061, -0.731, -1.334, -0.803, -0.818, -0.278,
	  -0.757, -1.015, -0.265, 2.398, 1.794, -0.916, 1.279, -0.552,
	  0.912 },
	{ 0.000, 0.610, 0.000, -0.009, 0.000, -1.045, 0.000, -0.928,
	  0.000, -1.426, 0.000, -1.859, 0.000, -1.926, 0.000, 0.000,
	  0.000, 0.000, -0.743, 0.492, 1.705, -1.009, 1.091, -0.274,
	  1.278 },
	{ 0.478, 0.431, 0.973, -0.083, 0.465, -1.313, -0.415, -0.922,
	  -0.726, -1.631, -0.755, -2.019, -1.316, -1.850, 0.000, 0.000,
	  0.000, 0.000, -0.733, 0.895, 1.649, -0.786, 1.727, -0.366,
	  1.109 },
};

static bool has_word(const struct vote *v)
{
	for (size_t i = 0; i < v->len; i++) {
		unsigned char c = (unsigned char)v->text[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c >= 0x80)
			return true;
	}
	return false;
}

static bool same(const struct vote *a, const struct vote *b)
{
	return a->len == b->len && a->indent == b->indent &&
	       !memcmp(a->text, b->text, a->len);
}

void complete_features(const struct vote *votes, size_t level,
		       double x[CHANCE_FEATURES])
{
	const struct vote *v = &votes[level];
	double agree = 0, others = 0, share;
	size_t seen = v->seen < 64 ? v->seen : 64;

	for (size_t i = 0; i < VOTE_LEVELS; i++)
		if (i != level && votes[i].seen) {
			others++;
			agree += same(v, &votes[i]);
		}
	share = v->seen ? (double)v->same / (double)v->seen : 0;
	memset(x, 0, CHANCE_FEATURES * sizeof(*x));
	x[level] = 1;
	x[VOTE_LEVELS] = log2((double)seen + 1);
	x[VOTE_LEVELS + 1] = share;
	x[VOTE_LEVELS + 2] = v->same == v->seen && v->seen > 1;
	x[VOTE_LEVELS + 3] = has_word(v);
	x[VOTE_LEVELS + 4] = others > 0 ? agree / others : 0;
	x[VOTE_LEVELS + 5] = log2((double)v->len + 1);
	x[VOTE_LEVELS + 6] = log2((double)(v->same < 64 ? v->same : 64) + 1);
}

double complete_chance(const struct vote *votes, size_t level,
		       enum chance_of of)
{
	double x[CHANCE_FEATURES], sum = 0;

	if (!votes[level].seen)
		return 0;
	complete_features(votes, level, x);
	for (size_t i = 0; i < CHANCE_FEATURES; i++)
		sum += weights[of][i] * x[i];
	return 1 / (1 + exp(-sum));
}
