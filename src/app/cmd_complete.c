#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/complete_ask.h"
#include "app/cursor.h"
#include "app/note.h"
#include "app/process.h"
#include "app/prompt.h"
#include "base/json.h"
#include "base/mem.h"
#include "local/complete.h"
#include "view/plain.h"

#define EMBEDDED "builtin/complete"
#define TIMEOUT_MS 10000	/* an editor waits */

/* The texts of one call. */
struct completing {
	struct app *app;
	struct complete_job job;
	struct cursor cursor;
	struct buf text, behind;	/* all; or --prefix and --suffix */
	struct buf *others;
	const char **names;
	struct text *texts;
	size_t crlf, lf;		/* lines that end so */
	size_t stdin_users;
	struct buf out;
};

static int read_text(struct completing *c, const char *name, struct buf *out,
		     struct err *err)
{
	if (!strcmp(name, "-") && c->stdin_users++)
		return err_set(err, ERR_USAGE,
			       "standard input is named more than once");
	if (prompt_read_text(name, out, err))
		return -1;
	cursor_plain_lines(out, &c->crlf, &c->lf);
	return 0;
}

static int read_parts(struct completing *c, struct err *err)
{
	const struct settings *set = c->app->set;

	if (c->app->word_count)
		return err_set(err, ERR_USAGE, "FILE:LINE goes without "
			       "--prefix and --suffix");
	if (set->prefix && read_text(c, set->prefix, &c->text, err))
		return -1;
	if (set->suffix && read_text(c, set->suffix, &c->behind, err))
		return -1;
	c->job.name = set->prefix && strcmp(set->prefix, "-") ? set->prefix :
		      "";
	c->job.prefix = text_of_buf(&c->text);
	c->job.suffix = text_of_buf(&c->behind);
	return 0;
}

static void split(struct completing *c, size_t at, size_t skip)
{
	c->job.prefix = (struct text){ c->text.ptr, at };
	c->job.suffix = (struct text){ c->text.ptr + at + skip,
				       c->text.len - at - skip };
}

static int read_marked(struct completing *c, struct err *err)
{
	const char *mark = c->app->set->cursor;
	size_t at;

	if (isatty(STDIN_FILENO) == 1)
		return err_set(err, ERR_USAGE, "nothing to complete: give "
			       "FILE:LINE[:COL], or pipe a text in with %s in "
			       "it", mark);
	if (read_text(c, "-", &c->text, err) ||
	    cursor_mark(text_of_buf(&c->text), mark, &at, err))
		return -1;
	c->job.name = "";
	split(c, at, strlen(mark));
	return 0;
}

static int read_at(struct completing *c, struct err *err)
{
	size_t at;

	if (cursor_parse(c->app->words[0], &c->cursor, err) ||
	    read_text(c, c->cursor.file, &c->text, err) ||
	    cursor_find(&c->cursor, text_of_buf(&c->text), &at, err))
		return -1;
	c->job.name = strcmp(c->cursor.file, "-") ? c->cursor.file : "";
	split(c, at, 0);
	return 0;
}

static int read_others(struct completing *c, struct err *err)
{
	const struct words *files = &c->app->set->file;

	c->others = xcalloc(files->count, sizeof(*c->others));
	c->names = xcalloc(files->count, sizeof(*c->names));
	c->texts = xcalloc(files->count, sizeof(*c->texts));
	for (size_t i = 0; i < files->count; i++) {
		buf_init(&c->others[i], MAX_PROMPT);
		c->job.count = i + 1;
		if (read_text(c, files->items[i], &c->others[i], err))
			return -1;
		c->names[i] = files->items[i];
		c->texts[i] = text_of_buf(&c->others[i]);
	}
	c->job.names = c->names;
	c->job.texts = c->texts;
	return 0;
}

static int read_all(struct completing *c, struct err *err)
{
	const struct settings *set = c->app->set;
	int rc;

	if (set->prefix || set->suffix)
		rc = read_parts(c, err);
	else if (c->app->word_count && strcmp(c->app->words[0], "-"))
		rc = read_at(c, err);
	else
		rc = read_marked(c, err);
	return rc ? rc : read_others(c, err);
}

