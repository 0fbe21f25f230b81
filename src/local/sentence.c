#include "local/sentence.h"

#include <string.h>

#include "local/line.h"
#include "local/stop.h"
#include "local/words.h"

#define SAMPLE ((size_t)64 << 10)	/* what the manner is judged by */
#define TITLE_MAX 80			/* bytes of an underlined heading */

/* Does the writer begin sentences in lower case? By what follows stops. */
static bool writes_lower(struct text doc)
{
	size_t lower = 0, upper = 0, len = doc.len < SAMPLE ? doc.len : SAMPLE;

	for (size_t i = 2; i < len; i++) {
		char a = doc.ptr[i - 2], c = doc.ptr[i];

		if ((a != '.' && a != '!' && a != '?') ||
		    doc.ptr[i - 1] != ' ')
			continue;
		lower += c >= 'a' && c <= 'z';
		upper += c >= 'A' && c <= 'Z';
	}
	return lower > upper;
}

void splitter_init(struct splitter *sp, struct text doc)
{
	*sp = (struct splitter){ .doc = doc };
	sp->talk = line_is_talk(doc);
	sp->lower = writes_lower(doc);
}

static bool has_word(struct text t, size_t from, size_t to)
{
	size_t used;

	for (size_t i = from; i < to; i += used)
		if (char_is_word(char_at(t, i, &used)))
			return true;
	return false;
}

/* The next sentence of the run, into s; false when nothing is left of it. */
static bool cut_run(struct splitter *sp, struct sentence *s)
{
	struct text t = { .ptr = sp->doc.ptr, .len = sp->run_end };
	size_t from, end, used;

	*s = (struct sentence){ 0 };
	while (sp->pos < sp->run_end) {
		from = sp->pos;
		if (char_is_blank(char_at(t, from, &used))) {
			sp->pos += used;
			continue;
		}
		if (sp->kind == SENTENCE_CODE && t.len - from <= SENTENCE_MAX)
			end = t.len;
		else
			end = stop_find(t, from, sp->lower, &s->whole);
		sp->pos = end;
		while (end > from && (unsigned char)t.ptr[end - 1] <= ' ')
			end--;
		if (!has_word(t, from, end))
			continue;
		s->start = from;
		s->end = end;
		s->kind = sp->kind;
		s->label = sp->label;
		s->label_len = sp->label_len;
		s->opens = sp->opens;
		sp->opens = false;
		return true;
	}
	return false;
}

static void open_run(struct splitter *sp, size_t from, size_t to,
		     enum sentence_kind kind)
{
	sp->pos = from;
	sp->run_end = to;
	sp->kind = kind;
	sp->opens = true;
}

/* Takes in the lines that only width has broken off. */
static void extend_run(struct splitter *sp, const struct line *first)
{
	struct line l;
	size_t next = first->next;

	if (first->start >= sp->wrap_end)
		sp->wrapped = line_wraps(sp->doc, first->start, sp->talk,
					 &sp->wrap_end);
	while (sp->wrapped && next < sp->wrap_end) {
		line_read(sp->doc, next, sp->talk, &l);
		if (l.kind != LINE_TEXT || l.label_len)
			break;
		sp->run_end = l.end;
		next = l.next;
	}
}

/* Is the line after l a rule that makes a heading of it? */
static bool is_underlined(const struct splitter *sp, const struct line *l)
{
	struct line under;

	if (l->next >= sp->doc.len || l->end - l->start > TITLE_MAX)
		return false;
	line_read(sp->doc, l->next, false, &under);
	return under.kind == LINE_RULE && strchr("=-", under.mark);
}

static void open_text(struct splitter *sp, const struct line *l)
{
	struct text rest = { .ptr = sp->doc.ptr + l->text,
			     .len = l->end - l->text };

	if (l->label_len) {
		sp->label = l->label;
		sp->label_len = l->label_len;
	}
	if (l->kind == LINE_TEXT && is_underlined(sp, l)) {
		open_run(sp, l->text, l->end, SENTENCE_HEADING);
		return;
	}
	open_run(sp, l->text, l->end,
		 l->kind == LINE_ITEM ? SENTENCE_ITEM : SENTENCE_PROSE);
	extend_run(sp, l);
	sp->pos += dateline_length(rest);
}

static void toggle_fence(struct splitter *sp, const struct line *l)
{
	if (!sp->fence) {
		sp->fence = l->mark;
		sp->fence_len = l->mark_len;
	} else if (sp->fence == l->mark && l->mark_len >= sp->fence_len) {
		sp->fence = '\0';
	}
}

/* Reads the line at pos and opens the run that it begins, if any. */
static void next_line(struct splitter *sp)
{
	struct line l;

	line_read(sp->doc, sp->pos, sp->talk && !sp->fence, &l);
	open_run(sp, l.next, l.next, SENTENCE_PROSE);
	if (l.kind == LINE_FENCE)
		toggle_fence(sp, &l);
	else if (l.kind == LINE_BLANK || l.kind == LINE_RULE)
		return;
	else if (sp->fence || l.kind == LINE_TABLE)
		open_run(sp, l.start, l.end, SENTENCE_CODE);
	else if (l.kind == LINE_HEADING)
		open_run(sp, l.text, l.end, SENTENCE_HEADING);
	else
		open_text(sp, &l);
}

bool sentence_next(struct splitter *sp, struct sentence *s)
{
	while (!cut_run(sp, s)) {
		if (sp->run_end > sp->pos)
			sp->pos = sp->run_end;
		if (sp->pos >= sp->doc.len)
			return false;
		next_line(sp);
	}
	return true;
}

/* How much of one long token is at most `max` words (of Han or kana). */
static size_t cut_token(struct text token, size_t max)
{
	struct text part = { .ptr = token.ptr };
	size_t clause = 0, used, n = 0;
	unsigned cp;

	while (n < token.len) {
		cp = char_at(token, n, &used);
		part.len = n + used;
		if (token_words(part) > max)
			break;
		n += used;
		if (is_clause_end(cp))
			clause = n;
	}
	return clause * 2 >= n ? clause : n;
}

size_t sentence_cut(struct text t, size_t max_words)
{
	size_t pos = 0, used, words = 0, last = 0, clause = 0, half = 0, end;
	struct text token;

	while (token_next(t, &pos, &token)) {
		size_t more = token_words(token);

		if (words + more > max_words) {
			if (more > 1)
				last = pos - token.len +
				       cut_token(token, max_words - words);
			break;
		}
		words += more;
		last = pos;
		end = pos - 1;
		while (end > pos - token.len &&
		       ((unsigned char)t.ptr[end] & 0xC0) == 0x80)
			end--;
		if (is_clause_end(char_at(t, end, &used))) {
			clause = pos;
			half = words;
		}
	}
	return half * 2 >= max_words ? clause : last;
}
