#ifndef SHUNT_BASE_OS_H
#define SHUNT_BASE_OS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

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
 * Ends the program at once: what the libraries would tidy up (OpenSSL's
 * tables, forty destructors) is the system's anyway, and takes half a
 * millisecond. Flush what stdio holds before. A sanitised build ends as
 * usual, for its report of leaks.
 */
NO_RETURN void os_exit(int status);

#endif
