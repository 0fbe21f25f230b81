#include "local/commit.h"

#include <string.h>

#include "local/commit_facts.h"

#define BODY_WIDTH	72
#define BODY_FILES	8

/*
 * The type of a conventional commit. Sources that gained a name are a
 * feature by their shape; what else may have happened to them cannot be
 * seen, and no type that claims it ("fix", "perf") is given.
 */
static const char *type_of(const struct commit_facts *f,
			   enum commit_confidence sure)
{
	static const struct {
		enum diff_kind kind;
		const char *type;
	} types[] = {
		{ KIND_DOCS, "docs" }, { KIND_TEST, "test" },
		{ KIND_BUILD, "build" },
	};
	const char *type = "chore";

	if (f->kind == KIND_SOURCE && sure != COMMIT_MECHANICAL &&
	    (f->named_count[SYMBOL_ADDED] > f->named_count[SYMBOL_REMOVED] ||
	     f->d->added > 3 * f->d->removed))
		return "feat";
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (types[i].kind == f->kind && f->main)
			type = types[i].type;
	if (f->kind == KIND_BUILD && strstr(f->main->path, ".github/"))
		type = "ci";
	/* versions of others, and one's own */
	if (f->kind == KIND_BUILD && sure == COMMIT_MECHANICAL)
		type = "chore";
	/* a house of some age that never used it does not */
	if (f->style->seen >= 8 && !commit_style_area(f->style, text_of(type)))
		return "chore";
	return type;
}

/* In front of the text; the area by itself goes to `area`. */
static void add_prefix(const struct commit_facts *f,
		       enum commit_confidence sure, struct buf *area,
		       struct buf *out)
{
	commit_area(f, area);
	if (f->style->form == FORM_CONVENTIONAL) {
		buf_adds(out, type_of(f, sure));
		if (f->style->scoped && area->len)
			buf_addf(out, "(%s)", area->ptr);
		else
			buf_clear(area);
		buf_adds(out, ": ");
	} else if (f->style->form == FORM_PLAIN && !f->style->foreign) {
		buf_clear(area);
	} else if (area->len) {
		buf_addf(out, f->style->form == FORM_BRACKET ? "[%s] " : "%s: ",
			 area->ptr);
	}
}

/* The text's first letter and its end, as the house has them. */
static void finish(const struct commit_style *s, struct buf *out, size_t start)
{
	char *first = out->ptr + start;

	if (s->capital && start < out->len && *first >= 'a' && *first <= 'z')
		*first = (char)(*first - 'a' + 'A');
	if (s->period)
		buf_addch(out, '.');
}

/* Cut at a blank, or anywhere but inside of a character. */
static void shorten(struct buf *out, size_t most)
{
	size_t len = most;
	const char *blank;

	if (out->len <= most)
		return;
	blank = memrchr(out->ptr, ' ', most);
	if (blank && (size_t)(blank - out->ptr) > most / 2)
		len = (size_t)(blank - out->ptr);
	len -= utf8_cut_tail(out->ptr, len);
	buf_truncate(out, len);
}

static enum commit_confidence add_subject(const struct commit_facts *f,
					  struct buf *out)
{
	struct buf area = BUF_INIT(DIGEST_PATH);
	struct buf line = BUF_INIT(MAX_ERROR_BODY);
	size_t start, names = COMMIT_NAMES, most = f->style->length;
	enum commit_confidence sure = COMMIT_GUESS, now;

	if (!most || most > COMMIT_SUBJECT)
		most = COMMIT_SUBJECT;
	most -= f->style->period;
	/* fewer names until it fits */
	for (;; names--) {
		buf_clear(&area);
		buf_clear(&line);
		now = commit_text(f, "", names, &line);
		if (names)
			sure = now;
		buf_clear(&line);
		add_prefix(f, sure, &area, &line);
		start = line.len;
		commit_text(f, area.ptr, names, &line);
		if (line.len <= most || !names)
			break;
	}
	shorten(&line, most);
	if (start < line.len)
		finish(f->style, &line, start);
	buf_add(out, line.ptr, line.len);
	buf_addch(out, '\n');
	buf_release(&area);
	buf_release(&line);
	return sure;
}

/* "- text", with what does not fit indented below. */
static void add_item(struct text t, struct buf *out)
{
	const char *lead = "- ";

	t = text_trim(t);
	while (t.len) {
		struct text l = t;

		if (l.len > BODY_WIDTH - 2) {
			const char *b = memrchr(l.ptr, ' ', BODY_WIDTH - 1);

			if (!b)
				b = memchr(l.ptr, ' ', l.len);
			if (b)
				l.len = (size_t)(b - l.ptr);
		}
		buf_adds(out, lead);
		buf_add(out, l.ptr, l.len);
		buf_addch(out, '\n');
		t.ptr += l.len;
		t.len -= l.len;
		t = text_trim(t);
		lead = "  ";
	}
}

/* A file that a list of what changed should name. */
static bool is_listed(const struct digest_file *f)
{
	return f->kind == KIND_SOURCE || f->kind == KIND_BUILD ||
	       f->kind == KIND_CONFIG || f->kind == KIND_SUBMODULE;
}

/* Where at least two files have something to say. */
static void add_body(const struct commit_facts *f, struct buf *out)
{
	struct buf item = BUF_INIT(MAX_ERROR_BODY), list = BUF_INIT(MAX_HELD);
	size_t shown = 0;

	for (size_t i = 0; i < f->d->count; i++) {
		buf_clear(&item);
		if (!is_listed(&f->d->files[i]) ||
		    !commit_text_file(f, i, &item))
			continue;
		if (++shown <= BODY_FILES)
			add_item((struct text){ item.ptr, item.len }, &list);
	}
	if (shown >= 2) {
		buf_addch(out, '\n');
		buf_add(out, list.ptr, list.len);
	}
	if (shown > BODY_FILES)
		buf_addf(out, "- and %zu more\n", shown - BODY_FILES);
	buf_release(&item);
	buf_release(&list);
}

enum commit_confidence commit_message(const struct digest *d,
				      const struct commit_style *s,
				      struct buf *out)
{
	enum commit_confidence sure;
	struct commit_facts f;

	if (!d->count)
		return COMMIT_GUESS;
	commit_facts_find(&f, d, s);
	sure = add_subject(&f, out);
	if (sure != COMMIT_MECHANICAL && !s->foreign)
		add_body(&f, out);
	commit_facts_release(&f);
	return sure;
}
