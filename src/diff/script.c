#include "diff/script.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

/*
 * How many edits are searched from either end of a stretch. Fewer in a very
 * long one, so that what is asked of it at most takes seconds, not hours.
 */
#define MOST_EDITS ((size_t)1024)
#define LEAST_EDITS ((size_t)16)
#define MOST_WORK ((size_t)1 << 28)	/* length times edits */

#define NOWHERE (PTRDIFF_MIN / 2)	/* no path leads to this diagonal */

struct token {
	uint64_t hash;
	struct text text;
	uint32_t *id;	/* where its number goes */
};

static int compare_tokens(const void *a, const void *b)
{
	const struct token *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->text.len != y->text.len)
		return x->text.len < y->text.len ? -1 : 1;
	return x->text.len ? memcmp(x->text.ptr, y->text.ptr, x->text.len) : 0;
}

static void add_tokens(struct token *to, const struct text *from, size_t count,
		       uint32_t *ids)
{
	for (size_t i = 0; i < count; i++)
		to[i] = (struct token){
			.hash = hash_bytes(HASH_START, from[i].ptr,
					   from[i].len),
			.text = from[i], .id = &ids[i],
		};
}

/* Sorted, not looked up in a table: nobody can make that slow. */
void script_tokens(const struct text *old_tokens, size_t old_count,
		   const struct text *new_tokens, size_t new_count,
		   uint32_t *old_ids, uint32_t *new_ids)
{
	size_t count = old_count + new_count;
	struct token *all = xcalloc(count, sizeof(*all));
	uint32_t id = 0;

	add_tokens(all, old_tokens, old_count, old_ids);
	add_tokens(all + old_count, new_tokens, new_count, new_ids);
	qsort(all, count, sizeof(*all), compare_tokens);
	for (size_t i = 0; i < count; i++) {
		if (i && compare_tokens(&all[i - 1], &all[i]))
			id++;
		*all[i].id = id;
	}
	free(all);
}

/* One of the two sequences, without what the other one lacks. */
struct side {
	uint32_t *ids;
	size_t *places;		/* in the whole sequence */
	size_t count;
	unsigned char *changed;	/* of the whole sequence */
};

/* What is still to be compared: a[a_from, a_to) with b[b_from, b_to). */
struct box {
	size_t a_from, a_to, b_from, b_to;
};

/*
 * How far paths with a number of edits come, on each diagonal k = x - y, from
 * one corner of a box: at[k] is the x of the furthest. `at` points to the
 * middle of an array.
 */
struct front {
	ptrdiff_t *at;
	bool back;	/* from the lower right, x and y counted from there */
};

struct search {
	struct side a, b;
	struct front forth, back;
	size_t most;	/* edits, from either corner */
	bool coarse;
	struct box *todo;
	size_t todo_count, todo_cap;
};

static bool is_equal(const struct search *s, const struct box *box, bool back,
		     size_t x, size_t y)
{
	if (back)
		return s->a.ids[box->a_to - 1 - x] ==
		       s->b.ids[box->b_to - 1 - y];
	return s->a.ids[box->a_from + x] == s->b.ids[box->b_from + y];
}

/* The furthest point on diagonal k with one edit more than now. */
static ptrdiff_t step(const struct search *s, const struct box *box,
		      const struct front *f, ptrdiff_t k)
{
	ptrdiff_t n = (ptrdiff_t)(box->a_to - box->a_from);
	ptrdiff_t m = (ptrdiff_t)(box->b_to - box->b_from);
	ptrdiff_t right = f->at[k - 1] + 1, down = f->at[k + 1], x;

	if (right > n)
		right = NOWHERE;
	if (down - k > m)
		down = NOWHERE;
	x = right > down ? right : down;
	if (x < 0)
		return NOWHERE;
	while (x < n && x - k < m &&
	       is_equal(s, box, f->back, (size_t)x, (size_t)(x - k)))
		x++;
	return x;
}

/* A point of the box. */
struct point {
	size_t x, y;
};

static struct point point_of(const struct box *box, const struct front *f,
			     ptrdiff_t k)
{
	size_t x = (size_t)f->at[k], y = (size_t)(f->at[k] - k);

	if (!f->back)
		return (struct point){ x, y };
	return (struct point){ box->a_to - box->a_from - x,
			       box->b_to - box->b_from - y };
}

