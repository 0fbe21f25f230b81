#include "app/edit_ask.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/edit_restore.h"
#include "app/exchange.h"
#include "app/note.h"
#include "base/mem.h"
#include "conf/words.h"
#include "diff/blocks.h"
#include "store/store.h"
#include "view/gather.h"
#include "view/tee.h"

#define ROUNDS 2

/*
 * A file up to this size is written anew: that costs little, and goes wrong
 * less often than blocks. Weaker models cannot copy what they search byte
 * for byte, and write more.
 */
#define WHOLE ((size_t)3 << 10)
#define WHOLE_WEAK ((size_t)24 << 10)
#define WEAK 0.5	/* a skill in code below this */

/* One edit being asked for. */
struct round {
	struct edit_ask *e;
	struct exchange x;
	struct talk talk;
	struct history history;
	struct secrets secrets;
	struct words model;		/* who has answered first */
	struct buf *shown;	/* the files as they went out, masked */
	char **names;		/* likewise */
	size_t *docs;		/* the documents that are files: which */
	size_t doc_count;
};

static bool is_whole(const struct edit_file *f, size_t most)
{
	return f->text.len <= most &&
	       !utf8_count_bad(f->text.ptr, f->text.len);
}

/* Names of files, "a, b and c" without the "and". */
static bool add_names(const struct edit_files *fs, const char *head,
		      bool (*has)(const struct edit_file *f, size_t most),
		      size_t most, struct buf *out)
{
	bool any = false;

	for (size_t i = 0; i < fs->count; i++) {
		if (!has(&fs->list[i], most))
			continue;
		buf_adds(out, any ? ", " : head);
		buf_adds(out, fs->list[i].name);
		any = true;
	}
	if (any)
		buf_adds(out, ".\n");
	return any;
}

static bool in_whole(const struct edit_file *f, size_t most)
{
	return f->exists && is_whole(f, most);
}

static bool in_blocks(const struct edit_file *f, size_t most)
{
	return f->exists && !is_whole(f, most);
}

static bool is_new(const struct edit_file *f, size_t most)
{
	(void)most;
	return !f->exists;
}

static void add_run(struct buf *out, char c, size_t len, const char *rest)
{
	while (len--)
		buf_addch(out, c);
	buf_adds(out, rest);
}

/* The form of diff/blocks.h, with marks that no file holds. */
static void add_form(const struct edit_files *fs, struct buf *out)
{
	size_t marks = 0, fence = 0;

	for (size_t i = 0; i < fs->count; i++) {
		size_t m = blocks_marks(text_of_buf(&fs->list[i].text));
		size_t n = blocks_fence(text_of_buf(&fs->list[i].text));

		marks = m > marks ? m : marks;
		fence = n > fence ? n : fence;
	}
	buf_adds(out, "Part of a file is changed by blocks:\n\nFile: NAME\n");
	add_run(out, '`', fence, "\n");
	add_run(out, '<', marks, " SEARCH\n");
	buf_adds(out, "lines of the file, whole and exactly as they stand "
		 "there\n");
	add_run(out, '=', marks, "\nlines that take their place\n");
	add_run(out, '>', marks, " REPLACE\n");
	add_run(out, '`', fence, "\n\n");
	buf_adds(out, "What a block searches must stand in the file exactly "
		 "once, so take enough lines, with their blanks; each block "
		 "is looked for in the file as it is above. Several may "
		 "follow each other. A whole or a new file is written "
		 "so:\n\nFile: NAME\n");
	add_run(out, '`', fence, "\nall of its lines\n");
	add_run(out, '`', fence, "\n\n");
	buf_adds(out, "A fence must be longer than any that stands in it. "
		 "A file is deleted by a line of its own, \"Delete: NAME\". "
		 "Where nothing is to be changed, answer \"No change\".\n");
}

/* What is asked; files up to `whole` bytes are to be written anew. */
static void add_ask(const struct edit_ask *e, size_t whole, struct buf *out)
{
	const struct edit_files *fs = e->files;

	buf_addf(out, "Edit these files:\n%s\n\nAnswer with the edits alone, "
		 "in this form.\n", e->instruction);
	add_form(fs, out);
	add_names(fs, "Write as a whole: ", in_whole, whole, out);
	add_names(fs, "Change by blocks: ", in_blocks, whole, out);
	add_names(fs, "Not there yet, and may be made: ", is_new, 0, out);
	buf_adds(out, "No other file can be changed, and names are written as "
		 "here. Change nothing that was not asked for. What looks like "
		 "[secret:...] stands for something that you are not shown: "
		 "leave it where it is.\n");
}

