#include "local/code_votes.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

/* What stands around a place; NULL where nothing does. */
struct around {
	const struct code_line *before[3];	/* the nearest first */
	const struct code_line *behind;
	bool gap;
};

/* One place like ours, and what stands there. */
struct found {
	uint64_t hash;		/* of the line as it would be here */
	const struct code_line *line;
	const struct code_line *before[2];
	size_t from;		/* VOTE_TAIL_...: what of the line counts */
};

struct ballot {
	struct found *found;
	size_t count;
};

struct counting {
	const struct vote_place *place;
	struct around here;
	uint64_t keys[VOTE_LEVELS];
	bool usable[VOTE_LEVELS];
	struct ballot ballots[VOTE_LEVELS];
	struct text tails[3];	/* of VOTE_TAIL_4 and on; empty: none */
	struct buf line;
};

enum what { EXACT, SHAPE, ENDS, LAST };

static uint64_t hash_of(const struct code_line *l, enum what what)
{
	return what == EXACT ? l->exact : what == SHAPE ? l->shape :
	       what == ENDS ? l->ends : l->last;
}

static uint64_t add_line(uint64_t h, const struct code_line *l, enum what what,
			 const struct code_line *from)
{
	int delta = (int)l->indent - (int)from->indent;

	uint64_t own = hash_of(l, what);

	h = hash_bytes(h, &own, sizeof(own));
	return hash_bytes(h, &delta, sizeof(delta));
}

/* What each level compares: lines before, and the one behind. */
static const struct {
	size_t before;
	enum what what, behind;
	bool next;
} levels[VOTE_LEVELS] = {
	[VOTE_3_NEXT] = { 3, EXACT, EXACT, true },
	[VOTE_3] = { 3, EXACT, EXACT, false },
	[VOTE_2_NEXT] = { 2, EXACT, EXACT, true },
	[VOTE_2] = { 2, EXACT, EXACT, false },
	[VOTE_1_NEXT] = { 1, EXACT, EXACT, true },
	[VOTE_1] = { 1, EXACT, EXACT, false },
	[VOTE_SHAPE_2_NEXT] = { 2, SHAPE, SHAPE, true },
	[VOTE_SHAPE_2] = { 2, SHAPE, SHAPE, false },
	[VOTE_SHAPE_1_NEXT] = { 1, SHAPE, SHAPE, true },
	[VOTE_SHAPE_1] = { 1, SHAPE, SHAPE, false },
	[VOTE_ENDS_NEXT] = { 1, ENDS, SHAPE, true },
	[VOTE_ENDS] = { 1, ENDS, SHAPE, false },
	[VOTE_LAST_NEXT] = { 1, LAST, ENDS, true },
	[VOTE_LAST] = { 1, LAST, EXACT, false },
	[VOTE_START] = { 0, EXACT, EXACT, false },
};

/* False where there is too little around for that level. */
static bool make_key(const struct around *a, size_t level, uint64_t *key)
{
	uint64_t h = hash_bytes(HASH_START, &a->gap, sizeof(a->gap));
	const struct code_line *from = a->before[0];

	*key = 0;
	if (!levels[level].before)
		return true;
	for (size_t i = 0; i < levels[level].before; i++) {
		if (!a->before[i])
			return false;
		h = add_line(h, a->before[i], levels[level].what, from);
	}
	if (levels[level].next) {
		if (!a->behind || !from)
			return false;
		h = add_line(h, a->behind, levels[level].behind, from);
		h = hash_bytes(h, &a->behind->gap, sizeof(a->behind->gap));
	}
	*key = h;
	return true;
}

static void look_around(const struct vote_run *r, size_t at, struct around *a)
{
	*a = (struct around){ .gap = at < r->count && r->lines[at].gap };
	for (size_t i = 0; i < 3; i++)
		a->before[i] = i < at ? &r->lines[at - 1 - i] : NULL;
	a->behind = at + 1 < r->count ? &r->lines[at + 1] : NULL;
}

