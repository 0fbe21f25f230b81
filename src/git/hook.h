#ifndef SHUNT_GIT_HOOK_H
#define SHUNT_GIT_HOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "git/git.h"

/*
 * The prepare-commit-msg hook: a small sh script of ours, in the folder where
 * git looks. It runs the hook that stood there before, decides the cases
 * that need no program, and ends with 0 whatever becomes of shunt; only what
 * the earlier hook refuses is refused.
 */

enum hook_kind {
	HOOK_NONE,
	HOOK_OURS,
	HOOK_FOREIGN,	/* any other file or link */
	HOOK_STRANGE	/* a folder, a device */
};

/* Whose the folder is: in what others manage we write nothing. */
enum hook_manager {
	HOOK_PLAIN,
	HOOK_HUSKY,	/* core.hooksPath is .husky or .husky/_ */
	HOOK_LEFTHOOK,	/* a lefthook.yml, and hooks that it has made */
	HOOK_TRACKED	/* files of the folder are under version control */
};

struct hook {
	char *dir;		/* where git looks, absolute */
	char *path;		/* the hook in it */
	char *top;		/* of the work tree; NULL: bare */
	enum hook_manager manager;
	enum hook_kind kind;
	bool executable;	/* git skips it where it is not */
	bool elsewhere;		/* core.hooksPath: no folder of this .git */
	/* of ours */
	char *shunt;		/* the program it runs */
	char *before;		/* what it runs first, in `dir`; NULL: none */
	/* of a manager */
	char *by_hand;		/* the file where our line goes */
	bool added;		/* and is there already */
};

/* Finds it all; nothing is changed. Release it also after a failure. */
MUST_CHECK
int hook_find(const struct git *g, struct hook *h, struct err *err);
void hook_release(struct hook *h);

/*
 * Installs it for the program `shunt` (an absolute path), or makes what is
 * there new. A foreign hook is kept as it is beside it, and run first. What
 * `h` says of it is then as it became. ERR_CONFIG where a manager has the
 * folder, ERR_IO where it cannot be written; hook_line() says what to add by
 * hand.
 */
MUST_CHECK
int hook_install(struct hook *h, const char *shunt, struct err *err);

/*
 * Takes ours away and puts back what stood there, byte for byte and with its
 * mode; nothing is done, and that is no failure, where there is none of
 * ours.
 */
MUST_CHECK
int hook_uninstall(struct hook *h, struct err *err);

/* What to add by hand, in the manager's language: whole lines. */
void hook_line(const struct hook *h, const char *shunt, struct buf *out);

/*
 * Pure: the script for a program and the name of an earlier hook (NULL:
 * none); and what a script is told by, with both of them allocated. False,
 * and both NULL, for what is not ours.
 */
void hook_script(const char *shunt, const char *before, struct buf *out);
bool hook_script_read(struct text script, char **shunt, char **before);

/*
 * Is a message wanted, by the hook's second argument (NULL: there is none)
 * and GIT_EDITOR? Only where it came from nowhere and an editor will open;
 * git says ":" where none will. The script asks the same.
 */
bool hook_is_wanted(const char *source, const char *editor);

/* Adds a text as one word of sh, whatever is in it (but NUL). */
void hook_quote(const char *word, struct buf *out);

#endif
