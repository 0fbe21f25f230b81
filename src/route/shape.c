#include "route/shape.h"

#include <stddef.h>
#include <string.h>

#include "route/line.h"

static bool starts(struct text t, const char *s)
{
	size_t i = 0;

	while (s[i] && i < t.len && t.ptr[i] == s[i])
		i++;
	return !s[i];
}

/* Marks of a gap to fill, by their first byte. */
static const char *const fims_less[] = { "<|fim",
					 "<fim_",
					 "<FILL",
					 "<PRE>",
					 "<SUF>",
					 "<MID>",
					 "<CURSOR>",
					 "<|cursor",
					 "<HOLE>",
					 "<INSERT",
					 "<missing",
					 "<\xef\xbd\x9c"
					 "fim",
					 NULL };
static const char *const fims_bracket[] = { "[MASK]", "[FILL", "[INSERT",
					    NULL };
static const char *const fims_brace[] = { "{{FILL", NULL };
static const char *const fims_t[] = { "TODO_FILL", NULL };

static const struct {
	char first;
	const char *const *marks;
} fims[] = {
	{ '<', fims_less },
	{ '[', fims_bracket },
	{ '{', fims_brace },
	{ 'T', fims_t },
};

static bool starts_any(struct text t, const char *const *list)
{
	for (; t.len > 1 && *list; list++)
		if (t.ptr[1] == (*list)[1] && starts(t, *list))
			return true;
	return false;
}

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

	return line_is_code(t, line_openings(t), line_code_bytes(t));
}

/* What tells programs from other text in line, which is t with its blanks. */
static void add_program_line(struct shape *s, struct text line, struct text t,
			     unsigned found, size_t code)
{
	s->lines++;
	s->empty_lines += !t.len;
	s->diff_lines += (found & OPENS_DIFF) && t.ptr == line.ptr;
	s->code_lines += line_is_code(t, found, code);
}

static bool is_bullet(struct text t)
{
	if (t.len < 3)
		return false;
	if (*t.ptr == '-' || *t.ptr == '*' || *t.ptr == '+')
		return t.ptr[1] == ' ';
	return (is_digit(*t.ptr) && t.ptr[1] == '.') ||
	       !memcmp(t.ptr, "\xe2\x80\xa2", 3);
}

/* `code` counts the bytes of code punctuation in all of the line. */
static void add_line(struct shape *s, struct text line, size_t code)
{
	struct text t = text_trim(line);
	unsigned found = line_openings(t);

	if (t.len > LINE_CODE_BYTES)
		code = line_code_bytes(t);
	add_program_line(s, line, t, found, code);
	if (!t.len)
		return;
	s->indented += line.ptr[0] == '\t' ||
		       (t.ptr - line.ptr >= 2 && line.ptr[0] == ' ');
	if (found) {
		s->fences += (found & OPENS_FENCE) != 0;
		s->keywords += (found & OPENS_KEYWORD) != 0;
		s->sql += (found & OPENS_SQL) != 0;
		s->trace_lines += (found & OPENS_TRACE) != 0;
		s->comments += (found & OPENS_COMMENT) != 0;
	}
	s->headings += t.ptr[0] == '#' && t.len > 2;
	s->bullets += is_bullet(t);
	s->options += is_option(t);
	s->speakers += is_speaker(t);
	s->log_lines += is_log_line(t);
}

#define SCRIPT(from, to, field)                                                \
	{                                                                      \
		from, to, offsetof(struct shape, field)                        \
	}

/* Stretches of characters, the common ones first; no two overlap. */
static const struct {
	unsigned first, last;
	size_t count; /* where in a shape */
} scripts[] = {
	SCRIPT(0xc0, 0x24f, latin),	SCRIPT(0x3400, 0x9fff, han),
	SCRIPT(0x3040, 0x30ff, kana),	SCRIPT(0x400, 0x52f, cyrillic),
	SCRIPT(0xac00, 0xd7af, hangul), SCRIPT(0x600, 0x77f, arabic),
	SCRIPT(0x370, 0x3ff, other),	SCRIPT(0x530, 0x5ff, other),
	SCRIPT(0x780, 0x1fff, other),	SCRIPT(0x2c00, 0x303f, other),
	SCRIPT(0x3100, 0x33ff, other),	SCRIPT(0xa000, 0xabff, other),
	SCRIPT(0xd7b0, 0x1efff, other),
};

