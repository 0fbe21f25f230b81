#include "wire/timer.h"

#include <stddef.h>

void timer_stop(struct timers *list, struct timer *t)
{
	struct timer **at = &list->first;

	while (*at && *at != t)
		at = &(*at)->next;
	if (*at)
		*at = t->next;
	t->at = 0;
	t->next = NULL;
}

void timer_set(struct timers *list, struct timer *t, long long at)
{
	timer_stop(list, t);
	t->at = at > 0 ? at : 1;
	t->next = list->first;
	list->first = t;
}

static struct timer *earliest(const struct timers *list)
{
	struct timer *found = list->first;

	for (struct timer *t = found; t; t = t->next)
		if (t->at < found->at)
			found = t;
	return found;
}

long long timers_fire(struct timers *list, long long now, long long most)
{
	struct timer *t = earliest(list);

	for (; t && t->at <= now; t = earliest(list)) {
		timer_stop(list, t);
		t->fire(t->ctx);
	}
	return t && t->at - now < most ? t->at - now : most;
}
