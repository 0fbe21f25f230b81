#include "local/line.h"

#include <string.h>

#include "local/stop.h"
#include "local/words.h"

#define LOOK_LINES 40		/* lines that decide whether text is filled */
#define TALK_LINES 400		/* lines that decide whether it is talk */
#define LABEL_MAX 48		/* bytes of a speaker's name */
#define DATELINE_MAX 72

static bool is_mark(char c)
{
	return c == ' ' || c == '\t' || c == '>' || c == '\r';
}

/* How often c stands at i, up to end. */
static size_t run_length(struct text doc, size_t i, size_t end, char c)
{
	size_t n = 0;

	while (i + n < end && doc.ptr[i + n] == c)
		n++;
	return n;
}

/* "- ", "* ", "+ ", a bullet, "12. ", "3) ", "(a) ": the mark's length. */
static size_t item_mark(const char *p, size_t len)
{
	size_t n = 0;

	if (len > 1 && strchr("-*+", p[0]) && p[0] && p[1] == ' ')
		return 2;
	if (len > 3 && (!memcmp(p, "\xE2\x80\xA2", 3) ||
			!memcmp(p, "\xE2\x97\xA6", 3) ||
			!memcmp(p, "\xE2\x96\xAA", 3)))
		return 3;
	if (len > 3 && p[0] == '(' && p[2] == ')' && p[3] == ' ')
		return 4;
	while (n < len && n < 3 && p[n] >= '0' && p[n] <= '9')
		n++;
	if (n && n + 1 < len && (p[n] == '.' || p[n] == ')') &&
	    p[n + 1] == ' ')
		return n + 2;
	return 0;
}

/* Only dashes, stars, equals or underscores, with blanks between? */
static bool is_rule(struct text doc, const struct line *l)
{
	size_t n = 0;
	char c = doc.ptr[l->text];

	if (!c || !strchr("-*_=~", c))
		return false;
	for (size_t i = l->text; i < l->end; i++) {
		if (doc.ptr[i] == c)
			n++;
		else if (doc.ptr[i] != ' ')
			return false;
	}
	return n >= 3;
}

static void classify(struct text doc, struct line *l)
{
	const char *p = doc.ptr + l->text;
	size_t len = l->end - l->text, n;

	l->mark = *p;
	if (*p == '`' || *p == '~') {
		l->mark_len = run_length(doc, l->text, l->end, *p);
		if (l->mark_len >= 3) {
			l->kind = LINE_FENCE;
			return;
		}
	}
	if (is_rule(doc, l)) {
		l->kind = LINE_RULE;
		return;
	}
	n = run_length(doc, l->text, l->end, '#');
	if (n && n <= 6 && n < len && p[n] == ' ') {
		l->kind = LINE_HEADING;
		l->text += n + 1;
		return;
	}
	if (*p == '|') {
		l->kind = LINE_TABLE;
		return;
	}
	n = item_mark(p, len);
	if (n) {
		l->kind = LINE_ITEM;
		l->text += n;
	}
}

/* Skips "[00:12:07] ", "12/03/2026, 14:05 - " and the like. */
static size_t skip_time(struct text doc, size_t i, size_t end)
{
	size_t start = i;
	bool digit = false;

	while (i < end && i - start < 32 && doc.ptr[i] &&
	       strchr("0123456789:./,-[]() ", doc.ptr[i])) {
		digit = digit || (doc.ptr[i] >= '0' && doc.ptr[i] <= '9');
		i++;
	}
	return digit ? i : start;
}

static bool is_name(struct text name)
{
	struct text token;
	size_t pos = 0, words = 0, used;

	while (token_next(name, &pos, &token)) {
		unsigned cp = char_at(token, 0, &used);

		if (cp == '(' || cp == '[')
			cp = char_at(token, used, &used);
		if (++words > 5 || !char_is_word(cp))
			return false;
		if (char_is_lower(cp) && (words == 1 || token.len > 3))
			return false;
	}
	return words > 0;
}

/* "NAME: " or "**NAME:** " where the line's text begins. */
static void read_label(struct text doc, struct line *l)
{
	size_t at = skip_time(doc, l->text, l->end), i, used, after;
	size_t stars = run_length(doc, at, l->end, '*');
	struct text name;
	unsigned cp = 0;

	at += stars;
	for (i = at; i < l->end && i - at <= LABEL_MAX; i += used) {
		cp = char_at(doc, i, &used);
		if (cp == ':' || cp == 0xFF1A || cp == '?' || cp == '!')
			break;
	}
	if (i >= l->end || i == at || (cp != ':' && cp != 0xFF1A))
		return;
	after = i + used;
	name = (struct text){ .ptr = doc.ptr + at, .len = i - at };
	while (name.len && strchr("* ", name.ptr[name.len - 1]))
		name.len--;
	after += stars ? run_length(doc, after, l->end, '*') : 0;
	if (cp == ':' && after < l->end && doc.ptr[after] != ' ' &&
	    doc.ptr[after] != '\t')
		return;
	if (!is_name(name))
		return;
	l->label = at;
	l->label_len = name.len;
	for (l->text = after; l->text < l->end; l->text++)
		if (doc.ptr[l->text] != ' ' && doc.ptr[l->text] != '\t')
			break;
}

