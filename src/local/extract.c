#include "local/extract.h"

#include <stdlib.h>
#include <string.h>

#include "local/ask.h"
#include "local/rank.h"
#include "local/stop.h"
#include "local/words.h"

#define FOCUS_MAX ((size_t)16 << 10)
#define DEFAULT_WORDS 45	/* a sentence, where only their count is said */

/* Sentences for a text of so many words, when the ask says nothing. */
static const struct {
	size_t up_to, sentences;
} lengths[] = {
	{ 60, 1 }, { 150, 2 }, { 400, 3 }, { 1500, 4 }, { 6000, 5 },
	{ 50000, 7 },
};

#define LONGEST 10

static size_t default_sentences(const struct text *docs, size_t doc_count)
{
	size_t words = 0;

	for (size_t i = 0; i < doc_count; i++)
		words += words_count(docs[i]);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		if (words <= lengths[i].up_to)
			return lengths[i].sentences;
	return LONGEST;
}

static bool is_blank(const struct text *docs, size_t doc_count)
{
	struct text token;
	size_t pos;

	for (size_t i = 0; i < doc_count; i++) {
		pos = 0;
		if (token_next(docs[i], &pos, &token))
			return false;
	}
	return true;
}

/* The last character before `end` and the first from `start` on: Han? */
static bool joins_han(struct text t, size_t end, size_t start)
{
	size_t at = end, used;
	unsigned a, b;

	if (!memchr(t.ptr + end, '\n', start - end))
		return false;
	while (at && ((unsigned char)t.ptr[--at] & 0xC0) == 0x80)
		;
	a = char_at(t, at, &used);
	b = char_at(t, start, &used);
	return a >= 0x2E80 && b >= 0x2E80 && (char_is_han(a) ||
					      char_is_han(b));
}

/* Adds text with each run of blanks made one; none between lines of Han. */
static void add_folded(struct buf *out, struct text t)
{
	size_t pos = 0, end = 0;
	struct text token;

	while (token_next(t, &pos, &token)) {
		size_t start = pos - token.len;

		if (end && !joins_han(t, end, start))
			buf_addch(out, ' ');
		buf_add(out, token.ptr, token.len);
		end = pos;
	}
}

static struct text pick_text(const struct text *docs, const struct pick *p)
{
	return (struct text){ .ptr = docs[p->doc].ptr + p->s.start,
			      .len = p->s.end - p->s.start };
}

/* What parts two sentences that are printed one after the other. */
static const char *separator(const struct text *docs, const struct pick *a,
			     const struct pick *b, bool bullets)
{
	struct text t = pick_text(docs, a);

	if (bullets || pick_shows_label(docs, b, a) || !a->s.whole ||
	    (!b->s.whole && b->s.kind != SENTENCE_PROSE))
		return "\n";
	/* after a full-width stop there is no blank */
	if (t.len > 2 && (!memcmp(t.ptr + t.len - 3, "\xE3\x80", 2) ||
			  !memcmp(t.ptr + t.len - 3, "\xEF\xBC", 2)))
		return "";
	return " ";
}

/* The start of t that is at most `max` characters, up to a blank if any. */
static size_t cut_chars(struct text t, size_t max)
{
	size_t used, n = 0, blank = 0, i;

	for (i = 0; i < t.len && n < max; i += used, n++)
		if (char_is_blank(char_at(t, i, &used)))
			blank = i;
	if (i >= t.len)
		return t.len;
	return blank * 2 > i ? blank : i;
}

/* Marks at the end of a cut clause, before the "..." */
static struct text drop_marks(struct text t)
{
	while (t.len > 1 && memchr(",;:-( ", t.ptr[t.len - 1], 6))
		t.len--;
	return t;
}

/* The one sentence there is, which passes the limits, cut to them. */
static void add_cut(struct buf *out, struct text t, const struct wish *w,
		    size_t mark_words)
{
	size_t whole = t.len, chars = w->chars;
	size_t words = w->words > mark_words ? w->words - mark_words : 1;

	if (w->words)
		t.len = sentence_cut(t, words);
	/* room for the dots, where that leaves anything */
	if (chars)
		t.len = cut_chars(t, chars > 2 * mark_words + 12 ?
				     chars - 2 * mark_words - 3 : chars);
	t = text_trim(t);
	if (t.len < whole)
		t = drop_marks(t);
	add_folded(out, t);
	if (t.len < whole && (!chars || chars > 2 * mark_words + 12))
		buf_adds(out, "...");
}

