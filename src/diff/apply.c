#include "diff/apply.h"

#include <stdbool.h>
#include <string.h>

#include "diff/patch.h"

struct apply {
	struct text old_text;
	size_t at;		/* in it: what is copied or passed over */
	size_t line;		/* how many lines that is */
	struct buf *out;
	size_t out_line;	/* lines added */
	char kind;		/* of the line before */
	size_t files;
};

static int on_file(void *ctx, const struct patch_file *f, struct err *err)
{
	struct apply *a = ctx;

	if (a->files++ || f->binary || f->combined)
		return err_set(err, ERR_PROTO, "no text diff of one file");
	return 0;
}

/* The next line of the old text, with its newline. */
static struct text next_line(const struct apply *a)
{
	const char *p = a->old_text.ptr + a->at;
	size_t left = a->old_text.len - a->at;
	const char *lf = left ? memchr(p, '\n', left) : NULL;

	return (struct text){ p, lf ? (size_t)(lf + 1 - p) : left };
}

static void keep_line(struct apply *a, struct text l)
{
	buf_add(a->out, l.ptr, l.len);
	a->at += l.len;
	a->line++;
	a->out_line++;
}

static int on_hunk(void *ctx, const struct patch_hunk *h, struct err *err)
{
	struct apply *a = ctx;
	size_t skip = h->old_start - (h->old_count && h->old_start);

	while (a->line < skip && a->at < a->old_text.len)
		keep_line(a, next_line(a));
	if (a->line != skip ||
	    a->out_line != h->new_start - (h->new_count && h->new_start))
		return err_set(err, ERR_PATCH, "a hunk for line %zu is not in "
			       "its place", h->old_start);
	a->kind = '\0';
	return 0;
}

/* The newline that the line before was taken to have is not there. */
static int no_newline(struct apply *a, struct err *err)
{
	size_t len = a->out->len;

	if (a->kind != '+' && a->at && a->old_text.ptr[a->at - 1] == '\n')
		return err_set(err, ERR_PATCH, "line %zu ends in a newline",
			       a->line);
	if (a->kind == '+' && len && a->out->ptr[len - 1] == '\n')
		buf_truncate(a->out, len - 1);
	return 0;
}

static int on_line(void *ctx, const struct patch_line *l, struct err *err)
{
	struct apply *a = ctx;
	struct text old = next_line(a);
	size_t len = old.len;

	if (l->kind == '\\')
		return no_newline(a, err);
	a->kind = l->kind;
	if (l->kind == '+') {
		buf_add(a->out, l->text.ptr, l->text.len);
		buf_addch(a->out, '\n');
		a->out_line++;
		return 0;
	}
	if (len && old.ptr[len - 1] == '\n')
		len--;
	if (!old.len || len != l->text.len ||
	    (len && memcmp(old.ptr, l->text.ptr, len)))
		return err_set(err, ERR_PATCH, "line %zu is not as the diff "
			       "has it", a->line + 1);
	if (l->kind == ' ') {
		keep_line(a, old);
	} else {
		a->at += old.len;
		a->line++;
	}
	return 0;
}

int apply_patch(struct text patch, struct text old_text, struct buf *out,
		struct err *err)
{
	static const struct patch_ops ops = { .file = on_file,
					      .hunk = on_hunk,
					      .line = on_line };
	struct apply a = { .old_text = old_text, .out = out };
	struct patch p;
	int rc;

	patch_init(&p, patch.len, &ops, &a);
	rc = patch_feed(&p, patch.ptr, patch.len, err);
	if (!rc)
		rc = patch_end(&p, err);
	patch_release(&p);
	if (rc)
		return rc;
	buf_add(out, old_text.ptr + a.at, old_text.len - a.at);
	return buf_check(out, "the new text", err);
}
