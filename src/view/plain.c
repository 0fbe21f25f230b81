#include "view/plain.h"

#define SLICE ((size_t)16 << 10)	/* made safe and written at a time */
#define SAFE_GROWTH 12	/* bytes shown for one that came in, at most */

static int put(struct plain *p, struct text t, struct err *err)
{
	if (!t.len)
		return 0;
	p->last = t.ptr[t.len - 1];
	if (p->file)
		return file_out_write(p->file, t.ptr, t.len, err);
	return fd_write_all(p->fd, t.ptr, t.len, NULL, p->stop, err);
}

static int put_shown(struct plain *p, struct err *err)
{
	struct text t = { .ptr = p->shown.ptr, .len = p->shown.len };
	int rc;

	rc = buf_check(&p->shown, "text for the terminal", err);
	if (!rc)
		rc = put(p, t, err);
	buf_clear(&p->shown);
	return rc;
}

static int plain_text(struct sink *s, struct text piece, struct err *err)
{
	struct plain *p = (struct plain *)s;
	size_t n;

	if (!p->terminal)
		return put(p, piece, err);
	for (size_t i = 0; i < piece.len; i += n) {
		n = piece.len - i < SLICE ? piece.len - i : SLICE;
		safe_feed(&p->safe, piece.ptr + i, n, &p->shown);
		if (put_shown(p, err))
			return -1;
	}
	return 0;
}

static int plain_end(struct sink *s, bool whole, struct err *err)
{
	struct plain *p = (struct plain *)s;

	(void)whole;	/* what was cut needs its newline all the more */
	if (!p->terminal)
		return 0;
	safe_end(&p->safe, &p->shown);
	if (put_shown(p, err))
		return -1;
	if (p->last && p->last != '\n')
		return put(p, TEXT_LIT("\n"), err);
	return 0;
}

void plain_init(struct plain *p, int fd, bool terminal,
		const volatile sig_atomic_t *stop)
{
	*p = (struct plain){
		.sink = { .text = plain_text, .end = plain_end },
		.fd = fd,
		.stop = stop,
		.terminal = terminal,
		.safe = SAFE_INIT,
		.shown = BUF_INIT((SLICE + 4) * SAFE_GROWTH),
	};
}

void plain_init_file(struct plain *p, struct file_out *file)
{
	plain_init(p, -1, false, NULL);
	p->file = file;
}

void plain_release(struct plain *p)
{
	buf_release(&p->shown);
}
