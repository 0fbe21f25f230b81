#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "local/ask.h"
#include "local/extract.h"
#include "local/words.h"

/*
 * The input is an ask, a newline, a document; without a newline all of it is
 * the ask. Beyond not crashing: limits hold, text gives text, good UTF-8
 * stays good.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

static size_t characters(const char *p, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)p[i] & 0xC0) != 0x80;
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out = BUF_INIT(MAX_ANSWER);
	struct text ask = { .ptr = (const char *)data, .len = size };
	struct text doc = { .ptr = "" }, got, token;
	struct err err = ERR_INIT;
	const char *nl = size ? memchr(ask.ptr, '\n', size) : NULL;
	struct wish w;
	size_t pos = 0;
	bool blank;
	int rc;

	if (!size)
		return 0;
	if (nl) {
		ask.len = (size_t)(nl - ask.ptr);
		doc = (struct text){ .ptr = nl + 1,
				     .len = size - ask.len - 1 };
	}
	blank = !token_next(doc, &pos, &token);
	rc = extract_summary(ask, &doc, nl ? 1 : 0, &out, &err);
	got = (struct text){ .ptr = out.ptr, .len = out.len };
	if (!blank) {
		ask_read(ask, &w);
		check(!rc && out.len);
		check(!w.words || words_count(got) <= w.words);
		check(!w.chars || characters(out.ptr, out.len) <= w.chars);
	}
	check(rc || out.len);
	if (!utf8_count_bad(ask.ptr, size))
		check(!utf8_count_bad(out.ptr, out.len));
	buf_release(&out);
	return 0;
}
