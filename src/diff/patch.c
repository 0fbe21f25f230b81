#include "diff/patch.h"

#include <string.h>

#include "diff/patch_name.h"

enum {
	BETWEEN,	/* outside of headers and hunks */
	HEADER,		/* after "diff --git", or after a plain "---" */
	HUNK,		/* lines of a hunk are owed */
	SKIP,		/* a combined or binary diff, up to the next file */
};

void patch_init(struct patch *p, size_t max_line, const struct patch_ops *ops,
		void *ctx)
{
	*p = (struct patch){ .ops = ops, .ctx = ctx, .max_line = max_line };
	/* one more: the character that says what a line is */
	buf_init(&p->line, max_line < PATCH_HEADER ? PATCH_HEADER :
						     max_line + 1);
	buf_init(&p->old_name, PATCH_HEADER);
	buf_init(&p->new_name, PATCH_HEADER);
}

void patch_release(struct patch *p)
{
	buf_release(&p->line);
	buf_release(&p->old_name);
	buf_release(&p->new_name);
}

static bool starts(struct text t, const char *with)
{
	size_t len = strlen(with);

	return t.len >= len && !memcmp(t.ptr, with, len);
}

static struct text after(struct text t, size_t skip)
{
	return (struct text){ .ptr = t.ptr + skip, .len = t.len - skip };
}

static int broken(const struct patch *p, const char *what, struct err *err)
{
	return err_set(err, ERR_PROTO, "diff, line %zu: %s", p->number, what);
}

/* Hands on the file whose header is now complete; a plain one has hunks. */
static int tell_file(struct patch *p, bool has_hunks, struct err *err)
{
	struct patch_file *f = &p->file;

	if (p->told || p->state == BETWEEN || (p->plain && !has_hunks))
		return 0;
	p->told = true;
	f->old_path = (struct text){ p->old_name.ptr, p->old_name.len };
	f->new_path = (struct text){ p->new_name.ptr, p->new_name.len };
	if (f->status == PATCH_ADDED)
		f->old_path = TEXT_LIT("");
	if (f->status == PATCH_DELETED)
		f->new_path = TEXT_LIT("");
	if ((f->status != PATCH_ADDED && !f->old_path.len) ||
	    (f->status != PATCH_DELETED && !f->new_path.len))
		return broken(p, "a file without a name", err);
	return p->ops->file ? p->ops->file(p->ctx, f, err) : 0;
}

static int begin_file(struct patch *p, bool plain, struct err *err)
{
	if (tell_file(p, false, err))
		return -1;
	p->file = (struct patch_file){ .similarity = -1 };
	buf_clear(&p->old_name);
	buf_clear(&p->new_name);
	p->plain = plain;
	p->told = false;
	p->state = HEADER;
	return 0;
}

/* Both names from one; the diffs that have no "---" line need it. */
static void set_names(struct patch *p, struct text t)
{
	patch_name_read(t, &p->old_name);
	patch_name_read(t, &p->new_name);
}

/* Hands on a file of which nothing but its name is read. */
static int name_only(struct patch *p, struct text name, bool combined,
		     struct err *err)
{
	if (begin_file(p, false, err))
		return -1;
	if (!combined) {
		p->file.status = PATCH_UNMERGED;
		buf_add(&p->old_name, name.ptr, name.len);
		buf_add(&p->new_name, name.ptr, name.len);
	} else {
		set_names(p, name);
	}
	p->file.combined = combined;
	if (tell_file(p, true, err))
		return -1;
	p->state = SKIP;
	return 0;
}

/* A line that begins a file, wherever it stands; else *is is false. */
static int read_begin(struct patch *p, struct text l, bool *is,
		      struct err *err)
{
	static const char git[] = "diff --git ", cc[] = "diff --cc ",
			  combined[] = "diff --combined ",
			  unmerged[] = "* Unmerged path ";

	*is = true;
	if (starts(l, git)) {
		if (begin_file(p, false, err))
			return -1;
		patch_name_both(after(l, sizeof(git) - 1), &p->old_name,
				&p->new_name);
		return 0;
	}
	if (starts(l, cc))
		return name_only(p, after(l, sizeof(cc) - 1), true, err);
	if (starts(l, combined))
		return name_only(p, after(l, sizeof(combined) - 1), true,
				 err);
	if (starts(l, unmerged))
		return name_only(p, after(l, sizeof(unmerged) - 1), false,
				 err);
	*is = false;
	return 0;
}

