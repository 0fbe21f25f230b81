#ifndef SHUNT_WIRE_NDJSON_H
#define SHUNT_WIRE_NDJSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Incremental reader of newline-delimited JSON (application/x-ndjson, JSON
 * Lines): one value a line. It finds the lines and leaves what is in them
 * to the caller. Feed it bytes as they come, cut anywhere. It does no I/O,
 * and memory grows with the line that is being read, never past `max`: one
 * that is larger ends the stream with ERR_TOOBIG. After a failure it stays
 * failed until released.
 *
 * A line ends with LF or CRLF; a BOM before the first is skipped, lines of
 * nothing but blanks are dropped. A CR alone ends no line: in JSON it is a
 * blank.
 */

/*
 * One line without its end, as an event of wire/sse.h has it: the name is
 * always "". Data is NUL-terminated and valid for the call only. -1 with
 * `err` stops the stream.
 */
typedef int ndjson_fn(void *ctx, const char *name, const char *data,
		      size_t len, struct err *err);

/* All private. */
struct ndjson {
	struct buf line;	/* the start of a line that a feed cut */
	bool begun;		/* the first line was read: no BOM any more */
	bool failed;
	ndjson_fn *fn;
	void *ctx;
};

void ndjson_init(struct ndjson *n, size_t max, ndjson_fn *fn, void *ctx);
void ndjson_release(struct ndjson *n);

MUST_CHECK
int ndjson_feed(struct ndjson *n, const char *in, size_t len,
		struct err *err);

/* The stream has ended: hands on a last line that lacks its end. */
MUST_CHECK
int ndjson_end(struct ndjson *n, struct err *err);

/* False while a line is half read. */
bool ndjson_idle(const struct ndjson *n);

#endif
