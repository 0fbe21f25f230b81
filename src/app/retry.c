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
