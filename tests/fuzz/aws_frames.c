#include <string.h>

#include "aws_encode.h"
#include "fuzz.h"
#include "wire/aws_frames.h"

/*
 * The input as it stands, and as the headers and payload of a frame whose
 * checksums hold (its second byte says how much is headers): else nothing
 * would come past them. The first byte says how all is cut, which must not
 * matter.
 */

static int on_frame(void *ctx, const char *name, const char *data, size_t len,
		    struct err *err)
{
	(void)err;
	HOLDS(data[len] == '\0' && strlen(name) < 120);
	buf_adds(ctx, name);
	buf_addch(ctx, '|');
	buf_add(ctx, data, len);
	return 0;
}

static int run(const char *in, size_t len, size_t step, struct buf *out)
{
	struct aws_frames f;
	struct err err = ERR_INIT;
	int rc = 0;

	buf_clear(out);
	aws_frames_init(&f, 1 << 20, on_frame, out);
	for (size_t i = 0; !rc && i < len; i += step)
		rc = aws_frames_feed(&f, in + i, len - i < step ? len - i :
				     step, &err);
	if (!rc)
		rc = aws_frames_end(&f, &err);
	HOLDS(!rc || err.kind == ERR_TOOBIG || err.kind == ERR_PROTO);
	aws_frames_release(&f);
	return rc;
}

static void both(const char *in, size_t len, size_t step)
{
	struct buf whole = BUF_INIT(MAX_HELD), cut = BUF_INIT(MAX_HELD);

	if (len)
		HOLDS(run(in, len, len, &whole) == run(in, len, step, &cut));
	HOLDS(whole.len == cut.len && !memcmp(whole.ptr, cut.ptr, cut.len));
	buf_release(&whole);
	buf_release(&cut);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *in = (const char *)data + 2;
	struct buf frame = BUF_INIT(MAX_HELD);
	size_t step, headers;

	if (size < 2)
		return 0;
	size -= 2;
	step = 1 + data[0] % 64u;
	headers = data[1] < size ? data[1] : size;
	both(in, size, step);
	aws_encode(&frame, in, headers, in + headers, size - headers);
	both(frame.ptr, frame.len, step);
	buf_release(&frame);
	return 0;
}
