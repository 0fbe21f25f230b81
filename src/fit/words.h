#ifndef SHUNT_FIT_WORDS_H
#define SHUNT_FIT_WORDS_H

#include <stddef.h>

#include "fit/rows.h"
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

/* The table of both. */
struct lexicon lexicon_build(void);

/*
 * Words of the rows that the table takes for another word mistyped, though
 * they are common, get an entry without class.
 */
void lexicon_learn(struct lexicon *lex, const struct rows *rows);

void lexicon_release(struct lexicon *lex);

#endif
