#include <string.h>

#include "git/message_inside.h"

bool line_take(struct text *rest, struct text *line)
{
	const char *lf;
	size_t len;

	if (!rest->len)
		return false;
	lf = memchr(rest->ptr, '\n', rest->len);
	len = lf ? (size_t)(lf - rest->ptr) : rest->len;
	*line = (struct text){ rest->ptr, len };
	*rest = text_from(*rest, len + (lf ? 1 : 0));
	return true;
}

bool line_take_last(struct text *rest, struct text *line)
{
	size_t end = rest->len, from;

	if (!end)
		return false;
	if (rest->ptr[end - 1] == '\n')
		end--;
	for (from = end; from && rest->ptr[from - 1] != '\n'; from--)
		;
	*line = (struct text){ rest->ptr + from, end - from };
	rest->len = from;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool line_is_blank(struct text line)
{
	for (size_t i = 0; i < line.len; i++)
		if (!is_blank(line.ptr[i]))
			return false;
	return true;
}

struct text line_trim_end(struct text line)
{
	while (line.len && is_blank(line.ptr[line.len - 1]))
		line.len--;
	return line;
}

bool char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool message_word(char c)
{
	return char_is_digit(c) || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool text_begins(struct text t, const char *word)
{
	size_t i = 0;

	while (word[i] && i < t.len && lower(t.ptr[i]) == lower(word[i]))
		i++;
	return !word[i];
}

const char *text_find(struct text t, const char *word)
{
	for (size_t i = 0; i < t.len; i++)
		if (text_begins(text_from(t, i), word))
			return t.ptr + i;
	return NULL;
}

struct text text_from(struct text t, size_t at)
{
	return (struct text){ t.ptr + at, t.len - at };
}

bool text_is_scissors(struct text t)
{
	static const char *const marks[] = { ">8", "8<", ">%", "%<" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (text_begins(t, marks[i]))
			return true;
	return false;
}

size_t text_chars(struct text t)
{
	size_t count = 0;

	for (size_t i = 0; i < t.len; i++)
		count += ((unsigned char)t.ptr[i] & 0xC0) != 0x80;
	return count;
}
