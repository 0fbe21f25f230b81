#ifndef SHUNT_APP_OUTPUT_H
#define SHUNT_APP_OUTPUT_H

#include <stdbool.h>

#include "app/secrets.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/json.h"
#include "conf/settings.h"
#include "view/fence.h"
#include "view/hold.h"
#include "view/markdown.h"
#include "view/plain.h"
#include "view/sink.h"
#include "view/tee.h"

/*
 * Where the answer goes, by the settings: stdout or -o's file; as text,
 * held for --json, or as lines of --events; on a terminal, text as Markdown.
 * Before that stand, where they are asked for, and in this order: a copy for
 * the log, --schema's check, -x, --unmask. Hand `sink` to the ask. Do not
 * copy the struct.
 */
struct output {
	struct sink *sink;
	/* private */
	struct sink held_sink, events_sink;
	struct plain plain;
	struct markdown markdown;
	struct sink sized_sink;	/* before it: follows the terminal's width */
	struct sink *shown;	/* it, or `plain` */
	struct fence fence;
	struct tee tee;		/* tee.copy: the answer's beginning */
	struct hold hold;
	struct sink unmask_sink;
	struct unmask unmask;
	const struct secrets *secrets;
	struct file_out file;
	struct buf held;	/* the answer for --json; a cut character */
	bool to_file, fenced, held_back, terminal, styled;
	bool broken;		/* a write failed, or nobody reads */
};

/* Nothing is open: it may be released. */
#define OUTPUT_INIT { .file = FILE_OUT_INIT }

/* What is wanted of it. The pointers may be NULL, and outlive the output. */
struct output_wants {
	bool code, last_code, all_code;	/* -x, -X, --all-code */
	const struct json *schema;	/* to check by */
	const struct secrets *secrets;	/* for --unmask: what was masked */
	size_t keep;	/* bytes of the answer that go into tee.copy */
};

MUST_CHECK
int output_open(struct output *out, const struct settings *set,
		const struct output_wants *wants, struct err *err);

/* What Markdown may look like there; -1: no terminal. */
struct markdown_look output_look(const struct settings *set, int fd);

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

/* Puts -o's file in its place, or leaves the old one when not `keep`. */
MUST_CHECK
int output_close(struct output *out, bool keep, struct err *err);
void output_release(struct output *out);

#endif
