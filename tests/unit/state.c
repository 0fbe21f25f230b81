#include "store/state.h"

#include <math.h>
#include <unistd.h>

#include "scratch.h"
#include "tap.h"

/* By hand, from the description in the header. */
static const char sample[] =
	"shunt-state 1\n"
	"spent\t20261122\t202611\t0.25\t3.5\n"
	"cooldown\tacme\t\t1795383060000\t2\tquota\n"
	"cooldown\tacme\tbig-1\t1795383090000\t1\tvendor\n"
	"habit\tbig\tcode\t512.5\t8\t1\n"
	"habit\tbig\tgeneral\t-\t0\t3\n"
	"quirk\tacme/org/big-1\ttemperature\n"
	"pace\tacme/org/big-1\t350\t-\n";

static bool parse(struct state *st, const char *bytes, size_t len)
{
	struct buf b = BUF_INIT(STATE_MAX + 100);
	struct err e = ERR_INIT;
	int rc;

	buf_add(&b, bytes, len);
	rc = state_parse(st, &b, &e);
	if (!rc && b.len)
		ok(false, "the buffer is emptied");
	buf_release(&b);
	return !rc;
}

static bool parse_lines(struct state *st, const char *lines)
{
	char all[4000];

	snprintf(all, sizeof(all), "shunt-state 1\n%s", lines);
	return parse(st, all, strlen(all));
}

static size_t rows(const struct state *st)
{
	return st->cooldown_count + st->pace_count + st->habit_count +
	       st->quirk_count + (st->day != 0);
}

static void test_rows(const struct state *st)
{
	ok(st->cooldown_count == 2 && !st->cooldowns[0].id &&
		   !strcmp(st->cooldowns[0].endpoint, "acme") &&
		   st->cooldowns[0].until == 1795383060000 &&
		   st->cooldowns[0].failures == 2 &&
		   !strcmp(st->cooldowns[0].why, "quota") &&
		   !strcmp(st->cooldowns[1].id, "big-1"),
	   "cool-downs");
	ok(st->quirk_count == 1 && !strcmp(st->quirks[0].model,
					   "acme/org/big-1") &&
		   !strcmp(st->quirks[0].field, "temperature"),
	   "a quirk");
	ok(state_spent_day(st, 20261122) == 0.25 &&
		   state_spent_month(st, 202611) == 3.5 &&
		   state_spent_day(st, 20261121) == 0 &&
		   state_spent_month(st, 202510) == 0,
	   "sums, of that day and month only");
}

static void test_sample(void)
{
	struct state st;
	const struct habit *h;
	const struct pace *p;

	ok(parse(&st, sample, strlen(sample)) && rows(&st) == 7, "all rows");
	test_rows(&st);
	h = state_habit(&st, "big", TASK_CODE);
	ok(h && h->length == 512.5 && h->good == 8 && h->bad == 1,
	   "a habit");
	h = state_habit(&st, "big", TASK_GENERAL);
	ok(h && isnan(h->length) && h->bad == 3,
	   "one that is known by its ratings alone");
	ok(!state_habit(&st, "big", TASK_REASONING) &&
		   !state_habit(&st, "bi", TASK_CODE),
	   "no other habit");
	p = state_pace(&st, "acme", "org/big-1");
	ok(p && p->first_ms == 350 && isnan(p->rate), "a pace");
	ok(!state_pace(&st, "acme/org", "big-2") &&
		   !state_pace(&st, "acm", "org/big-1") &&
		   !state_pace(&st, "acme", "org/big-10"),
	   "no other pace");
	state_release(&st);
}

static void test_cooldowns(void)
{
	const struct cooldown *c;
	struct state st;

	ok(parse(&st, sample, strlen(sample)), "again");
	c = state_cooldown(&st, "acme", "big-1");
	ok(c && c->until == 1795383090000, "of a model: the longer one");
	c = state_cooldown(&st, "acme", "small");
	ok(c && !c->id, "of another: its endpoint's");
	c = state_cooldown(&st, "acme", NULL);
	ok(c && !c->id, "of the endpoint: not that of a model");
	ok(!state_cooldown(&st, "acm", "big-1"), "of another endpoint: none");
	state_release(&st);
	ok(parse_lines(&st, "cooldown\ta\t\t90\t1\tnet\n"
			    "cooldown\ta\tm\t50\t1\tnet\n") &&
		   state_cooldown(&st, "a", "m")->until == 90,
	   "the endpoint's where that is longer");
	state_release(&st);
}