static unsigned read_mode(struct text t)
{
	unsigned mode = 0;

	for (size_t i = 0; i < t.len && i < 7; i++) {
		if (t.ptr[i] < '0' || t.ptr[i] > '7')
			break;
		mode = mode * 8 + (unsigned)(t.ptr[i] - '0');
	}
	return mode;
}

static void on_old_mode(struct patch *p, struct text t)
{
	p->file.old_mode = read_mode(t);
}

static void on_new_mode(struct patch *p, struct text t)
{
	p->file.new_mode = read_mode(t);
}

static void on_added(struct patch *p, struct text t)
{
	p->file.status = PATCH_ADDED;
	p->file.new_mode = read_mode(t);
}

static void on_deleted(struct patch *p, struct text t)
{
	p->file.status = PATCH_DELETED;
	p->file.old_mode = read_mode(t);
}

static void on_from(struct patch *p, struct text t)
{
	patch_name_read(t, &p->old_name);
}

static void on_rename_to(struct patch *p, struct text t)
{
	p->file.status = PATCH_RENAMED;
	patch_name_read(t, &p->new_name);
}

static void on_copy_to(struct patch *p, struct text t)
{
	p->file.status = PATCH_COPIED;
	patch_name_read(t, &p->new_name);
}

static void on_similarity(struct patch *p, struct text t)
{
	int n = 0;

	for (size_t i = 0; i < t.len && t.ptr[i] >= '0' && t.ptr[i] <= '9' &&
			   n <= 100; i++)
		n = n * 10 + (t.ptr[i] - '0');
	p->file.similarity = n <= 100 ? n : 100;
}

/* "index OLD..NEW MODE": the mode stands there when it did not change. */
static void on_index(struct patch *p, struct text t)
{
	const char *blank = memchr(t.ptr, ' ', t.len);

	if (!blank || p->file.old_mode || p->file.new_mode)
		return;
	p->file.old_mode = read_mode(after(t, (size_t)(blank + 1 - t.ptr)));
	p->file.new_mode = p->file.old_mode;
}

static void on_old_file(struct patch *p, struct text t)
{
	if (patch_name_side(t, 'a', &p->old_name))
		p->file.status = PATCH_ADDED;
}

static void on_new_file(struct patch *p, struct text t)
{
	if (patch_name_side(t, 'b', &p->new_name))
		p->file.status = PATCH_DELETED;
}

static void on_binary(struct patch *p, struct text t)
{
	(void)t;
	p->file.binary = true;
}

static const struct {
	const char *start;
	void (*read)(struct patch *p, struct text rest);
} headers[] = {
	{ "old mode ", on_old_mode },
	{ "new mode ", on_new_mode },
	{ "new file mode ", on_added },
	{ "deleted file mode ", on_deleted },
	{ "rename from ", on_from },
	{ "rename to ", on_rename_to },
	{ "copy from ", on_from },
	{ "copy to ", on_copy_to },
	{ "similarity index ", on_similarity },
	{ "index ", on_index },
	{ "--- ", on_old_file },
	{ "+++ ", on_new_file },
	{ "Binary files ", on_binary },
	{ "GIT binary patch", on_binary },
};

static void read_header(struct patch *p, struct text l)
{
	for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++) {
		if (starts(l, headers[i].start)) {
			headers[i].read(p, after(l, strlen(headers[i].start)));
			return;
		}
	}
}

/* "START[,COUNT]" at *at, which is moved behind it. */
static bool read_range(struct text l, size_t *at, size_t *start, size_t *count)
{
	size_t *to[] = { start, count };

	*count = 1;
	for (size_t i = 0; i < 2; i++) {
		size_t from = *at, n = 0;

		while (*at < l.len && l.ptr[*at] >= '0' && l.ptr[*at] <= '9') {
			if (n > ((size_t)-1 - 9) / 10)
				return false;
			n = n * 10 + (size_t)(l.ptr[(*at)++] - '0');
		}
		if (*at == from)
			return false;
		*to[i] = n;
		if (*at == l.len || l.ptr[*at] != ',')
			break;
		++*at;
	}
	return true;
}

/* Is there `word` at *at? Then moves behind it. */
static bool pass(struct text l, size_t *at, const char *word)
{
	if (!starts(after(l, *at), word))
		return false;
	*at += strlen(word);
	return true;
}

