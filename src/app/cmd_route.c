#include <unistd.h>

#include "app/app.h"
#include "app/decide.h"
#include "app/lines.h"
#include "app/output.h"
#include "app/prompt.h"
#include "app/report.h"
#include "app/route_text.h"
#include "base/json.h"

static const struct output_wants plain = { .keep = 0 };

/* One line of --jsonl: a prompt in, a verdict out. */
static int label_line(struct text line, struct buf *out, struct err *err)
{
	struct json_writer w = JSON_WRITER_INIT(out);
	struct prompt_view view = { .docs = NULL };
	struct verdict v;
	struct json *j;

	if (!text_trim(line).len)
		return 0;
	if (json_parse(line.ptr, line.len, &j, err)) {
		if (err->kind == ERR_PROTO)
			err->kind = ERR_USAGE;
		return -1;
	}
	if (!json_text_at(j, "prompt", &view.ask)) {
		json_free(j);
		return err_set(err, ERR_USAGE, "no string \"prompt\"");
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

/* Labels the whole lines of what was read. */
static int label_lines(struct lines *l, struct output *to, struct buf *out,
		       struct err *err)
{
	struct text line;
	int rc = 0;

	while (!rc && lines_next(l, &line))
		rc = label_line(line, out, err);
	if (rc)
		lines_blame(l, err);
	if (output_write(to, (struct text){ out->ptr, out->len },
			 rc ? NULL : err))
		rc = -1;
	buf_clear(out);
	return rc;
}

/* No configuration, no network, no record: labels as fast as it can. */
static int route_jsonl(struct app *app, struct err *err)
{
	struct buf text = BUF_INIT(MAX_REQUEST);
	struct output out;
	struct lines in;
	int rc;

	lines_init(&in, STDIN_FILENO, NULL);
	rc = output_open(&out, app->set, &plain, err);
	while (!rc && !in.end) {
		rc = lines_more(&in, err);
		if (!rc)
			rc = label_lines(&in, &out, &text, err);
	}
	if (output_close(&out, !rc, rc ? NULL : err))
		rc = -1;
	lines_release(&in);
	buf_release(&text);
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
