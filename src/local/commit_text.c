#include <string.h>
#include <strings.h>

#include "diff/symbol.h"
#include "local/commit_say.h"

static bool has_version(struct text t)
{
	for (size_t i = 0; i + 7 <= t.len; i++)
		if (!strncasecmp(t.ptr + i, "version", 7))
			return true;
	return false;
}

/*
 * All that changed in code is one version. Outside of build files a number
 * with a point is one only where the line says so.
 */
static bool is_bump(const struct commit_facts *f)
{
	const struct line_pairs *p = &f->code_pairs;
	const size_t *kinds = f->d->kinds;

	if (!p->pairs || !p->old_version.len || !p->new_version.len)
		return false;
	if (!kinds[KIND_SOURCE] && !kinds[KIND_CONFIG])
		return p->key.len;
	return has_version(p->key);
}

static void say_bump(const struct saying *s)
{
	const struct line_pairs *p = &s->f->code_pairs;

	say_verb(s, VERB_BUMP);
	if (p->key.len == 7 && has_version(p->key)) {
		buf_adds(s->out, "version to ");
	} else {
		say_text(s, p->key);
		buf_adds(s->out, " from ");
		say_text(s, p->old_version);
		buf_adds(s->out, " to ");
	}
	say_text(s, p->new_version);
}

static void say_typos(const struct saying *s)
{
	say_verb(s, VERB_FIX);
	buf_adds(s->out, s->f->all_pairs.pairs > 1 ? "typos" : "typo");
	if (s->f->d->total == 1)
		say_where(s, " in ");
}

/* One word was put for another, and nothing else changed. */
static bool is_replaced(const struct commit_facts *f)
{
	const struct line_pairs *p = &f->pairs;

	return p->pairs && p->from.len > 1 && p->to.len > 1 &&
	       p->from.len <= COMMIT_AREA_LEN && p->to.len <= COMMIT_AREA_LEN &&
	       symbol_is_start(*p->from.ptr) && symbol_is_start(*p->to.ptr);
}

static bool is_defined(const struct commit_facts *f, struct text name)
{
	for (size_t i = 0; i < f->d->symbol_count; i++)
		if (f->d->symbols[i].role == SYMBOL_ADDED &&
		    text_is(name, f->d->symbols[i].name))
			return true;
	return false;
}

static void say_replaced(const struct saying *s)
{
	const struct line_pairs *p = &s->f->pairs;
	bool renamed = is_defined(s->f, p->to);

	say_verb(s, renamed ? VERB_RENAME : VERB_REPLACE);
	say_text(s, p->from);
	buf_adds(s->out, renamed ? " to " : " with ");
	say_text(s, p->to);
	if (!renamed)
		say_function(s, " in ");
}

static void say_comments(const struct saying *s)
{
	say_verb(s, VERB_UPDATE);
	buf_adds(s->out, s->f->pairs.pairs > 1 ? "comments" : "comment");
	say_function(s, " in ");
}

/* A heading's words, without the marks of Markdown and its links. */
static bool say_heading(const struct saying *s)
{
	struct text t = heading_added(s->f->d);

	if (t.len < 3 || t.len > COMMIT_AREA_LEN || s->names < 2)
		return false;
	say_verb(s, VERB_DOCUMENT);
	for (size_t i = 0; i < t.len; i++)
		if (!strchr("`*#[]", t.ptr[i]))
			buf_addch(s->out, t.ptr[i]);
	return true;
}

static enum commit_confidence say_update(const struct saying *s)
{
	static const char *const nouns[KIND_COUNT] = {
		[KIND_SOURCE] = "code", [KIND_TEST] = "test",
		[KIND_BUILD] = "build", [KIND_CONFIG] = "settings",
		[KIND_DOCS] = "text", [KIND_DATA] = "data",
		[KIND_GENERATED] = "file", [KIND_VENDORED] = "code",
		[KIND_BINARY] = "file", [KIND_SUBMODULE] = "submodule",
		[KIND_SECRET] = "file",
	};
	const struct commit_facts *f = s->f;

	say_verb(s, VERB_UPDATE);
	if (f->named_count[SYMBOL_TOUCHED])
		say_symbols(s, SYMBOL_TOUCHED);
	else if (f->files == 1 && saying_has(s, f->main))
		buf_adds(s->out, nouns[f->kind]);
	else
		say_files(s, f->kind);
	return COMMIT_GUESS;
}

/* Parts of the names are the same: malloc and calloc. */
static bool is_akin(const char *a, const char *b)
{
	size_t len = strlen(a), n = strlen(b), need;

	need = (len < n ? len : n) / 2;
	if (need < 4)
		need = 4;
	for (size_t i = 0; i + need <= len; i++)
		if (memmem(b, n, a + i, need))
			return true;
	return false;
}

/* Names that code has begun, or ceased, to use. */
static enum commit_confidence say_words(const struct saying *s)
{
	const struct commit_facts *f = s->f;

