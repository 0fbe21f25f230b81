#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/budget.h"
#include "app/listing.h"
#include "app/note.h"
#include "app/process.h"
#include "app/secrets.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "conf/config.h"
#include "model/catalog.h"
#include "route/explain.h"
#include "store/state.h"
#include "store/store.h"
#include "view/term.h"
#include "wire/http.h"

#define DOCTOR_MS 15000
#define SKEW_MOST 300.0	/* s; AWS takes five minutes, too */
#define CALLS 9		/* most for one endpoint */
#define STORE_MS 1000	/* to wait for another process that writes */

/* Each thing looked at is a finding; the first that failed is the status. */
struct findings {
	struct json_writer *json;	/* or NULL: print lines */
	bool styled;
	struct err first;
};

/* With --json the object stays open, for more members. */
static void open_finding(struct findings *f, const char *what,
			 const struct err *err, const char *fine)
{
	const char *say = err->kind ? err->msg : fine;
	char line[1024], safe[1024];

	if (err->kind && !f->first.kind)
		f->first = *err;
	if (f->json) {
		json_begin(f->json, NULL, '{');
		json_add_str(f->json, "check", what);
		json_add_bool(f->json, "ok", !err->kind);
		json_add_str(f->json, "message", say);
		return;
	}
	snprintf(line, sizeof(line), "%s: %s", what, say);
	printf("%s%s%s  ", term_sgr(err->kind ? TERM_RED : TERM_GREEN,
				    f->styled), err->kind ? "bad " : "good",
	       term_sgr(TERM_PLAIN, f->styled));
	safe[text_safe_line(safe, sizeof(safe), line, strlen(line))] = '\0';
	puts(safe);
}

static void close_finding(struct findings *f)
{
	if (f->json)
		json_end(f->json, '}');
}

static void add_finding(struct findings *f, const char *what,
			const struct err *err, const char *fine)
{
	open_finding(f, what, err, fine);
	close_finding(f);
}

static void count_model(void *ctx, const char *id, long context)
{
	size_t *n = ctx;

	(void)id;
	(void)context;
	++*n;
}

/* What is special to clouds; "" where nothing is. */
static const char *cloud_step(const struct listing *l)
{
	const struct place *p = l->place;

	if (l->err.kind == ERR_NOMODEL && l->model.id &&
	    p->ep.preset->flags & ENDPOINT_DEPLOYMENTS)
		return "; no deployment has that name: it is the one that was "
		       "given to it, not that of its model";
	if (l->err.kind == ERR_NOMODEL && p->signer == SIGNER_OCI)
		return "; that region has no such model, or no policy lets "
		       "the user call it in that compartment";
	if (l->err.kind == ERR_AUTH && p->signer == SIGNER_OCI)
		return "; the key must be that of the fingerprint, the user "
		       "of the tenancy, and the clock within five minutes";
	if (l->err.kind == ERR_NET && p->ep.preset->region_url &&
	    strstr(l->err.msg, "resolve"))
		return "; the region may be misspelt, or have no such service";
	return "";
}

/* What to do about it, in words; "" where the message says all. */
static const char *next_step(const struct listing *l)
{
	const char *cloud = cloud_step(l);

	if (*cloud)
		return cloud;
	if (l->err.kind == ERR_AUTH && l->failure.http == 403)
		return "; the key is known, but may not list models: ask for "
		       "that right where it was made, or just ask a model";
	if (l->err.kind == ERR_AUTH && l->place->signer == SIGNER_AWS &&
	    !l->failure.http)
		return "";
	if (l->err.kind == ERR_AUTH && !credentials_source(&l->proof))
		return "; it wants a key: name one in api_key_env, "
		       "api_key_file or api_key_cmd";
	if (l->err.kind == ERR_AUTH)
		return "; it is wrong, was withdrawn, or is another vendor's: "
		       "put a new one there";
	if (l->err.kind == ERR_NET && strstr(l->err.msg, "certificate"))
		return "; ca_file names an authority of one's own, and a "
		       "clock that is wrong makes good certificates bad";
	if (l->err.kind == ERR_NOMODEL)
		return "; base_url may end wrongly (it mostly ends with /v1)";
	return "";
}

