#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/compare.h"
#include "app/process.h"
#include "base/json.h"
#include "view/term.h"

static void add_json(const struct compare *c, struct buf *out)
{
	struct json_writer w = JSON_WRITER_INIT(out);

	json_begin(&w, NULL, '{');
	json_add_int(&w, "v", 1);
	json_begin(&w, "answers", '[');
	for (size_t i = 0; i < c->count; i++) {
		const struct rival *r = &c->rivals[i];

		report_ask(&w, &r->facts, &c->x->decision,
			   r->asked ? &r->ask : NULL, r->answer, &r->outcome);
	}
	json_end(&w, ']');
	json_end(&w, '}');
	buf_addch(out, '\n');
}

/* The answers, as they were asked for; then who failed. */
static int print(struct compare *c, struct err *err)
{
	const struct settings *set = c->x->app->set;
	bool terminal = isatty(STDOUT_FILENO) == 1 && !set->output;
	struct buf out = BUF_INIT(MAX_REQUEST);
	int rc = 0;

	if (set->json)
		add_json(c, &out);
	else if (set->diff)
		rc = compare_diff(c, terminal, &out, err);
	else
		compare_show(c, terminal && !set->plain ?
			     term_width(STDOUT_FILENO) : 0, &out);
	if (!rc)
		rc = buf_check(&out, "the answers", err);
	if (!rc)
		rc = output_write(&c->x->out, text_of_buf(&out), err);
	if (!rc)
		rc = output_close(&c->x->out, true, err);
	buf_release(&out);
	return rc;
}

static int run(struct compare *c, struct exchange *x, struct err *err)
{
	struct err stop = ERR_INIT;
	int rc, shown;

	if (exchange_read(x, err) || exchange_open(x, err) ||
	    compare_decide(c, x, err))
		return -1;
	rc = compare_run(c, &stop);
	if (rc && stop.kind != ERR_STOPPED) {
		*err = stop;
		return -1;
	}
	if (rc)
		output_stopped(&x->out);
	x->app->reported = true;
	shown = print(c, err);
	compare_save(c);
	if (rc) {
		*err = stop;
		return -1;
	}
	/* where too few answered for --diff, those who failed say why */
	return compare_conclude(c, err) ? -1 : shown;
}

static int check_settings(const struct app *app, struct err *err)
{
	const struct settings *set = app->set;

	if (set->model.count < 2)
		return err_set(err, ERR_USAGE, "name at least two models: "
			       "shunt compare -m A -m B [PROMPT ...]");
	if (set->events || set->schema || set->unmask || set->dry_run ||
	    set->code || set->last_code)
		return err_set(err, ERR_USAGE, "a comparison takes no "
			       "--events, --schema, --unmask, --dry-run, -x "
			       "and -X");
	return 0;
}

int cmd_compare(struct app *app, struct err *err)
{
	struct history history = HISTORY_INIT;
	struct secrets secrets;
	struct talk talk = { .history = &history, .secrets = &secrets };
	struct compare c = { .count = 0 };
	struct exchange x;
	int rc;

	if (check_settings(app, err) || history_load(&history, app, err))
		return -1;
	secrets_init(&secrets, secrets_policy(&app->cfg));
	exchange_init(&x, app, &talk);
	rc = run(&c, &x, err);
	compare_release(&c);
	exchange_release(&x);
	http_free(talk.http);
	history_release(&history);
	secrets_release(&secrets);
	return rc;
}
