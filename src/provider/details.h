#ifndef SHUNT_PROVIDER_DETAILS_H
#define SHUNT_PROVIDER_DETAILS_H

#include "base/json.h"
#include "base/text.h"

/*
 * What Google's APIs say beside an error's message (google.rpc.Status, and
 * its details ErrorInfo, QuotaFailure and RetryInfo, error_details.proto).
 */
struct details {
	struct text word;	/* "API_KEY_INVALID"; borrowed; may be empty */
	bool daily;		/* a day's quota is used up */
	long wait_ms;		/* -1: nothing was said */
};

/* From the unwrapped body of an error; takes anything. */
void details_read(const struct json *j, struct details *out);

#endif
