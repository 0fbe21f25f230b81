#ifndef SHUNT_WIRE_SSE_H
#define SHUNT_WIRE_SSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Incremental reader of text/event-stream (WHATWG HTML, "Server-sent
 * events", 9.2.6). Feed it bytes as they come, cut anywhere; it hands on
 * each event's name and data. It does no I/O, and memory grows with the
 * event that is being read, never past `max`: one that is larger ends the
 * stream with ERR_TOOBIG. After a failure it stays failed until released.
 *
 * Of the fields only "data" and "event" count: a POST is never resumed, so
 * "id" and "retry" mean nothing here. An event without data is dropped.
 *
 * Some vendors break off a stream with an error that is plain JSON, in one
 * line or many and without "data:". Where `bare_json` is set (after
 * sse_init(), before the first byte), a line that begins with "{" or "["
 * ends the event before it, and the lines from there until its brackets are
 * closed are an event without a name. Elsewhere such lines are unknown
 * fields and are ignored, as the specification has it.
 */

/*
 * One event. `name` is "" where the stream named none; data is
 * NUL-terminated, and both are valid for the call only. -1 with `err` stops
 * the stream.
 */
typedef int sse_fn(void *ctx, const char *name, const char *data, size_t len,
		   struct err *err);

/* All private, but for bare_json. */
struct sse {
	bool bare_json;
	struct buf data;	/* the event's lines so far, each with LF */
	struct buf line;	/* the start of a line that a feed cut */
	size_t depth;		/* in bare JSON; 0: none is being read */
	bool in_string, escaped;	/* where in it */
	char name[64];		/* longer names are cut: none is known */
	bool begun;		/* the first line was read: no BOM any more */
	bool after_cr;		/* a LF that comes next belongs to that CR */
	bool failed;
	sse_fn *fn;
	void *ctx;
};

void sse_init(struct sse *s, size_t max, sse_fn *fn, void *ctx);
void sse_release(struct sse *s);

MUST_CHECK
int sse_feed(struct sse *s, const char *in, size_t len, struct err *err);

/*
 * The stream has ended: hands on a last event that lacks its blank line.
 * (A browser drops it; some servers end so, and a cut one shows by the
 * dialect's missing end mark.)
 */
MUST_CHECK
int sse_end(struct sse *s, struct err *err);

/* False while an event is half read. */
bool sse_idle(const struct sse *s);

#endif
