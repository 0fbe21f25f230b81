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

/* Rows of columns and values, one after the other. */
struct sparse {
	size_t rows, *start; /* [rows + 1] */
	size_t used, room;
	int32_t *col;
	float *val;
};

static void sparse_init(struct sparse *s, size_t rows)
{
	*s = (struct sparse){ .start = xcalloc(rows + 1, sizeof(*s->start)) };
}

static void sparse_release(struct sparse *s)
{
	free(s->start);
	free(s->col);
	free(s->val);
}

static void sparse_push(struct sparse *s, int32_t col, float val)
{
	if (s->used == s->room) {
		s->room = s->room ? s->room * 2 : 1u << 16;
		s->col = xreallocarray(s->col, s->room, sizeof(*s->col));
		s->val = xreallocarray(s->val, s->room, sizeof(*s->val));
	}
	s->col[s->used] = col;
	s->val[s->used++] = val;
}

static void sparse_end_row(struct sparse *s)
{
	s->start[++s->rows] = s->used;
}

/* Adds to out[outputs] what row i scores. */
static void sparse_score(const struct sparse *s, size_t i, const double *w,
			 size_t outputs, double *out)
{
	for (size_t j = s->start[i]; j < s->start[i + 1]; j++) {
		const double *at = w + (size_t)s->col[j] * outputs;

		for (size_t k = 0; k < outputs; k++)
			out[k] += at[k] * (double)s->val[j];
	}
}

/* The same the other way round. */
static void sparse_spread(const struct sparse *s, size_t i, double *grad,
			  size_t outputs, const double *by)
{
	for (size_t j = s->start[i]; j < s->start[i + 1]; j++) {
		double *at = grad + (size_t)s->col[j] * outputs;

		for (size_t k = 0; k < outputs; k++)
			at[k] += by[k] * (double)s->val[j];
	}
}

/* The examples that are trained on, with column numbers put in place. */
struct problem {
	size_t cols, outputs;
	const struct linear_options *opt;
	struct sparse x;
	const struct target **target;
	struct sparse change; /* a changed copy less its original */
	double *weight;	      /* of the copy */
};

static void add_values(const struct linear *m, const struct examples *ex,
		       size_t i, float by, float *dense)
{
	for (size_t j = ex->at[i].from; j < ex->at[i].to; j++)
		if (m->map[ex->cols[j]] >= 0)
			dense[m->map[ex->cols[j]]] += by * ex->vals[j];
}

/* What add_values() left of example i, which is cleared. */
static void push_values(const struct linear *m, const struct examples *ex,
			size_t i, float *dense, struct sparse *out)
{
	for (size_t j = ex->at[i].from; j < ex->at[i].to; j++) {
		int32_t col = m->map[ex->cols[j]];

		if (col < 0 || dense[col] == 0)
			continue;
		sparse_push(out, col, dense[col]);
		dense[col] = 0;
	}
}

static void pack(struct problem *p, const struct linear *m,
		 const struct examples *ex, const struct target *targets)
{
	float *dense = xcalloc(m->cols + 1, sizeof(*dense));
	size_t original = 0;

	sparse_init(&p->x, ex->count);
	sparse_init(&p->change, ex->count);
	p->target = xcalloc(ex->count + 1, sizeof(*p->target));
	p->weight = xcalloc(ex->count + 1, sizeof(*p->weight));
	for (size_t i = 0; i < ex->count; i++) {
		if (!ex->at[i].change)
			original = i;
		if (targets[i].weight <= 0)
			continue;
		p->target[p->x.rows] = &targets[i];
		add_values(m, ex, i, 1, dense);
		push_values(m, ex, i, dense, &p->x);
		sparse_end_row(&p->x);
		if (original == i)
			continue;
		p->weight[p->change.rows] = targets[i].weight;
		add_values(m, ex, i, 1, dense);
		add_values(m, ex, original, -1, dense);
		push_values(m, ex, i, dense, &p->change);
		push_values(m, ex, original, dense, &p->change);
		sparse_end_row(&p->change);
	}
	free(dense);
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

/* How far changes move the scores, apart from all of them alike. */
static double change_loss(const struct problem *p, const double *w,
			  double *grad)
{
	size_t n = p->outputs;
	double sum = 0;

	for (size_t i = 0; i < p->change.rows; i++) {
		double by = p->opt->steady * p->weight[i], mean = 0;
		double s[TASK_COUNT] = { 0 };

		sparse_score(&p->change, i, w, n, s);
		for (size_t k = 0; n > 1 && k < n; k++)
			mean += s[k] / (double)n;
		for (size_t k = 0; k < n; k++) {
			s[k] -= mean;
			sum += by / 2 * s[k] * s[k];
			s[k] *= by;
		}
		sparse_spread(&p->change, i, grad, n, s);
	}
	return sum;
}

static double loss(void *ctx, const double *w, double *grad)
{
	const struct problem *p = ctx;
	size_t n = p->outputs, dims = p->cols * n;
	size_t biases = n == 1 ? p->opt->sets : n;
	double sum = 0, s[TASK_COUNT];

	memset(grad, 0, (dims + biases) * sizeof(*grad));
	for (size_t i = 0; i < p->x.rows; i++) {
		const struct target *t = p->target[i];
		size_t b = dims + (n == 1 ? t->set : 0);

		for (size_t k = 0; k < n; k++)
			s[k] = w[b + k];
		sparse_score(&p->x, i, w, n, s);
		sum += n == 1 ? logistic_loss(s, t) : softmax_loss(s, n, t);
		for (size_t k = 0; k < n; k++)
			grad[b + k] += s[k];
		sparse_spread(&p->x, i, grad, n, s);
	}
	if (p->opt->steady > 0)
		sum += change_loss(p, w, grad);
	for (size_t i = 0; i < dims; i++) {
		sum += p->opt->l2 / 2 * w[i] * w[i];
		grad[i] += p->opt->l2 * w[i];
	}
	return sum;
}

void linear_fit(struct linear *m, const struct examples *ex,
		const struct target *targets, const struct linear_options *opt)
{
	struct problem p = { .cols = m->cols,
			     .outputs = m->outputs,
			     .opt = opt };
	size_t biases = m->outputs == 1 ? opt->sets : m->outputs;
	size_t dims = m->cols * m->outputs + biases;

	pack(&p, m, ex, targets);
	free(m->w);
	m->w = xcalloc(dims, sizeof(*m->w));
	lbfgs(loss, &p, m->w, dims, opt->steps);
	sparse_release(&p.x);
	sparse_release(&p.change);
	free(p.target);
	free(p.weight);
}
