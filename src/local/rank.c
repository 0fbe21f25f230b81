#include "local/rank.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "local/terms.h"
#include "local/words.h"

#define ONE 256			/* 1.0 of weights and priors */
#define SAMPLE ((size_t)32 << 10)	/* bytes that tell the language */
#define TERMS_EACH 200		/* terms of one sentence that count */

/*
 * Found by coordinate ascent on half of the development documents (see
 * tests/eval/summaries.py), in 256ths but for the lengths.
 */
static const struct {
	uint64_t df_less;	/* taken off the number of sentences */
	uint64_t early;		/* more weight for what the start mentions */
	uint64_t pair;		/* of two terms that stand together again */
	uint64_t lead_talk;	/* for the first sentences of a transcript */
	uint64_t decay, decay_talk;	/* left of both, a sentence later */
	uint64_t cue;		/* a phrase that announces a main point */
	uint64_t weak;		/* leans on the sentence before */
	uint64_t fragment;	/* without a stop, or trailing off */
	uint64_t heading, code;
	uint64_t focus;		/* terms that the reader asks about */
	size_t short_words;	/* sentences below are worth less */
	size_t extra_words;	/* added to a length, so that long may win */
} tune = {
	.df_less = 230,
	.early = 1536,
	.pair = 256,
	.lead_talk = 256,
	.decay = 210,
	.decay_talk = 240,
	.cue = 384,
	.weak = 218,
	.fragment = 80,
	.heading = 40,
	.code = 20,
	.focus = 1024,
	.short_words = 8,
	.extra_words = 20,
};

struct candidate {
	struct pick p;
	size_t index;		/* of the sentence in its document */
	size_t chars, label_words;
	uint64_t prior;		/* of place and form, in 256ths */
	uint64_t bound;		/* its worth when last computed */
};

struct ranking {
	const struct text *docs;
	size_t doc_count;
	const struct limits *lim;
	struct lexicon lx;
	struct terms terms, pairs;
	size_t serial;		/* numbers sentences, pass after pass */
	struct candidate *pool;	/* a heap while it is filled and emptied */
	size_t pool_len;
	struct pick *picks;
	size_t pick_len;
};

/* rate^n in 256ths, rounded down at each step. */
static uint64_t power(uint64_t rate, size_t n)
{
	uint64_t v = (uint64_t)ONE << 16;

	if (n > 400)	/* nothing is left at any rate in use */
		return 0;
	for (; n && v; n--)
		v = v * rate / ONE;
	return v >> 16;
}

static struct text span(const struct ranking *rk, const struct pick *p)
{
	return (struct text){ .ptr = rk->docs[p->doc].ptr + p->s.start,
			      .len = p->s.end - p->s.start };
}

static void count_terms(struct ranking *rk, struct text t, size_t place)
{
	struct word_reader r = WORD_READER_INIT(t);
	struct word w;
	size_t n = 0;

	rk->serial++;
	while (n < TERMS_EACH && word_next(&rk->lx, &r, &w)) {
		if (!w.term)
			continue;
		terms_count(&rk->terms, w.term, rk->serial, place);
		n++;
	}
}

/* Gives each term its weight, when all are counted. */
static void weigh_terms(struct ranking *rk, bool talk)
{
	uint64_t rate = talk ? tune.decay_talk : tune.decay, df;

	for (size_t i = 0; i < rk->terms.cap; i++) {
		struct term *t = &rk->terms.slot[i];

		if (!t->key)
			continue;
		df = t->df < 65536 ? t->df : 65536;
		t->weight = (df * ONE - tune.df_less) *
			    (ONE + tune.early * power(rate, t->first) / ONE) /
			    ONE;
	}
}

static void weigh_focus(struct ranking *rk, struct text focus)
{
	struct word_reader r = WORD_READER_INIT(focus);
	struct word w;
	struct term *t;
	size_t n = 0;

	rk->serial++;
	while (n++ < TERMS_EACH && word_next(&rk->lx, &r, &w)) {
		t = w.term ? terms_find(&rk->terms, w.term) : NULL;
		if (!t || t->seen == rk->serial)
			continue;
		t->seen = rk->serial;
		t->weight += t->weight * tune.focus / ONE;
	}
}

