#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/listing.h"
#include "app/note.h"
#include "app/process.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "conf/config.h"
#include "model/catalog.h"
#include "view/term.h"
#include "wire/http.h"

#define DOCTOR_MS 15000

/* Each thing looked at is a finding; the first that failed is the status. */
struct findings {
	struct json_writer *json;	/* or NULL: print lines */
	bool styled;
	struct err first;
};

static void add_finding(struct findings *f, const char *what,
			const struct err *err, const char *fine)
{
	const char *say = err->kind ? err->msg : fine;
	char line[512], safe[512];

	if (err->kind && !f->first.kind)
		f->first = *err;
	if (f->json) {
		json_begin(f->json, NULL, '{');
		json_add_str(f->json, "check", what);
		json_add_bool(f->json, "ok", !err->kind);
		json_add_str(f->json, "message", say);
		json_end(f->json, '}');
		return;
	}
	snprintf(line, sizeof(line), "%s: %s", what, say);
	printf("%s%s%s  ", term_sgr(err->kind ? TERM_RED : TERM_GREEN,
				    f->styled), err->kind ? "bad " : "good",
	       term_sgr(TERM_PLAIN, f->styled));
	safe[text_safe_line(safe, sizeof(safe), line, strlen(line))] = '\0';
	puts(safe);
}

static void count_model(void *ctx, const char *id, long context)
{
	size_t *n = ctx;

	(void)id;
	(void)context;
	++*n;
}

static void judge(struct findings *f, struct listing *l)
{
	char what[128], fine[128];
	size_t n = 0;

	snprintf(what, sizeof(what), "endpoint %s", l->place->ep.name);
	if (!l->err.kind && listing_models(l, count_model, &n, &l->err))
		err_prefix(&l->err, "its list of models");
	if (l->err.kind == ERR_AUTH && l->key.bytes.len)
		err_prefix(&l->err, "the key from %s was refused",
			   l->key.source);
	snprintf(fine, sizeof(fine), "answered in %lld ms with %zu model%s",
		 l->ms, n, n == 1 ? "" : "s");
	add_finding(f, what, &l->err, fine);
}

static void check_endpoints(struct findings *f, const struct config *cfg,
			    struct http *loop, long connect_ms)
{
	struct listing *lists = xcalloc(cfg->place_count, sizeof(*lists));
	struct err err = ERR_INIT;

	for (size_t i = 0; i < cfg->place_count; i++)
		listing_start(&lists[i], loop, &cfg->places[i], NULL,
			      connect_ms, DOCTOR_MS);
	if (http_run(loop, listing_check, NULL, &err))
		f->first = err;
	for (size_t i = 0; i < cfg->place_count; i++) {
		if (!err.kind)
			judge(f, &lists[i]);
		listing_release(&lists[i]);
	}
	free(lists);
}

/* Without a call: only whether a key is there; its command is not run. */
static void check_keys(struct findings *f, const struct config *cfg)
{
	for (size_t i = 0; i < cfg->place_count; i++) {
		struct secret key = SECRET_INIT;
		struct err err = ERR_INIT;
		char what[128];

		snprintf(what, sizeof(what), "endpoint %s",
			 cfg->places[i].ep.name);
		if (cfg->places[i].section &&
		    cfg->places[i].section->api_key_cmd) {
			add_finding(f, what, &err, "has its key from "
				    "api_key_cmd; not run, not called "
				    "(offline)");
			continue;
		}
		if (!place_key(&cfg->places[i], &process_stop, &key, &err))
			err_clear(&err);
		add_finding(f, what, &err, key.bytes.len ?
			    "has a key; not called (offline)" :
			    "needs no key; not called (offline)");
		secret_release(&key);
	}
}

static void ignore_env(const char *name, const char *near)
{
	note("%s is no setting of shunt%s%s", name,
	     near ? "; did you mean " : "", near ? near : "");
}

static void check_all(struct findings *f, struct app *app)
{
	struct http *loop = NULL;
	struct err err = ERR_INIT;
	struct config fresh;
	char fine[160];
	int rc;

	rc = config_load(&fresh, app->envp, ignore_env, &err);
	add_finding(f, "configuration", &err, fresh.present ? fresh.path :
		    "no config.ini, and none is needed");
	err_clear(&err);
	if (!rc && !http_new(&loop, true, &err))
		err_clear(&err);
	if (!rc)
		add_finding(f, "libcurl", &err, "loads");
	snprintf(fine, sizeof(fine), "prices are of %s", catalog_date());
	err_clear(&err);
	add_finding(f, "catalog", &err, fine);
	if (!rc && !fresh.place_count)
		add_finding(f, "endpoints", &err, "none is switched on; the "
			    "embedded engine summarises (shunt models --all)");
	if (loop && fresh.place_count && !app->set->offline &&
	    !fresh.policy.offline)
		check_endpoints(f, &fresh, loop, app->set->connect_timeout);
	else if (!rc)
		check_keys(f, &fresh);
	http_free(loop);
	config_release(&fresh);
}

int cmd_doctor(struct app *app, struct err *err)
{
	struct buf out = BUF_INIT(MAX_HELD);
	struct json_writer w = JSON_WRITER_INIT(&out);
	struct findings f = {
		.json = app->set->json ? &w : NULL,
		.styled = term_styled(1, (enum term_color)app->set->color),
	};

	if (f.json) {
		json_begin(&w, NULL, '{');
		json_begin(&w, "checks", '[');
	}
	check_all(&f, app);
	if (f.json) {
		json_end(&w, ']');
		json_end(&w, '}');
		printf("%s\n", out.ptr);
	}
	buf_release(&out);
	if (!f.first.kind)
		return 0;
	*err = f.first;
	err->msg[0] = '\0';	/* it was said above */
	return -1;
}
