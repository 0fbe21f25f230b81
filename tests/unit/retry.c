#include "app/retry.h"

#include <limits.h>

#include "tap.h"

/*
 * By hand from retry.h: without a hint 0..500*2^tries, at most 8000 (random
 * modulo one more); with one the hint and random modulo a tenth and one more.
 */
static const struct {
	unsigned tries;
	long hint;
	unsigned random;
	long want;
} waits[] = {
	{ 0, -1, 0, 0 }, { 0, -1, 500, 500 }, { 0, -1, 501, 0 },
	{ 0, -1, 750, 249 }, { 1, -1, 1000, 1000 }, { 1, -1, 1001, 0 },
	{ 2, -1, 2000, 2000 }, { 3, -1, 4000, 4000 }, { 3, -1, 4001, 0 },
	{ 4, -1, 8000, 8000 }, { 4, -1, 8001, 0 }, { 5, -1, 8001, 0 },
	{ 63, -1, 8000, 8000 }, { 64, -1, 8001, 0 },
	{ UINT_MAX, -1, 7999, 7999 },
	/* 4294967295 = 8572789 * 501 + 6 */
	{ 0, -1, UINT_MAX, 6 },
	{ 0, 0, UINT_MAX, 0 }, { 9, 1, 12345, 1 }, { 0, 9, 5, 9 },
	{ 0, 10, 1, 11 }, { 0, 10, 2, 10 }, { 0, 1000, 100, 1100 },
	{ 7, 1000, 101, 1000 }, { 0, 120000, 12000, 132000 },
	{ 0, 120000, 0, 120000 }, { 0, 120001, 0, -1 },
	{ 0, LONG_MAX, 0, -1 },
};

static void test_waits(void)
{
	for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
		long got = retry_wait(waits[i].tries, waits[i].hint,
				      waits[i].random);

		ok(got == waits[i].want, "wait %zu: %ld", i, got);
	}
}

/* A failed first call with all that is needed to go on, but for one thing. */
static const struct {
	const char *what;
	enum err_kind kind;
	long hint;
	bool final;
	struct retry_facts r;
	enum after want;
	long wait;	/* for AFTER_RETRY */
} rows[] = {
	{ "a failure that may pass", ERR_VENDOR, -1, false,
	  { false, true, 1, 2, 9, -1, 400 }, AFTER_RETRY, 400 },
	{ "the second try waits up to 1000", ERR_NET, -1, false,
	  { false, true, 2, 2, 8, -1, 999 }, AFTER_RETRY, 999 },
	{ "two retries are three calls, then the next", ERR_VENDOR, -1, false,
	  { false, true, 3, 2, 7, -1, 0 }, AFTER_NEXT, 0 },
	{ "and without a next the end", ERR_VENDOR, -1, false,
	  { false, false, 3, 2, 7, -1, 0 }, AFTER_STOP, 0 },
	{ "no retries wanted", ERR_QUOTA, 1, false,
	  { false, false, 1, 0, 9, -1, 0 }, AFTER_STOP, 0 },
	{ "text was shown", ERR_NET, -1, false,
	  { true, true, 1, 2, 9, -1, 0 }, AFTER_STOP, 0 },
	{ "no calls are left", ERR_NET, -1, false,
	  { false, true, 1, 2, 0, -1, 0 }, AFTER_STOP, 0 },
	{ "a bad key: the next at once", ERR_AUTH, -1, false,
	  { false, true, 1, 2, 9, -1, 0 }, AFTER_NEXT, 0 },
	{ "a bad key and nobody else", ERR_AUTH, -1, false,
	  { false, false, 1, 2, 9, -1, 0 }, AFTER_STOP, 0 },
	{ "no money: the next", ERR_QUOTA, -1, true,
	  { false, true, 1, 2, 9, -1, 0 }, AFTER_NEXT, 0 },
	{ "no money and nobody else", ERR_QUOTA, -1, true,
	  { false, false, 1, 2, 9, -1, 0 }, AFTER_STOP, 0 },
	{ "an unknown model: the next", ERR_NOMODEL, -1, false,
	  { false, true, 1, 2, 9, -1, 0 }, AFTER_NEXT, 0 },
	{ "too long: the next (which has a larger window)", ERR_TOOLONG, -1,
	  false, { false, true, 1, 2, 9, -1, 0 }, AFTER_NEXT, 0 },
	{ "a rejection is final", ERR_REJECTED, -1, false,
	  { false, true, 1, 2, 9, -1, 0 }, AFTER_STOP, 0 },
	{ "a refusal too", ERR_REFUSED, -1, false,
	  { false, true, 1, 2, 9, -1, 0 }, AFTER_STOP, 0 },
	{ "a broken answer too", ERR_PROTO, -1, false,
	  { false, true, 1, 2, 9, -1, 0 }, AFTER_STOP, 0 },
	{ "a signal too", ERR_STOPPED, -1, false,
	  { false, true, 1, 2, 9, -1, 0 }, AFTER_STOP, 0 },
	{ "a short hint is obeyed", ERR_QUOTA, 1000, false,
	  { false, true, 1, 2, 9, -1, 50 }, AFTER_RETRY, 1050 },
	{ "10 s are short", ERR_QUOTA, 10000, false,
	  { false, true, 1, 2, 9, -1, 0 }, AFTER_RETRY, 10000 },
	{ "more is long where there is a next", ERR_QUOTA, 10001, false,
	  { false, true, 1, 2, 9, -1, 0 }, AFTER_NEXT, 0 },
	{ "and waited for where there is none", ERR_QUOTA, 10001, false,
	  { false, false, 1, 2, 9, -1, 0 }, AFTER_RETRY, 10001 },
	{ "up to two minutes", ERR_QUOTA, 120000, false,
	  { false, false, 1, 2, 9, -1, 0 }, AFTER_RETRY, 120000 },
	{ "an hour is not", ERR_QUOTA, 3600000, false,
	  { false, false, 1, 2, 9, -1, 0 }, AFTER_STOP, 0 },
	{ "a date in the past is now", ERR_QUOTA, 0, false,
	  { false, true, 1, 2, 9, -1, 7 }, AFTER_RETRY, 0 },
	{ "the deadline comes later", ERR_QUOTA, 1000, false,
	  { false, true, 1, 2, 9, 1001, 0 }, AFTER_RETRY, 1000 },
	{ "the deadline comes first", ERR_QUOTA, 1000, false,
	  { false, false, 1, 2, 9, 1000, 0 }, AFTER_STOP, 0 },
	{ "the deadline comes first, and there is a next", ERR_QUOTA, 1000,
	  false, { false, true, 1, 2, 9, 1000, 0 }, AFTER_NEXT, 0 },
	{ "the deadline is over", ERR_NET, -1, false,
	  { false, false, 1, 2, 9, 0, 0 }, AFTER_STOP, 0 },
};

static void test_decisions(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct failure f = FAILURE_INIT;
		long ms = -7;
		enum after got;

		f.err.kind = rows[i].kind;
		f.wait_ms = rows[i].hint;
		f.final = rows[i].final;
		got = retry_decide(&f, &rows[i].r, &ms);
		ok(got == rows[i].want &&
			   (got != AFTER_RETRY || ms == rows[i].wait),
		   "%s: %d, %ld ms", rows[i].what, (int)got, ms);
	}
}

int main(void)
{
	test_waits();
	test_decisions();
	return tap_done();
}
