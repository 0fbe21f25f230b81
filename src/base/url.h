#ifndef SHUNT_BASE_URL_H
#define SHUNT_BASE_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* A base URL as the configuration may hold it: http(s)://HOST[:PORT][/PATH] */
struct url {
	bool tls;
	bool loopback;		/* localhost, 127.0.0.0/8, ::1 */
	unsigned port;
	char host[254];		/* lower case; IPv6 in [] */
	char path[512];		/* begins with "/" or is empty; no "/" at end */
};

/*
 * ERR_CONFIG for another scheme, user:password@, a query or fragment, blanks
 * or controls, an IPv4 address that is not four plain decimals (127.1,
 * 0x7f.0.0.1 and 0177.0.0.1 mean different hosts to different readers), an
 * empty label ("localhost." goes past /etc/hosts to whoever runs the DNS).
 */
MUST_CHECK
int url_parse(const char *s, struct url *out, struct err *err);

bool url_same_origin(const struct url *a, const struct url *b);

/* "https://host" or "https://host:8443", as people write an origin. */
void url_origin(const struct url *u, char *out, size_t cap);

#endif
