#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fit/examples.h"
#include "fit/lbfgs.h"

void linear_release(struct linear *m)
{
	free(m->map);
	free(m->w);
	*m = (struct linear){ .map = NULL };
}

void linear_score(const struct linear *m, const struct examples *ex, size_t i,
		  double *out)
{
	const struct example *e = &ex->at[i];

	for (size_t k = 0; k < m->outputs; k++)
		out[k] = m->w[m->cols * m->outputs + k];
	for (size_t j = e->from; j < e->to; j++) {
		int32_t col = m->map[ex->cols[j]];
		const double *w;

		if (col < 0)
			continue;
		w = m->w + (size_t)col * m->outputs;
		for (size_t k = 0; k < m->outputs; k++)
			out[k] += w[k] * (double)ex->vals[j];
	}
}

/* The examples that are trained on, with column numbers put in place. */
struct problem {
	size_t rows, cols, outputs, sets;
	size_t *start;
	int32_t *col;
	float *val;
	const struct target **target;
	double l2, total;
};

static void pack(struct problem *p, const struct linear *m,
		 const struct examples *ex, const struct target *targets)
{
	size_t used = 0;

	p->start = xcalloc(ex->count + 1, sizeof(*p->start));
	p->target = xcalloc(ex->count + 1, sizeof(*p->target));
	p->col = xcalloc(ex->used + 1, sizeof(*p->col));
	p->val = xcalloc(ex->used + 1, sizeof(*p->val));
	for (size_t i = 0; i < ex->count; i++) {
		if (targets[i].weight <= 0)
			continue;
		p->start[p->rows] = used;
		p->target[p->rows++] = &targets[i];
		p->total += targets[i].weight;
		for (size_t j = ex->at[i].from; j < ex->at[i].to; j++) {
			int32_t col = m->map[ex->cols[j]];

			if (col < 0)
				continue;
			p->col[used] = col;
			p->val[used++] = ex->vals[j];
		}
	}
	p->start[p->rows] = used;
}

/* Scores become the loss's gradient by score; returns the loss. */
static double softmax_loss(double *s, size_t n, const struct target *t)
{
	double top = s[0], sum = 0, loss = 0;

	for (size_t k = 1; k < n; k++)
		top = fmax(top, s[k]);
	for (size_t k = 0; k < n; k++)
		sum += exp(s[k] - top);
	for (size_t k = 0; k < n; k++) {
		double logp = s[k] - top - log(sum);

		loss -= t->weight * t->y[k] * logp;
		s[k] = t->weight * (exp(logp) - t->y[k]);
	}
	return loss;
}

static double logistic_loss(double *s, const struct target *t)
{
	double x = s[0] + t->offset;
	double soft = fmax(x, 0) + log1p(exp(-fabs(x)));
	double p = 1 / (1 + exp(-x));

	s[0] = t->weight * (p - t->y[0]);
	return t->weight * (soft - t->y[0] * x);
}

static double loss(void *ctx, const double *w, double *grad)
{
	const struct problem *p = ctx;
	size_t n = p->outputs, dims = p->cols * n;
	size_t biases = n == 1 ? p->sets : n;
	double sum = 0, s[TASK_COUNT];

	memset(grad, 0, (dims + biases) * sizeof(*grad));
	for (size_t i = 0; i < p->rows; i++) {
		const struct target *t = p->target[i];
		size_t b = dims + (n == 1 ? t->set : 0);

		for (size_t k = 0; k < n; k++)
			s[k] = w[b + k];
		for (size_t j = p->start[i]; j < p->start[i + 1]; j++) {
			const double *at = w + (size_t)p->col[j] * n;

			for (size_t k = 0; k < n; k++)
				s[k] += at[k] * (double)p->val[j];
		}
		sum += n == 1 ? logistic_loss(s, t) : softmax_loss(s, n, t);
		for (size_t k = 0; k < n; k++)
			grad[b + k] += s[k];
		for (size_t j = p->start[i]; j < p->start[i + 1]; j++) {
			double *at = grad + (size_t)p->col[j] * n;

			for (size_t k = 0; k < n; k++)
				at[k] += s[k] * (double)p->val[j];
		}
	}
	for (size_t i = 0; i < dims; i++) {
		sum += p->l2 / 2 * w[i] * w[i];
		grad[i] += p->l2 * w[i];
	}
	return sum;
}

void linear_fit(struct linear *m, const struct examples *ex,
		const struct target *targets, size_t sets, double l2, int steps)
{
	struct problem p = {
		.cols = m->cols, .outputs = m->outputs, .sets = sets, .l2 = l2
	};
	size_t biases = m->outputs == 1 ? sets : m->outputs;
	size_t dims = m->cols * m->outputs + biases;

	pack(&p, m, ex, targets);
	free(m->w);
	m->w = xcalloc(dims, sizeof(*m->w));
	lbfgs(loss, &p, m->w, dims, steps);
	free(p.start);
	free(p.target);
	free(p.col);
	free(p.val);
}
