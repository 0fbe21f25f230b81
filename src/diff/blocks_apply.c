#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "diff/blocks.h"
#include "diff/script.h"
#include "diff/unified.h"

#define BOM "\xEF\xBB\xBF"

/* Where a block goes. */
struct place {
	const struct block *block;
	size_t number;		/* of the block among the file's, from 1 */
	size_t from, to;	/* bytes of the old text */
};

struct file {
	struct text name, text;
	struct text flat;	/* the same with LF for CR LF */
	bool crlf;		/* most lines end so */
	struct place *places;
	size_t count;
};

static bool is_name(struct text a, struct text b)
{
	return a.len == b.len && !memcmp(a.ptr, b.ptr, a.len);
}

static struct text without_cr(struct text line)
{
	size_t n = line.len;

	if (n > 1 && line.ptr[n - 1] == '\n' && line.ptr[n - 2] == '\r')
		return (struct text){ line.ptr, n - 2 };
	if (n && line.ptr[n - 1] == '\n')
		n--;
	return (struct text){ line.ptr, n };
}

/* Adds the text with LF for CR LF. */
static void add_flat(struct text t, struct buf *out)
{
	while (t.len) {
		const char *lf = memchr(t.ptr, '\n', t.len);
		size_t len = lf ? (size_t)(lf + 1 - t.ptr) : t.len;
		struct text line = without_cr((struct text){ t.ptr, len });

		buf_add(out, line.ptr, line.len);
		if (lf)
			buf_addch(out, '\n');
		t.ptr += len;
		t.len -= len;
	}
}

static bool ends_mostly_in_crlf(struct text t)
{
	size_t crlf = 0, all = 0;
	const char *p = t.ptr, *end = t.ptr + t.len;

	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));

		if (!lf)
			break;
		all++;
		crlf += lf > p && lf[-1] == '\r';
		p = lf + 1;
	}
	return crlf > all / 2;
}

/* Adds lines with the file's ends, whatever theirs are. */
static void add_lines(const struct file *f, struct text t, struct buf *out)
{
	struct buf flat = BUF_INIT(out->max);

	if (!f->crlf) {
		buf_add(out, t.ptr, t.len);
		return;
	}
	add_flat(t, &flat);
	for (const char *p = flat.ptr, *end = p + flat.len; p < end;) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		size_t len = lf ? (size_t)(lf - p) : (size_t)(end - p);

		buf_add(out, p, len);
		if (lf)
			buf_adds(out, "\r\n");
		p += len + (lf != NULL);
	}
	out->over = out->over || flat.over;
	buf_release(&flat);
}

/* Do the lines stand at the very end of a text that lacks its newline? */
static bool ends_with(struct text t, struct text lines, size_t *at)
{
	size_t len = lines.len - 1;	/* without the newline */

	if (!t.len || t.ptr[t.len - 1] == '\n' || !len || len > t.len ||
	    lines.ptr[len] != '\n')
		return false;
	*at = t.len - len;
	return !memcmp(t.ptr + *at, lines.ptr, len) &&
	       (!*at || t.ptr[*at - 1] == '\n');
}

static void hit(size_t here, size_t *n, size_t *at)
{
	if (!(*n)++)
		*at = here;
}

/*
 * How often whole lines stand in a text; beyond 1 is not told apart. *at is
 * the first place. The newline before them is searched with them, so that
 * no place is found that is none: that could be made slow.
 */
static size_t occurs(struct text t, struct text lines, size_t *at)
{
	struct buf needle = BUF_INIT(lines.len + 1);
	size_t n = 0, from = 0, here;
	const char *p;

	buf_addch(&needle, '\n');
	buf_add(&needle, lines.ptr, lines.len);
	if (lines.len <= t.len && !memcmp(t.ptr, lines.ptr, lines.len))
		hit(0, &n, at);
	while (n < 2 && from < t.len) {
		p = memmem(t.ptr + from, t.len - from, needle.ptr, needle.len);
		if (!p)
			break;
		from = (size_t)(p + 1 - t.ptr);
		hit(from, &n, at);
	}
	if (n < 2 && ends_with(t, lines, &here))
		hit(here, &n, at);
	buf_release(&needle);
	return n;
}

/* Where a byte of the flat text stands in the text itself. */
static size_t unflat(const struct file *f, size_t flat)
{
	size_t at = 0, done = 0;

	while (done < flat) {
		if (f->text.ptr[at] == '\r' && at + 1 < f->text.len &&
		    f->text.ptr[at + 1] == '\n')
			at++;
		at++;
		done++;
	}
	return at;
}