void line_read(struct text doc, size_t pos, bool talk, struct line *l)
{
	const char *nl = memchr(doc.ptr + pos, '\n', doc.len - pos);

	*l = (struct line){ .start = pos };
	l->end = nl ? (size_t)(nl - doc.ptr) : doc.len;
	l->next = nl ? l->end + 1 : l->end;
	while (l->end > pos && is_mark(doc.ptr[l->end - 1]) &&
	       doc.ptr[l->end - 1] != '>')
		l->end--;
	for (l->text = pos; l->text < l->end; l->text++)
		if (!is_mark(doc.ptr[l->text]))
			break;
	if (l->text == l->end)
		return;
	l->kind = LINE_TEXT;
	classify(doc, l);
	if (talk && (l->kind == LINE_TEXT || l->kind == LINE_ITEM))
		read_label(doc, l);
}

/* Characters, roughly: bytes that do not continue one. */
static size_t width_of(struct text doc, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += ((unsigned char)doc.ptr[i] & 0xC0) != 0x80;
	return n;
}

static size_t first_word_width(struct text doc, const struct line *l)
{
	size_t end = l->text;

	while (end < l->end && doc.ptr[end] != ' ' && end - l->text < 80)
		end++;
	return width_of(doc, l->text, end);
}

bool line_wraps(struct text doc, size_t pos, bool talk, size_t *until)
{
	size_t width[LOOK_LINES], word[LOOK_LINES], n = 0, most = 0, full = 0;
	struct line l;

	*until = pos;
	for (; n < LOOK_LINES && *until < doc.len; n++) {
		line_read(doc, *until, talk, &l);
		if (n && (l.kind != LINE_TEXT || l.label_len))
			break;
		*until = l.next;
		if (l.end - l.start > 600) {
			n = 0;
			break;
		}
		width[n] = width_of(doc, l.start, l.end);
		word[n] = first_word_width(doc, &l);
		most = width[n] > most ? width[n] : most;
	}
	if (n < 2 || most < 36 || most > 140)
		return false;
	for (size_t i = 0; i + 1 < n; i++)
		full += width[i] + 1 + word[i + 1] + 3 > most;
	return full * 5 >= (n - 1) * 4;
}

bool line_is_talk(struct text doc)
{
	uint64_t seen[32];
	size_t lines = 0, labels = 0, repeats = 0, names = 0, pos = 0, i;
	struct line l;

	while (pos < doc.len && pos < ((size_t)64 << 10) &&
	       lines < TALK_LINES) {
		uint64_t key = 0;

		line_read(doc, pos, true, &l);
		pos = l.next;
		lines += l.kind != LINE_BLANK;
		if (!l.label_len)
			continue;
		labels++;
		for (i = 0; i < l.label_len; i++)
			key = hash_pair(key, (unsigned char)
					doc.ptr[l.label + i]);
		for (i = 0; i < names && seen[i] != key; i++)
			;
		repeats += i < names;
		if (i == names && names < 32)
			seen[names++] = key;
	}
	return labels >= 4 && labels * 10 >= lines * 3 &&
	       repeats * 2 >= labels;
}

/* The length of a dash with its blank at the start of p, or 0. */
static size_t dash_length(const char *p, size_t len)
{
	static const char *const dashes[] = {
		"-- ", "- ", "\xE2\x80\x94 ", "\xE2\x80\x93 ",
	};

	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++) {
		size_t n = strlen(dashes[i]);

		if (len > n && !memcmp(p, dashes[i], n))
			return n;
	}
	return 0;
}

/* The first word in capitals, or the first thing a bracket? */
static bool opens_dateline(struct text t)
{
	return t.len > 8 && (t.ptr[0] == '(' ||
			     (t.ptr[0] >= 'A' && t.ptr[0] <= 'Z' &&
			      t.ptr[1] >= 'A' && t.ptr[1] <= 'Z'));
}

size_t dateline_length(struct text t)
{
	size_t max = t.len < DATELINE_MAX ? t.len : DATELINE_MAX, open = 0;
	bool capitals = true, agency = false, closed = false;

	if (!opens_dateline(t))
		return 0;
	for (size_t i = 0; i + 1 < max; i++) {
		char c = t.ptr[i];

		if (c == '(' && !open)
			open = i + 1;
		capitals = capitals && !(c >= 'a' && c <= 'z');
		if (c == ')' && open) {
			agency = i - open <= 32;
			/* "(CNN) The ...": an agency alone, in capitals */
			closed = open == 1 && capitals && i > 2 && i < 8;
			if (closed && t.ptr[i + 1] == ' ' &&
			    !dash_length(t.ptr + i + 2, t.len - i - 2))
				return i + 2;
			open = i + 2;
			continue;
		}
		if (i && t.ptr[i - 1] == ' ' && ((agency && i <= open + 1) ||
						 (capitals && i > 3))) {
			size_t n = dash_length(t.ptr + i, t.len - i);

			if (n)
				return i + n;
		}
	}
	return 0;
}
