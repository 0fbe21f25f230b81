#include "app/refresh.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/listing.h"
#include "app/note.h"
#include "app/process.h"
#include "app/roster.h"
#include "base/json.h"
#include "base/mem.h"
#include "model/catalog.h"
#include "view/term.h"

#define LIST_MS 15000	/* for each list; they come at the same time */
#define PASTED 3	/* sections shown for one endpoint */
#define LISTED_MOST 20000	/* models read of one list */

struct listed {
	char *id;
	long context;	/* 0: not said */
	bool known;
};

/* One endpoint, its list, and what that says of our own. */
struct report {
	const struct roster *roster;
	struct listing list;
	struct listed *models;
	size_t count, fresh;
	bool waits;	/* for progress: its end was not yet told */
};

static void take_model(void *ctx, const char *id, long context)
{
	struct report *r = ctx;

	if (r->count == LISTED_MOST)
		return;
	r->models = xreallocarray(r->models, r->count + 1,
				  sizeof(*r->models));
	r->models[r->count++] = (struct listed){ .id = xstrdup(id),
						 .context = context };
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct listed *)a)->id,
		      ((const struct listed *)b)->id);
}

static bool has_entry(const struct report *r, const char *id)
{
	for (size_t i = 0; i < r->roster->count; i++) {
		const struct entry *e = &r->roster->entries[i];

		if (e->place == r->list.place && !strcmp(e->model.id, id))
			return true;
	}
	return false;
}

/* By its id here, or by another name that the catalog has for it. */
static bool is_known(const struct report *r, const char *id)
{
	const struct place *p = r->list.place;
	struct model m;

	return has_entry(r, id) ||
	       (roster_knows(r->roster, p) &&
		catalog_find(p->ep.preset->name, id, &m));
}

/*
 * A local server's models are used as it lists them, so none of them is new
 * but where the user chose some himself.
 */
static bool takes_all(const struct report *r)
{
	return r->list.place->ep.flags & ENDPOINT_LOCAL &&
	       !roster_knows(r->roster, r->list.place);
}

/* Not listed, not under another date either ("claude-opus-5-20260801"). */
static bool is_gone(const struct report *r, const struct model *m)
{
	const char *family;

	for (size_t i = 0; i < r->count; i++) {
		if (!strcmp(r->models[i].id, m->id))
			return false;
		family = catalog_family(r->models[i].id);
		if (family && m->family && !strcmp(family, m->family))
			return false;
	}
	return r->count > 0;	/* an empty list says nothing */
}

static const struct model *next_gone(const struct report *r, size_t *it)
{
	while (*it < r->roster->count) {
		const struct entry *e = &r->roster->entries[(*it)++];

		if (e->place == r->list.place && is_gone(r, &e->model))
			return &e->model;
	}
	return NULL;
}

static void compare(struct report *r)
{
	struct listing *l = &r->list;

	if (!l->err.kind && listing_models(l, take_model, r, &l->err))
		err_prefix(&l->err, "its list of models");
	if (r->count)
		qsort(r->models, r->count, sizeof(*r->models), by_id);
	for (size_t i = 0; i < r->count; i++) {
		struct listed *m = &r->models[i];

		m->known = takes_all(r) || is_known(r, m->id) ||
			   (i && !strcmp(m->id, r->models[i - 1].id));
		r->fresh += !m->known;
	}
}

static void print_safe(const char *before, const char *s, const char *after)
{
	char safe[512];

	safe[text_safe_line(safe, sizeof(safe), s, strlen(s))] = '\0';
	printf("%s%s%s", before, safe, after);
}

/* An alias from an id: what stands after its last slash, in plain letters. */
static void print_alias(const char *id)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	const char *slash = strrchr(id, '/');
	size_t n = 0;

	for (id = slash && slash[1] ? slash + 1 : id; *id && n < 40; id++, n++)
		putchar(strchr(plain, *id) ? *id : '-');
}

static void print_sections(const struct report *r)
{
	const char *name = r->list.place->ep.name;
	size_t shown = 0;

	for (size_t i = 0; i < r->count && shown < PASTED; i++) {
		const struct listed *m = &r->models[i];

		if (m->known)
			continue;
		printf("\n%s[model.", shown++ ? "" :
		       "For the router to choose it, paste into config.ini, "
		       "with its price:\n\n");
		print_alias(name);
		putchar('-');
		print_alias(m->id);
		print_safe("]\nendpoint = ", name, "\n");
		print_safe("id = ", m->id, "\n#price_in =\n#price_out =\n");
	}
	if (r->fresh > shown)
		printf("\nand likewise for the other %zu\n",
		       r->fresh - shown);
}

static void print_fresh(const struct report *r, const struct listed *m)
{
	const char *family = catalog_family(m->id);

	print_safe("  new   ", r->list.place->ep.name, "/");
	print_safe("", m->id, "");
	if (m->context)
		printf("  %ld tokens", m->context);
	if (family)
		print_safe("  of the family ", family, "");
	putchar('\n');
}

static void print_report(const struct report *r, bool styled)
{
	const struct listing *l = &r->list;
	const struct model *m;
	size_t it = 0;

	printf("%s", term_sgr(TERM_BOLD, styled));
	print_safe("", l->place->ep.name, term_sgr(TERM_PLAIN, styled));
	if (l->err.kind) {
		print_safe(": ", l->err.msg, "\n");
		return;
	}
	printf(": lists %zu, %zu new (%lld ms)\n", r->count, r->fresh, l->ms);
	for (size_t i = 0; i < r->count; i++)
		if (!r->models[i].known)
			print_fresh(r, &r->models[i]);
	for (m = next_gone(r, &it); m; m = next_gone(r, &it)) {
		print_safe("  gone  ", l->place->ep.name, "/");
		print_safe("", m->id, "\n");
	}
	print_sections(r);
}

