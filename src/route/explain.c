#include "route/explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SHOWN 12		/* candidates of a kind; --json has them all */
#define NAME_CAP 200

static void add_safe(struct buf *out, const char *s)
{
	char line[NAME_CAP];

	buf_add(out, line, text_safe_line(line, sizeof(line), s, strlen(s)));
}

static void add_model(struct buf *out, const struct model *m)
{
	char name[NAME_CAP];

	model_name(m, name, sizeof(name));
	add_safe(out, name);
}

/* printf's %f would ask the locale for its point. */
static void add_fixed(struct buf *out, double v, int decimals)
{
	long long unit = 1, n;

	for (int i = 0; i < decimals; i++)
		unit *= 10;
	if (!(fabs(v) < 1e12)) {
		buf_adds(out, isnan(v) ? "?" : v < 0 ? "-huge" : "huge");
		return;
	}
	n = llround(fabs(v) * (double)unit);
	buf_addf(out, "%s%lld", v < 0 && n ? "-" : "", n / unit);
	if (decimals)
		buf_addf(out, ".%0*lld", decimals, n % unit);
}

static void add_percent(struct buf *out, double share)
{
	add_fixed(out, share * 100, 1);
	buf_adds(out, " %");
}

void explain_money(double usd, struct buf *out)
{
	int decimals = 2;

	if (isnan(usd)) {
		buf_adds(out, "unknown");
		return;
	}
	if (usd <= 0) {
		buf_adds(out, "$0");
		return;
	}
	if (usd < 0.0001) {
		buf_adds(out, "<$0.0001");
		return;
	}
	buf_adds(out, "$");
	if (usd >= 0.995) {
		add_fixed(out, usd, usd < 99.5 ? 2 : 0);
		return;
	}
	/* 0.0995 rounds to 0.10, which has its two digits one place earlier */
	for (double v = usd; v < 0.0995; v *= 10)
		decimals++;
	add_fixed(out, usd, decimals);
	for (; decimals > 2 && out->ptr[out->len - 1] == '0'; decimals--)
		buf_truncate(out, out->len - 1);
}

/* How the figures of a reason read: `need` between the texts, then `limit`. */
enum figure { PLAIN, TOKENS, MONEY, POINTS, PERCENT, RATIO,
	      DETAIL, TASK };

static const struct {
	const char *before, *between;
	enum figure figure;
} reasons[PLAN_WHYS] = {
	[PLAN_OK] = { "", NULL, PLAIN },
	[PLAN_KEPT] = { "answered the turn before", NULL, PLAIN },
	[PLAN_CHEAPEST] = { "the cheapest that is good enough", NULL, PLAIN },
	[PLAN_FASTEST] = { "the least price and waiting of those that are "
			   "good enough", NULL, PLAIN },
	[PLAN_ONLY] = { "nothing else may serve", NULL, PLAIN },
	[PLAN_WITHIN] = { "good enough; a fallback", NULL, PLAIN },
	[PLAN_BELOW] = { "", " points below; the gap is ",
			 POINTS },
	[PLAN_ORDER] = { "your order", NULL, PLAIN },
	[PLAN_NOT_LISTED] = { "not in your list", NULL, PLAIN },
	[PLAN_TWICE] = { "listed twice", NULL, PLAIN },
	[PLAN_DENIED] = { "deny_vendors has ", NULL, DETAIL },
	[PLAN_NOT_ALLOWED] = { "allow_vendors does not have ", NULL, DETAIL },
	[PLAN_OFFLINE] = { "offline, and it is not local", NULL, PLAIN },
	[PLAN_PRIVATE] = { "the prompt holds secrets, and it is not local",
			   NULL, PLAIN },
	[PLAN_BLOCKED] = { "", NULL, DETAIL },
	[PLAN_CANNOT] = { "cannot do ", NULL, TASK },
	[PLAN_NO_IMAGES] = { "takes no images", NULL, PLAIN },
	[PLAN_NO_SCHEMA] = { "cannot be held to a schema", NULL, PLAIN },
	[PLAN_WINDOW] = { "about ", " tokens in and out, its window is ",
			  TOKENS },
	[PLAN_MAX_INPUT] = { "about ", " tokens in, it takes ", TOKENS },
	[PLAN_NO_PRICE] = { "its price is not known", NULL, PLAIN },
	[PLAN_CEILING] = { "", ", over the ceiling of ", MONEY },
};

static void add_figure(struct buf *out, enum figure f, double v)
{
	if (f == TOKENS)
		add_fixed(out, v, 0);
	else if (f == POINTS)
		add_fixed(out, v * 100, v < 0.0005 ? 2 : 1);
	else if (f == PERCENT)
		add_percent(out, v);
	else if (f == RATIO)
		add_fixed(out, v, 2);
	else
		explain_money(v, out);
}

static void add_reason(const struct plan *p, const struct candidate *c,
		       enum plan_why why, struct buf *out)
{
	enum figure f = reasons[why].figure;

