#ifndef SHUNT_LOCAL_EXTRACT_H
#define SHUNT_LOCAL_EXTRACT_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * builtin/extract: an extractive summary. Sentences of the document are
 * ranked (sources in extract.c) and the best are given in document order.
 * Pure and deterministic.
 */

/*
 * The summary that `ask` wants of `docs` ("in 3 sentences", "5 bullet
 * points", "at most 100 words"; else a default length) into out. With no
 * docs, the ask holds both: instruction and text are told apart here.
 * ERR_USAGE when there is no text to summarise.
 */
MUST_CHECK
int extract_summary(struct text ask, const struct text *docs,
		    size_t doc_count, struct buf *out, struct err *err);

#endif
