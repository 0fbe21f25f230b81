#include "conf/config.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/ini.h"
#include "base/mem.h"
#include "conf/models.h"
#include "conf/places.h"
#include "conf/repository.h"
#include "model/catalog.h"

char *config_path(void)
{
	const char *set = getenv("SHUNT_CONFIG"), *home = getenv("HOME");
	const char *xdg = getenv("XDG_CONFIG_HOME");
	struct buf path = BUF_INIT(MAX_CONFIG);

	if (set && *set)
		return xstrdup(set);
	if (xdg && *xdg == '/')
		buf_addf(&path, "%s/shunt/config.ini", xdg);
	else if (home && *home == '/')
		buf_addf(&path, "%s/.config/shunt/config.ini", home);
	else
		return NULL;
	return buf_take(&path, NULL);
}

static const struct section_kind *find_kind(const char *name, size_t len)
{
	for (const struct section_kind *k = section_kinds; k->name; k++)
		if (strlen(k->name) == len && !memcmp(k->name, name, len))
			return k;
	return NULL;
}

/*
 * The struct of a section: found by its name or made. Lists grow by
 * reallocation, so nothing may point into them before all is read.
 */
static void *endpoint_base(struct config *c, const char *name, unsigned line)
{
	struct endpoint_section *s;

	for (size_t i = 0; i < c->endpoint_count; i++)
		if (!strcmp(c->endpoints[i].name, name))
			return &c->endpoints[i];
	c->endpoints = xreallocarray(c->endpoints, c->endpoint_count + 1,
				     sizeof(*s));
	s = &c->endpoints[c->endpoint_count++];
	*s = (struct endpoint_section){ .name = xstrdup(name), .line = line };
	return s;
}

static void *model_base(struct config *c, const char *name, unsigned line)
{
	struct model_section *s;

	for (size_t i = 0; i < c->model_count; i++)
		if (!strcmp(c->models[i].name, name))
			return &c->models[i];
	c->models = xreallocarray(c->models, c->model_count + 1, sizeof(*s));
	s = &c->models[c->model_count++];
	*s = (struct model_section){ .name = xstrdup(name), .line = line };
	settings_default(section_kinds[SECTION_MODEL].keys, s);
	return s;
}

static void *role_base(struct config *c, const char *name, unsigned line)
{
	struct role_section *s;

	for (size_t i = 0; i < c->role_count; i++)
		if (!strcmp(c->roles[i].name, name))
			return &c->roles[i];
	c->roles = xreallocarray(c->roles, c->role_count + 1, sizeof(*s));
	s = &c->roles[c->role_count++];
	*s = (struct role_section){ .name = xstrdup(name), .line = line,
				    .task = TASK_NONE };
	return s;
}

static void *route_base(struct config *c, const char *name, unsigned line)
{
	enum task t = task_by_name(name);

	(void)line;
	return t == TASK_NONE ? NULL : &c->routes[t];
}

static void *defaults_base(struct config *c, const char *name, unsigned line)
{
	(void)name;
	(void)line;
	return &c->defaults;
}

static void *policy_base(struct config *c, const char *name, unsigned line)
{
	(void)name;
	if (!c->policy.line)
		c->policy.line = line;
	return &c->policy;
}

static void *(*const bases[])(struct config *c, const char *name,
			      unsigned line) = {
	[SECTION_DEFAULTS] = defaults_base,
	[SECTION_ENDPOINT] = endpoint_base,
	[SECTION_MODEL] = model_base,
	[SECTION_ROUTE] = route_base,
	[SECTION_ROLE] = role_base,
	[SECTION_POLICY] = policy_base,
};

static int unknown_kind(const char *section, size_t len, struct err *err)
{
	char *name = xstrndup(section, len);
	const char *names[16], *near;
	size_t n = 0;

	for (const struct section_kind *k = section_kinds; k->name; k++)
		names[n++] = k->name;
	near = nearest(name, names, n);
	free(name);
	return err_set(err, ERR_CONFIG, "unknown section [%s]%s%s%s%s",
		       section, near ? "; did you mean [" : "",
		       near ? near : "", near ? section + len : "",
		       near ? "]?" : "");
}

static int unknown_key(const struct section_kind *k, const char *key,
		       struct err *err)
{
	char keys[SETTINGS_MAX][64];
	const char *names[SETTINGS_MAX], *near;
	size_t n = 0;

	for (const struct setting *s = k->keys; s->name; s++) {
		if (!(s->where & IN_FILE))
			continue;
		setting_key(s, keys[n], sizeof(keys[n]));
		names[n] = keys[n];
		n++;
	}
	near = nearest(key, names, n);
	return err_set(err, ERR_CONFIG, "unknown key '%s' in [%s]%s%s%s", key,
		       k->name, near ? "; did you mean '" : "",
		       near ? near : "", near ? "'?" : "");
}

