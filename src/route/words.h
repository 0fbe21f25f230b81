#ifndef SHUNT_ROUTE_WORDS_H
#define SHUNT_ROUTE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "route/lexicon.h"

/*
 * Cuts text into words and looks them up. A token is a word (letters and
 * digits; "don't", "node.js", "c++", "c#" are one), a number, one character
 * of a script that is written without blanks, or one of "$" and "%".
 * Nothing is read past the text, broken UTF-8 parts words, and a token that
 * is longer than WORD_CHARS characters is known by its first ones.
 */

#define WORD_CHARS 24

enum token_flags {
	TOKEN_NUMBER = 1 << 0,
	TOKEN_JOINED = 1 << 1, /* of a script without blanks */
	TOKEN_SYMBOL = 1 << 2,
	TOKEN_KNOWN = 1 << 3, /* a word of the lexicon, with or without class */
	TOKEN_NEAR = 1 << 4   /* known as another word mistyped */
};

struct token {
	uint64_t hash;	   /* of the folded word */
	uint32_t chars_at; /* its folded characters in `chars` */
	uint8_t char_count;
	uint8_t flags;	       /* enum token_flags */
	uint8_t first, second; /* enum lex_class */
};

#define TOKENS_MAX	256
#define TOKEN_CHARS_MAX 768

/* Tokens of up to three stretches of text, one after the other. */
struct tokens {
	struct token at[TOKENS_MAX];
	size_t count;
	/* cut to 16 bits; the word being read may run over the most */
	uint16_t chars[TOKEN_CHARS_MAX + WORD_CHARS];
	size_t char_count;
	bool strict; /* do not look for mistyped words */
};

void tokens_init(struct tokens *t);

/* Adds the tokens of t while there is room. */
void tokens_add(struct tokens *out, const struct lexicon *lex, struct text t);

#endif
