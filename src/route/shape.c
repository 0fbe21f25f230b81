#include "route/shape.h"

#include <string.h>

#include "route/line.h"

static bool starts(struct text t, const char *s)
{
	size_t i = 0;

	while (s[i] && i < t.len && t.ptr[i] == s[i])
		i++;
	return !s[i];
}

static bool starts_any(struct text t, const char *const *list)
{
	for (; *list; list++)
		if (starts(t, *list))
			return true;
	return false;
}

static const char *const fim_marks[] = { "<|fim",
					 "<fim_",
					 "<FILL",
					 "TODO_FILL",
					 "<PRE>",
					 "<SUF>",
					 "<MID>",
					 "[MASK]",
					 "<CURSOR>",
					 "<|cursor",
					 "<\xef\xbd\x9c"
					 "fim",
					 "[FILL",
					 "<HOLE>",
					 "<INSERT",
					 "{{FILL",
					 "[INSERT",
					 "<missing",
					 NULL };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (unsigned)(c | 32) - 'a' < 26;
}

/* "A. ", "(A) ", "b) ", "1) ": one choice among several. */
static bool is_option(struct text t)
{
	size_t i = t.len && t.ptr[0] == '(';

	if (t.len < i + 2 || !(is_letter(t.ptr[i]) || is_digit(t.ptr[i])))
		return false;
	return t.ptr[i + 1] == ')' ||
	       (!i && is_letter(t.ptr[0]) && t.ptr[1] == '.' &&
		(t.len == 2 || t.ptr[2] == ' '));
}

/* "Name: text", "Name Surname: text" */
static bool is_speaker(struct text t)
{
	size_t words = 1;

	if (!t.len || (unsigned)*t.ptr - 'A' >= 26)
		return false;
	for (size_t i = 1; i < t.len && i < 32; i++) {
		if (t.ptr[i] == ':')
			return i + 2 < t.len && t.ptr[i + 1] == ' ';
		if (t.ptr[i] == ' ' && ++words > 3)
			return false;
		if (t.ptr[i] != ' ' && !is_letter(t.ptr[i]))
			return false;
	}
	return false;
}

static bool is_log_line(struct text t)
{
	size_t digits = 0;

	if (t.len < 12)
		return false;
	for (size_t i = 0; i < 12; i++)
		digits += is_digit(t.ptr[i]);
	return digits >= 6;
}

bool shape_is_code(struct text line)
{
	struct text t = text_trim(line);

	return line_is_code(t, line_openings(t));
}

static void add_line(struct shape *s, struct text line)
{
	struct text t = text_trim(line);
	unsigned found;

	s->lines++;
	if (!t.len) {
		s->empty_lines++;
		return;
	}
	s->indented += line.ptr[0] == '\t' ||
		       (t.ptr - line.ptr >= 2 && line.ptr[0] == ' ');
	found = line_openings(t);
	s->fences += (found & OPENS_FENCE) != 0;
	s->diff_lines += (found & OPENS_DIFF) && t.ptr == line.ptr;
	s->code_lines += line_is_code(t, found);
	s->keywords += (found & OPENS_KEYWORD) != 0;
	s->sql += (found & OPENS_SQL) != 0;
	s->trace_lines += (found & OPENS_TRACE) != 0;
	s->comments += (found & OPENS_COMMENT) != 0;
	s->headings += t.ptr[0] == '#' && t.len > 2;
	s->bullets +=
		(t.len > 2 && strchr("-*+", t.ptr[0]) && t.ptr[1] == ' ') ||
		starts(t, "\xe2\x80\xa2") ||
		(is_digit(t.ptr[0]) && t.len > 2 && t.ptr[1] == '.');
	s->options += is_option(t);
	s->speakers += is_speaker(t);
	s->log_lines += is_log_line(t);
}

