#include "guard/find.h"

#include <string.h>

#include "fuzz.h"
#include "guard/mask.h"

/*
 * Finds and masks any text, as one and, for the spans, as the settings file
 * that the first byte says. Spans are in order, inside of the text, apart,
 * and not empty; put back in, the secrets give the text again; masked text
 * holds no span's bytes at their place and is masked to itself.
 */

static const char *const names[] = { NULL, "a.c", "x/.env", ".netrc" };

static void check_spans(struct text t, const struct spans *s)
{
	size_t at = 0;

	for (size_t i = 0; i < s->count; i++) {
		HOLDS(s->list[i].start >= at);
		HOLDS(s->list[i].len > 0);
		HOLDS(s->list[i].len <= t.len - s->list[i].start);
		HOLDS(s->list[i].kind && *s->list[i].kind);
		at = s->list[i].start + s->list[i].len;
	}
}

static int keep(void *ctx, struct text piece, struct err *err)
{
	(void)err;
	return buf_add(ctx, piece.ptr, piece.len);
}

/* Each secret comes back from its placeholder, standing alone. */
static void check_places(const struct mask *m, struct text masked)
{
	struct text secret;
	size_t len, count = 0;

	for (size_t i = 0; i < masked.len; i++)
		if (masked.ptr[i] == '[' &&
		    mask_at(m, masked.ptr + i, masked.len - i, &secret,
			    &len) == MASK_OURS) {
			struct buf one = BUF_INIT((size_t)1 << 24);
			struct unmask u;

			unmask_init(&u, m, keep, &one);
			HOLDS(!unmask_feed(&u, (struct text){ masked.ptr + i,
							      len }, NULL));
			HOLDS(!unmask_end(&u, NULL));
			HOLDS(one.len == secret.len &&
			      !memcmp(one.ptr, secret.ptr, one.len));
			buf_release(&one);
			count++;
		}
	HOLDS(count >= mask_count(m));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out = BUF_INIT((size_t)1 << 24);
	struct spans spans = SPANS_INIT;
	struct mask *m = mask_new("f0zz3r");
	struct text t;

	if (size) {
		t = (struct text){ (const char *)data + 1, size - 1 };
		guard_find(t, names[data[0] % 4], &spans);
		check_spans(t, &spans);
		mask_text(m, t, &spans, &out);
		check_places(m, (struct text){ out.ptr, out.len });
	}
	spans_release(&spans);
	buf_release(&out);
	mask_free(m);
	return 0;
}
