#ifndef SHUNT_PROVIDER_REGION_H
#define SHUNT_PROVIDER_REGION_H

#include "base/buf.h"

/*
 * Bedrock serves newer models by profiles, each for a group of regions:
 * "us.anthropic.claude-opus-5". The catalog has the first of these; this
 * adds the id for the group that `region` is in ("eu.", "apac.", else
 * "global."). Other ids are added as they are.
 */
void region_id(const char *region, const char *id, struct buf *out);

#endif
