#include <string.h>

#include "diff/patch.h"
#include "fuzz.h"

/* The first byte says how the rest is cut; what comes must not care. */

static int on_file(void *ctx, const struct patch_file *f, struct err *err)
{
	(void)err;
	HOLDS(f->old_path.len || f->new_path.len);
	HOLDS(f->similarity >= -1 && f->similarity <= 100);
	buf_addf(ctx, "%d %u %u %d%d|", f->status, f->old_mode, f->new_mode,
		 f->binary, f->combined);
	buf_add(ctx, f->old_path.ptr, f->old_path.len);
	buf_addch(ctx, '|');
	buf_add(ctx, f->new_path.ptr, f->new_path.len);
	return 0;
}

static int on_hunk(void *ctx, const struct patch_hunk *h, struct err *err)
{
	(void)err;
	buf_addf(ctx, "@%zu,%zu", h->old_count, h->new_count);
	buf_add(ctx, h->heading.ptr, h->heading.len);
	return 0;
}

static int on_line(void *ctx, const struct patch_line *l, struct err *err)
{
	(void)err;
	HOLDS(l->text.len <= 40 && l->text.len <= l->len);
	HOLDS(l->kind == ' ' || l->kind == '+' || l->kind == '-' ||
	      l->kind == '\\');
	buf_addf(ctx, "%c%zu", l->kind, l->len);
	buf_add(ctx, l->text.ptr, l->text.len);
	return 0;
}

static int run(const char *in, size_t len, size_t step, struct buf *out)
{
	static const struct patch_ops ops = { .file = on_file,
					      .hunk = on_hunk,
					      .line = on_line };
	struct err err = ERR_INIT;
	struct patch p;
	int rc = 0;

	patch_init(&p, 40, &ops, out);
	for (size_t i = 0; !rc && i < len; i += step)
		rc = patch_feed(&p, in + i, len - i < step ? len - i : step,
				&err);
	if (!rc)
		rc = patch_end(&p, &err);
	HOLDS(!rc || err.kind == ERR_PROTO);
	patch_release(&p);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf whole = BUF_INIT(MAX_HELD), cut = BUF_INIT(MAX_HELD);
	const char *in = (const char *)data + 1;

	if (!size)
		return 0;
	HOLDS(run(in, size - 1, size, &whole) ==
	      run(in, size - 1, 1 + data[0] % 64u, &cut));
	HOLDS(whole.len == cut.len && !memcmp(whole.ptr, cut.ptr, cut.len));
	buf_release(&whole);
	buf_release(&cut);
	return 0;
}
