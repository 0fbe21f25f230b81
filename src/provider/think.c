#include "provider/think.h"

#include <string.h>

static const char open_tag[] = "<think>", close_tag[] = "</think>";

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* White space, then the tag; all of it is held until that is sure. */
static void at_start(struct think *t, char c)
{
	t->held[t->len++] = c;
	if (!t->matched && is_blank(c)) {
		if (t->len + sizeof(open_tag) - 1 > THINK_HELD)
			t->state = THINK_ANSWER;
		return;
	}
	if (c != open_tag[t->matched++]) {
		t->state = THINK_ANSWER;
	} else if (t->matched == sizeof(open_tag) - 1) {
		t->state = THINK_INSIDE;
		t->len = t->matched = 0;
	}
}

static void inside(struct think *t, char c)
{
	if (c == close_tag[t->matched])
		t->matched++;
	else	/* "<" stands in the tag once: only it can begin anew */
		t->matched = c == close_tag[0];
	if (t->matched == sizeof(close_tag) - 1)
		t->state = THINK_BEHIND;
}

/* How many bytes of the piece are read before the answer begins. */
static size_t skip(struct think *t, struct text piece)
{
	size_t i = 0;

	for (; i < piece.len && t->state != THINK_ANSWER; i++) {
		if (t->state == THINK_START) {
			at_start(t, piece.ptr[i]);
		} else if (t->state == THINK_INSIDE) {
			inside(t, piece.ptr[i]);
		} else if (!is_blank(piece.ptr[i])) {
			t->state = THINK_ANSWER;
			break;
		}
	}
	return i;
}

static int give(struct text piece, think_fn *out, void *ctx, struct err *err)
{
	return piece.len ? out(ctx, piece, err) : 0;
}

int think_feed(struct think *t, struct text piece, think_fn *out, void *ctx,
	       struct err *err)
{
	struct text held = { t->held, t->len };
	bool began = t->state == THINK_START;
	size_t n = skip(t, piece);

	if (t->state != THINK_ANSWER)
		return 0;
	if (began && t->len) {	/* it was text from its first byte */
		t->len = 0;
		return give(held, out, ctx, err) ||
		       give(piece, out, ctx, err) ? -1 : 0;
	}
	piece.ptr += n;
	piece.len -= n;
	return give(piece, out, ctx, err);
}

int think_end(struct think *t, think_fn *out, void *ctx, struct err *err)
{
	struct text held = { t->held, t->len };

	t->state = THINK_ANSWER;
	t->len = 0;
	return give(held, out, ctx, err);
}
