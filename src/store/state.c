#include "store/state.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "store/place.h"

#define MAGIC "shunt-state 1\n"
#define FIELDS 6	/* most that a line has, with its kind */
#define FAILURES_MOST 1000000
#define TIME_MOST ((int64_t)1 << 52)	/* ms; beyond, no date can be */

void state_init(struct state *st)
{
	*st = (struct state){ .text = BUF_INIT(STATE_MAX) };
}

void state_release(struct state *st)
{
	if (!st)
		return;
	free(st->cooldowns);
	free(st->paces);
	free(st->habits);
	free(st->quirks);
	buf_release(&st->text);
	state_init(st);
}

/* What a line's fields are read into, one after the other. */
struct line {
	char *fields[FIELDS];
	size_t count;
	size_t most;		/* lines in the file: rows of a kind */
	bool bad;		/* a field was no number, or out of range */
};

static int64_t get_int(struct line *l, size_t i, int64_t most)
{
	const char *s = i < l->count ? l->fields[i] : "";
	int64_t v = 0;

	if (!*s)
		l->bad = true;
	for (; *s >= '0' && *s <= '9' && v <= most; s++)
		v = v * 10 + (*s - '0');
	if (*s || v > most)
		l->bad = true;
	return v;
}

/* "-" is NAN. No locale is ever set: a point is a point. */
static double get_real(struct line *l, size_t i)
{
	const char *s = i < l->count ? l->fields[i] : "";
	double v = NAN;
	char *end;

	if (!strcmp(s, "-"))
		return NAN;
	if (*s >= '0' && *s <= '9' && strlen(s) < 40) {
		v = strtod(s, &end);
		if (*end)
			v = NAN;
	}
	if (!isfinite(v) || strpbrk(s, "xX"))
		l->bad = true;
	return v;
}

static const char *get_name(struct line *l, size_t i)
{
	const char *s = i < l->count ? l->fields[i] : "";

	if (!*s || strlen(s) > MODEL_NAME_MAX)
		l->bad = true;
	return s;
}

static void read_cooldown(struct state *st, struct line *l)
{
	struct cooldown c = { .endpoint = get_name(l, 1) };

	if (l->count > 2 && *l->fields[2])
		c.id = get_name(l, 2);
	c.until = get_int(l, 3, TIME_MOST);
	c.failures = (unsigned)get_int(l, 4, FAILURES_MOST);
	c.why = get_name(l, 5);
	if (l->bad)
		return;
	if (!st->cooldowns)
		st->cooldowns = xcalloc(l->most, sizeof(c));
	st->cooldowns[st->cooldown_count++] = c;
}

static void read_pace(struct state *st, struct line *l)
{
	struct pace p = { .model = get_name(l, 1), .first_ms = get_real(l, 2),
			  .rate = get_real(l, 3) };

	if (l->bad)
		return;
	if (!st->paces)
		st->paces = xcalloc(l->most, sizeof(p));
	st->paces[st->pace_count++] = p;
}

static void read_habit(struct state *st, struct line *l)
{
	struct habit h = { .family = get_name(l, 1),
			   .task = task_by_name(get_name(l, 2)),
			   .length = get_real(l, 3) };

	h.good = (unsigned)get_int(l, 4, FAILURES_MOST);
	h.bad = (unsigned)get_int(l, 5, FAILURES_MOST);
	if (l->bad || h.task == TASK_NONE)
		return;
	if (!st->habits)
		st->habits = xcalloc(l->most, sizeof(h));
	st->habits[st->habit_count++] = h;
}

static void read_quirk(struct state *st, struct line *l)
{
	struct quirk q = { .model = get_name(l, 1), .field = get_name(l, 2) };

	if (l->bad)
		return;
	if (!st->quirks)
		st->quirks = xcalloc(l->most, sizeof(q));
	st->quirks[st->quirk_count++] = q;
}