/* Lines that count for nothing, each between two that are read. */
static void test_bad_lines(void)
{
	static const char *const bad[] = {
		"", "\t", "cooldown", "cooldown\ta\tm\t5\t1", "future\tx\ty",
		"cooldown\t\tm\t5\t1\tnet", "cooldown\ta\tm\t-5\t1\tnet",
		"cooldown\ta\tm\t5x\t1\tnet", "cooldown\ta\tm\t\t1\tnet",
		"cooldown\ta\tm\t99999999999999999999999\t1\tnet",
		"cooldown\ta\tm\t5\t4294967297\tnet",
		"cooldown\ta\tm\t5\t1\t", " cooldown\ta\tm\t5\t1\tnet",
		"pace\ta/m\t1", "pace\ta/m\tnan\t1", "pace\ta/m\tinf\t1",
		"pace\ta/m\t-1\t1", "pace\ta/m\t0x10\t1", "pace\ta/m\t1e999\t1",
		"pace\ta/m\t1,5\t1", "pace\ta/m\t1\t1 ", "pace\t\t1\t1",
		"pace\ta/m\t1111111111111111111111111111111111111111\t1",
		"habit\tf\tpoetry\t1\t1\t1", "habit\tf\tcode\t1\t1",
		"habit\tf\tcode\t1\t-1\t1", "quirk\ta/m", "quirk\t\tx",
		"spent\t1\t1\t1", "spent\t1\t1\t-\t1", "spent\t1\t1\t1\t-2",
	};
	struct state st;
	char text[400];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(text, sizeof(text), "quirk\ta/m\tx\n%s\npace\ta/m\t1"
			 "\t1\n", bad[i]);
		ok(parse_lines(&st, text) && rows(&st) == 2 &&
			   st.quirk_count == 1 && st.pace_count == 1,
		   "passed over: '%.30s'", bad[i]);
		state_release(&st);
	}
	ok(parse(&st, "shunt-state 1\nquirk\ta/m\tx\0y\nquirk\ta/m\tz\n", 40) &&
		   st.quirk_count == 1 && !strcmp(st.quirks[0].field, "z"),
	   "a line with a NUL");
	state_release(&st);
	ok(parse_lines(&st, "quirk\ta/m\tx\tmore\tand\tmore\tand\tmore\n") &&
		   st.quirk_count == 1 && !strcmp(st.quirks[0].field, "x"),
	   "fields that are not known");
	state_release(&st);
}

static void test_no_digest(void)
{
	static const char *const none[] = {
		"", "shunt-state", "shunt-state 1", "shunt-state 2\n",
		"shunt-state 10\n", "\nshunt-state 1\n", "shunt-state 1\r\n",
	};
	struct state st;

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		ok(!parse(&st, none[i], strlen(none[i])) && !rows(&st),
		   "no digest, %zu", i);
		state_release(&st);
	}
	ok(parse(&st, "shunt-state 1\n", 14) && !rows(&st), "an empty one");
	state_release(&st);
}

/* Cut anywhere it holds the lines that are whole, and nothing of the next. */
static void test_cuts(void)
{
	size_t right = 0, len = strlen(sample);
	struct state st;

	for (size_t n = 0; n <= len; n++) {
		size_t lines = 0;
		bool good;

		for (size_t i = 14; i < n; i++)
			lines += sample[i] == '\n';
		good = parse(&st, sample, n);
		right += good == (n >= 14) && rows(&st) == lines;
		state_release(&st);
	}
	ok(right == len + 1, "%zu of %zu cuts", right, len + 1);
}

