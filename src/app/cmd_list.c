#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/recent.h"
#include "app/roster.h"
#include "base/text.h"
#include "conf/places.h"

/*
 * `shunt help :LIST [NAME ...]`, for the shells' completions and for tests: a
 * name a line, a TAB, what it is. No list touches the network, and none
 * fails for what config.ini or the log holds: a shell must not print errors
 * over the line that is being typed.
 */

/* Names with controls in them would break lines, here and in the shell. */
static bool is_plain(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7F)
			return false;
	return true;
}

/* Names come from config.ini too: to a terminal only what is safe there. */
static void print_line(const char *name, const char *what)
{
	char line[512], safe[512];

	if (!is_plain(name))
		return;
	snprintf(line, sizeof(line), "%s", what);
	line[strcspn(line, "\n")] = '\0';
	if (!isatty(STDOUT_FILENO)) {
		printf("%s\t%s\n", name, line);
		return;
	}
	printf("%.*s\t", (int)text_safe_line(safe, sizeof(safe), name,
					     strlen(name)), safe);
	printf("%.*s\n", (int)text_safe_line(safe, sizeof(safe), line,
					     strlen(line)), safe);
}

static void ignore_env(const char *name, const char *near)
{
	(void)name;
	(void)near;
}

/* What can be had of the configuration: a broken file leaves the keys. */
static void load_what_is(struct config *c, const struct app *app)
{
	struct err err = ERR_INIT;

	if (!config_load(c, app->envp, ignore_env, &err))
		return;
	config_release(c);
	if (places_find(c, &err))
		config_release(c);
}

static int list_commands(const struct app *app, const char *arg)
{
	(void)app;
	(void)arg;
	for (const struct command *c = commands; c->name; c++)
		if (c->run)
			print_line(c->name, c->summary);
	return 0;
}

/* Those whose words, before "--", are names of files. */
static int list_files(const struct app *app, const char *arg)
{
	(void)app;
	(void)arg;
	for (const struct command *c = commands; c->name; c++)
		if (c->run && c->flags & (CMD_FILES | CMD_FILE))
			print_line(c->name, "");
	return 0;
}

/* "--model", and "-m" where it has a letter. */
static void print_option(const struct setting *s, const char *what)
{
	char name[64];

	snprintf(name, sizeof(name), "--%s", s->name);
	print_line(name, what);
	if (!s->letter)
		return;
	snprintf(name, sizeof(name), "-%c", s->letter);
	print_line(name, what);
}

static int list_options(const struct app *app, const char *arg)
{
	const struct command *cmd = arg ? command_find(arg) : NULL;

	(void)app;
	if (!cmd)	/* a word that is no command begins a prompt */
		cmd = command_find("ask");
	if (!cmd->run)
		return -1;
	for (const struct setting *s = settings_table; s->name; s++)
		if (command_shows(cmd, s))
			print_option(s, command_option_help(cmd, s));
	return 0;
}

/* The options that take a value, with the word for it. */
static int list_values(const struct app *app, const char *arg)
{
	(void)app;
	(void)arg;
	for (const struct setting *s = settings_table; s->name; s++)
		if (s->where & IN_FLAGS && s->arg)
			print_option(s, s->arg);
	return 0;
}

static void print_recent(void *ctx, const char *name, const char *what)
{
	(void)ctx;
	print_line(name, what);
}

static int list_sessions(const struct app *app, const char *arg)
{
	(void)app;
	(void)arg;
	recent_sessions(print_recent, NULL);
	return 0;
}

static int list_turns(const struct app *app, const char *arg)
{
	(void)app;
	(void)arg;
	recent_turns(print_recent, NULL);
	return 0;
}

typedef int list_fn(const struct app *app, const char *arg);

/* What stands behind some of the commands' words. */
static const struct {
	const char *command, *word;
	size_t max;		/* 0: as many as one likes */
	list_fn *print;
} kept[] = {
	{ "log", "show", 1, list_turns },
	{ "log", "delete", 0, list_turns },
	{ "rate", "good", 1, list_turns },
	{ "rate", "bad", 1, list_turns },
	{ "rate", "clear", 1, list_turns },
	{ "session", "show", 1, list_sessions },
	{ "session", "rename", 1, list_sessions },	/* to: a new name */
	{ "session", "delete", 1, list_sessions },
};

static int list_kept(const struct app *app, const char *command)
{
	const char *word = app->words[2];
	size_t there = app->word_count - 3;

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (!strcmp(kept[i].command, command) &&
		    !strcmp(kept[i].word, word) &&
		    (!kept[i].max || there < kept[i].max))
			return kept[i].print(app, NULL);
	return 0;
}

