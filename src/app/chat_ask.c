#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/chat.h"
#include "app/compare.h"
#include "app/editor.h"
#include "app/note.h"
#include "app/process.h"
#include "app/report.h"
#include "base/file.h"
#include "base/mem.h"
#include "route/explain.h"
#include "store/store.h"
#include "view/term.h"

/* What is done with a prompt that is put. */
typedef int put_fn(struct chat *c, struct exchange *x, struct err *err);

/* A copy of the list, for what may change the settings meanwhile. */
static void copy_words(struct words *to, const struct words *from)
{
	words_release(to);
	for (size_t i = 0; i < from->count; i++)
		words_add(to, from->items[i], strlen(from->items[i]));
}

static void add_cost(struct chat *c, double cost)
{
	c->answers++;
	if (isnan(cost))
		c->cost_unknown = true;
	else
		c->cost += cost;
}

/* The dim line below an answer: task, who, time, tokens, money. */
static void say_label(const struct exchange *x, const struct err *outcome)
{
	const struct usage u = report_tokens(&x->decision, &x->ask);
	bool told = x->ask.reply.usage.output >= 0;
	struct buf line = BUF_INIT(1024);
	char name[MODEL_NAME_MAX + 1];

	model_name(x->ask.answered->model, name, sizeof(name));
	buf_addf(&line, "%s%s, %s", outcome->kind == ERR_STOPPED ?
		 "cut by Ctrl-C: " : "",
		 task_name(x->decision.verdict.task), name);
	if (*x->ask.reply.served &&
	    strcmp(x->ask.reply.served, x->ask.answered->model->id))
		buf_addf(&line, " (%s)", x->ask.reply.served);
	buf_addf(&line, ", %.1f s", (double)x->ask.total_ms / 1000);
	buf_addf(&line, ", %s%lld tokens in, %lld out, ",
		 told ? "" : "about ", (long long)u.input,
		 (long long)u.output);
	if (isnan(report_cost(&x->decision, &x->ask)))
		buf_adds(&line, "cost ");
	explain_money(report_cost(&x->decision, &x->ask), &line);
	note_label("%s", line.ptr);
	buf_release(&line);
}

/* What is taken out leaves its session in the log; a note if it cannot. */
static void part(const char *id)
{
	struct err err = ERR_INIT;
	struct store *s = NULL;

	if (store_open(&s, 0, STORE_BUSY, &process_stop, &err) ||
	    (s && store_part(s, id, &err)))
		note("it stays in the session in the log: %s", err.msg);
	store_close(s);
}

static void join(struct chat *c, struct exchange *x, bool logged)
{
	struct past *p;
	char name[MODEL_NAME_MAX + 1];

	p = past_new(&x->prompt, text_of_buf(&x->out.tee.copy));
	model_name(x->ask.answered->model, name, sizeof(name));
	p->model = xstrdup(name);
	p->task = x->decision.verdict.task;
	p->difficulty = x->decision.verdict.difficulty;
	p->at = x->at;
	p->cut = x->ask.cut;
	p->id = logged ? xstrdup(x->facts.id) : NULL;
	history_push(&c->history, p);
}

/* What becomes of the exchange, now that it is over. */
static void keep(struct chat *c, struct exchange *x,
		 const struct err *outcome)
{
	bool answered = x->asked && x->ask.answered && x->ask.shown;
	char session[64] = "";

	if (answered) {
		add_cost(c, report_cost(&x->decision, &x->ask));
		say_label(x, outcome);
	}
	exchange_save(x, outcome, session);
	if (answered)
		join(c, x, *session);
	if (*session && !c->history.session)
		c->history.session = xstrdup(session);
}

static int ask(struct chat *c, struct exchange *x, struct err *err)
{
	int rc;

	if (exchange_read(x, err) || exchange_open(x, err) ||
	    exchange_decide(x, 0, err))
		return -1;
	rc = exchange_run(x, err);
	exchange_end(x, err);
	keep(c, x, err);
	return rc || err->kind ? -1 : 0;
}

/* Puts one prompt, with the files and settings as they are. */
static int put(struct chat *c, struct text prompt, put_fn *how,
	       struct err *err)
{
	char *word = xstrndup(prompt.ptr, prompt.len);
	const char *words[] = { word };
	struct exchange x;
	int rc;

	c->app->words = words;
	c->app->word_count = 1;
	exchange_init(&x, c->app, &c->talk);
	x.command = "chat";
	rc = how(c, &x, err);
	/* what was named goes with one prompt, and stays in the conversation */
	if (x.asked && x.ask.answered)
		words_release(&c->app->set->file);
	exchange_release(&x);
	c->app->words = NULL;
	c->app->word_count = 0;
	free(word);
	return rc;
}

int chat_ask(struct chat *c, struct text prompt, struct err *err)
{
	size_t before = c->history.past_count;
	int rc;

	buf_clear(&c->ask);
	buf_add(&c->ask, prompt.ptr, prompt.len);
	if (buf_check(&c->ask, "the prompt", err))
		return -1;
	copy_words(&c->files, &c->app->set->file);
	rc = put(c, prompt, ask, err);
	c->joined = c->history.past_count > before;
	return rc;
}

static void take_back(struct past *p)
{
	if (p->id)
		part(p->id);
	past_free(p);
}

/*
 * Puts the last prompt with its files again, as if its answer had not come:
 * to another model, if one is named.
 */
static int put_again(struct chat *c, struct text model, put_fn *how,
		     struct err *err)
{
	struct settings *set = c->app->set;
	struct words pending = set->file, models = set->model;
	struct origin *from = chat_origin(c, "model"), was = *from;
	struct buf prompt = BUF_INIT(MAX_PROMPT);
	int rc = 0;

