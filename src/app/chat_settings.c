#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/chat.h"
#include "app/note.h"
#include "app/roster.h"
#include "base/mem.h"
#include "view/cells.h"

#define NAME_WIDTH 20
#define MOST_CELLS 1000

/* Words that take a setting back where they cannot be its value. */
static const char *const nothings[] = { "auto", "none", "default", NULL };

static bool is_nothing(const struct setting *s, struct text value)
{
	if (s->type == SETTING_WORD || s->type == SETTING_FLAG ||
	    s->type == SETTING_BOOL)
		return false;
	for (const char *const *w = nothings; *w; w++)
		if (text_is(value, *w))
			return true;
	return false;
}

static const struct setting *find(const char *name, size_t len,
				  struct err *err)
{
	const struct setting *s = setting_find(settings_table, name, len);
	const char *names[SETTINGS_MAX], *near;
	char copy[64];
	size_t n = 0;

	if (s && s->where & IN_CHAT)
		return s;
	for (s = settings_table; s->name; s++)
		if (s->where & IN_CHAT)
			names[n++] = s->name;
	snprintf(copy, sizeof(copy), "%.*s", (int)len, name);
	near = nearest(copy, names, n);
	err_set(err, ERR_USAGE, "there is nothing '%s' to set%s%s%s", copy,
		near ? "; did you mean '" : "", near ? near : "",
		near ? "'?" : "");
	return NULL;
}

struct origin *chat_origin(struct chat *c, const char *name)
{
	const struct setting *s = setting_find(settings_table, name,
					       strlen(name));

	return &c->app->cfg.origins[settings_index(s)];
}

int chat_set(struct chat *c, const char *name, struct text value,
	     struct err *err)
{
	const struct setting *s = find(name, strlen(name), err);
	struct origin *from;

	if (!s)
		return -1;
	from = chat_origin(c, s->name);
	if (is_nothing(s, value)) {
		setting_reset(s, c->app->set);
		from->kind = FROM_DEFAULT;
	} else if (setting_set(s, c->app->set, value, false, err)) {
		err->kind = ERR_USAGE;
		return err_prefix(err, "%s", s->name);
	} else {
		from->kind = FROM_FLAG;
	}
	note_level(c->app->set->quiet, c->app->set->verbose);
	return 0;
}

static void show(const struct chat *c, const struct setting *s,
		 const char *unset)
{
	struct buf value = BUF_INIT(MAX_CONFIG), line = BUF_INIT(MAX_CONFIG);

	setting_show(s, c->app->set, &value);
	buf_addf(&line, "%-*s ", NAME_WIDTH, s->name);
	cells_add(&line, value.len ? text_of_buf(&value) : text_of(unset),
		  MOST_CELLS, CELLS_AS_IS);
	puts(line.ptr);
	buf_release(&line);
	buf_release(&value);
}

int chat_cmd_setting(struct chat *c, const struct chat_command *self,
		     struct text arg, struct err *err)
{
	if (arg.len && chat_set(c, self->name, arg, err))
		return -1;
	show(c, setting_find(settings_table, self->name, strlen(self->name)),
	     "none");
	return 0;
}

static void show_all(const struct chat *c)
{
	for (const struct setting *s = settings_table; s->name; s++)
		if (s->where & IN_CHAT)
			show(c, s, "not set");
}

int chat_cmd_set(struct chat *c, const struct chat_command *self,
		 struct text arg, struct err *err)
{
	const struct chat_command *cmd;
	const struct setting *s;
	size_t len = 0;

	(void)self;
	if (!arg.len) {
		show_all(c);
		return 0;
	}
	while (len < arg.len && !strchr(" \t=", arg.ptr[len]))
		len++;
	s = find(arg.ptr, len, err);
	if (!s)
		return -1;
	arg = text_trim((struct text){ arg.ptr + len, arg.len - len });
	if (arg.len && *arg.ptr == '=')
		arg = text_trim((struct text){ arg.ptr + 1, arg.len - 1 });
	cmd = chat_command_find(text_of(s->name));
	if (arg.len && cmd)	/* which may look at the value, too */
		return cmd->run(c, cmd, arg, err);
	if (arg.len && chat_set(c, s->name, arg, err))
		return -1;
	show(c, s, "not set");
	if (!arg.len)
		printf("%-*s %s\n", NAME_WIDTH, "", s->help);
	return 0;
}

