#include "diff/digest.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "diff/symbol.h"

#define MAX_OF_HUNK	((size_t)16 << 10)	/* of its text */
#define MAX_OF_FILE	((size_t)64 << 10)
#define NO_POOL		DIGEST_POOLS

static const size_t pool_sizes[DIGEST_POOLS] = {
	(size_t)384 << 10, (size_t)192 << 10, (size_t)96 << 10, (size_t)32 << 10
};

/* The weight of what a file holds; NO_POOL: it is only counted. */
static const unsigned pool_of[KIND_COUNT] = {
	[KIND_SOURCE] = 0, [KIND_SUBMODULE] = 0, [KIND_TEST] = 1,
	[KIND_BUILD] = 1, [KIND_CONFIG] = 1, [KIND_DOCS] = 2, [KIND_DATA] = 3,
	[KIND_GENERATED] = NO_POOL, [KIND_VENDORED] = NO_POOL,
	[KIND_BINARY] = NO_POOL, [KIND_SECRET] = NO_POOL,
};

/* Adds t as UTF-8; NUL, too, becomes U+FFFD: readers take C strings. */
static void add_valid(struct buf *out, struct text t)
{
	const char *p = t.ptr, *end = p + t.len;

	while (p < end) {
		const char *from = p;
		size_t used = 1;
		unsigned cp;

		while (p < end && *p > 0)
			p++;
		buf_add(out, from, (size_t)(p - from));
		if (p == end)
			break;
		if (*p && utf8_decode(p, (size_t)(end - p), &cp, &used) > 0)
			buf_add(out, p, used);
		else
			buf_adds(out, "\xEF\xBF\xBD");
		p += used;
	}
}

/* A path as it can be shown: valid, in one line, its end if it is long. */
static char *show_path(struct text path)
{
	static const char names[] = "abtnvfr";
	struct buf valid = BUF_INIT(4 * DIGEST_PATH);
	struct buf out = BUF_INIT(16 * DIGEST_PATH);
	size_t len;

	if (path.len > DIGEST_PATH) {
		path.ptr += path.len - DIGEST_PATH;
		path.len = DIGEST_PATH;
		buf_adds(&out, "...");
	}
	add_valid(&valid, path);
	for (size_t i = 0; i < valid.len; i++) {
		unsigned char c = (unsigned char)valid.ptr[i];

		if (c >= '\a' && c <= '\r')
			buf_addf(&out, "\\%c", names[c - '\a']);
		else if (c < ' ' || c == 0x7f)
			buf_addf(&out, "\\%03o", c);
		else
			buf_addch(&out, (char)c);
	}
	buf_release(&valid);
	return buf_take(&out, &len);
}

static enum diff_kind kind_of_file(const struct patch_file *f)
{
	bool moved = f->status == PATCH_RENAMED || f->status == PATCH_COPIED;
	enum diff_kind old, new;

	new = kind_of(f->new_path.len ? f->new_path : f->old_path);
	old = moved ? kind_of(f->old_path) : new;
	if (old == KIND_SECRET || new == KIND_SECRET)
		return KIND_SECRET;
	if (f->new_mode == PATCH_SUBMODULE || f->old_mode == PATCH_SUBMODULE)
		return KIND_SUBMODULE;
	if (f->binary && new != KIND_GENERATED && new != KIND_VENDORED)
		return KIND_BINARY;
	return new;
}

/* A hunk has ended: did it change white space alone? */
static void close_hunk(struct digest *d)
{
	bool whitespace = d->before == d->after && !d->unsure;

	if (!d->open)
		return;
	d->open = false;
	if (d->hunk)
		d->hunk->whitespace = whitespace;
	if (d->file)
		d->file->whitespace += whitespace;
}

static int on_file(void *ctx, const struct patch_file *p, struct err *err)
{
	struct digest *d = ctx;
	enum diff_kind kind = kind_of_file(p);
	struct digest_file *f;

	(void)err;
	close_hunk(d);
	d->total++;
	d->kinds[kind]++;
	d->file = NULL;
	d->hunk = NULL;
	d->here = NULL;
	d->next[0] = '\0';
	d->first_symbol = d->symbol_count;
	if (d->count == DIGEST_FILES)
		return 0;
	f = d->file = &d->files[d->count++];
	f->status = p->status;
	f->kind = kind;
	f->path = show_path(p->new_path.len ? p->new_path : p->old_path);
	f->old_path = show_path(p->old_path.len ? p->old_path : p->new_path);
	f->old_mode = p->old_mode;
	f->new_mode = p->new_mode;
	if (pool_of[kind] != NO_POOL)
		d->pool_start = d->pools[pool_of[kind]].len;
	return 0;
}