static void count_script(struct shape *s, unsigned cp)
{
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
		if (cp < scripts[i].first || cp > scripts[i].last)
			continue;
		++*(size_t *)((char *)s + scripts[i].count);
		return;
	}
}

/* USE_CODE by itself and 0 are only counted, the others are looked at. */
enum byte_use {
	USE_CODE = 1 << 0, /* punctuation of programs */
	USE_UPPER = 1 << 1,
	USE_DIGIT = 1 << 2,
	USE_STOP = 1 << 3,	/* may end a sentence */
	USE_LINE = 1 << 4,	/* ends a line */
	USE_FIM = 1 << 5,	/* may begin a mark of a gap */
	USE_NEIGHBOUR = 1 << 6, /* says something by what is around it */
	USE_HIGH = 1 << 7	/* over ASCII */
};

#define USE(c, use) [c] = (use)
#define UPPER(c)    USE(c, USE_UPPER)
#define DIGIT(c)    USE(c, USE_DIGIT)
#define CODE(c)	    USE(c, USE_CODE)
#define SIDES(c)    USE(c, USE_NEIGHBOUR)
#define CSIDES(c)   USE(c, USE_CODE | USE_NEIGHBOUR)
#define CFIM(c)	    USE(c, USE_CODE | USE_FIM)
#define HIGH(c)	    USE(c, USE_HIGH)
#define HIGH4(c)    HIGH(c), HIGH((c) + 1), HIGH((c) + 2), HIGH((c) + 3)
#define HIGH16(c)   HIGH4(c), HIGH4((c) + 4), HIGH4((c) + 8), HIGH4((c) + 12)

#define FIVE(is, a, b, c, d, e) is(a), is(b), is(c), is(d), is(e)

static const unsigned char uses[256] = {
	FIVE(UPPER, 'A', 'B', 'C', 'D', 'E'),
	FIVE(UPPER, 'F', 'G', 'H', 'I', 'J'),
	FIVE(UPPER, 'K', 'L', 'M', 'N', 'O'),
	FIVE(UPPER, 'P', 'Q', 'R', 'S', 'U'),
	FIVE(UPPER, 'V', 'W', 'X', 'Y', 'Z'),
	USE('T', USE_UPPER | USE_FIM),
	FIVE(DIGIT, '0', '1', '2', '3', '4'),
	FIVE(DIGIT, '5', '6', '7', '8', '9'),
	FIVE(CODE, ';', '}', ')', ']', '>'),
	CODE('\\'),
	CODE('|'),
	CODE('&'),
	FIVE(SIDES, '-', ':', '+', '*', '/'),
	SIDES('^'),
	CSIDES('('),
	CSIDES('='),
	CSIDES('_'),
	CFIM('['),
	CFIM('{'),
	USE('<', USE_CODE | USE_FIM | USE_NEIGHBOUR),
	USE('.', USE_STOP),
	USE('!', USE_STOP),
	USE('?', USE_STOP),
	USE('\n', USE_LINE),
	HIGH16(0x80),
	HIGH16(0x90),
	HIGH16(0xa0),
	HIGH16(0xb0),
	HIGH16(0xc0),
	HIGH16(0xd0),
	HIGH16(0xe0),
	HIGH16(0xf0),
};

static bool is_alnum(char c)
{
	return is_letter(c) || is_digit(c);
}

/* + * / ^ - = between blanks or digits */
static bool is_operator(char before, char c, char next)
{
	bool digit = is_digit(before);

	if (c == '/' || !(digit || before == ' '))
		return false;
	return is_alnum(next) || (next == ' ' && (c != '-' || digit));
}

/* Bytes that tell by their neighbours: f( a_b x.y:12 => ___ */
static void add_neighbour(struct shape *s, char before, struct text t)
{
	char next = t.len > 1 ? t.ptr[1] : 0;

	switch (*t.ptr) {
	case '(':
		s->calls += is_alnum(before);
		break;
	case '_':
		s->names += is_letter(before);
		s->blanks_to_fill += starts(t, "___");
		break;
	case '<':
		s->tags += t.len > 2 && (is_letter(next) || next == '/');
		break;
	case ':':
		s->arrows += next == ':';
		s->urls += starts(t, "://");
		s->file_lines += is_letter(before) && is_digit(next);
		break;
	case '-':
	case '=':
		s->arrows += next == '>';
		s->names += next == '=';
		/* fall through */
	default:
		s->operators += is_operator(before, *t.ptr, next);
		break;
	}
}

