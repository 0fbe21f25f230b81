#include "view/tee.h"

#include <string.h>

#include "base/buf.h"
#include "tap.h"

/* What was handed on: the text, then "." or "!" for the end. */
struct last {
	struct sink sink;
	struct buf got;
};

static int last_text(struct sink *s, struct text piece, struct err *err)
{
	struct last *l = (struct last *)(void *)s;

	(void)err;
	buf_add(&l->got, piece.ptr, piece.len);
	return 0;
}

static int last_end(struct sink *s, bool whole, struct err *err)
{
	struct last *l = (struct last *)(void *)s;

	(void)err;
	buf_addch(&l->got, whole ? '.' : '!');
	return 0;
}

static const struct {
	const char *what, *in;
	size_t most;
	const char *copy;
} rows[] = {
	{ "all of it", "one two", 100, "one two" },
	{ "just all", "one two", 7, "one two" },
	{ "its beginning", "one two", 5, "one t" },
	{ "nothing", "one two", 0, "" },
	/* U+20AC is three bytes, U+1F600 four */
	{ "whole characters", "a\xE2\x82\xAC", 3, "a" },
	{ "a whole character", "a\xE2\x82\xAC" "b", 4, "a\xE2\x82\xAC" },
	{ "of four bytes", "\xF0\x9F\x98\x80\xF0\x9F\x98\x80", 7,
	  "\xF0\x9F\x98\x80" },
};

/* Fed in pieces of `step` bytes. */
static void run(size_t row, size_t step)
{
	const char *in = rows[row].in;
	struct last last = { { last_text, last_end }, BUF_INIT(100) };
	struct err err = ERR_INIT;
	struct buf want = BUF_INIT(100);
	struct tee t;
	int rc = 0;

	tee_init(&t, &last.sink, rows[row].most);
	for (size_t at = 0, n; !rc && at < strlen(in); at += n) {
		n = strlen(in) - at < step ? strlen(in) - at : step;
		rc = t.sink.text(&t.sink, (struct text){ in + at, n }, &err);
	}
	if (!rc)
		rc = t.sink.end(&t.sink, true, &err);
	buf_addf(&want, "%s.", in);
	ok(!rc && !strcmp(last.got.ptr, want.ptr),
	   "%s by %zu: all is handed on", rows[row].what, step);
	ok(t.copy.len == strlen(rows[row].copy) &&
		   !memcmp(t.copy.ptr, rows[row].copy, t.copy.len),
	   "%s by %zu: the copy is '%s'", rows[row].what, step, t.copy.ptr);
	tee_release(&t);
	buf_release(&last.got);
	buf_release(&want);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (size_t step = 1; step <= 8; step++)
			run(i, step);
	return tap_done();
}
