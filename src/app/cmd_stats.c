#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/budget.h"
#include "app/note.h"
#include "app/tally.h"
#include "app/turns.h"
#include "base/clock.h"
#include "base/json.h"
#include "route/explain.h"
#include "store/state.h"
#include "view/bar.h"
#include "view/cells.h"
#include "view/term.h"
#include "view/wrap.h"

#define DEFAULT_WIDTH 80	/* of sentences that go into a pipe */
#define BAR_CELLS 24		/* at most */
#define NAME_LEAST 12
#define BAR_LEAST 8		/* kept free for it, before long names */

static void read_budget(const struct app *app, struct budget *b)
{
	struct state st;

	state_read(&st);
	budget_read(b, app->set, &st, clock_wall());
	state_release(&st);
}

static int on_turn(void *ctx, const struct logged_turn *t, struct err *err)
{
	(void)err;
	tallies_add(ctx, &t->row);
	return 0;
}

static void add_quantiles(struct json_writer *w, const char *name,
			  const struct samples *s)
{
	json_begin(w, name, '{');
	if (s->count) {
		json_add_int(w, "p50", samples_percentile(s, 50));
		json_add_int(w, "p95", samples_percentile(s, 95));
	} else {
		json_add_null(w, "p50");
		json_add_null(w, "p95");
	}
	json_end(w, '}');
}

static double share_of(const struct tallies *t, const struct tally *g)
{
	return t->all.turns ? (double)g->turns / (double)t->all.turns : 0;
}

static void add_tally(struct json_writer *w, const struct tallies *t,
		      const struct tally *g)
{
	json_add_int(w, "asks", (long long)g->turns);
	json_add_number(w, "share", share_of(t, g));
	json_add_int(w, "failed", (long long)g->failed);
	json_add_number(w, "cost_usd", g->cost);
	json_add_int(w, "cost_unknown", (long long)g->cost_unknown);
	json_add_int(w, "input", g->input);
	json_add_int(w, "output", g->output);
	add_quantiles(w, "first_ms", &g->first);
	add_quantiles(w, "total_ms", &g->total);
	json_add_number(w, "tokens_per_second", tally_rate(g));
}

