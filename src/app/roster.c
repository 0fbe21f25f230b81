#include "app/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/catalog.h"
#include "provider/region.h"

static struct entry *add(struct roster *r, const struct model *m,
			 const struct place *place)
{
	struct entry *e;

	r->entries = xreallocarray(r->entries, r->count + 1, sizeof(*e));
	e = &r->entries[r->count++];
	*e = (struct entry){ .model = *m, .place = place };
	if (!place)
		return e;
	e->model.endpoint = place->ep.name;
	if (place->ep.flags & ENDPOINT_LOCAL)
		e->model.flags |= MODEL_LOCAL;
	e->model.flags |= place->ep.preset->grants;
	if (e->model.flags & MODEL_REASONING && !e->model.efforts)
		e->model.efforts = place->ep.preset->efforts;
	return e;
}

static struct entry *find(struct roster *r, const char *endpoint,
			  const char *id)
{
	for (size_t i = 0; i < r->count; i++)
		if (!strcmp(r->entries[i].model.endpoint, endpoint) &&
		    !strcmp(r->entries[i].model.id, id))
			return &r->entries[i];
	return NULL;
}

bool roster_knows(const struct roster *r, const struct place *p)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->entries[i].place == p)
			return true;
	return false;
}

/*
 * The catalog speaks of a vendor's own endpoint. At another base URL under
 * the vendor's adapter (a proxy, a gateway) are the models that the user
 * describes, and the catalog's only where he describes none. A local one is
 * asked for its list, and what deployments there are in a cloud, only the
 * user knows.
 */
static bool has_catalog(const struct config *cfg, const struct place *p)
{
	if (p->ep.flags & ENDPOINT_DEPLOYMENTS)
		return false;
	if (p->own)
		return true;
	if (p->ep.flags & ENDPOINT_LOCAL)
		return false;
	for (size_t i = 0; i < cfg->model_count; i++)
		if (!strcmp(cfg->models[i].endpoint, p->ep.name))
			return false;
	return true;
}

static void add_regional(struct roster *r, const struct model *m,
			 const struct place *p)
{
	struct buf id = BUF_INIT(MODEL_NAME_MAX);
	struct entry *e = add(r, m, p);

	region_id(p->region, m->id, &id);
	e->owned_id = buf_take(&id, NULL);
	e->model.id = e->owned_id;
}

static void add_catalog(struct roster *r, const struct place *p)
{
	struct model m;
	size_t it = 0;

	while (catalog_next(p->ep.preset->name, &it, &m))
		if (p->region)
			add_regional(r, &m, p);
		else
			add(r, &m, p);
}

/* A [model.ALIAS] replaces what the catalog says of the same model. */
static void add_own(struct roster *r, const struct config *cfg)
{
	for (size_t i = 0; i < cfg->model_count; i++) {
		const struct model *m = &cfg->models[i].model;
		const struct place *p = config_place(cfg, m->endpoint);
		struct entry *e = find(r, m->endpoint, m->id);

		if (!p)
			continue;
		if (e)
			e->model = *m;
		else
			e = add(r, m, p);
		e->own = true;
	}
}

void roster_build(struct roster *r, const struct config *cfg)
{
	struct model m;
	size_t it = 0;

	*r = (struct roster){ .entries = NULL };
	while (catalog_next("builtin", &it, &m))
		add(r, &m, NULL);
	for (size_t i = 0; i < cfg->place_count; i++)
		if (has_catalog(cfg, &cfg->places[i]))
			add_catalog(r, &cfg->places[i]);
	add_own(r, cfg);
}

void roster_add_listed(struct roster *r, const struct place *place,
		       const char *id, long context)
{
	char *copy;
	struct entry *e;
	struct model m;

	if (!*id || strlen(place->ep.name) + 1 + strlen(id) > MODEL_NAME_MAX)
		return;
	copy = xstrdup(id);
	catalog_default(place->ep.preset->name, copy, true, &m);
	if (context)
		m.context = context;
	e = add(r, &m, place);
	e->model.id = copy;
	e->owned_id = copy;
}

static struct entry *add_named(struct roster *r, const struct place *p,
			       const char *id)
{
	char *copy = xstrdup(id);
	struct entry *e;
	struct model m;

	catalog_default(p->ep.preset->name, copy,
			p->ep.flags & ENDPOINT_LOCAL, &m);
	e = add(r, &m, p);
	e->model.id = copy;
	e->owned_id = copy;
	return e;
}

/* An id alone: good where one endpoint has it. */
static struct entry *find_id(struct roster *r, const char *id,
			     struct err *err)
{
	struct entry *found = NULL;

