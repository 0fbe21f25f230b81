#include "route/words.h"

#define SUBSTR_CHARS 5 /* longest entry in a script without blanks */
#define PREFIX_MIN   4 /* of entries that are beginnings of words */
#define PREFIX_MAX   12

/* What a character is to words. */
enum char_kind {
	CHAR_NONE,
	CHAR_LETTER = 1 << 0,
	CHAR_DIGIT = 1 << 1,
	CHAR_JOINED = 1 << 2, /* a letter of a script without blanks */
	CHAR_LINK = 1 << 3,   /* may stand inside a word or number */
	CHAR_SYMBOL = 1 << 4  /* a token by itself */
};

#define CHAR(c, to, is) [c] = { to, is }
#define DIGIT(c)	CHAR(c, c, CHAR_DIGIT)
#define LINK(c)		CHAR(c, c, CHAR_LINK)
#define SYMBOL(c)	CHAR(c, c, CHAR_SYMBOL)
#define LETTER(up, low) CHAR(up, low, CHAR_LETTER), CHAR(low, low, CHAR_LETTER)

/* Folded, and what it is; the rest of ASCII only parts words. */
static const struct {
	unsigned char cp, kind;
} ascii[128] = {
	LETTER('A', 'a'), LETTER('B', 'b'), LETTER('C', 'c'), LETTER('D', 'd'),
	LETTER('E', 'e'), LETTER('F', 'f'), LETTER('G', 'g'), LETTER('H', 'h'),
	LETTER('I', 'i'), LETTER('J', 'j'), LETTER('K', 'k'), LETTER('L', 'l'),
	LETTER('M', 'm'), LETTER('N', 'n'), LETTER('O', 'o'), LETTER('P', 'p'),
	LETTER('Q', 'q'), LETTER('R', 'r'), LETTER('S', 's'), LETTER('T', 't'),
	LETTER('U', 'u'), LETTER('V', 'v'), LETTER('W', 'w'), LETTER('X', 'x'),
	LETTER('Y', 'y'), LETTER('Z', 'z'), DIGIT('0'),	      DIGIT('1'),
	DIGIT('2'),	  DIGIT('3'),	    DIGIT('4'),	      DIGIT('5'),
	DIGIT('6'),	  DIGIT('7'),	    DIGIT('8'),	      DIGIT('9'),
	LINK('_'),	  LINK('\''),	    LINK('.'),	      LINK(','),
	SYMBOL('$'),	  SYMBOL('%'),	    CHAR('+', '+', 0), CHAR('#', '#', 0),
};

/* Where a scan stands; `cp` is the folded character at `at`. */
struct cursor {
	const char *at, *end;
	unsigned cp, kind; /* enum char_kind; at the end none */
	size_t len;	   /* 0 at the end */
};

static const struct lex_entry *find(const struct lexicon *lex, uint32_t key)
{
	if (!filter_has(lex->filter, key))
		return NULL;
	return lex_find(lex->slots, lex->mask, key);
}

static void look_high(struct cursor *c)
{
	int n = utf8_decode(c->at, (size_t)(c->end - c->at), &c->cp, &c->len);

	c->kind = CHAR_NONE;
	if (n < 0)
		return;
	if (c->cp == 0x2019) { /* an apostrophe as printers have it */
		c->cp = '\'';
		c->kind = CHAR_LINK;
		return;
	}
	c->cp = lex_fold(c->cp);
	if (lex_is_joined(c->cp))
		c->kind = CHAR_JOINED;
	else if (lex_is_letter(c->cp))
		c->kind = CHAR_LETTER;
}

static inline void look(struct cursor *c)
{
	unsigned char byte;

	if (c->at == c->end) {
		c->kind = CHAR_NONE;
		c->cp = 0;
		c->len = 0;
		return;
	}
	byte = (unsigned char)*c->at;
	if (byte >= 0x80) {
		look_high(c);
		return;
	}
	c->cp = ascii[byte].cp;
	c->kind = ascii[byte].kind;
	c->len = 1;
}