/* "the key from SOURCE was refused: HTTP 401: WORDS; what to do". */
static void explain(struct listing *l)
{
	const char *source = credentials_source(&l->proof);
	const char *advice = l->failure.advice;
	const char *next;
	char words[sizeof(l->err.msg)], who[200] = "", http[24] = "";
	char doubt[80];
	size_t used;

	credentials_doubt(&l->proof, clock_wall(), doubt, sizeof(doubt));
	if (l->err.kind != ERR_AUTH)
		doubt[0] = '\0';
	if (*doubt)
		advice = NULL;
	next = *doubt ? doubt : advice ? advice : next_step(l);
	if (l->err.kind == ERR_AUTH && source)
		snprintf(who, sizeof(who), "the key from %s was refused: ",
			 source);
	if (l->failure.http && l->err.kind != ERR_PROTO)
		snprintf(http, sizeof(http), "HTTP %d: ", l->failure.http);
	used = strlen(who) + strlen(http) + strlen(next);
	used = used < sizeof(words) - 40 ? used : sizeof(words) - 40;
	words[text_safe_line(words, sizeof(words) - used, l->err.msg,
			     strlen(l->err.msg))] = '\0';
	err_set(&l->err, l->err.kind, "%s%s%s%s%s", who, http, words,
		advice ? "; " : "", next);
}

/* What was looked at: "endpoint azure", "model azure/prod". */
static void put_what(const struct listing *l, char *out, size_t cap)
{
	snprintf(out, cap, "%s %s%s%s", l->model.id ? "model" : "endpoint",
		 l->place->ep.name, l->model.id ? "/" : "",
		 l->model.id ? l->model.id : "");
}

static void judge(struct findings *f, struct listing *l)
{
	const char *source = credentials_source(&l->proof);
	char what[300], fine[400];
	size_t n = 0;

	put_what(l, what, sizeof(what));
	if (!l->err.kind && !l->model.id &&
	    listing_models(l, count_model, &n, &l->err))
		err_prefix(&l->err, "its list of models");
	if (l->err.kind)
		explain(l);
	if (l->model.id)
		snprintf(fine, sizeof(fine), "is there, and answered %s%s%sin "
			 "%lld ms", source ? "the key from " : "",
			 source ? source : "", source ? " " : "", l->ms);
	else
		snprintf(fine, sizeof(fine), "answered %s%s%sin %lld ms with "
			 "%zu model%s", source ? "the key from " : "",
			 source ? source : "", source ? " " : "", l->ms, n,
			 n == 1 ? "" : "s");
	open_finding(f, what, &l->err, fine);
	if (f->json) {
		json_add_str(f->json, "endpoint", l->place->ep.name);
		json_add_str(f->json, "model", l->model.id);
		json_add_str(f->json, "base_url", l->place->ep.base_url);
		json_add_str(f->json, "key_source", source);
		json_add_int(f->json, "http", l->failure.http);
		json_add_int(f->json, "ms", l->ms);
		json_add_int(f->json, "models", (long long)n);
	}
	close_finding(f);
}

/* "2 h 5 min", "7 min" */
static void put_span(double seconds, char *out, size_t cap)
{
	long long min = llround(fabs(seconds) / 60);

	if (min >= 48 * 60)
		snprintf(out, cap, "%lld days", min / (24 * 60));
	else if (min >= 60)
		snprintf(out, cap, "%lld h %lld min", min / 60, min % 60);
	else
		snprintf(out, cap, "%lld min", min);
}

/*
 * Our clock against those of the replies. One server that differs is its own
 * affair; when all do, the clock that is wrong is ours.
 */
