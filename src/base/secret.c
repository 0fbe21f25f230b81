#include "base/secret.h"

#include <string.h>

#include "base/text.h"

#define PART 8		/* as much of a key's beginning is hidden too */

void secret_init(struct secret *s)
{
	*s = (struct secret)SECRET_INIT;
}

void secret_release(struct secret *s)
{
	buf_wipe(&s->bytes);
	secret_init(s);
}

static int set_from(struct secret *s, unsigned char least, const char *bytes,
		    size_t len, const char *source, struct err *err)
{
	secret_release(s);
	/* what is released is all NUL, so that the name is ended */
	text_safe_line(s->source, sizeof(s->source), source, strlen(source));
	if (len && bytes[len - 1] == '\n')
		len--;
	if (len && bytes[len - 1] == '\r')
		len--;
	if (!len)
		return err_set(err, ERR_CONFIG, "the key in %s is empty",
			       source);
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)bytes[i] < least || bytes[i] == 0x7F)
			return err_set(err, ERR_CONFIG, "the key in %s has a "
				       "blank or control character at byte "
				       "%zu", source, i + 1);
	if (buf_add(&s->bytes, bytes, len))
		return err_set(err, ERR_CONFIG, "the key in %s is over %zu "
			       "bytes", source, MAX_KEY);
	return 0;
}

int secret_set(struct secret *s, const char *bytes, size_t len,
	       const char *source, struct err *err)
{
	return set_from(s, '!', bytes, len, source, err);
}

int secret_set_phrase(struct secret *s, const char *bytes, size_t len,
		      const char *source, struct err *err)
{
	return set_from(s, ' ', bytes, len, source, err);
}

void secret_hide(const struct secret *s, char *text)
{
	const char *key = s->bytes.ptr;
	size_t n;

	for (char *p = text; s->bytes.len && *p; p += n ? n : 1) {
		n = 0;
		while (p[n] && p[n] == key[n])
			n++;
		/* lines are cut to their length, also within a key */
		if (n < PART && n < s->bytes.len)
			n = 0;
		memset(p, '*', n);
	}
}
