#ifndef SHUNT_APP_COMMIT_INDEX_H
#define SHUNT_APP_COMMIT_INDEX_H

#include "base/err.h"
#include "git/git.h"

/*
 * What `git commit -a` would commit, without staging it: a copy of the index
 * beside it, with all changed files in it, which git is told to use
 * (GIT_INDEX_FILE) until it is released. Nobody's index is touched.
 */
struct commit_index {
	char *path;	/* private; NULL: none */
	char *before;	/* private: GIT_INDEX_FILE as it was; NULL: unset */
};

#define COMMIT_INDEX_INIT { .path = NULL }

MUST_CHECK
int commit_index_all(struct commit_index *x, const struct git *g,
		     struct err *err);
void commit_index_release(struct commit_index *x);

#endif
