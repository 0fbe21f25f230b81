#include "app/retry.h"

long retry_wait(unsigned tries, long hint_ms, unsigned random)
{
	long most = RETRY_CAP;

	if (hint_ms > RETRY_LONGEST)
		return -1;
	if (hint_ms >= 0)
		return hint_ms + (long)(random % (unsigned)(hint_ms / 10 + 1));
	if (tries < 4)
		most = (long)RETRY_BASE << tries;
	return (long)(random % (unsigned)(most + 1));
}

/* The wait before the same target is asked again; -1: it is not. */
static long same_again(const struct failure *f, const struct retry_facts *r)
{
	long ms;

	/* the last call is for who has not been asked yet */
	if (f->final || !err_retry_may_help(f->err.kind) ||
	    r->tries > r->retries || (r->has_next && r->calls_left < 2))
		return -1;
	ms = retry_wait(r->tries - 1, f->wait_ms, r->random);
	if (ms > RETRY_SHORT && r->has_next)
		return -1;
	return r->ms_left >= 0 && ms >= r->ms_left ? -1 : ms;
}

enum after retry_decide(const struct failure *f, const struct retry_facts *r,
			long *wait_ms)
{
	if (r->shown || !r->calls_left)
		return AFTER_STOP;
	*wait_ms = same_again(f, r);
	if (*wait_ms >= 0)
		return AFTER_RETRY;
	return r->has_next && err_next_may_help(f->err.kind) ? AFTER_NEXT :
	       AFTER_STOP;
}
