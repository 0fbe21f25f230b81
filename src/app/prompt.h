#ifndef SHUNT_APP_PROMPT_H
#define SHUNT_APP_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "app/compose.h"
#include "app/secrets.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "provider/provider.h"
#include "route/classify.h"

/* All that is asked. Every byte of it is held once. */

struct document {
	const char *name;	/* as given with -f; "" for standard input */
	char *own_name;		/* the same, owned; NULL: it is borrowed */
	struct buf text;
};

struct picture {
	const char *name;	/* likewise */
	const char *type;	/* "image/png"; static */
	struct buf bytes;
};

struct prompt {
	struct buf ask;		/* the user's words, or standard input alone */
	struct document *docs;
	size_t doc_count;
	struct picture *pictures;
	size_t picture_count;
	struct secrets *secrets;	/* what was done about those in it */
	/* views of the above */
	struct text *doc_texts, *doc_names;
	struct image *images;
	struct composed message;	/* documents in blocks, then the ask */
};

/*
 * Words, standard input and files, as the settings say, with the policy of
 * `secrets` applied, which outlives the prompt. ERR_USAGE for nothing to ask,
 * binary input, a directory; ERR_IO for a missing or unreadable file and for
 * more than MAX_PROMPT in all; ERR_NOCAND where the policy refuses.
 */
MUST_CHECK
int prompt_read(struct prompt *p, const struct app *app,
		struct secrets *secrets, struct err *err);

/*
 * Of texts that are taken over (emptied): an ask, and documents, whose names
 * are borrowed. The latter must be text.
 */
MUST_CHECK
int prompt_take(struct prompt *p, struct secrets *secrets, struct buf *ask,
		struct document *docs, size_t count, struct err *err);

/* Puts another ask, taken over likewise, in the place of the one there is. */
MUST_CHECK
int prompt_again(struct prompt *p, struct buf *ask, struct err *err);

/* All of standard input, with a word when nothing comes for long. */
MUST_CHECK
int prompt_stdin(size_t max, struct buf *out, struct err *err);

/* One text as prompt_read() takes it, from a file or from "-", stdin. */
MUST_CHECK
int prompt_read_text(const char *name, struct buf *out, struct err *err);
void prompt_release(struct prompt *p);

struct prompt_view prompt_view(const struct prompt *p);

/* Bytes of the ask and of all documents. */
size_t prompt_size(const struct prompt *p);

#endif
