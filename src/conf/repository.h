#ifndef SHUNT_CONF_REPOSITORY_H
#define SHUNT_CONF_REPOSITORY_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "conf/config.h"
#include "conf/setting.h"

/*
 * .shunt.ini at the top of a git work tree: what a repository may say. It
 * can only narrow what the user allows, and say how its commits look; it is
 * read only where it is a regular file of the user's that nobody else can
 * write. Keys stand without a section, or below [policy].
 */

/* The keys; config.ini has none of these. Ends with name NULL. */
extern const struct setting repository_keys[];

#define REPOSITORY_FILE ".shunt.ini"

/*
 * Looks for the top of the work tree that `dir` (absolute) is in, by its
 * .git, without asking git, and narrows `c` by what its file says. Fills
 * c->repository. What cannot be honoured (a file of another user, a mistake,
 * keys that a repository may not set) is put into `warning`, in one line
 * that is empty else; nothing of it is an error.
 */
void repository_narrow(struct config *c, const char *dir, struct buf *warning);
void repository_release(struct repository_section *r);

#endif
