#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "diff/script.h"
#include "tap.h"

/* Letters as tokens. */
struct pair {
	uint32_t a[4096], b[4096];
	size_t n, m;
};

static void numbers(struct pair *p, const char *a, size_t n, const char *b,
		    size_t m)
{
	struct text ta[4096], tb[4096];

	p->n = n;
	p->m = m;
	for (size_t i = 0; i < n; i++)
		ta[i] = (struct text){ a + i, 1 };
	for (size_t i = 0; i < m; i++)
		tb[i] = (struct text){ b + i, 1 };
	script_tokens(ta, n, tb, m, p->a, p->b);
}

/* Does the script lead from the old to the new, in its form? */
static bool leads(const struct script *s, const struct pair *p)
{
	size_t i = 0, j = 0;

	for (size_t c = 0; c <= s->count; c++) {
		struct change end = { .old_at = p->n, .new_at = p->m };
		const struct change *x = c < s->count ? &s->changes[c] : &end;

		if (x->old_at < i || x->old_at - i != x->new_at - j ||
		    (c && c < s->count && x->old_at == i))
			return false;
		for (; i < x->old_at; i++, j++)
			if (p->a[i] != p->b[j])
				return false;
		if (c < s->count && !x->old_len && !x->new_len)
			return false;
		i += x->old_len;
		j += x->new_len;
	}
	return i == p->n && j == p->m;
}

static size_t edits(const struct script *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		n += s->changes[i].old_len + s->changes[i].new_len;
	return n;
}

/* The least number of edits, by the table that everybody knows. */
static size_t least(const struct pair *p)
{
	static size_t row[4097];

	for (size_t j = 0; j <= p->m; j++)
		row[j] = j;
	for (size_t i = 1; i <= p->n; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= p->m; j++) {
			size_t above = row[j], best;

			best = (above < row[j - 1] ? above : row[j - 1]) + 1;
			if (p->a[i - 1] == p->b[j - 1] && corner < best)
				best = corner;
			corner = above;
			row[j] = best;
		}
	}
	return row[p->m];
}

static uint64_t state = 1;

static size_t roll(size_t below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state >> 33) % below;
}

static unsigned no_cost(void *ctx, bool in_new, size_t from, size_t to)
{
	(void)ctx;
	(void)in_new;
	(void)from;
	(void)to;
	return 0;
}

static void test_shortest(void)
{
	static struct pair p;
	char a[64], b[64];
	int wrong = 0, longer = 0, slid = 0;

	for (int run = 0; run < 20000; run++) {
		size_t n = roll(40), m = roll(40), letters = 1 + roll(6);
		struct script s;

		for (size_t i = 0; i < n; i++)
			a[i] = (char)('a' + roll(letters));
		for (size_t i = 0; i < m; i++)
			b[i] = (char)('a' + roll(letters));
		numbers(&p, a, n, b, m);
		script_make(&s, p.a, n, p.b, m);
		wrong += !leads(&s, &p);
		longer += edits(&s) != least(&p) || s.coarse;
		script_slide(&s, p.a, n, p.b, no_cost, NULL);
		slid += !leads(&s, &p) || edits(&s) != least(&p);
		script_release(&s);
	}
	ok(!wrong, "20,000 scripts lead from the old to the new: %d", wrong);
	ok(!longer, "and each is a shortest one: %d", longer);
	ok(!slid, "also when changes were moved: %d", slid);
}

/* Two texts of few words with nothing in common but those. */
static void test_coarse(void)
{
	size_t n = 40000;
	uint32_t *a = calloc(n, sizeof(*a)), *b = calloc(n, sizeof(*b));
	size_t i = 0, j = 0, bad = 0;
	struct script s;

	for (size_t k = 0; k < n; k++) {
		a[k] = (uint32_t)roll(50);
		b[k] = (uint32_t)roll(50);
	}
	script_make(&s, a, n, b, n);
	for (size_t c = 0; c < s.count; c++) {
		bad += s.changes[c].old_at - i != s.changes[c].new_at - j;
		for (; i < s.changes[c].old_at; i++, j++)
			bad += a[i] != b[j];
		i += s.changes[c].old_len;
		j += s.changes[c].new_len;
	}
	for (; i < n && j < n; i++, j++)
		bad += a[i] != b[j];
	ok(!bad && i == n && j == n, "a coarse script is right, too");
	ok(s.coarse, "and says so");
	ok(edits(&s) < 2 * n, "it keeps something: %zu edits", edits(&s));
	script_release(&s);
	free(a);
	free(b);
}

static void test_edges(void)
{
	static const struct {
		const char *a, *b;
		size_t changes, edits;
	} cases[] = {
		{ "", "", 0, 0 }, { "a", "a", 0, 0 }, { "", "a", 1, 1 },
		{ "abc", "", 1, 3 }, { "abc", "abc", 0, 0 },
		{ "abc", "xyz", 1, 6 }, { "abcabba", "cbabac", 4, 5 },
		{ "abc", "bcd", 2, 2 }, { "aaaa", "aa", 1, 2 },
	};
	static struct pair p;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct script s;

		numbers(&p, cases[i].a, strlen(cases[i].a), cases[i].b,
			strlen(cases[i].b));
		script_make(&s, p.a, p.n, p.b, p.m);
		ok(leads(&s, &p) && edits(&s) == cases[i].edits,
		   "'%s' to '%s': %zu edits", cases[i].a, cases[i].b,
		   edits(&s));
		script_release(&s);
	}
}

/* The place with the least cost wins, and of equal ones the lowest. */
static unsigned odd_cost(void *ctx, bool in_new, size_t from, size_t to)
{
	(void)ctx;
	(void)in_new;
	(void)to;
	return from == 2 ? 0 : 1;
}

static void test_slide(void)
{
	static struct pair p;
	struct script s;

	numbers(&p, "xaaay", 5, "xaaaaay", 7);
	script_make(&s, p.a, p.n, p.b, p.m);
	script_slide(&s, p.a, p.n, p.b, no_cost, NULL);
	ok(s.count == 1 && s.changes[0].new_at == 4 &&
	   s.changes[0].old_at == 4, "slides to the lowest place");
	script_slide(&s, p.a, p.n, p.b, odd_cost, NULL);
	ok(s.changes[0].new_at == 2 && s.changes[0].old_at == 2 &&
	   leads(&s, &p), "or to the best one");
	script_release(&s);
}

int main(void)
{
	test_edges();
	test_shortest();
	test_coarse();
	test_slide();
	return tap_done();
}