	for (size_t i = 0; i < r->count; i++) {
		if (strcmp(r->entries[i].model.id, id))
			continue;
		if (found) {
			err_set(err, ERR_USAGE, "'%s' is at more than one "
				"endpoint: %s/%s, %s/%s", id,
				found->model.endpoint, id,
				r->entries[i].model.endpoint, id);
			return NULL;
		}
		found = &r->entries[i];
	}
	return found;
}

static void unknown(const struct roster *r, const struct config *cfg,
		    const char *name, struct err *err)
{
	size_t n = 0, cap = 2 * r->count + cfg->model_count + 1;
	const char **names = xcalloc(cap, sizeof(*names));
	char (*full)[160] = xcalloc(r->count + 1, sizeof(*full));
	const char *near;

	for (size_t i = 0; i < r->count; i++) {
		model_name(&r->entries[i].model, full[i], sizeof(full[i]));
		names[n++] = full[i];
		names[n++] = r->entries[i].model.id;
	}
	for (size_t i = 0; i < cfg->model_count; i++)
		names[n++] = cfg->models[i].name;
	near = nearest(name, names, n);
	err_set(err, ERR_USAGE, "unknown model '%s'%s%s%s; shunt models "
		"lists them", name, near ? ", did you mean '" : "",
		near ? near : "", near ? "'?" : "");
	free(names);
	free(full);
}

/* The endpoint is known, but there is no key or section for it. */
static void not_on(const struct preset *preset, struct err *err)
{
	const char *more = preset_also(preset);

	if (preset->key_env && !preset->by_section)
		err_set(err, ERR_CONFIG, "endpoint '%s' is not switched on: "
			"set %s%s%s, or write [endpoint.%s]", preset->name,
			preset->key_env, more ? " and " : "",
			more ? more : "", preset->name);
	else
		err_set(err, ERR_CONFIG, "endpoint '%s' is not switched on: "
			"write [endpoint.%s]", preset->name, preset->name);
}

static struct entry *find_alias(struct roster *r,
				const struct model_section *alias,
				struct err *err)
{
	struct entry *e = find(r, alias->model.endpoint, alias->model.id);

	if (!e)
		err_set(err, ERR_CONFIG, "[model.%s]: endpoint '%s' is not "
			"switched on", alias->name, alias->model.endpoint);
	return e;
}

/* "endpoint/id", which may be an id that the catalog does not have. */
static struct entry *find_full(struct roster *r, const struct config *cfg,
			       const char *name, struct err *err)
{
	const char *slash = strchr(name, '/');
	const struct preset *preset;
	const struct place *place;
	struct entry *e = NULL;
	char *endpoint;

	if (!slash || !slash[1]) {
		unknown(r, cfg, name, err);
		return NULL;
	}
	endpoint = xstrndup(name, (size_t)(slash - name));
	place = config_place(cfg, endpoint);
	preset = preset_by_name(endpoint);
	e = find(r, endpoint, slash + 1);
	if (!e && place)
		e = add_named(r, place, slash + 1);
	else if (!e && preset && preset->dialect)
		not_on(preset, err);
	else if (!e)
		unknown(r, cfg, name, err);
	free(endpoint);
	return e;
}

/* Does the name begin with an endpoint's, on or off? */
static bool names_endpoint(const struct config *cfg, const char *name)
{
	size_t len = strcspn(name, "/");
	const struct preset *preset;
	char *endpoint;
	bool known;

	if (!name[len])
		return false;
	endpoint = xstrndup(name, len);
	preset = preset_by_name(endpoint);
	known = config_place(cfg, endpoint) || (preset && preset->dialect);
	free(endpoint);
	return known;
}

/*
 * An id may hold a slash: "openai/gpt-6" is the id of a model at OpenRouter.
 * What begins with an endpoint's name is never taken for one, or the prompt
 * would go to another vendor than the one that was named.
 */
int roster_find(struct roster *r, const struct config *cfg, const char *name,
		size_t *at, struct err *err)
{
	const struct model_section *alias = config_alias(cfg, name);
	struct entry *e = NULL;

	err_clear(err);
	if (strlen(name) > MODEL_NAME_MAX)
		return err_set(err, ERR_USAGE, "the name of a model is over "
			       "%d bytes", MODEL_NAME_MAX);
	if (alias)
		e = find_alias(r, alias, err);
	else if (!names_endpoint(cfg, name))
		e = find_id(r, name, err);
	if (!e && !err->kind)
		e = find_full(r, cfg, name, err);
	if (!e)
		return -1;
	*at = (size_t)(e - r->entries);
	return 0;
}

void roster_release(struct roster *r)
{
	for (size_t i = 0; i < r->count; i++)
		free(r->entries[i].owned_id);
	free(r->entries);
	*r = (struct roster){ .entries = NULL };
}
