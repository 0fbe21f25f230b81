#ifndef SHUNT_APP_COMMIT_MAKE_H
#define SHUNT_APP_COMMIT_MAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "base/buf.h"
#include "base/err.h"
#include "diff/digest.h"
#include "git/git.h"
#include "git/repo.h"
#include "git/staged.h"
#include "local/commit.h"

/*
 * Messages for what is about to be committed: looked at through git, written
 * by the embedded engine where the change is small and mechanical or nobody
 * else may be asked, else by whom the router chooses. The steps stand in
 * their order.
 */
#define COMMIT_MOST 9		/* candidates */

struct commit_make {
	struct app *app;
	struct git git;
	const char *command;		/* for the log */
	bool amend;
	const char *hint;		/* what the user says of it; or NULL */
	/* read-only: what it is about */
	struct git_settings settings;
	char key[GIT_KEY_SIZE];		/* the same for the same change */
	struct digest digest;
	struct buf subjects;		/* of the last commits, a line each */
	struct commit_style style;
	/* and what came of it */
	struct buf messages[COMMIT_MOST];	/* clean, in UTF-8, but for
						   what was edited */
	size_t count;
	char by[MODEL_NAME_MAX + 1];	/* who wrote them: endpoint/model */
	bool kept;			/* they were made earlier */
};

void commit_make_init(struct commit_make *m, struct app *app,
		      const char *command);
void commit_make_release(struct commit_make *m);

/* How the repository is set up. ERR_USAGE where there is none. */
MUST_CHECK
int commit_make_settings(struct commit_make *m, struct err *err);

/* Looks at what is staged; without any, m->digest.total is 0. */
MUST_CHECK
int commit_make_look(struct commit_make *m, struct err *err);

/*
 * Makes up to `count` messages. Errors are those of an ask; ERR_PROTO where
 * what came back is no message. Not where nobody could be asked: then the
 * message is the embedded engine's.
 */
MUST_CHECK
int commit_make_write(struct commit_make *m, size_t count, struct err *err);

/* The embedded engine's message alone. */
MUST_CHECK
int commit_make_embedded(struct commit_make *m, struct err *err);

/* Takes what the user wrote himself: it is kept to the letter. */
void commit_make_edited(struct commit_make *m, struct text message);

/*
 * Messages for one change are kept in the repository, so that a commit that
 * failed (a hook, an editor left) costs nothing the second time. Recalling
 * gives false where none are kept for this change.
 */
void commit_make_keep(const struct commit_make *m);
bool commit_make_recall(struct commit_make *m);

#endif
