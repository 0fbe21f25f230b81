#include "store/health.h"

#include <math.h>

#define DAY_MS 86400000L
#define SKILL_MOST 0.10
#define SKILL_HALF 8	/* ratings that move half of it */

bool health_opens(enum err_kind kind)
{
	return kind == ERR_QUOTA || kind == ERR_NET || kind == ERR_TIMEOUT ||
	       kind == ERR_VENDOR;
}

long health_cooldown(enum err_kind kind, unsigned failures, long hint_ms,
		     bool final)
{
	long ms = COOL_FIRST;

	if (!health_opens(kind))
		return 0;
	while (failures-- && ms < COOL_MOST)
		ms *= 2;
	if (ms > COOL_MOST)
		ms = COOL_MOST;
	if (final && ms < COOL_MONEY)
		ms = COOL_MONEY;
	if (hint_ms > DAY_MS)
		hint_ms = DAY_MS;
	return hint_ms > ms ? hint_ms : ms;
}

double health_mean(double old, double sample)
{
	if (!isfinite(sample))
		return old;
	return isfinite(old) ? old + (sample - old) / 8 : sample;
}

double health_skill(unsigned good, unsigned bad)
{
	double up = good, down = bad;

	return SKILL_MOST * (up - down) / (up + down + SKILL_HALF);
}
