#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "app/editor.h"
#include "app/note.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/proc.h"
#include "base/text.h"

static int need_path(const char *path, struct err *err)
{
	if (path)
		return 0;
	return err_set(err, ERR_CONFIG, "no place for config.ini: set HOME "
		       "or SHUNT_CONFIG");
}

static void ignore_env(const char *name, const char *near)
{
	(void)name;
	(void)near;
}

static int reload(struct app *app, struct config *c, struct err *err)
{
	return config_load(c, app->envp, ignore_env, err);
}

static int show_path(struct app *app, struct err *err)
{
	char *path = config_path();

	(void)app;
	if (need_path(path, err))
		return -1;
	printf("%s\n", path);
	free(path);
	return 0;
}

static void print_safe(const char *s)
{
	char line[4096];

	printf("%.*s", (int)text_safe_line(line, sizeof(line), s, strlen(s)),
	       line);
}

static const char *const from_words[] = { "default", "file", "environment",
					  "flag" };

static void show_setting(const struct config *c, const struct setting *s)
{
	const struct origin *from = &c->origins[settings_index(s)];
	struct buf value = BUF_INIT(MAX_CONFIG);
	char key[64];

	setting_key(s, key, sizeof(key));
	setting_show(s, &c->defaults, &value);
	printf("%-20s = ", key);
	print_safe(value.ptr);
	if (from->kind == FROM_FILE)
		printf("  (line %u)", from->line);
	else if (from->kind != FROM_DEFAULT)
		printf("  (%s)", from_words[from->kind]);
	putchar('\n');
	buf_release(&value);
}

/* The keys of one section that are set; nothing when none is. */
static void show_section(enum section kind, const char *name,
			 const void *base)
{
	const struct section_kind *k = &section_kinds[kind];
	bool begun = false;

	for (const struct setting *s = k->keys; s->name; s++) {
		struct buf value = BUF_INIT(MAX_CONFIG);
		char key[64];

		setting_show(s, base, &value);
		if (value.len && (!s->deflt || strcmp(value.ptr, s->deflt))) {
			if (!begun)
				printf("\n[%s%s%s]\n", k->name,
				       *name ? "." : "", name);
			begun = true;
			setting_key(s, key, sizeof(key));
			printf("%-20s = ", key);
			print_safe(value.ptr);
			putchar('\n');
		}
		buf_release(&value);
	}
}

static void show_sections(const struct config *c)
{
	for (size_t i = 0; i < c->model_count; i++)
		show_section(SECTION_MODEL, c->models[i].name, &c->models[i]);
	for (int t = 0; t < TASK_COUNT; t++)
		show_section(SECTION_ROUTE, task_name((enum task)t),
			     &c->routes[t]);
	for (size_t i = 0; i < c->role_count; i++)
		show_section(SECTION_ROLE, c->roles[i].name, &c->roles[i]);
	show_section(SECTION_POLICY, "", &c->policy);
}

static void show_key(const struct place *p)
{
	if (p->signer == SIGNER_OCI)
		printf("profile ");
	if (p->signer == SIGNER_OCI)
		print_safe(p->section->profile ? p->section->profile :
			   "DEFAULT");
	else if (p->section && p->section->api_key_file)
		print_safe(p->section->api_key_file);
	else if (p->section && p->section->api_key_cmd)
		printf("api_key_cmd");
	else if (p->key_env)
		printf("%s%s", p->key_env, p->key_missing ? " (not set)" : "");
	else if (p->signer == SIGNER_AWS)
		printf("AWS's own, for %s", p->region);
	else
		printf("none");
}

static void show_place(const struct place *p)
{
	char origin[300];

	url_origin(&p->url, origin, sizeof(origin));
	print_safe(p->ep.name);
	printf("  %s%s, key: ", origin, p->url.path);
	show_key(p);
	putchar('\n');
}

