#include "guard/find.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "guard/chars.h"
#include "guard/form.h"
#include "guard/settings.h"

#define BUCKETS	 64	/* bits of the gate's words */
#define OFTEN	 24
#define GATE_LEN 4	/* bytes that it looks at */
#define SHORT	 8192	/* bytes of a text that does without the gate */

/*
 * For each of four bytes in a row and each value that it may have, the
 * buckets of forms whose anchor has it there. Where the four words share a
 * bit, an anchor of that bucket may stand; in other text few places do.
 * Anchors that begin with the same two bytes share a bucket. Short ones,
 * and words in any case, pass often and have the buckets from OFTEN on for
 * themselves; the others, however many, share those before.
 */
struct gate {
	uint64_t at[256][GATE_LEN];
	unsigned char first[BUCKETS];	/* form and 1; 0 ends a list */
	unsigned char next[FORMS_MAX];	/* by form */
};

static void gate_add(struct gate *g, const struct form *f, uint64_t bit)
{
	size_t len = strlen(f->anchor);

	for (size_t k = 0; k < GATE_LEN; k++) {
		unsigned char c = k < len ? (unsigned char)f->anchor[k] : 0;

		for (unsigned v = 0; k >= len && v < 256; v++)
			if (chars_in(f->set, (char)v))
				g->at[v][k] |= bit;
		if (k >= len)
			continue;
		g->at[c][k] |= bit;
		if (f->flags & FORM_FOLD && c >= 'a' && c <= 'z')
			g->at[c - 'a' + 'A'][k] |= bit;
	}
}

static bool is_often(const struct form *f)
{
	return f->flags & FORM_FOLD || strlen(f->anchor) < GATE_LEN;
}

static bool same_start(const struct form *a, const struct form *b)
{
	if (is_often(a) != is_often(b))
		return false;
	if (!a->anchor[1] || !b->anchor[1])
		return a->anchor[1] == b->anchor[1];
	return a->anchor[0] == b->anchor[0] && a->anchor[1] == b->anchor[1];
}

/* The bucket of a form whose beginning no form before it has. */
static unsigned char new_bucket(const struct form *f, size_t *often,
				size_t *others)
{
	if (is_often(f))
		return (unsigned char)(OFTEN + (*often)++ % (BUCKETS - OFTEN));
	return (unsigned char)((*others)++ % OFTEN);
}

/* Forms are taken from the last, so that each list is in the table's order. */
static void gate_init(struct gate *g)
{
	unsigned char bucket[FORMS_MAX];
	size_t often = 0, others = 0;

	memset(g, 0, sizeof(*g));
	for (size_t i = 0; i < form_count; i++) {
		size_t same = 0;

		while (!same_start(&forms[same], &forms[i]))
			same++;
		bucket[i] = same < i ? bucket[same]
				     : new_bucket(&forms[i], &often, &others);
		gate_add(g, &forms[i], (uint64_t)1 << bucket[i]);
	}
	for (size_t i = form_count; i-- > 0;) {
		g->next[i] = g->first[bucket[i]];
		g->first[bucket[i]] = (unsigned char)(i + 1);
	}
}

static bool has_anchor(const struct form *f, struct text t, size_t at)
{
	size_t len = strlen(f->anchor);

	if (f->flags & FORM_FOLD)
		return chars_begin(t.ptr + at, t.len - at, f->anchor);
	return t.len - at >= len && !memcmp(t.ptr + at, f->anchor, len);
}

static size_t end_of(const struct span *s)
{
	return s->start + s->len;
}

static void push(struct spans *out, struct span s)
{
	/* room for 16, then for twice as many whenever that is reached */
	if (!out->count)
		out->list = xreallocarray(out->list, 16, sizeof(s));
	else if (out->count >= 16 && !(out->count & (out->count - 1)))
		out->list = xreallocarray(out->list, out->count * 2,
					  sizeof(s));
	out->list[out->count++] = s;
}

/*
 * A form may begin before its anchor, and stand within what a name made
 * known: of two that meet, the one that covers the other stays, else both
 * become one.
 */
