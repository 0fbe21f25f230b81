#ifndef SHUNT_GUARD_MASK_H
#define SHUNT_GUARD_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "guard/find.h"

/*
 * Puts placeholders, [secret:KIND:TAG-N], where secrets stand, and knows
 * which is which until it is released (which wipes). TAG is random, so that
 * no text can hold a placeholder that we did not make; the same secret gets
 * the same N wherever it stands.
 */
struct mask;

#define MASK_TAG_MAX   32	/* a longer tag is cut */
#define MASK_KIND_MAX  32	/* letters, digits and "-" of a kind */
#define MASK_PLACE_MAX 96	/* a whole placeholder is shorter */

/* `tag`: six or more of [a-z0-9], from a random source. */
struct mask *mask_new(const char *tag);
void mask_free(struct mask *m);		/* NULL is fine */
size_t mask_count(const struct mask *m);	/* different secrets */

/*
 * Adds the text with the spans replaced. What looks like a placeholder of
 * this tag already is left alone.
 */
void mask_text(struct mask *m, struct text t, const struct spans *spans,
	       struct buf *out);

/*
 * What p begins with: MASK_PART when it is cut before that is known.
 * MASK_OURS sets *secret (borrowed) and *len, the placeholder's length.
 */
enum mask_place { MASK_NONE, MASK_PART, MASK_OURS };

enum mask_place mask_at(const struct mask *m, const char *p, size_t size,
			struct text *secret, size_t *len);

/*
 * Takes placeholders back out of a stream that is cut anywhere: what might
 * be the beginning of one is held back until it is known. A placeholder
 * inside a URL or the target of a link is left as it is, for a request to
 * that address would carry the secret away; so is one that we did not make.
 *
 * A URL begins with "://", "www." or "mailto:" and ends with white space, a
 * double quote, a backtick, "<" or ">"; brackets may be part of one. The
 * target of a Markdown link, "](...)", ends with its closing bracket or the
 * line, that of a definition, "]: ...", with white space; the value of an
 * attribute href, src, srcset, action or poster with its quote, and
 * CSS's url( with its bracket.
 */
struct unmask {
	const struct mask *mask;
	/* private */
	int (*text)(void *ctx, struct text piece, struct err *err);
	void *ctx;
	char held[MASK_PLACE_MAX];
	size_t held_len;
	char last[8];		/* what was handed on last, in lower case */
	unsigned char state;	/* enum where */
	char quote;		/* of the attribute; 0: none */
	bool begun;		/* the target is more than blanks by now */
	unsigned depth;		/* open brackets in the target */
};

void unmask_init(struct unmask *u, const struct mask *m,
		 int (*text)(void *ctx, struct text piece, struct err *err),
		 void *ctx);
MUST_CHECK
int unmask_feed(struct unmask *u, struct text piece, struct err *err);

/* Hands on what is still held back. */
MUST_CHECK
int unmask_end(struct unmask *u, struct err *err);

#endif