/* Is there room in this pool for what the hunk, and the file, may have? */
static bool has_room(const struct digest *d, const struct digest_hunk *h,
		     size_t more)
{
	const struct buf *pool = &d->pools[h->pool];

	return h->len + more <= MAX_OF_HUNK &&
	       pool->len - d->pool_start + more <= MAX_OF_FILE &&
	       pool->len + more <= pool->max;
}

/* A line of the hunk that is being read, or one more that it lost. */
static void keep_line(struct digest *d, char kind, struct text t, size_t len)
{
	struct digest_hunk *h = d->hunk;
	struct buf *pool;

	if (!h)
		return;
	/* three bytes for each that is not UTF-8, at the worst */
	if (h->lost || !has_room(d, h, 3 * t.len + 64)) {
		h->lost++;
		return;
	}
	pool = &d->pools[h->pool];
	buf_addch(pool, kind);
	add_valid(pool, t);
	if (len > t.len)
		buf_addf(pool, " ... %zu bytes more", len - t.len);
	buf_addch(pool, '\n');
	h->len = pool->len - h->at;
}

static bool has_symbols(const struct digest_file *f)
{
	return f->kind == KIND_SOURCE || f->kind == KIND_TEST;
}

/* What follows is in this function; it counts when a line changes. */
static void enter(struct digest *d, struct text name)
{
	size_t len = name.len < sizeof(d->next) ? name.len :
						  sizeof(d->next) - 1;

	memcpy(d->next, name.ptr, len);
	d->next[len] = '\0';
	d->here = NULL;
}

/* The file's symbol of that name, new when there is room; or NULL. */
static struct digest_symbol *symbol_named(struct digest *d, const char *name,
					  enum digest_role role, bool *is_new)
{
	struct digest_symbol *s;

	*is_new = false;
	for (size_t i = d->first_symbol; i < d->symbol_count; i++)
		if (!strcmp(d->symbols[i].name, name))
			return &d->symbols[i];
	if (d->symbol_count == DIGEST_SYMBOLS ||
	    d->file->symbols == DIGEST_OF_FILE)
		return NULL;
	*is_new = true;
	d->file->symbols++;
	s = &d->symbols[d->symbol_count++];
	*s = (struct digest_symbol){ .file = d->count - 1, .role = role,
				     .name = xstrdup(name) };
	return s;
}

/* A changed line: whose is it, and does it define something? */
static void count_symbol(struct digest *d, char kind, struct text t)
{
	enum digest_role role = kind == '+' ? SYMBOL_ADDED : SYMBOL_REMOVED;
	bool defined, is_new;
	struct text name;

	defined = symbol_defined(t, false, &name);
	if (defined)
		enter(d, name);
	if (!d->here && d->next[0]) {
		d->here = symbol_named(d, d->next,
				       defined ? role : SYMBOL_TOUCHED,
				       &is_new);
		/* taken away and put back: it was changed */
		if (d->here && !is_new && defined && d->here->role != role)
			d->here->role = SYMBOL_TOUCHED;
		if (!d->here)
			d->next[0] = '\0';
	}
	if (d->here)
		d->here->lines++;
}

static void see_code(struct digest *d, char kind, struct text t)
{
	struct text name;

	if (!has_symbols(d->file))
		return;
	if (kind != ' ')
		count_symbol(d, kind, t);
	else if (symbol_defined(t, false, &name))
		enter(d, name);
	if (t.len && *t.ptr == '}') {
		d->here = NULL;
		d->next[0] = '\0';
	}
}

