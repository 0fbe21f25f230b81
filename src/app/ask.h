#ifndef SHUNT_APP_ASK_H
#define SHUNT_APP_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "app/attempt.h"
#include "app/caller.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "conf/config.h"
#include "provider/provider.h"
#include "store/state.h"
#include "view/sink.h"
#include "wire/frames.h"
#include "wire/http.h"

/*
 * One ask: targets are tried in order until one has answered. It is a state
 * machine that the loop of wire/http drives; several can run in one loop.
 *
 *	PLAN    the next target, or the same once more, is being set up
 *	WAIT    a timer runs before the next attempt
 *	CONNECT the request is on its way, no answer yet
 *	STREAM  a 2xx answer is being read
 *	DONE    `err` is the outcome; ERR_NONE: a whole answer was shown
 */
enum ask_state { ASK_PLAN, ASK_WAIT, ASK_CONNECT, ASK_STREAM, ASK_DONE };

#define ASK_ATTEMPTS 10		/* most calls for one ask, whatever happens */

/* What to ask, of whom, and how. All borrowed. */
struct ask_order {
	const struct settings *set;
	struct text ask;		/* for the embedded engine: what */
	const struct text *docs;	/* it is asked, and of which texts */
	size_t doc_count;
	struct text system;
	const struct turn *turns;	/* oldest first; the prompt is last */
	size_t turn_count;
	struct text schema;		/* empty: none */
	const char *conversation;	/* its id, or NULL */
	double input_tokens;		/* of it all, estimated */
	const struct state *state;	/* what was learned earlier; or NULL */
	const struct target *targets;
	size_t target_count;
	struct sink *sink;	/* the answer's text */
	/*
	 * The loop lives on: behind the end mark the transfer gets a moment
	 * to end by itself, so that its connection can serve the next ask.
	 */
	bool keep_connection;
};

struct ask {
	/* read-only for others; all else is private */
	enum ask_state state;
	struct err err;			/* the outcome, once DONE */
	struct attempt attempts[ASK_ATTEMPTS];
	size_t attempt_count;
	const struct target *answered;	/* who gave what was shown, or NULL */
	struct reply reply;		/* of the last attempt */
	long long first_ms, total_ms;	/* from the start; first: -1 if none */
	size_t shown;			/* bytes of text handed to the sink */
	bool cut;			/* what was shown is not whole */

	struct ask_order o;
	struct http *loop;
	struct http_call *call;
	size_t target;			/* index */
	unsigned tries;			/* of this target */
	long long started, attempt_started;
	long long attempt_first;	/* ms to its first text; -1 */
	struct timer wait, linger, deadline;
	struct caller caller;
	struct http_request rq;
	struct http_options options;
	struct request request;
	unsigned flags;			/* endpoint's, less what was dropped */
	bool dropped;			/* a field was left out once */
	struct frames frames;		/* of the answer */
};

/*
 * Starts it; targets that the loop is needed for are called when it runs.
 * `loop` may be NULL where ask_needs_loop() is false.
 */
void ask_start(struct ask *a, const struct ask_order *order,
	       struct http *loop);
bool ask_needs_loop(const struct ask_order *order);
bool ask_needs_tls(const struct ask_order *order);

/* Who is asked now, or was asked last. */
const struct target *ask_target(const struct ask *a);

/* Ends it from outside (a signal, a broken stdout) with that outcome. */
void ask_stop(struct ask *a, const struct err *why);
void ask_release(struct ask *a);

/* The request that the order makes of the prompt. */
void ask_request(const struct ask_order *order, enum effort effort,
		 struct request *rq);

#endif