/* Whoever types waits: less time and less thought, unless asked for. */
static void hurry(struct app *app)
{
	struct settings *set = app->set;

	if (!app_given(app, "timeout") &&
	    (!set->timeout || set->timeout > TIMEOUT_MS))
		set->timeout = TIMEOUT_MS;
	if (set->effort == EFFORT_DEFAULT)
		set->effort = EFFORT_NONE;
}

static int ask_embedded(struct completing *c, struct err *err)
{
	const struct complete_in in = {
		.prefix = c->job.prefix, .suffix = c->job.suffix,
		.others = c->job.texts, .other_count = c->job.count,
	};

	snprintf(c->job.by, sizeof(c->job.by), EMBEDDED);
	complete_text(&in, &c->out);
	if (buf_check(&c->out, "the text to insert", err))
		return -1;
	if (c->out.len)
		return 0;
	err_set(err, ERR_NOCAND, EMBEDDED " has no good guess from the text "
		"alone%s", c->app->cfg.place_count ? "" :
		"; shunt doctor says how to connect a model");
	/* an editor that asks at each pause need not hear it each time */
	note("%s", err->msg);
	c->app->said = true;
	return -1;
}

static bool is_embedded(const struct app *app)
{
	const struct words *named = &app->set->model;

	return named->count == 1 && !strcmp(named->items[0], EMBEDDED);
}

static int complete(struct completing *c, struct err *err)
{
	int rc = 1;

	if (!is_embedded(c->app)) {
		hurry(c->app);
		rc = complete_ask(&c->job, &c->out, err);
	}
	return rc > 0 ? ask_embedded(c, err) : rc;
}

static void end_lines(struct completing *c, struct buf *out)
{
	for (size_t i = 0; i < c->out.len; i++) {
		if (c->out.ptr[i] == '\n' && c->crlf > c->lf)
			buf_addch(out, '\r');
		buf_addch(out, c->out.ptr[i]);
	}
}

static int print(struct completing *c, struct err *err)
{
	struct buf text = BUF_INIT(MAX_HELD), line = BUF_INIT(MAX_REQUEST);
	struct json_writer w = JSON_WRITER_INIT(&line);
	struct plain plain;
	int rc;

	end_lines(c, &text);
	if (c->app->set->json) {
		json_begin(&w, NULL, '{');
		json_add_int(&w, "v", 1);
		json_add_text(&w, "insert", text_of_buf(&text));
		json_add_str(&w, "model", c->job.by);
		json_end(&w, '}');
		buf_addch(&line, '\n');
	}
	plain_init(&plain, STDOUT_FILENO, isatty(STDOUT_FILENO) == 1,
		   &process_stop);
	rc = buf_check(&text, "the text to insert", err);
	if (!rc)
		rc = buf_check(&line, "the JSON", err);
	if (!rc)
		rc = plain.sink.text(&plain.sink, text_of_buf(
			c->app->set->json ? &line : &text), err);
	if (!rc)
		rc = plain.sink.end(&plain.sink, true, err);
	plain_release(&plain);
	buf_release(&text);
	buf_release(&line);
	return rc;
}

static void completing_release(struct completing *c)
{
	for (size_t i = 0; i < c->job.count; i++)
		buf_release(&c->others[i]);
	free(c->others);
	free(c->names);
	free(c->texts);
	free(c->cursor.file);
	buf_release(&c->text);
	buf_release(&c->behind);
	buf_release(&c->out);
}

int cmd_complete(struct app *app, struct err *err)
{
	struct completing c = {
		.app = app, .job = { .app = app },
		.text = BUF_INIT(MAX_PROMPT), .behind = BUF_INIT(MAX_PROMPT),
		.out = BUF_INIT(MAX_HELD),
	};
	struct err late = ERR_INIT;
	int rc = read_all(&c, err);

	if (!rc)
		rc = complete(&c, err);
	if (!rc && !c.out.len)
		note("%s has nothing to insert there", c.job.by);
	if ((!rc || err->kind == ERR_LENGTH) && print(&c, &late)) {
		*err = late;
		rc = -1;
	}
	completing_release(&c);
	return rc;
}
