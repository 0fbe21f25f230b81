#ifndef SHUNT_PROVIDER_THINK_H
#define SHUNT_PROVIDER_THINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

/*
 * Takes what a model thinks out of its answer, where a server leaves it
 * there: llama.cpp and vLLM without a reasoning parser, LM Studio, Groq's
 * "raw", several hosts of open models. Such an answer begins with
 *
 *	<think> ... </think>
 *
 * and white space may stand before, and stands behind. All of that is no
 * answer and is dropped; what is never closed (the limit came first) was
 * thinking to its end. Anywhere else the word is text: an answer that shows
 * it in a code block or a sentence stays as it is. A block without its first
 * tag, which some chat templates hide in the prompt, cannot be told from an
 * answer while it comes, and is not.
 *
 * Text arrives cut anywhere; at most THINK_HELD bytes are kept back, until
 * it is clear what they begin. More white space than that is text.
 */
#define THINK_HELD 16

enum think_state { THINK_START, THINK_INSIDE, THINK_BEHIND, THINK_ANSWER };

struct think {
	/* private; all 0 at first */
	enum think_state state;
	char held[THINK_HELD];
	size_t len;		/* of it in use */
	size_t matched;		/* of the tag that is looked for */
};

typedef int think_fn(void *ctx, struct text piece, struct err *err);

/* Hands on what of the piece is answer, maybe after what was held back. */
MUST_CHECK
int think_feed(struct think *t, struct text piece, think_fn *out, void *ctx,
	       struct err *err);

/* The answer is over: what is still held back was text. */
MUST_CHECK
int think_end(struct think *t, think_fn *out, void *ctx, struct err *err);

#endif
