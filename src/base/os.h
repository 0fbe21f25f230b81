#ifndef SHUNT_BASE_OS_H
#define SHUNT_BASE_OS_H

#include <stdbool.h>
#include <sys/types.h>

/* What differs between systems; the only file with #ifdef. */

/* No core dump and no ptrace by other processes of this user. */
void os_forbid_dumps(void);

/*
 * Whose is the listener on this TCP port of loopback? False when there is
 * none, or when the system does not say (no /proc/net/tcp).
 */
bool os_tcp_listener(unsigned port, uid_t *owner);

#endif