static void read_spent(struct state *st, struct line *l)
{
	long day = (long)get_int(l, 1, 99991231);
	long month = (long)get_int(l, 2, 999912);
	double spent_day = get_real(l, 3), spent_month = get_real(l, 4);

	if (l->bad || isnan(spent_day) || isnan(spent_month))
		return;
	st->day = day;
	st->month = month;
	st->spent_day = spent_day;
	st->spent_month = spent_month;
}

static const struct {
	const char *name;
	void (*read)(struct state *st, struct line *l);
} kinds[] = {
	{ "cooldown", read_cooldown }, { "pace", read_pace },
	{ "habit", read_habit }, { "quirk", read_quirk },
	{ "spent", read_spent },
};

/* `p` ends with a NUL at `end`, where the newline was. */
static void read_line(struct state *st, char *p, char *end, size_t most)
{
	struct line l = { .most = most };

	if (memchr(p, '\0', (size_t)(end - p)))
		return;
	while (p && l.count < FIELDS) {
		l.fields[l.count++] = p;
		p = strchr(p, '\t');
		if (p)
			*p++ = '\0';
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(kinds[i].name, l.fields[0]))
			kinds[i].read(st, &l);
}

static size_t count_lines(const struct buf *text)
{
	size_t n = 0;

	for (size_t i = 0; i < text->len; i++)
		n += text->ptr[i] == '\n';
	return n < STATE_LINES ? n : STATE_LINES;
}

int state_parse(struct state *st, struct buf *text, struct err *err)
{
	size_t lines = count_lines(text), size = text->len;
	char *p, *nl;

	state_init(st);
	if (size > STATE_MAX)
		return err_set(err, ERR_TOOBIG, "the digest is over %zu bytes",
			       STATE_MAX);
	if (size < strlen(MAGIC) || memcmp(text->ptr, MAGIC, strlen(MAGIC)))
		return err_set(err, ERR_PROTO, "the digest does not begin "
			       "with 'shunt-state 1'");
	p = buf_take(text, NULL);
	st->text = (struct buf){ .ptr = p, .len = size, .cap = size + 1,
				 .max = STATE_MAX };
	p += strlen(MAGIC);
	/* a last line without its end was cut, and a field may be as well */
	for (size_t i = 1; i < lines; i++) {
		nl = memchr(p, '\n', size - (size_t)(p - st->text.ptr));
		*nl = '\0';
		read_line(st, p, nl, lines);
		p = nl + 1;
	}
	return 0;
}

void state_read(struct state *st)
{
	struct buf text = BUF_INIT(STATE_MAX);
	char *path = place_path("digest");

	state_init(st);
	if (path && !file_read_checked(path, FILE_OWNED, STATE_MAX, &text,
				       NULL) &&
	    state_parse(st, &text, NULL))
		state_release(st);
	buf_release(&text);
	free(path);
}

const struct cooldown *state_cooldown(const struct state *st,
				      const char *endpoint, const char *id)
{
	const struct cooldown *best = NULL;

	for (size_t i = 0; i < st->cooldown_count; i++) {
		const struct cooldown *c = &st->cooldowns[i];

		if (!strcmp(c->endpoint, endpoint) &&
		    (!c->id || (id && !strcmp(c->id, id))) &&
		    (!best || c->until > best->until))
			best = c;
	}
	return best;
}

const struct pace *state_pace(const struct state *st, const char *endpoint,
			      const char *id)
{
	size_t len = strlen(endpoint);

	for (size_t i = 0; i < st->pace_count; i++) {
		const char *model = st->paces[i].model;

		if (!strncmp(model, endpoint, len) && model[len] == '/' &&
		    !strcmp(model + len + 1, id))
			return &st->paces[i];
	}
	return NULL;
}

const struct habit *state_habit(const struct state *st, const char *family,
				enum task task)
{
	for (size_t i = 0; i < st->habit_count; i++)
		if (st->habits[i].task == task &&
		    !strcmp(st->habits[i].family, family))
			return &st->habits[i];
	return NULL;
}

double state_spent_day(const struct state *st, long day)
{
	return st->day == day ? st->spent_day : 0;
}

double state_spent_month(const struct state *st, long month)
{
	return st->month == month ? st->spent_month : 0;
}