static void count_script(struct shape *s, unsigned cp)
{
	if (cp < 0x250)
		s->latin += cp >= 0xc0;
	else if (cp >= 0x400 && cp < 0x530)
		s->cyrillic++;
	else if (cp >= 0x600 && cp < 0x780)
		s->arabic++;
	else if (cp >= 0x3040 && cp < 0x3100)
		s->kana++;
	else if (cp >= 0x3400 && cp < 0xa000)
		s->han++;
	else if (cp >= 0xac00 && cp < 0xd7b0)
		s->hangul++;
	else if (cp >= 0x370 && cp < 0x1f000 && (cp < 0x2000 || cp > 0x2bff))
		s->other++;
}

/* Marks that stand anywhere: what begins with this byte at p? */
static void add_mark(struct shape *s, const char *p, size_t left)
{
	struct text t = { .ptr = p, .len = left };
	char next = left > 1 ? p[1] : 0;

	switch (*p) {
	case '<':
		s->fims += starts_any(t, fim_marks);
		s->tags += left > 2 && (is_letter(next) || next == '/');
		break;
	case '[':
	case 'T':
	case '{':
		s->fims += starts_any(t, fim_marks);
		break;
	case '-':
	case '=':
		s->arrows += next == '>';
		s->names += next == '=';
		break;
	case ':':
		s->arrows += next == ':';
		s->urls += starts(t, "://");
		break;
	case '_':
		s->blanks_to_fill += starts(t, "___");
		break;
	default:
		break;
	}
}

/* Pairs of bytes that tell, by the second: f( a_b aB x.y:12 */
static void add_pair(struct shape *s, const char *p, size_t left)
{
	bool letter = is_letter(p[-1]), digit = is_digit(p[-1]);
	char next = left > 1 ? p[1] : 0;

	if (*p == '(')
		s->calls += letter || digit;
	else if (*p == '_')
		s->names += letter;
	else if (is_letter(*p))
		s->names += letter && (p[-1] & 32);
	else if (is_digit(*p))
		s->numbers += !digit;
	else if (*p == ':')
		s->file_lines += letter && is_digit(next);
	else if ((digit || p[-1] == ' ') && *p != '/')
		s->operators += is_digit(next) || is_letter(next) ||
				(next == ' ' && *p != '-') ||
				(next == ' ' && digit);
}

enum byte_use {
	USE_MARK = 1 << 0, /* may begin a mark */
	USE_PAIR = 1 << 1, /* may end a pair */
	USE_STOP = 1 << 2  /* may end a sentence */
};

#define PAIR(c) [c] = USE_PAIR
#define BOTH(c) [c] = USE_PAIR | USE_MARK

static const unsigned char uses[128] = {
	['<'] = USE_MARK, ['['] = USE_MARK, ['{'] = USE_MARK, BOTH('-'),
	BOTH('='),	  BOTH(':'),	    BOTH('_'),	      BOTH('T'),
	['.'] = USE_STOP, ['!'] = USE_STOP, ['?'] = USE_STOP, PAIR('('),
	PAIR('+'),	  PAIR('*'),	    PAIR('/'),	      PAIR('^'),
	PAIR('0'),	  PAIR('1'),	    PAIR('2'),	      PAIR('3'),
	PAIR('4'),	  PAIR('5'),	    PAIR('6'),	      PAIR('7'),
	PAIR('8'),	  PAIR('9'),	    PAIR('A'),	      PAIR('B'),
	PAIR('C'),	  PAIR('D'),	    PAIR('E'),	      PAIR('F'),
	PAIR('G'),	  PAIR('H'),	    PAIR('I'),	      PAIR('J'),
	PAIR('K'),	  PAIR('L'),	    PAIR('M'),	      PAIR('N'),
	PAIR('O'),	  PAIR('P'),	    PAIR('Q'),	      PAIR('R'),
	PAIR('S'),	  PAIR('U'),	    PAIR('V'),	      PAIR('W'),
	PAIR('X'),	  PAIR('Y'),	    PAIR('Z'),
};

static bool ends_here(struct text t, size_t i)
{
	return i == t.len || t.ptr[i] == ' ' || t.ptr[i] == '\n';
}