static size_t line_of(struct text t, size_t at)
{
	return unified_lines((struct text){ t.ptr, at }, NULL) + 1;
}

/* `n` times, first at `at` of `text`. */
static int not_found(const struct file *f, const struct place *p,
		     struct text text, size_t n, size_t at, struct err *err)
{
	struct text line = p->block->search;
	const char *lf = memchr(line.ptr, '\n', line.len);

	if (lf)
		line.len = (size_t)(lf - line.ptr);
	if (line.len > 60)
		line.len = 60;
	if (n)
		return err_set(err, ERR_PATCH, "%.*s, block %zu: what it "
			       "searches stands there more than once, first "
			       "in line %zu; it begins with '%.*s'",
			       (int)f->name.len, f->name.ptr, p->number,
			       line_of(text, at), (int)line.len, line.ptr);
	return err_set(err, ERR_PATCH, "%.*s, block %zu: what it searches does "
		       "not stand in the file; it begins with '%.*s'",
		       (int)f->name.len, f->name.ptr, p->number,
		       (int)line.len, line.ptr);
}

/* Byte for byte, then without regard to CR at line ends. */
static int find(const struct file *f, struct place *p, struct err *err)
{
	struct text search = p->block->search;
	struct buf flat = BUF_INIT(search.len);
	size_t at = 0, n = occurs(f->text, search, &at), end;

	if (n == 1) {
		p->from = at;
		end = at + search.len;
		p->to = end < f->text.len ? end : f->text.len;
		return 0;
	}
	if (n || f->flat.len == f->text.len)
		return not_found(f, p, f->text, n, at, err);
	add_flat(search, &flat);
	n = occurs(f->flat, text_of_buf(&flat), &at);
	if (n == 1) {
		end = at + flat.len;
		p->from = unflat(f, at);
		p->to = unflat(f, end < f->flat.len ? end : f->flat.len);
	}
	buf_release(&flat);
	return n == 1 ? 0 : not_found(f, p, f->flat, n, at, err);
}

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* The texts between the places, and what the blocks put there. */
static int replace(struct file *f, struct buf *out, struct err *err)
{
	size_t done = 0;

	qsort(f->places, f->count, sizeof(*f->places), compare_places);
	for (size_t i = 0; i < f->count; i++) {
		const struct place *p = &f->places[i];
		struct text with = p->block->replace;

		if (p->from < done)
			return err_set(err, ERR_PATCH, "%.*s, block %zu: it "
				       "overlaps with another block",
				       (int)f->name.len, f->name.ptr,
				       p->number);
		buf_add(out, f->text.ptr + done, p->from - done);
		/* the newline that the file's last line lacks */
		if (p->to == f->text.len && with.len && p->to &&
		    f->text.ptr[p->to - 1] != '\n')
			with = without_cr(with);
		add_lines(f, with, out);
		done = p->to;
	}
	buf_add(out, f->text.ptr + done, f->text.len - done);
	return 0;
}

static void end_line(const struct file *f, size_t start, struct buf *out)
{
	if (out->len > start && out->ptr[out->len - 1] != '\n')
		buf_adds(out, f->crlf ? "\r\n" : "\n");
}

/*
 * Equal lines are kept as they are, with their own ends; a last one that has
 * none gets one where others follow.
 */
static void merge_lines(const struct file *f, const struct text *a, size_t n,
			const struct text *b, size_t m, struct buf *out)
{
	struct text *bare = xcalloc(n + m, sizeof(*bare));
	uint32_t *ids = xcalloc(n + m, sizeof(*ids));
	size_t at = 0, start = out->len;
	struct script s;

	for (size_t i = 0; i < n; i++)
		bare[i] = without_cr(a[i]);
	for (size_t i = 0; i < m; i++)
		bare[n + i] = without_cr(b[i]);
	script_tokens(bare, n, bare + n, m, ids, ids + n);
	script_make(&s, ids, n, ids + n, m);
	for (size_t i = 0; i < s.count; i++) {
		const struct change *c = &s.changes[i];

		for (; at < c->old_at; at++)
			buf_add(out, a[at].ptr, a[at].len);
		for (size_t j = 0; j < c->new_len; j++) {
			end_line(f, start, out);
			add_lines(f, b[c->new_at + j], out);
		}
		at = c->old_at + c->old_len;
	}
	for (; at < n; at++)
		buf_add(out, a[at].ptr, a[at].len);
	script_release(&s);
	free(bare);
	free(ids);
}