/* Programs that write files say so near the top. */
static bool says_generated(struct text t)
{
	static const char *const marks[] = { "@generated", "DO NOT EDIT",
					     "Code generated by",
					     "utomatically generated" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (memmem(t.ptr, t.len, marks[i], strlen(marks[i])))
			return true;
	return false;
}

static void set_generated(struct digest *d)
{
	struct digest_file *f = d->file;

	d->kinds[f->kind]--;
	d->kinds[KIND_GENERATED]++;
	f->kind = KIND_GENERATED;
	if (d->hunk) {
		buf_truncate(&d->pools[d->hunk->pool], d->hunk->at);
		d->hunk_count--;
		d->hunk = NULL;
	}
}

/* Of each byte of the change: no call. A line has no newline in it. */
static bool is_light(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static uint64_t hash_dark(uint64_t h, struct text t)
{
	size_t from = 0;

	for (size_t i = 0; i <= t.len; i++) {
		if (i < t.len && !is_light(t.ptr[i]))
			continue;
		h = hash_bytes(h, t.ptr + from, i - from);
		from = i + 1;
	}
	return h;
}

/* The text of a hunk begins with the line that git gives it. */
static void begin_text(struct digest *d, const struct patch_hunk *p,
		       unsigned pool)
{
	struct buf head = BUF_INIT(512);

	d->hunk = &d->hunks[d->hunk_count++];
	*d->hunk = (struct digest_hunk){ .file = d->count - 1, .pool = pool,
					 .at = d->pools[pool].len };
	buf_addf(&head, "@ -%zu,%zu +%zu,%zu @@ ", p->old_start, p->old_count,
		 p->new_start, p->new_count);
	buf_add(&head, p->heading.ptr,
		p->heading.len < 200 ? p->heading.len : 200);
	keep_line(d, '@', (struct text){ head.ptr, head.len }, head.len);
	buf_release(&head);
}

static int on_hunk(void *ctx, const struct patch_hunk *p, struct err *err)
{
	struct digest *d = ctx;
	struct digest_file *f = d->file;
	struct text name;
	unsigned pool;

	(void)err;
	close_hunk(d);
	d->hunk = NULL;
	if (!f) {
		d->dropped++;
		return 0;
	}
	f->hunks++;
	d->open = true;
	d->before = d->after = HASH_START;
	d->unsure = false;
	d->line = p->new_start;
	d->here = NULL;
	d->next[0] = '\0';
	if (has_symbols(f) && symbol_defined(p->heading, true, &name))
		enter(d, name);
	pool = pool_of[f->kind];
	if (pool == NO_POOL)
		return 0;
	if (d->hunk_count < DIGEST_HUNKS)
		begin_text(d, p, pool);
	else
		d->dropped++;
	return 0;
}

static int on_line(void *ctx, const struct patch_line *l, struct err *err)
{
	struct digest *d = ctx;
	struct digest_file *f = d->file;
	bool added = l->kind == '+', removed = l->kind == '-';

	(void)err;
	d->added += added;
	d->removed += removed;
	if (!f)
		return 0;
	f->added += added;
	f->removed += removed;
	if (d->hunk) {
		d->hunk->added += added;
		d->hunk->removed += removed;
	}
	if (added)
		d->after = hash_dark(d->after, l->text);
	if (removed)
		d->before = hash_dark(d->before, l->text);
	d->unsure = d->unsure || (l->kind != ' ' && l->len > l->text.len);
	if (l->kind != '-' && d->line++ < 6 && pool_of[f->kind] != NO_POOL &&
	    says_generated(l->text))
		set_generated(d);
	if (l->kind != '\\')
		see_code(d, l->kind, l->text);
	keep_line(d, l->kind, l->text, l->len);
	return 0;
}

void digest_init(struct digest *d)
{
	static const struct patch_ops ops = { .file = on_file, .hunk = on_hunk,
					      .line = on_line };

	*d = (struct digest){ .count = 0 };
	/* at their caps from the start: pages that nobody touches are free */
	d->files = xcalloc(DIGEST_FILES, sizeof(*d->files));
	d->hunks = xcalloc(DIGEST_HUNKS, sizeof(*d->hunks));
	d->symbols = xcalloc(DIGEST_SYMBOLS, sizeof(*d->symbols));
	for (size_t i = 0; i < DIGEST_POOLS; i++)
		buf_init(&d->pools[i], pool_sizes[i]);
	patch_init(&d->patch, DIGEST_LINE, &ops, d);
}

void digest_release(struct digest *d)
{
	for (size_t i = 0; i < d->count; i++) {
		free(d->files[i].path);
		free(d->files[i].old_path);
	}
	for (size_t i = 0; i < d->symbol_count; i++)
		free(d->symbols[i].name);
	free(d->files);
	free(d->hunks);
	free(d->symbols);
	for (size_t i = 0; i < DIGEST_POOLS; i++)
		buf_release(&d->pools[i]);
	patch_release(&d->patch);
}

int digest_feed(struct digest *d, const char *in, size_t len, struct err *err)
{
	return patch_feed(&d->patch, in, len, err);
}

int digest_end(struct digest *d, struct err *err)
{
	int rc = patch_end(&d->patch, err);

	close_hunk(d);
	return rc;
}

struct text digest_hunk_text(const struct digest *d,
			     const struct digest_hunk *h)
{
	return (struct text){ d->pools[h->pool].ptr + h->at, h->len };
}

bool digest_only_renamed(const struct digest_file *f)
{
	return (f->status == PATCH_RENAMED || f->status == PATCH_COPIED) &&
	       !f->hunks && f->kind != KIND_BINARY &&
	       f->old_mode == f->new_mode;
}

bool digest_only_whitespace(const struct digest_file *f)
{
	return f->hunks && f->whitespace == f->hunks;
}
