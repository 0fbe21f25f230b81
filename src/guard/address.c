#include <string.h>

#include "guard/form.h"
#include "guard/value.h"

#define USER_MAX     128
#define PASSWORD_MIN 4	/* "http://a:b@c" is of a manual */
#define PASSWORD_MAX 256
#define HOOK_MAX     400
#define LINE_MAX     200

/* Up to `stop`, or to what ends an address in running text. */
static size_t run_of_address(struct text t, size_t at, size_t most, char stop)
{
	size_t n = 0;

	for (; n < most && at + n < t.len && t.ptr[at + n] != stop; n++)
		if ((unsigned char)t.ptr[at + n] < 128 &&
		    !chars_in(CHARS_ADDRESS, t.ptr[at + n]))
			break;
	return n;
}

/* Is the value one that programs put together ("$PASS", "%s", "password")? */
static bool is_stand_in(struct text v)
{
	static const char *const words[] = { "password", "passwd", "pass",
					     "pwd", "secret", "token", "pw" };
	struct text left = v;

	if (!v.len || memchr(v.ptr, '$', 1) || v.ptr[0] == '%' ||
	    memchr("{<[(:*", v.ptr[0], 6))
		return true;
	while (left.len && chars_in(CHARS_DIGIT, left.ptr[left.len - 1]) &&
	       v.len - left.len < 1)
		left.len--;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (chars_begin(left.ptr, left.len, words[i]) &&
		    left.len == strlen(words[i]))
			return true;
	return value_is_placeholder(v);
}

/* RFC 3986, 3.2.1: scheme://user:password@host, the user may be empty. */
bool form_url(const struct form *f, struct text t, size_t at, struct span *out)
{
	size_t user = at + 3, colon, end, most = t.len;
	struct text v;

	(void)f;
	if (!chars_run_back(CHARS_SCHEME, t.ptr + at, at < 2 ? at : 2))
		return false;
	if (most > user + USER_MAX)
		most = user + USER_MAX;
	for (colon = user; colon < most; colon++)
		if (!chars_in(CHARS_URL64_TILDE, t.ptr[colon]) &&
		    t.ptr[colon] != '%' && t.ptr[colon] != '+')
			break;
	if (colon == most || t.ptr[colon] != ':')
		return false;
	end = colon + 1 + run_of_address(t, colon + 1, PASSWORD_MAX, '/');
	v = (struct text){ t.ptr + colon + 1, end - colon - 1 };
	v.ptr = memchr(v.ptr, '@', v.len);
	if (!v.ptr)
		return false;
	/* a password may hold an "@" that was not escaped, but no "/" */
	for (const char *p = v.ptr; p < t.ptr + end; p++)
		if (*p == '@')
			v.ptr = p;
	v.len = (size_t)(v.ptr - t.ptr) - colon - 1;
	v.ptr = t.ptr + colon + 1;
	if (v.len < PASSWORD_MIN || is_stand_in(v) ||
	    colon + 2 + v.len >= t.len ||
	    !chars_in(CHARS_ALNUM, v.ptr[v.len + 1]))
		return false;
	*out = (struct span){ .start = colon + 1, .len = v.len };
	return true;
}

/* The path behind the host is the secret; its last part is drawn. */
bool form_webhook(const struct form *f, struct text t, size_t at,
		  struct span *out)
{
	size_t from = at + strlen(f->anchor);
	size_t end = from + run_of_address(t, from, HOOK_MAX, '?');
	size_t last = from;


	while (end > from && memchr(".,;:)]!?", t.ptr[end - 1], 8))
		end--;
	for (size_t i = from; i < end; i++)
		if (t.ptr[i] == '/')
			last = i + 1;
	if (last == from ||
	    !value_is_random((struct text){ t.ptr + last, end - last }))
		return false;
	*out = (struct span){ .start = from, .len = end - from };
	return true;
}

/* Azure's shared access signature: 32 bytes in base64, escaped or not. */
bool form_sas(const struct form *f, struct text t, size_t at, struct span *out)
{
	size_t from = at + strlen(f->anchor), most = t.len - from, n;

	if (at && t.ptr[at - 1] != '&' && t.ptr[at - 1] != '?' &&
	    t.ptr[at - 1] != ';')
		return false;
	n = chars_run(CHARS_PERCENT, t.ptr + from, most < 200 ? most : 200);
	if (n < 43 || n > 120 ||
	    !value_is_random((struct text){ t.ptr + from, n }))
		return false;
	*out = (struct span){ .start = from, .len = n };
	return true;
}

/* Where the line that byte `at` is on begins and ends, a bounded way off. */
static struct text line_around(struct text t, size_t at, size_t most)
{
	size_t start = at, end = at;

	while (start && at - start < most && t.ptr[start - 1] != '\n')
		start--;
	while (end < t.len && end - at < most && t.ptr[end] != '\n' &&
	       t.ptr[end] != '\r')
		end++;
	return (struct text){ t.ptr + start, end - start };
}

/* libpq's password file: host:port:database:user:password, a whole line. */
bool form_pgpass(const struct form *f, struct text t, size_t at,
		 struct span *out)
{
	struct text line = line_around(t, at, PASSWORD_MAX), v;
	const char *p = t.ptr + at + strlen(f->anchor);
	const char *end = line.ptr + line.len;

	if (!line.len || memchr(line.ptr, ' ', line.len) ||
	    memchr(line.ptr, '/', (size_t)(t.ptr + at - line.ptr)))
		return false;
	for (int i = 0; i < 2; i++) {
		p = p < end ? memchr(p, ':', (size_t)(end - p)) : NULL;
		if (!p)
			return false;
		p++;
	}
	v = (struct text){ p, (size_t)(end - p) };
	if (is_stand_in(v))
		return false;
	*out = (struct span){ .start = (size_t)(p - t.ptr), .len = v.len };
	return true;
}

/* curl -u USER:PASSWORD, --user USER:PASSWORD */
bool form_curl_user(const struct form *f, struct text t, size_t at,
		    struct span *out)
{
	size_t from = at + strlen(f->anchor), n;
	size_t back = at < LINE_MAX ? at : LINE_MAX;
	struct text v;

	from += from < t.len && memchr("\"'", t.ptr[from], 2);
	n = chars_run(CHARS_NAME, t.ptr + from,
		      t.len - from < USER_MAX ? t.len - from : USER_MAX);
	if (!n || from + n == t.len || t.ptr[from + n] != ':')
		return false;
	v.ptr = t.ptr + from + n + 1;
	v.len = run_of_address(t, from + n + 1, PASSWORD_MAX, '/');
	if (v.len < 4 || is_stand_in(v) ||
	    !chars_hold(t.ptr + at - back, back, "curl"))
		return false;
	*out = (struct span){ .start = from + n + 1, .len = v.len };
	return true;
}