static inline void step(struct cursor *c)
{
	c->at += c->len;
	look(c);
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

/*
 * Adds a key to n others where it may be in a table, without a branch, as
 * nobody can say which; returns how many there are.
 */
static inline size_t sift(uint32_t *keys, size_t n, uint32_t key,
			  const uint64_t *filter)
{
	keys[n] = key;
	return n + filter_has(filter, key);
}

/* A word that is not in the lexicon may be one that was mistyped. */
static void know_near(struct token *t, const uint16_t *c,
		      const struct lexicon *lex)
{
	size_t len = t->char_count, n = 0;
	uint64_t before[LEX_NEAR_MAX + 2], after = 0, power = 1;
	uint32_t keys[LEX_NEAR_MAX + 2];
	const struct lex_entry *e = NULL;

	if (len < LEX_NEAR_MIN - 1 || len > LEX_NEAR_MAX + 1)
		return;
	before[0] = 0;
	for (size_t i = 0; i < len; i++)
		before[i + 1] = lex_near_step(before[i], c[i]);
	n = sift(keys, n, lex_key(before[len], LEX_NEAR), lex->filter);
	for (size_t i = len; i-- > 0;) {
		n = sift(keys, n,
			 lex_key(before[i] * power + after, LEX_NEAR),
			 lex->filter);
		after += c[i] * power;
		power *= LEX_NEAR_BASE;
	}
	for (size_t i = 0; !e && i < n; i++)
		e = lex_find(lex->near, lex->near_mask, keys[i]);
	if (!e)
		return;
	t->first = e->first;
	t->second = e->second;
	t->flags |= TOKEN_NEAR;
}

/* The link belongs to the word although it is no letter or digit. */
static bool joins(const struct cursor *c, bool number)
{
	struct cursor next = *c;

	if (c->cp == '_')
		return true;
	if (c->cp == ',' && !number)
		return false;
	step(&next);
	return next.kind == (number ? CHAR_DIGIT : CHAR_LETTER);
}

/* The letters and digits of a word; true if it is a number. */
static bool read_letters(struct cursor *c, struct tokens *out, struct token *t,
			 const struct lexicon *lex)
{
	uint16_t *chars = out->chars + out->char_count;
	size_t room = TOKEN_CHARS_MAX - out->char_count, n = 0, prefixes = 0;
	bool number = c->kind == CHAR_DIGIT;
	uint32_t keys[PREFIX_MAX];
	uint64_t h = 0;

	while ((c->kind & (CHAR_LETTER | CHAR_DIGIT)) ||
	       (c->kind == CHAR_LINK && joins(c, number))) {
		number = number && c->kind != CHAR_LETTER;
		if (n < WORD_CHARS) {
			h = lex_step(h, c->cp);
			chars[n++] = c->kind == CHAR_DIGIT ? '0'
							   : (uint16_t)c->cp;
			if (n >= PREFIX_MIN && n <= PREFIX_MAX)
				prefixes = sift(keys, prefixes,
						lex_key(h, LEX_PREFIX),
						lex->filter);
		}
		step(c);
	}
	t->hash = h;
	t->char_count = (uint8_t)(n < room ? n : room);
	out->char_count += t->char_count;
	for (size_t i = 0; i < prefixes; i++)
		know(t, lex_find(lex->slots, lex->mask, keys[i]));
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
	if (out->char_count < TOKEN_CHARS_MAX) {
		out->chars[out->char_count++] = (uint16_t)c->cp;
		t->char_count = 1;
	}
	for (int n = 0; n < SUBSTR_CHARS && ahead.len; n++) {
		const struct lex_entry *e;

		if (!(ahead.kind & (CHAR_JOINED | CHAR_DIGIT)))
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
	uint64_t two = 0, before;

	for (size_t i = from + 1; i < out->count; i++) {
		struct token *t = &out->at[i];
		const struct lex_entry *e = NULL;

		before = two;
		two = lex_join(t[-1].hash, t->hash);
		if (t->flags & TOKEN_JOINED)
			continue;
		if (i >= from + 2)
			e = find(lex, lex_key(lex_join(before, t->hash),
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

		if (!(c.kind & (CHAR_LETTER | CHAR_DIGIT | CHAR_JOINED |
				CHAR_SYMBOL))) {
			step(&c);
			continue;
		}
		*tok = (struct token){
			.chars_at = (uint32_t)out->char_count,
			.first = LEX_NONE,
			.second = LEX_NONE,
		};
		out->count++;
		if (c.kind == CHAR_SYMBOL)
			read_symbol(&c, tok, lex);
		else if (c.kind == CHAR_JOINED)
			read_joined(&c, out, tok, lex);
		else
			read_word(&c, out, tok, lex);
	}
	find_phrases(out, from, lex);
}
