#include "route/signals.h"

#include <math.h>
#include <string.h>

#define LEAD_WORDS	 5
#define CROSS_CLASSES	 14 /* classes of one ask that are crossed */
#define BODY_WORDS_BYTES 256

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
	return n >= most ? 1.0f : sqrtf((float)n / (float)most);
}

static float share(size_t n, size_t of)
{
	return of ? fminf(1.0f, (float)n / (float)of) : 0.0f;
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
	v[SHAPE_LENGTH] = fminf(1.0f, logf(1.0f + (float)s->bytes) / 8.0f);
	v[SHAPE_WORD_LENGTH] =
		s->blanks ? fminf(1.0f, (float)s->letters /
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

static void count_class(float *lex, uint8_t class, enum lex_place place)
{
	if (class != LEX_NONE)
		lex[class * PLACES + place] += 1.0f;
}

static void read_classes(const struct tokens *t, bool body, float *lex)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct token *w = &t->at[i];
		enum lex_place place = body ? PLACE_BODY : PLACE_ASK;

		count_class(lex, w->first, place);
		count_class(lex, w->second, place);
		if (body || i >= LEAD_WORDS)
			continue;
		count_class(lex, w->first, PLACE_LEAD);
		count_class(lex, w->second, PLACE_LEAD);
	}
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
static size_t list_classes(const float *lex, uint8_t *out)
{
	size_t n = 0;

	for (size_t c = 0; c < LEX_COUNT && n < CROSS_CLASSES; c++)
		if (lex[c * PLACES + PLACE_ASK] > 0)
			out[n++] = (uint8_t)c;
	return n;
}

static void add_crosses(struct signals *s, size_t *n, enum body_kind kind)
{
	uint8_t have[CROSS_CLASSES];
	size_t count = list_classes(s->named + SIG_LEX, have);

	for (size_t i = 0; i < count; i++) {
		add_gram(s, n, 256u * have[i] + 128u + kind, 14);
		if (s->named[SIG_LEX + have[i] * PLACES + PLACE_LEAD] > 0)
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

/* Of words without a class four characters; of joined scripts three. */
static void add_pieces(struct signals *s, size_t *n, const struct tokens *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct token *w = &t->at[i];
		const uint16_t *c = t->chars + w->chars_at;
		size_t len = w->char_count;

		if (w->flags & TOKEN_JOINED) {
			if (i + 2 < t->count)
				add_gram(
					s, n,
					lex_join(lex_join(w[0].hash, w[1].hash),
						 w[2].hash),
					25);
			continue;
		}
		if (w->flags & (TOKEN_NUMBER | TOKEN_SYMBOL) ||
		    w->first != LEX_NONE)
			continue;
		for (size_t from = 0; from < len + 2; from++) {
			uint64_t h = 0;

			for (size_t k = 0; k < 4 && from + k < len + 2; k++) {
				size_t at = from + k;

				h = lex_step(h, at == 0		? '<'
						: at == len + 1 ? '>'
								: c[at - 1]);
				if (k == 3)
					add_gram(s, n, h, 22 + k);
			}
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

void signals_read(const struct prompt_view *p, const struct lexicon *lex,
		  struct signals *out)
{
	struct shape ask = { .bytes = 0 }, body = { .bytes = 0 };
	struct tokens words, about;
	struct split sp;
	enum body_kind kind;
	size_t n = 0;

	memset(out->named, 0, sizeof(out->named));
	tokens_init(&words);
	tokens_init(&about);
	about.strict = true;
	split_prompt(p, lex, &sp);
	for (size_t i = 0; i < 2; i++) {
		if (sp.ask[i].len)
			shape_add(&ask, sp.ask[i]);
		if (sp.body[i].len)
			shape_add(&body, sp.body[i]);
		tokens_add(&words, lex, sp.ask[i]);
	}
	if (sp.body[0].len > BODY_WORDS_BYTES)
		sp.body[0].len = BODY_WORDS_BYTES;
	tokens_add(&about, lex, sp.body[0]);
	kind = shape_kind(&body);
	read_shape(&ask, out->named + SIG_ASK_SHAPE);
	read_shape(&body, out->named + SIG_BODY_SHAPE);
	read_lengths(&sp, out);
	out->named[SIG_BODY_KIND + kind] = 1.0f;
	read_classes(&words, false, out->named + SIG_LEX);
	read_classes(&about, true, out->named + SIG_LEX);
	for (size_t i = 0; i < LEX_COUNT * PLACES; i++)
		out->named[i] = some((size_t)out->named[i],
				     i % PLACES == PLACE_BODY ? 6 : 3);
	add_words(out, &n, &words);
	add_crosses(out, &n, kind);
	add_places(out, &n, &words);
	add_pieces(out, &n, &words);
	add_body(out, &n, &about);
}
