#ifndef SHUNT_MODEL_CATALOG_TABLE_H
#define SHUNT_MODEL_CATALOG_TABLE_H

#include "model/model.h"

/*
 * The catalog's facts, as they are written down; read them through
 * model/catalog.h. To add a model: one row, and a family unless it has one.
 * Change CATALOG_DATE only when all prices were looked at again.
 */

#define CATALOG_DATE "2026-11-22"

/*
 * A model, wherever it is sold. Skills are seeds on one scale from 0 to 1,
 * our judgement from public scores of 2026 (votes on text, code and
 * documents; coding and reasoning indexes): a first guess that the user's
 * configuration and ratings overrule.
 */
struct catalog_family {
	const char *name;
	const char *vendor;		/* who made it */
	double skill[TASK_COUNT];
	double token_factor;		/* 0 is 1 */
	const char *alias[2];		/* other names that mean the same */
};

/* One model at one endpoint. */
struct catalog_row {
	const char *endpoint, *id, *family;
	const char *dialect;		/* NULL: the endpoint's own */
	const char *alias[2];		/* ids that the endpoint takes too */
	long context, max_input, max_output;	/* tokens; 0 unknown */
	double in, out, cached, cache_write;	/* USD a million; 0 unknown */
	const struct price_tier *tiers;
	const struct price_window *windows;
	const struct price_change *change;
	unsigned flags, efforts;
};

extern const struct catalog_family catalog_families[];	/* to name NULL */
extern const struct catalog_row catalog_rows[];		/* to id NULL */

#endif