	set->file = (struct words){ .count = 0 };
	copy_words(&set->file, &c->files);
	buf_add(&prompt, c->ask.ptr, c->ask.len);
	if (model.len) {
		set->model = (struct words){ .count = 0 };
		rc = chat_set(c, "model", model, err);
	}
	if (!rc)
		rc = put(c, text_of_buf(&prompt), how, err);
	if (model.len) {
		words_release(&set->model);
		set->model = models;
		*from = was;
	}
	words_release(&set->file);
	set->file = pending;
	buf_wipe(&prompt);
	return rc;
}

static int need_prompt(const struct chat *c, struct err *err)
{
	if (c->ask.len)
		return 0;
	return err_set(err, ERR_USAGE, "nothing was asked yet");
}

int chat_cmd_retry(struct chat *c, const struct chat_command *self,
		   struct text arg, struct err *err)
{
	struct past *old;
	size_t before;
	int rc;

	(void)self;
	if (need_prompt(c, err))
		return -1;
	old = c->joined ? history_pop(&c->history) : NULL;
	before = c->history.past_count;
	rc = put_again(c, arg, ask, err);
	if (c->history.past_count > before && old)
		take_back(old);
	else if (old)	/* nothing is lost for a retry that failed */
		history_push(&c->history, old);
	c->joined = c->joined || c->history.past_count > before;
	return rc;
}

static int show(const struct compare *cmp, struct err *err)
{
	struct buf out = BUF_INIT(MAX_REQUEST);
	int rc;

	compare_show(cmp, term_width(STDOUT_FILENO), &out);
	rc = buf_check(&out, "the answers", err);
	if (!rc)
		rc = fd_write_all(STDOUT_FILENO, out.ptr, out.len, NULL,
				  NULL, err);
	buf_release(&out);
	return rc;
}

/* Beside the conversation, and beside the answer that is there. */
static int compare(struct chat *c, struct exchange *x, struct err *err)
{
	struct err stop = ERR_INIT;
	struct compare cmp;
	int rc;

	if (exchange_read(x, err) || compare_decide(&cmp, x, err))
		return -1;
	if (c->beside)
		compare_add(&cmp, c->beside->model,
			    text_of_buf(&c->beside->answer));
	rc = compare_run(&cmp, &stop);
	if (!rc || stop.kind == ERR_STOPPED)
		rc = show(&cmp, err);
	for (size_t i = 0; i < cmp.count; i++)
		if (cmp.rivals[i].asked && cmp.rivals[i].answer.len)
			add_cost(c, cmp.rivals[i].cost);
	compare_save(&cmp);
	if (!rc && !stop.kind)
		rc = compare_conclude(&cmp, err);
	compare_release(&cmp);
	if (!stop.kind)
		return rc;
	*err = stop;
	return -1;
}

int chat_cmd_compare(struct chat *c, const struct chat_command *self,
		     struct text arg, struct err *err)
{
	struct past *old;
	int rc;

	if (need_prompt(c, err))
		return -1;
	if (!arg.len)
		return err_set(err, ERR_USAGE, "usage: /%s %s", self->name,
			       self->usage);
	old = c->joined ? history_pop(&c->history) : NULL;
	c->beside = old;
	rc = put_again(c, arg, compare, err);
	c->beside = NULL;
	if (old)
		history_push(&c->history, old);
	return rc;
}

int chat_cmd_undo(struct chat *c, const struct chat_command *self,
		  struct text arg, struct err *err)
{
	struct past *p = history_pop(&c->history);

	(void)self;
	(void)arg;
	if (!p)
		return err_set(err, ERR_USAGE, "there is nothing to take "
			       "back");
	c->joined = false;
	take_back(p);
	if (!c->history.past_count) {	/* its session is empty, and gone */
		free(c->history.session);
		c->history.session = NULL;
	}
	note("taken back; %zu question%s left", c->history.past_count,
	     c->history.past_count == 1 ? "" : "s");
	return 0;
}

/* In an editor: what is given, else the last prompt; then it is put. */
int chat_cmd_edit(struct chat *c, const struct chat_command *self,
		  struct text arg, struct err *err)
{
	struct buf text = BUF_INIT(MAX_PROMPT);
	int rc;

	(void)self;
	if (arg.len)
		buf_add(&text, arg.ptr, arg.len);
	else
		buf_add(&text, c->ask.ptr, c->ask.len);
	rc = editor_text(&text, err);
	if (!rc) {
		chat_remember(c, text_of_buf(&text));
		rc = chat_show_text(text_of_buf(&text), err);
	}
	if (!rc) {
		rc = chat_ask(c, text_of_buf(&text), err);
	}
	buf_wipe(&text);
	return rc;
}

void chat_forget(struct chat *c)
{
	history_release(&c->history);
	secrets_release(&c->secrets);
	secrets_init(&c->secrets, secrets_policy(&c->app->cfg));
	c->joined = false;
}

int chat_switch(struct chat *c, const char *name, struct err *err)
{
	struct settings *set = c->app->set;
	char *before = set->session;	/* the history has borrowed it */
	bool went_on = set->go_on;
	struct history h;

	set->session = xstrdup(name);
	set->go_on = false;
	if (history_load(&h, c->app, err)) {
		history_release(&h);
		free(set->session);
		set->session = before;
		set->go_on = went_on;
		return -1;
	}
	chat_forget(c);
	free(before);
	c->history = h;
	return 0;
}
