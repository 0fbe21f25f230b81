#ifndef SHUNT_PROVIDER_WEBPAGE_H
#define SHUNT_PROVIDER_WEBPAGE_H

#include <stddef.h>

#include "base/text.h"

/*
 * What a body says that is not the JSON one hoped for: a proxy's web page,
 * a captive portal, plain words, bytes. Writes one clean line of at most
 * 200 bytes, safe for a terminal and NUL-terminated, never markup: "a web
 * page: 502 Bad Gateway". An empty body gives "an empty body".
 */
#define WEBPAGE_LINE 201

void webpage_line(struct text body, char out[WEBPAGE_LINE]);

#endif
