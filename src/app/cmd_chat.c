#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/chat.h"
#include "app/note.h"
#include "app/process.h"
#include "app/wishes.h"
#include "base/mem.h"
#include "route/explain.h"
#include "store/store.h"
#include "view/cells.h"
#include "view/term.h"

#define NAME_CELLS 40		/* of the model, in the prompt */
#define LEAST_SUM 0.0001	/* below it a sum is said to be less */

/* A sequence that takes no room, in the marks that readline knows. */
static void add_style(struct buf *out, enum term_style style, bool styled)
{
	if (styled)
		buf_addf(out, "\001%s\002", term_sgr(style, styled));
}

/* "auto $0.0012> ": the model, and what the chat has cost. */
static void make_prompt(const struct chat *c, struct buf *out)
{
	const struct settings *set = c->app->set;
	bool styled = term_styled(STDOUT_FILENO, (enum term_color)set->color);
	const struct words *models = wishes_model(c->app);
	struct buf names = BUF_INIT(MAX_CONFIG);

	for (size_t i = 0; i < models->count; i++)
		buf_addf(&names, "%s%s", i ? "," : "", models->items[i]);
	add_style(out, TERM_BOLD, styled);
	cells_add(out, names.len ? text_of_buf(&names) : TEXT_LIT("auto"),
		  NAME_CELLS, CELLS_AS_IS);
	add_style(out, TERM_PLAIN, styled);
	if (set->file.count)
		buf_addf(out, " +%zu", set->file.count);
	buf_addch(out, ' ');
	if (c->cost > 0 && c->cost < LEAST_SUM)
		buf_addf(out, "$%.6f", c->cost);
	else if (c->cost > 0 || !c->cost_unknown)
		explain_money(c->cost, out);
	if (c->cost_unknown)
		buf_adds(out, c->cost > 0 ? "+?" : "$?");
	buf_adds(out, "> ");
	buf_release(&names);
}

/*
 * An error is told, and the chat goes on; not where a signal or a terminal
 * that is gone ends it.
 */
static int tell(struct app *app, struct err *err)
{
	if (err->kind == ERR_STOPPED && !process_resume())
		return -1;
	if (err->kind == ERR_IO && isatty(STDOUT_FILENO) != 1)
		return -1;
	if (err->kind != ERR_STOPPED && err->msg[0] && !app->said)
		note_error("%s", err->msg);
	app->said = false;
	err_clear(err);
	return 0;
}

/* Several lines are never a command: they were pasted, or quoted. */
static int take(struct chat *c, struct text entry, struct err *err)
{
	int rc;

	if (!text_trim(entry).len)
		return 0;
	rc = chat_is_command(entry) ? chat_run(c, entry, err) :
				      chat_ask(c, entry, err);
	if (!rc && process_stop)
		rc = err_set(err, ERR_STOPPED, "interrupted");
	return rc ? tell(c->app, err) : 0;
}

void chat_remember(struct chat *c, struct text entry)
{
	const struct settings *set = c->app->set;
	bool keep = !set->no_log && set->log == LOG_FULL;
	struct buf masked = BUF_INIT(MAX_PROMPT);

	/* who keeps no record wants none of what was typed, either */
	secrets_hide(&c->secrets, entry, &masked);
	if (!masked.over)
		line_edit_remember(c->edit, text_of_buf(&masked), keep);
	buf_wipe(&masked);
}

static int talk(struct chat *c, struct err *err)
{
	struct buf prompt = BUF_INIT(1024);
	struct buf entry = BUF_INIT(MAX_PROMPT);
	int rc = 0;

	while (!c->over) {
		int got;

		buf_clear(&prompt);
		buf_clear(&entry);
		make_prompt(c, &prompt);
		fflush(stdout);
		got = line_edit_read(c->edit, prompt.ptr, "... ", &entry, err);
		if (got <= 0) {
			rc = got;
			break;
		}
		chat_remember(c, text_of_buf(&entry));
		rc = take(c, text_of_buf(&entry), err);
		if (rc)
			break;
	}
	buf_wipe(&entry);
	buf_release(&prompt);
	return rc;
}

static void greet(const struct chat *c)
{
	const char *name = c->history.name;

	note("version " SHUNT_VERSION "; /help lists the commands, Ctrl-D "
	     "leaves");
	if (c->history.past_count)
		note("going on with %s%s%s: %zu question%s so far",
		     name ? "'" : "the conversation of this terminal",
		     name ? name : "", name ? "'" : "",
		     c->history.past_count,
		     c->history.past_count == 1 ? "" : "s");
}

static int open_editor(struct chat *c, struct err *err)
{
	char *folder = store_folder(), *path = NULL;
	struct line_edit_opts o = {
		.stop = &process_stop, .complete = chat_complete, .ctx = c,
	};
	const char *warning;
	int rc;

	if (folder) {
		struct buf b = BUF_INIT(MAX_CONFIG);

		buf_addf(&b, "%s/history", folder);
		path = buf_take(&b, NULL);
	}
	o.history_path = path;
	rc = line_edit_new(&c->edit, &o, err);
	warning = rc ? NULL : line_edit_warning(c->edit);
	if (warning)
		note("%s", warning);
	free(path);
	free(folder);
	return rc;
}

static int check_settings(const struct settings *set, struct err *err)
{
	static const char *const what = "%s is for an ask, not for a chat";

	if (set->json)
		return err_set(err, ERR_USAGE, what, "--json");
	if (set->events)
		return err_set(err, ERR_USAGE, what, "--events");
	if (set->dry_run)
		return err_set(err, ERR_USAGE, what, "--dry-run");
	if (set->output)
		return err_set(err, ERR_USAGE, what, "--output");
	if (set->schema)
		return err_set(err, ERR_USAGE, what, "--schema");
	return 0;
}

int cmd_chat(struct app *app, struct err *err)
{
	struct chat c = {
		.app = app, .history = HISTORY_INIT,
		.ask = BUF_INIT(MAX_PROMPT),
	};
	int rc;

	if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1)
		return err_set(err, ERR_USAGE, "a chat needs a terminal; to "
			       "ask: shunt PROMPT");
	c.talk = (struct talk){ .history = &c.history, .secrets = &c.secrets,
				.goes_on = true };
	app->set->no_stdin = true;
	secrets_init(&c.secrets, secrets_policy(&app->cfg));
	rc = check_settings(app->set, err);
	if (!rc)
		rc = chat_check_names(&c, err);
	if (!rc)
		rc = history_load(&c.history, app, err);
	if (!rc)
		rc = open_editor(&c, err);
	if (!rc) {
		greet(&c);
		rc = talk(&c, err);
	}
	line_edit_free(c.edit);
	http_free(c.talk.http);
	history_release(&c.history);
	secrets_release(&c.secrets);
	words_release(&c.files);
	buf_wipe(&c.ask);
	return rc;
}
