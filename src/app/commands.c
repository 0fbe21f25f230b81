#include <stddef.h>
#include <string.h>

#include "app/app.h"

static const char *const config_args[] = {
	"path", "show", "check", "init", "edit", NULL
};
static const char *const route_options[] = { "jsonl", NULL };
static const char *const models_options[] = { "all", NULL };
static const char *const doctor_options[] = {
	"offline", "connect-timeout", NULL
};

const struct command commands[] = {
	{ .name = "ask", .usage = "[options] [--] [PROMPT ...]",
	  .summary = "ask; what shunt does when no command is named",
	  .help = "The words, standard input (piped) and files (-f) make the "
		  "prompt. With words and a pipe, the pipe is a document and "
		  "the words say what to do with it. The answer goes to "
		  "standard output and nothing else does.",
	  .flags = CMD_WORDS | CMD_ASKS, .run = cmd_ask },
	{ .name = "route", .usage = "[options] [--] [PROMPT ...]",
	  .summary = "explain which model would be asked, and call nothing",
	  .help = "Shows the task, how hard the prompt is, the signals that "
		  "spoke, and every candidate with its expected quality and "
		  "cost. With --jsonl, labels JSON lines in bulk.",
	  .options = route_options, .flags = CMD_WORDS | CMD_ASKS,
	  .run = cmd_route },
	{ .name = "models", .usage = "[--all] [--json]",
	  .summary = "list the models that can be asked, with prices",
	  .help = "Lists the models of the endpoints that are switched on; "
		  "with --all the whole catalog.",
	  .options = models_options, .run = cmd_models },
	{ .name = "config", .usage = "path|show|check|init|edit",
	  .summary = "show, check, create or edit config.ini",
	  .help = "path: where it is. show: every setting, with where its "
		  "value came from. check: read it and say what is wrong. "
		  "init: write one with every key explained, if there is "
		  "none. edit: open it in $VISUAL or $EDITOR, then check it.",
	  .args = config_args, .flags = CMD_ARGS | CMD_NO_CONFIG,
	  .run = cmd_config },
	{ .name = "doctor", .usage = "[--offline] [--json]",
	  .summary = "check the set-up: configuration, libraries, endpoints",
	  .help = "Checks each endpoint with its key by asking for its list "
		  "of models (which costs nothing); with --offline nothing "
		  "is called. The status is that of the first failure.",
	  .options = doctor_options, .flags = CMD_NO_CONFIG,
	  .run = cmd_doctor },
	{ .name = "help", .usage = "[COMMAND]",
	  .summary = "explain shunt, or one command",
	  .help = "The manual, man shunt, says more.",
	  .flags = CMD_ARGS | CMD_NO_CONFIG | CMD_LISTS, .run = cmd_help },
	/* reserved words: not built yet, and in no help */
	{ .name = "chat" }, { .name = "compare" }, { .name = "edit" },
	{ .name = "complete" }, { .name = "commit" }, { .name = "hook" },
	{ .name = "eval" }, { .name = "rate" }, { .name = "log" },
	{ .name = "stats" }, { .name = "session" }, { .name = "batch" },
	{ .name = "replay" }, { .name = "calibrate" },
	{ .name = NULL }
};

const struct command *command_find(const char *name)
{
	for (const struct command *c = commands; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

static bool is_own(const struct command *cmd, const struct setting *s)
{
	for (const char *const *o = cmd->options; o && *o; o++)
		if (!strcmp(*o, s->name))
			return true;
	return false;
}

bool command_takes(const struct command *cmd, const struct setting *s)
{
	if (s->where & FOR_ANY || is_own(cmd, s))
		return true;
	return (cmd->flags & CMD_ASKS) && (s->where & IN_HELP);
}

bool command_shows(const struct command *cmd, const struct setting *s)
{
	return is_own(cmd, s) ||
	       (command_takes(cmd, s) && (s->where & IN_FLAGS) &&
		(s->where & IN_HELP));
}
