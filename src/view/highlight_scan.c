#include "view/highlight_scan.h"

#include <string.h>

#include "view/term.h"

enum tag { TAG_NONE, TAG_NAME, TAG_INSIDE };

static bool is_hex(char c)
{
	return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f');
}

static bool is_word(const struct scan *s, char c)
{
	return is_name(c) || is_one_of(s->lang->word_more, c);
}

void scan_paint(struct scan *s, enum term_role role, size_t end)
{
	if (end <= s->at)
		return;
	if (role != ROLE_NONE) {
		buf_add(s->out, s->p + s->plain, s->at - s->plain);
		buf_adds(s->out, term_role(role, s->light, true));
		buf_add(s->out, s->p + s->at, end - s->at);
		buf_adds(s->out, term_sgr(TERM_PLAIN, true));
		s->plain = end;
	}
	s->at = end;
}

void scan_finish(struct scan *s)
{
	buf_add(s->out, s->p + s->plain, s->len - s->plain);
	s->at = s->plain = s->len;
}

/* The bracket that closes `c`. */
static char closing(char c)
{
	return c == '(' ? ')' : '}';
}

/* Behind what closes the bracket at i; the line's end where nothing does. */
static size_t past_braces(const struct scan *s, size_t i)
{
	char open = s->p[i], close = closing(open);
	size_t depth = 0;

	for (; i < s->len; i++) {
		depth += s->p[i] == open;
		if (s->p[i] == close && !--depth)
			return i + 1;
	}
	return s->len;
}

/* The variable at i: its end, or i. */
static size_t past_variable(const struct scan *s, size_t i)
{
	const struct language *lang = s->lang;
	size_t end = i + 1;
	char next;

	if (!is_one_of(lang->sigils, s->p[i]))
		return i;
	next = peek(s, end);
	if (is_one_of(lang->braces, next))
		return past_braces(s, end);
	if (is_one_of(lang->specials, next))
		return end + 1;
	if (!is_name(next) || is_digit(next))
		return i;
	while (end < s->len && is_name(s->p[end]))
		end++;
	return end;
}

/* A '/' that begins a regular expression: its end, or i. */
static size_t past_regex(struct scan *s, size_t i)
{
	bool set = false;
	size_t end;

	if (s->value || s->no_regex || (i && s->p[i - 1] == '<'))
		return i;
	for (end = i + 1; end < s->len; end++) {
		char c = s->p[end];

		if (c == '\\')
			end++;
		else if (c == '[' || c == ']')
			set = c == '[';
		else if (c == '/' && !set)
			break;
	}
	if (end >= s->len) {
		s->no_regex = true;
		return i;
	}
	for (end++; end < s->len && is_letter(s->p[end]);)
		end++;
	return end;
}

/* Is there one character and the quote behind the one at i? */
static bool is_char(const struct scan *s, size_t i, const char *close)
{
	size_t end = i + 1, most = i + 12;	/* '\u{10FFFF}' */

	if (peek(s, end) != '\\') {
		do
			end++;
		while (((unsigned char)peek(s, end) & 0xC0) == 0x80);
		return starts(s, end < s->len ? end : s->len, close);
	}
	for (end += 2; end < s->len && end < most; end++)
		if (starts(s, end, close))
			return true;
	return false;
}

static bool may_open(const struct scan *s, const struct language_span *span)
{
	char before = s->at ? s->p[s->at - 1] : ' ';

	if (!starts(s, s->at, span->open))
		return false;
	if (span->flags & SPAN_BLANK)
		return is_blank(before) || is_one_of(";(&|", before);
	if (span->flags & SPAN_EDGE)
		return is_blank(before) || is_one_of(";(&|=:,[{", before);
	if (span->flags & SPAN_CHAR)
		return is_char(s, s->at, span->close);
	return !(span->flags & SPAN_TAG) || s->h->tag;
}

