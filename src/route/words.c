#include "route/words.h"

#define SUBSTR_CHARS 5 /* longest entry in a script without blanks */
#define RUN_CHARS    32
#define PREFIX_MIN   4 /* of entries that are beginnings of words */
#define PREFIX_MAX   12

#define CHAR_WORD (CHAR_LETTER | CHAR_DIGIT)

/* Where a scan stands; `cp` is the folded character at `at`. */
struct cursor {
	const char *at, *end;
	unsigned cp, kind;	     /* enum char_kind; at the end none */
	size_t len;		     /* 0 at the end */
	const struct lex_span *span; /* of the last one over ASCII, or NULL */
};

/* A key that may be in a table, and the token that it would tell about. */
struct sought {
	uint32_t key;
	uint16_t token;
	uint16_t kind; /* enum sought_kind */
};

enum sought_kind {
	SOUGHT_PREFIX,
	SOUGHT_WORD,
	SOUGHT_SUBSTR, /* begins here, in a script without blanks */
	SOUGHT_PHRASE,
	SOUGHT_NEAR
};

#define SOUGHT_MAX  128
#define SOUGHT_ROOM (LEX_NEAR_MAX + 2) /* most keys of one token */

/*
 * Words are read first and looked up later, many at a time. Where a word
 * ends does not wait for its hash then, nor one look-up for the other: what
 * a processor guesses wrong there costs it all that it did ahead.
 */
struct reader {
	struct cursor c;
	struct tokens *out;
	const struct lexicon *lex;
	size_t done; /* tokens before it have been looked up */
	size_t count;
	struct sought sought[SOUGHT_MAX];
};

/*
 * Adds a key to n others if it may be in a table, without a branch, as
 * nobody can guess which; returns how many there are.
 */
static inline size_t sift(struct reader *r, size_t n, struct sought s)
{
	r->sought[n] = s;
	return n + filter_has(r->lex->filter, s.key);
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
	if (!c->span || !lex_span_has(c->span, c->cp))
		c->span = lex_span(c->cp);
	c->kind = c->span->kind;
	c->cp = lex_span_fold(c->span, c->cp);
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
	c->cp = lex_ascii[byte].cp;
	c->kind = lex_ascii[byte].kind;
	c->len = 1;
}

static inline void step(struct cursor *c)
{
	c->at += c->len;
	look(c);
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

/* A word as it is read. */
struct spelling {
	uint64_t hash;
	size_t len, sought; /* `len` is at most WORD_CHARS */
	unsigned kinds;	    /* that were seen in it */
	uint16_t token;
	uint16_t *chars;
};

static inline void spell(struct reader *r, struct spelling *w, unsigned cp,
			 unsigned kind)
{
	w->kinds |= kind;
	if (w->len == WORD_CHARS)
		return;
	w->hash = lex_step(w->hash, cp);
	w->chars[w->len++] = kind == CHAR_DIGIT ? '0' : (uint16_t)cp;
	if (w->len >= PREFIX_MIN && w->len <= PREFIX_MAX)
		w->sought = sift(r, w->sought,
				 (struct sought){ lex_key(w->hash, LEX_PREFIX),
						  w->token, SOUGHT_PREFIX });
}

/* The letters and digits of ASCII that follow. */
static inline void spell_ascii(struct reader *r, struct spelling *word)
{
	const char *p = r->c.at, *end = r->c.end;
	struct spelling w = *word;

	for (; p < end; p++) {
		unsigned char c = (unsigned char)*p;

		if (!(lex_ascii[c].kind & CHAR_WORD))
			break;
		spell(r, &w, lex_ascii[c].cp, lex_ascii[c].kind);
	}
	*word = w;
	r->c.at = p;
	look(&r->c);
}

/* The letters and digits of a word; true if it is a number. */
static bool read_letters(struct reader *r, struct token *t)
{
	struct tokens *out = r->out;
	size_t room = TOKEN_CHARS_MAX - out->char_count;
	struct spelling w = { .sought = r->count,
			      .token = (uint16_t)(out->count - 1),
			      .chars = out->chars + out->char_count };

	for (;;) {
		spell_ascii(r, &w);
		if (!(r->c.kind & CHAR_WORD) &&
		    !(r->c.kind == CHAR_LINK &&
		      joins(&r->c, !(w.kinds & CHAR_LETTER))))
			break;
		spell(r, &w, r->c.cp, r->c.kind);
		step(&r->c);
	}
	r->count = w.sought;
	t->hash = w.hash;
	t->char_count = (uint8_t)(w.len < room ? w.len : room);
	out->char_count += t->char_count;
	return !(w.kinds & CHAR_LETTER);
}

static void seek_word(struct reader *r, const struct token *t)
{
	r->count = sift(r, r->count,
			(struct sought){ lex_key(t->hash, LEX_WORD),
					 (uint16_t)(r->out->count - 1),
					 SOUGHT_WORD });
}

static void read_word(struct reader *r, struct token *t)
{
	if (read_letters(r, t))
		t->flags |= TOKEN_NUMBER;
	while (t->char_count == 1 && (r->c.cp == '+' || r->c.cp == '#')) {
		t->hash = lex_step(t->hash, r->c.cp);
		step(&r->c);
	}
	seek_word(r, t);
}

static void read_symbol(struct reader *r, struct token *t)
{
	t->flags |= TOKEN_SYMBOL;
	t->hash = lex_step(0, r->c.cp);
	step(&r->c);
	seek_word(r, t);
}

static void know(struct token *t, const struct lex_entry *e)
{
	if (t->first == LEX_NONE) {
		t->first = e->first;
		t->second = e->second;
	} else if (t->second == LEX_NONE && e->first != t->first) {
		t->second = e->first;
	}
}

/* Keeps what has something where it is first looked for. */
static void sift_slots(struct reader *r, const struct lex_entry *slots,
		       uint32_t mask)
{
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++) {
		struct sought s = r->sought[i];

		r->sought[n] = s;
		n += slots[s.key >> 1 & mask].check != 0;
	}
	r->count = n;
}

