#include "app/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static int unknown_option(const char *name, size_t len, struct err *err)
{
	const char *names[SETTINGS_MAX], *near;
	char copy[64];
	size_t n = 0;

	for (const struct setting *s = settings_table; s->name; s++)
		if (s->where & IN_FLAGS)
			names[n++] = s->name;
	if (len >= sizeof(copy))
		len = sizeof(copy) - 1;
	memcpy(copy, name, len);
	copy[len] = '\0';
	near = nearest(copy, names, n);
	return err_set(err, ERR_USAGE, "unknown option --%s%s%s%s", copy,
		       near ? "; did you mean --" : "", near ? near : "",
		       near ? "?" : "");
}

static void give(struct options *o, const struct setting *s,
		 const char *value)
{
	o->given = xreallocarray(o->given, o->given_count + 1,
				 sizeof(*o->given));
	o->given[o->given_count].s = s;
	o->given[o->given_count++].value = value;
}

static const struct setting *find_letter(char c)
{
	for (const struct setting *s = settings_table; s->name; s++)
		if (s->letter == c && (s->where & IN_FLAGS))
			return s;
	return NULL;
}

static const struct setting *find_long(const char *name, size_t len)
{
	const struct setting *s = setting_find(settings_table, name, len);

	/* the key's spelling, max_cost, is for files */
	if (!s || !(s->where & IN_FLAGS) || memchr(name, '_', len))
		return NULL;
	return s;
}

/* argv[*i] is "--name" or "--name=value". */
static int parse_long(struct options *o, char *argv[], int *i,
		      struct err *err)
{
	const char *name = argv[*i] + 2, *eq = strchr(name, '=');
	size_t len = eq ? (size_t)(eq - name) : strlen(name);
	const struct setting *s = find_long(name, len);

	if (!s)
		return unknown_option(name, len, err);
	if (s->type == SETTING_FLAG) {
		if (eq)
			return err_set(err, ERR_USAGE, "--%s takes no value",
				       s->name);
		give(o, s, NULL);
		return 0;
	}
	if (!eq && !argv[*i + 1])
		return err_set(err, ERR_USAGE, "--%s needs a value: %s",
			       s->name, s->arg);
	give(o, s, eq ? eq + 1 : argv[++*i]);
	return 0;
}

/* argv[*i] is "-qv", "-m", "-mMODEL" or "-qmMODEL". */
static int parse_short(struct options *o, char *argv[], int *i,
		       struct err *err)
{
	for (const char *p = argv[*i] + 1; *p; p++) {
		const struct setting *s = find_letter(*p);

		if (!s)
			return err_set(err, ERR_USAGE, "unknown option -%c",
				       *p);
		if (s->type == SETTING_FLAG) {
			give(o, s, NULL);
			continue;
		}
		if (!p[1] && !argv[*i + 1])
			return err_set(err, ERR_USAGE, "-%c needs a value: %s",
				       *p, s->arg);
		give(o, s, p[1] ? p + 1 : argv[++*i]);
		return 0;
	}
	return 0;
}

static void add_word(struct options *o, const char *word)
{
	o->words = xreallocarray(o->words, o->word_count + 1,
				 sizeof(*o->words));
	o->words[o->word_count++] = word;
}

/* All the words, for a message: "commit to this plan". */
static void join_words(const struct options *o, struct buf *out)
{
	for (size_t i = 0; i < o->word_count; i++)
		buf_addf(out, "%s%s", i ? " " : "", o->words[i]);
}

static int not_words(const struct options *o, struct err *err)
{
	struct buf all = BUF_INIT(160);

	buf_adds(&all, o->cmd->name);
	buf_adds(&all, " ");
	join_words(o, &all);
	err_set(err, ERR_USAGE, "'%s' is a command; to ask: shunt \"%s%s\"",
		o->cmd->name, all.ptr, all.over ? "..." : "");
	buf_release(&all);
	return -1;
}

static bool is_arg(const struct command *cmd, const char *word)
{
	for (const char *const *a = cmd->args; a && *a; a++)
		if (!strcmp(*a, word))
			return true;
	return false;
}

/* Are the words behind the command's name those of its usage? */
static bool words_fit(const struct options *o)
{
	const struct command *cmd = o->cmd;

	if (!o->word_count || cmd->flags & (CMD_WORDS | CMD_FILES))
		return true;
	if (!cmd->run || !(cmd->flags & CMD_ARGS))
		return false;
	if (cmd->flags & CMD_MORE && is_arg(cmd, o->words[0]))
		return true;
	return o->word_count == 1 ||
	       (cmd->flags & CMD_LISTS && o->words[0][0] == ':');
}

/* The first word may name the command, but not behind "--". */
static int find_command(struct options *o, struct err *err)
{
	const struct command *cmd = NULL;

	if (o->word_count && !o->words_literal)
		cmd = command_find(o->words[0]);
	o->cmd = cmd ? cmd : command_find("ask");
	if (!cmd)
		return 0;
	o->word_count--;
	o->words_before--;
	memmove(o->words, o->words + 1, o->word_count * sizeof(*o->words));
	if (!words_fit(o))
		return not_words(o, err);
	if (!cmd->run)
		return err_set(err, ERR_USAGE, "'%s' is a command that is not "
			       "built yet; to ask: shunt -- %s", cmd->name,
			       cmd->name);
	return 0;
}

static int check_taken(const struct options *o, struct err *err)
{
	for (size_t i = 0; i < o->given_count; i++)
		if (!command_takes(o->cmd, o->given[i].s))
			return err_set(err, ERR_USAGE, "shunt %s takes no "
				       "--%s; see: shunt help %s",
				       o->cmd->name, o->given[i].s->name,
				       o->cmd->name);
	return 0;
}

static int parse_words(struct options *o, int argc, char *argv[],
		       struct err *err)
{
	int rc = 0;

	for (int i = 1; !rc && i < argc; i++) {
		const char *a = argv[i];

		if (!strcmp(a, "--")) {
			o->words_literal = !o->word_count;
			o->words_before = o->word_count;
			while (++i < argc)
				add_word(o, argv[i]);
			return 0;
		}
		/* "-" is standard input, and "-:12" a place in it */
		if (a[0] != '-' || !a[1] || a[1] == ':')
			add_word(o, a);
		else if (a[1] == '-')
			rc = parse_long(o, argv, &i, err);
		else
			rc = parse_short(o, argv, &i, err);
	}
	o->words_before = o->word_count;
	return rc;
}

int options_parse(struct options *o, int argc, char *argv[], struct err *err)
{
	*o = (struct options){ .cmd = NULL };
	if (parse_words(o, argc, argv, err) || find_command(o, err))
		return -1;
	return check_taken(o, err);
}

int options_apply(const struct options *o, struct config *cfg,
		  struct err *err)
{
	for (size_t i = 0; i < o->given_count; i++) {
		const struct setting *s = o->given[i].s;
		struct origin *from = &cfg->origins[settings_index(s)];
		const char *value = o->given[i].value;
		bool again = from->kind == FROM_FLAG;

		if (setting_set(s, &cfg->defaults, text_of(value ? value :
							   "yes"), again,
				err)) {
			err->kind = ERR_USAGE;
			return err_prefix(err, "--%s", s->name);
		}
		from->kind = FROM_FLAG;
	}
	return 0;
}

bool options_have(const struct options *o, const char *name)
{
	for (size_t i = 0; i < o->given_count; i++)
		if (!strcmp(o->given[i].s->name, name))
			return true;
	return false;
}

void options_release(struct options *o)
{
	free(o->given);
	free(o->words);
	*o = (struct options){ .cmd = NULL };
}
