#include "conf/settings.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define SET(field) offsetof(struct settings, field)

const char *const task_words[] = {
	"reasoning", "code", "summarization", "general", "auto", NULL
};
const char *const prefer_words[] = {
	"balanced", "cheap", "best", "fast", NULL
};
const char *const effort_words[] = {
	"default", "none", "minimal", "low", "medium", "high", "xhigh", "max",
	NULL
};
const char *const when_words[] = { "auto", "always", "never", NULL };
const char *const background_words[] = { "auto", "dark", "light", NULL };
const char *const by_words[] = { "task", "model", "vendor", NULL };
const char *const log_words[] = { "full", "meta", "off", NULL };
const char *const secrets_words[] = {
	"send", "redact", "local", "refuse", NULL
};

#define EVERYWHERE (IN_FLAGS | IN_FILE | IN_ENV | IN_HELP | IN_CHAT)
#define DAY_MS 86400000.0
#define PREFIX "SHUNT_"
#define PREFIX_LEN (sizeof(PREFIX) - 1)

/* The order is that of --help and of config.ini.example. */
const struct setting settings_table[] = {
	{ .name = "model", .letter = 'm', .type = SETTING_LIST,
	  .where = EVERYWHERE, .offset = SET(model), .arg = "MODEL",
	  .example = "anthropic/claude-haiku-5-5, openai/gpt-6-luna",
	  .help = "ask this model, or these in turn (a,b); else the router "
		  "chooses" },
	{ .name = "task", .letter = 't', .type = SETTING_WORD,
	  .where = IN_FLAGS | IN_HELP | IN_CHAT, .offset = SET(task),
	  .arg = "TASK", .words = task_words, .deflt = "auto",
	  .help = "what it is: reasoning, code, summarization, general; else "
		  "the classifier says" },
	{ .name = "prefer", .letter = 'p', .type = SETTING_WORD,
	  .where = EVERYWHERE, .offset = SET(prefer), .arg = "WHAT",
	  .words = prefer_words, .deflt = "balanced",
	  .help = "what counts: cheap, balanced, best or fast" },
	{ .name = "quality-gap", .type = SETTING_NUMBER, .where = EVERYWHERE,
	  .offset = SET(quality_gap), .min = 0, .max = 1, .arg = "N",
	  .example = "0.05",
	  .help = "how far below the best chance of a good answer a cheaper "
		  "model may be (0 to 1); else by --prefer" },
	{ .name = "max-cost", .type = SETTING_MONEY, .where = EVERYWHERE,
	  .offset = SET(max_cost), .min = 0, .max = 1e6, .arg = "USD",
	  .example = "0.25",
	  .help = "never choose a model whose answer is expected to cost "
		  "more" },
	{ .name = "budget-day", .type = SETTING_MONEY, .where = IN_FILE,
	  .offset = SET(budget_day), .min = 0, .max = 1e6, .arg = "USD",
	  .example = "2",
	  .help = "spend no more than this in a day; what would is not "
		  "asked" },
	{ .name = "budget-month", .type = SETTING_MONEY, .where = IN_FILE,
	  .offset = SET(budget_month), .min = 0, .max = 1e6, .arg = "USD",
	  .example = "20",
	  .help = "the same for a month" },
	{ .name = "offline", .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP | IN_CHAT, .offset = SET(offline),
	  .help = "call nothing but the embedded engine and loopback servers "
		  "of the config marked local" },
	{ .name = "file", .letter = 'f', .type = SETTING_EACH,
	  .where = IN_FLAGS | IN_HELP, .offset = SET(file), .arg = "FILE",
	  .help = "add a file as a document, or a picture; - is standard "
		  "input; may be given again" },
	{ .name = "system", .letter = 's', .type = SETTING_STRING,
	  .where = EVERYWHERE, .offset = SET(system), .arg = "TEXT",
	  .example = "Answer briefly.",
	  .help = "system text that goes before the prompt" },
	{ .name = "role", .type = SETTING_STRING, .where = EVERYWHERE,
	  .offset = SET(role), .arg = "NAME",
	  .example = "review",
	  .help = "use the [role.NAME] of config.ini" },
	{ .name = "continue", .letter = 'c', .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP, .offset = SET(go_on),
	  .help = "go on with the newest conversation of this terminal" },
	{ .name = "session", .type = SETTING_STRING,
	  .where = IN_FLAGS | IN_HELP, .offset = SET(session), .arg = "NAME",
	  .help = "go on with the conversation of that name or id, or begin "
		  "one" },
	{ .name = "schema", .type = SETTING_STRING,
	  .where = IN_FLAGS | IN_HELP, .offset = SET(schema), .arg = "FILE",
	  .help = "ask for JSON that keeps this JSON Schema, and check it" },
	{ .name = "no-stdin", .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP, .offset = SET(no_stdin),
	  .help = "do not read standard input" },
	{ .name = "max-tokens", .type = SETTING_LONG, .where = EVERYWHERE,
	  .offset = SET(max_tokens), .min = 0, .max = 10000000, .arg = "N",
	  .deflt = "0",
	  .help = "most tokens of the answer, thinking included; 0 leaves it "
		  "to the model" },
	{ .name = "effort", .type = SETTING_WORD, .where = EVERYWHERE,
	  .offset = SET(effort), .arg = "EFFORT", .words = effort_words,
	  .deflt = "default",
	  .help = "how hard a reasoning model thinks: none, minimal, low, "
		  "medium, high, xhigh, max" },
	{ .name = "temperature", .type = SETTING_NUMBER, .where = EVERYWHERE,
	  .offset = SET(temperature), .min = 0, .max = 2, .arg = "N",
	  .example = "0.7",
	  .help = "sampling temperature, for models that take one" },
	{ .name = "timeout", .type = SETTING_TIME, .where = EVERYWHERE,
	  .offset = SET(timeout), .min = 0, .max = DAY_MS, .arg = "SECONDS",
	  .deflt = "600",
	  .help = "time for the whole request with its retries and fallbacks; "
		  "0 is no limit" },
	{ .name = "connect-timeout", .type = SETTING_TIME,
	  .where = EVERYWHERE, .offset = SET(connect_timeout), .min = 1,
	  .max = DAY_MS, .arg = "SECONDS", .deflt = "10",
	  .help = "time to find the host, connect and set up TLS" },
	{ .name = "first-byte-timeout", .type = SETTING_TIME,
	  .where = EVERYWHERE, .offset = SET(first_byte_timeout), .min = 0,
	  .max = DAY_MS, .arg = "SECONDS", .deflt = "300",
	  .help = "time from the request to the first byte of its answer; 0 "
		  "is no limit" },
	{ .name = "idle-timeout", .type = SETTING_TIME, .where = EVERYWHERE,
	  .offset = SET(idle_timeout), .min = 1, .max = DAY_MS,
	  .arg = "SECONDS", .deflt = "120",
	  .help = "time that a begun answer may stand still" },
	{ .name = "retries", .type = SETTING_LONG, .where = EVERYWHERE,
	  .offset = SET(retries), .min = 0, .max = 10, .arg = "N",
	  .deflt = "2",
	  .help = "how often one model is asked again after a failure that "
		  "may pass" },
	{ .name = "no-stream", .type = SETTING_FLAG,
	  .where = EVERYWHERE, .offset = SET(no_stream),
	  .help = "ask for the answer in one piece" },
	{ .name = "code", .letter = 'x', .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP, .offset = SET(code),
	  .help = "print only the first code block of the answer" },
	{ .name = "last-code", .letter = 'X', .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP, .offset = SET(last_code),
	  .help = "print only the last code block of the answer" },
	{ .name = "all-code", .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP, .offset = SET(all_code),
	  .help = "print only the code blocks of the answer, one after the "
		  "other" },
	{ .name = "output", .letter = 'o', .type = SETTING_STRING,
	  .where = IN_FLAGS | IN_HELP, .offset = SET(output), .arg = "FILE",
	  .help = "write the answer to a file, which is replaced only by a "
		  "whole answer" },
	{ .name = "json", .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP | FOR_ANY, .offset = SET(json),
	  .help = "print one JSON object; of an ask it holds answer, "
		  "route, usage, cost, attempts, error" },
	{ .name = "events", .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP, .offset = SET(events),
	  .help = "print a JSON line for each event as it happens" },
	{ .name = "markdown", .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP | IN_CHAT, .offset = SET(markdown),
	  .help = "show the answer's Markdown as on a terminal, wherever it "
		  "goes" },
	{ .name = "plain", .type = SETTING_FLAG, .where = EVERYWHERE,
	  .offset = SET(plain),
	  .help = "print the answer as it is, its Markdown with it" },
	{ .name = "dry-run", .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP, .offset = SET(dry_run),
	  .help = "print the request that would go out, without its key, and "
		  "send nothing" },
	{ .name = "color", .type = SETTING_WORD,
	  .where = EVERYWHERE | FOR_ANY, .offset = SET(color), .arg = "WHEN",
	  .words = when_words, .deflt = "auto",
	  .help = "colours: auto (on terminals, without NO_COLOR), always "
		  "or never" },
	{ .name = "background", .type = SETTING_WORD,
	  .where = IN_FILE | IN_ENV | IN_CHAT, .offset = SET(background),
	  .arg = "WHAT", .words = background_words, .deflt = "auto",
	  .help = "of the terminal, for colours that can be read there: auto "
		  "(what COLORFGBG says), dark or light" },
	{ .name = "quiet", .letter = 'q', .type = SETTING_FLAG,
	  .where = EVERYWHERE | FOR_ANY, .offset = SET(quiet),
	  .help = "no notes and warnings on standard error; errors stay" },
	{ .name = "verbose", .letter = 'v', .type = SETTING_FLAG,
	  .where = EVERYWHERE | FOR_ANY, .offset = SET(verbose),
	  .help = "say on standard error which model was chosen, and why" },
	{ .name = "jsonl", .type = SETTING_FLAG, .where = IN_FLAGS,
	  .offset = SET(jsonl),
	  .help = "read JSON lines with id and prompt, print a JSON line with "
		  "task and difficulty for each" },
	{ .name = "errors", .type = SETTING_FLAG, .where = IN_FLAGS,
	  .offset = SET(errors),
	  .help = "list the prompts that were labelled wrong, too" },
	{ .name = "all", .letter = 'a', .type = SETTING_FLAG,
	  .where = IN_FLAGS, .offset = SET(all),
	  .help = "also what is known but not switched on" },
	{ .name = "refresh", .type = SETTING_FLAG, .where = IN_FLAGS,
	  .offset = SET(refresh),
	  .help = "ask the endpoints for their lists of models, and say what "
		  "is new and what is gone" },
	{ .name = "diff", .type = SETTING_FLAG, .where = IN_FLAGS,
	  .offset = SET(diff),
	  .help = "show what words became of the first answer in the second" },
	{ .name = "edit", .letter = 'e', .type = SETTING_FLAG,
	  .where = IN_FLAGS, .offset = SET(edit),
	  .help = "open the message in the editor before the commit is made" },
	{ .name = "amend", .type = SETTING_FLAG, .where = IN_FLAGS,
	  .offset = SET(amend),
	  .help = "replace the last commit, with what is staged added to it" },
	{ .name = "hint", .type = SETTING_STRING, .where = IN_FLAGS,
	  .offset = SET(hint), .arg = "TEXT",
	  .help = "what the change is about, for whoever writes the message" },
	{ .name = "print", .type = SETTING_FLAG, .where = IN_FLAGS,
	  .offset = SET(print),
	  .help = "print the message, and commit nothing" },
	{ .name = "apply", .type = SETTING_FLAG, .where = IN_FLAGS,
	  .offset = SET(apply),
	  .help = "write the files instead of printing the patch: all of "
		  "them, or none" },
	{ .name = "check", .type = SETTING_FLAG, .where = IN_FLAGS,
	  .offset = SET(check),
	  .help = "print nothing; the status says whether the edit applies" },
	{ .name = "prefix", .type = SETTING_STRING, .where = IN_FLAGS,
	  .offset = SET(prefix), .arg = "FILE",
	  .help = "what stands before the cursor; - is standard input" },
	{ .name = "suffix", .type = SETTING_STRING, .where = IN_FLAGS,
	  .offset = SET(suffix), .arg = "FILE",
	  .help = "what stands behind the cursor; - is standard input" },
	{ .name = "cursor", .type = SETTING_STRING, .where = IN_FLAGS,
	  .offset = SET(cursor), .arg = "MARK", .deflt = "<|cursor|>",
	  .help = "what marks the cursor in standard input" },
	{ .name = "context", .type = SETTING_LONG, .where = IN_FLAGS,
	  .offset = SET(context), .min = 256, .max = 16777216,
	  .arg = "BYTES", .deflt = "16384",
	  .help = "how much a model is shown of the text around the cursor "
		  "and of other files, the nearest first" },
	{ .name = "since", .type = SETTING_STRING, .where = IN_FLAGS,
	  .offset = SET(since), .arg = "WHEN",
	  .help = "only from then on: 2026-11-22, today, 12h, 2d, 3w" },
	{ .name = "until", .type = SETTING_STRING, .where = IN_FLAGS,
	  .offset = SET(until), .arg = "WHEN",
	  .help = "only up to then; a day is meant with its evening" },
	{ .name = "failed", .type = SETTING_FLAG, .where = IN_FLAGS,
	  .offset = SET(failed), .help = "only without a whole answer" },
	{ .name = "limit", .letter = 'n', .type = SETTING_LONG,
	  .where = IN_FLAGS, .offset = SET(limit), .min = 0, .max = 1e9,
	  .arg = "N", .deflt = "20", .help = "only the newest N; 0: all" },
	{ .name = "by", .type = SETTING_WORD, .where = IN_FLAGS,
	  .offset = SET(by), .arg = "WHAT", .words = by_words,
	  .deflt = "task", .help = "group by task, model or vendor" },
	{ .name = "keep-days", .type = SETTING_LONG, .where = IN_FLAGS,
	  .offset = SET(keep_days), .min = 1, .max = 36500, .arg = "N",
	  .deflt = "90", .help = "delete what is older than so many days" },
	{ .name = "secrets", .type = SETTING_WORD, .where = IN_FILE,
	  .offset = SET(secrets), .arg = "WHAT", .words = secrets_words,
	  .deflt = "redact",
	  .help = "keys and passwords in a prompt: redact (they go out as "
		  "placeholders), local (only local models are asked), refuse, "
		  "or send" },
	{ .name = "unmask", .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP, .offset = SET(unmask),
	  .help = "put masked secrets back where the answer is printed as "
		  "plain text" },
	{ .name = "log", .type = SETTING_WORD, .where = IN_FILE | IN_ENV,
	  .offset = SET(log), .arg = "WHAT", .words = log_words,
	  .deflt = "full",
	  .help = "what is kept of each ask: full, meta (money, times and "
		  "models, no words) or off" },
	{ .name = "no-log", .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP | FOR_ANY | IN_CHAT,
	  .offset = SET(no_log),
	  .help = "keep no record of this call" },
	{ .name = "help", .letter = 'h', .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP | FOR_ANY, .offset = SET(help),
	  .help = "explain the command" },
	{ .name = "version", .letter = 'V', .type = SETTING_FLAG,
	  .where = IN_FLAGS | IN_HELP | FOR_ANY, .offset = SET(version),
	  .help = "print the version" },
	{ .name = NULL }
};

