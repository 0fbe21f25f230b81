#ifndef SHUNT_ROUTE_EXPLAIN_H
#define SHUNT_ROUTE_EXPLAIN_H

#include <stdbool.h>

#include "base/buf.h"
#include "route/classify.h"
#include "route/flip.h"
#include "route/plan.h"

/*
 * A decision in words, for people. Pure: text goes into the buffer, whose
 * owner asks buf_check() at the end. Names come from the configuration and
 * from vendors: all of them pass through text_safe_line(). Numbers do not
 * depend on the locale.
 */

/* About two digits: "$0.0004", "$0.012", "$1.50", "<$0.0001"; "unknown". */
void explain_money(double usd, struct buf *out);

/* Why a candidate stands where it does, or was ruled out. */
void explain_why(const struct plan *p, const struct candidate *c,
		 struct buf *out);

/* What speaks against a candidate that the user named; or nothing. */
void explain_caution(const struct plan *p, const struct candidate *c,
		     struct buf *out);

/*
 * The route in one line, without a newline:
 *
 *	summarization 0.94, difficulty 0.21 -> endpoint/model, about $0.0004
 *	(next: other/model +$0.0002)
 *
 * `forced` says that the user named the task.
 */
void explain_line(const struct verdict *v, bool forced, const struct plan *p,
		  struct buf *out);

/* Several lines, for `shunt route` on a terminal; each ends with newline. */
void explain_route(const struct verdict *v, bool forced, const struct plan *p,
		   const struct flip *f, struct buf *out);

#endif
