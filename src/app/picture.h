#ifndef SHUNT_APP_PICTURE_H
#define SHUNT_APP_PICTURE_H

#include "base/text.h"

/* Pictures in a prompt: known by their first bytes, as vendors take them. */

#define MAX_PICTURE ((size_t)20 << 20)	/* bytes of one */

/*
 * What a picture counts as in tokens, roughly: vendors scale large ones down
 * to about a megapixel, and say 750 pixels a token (Anthropic, "Vision").
 */
#define PICTURE_TOKENS 1500

/* "image/png", "image/jpeg", "image/gif", "image/webp"; else NULL. */
const char *picture_type(struct text bytes);

#endif