static void add_report(struct json_writer *w, const struct app *app,
		       const struct tallies *t, const struct budget *b)
{
	json_begin(w, NULL, '{');
	json_add_str(w, "by", by_words[t->by]);
	json_begin(w, "groups", '[');
	for (size_t i = 0; i < t->count; i++) {
		json_begin(w, NULL, '{');
		json_add_str(w, "name", t->groups[i].name);
		add_tally(w, t, &t->groups[i]);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_begin(w, "all", '{');
	add_tally(w, t, &t->all);
	json_end(w, '}');
	json_begin(w, "strongest", '{');
	json_add_int(w, "asks", (long long)t->compared);
	json_add_number(w, "cost_usd", t->compared_cost);
	json_add_number(w, "strongest_usd", t->compared_strongest);
	json_add_number(w, "saved_usd", t->compared_strongest -
			t->compared_cost);
	json_end(w, '}');
	json_begin(w, "spent", '{');
	json_add_number(w, "day_usd", b->spent_day);
	json_add_number(w, "month_usd", b->spent_month);
	json_add_number(w, "budget_day_usd", app->set->budget_day);
	json_add_number(w, "budget_month_usd", app->set->budget_month);
	json_end(w, '}');
	json_end(w, '}');
}

/* How the table is drawn. */
struct table {
	const struct app *app;
	const struct tallies *t;
	struct buf *out;
	size_t width, name_width;
	bool terminal, styled, blocks;
};

static void put_asks(struct table *tb, const struct tally *g)
{
	cells_addf(tb->out, 6, "%zu", g->turns);
}

static void put_share(struct table *tb, const struct tally *g)
{
	cells_addf(tb->out, 6, "%.0f %%", 100 * share_of(tb->t, g));
}

/* "+" is for those whose cost is not known. */
static void put_cost(struct table *tb, const struct tally *g)
{
	struct buf money = BUF_INIT(64);

	explain_money(g->cost, &money);
	cells_addf(tb->out, 9, "%s%s", money.ptr, g->cost_unknown ? "+" : "");
	buf_release(&money);
}

static void put_seconds(struct table *tb, const struct samples *s,
			unsigned percent)
{
	int64_t ms = samples_percentile(s, percent);

	if (ms < 0)
		cells_addf(tb->out, 7, "-");
	else
		cells_addf(tb->out, 7, "%.2f", (double)ms / 1000);
}

static void put_first(struct table *tb, const struct tally *g)
{
	put_seconds(tb, &g->first, 50);
}

static void put_first_95(struct table *tb, const struct tally *g)
{
	put_seconds(tb, &g->first, 95);
}

static void put_total(struct table *tb, const struct tally *g)
{
	put_seconds(tb, &g->total, 50);
}

static void put_total_95(struct table *tb, const struct tally *g)
{
	put_seconds(tb, &g->total, 95);
}

static void put_rate(struct table *tb, const struct tally *g)
{
	double rate = tally_rate(g);

	if (isnan(rate))
		cells_addf(tb->out, 7, "-");
	else
		cells_addf(tb->out, 7, "%.1f", rate);
}

static void put_failed(struct table *tb, const struct tally *g)
{
	cells_addf(tb->out, 6, "%zu", g->failed);
}

static const struct column {
	const char *title;
	int width;
	size_t from;		/* on terminals of that width */
	void (*put)(struct table *tb, const struct tally *g);
} columns[] = {
	{ "asks", 6, 0, put_asks },
	{ "share", 6, 80, put_share },
	{ "cost", 9, 0, put_cost },
	{ "first s", 7, 72, put_first },
	{ "95 %", 7, 100, put_first_95 },
	{ "total s", 7, 55, put_total },
	{ "95 %", 7, 100, put_total_95 },
	{ "tok/s", 7, 90, put_rate },
	{ "failed", 6, 45, put_failed },
};

static bool is_shown(const struct table *tb, const struct column *c)
{
	return !tb->terminal || tb->width >= c->from;
}

/* The group with the most asks, the first, has the longest. */
static void add_bar(struct table *tb, const struct tally *g, size_t taken)
{
	size_t room = tb->width > taken + 1 ? tb->width - taken - 1 : 0;

	if (!tb->terminal || room < 4)
		return;
	buf_addf(tb->out, " %s", term_sgr(TERM_CYAN, tb->styled));
	bar_add(tb->out, (double)g->turns / (double)tb->t->groups[0].turns,
		room < BAR_CELLS ? room : BAR_CELLS, tb->blocks);
	buf_adds(tb->out, term_sgr(TERM_PLAIN, tb->styled));
}

static const char *name_of(const struct tally *g)
{
	return g->name ? g->name : "(none)";
}

static void add_row(struct table *tb, const struct tally *g, const char *name,
		    bool bar)
{
	size_t taken = tb->name_width;

	cells_add(tb->out, text_of(name), tb->name_width, CELLS_LEFT);
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		if (!is_shown(tb, &columns[i]))
			continue;
		columns[i].put(tb, g);
		taken += (size_t)columns[i].width + 1;
	}
	if (bar)
		add_bar(tb, g, taken);
	buf_addch(tb->out, '\n');
}

static void add_head(struct table *tb)
{
	buf_adds(tb->out, term_sgr(TERM_BOLD, tb->styled));
	cells_add(tb->out, text_of(by_words[tb->t->by]), tb->name_width,
		  CELLS_LEFT);
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (is_shown(tb, &columns[i]))
			buf_addf(tb->out, " %*s", columns[i].width,
				 columns[i].title);
	buf_addf(tb->out, "%s\n", term_sgr(TERM_PLAIN, tb->styled));
}

/* The longest name, or what a terminal's line has left beside a bar. */
static size_t fit_names(const struct table *tb)
{
	size_t most = strlen("(none)"), taken = 0;

	for (size_t i = 0; i < tb->t->count; i++) {
		size_t w = cells_width(text_of(name_of(&tb->t->groups[i])));

		most = w > most ? w : most;
	}
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (is_shown(tb, &columns[i]))
			taken += (size_t)columns[i].width + 1;
	taken += BAR_LEAST + 1;
	if (!tb->terminal || taken + most <= tb->width)
		return most;
	return tb->width > taken + NAME_LEAST ? tb->width - taken : NAME_LEAST;
}

