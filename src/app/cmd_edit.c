#include <math.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/edit_ask.h"
#include "app/edit_files.h"
#include "app/note.h"
#include "app/process.h"
#include "app/report.h"
#include "base/file.h"
#include "base/json.h"
#include "view/highlight.h"
#include "view/plain.h"
#include "view/term.h"

/* One call of `shunt edit`. */
struct edit {
	struct app *app;
	struct edit_files files;
	struct edit_ask ask;
	struct buf instruction;
	bool written;
};

static const char *status_of(const struct edit_file *f)
{
	return f->gone ? "deleted" : f->exists ? "modified" : "added";
}

static void add_file(struct json_writer *w, const struct edit_file *f)
{
	json_begin(w, NULL, '{');
	json_add_text(w, "name", text_of(f->patch_name));
	json_add_str(w, "status", status_of(f));
	json_add_int(w, "added", (long long)f->count.added);
	json_add_int(w, "removed", (long long)f->count.removed);
	json_end(w, '}');
}

static int print_json(struct edit *e, const struct err *outcome,
		      struct err *err)
{
	const struct text none = TEXT_LIT("");
	struct buf out = BUF_INIT(MAX_REQUEST);
	struct json_writer w = JSON_WRITER_INIT(&out);
	bool good = !outcome->kind;
	int rc;

	json_begin(&w, NULL, '{');
	json_add_int(&w, "v", 1);
	json_add_text(&w, "patch", good ? text_of_buf(&e->files.patch) : none);
	json_begin(&w, "files", '[');
	for (size_t i = 0; good && i < e->files.count; i++)
		if (e->files.list[i].changed)
			add_file(&w, &e->files.list[i]);
	json_end(&w, ']');
	json_add_bool(&w, "applied", e->written);
	json_add_str(&w, "model", *e->ask.by ? e->ask.by : NULL);
	json_add_int(&w, "asked", e->ask.asked);
	json_add_number(&w, "cost_usd", e->ask.cost);
	report_error(&w, "error", NULL, outcome);
	json_end(&w, '}');
	buf_addch(&out, '\n');
	rc = buf_check(&out, "the JSON", err);
	if (!rc)
		rc = fd_write_all(STDOUT_FILENO, out.ptr, out.len, NULL,
				  &process_stop, err);
	buf_wipe(&out);
	return rc;
}

/* For a terminal: each line made safe, and coloured. */
static int print_styled(const struct edit *e, struct err *err)
{
	bool light = term_is_light((enum term_ground)e->app->set->background);
	struct buf clean = BUF_INIT(MAX_REQUEST), out = BUF_INIT(MAX_REQUEST);
	struct safe safe = SAFE_INIT;
	struct highlight h;
	const char *p, *end, *lf;
	int rc;

	safe_feed(&safe, e->files.patch.ptr, e->files.patch.len, &clean);
	safe_end(&safe, &clean);
	rc = buf_check(&clean, "the patch", err);
	highlight_begin(&h, TEXT_LIT("diff"));
	end = clean.ptr + clean.len;
	for (p = clean.ptr; !rc && p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (!lf)
			lf = end;
		highlight_line(&h, (struct text){ p, (size_t)(lf - p) },
			       light, &out);
		buf_addch(&out, '\n');
	}
	if (!rc)
		rc = buf_check(&out, "the patch", err);
	if (!rc)
		rc = fd_write_all(STDOUT_FILENO, out.ptr, out.len, NULL,
				  &process_stop, err);
	buf_wipe(&clean);
	buf_wipe(&out);
	return rc;
}

static int print_patch(const struct edit *e, struct err *err)
{
	struct plain plain;
	int rc;

	if (term_styled(STDOUT_FILENO, (enum term_color)e->app->set->color))
		return print_styled(e, err);
	plain_init(&plain, STDOUT_FILENO, isatty(STDOUT_FILENO) == 1,
		   &process_stop);
	rc = plain.sink.text(&plain.sink, text_of_buf(&e->files.patch), err);
	if (!rc)
		rc = plain.sink.end(&plain.sink, true, err);
	plain_release(&plain);
	return rc;
}

