#ifndef SHUNT_WIRE_TIMER_H
#define SHUNT_WIRE_TIMER_H

/*
 * Timers of a loop. Each is its owner's struct; fire() is called once, when
 * its time has come, and may set and stop any of them. Times in ms, as of
 * clock_ms(); no clock is read here.
 */
struct timer {
	long long at;			/* 0: not set */
	void (*fire)(void *ctx);
	void *ctx;
	struct timer *next;		/* private */
};

struct timers {
	struct timer *first;		/* private; NULL: none is set */
};

void timer_set(struct timers *list, struct timer *t, long long at);
void timer_stop(struct timers *list, struct timer *t);

/* Fires what is due, the earliest first; ms until the next, at most `most`. */
long long timers_fire(struct timers *list, long long now, long long most);

#endif
