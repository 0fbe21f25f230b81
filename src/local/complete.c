#include "local/complete.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "local/code_line.h"
#include "local/code_votes.h"
#include "local/complete_chance.h"

#define OTHERS 16	/* texts beside it that are looked at */

struct completion {
	const struct complete_in *in;
	struct code_counts *counts;
	struct code_line *lines;
	struct vote_run runs[2 + OTHERS];
	size_t run_count, line_count;
	size_t end;		/* of runs[0]; there is room for more lines */
	char (*added)[VOTE_TEXT + 1];	/* their texts */
	size_t added_count;
	bool tabs;		/* lines are indented with tabs */
	struct text partial;	/* of the cursor's line, before it, trimmed */
	struct text rest;	/* behind it */
	unsigned indent;	/* of that line */
	bool blank;		/* nothing is before the cursor in it */
	bool gap;
};

/* The newest `most` lines of t: where they begin. */
static size_t tail_lines(struct text t, size_t most)
{
	size_t at = t.len, lines = 0;

	while (at && lines < most) {
		const char *nl = memrchr(t.ptr, '\n', at - 1);

		at = nl ? (size_t)(nl - t.ptr) + 1 : 0;
		lines++;
	}
	return at;
}

static void add_run(struct completion *c, struct text t, size_t most)
{
	struct vote_run *r = &c->runs[c->run_count++];
	struct code_line *first = &c->lines[c->line_count];
	size_t at = 0;

	*r = (struct vote_run){ first, 0 };
	while (r->count < most && code_line_next(t, &at, &first[r->count])) {
		code_count(c->counts, first[r->count].body);
		r->count++;
	}
	c->line_count += r->count;
}

/* Parts the line that the cursor is in from those before and behind it. */
static void cut_line(struct completion *c, struct text *before,
		     struct text *behind)
{
	struct text p = c->in->prefix, s = c->in->suffix, line, blanks;
	static const char none[] = "";
	const char *nl = p.len ? memrchr(p.ptr, '\n', p.len) : NULL;
	const char *end = s.len ? memchr(s.ptr, '\n', s.len) : NULL;

	p.ptr = p.len ? p.ptr : none;	/* NULL has no places in it */
	s.ptr = s.len ? s.ptr : none;
	line.ptr = nl ? nl + 1 : p.ptr;
	line.len = p.len - (size_t)(line.ptr - p.ptr);
	*before = (struct text){ p.ptr, p.len - line.len };
	c->rest = (struct text){ s.ptr, end ? (size_t)(end - s.ptr) : s.len };
	*behind = (struct text){ s.ptr + c->rest.len, s.len - c->rest.len };
	c->rest.len = (size_t)(text_trim(c->rest).ptr - c->rest.ptr) +
		      text_trim(c->rest).len;
	c->partial = line;
	while (c->partial.len && (*c->partial.ptr == ' ' ||
				  *c->partial.ptr == '\t')) {
		c->partial.ptr++;
		c->partial.len--;
	}
	blanks = (struct text){ line.ptr, line.len - c->partial.len };
	c->indent = code_columns(blanks);
	c->blank = !text_trim(c->partial).len;
	before->ptr += tail_lines(*before, COMPLETE_LINES / 2);
	before->len = (size_t)(p.ptr + p.len - line.len - before->ptr);
}

/* Does the text before the cursor's line end with an empty line? */
static bool ends_with_gap(struct text before)
{
	size_t newlines = 0;

	while (before.len) {
		char ch = before.ptr[--before.len];

		if (ch == '\n')
			newlines++;
		else if (ch != ' ' && ch != '\t' && ch != '\r')
			break;
	}
	return newlines > 1;
}

static bool uses_tabs(const struct vote_run *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->lines[i].indent)
			return r->lines[i].body.ptr[-1] == '\t';
	return false;
}