/* The struct that [section] means; *kind says which table reads it. */
static void *find_base(struct config *c, const char *section, unsigned line,
		       const struct section_kind **kind, struct err *err)
{
	const char *dot = strchr(section, '.'), *name = dot ? dot + 1 : "";
	size_t len = dot ? (size_t)(dot - section) : strlen(section);
	const struct section_kind *k = find_kind(section, len);
	void *base;

	if (!k) {
		if (*section)
			unknown_kind(section, len, err);
		else
			err_set(err, ERR_CONFIG, "a key before any section");
		return NULL;
	}
	if (!k->arg != !dot || (dot && !*name)) {
		err_set(err, ERR_CONFIG, "the section is written [%s%s%s]",
			k->name, k->arg ? "." : "", k->arg ? k->arg : "");
		return NULL;
	}
	base = bases[k - section_kinds](c, name, line);
	if (!base)
		err_set(err, ERR_CONFIG, "unknown task '%s'; it is one of "
			"reasoning, code, summarization, general", name);
	*kind = k;
	return base;
}

static size_t count_named(const struct config *c)
{
	return c->endpoint_count + c->model_count + c->role_count;
}

/* Two things of one name would become one that is neither. */
static int check_twice(const struct section_kind *k, const char *section,
		       bool is_new, struct err *err)
{
	if (is_new || !k->arg || k == &section_kinds[SECTION_ROUTE])
		return 0;
	return err_set(err, ERR_CONFIG, "there is a [%s] above already; name "
		       "one of them otherwise", section);
}

static int take_key(void *ctx, const char *section, const char *key,
		    struct text value, unsigned line, struct err *err)
{
	struct config *c = ctx;
	const struct section_kind *k;
	const struct setting *s;
	size_t before = count_named(c);
	void *base;

	base = find_base(c, section, line, &k, err);
	if (!base)
		return -1;
	if (!key)
		return check_twice(k, section, count_named(c) > before, err);
	s = setting_find(k->keys, key, strlen(key));
	if (!s || !(s->where & IN_FILE) || strchr(key, '-'))
		return unknown_key(k, key, err);
	if (!value.len)
		return err_set(err, ERR_CONFIG, "%s: there is no value", key);
	if (setting_set(s, base, value, false, err))
		return err_prefix(err, "%s", key);
	if (k->keys == settings_table)
		c->origins[settings_index(s)] = (struct origin){
			.kind = FROM_FILE, .line = line };
	return 0;
}

/*
 * No file there? A link that leads nowhere is a file that somebody misses,
 * and with it the policy in it; HOME may well be /dev/null.
 */
static bool is_missing(const char *path)
{
	int why = errno;
	struct stat st;

	return (why == ENOENT || why == ENOTDIR) && lstat(path, &st);
}

/* A file that SHUNT_CONFIG names and that is not there is a mistake. */
static int missing(const struct config *c, struct err *err)
{
	const char *set = getenv("SHUNT_CONFIG");

	if (!set || !*set) {
		err_clear(err);
		return 0;
	}
	return err_set(err, ERR_CONFIG, "SHUNT_CONFIG names '%s', which is "
		       "not there", c->path);
}

static int read_file(struct config *c, struct err *err)
{
	struct buf content = BUF_INIT(MAX_CONFIG);
	struct text text;
	int rc;

	if (!strcmp(c->path, "/dev/null"))
		return 0;	/* how people say "none" */
	rc = file_read_checked(c->path, FILE_OWNED, MAX_CONFIG, &content, err);
	if (rc && err->kind == ERR_IO && is_missing(c->path))
		return missing(c, err);
	if (rc) {
		err->kind = ERR_CONFIG;
		goto out;
	}
	c->present = true;
	text = (struct text){ .ptr = content.ptr, .len = content.len };
	rc = ini_read(c->path, text, take_key, c, err);
out:
	buf_release(&content);
	return rc;
}

static int check_roles(struct config *c, struct err *err)
{
	for (size_t i = 0; i < c->role_count; i++)
		if (c->roles[i].system && c->roles[i].system_file)
			return err_set(err, ERR_CONFIG, "%s:%u: [role.%s] has "
				       "both system and system_file", c->path,
				       c->roles[i].line, c->roles[i].name);
	return 0;
}

