#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "fit/words.h"
#include "route/words.h"

#define LEX_SLOTS   16384u
#define NEAR_SLOTS  16384u
#define COMMON_ROWS 2 /* a word seen in as many is no mistake */

/* A word's hash, and whether it is of a script without blanks. */
static uint64_t hash_word(struct text t, uint64_t h, bool *joined)
{
	size_t i = 0;

	while (i < t.len) {
		unsigned cp;
		size_t used;

		utf8_decode(t.ptr + i, t.len - i, &cp, &used);
		cp = lex_fold(cp);
		*joined = lex_is_joined(cp);
		h = lex_step(h, cp);
		i += used;
	}
	return h;
}

struct table {
	struct lex_entry *slots;
	uint32_t mask;
	uint64_t *filter;
};

/* A key that is there keeps its first class and gets a second one. */
static bool put(struct table table, uint32_t key, struct lex_entry e, bool more)
{
	struct lex_entry *slots = table.slots;
	uint32_t mask = table.mask;
	uint32_t i = (key >> 1) & mask;

	e.check = (uint16_t)(key >> 16);
	if (!e.check)
		return false;
	filter_add(table.filter, key);
	while (slots[i].check && slots[i].check != e.check)
		i = (i + 1) & mask;
	if (!slots[i].check) {
		slots[i] = e;
		return true;
	}
	if (more && slots[i].first != e.first && slots[i].second == LEX_NONE)
		slots[i].second = e.first;
	return false;
}

/* "fix", "summar*", "key_points", or characters without blanks */
static uint32_t key_of(struct text t)
{
	bool joined = false;
	const char *bar = memchr(t.ptr, '_', t.len);
	uint64_t phrase;

	if (!bar || t.len < 3) {
		uint64_t salt = LEX_WORD;
		uint64_t h;

		if (t.len > 1 && t.ptr[t.len - 1] == '*') {
			t.len--;
			salt = LEX_PREFIX;
		}
		h = hash_word(t, 0, &joined);
		return lex_key(h, joined ? LEX_SUBSTR : salt);
	}
	phrase = hash_word((struct text){ t.ptr, (size_t)(bar - t.ptr) }, 0,
			   &joined);
	while (bar) {
		const char *from = bar + 1;
		size_t left = t.len - (size_t)(from - t.ptr);

		bar = memchr(from, '_', left);
		phrase = lex_join(
			phrase,
			hash_word(
				(struct text){ from, bar ? (size_t)(bar - from)
							 : left },
				0, &joined));
	}
	return lex_key(phrase, LEX_PHRASE);
}

static size_t add_lists(struct table table, const struct word_list *lists,
			size_t count)
{
	size_t added = 0;

	for (size_t i = 0; i < count; i++) {
		const char *p = lists[i].words;

		while (*p) {
			size_t n = strcspn(p, " ");

			if (n)
				put(table, key_of((struct text){ p, n }),
				    (struct lex_entry){
					    .first = (uint8_t)lists[i].class,
					    .second = LEX_NONE },
				    true);
			added += n > 0;
			p += n;
			p += *p == ' ';
		}
	}
	return added;
}

/* The classes that turn on one word, the most telling first. */
static const enum lex_class near_classes[] = {
	LEX_CONDENSE,  LEX_CODE_VERB,  LEX_CALCULATE,	LEX_PROVE,
	LEX_TRANSLATE, LEX_REWRITE,    LEX_CODE_NOUN,	LEX_LANGUAGE,
	LEX_CHANCE,    LEX_WRITE,      LEX_EXPLAIN,	LEX_LABEL,
	LEX_EXTRACT,   LEX_CODE_ERROR, LEX_GENRE,	LEX_HEADING,
	LEX_ADVICE,    LEX_MATHS,      LEX_DATA_FORMAT, LEX_FILES,
	LEX_ALGORITHM, LEX_COMMIT,     LEX_COMPARE,	LEX_TEXT,
	LEX_GIVEN,     LEX_QUANTITY,   LEX_BRIEF,	LEX_HOW_MANY,
	LEX_LOGIC,     LEX_TOOL,       LEX_WEB,
};

static size_t put_variants(struct table near, const char *w, size_t len,
			   const struct lex_entry *e)
{
	size_t added = 0;

	for (size_t skip = 0; skip <= len; skip++) {
		uint64_t h = 0;

		for (size_t i = 0; i < len; i++)
			if (i != skip)
				h = lex_near_step(h, (unsigned char)w[i]);
		added += put(near, lex_key(h, LEX_NEAR), *e, false);
	}
	return added;
}

