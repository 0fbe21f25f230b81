#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sys/resource.h>

#include "tap.h"
#include "wire/sse.h"

/*
 * What is expected was derived by hand from WHATWG HTML 9.2.6; the events
 * are written as "name=data|" so that a whole stream is one string.
 */

struct seen {
	struct buf text;
	size_t count, bytes;
	size_t stop_at;		/* fail at this event; 0: never */
	bool terminated;	/* every data ended with a NUL */
};

static int on_event(void *ctx, const char *name, const char *data, size_t len,
		    struct err *err)
{
	struct seen *seen = ctx;

	seen->count++;
	seen->bytes += len;
	seen->terminated = seen->terminated && data[len] == '\0';
	if (seen->stop_at && seen->count == seen->stop_at)
		return err_set(err, ERR_STOPPED, "enough");
	buf_adds(&seen->text, name);
	buf_addch(&seen->text, '=');
	buf_add(&seen->text, data, len);
	buf_addch(&seen->text, '|');
	return 0;
}

static int on_count(void *ctx, const char *name, const char *data, size_t len,
		    struct err *err)
{
	struct seen *seen = ctx;

	(void)name;
	(void)data;
	(void)err;
	seen->count++;
	seen->bytes += len;
	return 0;
}

static void seen_init(struct seen *seen)
{
	*seen = (struct seen){ .terminated = true };
	buf_init(&seen->text, MAX_HELD);
}

#define STREAM(s) s, sizeof(s) - 1

static const struct {
	const char *what, *in;
	size_t len;
	const char *out;	/* after sse_end() */
	bool idle;		/* before it */
} streams[] = {
	{ "the specification's first example",
	  STREAM("data: YHOO\ndata: +2\ndata: 10\n\n"), "=YHOO\n+2\n10|",
	  true },
	{ "the specification's second example",
	  STREAM(": test stream\n\ndata: first event\nid: 1\n\n"
		 "data:second event\nid\n\ndata:  third event\n\n"),
	  "=first event|=second event|= third event|", true },
	{ "the specification's third example (two empty events)",
	  STREAM("data\n\ndata\ndata\n\ndata:\n\n"), "=|=\n|=|", true },
	{ "CRLF", STREAM("event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n"),
	  "a=1|=2|", true },
	{ "CR alone", STREAM("event: a\rdata: 1\r\rdata: 2\r\r"), "a=1|=2|",
	  true },
	{ "LF, CRLF and CR mixed",
	  STREAM("data: 1\ndata: 2\r\ndata: 3\r\ndata: 4\r\rdata: 5\n\r\n"),
	  "=1\n2\n3\n4|=5|", true },
	{ "LF CR ends two lines", STREAM("data: 1\n\rdata: 2\n\r"),
	  "=1|=2|", true },
	{ "a BOM before the stream", STREAM("\xEF\xBB\xBF" "data: 1\n\n"),
	  "=1|", true },
	{ "a second BOM is no BOM",
	  STREAM("\xEF\xBB\xBF\xEF\xBB\xBF" "data: 1\n\ndata: 2\n\n"),
	  "=2|", true },
	{ "a BOM alone on its line is an empty line",
	  STREAM("\xEF\xBB\xBF\ndata: 1\n\n"), "=1|", true },
	{ "comments, unknown fields, a field without colon, id and retry",
	  STREAM(": ping\n:\nfoo: bar\ndata\nid: 7\nretry: 10\ndatax: no\n"
		 "dat: no\nDATA: no\n data: no\ndata: yes\n\n"),
	  "=\nyes|", true },
	{ "one blank only is dropped after the colon",
	  STREAM("data:{1}\n\ndata:  {2}\n\ndata:\t{3}\n\n"),
	  "={1}|= {2}|=\t{3}|", true },
	{ "colons in the value", STREAM("data: a:b: c\n\n"), "=a:b: c|",
	  true },
	{ "a name lasts for one event, data or not",
	  STREAM("event: ping\n\ndata: 1\n\nevent: x\nevent: y\ndata: 2\n\n"
		 "data: 3\n\n"),
	  "=1|y=2|=3|", true },
	{ "keep-alive comments between events",
	  STREAM("data: 1\n\n: keep-alive\n\n: keep-alive\n\ndata: 2\n\n"),
	  "=1|=2|", true },
	{ "UTF-8 as it is", STREAM("data: \xF0\x9F\x9A\x82 \xC3\xA9\n\n"),
	  "=\xF0\x9F\x9A\x82 \xC3\xA9|", true },
	{ "bytes that are no UTF-8 as they are",
	  STREAM("data: \xFF\xC3\n\n"), "=\xFF\xC3|", true },
	{ "the end without a blank line", STREAM("data: 1\n\ndata: 2\n"),
	  "=1|=2|", false },
	{ "the end without a line end", STREAM("data: 1\n\ndata: 2"),
	  "=1|=2|", false },
	{ "the end after CR", STREAM("data: 1\r"), "=1|", false },
	{ "the end within a field's name", STREAM("data: 1\n\nda"), "=1|",
	  false },
	{ "nothing", "", 0, "", true },
	{ "only line ends", STREAM("\n\r\n\r\r\n\n"), "", true },
};

