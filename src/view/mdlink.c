#include "view/mdlink.h"

#include <string.h>
#include <strings.h>

static const char *const schemes[] = { "http://", "https://", "mailto:" };

static bool begins(struct text t, const char *s)
{
	return t.len > strlen(s) && !strncasecmp(t.ptr, s, strlen(s));
}

static bool is_allowed(struct text url)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (begins(url, schemes[i]))
			return true;
	return false;
}

bool mdlink_encode(struct text url, struct buf *out)
{
	size_t before = out->len;

	/* what a backslash means depends on who reads it */
	if (!is_allowed(url) || memchr(url.ptr, '\\', url.len))
		return false;
	for (size_t i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.ptr[i];

		if (out->len - before > MDLINK_MOST - 3) {
			buf_truncate(out, before);
			return false;
		}
		if (c <= ' ' || c >= 0x7F)
			buf_addf(out, "%%%02X", c);
		else
			buf_addch(out, (char)c);
	}
	return true;
}

bool mdlink_is_said(struct text text, struct text url)
{
	size_t skip = strlen("mailto:");

	if (text.len == url.len && !memcmp(text.ptr, url.ptr, url.len))
		return true;
	return begins(url, "mailto:") && text.len == url.len - skip &&
	       !memcmp(text.ptr, url.ptr + skip, text.len);
}

static struct text skip(struct text t, size_t n)
{
	return (struct text){ .ptr = t.ptr + n, .len = t.len - n };
}

static struct text skip_scheme(struct text t)
{
	static const char *const names[] = { "http:", "https:", "mailto:",
					     "ftp:" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (begins(t, names[i])) {
			t = skip(t, strlen(names[i]));
			break;
		}
	while (t.len && (*t.ptr == '/' || *t.ptr == '\\'))
		t = skip(t, 1);
	return t;
}

/*
 * The host of what may be an address: without its scheme, what is before
 * "@", "www.", and what is behind the host. Empty where there is none.
 */
static struct text host_of(struct text t)
{
	const char *p;
	size_t len = 0;

	t = skip_scheme(t);
	while (len < t.len && !strchr("/?#\\", t.ptr[len]))
		len++;
	t.len = len;
	p = memrchr(t.ptr, '@', t.len);
	if (p)
		t = skip(t, (size_t)(p + 1 - t.ptr));
	if (begins(t, "www."))
		t = skip(t, strlen("www."));
	p = memchr(t.ptr, ':', t.len);
	if (p)
		t.len = (size_t)(p - t.ptr);
	return t;
}

/* "name.name": letters, digits, "-" and all that is not ASCII around a dot */
static bool is_host(struct text t)
{
	bool dot = false;

	for (size_t i = 0; i < t.len; i++) {
		char c = t.ptr[i];
		bool inner = i > 0 && i + 1 < t.len;

		if (c == '.' && inner)
			dot = true;
		else if ((unsigned char)c < 0x80 && c != '-' &&
			 !(c >= '0' && c <= '9') &&
			 !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return false;
	}
	return dot;
}

/* The next word, without marks of a sentence around it. */
static struct text next_word(struct text *rest)
{
	static const char around[] = "\"'`()[]<>.,;:!?";
	struct text word = *rest;
	size_t len = 0;

	while (len < rest->len && !strchr(" \t\n", rest->ptr[len]))
		len++;
	word.len = len;
	*rest = skip(*rest, len < rest->len ? len + 1 : len);
	while (word.len && strchr(around, *word.ptr))
		word = skip(word, 1);
	while (word.len && strchr(around, word.ptr[word.len - 1]))
		word.len--;
	return word;
}

bool mdlink_misleads(struct text text, struct text url)
{
	struct text target = host_of(url);

	while (text.len) {
		struct text host = host_of(next_word(&text));

		if (is_host(host) &&
		    (host.len != target.len ||
		     strncasecmp(host.ptr, target.ptr, host.len) != 0))
			return true;
	}
	return false;
}