static void check_clock(struct findings *f, const struct listing *lists,
			size_t count)
{
	const struct listing *near = NULL;
	struct err err = ERR_INIT;
	char fine[200], span[40];

	for (size_t i = 0; i < count; i++)
		if (!isnan(lists[i].ahead) &&
		    (!near || fabs(lists[i].ahead) < fabs(near->ahead)))
			near = &lists[i];
	if (!near)
		return;
	put_span(near->ahead, span, sizeof(span));
	snprintf(fine, sizeof(fine), "within %.0f s of %s's",
		 fabs(near->ahead), near->place->ep.name);
	if (fabs(near->ahead) > SKEW_MOST)
		err_set(&err, ERR_CONFIG, "this machine's clock is %s %s %s's "
			"(by the Date of its reply): certificates and signed "
			"requests fail so; set it, or let it be set "
			"(timedatectl set-ntp true)", span,
			near->ahead > 0 ? "behind" : "ahead of",
			near->place->ep.name);
	open_finding(f, "clock", &err, fine);
	if (f->json)
		json_add_number(f->json, "ahead_seconds", -near->ahead);
	close_finding(f);
}

/*
 * The calls that tell of a place: its list of models, and where that tells
 * nothing of those that are asked, each of these that has a section.
 */
static size_t start_place(struct listing *lists, struct http *loop,
			  const struct config *cfg, const struct place *p,
			  long connect_ms)
{
	const struct dialect *d = dialect_of(&p->ep, NULL);
	bool has_list = d->models_path || d->models_url;
	size_t n = 0, it = 0;
	struct model m;

	if (has_list)
		listing_start(&lists[n++], loop, p, NULL, connect_ms,
			      DOCTOR_MS);
	if (has_list && !(p->ep.preset->flags & ENDPOINT_DEPLOYMENTS))
		return n;
	for (size_t i = 0; i < cfg->model_count && n < CALLS; i++)
		if (!strcmp(cfg->models[i].model.endpoint, p->ep.name))
			listing_probe(&lists[n++], loop, p,
				      &cfg->models[i].model, connect_ms,
				      DOCTOR_MS);
	if (!n && catalog_next(p->ep.preset->name, &it, &m))
		listing_probe(&lists[n++], loop, p, &m, connect_ms,
			      DOCTOR_MS);
	return n;
}

static void check_endpoints(struct findings *f, const struct config *cfg,
			    struct http *loop, long connect_ms)
{
	struct listing *lists = xcalloc(CALLS * cfg->place_count,
					sizeof(*lists));
	struct err err = ERR_INIT;
	size_t count = 0;

	for (size_t i = 0; i < cfg->place_count; i++)
		count += start_place(lists + count, loop, cfg,
				     &cfg->places[i], connect_ms);
	if (http_run(loop, listing_check, NULL, &err))
		f->first = err;
	for (size_t i = 0; i < count; i++) {
		if (!err.kind)
			judge(f, &lists[i]);
		listing_release(&lists[i]);
	}
	if (!err.kind)
		check_clock(f, lists, count);
	free(lists);
}

/* Without a call: only whether a key is there; its command is not run. */
static void check_keys(struct findings *f, const struct config *cfg)
{
	for (size_t i = 0; i < cfg->place_count; i++) {
		struct credentials proof = CREDENTIALS_INIT;
		const char *source;
		struct err err = ERR_INIT;
		char what[128], fine[256];

		snprintf(what, sizeof(what), "endpoint %s",
			 cfg->places[i].ep.name);
		if (cfg->places[i].section &&
		    cfg->places[i].section->api_key_cmd) {
			add_finding(f, what, &err, "has its key from "
				    "api_key_cmd; not run, not called "
				    "(offline)");
			continue;
		}
		if (cfg->places[i].signer == SIGNER_AWS) {
			add_finding(f, what, &err, "is signed with AWS's keys; "
				    "not looked for, not called (offline)");
			continue;
		}
		if (!credentials_find(&proof, &cfg->places[i], &process_stop,
				      &err))
			err_clear(&err);
		source = credentials_source(&proof);
		if (source)
			snprintf(fine, sizeof(fine), "has a key from %s; not "
				 "called (offline)", source);
		open_finding(f, what, &err, source ? fine :
			     "needs no key; not called (offline)");
		if (f->json)
			json_add_str(f->json, "key_source", source);
		close_finding(f);
		credentials_release(&proof);
	}
}

