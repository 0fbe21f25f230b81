#include <string.h>

#include "app/complete_clean.h"
#include "fuzz.h"

/*
 * Input: a byte (1: a chat's, 2: cut), the text before the cursor, a NUL, the
 * text behind it, a NUL, the answer. What comes out is not much more than
 * what went in, has no controls but the text's own, and no newline at its end
 * unless text follows the cursor.
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
	const char *p = (const char *)data + 1, *end = p + size - 1;
	struct buf out = BUF_INIT(8 << 20);
	struct clean_in in;
	struct err err = ERR_INIT;
	struct text answer;
	bool whole;

	if (!size)
		return 0;
	in = (struct clean_in){ .chat = data[0] & 1, .cut = data[0] & 2 };
	in.prefix = part(&p, end);
	in.suffix = part(&p, end);
	answer = (struct text){ p, (size_t)(end - p) };
	if (complete_clean(&in, answer, &out, &whole, &err)) {
		HOLDS(err.kind == ERR_PROTO || err.kind == ERR_TOOBIG);
	} else {
		HOLDS(whole || in.cut);
		HOLDS(out.len <= answer.len * (in.prefix.len + 2) +
					 in.prefix.len + 2);
		HOLDS(!memchr(out.ptr, '\x1B', out.len) ||
		      memchr(in.prefix.ptr, '\x1B', in.prefix.len));
		HOLDS(!out.len || in.suffix.len ||
		      out.ptr[out.len - 1] != '\n');
	}
	buf_release(&out);
	return 0;
}