static int list_args(const struct app *app, const char *arg)
{
	const struct command *cmd = arg ? command_find(arg) : NULL;

	if (!cmd || !cmd->run)
		return -1;
	if (app->word_count > 2)
		return list_kept(app, cmd->name);
	for (const char *const *a = cmd->args; a && *a; a++)
		print_line(*a, "");
	return cmd->run == cmd_help ? list_commands(app, NULL) : 0;
}

static void describe_model(const struct entry *e, char *out, size_t cap)
{
	const struct price *p = &e->model.price;

	if (isnan(p->input) || isnan(p->output))
		snprintf(out, cap, "price not known");
	else if (p->input == 0 && p->output == 0)
		snprintf(out, cap, "free");
	else
		snprintf(out, cap, "USD %.6g in, %.6g out for a million "
			 "tokens", p->input, p->output);
}

static int list_models(const struct app *app, const char *arg)
{
	struct roster r;
	struct config c;
	char text[512];

	(void)arg;
	load_what_is(&c, app);
	roster_build(&r, &c);
	for (size_t i = 0; i < r.count; i++) {
		const struct entry *e = &r.entries[i];
		char name[256];

		if (e->place && e->place->key_missing)
			continue;
		model_name(&e->model, name, sizeof(name));
		describe_model(e, text, sizeof(text));
		print_line(name, text);
	}
	for (size_t i = 0; i < c.model_count; i++) {
		snprintf(text, sizeof(text), "%s/%s", c.models[i].endpoint,
			 c.models[i].id);
		print_line(c.models[i].name, text);
	}
	roster_release(&r);
	config_release(&c);
	return 0;
}

static int list_roles(const struct app *app, const char *arg)
{
	struct config c;

	(void)arg;
	load_what_is(&c, app);
	for (size_t i = 0; i < c.role_count; i++) {
		const struct role_section *role = &c.roles[i];

		print_line(role->name, role->system ? role->system :
			   role->system_file ? role->system_file : "");
	}
	config_release(&c);
	return 0;
}

static const struct setting *find_option(const char *name)
{
	const struct setting *s = settings_table;

	for (; s->name; s++)
		if (s->where & IN_FLAGS &&
		    (!strcmp(name, s->name) ||
		     (s->letter && name[0] == s->letter && !name[1])))
			return s;
	return NULL;
}

/* The options of which the values are names. */
static const struct {
	const char *option;
	list_fn *print;
} names[] = {
	{ "model", list_models },
	{ "role", list_roles },
	{ "session", list_sessions },
};

/* What an option's value may be, where that is a matter of words. */
static int list_words(const struct app *app, const char *arg)
{
	const struct setting *s = arg ? find_option(arg) : NULL;

	if (!s)
		return -1;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(s->name, names[i].option))
			return names[i].print(app, NULL);
	for (const char *const *w = s->words; w && *w; w++)
		print_line(*w, "");
	return 0;
}

static void print_keys(const char *before, const struct setting *table)
{
	for (const struct setting *s = table; s->name; s++) {
		char key[64], name[128];

		if (!(s->where & IN_FILE))
			continue;
		setting_key(s, key, sizeof(key));
		snprintf(name, sizeof(name), "%s%s%s", before,
			 *before ? "." : "", key);
		print_line(name, s->help);
	}
}

static int list_settings(const struct app *app, const char *arg)
{
	(void)app;
	(void)arg;
	print_keys("", settings_table);
	return 0;
}

static int list_keys(const struct app *app, const char *arg)
{
	(void)app;
	(void)arg;
	for (const struct section_kind *k = section_kinds; k->name; k++)
		print_keys(k->name, k->keys);
	return 0;
}

static const struct {
	const char *name;
	list_fn *print;
	size_t max;		/* words behind it; 0: as many as there are */
} lists[] = {
	{ ":commands", list_commands, 1 },
	{ ":files", list_files, 1 },
	{ ":options", list_options, 1 },	/* of [COMMAND] */
	{ ":values", list_values, 1 },
	{ ":words", list_words, 1 },	/* of OPTION, without its dashes */
	{ ":args", list_args, 0 },	/* of COMMAND [WORD ...] */
	{ ":models", list_models, 1 },
	{ ":roles", list_roles, 1 },
	{ ":settings", list_settings, 1 },
	{ ":keys", list_keys, 1 },
};

int cmd_list(struct app *app, struct err *err)
{
	const char *arg = app->word_count > 1 ? app->words[1] : NULL;
	size_t more = app->word_count - 1;

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (!strcmp(lists[i].name, app->words[0]) &&
		    (!lists[i].max || more <= lists[i].max) &&
		    !lists[i].print(app, arg))
			return 0;
	return err_set(err, ERR_USAGE, "there is no list '%s%s%s'",
		       app->words[0], arg ? " " : "", arg ? arg : "");
}