/* Takes the newline off the end of what had none there before. */
static void mend_end(const struct file *f, size_t start, struct buf *out)
{
	size_t len = out->len;

	if (!f->text.len || f->text.ptr[f->text.len - 1] == '\n' ||
	    len == start || out->ptr[len - 1] != '\n')
		return;
	len--;
	if (f->crlf && len > start && out->ptr[len - 1] == '\r')
		len--;
	buf_truncate(out, len);
}

static int rewrite(const struct file *f, struct text with, struct buf *out,
		   struct err *err)
{
	struct buf text = BUF_INIT(MAX_ANSWER);
	size_t n, m, start = out->len;
	struct text *a, *b;

	if (utf8_count_bad(f->text.ptr, f->text.len))
		return err_set(err, ERR_PATCH, "%.*s is not UTF-8: it can be "
			       "changed by blocks, not as a whole",
			       (int)f->name.len, f->name.ptr);
	if (f->text.len >= 3 && !memcmp(f->text.ptr, BOM, 3) && with.len &&
	    (with.len < 3 || memcmp(with.ptr, BOM, 3)))
		buf_adds(&text, BOM);
	buf_add(&text, with.ptr, with.len);
	n = unified_lines(f->text, NULL);
	m = unified_lines(text_of_buf(&text), NULL);
	a = xcalloc(n, sizeof(*a));
	b = xcalloc(m, sizeof(*b));
	unified_lines(f->text, a);
	unified_lines(text_of_buf(&text), b);
	merge_lines(f, a, n, b, m, out);
	mend_end(f, start, out);
	free(a);
	free(b);
	buf_release(&text);
	return 0;
}

/* The one block of a file that is there in whole, or not at all. */
static int apply_one(const struct file *f, bool exists, struct buf *out,
		     bool *gone, struct err *err)
{
	const struct block *b = f->places[0].block;

	if (f->count > 1)
		return err_set(err, ERR_PATCH, "%.*s: more than one block, "
			       "where one says all", (int)f->name.len,
			       f->name.ptr);
	if (b->kind == BLOCK_DELETE) {
		if (!exists)
			return err_set(err, ERR_PATCH, "%.*s cannot be "
				       "deleted: it is not there",
				       (int)f->name.len, f->name.ptr);
		*gone = true;
		return 0;
	}
	if (b->kind == BLOCK_REPLACE && b->search.len)
		return err_set(err, ERR_PATCH, "%.*s, block 1: the file %s, "
			       "there is nothing to search",
			       (int)f->name.len, f->name.ptr,
			       exists ? "is empty" : "is not there");
	if (exists)
		return rewrite(f, b->replace, out, err);
	buf_add(out, b->replace.ptr, b->replace.len);
	return 0;
}

static int apply_all(struct file *f, bool exists, struct buf *out,
		     bool *gone, struct err *err)
{
	bool single = !f->text.len;

	for (size_t i = 0; i < f->count; i++)
		single = single || f->places[i].block->kind != BLOCK_REPLACE;
	if (single)
		return apply_one(f, exists, out, gone, err);
	for (size_t i = 0; i < f->count; i++) {
		struct place *p = &f->places[i];

		if (!p->block->search.len)
			return err_set(err, ERR_PATCH, "%.*s, block %zu: the "
				       "file is there, and the block says "
				       "nothing to search", (int)f->name.len,
				       f->name.ptr, p->number);
		if (find(f, p, err))
			return -1;
	}
	return replace(f, out, err);
}

int blocks_apply(const struct blocks *b, struct text name, bool exists,
		 struct text old_text, struct buf *out, bool *gone,
		 struct err *err)
{
	struct buf flat = BUF_INIT(old_text.len);
	struct file f = { .name = name, .text = old_text,
			  .crlf = ends_mostly_in_crlf(old_text) };
	int rc = 0;

	*gone = false;
	f.places = xcalloc(b->count, sizeof(*f.places));
	for (size_t i = 0; i < b->count; i++)
		if (is_name(b->list[i].name, name)) {
			f.places[f.count].block = &b->list[i];
			f.places[f.count].number = f.count + 1;
			f.count++;
		}
	add_flat(old_text, &flat);
	f.flat = text_of_buf(&flat);
	if (f.count)
		rc = apply_all(&f, exists, out, gone, err);
	else
		buf_add(out, old_text.ptr, old_text.len);
	if (!rc)
		rc = buf_check(out, "the new text", err);
	buf_release(&flat);
	free(f.places);
	return rc;
}
