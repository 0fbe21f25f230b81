#include "provider/token.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"

/* The value of a digit of base64url (RFC 4648, 5), or -1. */
static int digit(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789-_";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

static bool decode(struct text t, struct buf *out)
{
	unsigned bits = 0, have = 0;

	for (size_t i = 0; i < t.len; i++) {
		int v = digit(t.ptr[i]);

		if (v < 0)
			return false;
		bits = (bits << 6 | (unsigned)v) & 0xFFFF;
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		buf_addch(out, (char)(bits >> have & 0xFF));
	}
	return true;
}

/* Of "HEADER.CLAIMS.SIGNATURE" the middle. */
bool token_expiry(struct text token, int64_t *at)
{
	struct buf claims = BUF_INIT(MAX_KEY);
	const char *end = token.ptr + token.len, *from, *to;
	struct json *j = NULL;
	long long exp = -1;

	from = token.len ? memchr(token.ptr, '.', token.len) : NULL;
	to = from ? memchr(from + 1, '.', (size_t)(end - from - 1)) : NULL;
	if (!to)
		return false;
	if (decode((struct text){ from + 1, (size_t)(to - from - 1) },
		   &claims) &&
	    !json_parse(claims.ptr, claims.len, &j, NULL) &&
	    json_integer(json_get(j, "exp"), &exp) && exp > 0)
		*at = exp;
	json_free(j);
	buf_wipe(&claims);
	return exp > 0;
}