static size_t count_chars(const char *p, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)p[i] & 0xC0) != 0x80;
	return n;
}

static bool passes(const struct buf *out, size_t from, const struct wish *w)
{
	struct text t = { .ptr = out->ptr + from, .len = out->len - from };

	return (w->words && words_count(t) > w->words) ||
	       (w->chars && count_chars(t.ptr, t.len) > w->chars);
}

static void print_picks(const struct text *docs, const struct pick *picks,
			size_t len, const struct wish *w, struct buf *out)
{
	const struct pick *before = NULL;

	for (size_t i = 0; i < len; i++) {
		const struct pick *p = &picks[i];

		if (before)
			buf_adds(out, separator(docs, before, p, w->bullets));
		if (w->bullets)
			buf_adds(out, "- ");
		if (pick_shows_label(docs, p, before)) {
			add_folded(out, (struct text){
				.ptr = docs[p->doc].ptr + p->s.label,
				.len = p->s.label_len });
			buf_adds(out, ": ");
		}
		add_folded(out, pick_text(docs, p));
		before = p;
	}
}

static void print_summary(const struct text *docs, struct pick *picks,
			  size_t len, const struct wish *w, struct buf *out)
{
	size_t from = out->len, mark = w->bullets;

	print_picks(docs, picks, len, w, out);
	while (len > 1 && passes(out, from, w)) {
		buf_truncate(out, from);
		print_picks(docs, picks, --len, w, out);
	}
	if (!passes(out, from, w))
		return;
	buf_truncate(out, from);
	if (w->words == 1 || (w->chars && w->chars < 8))
		mark = 0;
	if (mark)
		buf_adds(out, "- ");
	add_cut(out, pick_text(docs, picks), w, mark);
}

/* Text without a letter in it: its first tokens. */
static void print_start(struct text doc, const struct wish *w, struct buf *out)
{
	struct wish cut = *w;

	if (!cut.words || cut.words > DEFAULT_WORDS)
		cut.words = DEFAULT_WORDS;
	if (!cut.chars || cut.chars > SENTENCE_MAX)
		cut.chars = SENTENCE_MAX;
	if (doc.len > SENTENCE_MAX * 4)
		doc.len = SENTENCE_MAX * 4;
	add_cut(out, text_trim(doc), &cut, 0);
}

static void summarise(const struct text *docs, size_t doc_count,
		      const struct wish *w, struct text focus, struct buf *out)
{
	struct limits lim = {
		.words = w->words, .chars = w->chars,
		.sentences = w->sentences, .mark_words = w->bullets,
	};
	struct pick *picks;
	size_t len;

	if (!lim.words && !lim.chars && !lim.sentences)
		lim.sentences = default_sentences(docs, doc_count);
	len = rank_pick(docs, doc_count, focus, &lim, &picks);
	if (len)
		print_summary(docs, picks, len, w, out);
	for (size_t i = 0; !len && i < doc_count; i++)
		if (!is_blank(&docs[i], 1)) {
			print_start(docs[i], w, out);
			break;
		}
	free(picks);
}

int extract_summary(struct text ask, const struct text *docs,
		    size_t doc_count, struct buf *out, struct err *err)
{
	struct buf instruction = BUF_INIT(FOCUS_MAX);
	struct buf focus = BUF_INIT(FOCUS_MAX);
	struct ask parts;
	struct wish w;

	if (is_blank(docs, doc_count)) {
		ask_split(ask, &parts);
		docs = &parts.body;
		doc_count = 1;
	} else {
		parts = (struct ask){ .before = text_trim(ask),
				      .after = TEXT_LIT("") };
	}
	if (is_blank(docs, doc_count))
		return err_set(err, ERR_USAGE, "there is no text to summarise");
	if (parts.before.len > FOCUS_MAX / 4)
		parts.before.len = FOCUS_MAX / 4;
	if (parts.after.len > FOCUS_MAX / 4)
		parts.after.len = FOCUS_MAX / 4;
	buf_add(&instruction, parts.before.ptr, parts.before.len);
	buf_addch(&instruction, '\n');
	buf_add(&instruction, parts.after.ptr, parts.after.len);
	ask_read((struct text){ instruction.ptr, instruction.len }, &w);
	ask_focus((struct text){ instruction.ptr, instruction.len }, &focus);
	summarise(docs, doc_count, &w,
		  (struct text){ focus.ptr, focus.len }, out);
	buf_release(&instruction);
	buf_release(&focus);
	return buf_check(out, "the summary", err);
}
