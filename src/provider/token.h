#ifndef SHUNT_PROVIDER_TOKEN_H
#define SHUNT_PROVIDER_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/*
 * When a JSON Web Token (RFC 7519) says it expires, in seconds since 1970.
 * Nothing of it is verified; false for all that is none, or does not say.
 */
bool token_expiry(struct text token, int64_t *at);

#endif
