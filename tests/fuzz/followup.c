#include "fuzz.h"

#include <string.h>

#include "route/followup.h"

/* Blanks and punctuation around an ask do not change what it is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char around[4096];
	struct text t = { (const char *)data, size };

	if (size > sizeof(around) - 5)
		return 0;
	memcpy(around, " \n\"", 3);
	memcpy(around + 3, data, size);
	memcpy(around + 3 + size, "!\t", 2);
	HOLDS(route_is_follow_up(t) ==
	      route_is_follow_up((struct text){ around, size + 5 }));
	return 0;
}
