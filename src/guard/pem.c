#include <string.h>

#include "guard/form.h"

#define LABEL_MAX  64	/* "-----BEGIN ... KEY BLOCK-----" */
#define HEADER_MAX 160	/* a line "Proc-Type: 4,ENCRYPTED" */
#define LONG_RUN   32	/* a line of base64 that cannot be prose */

static bool is_at(struct text t, size_t at, const char *word)
{
	size_t n = strlen(word);

	return t.len - at >= n && !memcmp(t.ptr + at, word, n);
}

/*
 * What stands between the lines of a key: white space, "\n" of a string,
 * the marks of a diff, a quotation, a comment and of strings put together.
 */
static size_t skip_between(struct text t, size_t at)
{
	for (; at < t.len && !is_at(t, at, "-----"); at++) {
		char c = t.ptr[at];

		if (c == '\\' && at + 1 < t.len) {
			at++;
			continue;
		}
		if (c == '+' && at && t.ptr[at - 1] == '\n')
			continue;
		if (!c || (!chars_in(CHARS_SPACE, c) &&
			   !strchr("\"',>#*|-.;", c)))
			break;
	}
	return at;
}

/* A line "Name: value" of RFC 1421 and RFC 4880, also in a string. */
static size_t skip_header(struct text t, size_t at)
{
	size_t left = t.len - at, i = chars_run(CHARS_NAME, t.ptr + at, left);

	if (!i || i + 1 >= left || t.ptr[at + i] != ':' ||
	    t.ptr[at + i + 1] != ' ')
		return at;
	for (; i < left && i < HEADER_MAX; i++)
		if (t.ptr[at + i] == '\n' || t.ptr[at + i] == '\\')
			return at + i;
	return at;
}

/* Behind "-----END ...-----", or `at`. */
static size_t skip_end(struct text t, size_t at)
{
	size_t end;

	if (!is_at(t, at, "-----END "))
		return at;
	for (end = at + 9; end < t.len && end < at + LABEL_MAX; end++) {
		if (t.ptr[end] == '\n')
			return end;
		if (is_at(t, end, "-----"))
			return end + 5;
	}
	return end;
}

/* Where no END follows: a word of prose, or more on its line? */
static bool is_word(struct text t, size_t at, size_t len)
{
	if (at + len < t.len && t.ptr[at + len] == ' ')
		return true;
	return chars_run(CHARS_LETTER, t.ptr + at, len) == len;
}

/*
 * The lines of base64 from `at`; *size counts their characters. A line that
 * is short is the last one; alone it may be a word of prose, so it counts
 * only behind others.
 */
static size_t skip_body(struct text t, size_t at, size_t *size)
{
	size_t end = at;
	bool last = false;

	*size = 0;
	for (;;) {
		size_t next = skip_between(t, at), n;

		if (skip_end(t, next) > next)
			return skip_end(t, next);
		n = chars_run(CHARS_BASE64_PAD, t.ptr + next, t.len - next);
		if (!n || last)
			return end;
		last = n < LONG_RUN;
		if (last && !*size)
			return end;
		if (last && skip_end(t, skip_between(t, next + n)) <=
			    skip_between(t, next + n) &&
		    is_word(t, next, n))
			return end;
		*size += n;
		at = end = next + n;
	}
}

bool form_pem(const struct form *f, struct text t, size_t at, struct span *out)
{
	size_t from = at + strlen(f->anchor), end, next, size;

	for (end = from; end < t.len && end - from < LABEL_MAX; end++)
		if (t.ptr[end] == '-' || t.ptr[end] == '\n')
			break;
	if (end == t.len || !is_at(t, end, "-----"))
		return false;
	if (!chars_hold(t.ptr + from, end - from, "private key"))
		return false;
	end += 5;
	for (int i = 0; i < 6; i++) {
		next = skip_between(t, end);
		next = skip_header(t, next);
		if (next == skip_between(t, end))
			break;
		end = next;
	}
	end = skip_body(t, end, &size);
	if (size < LONG_RUN)
		return false;
	*out = (struct span){ .start = at, .len = end - at };
	return true;
}

/* PuTTY's .ppk: the lines that it counts out; the MAC behind may stay. */
bool form_putty(const struct form *f, struct text t, size_t at,
		struct span *out)
{
	size_t from = at + strlen(f->anchor), size, end;

	from += chars_run(CHARS_DIGIT, t.ptr + from, t.len - from);
	end = skip_body(t, from, &size);
	if (size < LONG_RUN)
		return false;
	*out = (struct span){ .start = skip_between(t, from) };
	out->len = end - out->start;
	return true;
}
