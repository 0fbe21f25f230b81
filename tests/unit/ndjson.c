#include "wire/ndjson.h"

#include <string.h>
#include <time.h>

#include <sys/resource.h>

#include "tap.h"

/*
 * What is expected was derived by hand from the NDJSON specification
 * (github.com/ndjson/ndjson-spec, 3.1 to 3.3); lines are written as "line|"
 * so that a whole stream is one string.
 */

struct seen {
	struct buf text;
	size_t count, bytes;
	size_t stop_at;		/* fail at this line; 0: never */
	bool good;		/* every line without a name, with a NUL */
};

static int on_line(void *ctx, const char *name, const char *data, size_t len,
		   struct err *err)
{
	struct seen *seen = ctx;

	seen->count++;
	seen->bytes += len;
	seen->good = seen->good && !*name && data[len] == '\0';
	if (seen->stop_at && seen->count == seen->stop_at)
		return err_set(err, ERR_STOPPED, "enough");
	if (len > 100)
		return 0;
	buf_add(&seen->text, data, len);
	buf_addch(&seen->text, '|');
	return 0;
}

static void seen_init(struct seen *seen)
{
	*seen = (struct seen){ .good = true };
	buf_init(&seen->text, MAX_HELD);
}

#define STREAM(s) s, sizeof(s) - 1

static const struct {
	const char *what, *in;
	size_t len;
	const char *out;	/* after ndjson_end() */
	bool idle;		/* before it */
} streams[] = {
	{ "the specification's example",
	  STREAM("{\"some\":\"thing\"}\n{\"foo\":17,\"bar\":false,\"quux\":"
		 "true}\n{\"may\":{\"include\":\"nested\",\"objects\":[\"and\""
		 ",\"arrays\"]}}\n"),
	  "{\"some\":\"thing\"}|{\"foo\":17,\"bar\":false,\"quux\":true}|"
	  "{\"may\":{\"include\":\"nested\",\"objects\":[\"and\",\"arrays\"]"
	  "}}|", true },
	{ "CRLF", STREAM("{}\r\n[]\r\n"), "{}|[]|", true },
	{ "LF and CRLF mixed", STREAM("1\n2\r\n3\n"), "1|2|3|", true },
	{ "CR alone is a blank", STREAM("[1,\r2]\r\r\n"), "[1,\r2]\r|",
	  true },
	{ "blank lines", STREAM("\n\r\n1\n\n \t\n\r\n2\n\n"), "1|2|", true },
	{ "blanks around a value are its own", STREAM(" 1\n2 \n"), " 1|2 |",
	  true },
	{ "a BOM before the stream", STREAM("\xEF\xBB\xBF{}\n{}\n"),
	  "{}|{}|", true },
	{ "only before it", STREAM("1\n\xEF\xBB\xBF{}\n"),
	  "1|\xEF\xBB\xBF{}|", true },
	{ "a BOM alone", STREAM("\xEF\xBB\xBF\n1\n"), "1|", true },
	{ "UTF-8, and what is none",
	  STREAM("\"\xF0\x9F\x9A\x82\"\n\"\xFF\xC3\"\n"),
	  "\"\xF0\x9F\x9A\x82\"|\"\xFF\xC3\"|", true },
	{ "the end without a line end", STREAM("1\n{\"a\":"), "1|{\"a\":|",
	  false },
	{ "the end after CR", STREAM("1\r"), "1|", false },
	{ "the end within blanks", STREAM("1\n  "), "1|", false },
	{ "nothing", "", 0, "", true },
	{ "only line ends", STREAM("\n\r\n\n"), "", true },
};

/* Feeds `in` in pieces of `step`; 0 feeds it in two, cut at `cut`. */
static bool run(size_t i, size_t step, size_t cut)
{
	const char *in = streams[i].in;
	size_t len = streams[i].len, n;
	struct err err = ERR_INIT;
	struct seen seen;
	struct ndjson s;
	int rc = 0;
	bool good;

	seen_init(&seen);
	ndjson_init(&s, MAX_EVENT, on_line, &seen);
	for (size_t at = 0; !rc && at < len; at += n) {
		n = step ? step : at < cut ? cut - at : len - at;
		if (n > len - at)
			n = len - at;
		rc = ndjson_feed(&s, in + at, n, &err);
	}
	good = !rc && ndjson_idle(&s) == streams[i].idle &&
	       !ndjson_end(&s, &err) && ndjson_idle(&s) && seen.good &&
	       !strcmp(seen.text.ptr, streams[i].out);
	if (!good)
		printf("# step %zu cut %zu: got %s\n", step, cut,
		       seen.text.ptr);
	ndjson_release(&s);
	buf_release(&seen.text);
	return good;
}

static void test_streams(void)
{
	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
		bool good = true;

		for (size_t cut = 0; cut <= streams[i].len; cut++)
			good = run(i, 0, cut) && good;
		for (size_t step = 1; step <= streams[i].len; step++)
			good = run(i, step, 0) && good;
		ok(good, "%s, cut at every byte", streams[i].what);
	}
}