/* Whom a policy can name: endpoints, and vendors of them or of models. */
static const char **vendor_names(const struct config *c, size_t *count)
{
	size_t cap = 2 * c->endpoint_count, n = 0, it = 0;
	const char **names;
	struct model m;

	for (const struct preset *p = presets; p->name; p++)
		cap += 2;
	while (catalog_next(NULL, &it, &m))
		cap++;
	names = xcalloc(cap, sizeof(*names));
	for (const struct preset *p = presets; p->name; p++) {
		names[n++] = p->name;
		names[n++] = p->vendor;
	}
	for (size_t i = 0; i < c->endpoint_count; i++) {
		names[n++] = c->endpoints[i].name;
		if (c->endpoints[i].vendor)
			names[n++] = c->endpoints[i].vendor;
	}
	for (it = 0; catalog_next(NULL, &it, &m);)
		if (m.vendor)
			names[n++] = m.vendor;
	*count = n;
	return names;
}

static bool is_known(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcasecmp(name, names[i]))
			return true;
	return false;
}

/* A name that is nearly a vendor's would let through what it should stop. */
static int check_vendors(const struct config *c, const char *key,
			 const struct words *list, struct err *err)
{
	const char **names, *near = NULL;
	size_t count, i;

	if (!list->count)
		return 0;
	names = vendor_names(c, &count);
	for (i = 0; i < list->count && !near; i++)
		if (strlen(list->items[i]) > 4 &&
		    !is_known(list->items[i], names, count))
			near = nearest(list->items[i], names, count);
	if (near)
		err_set(err, ERR_CONFIG, "%s:%u: [policy] %s: unknown vendor "
			"'%s'; did you mean '%s'?", c->path, c->policy.line,
			key, list->items[i - 1], near);
	free(names);
	return near ? -1 : 0;
}

static int check_policy(const struct config *c, struct err *err)
{
	const struct policy_section *p = &c->policy;

	if (check_vendors(c, "allow_vendors", &p->allow_vendors, err))
		return -1;
	return check_vendors(c, "deny_vendors", &p->deny_vendors, err);
}

int config_load(struct config *c, char *const *envp,
		void (*unknown_env)(const char *name, const char *near),
		struct err *err)
{
	*c = (struct config){ .path = config_path() };
	settings_default(settings_table, &c->defaults);
	c->policy.max_cost = NAN;
	for (int t = 0; t < TASK_COUNT; t++)
		c->routes[t] = (struct route_section){ .prefer = -1,
						       .max_cost = NAN };
	if (c->path && read_file(c, err))
		return -1;
	if (check_roles(c, err) || check_policy(c, err) ||
	    settings_from_env(&c->defaults, c->origins, envp, unknown_env,
			      err) ||
	    places_find(c, err))
		return -1;
	for (size_t i = 0; i < c->model_count; i++)
		if (model_section_finish(c, &c->models[i], err))
			return -1;
	return 0;
}

void config_release(struct config *c)
{
	const struct setting *model_keys = section_kinds[SECTION_MODEL].keys;
	const struct setting *route_keys = section_kinds[SECTION_ROUTE].keys;
	const struct setting *role_keys = section_kinds[SECTION_ROLE].keys;

	for (size_t i = 0; i < c->endpoint_count; i++) {
		settings_release(section_kinds[SECTION_ENDPOINT].keys,
				 &c->endpoints[i]);
		free(c->endpoints[i].name);
	}
	for (size_t i = 0; i < c->model_count; i++) {
		settings_release(model_keys, &c->models[i]);
		free(c->models[i].name);
	}
	for (size_t i = 0; i < c->role_count; i++) {
		settings_release(role_keys, &c->roles[i]);
		free(c->roles[i].name);
	}
	for (int t = 0; t < TASK_COUNT; t++)
		settings_release(route_keys, &c->routes[t]);
	settings_release(section_kinds[SECTION_POLICY].keys, &c->policy);
	repository_release(&c->repository);
	settings_release(settings_table, &c->defaults);
	free(c->endpoints);
	free(c->models);
	free(c->roles);
	places_release(c);
	free(c->path);
	*c = (struct config){ .path = NULL };
}

const struct place *config_place(const struct config *c, const char *name)
{
	for (size_t i = 0; i < c->place_count; i++)
		if (!strcmp(c->places[i].ep.name, name))
			return &c->places[i];
	return NULL;
}

const struct role_section *config_role(const struct config *c,
				       const char *name)
{
	for (size_t i = 0; i < c->role_count; i++)
		if (!strcmp(c->roles[i].name, name))
			return &c->roles[i];
	return NULL;
}

const struct model_section *config_alias(const struct config *c,
					 const char *name)
{
	for (size_t i = 0; i < c->model_count; i++)
		if (!strcmp(c->models[i].name, name))
			return &c->models[i];
	return NULL;
}
