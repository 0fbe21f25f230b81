#ifndef SHUNT_BASE_JSON_SAME_H
#define SHUNT_BASE_JSON_SAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"

/*
 * When JSON values are the same: 1 and 1.0 are, the order of members is
 * nothing, and a string is never a number. Every value that is looked at
 * takes one from *budget; at 0 the answer is worth nothing.
 */
bool json_same(const struct json *a, const struct json *b, size_t *budget);

/* Does an element stand in the array twice? *index is the later one's. */
bool json_repeats(const struct json *array, size_t *index, size_t *budget);

/* A number without a fraction, 1.0 as well as 1. */
bool json_is_integral(const struct json *j);

#endif
