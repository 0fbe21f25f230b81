#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/note.h"
#include "app/refresh.h"
#include "app/roster.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/catalog.h"
#include "store/state.h"
#include "view/term.h"

#define NAME_WIDTH 46

/* What a row shows: the entry, and what is known beside it. */
struct row {
	const struct entry *entry;
	const struct config *cfg;
	const struct cooldown *rest;	/* in force; or NULL */
	const struct pace *pace;	/* or NULL */
	long long rest_s;		/* seconds of `rest` that are left */
};

static int by_name(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c = strcmp(x->model.endpoint, y->model.endpoint);

	return c ? c : strcmp(x->model.id, y->model.id);
}

/* All that the catalog has, beside what is switched on. */
static void add_rest(struct roster *r, const struct config *cfg)
{
	struct model m;
	size_t it = 0;

	while (catalog_next(NULL, &it, &m)) {
		const struct preset *p = preset_by_name(m.endpoint);

		if (!p || !p->dialect || config_place(cfg, m.endpoint))
			continue;
		r->entries = xreallocarray(r->entries, r->count + 1,
					   sizeof(*r->entries));
		r->entries[r->count++] = (struct entry){ .model = m };
	}
}

static bool is_on(const struct entry *e)
{
	return e->place ? !e->place->key_missing :
	       (e->model.flags & MODEL_BUILTIN) != 0;
}

static void look_up(struct row *row, const struct entry *e,
		    const struct config *cfg, const struct state *st)
{
	const struct model *m = &e->model;
	const struct cooldown *c = state_cooldown(st, m->endpoint, m->id);
	int64_t now = clock_wall() * 1000;

	*row = (struct row){ .entry = e, .cfg = cfg };
	row->pace = state_pace(st, m->endpoint, m->id);
	if (!c || c->until <= now || !is_on(e))
		return;
	row->rest = c;
	row->rest_s = (c->until - now + 999) / 1000;
}

/* The next name that config.ini has for it, or NULL. */
static const char *next_alias(const struct row *row, size_t *it)
{
	const struct model *m = &row->entry->model;

	while (*it < row->cfg->model_count) {
		const struct model_section *s = &row->cfg->models[(*it)++];

		if (!strcmp(s->model.endpoint, m->endpoint) &&
		    !strcmp(s->model.id, m->id))
			return s->name;
	}
	return NULL;
}

static void print_price(const struct model *m, double usd)
{
	if (model_is_local(m))
		printf("%9s", "free");
	else if (isnan(usd))
		printf("%9s", "-");
	else
		printf("%9.6g", usd);
}

/* Behind the columns, what only some have. */
static void print_rest(const struct row *row)
{
	const char *alias;
	char safe[256];
	size_t it = 0;

	if (!is_on(row->entry))
		printf("  off");
	for (alias = next_alias(row, &it); alias;
	     alias = next_alias(row, &it)) {
		safe[text_safe_line(safe, sizeof(safe), alias,
				    strlen(alias))] = '\0';
		printf("  alias %s", safe);
	}
	if (row->pace && !isnan(row->pace->first_ms))
		printf("  first token in %.1f s", row->pace->first_ms / 1000);
	if (row->rest)
		printf("  cooling down for %lld s after: %s", row->rest_s,
		       row->rest->why);
}

static void print_row(const struct row *row, int width, bool styled)
{
	const struct model *m = &row->entry->model;
	char name[256], safe[256];
	bool on = is_on(row->entry);

	model_name(m, name, sizeof(name));
	safe[text_safe_line(safe, sizeof(safe), name, strlen(name))] = '\0';
	printf("%s%-*s", term_sgr(on ? TERM_PLAIN : TERM_DIM, styled), width,
	       safe);
	print_price(m, m->price.input);
	print_price(m, m->price.output);
	if (m->context)
		printf("%9ld", m->context);
	else
		printf("%9s", "-");
	for (int t = 0; t < TASK_COUNT; t++)
		printf("%4.0f", m->skill[t] * 100);
	print_rest(row);
	printf("%s\n", term_sgr(TERM_PLAIN, styled));
}

/* Of the column of names: the longest, within what a line has room for. */
static int name_width(const struct roster *r)
{
	size_t most = 5;

	for (size_t i = 0; i < r->count; i++) {
		const struct model *m = &r->entries[i].model;
		size_t len = strlen(m->endpoint) + 1 + strlen(m->id);

		most = len > most ? len : most;
	}
	return most < NAME_WIDTH ? (int)most : NAME_WIDTH;
}

