#include "view/hold.h"

#include <string.h>

#include "base/text.h"

static int hold_text(struct sink *s, struct text piece, struct err *err)
{
	struct hold *h = (struct hold *)(void *)s;

	buf_add(&h->held, piece.ptr, piece.len);
	return buf_check(&h->held, "the answer", err);
}

/* What is inside a fence that opens with the text and closes with it. */
static struct text unfence(struct text t)
{
	struct text in = text_trim(t);
	const char *nl;

	if (in.len < 6 || memcmp(in.ptr, "```", 3) ||
	    memcmp(in.ptr + in.len - 3, "```", 3))
		return t;
	nl = memchr(in.ptr, '\n', in.len - 3);
	if (!nl)
		return t;
	nl++;
	return (struct text){ nl, (size_t)(in.ptr + in.len - 3 - nl) };
}

static int hold_end(struct sink *s, bool whole, struct err *err)
{
	struct hold *h = (struct hold *)(void *)s;
	struct text t = unfence((struct text){ h->held.ptr, h->held.len });

	if (!whole)	/* what was cut is no use to who asked for JSON */
		return h->next->end(h->next, false, err);
	if (h->check(h->ctx, t, err) ||
	    (t.len && h->next->text(h->next, t, err)))
		return -1;
	return h->next->end(h->next, true, err);
}

void hold_init(struct hold *h, struct sink *next,
	       int (*check)(const void *ctx, struct text whole,
			    struct err *err),
	       const void *ctx)
{
	*h = (struct hold){ .sink = { hold_text, hold_end }, .next = next,
			    .check = check, .ctx = ctx,
			    .held = BUF_INIT(MAX_HELD) };
}

void hold_release(struct hold *h)
{
	buf_release(&h->held);
}
