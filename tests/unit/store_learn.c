#include "store/store.h"

#include <math.h>
#include <sys/wait.h>

#include "store/health.h"
#include "store_turn.h"

/* What saves tell the digest: breakers, paces, habits, quirks, sums. */

static struct health_event an_event(enum err_kind kind)
{
	return (struct health_event){
		.endpoint = "acme", .id = "org/big-1", .family = "big",
		.task = TASK_CODE, .kind = kind, .hint_ms = -1,
		.first_ms = NAN, .rate = NAN, .length = NAN,
	};
}

/* Cool-down left for that model, in ms from NOW; -1: none. */
static int64_t cooling(const char *id)
{
	const struct cooldown *c;
	struct state st;
	int64_t ms;

	state_read(&st);
	c = state_cooldown(&st, "acme", id);
	ms = c ? c->until - NOW : -1;
	state_release(&st);
	return ms;
}

static void test_breaker(void)
{
	struct health_event e = an_event(ERR_VENDOR);
	struct store *s = a_store();

	save_event(s, &e, NOW);
	ok(cooling("org/big-1") == 30000, "the first failure: 30 s");
	ok(cooling("other") == -1, "of that model only");
	save_event(s, &e, NOW + 5000);
	ok(cooling("org/big-1") == 35000,
	   "one while it is open is not one more in a row");
	e.hint_ms = 100000;
	save_event(s, &e, NOW + 6000);
	ok(cooling("org/big-1") == 106000, "but a hint lengthens it");
	e.hint_ms = 0;
	save_event(s, &e, NOW + 7000);
	ok(cooling("org/big-1") == 106000, "and nothing shortens it");
	e.hint_ms = -1;
	save_event(s, &e, NOW + 106000);
	ok(cooling("org/big-1") == 166000, "when it was over: 60 s");
	save_event(s, &e, NOW + 200000);
	ok(cooling("org/big-1") == 320000, "then 120 s");
	e.kind = ERR_REJECTED;
	save_event(s, &e, NOW + 400000);
	ok(cooling("org/big-1") == 320000, "a rejection says nothing");
	e.kind = ERR_NONE;
	save_event(s, &e, NOW + 400000);
	ok(cooling("org/big-1") == -1, "an answer closes it");
	e.kind = ERR_NET;
	save_event(s, &e, NOW);
	ok(cooling("org/big-1") == 30000, "and forgets how often it failed");
	e.final = true;
	e.kind = ERR_QUOTA;
	save_event(s, &e, NOW + 30000);
	ok(cooling("org/big-1") == 930000, "money: 15 min");
	store_close(s);
	clear_store();
}

static void test_place(void)
{
	struct health_event e = an_event(ERR_NET);
	struct store *s = a_store();

	e.of_place = true;
	save_event(s, &e, NOW);
	ok(cooling("other") == 30000 && cooling(NULL) == 30000,
	   "an endpoint's failure is all models'");
	e.kind = ERR_NONE;
	e.id = "other";
	save_event(s, &e, NOW + 1);
	ok(cooling("org/big-1") == -1, "an answer of any of them closes it");
	e.kind = ERR_NET;
	save_event(s, &e, NOW);
	e.kind = ERR_NONE;
	e.endpoint = "acme2";
	save_event(s, &e, NOW + 30000 + 3599999);
	ok(cooling("other") == 30000, "it is told for an hour after its end");
	save_event(s, &e, NOW + 30000 + 3600000);
	ok(cooling("other") == -1, "and no longer");
	store_close(s);
	clear_store();
}