/* With bare_json, then without; errors as Google's API words them. */
static const struct {
	const char *what, *in;
	size_t len;
	const char *out, *plain;
	bool idle;
} bare_streams[] = {
	{ "bare JSON of one line",
	  STREAM("data: 1\n\n{\"error\":{\"code\":503}}\ndata: 2\n\n"),
	  "=1|={\"error\":{\"code\":503}}|=2|", "=1|=2|", true },
	{ "of many lines, some empty",
	  STREAM("data: 1\n\n{\n  \"error\": {\n\n    \"code\": 503\n  }\n}\n"
		 "\ndata: 2\n\n"),
	  "=1|={\n  \"error\": {\n\n    \"code\": 503\n  }\n}|=2|", "=1|=2|",
	  true },
	{ "in a list",
	  STREAM("[{\n\"error\": {\"details\": [{}, []]}\n}\n]\n"),
	  "=[{\n\"error\": {\"details\": [{}, []]}\n}\n]|", "", true },
	{ "brackets in strings are text",
	  STREAM("{\"a\": \"}]\\\"}\",\n\"b\\\\\": \"[{\"}\ndata: 1\n\n"),
	  "={\"a\": \"}]\\\"}\",\n\"b\\\\\": \"[{\"}|=1|", "=1|", true },
	{ "it ends the event before it, name and all",
	  STREAM("event: x\ndata: 1\n{}\ndata: 2\n\n"), "x=1|={}|=2|",
	  "x=1\n2|", true },
	{ "after a BOM", STREAM("\xEF\xBB\xBF{}\n"), "={}|", "", true },
	{ "without a line end", STREAM("data: 1\n\n{\"a\":[]}"),
	  "=1|={\"a\":[]}|", "=1|", false },
	{ "cut inside, it is handed on as it is",
	  STREAM("data: 1\n\n{\"a\":\n[\"data: 2\n\n"),
	  "=1|={\"a\":\n[\"data: 2\n|", "=1|", false },
	{ "what follows on its last line belongs to it",
	  STREAM("{}]} x\ndata: 1\n\n"), "={}]} x|=1|", "=1|", true },
	{ "JSON elsewhere in a line is none",
	  STREAM(" {}\nx: {}\n: {\n\"a\"\n}\n]\ndata: {\n\n"), "={|", "={|",
	  true },
};

