#ifndef SHUNT_BASE_OS_H
#define SHUNT_BASE_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* What differs between systems; the only file with #ifdef. */

/* No core dump and no ptrace by other processes of this user. */
void os_forbid_dumps(void);

/*
 * Whose is the listener on this TCP port of loopback? False when there is
 * none, when the system does not say (no /proc/net/tcp), or when there are
 * several, of different users: one on ::1 says nothing of that on 127.0.0.1.
 */
bool os_tcp_listener(unsigned port, uid_t *owner);

/*
 * Sets LC_CTYPE, and nothing else of the locale, so that libraries count
 * characters of UTF-8 as such: to the user's, or where that is no UTF-8 to
 * the system's own, whose name is returned. NULL: the user's is good, or
 * there is no other.
 */
const char *os_use_utf8(void);

/*
 * The absolute path of the program that runs, links resolved, into lent
 * memory; false when the system does not say, or the file is gone.
 */
bool os_own_path(char *path, size_t cap);

/* A build with a sanitizer that reports when the program ends? */
bool os_is_sanitised(void);

#endif