static void test_means(void)
{
	struct health_event e = an_event(ERR_NONE);
	struct store *s = a_store();
	const struct pace *p;
	const struct habit *h;
	struct state st;

	e.first_ms = 800;
	e.length = 100;
	save_event(s, &e, NOW);
	e.first_ms = 400;
	e.rate = 50;
	e.length = NAN;
	save_event(s, &e, NOW);
	e.length = 500;
	e.id = "same-family";
	save_event(s, &e, NOW);
	state_read(&st);
	p = state_pace(&st, "acme", "org/big-1");
	ok(p && p->first_ms == 750 && p->rate == 50,
	   "800 then 400 ms are 750; the first rate is the mean");
	h = state_habit(&st, "big", TASK_CODE);
	/* 1 + 99 / 8 = 13.375, and an eighth of the way from there to 500 */
	ok(h && h->length == 74.203125 && !h->good,
	   "from 1 to 100, then to 500, of two models of the family");
	ok(st.pace_count == 2 && st.habit_count == 1, "no more rows");
	state_release(&st);
	e.kind = ERR_PROTO;
	e.first_ms = 9;
	save_event(s, &e, NOW);
	state_read(&st);
	ok(state_pace(&st, "acme", "same-family")->first_ms == 400,
	   "a failure measures nothing");
	state_release(&st);
	store_close(s);
	clear_store();
}

static void test_quirk(void)
{
	struct health_event e = an_event(ERR_REJECTED);
	struct store *s = a_store();
	struct state st;

	e.dropped = "temperature";
	save_event(s, &e, NOW);
	save_event(s, &e, NOW);
	e.dropped = NULL;
	save_event(s, &e, NOW + 30 * (int64_t)86400000 - 1);
	state_read(&st);
	ok(st.quirk_count == 1 && !strcmp(st.quirks[0].model,
					  "acme/org/big-1") &&
		   !strcmp(st.quirks[0].field, "temperature"),
	   "a field that was turned down");
	state_release(&st);
	save_event(s, &e, NOW + 30 * (int64_t)86400000);
	state_read(&st);
	ok(!st.quirk_count, "is tried again after 30 days");
	state_release(&st);
	store_close(s);
	clear_store();
}

static void test_spend(void)
{
	static const struct {
		long day, month;
		double cost, of_day, of_month;
	} rows[] = {
		{ 20261130, 202611, 1.5, 1.5, 1.5 },
		{ 20261130, 202611, 0.25, 1.75, 1.75 },
		{ 20261201, 202612, NAN, 0, 0 },
		{ 20261201, 202612, 2, 2, 2 },
		{ 20261202, 202612, 4, 4, 6 },
		{ 20261202, 202612, -1, 4, 6 },
	};
	struct store *s = a_store();
	struct err e = ERR_INIT;
	struct state st;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct saving sv = { .cost = rows[i].cost, .now = NOW,
				     .day = rows[i].day,
				     .month = rows[i].month };

		if (store_save(s, &sv, NULL, &e))
			ok(false, "%s", e.msg);
		state_read(&st);
		ok(state_spent_day(&st, rows[i].day) == rows[i].of_day &&
			   state_spent_month(&st, rows[i].month) ==
				   rows[i].of_month,
		   "%g on %ld: %g, %g", rows[i].cost, rows[i].day,
		   st.spent_day, st.spent_month);
		state_release(&st);
	}
	store_close(s);
	clear_store();
}

static void test_claim(void)
{
	struct health_event e = an_event(ERR_NET);
	struct store *s = a_store();
	const char *id = "org/big-1";

	ok(!store_claim_probe(s, "acme", id, NOW), "nothing is open");
	save_event(s, &e, NOW);
	ok(!store_claim_probe(s, "acme", id, NOW + 29999), "too early");
	ok(store_claim_probe(s, "acme", id, NOW + 30000), "one may");
	ok(!store_claim_probe(s, "acme", id, NOW + 30000) &&
		   !store_claim_probe(s, "acme", id, NOW + 59999),
	   "others wait");
	ok(store_claim_probe(s, "acme", id, NOW + 60000),
	   "until it had its time");
	e.of_place = true;
	save_event(s, &e, NOW + 60000);
	ok(!store_claim_probe(s, "acme", id, NOW + 90000 - 1),
	   "the endpoint's holds too");
	ok(store_claim_probe(s, "acme", id, NOW + 90000) &&
		   !store_claim_probe(s, "acme", NULL, NOW + 90000) &&
		   !store_claim_probe(s, "acme", "other", NOW + 90000),
	   "and is claimed with it");
	e.kind = ERR_NONE;
	save_event(s, &e, NOW + 90001);
	ok(!store_claim_probe(s, "acme", id, NOW + 200000), "closed");
	store_close(s);
	clear_store();
}

