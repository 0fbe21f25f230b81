#include "route/measure.h"

#include <math.h>

#define TERSE_WORDS 6
#define LONG_BYTES  1200

void measure_add(struct measure *m, enum task label, unsigned right,
		 enum task guess, double confidence)
{
	bool ok = right >> guess & 1;
	int bin = (int)(confidence * MEASURE_BINS);

	bin = bin >= MEASURE_BINS ? MEASURE_BINS - 1 : bin;
	m->rows++;
	m->strict += guess == label;
	m->table[ok ? guess : label][guess]++;
	m->bins[bin].right += ok;
	m->bins[bin].sure += confidence;
}

size_t measure_labelled(const struct measure *m, enum task t)
{
	size_t n = 0;

	for (int guess = 0; guess < TASK_COUNT; guess++)
		n += m->table[t][guess];
	return n;
}

size_t measure_guessed(const struct measure *m, enum task t)
{
	size_t n = 0;

	for (int label = 0; label < TASK_COUNT; label++)
		n += m->table[label][t];
	return n;
}

size_t measure_right(const struct measure *m)
{
	size_t n = 0;

	for (int t = 0; t < TASK_COUNT; t++)
		n += m->table[t][t];
	return n;
}

static double share(size_t part, size_t all)
{
	return all ? (double)part / (double)all : NAN;
}

double measure_lenient(const struct measure *m)
{
	return share(measure_right(m), m->rows);
}

double measure_strict(const struct measure *m)
{
	return share(m->strict, m->rows);
}

double measure_precision(const struct measure *m, enum task t)
{
	return share(m->table[t][t], measure_guessed(m, t));
}

double measure_recall(const struct measure *m, enum task t)
{
	return share(m->table[t][t], measure_labelled(m, t));
}

double measure_f1(const struct measure *m, enum task t)
{
	return share(2 * m->table[t][t],
		     measure_guessed(m, t) + measure_labelled(m, t));
}

double measure_macro_f1(const struct measure *m)
{
	double sum = 0, tasks = 0;

	for (int t = 0; t < TASK_COUNT; t++) {
		double f1 = measure_f1(m, (enum task)t);

		if (isnan(f1))
			continue;
		sum += f1;
		tasks++;
	}
	return tasks > 0 ? sum / tasks : NAN;
}

double measure_ece(const struct measure *m)
{
	double sum = 0;

	for (int b = 0; b < MEASURE_BINS; b++)
		sum += fabs((double)m->bins[b].right - m->bins[b].sure);
	return m->rows ? sum / (double)m->rows : NAN;
}

bool measure_is_terse(struct text t)
{
	size_t words = 1;

	for (size_t i = 0; i < t.len; i++)
		words += t.ptr[i] == ' ' || t.ptr[i] == '\n';
	return words <= TERSE_WORDS;
}

bool measure_is_long(struct text t)
{
	return t.len > LONG_BYTES;
}

bool measure_is_foreign(struct text t)
{
	size_t high = 0;

	for (size_t i = 0; i < t.len; i++)
		high += (t.ptr[i] & 0x80) != 0;
	return high * 4 > t.len;
}