	buf_adds(out, reasons[why].before);
	if (f == DETAIL && c->detail)
		add_safe(out, c->detail);
	if (f == TASK)
		buf_adds(out, task_name(p->task));
	if (!reasons[why].between)
		return;
	if (f == MONEY)
		buf_adds(out, isnan(c->need) ? "price " :
			      c->need >= 0.0001 ? "about " : "");
	add_figure(out, f, c->need);
	buf_adds(out, reasons[why].between);
	add_figure(out, f, c->limit);
}

void explain_caution(const struct plan *p, const struct candidate *c,
		     struct buf *out)
{
	if (c->caution != PLAN_OK && c->why < PLAN_RULED_OUT)
		add_reason(p, c, c->caution, out);
}

void explain_why(const struct plan *p, const struct candidate *c,
		 struct buf *out)
{
	add_reason(p, c, c->why, out);
	if (c->caution == PLAN_OK || c->why >= PLAN_RULED_OUT)
		return;
	buf_adds(out, "; but: ");
	add_reason(p, c, c->caution, out);
}

static void add_cost(const struct candidate *c, struct buf *out)
{
	if (isnan(c->cost))
		buf_adds(out, "price unknown");
	else if (c->cost <= 0)
		buf_adds(out, "free");
	else
		buf_adds(out, c->cost >= 0.0001 ? "about " : "");
	if (c->cost > 0)
		explain_money(c->cost, out);
}

/* " +$0.0002": b's cost against a's; nothing when one is not known. */
static void add_difference(const struct candidate *a,
			   const struct candidate *b, struct buf *out)
{
	double diff = b->cost - a->cost;

	if (isnan(diff))
		return;
	if (diff == 0) {
		buf_adds(out, ", same price");
		return;
	}
	buf_adds(out, diff < 0 ? " -" : " +");
	explain_money(fabs(diff), out);
}

static void add_effort(const struct candidate *c, struct buf *out)
{
	if (c->effort != EFFORT_DEFAULT)
		buf_addf(out, ", effort %s", effort_name(c->effort));
}

static void add_at_effort(enum effort e, struct buf *out)
{
	const char *word = effort_name(e);

	buf_addf(out, " at %s effort", word ? word : "default");
}

void explain_line(const struct verdict *v, bool forced, const struct plan *p,
		  struct buf *out)
{
	const struct candidate *c = p->candidates;

	buf_adds(out, task_name(p->task));
	buf_adds(out, " ");
	if (forced)
		buf_adds(out, "(asked for)");
	else
		add_fixed(out, v->confidence, 2);
	buf_adds(out, ", difficulty ");
	add_fixed(out, p->difficulty, 2);
	buf_adds(out, " -> ");
	if (!p->usable) {
		buf_adds(out, "no model may serve it");
		return;
	}
	add_model(out, c->model);
	add_effort(c, out);
	buf_adds(out, ", ");
	add_cost(c, out);
	if (p->mode != PLAN_ROUTED)
		buf_adds(out, p->mode == PLAN_NAMED ? ", asked for" :
						      ", by your list");
	if (p->usable < 2)
		return;
	buf_adds(out, " (next: ");
	add_model(out, c[1].model);
	add_difference(c, c + 1, out);
	buf_adds(out, ")");
}

static void add_task(const struct verdict *v, bool forced,
		     const struct plan *p, struct buf *out)
{
	buf_addf(out, "task        %s", task_name(p->task));
	if (forced) {
		buf_adds(out, ", asked for");
	} else {
		buf_adds(out, ", confidence ");
		add_fixed(out, v->confidence, 2);
	}
	for (size_t i = 0; i < v->signal_count; i++) {
		buf_adds(out, i ? ", " : "\nsignals     ");
		add_safe(out, v->signals[i].name);
		buf_adds(out, v->signals[i].weight < 0 ? " " : " +");
		add_fixed(out, v->signals[i].weight, 1);
	}
	buf_adds(out, "\ndifficulty  ");
	add_fixed(out, p->difficulty, 2);
	buf_adds(out, "\n");
}

static const char *const rules[PREFER_COUNT] = {
	[PREFER_BALANCED] = "the cheapest",
	[PREFER_CHEAP] = "the cheapest",
	[PREFER_BEST] = "the cheapest",
	[PREFER_FAST] = "the least price and waiting",
};

/* Is it in the table? It may be that of a model that is asked with less. */
static bool shows_best(const struct plan *p)
{
	for (size_t i = 0; i < p->usable; i++)
		if (!(p->candidates[i].quality < p->best))
			return true;
	return false;
}

static void add_rule(const struct plan *p, struct buf *out)
{
	if (p->mode != PLAN_ROUTED) {
		buf_addf(out, "choice      %s\n",
			 p->mode == PLAN_NAMED ? "the models you named" :
						 "the list you configured");
		return;
	}
	buf_addf(out, "prefer      %s: %s within ", prefer_name(p->prefer),
		 rules[p->prefer]);
	add_fixed(out, p->gap * 100, 1);
	buf_adds(out, " points of the best chance");
	if (!isnan(p->best)) {
		buf_adds(out, ", ");
		add_percent(out, p->best);
		if (!shows_best(p))
			add_at_effort(p->best_effort, out);
	}
	buf_adds(out, "\n");
}

