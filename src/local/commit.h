#ifndef SHUNT_LOCAL_COMMIT_H
#define SHUNT_LOCAL_COMMIT_H

#include "base/buf.h"
#include "diff/digest.h"
#include "local/commit_style.h"

/*
 * builtin/commit: a commit message from the shape of a change alone. Pure
 * and deterministic.
 *
 * It says what can be seen: what was added, removed, renamed, replaced or
 * touched, and where. It never says why, and never that something was
 * repaired, but for words whose spelling changed by a letter or two in
 * comments and documents. The area comes from the paths, in the words that
 * the repository's subjects use; the subject keeps to their length. A short
 * list follows where several files of different names changed.
 */

enum commit_confidence {
	COMMIT_MECHANICAL,	/* the shape says all: no model knows more */
	COMMIT_NAMED,		/* what was added or removed has a name */
	COMMIT_GUESS,		/* only where something changed is known */
};

/*
 * The message for what `d` holds (digest_end() was called), in the style `s`
 * (commit_style_learn(); with no subjects for none). Adds to `out`: the
 * subject, and, where there is a body, a blank line and its lines, each
 * ended by a newline. Nothing is added, and COMMIT_GUESS returned, when the
 * digest has no files.
 */
enum commit_confidence commit_message(const struct digest *d,
				      const struct commit_style *s,
				      struct buf *out);

#endif
