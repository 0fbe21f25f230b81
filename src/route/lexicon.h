#ifndef SHUNT_ROUTE_LEXICON_H
#define SHUNT_ROUTE_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Words whose meaning we know, by class: what a prompt in any of two dozen
 * languages calls condensing, calculating, fixing. The lists are written by
 * hand in src/fit/words_*.c; src/fit puts them into one hash table in
 * weights.c, which is used in place. A word has one or two classes.
 *
 * Keys: a whole word, the beginning of a word ("summar*"), a phrase of two
 * or three words ("key_points"), or a substring in scripts that are written
 * without blanks. The four kinds differ by a salt in the hash.
 */

/* id, the name that a verdict shows */
#define LEX_CLASSES(X)                                                         \
	X(CONDENSE, "asks to condense")                                        \
	X(HEADING, "title or headline")                                        \
	X(BRIEF, "asks for few words")                                         \
	X(GIVEN, "points at a given text")                                     \
	X(TEXT, "names a kind of text")                                        \
	X(CODE_VERB, "asks for work on code")                                  \
	X(CODE_NOUN, "names a piece of code")                                  \
	X(LANGUAGE, "programming language")                                    \
	X(TOOL, "programming tool")                                            \
	X(CODE_ERROR, "error or crash")                                        \
	X(DATA_FORMAT, "data format or database")                              \
	X(FILES, "files and folders")                                          \
	X(WEB, "web development")                                              \
	X(ALGORITHM, "algorithm or data structure")                            \
	X(COMMIT, "commit, diff or patch")                                     \
	X(CONTEST, "contest problem")                                          \
	X(CALCULATE, "asks to calculate")                                      \
	X(PROVE, "asks for a proof")                                           \
	X(MATHS, "mathematical term")                                          \
	X(CHANCE, "probability")                                               \
	X(DRAWS, "random draws")                                               \
	X(LOGIC, "logic or puzzle")                                            \
	X(HOW_MANY, "how many, how much")                                      \
	X(QUANTITY, "quantities in relation")                                  \
	X(UNIT, "unit of measure")                                             \
	X(TIME, "time and calendar")                                           \
	X(NUMBER, "number in words")                                           \
	X(SCIENCE, "physics or chemistry")                                     \
	X(CASE, "medical or legal case")                                       \
	X(MONEY, "money and accounts")                                         \
	X(STEPS, "step by step")                                               \
	X(CHOICE, "multiple choice")                                           \
	X(WRITE, "asks to write")                                              \
	X(GENRE, "kind of writing")                                            \
	X(ROLE, "role to play")                                                \
	X(TRANSLATE, "asks to translate")                                      \
	X(REWRITE, "asks to rewrite")                                          \
	X(LABEL, "asks to classify")                                           \
	X(EXTRACT, "asks to extract")                                          \
	X(EXPLAIN, "asks to explain")                                          \
	X(ADVICE, "asks for advice")                                           \
	X(PLAN, "asks for a plan")                                             \
	X(FACT, "asks for a fact")                                             \
	X(YES_NO, "yes or no question")                                        \
	X(WHY, "asks why")                                                     \
	X(HOW_TO, "how-to question")                                           \
	X(COMPARE, "asks to compare")                                          \
	X(OPINION, "asks for an opinion")                                      \
	X(ASSISTANT, "everyday request")                                       \
	X(CHAT, "small talk")                                                  \
	X(BUSINESS, "business")                                                \
	X(ARTS, "books, films, music")                                         \
	X(WORLD, "history and places")                                         \
	X(STUDIES, "humanities and life science")                              \
	X(LIVING, "food, health, home")                                        \
	X(LIMIT, "limits on the answer")                                       \
	X(SELF, "speaks of oneself")                                           \
	X(TONGUE, "natural language")                                          \
	X(COMPUTING, "computing concept")

#define LEX_ENUM(id, name) LEX_##id,
enum lex_class { LEX_CLASSES(LEX_ENUM) LEX_COUNT, LEX_NONE = LEX_COUNT };
#undef LEX_ENUM

extern const char *const lex_names[LEX_COUNT];

#define LEX_WORD   0x9e3779b97f4a7c15u
#define LEX_PREFIX 0xc2b2ae3d27d4eb4fu
#define LEX_SUBSTR 0x165667b19e3779f9u
#define LEX_PHRASE 0x27d4eb2f165667c5u

struct lex_entry {
	uint16_t check;	       /* upper bits of the key; 0: the slot is free */
	uint8_t first, second; /* enum lex_class; LEX_NONE if none */
};

/*
 * Words of five and more ASCII letters are also found with one letter left
 * out, put in, changed, or swapped with the next: the table holds each such
 * word and what is left of it without each of its letters, and is asked for
 * what was written and what is left of that (symmetric deletion). It says
 * which word was meant, by number. Common words that are so near to another
 * stand in the first table without class.
 */
