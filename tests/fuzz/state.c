#include "store/state.h"

#include <math.h>
#include <string.h>

#include "fuzz.h"

/* What was read is in range, and comes back the same when written. */

static void check_ranges(const struct state *st)
{
	for (size_t i = 0; i < st->cooldown_count; i++)
		HOLDS(*st->cooldowns[i].endpoint && *st->cooldowns[i].why &&
		      st->cooldowns[i].until >= 0 &&
		      (!st->cooldowns[i].id || *st->cooldowns[i].id));
	for (size_t i = 0; i < st->pace_count; i++)
		HOLDS(!(st->paces[i].rate < 0) && !isinf(st->paces[i].rate) &&
		      strlen(st->paces[i].model) <= MODEL_NAME_MAX);
	for (size_t i = 0; i < st->habit_count; i++)
		HOLDS(st->habits[i].task < TASK_COUNT);
	for (size_t i = 0; i < st->quirk_count; i++)
		HOLDS(*st->quirks[i].field &&
		      !strpbrk(st->quirks[i].field, "\t\n"));
	HOLDS(st->spent_day >= 0 && st->spent_month >= 0);
}

static size_t rows(const struct state *st)
{
	return st->cooldown_count + st->pace_count + st->habit_count +
	       st->quirk_count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf in = BUF_INIT((size_t)1 << 20);
	struct buf once = BUF_INIT(STATE_MAX), twice = BUF_INIT(STATE_MAX);
	struct state st, again;
	struct err err = ERR_INIT;

	buf_add(&in, data, size);
	if (!state_parse(&st, &in, &err)) {
		check_ranges(&st);
		state_format(&st, &once);
		buf_add(&in, once.ptr, once.len);
		HOLDS(!state_parse(&again, &in, &err));
		HOLDS(rows(&again) <= rows(&st));
		state_format(&again, &twice);
		HOLDS(once.len == twice.len &&
		      !memcmp(once.ptr, twice.ptr, once.len));
		state_release(&again);
	}
	state_release(&st);
	buf_release(&in);
	buf_release(&once);
	buf_release(&twice);
	return 0;
}