/* Feeds `in` in pieces of `step`; 0 feeds it in two, cut at `cut`. */
static bool run(const char *in, size_t len, bool bare, size_t step,
		size_t cut, const char *out, bool idle)
{
	struct err err = ERR_INIT;
	struct seen seen;
	struct sse s;
	size_t n;
	int rc = 0;
	bool good;

	seen_init(&seen);
	sse_init(&s, MAX_EVENT, on_event, &seen);
	s.bare_json = bare;
	for (size_t i = 0; !rc && i < len; i += n) {
		n = step ? step : i < cut ? cut - i : len - i;
		if (n > len - i)
			n = len - i;
		rc = sse_feed(&s, in + i, n, &err);
	}
	good = !rc && sse_idle(&s) == idle && !sse_end(&s, &err) &&
	       sse_idle(&s) && seen.terminated && !strcmp(seen.text.ptr, out);
	if (!good)
		printf("# step %zu cut %zu: got %s\n", step, cut,
		       seen.text.ptr);
	sse_release(&s);
	buf_release(&seen.text);
	return good;
}

static bool run_cut(const char *in, size_t len, bool bare, const char *out,
		    bool idle)
{
	bool good = true;

	for (size_t cut = 0; cut <= len; cut++)
		good = run(in, len, bare, 0, cut, out, idle) && good;
	for (size_t step = 1; step <= len; step++)
		good = run(in, len, bare, step, 0, out, idle) && good;
	return good;
}

static void test_streams(void)
{
	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
		const char *in = streams[i].in;
		size_t len = streams[i].len;

		ok(run_cut(in, len, false, streams[i].out, streams[i].idle),
		   "%s, cut at every byte", streams[i].what);
		ok(run_cut(in, len, true, streams[i].out, streams[i].idle),
		   "the same where bare JSON counts");
	}
}

/* Line ends do not matter: CR and CRLF give what LF gives. */
static void test_bare(void)
{
	for (size_t i = 0; i < sizeof(bare_streams) / sizeof(bare_streams[0]);
	     i++) {
		const char *in = bare_streams[i].in;
		struct buf crlf = BUF_INIT(4096), cr = BUF_INIT(4096);
		size_t len = bare_streams[i].len;
		const char *out = bare_streams[i].out;
		bool idle = bare_streams[i].idle;

		for (size_t at = 0; at < len; at++) {
			buf_addch(&cr, in[at] == '\n' ? '\r' : in[at]);
			if (in[at] == '\n')
				buf_addch(&crlf, '\r');
			buf_addch(&crlf, in[at]);
		}
		ok(run_cut(in, len, true, out, idle) &&
			   run_cut(crlf.ptr, crlf.len, true, out, idle) &&
			   run_cut(cr.ptr, cr.len, true, out, idle),
		   "%s, cut at every byte", bare_streams[i].what);
		ok(run_cut(in, len, false, bare_streams[i].plain,
			   in[len - 1] == '\n'),
		   "ignored where it does not count");
		buf_release(&crlf);
		buf_release(&cr);
	}
}

/* `levels` of bare JSON a line each, with a cap of 1000. */
static enum err_kind deep(size_t levels, size_t step)
{
	struct err err = ERR_INIT;
	struct buf in = BUF_INIT(MAX_HELD);
	struct seen seen;
	struct sse s;
	int rc = 0;

	seen_init(&seen);
	sse_init(&s, 1000, on_count, &seen);
	s.bare_json = true;
	for (size_t i = 0; i < levels; i++)
		buf_adds(&in, "[\n");
	for (size_t i = 0; !rc && i < in.len; i += step)
		rc = sse_feed(&s, in.ptr + i,
			      in.len - i < step ? in.len - i : step, &err);
	if (rc) {
		struct err again = ERR_INIT;

		if (seen.count || !sse_feed(&s, "]\n", 2, &again))
			err.kind = ERR_INTERNAL;	/* not dead */
	}
	sse_release(&s);
	buf_release(&in);
	buf_release(&seen.text);
	return err.kind;
}

static void test_nul(void)
{
	struct err err = ERR_INIT;
	struct seen seen;
	struct sse s;

	seen_init(&seen);
	sse_init(&s, MAX_EVENT, on_event, &seen);
	ok(!sse_feed(&s, STREAM("data: a\0b\n\n"), &err) &&
		   seen.text.len == 5 && !memcmp(seen.text.ptr, "=a\0b|", 5),
	   "a NUL is data like any other");
	ok(!sse_feed(&s, NULL, 0, &err), "nothing may be fed");
	sse_release(&s);
	buf_release(&seen.text);
}

