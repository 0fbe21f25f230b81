#ifndef SHUNT_LOCAL_EXTRACT_H
#define SHUNT_LOCAL_EXTRACT_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * builtin/extract: an extractive summary. Sentences of the documents are
 * ranked (local/rank.h names the sources) and the best are given in document
 * order, word for word; only line breaks within them become blanks. Pure and
 * deterministic.
 */

/*
 * The summary that `ask` wants of `docs` ("in 3 sentences", "5 bullet
 * points", "at most 100 words", else a length by the document's) into out,
 * without a newline at the end. What else the ask names is what the summary
 * looks for. A limit of words or characters is never passed (local/words.h
 * says what a word is): where no sentence is short enough, the best is cut
 * at a clause and "..." put for the rest. With no docs, the ask holds both:
 * instruction and text are told apart here (local/ask.h). Bytes that are not
 * UTF-8 pass through. ERR_USAGE when there is no text to summarise.
 */
MUST_CHECK
int extract_summary(struct text ask, const struct text *docs,
		    size_t doc_count, struct buf *out, struct err *err);

#endif