/* Looks up the beginnings of words and the words that are in the list. */
static void know_words(struct reader *r)
{
	const struct lexicon *lex = r->lex;

	sift_slots(r, lex->slots, lex->mask);
	for (size_t i = 0; i < r->count; i++) {
		const struct sought *s = &r->sought[i];
		const struct lex_entry *e =
			lex_find(lex->slots, lex->mask, s->key);
		struct token *t = &r->out->at[s->token];

		if (!e || (s->kind == SOUGHT_SUBSTR && t->flags & TOKEN_KNOWN))
			continue;
		know(t, e);
		if (s->kind != SOUGHT_PREFIX)
			t->flags |= TOKEN_KNOWN;
	}
	r->count = 0;
}

/* Keeps what may be near to a word. */
static void sift_near(struct reader *r)
{
	const struct lexicon *lex = r->lex;
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++) {
		struct sought s = r->sought[i];

		r->sought[n] = s;
		n += lex->near[s.key >> 1 & lex->near_mask].check != 0;
	}
	r->count = n;
}

/* A mistyped word becomes the first one of the list that it is near to. */
static void know_near(struct reader *r)
{
	const struct lexicon *lex = r->lex;

	sift_near(r);
	for (size_t i = 0; i < r->count; i++) {
		const struct sought *s = &r->sought[i];
		struct token *t = &r->out->at[s->token];
		const struct lex_entry *e;
		int word;

		if (t->flags & TOKEN_NEAR)
			continue;
		word = lex_find_near(lex, s->key);
		if (word < 0)
			continue;
		t->hash = lex->meant[word];
		t->flags |= TOKEN_NEAR;
		e = lex_find(lex->slots, lex->mask, lex_key(t->hash, LEX_WORD));
		if (e)
			know(t, e);
	}
	r->count = 0;
}

/* The word whole, then without each of its letters from the last on. */
static void seek_near(struct reader *r, size_t token)
{
	const struct token *t = &r->out->at[token];
	const uint16_t *c = r->out->chars + t->chars_at;
	uint64_t before[LEX_NEAR_MAX + 2], after = 0, power = 1;
	struct sought s = { .token = (uint16_t)token, .kind = SOUGHT_NEAR };
	size_t n = r->count;

	before[0] = 0;
	for (size_t i = 0; i < t->char_count; i++)
		before[i + 1] = lex_near_step(before[i], c[i]);
	s.key = lex_key(before[t->char_count], LEX_NEAR);
	n = sift(r, n, s);
	for (size_t i = t->char_count; i-- > 0;) {
		s.key = lex_key(before[i] * power + after, LEX_NEAR);
		n = sift(r, n, s);
		after += c[i] * power;
		power *= LEX_NEAR_BASE;
	}
	r->count = n;
}

/* A word that is not in the lexicon may be one that was mistyped. */
static void find_near(struct reader *r)
{
	for (size_t i = r->done; i < r->out->count; i++) {
		const struct token *t = &r->out->at[i];

		if ((t->flags & (TOKEN_NUMBER | TOKEN_JOINED | TOKEN_SYMBOL |
				 TOKEN_KNOWN)) ||
		    t->first != LEX_NONE || t->char_count < LEX_NEAR_MIN - 1 ||
		    t->char_count > LEX_NEAR_MAX + 1)
			continue;
		if (r->count + SOUGHT_ROOM >= SOUGHT_MAX)
			know_near(r);
		seek_near(r, i);
	}
	know_near(r);
}

static void find_words(struct reader *r)
{
	know_words(r);
	if (!r->out->strict)
		find_near(r);
	r->done = r->out->count;
}

