#include "app/options.h"

#include <stdio.h>
#include <string.h>

#include "tap.h"

#define MOST 12

static struct options o;

/* Splits at blanks, "_" is an empty argument, "+" a blank in one. */
static int parse(const char *line, struct err *err)
{
	static char copy[400];
	char *argv[MOST + 1] = { (char *)"shunt" }, *save = NULL;
	int argc = 1;

	err_clear(err);
	snprintf(copy, sizeof(copy), "%s", line);
	for (char *p = strtok_r(copy, " ", &save); p && argc < MOST;
	     p = strtok_r(NULL, " ", &save)) {
		argv[argc++] = strcmp(p, "_") ? p : (char *)"";
		for (char *q = p; *q; q++)
			if (*q == '+')
				*q = ' ';
	}
	argv[argc] = NULL;
	return options_parse(&o, argc, argv, err);
}

/* "COMMAND name=value name (flag) | words", "--" where they are literal. */
static const char *told(void)
{
	static char out[600];
	size_t n = (size_t)snprintf(out, sizeof(out), "%s", o.cmd->name);

	for (size_t i = 0; i < o.given_count; i++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, " %s%s%s",
				      o.given[i].s->name,
				      o.given[i].value ? "=" : "",
				      o.given[i].value ? o.given[i].value :
							 "");
	n += (size_t)snprintf(out + n, sizeof(out) - n, " |%s",
			      o.words_literal ? "--" : "");
	for (size_t i = 0; i < o.word_count; i++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, " <%s>",
				      o.words[i]);
	return out;
}

static const struct {
	const char *line, *want;
} good[] = {
	{ "", "ask |" },
	{ "hello world", "ask | <hello> <world>" },
	{ "ask hello", "ask | <hello>" },
	{ "_", "ask | <>" },
	{ "-", "ask | <->" },
	{ "-m a/b hi", "ask model=a/b | <hi>" },
	{ "-ma/b hi", "ask model=a/b | <hi>" },
	{ "--model=a/b", "ask model=a/b |" },
	{ "--model a/b", "ask model=a/b |" },
	{ "--model=", "ask model= |" },
	{ "--model=a=b", "ask model=a=b |" },
	{ "hi -qv there", "ask quiet verbose | <hi> <there>" },
	{ "-qma -xv", "ask quiet model=a code verbose |" },
	{ "-m -q", "ask model=-q |" },
	{ "--temperature -1", "ask temperature=-1 |" },
	{ "-f - -f a,b", "ask file=- file=a,b |" },
	{ "-- -q --json", "ask |-- <-q> <--json>" },
	{ "-q -- commit", "ask quiet |-- <commit>" },
	{ "-- route", "ask |-- <route>" },
	{ "hi -- -q", "ask | <hi> <-q>" },
	{ "route -- -q", "route | <-q>" },
	{ "-v route why?", "route verbose | <why?>" },
	{ "route --jsonl", "route jsonl |" },
	{ "eval --errors -o out f", "eval errors output=out | <f>" },
	{ "commit+to+this", "ask | <commit to this>" },
	{ "Commit this", "ask | <Commit> <this>" },
	{ "models --all", "models all |" },
	{ "config show --json", "config json | <show>" },
	{ "help route", "help | <route>" },
	{ "doctor --offline -q", "doctor offline quiet |" },
	{ "log", "log |" },
	{ "log 01a2", "log | <01a2>" },
	{ "log -n 3 -m gpt -t code", "log limit=3 model=gpt task=code |" },
	{ "log search two words", "log | <search> <two> <words>" },
	{ "log delete a b --json", "log json | <delete> <a> <b>" },
	{ "session rename a b", "session | <rename> <a> <b>" },
	{ "rate good 01a2", "rate | <good> <01a2>" },
	{ "stats --by model", "stats by=model |" },
	{ "edit a --apply b -- -q c", "edit apply | <a> <b> <-q> <c>" },
	{ "edit the text", "edit | <the> <text>" },
};

static const struct {
	const char *line, *says;
} bad[] = {
	{ "--modle x", "unknown option --modle; did you mean --model?" },
	{ "--max_cost 1", "unknown option --max_cost; did you mean "
			  "--max-cost?" },
	{ "--xyzzyplugh", "unknown option --xyzzyplugh" },
	{ "--=x", "unknown option --" },
	{ "-Z", "unknown option -Z" },
	{ "-qZ", "unknown option -Z" },
	{ "--quiet=yes", "--quiet takes no value" },
	{ "--model", "--model needs a value: MODEL" },
	{ "hi -m", "-m needs a value: MODEL" },
	{ "-qm", "-m needs a value: MODEL" },
	{ "commit to this plan", "'commit' is a command; to ask: shunt "
				 "\"commit to this plan\"" },
	{ "help me with this", "'help' is a command; to ask: shunt \"help me "
			       "with this\"" },
	{ "models of cars", "'models' is a command; to ask: shunt \"models "
			    "of cars\"" },
	{ "log the changes of today", "'log' is a command; to ask: shunt "
				      "\"log the changes of today\"" },
	{ "rate this essay", "'rate' is a command; to ask: shunt \"rate this "
			     "essay\"" },
	{ "stats of today", "'stats' is a command; to ask: shunt \"stats of "
			    "today\"" },
	{ "stats --limit 3", "shunt stats takes no --limit" },
	{ "--since 2d hello", "shunt ask takes no --since" },
	{ "replay", "'replay' is a command that is not built yet; to ask: "
		    "shunt -- replay" },
	{ "edit --code a -- b", "shunt edit takes no --code" },
	{ "--api-key x", "unknown option --api-key" },
	{ "--proxy x", "unknown option --proxy" },
	{ "models --model a", "shunt models takes no --model; see: shunt "
			      "help models" },
	{ "ask --jsonl", "shunt ask takes no --jsonl" },
	{ "ask --errors", "shunt ask takes no --errors" },
	{ "config -m a show", "shunt config takes no --model" },
};

