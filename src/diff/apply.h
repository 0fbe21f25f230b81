#ifndef SHUNT_DIFF_APPLY_H
#define SHUNT_DIFF_APPLY_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Applies the unified diff of one file to a text, and adds what comes of it
 * to `out`. As strict as can be: every line that the diff says is there must
 * be there, byte for byte, in the very place. ERR_PATCH says where it is not,
 * ERR_PROTO that this is no diff of one file.
 */
MUST_CHECK
int apply_patch(struct text patch, struct text old_text, struct buf *out,
		struct err *err);

#endif
