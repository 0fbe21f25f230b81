#include <string.h>

#include "diff/digest.h"

/* Room that is kept for a line that says what was left out. */
#define MORE_LINE	64

/* Where not all hunks get at least so much, fewer are shown. */
#define LEAST_SHARE	((size_t)400)

/* What may be written: bytes of `out`, up to `end`. */
struct room {
	struct buf *out;
	size_t end;
};

static size_t left(const struct room *r)
{
	return r->out->len < r->end ? r->end - r->out->len : 0;
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static void add_totals(const struct digest *d, struct buf *line)
{
	buf_addf(line, "%zu file%s, %zu line%s added, %zu removed\n",
		 d->total, plural(d->total), d->added, plural(d->added),
		 d->removed);
}

/* Why a file has no hunks below, or what is special about it. */
static const char *remark(const struct digest_file *f)
{
	if (f->kind == KIND_SECRET)
		return "may hold secrets, not shown";
	if (f->kind == KIND_GENERATED)
		return "lock or generated file, not shown";
	if (f->kind == KIND_VENDORED)
		return "vendored, not shown";
	if (f->kind == KIND_BINARY)
		return "binary";
	if (f->kind == KIND_SUBMODULE)
		return "submodule";
	if (digest_only_renamed(f))
		return "nothing else changed";
	if (digest_only_whitespace(f))
		return "white space only";
	if (f->old_mode == PATCH_SYMLINK || f->new_mode == PATCH_SYMLINK)
		return "symbolic link";
	return NULL;
}

static void add_symbols(const struct digest *d, size_t file, struct buf *line)
{
	static const char signs[] = { [SYMBOL_TOUCHED] = ' ',
				      [SYMBOL_ADDED] = '+',
				      [SYMBOL_REMOVED] = '-' };
	bool first = true;

	if (!d->files[file].symbols)
		return;
	buf_adds(line, " in:");
	for (size_t i = 0; i < d->symbol_count; i++) {
		if (d->symbols[i].file != file)
			continue;
		buf_addf(line, "%s %.*s%s", first ? "" : ",",
			 d->symbols[i].role == SYMBOL_TOUCHED ? 0 : 1,
			 &signs[d->symbols[i].role], d->symbols[i].name);
		first = false;
	}
}

/* "R old -> new +1 -2 mode 100644 -> 100755 (remark) in: a, +b" */
static void add_stat(const struct digest *d, size_t file, struct buf *line)
{
	static const char letters[] = "MADRCU";
	const struct digest_file *f = &d->files[file];
	const char *why = remark(f);

	buf_addf(line, "%c ", letters[f->status]);
	if (f->status == PATCH_RENAMED || f->status == PATCH_COPIED)
		buf_addf(line, "%s -> ", f->old_path);
	buf_adds(line, f->path);
	if (f->hunks && f->kind != KIND_SECRET)
		buf_addf(line, " +%zu -%zu", f->added, f->removed);
	if (f->old_mode && f->new_mode && f->old_mode != f->new_mode)
		buf_addf(line, " mode %o -> %o", f->old_mode, f->new_mode);
	if (why)
		buf_addf(line, " (%s)", why);
	if (f->kind == KIND_SOURCE || f->kind == KIND_TEST)
		add_symbols(d, file, line);
	buf_addch(line, '\n');
}

static void add_stats(const struct digest *d, struct room *r)
{
	struct buf line = BUF_INIT(MAX_EVENT);
	size_t n;

	for (n = 0; n < d->count; n++) {
		buf_clear(&line);
		add_stat(d, n, &line);
		if (line.len + MORE_LINE > left(r))
			break;
		buf_add(r->out, line.ptr, line.len);
	}
	if (n < d->total && left(r) >= MORE_LINE)
		buf_addf(r->out, "... and %zu file%s more\n", d->total - n,
			 plural(d->total - n));
	buf_release(&line);
}

/* Bytes of a hunk when it is shown whole, with the line of its file. */
static size_t cost(const struct digest *d, const struct digest_hunk *h)
{
	return h->len + strlen(d->files[h->file].path) + MORE_LINE;
}

/*
 * The most that one hunk of the pool may take so that all of them fit: short
 * ones leave what they do not need to the long.
 */
static size_t fair_share(const struct digest *d, unsigned pool, size_t room)
{
	size_t low = 0, high = room;

	while (low < high) {
		size_t mid = low + (high - low + 1) / 2, sum = 0;

		for (size_t i = 0; i < d->hunk_count && sum <= room; i++) {
			size_t n = cost(d, &d->hunks[i]);

			if (d->hunks[i].pool == pool)
				sum += n < mid ? n : mid;
		}
		if (sum <= room)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

static size_t count_lines(struct text t)
{
	size_t n = 0;

	for (size_t i = 0; i < t.len; i++)
		n += t.ptr[i] == '\n';
	return n;
}

/* The hunk's text, cut at the end of a line to fit into `most` bytes. */
static void add_hunk(const struct digest *d, const struct digest_hunk *h,
		     size_t most, struct buf *out)
{
	struct text t = digest_hunk_text(d, h), shown = t;
	size_t lost = h->lost;

	if (h->whitespace) {
		buf_addf(out, "(white space only: +%zu -%zu)\n", h->added,
			 h->removed);
		return;
	}
	if (shown.len > most) {
		const char *lf = memrchr(t.ptr, '\n', most);

		shown.len = lf ? (size_t)(lf + 1 - t.ptr) : 0;
	}
	buf_add(out, shown.ptr, shown.len);
	lost += count_lines((struct text){ t.ptr + shown.len,
					   t.len - shown.len });
	if (lost)
		buf_addf(out, "... %zu line%s more\n", lost, plural(lost));
}

/* Returns how many hunks it had no room for. */
static size_t add_pool(const struct digest *d, unsigned pool, struct room *r)
{
	size_t share = fair_share(d, pool, left(r)), file = d->count;
	size_t missed = 0;

	if (share < LEAST_SHARE)
		share = LEAST_SHARE;

	for (size_t i = 0; i < d->hunk_count; i++) {
		const struct digest_hunk *h = &d->hunks[i];
		const char *path = d->files[h->file].path;
		size_t over = strlen(path) + MORE_LINE;
		size_t most = cost(d, h) < share ? cost(d, h) : share;

		if (h->pool != pool)
			continue;
		/* no part of a hunk says anything in less */
		if (most > left(r) || (most < over + 40 && most < cost(d, h))) {
			missed++;
			continue;
		}
		if (file != h->file)
			buf_addf(r->out, "\n%s\n", path);
		file = h->file;
		add_hunk(d, h, most - over, r->out);
	}
	return missed;
}

void digest_text(const struct digest *d, size_t budget, struct buf *out)
{
	struct room all = { .out = out, .end = out->len + budget - MORE_LINE };
	struct room stats = { .out = out, .end = out->len + budget / 2 };

	size_t missed;

	if (budget < 4 * MORE_LINE)
		return;
	missed = d->dropped;
	add_totals(d, out);
	add_stats(d, &stats);
	for (unsigned pool = 0; pool < DIGEST_POOLS; pool++)
		missed += add_pool(d, pool, &all);
	if (missed)
		buf_addf(out, "\n... %zu hunk%s more\n", missed,
			 plural(missed));
}
