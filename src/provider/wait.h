#ifndef SHUNT_PROVIDER_WAIT_H
#define SHUNT_PROVIDER_WAIT_H

#include <stdbool.h>

#include "base/text.h"
#include "wire/http.h"

/*
 * How long a vendor asks us to wait, in milliseconds; -1 where it says
 * nothing that can be read. Pure: `now` is the wall clock, in seconds since
 * the Epoch.
 */

/* Longer waits are cut to this, so that they can be added up. */
#define WAIT_MOST (366L * 24 * 60 * 60 * 1000)

/* retry-after-ms, then retry-after: seconds or a date of RFC 9110, 5.6.7. */
long wait_of_retry_after(const struct http_reply *http, long long now);

/* The rate-limit headers: when what is used up comes back. */
long wait_of_limits(const struct http_reply *http, long long now);

/*
 * A date of RFC 9110, 5.6.7 (also of a "date" header), in seconds since the
 * Epoch; false, and *out untouched, when it is none. `now` is for the year
 * of the form that has two digits of it.
 */
bool wait_date(struct text value, long long now, double *out);

/* A duration and nothing else: "57.2s", "6m0s". */
long wait_of_duration(struct text value);

/* "try again in 1.2s", "retry after 20 seconds" in a message. */
long wait_of_message(struct text message);

#endif
