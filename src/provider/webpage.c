#include "provider/webpage.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* As much as is looked at; a line of 200 bytes needs no more. */
#define LOOK ((size_t)8 << 10)

static const char *find(struct text in, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= in.len; i++)
		if (!strncasecmp(in.ptr + i, word, n))
			return in.ptr + i;
	return NULL;
}

static struct text from(struct text in, const char *p)
{
	return (struct text){ .ptr = p,
			      .len = (size_t)(in.ptr + in.len - p) };
}

/* What stands between <title> and its end, or nothing. */
static struct text title_of(struct text page)
{
	struct text none = { .ptr = "" }, rest;
	const char *p = find(page, "<title"), *end;

	if (!p)
		return none;
	rest = from(page, p);
	p = memchr(rest.ptr, '>', rest.len);
	if (!p)
		return none;
	rest = from(page, p + 1);
	end = memchr(rest.ptr, '<', rest.len);
	if (end)
		rest.len = (size_t)(end - rest.ptr);
	return text_trim(rest);
}

/* Up to the end tag of an element whose content is no text; else 0. */
static size_t skip_element(struct text in)
{
	static const char *const names[][2] = {
		{ "<script", "</script" },
		{ "<style", "</style" },
		{ "<!--", "--" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t n = strlen(names[i][0]);
		const char *end;

		if (in.len < n || strncasecmp(in.ptr, names[i][0], n))
			continue;
		in = from(in, in.ptr + n);
		end = find(in, names[i][1]);
		return n + (end ? (size_t)(end - in.ptr) : in.len);
	}
	return 0;
}

/* Length of the tag, comment or script that starts at in; 0: none does. */
static size_t markup_len(struct text in)
{
	size_t skip = skip_element(in);
	const char *end;

	if (in.ptr[0] != '<')
		return 0;
	in.ptr += skip;
	in.len -= skip;
	end = memchr(in.ptr, '>', in.len);
	return skip + (end ? (size_t)(end - in.ptr) + 1 : in.len);
}

/* The text of a page: tags are blanks, runs of blanks are one. */
static size_t plain_text(struct text in, bool markup, char *out, size_t cap)
{
	bool blank = false;
	size_t n = 0, skip;

	for (size_t i = 0; i < in.len && n + 2 <= cap; i += skip) {
		skip = markup ? markup_len(from(in, in.ptr + i)) : 0;
		if (skip || isspace((unsigned char)in.ptr[i])) {
			skip += !skip;
			blank = n > 0;
			continue;
		}
		if (blank)
			out[n++] = ' ';
		out[n++] = in.ptr[i];
		blank = false;
		skip = 1;
	}
	return n;
}

static bool is_text(struct text t)
{
	return !memchr(t.ptr, '\0', t.len) &&
	       utf8_count_bad(t.ptr, t.len) <= t.len / 10;
}

void webpage_line(struct text body, char out[WEBPAGE_LINE])
{
	static const char head[] = "a web page: ";
	char plain[512];
	struct text title;
	size_t n, at = 0;
	bool markup;

	if (body.len >= 3 && !memcmp(body.ptr, "\xEF\xBB\xBF", 3))
		body = from(body, body.ptr + 3);
	body = text_trim(body);
	if (!body.len) {
		snprintf(out, WEBPAGE_LINE, "an empty body");
		return;
	}
	if (!is_text(body)) {
		snprintf(out, WEBPAGE_LINE, "%zu bytes that are no text",
			 body.len);
		return;
	}
	if (body.len > LOOK)
		body.len = LOOK;
	markup = body.ptr[0] == '<';
	if (markup) {
		title = title_of(body);
		if (title.len)
			body = title;
		memcpy(out, head, sizeof(head));
		at = sizeof(head) - 1;
	}
	n = plain_text(body, markup, plain, sizeof(plain));
	if (markup && !n)
		at -= 2;	/* without the colon */
	n = text_safe_line(out + at, WEBPAGE_LINE - at, plain, n);
	out[at + n] = '\0';
}