static void completion_init(struct completion *c, const struct complete_in *in)
{
	size_t most = COMPLETE_LINES / 2, others = in->other_count;
	struct text before, behind;

	*c = (struct completion){ .in = in };
	c->counts = xcalloc(1, sizeof(*c->counts));
	c->lines = xcalloc(COMPLETE_LINES + COMPLETE_MORE + 2,
			   sizeof(*c->lines));
	c->added = xcalloc(COMPLETE_MORE + 2, sizeof(*c->added));
	cut_line(c, &before, &behind);
	add_run(c, before, most);
	c->end = c->line_count;
	c->line_count += COMPLETE_MORE + 2;
	add_run(c, behind, most / 2);
	for (size_t i = 0; i < others && i < OTHERS; i++)
		add_run(c, in->others[i], most / 2 / (others < OTHERS ?
						     others : OTHERS));
	for (size_t i = 0; i < c->line_count; i++)
		if (c->lines[i].body.len)
			code_line_hash(&c->lines[i], c->counts);
	c->gap = ends_with_gap(before);
	c->tabs = uses_tabs(&c->runs[0]);
}

static void completion_release(struct completion *c)
{
	free(c->counts);
	free(c->lines);
	free(c->added);
}

/* A line goes before the cursor, to look for what follows it. */
static void push_line(struct completion *c, const char *body, size_t len,
		      unsigned indent)
{
	char *copy = c->added[c->added_count++];
	struct code_line *l = &c->lines[c->end++];

	memcpy(copy, body, len);
	*l = (struct code_line){ .body = { copy, len }, .indent = indent,
				 .gap = c->gap };
	code_line_hash(l, c->counts);
	c->runs[0].count++;
	c->gap = false;
}

static void pop_line(struct completion *c)
{
	c->gap = c->lines[--c->end].gap;
	c->runs[0].count--;
	c->added_count--;
}

/* The votes for the rest of the cursor's line, or for the next one. */
static void vote(const struct completion *c, bool begun, int indent,
		 bool joins, struct vote *votes)
{
	const struct vote_place place = {
		.runs = c->runs, .run_count = c->run_count,
		.start = begun ? c->partial : (struct text){ NULL, 0 },
		.end = begun ? c->rest : (struct text){ NULL, 0 },
		.indent = indent, .gap = c->gap, .joins = joins,
	};

	code_votes(&place, votes);
}

/*
 * Makes it the next line's turn, where that can be: nothing stands behind the
 * cursor in its line, and what stands before it there is a whole line.
 */
static bool begin_next(struct completion *c, int *indent)
{
	if (c->rest.len || c->partial.len > VOTE_TEXT)
		return false;
	*indent = c->blank && c->indent ? (int)c->indent : -1;
	if (!c->blank)
		push_line(c, c->partial.ptr, text_trim(c->partial).len,
			  c->indent);
	return true;
}

/* Does what is before the cursor in its line stand somewhere as a line? */
static bool is_whole(const struct completion *c)
{
	struct text t = text_trim(c->partial);

	for (size_t i = 0; i < c->line_count; i++)
		if (c->lines[i].body.len == t.len &&
		    !memcmp(c->lines[i].body.ptr, t.ptr, t.len))
			return true;
	return false;
}

static bool can_go_on(const struct completion *c)
{
	return !c->blank && c->partial.len <= VOTE_TEXT &&
	       (c->rest.len || !is_whole(c));
}

bool complete_votes(const struct complete_in *in, bool begun,
		    struct vote votes[VOTE_LEVELS])
{
	struct completion c;
	int indent = -1;
	bool can;

	completion_init(&c, in);
	can = begun ? can_go_on(&c) : begin_next(&c, &indent);
	if (can)
		vote(&c, begun, indent, false, votes);
	completion_release(&c);
	return can;
}

static size_t best_of(const struct completion *c, const struct vote *votes,
		      bool begun, double *chance)
{
	enum chance_of of = begun ? CHANCE_REST :
			    c->runs[1].count ? CHANCE_GAP : CHANCE_END;
	size_t best = 0;

	*chance = 0;
	for (size_t i = 0; i < VOTE_LEVELS; i++) {
		double p = complete_chance(votes, i, of);

		if (p <= *chance)
			continue;
		*chance = p;
		best = i;
	}
	return best;
}

