#include "provider/page.h"

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

/* Length of an element whose content is no text; 0 if p starts none. */
static size_t skip_element(struct text in)
{
	static const char *const names[][2] = {
		{ "<script", "</script" },
		{ "<style", "</style" },
		{ "<!--", "-->" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t n = strlen(names[i][0]);
		const char *end;

		if (in.len < n || strncasecmp(in.ptr, names[i][0], n))
			continue;
		end = find(in, names[i][1]);
		return end ? (size_t)(end - in.ptr) + 3 : in.len;
	}
	return 0;
}

/* The text of a page, tags as blanks, runs of blanks as one. */
static size_t plain_text(struct text in, bool markup, char *out, size_t cap)
{
	bool tag = false, blank = false;
	size_t n = 0, skip;

	for (size_t i = 0; i < in.len && n < cap; i++) {
		char c = in.ptr[i];

		skip = markup && c == '<' ? skip_element(from(in, in.ptr + i))
					  : 0;
		if (skip)
			i += skip - 1;
		if (markup && c == '<')
			tag = !skip || in.ptr[i] != '>';
		else if (tag && c == '>')
			tag = false;
		else if (!tag && !isspace((unsigned char)c)) {
			if (blank && n && n < cap)
				out[n++] = ' ';
			blank = false;
			if (n < cap)
				out[n++] = c;
			continue;
		}
		blank = true;
	}
	return n;
}

static bool is_text(struct text t)
{
	return !memchr(t.ptr, '\0', t.len) &&
	       utf8_count_bad(t.ptr, t.len) <= t.len / 10;
}

void page_line(struct text body, char out[PAGE_LINE])
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
		snprintf(out, PAGE_LINE, "an empty body");
		return;
	}
	if (!is_text(body)) {
		snprintf(out, PAGE_LINE, "%zu bytes that are no text",
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
	n = text_safe_line(out + at, PAGE_LINE - at, plain, n);
	out[at + n] = '\0';
}
