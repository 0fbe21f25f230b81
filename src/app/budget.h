#ifndef SHUNT_APP_BUDGET_H
#define SHUNT_APP_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/settings.h"
#include "route/plan.h"
#include "store/state.h"

/*
 * What may still be spent, by the days and months of local time. Soft by the
 * calls in flight: several at once see the same sums.
 */
struct budget {
	long day, month;	/* 20261122, 202611: today */
	double spent_day, spent_month;
	double left;		/* USD, >= 0; NAN: no budget is set */
	const char *name;	/* of the one that is nearest: "budget_day" */
	double limit, spent;	/* of that one */
};

void budget_read(struct budget *b, const struct settings *set,
		 const struct state *st, int64_t wall);

/*
 * When the plan is empty for its ceiling alone: ERR_NOCAND with the figures
 * (what is spent, what is left, what the cheapest would have cost). 0 when
 * money is not the reason.
 */
MUST_CHECK
int budget_none(const struct budget *b, const struct plan *plan,
		double max_cost, struct err *err);

#endif