/* What came of it, in a line for each file. */
static void say_files(const struct edit *e, void (*say)(const char *fmt, ...))
{
	for (size_t i = 0; i < e->files.count; i++) {
		const struct edit_file *f = &e->files.list[i];

		if (f->changed)
			say("%s %s (+%zu -%zu)", f->name, status_of(f),
			    f->count.added, f->count.removed);
	}
}

static bool has_changed(const struct edit *e)
{
	for (size_t i = 0; i < e->files.count; i++)
		if (e->files.list[i].changed)
			return true;
	return false;
}

static int finish(struct edit *e, struct err *err)
{
	const struct settings *set = e->app->set;

	if (!has_changed(e)) {
		note("nothing to change, says %s", e->ask.by);
		return 0;
	}
	if (!set->apply) {
		if (edit_files_same(&e->files, err))
			return -1;
		say_files(e, note_verbose);
		return set->check || set->json ? 0 : print_patch(e, err);
	}
	if (edit_files_write(&e->files, err))
		return -1;
	e->written = true;
	say_files(e, note);
	return 0;
}

static int usage(const struct app *app, const char *what, struct err *err)
{
	struct buf words = BUF_INIT(120);

	for (size_t i = 0; i < app->word_count; i++)
		buf_addf(&words, " %s", app->words[i]);
	err_set(err, ERR_USAGE, "%s: shunt edit FILE ... -- INSTRUCTION; to "
		"ask: shunt \"edit%s%s\"", what, words.ptr,
		words.over ? "..." : "");
	buf_release(&words);
	return -1;
}

/* Files, "--", and what to do with them. */
static int read_words(struct edit *e, struct err *err)
{
	const struct app *app = e->app;
	const struct settings *set = app->set;

	if (app->words_before == app->word_count)
		return usage(app, "what is to be done stands behind --", err);
	if (!app->words_before)
		return usage(app, "the files stand before --", err);
	for (size_t i = app->words_before; i < app->word_count; i++)
		buf_addf(&e->instruction, "%s%s", e->instruction.len ? " " :
			 "", app->words[i]);
	if (!text_trim(text_of_buf(&e->instruction)).len)
		return usage(app, "what is to be done stands behind --", err);
	if (set->apply && set->check)
		return err_set(err, ERR_USAGE, "--apply and --check exclude "
			       "each other");
	for (size_t i = 0; set->apply && i < app->words_before; i++)
		if (!strcmp(app->words[i], "-"))
			return err_set(err, ERR_USAGE, "standard input is no "
				       "file that --apply could write");
	return buf_check(&e->instruction, "the prompt", err);
}

static int run(struct edit *e, struct err *err)
{
	if (read_words(e, err) ||
	    edit_files_read(&e->files, e->app->words, e->app->words_before,
			    err))
		return -1;
	for (size_t i = 0; i < e->files.count; i++)
		if (!e->files.list[i].exists)
			note("'%s' is not there; it may be made",
			     e->files.list[i].name);
	e->ask.instruction = e->instruction.ptr;
	return edit_ask(&e->ask, err) || finish(e, err) ? -1 : 0;
}

int cmd_edit(struct app *app, struct err *err)
{
	struct edit e = { .app = app, .instruction = BUF_INIT(MAX_PROMPT) };
	struct err late = ERR_INIT;
	int rc;

	e.ask = (struct edit_ask){ .app = app, .files = &e.files,
				   .cost = NAN };
	rc = run(&e, err);
	if (app->set->json && err->kind != ERR_STOPPED &&
	    print_json(&e, err, &late) && !rc) {
		*err = late;
		rc = -1;
	}
	edit_files_release(&e.files);
	buf_release(&e.instruction);
	return rc;
}
