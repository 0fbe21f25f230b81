#ifndef SHUNT_CONF_MODELS_H
#define SHUNT_CONF_MODELS_H

#include "conf/config.h"

/*
 * Fills s->model once all sections are read and the places are found: what
 * the catalog knows of the model, overlaid by what the section says.
 * ERR_CONFIG with file and line for an endpoint that is not there.
 */
MUST_CHECK
int model_section_finish(const struct config *c, struct model_section *s,
			 struct err *err);

#endif