/* The columns that the line has here, where it follows our lines. */
static int indent_here(const struct counting *c, const struct found *f)
{
	const struct code_line *ours = c->here.before[0];

	if (!f->before[0] || !ours)
		return (int)f->line->indent;
	return (int)ours->indent + (int)f->line->indent -
	       (int)f->before[0]->indent;
}

/* Ours are other words in the same places: they are put into the line. */
static void text_here(struct counting *c, const struct found *f, size_t level)
{
	struct code_map map = { .count = 0 };

	buf_clear(&c->line);
	if (level >= VOTE_TAIL_4) {
		buf_add(&c->line, c->place->start.ptr, c->place->start.len);
		buf_add(&c->line, f->line->body.ptr + f->from,
			f->line->body.len - f->from);
		return;
	}
	for (size_t i = 0; levels[level].what == SHAPE &&
			   i < levels[level].before; i++)
		code_map_add(&map, f->before[i]->body,
			     c->here.before[i]->body);
	code_map_apply(&map, f->line->body, &c->line);
}

static bool has_start(struct text t, struct text start)
{
	return t.len >= start.len && !memcmp(t.ptr, start.ptr, start.len);
}

static bool has_end(struct text t, struct text end)
{
	return t.len >= end.len &&
	       !memcmp(t.ptr + t.len - end.len, end.ptr, end.len);
}

/* May it stand there at all? */
static bool fits(const struct counting *c, struct text t, int indent)
{
	const struct vote_place *p = c->place;
	const struct code_line *next = c->here.behind;

	if (t.len > VOTE_TEXT || t.len <= p->start.len + p->end.len)
		return false;
	if (p->start.len)
		return has_start(t, p->start) &&
		       has_end((struct text){ t.ptr + p->start.len,
					      t.len - p->start.len }, p->end);
	if (indent < 0 || (p->indent >= 0 && indent < p->indent))
		return false;
	return !next || p->joins || (int)next->indent != indent ||
	       next->body.len != t.len ||
	       memcmp(next->body.ptr, t.ptr, t.len) != 0;
}

static void offer(struct counting *c, size_t level, const struct found *f)
{
	struct ballot *b = &c->ballots[level];
	int indent = indent_here(c, f);
	struct found *to;

	if (b->count == VOTE_MOST)
		return;
	text_here(c, f, level);
	if (c->line.over || !fits(c, text_of_buf(&c->line), indent))
		return;
	if (!b->found)
		b->found = xcalloc(VOTE_MOST, sizeof(*b->found));
	to = &b->found[b->count++];
	*to = *f;
	to->hash = hash_bytes(HASH_START, c->line.ptr, c->line.len);
	/* what is begun stands where it stands */
	if (!c->place->start.len)
		to->hash = hash_bytes(to->hash, &indent, sizeof(indent));
}

/* The last tokens of the line that is begun, as they are written. */
static struct text tail_of(struct text start, size_t tokens)
{
	size_t ends[VOTE_TEXT], n = 0, at = 0;
	struct code_token k;

	start = text_trim(start);
	while (n < VOTE_TEXT && code_token(start, &at, &k))
		ends[n++] = (size_t)(k.ptr - start.ptr);
	if (n < tokens)
		return (struct text){ NULL, 0 };
	at = ends[n - tokens];
	return (struct text){ start.ptr + at, start.len - at };
}

/* What follows the tail in that line, behind what is begun here. */
static void try_tail(struct counting *c, const struct code_line *l,
		     size_t level)
{
	const struct text tail = c->tails[level - VOTE_TAIL_4];
	const struct text start = c->place->start;
	struct ballot *b = &c->ballots[level];
	const char *p = tail.len && l->body.len <= VOTE_TEXT ?
		memmem(l->body.ptr, l->body.len, tail.ptr, tail.len) : NULL;
	size_t from;

	if (!p || b->count == VOTE_MOST)
		return;
	from = (size_t)(p - l->body.ptr) + tail.len;
	/* a blank that is typed already is not typed again */
	if (start.len && start.ptr[start.len - 1] == ' ' &&
	    from < l->body.len && l->body.ptr[from] == ' ')
		from++;
	buf_clear(&c->line);
	buf_add(&c->line, start.ptr, start.len);
	buf_add(&c->line, l->body.ptr + from, l->body.len - from);
	if (c->line.over || !fits(c, text_of_buf(&c->line), -1))
		return;
	if (!b->found)
		b->found = xcalloc(VOTE_MOST, sizeof(*b->found));
	b->found[b->count++] = (struct found){
		.hash = hash_bytes(HASH_START, c->line.ptr, c->line.len),
		.line = l, .from = from,
	};
}

