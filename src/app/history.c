#include "app/history.h"

#include <stdlib.h>
#include <string.h>

#include "app/note.h"
#include "app/process.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/cost.h"
#include "store/store.h"

#define MAX_NAME 64	/* bytes of a session's name */

static struct buf copy(struct text t)
{
	struct buf b = BUF_INIT(t.len);

	buf_add(&b, t.ptr, t.len);
	return b;
}

static void copy_documents(struct past *p, const struct turn_row *row)
{
	p->doc_count = row->doc_count;
	p->docs = xcalloc(p->doc_count, sizeof(*p->docs));
	for (size_t i = 0; i < p->doc_count; i++) {
		const struct turn_document *d = &row->docs[i];

		p->docs[i].own_name = xstrdup(d->name);
		p->docs[i].name = p->docs[i].own_name;
		p->docs[i].text = copy(d->text);
		if (d->text.len < d->size)
			note("of '%s' only the first %zu bytes are in the "
			     "conversation; give it again with -f",
			     *d->name ? d->name : "standard input",
			     d->text.len);
	}
}

/* What the texts look like as one message, once they stay where they are. */
static void make_views(struct past *p)
{
	p->names = xcalloc(p->doc_count, sizeof(*p->names));
	p->texts = xcalloc(p->doc_count, sizeof(*p->texts));
	for (size_t i = 0; i < p->doc_count; i++) {
		p->names[i] = text_of(p->docs[i].name);
		p->texts[i] = text_of_buf(&p->docs[i].text);
	}
	p->ask_text = text_of_buf(&p->ask);
	p->answer_text = text_of_buf(&p->answer);
	compose(&p->message, p->names, p->texts, p->doc_count, p->ask_text);
}

struct past *past_new(struct prompt *prompt, struct text answer)
{
	struct past *p = xcalloc(1, sizeof(*p));

	p->ask = prompt->ask;
	prompt->ask = (struct buf)BUF_INIT(MAX_PROMPT);
	p->docs = prompt->docs;
	p->doc_count = prompt->doc_count;
	prompt->docs = NULL;
	prompt->doc_count = 0;
	for (size_t i = 0; i < p->doc_count; i++) {
		struct document *d = &p->docs[i];

		if (!d->own_name)
			d->own_name = xstrdup(d->name);
		d->name = d->own_name;
	}
	p->answer = copy(answer);
	make_views(p);
	return p;
}

void past_free(struct past *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->doc_count; i++) {
		free(p->docs[i].own_name);
		buf_release(&p->docs[i].text);
	}
	free(p->docs);
	free(p->names);
	free(p->texts);
	compose_release(&p->message);
	buf_release(&p->ask);
	buf_release(&p->answer);
	free(p->id);
	free(p->model);
	free(p);
}

static double count_tokens(const struct turn *t)
{
	double n = 0;

	for (size_t i = 0; i < t->count; i++)
		n += cost_tokens(t->parts[i]);
	return n;
}

/* What follows from the list of what is past. */
static void make_turns(struct history *h)
{
	const struct past *last = history_last(h);

	h->turns = xreallocarray(h->turns, 2 * h->past_count + 1,
				 sizeof(*h->turns));
	h->first = 0;
	h->count = 2 * h->past_count;
	h->tokens = 0;
	h->docs = NULL;
	h->doc_count = 0;
	for (size_t i = 0; i < h->past_count; i++) {
		struct past *p = h->past[i];
		struct turn *t = &h->turns[2 * i];

		t[0] = (struct turn){ .role = ROLE_USER,
				      .parts = p->message.parts,
				      .count = p->message.count };
		t[1] = (struct turn){ .role = ROLE_ASSISTANT,
				      .parts = &p->answer_text, .count = 1 };
		h->tokens += count_tokens(&t[0]) + count_tokens(&t[1]);
		if (!p->doc_count && h->docs)
			continue;
		h->docs = p->doc_count ? p->texts : &p->ask_text;
		h->doc_count = p->doc_count ? p->doc_count : 1;
	}
	h->model = last ? last->model : NULL;
	h->task = last ? last->task : TASK_NONE;
	h->difficulty = last ? last->difficulty : 0;
	h->at = last ? last->at : 0;
}