/* Looks for what opens at `at`; 1 + its index, 0: nothing. */
static size_t find_span(const struct scan *s)
{
	const struct language_span *spans = s->lang->spans;

	for (size_t i = 0; spans && spans[i].open; i++)
		if (may_open(s, &spans[i]))
			return i + 1;
	return 0;
}

/* To the end of the expression that stands in a string. */
static void read_hole(struct scan *s)
{
	struct highlight *h = s->h;
	char open = h->hole == ')' ? '(' : '{';
	size_t i = s->at;

	for (; i < s->len && h->hole; i++) {
		h->depth += s->p[i] == open;
		if (s->p[i] == h->hole && !--h->depth)
			h->hole = '\0';
	}
	scan_paint(s, ROLE_VARIABLE, i);
}

/* A variable or an expression in a string, if there is one at i. */
static bool is_hole(const struct scan *s, size_t i)
{
	const char *hole = s->lang->hole;

	return (hole && starts(s, i, hole)) || past_variable(s, i) != i;
}

enum stop { STOP_LINE, STOP_ESCAPE, STOP_CLOSE, STOP_HOLE };

/* Where a span ends from i on, or is interrupted. */
static enum stop find_stop(struct scan *s, const struct language_span *span,
			   size_t i, size_t *end)
{
	size_t n = span->close ? strlen(span->close) : 0;

	*end = s->len;
	for (; n && i < s->len; i++) {
		if (span->flags & SPAN_HOLES && is_hole(s, i)) {
			*end = i;
			return STOP_HOLE;
		}
		if (span->flags & SPAN_ESCAPES && s->p[i] == '\\') {
			if (++i >= s->len)
				return STOP_ESCAPE;
			continue;
		}
		if (starts(s, i, span->close)) {
			*end = i + n;
			if (!s->h->depth)
				return STOP_CLOSE;
			s->h->depth--;
			i = *end - 1;
			*end = s->len;
		} else if (span->flags & SPAN_NESTS &&
			   starts(s, i, span->open)) {
			s->h->depth++;
			i += strlen(span->open) - 1;
		}
	}
	return STOP_LINE;
}

/* Begins what find_stop() found. */
static void enter_hole(struct scan *s)
{
	const char *hole = s->lang->hole;

	if (hole && starts(s, s->at, hole)) {
		s->h->hole = closing(hole[1]);
		read_hole(s);
	} else {
		scan_paint(s, ROLE_VARIABLE, past_variable(s, s->at));
	}
}

/* Reads on in the span that is open, at least to its next hole. */
static void read_span(struct scan *s, size_t from)
{
	struct highlight *h = s->h;
	const struct language_span *span = &s->lang->spans[h->span - 1];
	enum term_role role = span->role;
	enum stop stop;
	size_t end;

	stop = find_stop(s, span, from, &end);
	if (stop == STOP_CLOSE && from > s->at && s->lang->flags & LANG_KEYS &&
	    role == ROLE_STRING && peek(s, skip_blanks(s, end)) == ':')
		role = ROLE_KEY;
	scan_paint(s, role, end);
	if (stop == STOP_HOLE) {
		enter_hole(s);
		return;
	}
	if (role != ROLE_COMMENT) {
		s->value = role == ROLE_STRING;
		s->fresh = false;
	}
	if (stop == STOP_CLOSE ||
	    (stop == STOP_LINE && !(span->flags & SPAN_LINES))) {
		h->span = 0;
		h->depth = 0;
	}
}

/* Opens the span that begins here; false: none does. */
static bool open_span(struct scan *s)
{
	size_t found = find_span(s), end;
	const struct language_span *span;

	if (!found)
		return false;
	span = &s->lang->spans[found - 1];
	if (span->flags & SPAN_REGEX) {
		end = past_regex(s, s->at);
		if (end == s->at)
			return false;
		scan_paint(s, span->role, end);
		s->value = true;
		return true;
	}
	if (span->close && !*span->close) {
		scan_paint(s, span->role, s->at + strlen(span->open));
		return true;
	}
	s->h->span = found;
	read_span(s, s->at + strlen(span->open));
	return true;
}

