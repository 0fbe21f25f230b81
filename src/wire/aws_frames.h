#ifndef SHUNT_WIRE_AWS_FRAMES_H
#define SHUNT_WIRE_AWS_FRAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Incremental reader of application/vnd.amazon.eventstream, the binary
 * frames that AWS streams in ("Event stream encoding" of the Amazon
 * Transcribe guide has them). Feed it bytes as they come, cut anywhere. It
 * does no I/O; memory grows with the frame that is being read, never by what
 * a frame says of itself and never past `max`. Both checksums are checked,
 * that of the lengths before these are believed. After a failure it stays
 * failed until released.
 */

/*
 * One frame, as an event of wire/sse.h has it. The name of an event is its
 * type ("messageStart"), which holds no colon; "exception:TYPE" and
 * "error:CODE" are failures that AWS reports inside the stream. The data is
 * the payload; where an error has none, its message. NUL-terminated and
 * valid for the call only. -1 with `err` stops the stream.
 */
typedef int aws_frame_fn(void *ctx, const char *name, const char *data,
			 size_t len, struct err *err);

/* All private. */
struct aws_frames {
	struct buf frame;	/* what came of it so far */
	size_t total;		/* its length; 0: the prelude is not whole */
	bool failed;
	aws_frame_fn *fn;
	void *ctx;
};

void aws_frames_init(struct aws_frames *f, size_t max, aws_frame_fn *fn,
		     void *ctx);
void aws_frames_release(struct aws_frames *f);

/* ERR_PROTO for what is no frame, ERR_TOOBIG for one over `max`. */
MUST_CHECK
int aws_frames_feed(struct aws_frames *f, const char *in, size_t len,
		    struct err *err);

/* The stream has ended: ERR_PROTO when it did so within a frame. */
MUST_CHECK
int aws_frames_end(struct aws_frames *f, struct err *err);

#endif
