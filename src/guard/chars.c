#include "guard/chars.h"

#include <string.h>

/* One bit for each character, as 7-bit ASCII (ISO/IEC 646) numbers them. */
const struct chars_set chars_sets[] = {
	[CHARS_ANY] = { UINT64_MAX, UINT64_MAX },
	[CHARS_DIGIT] = { 0x03ff000000000000, 0x0000000000000000 },
	[CHARS_LOWER] = { 0x0000000000000000, 0x07fffffe00000000 },
	[CHARS_UPPER] = { 0x0000000000000000, 0x0000000007fffffe },
	[CHARS_LETTER] = { 0x0000000000000000, 0x07fffffe07fffffe },
	[CHARS_HEX] = { 0x03ff000000000000, 0x0000007e0000007e },
	[CHARS_LOWER_HEX] = { 0x03ff000000000000, 0x0000007e00000000 },
	[CHARS_HEX_DASH] = { 0x03ff200000000000, 0x0000007e0000007e },
	[CHARS_LOWER_DIGIT] = { 0x03ff000000000000, 0x07fffffe00000000 },
	[CHARS_UPPER_DIGIT] = { 0x03ff000000000000, 0x0000000007fffffe },
	[CHARS_ALNUM] = { 0x03ff000000000000, 0x07fffffe07fffffe },
	[CHARS_WORD] = { 0x03ff000000000000, 0x07fffffe87fffffe },
	[CHARS_NAME] = { 0x03ff600000000000, 0x07fffffe87fffffe },
	[CHARS_URL64] = { 0x03ff200000000000, 0x07fffffe87fffffe },
	[CHARS_URL64_PAD] = { 0x23ff200000000000, 0x07fffffe87fffffe },
	[CHARS_URL64_TILDE] = { 0x03ff600000000000, 0x47fffffe87fffffe },
	[CHARS_BASE64] = { 0x03ff880000000000, 0x07fffffe07fffffe },
	[CHARS_BASE64_PAD] = { 0x23ff880000000000, 0x07fffffe07fffffe },
	[CHARS_BASE64_WORD] = { 0x23ff880000000000, 0x07fffffe87fffffe },
	[CHARS_CRYPT] = { 0x23ffd81000000000, 0x07fffffe07fffffe },
	[CHARS_PERCENT] = { 0x23ffa82000000000, 0x07fffffe07fffffe },
	[CHARS_ADDRESS] = { 0xafffff7a00000000, 0x6ffffffeafffffff },
	[CHARS_SCHEME] = { 0x03ff680000000000, 0x07fffffe07fffffe },
	[CHARS_BLANK] = { 0x0000000100000200, 0x0000000000000000 },
	[CHARS_SPACE] = { 0x0000000100003e00, 0x0000000000000000 },
};

size_t chars_run(enum chars set, const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && chars_in(set, p[n]))
		n++;
	return n;
}

size_t chars_run_back(enum chars set, const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && chars_in(set, p[-1 - (ptrdiff_t)n]))
		n++;
	return n;
}

bool chars_begin(const char *p, size_t len, const char *word)
{
	size_t n = 0;

	while (word[n] && n < len && chars_fold(p[n]) == word[n])
		n++;
	return !word[n];
}

bool chars_hold(const char *p, size_t len, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= len; i++)
		if (chars_begin(p + i, len - i, word))
			return true;
	return false;
}
