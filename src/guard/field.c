#include "guard/field.h"

#include <string.h>

#include "guard/chars.h"

#define NAME_BACK_MAX 64
#define NAME_REST_MAX 48
#define SHORT_MAX     200	/* a value that people think of */
#define LONG_MAX      8192	/* one that is base64 or hex all through */
#define COUNT(a)      (sizeof(a) / sizeof(*(a)))

static char byte_at(struct text t, size_t at)
{
	return at < t.len ? t.ptr[at] : '\0';
}

static size_t skip(struct text t, size_t at, enum chars set, size_t most)
{
	size_t left = t.len - at;

	return at + chars_run(set, t.ptr + at, left < most ? left : most);
}

/* Behind the quote and bracket that may close a name: "name", name']. */
static size_t skip_close(struct text t, size_t at, bool *keyed)
{
	*keyed = false;
	if (byte_at(t, at) == '\\')
		at++;
	if (at < t.len && memchr("\"'`", t.ptr[at], 3)) {
		at++;
		*keyed = true;
	}
	return at + (byte_at(t, at) == ']');
}

/* Behind "str = " of "password: str = ..."; `at` when there is none. */
static size_t skip_type(struct text t, size_t at)
{
	size_t i = at;

	while (i < t.len && i < at + 40 &&
	       (chars_in(CHARS_WORD, t.ptr[i]) ||
		memchr(" &*?<>[].|'", t.ptr[i], 11)))
		i++;
	if (byte_at(t, i) != '=')
		return at;
	i = skip(t, i + 1, CHARS_BLANK, 8);
	return i < t.len && memchr("\"'`", t.ptr[i], 3) ? i : at;
}

/*
 * From the end of the name to the value. Sets the style as far as it shows
 * by then; STYLE_NONE when no value follows.
 */
static size_t skip_operator(struct text t, size_t at, struct field *d)
{
	static const char *const operators[] = {
		":=", "=>", "==", "?=", "+=", "=", ":"
	};
	size_t op = skip(t, at, CHARS_BLANK, 16), value, i;

	for (i = 0; i < COUNT(operators); i++)
		if (chars_begin(t.ptr + op, t.len - op, operators[i]))
			break;
	if (i == COUNT(operators))
		return at;
	value = op + strlen(operators[i]);
	value += byte_at(t, value) == '=';	/* === */
	d->style = value == op + 1 && t.ptr[op] == '=' && op == at ?
		   STYLE_TIGHT : STYLE_LOOSE;
	op = value;
	value = skip(t, op, CHARS_BLANK, 16);
	if (value != op)
		d->style = STYLE_LOOSE;
	return t.ptr[op - 1] == ':' ? skip_type(t, value) : value;
}

/* Other ways: --name value, <name>value, ("NAME", "value"), name is x. */
static size_t skip_other(struct text t, size_t at, struct field *d)
{
	char before = byte_at(t, (size_t)(d->name.ptr - t.ptr) - 1);
	size_t value;

	if (d->keyed && byte_at(t, at) == ',') {
		d->style = STYLE_PAIR;
		value = skip(t, at + 1, CHARS_BLANK, 8);
		return value < t.len && memchr("\"'", t.ptr[value], 2) ? value
								      : at;
	}
	if (before == '<' && byte_at(t, at) == '>') {
		d->style = STYLE_TAG;
		return at + 1;
	}
	if (byte_at(t, at) != ' ')
		return at;
	value = at + 1;
	if (d->name.len > 2 && !memcmp(d->name.ptr, "--", 2))
		d->style = STYLE_FLAG;
	else if (chars_begin(t.ptr + value, t.len - value, "is ")) {
		d->style = STYLE_IS;
		value += 3;
	} else if (d->name.len == 8) {
		d->style = STYLE_NETRC;
	}
	return d->style == STYLE_NONE ? at : value;
}

/* The text between quotes on one line; false when they are not closed. */
static bool read_quoted(struct text t, size_t at, struct field *d)
{
	bool escaped = t.ptr[at] == '\\';
	char quote = t.ptr[at + escaped];
	size_t from = at + escaped + 1, most = t.len, end;

	if (most > from + LONG_MAX)
		most = from + LONG_MAX;
	for (end = from; end < most; end++) {
		if (chars_in(CHARS_SPACE, t.ptr[end]))
			return false;
		if (t.ptr[end] == quote)
			break;
		if (t.ptr[end] == '\\' && ++end < most && escaped &&
		    t.ptr[end] == quote) {
			end--;
			break;
		}
	}
	if (end >= most)
		return false;
	d->value = (struct text){ t.ptr + from, end - from };
	if (d->style != STYLE_PAIR)
		d->style = STYLE_QUOTED;
	d->after = byte_at(t, end + 1 + escaped);
	return true;
}

