#include "route/words.h"

#define SUBSTR_CHARS 5 /* longest entry in a script without blanks */
#define PREFIX_MIN   4 /* of entries that are beginnings of words */
#define PREFIX_MAX   12

/* Where a scan stands; `cp` is the folded character at `at`. */
struct cursor {
	const char *at, *end;
	unsigned cp;
	size_t len;
};

static const struct lex_entry *find(const struct lexicon *lex, uint32_t key)
{
	if (!filter_has(lex->filter, key))
		return NULL;
	return lex_find(lex->slots, lex->mask, key);
}

static const struct lex_entry *find_near(const struct lexicon *lex,
					 uint32_t key)
{
	if (!filter_has(lex->filter, key))
		return NULL;
	return lex_find(lex->near, lex->near_mask, key);
}

static void look(struct cursor *c)
{
	int n;

	if (c->at >= c->end) {
		c->cp = 0;
		c->len = 0;
		return;
	}
	if ((unsigned char)*c->at < 0x80) {
		c->cp = (unsigned char)*c->at;
		c->cp += c->cp - 'A' < 26 ? 32 : 0;
		c->len = 1;
		return;
	}
	n = utf8_decode(c->at, (size_t)(c->end - c->at), &c->cp, &c->len);
	if (n < 0)
		c->cp = ' ';
	else
		c->cp = lex_fold(c->cp);
}

static void step(struct cursor *c)
{
	c->at += c->len;
	look(c);
}

static bool is_letter(unsigned cp)
{
	return cp < 0x80 ? cp - 'a' < 26 : lex_is_letter(cp);
}

static bool is_digit(unsigned cp)
{
	return cp - '0' < 10;
}

static void know(struct token *t, const struct lex_entry *e)
{
	if (!e)
		return;
	if (t->first == LEX_NONE) {
		t->first = e->first;
		t->second = e->second;
	} else if (t->second == LEX_NONE && e->first != t->first) {
		t->second = e->first;
	}
}

/* A word that is not in the lexicon may be one that was mistyped. */
static void know_near(struct token *t, const uint16_t *c,
		      const struct lexicon *lex)
{
	size_t len = t->char_count;
	uint64_t before[LEX_NEAR_MAX + 2], after = 0, power = 1;
	const struct lex_entry *e;

	if (len < LEX_NEAR_MIN - 1 || len > LEX_NEAR_MAX + 1)
		return;
	before[0] = 0;
	for (size_t i = 0; i < len; i++)
		before[i + 1] = lex_near_step(before[i], c[i]);
	e = find_near(lex, lex_key(before[len], LEX_NEAR));
	for (size_t i = len; !e && i-- > 0;) {
		e = find_near(lex,
			      lex_key(before[i] * power + after, LEX_NEAR));
		after += c[i] * power;
		power *= LEX_NEAR_BASE;
	}
	if (!e)
		return;
	t->first = e->first;
	t->second = e->second;
	t->flags |= TOKEN_NEAR;
}

/* The character belongs to the word although it is no letter or digit. */
static bool joins(const struct cursor *c, bool number)
{
	struct cursor next = *c;

	if (c->cp == '_')
		return true;
	if (c->cp != '\'' && c->cp != 0x2019 && c->cp != '.' &&
	    !(number && c->cp == ','))
		return false;
	step(&next);
	if (number)
		return is_digit(next.cp);
	return is_letter(next.cp) && !lex_is_joined(next.cp);
}

static void keep_char(struct tokens *out, struct token *t, unsigned cp)
{
	if (t->char_count == WORD_CHARS || out->char_count == TOKEN_CHARS_MAX)
		return;
	out->chars[out->char_count++] = (uint16_t)cp;
	t->char_count++;
}

