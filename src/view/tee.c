#include "view/tee.h"

#include "base/text.h"

static void keep(struct buf *copy, struct text piece)
{
	size_t left = copy->max - copy->len;

	if (piece.len > left) {
		buf_add(copy, piece.ptr, left);
		buf_truncate(copy, copy->len -
			     utf8_cut_tail(copy->ptr, copy->len));
		copy->max = copy->len;	/* it is full, and stays so */
		return;
	}
	buf_add(copy, piece.ptr, piece.len);
}

static int tee_text(struct sink *s, struct text piece, struct err *err)
{
	struct tee *t = (struct tee *)(void *)s;

	keep(&t->copy, piece);
	return t->next->text(t->next, piece, err);
}

static int tee_end(struct sink *s, bool whole, struct err *err)
{
	struct tee *t = (struct tee *)(void *)s;

	return t->next->end(t->next, whole, err);
}

void tee_init(struct tee *t, struct sink *next, size_t most)
{
	*t = (struct tee){ .sink = { tee_text, tee_end }, .next = next,
			   .copy = BUF_INIT(most) };
}

void tee_release(struct tee *t)
{
	buf_release(&t->copy);
}