static void test_nul(void)
{
	struct err err = ERR_INIT;
	struct seen seen;
	struct ndjson s;

	seen_init(&seen);
	ndjson_init(&s, MAX_EVENT, on_line, &seen);
	ok(!ndjson_feed(&s, STREAM("a\0b\n"), &err) && seen.text.len == 4 &&
		   !memcmp(seen.text.ptr, "a\0b|", 4),
	   "a NUL is data like any other");
	ok(!ndjson_feed(&s, NULL, 0, &err), "nothing may be fed");
	ndjson_release(&s);
	buf_release(&seen.text);
}

/* A line of `fill` bytes behind a short one, in pieces, cap 1000. */
static enum err_kind big(size_t fill, size_t step)
{
	struct buf in = BUF_INIT(MAX_HELD);
	struct err err = ERR_INIT, again = ERR_INIT;
	struct seen seen;
	struct ndjson s;
	int rc = 0;

	seen_init(&seen);
	ndjson_init(&s, 1000, on_line, &seen);
	buf_adds(&in, "1\n");
	for (size_t i = 0; i < fill; i++)
		buf_addch(&in, 'x');
	buf_adds(&in, "\n2\n");
	for (size_t i = 0; !rc && i < in.len; i += step)
		rc = ndjson_feed(&s, in.ptr + i,
				 in.len - i < step ? in.len - i : step, &err);
	if (rc && (!ndjson_feed(&s, "x", 1, &again) ||
		   !ndjson_end(&s, &again) || seen.count != 1))
		err.kind = ERR_INTERNAL;	/* not dead */
	if (!rc && (seen.count != 3 || seen.bytes != fill + 2))
		err.kind = ERR_INTERNAL;
	ndjson_release(&s);
	buf_release(&seen.text);
	buf_release(&in);
	return err.kind;
}

static void test_caps(void)
{
	static const size_t steps[] = { 1, 7, 64, 100000 };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		ok(big(1000, steps[i]) == ERR_NONE,
		   "a line at the cap passes, %zu at a time", steps[i]);
		ok(big(1001, steps[i]) == ERR_TOOBIG, "one over it does not");
	}
}

static void test_cap_of_product(void)
{
	static char block[1 << 16];
	struct err err = ERR_INIT;
	struct seen seen;
	struct ndjson s;
	size_t fed = 0;
	int rc = 0;

	memset(block, 'x', sizeof(block));
	seen_init(&seen);
	ndjson_init(&s, MAX_EVENT, on_line, &seen);
	for (; !rc && fed < (size_t)100 << 20; fed += sizeof(block))
		rc = ndjson_feed(&s, block, sizeof(block), &err);
	ok(rc && err.kind == ERR_TOOBIG && !seen.count &&
		   fed <= MAX_EVENT + 2 * sizeof(block),
	   "100 MB in one line stop after %zu bytes: %s", fed, err.msg);
	ndjson_release(&s);
	buf_release(&seen.text);
}

static void test_stop(void)
{
	struct err err = ERR_INIT;
	struct seen seen;
	struct ndjson s;

	seen_init(&seen);
	seen.stop_at = 2;
	ndjson_init(&s, MAX_EVENT, on_line, &seen);
	ok(ndjson_feed(&s, STREAM("1\n2\n3\n"), &err) &&
		   err.kind == ERR_STOPPED && seen.count == 2,
	   "the callback's failure stops the stream at once");
	ok(ndjson_feed(&s, STREAM("4\n"), &err) && seen.count == 2,
	   "and it stays stopped");
	ndjson_release(&s);
	ndjson_release(&s);
	buf_release(&seen.text);
}

static long rss_kib(void)
{
	struct rusage ru;

	getrusage(RUSAGE_SELF, &ru);
	return ru.ru_maxrss;
}

/* A million lines, in reads of 16 KiB. */
static void test_many(void)
{
	enum { LINES = 1000000, READ = 16 << 10 };
	struct buf in = BUF_INIT((size_t)64 << 20);
	struct err err = ERR_INIT;
	struct timespec a, b;
	struct seen seen;
	struct ndjson s;
	long before, ms;
	int rc = 0;

	for (int i = 0; i < LINES / 20; i++)
		buf_addf(&in, "{\"content\":\"%0100d\"}\n", i);
	seen_init(&seen);
	ndjson_init(&s, MAX_EVENT, on_line, &seen);
	before = rss_kib();
	clock_gettime(CLOCK_MONOTONIC, &a);
	for (int round = 0; !rc && round < 20; round++)
		for (size_t i = 0; !rc && i < in.len; i += READ)
			rc = ndjson_feed(&s, in.ptr + i,
					 in.len - i < READ ? in.len - i : READ,
					 &err);
	clock_gettime(CLOCK_MONOTONIC, &b);
	ms = (b.tv_sec - a.tv_sec) * 1000 + (b.tv_nsec - a.tv_nsec) / 1000000;
	/* 114 bytes of JSON a line; the bar is 10 s, hung is 5 times that */
	ok(!rc && seen.count == LINES && seen.bytes == 114u * LINES &&
		   ms < 50000, "1,000,000 lines in %ld ms", ms);
	ok(rss_kib() - before < 4096, "in flat memory");
	ndjson_release(&s);
	buf_release(&in);
	buf_release(&seen.text);
}

int main(void)
{
	test_streams();
	test_nul();
	test_caps();
	test_cap_of_product();
	test_stop();
	test_many();
	return tap_done();
}
