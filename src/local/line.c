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

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "12. ", "3) ": the mark's length, or 0. */
static size_t number_mark(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && n < 3 && is_digit(p[n]))
		n++;
	if (!n || n + 1 >= len || p[n + 1] != ' ')
		return 0;
	return p[n] == '.' || p[n] == ')' ? n + 2 : 0;
}

/* "- ", "* ", a bullet, "(a) ", "12. ": the mark's length, or 0. */
static size_t item_mark(const char *p, size_t len)
{
	static const char *const marks[] = {
		"- ", "* ", "+ ", "\xE2\x80\xA2", "\xE2\x97\xA6",
		"\xE2\x96\xAA", "\xE2\x80\x93 ",
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t n = strlen(marks[i]);

		if (len > n && !memcmp(p, marks[i], n))
			return n;
	}
	if (len > 4 && p[0] == '(' && p[2] == ')' && p[3] == ' ')
		return 4;
	return number_mark(p, len);
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
		digit = digit || is_digit(doc.ptr[i]);
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

/*
 * The colon after what may be a name from `at` on, and its bytes; l->end
 * when there is none near.
 */
static size_t find_colon(struct text doc, size_t at, const struct line *l,
			 size_t *used)
{
	unsigned cp;

	for (size_t i = at; i < l->end && i - at <= LABEL_MAX; i += *used) {
		cp = char_at(doc, i, used);
		if (cp == '?' || cp == '!')
			break;
		if (cp == 0xFF1A)	/* full width: no blank after it */
			return i;
		/* "**Ann:** Hi": stars may close after the colon */
		if (cp == ':' && (i + 1 == l->end ||
				  memchr(" \t*", doc.ptr[i + 1], 3)))
			return i;
	}
	return l->end;
}

/* "NAME: " or "**NAME:** " where the line's text begins. */
static void read_label(struct text doc, struct line *l)
{
	size_t at = skip_time(doc, l->text, l->end), colon, used = 1;
	struct text name;

	at += run_length(doc, at, l->end, '*');
	colon = find_colon(doc, at, l, &used);
	if (colon >= l->end)
		return;
	name = (struct text){ .ptr = doc.ptr + at, .len = colon - at };
	while (name.len && (name.ptr[name.len - 1] == '*' ||
			    name.ptr[name.len - 1] == ' '))
		name.len--;
	if (!is_name(name))
		return;
	l->label = at;
	l->label_len = name.len;
	l->text = colon + used;
	l->text += run_length(doc, l->text, l->end, '*');
	while (l->text < l->end && is_mark(doc.ptr[l->text]))
		l->text++;
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

/* What tells a filled paragraph from lines that stand by themselves. */
struct shape {
	size_t width[LOOK_LINES], word[LOOK_LINES];
	size_t most;	/* the widest */
	size_t inner;	/* lines that begin as no sentence does */
};

static void measure(struct text doc, const struct line *l, struct shape *sh,
		    size_t n)
{
	size_t used;
	unsigned cp = char_at(doc, l->text, &used);

	sh->width[n] = width_of(doc, l->start, l->end);
	sh->word[n] = first_word_width(doc, l);
	if (sh->width[n] > sh->most)
		sh->most = sh->width[n];
	if (n && (char_is_lower(cp) || cp >= 0x370))
		sh->inner++;
}

/*
 * On four lines of five the next one's first word did not fit, and two of
 * five go on in the middle of a sentence: columns of a log have one width,
 * too.
 */
static bool is_filled(const struct shape *sh, size_t n)
{
	size_t full = 0;

	if (n < 2 || sh->most < 36 || sh->most > 140)
		return false;
	for (size_t i = 0; i + 1 < n; i++)
		full += sh->width[i] + 1 + sh->word[i + 1] + 3 > sh->most;
	return full * 5 >= (n - 1) * 4 && sh->inner * 5 >= (n - 1) * 2;
}

bool line_wraps(struct text doc, size_t pos, bool talk, size_t *until)
{
	struct shape sh = { .most = 0 };
	struct line l;
	size_t n = 0;

	*until = pos;
	for (; n < LOOK_LINES && *until < doc.len; n++) {
		line_read(doc, *until, talk, &l);
		if (n && (l.kind != LINE_TEXT || l.label_len))
			break;
		*until = l.next;
		if (l.end - l.start > 600)
			return false;
		measure(doc, &l, &sh, n);
	}
	return is_filled(&sh, n);
}

static uint64_t label_key(struct text doc, const struct line *l)
{
	uint64_t key = 0;

	for (size_t i = 0; i < l->label_len; i++)
		key = hash_pair(key, (unsigned char)doc.ptr[l->label + i]);
	return key;
}

bool line_is_talk(struct text doc)
{
	uint64_t seen[32], key;
	size_t lines = 0, labels = 0, repeats = 0, names = 0, pos = 0, i;
	struct line l;

	while (pos < doc.len && pos < ((size_t)64 << 10) &&
	       lines < TALK_LINES) {
		line_read(doc, pos, true, &l);
		pos = l.next;
		lines += l.kind != LINE_BLANK;
		if (!l.label_len)
			continue;
		labels++;
		key = label_key(doc, &l);
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

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* The first word in capitals, or the first thing a bracket? */
static bool opens_dateline(struct text t)
{
	if (t.len < 9)
		return false;
	return t.ptr[0] == '(' || (is_capital(t.ptr[0]) &&
				   is_capital(t.ptr[1]));
}

/* The length of a bracket of at most 32 bytes and a blank at i, or 0. */
static size_t bracket_length(struct text t, size_t i)
{
	const char *close;
	size_t n, left = t.len - i;

	if (t.ptr[i] != '(')
		return 0;
	close = memchr(t.ptr + i, ')', left < 34 ? left : 34);
	n = close ? (size_t)(close - t.ptr) + 1 - i : 0;
	return n && n < left && t.ptr[i + n] == ' ' ? n + 1 : 0;
}

/* "(CNN) The ...": an agency by itself, in capitals. */
static bool is_agency(const char *p, size_t len)
{
	for (size_t i = 1; i + 2 < len; i++)
		if (!is_capital(p[i]))
			return false;
	return len > 4 && len < 10;
}

size_t dateline_length(struct text t)
{
	size_t max = t.len < DATELINE_MAX ? t.len : DATELINE_MAX, n, dash;
	bool capitals = true;

	if (!opens_dateline(t))
		return 0;
	for (size_t i = 0; i < max; i++) {
		n = i && t.ptr[i - 1] != ' ' ? 0 : bracket_length(t, i);
		if (n) {
			dash = dash_length(t.ptr + i + n, t.len - i - n);
			if (dash)
				return i + n + dash;
			return !i && is_agency(t.ptr, n) ? n : 0;
		}
		if (t.ptr[i] >= 'a' && t.ptr[i] <= 'z')
			capitals = false;
		if (capitals && i > 3 && t.ptr[i - 1] == ' ') {
			dash = dash_length(t.ptr + i, t.len - i);
			if (dash)
				return i + dash;
		}
	}
	return 0;
}