/* Can it be written, or made, where it is not there yet? */
static bool is_writable(const char *folder)
{
	char *path = xstrdup(folder), *slash;
	bool good;

	while (access(path, F_OK)) {
		slash = strrchr(path, '/');
		if (!slash || slash == path)
			break;
		*slash = '\0';
	}
	good = !access(path, W_OK | X_OK);
	free(path);
	return good;
}

static void check_history(struct findings *f, const struct settings *set)
{
	static const char *const kept[] = {
		[LOG_FULL] = "", [LOG_META] = ", without words (log = meta)",
		[LOG_OFF] = ", where nothing is added (log = off)",
	};
	char *folder = store_folder();
	struct buf fine = BUF_INIT(4096 + 400);
	struct store *db = NULL;
	struct err err = ERR_INIT;

	if (!folder) {
		add_finding(f, "history", &err, "no HOME, so none is kept");
		return;
	}
	if (!store_open(&db, 0, STORE_MS, &process_stop, &err) &&
	    !is_writable(folder))
		err_set(&err, ERR_IO, "%s cannot be written: answers come, "
			"but no log, sessions or budgets", folder);
	buf_addf(&fine, "%s in %s%s", db ? "sound," : "none yet; it will be",
		 folder, kept[set->log]);
	add_finding(f, "history", &err, fine.ptr);
	store_close(db);
	buf_release(&fine);
	free(folder);
}

static void check_secrets(struct findings *f, const struct config *cfg)
{
	static const char *const means[] = {
		[SECRETS_SEND] = "sent as they stand in a prompt",
		[SECRETS_REDACT] = "masked before a prompt leaves",
		[SECRETS_LOCAL] = "prompts with some stay local",
		[SECRETS_REFUSE] = "prompts with some are refused",
	};
	enum secrets_policy policy = secrets_policy(cfg);
	struct err err = ERR_INIT;
	char fine[160];

	snprintf(fine, sizeof(fine), "%s (secrets = %s)", means[policy],
		 secrets_words[policy]);
	open_finding(f, "secrets", &err, fine);
	if (f->json)
		json_add_str(f->json, "policy", secrets_words[policy]);
	close_finding(f);
}

/* "$0.12 today, of $1.00"; the latter where there is a limit. */
static void add_spent(struct buf *out, double spent, const char *span,
		      double limit)
{
	explain_money(spent, out);
	buf_addf(out, " %s", span);
	if (isnan(limit))
		return;
	buf_adds(out, spent < limit ? ", of " : ", used up, of ");
	explain_money(limit, out);
}

static void check_money(struct findings *f, const struct settings *set)
{
	struct buf fine = BUF_INIT(400);
	struct err err = ERR_INIT;
	struct budget b;
	struct state st;

	state_read(&st);
	budget_read(&b, set, &st, clock_wall());
	buf_adds(&fine, "spent ");
	add_spent(&fine, b.spent_day, "today", set->budget_day);
	buf_adds(&fine, "; ");
	add_spent(&fine, b.spent_month, "this month", set->budget_month);
	if (!isnan(set->max_cost)) {
		buf_adds(&fine, "; an answer may cost ");
		explain_money(set->max_cost, &fine);
	}
	open_finding(f, "money", &err, fine.ptr);
	if (f->json) {
		json_add_number(f->json, "spent_day", b.spent_day);
		json_add_number(f->json, "budget_day", set->budget_day);
		json_add_number(f->json, "spent_month", b.spent_month);
		json_add_number(f->json, "budget_month", set->budget_month);
		json_add_number(f->json, "max_cost", set->max_cost);
	}
	close_finding(f);
	state_release(&st);
	buf_release(&fine);
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
	check_history(f, rc ? app->set : &fresh.defaults);
	if (!rc) {
		check_secrets(f, &fresh);
		check_money(f, &fresh.defaults);
	}
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