static void add_use(struct shape *s, struct text t, size_t i)
{
	unsigned use = uses[(unsigned char)t.ptr[i]];

	if (use & USE_MARK)
		add_mark(s, t.ptr + i, t.len - i);
	if ((use & USE_PAIR) && i)
		add_pair(s, t.ptr + i, t.len - i);
}

static size_t count_of(const unsigned *seen, const char *bytes)
{
	size_t n = 0;

	for (; *bytes; bytes++)
		n += seen[(unsigned char)*bytes];
	return n;
}

/* What follows from how often each byte was seen. */
static void add_seen(struct shape *s, const unsigned *seen)
{
	for (unsigned c = 'A'; c <= 'Z'; c++) {
		s->upper += seen[c];
		s->letters += seen[c] + seen[c | 32];
	}
	s->digits += count_of(seen, "0123456789");
	s->blanks += count_of(seen, " \t\n\r");
	s->code_punct += count_of(seen, ";{}()[]<>=_\\|&");
	s->quotes += seen['"'];
	s->questions += seen['?'];
	s->commas += seen[','];
	s->backslashes += seen['\\'];
	s->dollars += seen['$'];
	s->percents += seen['%'];
}

/* A character over ASCII; returns how many bytes it has. */
static size_t add_high(struct shape *s, struct text t)
{
	unsigned cp;
	size_t used;

	if (utf8_decode(t.ptr, t.len, &cp, &used) > 0) {
		count_script(s, cp);
		s->questions += cp == 0xff1f || cp == 0x61f;
		s->sentences += cp == 0x3002 || cp == 0x964;
	}
	s->high += used;
	return used;
}

static void add_end(struct shape *s, struct text t)
{
	char last;

	t = text_trim(t);
	if (!t.len)
		return;
	last = t.ptr[t.len - 1];
	s->ends_question =
		last == '?' ||
		(t.len > 2 && (!memcmp(t.ptr + t.len - 3, "\xef\xbc\x9f", 3) ||
			       !memcmp(t.ptr + t.len - 3, "\xe3\x81\x8b", 3)));
	s->ends_colon =
		last == ':' ||
		(t.len > 2 && !memcmp(t.ptr + t.len - 3, "\xef\xbc\x9a", 3));
	s->ends_equals = last == '=';
	s->ends_stop = last == '.' || last == '!' || last == ';' || last == '}';
}

static void add_bytes(struct shape *s, struct text t)
{
	unsigned seen[128] = { 0 };
	size_t i = 0;

	while (i < t.len) {
		unsigned char c = (unsigned char)t.ptr[i];

		if (c >= 0x80) {
			i += add_high(s, (struct text){ t.ptr + i, t.len - i });
			continue;
		}
		seen[c]++;
		if (uses[c] == USE_STOP)
			s->sentences += ends_here(t, i + 1);
		else if (uses[c])
			add_use(s, t, i);
		i++;
	}
	s->numbers += t.len && is_digit(*t.ptr);
	add_seen(s, seen);
}

void shape_add(struct shape *s, struct text t)
{
	size_t from = 0;

	s->bytes += t.len;
	add_bytes(s, t);
	while (from < t.len) {
		const char *nl = memchr(t.ptr + from, '\n', t.len - from);
		size_t to = nl ? (size_t)(nl - t.ptr) : t.len;

		add_line(s, (struct text){ t.ptr + from, to - from });
		from = to + 1;
	}
	add_end(s, t);
}

enum body_kind shape_kind(const struct shape *s)
{
	size_t full = s->lines - s->empty_lines;

	if (s->bytes < 2 || !full)
		return BODY_NONE;
	if (s->diff_lines >= 2)
		return BODY_DIFF;
	if (s->fims || (s->code_lines * 5 >= full * 2 && s->code_lines > 1) ||
	    (full <= 2 && s->code_lines * 2 >= full))
		return BODY_CODE;
	if (s->speakers * 2 >= full && full > 1)
		return BODY_TALK;
	if ((s->log_lines * 2 >= full && full > 2) ||
	    s->trace_lines * 3 >= full || s->tags * 2 > full * 3 ||
	    s->digits * 4 > s->letters)
		return BODY_DATA;
	return BODY_PROSE;
}
