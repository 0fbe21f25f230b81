#ifndef SHUNT_GIT_MESSAGE_H
#define SHUNT_GIT_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/* Commit messages: the file that git edits, and what models return. Pure. */

#define MAX_MESSAGE ((size_t)16 << 10)	/* a message of ours, at most */

/*
 * What begins a comment line in this file, by what git_settings has: with
 * "auto" git chose a character before it wrote the file, so the file's last
 * lines show which. Borrowed of one of the two, or a constant.
 */
struct text message_comment(struct text file, const char *setting);

/* The two parts of a message file; together they are all of it. */
struct message_parts {
	struct text own;	/* the message itself */
	struct text rest;	/* git's own comments, scissors and the diff */
};

void message_split(struct text file, struct text comment,
		   struct message_parts *parts);

/*
 * Has nobody written a message yet? Blank lines, comments and the trailers
 * that `git commit -s` and --trailer put there are none.
 */
bool message_is_empty(struct text own, struct text comment);

/*
 * Adds the file with a cleaned message on top of it, a blank line between
 * them, and every byte of the file behind it.
 */
void message_put(struct text file, struct text message, struct buf *out);

struct message_style {
	struct text comment;	/* of message_comment(); empty: none */
	size_t subject_max;	/* characters of the subject; 0: 72 */
	size_t width;		/* characters of a line of the body; 0: 72 */
	struct text known;	/* what the model was told: the user's hint,
				   the branch. Issues named here are real */
};

/*
 * Adds the message that a model returned, as git should have it: UTF-8
 * without controls and what hides text; no fence, no words around it, no
 * quotes, no Markdown in the subject; no trailer that it cannot know
 * (Signed-off-by and all others of that kind, Change-Id, Cc; Fixes, Closes,
 * Link and their like but for what is `known`); no line that git would drop
 * as a comment, or `git am` take for the beginning of a diff, a header or
 * another mail: such a line gets a blank in front. The subject is cut at a
 * word, and what was cut stands in the body; the body is wrapped, but for
 * code, tables and long words.
 *
 * ERR_PROTO when nothing is left, or for a message with the placeholder of a
 * secret in it ("[secret:"); ERR_TOOBIG.
 */
MUST_CHECK
int message_clean(struct text raw, const struct message_style *style,
		  struct buf *out, struct err *err);

/*
 * Adds a message in the encoding that git expects in the file: UTF-8, unless
 * i18n.commitEncoding says other (NULL: it does not). Latin-1 is known; of
 * others only ASCII, into which typographic quotes, dashes and dots are
 * turned. ERR_PROTO for what cannot be said in it.
 */
MUST_CHECK
int message_encode(struct text message, const char *encoding, struct buf *out,
		   struct err *err);

#endif
