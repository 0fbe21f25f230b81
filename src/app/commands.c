#include <stddef.h>
#include <string.h>

#include "app/app.h"

static const char *const config_args[] = {
	"path", "show", "check", "init", "edit", NULL
};
static const char *const route_options[] = { "jsonl", NULL };
static const char *const eval_options[] = { "errors", "output", NULL };
static const char *const eval_meanings[] = {
	"output", "write the report to a file, which is replaced only by a "
	"whole one",
	"json", "print one JSON object with all figures", NULL
};
static const char *const models_options[] = {
	"all", "refresh", "connect-timeout", NULL
};
static const char *const doctor_options[] = {
	"offline", "connect-timeout", NULL
};
static const char *const log_args[] = {
	"list", "search", "show", "export", "delete", "prune", "repair", NULL
};
static const char *const log_options[] = {
	"task", "model", "session", "since", "until", "failed", "limit",
	"keep-days", NULL
};
static const char *const log_meanings[] = {
	"task", "only of this task",
	"model", "only models with this in their name",
	"session", "only of the session with this name or id",
	"json", "print the --json object of each ask, one a line", NULL
};
static const char *const stats_options[] = {
	"since", "until", "by", NULL
};
static const char *const stats_meanings[] = {
	"json", "print one JSON object", NULL
};
static const char *const session_args[] = {
	"list", "show", "rename", "delete", NULL
};
static const char *const session_options[] = { "limit", NULL };
static const char *const session_meanings[] = {
	"json", "print a JSON object of each session, one a line", NULL
};
static const char *const compare_options[] = { "diff", NULL };
static const char *const commit_options[] = {
	"limit", "all", "edit", "amend", "hint", "print", "model", "prefer",
	"max-cost", "offline", "timeout", "no-log", NULL
};
static const char *const commit_meanings[] = {
	"limit", "how many messages to choose from, 1 to 9; 1 by default",
	"all", "commit all changed files, as git commit -a does",
	"json", "with --print: print one JSON object", NULL
};
static const char *const edit_options[] = {
	"apply", "check", "model", "task", "prefer", "max-cost", "offline",
	"system", "role", "max-tokens", "effort", "temperature", "timeout",
	"connect-timeout", "idle-timeout", "no-stream", "no-log", NULL
};
static const char *const edit_meanings[] = {
	"task", "what it is, for the router; code by default",
	"json", "print one JSON object: patch, files, model, cost, error", NULL
};
static const char *const complete_options[] = {
	"file", "prefix", "suffix", "cursor", "context", "model", "prefer",
	"max-cost", "max-tokens", "effort", "temperature", "timeout",
	"offline", "no-log", NULL
};
static const char *const complete_meanings[] = {
	"file", "another open file that belongs to it; may be given again",
	"timeout", "time for the whole request; 10 by default",
	"effort", "how hard a reasoning model thinks; none by default",
	"json", "print one JSON object", NULL
};
static const char *const hook_args[] = {
	"install", "uninstall", "status", "run", NULL
};
static const char *const rate_args[] = { "good", "bad", "clear", NULL };
static const char *const rate_meanings[] = {
	"json", "print one JSON object", NULL
};

