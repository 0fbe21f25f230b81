#ifndef SHUNT_PROVIDER_CLASSIFY_H
#define SHUNT_PROVIDER_CLASSIFY_H

#include <stdbool.h>

#include "base/err.h"
#include "base/text.h"

/*
 * What a vendor's refusal means, from its status and words. The status says
 * it, but for those that serve several meanings (400, 403, 404, 422, 429):
 * there the vendor's code or type decides, then known phrases of its
 * message.
 */
struct complaint {
	int status;		/* 0: it came inside an answer, without one */
	struct text code, type;	/* the vendor's words; may be empty */
	struct text message;
};

/* *final: the same call will fail the same way however long one waits. */
enum err_kind classify(const struct complaint *c, bool *final);

#endif