#define LEX_NEAR_MIN  5
#define LEX_NEAR_MAX  16
#define LEX_NEAR_BASE 0x100000001b3u
#define LEX_NEAR      0x94d049bb133111ebu

struct lex_near {
	uint16_t check; /* as above */
	uint16_t word;	/* which one was meant */
};

struct lexicon {
	const struct lex_entry *slots;
	const struct lex_near *near;
	const uint64_t *meant; /* the hash of each word that `near` knows */
	size_t meant_count;
	uint32_t mask, near_mask; /* slots - 1: a power of two less one */
	const uint64_t *filter;	  /* of both tables */
};

/*
 * Most keys that are looked up are in no table. A filter of one bit for each
 * key that is (Bloom's, with one hash) answers that from 8 KiB.
 */
#define FILTER_WORDS 1024

static inline bool filter_has(const uint64_t *filter, uint32_t key)
{
	return filter[key >> 7 & (FILTER_WORDS - 1)] >> (key >> 1 & 63) & 1;
}

static inline void filter_add(uint64_t *filter, uint32_t key)
{
	filter[key >> 7 & (FILTER_WORDS - 1)] |= (uint64_t)1 << (key >> 1 & 63);
}

/* One step of the hash of a word, per folded code point. */
static inline uint64_t lex_step(uint64_t h, unsigned cp)
{
	return (h ^ cp) * 0x9fb21c651e98df25u + (h >> 29);
}

/* The end of it; `salt` is one of LEX_*. Never 0. */
static inline uint32_t lex_key(uint64_t h, uint64_t salt)
{
	h = (h ^ salt) * 0xd6e8feb86659fd93u;
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	return (uint32_t)(h >> 32) | 1;
}

/* A phrase: the state of its words so far and the next word's hash. */
static inline uint64_t lex_join(uint64_t phrase, uint64_t word)
{
	return (phrase * 0x9fb21c651e98df25u) ^ (word + (phrase >> 31));
}

/*
 * A polynomial for the table of mistyped words: without one letter it is
 * made of the parts before and after, whose hashes are known.
 */
static inline uint64_t lex_near_step(uint64_t h, unsigned cp)
{
	return h * LEX_NEAR_BASE + cp;
}

/* NULL when the key is not in the table of mask + 1 slots. */
static inline const struct lex_entry *lex_find(const struct lex_entry *slots,
					       uint32_t mask, uint32_t key)
{
	for (uint32_t i = key >> 1;; i++) {
		const struct lex_entry *e = &slots[i & mask];

		if (!e->check || e->check == (uint16_t)(key >> 16))
			return e->check ? e : NULL;
	}
}

/* The number of the word that was meant, or -1. */
static inline int lex_find_near(const struct lexicon *lex, uint32_t key)
{
	for (uint32_t i = key >> 1;; i++) {
		const struct lex_near *e = &lex->near[i & lex->near_mask];

		if (!e->check || e->check == (uint16_t)(key >> 16))
			return e->check ? e->word : -1;
	}
}

/* What a character is to words. */
enum char_kind {
	CHAR_NONE,
	CHAR_LETTER = 1 << 0, /* letters and marks that make up words */
	CHAR_DIGIT = 1 << 1,
	CHAR_JOINED = 1 << 2, /* of a script that is written without blanks */
	CHAR_LINK = 1 << 3,   /* may stand inside a word or number */
	CHAR_SYMBOL = 1 << 4  /* a token by itself */
};

/* By byte: folded, and what it is; what is not listed only parts words. */
struct lex_char {
	unsigned char cp, kind;
};

extern const struct lex_char lex_ascii[256];

/*
 * Characters over ASCII that are alike, from `first` to before the first of
 * the entry behind it. Lower case without a locale: Latin-1 and Extended-A,
 * Greek, Cyrillic, full width forms; everything else is itself.
 */
struct lex_span {
	unsigned first;
	uint8_t kind; /* CHAR_NONE, CHAR_LETTER, CHAR_JOINED */
	uint8_t fold; /* enum lex_folding */
	int add;
};

enum lex_folding {
	FOLD_NOT,
	FOLD_ADD,  /* all are capitals: `add` makes them small */
	FOLD_EVEN, /* the even ones are capitals of the next */
	FOLD_ODD
};

/* Where cp, which is 0x80 or more, stands. */
const struct lex_span *lex_span(unsigned cp);

static inline bool lex_span_has(const struct lex_span *s, unsigned cp)
{
	return cp >= s[0].first && cp < s[1].first;
}

static inline unsigned lex_span_fold(const struct lex_span *s, unsigned cp)
{
	if (s->fold == FOLD_NOT)
		return cp;
	if (s->fold == FOLD_ADD)
		return cp + (unsigned)s->add;
	return cp + (cp % 2 == (s->fold == FOLD_ODD));
}

/* Of any character, ASCII too. */
unsigned lex_fold(unsigned cp);
bool lex_is_joined(unsigned cp);

#endif