/*
 * Makes the d-th step of one front, whose diagonals have the parity of d.
 * Does it meet the other, which has made `other_d` steps? Then *p is where.
 */
static bool advance(const struct search *s, const struct box *box,
		    const struct front *f, const struct front *other,
		    size_t d, size_t other_d, struct point *p)
{
	ptrdiff_t n = (ptrdiff_t)(box->a_to - box->a_from);
	ptrdiff_t m = (ptrdiff_t)(box->b_to - box->b_from);
	ptrdiff_t steps = (ptrdiff_t)d, theirs = (ptrdiff_t)other_d;
	ptrdiff_t from = steps <= m ? -steps : -m + ((steps - m) & 1);
	ptrdiff_t to = steps <= n ? steps : n - ((steps - n) & 1);

	f->at[-steps - 1] = f->at[steps + 1] = NOWHERE;
	/* what is outside of the box has been NOWHERE from the start */
	for (ptrdiff_t k = from; k <= to; k += 2) {
		ptrdiff_t k2 = n - m - k;

		f->at[k] = step(s, box, f, k);
		if (k2 < -theirs || k2 > theirs || ((k2 + theirs) & 1) ||
		    f->at[k] < 0 || other->at[k2] < 0)
			continue;
		if (f->at[k] + other->at[k2] >= n) {
			*p = point_of(box, f, k);
			return true;
		}
	}
	return false;
}

/* The furthest point of a front after d steps. */
static size_t furthest(const struct box *box, const struct front *f, size_t d,
		       struct point *p)
{
	ptrdiff_t steps = (ptrdiff_t)d, best = -1, sum;

	for (ptrdiff_t k = -steps; k <= steps; k += 2) {
		if (f->at[k] < 0)
			continue;
		sum = 2 * f->at[k] - k;
		if (sum > best) {
			best = sum;
			*p = point_of(box, f, k);
		}
	}
	return (size_t)best;
}

/*
 * A point that a shortest path leads through, in the middle of it; or, when
 * that is too far away, the furthest one that was found. Both sides hold
 * something, and differ in their first and in their last tokens, so that the
 * point is neither corner.
 */
static struct point split(struct search *s, const struct box *box)
{
	struct point p = { 0, 0 }, q = { 0, 0 };

	s->forth.at[0] = s->back.at[0] = 0;
	for (size_t d = 1; d <= s->most; d++) {
		if (advance(s, box, &s->forth, &s->back, d, d - 1, &p) ||
		    advance(s, box, &s->back, &s->forth, d, d, &p))
			return p;
	}
	s->coarse = true;
	if (furthest(box, &s->forth, s->most, &p) >=
	    furthest(box, &s->back, s->most, &q))
		return p;
	return q;
}

/* What is left on either side when the other one has nothing. */
static void mark(const struct side *side, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		side->changed[side->places[i]] = 1;
}

static void push(struct search *s, struct box box)
{
	if (s->todo_count == s->todo_cap) {
		s->todo_cap = s->todo_cap ? 2 * s->todo_cap : 32;
		s->todo = xreallocarray(s->todo, s->todo_cap,
					sizeof(*s->todo));
	}
	s->todo[s->todo_count++] = box;
}

static size_t box_size(const struct box *b)
{
	return b->a_to - b->a_from + b->b_to - b->b_from;
}

/* Takes equal tokens off both ends. */
static void shrink(const struct search *s, struct box *b)
{
	const uint32_t *x = s->a.ids, *y = s->b.ids;

	while (b->a_from < b->a_to && b->b_from < b->b_to &&
	       x[b->a_from] == y[b->b_from]) {
		b->a_from++;
		b->b_from++;
	}
	while (b->a_from < b->a_to && b->b_from < b->b_to &&
	       x[b->a_to - 1] == y[b->b_to - 1]) {
		b->a_to--;
		b->b_to--;
	}
}

/* The smaller half first: so few are ever waiting. */
static void divide(struct search *s, const struct box *box)
{
	struct point p = split(s, box);
	struct box one = *box, two = *box;

	one.a_to = two.a_from = box->a_from + p.x;
	one.b_to = two.b_from = box->b_from + p.y;
	if (box_size(&one) < box_size(&two)) {
		push(s, two);
		push(s, one);
	} else {
		push(s, one);
		push(s, two);
	}
}

