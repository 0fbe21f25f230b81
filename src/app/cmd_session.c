#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/note.h"
#include "app/turn_list.h"
#include "app/turn_text.h"
#include "app/turns.h"
#include "app/when.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "route/explain.h"
#include "view/cells.h"
#include "view/term.h"

/* One call of `shunt session`. */
struct sessions {
	const struct app *app;
	struct store *store;	/* NULL: nothing was kept yet */
	const char *const *words;	/* behind the sub-command */
	size_t word_count;
	bool terminal, styled;
	size_t width;		/* of the terminal */
	size_t id_width;	/* cells that tell the ids apart */
	size_t name_width;	/* of the longest name, within reason */
	int64_t now;
	struct buf out;		/* lines, one behind the other */
	size_t *starts;		/* owned: where they begin */
	size_t count;
};

static void add_json(struct json_writer *w, const struct logged_session *s)
{
	char iso[CLOCK_ISO_SIZE];

	json_add_str(w, "id", s->id);
	json_add_str(w, "name", s->name);
	clock_iso(s->created / 1000, iso);
	json_add_str(w, "created", iso);
	clock_iso(s->used / 1000, iso);
	json_add_str(w, "used", iso);
	json_add_int(w, "asks", (long long)s->turns);
	json_add_number(w, "cost_usd", s->cost);
	json_add_str(w, "model", s->model);
	json_add_str(w, "first", s->first);
}

static void add_cell(struct buf *line, const char *s, size_t width,
		     enum cells_align align)
{
	cells_add(line, text_of(s), width, align);
	buf_addch(line, ' ');
}

#define NAME_CELLS 20		/* at most */

/* When it was used, id, name, asks, cost, model, and how it began. */
static void add_columns(const struct sessions *c,
			const struct logged_session *s, struct buf *line)
{
	struct buf cost = BUF_INIT(64);
	char at[WHEN_SIZE], asks[32];
	struct text whole;

	when_show_short(s->used, c->now, at);
	snprintf(asks, sizeof(asks), "%zu", s->turns);
	explain_money(s->cost, &cost);
	add_cell(line, at, 11, CELLS_LEFT);
	cells_add(line, (struct text){ s->id, strnlen(s->id, c->id_width) },
		  c->id_width, CELLS_LEFT);
	buf_addch(line, ' ');
	add_cell(line, s->name ? s->name : "", c->name_width, CELLS_LEFT);
	if (c->width >= 80) {
		add_cell(line, asks, 4, CELLS_RIGHT);
		add_cell(line, isnan(s->cost) ? "-" : cost.ptr, 8,
			 CELLS_RIGHT);
	}
	if (c->width >= 110)
		add_cell(line, s->model ? s->model : "-", 26, CELLS_LEFT);
	whole = (struct text){ line->ptr, line->len };
	if (c->width > cells_width(whole))
		cells_add(line, text_trim(text_of(s->first)),
			  c->width - cells_width(whole), CELLS_AS_IS);
	buf_truncate(line, cells_fit((struct text){ line->ptr, line->len },
				     c->width, NULL));
	buf_release(&cost);
}

static void add_field(struct buf *line, const char *s)
{
	cells_add(line, text_of(s), 1000, CELLS_AS_IS);
	buf_addch(line, '\t');
}

static void add_fields(const struct logged_session *s, struct buf *line)
{
	char at[WHEN_SIZE];

	when_show(s->used, at);
	add_field(line, at);
	add_field(line, s->id);
	add_field(line, s->name);
	buf_addf(line, "%zu\t", s->turns);
	if (!isnan(s->cost))
		buf_addf(line, "%.9g", s->cost);
	buf_addch(line, '\t');
	add_field(line, s->model);
	cells_add(line, text_trim(text_of(s->first)), 1000, CELLS_AS_IS);
}

