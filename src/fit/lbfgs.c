#include "fit/lbfgs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define HISTORY 8

struct memory {
	double *s[HISTORY], *y[HISTORY], rho[HISTORY];
	int count, next;
};

static double dot(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

static void add_scaled(double *a, double f, const double *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		a[i] += f * b[i];
}

/* d = -H * grad by the two loops over the last steps. */
static void direction(const struct memory *m, const double *grad, double *d,
		      size_t n)
{
	double alpha[HISTORY];

	for (size_t i = 0; i < n; i++)
		d[i] = -grad[i];
	for (int k = 0; k < m->count; k++) {
		int at = (m->next - 1 - k + 2 * HISTORY) % HISTORY;

		alpha[at] = m->rho[at] * dot(m->s[at], d, n);
		add_scaled(d, -alpha[at], m->y[at], n);
	}
	if (m->count) {
		int at = (m->next - 1 + HISTORY) % HISTORY;
		double f = 1 / (m->rho[at] * dot(m->y[at], m->y[at], n));

		for (size_t i = 0; i < n; i++)
			d[i] *= f;
	}
	for (int k = m->count - 1; k >= 0; k--) {
		int at = (m->next - 1 - k + 2 * HISTORY) % HISTORY;
		double beta = m->rho[at] * dot(m->y[at], d, n);

		add_scaled(d, alpha[at] - beta, m->s[at], n);
	}
}

static void remember(struct memory *m, const double *w, const double *old_w,
		     const double *grad, const double *old_grad, size_t n)
{
	double *s = m->s[m->next], *y = m->y[m->next], sy;

	for (size_t i = 0; i < n; i++) {
		s[i] = w[i] - old_w[i];
		y[i] = grad[i] - old_grad[i];
	}
	sy = dot(s, y, n);
	if (sy <= 1e-12)
		return;
	m->rho[m->next] = 1 / sy;
	m->next = (m->next + 1) % HISTORY;
	m->count += m->count < HISTORY;
}

void lbfgs(loss_fn *fn, void *ctx, double *w, size_t n, int steps)
{
	struct memory m = { .count = 0 };
	double *grad = xcalloc(n, sizeof(*grad)), *d = xcalloc(n, sizeof(*d));
	double *old_w = xcalloc(n, sizeof(*w)), *old_g = xcalloc(n, sizeof(*w));
	double loss = fn(ctx, w, grad);

	for (int i = 0; i < HISTORY; i++) {
		m.s[i] = xcalloc(n, sizeof(double));
		m.y[i] = xcalloc(n, sizeof(double));
	}
	for (int it = 0; it < steps; it++) {
		double slope, step = 1, next = loss;

		direction(&m, grad, d, n);
		slope = dot(d, grad, n);
		if (slope > -1e-9)
			break;
		if (!m.count)
			step = 1 / sqrt(-slope);
		memcpy(old_w, w, n * sizeof(*w));
		memcpy(old_g, grad, n * sizeof(*w));
		for (int tries = 0; tries < 20; tries++, step /= 2) {
			memcpy(w, old_w, n * sizeof(*w));
			add_scaled(w, step, d, n);
			next = fn(ctx, w, grad);
			if (next <= loss + 1e-4 * step * slope)
				break;
		}
		remember(&m, w, old_w, grad, old_g, n);
		if (loss - next < 1e-9 * fabs(loss))
			break;
		loss = next;
	}
	for (int i = 0; i < HISTORY; i++) {
		free(m.s[i]);
		free(m.y[i]);
	}
	free(grad);
	free(d);
	free(old_w);
	free(old_g);
}
