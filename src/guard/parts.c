#include <string.h>

#include "guard/form.h"
#include "guard/value.h"

#define JWT_MAX ((size_t)64 << 10)

/* A run of the set at `at`, at most `most` and one more. */
static size_t run(struct text t, size_t at, enum chars set, size_t most)
{
	size_t left = t.len - at;

	return chars_run(set, t.ptr + at, left <= most ? left : most + 1);
}

static bool is_dot(struct text t, size_t at)
{
	return at < t.len && t.ptr[at] == '.';
}

static bool ends(struct text t, size_t at)
{
	return at == t.len || !chars_in(CHARS_WORD, t.ptr[at]);
}

/*
 * RFC 7519 and 7515: header, payload and signature, base64url; both of the
 * first are JSON objects ("{\"" is "eyJ"), but for RFC 7516, whose five
 * parts have any bytes. Without a signature ("alg":"none") it is none.
 */
bool form_jwt(const struct form *f, struct text t, size_t at, struct span *out)
{
	size_t end = at, parts = 0, n, least = 16;

	(void)f;
	if (!form_starts(t, at) || (at && t.ptr[at - 1] == '-'))
		return false;
	for (; parts < 5; parts++) {
		if (parts && !is_dot(t, end))
			break;
		n = run(t, end + (parts > 0), CHARS_URL64, JWT_MAX);
		if (n < least || n > JWT_MAX)
			break;
		end += n + (parts > 0);
		least = 8;
	}
	if (parts < 3)
		return false;
	*out = (struct span){ .start = at, .len = end - at };
	return !value_is_filler((struct text){ t.ptr + at, end - at });
}

/*
 * A bot's id in base64 (its first digit makes the first letter M, N or O),
 * a time and an HMAC.
 */
bool form_discord(const struct form *f, struct text t, size_t at,
		  struct span *out)
{
	size_t id, time, mac;

	(void)f;
	if (!form_starts(t, at))
		return false;
	id = run(t, at, CHARS_ALNUM, 28);
	if (id < 23 || id > 28 || !is_dot(t, at + id))
		return false;
	time = run(t, at + id + 1, CHARS_URL64, 6);
	if (time != 6 || !is_dot(t, at + id + 7))
		return false;
	mac = run(t, at + id + 8, CHARS_URL64, 38);
	if (mac < 27 || mac > 38)
		return false;
	*out = (struct span){ .start = at, .len = id + 8 + mac };
	return !value_is_filler((struct text){ t.ptr + at, out->len });
}

/* "pat", 14 characters of an id, and a SHA-256 in hex. */
bool form_airtable(const struct form *f, struct text t, size_t at,
		   struct span *out)
{
	(void)f;
	if (!form_starts(t, at) || run(t, at, CHARS_ALNUM, 17) != 17 ||
	    !is_dot(t, at + 17) ||
	    run(t, at + 18, CHARS_LOWER_HEX, 64) != 64 || !ends(t, at + 82))
		return false;
	*out = (struct span){ .start = at, .len = 82 };
	return !value_is_filler((struct text){ t.ptr + at + 18, 64 });
}

/* "1/", the number of a user, ":" and 32 characters. */
bool form_asana(const struct form *f, struct text t, size_t at,
		struct span *out)
{
	size_t id;

	(void)f;
	if (!form_starts(t, at))
		return false;
	id = run(t, at + 2, CHARS_DIGIT, 17);
	if (id < 13 || id > 17 || at + 2 + id >= t.len ||
	    t.ptr[at + 2 + id] != ':')
		return false;
	if (run(t, at + 3 + id, CHARS_LOWER_DIGIT, 32) != 32 ||
	    !ends(t, at + id + 35))
		return false;
	*out = (struct span){ .start = at, .len = id + 35 };
	return true;
}
