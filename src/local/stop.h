#ifndef SHUNT_LOCAL_STOP_H
#define SHUNT_LOCAL_STOP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Where sentences end. The text is one paragraph or turn: its line ends
 * count as blanks.
 */

/* The character at i, and its bytes; 0 and 1 at the end. */
unsigned char_at(struct text t, size_t i, size_t *used);

/*
 * The end of the sentence that begins at `from`: after its stop and what
 * closes behind it (then *whole), at the end of the text, or within
 * SENTENCE_MAX bytes, at a clause or a blank if there is one. Always past
 * `from`, for from < t.len. With `lower`, sentences may begin in lower case.
 */
size_t stop_find(struct text t, size_t from, bool lower, bool *whole);

/* Does a clause end with this character? */
bool is_clause_end(unsigned cp);

#endif