static bool is_plain(const char *w, size_t len)
{
	if (len < LEX_NEAR_MIN || len > LEX_NEAR_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		if (w[i] < 'a' || w[i] > 'z')
			return false;
	return true;
}

/* The mistyped forms of the words of one class, while there is room. */
static size_t add_near(const struct lexicon *lex, struct table near,
		       enum lex_class class, size_t room)
{
	size_t added = 0;

	for (size_t i = 0; i < words_english_count; i++) {
		const char *p = words_english[i].words;

		if (words_english[i].class != class)
			continue;
		while (*p) {
			size_t n = strcspn(p, " ");
			struct text t = { .ptr = p, .len = n };

			if (is_plain(p, n) && added + n < room)
				added += put_variants(near, p, n,
						      lex_find(lex->slots,
							       lex->mask,
							       key_of(t)));
			p += n;
			p += *p == ' ';
		}
	}
	return added;
}

static void build_near(struct lexicon *lex)
{
	struct table near = { .slots = xcalloc(NEAR_SLOTS, sizeof(*near.slots)),
			      .mask = NEAR_SLOTS - 1,
			      .filter = (uint64_t *)lex->filter };
	size_t added = 0, most = NEAR_SLOTS / 10 * 7;

	for (size_t i = 0; i < sizeof(near_classes) / sizeof(*near_classes);
	     i++)
		added += add_near(lex, near, near_classes[i], most - added);
	fprintf(stderr, "fit: %zu mistyped forms in %u slots\n", added,
		NEAR_SLOTS);
	lex->near = near.slots;
	lex->near_mask = near.mask;
}

struct sight {
	uint64_t hash;
	size_t row;
};

static int by_hash(const void *a, const void *b)
{
	const struct sight *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* Words of the rows that are taken for mistyped ones. */
static struct sight *list_near(const struct lexicon *lex,
			       const struct rows *rows, size_t *count)
{
	struct sight *seen = NULL;
	struct tokens *t = xmalloc(sizeof(*t));
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < rows->count; i++) {
		tokens_init(t);
		tokens_add(t, lex, row_text(&rows->at[i]));
		for (size_t k = 0; k < t->count; k++) {
			if (!(t->at[k].flags & TOKEN_NEAR))
				continue;
			if (n == cap) {
				cap = cap ? cap * 2 : 1024;
				seen = xreallocarray(seen, cap, sizeof(*seen));
			}
			seen[n++] = (struct sight){ t->at[k].hash, i };
		}
	}
	free(t);
	*count = n;
	return seen;
}

void lexicon_learn(struct lexicon *lex, const struct rows *rows)
{
	struct table table = { .slots = (struct lex_entry *)lex->slots,
			       .mask = lex->mask,
			       .filter = (uint64_t *)lex->filter };
	size_t n, added = 0;
	struct sight *seen = list_near(lex, rows, &n);

	qsort(seen, n, sizeof(*seen), by_hash);
	for (size_t i = 0; i < n;) {
		size_t j = i + 1, in = 1;

		for (; j < n && seen[j].hash == seen[i].hash; j++)
			in += seen[j].row != seen[j - 1].row;
		if (in >= COMMON_ROWS)
			added += put(table, lex_key(seen[i].hash, LEX_WORD),
				     (struct lex_entry){ .first = LEX_NONE,
							 .second = LEX_NONE },
				     false);
		i = j;
	}
	fprintf(stderr, "fit: %zu common words near to others\n", added);
	free(seen);
}

void lexicon_release(struct lexicon *lex)
{
	free((struct lex_entry *)lex->slots);
	free((struct lex_entry *)lex->near);
	free((uint64_t *)lex->filter);
}

struct lexicon lexicon_build(void)
{
	struct table table = {
		.slots = xcalloc(LEX_SLOTS, sizeof(*table.slots)),
		.mask = LEX_SLOTS - 1,
		.filter = xcalloc(FILTER_WORDS, sizeof(*table.filter))
	};
	size_t n = add_lists(table, words_english, words_english_count);
	struct lexicon lex;

	n += add_lists(table, words_foreign, words_foreign_count);
	fprintf(stderr, "fit: lexicon of %zu words in %u slots\n", n,
		LEX_SLOTS);
	if (n * 4 > LEX_SLOTS * 3) {
		fprintf(stderr, "fit: the lexicon needs more slots\n");
		exit(1);
	}
	lex = (struct lexicon){ .slots = table.slots,
				.mask = table.mask,
				.filter = table.filter };
	build_near(&lex);
	return lex;
}
