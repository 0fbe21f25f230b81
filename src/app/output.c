#include "app/output.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/note.h"
#include "app/process.h"
#include "base/json.h"
#include "base/schema.h"
#include "view/bar.h"
#include "view/term.h"

/* The struct output that a sink of it is a member of. */
static struct output *of_held(struct sink *s)
{
	return (struct output *)(void *)((char *)s -
					 offsetof(struct output, held_sink));
}

static struct output *of_events(struct sink *s)
{
	return (struct output *)(void *)((char *)s -
					 offsetof(struct output, events_sink));
}

static int hold_text(struct sink *s, struct text piece, struct err *err)
{
	struct output *out = of_held(s);

	buf_add(&out->held, piece.ptr, piece.len);
	return buf_check(&out->held, "the answer, held for --json,", err);
}

/* The first `len` of the bytes held, as a line of --events. */
static int write_event(struct output *out, size_t len, struct err *err)
{
	struct buf line = BUF_INIT(MAX_REQUEST);
	struct json_writer w = JSON_WRITER_INIT(&line);
	int rc;

	if (!len)
		return 0;
	json_begin(&w, NULL, '{');
	json_add_str(&w, "event", "text");
	json_add_text(&w, "text", (struct text){ out->held.ptr, len });
	json_end(&w, '}');
	buf_addch(&line, '\n');
	rc = buf_check(&line, "an event", err);
	if (!rc)
		rc = output_write(out, (struct text){ line.ptr, line.len },
				  err);
	buf_release(&line);
	memmove(out->held.ptr, out->held.ptr + len, out->held.len - len);
	buf_truncate(&out->held, out->held.len - len);
	return rc;
}

/* A line of --events; a character that is cut waits for its rest. */
static int event_text(struct sink *s, struct text piece, struct err *err)
{
	struct output *out = of_events(s);

	buf_add(&out->held, piece.ptr, piece.len);
	if (buf_check(&out->held, "a piece of the answer", err))
		return -1;
	return write_event(out, out->held.len -
			   utf8_cut_tail(out->held.ptr, out->held.len), err);
}

/* The rest of that character never came: it is shown as U+FFFD. */
static int event_end(struct sink *s, bool whole, struct err *err)
{
	struct output *out = of_events(s);

	(void)whole;
	return write_event(out, out->held.len, err);
}

static int end_nothing(struct sink *s, bool whole, struct err *err)
{
	(void)s;
	(void)whole;
	(void)err;
	return 0;
}

static struct output *of_sized(struct sink *s)
{
	return (struct output *)(void *)((char *)s -
					 offsetof(struct output, sized_sink));
}

static int sized_text(struct sink *s, struct text piece, struct err *err)
{
	struct markdown *m = &of_sized(s)->markdown;

	markdown_width(m, term_width(STDOUT_FILENO));
	return m->sink.text(&m->sink, piece, err);
}

static int sized_end(struct sink *s, bool whole, struct err *err)
{
	struct markdown *m = &of_sized(s)->markdown;

	return m->sink.end(&m->sink, whole, err);
}

static struct output *of_unmask(struct sink *s)
{
	return (struct output *)(void *)((char *)s -
					 offsetof(struct output, unmask_sink));
}

static int unmasked(void *ctx, struct text piece, struct err *err)
{
	struct output *out = ctx;

	return out->shown->text(out->shown, piece, err);
}

/* Only now is it known whether anything was masked. */
static int unmask_text(struct sink *s, struct text piece, struct err *err)
{
	struct output *out = of_unmask(s);

	if (!out->secrets->mask)
		return unmasked(out, piece, err);
	if (!out->unmask.mask)
		unmask_init(&out->unmask, out->secrets->mask, unmasked, out);
	return unmask_feed(&out->unmask, piece, err);
}

static int unmask_last(struct sink *s, bool whole, struct err *err)
{
	struct output *out = of_unmask(s);

	if (out->unmask.mask && unmask_end(&out->unmask, err))
		return -1;
	return out->shown->end(out->shown, whole, err);
}

static int check_schema(const void *ctx, struct text whole, struct err *err)
{
	const struct json *schema = ctx;
	struct json *value;
	int rc = json_parse(whole.ptr, whole.len, &value, err);

	if (!rc)
		rc = schema_match(schema, value, err);
	json_free(value);
	return rc ? err_prefix(err, "the answer does not keep the schema") : 0;
}

