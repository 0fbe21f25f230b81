#include "base/json.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

static struct json *parse(const char *s, size_t len)
{
	struct json *j;
	struct err e = ERR_INIT;

	return json_parse(s, len, &j, &e) ? NULL : j;
}

static void test_taken(void)
{
	/* what RFC 8259 allows, and knowingly (json.h) a little more */
	static const char *const good[] = {
		"null", "true", "12", " 12 ", "-0", "1E+2", "\"\"", "[]",
		"{}", "\t{\"a\" : [1 , 2]}\r\n", "\"\xff\"", "NaN", "[1,]",
		"{'a':1}", "/* x */ 1",
	};
	static const struct {
		const char *in, *says;
	} bad[] = {
		{ "", "too early, at byte 0" },
		{ " ", "too early, at byte 1" },
		{ "{\"a\":", "too early, at byte 5" },
		{ "\"abc", "too early, at byte 4" },
		{ "nul", "too early, at byte 3" },
		{ "1 2", "follows at byte 2" },
		{ "{} x", "follows at byte 3" },
		{ "[1]]", "follows at byte 3" },
		{ "[1 2]", "at byte 3" },
		{ "{a:1}", "at byte 1" },
		{ "\"\\x\"", "at byte 2" },
		{ "[1}", "at byte 2" },
		{ "<html>", "at byte 0" },
	};
	struct err e = ERR_INIT;
	struct json *j;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		j = parse(good[i], strlen(good[i]));
		ok(j != NULL, "taken: %s", good[i][0] == '\t' ? "{}" : good[i]);
		json_free(j);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		int rc = json_parse(bad[i].in, strlen(bad[i].in), &j, &e);

		ok(rc == -1 && !j && e.kind == ERR_PROTO &&
			   strstr(e.msg, bad[i].says),
		   "'%s': %s", bad[i].in, e.msg);
	}
	ok(!parse("{}\0{}", 5), "NUL after the value");
	ok(!parse("12\0", 3), "NUL after a number");
}

static bool depth_is_taken(size_t depth, char open, const char *inner)
{
	struct buf b = BUF_INIT(1 << 20);
	struct json *j;

	for (size_t i = 0; i < depth; i++)
		buf_adds(&b, open == '[' ? "[" : "{\"a\":");
	buf_adds(&b, inner);
	for (size_t i = 0; i < depth; i++)
		buf_addch(&b, open == '[' ? ']' : '}');
	j = parse(b.ptr, b.len);
	buf_release(&b);
	json_free(j);
	return j != NULL;
}

static void test_depth(void)
{
	ok(depth_is_taken(64, '[', "") && depth_is_taken(64, '{', "1"),
	   "64 levels");
	ok(!depth_is_taken(65, '[', "1") && !depth_is_taken(65, '{', "1"),
	   "65 levels around a value");
	ok(!depth_is_taken(66, '[', "") && !depth_is_taken(100000, '[', ""),
	   "66 and 100000 empty ones");
}

static const char answer[] =
	"{\"s\":\"a\\u0000b\\ud83d\\ude00\",\"n\":1.5,\"i\":7,"
	"\"big\":99999999999999999999,\"inf\":1e999,\"z\":null,"
	"\"f\":false,\"e\":\"\",\"a\":[{\"x.y\":1},{\"x\":\"two\"}],"
	"\"0\":{\"1\":true}}";

static void test_values(void)
{
	struct json *j = parse(answer, sizeof(answer) - 1);
	long long i = -1;
	double d = -1;
	struct text t;

	ok(json_text_at(j, "s", &t) && t.len == 7 &&
		   !memcmp(t.ptr, "a\0b\xF0\x9F\x98\x80", 7),
	   "a string with NUL and a pair");
	ok(json_number(json_at(j, "n"), &d) && d == 1.5, "1.5");
	ok(json_integer(json_at(j, "i"), &i) && i == 7, "7");
	ok(json_integer(json_at(j, "big"), &i) && i == LLONG_MAX,
	   "too big an integer is the biggest");
	d = 3;
	ok(!json_number(json_at(j, "inf"), &d) && d == 3,
	   "infinity is no number, and *out is left");
	ok(!json_number(json_at(j, "s"), &d) && !json_integer(NULL, &i),
	   "a string is none, nor is what is not there");
	ok(!json_text_at(j, "z", &t) && !t.len && t.ptr, "null is no text");
	ok(!json_truthy(json_at(j, "f")) && !json_truthy(json_at(j, "e")) &&
		   !json_truthy(json_at(j, "z")) &&
		   json_truthy(json_at(j, "i")) && json_truthy(json_at(j, "a")),
	   "truth");
	json_free(j);
	json_free(NULL);
}