static int take_first(struct round *r, struct err *err)
{
	const struct edit_files *fs = r->e->files;
	struct document *docs = xcalloc(fs->count, sizeof(*docs));
	struct buf ask = BUF_INIT(MAX_PROMPT);
	int rc;

	r->docs = xcalloc(fs->count, sizeof(*r->docs));
	for (size_t i = 0; i < fs->count; i++) {
		const struct edit_file *f = &fs->list[i];
		struct document *d = &docs[r->doc_count];

		if (!f->exists)
			continue;
		*d = (struct document){ .name = f->name,
					.text = BUF_INIT(MAX_PROMPT) };
		buf_add(&d->text, f->text.ptr, f->text.len);
		r->docs[r->doc_count++] = i;
	}
	add_ask(r->e, WHOLE, &ask);
	rc = buf_check(&ask, "the prompt", err);
	if (!rc)
		rc = exchange_take(&r->x, &ask, docs, r->doc_count, err);
	for (size_t i = 0; i < r->doc_count; i++)
		buf_release(&docs[i].text);
	buf_release(&ask);
	free(docs);
	return rc;
}

/* Another form for whom the first does not suit. */
static int take_weak(struct round *r, struct err *err)
{
	struct buf ask = BUF_INIT(MAX_PROMPT);
	int rc;

	add_ask(r->e, WHOLE_WEAK, &ask);
	rc = buf_check(&ask, "the prompt", err);
	if (!rc)
		rc = prompt_again(&r->x.prompt, &ask, err);
	buf_release(&ask);
	return rc;
}

/* The second turn: what was wrong with the first. */
static int take_again(struct round *r, const struct err *why, struct err *err)
{
	struct buf ask = BUF_INIT(MAX_PROMPT);
	int rc;

	buf_addf(&ask, "This cannot be applied: %s. Nothing has been changed. "
		 "Answer again with all of the edits, in the form that was "
		 "asked for.\n", why->msg);
	rc = buf_check(&ask, "the prompt", err);
	if (!rc)
		rc = exchange_take(&r->x, &ask, NULL, 0, err);
	buf_release(&ask);
	return rc;
}

/* What the model sees of the files, for as long as its answer is read. */
static void keep_shown(struct round *r)
{
	const struct edit_files *fs = r->e->files;

	for (size_t i = 0; i < fs->count; i++)
		r->names[i] = xstrdup(fs->list[i].name);
	for (size_t i = 0; i < r->doc_count; i++) {
		const struct document *d = &r->x.prompt.docs[i];
		size_t f = r->docs[i];

		buf_add(&r->shown[f], d->text.ptr, d->text.len);
		free(r->names[f]);
		r->names[f] = xstrdup(d->name);
	}
}

static void wish(struct round *r)
{
	struct wishes *w = &r->x.wishes;

	if (w->task == TASK_NONE)
		w->task = TASK_CODE;
	w->code = w->last_code = false;
	if (r->model.count)
		w->model = &r->model;
}

static int choose(struct round *r, bool first, struct err *err)
{
	struct exchange *x = &r->x;
	const struct model *m;

	wish(r);
	if (exchange_decide(x, 0, err)) {
		if (err->kind != ERR_NOCAND || r->e->app->said ||
		    !decide_too_long(&x->decision))
			return -1;
		return err_set(err, ERR_NOCAND, "the files are too long for "
			       "every model that may be asked: about %.0f "
			       "tokens; name fewer files, or split them",
			       x->decision.in.input_tokens);
	}
	m = x->decision.targets->model;
	return first && m->skill[TASK_CODE] < WEAK ? take_weak(r, err) : 0;
}

static void remember(struct round *r, const struct gather *g)
{
	struct edit_ask *e = r->e;
	struct exchange *x = &r->x;
	struct past *p;

	e->asked++;
	e->cost = e->asked > 1 ? e->cost + report_cost(&x->decision, &x->ask) :
		  report_cost(&x->decision, &x->ask);
	if (!x->ask.answered)
		return;
	model_name(x->ask.answered->model, e->by, sizeof(e->by));
	if (!r->model.count)
		words_add(&r->model, e->by, strlen(e->by));
	p = past_new(&x->prompt, text_of_buf(&g->text));
	p->model = xstrdup(e->by);
	p->task = x->decision.verdict.task;
	p->difficulty = x->decision.verdict.difficulty;
	p->at = x->at;
	history_push(&r->history, p);
}

