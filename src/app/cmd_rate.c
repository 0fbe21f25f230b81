#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/note.h"
#include "app/process.h"
#include "app/turns.h"
#include "base/json.h"
#include "base/mem.h"
#include "view/cells.h"

#define FIRST_WORDS 40		/* cells of the ask that are told */

static const struct {
	const char *word;
	int rating;
	const char *done;
} ratings[] = {
	{ "good", 1, "rated good" },
	{ "bad", -1, "rated bad" },
	{ "clear", 0, "rating taken back" },
};

/* The turn that is meant. */
struct rated {
	char *id;		/* owned; NULL: none was found */
	bool answered;		/* by some model */
	struct buf first;	/* words of its ask */
};

static int on_turn(void *ctx, const struct logged_turn *t, struct err *err)
{
	struct rated *r = ctx;

	(void)err;
	r->id = xstrdup(t->row.id);
	r->answered = t->row.model != NULL;
	cells_add(&r->first, text_trim(t->row.ask), FIRST_WORDS, CELLS_AS_IS);
	return 0;
}

/* By the beginning of its id, or the newest. */
static int find(struct store *s, const char *id, struct rated *r,
		struct err *err)
{
	struct turn_query q = TURN_QUERY_INIT;
	char *whole = NULL;
	int rc = 0;

	if (id)
		rc = turns_find(s, id, &whole, err);
	q.id = whole;
	q.limit = 1;
	q.texts = true;
	if (!rc && s)
		rc = store_turns(s, &q, on_turn, r, err);
	free(whole);
	if (rc)
		return rc;
	if (!r->id)
		return err_set(err, ERR_USAGE, "there is nothing to rate: the "
			       "log is empty");
	if (!r->answered)
		return err_set(err, ERR_USAGE, "there is nothing to rate: no "
			       "model answered \"%s\"", r->first.ptr);
	return 0;
}

static void tell(const struct app *app, const struct rated *r,
		 const char *model, size_t which)
{
	struct buf out = BUF_INIT(MAX_CONFIG);
	struct json_writer w = JSON_WRITER_INIT(&out);

	note("%s: %s%s%s%s", ratings[which].done, model,
	     r->first.len ? ", \"" : "", r->first.ptr,
	     r->first.len ? "\"" : "");
	if (!app->set->json)
		return;
	json_begin(&w, NULL, '{');
	json_add_str(&w, "id", r->id);
	json_add_str(&w, "model", model);
	json_add_str(&w, "rating", ratings[which].rating ?
		     ratings[which].word : NULL);
	json_end(&w, '}');
	printf("%s\n", out.ptr);
	buf_release(&out);
}

static int rate(const struct app *app, size_t which, struct err *err)
{
	struct rated r = { .first = BUF_INIT(1024) };
	struct store *s = NULL;
	char *model = NULL;
	int rc;

	rc = store_open(&s, 0, STORE_BUSY, &process_stop, err);
	if (!rc)
		rc = find(s, app->word_count > 1 ? app->words[1] : NULL, &r,
			  err);
	if (!rc)
		rc = store_rate(s, r.id, ratings[which].rating, &model, err);
	if (!rc)
		tell(app, &r, model, which);
	store_close(s);
	free(model);
	free(r.id);
	buf_release(&r.first);
	return rc;
}

int cmd_rate(struct app *app, struct err *err)
{
	const char *word = app->word_count ? app->words[0] : "";

	for (size_t i = 0; i < sizeof(ratings) / sizeof(ratings[0]); i++)
		if (!strcmp(ratings[i].word, word) && app->word_count <= 2)
			return rate(app, i, err);
	return err_set(err, ERR_USAGE, "usage: shunt rate good|bad|clear [ID]");
}
