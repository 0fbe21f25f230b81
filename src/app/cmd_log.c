#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/note.h"
#include "app/record.h"
#include "app/turn_list.h"
#include "app/turn_text.h"
#include "app/turns.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "view/term.h"

#define WRITE_AT ((size_t)64 << 10)

/* One call of `shunt log`. */
struct log {
	const struct app *app;
	struct store *store;		/* NULL: nothing was kept yet */
	struct turn_query query;
	const char *const *words;	/* behind the sub-command */
	size_t word_count;
	struct turn_list list;
	struct buf out;			/* what is printed next */
	size_t count;			/* of turns printed */
};

static int write_out(struct log *l, struct err *err)
{
	return turns_write(&l->out, "an ask of the log", err);
}

/* Many short asks go out in one write. */
static int printed(struct log *l, struct err *err)
{
	l->count++;
	return l->out.len < WRITE_AT ? 0 : write_out(l, err);
}

static int print_json(void *ctx, const struct logged_turn *t, struct err *err)
{
	struct log *l = ctx;
	struct json_writer w = JSON_WRITER_INIT(&l->out);

	if (turn_json(&w, t, err))
		return -1;
	buf_addch(&l->out, '\n');
	return printed(l, err);
}

static int print_row(void *ctx, const struct logged_turn *t, struct err *err)
{
	struct log *l = ctx;

	if (!l->count)
		turn_list_head(&l->list, &l->out);
	turn_list_row(&l->list, t, &l->out);
	return printed(l, err);
}

static int print_page(void *ctx, const struct logged_turn *t, struct err *err)
{
	struct log *l = ctx;

	if (turn_page(&l->out, t, l->list.terminal, l->list.styled, err))
		return -1;
	return printed(l, err);
}

static int add_id(void *ctx, const struct logged_turn *t, struct err *err)
{
	struct buf *ids = ctx;

	buf_add(ids, t->row.id, strlen(t->row.id) + 1);
	return buf_check(ids, "the list of ids", err);
}

/* As many characters as tell an id from all others, also of those unseen. */
static int measure_ids(struct log *l, struct err *err)
{
	struct turn_query all = TURN_QUERY_INIT;
	struct buf ids = BUF_INIT(MAX_HELD);
	int rc = store_turns(l->store, &all, add_id, &ids, err);

	if (!rc)
		l->list.id_width = turn_list_ids(&ids);
	buf_release(&ids);
	return rc;
}

static int print_all(struct log *l, turn_fn *print, struct err *err)
{
	if (!l->store)
		return 0;
	l->query.texts = true;
	if (store_turns(l->store, &l->query, print, l, err))
		return -1;
	return write_out(l, err);
}

static int list(struct log *l, struct err *err)
{
	bool json = l->app->set->json;

	l->query.limit = l->app->set->limit;
	if (l->store && !json && l->list.terminal && measure_ids(l, err))
		return -1;
	return print_all(l, json ? print_json : print_row, err);
}

static int search(struct log *l, struct err *err)
{
	struct buf words = BUF_INIT(MAX_CONFIG);
	int rc;

	for (size_t i = 0; i < l->word_count; i++)
		buf_addf(&words, "%s%s", i ? " " : "", l->words[i]);
	rc = buf_check(&words, "what to search", err);
	l->query.search = words.ptr;
	if (!rc)
		rc = list(l, err);
	if (!rc && l->store && !l->count)
		note("nothing in the log has '%s'", words.ptr);
	buf_release(&words);
	return rc;
}

static int show(struct log *l, struct err *err)
{
	char *id = NULL;
	int rc = 0;

	if (l->word_count)
		rc = turns_find(l->store, l->words[0], &id, err);
	l->query.id = id;
	l->query.limit = 1;
	if (!rc)
		rc = print_all(l, l->app->set->json ? print_json : print_page,
			       err);
	if (!rc && l->store && !l->count)
		note("the log has no such ask");
	free(id);
	return rc;
}

static int export(struct log *l, struct err *err)
{
	if (app_given(l->app, "limit"))
		l->query.limit = l->app->set->limit;
	return print_all(l, print_json, err);
}

static void say_deleted(const struct log *l, size_t count)
{
	if (l->app->set->json)
		printf("{\"deleted\":%zu}\n", count);
	else
		printf("deleted %zu ask%s\n", count, count == 1 ? "" : "s");
}

/* All are found before the first is deleted: a typo must not cost the rest. */
static int delete_ids(struct log *l, struct err *err)
{
	char **ids = xcalloc(l->word_count, sizeof(*ids));
	size_t count = 0, one;
	int rc = 0;

	for (size_t i = 0; !rc && i < l->word_count; i++)
		rc = turns_find(l->store, l->words[i], &ids[i], err);
	for (size_t i = 0; !rc && i < l->word_count; i++) {
		struct turn_query q = TURN_QUERY_INIT;

		q.id = ids[i];
		rc = store_delete(l->store, &q, &one, err);
		count += rc ? 0 : one;
	}
	for (size_t i = 0; i < l->word_count; i++)
		free(ids[i]);
	free(ids);
	if (!rc)
		say_deleted(l, count);
	return rc;
}

