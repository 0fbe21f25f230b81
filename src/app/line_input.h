#ifndef SHUNT_APP_LINE_INPUT_H
#define SHUNT_APP_LINE_INPUT_H

#include <signal.h>
#include <stdbool.h>

#include "base/buf.h"

/*
 * What comes from the terminal while a line is edited, before readline sees
 * it: bytes, pastes as a whole, and the signals that the line editor takes
 * for itself. The terminal is asked to make no signals of keys (ISIG off),
 * so that what is pasted cannot interrupt or stop us; here the keys for it
 * are found among the bytes, outside of pastes.
 */

enum line_signal {
	LINE_SIG_INT	= 1 << 0,
	LINE_SIG_QUIT	= 1 << 1,
	LINE_SIG_STOP	= 1 << 2,	/* SIGTSTP, from somebody else */
	LINE_SIG_CONT	= 1 << 3,
	LINE_SIG_WINCH	= 1 << 4,
	LINE_SIG_ALL	= (1 << 5) - 1
};

#define LINE_SIGNALS 5

/* Whose they were before. */
struct line_signals {
	struct sigaction was[LINE_SIGNALS];
};

void line_signals_catch(struct line_signals *s);
void line_signals_restore(const struct line_signals *s);

/* False: a parent without job control has SIGTSTP ignored. */
bool line_signals_may_stop(const struct line_signals *s);

/* Which of them came since they were last taken; taken, they are gone. */
unsigned line_signals_take(void);

/* As if they had come. */
void line_signals_add(unsigned bits);

/* Is one of these there, to be taken? */
bool line_signals_any(unsigned bits);

struct line_input {
	int fd;
	bool terminal;		/* false: bytes are bytes */
	int key_int, key_stop;	/* the terminal's keys for it; -1: none */
	const volatile sig_atomic_t *stop;
	struct buf held;	/* private: read, and from `at` on not used */
	size_t at;		/* private */
	bool ended;		/* read-only: end of file, or a dead line */
};

#define LINE_PASTE_MAX ((size_t)8 << 20)	/* one paste */

void line_input_init(struct line_input *in, int fd,
		     const volatile sig_atomic_t *stop);
void line_input_release(struct line_input *in);

enum line_got {
	LINE_BYTE,	/* line_input_byte() has one */
	LINE_NOTHING,	/* not within that time */
	LINE_SIGNAL,	/* one of `heed` came, or *stop is set */
	LINE_END,	/* of input */
	LINE_PASTE,	/* line_input_paste() reads it */
	LINE_INT,	/* the key for it; it is taken already */
	LINE_STOP	/* as well */
};

/* LINE_BYTE, LINE_NOTHING, LINE_SIGNAL or LINE_END; ms -1: no limit. */
enum line_got line_input_wait(struct line_input *in, int ms, unsigned heed);

/*
 * Waits for what comes next, and says what it is: any but LINE_NOTHING. The
 * mark that begins a paste is taken; one that ends none is dropped.
 */
enum line_got line_input_next(struct line_input *in, unsigned heed);

/* Is there a byte that is no control? Then readline may have it early. */
bool line_input_has_text(const struct line_input *in);

/* Is it one that ends a line, or input: CR, LF, ^D? */
bool line_input_at_end(const struct line_input *in);

unsigned char line_input_byte(struct line_input *in);

/* These come before what is there. */
void line_input_push(struct line_input *in, const char *p, size_t len);

/*
 * The text of a paste, up to the mark that ends it, as it came. A mark with
 * another behind it, sent in one go, is text, too: no terminal sends that,
 * but what is pasted may hold it, to have its rest taken for keys. LINE_BYTE
 * for a whole paste; `out` is over when it did not fit. LINE_SIGNAL (also
 * for the key, when the end mark does not come) or LINE_END: there is none.
 */
enum line_got line_input_paste(struct line_input *in, struct buf *out);

#endif
