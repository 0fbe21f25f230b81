#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/budget.h"
#include "app/chat.h"
#include "app/note.h"
#include "app/process.h"
#include "app/route_text.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "route/explain.h"
#include "store/store.h"
#include "view/fence.h"
#include "view/gather.h"
#include "view/plain.h"

#define MOST_WORDS 16		/* behind /log */
#define SHOWN_TURNS 10		/* by /log alone */
#define SHOWN_SESSIONS 20

/*
 * Runs one of the program's own commands with these words. The model that is
 * chatted with is nothing that selects what is shown of the log, or deleted.
 */
static int run_command(struct chat *c, int (*run)(struct app *, struct err *),
		       const char *const *words, size_t count,
		       struct err *err)
{
	struct app *app = c->app;
	struct origin *from = app->cfg.origins, kept[SETTINGS_MAX];
	char *session = app->set->session;
	int rc;

	memcpy(kept, from, sizeof(kept));
	memset(from, 0, sizeof(kept));
	app->set->session = NULL;
	app->words = words;
	app->word_count = count;
	rc = run(app, err);
	app->words = NULL;
	app->word_count = 0;
	app->set->session = session;
	memcpy(from, kept, sizeof(kept));
	return rc < 0 ? -1 : 0;
}

static int explain(struct chat *c, struct exchange *x, struct err *err)
{
	struct buf text = BUF_INIT(MAX_HELD);
	int rc;

	if (exchange_read(x, err))
		return -1;
	x->decided = true;
	rc = decide(&x->decision, c->app, &x->wishes, &x->prompt, &c->history,
		    DECIDE_NO_NETWORK, err);
	if (!rc)
		route_text(&x->decision, false, &text);
	if (!rc)
		rc = buf_check(&text, "the explanation", err);
	if (!rc)
		rc = fd_write_all(STDOUT_FILENO, text.ptr, text.len, NULL,
				  &process_stop, err);
	buf_release(&text);
	return rc;
}

/* Of a prompt that is given; else of the last one, as if it came now. */
int chat_cmd_route(struct chat *c, const struct chat_command *self,
		   struct text arg, struct err *err)
{
	struct past *last = NULL;
	struct exchange x;
	const char *words[1];
	char *word;
	int rc;

	(void)self;
	if (!arg.len && !c->ask.len)
		return err_set(err, ERR_USAGE, "nothing was asked yet");
	if (!arg.len && c->joined)
		last = history_pop(&c->history);
	word = arg.len ? xstrndup(arg.ptr, arg.len) :
			 xstrndup(c->ask.ptr, c->ask.len);
	words[0] = word;
	c->app->words = words;
	c->app->word_count = 1;
	exchange_init(&x, c->app, &c->talk);
	rc = explain(c, &x, err);
	exchange_release(&x);
	c->app->words = NULL;
	c->app->word_count = 0;
	free(word);
	if (last)
		history_push(&c->history, last);
	return rc;
}

static int need_answer(const struct chat *c, const struct past **last,
		       struct err *err)
{
	*last = history_last(&c->history);
	if (*last)
		return 0;
	return err_set(err, ERR_USAGE, "there is no answer yet");
}

static void add_conversation(const struct chat *c, struct buf *out)
{
	for (size_t i = 0; i < c->history.past_count; i++) {
		const struct past *p = c->history.past[i];
		struct text ask = text_trim(text_of_buf(&p->ask));
		struct text answer = text_trim(text_of_buf(&p->answer));

		buf_addf(out, "%s## Question\n\n", i ? "\n" : "");
		for (size_t k = 0; k < p->doc_count; k++)
			buf_addf(out, "(with %s)\n\n", p->docs[k].name);
		buf_add(out, ask.ptr, ask.len);
		buf_addf(out, "\n\n## %s%s\n\n", p->model ? p->model : "Answer",
			 p->cut ? " (cut)" : "");
		buf_add(out, answer.ptr, answer.len);
		buf_addch(out, '\n');
	}
}

/* A file that is there is not written over: it may be the user's work. */
static int write_new(const char *path, struct text t, struct err *err)
{
	int rc = 0;

	if (!access(path, F_OK))
		rc = err_set(err, ERR_IO, "'%s' is there already; take "
			     "another name", path);
	if (!rc)
		rc = file_replace(path, 0, t.ptr, t.len, err);
	if (!rc)
		note("%zu bytes written to %s", t.len, path);
	return rc;
}

int chat_cmd_save(struct chat *c, const struct chat_command *self,
		  struct text arg, struct err *err)
{
	struct buf all = BUF_INIT(MAX_REQUEST);
	const struct past *last;
	char *path;
	int rc;

	if (!arg.len)
		return err_set(err, ERR_USAGE, "usage: /%s %s", self->name,
			       self->usage);
	if (need_answer(c, &last, err))
		return -1;
	path = chat_path(arg);
	add_conversation(c, &all);
	rc = buf_check(&all, "the conversation", err);
	if (!rc)
		rc = write_new(path, text_of_buf(&all), err);
	buf_release(&all);
	free(path);
	return rc;
}

/* Splits "[N] [> FILE]"; *path is allocated, or NULL. */
static int read_code_arg(struct text arg, size_t *number, char **path,
			 struct err *err)
{
	size_t i = 0;

