#ifndef SHUNT_GIT_REPO_H
#define SHUNT_GIT_REPO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "git/git.h"

/* Where the repository is, how it is set up, and what its history holds. */

enum git_place {
	GIT_PLACE_TOP,		/* top of the work tree; a bare one has none */
	GIT_PLACE_DIR,		/* .git, or the worktree's own part of it */
	GIT_PLACE_COMMON,	/* .git, the part that worktrees share */
	GIT_PLACE_HOOKS		/* where git looks for hooks, or would */
};

#define GIT_PATH_MAX ((size_t)16 << 10)

/* An absolute path, allocated, whatever bytes it has; NULL on failure. */
MUST_CHECK
int git_place(const struct git *g, enum git_place place, char **path,
	      struct err *err);

/* Is there a repository at all, and is it a bare one? */
MUST_CHECK
int git_is_bare(const struct git *g, bool *bare, struct err *err);

#define GIT_ID_SIZE 80		/* an object's name (SHA-256: 64) and more */

/* The commit that HEAD names; "" where there is none yet. */
MUST_CHECK
int git_head(const struct git *g, char id[GIT_ID_SIZE], struct err *err);

/*
 * The subjects of the last commits, newest first, a line each, in UTF-8 (as
 * far as git can make it so); no merges, none where there is no commit yet.
 */
MUST_CHECK
int git_subjects(const struct git *g, unsigned count, struct buf *out,
		 struct err *err);

/* What the user set, as it is written; NULL and false: nothing. */
struct git_settings {
	/*
	 * What begins a comment line in a message file: "#" where nothing is
	 * set, "auto". core.commentString counts where this git knows it.
	 */
	char *comment;
	char *cleanup;		/* commit.cleanup */
	char *encoding;		/* i18n.commitEncoding; NULL: UTF-8 */
	char *hooks_path;	/* core.hooksPath, not expanded */
	bool template;		/* commit.template */
	bool verbose;		/* commit.verbose, but for no and 0 */
	bool status;		/* commit.status; true where unset */
};

MUST_CHECK
int git_settings_read(const struct git *g, struct git_settings *s,
		      struct err *err);
void git_settings_release(struct git_settings *s);

#endif
