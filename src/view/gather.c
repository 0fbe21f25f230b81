#include "view/gather.h"

static int gather_text(struct sink *s, struct text piece, struct err *err)
{
	struct gather *g = (struct gather *)s;

	buf_add(&g->text, piece.ptr, piece.len);
	return buf_check(&g->text, g->what, err);
}

static int gather_end(struct sink *s, bool whole, struct err *err)
{
	(void)s;
	(void)whole;
	(void)err;
	return 0;
}

void gather_init(struct gather *g, size_t most, const char *what)
{
	*g = (struct gather){
		.sink = { .text = gather_text, .end = gather_end },
		.text = BUF_INIT(most),
		.what = what,
	};
}

void gather_release(struct gather *g)
{
	buf_release(&g->text);
}
