#ifndef SHUNT_ROUTE_SIGNALS_H
#define SHUNT_ROUTE_SIGNALS_H

#include <stddef.h>
#include <stdint.h>

#include "route/classify.h"
#include "route/lexicon.h"
#include "route/shape.h"
#include "route/split.h"
#include "route/words.h"

/*
 * What the linear models see of a prompt. Two sorts of signal: named ones,
 * a vector of small numbers (classes of words by place, shape), and grams,
 * hashed words, pairs of words and pieces of words whose fitted weight is
 * looked up. The product and the fit use this one function, so that they
 * cannot disagree.
 */

/* Named signals by place of a word class: where it speaks. */
enum lex_place {
	PLACE_LEAD, /* among the first words of the ask */
	PLACE_ASK,  /* anywhere in the ask */
	PLACE_BODY, /* in the body: says little of what is asked */
	PLACES
};

/* id, the name shown */
#define SHAPE_SIGNALS(X)                                                       \
	X(CODE_LINES, "looks like code")                                       \
	X(CODE_PUNCT, "code punctuation")                                      \
	X(INDENT, "indentation")                                               \
	X(KEYWORDS, "program keywords")                                        \
	X(COMMENTS, "comments")                                                \
	X(CALLS, "calls and names")                                            \
	X(SQL, "SQL")                                                          \
	X(FENCE, "code fence")                                                 \
	X(FIM, "gap to fill in")                                               \
	X(DIFF, "diff")                                                        \
	X(TRACE, "stack trace or error")                                       \
	X(FILE_LINE, "file and line")                                          \
	X(TAGS, "markup")                                                      \
	X(LOG, "log lines")                                                    \
	X(URL, "link")                                                         \
	X(DIGITS, "digits")                                                    \
	X(NUMBERS_FEW, "numbers")                                              \
	X(NUMBERS_MANY, "many numbers")                                        \
	X(OPERATORS, "arithmetic")                                             \
	X(LATEX, "LaTeX")                                                      \
	X(MONEY_SIGNS, "amounts")                                              \
	X(ENDS_EQUALS, "ends in =")                                            \
	X(OPTIONS, "list of choices")                                          \
	X(SPEAKERS, "speakers")                                                \
	X(BULLETS, "list")                                                     \
	X(HEADINGS, "headings")                                                \
	X(QUESTION, "question")                                                \
	X(ENDS_QUESTION, "ends in a question")                                 \
	X(ENDS_COLON, "ends in a colon")                                       \
	X(ENDS_STOP, "ends in a full stop")                                    \
	X(QUOTES, "quotation")                                                 \
	X(GAPS, "blank to fill")                                               \
	X(UPPER, "capitals")                                                   \
	X(NO_CAPITAL, "no capitals")                                           \
	X(SENTENCES, "sentences")                                              \
	X(PARAGRAPHS, "paragraphs")                                            \
	X(LATIN, "accents")                                                    \
	X(CYRILLIC, "Cyrillic")                                                \
	X(HAN, "Chinese characters")                                           \
	X(KANA, "kana")                                                        \
	X(HANGUL, "Hangul")                                                    \
	X(ARABIC, "Arabic script")                                             \
	X(SCRIPT, "other script")                                              \
	X(LENGTH, "length")                                                    \
	X(WORD_LENGTH, "long words")

#define SHAPE_ENUM(id, name) SHAPE_##id,
enum shape_signal { SHAPE_SIGNALS(SHAPE_ENUM) SHAPE_COUNT };
#undef SHAPE_ENUM

#define LENGTH_STEPS 10 /* one signal for each doubling from 8 bytes on */

enum {
	SIG_LEX, /* [class * PLACES + place] */
	SIG_ASK_SHAPE = SIG_LEX + LEX_COUNT * PLACES,
	SIG_BODY_SHAPE = SIG_ASK_SHAPE + SHAPE_COUNT,
	SIG_ASK_LENGTH = SIG_BODY_SHAPE + SHAPE_COUNT,
	SIG_BODY_LENGTH = SIG_ASK_LENGTH + LENGTH_STEPS,
	SIG_BODY_KIND = SIG_BODY_LENGTH + LENGTH_STEPS,
	SIG_LAYOUT = SIG_BODY_KIND + BODY_KINDS,
	SIG_RATIO = SIG_LAYOUT + LAYOUT_COUNT,
	SIG_COUNT
};

/* The name of a named signal, for a person. */
const char *signal_name(size_t sig);

enum gram_kind {
	GRAM_WORD,
	GRAM_PAIR,  /* two neighbours */
	GRAM_FRAME, /* the same, words of a class as their class */
	GRAM_CROSS, /* two classes in one ask; a class and a body */
	GRAM_PLACE, /* first and last words */
	GRAM_CHARS, /* pieces of words */
	GRAM_BODY,  /* words of the body */
	GRAM_KINDS
};

const char *gram_name(enum gram_kind kind);

#define GRAMS_MAX 2560

struct signals {
	float named[SIG_COUNT];
	uint32_t grams[GRAMS_MAX];
	size_t ends[GRAM_KINDS]; /* a kind begins where the last ends */
};

/* What one gram of a kind counts: the more there are, the less. */
float signals_scale(const struct signals *s, enum gram_kind kind);

void signals_read(const struct prompt_view *p, const struct lexicon *lex,
		  struct signals *out);

#endif