/* Is the byte at i part of the number before it? */
static bool is_in_number(const struct scan *s, size_t i)
{
	char c = s->p[i], next = peek(s, i + 1);

	if (c == '.')	/* no range, no method */
		return is_digit(next) || (next != '.' && !is_name(next));
	if (c == '\'')
		return s->lang->flags & LANG_TICKS && is_hex(next);
	return is_name(c);
}

static bool begins_number(const struct scan *s, size_t i)
{
	if (!(s->lang->flags & LANG_NUMBERS))
		return false;
	if (s->p[i] == '.')	/* not the second one of a range */
		return is_digit(peek(s, i + 1)) && !s->value &&
		       !(i && s->p[i - 1] == '.');
	return is_digit(s->p[i]);
}

static bool read_number(struct scan *s)
{
	size_t i = s->at;
	bool hex;

	if (!begins_number(s, i))
		return false;
	hex = s->p[i] == '0' && lower(peek(s, i + 1)) == 'x';
	for (; i < s->len && is_in_number(s, i); i++)
		if (lower(s->p[i]) == (hex ? 'p' : 'e') &&
		    is_one_of("+-", peek(s, i + 1)) && is_digit(peek(s, i + 2)))
			i++;
	scan_paint(s, ROLE_NUMBER, i);
	s->value = true;
	s->fresh = false;
	return true;
}

/* Has it a capital first and a small letter behind? */
static bool is_capitalised(const char *word, size_t len)
{
	if (word[0] < 'A' || word[0] > 'Z')
		return false;
	for (size_t i = 1; i < len; i++)
		if (word[i] >= 'a' && word[i] <= 'z')
			return true;
	return false;
}

/* Is the word in one of the language's lists, where that counts? */
static enum term_role list_role(const struct scan *s, const char *word,
				size_t len)
{
	const struct language *lang = s->lang;
	char low[WORD_MOST];

	if (len < 2 || len > sizeof(low))	/* no keyword has one letter */
		return ROLE_NONE;
	for (size_t i = 0; i < len; i++)
		low[i] = lang->flags & LANG_NOCASE ? lower(word[i]) : word[i];
	if ((s->fresh || !(lang->flags & LANG_FIRST)) &&
	    language_has(lang->keywords, low, len))
		return ROLE_KEYWORD;
	if ((s->fresh || !(lang->flags & LANG_COMMANDS)) &&
	    language_has(lang->types, low, len))
		return ROLE_TYPE;
	return ROLE_NONE;
}

/*
 * Some words are keywords only where another name, a string or a bracket
 * follows: "match x:", but not "match = 1" or "match is None".
 */
static bool is_soft(const struct scan *s, size_t len)
{
	size_t end = s->at + len, i = skip_blanks(s, end), next = i;

	if (i == end || !language_has(s->lang->soft, s->p + s->at, len))
		return false;
	while (next < s->len && is_name(s->p[next]))
		next++;
	if (next == i)
		return is_one_of("\"'`{[", peek(s, i));
	return !language_has(s->lang->keywords, s->p + i, next - i);
}

/* Behind one dot, but not two? */
static bool is_member(const struct scan *s)
{
	return s->at && s->p[s->at - 1] == '.' &&
	       !(s->at > 1 && s->p[s->at - 2] == '.');
}

static enum term_role word_role(const struct scan *s, const char *word,
				size_t len)
{
	unsigned flags = s->lang->flags;
	enum term_role role = ROLE_NONE;

	if (!is_member(s))
		role = is_soft(s, len) ? ROLE_KEYWORD
				       : list_role(s, word, len);
	if (role != ROLE_NONE)
		return role;
	if (flags & LANG_CAPITALS && is_capitalised(word, len))
		return ROLE_TYPE;
	if (flags & LANG_UNDER_T && len > 2 && word[len - 2] == '_' &&
	    word[len - 1] == 't')
		return ROLE_TYPE;
	return ROLE_NONE;
}

