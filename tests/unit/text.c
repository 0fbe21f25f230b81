#include "base/text.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

/*
 * Python's decoder is the other opinion: it prints, for each string of a
 * group, in order, how many U+FFFD its 'replace' makes and a sum over the
 * code points (at most 15 and 0xFFFF, as bytes), which must be ours.
 */
static const char script[] =
	"import sys, itertools as it\n"
	"edge = [0,0x41,0x7f,0x80,0x81,0x8f,0x90,0x9f,0xa0,0xa1,0xbf,0xc0,"
	"0xc1,0xc2,0xdf,0xe0,0xe1,0xec,0xed,0xee,0xef,0xf0,0xf1,0xf3,0xf4,"
	"0xf5,0xf8,0xff]\n"
	"out = bytearray()\n"
	"def put(b):\n"
	"    s = b.decode('utf-8', 'replace')\n"
	"    n = sum(ord(c) * (i + 1) for i, c in enumerate(s)) & 0xffff\n"
	"    out.extend((s.count('\\ufffd'), n & 255, n >> 8))\n"
	"for t in it.product(range(256), repeat=2): put(bytes(t))\n"
	"for t in it.product(edge, repeat=3): put(bytes(t))\n"
	"for t in it.product(edge, repeat=4): put(bytes(t))\n"
	"sys.stdout.buffer.write(out)\n";

static const unsigned char edge[] = {
	0x00, 0x41, 0x7F, 0x80, 0x81, 0x8F, 0x90, 0x9F, 0xA0, 0xA1,
	0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
	0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF,
};

#define EDGES sizeof(edge)

static bool same(const char *s, size_t len, FILE *python)
{
	int bad = getc(python), low = getc(python), high = getc(python);
	size_t used, index = 1, chars = 0;
	unsigned cp, sum = 0;

	for (size_t i = 0; i < len; i += used) {
		chars += utf8_decode(s + i, len - i, &cp, &used) < 0;
		sum += cp * (unsigned)index++;
	}
	return bad == (int)chars && bad == (int)utf8_count_bad(s, len) &&
	       high >= 0 && (sum & 0xFFFF) == ((unsigned)high << 8 |
					       (unsigned)low);
}

/* All strings of `len` bytes over `alphabet` (NULL: all bytes). */
static void test_group(FILE *python, size_t len, const unsigned char *alphabet,
		       size_t letters)
{
	size_t total = 1, wrong = 0;
	char s[4];

	for (size_t i = 0; i < len; i++)
		total *= letters;
	for (size_t k = 0; k < total; k++) {
		size_t rest = k;

		for (size_t i = len; i-- > 0; rest /= letters)
			s[i] = (char)(alphabet ? alphabet[rest % letters] :
						 rest % letters);
		wrong += !same(s, len, python);
	}
	ok(!wrong, "%zu strings of %zu bytes decode as in python", total, len);
}

static void test_against_python(void)
{
	char name[] = "/tmp/shunt-text-XXXXXX", line[64];
	int fd = mkstemp(name);
	FILE *python;

	if (fd < 0 || write(fd, script, sizeof(script) - 1) < 0 ||
	    system("python3 -c '' 2>/dev/null")) {
		tap_skip("decoding as python does", "no python3");
		return;
	}
	close(fd);
	snprintf(line, sizeof(line), "python3 %s", name);
	python = popen(line, "r");
	test_group(python, 2, NULL, 256);
	test_group(python, 3, edge, EDGES);
	test_group(python, 4, edge, EDGES);
	ok(getc(python) == EOF && !pclose(python), "python ended with us");
	unlink(name);
}

static void test_encode(void)
{
	/* RFC 3629, section 3: the ends of each row of the table */
	static const struct {
		unsigned cp;
		const char *bytes;
	} rows[] = {
		{ 0x7F, "\x7F" },
		{ 0x80, "\xC2\x80" },
		{ 0x7FF, "\xDF\xBF" },
		{ 0x800, "\xE0\xA0\x80" },
		{ 0xFFFF, "\xEF\xBF\xBF" },
		{ 0x10000, "\xF0\x90\x80\x80" },
		{ 0x10FFFF, "\xF4\x8F\xBF\xBF" },
	};
	char out[4];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n = utf8_encode(rows[i].cp, out);

		ok(n == strlen(rows[i].bytes) && !memcmp(out, rows[i].bytes, n),
		   "U+%04X is written", rows[i].cp);
	}
}

static void test_cut(void)
{
	unsigned cp;
	size_t used;

	ok(utf8_decode("\xF0\x9F\x98", 3, &cp, &used) == UTF8_CUT &&
		   used == 3 && cp == 0xFFFD,
	   "an emoji without its last byte is cut");
	ok(utf8_decode("\xF0\x9F\x98x", 4, &cp, &used) == UTF8_BAD && used == 3,
	   "and bad when another byte stands there");
	ok(utf8_decode("\xED\xA0\x80", 3, &cp, &used) == UTF8_BAD && used == 1,
	   "a surrogate is bad from its first byte");
}

static void test_trim(void)
{
	struct text t = text_trim(TEXT_LIT(" \t a b \r\n"));

	ok(text_is(t, "a b"), "trimmed");
	ok(!text_trim(TEXT_LIT(" \n")).len, "nothing but blanks");
	ok(!text_of(NULL).len && text_is(text_of(NULL), ""), "NULL is empty");
	ok(!text_is(TEXT_LIT("ab"), "abc") && !text_is(TEXT_LIT("ab"), "a"),
	   "a prefix is not equal");
}

static void test_distance(void)
{
	static const struct {
		const char *a, *b;
		unsigned want;
	} rows[] = {
		{ "", "", 0 },
		{ "", "abc", 3 },
		{ "kitten", "sitting", 3 },
		{ "ca", "abc", 3 },	/* 2 without "optimal alignment" */
		{ "timeuot", "timeout", 1 },
		{ "model", "modle", 1 },
		{ "a", "b", 1 },
		{ "saturday", "sunday", 3 },
	};
	char longer[65];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ok(text_distance(rows[i].a, rows[i].b) == rows[i].want &&
			   text_distance(rows[i].b, rows[i].a) == rows[i].want,
		   "'%s' to '%s': %u", rows[i].a, rows[i].b, rows[i].want);
	memset(longer, 'a', 64);
	longer[64] = '\0';
	ok(text_distance(longer, longer) == UINT_MAX, "64 bytes: far");
	ok(!text_distance(longer + 1, longer + 1), "63 bytes: compared");
}

int main(void)
{
	test_against_python();
	test_encode();
	test_cut();
	test_trim();
	test_distance();
	return tap_done();
}
