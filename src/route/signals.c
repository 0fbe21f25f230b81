#include "route/signals.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define LEAD_WORDS	 5
#define CROSS_CLASSES	 14 /* classes of one ask that are crossed */
#define BODY_WORDS_BYTES 256
#define PIECE		 4 /* characters of a piece of a word */

#define SHAPE_NAME(id, name) [SHAPE_##id] = name,
static const char *const shape_names[SHAPE_COUNT] = { SHAPE_SIGNALS(
	SHAPE_NAME) };
#undef SHAPE_NAME

static const char *const body_names[BODY_KINDS] = {
	[BODY_NONE] = "no body",
	[BODY_PROSE] = "body of prose",
	[BODY_CODE] = "body of code",
	[BODY_DIFF] = "body is a diff",
	[BODY_TALK] = "body is a conversation",
	[BODY_DATA] = "body of data",
};

static const char *const layout_names[LAYOUT_COUNT] = {
	[LAYOUT_WHOLE] = "an ask alone",
	[LAYOUT_FIRST] = "ask before the body",
	[LAYOUT_LAST] = "ask after the body",
	[LAYOUT_BOTH] = "ask around the body",
	[LAYOUT_BARE] = "a body alone",
	[LAYOUT_APART] = "document given apart",
};

static const char *const gram_names[GRAM_KINDS] = {
	[GRAM_WORD] = "words",
	[GRAM_PAIR] = "pairs of words",
	[GRAM_FRAME] = "phrasing",
	[GRAM_CROSS] = "kinds of words together",
	[GRAM_PLACE] = "first and last words",
	[GRAM_CHARS] = "pieces of words",
	[GRAM_BODY] = "words of the body",
};

const char *signal_name(size_t sig)
{
	if (sig < SIG_ASK_SHAPE)
		return lex_names[(sig - SIG_LEX) / PLACES];
	if (sig < SIG_BODY_SHAPE)
		return shape_names[sig - SIG_ASK_SHAPE];
	if (sig < SIG_ASK_LENGTH)
		return shape_names[sig - SIG_BODY_SHAPE];
	if (sig < SIG_BODY_LENGTH)
		return "length of the ask";
	if (sig < SIG_BODY_KIND)
		return "length of the body";
	if (sig < SIG_LAYOUT)
		return body_names[sig - SIG_BODY_KIND];
	if (sig < SIG_RATIO)
		return layout_names[sig - SIG_LAYOUT];
	return "share of the body";
}

const char *gram_name(enum gram_kind kind)
{
	return gram_names[kind];
}

float signals_scale(const struct signals *s, enum gram_kind kind)
{
	size_t n = s->ends[kind] - (kind ? s->ends[kind - 1] : 0);

	return 1.0f / sqrtf((float)n + 4.0f);
}

/* Saturating: one of them says most of it. */
static float some(size_t n, size_t most)
{
	if (!n)
		return 0.0f;
	return n >= most ? 1.0f : sqrtf((float)n / (float)most);
}

static float at_most_one(float v)
{
	return v < 1.0f ? v : 1.0f;
}

static float share(size_t n, size_t of)
{
	return n && of ? at_most_one((float)n / (float)of) : 0.0f;
}