/* Asks; the answer is in g. */
static int put(struct round *r, struct gather *g, struct err *err)
{
	struct exchange *x = &r->x;
	bool keep = !r->e->app->set->no_log &&
		    r->e->app->set->log == LOG_FULL;
	int rc;

	tee_init(&x->out.tee, &g->sink, keep ? TURN_TEXT : 0);
	x->sink = &x->out.tee.sink;
	rc = exchange_run(x, err);
	exchange_end(x, err);
	exchange_save(x, err, NULL);
	if (err->kind == ERR_LENGTH)
		err_prefix(err, "nothing is changed");
	remember(r, g);
	return rc ? rc : err->kind ? -1 : 0;
}

/* Is every name in the answer one that was given? */
static int check_names(const struct round *r, const struct blocks *b,
		       struct err *err)
{
	for (size_t i = 0; i < b->count; i++) {
		const struct block *k = &b->list[i];
		size_t f = 0;

		while (f < r->e->files->count &&
		       !text_is(k->name, r->names[f]))
			f++;
		if (f == r->e->files->count)
			return err_set(err, ERR_PATCH, "line %zu of the answer "
				       "is about '%.*s', which is none of the "
				       "files that were named", k->line,
				       (int)(k->name.len < 100 ? k->name.len :
					     100), k->name.ptr);
	}
	return 0;
}

static bool is_named(const struct blocks *b, const char *name)
{
	for (size_t i = 0; i < b->count; i++)
		if (text_is(b->list[i].name, name))
			return true;
	return false;
}

static int apply_one(struct round *r, const struct blocks *b, size_t i,
		     struct err *err)
{
	struct edit_file *f = &r->e->files->list[i];
	struct buf masked = BUF_INIT(MAX_PROMPT);
	const struct text shown = text_of_buf(&r->shown[i]);
	int rc;

	buf_clear(&f->new_text);
	f->touched = is_named(b, r->names[i]);
	rc = blocks_apply(b, text_of(r->names[i]), f->exists, shown, &masked,
			  &f->gone, err);
	if (!rc)
		rc = edit_restore(r->secrets.mask, r->names[i], shown,
				  text_of_buf(&masked), &f->new_text, err);
	buf_release(&masked);
	return rc;
}

/* Reads an answer, and makes texts and a patch of it. */
static int apply(struct round *r, struct text answer, struct err *err)
{
	struct blocks b;
	int rc = blocks_read(&b, answer, err);

	if (!rc)
		rc = check_names(r, &b, err);
	for (size_t i = 0; !rc && i < r->e->files->count; i++)
		rc = apply_one(r, &b, i, err);
	if (!rc)
		rc = edit_files_diff(r->e->files, err);
	blocks_release(&b);
	/* whatever was too much, it is the answer that does not fit */
	if (rc && err->kind == ERR_TOOBIG)
		err->kind = ERR_PATCH;
	return rc;
}

static int go(struct round *r, bool first, const struct err *why,
	      struct gather *g, struct err *err)
{
	exchange_init(&r->x, r->e->app, &r->talk);
	r->x.command = "edit";
	if (first ? take_first(r, err) : take_again(r, why, err))
		return -1;
	if (first)
		keep_shown(r);
	return choose(r, first, err) || put(r, g, err) ? -1 : 0;
}

static int rounds(struct round *r, struct err *err)
{
	struct err why = ERR_INIT;
	int rc = -1;

	for (int i = 0; rc && i < ROUNDS; i++) {
		struct gather g;

		gather_init(&g, MAX_PROMPT, "the answer");
		rc = go(r, !i, &why, &g, err);
		exchange_release(&r->x);
		if (!rc)
			rc = apply(r, text_of_buf(&g.text), &why);
		else
			i = ROUNDS;	/* there is no answer */
		gather_release(&g);
		if (rc && i < ROUNDS - 1)
			note("the edit by %s does not apply, and goes back to "
			     "it: %s", r->e->by, why.msg);
		else if (rc && i < ROUNDS)
			*err = why;
	}
	return rc;
}

int edit_ask(struct edit_ask *e, struct err *err)
{
	size_t count = e->files->count;
	struct round r = { .e = e, .history = HISTORY_INIT };
	int rc;

	e->cost = NAN;
	r.talk = (struct talk){ .history = &r.history,
				.secrets = &r.secrets };
	r.shown = xcalloc(count, sizeof(*r.shown));
	r.names = xcalloc(count, sizeof(*r.names));
	for (size_t i = 0; i < count; i++)
		buf_init(&r.shown[i], MAX_PROMPT);
	secrets_init(&r.secrets, secrets_policy(&e->app->cfg));
	rc = rounds(&r, err);
	for (size_t i = 0; i < count; i++) {
		buf_release(&r.shown[i]);
		free(r.names[i]);
	}
	free(r.shown);
	free(r.names);
	free(r.docs);
	words_release(&r.model);
	http_free(r.talk.http);
	history_release(&r.history);
	secrets_release(&r.secrets);
	return rc;
}