	if (f->came && f->went && f->came->call == f->went->call &&
	    is_akin(f->came->name, f->went->name)) {
		say_verb(s, VERB_REPLACE);
		buf_addf(s->out, "%s with %s", f->went->name, f->came->name);
		say_function(s, " in ");
	} else if (f->came) {
		say_verb(s, VERB_USE);
		buf_adds(s->out, f->came->name);
		say_function(s, " in ");
	} else if (f->went) {
		say_verb(s, VERB_DROP);
		buf_adds(s->out, f->went->name);
		say_function(s, " from ");
	} else {
		return say_update(s);
	}
	return COMMIT_GUESS;
}

/* Definitions that came and went; where there are none, other names. */
static enum commit_confidence say_code(const struct saying *s)
{
	const struct commit_facts *f = s->f;
	size_t added = f->named_count[SYMBOL_ADDED];
	size_t removed = f->named_count[SYMBOL_REMOVED];

	if (!added && !removed)
		return say_words(s);
	if (added == 1 && removed == 1) {
		say_verb(s, VERB_REPLACE);
		say_symbols(s, SYMBOL_REMOVED);
		buf_adds(s->out, " with ");
		say_symbols(s, SYMBOL_ADDED);
		return COMMIT_NAMED;
	}
	say_verb(s, added ? VERB_ADD : VERB_REMOVE);
	say_symbols(s, added ? SYMBOL_ADDED : SYMBOL_REMOVED);
	return COMMIT_NAMED;
}

/* Nothing else changed but lock files, and documents that go with it. */
static bool is_only_code(const struct digest *d)
{
	return d->kinds[KIND_SOURCE] + d->kinds[KIND_BUILD] +
	       d->kinds[KIND_CONFIG] + d->kinds[KIND_GENERATED] == d->total;
}

static enum commit_confidence say_lines(const struct saying *s)
{
	const struct commit_facts *f = s->f;

	if (is_bump(f)) {
		say_bump(s);
		return is_only_code(f->d) ? COMMIT_MECHANICAL : COMMIT_GUESS;
	}
	if (f->all_pairs.pairs && f->all_pairs.prose && f->all_pairs.typos) {
		say_typos(s);
		return COMMIT_MECHANICAL;
	}
	if (is_replaced(f) && f->kind != KIND_DOCS) {
		say_replaced(s);
		return COMMIT_NAMED;
	}
	if (f->pairs.pairs && f->pairs.prose && f->kind == KIND_SOURCE) {
		say_comments(s);
		return COMMIT_GUESS;
	}
	if (f->kind == KIND_DOCS && say_heading(s))
		return COMMIT_NAMED;
	if (f->kind == KIND_SOURCE || f->kind == KIND_TEST)
		return say_code(s);
	return say_update(s);
}

enum commit_confidence commit_text(const struct commit_facts *f,
				   const char *area, size_t names,
				   struct buf *out)
{
	struct saying s = { .f = f, .area = area, .names = names, .out = out };
	enum commit_confidence sure;

	if (f->style->foreign) {
		say_files(&s, f->kind);
		return COMMIT_GUESS;
	}
	if (!names) {
		s.names = 1;
		say_verb(&s, VERB_UPDATE);
		say_files(&s, f->kind);
		return COMMIT_GUESS;
	}
	if (say_mechanical(&s, &sure))
		return sure;
	return say_lines(&s);
}

/* Its symbols of one role, after a verb; false when it has none. */
static bool say_file_symbols(const struct saying *s, size_t file,
			     enum digest_role role, enum verb v)
{
	const struct digest *d = s->f->d;
	size_t shown = 0, all = 0;

	for (size_t i = 0; i < d->symbol_count; i++) {
		const struct digest_symbol *y = &d->symbols[i];

		if (y->file != file || y->role != role)
			continue;
		if (!all++)
			say_verb(s, v);
		if (shown == s->names)
			continue;
		buf_adds(s->out, shown++ ? ", " : "");
		buf_adds(s->out, y->name);
	}
	if (shown < all)
		buf_addf(s->out, " and %zu more", all - shown);
	return all;
}

bool commit_text_file(const struct commit_facts *f, size_t file,
		      struct buf *out)
{
	struct saying s = { .f = f, .area = "", .names = 3, .out = out };
	const struct digest_file *df = &f->d->files[file];

	buf_addf(out, "%s: ", df->path);
	if (df->status == PATCH_ADDED)
		buf_adds(out, "new file");
	else if (df->status == PATCH_DELETED)
		buf_adds(out, "removed");
	else if (digest_only_renamed(df))
		buf_addf(out, "was %s", df->old_path);
	else if (digest_only_whitespace(df))
		buf_adds(out, "white space only");
	else
		return say_file_symbols(&s, file, SYMBOL_ADDED, VERB_ADD) ||
		       say_file_symbols(&s, file, SYMBOL_REMOVED,
					VERB_REMOVE) ||
		       say_file_symbols(&s, file, SYMBOL_TOUCHED,
					VERB_UPDATE);
	return true;
}
