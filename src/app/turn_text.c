#include "app/turn_text.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "app/when.h"
#include "base/clock.h"
#include "base/json.h"
#include "route/explain.h"
#include "view/term.h"

#define LABEL 11		/* cells of "documents  " */

const char *turn_status(const struct turn_row *r)
{
	if (!r->finish || !strcmp(r->finish, "error"))
		return r->error ? r->error : "error";
	return strcmp(r->finish, "stop") ? r->finish : "ok";
}

const char *turn_rating(const struct logged_turn *t)
{
	if (!t->rating)
		return NULL;
	return t->rating > 0 ? "good" : "bad";
}

/* The --json object as it was kept, or NULL: then the columns must do. */
static int read_report(const struct turn_row *r, struct json **out,
		       struct err *err)
{
	*out = NULL;
	if (!r->report.len ||
	    !json_parse(r->report.ptr, r->report.len, out, err))
		return 0;
	if (err->kind == ERR_INTERNAL)
		return -1;
	err_clear(err);
	return 0;
}

static void add_documents(struct json_writer *w, const struct turn_row *r)
{
	json_begin(w, "documents", '[');
	for (size_t i = 0; i < r->doc_count; i++) {
		json_begin(w, NULL, '{');
		json_add_str(w, "name", r->docs[i].name);
		json_add_int(w, "bytes", (long long)r->docs[i].size);
		json_add_str(w, "fnv1a64", r->docs[i].hash);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void add_kept(struct json_writer *w, const char *name,
		     const struct turn_row *r, struct text t)
{
	if (r->meta)
		json_add_null(w, name);
	else
		json_add_text(w, name, t);
}

int turn_json(struct json_writer *w, const struct logged_turn *t,
	      struct err *err)
{
	static const char *const kept[] = {
		"route", "model", "served", "effort", "usage", "cost_usd",
		"ms", "attempts", "error"
	};
	struct json *report;
	char iso[CLOCK_ISO_SIZE];

	if (read_report(&t->row, &report, err))
		return -1;
	json_begin(w, NULL, '{');
	json_add_int(w, "v", 1);
	json_add_str(w, "id", t->row.id);
	json_add_str(w, "session", t->session_name ? t->session_name :
		     t->session);
	add_kept(w, "answer", &t->row, t->row.answer);
	json_add_str(w, "finish", t->row.finish);
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		json_copy(w, kept[i], json_get(report, kept[i]));
	clock_iso(t->row.at / 1000, iso);
	json_add_str(w, "time", iso);
	json_add_str(w, "command", t->row.command);
	json_add_str(w, "session_id", t->session);
	add_kept(w, "ask", &t->row, t->row.ask);
	add_kept(w, "system", &t->row, t->row.system);
	add_documents(w, &t->row);
	json_add_str(w, "vendor", t->row.vendor);
	json_add_str(w, "family", t->row.family);
	json_add_number(w, "strongest_usd", t->row.strongest);
	json_add_str(w, "rating", turn_rating(t));
	json_end(w, '}');
	json_free(report);
	return 0;
}

/* A page being written. */
struct page {
	struct buf *out;
	bool terminal, styled;
};

/* "task       "; the value follows. */
static void label(struct page *p, const char *name)
{
	buf_addf(p->out, "%s%-*s%s", term_sgr(TERM_BOLD, p->styled), LABEL,
		 name, term_sgr(TERM_PLAIN, p->styled));
}

/* Outside text within a line. */
static void add_words(struct page *p, struct text t)
{
	char safe[512];

	buf_add(p->out, safe, text_safe_line(safe, sizeof(safe), t.ptr,
					     t.len));
}

static void add_word(struct page *p, const char *word)
{
	add_words(p, text_of(word));
}

static void add_text(struct page *p, struct text t)
{
	struct safe s = SAFE_INIT;

	if (!p->terminal) {
		buf_add(p->out, t.ptr, t.len);
	} else {
		safe_feed(&s, t.ptr, t.len, p->out);
		safe_end(&s, p->out);
	}
	if (p->out->len && p->out->ptr[p->out->len - 1] != '\n')
		buf_addch(p->out, '\n');
}

static void add_block(struct page *p, const char *title, struct text t)
{
	buf_addf(p->out, "\n%s%s:%s\n", term_sgr(TERM_BOLD, p->styled), title,
		 term_sgr(TERM_PLAIN, p->styled));
	add_text(p, t);
}

static void add_count(struct page *p, int64_t n, const char *what)
{
	if (n < 0)
		buf_addf(p->out, "unknown %s", what);
	else
		buf_addf(p->out, "%" PRId64 " %s", n, what);
}

static void add_seconds(struct page *p, double ms)
{
	buf_addf(p->out, "%.2f s", ms / 1000);
}

static void show_session(struct page *p, const struct logged_turn *t)
{
	if (!t->session)
		return;
	label(p, "session");
	if (t->session_name) {
		add_word(p, t->session_name);
		buf_adds(p->out, ", ");
	}
	add_word(p, t->session);
	buf_addch(p->out, '\n');
}

static void show_task(struct page *p, const struct turn_row *r,
		      const struct json *report)
{
	double confidence;
	struct text forced;

	label(p, "task");
	buf_adds(p->out, task_name(r->task) ? task_name(r->task) : "-");
	if (json_text_at(report, "route.forced", &forced) &&
	    text_is(forced, "task"))
		buf_adds(p->out, " (named by -t)");
	else if (json_number(json_at(report, "route.confidence"),
			     &confidence))
		buf_addf(p->out, " %.2f", confidence);
	if (!isnan(r->difficulty))
		buf_addf(p->out, ", difficulty %.2f", r->difficulty);
	buf_addch(p->out, '\n');
}

static void show_model(struct page *p, const struct turn_row *r)
{
	label(p, "model");
	add_word(p, r->model ? r->model : "none");
	if (r->effort) {
		buf_adds(p->out, ", effort ");
		add_word(p, r->effort);
	}
	if (r->served) {
		buf_adds(p->out, ", served by ");
		add_word(p, r->served);
	}
	buf_addch(p->out, '\n');
}

static void show_status(struct page *p, const struct turn_row *r,
			const struct json *report)
{
	struct text message;

	label(p, "status");
	add_word(p, turn_status(r));
	buf_addf(p->out, ", exit %d", r->status);
	if (json_text_at(report, "error.message", &message)) {
		buf_adds(p->out, ": ");
		add_words(p, message);
	}
	buf_addch(p->out, '\n');
}

static void show_cost(struct page *p, const struct turn_row *r)
{
	label(p, "tokens");
	add_count(p, r->input, "in");
	if (r->cached > 0)
		buf_addf(p->out, " (%" PRId64 " cached)", r->cached);
	buf_adds(p->out, ", ");
	add_count(p, r->output, "out");
	buf_addch(p->out, '\n');
	label(p, "cost");
	explain_money(r->cost, p->out);
	if (!isnan(r->strongest)) {
		buf_adds(p->out, ", of the strongest ");
		explain_money(r->strongest, p->out);
	}
	buf_addch(p->out, '\n');
	if (r->total_ms < 0)
		return;
	label(p, "took");
	add_seconds(p, (double)r->total_ms);
	if (r->first_ms >= 0) {
		buf_adds(p->out, ", to the first text ");
		add_seconds(p, (double)r->first_ms);
	}
	buf_addch(p->out, '\n');
}

static void show_attempt(struct page *p, const struct json *a)
{
	struct text model, error;
	long long http;
	double ms;

	json_text_at(a, "model", &model);
	if (!json_text_at(a, "error", &error))
		error = TEXT_LIT("ok");
	add_words(p, model);
	buf_adds(p->out, ": ");
	add_words(p, error);
	if (json_integer(json_get(a, "status"), &http))
		buf_addf(p->out, ", HTTP %lld", http);
	if (json_number(json_get(a, "ms"), &ms)) {
		buf_adds(p->out, ", ");
		add_seconds(p, ms);
	}
	buf_addch(p->out, '\n');
}

static void show_attempts(struct page *p, const struct json *report)
{
	const struct json *all = json_at(report, "attempts");

	for (size_t i = 0; i < json_len(all); i++) {
		label(p, i ? "" : "attempts");
		show_attempt(p, json_index(all, i));
	}
}

static void show_documents(struct page *p, const struct turn_row *r)
{
	for (size_t i = 0; i < r->doc_count; i++) {
		const char *name = r->docs[i].name;

		label(p, i ? "" : "documents");
		add_word(p, *name ? name : "standard input");
		buf_addf(p->out, ", %zu bytes\n", r->docs[i].size);
	}
}

static void show_time(struct page *p, const struct turn_row *r)
{
	char at[WHEN_SIZE];

	when_show(r->at, at);
	label(p, "time");
	buf_addf(p->out, "%s\n", at);
}

static void show_texts(struct page *p, const struct turn_row *r)
{
	if (r->meta) {
		buf_adds(p->out, "\nIts texts were not kept.\n");
		return;
	}
	if (r->system.len)
		add_block(p, "system", r->system);
	add_block(p, "ask", r->ask);
	add_block(p, "answer", r->answer);
}

int turn_page(struct buf *out, const struct logged_turn *t, bool terminal,
	      bool styled, struct err *err)
{
	struct page p = { .out = out, .terminal = terminal, .styled = styled };
	const struct turn_row *r = &t->row;
	struct json *report;

	if (read_report(r, &report, err))
		return -1;
	label(&p, "id");
	add_word(&p, r->id);
	buf_addch(out, '\n');
	show_time(&p, r);
	show_session(&p, t);
	show_task(&p, r, report);
	show_model(&p, r);
	show_status(&p, r, report);
	show_cost(&p, r);
	show_attempts(&p, report);
	show_documents(&p, r);
	if (t->rating) {
		label(&p, "rating");
		buf_addf(out, "%s\n", turn_rating(t));
	}
	show_texts(&p, r);
	json_free(report);
	return 0;
}

void turn_talk(struct buf *out, const struct logged_turn *t, bool terminal,
	       bool styled)
{
	struct page p = { .out = out, .terminal = terminal, .styled = styled };
	const struct turn_row *r = &t->row;

	show_time(&p, r);
	show_model(&p, r);
	if (strcmp(turn_status(r), "ok") != 0)
		show_status(&p, r, NULL);
	show_documents(&p, r);
	show_texts(&p, r);
}