static bool trails_off(struct text t)
{
	return t.len > 3 && (!memcmp(t.ptr + t.len - 3, "...", 3) ||
			     !memcmp(t.ptr + t.len - 3, "\xE2\x80\xA6", 3));
}

/* What place and form say of a sentence, whatever it is about. */
static uint64_t prior_of(const struct ranking *rk, const struct candidate *c,
			 bool talk, unsigned first, unsigned any)
{
	uint64_t v = ONE;

	/* elsewhere the place counts through the weights of the terms */
	if (talk)
		v += tune.lead_talk * power(tune.decay_talk, c->index) / ONE;
	if (c->p.words < tune.short_words)
		v = v * c->p.words / tune.short_words;
	if (any & WORD_CUE)
		v = v * tune.cue / ONE;
	if (first & WORD_WEAK)
		v = v * tune.weak / ONE;
	if (c->p.s.kind == SENTENCE_HEADING)
		return v * tune.heading / ONE;
	if (c->p.s.kind == SENTENCE_CODE)
		return v * tune.code / ONE;
	if (!c->p.s.whole || trails_off(span(rk, &c->p)))
		v = v * tune.fragment / ONE;
	return v;
}

/* The weight of a term that this sentence has not counted yet. */
static uint64_t add_term(const struct ranking *rk, struct term *t)
{
	size_t shift;

	if (!t || t->seen == rk->serial)
		return 0;
	t->seen = rk->serial;
	shift = t->covered < 16 ? 2 * t->covered : 32;
	return t->weight >> shift;
}

/* The sum of what its terms, not covered yet, are worth. */
static uint64_t coverage(struct ranking *rk, struct text t, unsigned *first,
			 unsigned *any)
{
	struct word_reader r = WORD_READER_INIT(t);
	uint64_t sum = 0, before = 0;
	size_t n = 0, words = 0;
	struct word w;

	*first = *any = 0;
	rk->serial++;
	while (n < TERMS_EACH && word_next(&rk->lx, &r, &w)) {
		if (!words++)
			*first = w.marks;
		*any |= w.marks;
		if (!w.term)
			continue;
		n++;
		sum += add_term(rk, terms_find(&rk->terms, w.term));
		if (before && rk->pairs.cap)
			sum += add_term(rk, terms_find(&rk->pairs,
				hash_pair(before, w.term)));
		before = w.term;
	}
	return sum;
}

static uint64_t worth(struct ranking *rk, const struct candidate *c)
{
	unsigned first, any;
	uint64_t sum = coverage(rk, span(rk, &c->p), &first, &any);
	size_t extra = tune.extra_words;

	/* where sentences are counted, not words, length costs less */
	if (!rk->lim->words && !rk->lim->chars)
		extra *= 3;
	return (sum * c->prior / ONE * 64) /
	       (c->p.words + c->label_words + extra);
}

/* Marks what a chosen sentence mentions as covered. */
static void cover(struct ranking *rk, struct text t)
{
	struct word_reader r = WORD_READER_INIT(t);
	uint64_t before = 0;
	struct term *found[2];
	struct word w;
	size_t n = 0;

	rk->serial++;
	while (n < TERMS_EACH && word_next(&rk->lx, &r, &w)) {
		if (!w.term)
			continue;
		n++;
		found[0] = terms_find(&rk->terms, w.term);
		found[1] = before ? terms_find(&rk->pairs,
					       hash_pair(before, w.term))
				  : NULL;
		for (size_t i = 0; i < 2; i++) {
			if (!found[i] || found[i]->seen == rk->serial)
				continue;
			found[i]->seen = rk->serial;
			found[i]->covered++;
		}
		before = w.term;
	}
}

/* Of two of the same worth, the earlier one is better. */
static bool is_better(const struct candidate *a, const struct candidate *b)
{
	if (a->bound != b->bound)
		return a->bound > b->bound;
	if (a->p.doc != b->p.doc)
		return a->p.doc < b->p.doc;
	return a->index < b->index;
}