static bool is_fim(struct text t)
{
	size_t i = 0;

	while (fims[i].first != *t.ptr)
		i++;
	return starts_any(t, fims[i].marks);
}

static bool ends_here(struct text t, size_t i)
{
	return i == t.len || t.ptr[i] == ' ' || t.ptr[i] == '\n';
}

/* A byte that is more than counted; `use` is its own. */
static void add_use(struct shape *s, struct text t, size_t i, unsigned use)
{
	struct text rest = { .ptr = t.ptr + i, .len = t.len - i };
	char before = i ? t.ptr[i - 1] : 0;

	if (use & USE_DIGIT)
		s->numbers += !is_digit(before);
	else if (use & USE_UPPER)
		s->names += before >= 'a' && before <= 'z';
	else if (use & USE_STOP)
		s->sentences += ends_here(t, i + 1);
	else if (use & USE_NEIGHBOUR)
		add_neighbour(s, before, rest);
	if (use & USE_FIM)
		s->fims += is_fim(rest);
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

void shape_add(struct shape *s, struct text t)
{
	unsigned seen[128] = { 0 };
	size_t line = 0, code = 0, i = 0;

	while (i < t.len) {
		unsigned char c = (unsigned char)t.ptr[i];
		unsigned use = uses[c];

		if (use <= USE_CODE) { /* most */
			seen[c]++;
			code += use;
			i++;
			continue;
		}
		if (use == USE_HIGH) {
			i += add_high(s, (struct text){ t.ptr + i, t.len - i });
			continue;
		}
		seen[c]++;
		code += use & USE_CODE;
		if (use == USE_LINE) {
			add_line(s, (struct text){ t.ptr + line, i - line },
				 code);
			line = i + 1;
			code = 0;
		} else {
			add_use(s, t, i, use);
		}
		i++;
	}
	if (line < t.len)
		add_line(s, (struct text){ t.ptr + line, t.len - line }, code);
	s->bytes += t.len;
	add_seen(s, seen);
	add_end(s, t);
}

static size_t count_fims(struct text t)
{
	size_t n = 0;

	for (size_t i = 0; i < sizeof(fims) / sizeof(*fims); i++) {
		const char *p = t.ptr, *end = t.ptr + t.len;

		while ((p = memchr(p, fims[i].first, (size_t)(end - p)))) {
			n += starts_any((struct text){ p, (size_t)(end - p) },
					fims[i].marks);
			p++;
		}
	}
	return n;
}

bool shape_is_program(struct text t)
{
	struct shape s = { .bytes = t.len };
	enum body_kind kind;
	size_t from = 0;

	while (from < t.len) {
		const char *nl = memchr(t.ptr + from, '\n', t.len - from);
		size_t to = nl ? (size_t)(nl - t.ptr) : t.len;
		struct text line = { .ptr = t.ptr + from, .len = to - from };
		struct text bare = text_trim(line);

		add_program_line(&s, line, bare, line_openings(bare),
				 line_code_bytes(bare));
		from = to + 1;
	}
	kind = shape_kind(&s);
	if (kind != BODY_CODE && kind != BODY_DIFF && t.len) {
		s.fims = count_fims(t);
		kind = shape_kind(&s);
	}
	return kind == BODY_CODE || kind == BODY_DIFF;
}

/* `full` is the number of lines that are not empty. */
static bool is_code(const struct shape *s, size_t full)
{
	return s->fims ||
	       (s->code_lines * 5 >= full * 2 && s->code_lines > 1) ||
	       (full <= 2 && s->code_lines * 2 >= full);
}

static bool is_data(const struct shape *s, size_t full)
{
	return (s->log_lines * 2 >= full && full > 2) ||
	       s->trace_lines * 3 >= full || s->tags * 2 > full * 3 ||
	       s->digits * 4 > s->letters;
}

enum body_kind shape_kind(const struct shape *s)
{
	size_t full = s->lines - s->empty_lines;

	if (s->bytes < 2 || !full)
		return BODY_NONE;
	if (s->diff_lines >= 2)
		return BODY_DIFF;
	if (is_code(s, full))
		return BODY_CODE;
	if (s->speakers * 2 >= full && full > 1)
		return BODY_TALK;
	return is_data(s, full) ? BODY_DATA : BODY_PROSE;
}
