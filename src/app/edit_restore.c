#include "app/edit_restore.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "diff/script.h"
#include "diff/unified.h"

struct restore {
	const struct mask *mask;
	const char *name;
	struct text old_text, new_text;
	struct text *old_lines, *new_lines;
	size_t old_count, new_count;
	uint32_t *ids;		/* of the old lines, then of the new */
	unsigned char *is_old;	/* by number: an old line is so */
};

/* The next placeholder of ours at or behind `at`; its ptr NULL: none. */
static struct text next_place(const struct mask *m, struct text t, size_t at,
			      struct text *secret)
{
	size_t len;

	while (at < t.len) {
		const char *p = memchr(t.ptr + at, '[', t.len - at);

		if (!p)
			break;
		at = (size_t)(p - t.ptr);
		if (mask_at(m, p, t.len - at, secret, &len) == MASK_OURS)
			return (struct text){ p, len };
		at++;
	}
	return (struct text){ NULL, 0 };
}

static size_t count_of(struct text t, struct text what)
{
	size_t n = 0, at = 0;

	while (at < t.len) {
		const char *p = memmem(t.ptr + at, t.len - at, what.ptr,
				       what.len);

		if (!p)
			break;
		n++;
		at = (size_t)(p - t.ptr) + what.len;
	}
	return n;
}

static bool is_held(const struct restore *r, const struct change *c,
		    struct text place)
{
	for (size_t i = 0; i < c->old_len; i++) {
		struct text l = r->old_lines[c->old_at + i];

		if (memmem(l.ptr, l.len, place.ptr, place.len))
			return true;
	}
	return false;
}

/* Line i of the new text, which the change put there. */
static int check_line(const struct restore *r, const struct change *c,
		      size_t i, struct err *err)
{
	bool moved = r->is_old[r->ids[r->old_count + i]];
	struct text line = r->new_lines[i], secret, place;
	size_t at = 0;

	for (;; at = (size_t)(place.ptr - line.ptr) + place.len) {
		place = next_place(r->mask, line, at, &secret);
		if (!place.ptr)
			return 0;
		if ((moved || is_held(r, c, place)) &&
		    count_of(r->new_text, place) <=
		    count_of(r->old_text, place))
			continue;
		return err_set(err, ERR_PATCH, "%s, line %zu: the edit puts "
			       "%.*s where the file did not have that secret",
			       r->name, i + 1, (int)place.len, place.ptr);
	}
}

static int check(struct restore *r, struct err *err)
{
	struct script s;
	int rc = 0;

	script_tokens(r->old_lines, r->old_count, r->new_lines, r->new_count,
		      r->ids, r->ids + r->old_count);
	for (size_t i = 0; i < r->old_count; i++)
		r->is_old[r->ids[i]] = 1;
	script_make(&s, r->ids, r->old_count, r->ids + r->old_count,
		    r->new_count);
	for (size_t i = 0; !rc && i < s.count; i++)
		for (size_t j = 0; !rc && j < s.changes[i].new_len; j++)
			rc = check_line(r, &s.changes[i],
					s.changes[i].new_at + j, err);
	script_release(&s);
	return rc;
}

static void put_back(const struct restore *r, struct buf *out)
{
	struct text t = r->new_text, secret, place;
	size_t at = 0;

	for (;;) {
		place = next_place(r->mask, t, at, &secret);
		if (!place.ptr)
			break;
		buf_add(out, t.ptr + at, (size_t)(place.ptr - t.ptr) - at);
		buf_add(out, secret.ptr, secret.len);
		at = (size_t)(place.ptr - t.ptr) + place.len;
	}
	buf_add(out, t.ptr + at, t.len - at);
}

static struct text *split(struct text t, size_t *count)
{
	struct text *lines = xcalloc(unified_lines(t, NULL), sizeof(*lines));

	*count = unified_lines(t, lines);
	return lines;
}

int edit_restore(const struct mask *m, const char *name, struct text old_text,
		 struct text new_text, struct buf *out, struct err *err)
{
	struct restore r = { .mask = m, .name = name, .old_text = old_text,
			     .new_text = new_text };
	size_t all;
	int rc;

	if (!m) {
		buf_add(out, new_text.ptr, new_text.len);
		return buf_check(out, "the new text", err);
	}
	r.old_lines = split(old_text, &r.old_count);
	r.new_lines = split(new_text, &r.new_count);
	all = r.old_count + r.new_count;
	r.ids = xcalloc(all, sizeof(*r.ids));
	r.is_old = xcalloc(all, 1);
	rc = check(&r, err);
	if (!rc) {
		put_back(&r, out);
		rc = buf_check(out, "the new text", err);
	}
	free(r.old_lines);
	free(r.new_lines);
	free(r.ids);
	free(r.is_old);
	return rc;
}