/* Up to two letters before a quote belong to the string. */
static bool is_prefix(const struct scan *s, size_t end)
{
	for (size_t i = s->at; i < end; i++)
		if (end - s->at > 2 || !is_one_of(s->lang->prefixes, s->p[i]))
			return false;
	return is_one_of("\"'", peek(s, end));
}

static enum term_role tag_role(struct scan *s)
{
	bool name = s->h->tag == TAG_NAME;

	s->h->tag = TAG_INSIDE;
	return name ? ROLE_KEYWORD : ROLE_KEY;
}

static bool read_word(struct scan *s)
{
	enum term_role role;
	size_t end = s->at;

	while (end < s->len && is_word(s, s->p[end]))
		end++;
	if (end == s->at)
		return false;
	if (s->h->tag)
		role = tag_role(s);
	else if (is_prefix(s, end))
		role = ROLE_STRING;
	else if (s->lang->flags & LANG_PROPERTIES && peek(s, end) == ':' &&
		 (end + 1 == s->len || is_blank(s->p[end + 1])))
		role = ROLE_KEY;
	else
		role = word_role(s, s->p + s->at, end - s->at);
	s->value = role != ROLE_KEYWORD;
	s->fresh = role == ROLE_KEYWORD && s->lang->flags & LANG_COMMANDS;
	scan_paint(s, role, end);
	return true;
}

/* @decorators and @rules. */
static bool read_meta(struct scan *s)
{
	size_t end = s->at + 1;

	if (s->value || !is_one_of(s->lang->metas, s->p[s->at]) ||
	    !is_name(peek(s, end)))
		return false;
	while (end < s->len && (is_name(s->p[end]) ||
				is_one_of(".-", s->p[end])))
		end++;
	scan_paint(s, ROLE_META, end);
	return true;
}

static bool read_variable(struct scan *s)
{
	size_t end = past_variable(s, s->at);

	if (end == s->at)
		return false;
	scan_paint(s, ROLE_VARIABLE, end);
	s->value = true;
	s->fresh = false;
	return true;
}

/* A byte that is no part of anything. */
static void read_other(struct scan *s)
{
	char c = s->p[s->at++];

	if (is_blank(c))
		return;
	if (c == '\\' && s->at < s->len && (unsigned char)s->p[s->at] < 0x80)
		s->at++;	/* not what it would be without */
	if (c == '>')
		s->h->tag = TAG_NONE;
	s->value = is_one_of(")]}", c);
	s->fresh = s->lang->flags & LANG_COMMANDS && is_one_of(";|&({!`", c);
}

/* Outside of a tag only what opens one, comments and &entities; count. */
static void read_text(struct scan *s)
{
	char c = s->p[s->at], next = peek(s, s->at + 1);
	size_t end = s->at + 1;

	if (c == '<' && (is_letter(next) || is_one_of("/!?", next))) {
		s->h->tag = TAG_NAME;
		s->at += is_letter(next) ? 1 : 2;
		return;
	}
	if (c == '&' && (is_letter(next) || next == '#')) {
		for (end++; end < s->len && is_name(s->p[end]);)
			end++;
		if (peek(s, end) == ';')
			scan_paint(s, ROLE_TYPE, end + 1);
	}
	if (s->at < end)
		s->at = end;
}

void scan_token(struct scan *s)
{
	if (s->h->hole)
		read_hole(s);
	else if (s->h->span)
		read_span(s, s->at);
	else if (open_span(s))
		return;
	else if (s->lang->flags & LANG_TAGS && !s->h->tag)
		read_text(s);
	else if (!read_variable(s) && !read_meta(s) && !read_number(s) &&
		 !read_word(s))
		read_other(s);
}
