#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

/* What outside text may hold, and what a terminal is given instead. */
static const struct {
	const char *what, *in, *want;
} rows[] = {
	{ "plain", "abc\tdef\nx", "abc\tdef\nx" },
	{ "OSC 52", "\033]52;c;aGk=\a", "^[]52;c;aGk=^G" },
	{ "OSC 0, ST", "\033]0;t\033\\", "^[]0;t^[\\" },
	{ "OSC 8", "\033]8;;http://x\033\\", "^[]8;;http://x^[\\" },
	{ "DCS", "\033Pq\033\\", "^[Pq^[\\" },
	{ "APC, PM, SOS", "\033_a\033^b\033Xc", "^[_a^[^b^[Xc" },
	{ "clear", "\033[2J\033[?1049h\033[6n", "^[[2J^[[?1049h^[[6n" },
	{ "reset", "\033c", "^[c" },
	{ "overwrite", "safe\rrm\b\b\b", "safe^Mrm^H^H^H" },
	{ "CRLF is LF", "a\r\nb\r", "a\nb^M" },
	{ "two CRs", "a\r\r\n", "a^M\n" },
	/* Persian "mi-khaham": U+200C joins nothing behind ASCII */
	{ "non-joiner", "\xd9\x85\xe2\x80\x8c\xd9\x85 a\xe2\x80\x8c" "b",
	  "\xd9\x85\xe2\x80\x8c\xd9\x85 a\\u{200c}b" },
	{ "two joiners", "\xd9\x85\xe2\x80\x8d\xe2\x80\x8d",
	  "\xd9\x85\xe2\x80\x8d\\u{200d}" },
	{ "DEL", "\177", "^?" },
	{ "C1 in UTF-8", "\xC2\x9B" "2J\xC2\x9D", "\\u{009b}2J\\u{009d}" },
	{ "C1 as a byte", "\x9B" "2J", "\xEF\xBF\xBD" "2J" },
	{ "bidi override", "\xE2\x80\xAE", "\\u{202e}" },
	{ "bidi isolate", "\xE2\x81\xA6", "\\u{2066}" },
	{ "line separator", "\xE2\x80\xA8", "\\u{2028}" },
	{ "zero width space", "\xE2\x80\x8B", "\\u{200b}" },
	{ "BOM inside", "x\xEF\xBB\xBF", "x\\u{feff}" },
	{ "tag", "\xF3\xA0\x81\x81", "\\u{e0041}" },
	{ "joined emoji", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",
	  "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB" },
	{ "variation", "\xE2\x9D\xA4\xEF\xB8\x8F", "\xE2\x9D\xA4\xEF\xB8\x8F" },
	{ "Greek", "\xCE\xB1\xCE\xB2", "\xCE\xB1\xCE\xB2" },
	{ "overlong", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD" },
	{ "surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
	{ "cut", "\xE2\x82", "\xEF\xBF\xBD" },
	{ "cut, then text", "\xF0\x9F\x98" "a", "\xEF\xBF\xBD" "a" },
	{ "cut, then a lead", "\xE2\x82\xE2\x82\xAC",
	  "\xEF\xBF\xBD\xE2\x82\xAC" },
	{ "cut, then ESC", "\xF0\x9F\033[m", "\xEF\xBF\xBD^[[m" },
};

/* In three pieces, cut at i and j. */
static bool same_cut(const char *in, const char *want, size_t i, size_t j)
{
	struct buf out = BUF_INIT(1000);
	struct safe s = SAFE_INIT;
	size_t len = strlen(in);
	bool same;

	safe_feed(&s, in, i, &out);
	safe_feed(&s, in + i, j - i, &out);
	safe_feed(&s, in + j, len - j, &out);
	same = !safe_end(&s, &out) && out.len == strlen(want) &&
	       !memcmp(out.ptr, want, out.len);
	buf_release(&out);
	return same;
}

static void test_rows(void)
{
	for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
		size_t len = strlen(rows[r].in), wrong = 0;

		for (size_t i = 0; i <= len; i++)
			for (size_t j = i; j <= len; j++)
				wrong += !same_cut(rows[r].in, rows[r].want,
						   i, j);
		ok(!wrong, "%s, cut anywhere (%zu wrong)", rows[r].what,
		   wrong);
	}
}

static void test_bytes(void)
{
	struct buf whole = BUF_INIT(100000), bytes = BUF_INIT(100000);
	struct safe s = SAFE_INIT;
	char in[8192];
	bool clean = true;

	srand(7);
	for (size_t i = 0; i < sizeof(in); i++)
		in[i] = (char)(rand() % 3 ? rand() : rand() % 0x40 + 0x80);
	safe_feed(&s, in, sizeof(in), &whole);
	safe_end(&s, &whole);
	for (size_t i = 0; i < sizeof(in); i++)
		safe_feed(&s, in + i, 1, &bytes);
	safe_end(&s, &bytes);
	ok(whole.len == bytes.len && !memcmp(whole.ptr, bytes.ptr, whole.len),
	   "8192 random bytes, one by one");
	for (size_t i = 0; i < whole.len; i++) {
		unsigned char c = (unsigned char)whole.ptr[i];

		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F)
			clean = false;
	}
	ok(clean && !utf8_count_bad(whole.ptr, whole.len),
	   "no control is left, and it is UTF-8");
	ok(safe_feed(&s, "a\0b", 3, &bytes) == 0 &&
		   !memcmp(bytes.ptr + bytes.len - 4, "a^@b", 4),
	   "NUL is shown");
	buf_release(&whole);
	buf_release(&bytes);
}

static void test_over(void)
{
	struct buf out = BUF_INIT(3);
	struct safe s = SAFE_INIT;

	ok(safe_feed(&s, "abcd", 4, &out) == -1 && out.over,
	   "what does not fit is told");
	buf_release(&out);
}

static void test_line(void)
{
	char out[16];
	size_t n;

	n = text_safe_line(out, sizeof(out), "a\tb\r\nc\033", 7);
	ok(n == 8 && !memcmp(out, "a b  c^[", 8), "one line");
	n = text_safe_line(out, sizeof(out), "123456789012345", 15);
	ok(n == 15 && !memcmp(out, "123456789012345", 15), "15 of 16 fit");
	n = text_safe_line(out, sizeof(out), "1234567890123456", 16);
	ok(n == 15 && !memcmp(out, "123456789012...", 15), "16 are cut");
	/* 7 of two bytes fit in 15; cut to 12 for the dots */
	n = text_safe_line(out, sizeof(out),
			   "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
			   "\xC3\xA9\xC3\xA9", 16);
	ok(n == 15 && !memcmp(out + 10, "\xC3\xA9...", 5),
	   "cut between characters");
}

int main(void)
{
	test_rows();
	test_bytes();
	test_over();
	test_line();
	return tap_done();
}
