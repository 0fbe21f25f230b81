#ifndef SHUNT_VIEW_PLAIN_H
#define SHUNT_VIEW_PLAIN_H

#include <signal.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "view/sink.h"

/*
 * Text as it is. To a pipe or a file: the very bytes, each piece written at
 * once. To a terminal: through struct safe, so that nothing in it is a
 * command to the terminal, and with a newline after text that lacks one.
 *
 * Errors are those of fd_write_all(): ERR_IO "write error: REASON", and
 * ERR_STOPPED when the stop flag is set or nobody reads any more.
 */
struct plain {
	struct sink sink;	/* hand on &p.sink */
	int fd;			/* private, as all below */
	struct file_out *file;
	const volatile sig_atomic_t *stop;
	bool terminal;
	struct safe safe;
	struct buf shown;	/* the safe form of what is being written */
	char last;		/* last byte written; 0: nothing yet */
};

/* `stop` as in base/file.h, may be NULL. fd stays the caller's. */
void plain_init(struct plain *p, int fd, bool terminal,
		const volatile sig_atomic_t *stop);

/* To a file that is open for writing; committing it is the caller's. */
void plain_init_file(struct plain *p, struct file_out *file);
void plain_release(struct plain *p);

#endif