/* The letters and digits of a word; true if it is a number. */
static bool read_letters(struct cursor *c, struct tokens *out, struct token *t,
			 const struct lexicon *lex)
{
	bool number = is_digit(c->cp);

	for (size_t n = 1; c->len; n++) {
		unsigned cp = c->cp == 0x2019 ? '\'' : c->cp;
		bool digit = is_digit(cp);
		bool letter = is_letter(cp) && !lex_is_joined(cp);

		if (!digit && !letter && !joins(c, number))
			break;
		number = number && !letter;
		if (n <= WORD_CHARS)
			t->hash = lex_step(t->hash, cp);
		keep_char(out, t, digit ? '0' : cp);
		step(c);
		if (n >= PREFIX_MIN && n <= PREFIX_MAX)
			know(t, find(lex, lex_key(t->hash, LEX_PREFIX)));
	}
	return number;
}

static void read_word(struct cursor *c, struct tokens *out, struct token *t,
		      const struct lexicon *lex)
{
	bool number = read_letters(c, out, t, lex);
	const struct lex_entry *e;

	while (t->char_count == 1 && (c->cp == '+' || c->cp == '#')) {
		t->hash = lex_step(t->hash, c->cp);
		step(c);
	}
	if (number)
		t->flags |= TOKEN_NUMBER;
	e = find(lex, lex_key(t->hash, LEX_WORD));
	know(t, e);
	if (!e && t->first == LEX_NONE && !out->strict && !number)
		know_near(t, out->chars + t->chars_at, lex);
}

/* The longest entry that begins here decides the class. */
static void read_joined(struct cursor *c, struct tokens *out, struct token *t,
			const struct lexicon *lex)
{
	const struct lex_entry *best = NULL;
	struct cursor ahead = *c;
	uint64_t h = 0;

	t->flags |= TOKEN_JOINED;
	t->hash = lex_step(0, c->cp);
	keep_char(out, t, c->cp);
	for (int n = 0; n < SUBSTR_CHARS && ahead.len; n++) {
		const struct lex_entry *e;

		if (!lex_is_joined(ahead.cp) && !is_digit(ahead.cp))
			break;
		h = lex_step(h, ahead.cp);
		e = find(lex, lex_key(h, LEX_SUBSTR));
		best = e ? e : best;
		step(&ahead);
	}
	know(t, best);
	step(c);
}

/* Phrases of two and three words give their class to their last word. */
static void find_phrases(struct tokens *out, size_t from,
			 const struct lexicon *lex)
{
	for (size_t i = from + 1; i < out->count; i++) {
		struct token *t = &out->at[i];
		uint64_t two = lex_join(t[-1].hash, t->hash);
		const struct lex_entry *e = NULL;

		if (t->flags & TOKEN_JOINED)
			continue;
		if (i >= from + 2)
			e = find(lex, lex_key(lex_join(lex_join(t[-2].hash,
								t[-1].hash),
						       t->hash),
					      LEX_PHRASE));
		if (!e)
			e = find(lex, lex_key(two, LEX_PHRASE));
		if (!e)
			continue;
		if (e->first != t->first && e->second == LEX_NONE)
			t->second = t->first;
		else
			t->second = e->second;
		t->first = e->first;
	}
}

void tokens_init(struct tokens *t)
{
	t->count = 0;
	t->char_count = 0;
	t->strict = false;
}

static void read_symbol(struct cursor *c, struct token *t,
			const struct lexicon *lex)
{
	t->flags |= TOKEN_SYMBOL;
	t->hash = lex_step(0, c->cp);
	know(t, find(lex, lex_key(t->hash, LEX_WORD)));
	step(c);
}

void tokens_add(struct tokens *out, const struct lexicon *lex, struct text t)
{
	struct cursor c = { .at = t.ptr, .end = t.ptr + t.len };
	size_t from = out->count;

	look(&c);
	while (c.len && out->count < TOKENS_MAX) {
		struct token *tok = &out->at[out->count];
		bool word = is_digit(c.cp) || is_letter(c.cp);

		if (!word && c.cp != '$' && c.cp != '%') {
			step(&c);
			continue;
		}
		*tok = (struct token){
			.chars_at = (uint32_t)out->char_count,
			.first = LEX_NONE,
			.second = LEX_NONE,
		};
		out->count++;
		if (!word)
			read_symbol(&c, tok, lex);
		else if (lex_is_joined(c.cp))
			read_joined(&c, out, tok, lex);
		else
			read_word(&c, out, tok, lex);
	}
	find_phrases(out, from, lex);
}