const struct command commands[] = {
	{ .name = "ask", .usage = "[options] [--] [PROMPT ...]",
	  .summary = "ask; what shunt does when no command is named",
	  .help = "The words, standard input (piped) and files (-f) make the "
		  "prompt. With words and a pipe, the pipe is a document and "
		  "the words say what to do with it. The answer goes to "
		  "standard output and nothing else does.",
	  .flags = CMD_WORDS | CMD_ASKS | CMD_HERE, .run = cmd_ask },
	{ .name = "chat", .usage = "[options]",
	  .summary = "chat on a terminal; what shunt does there when nothing "
		     "is asked",
	  .help = "Each line is a prompt and goes to whom the router chooses, "
		  "with the conversation so far; a line that begins with a "
		  "slash is a command, and /help lists them. The options are "
		  "those of the first prompt and of all that follow.",
	  .flags = CMD_ASKS | CMD_HERE, .run = cmd_chat },
	{ .name = "route", .usage = "[options] [--] [PROMPT ...]",
	  .summary = "explain which model would be asked, and call nothing",
	  .help = "Shows the task, how hard the prompt is, the signals that "
		  "spoke, and every candidate with its expected quality and "
		  "cost. With --jsonl, labels JSON lines in bulk.",
	  .options = route_options, .flags = CMD_WORDS | CMD_ASKS | CMD_HERE,
	  .run = cmd_route },
	{ .name = "compare", .usage = "-m A -m B [options] [--] [PROMPT ...]",
	  .summary = "put a prompt to several models at the same time",
	  .help = "Shows the answers beside each other where the terminal is "
		  "wide enough, else one below the other, each with its "
		  "times, tokens and money, and where they agree. The status "
		  "is that of the first failure in the order given. With "
		  "--diff, the words that the first answer and the second "
		  "do not share.",
	  .options = compare_options,
	  .flags = CMD_WORDS | CMD_ASKS | CMD_HERE, .run = cmd_compare },
	{ .name = "models", .usage = "[--all|--refresh] [--json]",
	  .summary = "list the models that can be asked, with prices",
	  .help = "Lists the models of the endpoints that are switched on, "
		  "with their prices, their aliases and what is known of "
		  "their health; with --all the whole catalog. With --refresh "
		  "the endpoints are asked for their own lists, and what is "
		  "new or gone is shown.",
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
		  "of models (which costs nothing), this machine's clock, "
		  "the history, what becomes of secrets and what was spent; "
		  "with --offline nothing is called. The status is that of "
		  "the first failure.",
	  .options = doctor_options, .flags = CMD_NO_CONFIG,
	  .run = cmd_doctor },
	{ .name = "log",
	  .usage = "[list|search|show|export|delete|prune|repair] [WORD ...]",
	  .summary = "list, search, show, export or delete what was asked",
	  .help = "list (the default): what was asked, newest last. search "
		  "WORDS: what has these words in the ask or the answer. "
		  "show [ID]: all about one ask, the last one if none is "
		  "named. export: all of it as JSON lines. delete ID ..., or "
		  "what the options select. prune: delete what is old. "
		  "repair: move a damaged log aside. An ID may be cut as "
		  "long as one only begins so.",
	  .options = log_options, .meanings = log_meanings,
	  .args = log_args, .flags = CMD_ARGS | CMD_MORE, .run = cmd_log },
	{ .name = "stats", .usage = "[--since WHEN] [--until WHEN] [--by WHAT]",
	  .summary = "show what asks cost, how long they took and what failed",
	  .help = "For each task, model or vendor: how many asks and what "
		  "share of all, their cost, the median and the 95th "
		  "percentile of the time to the first text and to the end, "
		  "tokens a second, failures. Then what was saved against "
		  "always asking the strongest candidate, and what was "
		  "spent today and this month.",
	  .options = stats_options, .meanings = stats_meanings,
	  .run = cmd_stats },
	{ .name = "session", .usage = "[list|show|rename|delete] [NAME ...]",
	  .summary = "list, show, rename or delete conversations",
	  .help = "list (the default): the sessions, newest last. show "
		  "NAME: its asks and answers. rename OLD NEW. delete NAME: "
		  "with all of its asks. An id, or the beginning of one, is "
		  "as good as a name.",
	  .options = session_options, .meanings = session_meanings,
	  .args = session_args, .flags = CMD_ARGS | CMD_MORE,
	  .run = cmd_session },
	{ .name = "eval", .usage = "[--errors] [--json] [-o FILE] FILE",
	  .summary = "measure the router on your own labelled prompts",
	  .help = "FILE (- is standard input) has JSON lines with a prompt and "
		  "its label, or with the outcomes of a weak and a strong "
		  "model. Shows how many labels are right, per label and "
		  "source, how well the confidence is calibrated, how often "
		  "a typo, case or blanks change the task; and what the "
		  "difficulty is worth for choosing between the two models "
		  "(APGR, CPT). Nothing is called, and nothing else is read.",
	  .options = eval_options, .meanings = eval_meanings,
	  .flags = CMD_ARGS | CMD_FILE | CMD_NO_CONFIG, .run = cmd_eval },
	{ .name = "rate", .usage = "good|bad|clear [ID]",
	  .summary = "say how good an answer was, for the router to learn",
	  .help = "Rates the last answer, or that of the ask with this ID "
		  "(see shunt log). It moves the skill of that model's family "
		  "for that task, within bounds; clear takes it back.",
	  .meanings = rate_meanings, .args = rate_args,
	  .flags = CMD_ARGS | CMD_MORE, .run = cmd_rate },
	{ .name = "edit", .usage = "[--apply|--check] FILE ... -- INSTRUCTION",
	  .summary = "have files edited, and print a patch that applies",
	  .help = "Sends the files and what to do with them, and prints the "
		  "answer as a patch in git's form, which has been tried "
		  "on the files. A file that is not there may be made. Only "
		  "files that are named are touched, and without --apply "
		  "none. - is standard input. What does not fit is sent back "
		  "once; then the status is 14.",
	  .options = edit_options, .meanings = edit_meanings,
	  .flags = CMD_FILES | CMD_HERE, .run = cmd_edit },
	{ .name = "complete", .usage = "[options] [FILE:LINE[:COL]]",
	  .summary = "print what to insert at a cursor",
	  .help = "COL counts bytes from 1; without it, the cursor is at the "
		  "end of the line. FILE may be - for standard input, which "
		  "without an argument has a mark where the cursor is; or "
		  "--prefix and --suffix name what stands around it. Prints "
		  "exactly what belongs there, with no newline added. A "
		  "model that fills gaps is asked to, any other one in "
		  "words; without a model the file itself is what is gone "
		  "by, and the status is 13 where that leads nowhere.",
	  .options = complete_options, .meanings = complete_meanings,
	  .flags = CMD_ARGS | CMD_HERE, .run = cmd_complete },
	{ .name = "commit", .usage = "[-n N] [-a] [--edit] [--amend] "
				     "[--hint TEXT] [--print]",
	  .summary = "write the message for what is staged, and commit it",
	  .help = "Looks at what is staged and at the style of the last "
		  "commits, writes a message, and, on a terminal, shows it "
		  "to be taken, edited, or made anew; git itself then makes "
		  "the commit, with all its hooks. A message is kept for the "
		  "same change, so that a commit that failed costs nothing "
		  "the second time.",
	  .options = commit_options, .meanings = commit_meanings,
	  .flags = CMD_HERE, .run = cmd_commit },
	{ .name = "hook", .usage = "install|uninstall|status|run",
	  .summary = "write commit messages from git's own hook",
	  .help = "install: from then on git commit, in this repository, opens "
		  "the editor with a message for what is staged. uninstall: "
		  "puts back what stood there. status: what is there. run is "
		  "what the hook calls; whatever happens, the commit goes on.",
	  .args = hook_args, .flags = CMD_ARGS | CMD_MORE | CMD_NO_CONFIG,
	  .run = cmd_hook },
	{ .name = "help", .usage = "[COMMAND]",
	  .summary = "explain shunt, or one command",
	  .help = "The manual, man shunt, says more.",
	  .flags = CMD_ARGS | CMD_NO_CONFIG | CMD_LISTS, .run = cmd_help },
	/* reserved words: not built yet, and in no help */
	{ .name = "batch" }, { .name = "replay" }, { .name = "calibrate" },
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

const char *command_option_help(const struct command *cmd,
				const struct setting *s)
{
	for (const char *const *m = cmd->meanings; m && *m; m += 2)
		if (!strcmp(m[0], s->name))
			return m[1];
	return s->help;
}

bool app_given(const struct app *app, const char *name)
{
	const struct setting *s = setting_find(settings_table, name,
					       strlen(name));

	return app->cfg.origins[settings_index(s)].kind == FROM_FLAG;
}
