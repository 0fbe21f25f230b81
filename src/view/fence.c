#include "view/fence.h"

#include <string.h>

/* A part of a block's content. */
static int give(struct fence *f, const char *p, size_t len, struct err *err)
{
	struct text t = { .ptr = p, .len = len };

	if (!len || (f->number && f->blocks != f->number))
		return 0;
	if (f->which != FENCE_LAST)
		return f->next->text(f->next, t, err);
	buf_add(&f->last, p, len);
	return buf_check(&f->last, "the last code block", err);
}

static int give_blanks(struct fence *f, size_t n, struct err *err)
{
	while (n--)
		if (give(f, " ", 1, err))
			return -1;
	return 0;
}

/* The line without its end. */
static size_t line_len(const struct buf *line)
{
	size_t len = line->len;

	if (len && line->ptr[len - 1] == '\n') {
		len--;
		if (len && line->ptr[len - 1] == '\r')
			len--;
	}
	return len;
}

/* Outside of a block, `line` holds a whole line. */
static void read_text(struct fence *f)
{
	if (mdline_text(&f->where, f->line.ptr, line_len(&f->line),
			f->info_bad)) {
		f->blocks++;
		buf_clear(&f->last);
	}
	buf_clear(&f->line);
	f->info_bad = false;
}

/*
 * Inside of a block, `line` holds enough of a line to say what it is, or
 * all of it (`complete`). When the block has ended before it, the line
 * stays, to be read as text.
 */
static int read_code(struct fence *f, bool complete, struct err *err)
{
	size_t skip, pad, len = f->line.len;
	enum mdline_kind kind;

	kind = mdline_code(&f->where, f->line.ptr, line_len(&f->line),
			   complete, &skip, &pad);
	if (kind == MDLINE_LEFT) {
		if (complete)
			read_text(f);
		return 0;
	}
	if (kind == MDLINE_CODE &&
	    (give_blanks(f, pad, err) ||
	     give(f, f->line.ptr + skip, len - skip, err)))
		return -1;
	f->passing = kind == MDLINE_CODE && !complete;
	buf_clear(&f->line);
	return 0;
}

/* Keeps a part of a line; of what does not fit, whether it has backticks. */
static void keep(struct fence *f, const char *p, size_t len)
{
	size_t room = f->line.max - f->line.len, n = len < room ? len : room;

	buf_add(&f->line, p, n);
	if (n < len && memchr(p + n, '`', len - n))
		f->info_bad = true;
}

/* Up to and with the newline, if there is one. */
static size_t to_newline(const char *p, size_t len, bool *found)
{
	const char *nl = memchr(p, '\n', len);

	*found = nl != NULL;
	return nl ? (size_t)(nl + 1 - p) : len;
}

/* Each takes some bytes, at least one, and says how many. */
static int take_text(struct fence *f, const char *p, size_t len, size_t *used)
{
	bool newline;

	*used = to_newline(p, len, &newline);
	keep(f, p, *used);
	if (newline)
		read_text(f);
	return 0;
}

static int pass_code(struct fence *f, const char *p, size_t len, size_t *used,
		     struct err *err)
{
	bool newline;

	*used = to_newline(p, len, &newline);
	f->passing = !newline;
	return give(f, p, *used, err);
}

static int start_code(struct fence *f, const char *p, size_t len, size_t *used,
		      struct err *err)
{
	size_t n = mdline_undecided(&f->where, p, len);
	size_t room = FENCE_LINE - f->line.len;

	if (n > room)
		n = room;
	*used = n < len ? n + 1 : n;	/* with the byte that decides */
	buf_add(&f->line, p, *used);
	if (*used == n)
		return 0;
	return read_code(f, p[n] == '\n', err);
}

/* The first block has ended: what follows is of no interest. */
static bool is_done(const struct fence *f)
{
	return f->which == FENCE_FIRST && f->blocks && !f->where.fence;
}

static int fence_text(struct sink *s, struct text piece, struct err *err)
{
	struct fence *f = (struct fence *)s;
	const char *p = piece.ptr, *end = p + piece.len;
	size_t used;
	int rc = 0;

	while (!rc && p < end && !is_done(f)) {
		size_t len = (size_t)(end - p);

		if (f->passing)
			rc = pass_code(f, p, len, &used, err);
		else if (f->where.fence)
			rc = start_code(f, p, len, &used, err);
		else
			rc = take_text(f, p, len, &used);
		p += used;
	}
	return rc;
}

static int end_of_text(struct fence *f, struct err *err)
{
	struct text last;

	if (f->line.len && f->where.fence && read_code(f, true, err))
		return -1;
	if (f->line.len)
		read_text(f);
	last = (struct text){ .ptr = f->last.ptr, .len = f->last.len };
	if (last.len)
		return f->next->text(f->next, last, err);
	return 0;
}

static int fence_end(struct sink *s, bool whole, struct err *err)
{
	struct fence *f = (struct fence *)s;

	if (end_of_text(f, err) || f->next->end(f->next, whole, err))
		return -1;
	if (!f->blocks)
		return err_set(err, ERR_PROTO,
			       "the answer has no code block");
	return 0;
}

void fence_init(struct fence *f, struct sink *next, enum fence_which which)
{
	*f = (struct fence){
		.sink = { .text = fence_text, .end = fence_end },
		.next = next,
		.which = which,
		.number = which == FENCE_FIRST ? 1 : 0,
		.where = MDLINE_INIT,
		.line = BUF_INIT(FENCE_LINE + 2),
		.last = BUF_INIT(MAX_HELD),
	};
}

void fence_init_nth(struct fence *f, struct sink *next, size_t number)
{
	fence_init(f, next, FENCE_ALL);
	f->number = number;
}

void fence_release(struct fence *f)
{
	buf_release(&f->line);
	buf_release(&f->last);
}