static void read_shape(const struct shape *s, float *v)
{
	size_t full = s->lines - s->empty_lines;
	size_t chars = s->letters + s->high / 2 + 1;

	v[SHAPE_CODE_LINES] = share(s->code_lines, full);
	v[SHAPE_CODE_PUNCT] = share(s->code_punct * 8, s->bytes);
	v[SHAPE_INDENT] = share(s->indented, full);
	v[SHAPE_KEYWORDS] = some(s->keywords, 3);
	v[SHAPE_COMMENTS] = some(s->comments, 3);
	v[SHAPE_CALLS] = some(s->calls + s->names + s->arrows, 6);
	v[SHAPE_SQL] = some(s->sql, 2);
	v[SHAPE_FENCE] = some(s->fences, 1);
	v[SHAPE_FIM] = some(s->fims, 1);
	v[SHAPE_DIFF] = some(s->diff_lines, 2);
	v[SHAPE_TRACE] = some(s->trace_lines, 2);
	v[SHAPE_FILE_LINE] = some(s->file_lines, 1);
	v[SHAPE_TAGS] = some(s->tags, 6);
	v[SHAPE_LOG] = share(s->log_lines, full);
	v[SHAPE_URL] = some(s->urls, 1);
	v[SHAPE_DIGITS] = share(s->digits * 6, s->bytes);
	v[SHAPE_NUMBERS_FEW] = some(s->numbers, 2);
	v[SHAPE_NUMBERS_MANY] = some(s->numbers, 10);
	v[SHAPE_OPERATORS] = some(s->operators, 4);
	v[SHAPE_LATEX] = some(s->backslashes + s->dollars / 2, 4);
	v[SHAPE_MONEY_SIGNS] = some(s->dollars + s->percents, 2);
	v[SHAPE_ENDS_EQUALS] = s->ends_equals;
	v[SHAPE_OPTIONS] = s->options >= 2 ? some(s->options, 4) : 0.0f;
	v[SHAPE_SPEAKERS] = share(s->speakers, full);
	v[SHAPE_BULLETS] = some(s->bullets, 4);
	v[SHAPE_HEADINGS] = some(s->headings, 2);
	v[SHAPE_QUESTION] = some(s->questions, 2);
	v[SHAPE_ENDS_QUESTION] = s->ends_question;
	v[SHAPE_ENDS_COLON] = s->ends_colon;
	v[SHAPE_ENDS_STOP] = s->ends_stop;
	v[SHAPE_QUOTES] = some(s->quotes, 2);
	v[SHAPE_GAPS] = some(s->blanks_to_fill, 1);
	v[SHAPE_UPPER] = share(s->upper * 3, s->letters);
	v[SHAPE_NO_CAPITAL] = s->letters > 0 && !s->upper;
	v[SHAPE_SENTENCES] = some(s->sentences, 8);
	v[SHAPE_PARAGRAPHS] = some(s->empty_lines, 4);
	v[SHAPE_LATIN] = some(s->latin, 3);
	v[SHAPE_CYRILLIC] = share(s->cyrillic * 2, chars);
	v[SHAPE_HAN] = share(s->han * 4, chars);
	v[SHAPE_KANA] = share(s->kana * 4, chars);
	v[SHAPE_HANGUL] = share(s->hangul * 3, chars);
	v[SHAPE_ARABIC] = share(s->arabic * 2, chars);
	v[SHAPE_SCRIPT] = share(s->other * 2, chars);
	v[SHAPE_LENGTH] = at_most_one(logf(1.0f + (float)s->bytes) / 8.0f);
	v[SHAPE_WORD_LENGTH] = s->blanks
				       ? at_most_one((float)s->letters /
						     ((float)s->blanks + 1) / 8)
				       : 0.0f;
}

/* Soft steps: a length between two of them is part of both. */
static void read_length(size_t bytes, float *v)
{
	float at = log2f(1.0f + (float)bytes / 8.0f);
	size_t low;

	if (!bytes)
		return;
	at = fminf(at, (float)(LENGTH_STEPS - 1));
	low = (size_t)at;
	v[low] = 1.0f - (at - (float)low);
	if (low + 1 < LENGTH_STEPS)
		v[low + 1] = at - (float)low;
}

/* How often each class was seen, by place; one more for no class. */
struct classes {
	uint16_t count[LEX_COUNT + 1][PLACES];
};

static void count_classes(const struct tokens *t, bool body,
			  struct classes *out)
{
	enum lex_place place = body ? PLACE_BODY : PLACE_ASK;

	for (size_t i = 0; i < t->count; i++) {
		const struct token *w = &t->at[i];

		out->count[w->first][place]++;
		out->count[w->second][place]++;
		if (body || i >= LEAD_WORDS)
			continue;
		out->count[w->first][PLACE_LEAD]++;
		out->count[w->second][PLACE_LEAD]++;
	}
}

