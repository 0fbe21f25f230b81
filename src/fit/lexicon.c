#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "fit/words.h"

#define LEX_SLOTS 8192u

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

static void put(struct lex_entry *slots, uint32_t key, enum lex_class class)
{
	uint32_t i = (key >> 1) & (LEX_SLOTS - 1);

	while (slots[i].key && slots[i].key != key)
		i = (i + 1) & (LEX_SLOTS - 1);
	if (!slots[i].key) {
		slots[i] = (struct lex_entry){ .key = key,
					       .first = (uint8_t)class,
					       .second = LEX_NONE };
	} else if (slots[i].first != class && slots[i].second == LEX_NONE) {
		slots[i].second = (uint8_t)class;
	}
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
			hash_word((struct text){ from,
						 bar ? (size_t)(bar - from) :
						       left },
				  0, &joined));
	}
	return lex_key(phrase, LEX_PHRASE);
}

static size_t add_lists(struct lex_entry *slots, const struct word_list *lists,
			size_t count)
{
	size_t added = 0;

	for (size_t i = 0; i < count; i++) {
		const char *p = lists[i].words;

		while (*p) {
			size_t n = strcspn(p, " ");

			if (n)
				put(slots, key_of((struct text){ p, n }),
				    lists[i].class);
			added += n > 0;
			p += n;
			p += *p == ' ';
		}
	}
	return added;
}

struct lexicon lexicon_build(void)
{
	struct lex_entry *slots = xcalloc(LEX_SLOTS, sizeof(*slots));
	size_t n = add_lists(slots, words_english, words_english_count);

	n += add_lists(slots, words_foreign, words_foreign_count);
	fprintf(stderr, "fit: lexicon of %zu words in %u slots\n", n,
		LEX_SLOTS);
	if (n * 4 > LEX_SLOTS * 3) {
		fprintf(stderr, "fit: the lexicon needs more slots\n");
		exit(1);
	}
	return (struct lexicon){ .slots = slots, .mask = LEX_SLOTS - 1 };
}