static void test_lines(void)
{
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		int rc = parse(good[i].line, &e);

		ok(!rc && !strcmp(told(), good[i].want), "'%s': %s %s",
		   good[i].line, rc ? "" : told(), e.msg);
		options_release(&o);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ok(parse(bad[i].line, &e) == -1 && e.kind == ERR_USAGE &&
			   !strncmp(e.msg, bad[i].says, strlen(bad[i].says)),
		   "'%s': %s", bad[i].line, e.msg);
		options_release(&o);
	}
}

/* How many words stand before "--". */
static void test_before(void)
{
	static const struct {
		const char *line;
		size_t before, all;
	} lines[] = {
		{ "edit a b -- c d", 2, 4 }, { "edit -- c", 0, 1 },
		{ "edit a b", 2, 2 }, { "edit a --", 1, 1 },
		{ "-- edit a", 0, 2 }, { "a -- b", 1, 2 },
		{ "-q edit a -- -- b", 1, 3 }, { "", 0, 0 },
	};
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		int rc = parse(lines[i].line, &e);

		ok(!rc && o.words_before == lines[i].before &&
		   o.word_count == lines[i].all, "'%s': %zu of %zu",
		   lines[i].line, o.words_before, o.word_count);
		options_release(&o);
	}
}

/* The words of DESIGN, section 2, and no other, are commands. */
static void test_reserved(void)
{
	static const char *const words[] = {
		"ask", "chat", "route", "compare", "edit", "complete",
		"commit", "hook", "eval", "rate", "models", "log", "stats",
		"session", "config", "doctor", "help", "batch", "replay",
		"calibrate",
	};
	size_t n = 0;

	for (const struct command *cmd = commands; cmd->name; cmd++)
		n++;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		ok(command_find(words[i]) != NULL, "%s", words[i]);
	ok(n == sizeof(words) / sizeof(words[0]), "%zu words", n);
}

/* Over a configuration that says other things. */
static void apply(const char *line, struct config *cfg, struct err *err)
{
	*cfg = (struct config){ .path = NULL };
	settings_default(settings_table, &cfg->defaults);
	words_add(&cfg->defaults.model, "config/model", 12);
	cfg->defaults.retries = 7;
	if (!parse(line, err))
		(void)!options_apply(&o, cfg, err);
	options_release(&o);
}

static const char *models_of(const struct config *cfg)
{
	static char out[200];
	size_t n = 0;

	*out = '\0';
	for (size_t i = 0; i < cfg->defaults.model.count; i++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s|",
				      cfg->defaults.model.items[i]);
	return out;
}

static const struct {
	const char *line, *models;
	long retries;
	const char *says;	/* NULL: all is well */
} applied[] = {
	{ "hi", "config/model|", 7, NULL },
	{ "-m a", "a|", 7, NULL },
	{ "-m a,b", "a|b|", 7, NULL },
	{ "-m a,b -m c --model=d+,+e", "a|b|c|d|e|", 7, NULL },
	{ "--retries 1 --retries 2", "config/model|", 2, NULL },
	{ "--retries 11", "config/model|", 7, "--retries: '11' is not" },
	{ "-m _", "config/model|", 7, "--model: the list is empty" },
	{ "--model=", "config/model|", 7, "--model: the list is empty" },
	{ "--timeout=", "config/model|", 7, "--timeout: '' is no time" },
	{ "-p fats", "config/model|", 7, "--prefer: 'fats' is none of" },
};

static void test_apply(void)
{
	for (size_t i = 0; i < sizeof(applied) / sizeof(applied[0]); i++) {
		const char *says = applied[i].says;
		struct err e = ERR_INIT;
		struct config cfg;

		apply(applied[i].line, &cfg, &e);
		ok(!strcmp(models_of(&cfg), applied[i].models) &&
			   cfg.defaults.retries == applied[i].retries &&
			   (says ? e.kind == ERR_USAGE &&
				   !strncmp(e.msg, says, strlen(says)) :
				   !e.kind),
		   "'%s': %s %s", applied[i].line, models_of(&cfg), e.msg);
		config_release(&cfg);
	}
}

int main(void)
{
	test_lines();
	test_before();
	test_reserved();
	test_apply();
	return tap_done();
}
