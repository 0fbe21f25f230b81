#include "app/recent.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "app/process.h"
#include "base/buf.h"
#include "base/clock.h"
#include "store/store.h"
#include "view/cells.h"

#define RECENT 20	/* as many as a screen shows */
#define RECENT_BUSY 100	/* ms; who types will not wait for more */
#define FIRST_WORDS 40	/* cells */

/* One list. */
struct recent {
	recent_fn *add;
	void *ctx;
	int64_t now;		/* ms since the Epoch */
};

static void show_age(int64_t ms, char *out, size_t cap)
{
	static const struct {
		const char *name;
		int64_t ms;
	} units[] = {
		{ "d", 86400000 }, { "h", 3600000 }, { "min", 60000 },
		{ "s", 1000 },
	};

	snprintf(out, cap, "just now");
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (ms < units[i].ms)
			continue;
		snprintf(out, cap, "%lld %s ago",
			 (long long)(ms / units[i].ms), units[i].name);
		return;
	}
}

static void list(const struct recent *r, const char *word, int64_t at,
		 struct text ask)
{
	struct buf what = BUF_INIT(MAX_CONFIG);
	char age[32];

	show_age(r->now - at, age, sizeof(age));
	buf_adds(&what, age);
	ask = text_trim(ask);
	if (ask.len) {
		buf_adds(&what, ": ");
		cells_add(&what, ask, FIRST_WORDS, CELLS_AS_IS);
	}
	r->add(r->ctx, word, what.ptr);
	buf_release(&what);
}

/* What is shown must be what is meant: nothing hidden, nothing cut. */
static bool can_be_typed(const char *name)
{
	char safe[256];
	size_t len = strlen(name);

	return len && text_safe_line(safe, sizeof(safe), name, len) == len &&
	       !memcmp(safe, name, len);
}

static int on_session(void *ctx, const struct logged_session *s,
		      struct err *err)
{
	bool by_name = s->name && can_be_typed(s->name);

	(void)err;
	list(ctx, by_name ? s->name : s->id, s->used, text_of(s->first));
	return 0;
}

static int on_turn(void *ctx, const struct logged_turn *t, struct err *err)
{
	(void)err;
	list(ctx, t->row.id, t->row.at, t->row.ask);
	return 0;
}

static struct store *open_quickly(void)
{
	struct err err = ERR_INIT;
	struct store *s;

	if (store_open(&s, 0, RECENT_BUSY, &process_stop, &err))
		return NULL;
	return s;
}

void recent_sessions(recent_fn *add, void *ctx)
{
	struct recent r = { .add = add, .ctx = ctx,
			    .now = clock_wall_ms() };
	struct store *s = open_quickly();
	struct err err = ERR_INIT;

	/* what was read before a failure stands */
	if (s && store_sessions(s, RECENT, on_session, &r, &err))
		err_clear(&err);
	store_close(s);
}

void recent_turns(recent_fn *add, void *ctx)
{
	struct turn_query q = TURN_QUERY_INIT;
	struct recent r = { .add = add, .ctx = ctx,
			    .now = clock_wall_ms() };
	struct store *s = open_quickly();
	struct err err = ERR_INIT;

	q.limit = RECENT;
	q.texts = true;
	if (s && store_turns(s, &q, on_turn, &r, &err))
		err_clear(&err);
	store_close(s);
}
