#ifndef SHUNT_ROUTE_LINE_H
#define SHUNT_ROUTE_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* What the beginning of one line says. The text is without blanks around. */

enum line_opening {
	OPENS_KEYWORD = 1 << 0, /* of a programming language */
	OPENS_SQL = 1 << 1,
	OPENS_TRACE = 1 << 2, /* stack traces, error messages */
	OPENS_DIFF = 1 << 3,
	OPENS_COMMENT = 1 << 4,
	OPENS_FENCE = 1 << 5
};

/* Bits of enum line_opening. */
unsigned line_openings(struct text t);

/* Bytes of code punctuation at the beginning: ; { } ( ) [ ] < > = _ \ | & */
#define LINE_CODE_BYTES 120
size_t line_code_bytes(struct text t);

/*
 * Does the line look like a program's? `found` is what line_openings() gave,
 * `code` what line_code_bytes() gave.
 */
bool line_is_code(struct text t, unsigned found, size_t code);

#endif
