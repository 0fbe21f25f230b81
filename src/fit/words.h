#ifndef SHUNT_FIT_WORDS_H
#define SHUNT_FIT_WORDS_H

#include <stddef.h>

#include "route/lexicon.h"

/*
 * The lists behind the lexicon. Words are separated by blanks; "summar*" is
 * every word that begins so; "key_points" is a phrase of two or three words.
 * A class may have several lists.
 */
struct word_list {
	enum lex_class class;
	const char *words;
};

extern const struct word_list words_english[], words_foreign[];
extern const size_t words_english_count, words_foreign_count;

/* The table of both; free() the slots. */
struct lexicon lexicon_build(void);

#endif