static void read_classes(const struct classes *seen, float *lex)
{
	static const size_t most[PLACES] = {
		[PLACE_LEAD] = 3, [PLACE_ASK] = 3, [PLACE_BODY] = 6
	};

	for (size_t c = 0; c < LEX_COUNT; c++)
		for (size_t p = 0; p < PLACES; p++)
			if (seen->count[c][p])
				lex[c * PLACES + p] =
					some(seen->count[c][p], most[p]);
}

static void add_gram(struct signals *s, size_t *n, uint64_t h, uint64_t salt)
{
	if (*n < GRAMS_MAX)
		s->grams[(*n)++] = lex_key(h, salt * 0x8ebc6af09c88c6e3u);
}

/* A number counts by its length, not by its value. */
static uint64_t word_of(const struct tokens *t, size_t i)
{
	const struct token *w = &t->at[i];

	if (w->flags & TOKEN_NUMBER)
		return 1 + (w->char_count < 4 ? w->char_count : 4u);
	return w->hash;
}

static uint64_t frame_of(const struct tokens *t, size_t i)
{
	const struct token *w = &t->at[i];

	if (w->first != LEX_NONE)
		return 16u + w->first;
	return word_of(t, i);
}

static void add_words(struct signals *s, size_t *n, const struct tokens *t)
{
	for (size_t i = 0; i < t->count; i++)
		add_gram(s, n, word_of(t, i), 11);
	s->ends[GRAM_WORD] = *n;
	for (size_t i = 1; i < t->count; i++)
		add_gram(s, n, lex_join(word_of(t, i - 1), word_of(t, i)), 12);
	s->ends[GRAM_PAIR] = *n;
	for (size_t i = 1; i < t->count; i++) {
		if (t->at[i].first == LEX_NONE &&
		    t->at[i - 1].first == LEX_NONE)
			continue;
		add_gram(s, n, lex_join(frame_of(t, i - 1), frame_of(t, i)),
			 13);
	}
	s->ends[GRAM_FRAME] = *n;
}

/* Which classes the ask holds, in the order of the table. */
static size_t list_classes(const struct classes *seen, uint8_t *out)
{
	size_t n = 0;

	for (size_t c = 0; c < LEX_COUNT && n < CROSS_CLASSES; c++)
		if (seen->count[c][PLACE_ASK])
			out[n++] = (uint8_t)c;
	return n;
}

static void add_crosses(struct signals *s, size_t *n,
			const struct classes *seen, enum body_kind kind)
{
	uint8_t have[CROSS_CLASSES];
	size_t count = list_classes(seen, have);

	for (size_t i = 0; i < count; i++) {
		add_gram(s, n, 256u * have[i] + 128u + kind, 14);
		if (seen->count[have[i]][PLACE_LEAD])
			add_gram(s, n, 256u * have[i] + 144u + kind, 14);
		for (size_t j = i + 1; j < count; j++)
			add_gram(s, n, 256u * have[i] + have[j], 14);
	}
	s->ends[GRAM_CROSS] = *n;
}

static void add_places(struct signals *s, size_t *n, const struct tokens *t)
{
	size_t last = t->count ? t->count - 1 : 0;

	if (t->count) {
		add_gram(s, n, frame_of(t, 0), 15);
		add_gram(s, n, word_of(t, 0), 16);
		add_gram(s, n, word_of(t, last), 17);
		add_gram(s, n, frame_of(t, last), 18);
	}
	if (t->count > 1) {
		add_gram(s, n, lex_join(frame_of(t, 0), frame_of(t, 1)), 19);
		add_gram(s, n, lex_join(word_of(t, 0), word_of(t, 1)), 20);
	}
	if (t->count > 2)
		add_gram(s, n,
			 lex_join(lex_join(frame_of(t, 0), frame_of(t, 1)),
				  frame_of(t, 2)),
			 21);
	s->ends[GRAM_PLACE] = *n;
}