/* A phrase gives its class to its last word; a longer one goes before. */
static void know_phrases(struct reader *r)
{
	const struct lexicon *lex = r->lex;
	size_t last = TOKENS_MAX;

	sift_slots(r, lex->slots, lex->mask);
	for (size_t i = 0; i < r->count; i++) {
		const struct sought *s = &r->sought[i];
		const struct lex_entry *e;
		struct token *t = &r->out->at[s->token];

		if (s->token == last)
			continue;
		e = lex_find(lex->slots, lex->mask, s->key);
		if (!e)
			continue;
		last = s->token;
		if (e->first != t->first && e->second == LEX_NONE)
			t->second = t->first;
		else
			t->second = e->second;
		t->first = e->first;
	}
	r->count = 0;
}

/* Phrases of two and three words. */
static void find_phrases(struct reader *r, size_t from)
{
	uint64_t two = 0;

	for (size_t i = from + 1; i < r->out->count; i++) {
		const struct token *t = &r->out->at[i];
		struct sought s = { .token = (uint16_t)i,
				    .kind = SOUGHT_PHRASE };
		uint64_t before = two;

		two = lex_join(t[-1].hash, t->hash);
		if (t->flags & TOKEN_JOINED)
			continue;
		if (r->count + SOUGHT_ROOM >= SOUGHT_MAX)
			know_phrases(r);
		if (i >= from + 2) {
			s.key = lex_key(lex_join(before, t->hash), LEX_PHRASE);
			r->count = sift(r, r->count, s);
		}
		s.key = lex_key(two, LEX_PHRASE);
		r->count = sift(r, r->count, s);
	}
	know_phrases(r);
}

static struct token *new_token(struct tokens *out)
{
	struct token *t = &out->at[out->count++];

	*t = (struct token){
		.chars_at = (uint32_t)out->char_count,
		.first = LEX_NONE,
		.second = LEX_NONE,
	};
	return t;
}

/* What begins with the first of n characters, the longest before others. */
static void seek_joined(struct reader *r, const struct cursor *run, size_t n)
{
	uint64_t hashes[SUBSTR_CHARS], h = 0;
	struct sought s = { .token = (uint16_t)(r->out->count - 1),
			    .kind = SOUGHT_SUBSTR };
	size_t sought = r->count;

	for (size_t i = 0; i < n; i++) {
		h = lex_step(h, run[i].cp);
		hashes[i] = h;
	}
	while (n-- > 0) {
		s.key = lex_key(hashes[n], LEX_SUBSTR);
		sought = sift(r, sought, s);
	}
	r->count = sought;
}

static void read_joined(struct reader *r, const struct cursor *run, size_t n)
{
	struct tokens *out = r->out;
	struct token *t = new_token(out);

	t->flags |= TOKEN_JOINED;
	t->hash = lex_step(0, run->cp);
	if (out->char_count < TOKEN_CHARS_MAX) {
		out->chars[out->char_count++] = (uint16_t)run->cp;
		t->char_count = 1;
	}
	seek_joined(r, run, n < SUBSTR_CHARS ? n : SUBSTR_CHARS);
}

/* Characters without blanks between them, each of which is a token. */
static void read_run(struct reader *r)
{
	struct cursor run[RUN_CHARS], c = r->c;
	size_t n = 0, i = 0, whole;

	while (n < RUN_CHARS && (c.kind & (CHAR_JOINED | CHAR_DIGIT))) {
		run[n++] = c;
		step(&c);
	}
	whole = n < RUN_CHARS ? n : n - SUBSTR_CHARS;
	while (i < whole && run[i].kind == CHAR_JOINED &&
	       r->out->count < TOKENS_MAX) {
		if (r->count + SOUGHT_ROOM >= SOUGHT_MAX)
			find_words(r);
		read_joined(r, run + i, n - i);
		i++;
	}
	r->c = i < n ? run[i] : c;
}

void tokens_init(struct tokens *t)
{
	t->count = 0;
	t->char_count = 0;
	t->strict = false;
}

void tokens_add(struct tokens *out, const struct lexicon *lex, struct text t)
{
	struct reader r;
	size_t from = out->count;

	r.c.at = t.ptr;
	r.c.end = t.ptr + t.len;
	r.c.span = NULL;
	r.out = out;
	r.lex = lex;
	r.done = from;
	r.count = 0;
	look(&r.c);
	while (r.c.len && out->count < TOKENS_MAX) {
		if (r.count + SOUGHT_ROOM >= SOUGHT_MAX)
			find_words(&r);
		if (r.c.kind & CHAR_WORD)
			read_word(&r, new_token(out));
		else if (r.c.kind == CHAR_JOINED)
			read_run(&r);
		else if (r.c.kind == CHAR_SYMBOL)
			read_symbol(&r, new_token(out));
		else
			step(&r.c);
	}
	find_words(&r);
	find_phrases(&r, from);
}
