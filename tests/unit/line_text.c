#include "app/line_text.h"

#include <string.h>

#include "tap.h"

static void test_plain(void)
{
	static const struct {
		const char *text;
		size_t len;
		bool plain;
	} rows[] = {
		{ "", 0, true },
		{ "tab\tline\n", 9, true },
		{ "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", 9, true },
		{ "\xC2\xA0", 2, true },		/* U+00A0 */
		{ "a\0b", 3, false },
		{ "\033[31m", 5, false },
		{ "\r", 1, false },
		{ "\x7F", 1, false },
		{ "\xC2\x9B", 2, false },		/* CSI as U+009B */
		{ "\xC2\x80", 2, false },
		{ "\x9B", 1, false },
		{ "\xC3", 1, false },			/* cut */
		{ "\xED\xA0\x80", 3, false },		/* a surrogate */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ok(line_text_is_plain((struct text){ rows[i].text,
						     rows[i].len }) ==
		   rows[i].plain, "plain text, row %zu", i);
}

static void test_clean(void)
{
	static const struct {
		const char *in;
		size_t len;
		const char *out;
	} rows[] = {
		{ "as it is \xC3\xA4", 11, "as it is \xC3\xA4" },
		{ "a\r\nb\rc\nd", 8, "a\nb\nc\nd" },
		{ "\r\r\n\n\r", 5, "\n\n\n\n" },
		{ "n\0l", 3, "n\xEF\xBF\xBDl" },
		{ "\033[0m\a\x7F", 6, "\033[0m\a\x7F" },
		{ "\xC2\x9B" "2J", 4, "\xEF\xBF\xBD" "2J" },
		{ "\xFF\xC3", 2, "\xEF\xBF\xBD\xEF\xBF\xBD" },
		{ "", 0, "" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf out = BUF_INIT(100);

		line_text_clean(rows[i].in, rows[i].len, &out);
		ok(!strcmp(out.ptr, rows[i].out) &&
		   out.len == strlen(rows[i].out), "cleaned, row %zu", i);
		buf_release(&out);
	}
}

static void test_block(void)
{
	/* lines up to NULL, and the entry; NULL: more is wanted */
	static const struct {
		const char *lines[6];
		const char *entry;
	} rows[] = {
		{ { "one" }, "one" },
		{ { "" }, "" },
		{ { "a\\", "b" }, "a\nb" },
		{ { "a\\", "b\\", "" }, "a\nb\n" },
		{ { "a\\" }, NULL },
		{ { "\\", "b" }, "\nb" },
		{ { "\"\"\"", "x", "\"\"\"" }, "x" },
		{ { "\"\"\"x", "y\"\"\"" }, "x\ny" },
		{ { "\"\"\"x\"\"\"" }, "x" },
		{ { "\"\"\"\"\"\"" }, "" },
		{ { "\"\"\"", "\"\"\"" }, "" },
		{ { "\"\"\"", "", "\"\"\"" }, "" },
		{ { "\"\"\"", "", "", "\"\"\"" }, "\n" },
		{ { "\"\"\"", "x\\", " \"\"\" y", "z\"\"\"" },
		  "x\\\n \"\"\" y\nz" },
		{ { "\"\"\"x\\" }, NULL },
		{ { "\"\"\"C:\\\"\"\"" }, "C:\\" },
		{ { "say \"\"\"" }, "say \"\"\"" },
		{ { "a\\", "\"\"\"b" }, "a\n\"\"\"b" },
		/* of several lines: verbatim */
		{ { "\"\"\"doc\"\"\"\nimport os" },
		  "\"\"\"doc\"\"\"\nimport os" },
		{ { "a\nb\\", "c" }, "a\nb\nc" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct line_block b = LINE_BLOCK_INIT;
		struct buf out = BUF_INIT(100);
		bool whole = false, early = false;

		for (size_t k = 0; rows[i].lines[k]; k++) {
			early |= whole;
			whole = line_block_add(&b, rows[i].lines[k], &out);
			early |= whole == b.open;
		}
		ok(!early && whole == (rows[i].entry != NULL) &&
		   (!whole || !strcmp(out.ptr, rows[i].entry)),
		   "an entry of lines, row %zu", i);
		buf_release(&out);
	}
}

int main(void)
{
	test_plain();
	test_clean();
	test_block();
	return tap_done();
}