/* Is the name first on its line, but for "export" and a mark of a diff? */
static bool is_line_start(struct text t, const struct field *d)
{
	size_t at = (size_t)(d->name.ptr - t.ptr), from = at;

	while (from && at - from < 16 && t.ptr[from - 1] != '\n')
		from--;
	if (from && at - from == 16)
		return false;
	if (from < at && memchr("+->", t.ptr[from], 3))
		from++;
	from = skip(t, from, CHARS_BLANK, 8);
	if (chars_begin(t.ptr + from, t.len - from, "export ") ||
	    chars_begin(t.ptr + from, t.len - from, "set ") ||
	    chars_begin(t.ptr + from, t.len - from, "env ") ||
	    chars_begin(t.ptr + from, t.len - from, "- "))
		from = skip(t, from, CHARS_LOWER, 8) + 1 +
		       (t.ptr[from] == '-');
	return from >= at;
}

static size_t skip_pad(struct text t, size_t at)
{
	return at + (byte_at(t, at) == '=') +
	       (byte_at(t, at) == '=' && byte_at(t, at + 1) == '=');
}

/* How many bytes up to white space or one of `stop`; 0: too many. */
static size_t run_to(struct text t, size_t at, const char *stop)
{
	for (size_t n = 0; n <= SHORT_MAX; n++)
		if (at + n == t.len || (unsigned char)t.ptr[at + n] <= ' ' ||
		    strchr(stop, t.ptr[at + n]))
			return n;
	return 0;
}

/* A value without quotes. */
static bool read_bare(struct text t, size_t at, struct field *d)
{
	size_t n, most = t.len - at;
	const char *stop = ",;&<>()[]{}|\\`\"'";

	if (d->style == STYLE_TIGHT && is_line_start(t, d)) {
		d->style = STYLE_LINE;
		stop = "\"'`<>\\()";
	} else if (d->style == STYLE_FLAG || d->style == STYLE_IS ||
		   d->style == STYLE_NETRC) {
		stop = "\"'`<>\\()|";
	}
	n = chars_run(CHARS_BASE64, t.ptr + at,
		      most < LONG_MAX ? most : LONG_MAX);
	if (n > SHORT_MAX)
		n = skip_pad(t, at + n) - at;
	else
		n = run_to(t, at, stop);
	d->after = byte_at(t, at + n);
	while (n && strchr(".,;:", t.ptr[at + n - 1]) &&
	       d->style != STYLE_LINE)
		n--;
	d->value = (struct text){ t.ptr + at, n };
	return n > 0 && d->after != '(' && d->after != '[' && d->after != '{' &&
	       n < LONG_MAX;
}

/* From the name's end to its value; false when there is none. */
static bool find_value(struct text t, size_t end, struct field *d, size_t *at)
{
	*at = skip_close(t, end, &d->keyed);
	end = *at;
	*at = skip_operator(t, end, d);
	if (*at == end)
		*at = skip_other(t, end, d);
	return *at > end && *at < t.len;
}

static bool is_quote(struct text t, size_t at)
{
	char c = byte_at(t, at);

	return c == '"' || c == '\'' || c == '`';
}

/* Most words of the kind stand in prose or code: say no to them soon. */
static bool may_follow(struct text t, size_t at)
{
	char c = byte_at(t, at);

	return c && strchr(" \t:=\"'`\\],>?+", c);
}

bool field_read(struct text t, size_t at, size_t len, struct field *d)
{
	size_t rest = at + len, value;
	size_t end = skip(t, rest, CHARS_NAME, NAME_REST_MAX);
	size_t back;

	if (!may_follow(t, end))
		return false;
	back = chars_run_back(CHARS_NAME, t.ptr + at,
			      at < NAME_BACK_MAX ? at : NAME_BACK_MAX);
	*d = (struct field){ .style = STYLE_NONE, .stem = back };
	d->name = (struct text){ t.ptr + at - back, back + end - at };
	d->rest = (struct text){ t.ptr + rest, end - rest };
	if (!find_value(t, end, d, &value))
		return false;
	/* letters that mark a kind of string, as Python and C have them */
	if (chars_in(CHARS_LETTER, t.ptr[value]) && is_quote(t, value + 1))
		value++;
	if (is_quote(t, value) ||
	    (t.ptr[value] == '\\' && is_quote(t, value + 1)))
		return read_quoted(t, value, d);
	return read_bare(t, value, d);
}
