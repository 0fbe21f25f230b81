#include "route/curve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define TAIL	0.025 /* on each side of a 95 % interval */
#define NOTHING 1e-9  /* of the gap: what adding rounds away */

#define LEAST_DRAWS 100
#define MOST_STEPS  20000000 /* rows drawn in all: a quarter of a second */

static int by_score(const void *a, const void *b)
{
	const struct outcome *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return x->row < y->row ? -1 : 1;
}

void curve_sort(struct outcome *o, size_t count)
{
	qsort(o, count, sizeof(*o), by_score);
}

/* times: how often each row counts; NULL: once. */
static double apgr(const struct outcome *o, size_t count,
		   const unsigned *times)
{
	double gain = 0, area = 0, rows = 0;

	for (size_t i = 0; i < count; i++) {
		double n = times ? times[i] : 1;
		double step = n * (o[i].strong - o[i].weak);

		area += n * (gain + step / 2);
		gain += step;
		rows += n;
	}
	return gain > 0 ? area / rows / gain : NAN;
}

double curve_apgr(const struct outcome *o, size_t count)
{
	return apgr(o, count, NULL);
}

double curve_cpt(const struct outcome *o, size_t count, double part)
{
	double all = 0, gain = 0;

	for (size_t i = 0; i < count; i++)
		all += o[i].strong - o[i].weak;
	if (!(all > 0))
		return NAN;
	for (size_t i = 0; i < count; i++) {
		if (gain >= (part - NOTHING) * all)
			return (double)i / (double)count;
		gain += o[i].strong - o[i].weak;
	}
	return 1;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Of very many rows fewer draws will do: the interval is narrow. */
static size_t draws_of(size_t count)
{
	size_t n = MOST_STEPS / (count + 1);

	if (n > CURVE_DRAWS)
		return CURVE_DRAWS;
	return n < LEAST_DRAWS ? LEAST_DRAWS : n;
}

void curve_interval(const struct outcome *o, size_t count, struct chance c,
		    double *low, double *high)
{
	double draws[CURVE_DRAWS];
	size_t most = draws_of(count), skip = (size_t)(TAIL * (double)most);
	size_t n = 0;
	unsigned *times = xcalloc(count + 1, sizeof(*times));

	*low = *high = NAN;
	for (size_t d = 0; count && d < most; d++) {
		memset(times, 0, count * sizeof(*times));
		for (size_t i = 0; i < count; i++)
			times[chance_below(&c, count)]++;
		draws[n] = apgr(o, count, times);
		n += isnan(draws[n]) ? 0 : 1;
	}
	free(times);
	if (!n || n < most - skip)
		return;
	qsort(draws, n, sizeof(*draws), by_value);
	*low = draws[skip];
	*high = draws[n - 1 - skip];
}