/* Four characters at each place of a word between marks of its ends. */
static void add_word_pieces(struct signals *s, size_t *n, const uint16_t *c,
			    size_t len)
{
	uint16_t marked[WORD_CHARS + 2];

	marked[0] = '<';
	memcpy(marked + 1, c, WORD_CHARS * sizeof(*c)); /* all: no call */
	marked[len + 1] = '>';
	for (size_t i = 0; i + PIECE <= len + 2; i++) {
		uint64_t h = 0;

		for (size_t k = 0; k < PIECE; k++)
			h = lex_step(h, marked[i + k]);
		add_gram(s, n, h, 25);
	}
}

/* Of words without a class; of joined scripts three characters. */
static void add_pieces(struct signals *s, size_t *n, const struct tokens *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct token *w = &t->at[i];

		if (w->flags & TOKEN_JOINED) {
			if (i + 2 < t->count)
				add_gram(
					s, n,
					lex_join(lex_join(w[0].hash, w[1].hash),
						 w[2].hash),
					25);
		} else if (!(w->flags & (TOKEN_NUMBER | TOKEN_SYMBOL)) &&
			   w->first == LEX_NONE) {
			add_word_pieces(s, n, t->chars + w->chars_at,
					w->char_count);
		}
	}
	s->ends[GRAM_CHARS] = *n;
}

static void add_body(struct signals *s, size_t *n, const struct tokens *t)
{
	for (size_t i = 0; i < t->count; i++)
		add_gram(s, n, word_of(t, i), 30);
	s->ends[GRAM_BODY] = *n;
}

static void read_lengths(const struct split *sp, struct signals *out)
{
	size_t all = sp->ask_bytes + sp->body_bytes;

	read_length(sp->ask_bytes, out->named + SIG_ASK_LENGTH);
	read_length(sp->body_bytes, out->named + SIG_BODY_LENGTH);
	out->named[SIG_RATIO] = share(sp->body_bytes, all);
	out->named[SIG_LAYOUT + sp->layout] = 1.0f;
}

/* A short program by itself is both ask and body, and is read once. */
static enum body_kind read_shapes(const struct split *sp, float *named)
{
	struct shape ask = { .bytes = 0 }, body = { .bytes = 0 };
	bool same = sp->ask[0].len && sp->ask[0].ptr == sp->body[0].ptr &&
		    sp->ask[0].len == sp->body[0].len && !sp->ask[1].len;

	for (size_t i = 0; i < 2; i++) {
		if (sp->ask[i].len)
			shape_add(&ask, sp->ask[i]);
		if (sp->body[i].len && !same)
			shape_add(&body, sp->body[i]);
	}
	if (same)
		body = ask;
	read_shape(&ask, named + SIG_ASK_SHAPE);
	read_shape(&body, named + SIG_BODY_SHAPE);
	return shape_kind(&body);
}

void signals_read(const struct prompt_view *p, const struct lexicon *lex,
		  struct signals *out)
{
	struct classes seen = { .count = { { 0 } } };
	struct tokens words, about;
	enum body_kind kind;
	struct split sp;
	size_t n = 0;

	memset(out->named, 0, sizeof(out->named));
	tokens_init(&words);
	tokens_init(&about);
	about.strict = true;
	split_prompt(p, lex, &sp);
	kind = read_shapes(&sp, out->named);
	out->named[SIG_BODY_KIND + kind] = 1.0f;
	read_lengths(&sp, out);
	tokens_add(&words, lex, sp.ask[0]);
	tokens_add(&words, lex, sp.ask[1]);
	if (sp.body[0].len > BODY_WORDS_BYTES)
		sp.body[0].len = BODY_WORDS_BYTES;
	tokens_add(&about, lex, sp.body[0]);
	count_classes(&words, false, &seen);
	count_classes(&about, true, &seen);
	read_classes(&seen, out->named + SIG_LEX);
	add_words(out, &n, &words);
	add_crosses(out, &n, &seen, kind);
	add_places(out, &n, &words);
	add_pieces(out, &n, &words);
	add_body(out, &n, &about);
}
