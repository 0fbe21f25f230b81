#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * The first byte says how the rest is cut. Cut or whole, the safe form is
 * the same; it is UTF-8 and has no controls but TAB and LF.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_line(const char *in, size_t len)
{
	char out[64];
	size_t n = text_safe_line(out, sizeof(out), in, len);

	if (n >= sizeof(out) || utf8_count_bad(out, n))
		abort();
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)out[i] < 0x20 || out[i] == 0x7F)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf whole = BUF_INIT((size_t)1 << 24), cut = whole;
	struct safe a = SAFE_INIT, b = SAFE_INIT;
	const char *in = (const char *)data + 1;
	size_t step, len = size - 1;

	if (!size)
		return 0;
	step = (size_t)data[0] % 7 + 1;
	safe_feed(&a, in, len, &whole);
	safe_end(&a, &whole);
	for (size_t i = 0; i < len; i += step)
		safe_feed(&b, in + i, len - i < step ? len - i : step, &cut);
	safe_end(&b, &cut);
	if (whole.len != cut.len || memcmp(whole.ptr, cut.ptr, cut.len) ||
	    utf8_count_bad(whole.ptr, whole.len))
		abort();
	for (size_t i = 0; i < whole.len; i++)
		if (((unsigned char)whole.ptr[i] < 0x20 &&
		     whole.ptr[i] != '\n' && whole.ptr[i] != '\t') ||
		    whole.ptr[i] == 0x7F)
			abort();
	check_line(in, len);
	buf_release(&whole);
	buf_release(&cut);
	return 0;
}