static void add_head(const struct sessions *c, struct buf *out)
{
	struct buf line = BUF_INIT(4096);

	add_cell(&line, "used", 11, CELLS_LEFT);
	add_cell(&line, "id", c->id_width, CELLS_LEFT);
	add_cell(&line, "name", c->name_width, CELLS_LEFT);
	if (c->width >= 80) {
		add_cell(&line, "asks", 4, CELLS_RIGHT);
		add_cell(&line, "cost", 8, CELLS_RIGHT);
	}
	if (c->width >= 110)
		add_cell(&line, "model", 26, CELLS_LEFT);
	buf_adds(&line, "first ask");
	buf_addf(out, "%s%.*s%s\n", term_sgr(TERM_BOLD, c->styled),
		 (int)cells_fit((struct text){ line.ptr, line.len }, c->width,
				NULL), line.ptr,
		 term_sgr(TERM_PLAIN, c->styled));
	buf_release(&line);
}

/* What the columns must have room for. */
struct measure {
	struct buf ids;
	size_t name_width;
};

static int measure_one(void *ctx, const struct logged_session *s,
		       struct err *err)
{
	struct measure *m = ctx;
	size_t width;

	cells_fit(text_of(s->name), NAME_CELLS, &width);
	if (width > m->name_width)
		m->name_width = width;
	buf_add(&m->ids, s->id, strlen(s->id) + 1);
	return buf_check(&m->ids, "the list of ids", err);
}

static int measure(struct sessions *c, struct err *err)
{
	struct measure m = { .ids = BUF_INIT(MAX_HELD),
			     .name_width = strlen("name") };
	int rc = store_sessions(c->store, 0, measure_one, &m, err);

	if (!rc)
		c->id_width = turn_list_ids(&m.ids);
	c->name_width = m.name_width;
	buf_release(&m.ids);
	return rc;
}

/* They come newest first, and are printed newest last, as the log is. */
static int on_session(void *ctx, const struct logged_session *s,
		      struct err *err)
{
	struct json_writer w;
	struct sessions *c = ctx;
	struct buf line = BUF_INIT(MAX_HELD);

	c->starts = xreallocarray(c->starts, c->count + 1, sizeof(*c->starts));
	c->starts[c->count++] = c->out.len;
	w = (struct json_writer)JSON_WRITER_INIT(&line);
	if (c->app->set->json) {
		json_begin(&w, NULL, '{');
		add_json(&w, s);
		json_end(&w, '}');
	} else if (c->terminal) {
		add_columns(c, s, &line);
	} else {
		add_fields(s, &line);
	}
	buf_adds(&c->out, line.ptr);
	buf_addch(&c->out, '\n');
	buf_release(&line);
	return buf_check(&c->out, "the list of sessions", err);
}

static int list(struct sessions *c, struct err *err)
{
	bool columns = c->terminal && !c->app->set->json;
	struct buf turned = BUF_INIT(MAX_HELD);
	size_t end;
	int rc;

	if (!c->store)
		return 0;
	if ((columns && measure(c, err)) ||
	    store_sessions(c->store, c->app->set->limit, on_session, c, err))
		return -1;
	if (columns && c->count)
		add_head(c, &turned);
	end = c->out.len;
	for (size_t i = c->count; i; i--) {
		size_t from = c->starts[i - 1];

		buf_add(&turned, c->out.ptr + from, end - from);
		end = from;
	}
	rc = turns_write(&turned, "the list of sessions", err);
	buf_release(&turned);
	return rc;
}

static int no_session(const char *name, struct err *err)
{
	return err_set(err, ERR_USAGE, "there is no session '%s'; shunt "
		       "session lists them", name);
}

/* The id of the session that is meant. */
static int find(struct sessions *c, const char *name, char **id,
		struct err *err)
{
	*id = NULL;
	if (c->store && store_session(c->store, name, id, err))
		return -1;
	return *id ? 0 : no_session(name, err);
}

static int on_talk(void *ctx, const struct logged_turn *t, struct err *err)
{
	struct sessions *c = ctx;

	if (c->count++)
		buf_addch(&c->out, '\n');
	turn_talk(&c->out, t, c->terminal, c->styled);
	return turns_write(&c->out, "an ask of the session", err);
}

/* The session of which the turns are to follow, as its list has it. */
struct wanted {
	const char *id;
	struct json_writer *w;
};

static int on_wanted(void *ctx, const struct logged_session *s,
		     struct err *err)
{
	struct wanted *w = ctx;