/* `len` bytes of one event, in pieces, with a cap of 1000. */
static enum err_kind big(const char *head, size_t fill, size_t step)
{
	struct err err = ERR_INIT;
	struct seen seen;
	struct sse s;
	struct buf in = BUF_INIT(MAX_HELD);
	int rc = 0;

	seen_init(&seen);
	sse_init(&s, 1000, on_count, &seen);
	buf_adds(&in, head);
	for (size_t i = 0; i < fill; i++)
		buf_addch(&in, 'x');
	buf_adds(&in, "\n\n");
	for (size_t i = 0; !rc && i < in.len; i += step)
		rc = sse_feed(&s, in.ptr + i,
			      in.len - i < step ? in.len - i : step, &err);
	if (rc) {
		struct err again = ERR_INIT;

		if (!sse_feed(&s, "x", 1, &again) || !sse_end(&s, &again) ||
		    seen.count)
			err.kind = ERR_INTERNAL;	/* not dead */
	}
	sse_release(&s);
	buf_release(&seen.text);
	buf_release(&in);
	return err.kind;
}

static void test_caps(void)
{
	static const size_t steps[] = { 1, 7, 64, 100000 };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		size_t step = steps[i];

		ok(deep(500, step) == ERR_NONE && deep(501, step) == ERR_TOOBIG,
		   "bare JSON of 501 lines is over a cap of 1000");
		ok(big("data: ", 900, step) == ERR_NONE,
		   "an event below the cap passes, %zu at a time", step);
		ok(big("data: ", 1001, step) == ERR_TOOBIG,
		   "an event over it does not");
		ok(big("data: 1\ndata: ", 999, step) == ERR_TOOBIG,
		   "nor do its lines together");
		ok(big(": ", 5000, step) == ERR_TOOBIG || step > 5000,
		   "nor an endless comment");
	}
}

/* An event and the line that is being read count together. */
static void test_unfinished(void)
{
	struct err err = ERR_INIT;
	struct seen seen;
	struct buf in = BUF_INIT(MAX_HELD);
	struct sse s;

	seen_init(&seen);
	sse_init(&s, 1000, on_count, &seen);
	buf_addf(&in, "data: %0900d\ndata: %0100d", 0, 0);
	ok(sse_feed(&s, in.ptr, in.len - 20, &err) == 0 &&
		   sse_feed(&s, in.ptr, 20, &err) == -1 &&
		   err.kind == ERR_TOOBIG,
	   "a line that never ends counts with its event");
	sse_release(&s);
	buf_release(&in);
	buf_release(&seen.text);
}

static void test_cap_of_product(void)
{
	static char block[1 << 16];
	struct err err = ERR_INIT;
	struct seen seen;
	struct sse s;
	size_t fed = 0;
	int rc;

	memset(block, 'x', sizeof(block));
	seen_init(&seen);
	sse_init(&s, MAX_EVENT, on_count, &seen);
	rc = sse_feed(&s, "data: ", 6, &err);
	for (; !rc && fed < (size_t)100 << 20; fed += sizeof(block))
		rc = sse_feed(&s, block, sizeof(block), &err);
	ok(rc && err.kind == ERR_TOOBIG && !seen.count &&
		   fed <= MAX_EVENT + 2 * sizeof(block),
	   "100 MB in one line stop after %zu bytes: %s", fed, err.msg);
	sse_release(&s);

	err_clear(&err);
	sse_init(&s, MAX_EVENT, on_count, &seen);
	rc = sse_feed(&s, "data: ", 6, &err);
	for (fed = 0; !rc && fed < MAX_EVENT - sizeof(block);
	     fed += sizeof(block))
		rc = sse_feed(&s, block, sizeof(block), &err);
	ok(!rc && !sse_feed(&s, "\n\n", 2, &err) && seen.count == 1 &&
		   seen.bytes == fed,
	   "an event of %zu bytes passes whole", fed);
	sse_release(&s);
	buf_release(&seen.text);
}