const struct past *history_last(const struct history *h)
{
	return h->past_count ? h->past[h->past_count - 1] : NULL;
}

static void add(struct history *h, struct past *p)
{
	h->past = xreallocarray(h->past, h->past_count + 1, sizeof(*h->past));
	h->past[h->past_count++] = p;
}

void history_push(struct history *h, struct past *p)
{
	add(h, p);
	make_turns(h);
}

struct past *history_pop(struct history *h)
{
	struct past *p;

	if (!h->past_count)
		return NULL;
	p = h->past[--h->past_count];
	make_turns(h);
	return p;
}

static int add_turn(void *ctx, const struct logged_turn *t, struct err *err)
{
	struct past *p;

	(void)err;
	if (!t->row.ask.len || !t->row.answer.len)
		return 0;	/* it failed, or its words were not kept */
	p = xcalloc(1, sizeof(*p));
	p->id = xstrdup(t->row.id);
	p->ask = copy(t->row.ask);
	p->answer = copy(t->row.answer);
	p->model = t->row.model ? xstrdup(t->row.model) : NULL;
	p->task = t->row.task;
	p->difficulty = t->row.difficulty;
	p->at = t->row.at;
	p->cut = t->row.status && t->row.status !=
		 err_exit_status(ERR_LENGTH);
	copy_documents(p, &t->row);
	make_views(p);
	add(ctx, p);
	return 0;
}

static int check_name(const char *name, struct err *err)
{
	char safe[MAX_NAME + 1];
	size_t len = strlen(name);

	if (!len || len > MAX_NAME)
		return err_set(err, ERR_USAGE, "the name of a session has 1 "
			       "to %d bytes", MAX_NAME);
	if (text_safe_line(safe, sizeof(safe), name, len) != len ||
	    memcmp(safe, name, len))
		return err_set(err, ERR_USAGE, "the name of a session may "
			       "not hold control characters");
	return 0;
}

static int find(struct history *h, struct store *st, struct err *err)
{
	char terminal[64];

	if (h->name)
		return st ? store_session(st, h->name, &h->session, err) : 0;
	store_terminal(terminal);
	if (st && *terminal &&
	    store_session_of(st, terminal, &h->session, err))
		return -1;
	if (h->session)
		return 0;
	return err_set(err, ERR_USAGE, "there is no conversation in this "
		       "terminal to go on with; shunt session lists them, "
		       "--session NAME begins or continues one");
}

int history_load(struct history *h, const struct app *app, struct err *err)
{
	const struct settings *set = app->set;
	struct store *st = NULL;
	int rc;

	*h = (struct history)HISTORY_INIT;
	h->name = set->session;
	if (!set->session && !set->go_on)
		return 0;
	if (set->session && set->go_on)
		return err_set(err, ERR_USAGE, "--continue and --session "
			       "exclude each other");
	if (set->session && check_name(set->session, err))
		return -1;
	if (set->no_log || set->log != LOG_FULL)
		note("what is asked now will not be part of the conversation "
		     "in the log: its words are not kept");
	rc = store_open(&st, 0, STORE_BUSY, &process_stop, err);
	if (!rc)
		rc = find(h, st, err);
	if (!rc && h->session)
		rc = store_history(st, h->session, add_turn, h, err);
	store_close(st);
	if (!rc)
		make_turns(h);
	return rc;
}

bool history_shorten(struct history *h)
{
	if (h->first + 2 > h->count)
		return false;
	h->tokens -= count_tokens(&h->turns[h->first]) +
		     count_tokens(&h->turns[h->first + 1]);
	h->first += 2;
	return true;
}

void history_release(struct history *h)
{
	for (size_t i = 0; i < h->past_count; i++)
		past_free(h->past[i]);
	free(h->past);
	free(h->turns);
	free(h->session);
	*h = (struct history)HISTORY_INIT;
}
