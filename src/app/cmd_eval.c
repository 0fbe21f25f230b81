#include <stdio.h>
#include <unistd.h>

#include "app/app.h"
#include "app/eval.h"
#include "app/eval_show.h"
#include "app/lines.h"
#include "app/note.h"
#include "app/output.h"
#include "base/clock.h"
#include "view/term.h"

#define PIPE_WIDTH 120	/* of lines that go to no terminal */

static const struct output_wants plain = { .keep = 0 };

static int add_line(struct eval *e, struct text line, size_t number,
		    struct err *err)
{
	struct labelled row;
	int rc;

	if (!text_trim(line).len)
		return 0;
	if (labelled_read(&row, line, err))
		return -1;
	rc = eval_add(e, &row, number, err);
	labelled_release(&row);
	return rc;
}

/* What somebody who waits is shown. */
static void show_wait(const struct eval *e, int64_t began)
{
	char what[64];

	snprintf(what, sizeof(what), "%zu rows", e->rows);
	note_wait(what, clock_ms() - began);
}

static int read_rows(struct eval *e, struct lines *in, struct err *err)
{
	int64_t began = clock_ms();
	struct text line;
	int rc = 0;

	while (!rc && !in->end) {
		rc = lines_more(in, err);
		while (!rc && lines_next(in, &line)) {
			rc = add_line(e, line, in->number, err);
			if (rc)
				lines_blame(in, err);
		}
		show_wait(e, began);
	}
	note_wait_over();
	return rc;
}

static int check_rows(const struct eval *e, const char *path, struct err *err)
{
	if (e->all.rows || e->outcomes)
		return 0;
	if (!e->rows)
		return err_set(err, ERR_USAGE, "%s: it is empty; expected "
			       "lines of JSON, {\"prompt\": \"...\", "
			       "\"label\": \"...\"}", path);
	return err_set(err, ERR_USAGE, "%s: expected a \"label\", or \"weak\" "
		       "and \"strong\"; no row has them", path);
}

static int show(const struct eval *e, const struct app *app,
		struct output *to, struct err *err)
{
	bool terminal = isatty(STDOUT_FILENO) == 1 && !to->to_file;
	const struct eval_look look = {
		.width = terminal ? term_width(STDOUT_FILENO) : PIPE_WIDTH,
		.styled = term_styled(to->to_file ? -1 : STDOUT_FILENO,
				      (enum term_color)app->set->color),
		.errors = app->set->errors,
	};

	if (app->set->json)
		return eval_json(e, look.errors, to, err);
	return eval_text(e, &look, to, err);
}

/* Offline, and nothing but the file is read. */
static int eval_file(struct app *app, const char *path, struct err *err)
{
	struct output out = OUTPUT_INIT;
	struct lines in;
	struct eval e;
	int rc;

	eval_init(&e, app->set->errors);
	rc = lines_open(&in, path, err);
	if (!rc)
		rc = output_open(&out, app->set, &plain, err);
	if (!rc)
		rc = read_rows(&e, &in, err);
	if (!rc)
		rc = check_rows(&e, in.name, err);
	if (!rc) {
		eval_finish(&e);
		rc = show(&e, app, &out, err);
	}
	if (output_close(&out, !rc, rc ? NULL : err))
		rc = -1;
	output_release(&out);
	lines_release(&in);
	eval_release(&e);
	return rc;
}

int cmd_eval(struct app *app, struct err *err)
{
	if (app->word_count != 1)
		return err_set(err, ERR_USAGE, "name one file of JSON lines "
			       "with prompt and label; - is standard input");
	return eval_file(app, app->words[0], err);
}