static void search(struct search *s)
{
	push(s, (struct box){ .a_to = s->a.count, .b_to = s->b.count });
	while (s->todo_count) {
		struct box box = s->todo[--s->todo_count];

		shrink(s, &box);
		if (box.a_from < box.a_to && box.b_from < box.b_to) {
			divide(s, &box);
			continue;
		}
		mark(&s->a, box.a_from, box.a_to);
		mark(&s->b, box.b_from, box.b_to);
	}
}

/* Of a sequence, what the other one has, too; the rest is changed. */
static void side_init(struct side *side, const uint32_t *ids, size_t count,
		      const unsigned char *there)
{
	*side = (struct side){
		.ids = xcalloc(count, sizeof(*side->ids)),
		.places = xcalloc(count, sizeof(*side->places)),
		.changed = xcalloc(count + 1, 1),
	};
	for (size_t i = 0; i < count; i++) {
		if (!there[ids[i]]) {
			side->changed[i] = 1;
			continue;
		}
		side->ids[side->count] = ids[i];
		side->places[side->count++] = i;
	}
}

static void side_release(struct side *side)
{
	free(side->ids);
	free(side->places);
	free(side->changed);
}

static void sides_init(struct search *s, const uint32_t *old_ids, size_t n,
		       const uint32_t *new_ids, size_t m)
{
	unsigned char *in_old = xcalloc(n + m, 1), *in_new = xcalloc(n + m, 1);

	for (size_t i = 0; i < n; i++)
		in_old[old_ids[i]] = 1;
	for (size_t i = 0; i < m; i++)
		in_new[new_ids[i]] = 1;
	side_init(&s->a, old_ids, n, in_new);
	side_init(&s->b, new_ids, m, in_old);
	free(in_old);
	free(in_new);
}

static size_t most_edits(size_t count)
{
	size_t most = MOST_WORK / (count + 1);

	if (most < LEAST_EDITS)
		return LEAST_EDITS;
	return most < MOST_EDITS ? most : MOST_EDITS;
}

static void add_change(struct script *s, size_t *cap, struct change c)
{
	if (s->count == *cap) {
		*cap = *cap ? 2 * *cap : 16;
		s->changes = xreallocarray(s->changes, *cap,
					   sizeof(*s->changes));
	}
	s->changes[s->count++] = c;
}

/* What is not marked is equal, in both, in its order. */
static void collect(struct script *s, const unsigned char *a, size_t n,
		    const unsigned char *b, size_t m)
{
	size_t i = 0, j = 0, cap = 0;

	while (i < n || j < m) {
		struct change c = { .old_at = i, .new_at = j };

		while (i < n && a[i])
			i++;
		while (j < m && b[j])
			j++;
		c.old_len = i - c.old_at;
		c.new_len = j - c.new_at;
		if (c.old_len || c.new_len)
			add_change(s, &cap, c);
		if (i == n && j == m)
			break;
		i++;
		j++;
	}
}

static ptrdiff_t *front_new(size_t most)
{
	return (ptrdiff_t *)xcalloc(2 * most + 3, sizeof(ptrdiff_t)) + most +
	       1;
}

void script_make(struct script *s, const uint32_t *old_ids, size_t old_count,
		 const uint32_t *new_ids, size_t new_count)
{
	struct search w = { .most = most_edits(old_count + new_count) };
	size_t most = w.most;

	*s = (struct script){ .changes = NULL };
	w.forth = (struct front){ .at = front_new(most) };
	w.back = (struct front){ .at = front_new(most), .back = true };
	sides_init(&w, old_ids, old_count, new_ids, new_count);
	search(&w);
	collect(s, w.a.changed, old_count, w.b.changed, new_count);
	s->coarse = w.coarse;
	side_release(&w.a);
	side_release(&w.b);
	free(w.forth.at - most - 1);
	free(w.back.at - most - 1);
	free(w.todo);
}

void script_release(struct script *s)
{
	free(s->changes);
	*s = (struct script){ .changes = NULL };
}
