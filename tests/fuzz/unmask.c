#include "guard/mask.h"

#include <string.h>

#include "fuzz.h"

/*
 * The first byte says how the rest is cut. Cut or whole, the same comes
 * out; what is held back is bounded; and with the secret a byte that stands
 * for its own placeholder, nothing else is lost, added or moved.
 */

#define PLACE "[secret:k:f0zz3r-1]"

static int keep(void *ctx, struct text piece, struct err *err)
{
	(void)err;
	return buf_add(ctx, piece.ptr, piece.len);
}

static void run(const struct mask *m, const char *in, size_t len, size_t step,
		struct buf *out)
{
	struct unmask u;
	size_t fed = 0;

	unmask_init(&u, m, keep, out);
	for (size_t i = 0; i < len; i += step) {
		size_t n = len - i < step ? len - i : step;

		HOLDS(!unmask_feed(&u, (struct text){ in + i, n }, NULL));
		fed += n;
		HOLDS(u.held_len < MASK_PLACE_MAX);
	}
	HOLDS(!unmask_end(&u, NULL) && fed == len);
}

/* The text again, from what came out of it. */
static void check_same(const struct buf *in, const struct buf *out)
{
	size_t i = 0, place = strlen(PLACE);

	for (size_t j = 0; j < out->len; j++) {
		HOLDS(i < in->len);
		if (out->ptr[j] == '\1' && in->ptr[i] != '\1') {
			HOLDS(in->len - i >= place &&
			      !memcmp(in->ptr + i, PLACE, place));
			i += place;
			continue;
		}
		HOLDS(in->ptr[i++] == out->ptr[j]);
	}
	HOLDS(i == in->len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf in = BUF_INIT((size_t)1 << 24);
	struct buf all = BUF_INIT((size_t)1 << 24);
	struct buf cut = BUF_INIT((size_t)1 << 24);
	struct span one = { .start = 0, .len = 1, .kind = "k" };
	struct spans spans = { .list = &one, .count = 1 };
	struct mask *m = mask_new("f0zz3r");

	mask_text(m, TEXT_LIT("\1"), &spans, &all);
	buf_clear(&all);
	/* '@' in the input is a placeholder */
	for (size_t i = 1; i < size; i++)
		if (data[i] == '@')
			buf_adds(&in, PLACE);
		else
			buf_addch(&in, (char)data[i]);
	run(m, in.ptr, in.len, in.len + 1, &all);
	run(m, in.ptr, in.len, size ? data[0] % 7 + 1 : 1, &cut);
	HOLDS(all.len == cut.len && !memcmp(all.ptr, cut.ptr, all.len));
	check_same(&in, &all);
	buf_release(&in);
	buf_release(&all);
	buf_release(&cut);
	mask_free(m);
	return 0;
}