/* The line right before tells most apart, at little cost. */
static bool may_match(const struct counting *c, const struct around *a,
		      size_t level)
{
	enum what what = levels[level].what;

	if (!c->usable[level])
		return false;
	return !levels[level].before ||
	       (a->before[0] && a->gap == c->here.gap &&
		hash_of(a->before[0], what) ==
			hash_of(c->here.before[0], what));
}

static void try_line(struct counting *c, const struct vote_run *r, size_t at)
{
	struct around a;
	struct found f = { .line = &r->lines[at] };
	uint64_t key;

	look_around(r, at, &a);
	f.before[0] = a.before[0];
	f.before[1] = a.before[1];
	for (size_t level = 0; level < VOTE_LEVELS; level++)
		if (may_match(c, &a, level) && make_key(&a, level, &key) &&
		    key == c->keys[level])
			offer(c, level, &f);
	for (size_t level = VOTE_TAIL_4; level <= VOTE_TAIL_1; level++)
		try_tail(c, f.line, level);
}

static int by_hash(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return 0;
}

/* The line that most places have; of several the nearest. */
static void count(struct counting *c, size_t level, struct vote *out)
{
	struct ballot *b = &c->ballots[level];
	struct found first;
	size_t best = 0, run = 0;
	uint64_t winner = 0;

	*out = (struct vote){ .seen = b->count };
	if (!b->count)
		return;
	first = b->found[0];
	qsort(b->found, b->count, sizeof(*b->found), by_hash);
	for (size_t i = 0; i < b->count; i++) {
		run = i && b->found[i].hash == b->found[i - 1].hash ?
		      run + 1 : 1;
		if (run < best || (run == best &&
				   b->found[i].hash != first.hash))
			continue;
		best = run;
		winner = i;
	}
	text_here(c, &b->found[winner], level);
	out->same = best;
	out->indent = indent_here(c, &b->found[winner]);
	out->len = c->line.len;
	memcpy(out->text, c->line.ptr, c->line.len);
}

static void look_here(struct counting *c)
{
	const struct vote_place *p = c->place;

	look_around(&p->runs[0], p->runs[0].count, &c->here);
	c->here.gap = p->gap;
	c->here.behind = p->run_count > 1 && p->runs[1].count ?
			 &p->runs[1].lines[0] : NULL;
	if (p->start.len && p->start.len <= VOTE_TEXT) {
		c->tails[0] = tail_of(p->start, 4);
		c->tails[1] = tail_of(p->start, 2);
		c->tails[2] = tail_of(p->start, 1);
	}
	for (size_t i = 0; i < VOTE_TAIL_4; i++)
		c->usable[i] = make_key(&c->here, i, &c->keys[i]) &&
			       (i != VOTE_START || p->start.len);
}

void code_votes(const struct vote_place *place, struct vote *out)
{
	struct counting c = { .place = place,
			      .line = BUF_INIT((size_t)4 * VOTE_TEXT) };

	look_here(&c);
	for (size_t r = 0; r < place->run_count; r++) {
		const struct vote_run *run = &place->runs[r];

		/* the nearest first: before the cursor that is the last */
		for (size_t i = 0; i < run->count; i++)
			try_line(&c, run, r ? i : run->count - 1 - i);
	}
	for (size_t i = 0; i < VOTE_LEVELS; i++) {
		count(&c, i, &out[i]);
		free(c.ballots[i].found);
	}
	buf_release(&c.line);
}
