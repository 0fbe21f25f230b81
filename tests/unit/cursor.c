#include <stdlib.h>
#include <string.h>

#include "app/complete_ask.h"
#include "app/cursor.h"
#include "tap.h"

static const struct {
	const char *arg, *file;
	size_t line, col;
} good[] = {
	{ "a.c:1", "a.c", 1, 0 },     { "a.c:12:3", "a.c", 12, 3 },
	{ "-:3:1", "-", 3, 1 },	      { "a:b.c:4", "a:b.c", 4, 0 },
	{ "a:1:2:3", "a:1", 2, 3 },   { "/x y/z:7", "/x y/z", 7, 0 },
	{ "a:x:5", "a:x", 5, 0 },     { ":1:2", "", 0, 0 },
};

static const char *const bad[] = {
	"a.c", "a.c:", "a.c:x", "a.c:0", "a.c:1:0", ":1", ":1:2", "", "12",
	"a.c:9999999999", "a.c:-1", "a.c:1.5",
};

static void test_parse(void)
{
	for (size_t i = 0; i + 1 < sizeof(good) / sizeof(good[0]); i++) {
		struct err err = ERR_INIT;
		struct cursor c;

		ok(!cursor_parse(good[i].arg, &c, &err) &&
		   !strcmp(c.file, good[i].file) && c.line == good[i].line &&
		   c.col == good[i].col, "%s", good[i].arg);
		free(c.file);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err err = ERR_INIT;
		struct cursor c;

		ok(cursor_parse(bad[i], &c, &err) == -1 &&
		   err.kind == ERR_USAGE && !c.file, "'%s': %s", bad[i],
		   err.msg);
	}
}

static const struct {
	const char *text;
	size_t line, col;
	long want;	/* -1: there is no such place */
} places[] = {
	{ "", 1, 0, 0 },	  { "", 1, 1, 0 },	 { "", 1, 2, -1 },
	{ "", 2, 1, -1 },	  { "ab\ncd\n", 1, 0, 2 },
	{ "ab\ncd\n", 1, 1, 0 },  { "ab\ncd\n", 1, 3, 2 },
	{ "ab\ncd\n", 1, 4, -1 }, { "ab\ncd\n", 2, 2, 4 },
	{ "ab\ncd\n", 3, 1, 6 },  { "ab\ncd\n", 3, 0, 6 },
	{ "ab\ncd\n", 3, 2, -1 }, { "ab\ncd\n", 4, 1, -1 },
	{ "ab\ncd", 2, 3, 5 },	  { "ab\ncd", 3, 1, -1 },
	/* two bytes, three bytes: columns are bytes */
	{ "\xC3\xA9x", 1, 1, 0 }, { "\xC3\xA9x", 1, 2, -1 },
	{ "\xC3\xA9x", 1, 3, 2 }, { "\xE2\x82\xAC", 1, 4, 3 },
	{ "\xE2\x82\xAC", 1, 3, -1 },
};

static void test_find(void)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct cursor c = { .file = (char[]){ "f" },
				    .line = places[i].line,
				    .col = places[i].col };
		struct err err = ERR_INIT;
		size_t at = 99;
		int rc = cursor_find(&c, text_of(places[i].text), &at, &err);

		ok(places[i].want < 0 ? rc == -1 && err.kind == ERR_USAGE
				      : !rc && at == (size_t)places[i].want,
		   "place %zu: %zu:%zu is %zu %s", i, c.line, c.col, at,
		   err.msg);
	}
}

static void test_mark(void)
{
	struct err err = ERR_INIT;
	size_t at = 0;

	ok(!cursor_mark(TEXT_LIT("ab<|cursor|>cd"), "<|cursor|>", &at, &err) &&
	   at == 2, "a mark");
	ok(!cursor_mark(TEXT_LIT("^"), "^", &at, &err) && at == 0, "alone");
	ok(cursor_mark(TEXT_LIT("a^b^"), "^", &at, &err) == -1 &&
	   err.kind == ERR_USAGE, "two: %s", err.msg);
	ok(cursor_mark(TEXT_LIT(""), "^", &at, &err) == -1 &&
	   err.kind == ERR_USAGE, "none: %s", err.msg);
	ok(cursor_mark(TEXT_LIT("a"), "", &at, &err) == -1 &&
	   err.kind == ERR_USAGE, "empty: %s", err.msg);
}

static void test_lines(void)
{
	static const char in[] = "a\r\nb\r\n\r\nc\n\rd\r";
	struct buf b = BUF_INIT(100);
	size_t crlf = 0, lf = 0;

	buf_add(&b, in, sizeof(in) - 1);
	cursor_plain_lines(&b, &crlf, &lf);
	ok(!strcmp(b.ptr, "a\nb\n\nc\n\rd\r") && crlf == 3 && lf == 1,
	   "CR LF: %zu, LF: %zu", crlf, lf);
	buf_release(&b);
}

static bool is(struct text t, const char *want)
{
	return text_is(t, want);
}

/* Whole lines where there are any, and no half characters. */
static void test_budget(void)
{
	struct text t = TEXT_LIT("one\ntwo\nthree\n");

	ok(is(complete_tail(t, 100), "one\ntwo\nthree\n") &&
	   is(complete_tail(t, 8), "three\n") &&
	   is(complete_tail(t, 3), "ee\n") && is(complete_tail(t, 0), ""),
	   "the end");
	ok(is(complete_head(t, 100), "one\ntwo\nthree\n") &&
	   is(complete_head(t, 9), "one\ntwo\n") &&
	   is(complete_head(t, 2), "on") && is(complete_head(t, 0), ""),
	   "the beginning");
	t = TEXT_LIT("\xE2\x82\xAC\xE2\x82\xAC");
	ok(is(complete_tail(t, 4), "\xE2\x82\xAC") &&
	   is(complete_head(t, 5), "\xE2\x82\xAC"), "characters stay whole");
}

int main(void)
{
	test_parse();
	test_find();
	test_mark();
	test_lines();
	test_budget();
	return tap_done();
}
