#ifndef SHUNT_BASE_PATTERN_H
#define SHUNT_BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

/*
 * Regular expressions as JSON Schema means them (ECMA-262, with its "u"
 * flag: a character is a code point): literals, ".", classes, groups, "|",
 * the quantifiers also as {2,5} and lazy, "^", "$", \b, \B, \d, \D, \w, \W,
 * \s, \S and the escapes of characters. What would need more than a finite
 * automaton (back references, lookaround) and \p{...} is refused by name.
 *
 * Not regcomp(): it knows bytes and not these escapes, and on hostile text
 * glibc's takes quadratic time ("a.*b": 0.6 s for 20 kB) and a megabyte for
 * 600 bytes ("(a|b)*a(a|b){16}"). Here a search takes at most
 * pattern_size() steps a character and memory for as many states.
 */
struct pattern;

/* ERR_CONFIG, saying what is wrong with it and at which byte. */
MUST_CHECK
int pattern_new(struct text source, struct pattern **out, struct err *err);
void pattern_free(struct pattern *p);

/* Does it match anywhere in the text? Broken UTF-8 counts as U+FFFD. */
bool pattern_search(const struct pattern *p, struct text t);

size_t pattern_size(const struct pattern *p);

#endif