/*
 * A binary heap; its top is the best, or with `worst` the worst, of all.
 */
static void sift_down(struct candidate *heap, size_t len, size_t i, bool worst)
{
	struct candidate tmp;
	size_t top, kid;

	for (;;) {
		top = i;
		for (kid = 2 * i + 1; kid <= 2 * i + 2 && kid < len; kid++)
			if (is_better(&heap[kid], &heap[top]) != worst)
				top = kid;
		if (top == i)
			return;
		tmp = heap[i];
		heap[i] = heap[top];
		heap[top] = tmp;
		i = top;
	}
}

static void make_heap(struct candidate *heap, size_t len, bool worst)
{
	for (size_t i = len / 2; i-- > 0;)
		sift_down(heap, len, i, worst);
}

/* Puts c into the pool, in the place of the worst when it is full. */
static void offer(struct ranking *rk, const struct candidate *c)
{
	if (rk->pool_len < RANK_POOL) {
		if (!(rk->pool_len & (rk->pool_len - 1)))
			rk->pool = xreallocarray(rk->pool,
						 rk->pool_len ?
						 rk->pool_len * 2 : 1,
						 sizeof(*rk->pool));
		rk->pool[rk->pool_len++] = *c;
		if (rk->pool_len == RANK_POOL)
			make_heap(rk->pool, rk->pool_len, true);
		return;
	}
	if (!is_better(c, &rk->pool[0]))
		return;
	rk->pool[0] = *c;
	sift_down(rk->pool, rk->pool_len, 0, true);
}

static size_t count_chars(struct text t)
{
	size_t n = 0;

	for (size_t i = 0; i < t.len; i++)
		n += ((unsigned char)t.ptr[i] & 0xC0) != 0x80;
	return n;
}

/* First pass: how many sentences hold each term; true for a transcript. */
static bool count_all(struct ranking *rk)
{
	struct splitter sp;
	struct sentence s;
	bool talk = false;
	size_t place;

	for (size_t d = 0; d < rk->doc_count; d++) {
		splitter_init(&sp, rk->docs[d]);
		talk = talk || sp.talk;
		for (place = 0; sentence_next(&sp, &s); place++)
			count_terms(rk, (struct text){
				.ptr = rk->docs[d].ptr + s.start,
				.len = s.end - s.start }, place);
	}
	return talk;
}

static struct text label_of(const struct text *docs, const struct pick *p)
{
	return (struct text){ .ptr = docs[p->doc].ptr + p->s.label,
			      .len = p->s.label_len };
}

/* Second pass: the best sentences by themselves, into the pool. */
static void fill_pool(struct ranking *rk)
{
	struct splitter sp;
	struct candidate c;
	unsigned first, any;

	for (size_t d = 0; d < rk->doc_count; d++) {
		splitter_init(&sp, rk->docs[d]);
		c = (struct candidate){ .p.doc = d };
		for (; sentence_next(&sp, &c.p.s); c.index++) {
			struct text t = span(rk, &c.p);

			c.p.words = words_count(t);
			c.label_words = words_count(label_of(rk->docs, &c.p));
			c.chars = count_chars(t);
			coverage(rk, t, &first, &any);
			c.prior = prior_of(rk, &c, sp.talk, first, any);
			c.bound = worth(rk, &c);
			offer(rk, &c);
		}
	}
}

/* Pairs of terms that stand side by side in two candidates or more. */
static void weigh_pairs(struct ranking *rk)
{
	for (size_t i = 0; i < rk->pool_len; i++) {
		struct word_reader r =
			WORD_READER_INIT(span(rk, &rk->pool[i].p));
		uint64_t before = 0;
		struct word w;
		size_t n = 0;

		rk->serial++;
		while (n < TERMS_EACH && word_next(&rk->lx, &r, &w)) {
			if (!w.term)
				continue;
			if (before)
				terms_count(&rk->pairs,
					    hash_pair(before, w.term),
					    rk->serial, 0);
			before = w.term;
			n++;
		}
	}
	for (size_t i = 0; i < rk->pairs.cap; i++)
		if (rk->pairs.slot[i].df > 1)
			rk->pairs.slot[i].weight =
				rk->pairs.slot[i].df * tune.pair;
}