static void show_json(const struct config *c)
{
	struct buf out = BUF_INIT(MAX_CONFIG);
	struct json_writer w = JSON_WRITER_INIT(&out);

	json_begin(&w, NULL, '{');
	json_add_str(&w, "path", c->path);
	json_add_bool(&w, "present", c->present);
	json_begin(&w, "settings", '{');
	for (const struct setting *s = settings_table; s->name; s++) {
		struct buf value = BUF_INIT(MAX_CONFIG);
		char key[64];

		if (!(s->where & IN_FILE))
			continue;
		setting_key(s, key, sizeof(key));
		setting_show(s, &c->defaults, &value);
		json_begin(&w, key, '{');
		json_add_text(&w, "value", (struct text){ value.ptr,
							  value.len });
		json_add_str(&w, "from",
			     from_words[c->origins[settings_index(s)].kind]);
		json_end(&w, '}');
		buf_release(&value);
	}
	json_end(&w, '}');
	json_begin(&w, "endpoints", '[');
	for (size_t i = 0; i < c->place_count; i++)
		json_add_str(&w, NULL, c->places[i].ep.name);
	json_end(&w, ']');
	json_end(&w, '}');
	printf("%s\n", out.ptr);
	buf_release(&out);
}

static int show(struct app *app, struct err *err)
{
	struct config c;
	int rc = reload(app, &c, err);

	if (rc) {
		config_release(&c);
		return -1;
	}
	if (app->set->json) {
		show_json(&c);
		goto out;
	}
	printf("# %s%s\n", c.path ? c.path : "(no place for config.ini)",
	       c.present ? "" : " (not there)");
	for (const struct setting *s = settings_table; s->name; s++)
		if (s->where & IN_FILE)
			show_setting(&c, s);
	printf("\n# endpoints that are switched on, beside builtin\n");
	for (size_t i = 0; i < c.place_count; i++)
		show_place(&c.places[i]);
	show_sections(&c);
out:
	config_release(&c);
	return 0;
}

static int check(struct app *app, struct err *err)
{
	struct config c;
	int rc = reload(app, &c, err);

	if (!rc && c.present)
		printf("%s: good; %zu endpoint%s switched on\n", c.path,
		       c.place_count, c.place_count == 1 ? "" : "s");
	else if (!rc)
		printf("%s: not there, and not needed\n",
		       c.path ? c.path : "config.ini");
	config_release(&c);
	return rc;
}

/* The folder above the file, with what is missing of it. */
static int make_parent(const char *path, struct err *err)
{
	char *dir = xstrdup(path), *slash = strrchr(dir, '/');
	int rc = 0;

	if (slash && slash != dir) {
		*slash = '\0';
		rc = dir_make(dir, 0700, err);
	}
	free(dir);
	return rc;
}

static int write_example(const char *path, struct err *err)
{
	struct buf text = BUF_INIT(MAX_CONFIG);
	int rc;

	config_example(&text);
	rc = make_parent(path, err);
	if (!rc)
		rc = file_replace(path, FILE_OUT_PRIVATE, text.ptr, text.len,
				  err);
	buf_release(&text);
	return rc;
}

static int init(struct app *app, struct err *err)
{
	char *path = config_path();
	struct stat st;
	int rc = need_path(path, err);

	(void)app;
	if (!rc && !lstat(path, &st))
		rc = err_set(err, ERR_CONFIG, "%s is there already; to change "
			     "it: shunt config edit", path);
	if (!rc)
		rc = write_example(path, err);
	if (!rc)
		printf("%s\n", path);
	free(path);
	return rc;
}

static int edit(struct app *app, struct err *err)
{
	char *path = config_path();
	struct stat st;
	int rc = need_path(path, err);

	if (!rc && stat(path, &st))
		rc = write_example(path, err);
	if (!rc)
		rc = proc_editor(editor_find(), path, err);
	free(path);
	return rc ? rc : check(app, err);
}

static const struct {
	const char *name;
	int (*run)(struct app *app, struct err *err);
} actions[] = {
	{ "path", show_path }, { "show", show }, { "check", check },
	{ "init", init }, { "edit", edit },
};

int cmd_config(struct app *app, struct err *err)
{
	const char *name = app->word_count ? app->words[0] : "show";

	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (!strcmp(actions[i].name, name))
			return actions[i].run(app, err);
	return err_set(err, ERR_USAGE, "shunt config path|show|check|init|edit"
		       " (not '%s')", name);
}