static void test_stop(void)
{
	struct err err = ERR_INIT;
	struct seen seen;
	struct sse s;

	seen_init(&seen);
	seen.stop_at = 2;
	sse_init(&s, MAX_EVENT, on_event, &seen);
	ok(sse_feed(&s, STREAM("data: 1\n\ndata: 2\n\ndata: 3\n\n"), &err) &&
		   err.kind == ERR_STOPPED && seen.count == 2,
	   "the callback's failure stops the stream at once");
	ok(sse_feed(&s, STREAM("data: 4\n\n"), &err) && seen.count == 2,
	   "and it stays stopped");
	sse_release(&s);
	sse_release(&s);
	buf_release(&seen.text);
}

static long rss_kib(void)
{
	struct rusage ru;

	getrusage(RUSAGE_SELF, &ru);
	return ru.ru_maxrss;
}

/* A million events, in reads of 16 KiB; `eol` is what ends a line. */
static void test_many(const char *eol)
{
	enum { EVENTS = 1000000, READ = 16 << 10 };
	struct buf in = BUF_INIT((size_t)64 << 20);
	struct err err = ERR_INIT;
	struct timespec a, b;
	struct seen seen;
	struct sse s;
	long before, ms;
	int rc = 0;

	for (int i = 0; i < EVENTS / 20; i++)
		buf_addf(&in, "data: {\"delta\":\"a word %07d\"}%s%s", i, eol,
			 eol);
	seen_init(&seen);
	sse_init(&s, MAX_EVENT, on_count, &seen);
	before = rss_kib();
	clock_gettime(CLOCK_MONOTONIC, &a);
	for (int round = 0; !rc && round < 20; round++)
		for (size_t i = 0; !rc && i < in.len; i += READ)
			rc = sse_feed(&s, in.ptr + i,
				      in.len - i < READ ? in.len - i : READ,
				      &err);
	clock_gettime(CLOCK_MONOTONIC, &b);
	ms = (b.tv_sec - a.tv_sec) * 1000 + (b.tv_nsec - a.tv_nsec) / 1000000;
	/* 26 bytes of JSON an event; the bar is 10 s, hung is 5 times that */
	ok(!rc && seen.count == EVENTS && seen.bytes == 26u * EVENTS &&
		   ms < 50000,
	   "1,000,000 events (%s) in %ld ms",
	   *eol == '\r' ? "CR" : "LF", ms);
	ok(rss_kib() - before < 4096, "in flat memory");
	sse_release(&s);
	buf_release(&in);
	buf_release(&seen.text);
}

/* One huge feed of lines that end in CR must not be quadratic. */
static void test_one_feed(void)
{
	struct buf in = BUF_INIT((size_t)64 << 20);
	struct err err = ERR_INIT;
	struct timespec a, b;
	struct seen seen;
	struct sse s;
	long ms;
	int rc;

	for (int i = 0; i < 500000; i++)
		buf_adds(&in, "data: 1\r\r");
	seen_init(&seen);
	sse_init(&s, MAX_EVENT, on_count, &seen);
	clock_gettime(CLOCK_MONOTONIC, &a);
	rc = sse_feed(&s, in.ptr, in.len, &err);
	clock_gettime(CLOCK_MONOTONIC, &b);
	ms = (b.tv_sec - a.tv_sec) * 1000 + (b.tv_nsec - a.tv_nsec) / 1000000;
	ok(!rc && seen.count == 500000 && ms < 25000,
	   "4.5 MB in one feed, in %ld ms", ms);
	sse_release(&s);
	buf_release(&in);
	buf_release(&seen.text);
}

int main(void)
{
	test_streams();
	test_bare();
	test_nul();
	test_caps();
	test_unfinished();
	test_cap_of_product();
	test_stop();
	test_many("\n");
	test_many("\r");
	test_one_feed();
	return tap_done();
}
