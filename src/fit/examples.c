#include "fit/examples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void examples_init(struct examples *ex, const struct rows *rows)
{
	*ex = (struct examples){ .rows = rows, .hash_size = 1u << 22 };
	ex->hash = xcalloc(ex->hash_size, sizeof(*ex->hash));
	ex->feature_cap = 1u << 16;
	ex->features = xcalloc(ex->feature_cap, sizeof(*ex->features));
	for (size_t i = 0; i < SIG_COUNT; i++)
		ex->features[i].kind = GRAM_KINDS;
	ex->feature_count = SIG_COUNT;
}

void examples_release(struct examples *ex)
{
	free(ex->at);
	free(ex->cols);
	free(ex->vals);
	free(ex->features);
	free(ex->hash);
	*ex = (struct examples){ .count = 0 };
}

static uint32_t feature_of(struct examples *ex, uint32_t key,
			   enum gram_kind kind)
{
	size_t at = (key * (size_t)2654435761u) & (ex->hash_size - 1);
	struct feature *f;

	while (ex->hash[at]) {
		f = &ex->features[ex->hash[at] - 1];
		if (f->key == key)
			return ex->hash[at] - 1;
		at = (at + 1) & (ex->hash_size - 1);
	}
	if (ex->feature_count == ex->feature_cap) {
		ex->feature_cap *= 2;
		ex->features = xreallocarray(ex->features, ex->feature_cap,
					     sizeof(*ex->features));
	}
	if (ex->feature_count * 2 > ex->hash_size)
		abort();
	ex->features[ex->feature_count] = (struct feature){
		.key = key,
		.kind = (uint8_t)kind,
	};
	ex->hash[at] = (uint32_t)++ex->feature_count;
	return ex->hash[at] - 1;
}

static void push(struct examples *ex, uint32_t col, float val)
{
	if (ex->used == ex->room) {
		ex->room = ex->room ? ex->room * 2 : 1u << 20;
		ex->cols = xreallocarray(ex->cols, ex->room, sizeof(*ex->cols));
		ex->vals = xreallocarray(ex->vals, ex->room, sizeof(*ex->vals));
	}
	ex->cols[ex->used] = col;
	ex->vals[ex->used++] = val;
}

static struct example *begin(struct examples *ex, size_t row,
			     enum change change)
{
	struct example *e;

	if (ex->count == ex->cap) {
		ex->cap = ex->cap ? ex->cap * 2 : 4096;
		ex->at = xreallocarray(ex->at, ex->cap, sizeof(*ex->at));
	}
	e = &ex->at[ex->count++];
	*e = (struct example){ .row = row, .change = change, .from = ex->used };
	return e;
}

static int by_key(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Equal keys become one feature with the sum of their values. */
static void push_keys(struct examples *ex, const uint32_t *keys, size_t count,
		      enum gram_kind kind, float scale)
{
	uint32_t *sorted = xcalloc(count + 1, sizeof(*sorted));

	memcpy(sorted, keys, count * sizeof(*keys));
	qsort(sorted, count, sizeof(*sorted), by_key);
	for (size_t i = 0; i < count;) {
		size_t j = i;

		while (j < count && sorted[j] == sorted[i])
			j++;
		push(ex, feature_of(ex, sorted[i], kind),
		     scale * (float)(j - i));
		i = j;
	}
	free(sorted);
}

void examples_add(struct examples *ex, size_t row, enum change change,
		  const struct signals *s)
{
	struct example *e = begin(ex, row, change);
	size_t index = (size_t)(e - ex->at), from = 0;

	for (uint32_t i = 0; i < SIG_COUNT; i++)
		if (s->named[i] != 0)
			push(ex, i, s->named[i]);
	for (enum gram_kind k = 0; k < GRAM_KINDS; k++) {
		push_keys(ex, s->grams + from, s->ends[k] - from, k,
			  signals_scale(s, k));
		from = s->ends[k];
	}
	ex->at[index].to = ex->used;
}

void examples_add_keys(struct examples *ex, size_t row, const uint32_t *keys,
		       size_t count)
{
	struct example *e = begin(ex, row, CHANGE_NONE);
	size_t index = (size_t)(e - ex->at);

	push_keys(ex, keys, count, GRAM_WORD, 1);
	ex->at[index].to = ex->used;
}

struct pick {
	uint32_t feature, rows;
};

static int by_rows(const void *a, const void *b)
{
	const struct pick *x = a, *y = b;

	if (x->rows != y->rows)
		return x->rows < y->rows ? 1 : -1;
	return x->feature < y->feature ? -1 : x->feature > y->feature;
}

static void count_features(const struct examples *ex, const bool *use)
{
	for (size_t i = 0; i < ex->feature_count; i++) {
		ex->features[i].rows = 0;
		ex->features[i].sources = 0;
	}
	for (size_t i = 0; i < ex->count; i++) {
		const struct example *e = &ex->at[i];
		size_t source = ex->rows->at[e->row].source;

		if (!use[i] || e->change)
			continue;
		for (size_t k = e->from; k < e->to; k++) {
			struct feature *f = &ex->features[ex->cols[k]];

			f->rows++;
			f->sources |= (uint64_t)1 << (source % 64);
		}
	}
}

size_t examples_select(const struct examples *ex, const bool *use,
		       unsigned min_sources, unsigned min_rows, size_t most,
		       int32_t **map)
{
	struct pick *picks = xcalloc(ex->feature_count, sizeof(*picks));
	size_t n = 0, cols = 0;

	count_features(ex, use);
	*map = xcalloc(ex->feature_count, sizeof(**map));
	for (size_t i = 0; i < ex->feature_count; i++) {
		const struct feature *f = &ex->features[i];
		unsigned sources = (unsigned)__builtin_popcountll(f->sources);

		(*map)[i] = -1;
		if (f->kind == GRAM_KINDS)
			(*map)[i] = (int32_t)cols++;
		else if (sources >= min_sources && f->rows >= min_rows)
			picks[n++] = (struct pick){ (uint32_t)i, f->rows };
	}
	qsort(picks, n, sizeof(*picks), by_rows);
	for (size_t i = 0; i < n && i < most; i++)
		(*map)[picks[i].feature] = (int32_t)cols++;
	free(picks);
	return cols;
}

struct worth {
	double worth;
	size_t feature;
};

static int by_worth(const void *a, const void *b)
{
	const struct worth *x = a, *y = b;

	if (x->worth != y->worth)
		return x->worth < y->worth ? 1 : -1;
	return x->feature < y->feature ? -1 : x->feature > y->feature;
}

size_t examples_keep(const struct examples *ex, const double *worth,
		     size_t most, int32_t *map)
{
	struct worth *w = xcalloc(ex->feature_count, sizeof(*w));
	size_t n = 0, cols = 0;

	for (size_t i = 0; i < ex->feature_count; i++) {
		if (map[i] < 0)
			continue;
		if (ex->features[i].kind == GRAM_KINDS)
			map[i] = (int32_t)cols++;
		else
			w[n++] = (struct worth){ worth[i], i };
	}
	qsort(w, n, sizeof(*w), by_worth);
	for (size_t i = 0; i < n; i++)
		map[w[i].feature] = i < most ? (int32_t)cols++ : -1;
	free(w);
	return cols;
}
