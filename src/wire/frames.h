#ifndef SHUNT_WIRE_FRAMES_H
#define SHUNT_WIRE_FRAMES_H

#include "wire/aws_frames.h"
#include "wire/framing.h"
#include "wire/ndjson.h"
#include "wire/sse.h"

/*
 * The body of an answer, cut into frames in whichever way it is framed: a
 * name and data for each event or binary frame of a stream, "" and data for
 * each line, and for what is one piece a NULL name and all of it, once the
 * body has ended.
 * Pure and incremental as the readers it stands for; after a failure it
 * must be begun anew.
 */

/* All private. */
struct frames {
	enum framing framing;
	bool asked;		/* for a stream: the framing may be wrong */
	struct sse sse;
	struct ndjson ndjson;
	struct aws_frames aws;
	struct buf whole;	/* FRAMING_NONE: what came so far */
	sse_fn *fn;
	void *ctx;
};

void frames_init(struct frames *f, sse_fn *fn, void *ctx);
void frames_release(struct frames *f);

/*
 * Begins another body, whatever became of the last one. With FRAMING_NONE
 * where a stream was asked for, a body that begins as an event stream does
 * is read as one. `bare_json`: as wire/sse.h has it.
 */
void frames_begin(struct frames *f, enum framing framing, bool asked,
		  bool bare_json);

MUST_CHECK
int frames_feed(struct frames *f, const char *in, size_t len,
		struct err *err);

/*
 * The body has ended: hands on what is still held. ERR_PROTO for a body of
 * one piece that has nothing in it.
 */
MUST_CHECK
int frames_end(struct frames *f, struct err *err);

#endif
