#ifndef SHUNT_BASE_PATTERN_CLASS_H
#define SHUNT_BASE_PATTERN_CLASS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* What stands for one character in a pattern, for base/pattern.c. */
#define MAX_RANGES 48

struct char_class {
	struct {
		unsigned first, last;
	} ranges[MAX_RANGES];
	size_t count;
	bool inverse;	/* all but these */
};

/*
 * Takes one character, escape, "." or [...] from *rest. NULL, or in words
 * what is wrong with it; *rest then stands where.
 */
const char *class_read(struct text *rest, struct char_class *out);

bool class_has(const struct char_class *c, unsigned cp);
bool class_is_word(unsigned cp);	/* \w */

#endif
