#ifndef SHUNT_GIT_STAGED_H
#define SHUNT_GIT_STAGED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "git/git.h"
#include "git/repo.h"

/*
 * What a commit would hold, against what it would stand on. All of it comes
 * from plumbing with the user's and the repository's habits for diffs shut
 * off (external programs, textconv, colours, prefixes, submodule logs), so
 * that it can be read by program. Paths are as `core.quotePath=false` has
 * them: bytes over 0x7F as they are; in "..." with C's escapes where there
 * is a quote, a backslash or a control character in it. A file over 8 MiB is
 * told of as a binary. Nothing is written, neither the index nor an object.
 */

/*
 * The name of what to compare with: HEAD, for an amended commit what HEAD
 * stands on, and the empty tree where there is none.
 */
MUST_CHECK
int git_base(const struct git *g, bool amend, char base[GIT_ID_SIZE],
	     struct err *err);

enum git_format {
	GIT_PATCH,	/* a unified diff, renames found */
	GIT_NUMSTAT,	/* -z: added TAB deleted TAB path NUL, see git-diff */
	GIT_RAW		/* -z: modes, ids, status; for every file, exactly */
};

/*
 * The index against `base`, in pieces of at most 64 KiB: `fn` is as of
 * proc_stream(), 1 says that it is enough.
 */
MUST_CHECK
int git_staged(const struct git *g, const char *base, enum git_format format,
	       proc_fn *fn, void *ctx, struct err *err);

#define GIT_KEY_SIZE (GIT_ID_SIZE + 20)

/*
 * A name for "this commit, made here": `base` and a hash of all that is
 * staged. The same again means that a message made for it still fits.
 */
MUST_CHECK
int git_staged_key(const struct git *g, const char *base,
		   char key[GIT_KEY_SIZE], struct err *err);

#endif
