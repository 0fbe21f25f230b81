#ifndef SHUNT_GUARD_VALUE_H
#define SHUNT_GUARD_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * What a value looks like: people write "changeme" and "<token>" where a
 * secret would stand, and programs write names of variables there.
 */

/* Of so few different characters that it is a filler ("xxxxxxxx"). */
bool value_is_filler(struct text v);

/* A filler, a variable, or a word that stands for a secret. */
bool value_is_placeholder(struct text v);

/*
 * Looks as if drawn by chance: at least 16 characters, letters and digits,
 * of high entropy (Shannon) for its length, and not made of words.
 */
bool value_is_random(struct text v);

/* Holds a digit or a symbol beside letters, as passwords do. */
bool value_is_mixed(struct text v);

#endif