static void add_money(struct buf *out, const char *before, double usd)
{
	buf_adds(out, before);
	explain_money(usd, out);
}

/* "Spent today $1.50 of $2.00", where there is a budget. */
static void add_spent(struct buf *out, const char *before, double usd,
		      double budget)
{
	add_money(out, before, usd);
	if (!isnan(budget))
		add_money(out, " of ", budget);
}

/* A sentence below the table, within the terminal's width. */
static void add_sentence(struct table *tb, struct buf *text)
{
	size_t width = tb->terminal ? tb->width : DEFAULT_WIDTH;

	wrap_line((struct text){ text->ptr, text->len }, 0, 0,
		  (unsigned)width, tb->out);
	buf_addch(tb->out, '\n');
	buf_clear(text);
}

static void add_summary(struct table *tb, const struct budget *b)
{
	const struct tallies *t = tb->t;
	double saved = t->compared_strongest - t->compared_cost;
	struct buf text = BUF_INIT(4096);

	if (t->all.cost_unknown) {
		buf_addf(&text, "+ and what %zu ask%s cost, which is not "
			 "known.", t->all.cost_unknown,
			 t->all.cost_unknown == 1 ? "" : "s");
		add_sentence(tb, &text);
	}
	if (t->compared_strongest > 0) {
		add_money(&text, saved < 0 ? "Lost " : "Saved ", fabs(saved));
		add_money(&text, " of the ", t->compared_strongest);
		buf_addf(&text, " that the strongest candidate would have "
			 "cost (over %zu of %zu asks, where both are known).",
			 t->compared, t->all.turns);
		add_sentence(tb, &text);
	}
	add_spent(&text, "Spent today ", b->spent_day,
		  tb->app->set->budget_day);
	add_spent(&text, ", this month ", b->spent_month,
		  tb->app->set->budget_month);
	buf_adds(&text, ".");
	add_sentence(tb, &text);
	buf_release(&text);
}

static void add_table(struct table *tb, const struct budget *b)
{
	tb->name_width = fit_names(tb);
	add_head(tb);
	for (size_t i = 0; i < tb->t->count; i++)
		add_row(tb, &tb->t->groups[i], name_of(&tb->t->groups[i]),
			true);
	if (tb->t->count > 1)
		add_row(tb, &tb->t->all, "all", false);
	buf_addch(tb->out, '\n');
	add_summary(tb, b);
}

static int print(const struct app *app, const struct tallies *t,
		 struct err *err)
{
	struct buf out = BUF_INIT(MAX_HELD);
	struct json_writer w = JSON_WRITER_INIT(&out);
	struct table tb = {
		.app = app, .t = t, .out = &out,
		.width = term_width(STDOUT_FILENO),
		.terminal = isatty(STDOUT_FILENO),
		.styled = term_styled(STDOUT_FILENO,
				      (enum term_color)app->set->color),
		.blocks = bar_locale_is_utf8(getenv("LC_ALL"),
					     getenv("LC_CTYPE"),
					     getenv("LANG")),
	};
	struct budget budget;
	int rc;

	read_budget(app, &budget);
	if (app->set->json) {
		add_report(&w, app, t, &budget);
		buf_addch(&out, '\n');
	} else if (t->all.turns) {
		add_table(&tb, &budget);
	}
	rc = turns_write(&out, "the table", err);
	buf_release(&out);
	return rc;
}

int cmd_stats(struct app *app, struct err *err)
{
	struct tallies t = TALLIES_INIT((enum tally_by)app->set->by);
	struct turn_query q;
	struct store *s = NULL;
	int rc;

	rc = turns_query(&q, app, err);
	if (!rc)
		rc = turns_open(&s, err);
	if (!rc && s)
		rc = store_turns(s, &q, on_turn, &t, err);
	if (!rc) {
		if (s && !t.all.turns)
			note("the log has nothing of that time");
		tallies_finish(&t);
		rc = print(app, &t, err);
	}
	store_close(s);
	tallies_release(&t);
	return rc;
}