bool pick_shows_label(const struct text *docs, const struct pick *p,
		      const struct pick *before)
{
	struct text a = label_of(docs, p), b;

	if (!a.len)
		return false;
	if (!before)
		return true;
	b = label_of(docs, before);
	return a.len != b.len || memcmp(a.ptr, b.ptr, a.len) != 0;
}

/* Do the picks, as they will be printed, keep the limits? */
static bool within(const struct ranking *rk)
{
	size_t words = 0, chars = 0;
	const struct limits *lim = rk->lim;
	const struct pick *p, *before = NULL;

	for (size_t i = 0; i < rk->pick_len; i++, before = p) {
		p = &rk->picks[i];
		words += p->words + lim->mark_words;
		if (lim->chars)
			chars += count_chars(span(rk, p)) + 1 +
				 2 * lim->mark_words;
		if (!pick_shows_label(rk->docs, p, before))
			continue;
		words += words_count(label_of(rk->docs, p));
		chars += p->s.label_len + 2;
	}
	return (!lim->words || words <= lim->words) &&
	       (!lim->chars || chars <= lim->chars + 1);
}

static bool is_before(const struct pick *a, const struct pick *b)
{
	if (a->doc != b->doc)
		return a->doc < b->doc;
	return a->s.start < b->s.start;
}

/* Takes p among the picks, in its place, if the limits allow it. */
static bool take(struct ranking *rk, const struct pick *p)
{
	size_t at = rk->pick_len;

	for (; at && is_before(p, &rk->picks[at - 1]); at--)
		rk->picks[at] = rk->picks[at - 1];
	rk->picks[at] = *p;
	rk->pick_len++;
	if (within(rk))
		return true;
	rk->pick_len--;
	memmove(&rk->picks[at], &rk->picks[at + 1],
		(rk->pick_len - at) * sizeof(*rk->picks));
	return false;
}

/*
 * The greedy choice. Worth only falls as more is covered, so the top of the
 * heap is final once its fresh worth still beats the next.
 */
static void choose(struct ranking *rk)
{
	struct candidate *heap = rk->pool;
	size_t len = rk->pool_len, most = rk->lim->sentences;
	struct pick best;
	uint64_t fresh;

	for (size_t i = 0; i < len; i++)
		heap[i].bound = worth(rk, &heap[i]);
	make_heap(heap, len, false);
	rk->picks = xcalloc(len + 1, sizeof(*rk->picks));
	best = heap[0].p;
	while (len && (!most || rk->pick_len < most)) {
		fresh = worth(rk, &heap[0]);
		if (fresh < heap[0].bound) {
			heap[0].bound = fresh;
			sift_down(heap, len, 0, false);
			continue;
		}
		if (take(rk, &heap[0].p))
			cover(rk, span(rk, &heap[0].p));
		heap[0] = heap[--len];
		sift_down(heap, len, 0, false);
	}
	if (!rk->pick_len)
		rk->picks[rk->pick_len++] = best;
}

size_t rank_pick(const struct text *docs, size_t doc_count, struct text focus,
		 const struct limits *lim, struct pick **out)
{
	struct ranking rk = { .docs = docs, .doc_count = doc_count,
			      .lim = lim };
	struct text sample = { .ptr = "" };

	*out = NULL;
	for (size_t i = 0; i < doc_count; i++)
		if (docs[i].len > sample.len)
			sample = docs[i];
	if (sample.len > SAMPLE)
		sample.len = SAMPLE;
	lexicon_init(&rk.lx, language_guess(sample));
	terms_init(&rk.terms, RANK_TERMS);
	terms_init(&rk.pairs, RANK_TERMS * 2);
	weigh_terms(&rk, count_all(&rk));
	weigh_focus(&rk, focus);
	fill_pool(&rk);
	if (rk.pool_len) {
		weigh_pairs(&rk);
		choose(&rk);
	}
	terms_release(&rk.terms);
	terms_release(&rk.pairs);
	free(rk.pool);
	*out = rk.picks;
	return rk.pick_len;
}
