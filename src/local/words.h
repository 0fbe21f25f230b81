#ifndef SHUNT_LOCAL_WORDS_H
#define SHUNT_LOCAL_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * Words of a text, for counting and for ranking. Pure; no locale: characters
 * are classed by our own short tables, so that every machine agrees. All
 * positions are byte offsets into the text that was given.
 */

bool char_is_blank(unsigned cp);	/* as Unicode's White_Space */
bool char_is_han(unsigned cp);		/* Han and kana: no blanks between */
bool char_is_word(unsigned cp);		/* letters, digits, marks */
bool char_is_lower(unsigned cp);	/* Latin, Greek, Cyrillic */
bool char_is_upper(unsigned cp);
unsigned char_fold(unsigned cp);	/* lower case of the same scripts */

/*
 * The next run without blanks at or after *pos; false at the end. A ">"
 * that quotes a line in mail or Markdown counts as blank.
 */
bool token_next(struct text t, size_t *pos, struct text *token);

/*
 * Words as a reader counts them: runs without blanks, and each Han or kana
 * character by itself. Never less than what `wc -w` says.
 */
size_t words_count(struct text t);

/* The words of one token of words_count(). */
size_t token_words(struct text token);

/* What is known of a language; tables in language.c. */
struct language {
	const char *name;
	const char *stop;	/* words that carry no topic */
	const char *weak;	/* first words that lean on what came before */
	const char *cues;	/* pairs that announce a main point */
	const char *endings;	/* cut off words, the longest first */
};

extern const struct language languages[];
extern const size_t language_count;	/* the last is "any": no words */

/* By its stop words; the "any" language when few are seen. */
const struct language *language_guess(struct text sample);

#define WORD_STOP 1u
#define WORD_WEAK 2u
#define WORD_CUE  4u	/* this word and the one before it */

/* A language's words by hash, ready to ask. */
struct lexicon {
	uint64_t key[1024];	/* private */
	unsigned char marks[1024];
	struct text ending[24];
	size_t endings;
};

void lexicon_init(struct lexicon *lx, const struct language *lang);

struct word {
	size_t start, end;
	uint64_t form;	/* hash of the word in lower case */
	uint64_t term;	/* hash of its stem; 0 when it carries no topic */
	unsigned marks;
};

struct word_reader {
	struct text t;
	size_t pos;	/* private, as is the rest */
	uint64_t before;
};

#define WORD_READER_INIT(text) { .t = (text) }

/*
 * The next word. Text without blanks between words (Han, kana, Thai ...)
 * gives pairs of characters instead, the usual index terms for it.
 */
bool word_next(const struct lexicon *lx, struct word_reader *r,
	       struct word *w);

/* Spreads the bits of two hashes into one. */
uint64_t hash_pair(uint64_t a, uint64_t b);

#endif
