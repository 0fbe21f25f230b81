#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "store/state.h"

/* Can it stand in a field, and will state_parse() take it? */
static bool is_name(const char *s)
{
	return *s && strlen(s) <= MODEL_NAME_MAX && !strpbrk(s, "\t\n");
}

static void add_real(struct buf *out, double v)
{
	if (isfinite(v) && v >= 0)
		buf_addf(out, "\t%.12g", v);
	else
		buf_adds(out, "\t-");
}

/* A line into `line`, which stays empty for what no line can hold. */

static void cooldown_line(const struct cooldown *c, struct buf *line)
{
	if (!is_name(c->endpoint) || (c->id && !is_name(c->id)) ||
	    !is_name(c->why) || c->until < 0)
		return;
	buf_addf(line, "cooldown\t%s\t%s\t%" PRId64 "\t%u\t%s\n", c->endpoint,
		 c->id ? c->id : "", c->until, c->failures, c->why);
}

static void pace_line(const struct pace *p, struct buf *line)
{
	if (!is_name(p->model))
		return;
	buf_addf(line, "pace\t%s", p->model);
	add_real(line, p->first_ms);
	add_real(line, p->rate);
	buf_addch(line, '\n');
}

static void habit_line(const struct habit *h, struct buf *line)
{
	if (!is_name(h->family) || !task_name(h->task))
		return;
	buf_addf(line, "habit\t%s\t%s", h->family, task_name(h->task));
	add_real(line, h->length);
	buf_addf(line, "\t%u\t%u\n", h->good, h->bad);
}

static void quirk_line(const struct quirk *q, struct buf *line)
{
	if (is_name(q->model) && is_name(q->field))
		buf_addf(line, "quirk\t%s\t%s\n", q->model, q->field);
}

static void spent_line(const struct state *st, struct buf *line)
{
	buf_addf(line, "spent\t%ld\t%ld", st->day, st->month);
	add_real(line, st->spent_day);
	add_real(line, st->spent_month);
	buf_addch(line, '\n');
}

struct output {
	struct buf *out;
	struct buf line;
	size_t lines;
};

/* What is over a cap is left out: it is the oldest of its kind. */
static void end_line(struct output *o)
{
	if (!o->line.over && o->lines < STATE_LINES &&
	    o->out->len + o->line.len <= STATE_MAX) {
		buf_add(o->out, o->line.ptr, o->line.len);
		o->lines += o->line.len != 0;
	}
	buf_clear(&o->line);
}

void state_format(const struct state *st, struct buf *out)
{
	struct output o = { .out = out, .line = BUF_INIT(STATE_MAX),
			    .lines = 1 };

	buf_adds(out, "shunt-state 1\n");
	spent_line(st, &o.line);
	end_line(&o);
	for (size_t i = 0; i < st->cooldown_count; i++) {
		cooldown_line(&st->cooldowns[i], &o.line);
		end_line(&o);
	}
	for (size_t i = 0; i < st->habit_count; i++) {
		habit_line(&st->habits[i], &o.line);
		end_line(&o);
	}
	for (size_t i = 0; i < st->quirk_count; i++) {
		quirk_line(&st->quirks[i], &o.line);
		end_line(&o);
	}
	for (size_t i = 0; i < st->pace_count; i++) {
		pace_line(&st->paces[i], &o.line);
		end_line(&o);
	}
	buf_release(&o.line);
}