/*
 * /dev/stdout leads to the file behind it, which would be replaced: what a
 * shell has opened with >> would lose all that it had.
 */
static bool is_stdout(const char *name)
{
	return !strcmp(name, "-") || !strcmp(name, "/dev/stdout") ||
	       !strcmp(name, "/dev/fd/1") || !strcmp(name, "/proc/self/fd/1");
}

static bool wants_markdown(const struct output *out,
			   const struct settings *set,
			   const struct output_wants *wants)
{
	if (set->plain || set->json || set->events || wants->schema ||
	    out->fenced)
		return false;
	return set->markdown || (out->terminal && !out->to_file);
}

struct markdown_look output_look(const struct settings *set, int fd)
{
	bool color = term_styled(fd, (enum term_color)set->color);

	return (struct markdown_look){
		.color = color, .links = color && term_has_links(),
		.utf8 = bar_locale_is_utf8(getenv("LC_ALL"),
					   getenv("LC_CTYPE"),
					   getenv("LANG")),
		.light = term_is_light((enum term_ground)set->background),
	};
}

static void open_markdown(struct output *out, const struct settings *set)
{
	const struct markdown_look look = output_look(set, out->to_file ?
						      -1 : STDOUT_FILENO);
	struct err err = ERR_INIT;

	markdown_init(&out->markdown, &out->plain.sink, &look,
		      term_width(STDOUT_FILENO));
	if (markdown_load(&out->markdown, &err))
		note("Markdown is shown as it is: %s", err.msg);
	out->shown = &out->sized_sink;
}

int output_open(struct output *out, const struct settings *set,
		const struct output_wants *wants, struct err *err)
{
	*out = (struct output){
		.held_sink = { hold_text, end_nothing },
		.events_sink = { event_text, event_end },
		.unmask_sink = { unmask_text, unmask_last },
		.sized_sink = { sized_text, sized_end },
		.secrets = wants->secrets,
		.file = FILE_OUT_INIT,
		.held = BUF_INIT(MAX_HELD),
		.to_file = set->output && !is_stdout(set->output),
		.fenced = wants->code || wants->last_code || wants->all_code,
		.terminal = isatty(STDOUT_FILENO) == 1,
	};
	out->styled = wants_markdown(out, set, wants);
	if (out->to_file) {
		if (file_out_open(&out->file, set->output, 0, err))
			return -1;
		plain_init_file(&out->plain, &out->file);
	} else {
		plain_init(&out->plain, STDOUT_FILENO,
			   out->terminal && !out->styled, &process_stop);
	}
	out->shown = &out->plain.sink;
	if (out->styled)
		open_markdown(out, set);
	out->sink = set->json ? &out->held_sink :
		    set->events ? &out->events_sink :
		    set->unmask ? &out->unmask_sink : out->shown;
	if (out->fenced) {
		fence_init(&out->fence, out->sink,
			   wants->code ? FENCE_FIRST :
			   wants->last_code ? FENCE_LAST : FENCE_ALL);
		out->sink = &out->fence.sink;
	}
	out->held_back = wants->schema;
	if (wants->schema) {
		hold_init(&out->hold, out->sink, check_schema, wants->schema);
		out->sink = &out->hold.sink;
	}
	tee_init(&out->tee, out->sink, wants->keep);
	out->sink = &out->tee.sink;
	return 0;
}

int output_write(struct output *out, struct text t, struct err *err)
{
	if (!out->plain.sink.text(&out->plain.sink, t, err))
		return 0;
	out->broken = true;
	return -1;
}

void output_stopped(struct output *out)
{
	struct pollfd fd = { .fd = STDOUT_FILENO, .events = POLLOUT };

	out->plain.stop = NULL;
	if (!process_stop || (!out->to_file && poll(&fd, 1, 0) != 1))
		out->broken = true;
}

bool output_is_open(const struct output *out)
{
	return !out->broken;
}

int output_close(struct output *out, bool keep, struct err *err)
{
	if (!out->to_file)
		return 0;
	if (keep)
		return file_out_commit(&out->file, err);
	file_out_abort(&out->file);
	return 0;
}

void output_release(struct output *out)
{
	file_out_abort(&out->file);
	if (out->fenced)
		fence_release(&out->fence);
	if (out->held_back)
		hold_release(&out->hold);
	tee_release(&out->tee);
	if (out->styled)
		markdown_release(&out->markdown);
	plain_release(&out->plain);
	buf_release(&out->held);
}
