#include "wire/timer.h"

#include <string.h>

#include "tap.h"

/* Which timers fired, in order, as letters; some set others when they do. */
static struct timers list;
static char fired[32];

struct named {
	struct timer t;
	char letter;
	struct named *sets;	/* set this one when fired */
	long long at;
	struct named *stops;
};

static void fire(void *ctx)
{
	struct named *n = ctx;
	size_t len = strlen(fired);

	fired[len] = n->letter;
	fired[len + 1] = '\0';
	if (n->sets)
		timer_set(&list, &n->sets->t, n->at);
	if (n->stops)
		timer_stop(&list, &n->stops->t);
}

static void name(struct named *n, char letter)
{
	*n = (struct named){ .letter = letter };
	n->t = (struct timer){ .fire = fire, .ctx = n };
}

static bool fires(long long now, const char *want, long long wait)
{
	long long got;

	fired[0] = '\0';
	got = timers_fire(&list, now, 100);
	return got == wait && !strcmp(fired, want);
}

int main(void)
{
	struct named a, b, c;

	name(&a, 'a');
	name(&b, 'b');
	name(&c, 'c');
	ok(fires(0, "", 100), "none is set");
	timer_set(&list, &a.t, 50);
	timer_set(&list, &b.t, 20);
	timer_set(&list, &c.t, 500);
	ok(fires(10, "", 10), "the next is 10 ms off");
	ok(fires(49, "b", 1), "what is due fires, and once");
	ok(!b.t.at && a.t.at == 50, "and is not set any more");
	timer_set(&list, &b.t, 40);
	ok(fires(60, "ba", 100), "the earliest first; far ones wait");
	timer_set(&list, &c.t, 70);
	ok(fires(70, "c", 100) && !list.first, "set again, it has moved");
	timer_stop(&list, &c.t);
	timer_stop(&list, &c.t);
	a.sets = &b;
	a.at = 80;
	timer_set(&list, &a.t, 75);
	ok(fires(90, "ab", 100), "one that is set meanwhile and due fires too");
	a.at = 120;
	a.stops = &c;
	timer_set(&list, &a.t, 75);
	timer_set(&list, &c.t, 90);
	ok(fires(95, "a", 25), "one that is stopped meanwhile does not");
	timer_set(&list, &c.t, 0);
	ok(c.t.at && fires(1, "c", 99 < 119 ? 100 : 0), "at 0 is at once");
	return tap_done();
}
