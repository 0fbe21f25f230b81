#include <string.h>

#include "fuzz.h"
#include "local/complete.h"

/*
 * Input: the text before the cursor, a NUL, the text behind it, a NUL,
 * another text. Whatever they are: the same comes out twice, it does not end
 * with a newline, and it is only so long.
 */

static struct text part(const char **p, const char *end)
{
	const char *nul = memchr(*p, '\0', (size_t)(end - *p));
	struct text t = { *p, (size_t)((nul ? nul : end) - *p) };

	*p = nul ? nul + 1 : end;
	return t;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data, *end = p + size;
	struct complete_in in = { .prefix = part(&p, end) };
	struct buf one = BUF_INIT(1 << 20), two = BUF_INIT(1 << 20);
	double a, b;
	struct text other;

	in.suffix = part(&p, end);
	other = (struct text){ p, (size_t)(end - p) };
	in.others = &other;
	in.other_count = 1;
	a = complete_text(&in, &one);
	b = complete_text(&in, &two);
	HOLDS(a >= b && a <= b && a >= 0 && a <= 1);
	HOLDS(!one.over && one.len == two.len &&
	      !memcmp(one.ptr, two.ptr, one.len));
	HOLDS(!one.len || one.ptr[one.len - 1] != '\n');
	buf_release(&one);
	buf_release(&two);
	return 0;
}
