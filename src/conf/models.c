#include "conf/models.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "conf/places.h"
#include "model/catalog.h"

/* What the catalog calls the endpoint that a section calls NAME. */
static const char *catalog_endpoint(const struct config *c, const char *name,
				    bool *local)
{
	const struct place *p = config_place(c, name);
	const struct preset *preset = preset_by_name(name);

	*local = p && (p->ep.flags & ENDPOINT_LOCAL);
	if (p)
		return p->ep.preset->name;
	return preset ? preset->name : NULL;
}

static void overlay_model(const struct model_section *s, struct model *m)
{
	/* the user's price is for all prompts, hours and days */
	if (!isnan(s->price_in) || !isnan(s->price_out)) {
		m->tiers = NULL;
		m->windows = NULL;
		m->change = NULL;
	}
	if (!isnan(s->price_in))
		m->price.input = s->price_in;
	if (!isnan(s->price_out))
		m->price.output = s->price_out;
	if (!isnan(s->price_cached))
		m->price.cached = s->price_cached;
	if (s->context)
		m->context = s->context;
	if (s->max_output)
		m->max_output = s->max_output;
	if (s->vision)
		m->flags |= MODEL_VISION;
	if (s->fim == 1)
		m->flags |= MODEL_FIM;
	else if (s->fim == 2)
		m->flags |= MODEL_NO_FIM;
	for (int t = 0; t < TASK_COUNT; t++)
		if (!isnan(s->skill[t]))
			m->skill[t] = s->skill[t];
}

/*
 * It is a model of that family, under the name that somebody gave to it. In
 * a cloud of such names it costs what the model costs there.
 */
static void take_family(const char *endpoint, const char *family, bool local,
			struct model *m)
{
	const struct preset *p = preset_by_name(endpoint);
	struct model kin;

	catalog_default(endpoint, family, local, &kin);
	memcpy(m->skill, kin.skill, sizeof(m->skill));
	m->family = family;
	m->flags = kin.flags;
	m->efforts = kin.efforts;
	if (!m->context)
		m->context = kin.context;
	if (!p || !(p->flags & ENDPOINT_DEPLOYMENTS))
		return;
	m->vendor = kin.vendor;
	m->dialect = kin.dialect;
	m->max_input = kin.max_input;
	m->max_output = kin.max_output;
	m->price = kin.price;
	m->tiers = kin.tiers;
	m->windows = kin.windows;
	m->change = kin.change;
	m->token_factor = kin.token_factor;
}

/* What the catalog knows of the model, overlaid by what the user said. */
int model_section_finish(const struct config *c, struct model_section *s,
			 struct err *err)
{
	struct model *m = &s->model;
	const char *endpoint;
	bool local;

	if (!s->endpoint)
		return err_set(err, ERR_CONFIG, "%s:%u: [model.%s] has no "
			       "endpoint", c->path, s->line, s->name);
	endpoint = catalog_endpoint(c, s->endpoint, &local);
	if (!endpoint)
		return err_set(err, ERR_CONFIG, "%s:%u: [model.%s]: there is "
			       "no endpoint '%s'", c->path, s->line, s->name,
			       s->endpoint);
	if (!s->id)
		s->id = xstrdup(s->name);
	if (strlen(s->endpoint) + 1 + strlen(s->id) > MODEL_NAME_MAX)
		return err_set(err, ERR_CONFIG, "%s:%u: [model.%s]: endpoint "
			       "and id are over %d bytes", c->path, s->line,
			       s->name, MODEL_NAME_MAX - 1);
	if (dialect_check(s->dialect, err))
		return err_prefix(err, "%s:%u: [model.%s]", c->path, s->line,
				  s->name);
	catalog_default(endpoint, s->id, local, m);
	if (s->family)
		take_family(endpoint, s->family, local, m);
	m->endpoint = s->endpoint;
	m->id = s->id;
	if (s->dialect)
		m->dialect = s->dialect;
	overlay_model(s, m);
	return 0;
}
