#ifndef SHUNT_APP_DECIDE_H
#define SHUNT_APP_DECIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "app/ask.h"
#include "app/budget.h"
#include "app/history.h"
#include "app/learned.h"
#include "app/prompt.h"
#include "app/roster.h"
#include "app/wishes.h"
#include "base/err.h"
#include "route/classify.h"
#include "route/plan.h"

/*
 * From a prompt to the targets to try: the verdict, and the plan with the
 * endpoints, the catalog and the user's policy joined into its input.
 */
struct decision {
	struct verdict verdict;
	bool task_forced;	/* by -t or a role */
	bool model_forced;	/* by -m or a role */
	bool follow_up;		/* the task is that of the turn before */
	struct plan_input in;
	struct plan plan;
	struct target *targets;	/* as plan.candidates, the usable ones */
	size_t target_count;
	const struct wishes *wishes;	/* borrowed */
	struct state state;	/* what earlier calls have learned */
	struct budget budget;
	/* private: what the above points to */
	struct roster roster;
	struct plan_option *options;
	size_t *chain;
	const char **allow, **deny;
	char (*resting)[LEARNED_WORDS];
	int64_t now;		/* ms since the Epoch */
};

enum decide_flags {
	DECIDE_NO_NETWORK = 1 << 0	/* do not look for servers or lists */
};

/*
 * Secrets in the system text that is wished for are seen to first. A plan
 * without a candidate is no error here: plan.usable is then 0. Of a
 * conversation too long for every window, the oldest turns are left out.
 */
MUST_CHECK
int decide(struct decision *d, struct app *app, struct wishes *wishes,
	   struct prompt *prompt, struct history *history, unsigned flags,
	   struct err *err);
void decide_release(struct decision *d);

/* Was somebody ruled out by the length of it all? */
bool decide_too_long(const struct decision *d);

/* ERR_NOCAND, with its three lines about how to connect a model. */
int decide_none(const struct decision *d, struct app *app, struct err *err);

#endif
