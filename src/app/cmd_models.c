#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/note.h"
#include "app/roster.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/catalog.h"
#include "view/term.h"

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

static void print_price(const struct model *m, double usd)
{
	if (model_is_local(m))
		printf("%9s", "free");
	else if (isnan(usd))
		printf("%9s", "-");
	else
		printf("%9.6g", usd);
}

static void print_entry(const struct entry *e, bool styled)
{
	const struct model *m = &e->model;
	char name[256], safe[256];
	bool on = is_on(e);

	model_name(m, name, sizeof(name));
	safe[text_safe_line(safe, sizeof(safe), name, strlen(name))] = '\0';
	printf("%s%-46s", term_sgr(on ? TERM_PLAIN : TERM_DIM, styled), safe);
	print_price(m, m->price.input);
	print_price(m, m->price.output);
	if (m->context)
		printf("%9ld", m->context);
	else
		printf("%9s", "-");
	for (int t = 0; t < TASK_COUNT; t++)
		printf("%4.0f", m->skill[t] * 100);
	printf("%s%s\n", on ? "" : "  off",
	       term_sgr(TERM_PLAIN, styled));
}

static void print_table(const struct roster *r, bool styled)
{
	printf("%s%-46s%9s%9s%9s%4s%4s%4s%4s%s\n",
	       term_sgr(TERM_BOLD, styled), "model", "USD in", "out",
	       "context", "rea", "cod", "sum", "gen",
	       term_sgr(TERM_PLAIN, styled));
	for (size_t i = 0; i < r->count; i++)
		print_entry(&r->entries[i], styled);
}

static void add_entry(struct json_writer *w, const struct entry *e)
{
	const struct model *m = &e->model;
	char name[256];

	model_name(m, name, sizeof(name));
	json_begin(w, NULL, '{');
	json_add_str(w, "model", name);
	json_add_str(w, "family", m->family);
	json_add_str(w, "vendor", m->vendor);
	json_add_bool(w, "on", is_on(e));
	json_add_number(w, "price_in", m->price.input);
	json_add_number(w, "price_out", m->price.output);
	json_add_number(w, "price_cached", m->price.cached);
	json_add_int(w, "context", m->context);
	json_add_int(w, "max_output", m->max_output);
	json_begin(w, "skill", '{');
	for (int t = 0; t < TASK_COUNT; t++)
		json_add_number(w, task_name((enum task)t), m->skill[t]);
	json_end(w, '}');
	json_end(w, '}');
}

static void print_json(const struct roster *r)
{
	struct buf out = BUF_INIT(MAX_HELD);
	struct json_writer w = JSON_WRITER_INIT(&out);

	json_begin(&w, NULL, '{');
	json_add_str(&w, "catalog", catalog_date());
	json_begin(&w, "models", '[');
	for (size_t i = 0; i < r->count; i++)
		add_entry(&w, &r->entries[i]);
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
		if (p->key_env && p->base_url)
			printf("  %-12s %s\n", p->name, p->key_env);
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
	long days;

	(void)err;
	roster_build(&r, &app->cfg);
	if (!app->set->all && !app->cfg.policy.offline)
		roster_ask_local(&r, &app->cfg);
	if (app->set->all)
		add_rest(&r, &app->cfg);
	qsort(r.entries, r.count, sizeof(*r.entries), by_name);
	if (app->set->json) {
		print_json(&r);
	} else {
		print_table(&r, styled);
		if (app->set->all)
			print_keys();
	}
	days = catalog_age_days((time_t)clock_wall());
	if (days > CATALOG_OLD)
		note("prices and models are of %s, %ld days old; [model.NAME] "
		     "in config.ini says better", catalog_date(), days);
	roster_release(&r);
	return 0;
}