static int read_hunk(struct patch *p, struct text l, struct err *err)
{
	struct patch_hunk h;
	size_t at = 0;

	if (tell_file(p, true, err))
		return -1;
	if (!pass(l, &at, "@@ -") ||
	    !read_range(l, &at, &h.old_start, &h.old_count) ||
	    !pass(l, &at, " +") ||
	    !read_range(l, &at, &h.new_start, &h.new_count) ||
	    !pass(l, &at, " @@"))
		return broken(p, "a hunk's header that cannot be read", err);
	if (!pass(l, &at, " "))
		at = l.len;
	h.heading = after(l, at);
	p->old_left = h.old_count;
	p->new_left = h.new_count;
	p->state = p->old_left || p->new_left ? HUNK : BETWEEN;
	return p->ops->hunk ? p->ops->hunk(p->ctx, &h, err) : 0;
}

static int tell_line(struct patch *p, char kind, struct text l, struct err *err)
{
	struct patch_line line = { .kind = kind, .text = l,
				   .len = l.len + p->lost };

	if (line.text.len > p->max_line)
		line.text.len = p->max_line;
	return p->ops->line ? p->ops->line(p->ctx, &line, err) : 0;
}

static int read_content(struct patch *p, struct text l, struct err *err)
{
	/* diff.suppressBlankEmpty, and editors, take the blank away */
	char kind = l.len ? *l.ptr : ' ';
	bool old = kind == ' ' || kind == '-', new = kind == ' ' || kind == '+';

	if (kind == '\\')
		return tell_line(p, kind, after(l, 1), err);
	if (!old && !new)
		return broken(p, "the hunk ends before its count", err);
	if ((old && !p->old_left) || (new && !p->new_left))
		return broken(p, "the hunk passes its count", err);
	p->old_left -= old;
	p->new_left -= new;
	if (!p->old_left && !p->new_left)
		p->state = BETWEEN;
	return tell_line(p, kind, after(l, l.len ? 1 : 0), err);
}

/* A line that begins no file and no hunk. */
static int read_rest(struct patch *p, struct text l, struct err *err)
{
	if (starts(l, "--- ") && (p->state == BETWEEN || p->plain) &&
	    begin_file(p, true, err))
		return -1;
	if (p->state != HEADER)
		return 0;
	read_header(p, l);
	if (!p->file.binary)
		return 0;
	if (tell_file(p, true, err))
		return -1;
	p->state = SKIP;
	return 0;
}

/* Outside of hunks. */
static int read_other(struct patch *p, struct text l, struct err *err)
{
	bool is;

	if (l.len && l.ptr[l.len - 1] == '\r')
		l.len--;
	if (read_begin(p, l, &is, err))
		return -1;
	if (p->state == HEADER && p->lost)
		return broken(p, "a line of a header is too long", err);
	if (is || p->state == SKIP)
		return 0;
	if (starts(l, "@@ ") && (p->state == HEADER || p->told))
		return read_hunk(p, l, err);
	if (p->state == BETWEEN && p->told && starts(l, "\\ "))
		return tell_line(p, '\\', after(l, 1), err);
	return read_rest(p, l, err);
}

static int read_line(struct patch *p, struct text l, struct err *err)
{
	int rc;

	p->number++;
	if (p->state == HUNK)
		rc = read_content(p, l, err);
	else
		rc = read_other(p, l, err);
	p->lost = 0;
	return rc;
}

static void keep(struct patch *p, const char *in, size_t len)
{
	size_t room = p->line.max - p->line.len, n = len < room ? len : room;

	buf_add(&p->line, in, n);
	p->lost += len - n;
}

static int feed(struct patch *p, const char *in, size_t len, struct err *err)
{
	const char *end = in + len, *lf;
	int rc = 0;

	for (; !rc && in < end; in = lf + 1) {
		struct text l = { .ptr = in };

		lf = memchr(in, '\n', (size_t)(end - in));
		l.len = (size_t)((lf ? lf : end) - in);
		if (!lf || p->line.len || l.len > p->line.max) {
			keep(p, in, l.len);
			if (!lf)
				return 0;
			l = (struct text){ p->line.ptr, p->line.len };
		}
		rc = read_line(p, l, err);
		buf_clear(&p->line);
	}
	return rc;
}

int patch_feed(struct patch *p, const char *in, size_t len, struct err *err)
{
	if (p->failed)
		return err_set(err, ERR_PROTO, "the diff has failed before");
	p->failed = feed(p, in, len, err) != 0;
	return p->failed ? -1 : 0;
}

static int end(struct patch *p, struct err *err)
{
	if (p->line.len && feed(p, "\n", 1, err))
		return -1;
	if (p->state == HUNK)
		return broken(p, "the diff ends inside of a hunk", err);
	return tell_file(p, false, err);
}

int patch_end(struct patch *p, struct err *err)
{
	if (p->failed)
		return err_set(err, ERR_PROTO, "the diff has failed before");
	p->failed = end(p, err) != 0;
	return p->failed ? -1 : 0;
}
