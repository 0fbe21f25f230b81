#ifndef SHUNT_APP_OUTPUT_H
#define SHUNT_APP_OUTPUT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "conf/settings.h"
#include "view/fence.h"
#include "view/plain.h"
#include "view/sink.h"

/*
 * Where the answer goes, by the settings: stdout or -o's file; as text,
 * held for --json, or as lines of --events; with or without -x before it.
 * Hand `sink` to the ask. Do not copy the struct.
 */
struct output {
	struct sink *sink;
	/* private */
	struct sink held_sink, events_sink;
	struct plain plain;
	struct fence fence;
	struct file_out file;
	struct buf held;	/* the answer for --json; a cut character */
	bool to_file, fenced, terminal;
	bool broken;		/* a write failed, or nobody reads */
};

MUST_CHECK
int output_open(struct output *out, const struct settings *set,
		struct err *err);

/* Writes something that is not the answer's text: an object, an event. */
MUST_CHECK
int output_write(struct output *out, struct text t, struct err *err);

/*
 * The ask was stopped, by a signal or because nobody reads any more. After a
 * signal the last lines are still written, where that does not have to wait;
 * a second signal ends us at once.
 */
void output_stopped(struct output *out);

/* Can more be written, as far as is known? */
bool output_is_open(const struct output *out);

/* Tells the sinks that the text has ended. */
MUST_CHECK
int output_end(struct output *out, bool whole, struct err *err);

/* Puts -o's file in its place, or leaves the old one when not `keep`. */
MUST_CHECK
int output_close(struct output *out, bool keep, struct err *err);
void output_release(struct output *out);

#endif