static void test_paths(void)
{
	struct json *j = parse(answer, sizeof(answer) - 1);
	struct text t;

	ok(json_text_at(j, "a.1.x", &t) && text_is(t, "two"), "a.1.x");
	ok(!json_at(j, "a.2.x") && !json_at(j, "a.x") && !json_at(j, "n.x") &&
		   !json_at(j, "z.x") && !json_at(NULL, "a"),
	   "paths that end early");
	ok(json_at(j, "0.1") != NULL, "digits name members too");
	ok(json_get(json_at(j, "a.0"), "x.y") && !json_at(j, "a.0.x.y"),
	   "a name with a dot");
	ok(json_len(j) == 10 && json_len(json_at(j, "a")) == 2 &&
		   !json_len(json_at(j, "s")) && !json_len(NULL),
	   "lengths");
	ok(json_is_object(j) && !json_is_array(j) &&
		   json_is_array(json_at(j, "a")) && !json_is_object(NULL) &&
		   json_is_string(json_at(j, "e")),
	   "types");
	json_free(j);
}

static void test_members(void)
{
	static const char names[] = "{\"b\":1,\"a\":null,\"\":[2],\"b\":3}";
	struct json *j = parse(names, sizeof(names) - 1);
	struct json_members m = json_members(j);
	long long i = 0;

	ok(json_next(&m) && !strcmp(m.name, "b") &&
		   json_integer(m.value, &i) && i == 3,
	   "the first member, with the last value of its name");
	ok(json_next(&m) && !strcmp(m.name, "a") && !m.value, "a null");
	ok(json_next(&m) && !*m.name && json_is_array(m.value),
	   "a name that is empty");
	ok(!json_next(&m) && !json_next(&m), "the end, and it stays so");
	m = json_members(json_get(j, ""));
	ok(!json_next(&m), "an array has no members");
	m = json_members(NULL);
	ok(!json_next(&m), "nor has what is not there");
	json_free(j);
}

static void test_kinds(void)
{
	static const char all[] = "[null,true,1,1.5,\"\",[],{},NaN,1e999]";
	static const enum json_kind kinds[] = {
		JSON_NULL, JSON_BOOLEAN, JSON_NUMBER, JSON_NUMBER,
		JSON_STRING, JSON_ARRAY, JSON_OBJECT, JSON_NONE, JSON_NONE,
	};
	struct json *j = parse(all, sizeof(all) - 1);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		ok(json_kind(json_index(j, i)) == kinds[i], "kind %zu", i);
	json_free(j);
}