static void add(struct spans *out, size_t from, struct span s)
{
	while (out->count > from) {
		struct span *last = &out->list[out->count - 1];

		if (s.start >= end_of(last))
			break;
		if (s.start > last->start || end_of(&s) < end_of(last)) {
			if (end_of(&s) > end_of(last))
				last->len = end_of(&s) - last->start;
			return;
		}
		out->count--;
	}
	push(out, s);
}

/*
 * Looks for a form of the list that begins with `i` (and 1) at `at`; true
 * with where to go on. The value of a name is looked at again, for it may
 * have a form of its own.
 */
static bool look(const unsigned char next[FORMS_MAX], size_t i, struct text t,
		 size_t *at, struct spans *out, size_t from)
{
	for (; i; i = next[i - 1]) {
		const struct form *f = &forms[i - 1];
		struct span s = { .kind = NULL };

		if (!has_anchor(f, t, *at) || !form_match(f, t, *at, &s))
			continue;
		if (!s.kind)
			s.kind = f->kind;
		add(out, from, s);
		*at = f->match == form_name ? s.start : end_of(&s);
		return true;
	}
	return false;
}

static void find_in_long(struct text t, struct spans *out)
{
	const unsigned char *p = (const unsigned char *)t.ptr;
	size_t from = out->count, at = 0;
	struct gate g;

	gate_init(&g);
	while (at + GATE_LEN <= t.len) {
		uint64_t b = g.at[p[at]][0] & g.at[p[at + 1]][1] &
			     g.at[p[at + 2]][2] & g.at[p[at + 3]][3];
		size_t bucket = 0;

		for (; b; b >>= 1, bucket++)
			if (b & 1 && look(g.next, g.first[bucket], t, &at, out,
					  from))
				break;
		if (!b)
			at++;
	}
}

static unsigned char lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c;
}

/* Lists by an anchor's first byte, in the order that the gate's have. */
static void index_forms(unsigned char first[256], unsigned char next[FORMS_MAX])
{
	memset(first, 0, 256);
	for (int often = 1; often >= 0; often--)
		for (size_t i = form_count; i-- > 0;) {
			unsigned char c = (unsigned char)forms[i].anchor[0];

			if (is_often(&forms[i]) != (often == 1))
				continue;
			next[i] = first[lower(c)];
			first[lower(c)] = (unsigned char)(i + 1);
		}
}

/* The gate is quick to ask and slow to build: not for a short text. */
static void find_in_short(struct text t, struct spans *out)
{
	unsigned char first[256], next[FORMS_MAX];
	size_t from = out->count, at = 0;

	index_forms(first, next);
	while (at + GATE_LEN <= t.len) {
		unsigned char c = lower((unsigned char)t.ptr[at]);

		if (!look(next, first[c], t, &at, out, from))
			at++;
	}
}

static void find_forms(struct text t, struct spans *out)
{
	if (t.len < SHORT)
		find_in_short(t, out);
	else
		find_in_long(t, out);
}

/* Both are in order; what a form found is known better than by its name. */
static void find_settings(struct text t, struct spans *out)
{
	struct spans forms_found = SPANS_INIT;
	size_t from = out->count, at = 0, next = 0;
	struct span s = { .kind = NULL };
	bool more;

	find_forms(t, &forms_found);
	more = settings_next(t, &at, &s);
	while (more || next < forms_found.count) {
		struct span f = s;

		if (next < forms_found.count)
			f = forms_found.list[next];
		if (next < forms_found.count &&
		    (!more || f.start < end_of(&s))) {
			/* a value that a form stands in is found by it */
			if (more && end_of(&f) > s.start)
				more = settings_next(t, &at, &s);
			add(out, from, f);
			next++;
			continue;
		}
		add(out, from, s);
		more = settings_next(t, &at, &s);
	}
	spans_release(&forms_found);
}

void guard_find(struct text t, const char *name, struct spans *out)
{
	if (name && settings_is_file(name))
		find_settings(t, out);
	else
		find_forms(t, out);
}

void spans_release(struct spans *s)
{
	free(s->list);
	*s = (struct spans)SPANS_INIT;
}

size_t guard_line(struct text t, size_t at)
{
	const char *p = t.ptr, *end = t.ptr + (at < t.len ? at : t.len);
	size_t line = 1;

	while (p < end) {
		p = memchr(p, '\n', (size_t)(end - p));
		if (!p)
			break;
		p++;
		line++;
	}
	return line;
}