/* Of twelve processes that ask at once, one. */
static void test_claim_race(void)
{
	struct health_event e = an_event(ERR_NET);
	struct store *s = a_store();
	int winners = 0, status;
	pid_t pids[12];

	save_event(s, &e, NOW);
	store_close(s);
	for (int i = 0; i < 12; i++) {
		pids[i] = fork();
		if (pids[i])
			continue;
		s = a_store();
		_exit(store_claim_probe(s, "acme", "org/big-1", NOW + 30000));
	}
	for (int i = 0; i < 12; i++)
		if (waitpid(pids[i], &status, 0) == pids[i])
			winners += WIFEXITED(status) && WEXITSTATUS(status);
	ok(winners == 1, "%d of 12 processes may probe", winners);
	clear_store();
}

struct counts {
	unsigned good, bad;
};

static struct counts counted(void)
{
	struct counts c = { .good = 0 };
	const struct habit *h;
	struct state st;

	state_read(&st);
	h = state_habit(&st, "big", TASK_CODE);
	if (h)
		c = (struct counts){ h->good, h->bad };
	state_release(&st);
	return c;
}

static void is_counted(unsigned good, unsigned bad, const char *what)
{
	struct counts c = counted();

	ok(c.good == good && c.bad == bad, "%s: %u good, %u bad", what, c.good,
	   c.bad);
}

static int rate(struct store *s, const char *id, int rating)
{
	struct err e = ERR_INIT;
	char *model = NULL;
	int rc = store_rate(s, id, rating, &model, &e);

	if (!rc && (!model || strcmp(model, "acme/big-1")))
		ok(false, "its model is told");
	if (rc && e.kind == ERR_USAGE)
		ok(true, "%s", e.msg);
	free(model);
	return rc;
}

static void test_rate(void)
{
	struct turn_query q = { .task = TASK_NONE, .id = "a1" };
	struct store *s = a_store();
	struct turn_row t = a_turn("a1");
	struct err e = ERR_INIT;
	size_t n;

	ok(rate(s, NULL, 1) == -1, "nothing to rate");
	save_turn(s, &t);
	t.id = "a2";
	save_turn(s, &t);
	t.id = "b3";
	t.at = NOW - 100 * (int64_t)86400000;
	save_turn(s, &t);
	ok(!rate(s, "a1", 1) && !rate(s, NULL, -1), "rated");
	is_counted(1, 1, "by id, and the newest");
	ok(!rate(s, "a1", 1), "again");
	is_counted(1, 1, "once is enough");
	ok(!rate(s, "b", 1), "by its beginning");
	is_counted(2, 0, "the other way round");
	ok(rate(s, "a", 1) == -1 && rate(s, "c", 1) == -1, "refused");
	ok(!rate(s, "a2", -1) && !rate(s, "a2", 0), "taken back");
	is_counted(2, 0, "as it was");
	ok(!store_delete(s, &q, &n, &e) && n == 1, "deleted");
	is_counted(1, 0, "deleting a turn takes its rating back");
	ok(!store_prune(s, NOW, 90, 0, &n, &e) && n == 1, "pruned");
	is_counted(1, 0, "pruning keeps it");
	store_close(s);
	clear_store();
}

int main(void)
{
	if (!scratch_make() || setenv("XDG_STATE_HOME", scratch, 1))
		return 1;
	test_breaker();
	test_place();
	test_means();
	test_quirk();
	test_spend();
	test_claim();
	test_claim_race();
	test_rate();
	ok(scratch_remove(), "removed");
	return tap_done();
}