/* Blanks up to `width` columns from `start`, a column for a character. */
static void pad(struct buf *out, size_t start, size_t width)
{
	size_t columns = 0;

	for (size_t i = start; i < out->len; i++)
		columns += ((unsigned char)out->ptr[i] & 0xC0) != 0x80;
	for (; columns < width; columns++)
		buf_adds(out, " ");
}

static size_t min_size(size_t a, size_t b)
{
	return a < b ? a : b;
}

static void add_right(struct buf *out, const char *text, size_t width)
{
	buf_addf(out, "%*s", (int)width, text);
}

static void add_row(const struct plan *p, const struct candidate *c,
		    size_t width, struct buf *out)
{
	struct buf cell = BUF_INIT(64);
	size_t start;

	buf_adds(out, c->chosen ? "* " : "  ");
	add_percent(&cell, c->quality);
	add_right(out, cell.ptr, 7);
	buf_clear(&cell);
	if (c->cost == 0)
		buf_adds(&cell, "free");
	else
		explain_money(c->cost, &cell);
	add_right(out, cell.ptr, 10);
	buf_release(&cell);
	buf_adds(out, "  ");
	start = out->len;
	add_model(out, c->model);
	add_effort(c, out);
	pad(out, start, width);
	buf_adds(out, "  ");
	explain_why(p, c, out);
	buf_adds(out, "\n");
}

/* Rows from..to - 1, at most SHOWN of them. */
static void add_rows(const struct plan *p, size_t from, size_t to,
		     struct buf *out)
{
	struct buf name = BUF_INIT(2 * NAME_CAP);
	size_t shown = min_size(to, from + SHOWN), width = 0;

	for (size_t i = from; i < shown; i++) {
		buf_clear(&name);
		add_model(&name, p->candidates[i].model);
		add_effort(&p->candidates[i], &name);
		width = name.len > width ? name.len : width;
	}
	width = min_size(width, 48);
	for (size_t i = from; i < shown; i++)
		add_row(p, &p->candidates[i], width, out);
	if (to > shown)
		buf_addf(out, "  and %zu more (--json has them all)\n",
			 to - shown);
	buf_release(&name);
}

/* The runner-up: how it differs from the chosen one. */
static void add_next(const struct plan *p, struct buf *out)
{
	const struct candidate *c = p->candidates;
	double points = (c[1].quality - c->quality) * 100;

	buf_adds(out, "next        ");
	add_model(out, c[1].model);
	add_difference(c, c + 1, out);
	buf_adds(out, points < 0 ? ", " : ", +");
	add_fixed(out, points, 1);
	buf_adds(out, " points\n");
}

static const struct {
	const char *before, *after;
	enum figure figure;
} flips[] = {
	[FLIP_HARDER] = { "for a difficulty over ", "", RATIO },
	[FLIP_EASIER] = { "for a difficulty under ", "", RATIO },
	[FLIP_WIDER] = { "with a quality gap of ", " points", POINTS },
	[FLIP_NARROWER] = { "with a quality gap of less than ",
			    " points", POINTS },
	[FLIP_PRICE] = { "if that cost over ", " less", PERCENT },
	[FLIP_CEILING] = { "if the ceiling allowed ", "", MONEY },
};

static void add_flip(const struct plan *p, const struct flip *f,
		     struct buf *out)
{
	bool same = p->usable && p->candidates[0].model == f->to;

	buf_adds(out, "otherwise   it would be ");
	if (same)
		buf_adds(out, "the same model");
	else
		add_model(out, f->to);
	if (same || f->effort != EFFORT_DEFAULT)
		add_at_effort(f->effort, out);
	if (f->kind == FLIP_PRICE && f->at < 0.0005) {
		buf_adds(out, " if that cost less\n");
		return;
	}
	buf_addf(out, " %s", flips[f->kind].before);
	add_figure(out, flips[f->kind].figure, f->at);
	buf_addf(out, "%s\n", flips[f->kind].after);
}

void explain_route(const struct verdict *v, bool forced, const struct plan *p,
		   const struct flip *f, struct buf *out)
{
	add_task(v, forced, p, out);
	add_rule(p, out);
	if (p->usable) {
		buf_adds(out, "\n   chance      cost  model\n");
		add_rows(p, 0, p->usable, out);
	} else {
		buf_adds(out, "\nno model may serve it\n");
	}
	if (p->count > p->usable) {
		buf_adds(out, "\nruled out\n");
		add_rows(p, p->usable, p->count, out);
	}
	if (p->usable > 1 || f->kind != FLIP_NONE)
		buf_adds(out, "\n");
	if (p->usable > 1)
		add_next(p, out);
	if (f->kind != FLIP_NONE)
		add_flip(p, f, out);
}
