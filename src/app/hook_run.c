#include "app/hook_run.h"

#include <stdlib.h>

#include "app/commit_make.h"
#include "app/keys.h"
#include "app/note.h"
#include "app/process.h"
#include "base/apart.h"
#include "base/clock.h"
#include "base/file.h"
#include "conf/repository.h"
#include "git/hook.h"
#include "git/message.h"

#define DEADLINE_MS 10000	/* for all of it */
#define MAX_FILE ((size_t)16 << 20)	/* a message file with its diff */

struct run {
	struct app *app;
	const char *path;	/* of the message file */
	long long began;	/* clock_ms() */
	struct commit_make make;
	struct buf file;
};

static bool is_empty(const struct run *r)
{
	struct text comment = message_comment(text_of_buf(&r->file),
					      r->make.settings.comment);
	struct message_parts parts;

	message_split(text_of_buf(&r->file), comment, &parts);
	return message_is_empty(parts.own, comment);
}

static int write_file(const struct run *r, struct err *err)
{
	const struct git_settings *set = &r->make.settings;
	struct buf message = BUF_INIT(MAX_MESSAGE * 2);
	struct buf all = BUF_INIT(MAX_FILE + MAX_MESSAGE * 2);
	int rc;

	rc = message_encode(text_of_buf(&r->make.messages[0]), set->encoding,
			    &message, err);
	if (!rc) {
		message_put(text_of_buf(&r->file), text_of_buf(&message),
			    &all);
		rc = buf_check(&all, "the message file", err);
	}
	if (!rc)
		rc = file_replace(r->path, 0, all.ptr, all.len, err);
	buf_release(&message);
	buf_release(&all);
	return rc;
}

static int fill(struct run *r, struct err *err)
{
	struct commit_make *m = &r->make;
	long left;

	if (file_read(r->path, MAX_FILE, &r->file, err) ||
	    commit_make_settings(m, err))
		return -1;
	if (!is_empty(r))
		return 0;
	if (commit_make_look(m, err))
		return -1;
	if (!m->digest.total)
		return 0;
	if (!commit_make_recall(m)) {
		left = DEADLINE_MS - (long)(clock_ms() - r->began);
		if (left < 1)
			return err_set(err, ERR_TIMEOUT, "no time is left of "
				       "%d s", DEADLINE_MS / 1000);
		if (!r->app->set->timeout || r->app->set->timeout > left)
			r->app->set->timeout = left;
		if (commit_make_write(m, 1, err))
			return -1;
		commit_make_keep(m);
	}
	return write_file(r, err);
}

static void ignore_env(const char *name, const char *near)
{
	(void)name;
	(void)near;
}

/* The configuration, as far as it is good; a bad one is a reason to stop. */
static int load(struct app *app, struct err *err)
{
	struct buf warning = BUF_INIT(1024);
	char *dir = realpath(".", NULL);

	config_release(&app->cfg);
	if (config_load(&app->cfg, app->envp, ignore_env, err)) {
		free(dir);
		return -1;
	}
	app->set = &app->cfg.defaults;
	if (dir)
		repository_narrow(&app->cfg, dir, &warning);
	buf_release(&warning);	/* asks warn of it, commits are in a hurry */
	free(dir);
	note_level(app->set->quiet, false);
	note_color((enum term_color)app->set->color);
	note_hush();
	return 0;
}

static int work(void *ctx)
{
	struct run *r = ctx;
	struct err err = ERR_INIT;
	const char **keys;

	if (load(r->app, &err)) {
		note_error("the commit message is left to you: %s", err.msg);
		return 0;
	}
	if (!r->app->cfg.repository.hook)
		return 0;
	commit_make_init(&r->make, r->app, "hook");
	keys = keys_names(&r->app->cfg);
	r->make.git.unset = keys;
	r->make.git.end = r->began + DEADLINE_MS;
	if (fill(r, &err) && err.kind == ERR_STOPPED)
		note_error("the commit message is left to you: interrupted");
	else if (err.kind)
		note_error("the commit message is left to you: %s", err.msg);
	commit_make_release(&r->make);
	free(keys);
	return 0;
}

int hook_run(struct app *app, const char *const *words, size_t count)
{
	struct run r = { .app = app, .began = clock_ms(),
			 .file = BUF_INIT(MAX_FILE) };
	struct err err = ERR_INIT;
	int status;

	if (!count || !hook_is_wanted(count > 1 ? words[1] : NULL,
				      getenv("GIT_EDITOR")))
		return 0;
	r.path = words[0];
	if (run_apart(work, &r, &status, &err))
		note_error("the commit message is left to you: %s", err.msg);
	else if (status > 128)
		note_error("the commit message is left to you: the hook was "
			   "ended by signal %d", status - 128);
	buf_release(&r.file);
	return 0;
}
