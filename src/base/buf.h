#ifndef SHUNT_BASE_BUF_H
#define SHUNT_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * A growing byte buffer with a maximum. Invariants: `ptr` is never NULL and
 * ptr[len] is NUL (also before the first byte); `len` never passes `max`.
 *
 * Adding past `max` adds nothing and is remembered (`over`): every later
 * add fails too, so that a chain of adds is asked once, at its end, with
 * buf_check(). A buffer that was not asked must not be used.
 */

/* Caps on everything that comes from outside (DESIGN, section 7). */
/* not MAX_INPUT: <limits.h> has one, of 255, and would win in silence */
#define MAX_PROMPT	((size_t)32 << 20)	/* stdin and files together */
#define MAX_ANSWER	((size_t)256 << 20)	/* one answer, printed */
#define MAX_HELD	((size_t)64 << 20)	/* answer held for --json, -o */
#define MAX_EVENT	((size_t)8 << 20)	/* one event of a stream */
#define MAX_ERROR_BODY	((size_t)64 << 10)	/* body of an HTTP error */
#define MAX_HEADERS	((size_t)256 << 10)	/* a reply's header lines */
#define MAX_CONFIG	((size_t)1 << 20)	/* config.ini, .shunt.ini */
#define MAX_KEY		((size_t)8 << 10)	/* one credential */
#define MAX_JSON_DEPTH	64
/* A request: the input at six bytes a byte (\u0000) cannot pass this. */
#define MAX_REQUEST	((size_t)256 << 20)

struct buf {
	char *ptr;	/* read-only but through buf_*; NUL-terminated */
	size_t len;	/* read-only */
	size_t cap;	/* private; 0 while ptr is the shared empty string */
	size_t max;	/* most bytes it may hold */
	bool over;	/* something did not fit */
};

extern char buf_empty[1];	/* the "" that an unused buffer points to */

#define BUF_INIT(most) { .ptr = buf_empty, .max = (most) }

void buf_init(struct buf *b, size_t max);
void buf_release(struct buf *b);	/* as after buf_init */
void buf_clear(struct buf *b);		/* keeps memory; forgets `over` */
void buf_wipe(struct buf *b);		/* zeroes the bytes, then releases */
void buf_truncate(struct buf *b, size_t len);	/* len <= b->len */

/* Hands over the memory (free() it; NUL-terminated); the buffer is empty. */
char *buf_take(struct buf *b, size_t *len);

/* 0, or -1 when it does not fit (then nothing of it is added). */
int buf_add(struct buf *b, const void *data, size_t len);
int buf_addch(struct buf *b, char c);
int buf_adds(struct buf *b, const char *s);
int buf_addf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
int buf_vaddf(struct buf *b, const char *fmt, va_list ap);

/*
 * Room for at least `want` more bytes (fewer where `max` is nearer; at
 * least 1), to read() into; then buf_grew() with what came. NULL at `max`.
 */
char *buf_room(struct buf *b, size_t want, size_t *room);
void buf_grew(struct buf *b, size_t len);

/* -1 with ERR_TOOBIG, "WHAT is over N bytes", if anything did not fit. */
MUST_CHECK
int buf_check(const struct buf *b, const char *what, struct err *err);

#endif
