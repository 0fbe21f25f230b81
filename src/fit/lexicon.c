#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "fit/words.h"
#include "route/words.h"

#define LEX_SLOTS   16384u
#define NEAR_SLOTS  16384u
#define NEAR_WORDS  2048u
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

/* The table of mistyped words while it is made. */
struct near_table {
	struct lex_near *slots;
	uint64_t *filter, *meant;
	size_t words, used;
};

static void put_near(struct near_table *t, uint32_t key)
{
	uint32_t i = (key >> 1) & (NEAR_SLOTS - 1);
	uint16_t check = (uint16_t)(key >> 16);

	if (!check)
		return;
	filter_add(t->filter, key);
	while (t->slots[i].check && t->slots[i].check != check)
		i = (i + 1) & (NEAR_SLOTS - 1);
	if (t->slots[i].check)
		return; /* another word was first */
	t->slots[i] = (struct lex_near){ check, (uint16_t)t->words };
	t->used++;
}

static void put_variants(struct near_table *t, struct text w)
{
	bool joined;

	for (size_t i = 0; i < t->words; i++)
		if (t->meant[i] == hash_word(w, 0, &joined))
			return;
	if (t->words == NEAR_WORDS || t->used + w.len >= NEAR_SLOTS / 10 * 7)
		return;
	t->meant[t->words] = hash_word(w, 0, &joined);
	for (size_t skip = 0; skip <= w.len; skip++) {
		uint64_t h = 0;

		for (size_t i = 0; i < w.len; i++)
			if (i != skip)
				h = lex_near_step(h, (unsigned char)w.ptr[i]);
		put_near(t, lex_key(h, LEX_NEAR));
	}
	t->words++;
}

static bool is_plain(const char *w, size_t len, size_t least)
{
	if (len < least || len > LEX_NEAR_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		if (w[i] < 'a' || w[i] > 'z')
			return false;
	return true;
}

/* The words of one class, and the parts of its phrases. */
static void add_near(struct near_table *t, enum lex_class class, size_t least,
		     bool phrases)
{
	for (size_t i = 0; i < words_english_count; i++) {
		const char *p = words_english[i].words;

		if (words_english[i].class != class)
			continue;
		while (*p) {
			size_t n = strcspn(p, phrases ? " _" : " ");

			if (is_plain(p, n, least))
				put_variants(t, (struct text){ p, n });
			p += n;
			p += *p != 0;
		}
	}
}

static void build_near(struct lexicon *lex)
{
	struct near_table t = {
		.slots = xcalloc(NEAR_SLOTS, sizeof(*t.slots)),
		.meant = xcalloc(NEAR_WORDS, sizeof(*t.meant)),
		.filter = (uint64_t *)lex->filter
	};
	const enum lex_class *c = near_classes;
	size_t count = sizeof(near_classes) / sizeof(*near_classes);

	for (size_t i = 0; i < count; i++)
		add_near(&t, c[i], LEX_NEAR_MIN + 1, false);
	for (size_t i = 0; i < count; i++)
		add_near(&t, c[i], LEX_NEAR_MIN, true);
	for (int i = 0; i < LEX_COUNT; i++)
		add_near(&t, (enum lex_class)i, LEX_NEAR_MIN + 1, true);
	fprintf(stderr, "fit: %zu mistyped forms of %zu words in %u slots\n",
		t.used, t.words, NEAR_SLOTS);
	lex->near = t.slots;
	lex->near_mask = NEAR_SLOTS - 1;
	lex->meant = t.meant;
	lex->meant_count = t.words;
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

/* The hash of a token as it was written. */
static uint64_t written(const struct tokens *t, size_t k)
{
	uint64_t h = 0;

	for (size_t i = 0; i < t->at[k].char_count; i++)
		h = lex_step(h, t->chars[t->at[k].chars_at + i]);
	return h;
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
			seen[n++] = (struct sight){ written(t, k), i };
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
	free((struct lex_near *)lex->near);
	free((uint64_t *)lex->meant);
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