static void test_caps(void)
{
	struct buf b = BUF_INIT((size_t)1 << 20);
	struct err e = ERR_INIT;
	struct state st;

	buf_adds(&b, "shunt-state 1\n");
	for (int i = 0; i < 3000; i++)
		buf_addf(&b, "quirk\ta/m%d\tx\n", i);
	ok(!state_parse(&st, &b, &e) && st.quirk_count == STATE_LINES - 1 &&
		   !strcmp(st.quirks[1998].model, "a/m1998"),
	   "%zu lines are read", st.quirk_count + 1);
	state_release(&st);
	buf_adds(&b, "shunt-state 1\n");
	while (b.len <= STATE_MAX)
		buf_adds(&b, "an unknown kind\n");
	ok(state_parse(&st, &b, &e) == -1 && e.kind == ERR_TOOBIG &&
		   !rows(&st),
	   "%s", e.msg);
	buf_release(&b);
}

static void test_format(void)
{
	struct buf b = BUF_INIT(STATE_MAX);
	struct state st;

	ok(parse(&st, sample, strlen(sample)), "parsed");
	state_format(&st, &b);
	ok(!strcmp(b.ptr, sample), "written as it was read");
	state_release(&st);
	buf_release(&b);
}

/* What a line cannot hold is left out, and what is over the caps. */
static void test_format_caps(void)
{
	struct quirk *many = calloc(4000, sizeof(*many));
	struct quirk odd[] = {
		{ "a/\tm", "x" }, { "a/m", "" }, { "a/m", "x\ny" },
		{ "a/m", "good" },
	};
	struct state st = { .quirks = odd, .quirk_count = 4 };
	struct buf b = BUF_INIT((size_t)1 << 20);
	char wide[MODEL_NAME_MAX + 1];
	size_t lines = 0;

	state_format(&st, &b);
	ok(!strcmp(b.ptr, "shunt-state 1\nspent\t0\t0\t0\t0\n"
			  "quirk\ta/m\tgood\n"),
	   "names with tabs, newlines or nothing in them");
	buf_clear(&b);
	memset(wide, 'w', sizeof(wide));
	wide[MODEL_NAME_MAX] = '\0';
	for (size_t i = 0; i < 4000; i++)
		many[i] = (struct quirk){ "a/m", "x" };
	st.quirks = many;
	st.quirk_count = 4000;
	state_format(&st, &b);
	for (size_t i = 0; i < b.len; i++)
		lines += b.ptr[i] == '\n';
	ok(lines == STATE_LINES, "%zu lines", lines);
	buf_clear(&b);
	for (size_t i = 0; i < 4000; i++)
		many[i].model = wide;
	state_format(&st, &b);
	ok(b.len <= STATE_MAX && b.len > STATE_MAX - 300 &&
		   b.ptr[b.len - 1] == '\n',
	   "%zu bytes", b.len);
	buf_release(&b);
	free(many);
}

static void put(const char *path, const char *text, mode_t mode)
{
	FILE *f = fopen(path, "w");

	fputs(text, f);
	fclose(f);
	chmod(path, mode);
}

static size_t rows_read(void)
{
	struct state st;
	size_t n;

	state_read(&st);
	n = rows(&st);
	state_release(&st);
	return n;
}

static void test_read(void)
{
	char path[200];

	ok(!rows_read(), "no folder");
	snprintf(path, sizeof(path), "%s/shunt", scratch);
	mkdir(path, 0700);
	ok(!rows_read(), "no file");
	snprintf(path, sizeof(path), "%s/shunt/digest", scratch);
	put(path, sample, 0600);
	ok(rows_read() == 7, "a good one");
	chmod(path, 0622);
	ok(!rows_read(), "one that others may write");
	put(path, "shunt-state 9\n", 0600);
	ok(!rows_read(), "one of a newer version");
	put(path, sample, 0600);
	if (!chown(path, 12345, 12345))
		ok(!rows_read(), "one of somebody else");
	else
		tap_skip("one of somebody else", "only root can make it");
	setenv("XDG_STATE_HOME", "relative", 1);
	unsetenv("HOME");
	ok(!rows_read(), "no place for it");
}

int main(void)
{
	if (!scratch_make() || setenv("XDG_STATE_HOME", scratch, 1))
		return 1;
	test_sample();
	test_cooldowns();
	test_bad_lines();
	test_no_digest();
	test_cuts();
	test_caps();
	test_format();
	test_format_caps();
	test_read();
	ok(scratch_remove(), "removed");
	return tap_done();
}
