#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/decide.h"
#include "app/output.h"
#include "app/process.h"
#include "app/prompt.h"
#include "app/report.h"
#include "app/route_text.h"
#include "base/file.h"
#include "base/mem.h"

#define BATCH (256 << 10)	/* bytes read and written at a time */

static const struct output_wants plain = { .keep = 0 };

/* One line of --jsonl: a prompt in, a verdict out. */
static int label_line(struct text line, size_t number, struct buf *out,
		      struct err *err)
{
	struct json_writer w = JSON_WRITER_INIT(out);
	struct prompt_view view = { .docs = NULL };
	struct verdict v;
	struct json *j;

	if (!text_trim(line).len)
		return 0;
	if (json_parse(line.ptr, line.len, &j, err)) {
		err->kind = ERR_USAGE;
		return err_prefix(err, "line %zu", number);
	}
	if (!json_text_at(j, "prompt", &view.ask)) {
		json_free(j);
		return err_set(err, ERR_USAGE, "line %zu: no string \"prompt\"",
			       number);
	}
	route_classify(&view, &v);
	json_begin(&w, NULL, '{');
	json_copy(&w, "id", json_get(j, "id"));
	report_verdict(&w, &v);
	json_end(&w, '}');
	buf_addch(out, '\n');
	json_free(j);
	return buf_check(out, "the output", err);
}

struct bulk {
	struct buf in, out;
	size_t lines;
	struct output *to;
};

/* Labels the whole lines of what was read, keeps the last piece. */
static int label_lines(struct bulk *b, bool end, struct err *err)
{
	size_t at = 0;
	int rc = 0;

	while (!rc && at < b->in.len) {
		const char *p = b->in.ptr + at;
		const char *nl = memchr(p, '\n', b->in.len - at);

		if (!nl && !end)
			break;
		if (!nl)
			nl = b->in.ptr + b->in.len;
		rc = label_line((struct text){ p, (size_t)(nl - p) },
				++b->lines, &b->out, err);
		at += (size_t)(nl - p) + 1;
	}
	if (at > b->in.len)
		at = b->in.len;
	memmove(b->in.ptr, b->in.ptr + at, b->in.len - at);
	buf_truncate(&b->in, b->in.len - at);
	if (output_write(b->to, (struct text){ b->out.ptr, b->out.len },
			 rc ? NULL : err))
		rc = -1;
	buf_clear(&b->out);
	return rc;
}

static int read_some(struct bulk *b, bool *end, struct err *err)
{
	size_t room;
	char *p = buf_room(&b->in, BATCH, &room);
	ssize_t n;

	if (!p)
		return err_set(err, ERR_IO, "line %zu is over %zu MiB",
			       b->lines + 1, b->in.max >> 20);
	if (fd_wait(STDIN_FILENO, -1, &process_stop, err) < 0)
		return -1;
	n = read(STDIN_FILENO, p, room);
	if (n < 0)
		return err_set(err, ERR_IO, "cannot read standard input");
	*end = !n;
	buf_grew(&b->in, (size_t)n);
	return 0;
}

/* No configuration, no network, no record: labels as fast as it can. */
static int route_jsonl(struct app *app, struct err *err)
{
	struct bulk b = { .in = BUF_INIT(MAX_PROMPT),
			  .out = BUF_INIT(MAX_REQUEST) };
	struct output out;
	bool end = false;
	int rc;

	rc = output_open(&out, app->set, &plain, err);
	b.to = &out;
	while (!rc && !end) {
		rc = read_some(&b, &end, err);
		if (!rc)
			rc = label_lines(&b, end, err);
	}
	if (output_close(&out, !rc, rc ? NULL : err))
		rc = -1;
	buf_release(&b.in);
	buf_release(&b.out);
	output_release(&out);
	return rc;
}

static int explain(struct app *app, struct wishes *wishes,
		   struct prompt *prompt, struct history *history,
		   struct err *err)
{
	struct buf text = BUF_INIT(MAX_HELD);
	struct decision d;
	struct output out;
	int rc;

	rc = decide(&d, app, wishes, prompt, history, DECIDE_NO_NETWORK, err);
	if (rc)
		goto out;
	route_text(&d, app->set->json, &text);
	rc = buf_check(&text, "the explanation", err);
	if (!rc)
		rc = output_open(&out, app->set, &plain, err);
	if (rc)
		goto out;
	rc = output_write(&out, (struct text){ text.ptr, text.len }, err);
	if (!rc)
		rc = output_close(&out, true, err);
	output_release(&out);
	if (!rc && !d.target_count)
		rc = decide_none(&d, app, err);
out:
	decide_release(&d);
	buf_release(&text);
	return rc;
}

int cmd_route(struct app *app, struct err *err)
{
	struct history history = HISTORY_INIT;
	struct prompt prompt = { .docs = NULL };
	struct wishes wishes;
	struct secrets secrets;
	int rc;

	if (app->set->jsonl && app->word_count)
		return err_set(err, ERR_USAGE, "--jsonl reads standard input "
			       "and takes no words");
	if (app->set->jsonl)
		return route_jsonl(app, err);
	secrets_init(&secrets, secrets_policy(&app->cfg));
	rc = wishes_read(&wishes, app, err);
	if (!rc)
		rc = prompt_read(&prompt, app, &secrets, err);
	if (!rc)
		rc = history_load(&history, app, err);
	if (!rc)
		rc = explain(app, &wishes, &prompt, &history, err);
	history_release(&history);
	prompt_release(&prompt);
	wishes_release(&wishes);
	secrets_release(&secrets);
	return rc;
}
