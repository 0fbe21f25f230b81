#ifndef SHUNT_APP_WHEN_H
#define SHUNT_APP_WHEN_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Moments as people write and read them: in the time zone of this process.
 * All are milliseconds since the Epoch.
 */

/*
 * "90s", "30m", "12h", "2d", "3w": so long before `now`; "now"; "today",
 * "yesterday" and "2026-11-22": a day; "2026-11-22 18:30", also with a T,
 * with seconds: local time; with seconds and Z or an offset (RFC 3339): that
 * moment. What names a span (a day, a minute, a second) is its beginning, or
 * with `end` the beginning of what comes after it. False, and *ms untouched,
 * for anything else.
 */
bool when_parse(const char *s, int64_t now, bool end, int64_t *ms);

#define WHEN_SIZE 32

/* "2026-11-22 18:30:05" */
void when_show(int64_t ms, char out[WHEN_SIZE]);

/* The same in 11 columns: "11-22 18:30"; of another year "2025-11-22". */
void when_show_short(int64_t ms, int64_t now, char out[WHEN_SIZE]);

#endif
