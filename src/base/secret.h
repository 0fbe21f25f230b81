#ifndef SHUNT_BASE_SECRET_H
#define SHUNT_BASE_SECRET_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * A credential. Its bytes are never printed, logged or put into an error;
 * `source` ("OPENAI_API_KEY", "~/.keys/openai") is what people are shown.
 */
struct secret {
	struct buf bytes;	/* one line, no controls; at most MAX_KEY */
	char source[160];	/* safe for a terminal */
};

#define SECRET_INIT { .bytes = BUF_INIT(MAX_KEY) }

void secret_init(struct secret *s);
void secret_release(struct secret *s);	/* wipes */

/*
 * Sets it from `len` bytes that came from `source`; one newline at the end
 * is dropped. Empty, controls (a newline within) or over MAX_KEY: ERR_CONFIG
 * that names the source and never the bytes.
 */
MUST_CHECK
int secret_set(struct secret *s, const char *bytes, size_t len,
	       const char *source, struct err *err);

/* The same for a passphrase, in which blanks stand as they are. */
MUST_CHECK
int secret_set_phrase(struct secret *s, const char *bytes, size_t len,
		      const char *source, struct err *err);

/* Puts stars over the key wherever it stands in `text` (a vendor's words). */
void secret_hide(const struct secret *s, char *text);

#endif
