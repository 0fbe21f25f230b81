#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/note.h"
#include "app/options.h"
#include "app/process.h"
#include "app/report.h"
#include "base/json.h"
#include "base/os.h"
#include "conf/repository.h"

extern char **environ;

static void unknown_env(const char *name, const char *near)
{
	note("%s is no setting of shunt%s%s%s", name,
	     near ? "; did you mean " : "", near ? near : "",
	     near ? "?" : "");
}

/* What the repository that we are in says: it can only narrow. */
static void heed_repository(struct app *app)
{
	const struct repository_section *r = &app->cfg.repository;
	struct buf warning = BUF_INIT(1024);
	char *dir = realpath(".", NULL);

	if (dir)
		repository_narrow(&app->cfg, dir, &warning);
	if (warning.len)
		note("%s", warning.ptr);
	if (r->present)
		note_verbose("%s is heeded", r->path);
	buf_release(&warning);
	free(dir);
}

/* The configuration, where the command needs it or it can be had. */
static int load(struct app *app, const struct options *o, struct err *err)
{
	bool optional = o->cmd->flags & CMD_NO_CONFIG ||
			options_have(o, "help") || options_have(o, "version") ||
			options_have(o, "jsonl");

	app->set = &app->cfg.defaults;
	note_level(options_have(o, "quiet"), false);
	if (optional) {
		settings_default(settings_table, app->set);
		return options_apply(o, &app->cfg, err);
	}
	if (config_load(&app->cfg, app->envp, unknown_env, err) ||
	    options_apply(o, &app->cfg, err))
		return -1;
	note_level(app->set->quiet, app->set->verbose);
	if (o->cmd->flags & CMD_HERE)
		heed_repository(app);
	return 0;
}

static int print_version(struct err *err)
{
	if (printf("shunt " SHUNT_VERSION "\n") < 0)
		return err_set(err, ERR_IO, "write error");
	return 0;
}

static int run(struct app *app, const struct options *o, struct err *err)
{
	if (load(app, o, err))
		return -1;
	note_level(app->set->quiet, app->set->verbose);
	note_color((enum term_color)app->set->color);
	app->words = o->words;
	app->word_count = o->word_count;
	app->words_literal = o->words_literal;
	app->words_before = o->words_before;
	if (app->set->version)
		return print_version(err);
	if (app->set->help) {
		app->words = &o->cmd->name;
		app->word_count = strcmp(o->cmd->name, "ask") ? 1 : 0;
		return cmd_help(app, err);
	}
	return o->cmd->run(app, err);
}

/*
 * --json prints its object also for what failed before the ask began: a bad
 * option, a broken config.ini, nothing to ask.
 */
static void report_early(const struct app *app, const struct options *o,
			 const struct err *err)
{
	struct buf out = BUF_INIT(MAX_REQUEST);
	struct json_writer w = JSON_WRITER_INIT(&out);
	struct report_facts facts = { .session = NULL };

	if (app->reported || err->kind == ERR_STOPPED ||
	    !options_have(o, "json") || (o->cmd && o->cmd->run != cmd_ask))
		return;
	report_make_id(facts.id);
	report_ask(&w, &facts, NULL, NULL, TEXT_LIT(""), err);
	printf("%s\n", out.ptr);
	fflush(stdout);		/* that it failed is said by the status */
	buf_release(&out);
}

/*
 * A full disk shows only now for what stdio still held; and that nobody
 * reads any more (shunt models | head), which is no error of ours.
 */
static int close_stdout(struct err *err)
{
	struct pollfd fd = { .fd = STDOUT_FILENO };
	int reason;

	errno = 0;
	if (!ferror(stdout) && !fflush(stdout))
		return 0;
	if (errno == 0)		/* it failed earlier: what for, now? */
		fflush(stdout);
	reason = errno;
	if (poll(&fd, 1, 0) > 0 && fd.revents & POLLERR)
		return err_set(err, ERR_STOPPED, "nobody reads the output");
	return err_set(err, ERR_IO, "write error%s%s", reason ? ": " :
		       " on standard output", reason ? strerror(reason) : "");
}

int main(int argc, char *argv[])
{
	struct app app = { .envp = environ };
	struct err err = ERR_INIT;
	struct options o;
	int status;

	process_setup();
	note_level(false, false);
	status = options_parse(&o, argc, argv, &err);
	if (!status)
		status = run(&app, &o, &err);
	/* what was listed before a failure is printed, too */
	if (err.kind != ERR_STOPPED && close_stdout(status < 0 ? NULL : &err))
		status = -1;
	if (status < 0) {
		status = err_exit_status(err.kind);
		if (err.kind == ERR_STOPPED)
			process_die(process_stop ? process_stop : SIGPIPE);
		report_early(&app, &o, &err);
		if (err.msg[0] && !app.said)
			note_error("%s", err.msg);
	}
	options_release(&o);
	config_release(&app.cfg);
	/*
	 * What the libraries would tidy up (OpenSSL's tables, forty
	 * destructors) is the system's anyway, and takes half a millisecond.
	 */
	if (!os_is_sanitised())
		_exit(status);
	return status;
}