static bool selects(const struct app *app)
{
	static const char *const names[] = {
		"task", "model", "session", "since", "until", "failed", "limit"
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (app_given(app, names[i]))
			return true;
	return false;
}

static int delete(struct log *l, struct err *err)
{
	size_t count = 0;

	if (l->word_count && selects(l->app))
		return err_set(err, ERR_USAGE, "shunt log delete takes ids or "
			       "options that select, not both");
	if (l->word_count)
		return delete_ids(l, err);
	if (!selects(l->app))
		return err_set(err, ERR_USAGE, "shunt log delete needs ids, or "
			       "options that select; all: --until now");
	if (app_given(l->app, "limit"))
		l->query.limit = l->app->set->limit;
	if (l->store && store_delete(l->store, &l->query, &count, err))
		return -1;
	say_deleted(l, count);
	return 0;
}

static int prune(struct log *l, struct err *err)
{
	size_t count = 0;

	if (l->store && store_prune(l->store, clock_wall_ms(),
				    l->app->set->keep_days, RECORD_KEEP_BYTES,
				    &count, err))
		return -1;
	say_deleted(l, count);
	return 0;
}

static int repair(struct log *l, struct err *err)
{
	struct json_writer w = JSON_WRITER_INIT(&l->out);
	char *moved = NULL;
	int rc = store_repair(&moved, err);

	if (!rc && l->app->set->json) {
		json_begin(&w, NULL, '{');
		json_add_str(&w, "moved", moved);
		json_end(&w, '}');
		buf_addch(&l->out, '\n');
	} else if (!rc) {
		buf_adds(&l->out, "moved to ");
		buf_adds(&l->out, moved);
		buf_addch(&l->out, '\n');
	}
	free(moved);
	return rc ? rc : write_out(l, err);
}

enum verb_flags {
	VERB_SELECTS	= 1 << 0,	/* takes the options that select */
	VERB_KEEPS	= 1 << 1,	/* takes --keep-days */
	VERB_CLOSED	= 1 << 2	/* the log is not opened for it */
};

static const struct verb {
	const char *name;
	size_t least, most;		/* words behind it */
	unsigned flags;
	int (*run)(struct log *l, struct err *err);
	const char *usage;
} verbs[] = {
	{ "list", 0, 0, VERB_SELECTS, list, "" },
	{ "search", 1, SIZE_MAX, VERB_SELECTS, search, " WORD ..." },
	{ "show", 0, 1, VERB_SELECTS, show, " [ID]" },
	{ "export", 0, 0, VERB_SELECTS, export, "" },
	{ "delete", 0, SIZE_MAX, VERB_SELECTS, delete, " [ID ...]" },
	{ "prune", 0, 0, VERB_KEEPS, prune, "" },
	{ "repair", 0, 0, VERB_CLOSED, repair, "" },
};

static const struct verb *find_verb(const char *name)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (!strcmp(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

static int check_words(const struct log *l, const struct verb *v,
		       struct err *err)
{
	if (l->word_count < v->least || l->word_count > v->most)
		return err_set(err, ERR_USAGE, "usage: shunt log %s%s",
			       v->name, v->usage);
	if (!(v->flags & VERB_SELECTS) && selects(l->app))
		return err_set(err, ERR_USAGE, "shunt log %s takes no options "
			       "that select", v->name);
	if (!(v->flags & VERB_KEEPS) && app_given(l->app, "keep-days"))
		return err_set(err, ERR_USAGE, "--keep-days is for shunt log "
			       "prune");
	return 0;
}

/* A single word that is none of the verbs is an id to show. */
static const struct verb *choose_verb(struct log *l)
{
	const char *first = l->word_count ? l->words[0] : "list";
	const struct verb *v = find_verb(first);

	if (!v)
		return find_verb("show");
	if (l->word_count) {
		l->words++;
		l->word_count--;
	}
	return v;
}

int cmd_log(struct app *app, struct err *err)
{
	struct log l = {
		.app = app, .words = app->words,
		.word_count = app->word_count, .out = BUF_INIT(MAX_HELD),
		.list = {
			.terminal = isatty(STDOUT_FILENO),
			.styled = term_styled(STDOUT_FILENO,
					      (enum term_color)app->set->color),
			.width = term_width(STDOUT_FILENO),
			.now = clock_wall_ms(),
		},
	};
	const struct verb *v = choose_verb(&l);
	int rc = check_words(&l, v, err);

	if (!rc)
		rc = turns_query(&l.query, app, err);
	if (!rc && !(v->flags & VERB_CLOSED))
		rc = turns_open(&l.store, err);
	if (!rc)
		rc = v->run(&l, err);
	store_close(l.store);
	buf_release(&l.out);
	return rc;
}
