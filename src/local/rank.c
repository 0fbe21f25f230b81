#include "local/rank.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "local/pool.h"
#include "local/terms.h"
#include "local/words.h"

#define ONE 256			/* 1.0 of weights and priors */
#define SAMPLE ((size_t)32 << 10)	/* bytes that tell the language */
#define TERMS_EACH 200		/* terms of one sentence that count */

/*
 * Found by coordinate ascent on half of the development documents, at five
 * lengths from 75 to 125 words (tests/eval/summaries.py measures the other
 * half). In 256ths but for the lengths.
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
	uint64_t focus;		/* added for all terms that the reader names */
	uint64_t asked;		/* the least that such a term is worth */
	uint64_t told;		/* share of covered terms that says it again */
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
	.focus = 2048,
	.asked = 768,
	.told = 240,
	.short_words = 8,
	.extra_words = 20,
};

struct ranking {
	const struct text *docs;
	size_t doc_count;
	const struct limits *lim;
	struct lexicon lx;
	struct terms terms, pairs;
	size_t asked;		/* terms that the reader named */
	size_t serial;		/* numbers sentences, pass after pass */
	struct pool pool;
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

static void mark_focus(struct ranking *rk, struct text focus)
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
		t->asked = true;
		rk->asked++;
		/* said once, it is worth what the start says thrice */
		if (t->weight < tune.asked * (ONE + tune.early) / ONE)
			t->weight = tune.asked * (ONE + tune.early) / ONE;
	}
}

/* What a sentence holds. */
struct contents {
	uint64_t sum;		/* what its terms are still worth */
	size_t terms, covered;	/* how many, and chosen sentences hold */
	size_t asked;		/* how many the reader named */
	unsigned first, any;	/* marks of its first word, of all */
};

/* Counts a term that this sentence has not counted yet. */
static void add_term(const struct ranking *rk, struct term *t,
		     struct contents *c)
{
	if (!t || t->seen == rk->serial)
		return;
	t->seen = rk->serial;
	c->sum += t->weight >> (t->covered < 16 ? 2 * t->covered : 32);
	c->terms++;
	c->covered += t->covered > 0;
	c->asked += t->asked;
}

static void look(struct ranking *rk, struct text t, struct contents *c)
{
	struct word_reader r = WORD_READER_INIT(t);
	uint64_t before = 0;
	size_t n = 0, words = 0;
	struct word w;

	*c = (struct contents){ 0 };
	rk->serial++;
	while (n < TERMS_EACH && word_next(&rk->lx, &r, &w)) {
		if (!words++)
			c->first = w.marks;
		c->any |= w.marks;
		if (!w.term)
			continue;
		n++;
		add_term(rk, terms_find(&rk->terms, w.term), c);
		if (before && rk->pairs.cap)
			add_term(rk, terms_find(&rk->pairs,
					hash_pair(before, w.term)), c);
		before = w.term;
	}
}

static bool trails_off(struct text t)
{
	return t.len > 3 && (!memcmp(t.ptr + t.len - 3, "...", 3) ||
			     !memcmp(t.ptr + t.len - 3, "\xE2\x80\xA6", 3));
}

/* What place and form say of a sentence, whatever it is about. */
static uint64_t prior_of(const struct ranking *rk, const struct candidate *c,
			 bool talk, const struct contents *has)
{
	uint64_t v = ONE;

	/* elsewhere the place counts through the weights of the terms */
	if (talk)
		v += tune.lead_talk * power(tune.decay_talk, c->index) / ONE;
	if (c->p.words < tune.short_words)
		v = v * c->p.words / tune.short_words;
	if (has->any & WORD_CUE)
		v = v * tune.cue / ONE;
	if (has->first & WORD_WEAK)
		v = v * tune.weak / ONE;
	if (c->p.s.kind == SENTENCE_HEADING)
		return v * tune.heading / ONE;
	if (c->p.s.kind == SENTENCE_CODE)
		return v * tune.code / ONE;
	if (!c->p.s.whole || trails_off(span(rk, &c->p)))
		v = v * tune.fragment / ONE;
	return v;
}

static uint64_t worth(struct ranking *rk, const struct candidate *c)
{
	size_t extra = tune.extra_words;
	struct contents has;
	uint64_t sum;

	look(rk, span(rk, &c->p), &has);
	sum = has.sum;
	if (has.covered * ONE >= has.terms * tune.told && has.covered)
		sum /= 8;
	if (has.asked)
		sum += sum * tune.focus / ONE * has.asked / rk->asked;

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
	struct contents has;

	for (size_t d = 0; d < rk->doc_count; d++) {
		splitter_init(&sp, rk->docs[d]);
		c = (struct candidate){ .p.doc = d };
		for (; sentence_next(&sp, &c.p.s); c.index++) {
			struct text t = span(rk, &c.p);

			c.p.words = words_count(t);
			c.label_words = words_count(label_of(rk->docs, &c.p));
			look(rk, t, &has);
			c.prior = prior_of(rk, &c, sp.talk, &has);
			c.bound = worth(rk, &c);
			pool_offer(&rk->pool, &c);
		}
	}
}

/* Pairs of terms that stand side by side in two candidates or more. */
static void weigh_pairs(struct ranking *rk)
{
	for (size_t i = 0; i < rk->pool.len; i++) {
		struct word_reader r =
			WORD_READER_INIT(span(rk, &rk->pool.at[i].p));
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

/* Between sentences, a heading or a line of code makes no sense. */
static bool is_bare(const struct sentence *s)
{
	return s->kind == SENTENCE_HEADING || s->kind == SENTENCE_CODE;
}

/*
 * The greedy choice. Worth only falls as more is covered, so the best is
 * final once its fresh worth still beats the next.
 */
static void choose(struct ranking *rk)
{
	size_t most = rk->lim->sentences;
	struct pool *pool = &rk->pool;
	struct pick best;
	bool prose = false;
	uint64_t fresh;

	for (size_t i = 0; i < pool->len; i++)
		pool->at[i].bound = worth(rk, &pool->at[i]);
	pool_order(pool);
	rk->picks = xcalloc(pool->len + 1, sizeof(*rk->picks));
	best = pool->at[0].p;
	while (pool->len && (!most || rk->pick_len < most)) {
		struct candidate *top = &pool->at[0];

		fresh = worth(rk, top);
		if (fresh < top->bound) {
			top->bound = fresh;
			pool_sink(pool);
			continue;
		}
		if (!(prose && is_bare(&top->p.s)) && take(rk, &top->p)) {
			cover(rk, span(rk, &top->p));
			prose = prose || !is_bare(&top->p.s);
		}
		pool_drop(pool);
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
	mark_focus(&rk, focus);
	fill_pool(&rk);
	if (rk.pool.len) {
		weigh_pairs(&rk);
		choose(&rk);
	}
	terms_release(&rk.terms);
	terms_release(&rk.pairs);
	pool_release(&rk.pool);
	*out = rk.picks;
	return rk.pick_len;
}