static void add_name(struct json_writer *w, const char *name,
		     const char *endpoint, const char *id)
{
	json_open_text(w, name);
	json_more_text(w, text_of(endpoint));
	json_more_text(w, TEXT_LIT("/"));
	json_more_text(w, text_of(id));
	json_close_text(w);
}

static void add_fresh(struct json_writer *w, const struct report *r,
		      const struct listed *m)
{
	json_begin(w, NULL, '{');
	add_name(w, "model", r->list.place->ep.name, m->id);
	json_add_str(w, "family", catalog_family(m->id));
	if (m->context)
		json_add_int(w, "context", m->context);
	else
		json_add_null(w, "context");
	json_end(w, '}');
}

static void add_report(struct json_writer *w, const struct report *r)
{
	const struct listing *l = &r->list;
	const struct model *gone;
	size_t it = 0;

	json_begin(w, NULL, '{');
	json_add_str(w, "endpoint", l->place->ep.name);
	json_add_bool(w, "ok", !l->err.kind);
	json_add_str(w, "message", l->err.kind ? l->err.msg : NULL);
	json_add_int(w, "ms", l->ms);
	json_add_int(w, "listed", (long long)r->count);
	json_begin(w, "new", '[');
	for (size_t i = 0; i < r->count; i++)
		if (!r->models[i].known)
			add_fresh(w, r, &r->models[i]);
	json_end(w, ']');
	json_begin(w, "gone", '[');
	for (gone = next_gone(r, &it); gone && !l->err.kind;
	     gone = next_gone(r, &it))
		add_name(w, NULL, l->place->ep.name, gone->id);
	json_end(w, ']');
	json_end(w, '}');
}

struct progress {
	struct report *reports;
	size_t count, done;
};

/* On a terminal, a line for each that has answered: the rest is waited for. */
static int watch(void *ctx, struct err *err)
{
	struct progress *p = ctx;

	for (size_t i = 0; i < p->count; i++) {
		struct report *r = &p->reports[i];

		if (!r->waits || !r->list.done)
			continue;
		r->waits = false;
		note("%zu of %zu: %s", ++p->done, p->count,
		     r->list.place->ep.name);
	}
	return listing_check(NULL, err);
}

static int ask_all(struct progress *p, struct app *app, struct err *err)
{
	bool tells = isatty(STDERR_FILENO) && !app->set->json;
	struct http *loop;
	int rc;

	if (http_new(&loop, true, err))
		return -1;
	for (size_t i = 0; i < p->count; i++) {
		p->reports[i].waits = tells;
		listing_start(&p->reports[i].list, loop, &app->cfg.places[i],
			      NULL, app->set->connect_timeout, LIST_MS);
	}
	rc = http_run(loop, watch, p, err);
	for (size_t i = 0; i < p->count && !rc; i++)
		compare(&p->reports[i]);
	for (size_t i = 0; i < p->count; i++)
		listing_release(&p->reports[i].list);
	http_free(loop);
	return rc;
}

static void print_all(const struct progress *p, const struct app *app)
{
	bool styled = term_styled(1, (enum term_color)app->set->color);
	struct buf out = BUF_INIT(MAX_HELD);
	struct json_writer w = JSON_WRITER_INIT(&out);

	if (!app->set->json) {
		for (size_t i = 0; i < p->count; i++)
			print_report(&p->reports[i], styled);
		return;
	}
	json_begin(&w, NULL, '{');
	json_add_str(&w, "catalog", catalog_date());
	json_begin(&w, "endpoints", '[');
	for (size_t i = 0; i < p->count; i++)
		add_report(&w, &p->reports[i]);
	json_end(&w, ']');
	json_end(&w, '}');
	printf("%s\n", out.ptr);
	buf_release(&out);
}

static int first_failure(const struct progress *p, struct err *err)
{
	for (size_t i = 0; i < p->count; i++) {
		if (!p->reports[i].list.err.kind)
			continue;
		*err = p->reports[i].list.err;
		err->msg[0] = '\0';	/* it was said */
		return -1;
	}
	return 0;
}

static int check_allowed(const struct app *app, struct err *err)
{
	if (app->set->offline || app->cfg.policy.offline)
		return err_set(err, ERR_NOCAND, "offline: no endpoint is "
			       "asked");
	if (!app->cfg.place_count)
		return err_set(err, ERR_NOCAND, "no endpoint is switched on "
			       "that could be asked; shunt models --all lists "
			       "them");
	return 0;
}

int models_refresh(struct app *app, struct err *err)
{
	struct progress p = { .count = app->cfg.place_count };
	struct roster roster;
	int rc;

	if (check_allowed(app, err))
		return -1;
	roster_build(&roster, &app->cfg);
	p.reports = xcalloc(p.count, sizeof(*p.reports));
	for (size_t i = 0; i < p.count; i++)
		p.reports[i].roster = &roster;
	rc = ask_all(&p, app, err);
	if (!rc) {
		print_all(&p, app);
		rc = first_failure(&p, err);
	}
	for (size_t i = 0; i < p.count; i++) {
		for (size_t k = 0; k < p.reports[i].count; k++)
			free(p.reports[i].models[k].id);
		free(p.reports[i].models);
	}
	free(p.reports);
	roster_release(&roster);
	return rc;
}