static void print_table(const struct roster *r, const struct config *cfg,
			const struct state *st, bool styled)
{
	struct row row;
	int width = name_width(r);

	printf("%s%-*s%9s%9s%9s%4s%4s%4s%4s%s\n",
	       term_sgr(TERM_BOLD, styled), width, "model", "USD in", "out",
	       "context", "rea", "cod", "sum", "gen",
	       term_sgr(TERM_PLAIN, styled));
	for (size_t i = 0; i < r->count; i++) {
		look_up(&row, &r->entries[i], cfg, st);
		print_row(&row, width, styled);
	}
}

static void add_health(struct json_writer *w, const struct row *row)
{
	json_add_number(w, "first_ms", row->pace ? row->pace->first_ms : NAN);
	json_add_number(w, "tokens_per_second",
			row->pace ? row->pace->rate : NAN);
	if (!row->rest) {
		json_add_null(w, "cooldown");
		return;
	}
	json_begin(w, "cooldown", '{');
	json_add_int(w, "seconds", row->rest_s);
	json_add_str(w, "after", row->rest->why);
	json_add_int(w, "failures", row->rest->failures);
	json_end(w, '}');
}

static void add_row(struct json_writer *w, const struct row *row)
{
	const struct model *m = &row->entry->model;
	const char *alias;
	size_t it = 0;
	char name[256];

	model_name(m, name, sizeof(name));
	json_begin(w, NULL, '{');
	json_add_str(w, "model", name);
	json_add_str(w, "family", m->family);
	json_add_str(w, "vendor", m->vendor);
	json_begin(w, "aliases", '[');
	for (alias = next_alias(row, &it); alias;
	     alias = next_alias(row, &it))
		json_add_str(w, NULL, alias);
	json_end(w, ']');
	json_add_bool(w, "on", is_on(row->entry));
	json_add_number(w, "price_in", m->price.input);
	json_add_number(w, "price_out", m->price.output);
	json_add_number(w, "price_cached", m->price.cached);
	json_add_int(w, "context", m->context);
	json_add_int(w, "max_output", m->max_output);
	json_begin(w, "skill", '{');
	for (int t = 0; t < TASK_COUNT; t++)
		json_add_number(w, task_name((enum task)t), m->skill[t]);
	json_end(w, '}');
	add_health(w, row);
	json_end(w, '}');
}

static void print_json(const struct roster *r, const struct config *cfg,
		       const struct state *st)
{
	struct buf out = BUF_INIT(MAX_HELD);
	struct json_writer w = JSON_WRITER_INIT(&out);
	struct row row;

	json_begin(&w, NULL, '{');
	json_add_str(&w, "catalog", catalog_date());
	json_begin(&w, "models", '[');
	for (size_t i = 0; i < r->count; i++) {
		look_up(&row, &r->entries[i], cfg, st);
		add_row(&w, &row);
	}
	json_end(&w, ']');
	json_end(&w, '}');
	printf("%s\n", out.ptr);
	buf_release(&out);
}

/* The vendors whose key would switch more models on. */
static void print_keys(void)
{
	printf("\nTo switch an endpoint on, set its key:\n");
	for (const struct preset *p = presets; p->name; p++)
		if (p->key_env && p->dialect && !p->by_section)
			printf("  %-12s %s%s%s%s\n", p->name, p->key_env,
			       preset_also(p) ? " (and " : "",
			       preset_also(p) ? preset_also(p) : "",
			       preset_also(p) ? ")" : "");
	printf("or write [endpoint.NAME] into config.ini (shunt config init); "
	       "adapters without a\nkey:");
	for (const struct preset *p = presets; p->name; p++)
		if (!p->key_env && p->dialect)
			printf(" %s", p->name);
	putchar('\n');
}

int cmd_models(struct app *app, struct err *err)
{
	bool styled = term_styled(1, (enum term_color)app->set->color);
	struct roster r;
	struct state st;
	long days;

	if (app->set->refresh && app->set->all)
		return err_set(err, ERR_USAGE, "--all or --refresh, not both");
	if (app->set->refresh)
		return models_refresh(app, err);
	state_read(&st);
	roster_build(&r, &app->cfg);
	if (!app->set->all && !app->cfg.policy.offline)
		roster_ask_local(&r, &app->cfg);
	if (app->set->all)
		add_rest(&r, &app->cfg);
	qsort(r.entries, r.count, sizeof(*r.entries), by_name);
	if (app->set->json) {
		print_json(&r, &app->cfg, &st);
	} else {
		print_table(&r, &app->cfg, &st, styled);
		if (app->set->all)
			print_keys();
	}
	days = catalog_age_days((time_t)clock_wall());
	if (days > CATALOG_OLD)
		note("prices and models are of %s, %ld days old; [model.NAME] "
		     "in config.ini says better", catalog_date(), days);
	roster_release(&r);
	state_release(&st);
	return 0;
}