	(void)err;
	if (!strcmp(s->id, w->id))
		add_json(w->w, s);
	return 0;
}

static int on_turn(void *ctx, const struct logged_turn *t, struct err *err)
{
	struct json_writer *w = ctx;

	if (turn_json(w, t, err))
		return -1;
	return buf_check(w->out, "the session", err);
}

/* One object: what the list says of it, and "turns". */
static int show_json(struct sessions *c, const char *id, struct err *err)
{
	struct json_writer w = JSON_WRITER_INIT(&c->out);
	struct wanted wanted = { .id = id, .w = &w };
	int rc;

	json_begin(&w, NULL, '{');
	rc = store_sessions(c->store, 0, on_wanted, &wanted, err);
	json_begin(&w, "turns", '[');
	if (!rc)
		rc = store_history(c->store, id, on_turn, &w, err);
	json_end(&w, ']');
	json_end(&w, '}');
	buf_addch(&c->out, '\n');
	return rc ? rc : turns_write(&c->out, "the session", err);
}

static int show(struct sessions *c, struct err *err)
{
	char *id;
	int rc;

	if (find(c, c->words[0], &id, err))
		return -1;
	if (c->app->set->json)
		rc = show_json(c, id, err);
	else
		rc = store_history(c->store, id, on_talk, c, err);
	free(id);
	return rc;
}

static void tell(struct sessions *c, const char *what, const char *id)
{
	struct json_writer w = JSON_WRITER_INIT(&c->out);

	note("session '%s' is %s", c->words[0], what);
	if (!c->app->set->json)
		return;
	json_begin(&w, NULL, '{');
	json_add_str(&w, what, id);
	json_end(&w, '}');
	printf("%s\n", c->out.ptr);
}

static int rename_it(struct sessions *c, struct err *err)
{
	const char *to = c->words[1];
	char *id;
	int rc;

	if (!*to)
		return err_set(err, ERR_USAGE, "a session's name has at least "
			       "one character");
	if (find(c, c->words[0], &id, err))
		return -1;
	rc = store_session_rename(c->store, id, to, err);
	if (!rc)
		tell(c, "renamed", id);
	free(id);
	return rc;
}

static int delete_it(struct sessions *c, struct err *err)
{
	char *id;
	int rc;

	if (find(c, c->words[0], &id, err))
		return -1;
	rc = store_session_delete(c->store, id, err);
	if (!rc)
		tell(c, "deleted", id);
	free(id);
	return rc;
}

static const struct verb {
	const char *name;
	size_t words;		/* behind it */
	const char *usage;
	int (*run)(struct sessions *c, struct err *err);
} verbs[] = {
	{ "list", 0, "", list },
	{ "show", 1, " NAME", show },
	{ "rename", 2, " OLD NEW", rename_it },
	{ "delete", 1, " NAME", delete_it },
};

/* A single word that is none of the verbs is a session to show. */
static const struct verb *choose_verb(struct sessions *c)
{
	const char *first = c->word_count ? c->words[0] : "list";

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verbs[i].name, first) != 0)
			continue;
		if (c->word_count) {
			c->words++;
			c->word_count--;
		}
		return &verbs[i];
	}
	return &verbs[1];
}

int cmd_session(struct app *app, struct err *err)
{
	struct sessions c = {
		.app = app, .words = app->words,
		.word_count = app->word_count, .out = BUF_INIT(MAX_HELD),
		.terminal = isatty(STDOUT_FILENO),
		.styled = term_styled(STDOUT_FILENO,
				      (enum term_color)app->set->color),
		.width = term_width(STDOUT_FILENO),
		.now = clock_wall_ms(),
	};
	const struct verb *v = choose_verb(&c);
	int rc;

	if (c.word_count != v->words)
		return err_set(err, ERR_USAGE, "usage: shunt session %s%s",
			       v->name, v->usage);
	if (v->run != list && app_given(app, "limit"))
		return err_set(err, ERR_USAGE, "--limit is for shunt session "
			       "list");
	rc = turns_open(&c.store, err);
	if (!rc)
		rc = v->run(&c, err);
	store_close(c.store);
	buf_release(&c.out);
	free(c.starts);
	return rc;
}
