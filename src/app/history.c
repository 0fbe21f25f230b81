#include "app/history.h"

#include <stdlib.h>
#include <string.h>

#include "app/compose.h"
#include "app/note.h"
#include "app/process.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/cost.h"
#include "store/store.h"

#define MAX_NAME 64	/* bytes of a session's name */

/* A question with its documents, and its answer. */
struct past {
	struct buf ask, answer;
	struct buf *docs;
	struct text *names, *texts;
	size_t doc_count;
	struct composed message;
	struct text ask_text, answer_text;
};

static struct buf copy(struct text t)
{
	struct buf b = BUF_INIT(t.len);

	buf_add(&b, t.ptr, t.len);
	return b;
}

static struct text whole(const struct buf *b)
{
	return (struct text){ b->ptr, b->len };
}

static void copy_documents(struct past *p, const struct turn_row *row)
{
	size_t n = row->doc_count;

	p->docs = xcalloc(2 * n, sizeof(*p->docs));
	p->names = xcalloc(n, sizeof(*p->names));
	p->texts = xcalloc(n, sizeof(*p->texts));
	for (size_t i = 0; i < n; i++) {
		const struct turn_document *d = &row->docs[i];
		struct buf *at = &p->docs[2 * i];

		at[0] = copy(text_of(d->name));
		at[1] = copy(d->text);
		if (d->text.len < d->size)
			note("of '%s' only the first %zu bytes are in the "
			     "conversation; give it again with -f",
			     *d->name ? d->name : "standard input",
			     d->text.len);
		p->names[i] = whole(&at[0]);
		p->texts[i] = whole(&at[1]);
	}
	p->doc_count = n;
}

static int add_turn(void *ctx, const struct logged_turn *t, struct err *err)
{
	struct history *h = ctx;
	struct past *p;

	(void)err;
	if (!t->row.ask.len || !t->row.answer.len)
		return 0;	/* it failed, or its words were not kept */
	h->past = xreallocarray(h->past, h->past_count + 1, sizeof(*h->past));
	p = &h->past[h->past_count++];
	*p = (struct past){ .ask = copy(t->row.ask),
			    .answer = copy(t->row.answer) };
	copy_documents(p, &t->row);
	compose(&p->message, p->names, p->texts, p->doc_count,
		whole(&p->ask));
	p->ask_text = whole(&p->ask);
	p->answer_text = whole(&p->answer);
	free(h->model);
	h->model = t->row.model ? xstrdup(t->row.model) : NULL;
	h->task = t->row.task;
	h->difficulty = t->row.difficulty;
	h->at = t->row.at;
	return 0;
}

static double count_tokens(const struct turn *t)
{
	double n = 0;

	for (size_t i = 0; i < t->count; i++)
		n += cost_tokens(t->parts[i]);
	return n;
}

/* Only now, as the list of what is past has moved while it grew. */
static void make_turns(struct history *h)
{
	h->turns = xcalloc(2 * h->past_count, sizeof(*h->turns));
	for (size_t i = 0; i < h->past_count; i++) {
		struct past *p = &h->past[i];
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
	h->count = 2 * h->past_count;
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

	*h = (struct history){ .name = set->session, .task = TASK_NONE };
	if (!set->session && !set->go_on)
		return 0;
	if (set->session && set->go_on)
		return err_set(err, ERR_USAGE, "--continue and --session "
			       "exclude each other");
	if (set->session && check_name(set->session, err))
		return -1;
	if (set->no_log || set->log != LOG_FULL)
		note("this turn will not be part of the conversation: its "
		     "words are not logged");
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
	for (size_t i = 0; i < h->past_count; i++) {
		struct past *p = &h->past[i];

		for (size_t k = 0; k < 2 * p->doc_count; k++)
			buf_release(&p->docs[k]);
		free(p->docs);
		free(p->names);
		free(p->texts);
		compose_release(&p->message);
		buf_release(&p->ask);
		buf_release(&p->answer);
	}
	free(h->past);
	free(h->turns);
	free(h->session);
	free(h->model);
	*h = (struct history){ .task = TASK_NONE };
}