/* The examples of RFC 6901, sections 5 and 6, and what is none. */
static void test_pointers(void)
{
	static const char doc[] =
		"{\"foo\":[10,11],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,"
		"\"g|h\":4,\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8}";
	static const struct {
		const char *pointer;
		long long is;
	} found[] = {
		{ "/foo/0", 10 }, { "/foo/1", 11 }, { "/", 0 },
		{ "/a~1b", 1 },	  { "/c%25d", 2 },  { "/e%5Ef", 3 },
		{ "/g%7Ch", 4 },  { "/i%5cj", 5 },  { "/k%22l", 6 },
		{ "/%20", 7 },	  { "/m~0n", 8 },   { "/m%7E0n", 8 },
	};
	static const char *const none[] = {
		"foo", "/foo/", "/foo/2", "/foo/01", "/foo/-", "/foo/0/0",
		"/foo/+1", "/m~n", "/m~2n", "/m~", "/c%d", "/c%2", "/%00",
		"/bar/0", "/foo/99999999999999999999",
	};
	struct json *j = parse(doc, sizeof(doc) - 1);

	for (size_t i = 0; i < sizeof(found) / sizeof(found[0]); i++) {
		long long n = -1;

		ok(json_integer(json_pointer(j, text_of(found[i].pointer)),
				&n) && n == found[i].is,
		   "%s is %lld", found[i].pointer, n);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		ok(!json_pointer(j, text_of(none[i])), "%s is none", none[i]);
	ok(json_pointer(j, text_of("")) == j, "the whole document");
	ok(!json_pointer(NULL, text_of("/a")), "a pointer into nothing");
	json_free(j);
}

static void test_shape(void)
{
	struct buf b = BUF_INIT(1000);
	struct json_writer w = JSON_WRITER_INIT(&b);

	json_begin(&w, NULL, '{');
	json_add_str(&w, "a\"b", "x/\\\x7f");
	json_add_str(&w, "none", NULL);
	json_begin(&w, "list", '[');
	json_add_int(&w, NULL, -9223372036854775807LL - 1);
	json_add_bool(&w, NULL, true);
	json_begin(&w, NULL, '[');
	json_end(&w, ']');
	json_begin(&w, NULL, '{');
	json_end(&w, '}');
	json_add_null(&w, NULL);
	json_end(&w, ']');
	json_add_raw(&w, "raw", TEXT_LIT("[1]"));
	json_open_text(&w, "t");
	json_more_text(&w, TEXT_LIT("one\n"));
	json_more_text(&w, TEXT_LIT(""));
	json_more_text(&w, TEXT_LIT("\x01two"));
	json_close_text(&w);
	json_end(&w, '}');
	ok(!strcmp(b.ptr, "{\"a\\\"b\":\"x/\\\\\x7f\",\"none\":null,\"list\":"
			  "[-9223372036854775808,true,[],{},null],\"raw\":[1],"
			  "\"t\":\"one\\n\\u0001two\"}"),
	   "%s", b.ptr);
	buf_release(&b);
}

static void test_numbers(void)
{
	static const struct {
		double v;
		const char *want;
	} rows[] = {
		{ 0, "0" },
		{ 1, "1" },
		{ 0.1, "0.1" },
		{ 0.0004, "0.0004" },
		{ -2.5, "-2.5" },
		{ 1e300, "1e+300" },
		{ 123456789012.0, "123456789012" },
		{ 1.0 / 3, "0.333333333333" },
		{ (double)NAN, "null" },
		{ (double)INFINITY, "null" },
		{ DBL_MIN, "2.22507385851e-308" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf b = BUF_INIT(100);
		struct json_writer w = JSON_WRITER_INIT(&b);

		json_add_number(&w, NULL, rows[i].v);
		ok(!strcmp(b.ptr, rows[i].want), "number %s", b.ptr);
		buf_release(&b);
	}
}

/* Each line: the bytes in hex, a tab, a JSON object that holds them. */
static const char script[] =
	"import sys, json\n"
	"n = wrong = 0\n"
	"for line in sys.stdin.buffer:\n"
	"    n += 1\n"
	"    h, j = line.rstrip(b'\\n').split(b'\\t', 1)\n"
	"    want = bytes.fromhex(h.decode()).decode('utf-8', 'replace')\n"
	"    o = json.loads(j.decode('utf-8'))\n"
	"    wrong += o['t'] != want or o['l'] != [want, n - 1]\n"
	"sys.exit(0 if n == 3256 and not wrong else 1)\n";

static void write_row(FILE *python, const char *s, size_t len, int number)
{
	struct buf b = BUF_INIT(10000);
	struct json_writer w = JSON_WRITER_INIT(&b);
	struct text t = { .ptr = s, .len = len };

	for (size_t i = 0; i < len; i++)
		fprintf(python, "%02x", (unsigned)(unsigned char)s[i]);
	json_begin(&w, NULL, '{');
	json_add_text(&w, "t", t);
	json_begin(&w, "l", '[');
	json_add_text(&w, NULL, t);
	json_add_int(&w, NULL, number);
	json_end(&w, ']');
	json_end(&w, '}');
	fprintf(python, "\t%s\n", b.ptr);
	buf_release(&b);
}

static void test_against_python(void)
{
	char name[] = "/tmp/shunt-json-XXXXXX", line[64], s[64];
	int fd = mkstemp(name);
	FILE *python;

	if (fd < 0 || write(fd, script, sizeof(script) - 1) < 0 ||
	    system("python3 -c '' 2>/dev/null")) {
		tap_skip("writing what python reads", "no python3");
		return;
	}
	close(fd);
	snprintf(line, sizeof(line), "python3 %s", name);
	python = popen(line, "w");
	for (int i = 0; i < 256; i++) {
		s[0] = (char)i;
		write_row(python, s, 1, i);
	}
	srand(11);
	for (int i = 256; i < 3256; i++) {
		size_t len = (size_t)rand() % sizeof(s);

		for (size_t k = 0; k < len; k++)
			s[k] = (char)(rand() % 2 ? rand() : "\xE2\x82\xAC"
				      "\xF0\x9F\x98\x80\"\\"[rand() % 9]);
		write_row(python, s, len, i);
	}
	ok(!pclose(python), "python reads what is written: 3256 strings");
	unlink(name);
}

int main(void)
{
	test_taken();
	test_depth();
	test_values();
	test_paths();
	test_members();
	test_kinds();
	test_pointers();
	test_shape();
	test_numbers();
	test_against_python();
	return tap_done();
}