/* Blanks from one column to another, as this text is indented. */
static void add_indent(const struct completion *c, unsigned from, unsigned to,
		       struct buf *out)
{
	while (from < to) {
		unsigned stop = (from | 7) + 1;
		bool tab = c->tabs && stop <= to;

		buf_addch(out, tab ? '\t' : ' ');
		from = tab ? stop : from + 1;
	}
}

/* Is that the line behind the cursor, so that the passage is whole? */
static bool joins(const struct completion *c, const struct vote *v)
{
	const struct code_line *next = c->runs[1].lines;

	return c->runs[1].count && next->body.len == v->len &&
	       (int)next->indent == v->indent &&
	       !memcmp(next->body.ptr, v->text, v->len);
}

/*
 * Lines that follow, as long as one is likely and in no outer block. They
 * count where they lead to what stands behind the cursor, or where that is
 * no more of the block: in the middle of one, most often a line is missing.
 */
static void add_more(struct completion *c, unsigned least, struct vote *votes,
		     struct buf *out)
{
	bool joined = !c->runs[1].count || c->runs[1].lines->indent < least;
	size_t len = out->len;
	double chance;

	for (size_t n = 0; n < COMPLETE_MORE; n++) {
		const struct vote *v;

		vote(c, false, -1, true, votes);
		v = &votes[best_of(c, votes, false, &chance)];
		if (chance < COMPLETE_CERTAIN || v->indent < (int)least)
			break;
		joined = joined || joins(c, v);
		if (joins(c, v))
			break;
		buf_addch(out, '\n');
		add_indent(c, 0, (unsigned)v->indent, out);
		buf_add(out, v->text, v->len);
		push_line(c, v->text, v->len, (unsigned)v->indent);
	}
	if (!joined)
		buf_truncate(out, len);
}

static void say_rest(struct completion *c, const struct vote *v,
		     struct vote *votes, struct buf *out)
{
	size_t from = c->partial.len, end = v->len - c->rest.len;

	buf_add(out, v->text + from, end - from);
	if (c->rest.len)
		return;
	pop_line(c);	/* begin_next() took the begun line for a whole one */
	push_line(c, v->text, v->len, c->indent);
	add_more(c, c->indent, votes, out);
}

/* `c` has the cursor's own line in it already, see begin_next(). */
static void say_next(struct completion *c, const struct vote *v,
		     struct vote *votes, struct buf *out)
{
	unsigned at = (unsigned)v->indent;

	if (!c->blank)
		buf_addch(out, '\n');
	add_indent(c, c->blank ? c->indent : 0, at, out);
	buf_add(out, v->text, v->len);
	push_line(c, v->text, v->len, at);
	add_more(c, at, votes, out);
}

double complete_text(const struct complete_in *in, struct buf *out)
{
	struct vote *votes = xcalloc(2 * VOTE_LEVELS, sizeof(*votes));
	struct vote *next = votes + VOTE_LEVELS;
	double rest_chance = 0, next_chance = 0, chance;
	size_t rest_best = 0, next_best = 0;
	struct completion c;
	struct vote won;
	int indent;

	completion_init(&c, in);
	if (can_go_on(&c)) {
		vote(&c, true, -1, false, votes);
		rest_best = best_of(&c, votes, true, &rest_chance);
	}
	if (begin_next(&c, &indent)) {
		vote(&c, false, indent, false, next);
		next_best = best_of(&c, next, false, &next_chance);
	}
	chance = fmax(rest_chance, next_chance);
	won = rest_chance >= next_chance ? votes[rest_best] : next[next_best];
	if (chance < COMPLETE_LIKELY)
		;
	else if (rest_chance >= next_chance)
		say_rest(&c, &won, votes, out);
	else
		say_next(&c, &won, votes, out);
	completion_release(&c);
	free(votes);
	return chance;
}
