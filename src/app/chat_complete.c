#include <stdio.h>
#include <string.h>

#include "app/chat.h"
#include "app/recent.h"
#include "app/roster.h"
#include "model/model.h"

/* What is typed: the command, and where the word begins that Tab is for. */
struct typed {
	struct chat *c;
	const struct chat_command *cmd;
	const char *line;
	size_t first;		/* where what is behind the command begins */
	size_t start, end;
	struct line_candidates *out;
};

static void add(struct typed *t, const char *word)
{
	line_candidates_add(t->out, word, strlen(word));
}

/* All that stands behind the command is one word: a name with blanks. */
static struct text whole_arg(struct typed *t)
{
	t->out->start = t->first;
	return (struct text){ t->line + t->first, t->end - t->first };
}

static void add_commands(struct typed *t)
{
	char name[64];

	for (const struct chat_command *cmd = chat_commands; cmd->name;
	     cmd++) {
		snprintf(name, sizeof(name), "/%s", cmd->name);
		add(t, name);
	}
}

static void add_models(struct typed *t)
{
	const struct config *cfg = &t->c->app->cfg;
	char name[MODEL_NAME_MAX + 1];
	struct roster r;

	roster_build(&r, cfg);
	for (size_t i = 0; i < r.count; i++) {
		const struct entry *e = &r.entries[i];

		if (e->place && e->place->key_missing)
			continue;
		model_name(&e->model, name, sizeof(name));
		add(t, name);
	}
	for (size_t i = 0; i < cfg->model_count; i++)
		add(t, cfg->models[i].name);
	roster_release(&r);
	if (!strcmp(t->cmd->name, "model"))
		add(t, "auto");
}

static void add_session(void *ctx, const char *word, const char *what)
{
	(void)what;
	add(ctx, word);
}

static void add_sessions(struct typed *t)
{
	whole_arg(t);
	recent_sessions(add_session, t);
}

static void add_roles(struct typed *t)
{
	const struct config *cfg = &t->c->app->cfg;

	for (size_t i = 0; i < cfg->role_count; i++)
		add(t, cfg->roles[i].name);
	add(t, "none");
}

static void add_words_of(struct typed *t, const struct setting *s)
{
	static const char *const switches[] = { "yes", "no", NULL };
	const char *const *w = s->words;

	if (s->type == SETTING_FLAG || s->type == SETTING_BOOL)
		w = switches;
	for (; w && *w; w++)
		add(t, *w);
}

static void add_words(struct typed *t)
{
	add_words_of(t, setting_find(settings_table, t->cmd->name,
				     strlen(t->cmd->name)));
}

/* The names, and behind one its values. */
static void add_settings(struct typed *t)
{
	const struct setting *s = NULL;
	size_t len = 0;

	while (t->first + len < t->start && t->line[t->first + len] != ' ')
		len++;
	if (t->first + len < t->start)
		s = setting_find(settings_table, t->line + t->first, len);
	if (s && !strcmp(s->name, "model")) {
		add_models(t);
	} else if (s && !strcmp(s->name, "role")) {
		add_roles(t);
	} else if (s) {
		add_words_of(t, s);
	} else if (t->start == t->first) {
		for (s = settings_table; s->name; s++)
			if (s->where & IN_CHAT)
				add(t, s->name);
	}
}

/* For /code, behind its ">". */
static void add_files(struct typed *t)
{
	struct text arg = whole_arg(t);
	const char *to = memchr(arg.ptr, '>', arg.len);

	if (!strcmp(t->cmd->name, "code")) {
		if (!to)
			return;
		for (to++; to < t->line + t->end && *to == ' '; to++)
			t->out->start = (size_t)(to - t->line);
		t->out->start = (size_t)(to - t->line);
		arg = (struct text){ to, t->end - t->out->start };
	}
	line_complete_files(t->out, arg);
}

static void add_pending(struct typed *t)
{
	const struct words *w = &t->c->app->set->file;

	whole_arg(t);
	for (size_t i = 0; i < w->count; i++)
		add(t, w->items[i]);
}

/* /help takes the names with their slash, or without. */
static void add_names(struct typed *t)
{
	for (const struct chat_command *cmd = chat_commands; cmd->name; cmd++)
		add(t, cmd->name);
}

static void (*const adders[])(struct typed *t) = {
	[CHAT_NOTHING] = NULL,
	[CHAT_ANYTHING] = NULL,
	[CHAT_MODEL] = add_models,
	[CHAT_SESSION] = add_sessions,
	[CHAT_ROLE] = add_roles,
	[CHAT_SETTING] = add_settings,
	[CHAT_FILE] = add_files,
	[CHAT_PENDING] = add_pending,
	[CHAT_COMMAND] = add_names,
	[CHAT_WORD] = add_words,
};

void chat_complete(void *ctx, const char *line, size_t start, size_t end,
		   struct line_candidates *out)
{
	struct typed t = { .c = ctx, .line = line, .start = start,
			   .end = end, .out = out };
	size_t n = 1;

	if (*line != '/')
		return;
	if (!start) {
		add_commands(&t);
		return;
	}
	while (line[n] >= 'a' && line[n] <= 'z')
		n++;
	t.cmd = chat_command_find((struct text){ line + 1, n - 1 });
	if (!t.cmd || (line[n] != ' ' && line[n] != '\t'))
		return;
	while (line[n] == ' ' || line[n] == '\t')
		n++;
	t.first = n < start ? n : start;
	if (adders[t.cmd->arg])
		adders[t.cmd->arg](&t);
}