/* A name that nobody has is told now, not when it is asked. */
static int check_models(const struct chat *c, struct err *err)
{
	const struct words *w = wishes_model(c->app);
	struct roster r;
	size_t at;
	int rc = 0;

	roster_build(&r, &c->app->cfg);
	for (size_t i = 0; !rc && i < w->count; i++)
		rc = roster_find(&r, &c->app->cfg, w->items[i], &at, err);
	roster_release(&r);
	return rc;
}

static int check_role(const struct chat *c, struct err *err)
{
	struct wishes w;
	int rc = wishes_read(&w, c->app, err);

	wishes_release(&w);
	return rc;
}

int chat_check_names(const struct chat *c, struct err *err)
{
	if (check_role(c, err))
		return -1;
	/* to know all models takes a while: not where none was named */
	return wishes_model(c->app)->count ? check_models(c, err) : 0;
}

int chat_cmd_model(struct chat *c, const struct chat_command *self,
		   struct text arg, struct err *err)
{
	struct settings *set = c->app->set;
	struct origin *from = chat_origin(c, self->name), was = *from;
	struct words before = set->model;

	if (!arg.len) {
		show(c, setting_find(settings_table, self->name,
				     strlen(self->name)),
		     "auto: the router chooses");
		return 0;
	}
	set->model = (struct words){ .count = 0 };
	if (chat_set(c, self->name, arg, err) || check_models(c, err)) {
		words_release(&set->model);
		set->model = before;
		*from = was;
		return -1;
	}
	words_release(&before);
	return 0;
}

int chat_cmd_role(struct chat *c, const struct chat_command *self,
		  struct text arg, struct err *err)
{
	struct settings *set = c->app->set;
	struct origin *from = chat_origin(c, self->name), was = *from;
	char *before = set->role;
	int rc;

	if (!arg.len)
		return chat_cmd_setting(c, self, arg, err);
	set->role = NULL;
	rc = chat_set(c, self->name, arg, err);
	if (!rc)
		rc = check_role(c, err);
	if (rc) {
		free(set->role);
		set->role = before;
		*from = was;
		return -1;
	}
	free(before);
	return chat_cmd_setting(c, self, (struct text){ NULL, 0 }, err);
}

static void show_files(const struct chat *c)
{
	const struct words *w = &c->app->set->file;
	char safe[4096];

	for (size_t i = 0; i < w->count; i++) {
		size_t len = text_safe_line(safe, sizeof(safe), w->items[i],
					    strlen(w->items[i]));

		printf("%.*s\n", (int)len, safe);
	}
	if (!w->count)
		note("no file waits for the next prompt; /file NAME adds one");
}

char *chat_path(struct text name)
{
	const char *home = getenv("HOME");
	struct buf path = BUF_INIT(MAX_CONFIG);

	if (name.len > 1 && !memcmp(name.ptr, "~/", 2) && home) {
		buf_adds(&path, home);
		name = (struct text){ name.ptr + 1, name.len - 1 };
	}
	buf_add(&path, name.ptr, name.len);
	return buf_take(&path, NULL);
}

int chat_cmd_file(struct chat *c, const struct chat_command *self,
		  struct text arg, struct err *err)
{
	struct stat st;
	char *path;
	int rc = 0;

	(void)self;
	if (!arg.len) {
		show_files(c);
		return 0;
	}
	path = chat_path(arg);
	if (stat(path, &st))
		rc = err_set(err, ERR_IO, "there is no file '%s'", path);
	else if (S_ISDIR(st.st_mode))
		rc = err_set(err, ERR_USAGE, "'%s' is a directory", path);
	else
		words_add(&c->app->set->file, path, strlen(path));
	free(path);
	return rc;
}

int chat_cmd_drop(struct chat *c, const struct chat_command *self,
		  struct text arg, struct err *err)
{
	struct words *w = &c->app->set->file;
	struct words left = { .count = 0 };
	char *path = chat_path(arg);
	size_t before = w->count;

	(void)self;
	for (size_t i = 0; arg.len && i < w->count; i++)
		if (strcmp(w->items[i], path))
			words_add(&left, w->items[i], strlen(w->items[i]));
	words_release(w);
	*w = left;
	free(path);
	if (w->count < before)
		return 0;
	return err_set(err, ERR_USAGE, "no such file waits for the next "
		       "prompt");
}
