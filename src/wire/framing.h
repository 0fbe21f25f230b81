#ifndef SHUNT_WIRE_FRAMING_H
#define SHUNT_WIRE_FRAMING_H

#include "base/err.h"
#include "base/text.h"
#include "wire/http.h"

/*
 * How the body of a 2xx is cut into frames, which servers do not always say
 * right. Pure.
 */

/*
 * By its Content-Type (empty: none came): an event stream, lines of JSON,
 * AWS's frames, or JSON in one piece. What says nothing is as it was asked
 * for: a stream as the dialect has it (`stream`), or one piece. A dialect of
 * lines may call them JSON. ERR_PROTO for anything else: a web page is no
 * answer.
 */
MUST_CHECK
int framing_of_type(struct text type, enum framing stream, bool asked,
		    enum framing *out, struct err *err);

/*
 * Does a body that calls itself JSON begin like an event stream? No JSON
 * text begins with the first character of "data", "event" or a comment.
 */
bool framing_is_stream(char first);

#endif