_Static_assert(sizeof(settings_table) / sizeof(settings_table[0]) <=
	       SETTINGS_MAX, "SETTINGS_MAX is too small");

size_t settings_index(const struct setting *s)
{
	return (size_t)(s - settings_table);
}

static const struct setting *find_env(const char *name, size_t len)
{
	char env[64];

	for (const struct setting *s = settings_table; s->name; s++) {
		if (!(s->where & IN_ENV))
			continue;
		setting_env(s, env, sizeof(env));
		if (strlen(env) == len && !memcmp(env, name, len))
			return s;
	}
	return NULL;
}

/* Named by what is behind the prefix, which all have in common. */
static void report_unknown(const char *var, size_t len,
			   void (*unknown)(const char *name, const char *near))
{
	char envs[SETTINGS_MAX][64], name[64];
	const char *names[SETTINGS_MAX], *near;
	size_t n = 0;

	if (len >= sizeof(name))
		len = sizeof(name) - 1;
	memcpy(name, var, len);
	name[len] = '\0';
	for (const struct setting *s = settings_table; s->name; s++) {
		if (!(s->where & IN_ENV))
			continue;
		setting_env(s, envs[n], sizeof(envs[n]));
		names[n] = envs[n] + PREFIX_LEN;
		n++;
	}
	near = nearest(name + PREFIX_LEN, names, n);
	unknown(name, near ? near - PREFIX_LEN : NULL);
}

int settings_from_env(struct settings *s, struct origin *origins,
		      char *const *envp,
		      void (*unknown)(const char *name, const char *near),
		      struct err *err)
{
	const struct setting *entry;
	const char *eq;

	for (; *envp; envp++) {
		eq = strchr(*envp, '=');
		if (strncmp(*envp, PREFIX, PREFIX_LEN) || !eq || !eq[1] ||
		    !strncmp(*envp, "SHUNT_CONFIG=", 13))
			continue;
		entry = find_env(*envp, (size_t)(eq - *envp));
		if (!entry) {
			report_unknown(*envp, (size_t)(eq - *envp), unknown);
			continue;
		}
		if (entry->type != SETTING_STRING && strpbrk(eq, "\r\n"))
			return err_set(err, ERR_CONFIG, "%.*s: the value has "
				       "a line break in it",
				       (int)(eq - *envp), *envp);
		if (setting_set(entry, s, text_of(eq + 1), false, err))
			return err_prefix(err, "%.*s", (int)(eq - *envp),
					  *envp);
		origins[settings_index(entry)].kind = FROM_ENV;
	}
	return 0;
}
