#include <string.h>

#include "guard/form.h"
#include "guard/value.h"

#define TOKEN_MAX  ((size_t)4096)
#define COOKIE_MAX ((size_t)4096)

static size_t run(struct text t, size_t at, enum chars set, size_t most)
{
	size_t left = t.len - at;

	return chars_run(set, t.ptr + at, left < most ? left : most);
}

/* RFC 6750, 2.1. In prose a bearer carries words, not drawn characters. */
bool form_bearer(const struct form *f, struct text t, size_t at,
		 struct span *out)
{
	size_t from = at + strlen(f->anchor), n;

	if (!form_starts(t, at))
		return false;
	n = run(t, from, CHARS_URL64_TILDE, TOKEN_MAX);
	n += run(t, from + n, CHARS_BASE64_PAD, TOKEN_MAX);
	while (n && t.ptr[from + n - 1] == '.')
		n--;
	*out = (struct span){ .start = from, .len = n };
	return value_is_random((struct text){ t.ptr + from, n });
}

static int base64_value(char c)
{
	if (chars_in(CHARS_UPPER, c))
		return c - 'A';
	if (chars_in(CHARS_LOWER, c))
		return c - 'a' + 26;
	if (chars_in(CHARS_DIGIT, c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Does the base64 hold text with a ":" in it? */
static bool holds_pair(struct text v)
{
	unsigned bits = 0, count = 0;
	bool colon = false;

	for (size_t i = 0; i < v.len && base64_value(v.ptr[i]) >= 0; i++) {
		bits = bits << 6 | (unsigned)base64_value(v.ptr[i]);
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		if ((bits >> count & 255) < ' ')
			return false;
		colon |= (bits >> count & 255) == ':';
	}
	return colon;
}

/*
 * RFC 7617: base64 of user:password. "Basic" is a word of prose, so it must
 * stand behind "Authorization" or the like.
 */
bool form_basic(const struct form *f, struct text t, size_t at,
		struct span *out)
{
	size_t from = at + strlen(f->anchor), n, back = at < 24 ? at : 24;

	if (!chars_hold(t.ptr + at - back, back, "auth"))
		return false;
	n = run(t, from, CHARS_BASE64_PAD, TOKEN_MAX);
	*out = (struct span){ .start = from, .len = n };
	return n >= 8 && holds_pair((struct text){ t.ptr + from, n });
}

/* A cookie whose name says that it is somebody's session (RFC 6265). */
static bool is_session(struct text name)
{
	static const char *const words[] = { "sess", "sid", "auth", "token",
					     "jwt", "login", "remember" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (chars_hold(name.ptr, name.len, words[i]))
			return true;
	return false;
}

/* The first value of such a cookie in "Cookie: a=b; c=d". */
bool form_cookie(const struct form *f, struct text t, size_t at,
		 struct span *out)
{
	size_t p = at + strlen(f->anchor), from = p;

	while (p < t.len && p - from < COOKIE_MAX) {
		size_t n = run(t, p, CHARS_NAME, 128), v = p + n + 1;
		size_t len = 0;

		if (!n || v >= t.len || t.ptr[v - 1] != '=')
			return false;
		while (v + len < t.len && len < COOKIE_MAX &&
		       (unsigned char)t.ptr[v + len] > ' ' &&
		       !memchr(";,\"'\\<>", t.ptr[v + len], 7))
			len++;
		*out = (struct span){ .start = v, .len = len };
		out->len -= len && t.ptr[v + len - 1] == '.';
		if (is_session((struct text){ t.ptr + p, n }) &&
		    value_is_random((struct text){ t.ptr + v, len }))
			return true;
		p = v + len;
		if (p + 1 >= t.len || t.ptr[p] != ';')
			return false;
		p += 1 + run(t, p + 1, CHARS_BLANK, 2);
	}
	return false;
}

/* crypt(5): $id$[parameters$]salt$hash; bcrypt is $2b$12$ and 53 more. */
bool form_crypt(const struct form *f, struct text t, size_t at,
		struct span *out)
{
	size_t n, dollars = 0;
	struct text last;

	if (at && (chars_in(CHARS_WORD, t.ptr[at - 1]) || t.ptr[at - 1] == '$'))
		return false;
	n = run(t, at, CHARS_CRYPT, 512);
	if (f->anchor[1] == '2' && n > 60)
		n = 60;
	while (n != 60 && n && memchr(".,", t.ptr[at + n - 1], 2))
		n--;
	last = (struct text){ t.ptr + at, n };
	for (size_t i = 0; i < n; i++)
		if (t.ptr[at + i] == '$') {
			dollars++;
			last.ptr = t.ptr + at + i + 1;
			last.len = n - i - 1;
		}
	*out = (struct span){ .start = at, .len = n };
	if (f->anchor[1] == '2' && (n != 60 || t.ptr[at + 6] != '$'))
		return false;
	return dollars >= 3 && last.len >= 22 && !value_is_filler(last);
}