	*number = 1;
	*path = NULL;
	if (i < arg.len && arg.ptr[i] >= '0' && arg.ptr[i] <= '9')
		*number = 0;
	for (; i < arg.len && arg.ptr[i] >= '0' && arg.ptr[i] <= '9'; i++)
		if (*number < 100000)
			*number = *number * 10 + (size_t)(arg.ptr[i] - '0');
	arg = text_trim((struct text){ arg.ptr + i, arg.len - i });
	if (arg.len && *arg.ptr == '>')
		*path = chat_path(text_trim((struct text){ arg.ptr + 1,
							   arg.len - 1 }));
	if (*number && (!arg.len || (*path && **path)))
		return 0;
	return err_set(err, ERR_USAGE, "usage: /code [N] [> FILE]");
}

/* The code as it stands in the answer; *blocks says how many there are. */
static int find_code(const struct past *p, size_t number, struct buf *out,
		     size_t *blocks, struct err *err)
{
	struct gather code;
	struct fence f;
	int rc;

	gather_init(&code, TURN_TEXT, "the code");
	fence_init_nth(&f, &code.sink, number);
	rc = f.sink.text(&f.sink, text_of_buf(&p->answer), err);
	if (!rc)
		rc = f.sink.end(&f.sink, true, err);
	*blocks = f.blocks;
	fence_release(&f);
	*out = code.text;
	if (*blocks && *blocks < number)
		return err_set(err, ERR_USAGE, "the last answer has %zu code "
			       "block%s", *blocks, *blocks == 1 ? "" : "s");
	return rc;
}

int chat_show_text(struct text t, struct err *err)
{
	struct plain p;
	int rc;

	plain_init(&p, STDOUT_FILENO, true, &process_stop);
	rc = p.sink.text(&p.sink, t, err);
	if (!rc)
		rc = p.sink.end(&p.sink, true, err);
	plain_release(&p);
	return rc;
}

int chat_cmd_code(struct chat *c, const struct chat_command *self,
		  struct text arg, struct err *err)
{
	const struct past *last;
	struct buf code = BUF_INIT(0);
	size_t number, blocks = 0;
	char *path = NULL;
	int rc;

	(void)self;
	rc = read_code_arg(arg, &number, &path, err);
	if (!rc)
		rc = need_answer(c, &last, err);
	if (!rc)
		rc = find_code(last, number, &code, &blocks, err);
	if (!rc && path)
		rc = write_new(path, text_of_buf(&code), err);
	else if (!rc)
		rc = chat_show_text(text_of_buf(&code), err);
	if (!rc && !path && blocks > 1)
		note("code block %zu of %zu", number, blocks);
	buf_release(&code);
	free(path);
	return rc;
}

int chat_cmd_rate(struct chat *c, const struct chat_command *self,
		  struct text arg, struct err *err)
{
	const struct past *last;
	const char *words[2] = { self->name };

	(void)arg;
	if (need_answer(c, &last, err))
		return -1;
	if (!last->id)
		return err_set(err, ERR_USAGE, "the last answer was not kept "
			       "in the log, and only what is there is rated");
	words[1] = last->id;
	return run_command(c, cmd_rate, words, 2, err);
}

static void show_sum(const char *what, double usd, double limit)
{
	struct buf line = BUF_INIT(256);

	buf_addf(&line, "%-12s ", what);
	explain_money(usd, &line);
	if (!isnan(limit)) {
		buf_adds(&line, " of ");
		explain_money(limit, &line);
	}
	puts(line.ptr);
	buf_release(&line);
}

int chat_cmd_cost(struct chat *c, const struct chat_command *self,
		  struct text arg, struct err *err)
{
	const struct settings *set = c->app->set;
	struct budget b;
	struct state st;

	(void)self;
	(void)arg;
	(void)err;
	state_read(&st);
	budget_read(&b, set, &st, clock_wall());
	show_sum("this chat", c->cost, NAN);
	show_sum("today", b.spent_day, set->budget_day);
	show_sum("this month", b.spent_month, set->budget_month);
	if (c->cost_unknown)
		note("of some answers the cost is not known; it is in no sum");
	state_release(&st);
	return 0;
}

/* As many of the newest as fit a screen, or what the words say. */
int chat_cmd_log(struct chat *c, const struct chat_command *self,
		 struct text arg, struct err *err)
{
	char *copy = xstrndup(arg.ptr, arg.len), *save = NULL;
	const char *words[MOST_WORDS] = { "list" };
	struct settings *set = c->app->set;
	long limit = set->limit;
	size_t n = 0;
	int rc;

	(void)self;
	for (char *w = strtok_r(copy, " \t", &save); w && n < MOST_WORDS;
	     w = strtok_r(NULL, " \t", &save))
		words[n++] = w;
	if (!n)
		set->limit = SHOWN_TURNS;
	rc = run_command(c, cmd_log, words, n ? n : 1, err);
	set->limit = limit;
	free(copy);
	return rc;
}

int chat_cmd_session(struct chat *c, const struct chat_command *self,
		     struct text arg, struct err *err)
{
	static const char *const list[] = { "list" };
	struct settings *set = c->app->set;
	long limit = set->limit;
	char *name;
	int rc;

	(void)self;
	if (!arg.len) {
		set->limit = SHOWN_SESSIONS;
		rc = run_command(c, cmd_session, list, 1, err);
		set->limit = limit;
		return rc;
	}
	name = xstrndup(arg.ptr, arg.len);
	rc = chat_switch(c, name, err);
	free(name);
	if (!rc)
		note("%zu question%s so far", c->history.past_count,
		     c->history.past_count == 1 ? "" : "s");
	return rc;
}

int chat_cmd_new(struct chat *c, const struct chat_command *self,
		 struct text arg, struct err *err)
{
	struct settings *set = c->app->set;

	(void)self;
	(void)arg;
	(void)err;
	free(set->session);
	set->session = NULL;
	set->go_on = false;
	chat_forget(c);
	note("a new conversation; the old one is in the log");
	return 0;
}
