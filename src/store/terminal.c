#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store.h"

#define STARTTIME 22	/* field of /proc/PID/stat, proc(5), from 1 */

/*
 * The second field is the program's name in parentheses, with whatever the
 * program put there: the last ")" ends it, and fields that a blank parts
 * follow.
 */
static uint64_t start_time(const char *stat)
{
	const char *p = strrchr(stat, ')');
	uint64_t v = 0;

	for (int field = 2; p && field < STARTTIME; field++) {
		p = strchr(p, ' ');
		p += p != NULL;
	}
	for (; p && *p >= '0' && *p <= '9'; p++)
		v = v * 10 + (uint64_t)(*p - '0');
	return v;
}

void store_terminal(char out[64])
{
	struct buf stat = BUF_INIT(4096);
	pid_t sid = getsid(0);
	char path[64];

	out[0] = '\0';
	if (sid <= 0)
		return;
	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)sid);
	if (file_read(path, stat.max, &stat, NULL))
		buf_clear(&stat);
	snprintf(out, 64, "%ld:%" PRIu64, (long)sid, start_time(stat.ptr));
	buf_release(&stat);
}
