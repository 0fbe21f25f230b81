#include <string.h>
#include <strings.h>

#include "local/commit_facts.h"

enum verb { VERB_ADD, VERB_BUMP, VERB_CHANGE, VERB_COPY, VERB_DOCUMENT,
	    VERB_DROP, VERB_FIX, VERB_MAKE, VERB_MOVE, VERB_REMOVE, VERB_RENAME,
	    VERB_REPLACE, VERB_UPDATE, VERB_USE };

static const struct {
	const char *now, *past;
} verbs[] = {
	[VERB_ADD] = { "add", "added" },
	[VERB_BUMP] = { "bump", "bumped" },
	[VERB_CHANGE] = { "change", "changed" },
	[VERB_COPY] = { "copy", "copied" },
	[VERB_DOCUMENT] = { "document", "documented" },
	[VERB_DROP] = { "drop", "dropped" },
	[VERB_FIX] = { "fix", "fixed" },
	[VERB_MAKE] = { "make", "made" },
	[VERB_MOVE] = { "move", "moved" },
	[VERB_REMOVE] = { "remove", "removed" },
	[VERB_RENAME] = { "rename", "renamed" },
	[VERB_REPLACE] = { "replace", "replaced" },
	[VERB_UPDATE] = { "update", "updated" },
	[VERB_USE] = { "use", "used" },
};

/* One sentence in the making. */
struct saying {
	const struct commit_facts *f;
	const char *area;	/* is said already */
	size_t names;		/* at most so many in a list */
	struct buf *out;
};

static void say(const struct saying *s, enum verb v)
{
	buf_adds(s->out, s->f->style->past ? verbs[v].past : verbs[v].now);
	buf_addch(s->out, ' ');
}

static void add_text(const struct saying *s, struct text t)
{
	buf_add(s->out, t.ptr, t.len);
}

static bool is(struct text a, struct text b)
{
	return a.len == b.len && !memcmp(a.ptr, b.ptr, a.len);
}

static struct text folder_of(const char *path)
{
	struct text t = text_of(path), name = path_name(t);

	t.len -= name.len;
	if (t.len)
		t.len--;
	return t;
}

/* The name without its folder; without its end where a module is meant. */
static void add_file(const struct saying *s, const struct digest_file *f)
{
	add_text(s, path_name(text_of(f->path)));
}

/* " in FILE", but where the area has said so. */
static void add_where(const struct saying *s)
{
	const struct digest_file *main = s->f->main;
	struct text stem = path_stem(text_of(main->path));
	struct text name = path_name(text_of(main->path));

	if (s->f->files == 1 && stem.len == strlen(s->area) &&
	    !strncasecmp(stem.ptr, s->area, stem.len))
		return;
	if (text_is(name, s->area))
		return;
	if (s->f->files == 1) {
		buf_adds(s->out, " in ");
		add_file(s, main);
	} else if (!*s->area) {
		buf_addf(s->out, " in %zu files", s->f->files);
	}
}

/* " in FUNCTION", the one with the most changed lines; or the file. */
static void add_function(const struct saying *s)
{
	const struct commit_facts *f = s->f;

	if (f->named_count[SYMBOL_TOUCHED] &&
	    f->named_count[SYMBOL_TOUCHED] <= 2 && s->names > 1)
		buf_addf(s->out, " in %s", f->named[SYMBOL_TOUCHED][0]->name);
	else
		add_where(s);
}

/* "a", "a and b", "a, b and 3 more": the count-th of `all`. */
static void add_separator(const struct saying *s, size_t i, size_t shown,
			  size_t all)
{
	if (i)
		buf_adds(s->out, i + 1 == shown && shown == all ? " and " :
								  ", ");
}

static void add_symbols(const struct saying *s, enum digest_role role)
{
	const struct commit_facts *f = s->f;
	size_t all = f->named_count[role], shown = all;

	if (shown > s->names)
		shown = s->names;
	if (shown > COMMIT_NAMES)
		shown = COMMIT_NAMES;
	for (size_t i = 0; i < shown; i++) {
		add_separator(s, i, shown, all);
		buf_adds(s->out, f->named[role][i]->name);
	}
	if (shown < all)
		buf_addf(s->out, " and %zu more", all - shown);
}

/* Files of a kind (KIND_COUNT: all of them) by their names. */
static void add_files(const struct saying *s, enum diff_kind kind)
{
	const struct digest *d = s->f->d;
	size_t all = 0, shown, n = 0;

	for (size_t i = 0; i < d->count; i++)
		all += kind == KIND_COUNT || d->files[i].kind == kind;
	if (kind == KIND_COUNT)
		all = d->total;
	shown = all < s->names ? all : s->names;
	if (all > 2 * shown) {
		buf_addf(s->out, "%zu files", all);
		return;
	}
	for (size_t i = 0; i < d->count && n < shown; i++) {
		if (kind != KIND_COUNT && d->files[i].kind != kind)
			continue;
		add_separator(s, n++, shown, all);
		add_file(s, &d->files[i]);
	}
	if (shown < all)
		buf_addf(s->out, " and %zu more", all - shown);
}

/* Does this hold for every file? */
static bool all_files(const struct digest *d,
		      bool (*holds)(const struct digest_file *f))
{
	if (d->count < d->total)
		return false;
	for (size_t i = 0; i < d->count; i++)
		if (!holds(&d->files[i]))
			return false;
	return d->count > 0;
}

static bool is_deleted(const struct digest_file *f)
{
	return f->status == PATCH_DELETED;
}

static bool is_added(const struct digest_file *f)
{
	return f->status == PATCH_ADDED;
}

static bool is_mode(const struct digest_file *f)
{
	return f->status == PATCH_MODIFIED && !f->hunks && f->old_mode &&
	       f->old_mode != f->new_mode;
}

static bool is_executable(const struct digest_file *f)
{
	return is_mode(f) && (f->new_mode & 0111) && !(f->old_mode & 0111);
}

static bool is_lock(const struct digest_file *f)
{
	return f->kind == KIND_GENERATED;
}

static bool is_binary(const struct digest_file *f)
{
	return f->kind == KIND_BINARY;
}

static bool is_secret(const struct digest_file *f)
{
	return f->kind == KIND_SECRET;
}

/* "old to new" by the parts of the paths that differ. */
static void say_rename(const struct saying *s)
{
	const struct digest_file *f = &s->f->d->files[0];
	struct text old = text_of(f->old_path), new = text_of(f->path);

	if (f->status == PATCH_COPIED) {
		say(s, VERB_COPY);
	} else if (is(folder_of(f->old_path), folder_of(f->path))) {
		say(s, VERB_RENAME);
		old = path_name(old);
		new = path_name(new);
	} else if (is(path_name(old), path_name(new))) {
		say(s, VERB_MOVE);
		old = path_name(old);
		new = folder_of(f->path);
		if (!new.len)
			new = TEXT_LIT("the top folder");
	} else {
		say(s, VERB_MOVE);
	}
	add_text(s, old);
	buf_adds(s->out, " to ");
	add_text(s, new);
}

static void say_renames(const struct saying *s)
{
	const struct digest *d = s->f->d;
	struct text old = folder_of(d->files[0].old_path);
	struct text new = folder_of(d->files[0].path);
	bool moved = !is(old, new);

	if (d->total == 1) {
		say_rename(s);
		return;
	}
	for (size_t i = 1; i < d->count; i++)
		moved = moved && is(old, folder_of(d->files[i].old_path)) &&
			is(new, folder_of(d->files[i].path));
	say(s, moved ? VERB_MOVE : VERB_RENAME);
	buf_addf(s->out, "%zu files", d->total);
	if (moved && new.len) {
		buf_adds(s->out, " to ");
		add_text(s, new);
	}
}

static void say_mode(const struct saying *s)
{
	if (all_files(s->f->d, is_executable)) {
		say(s, VERB_MAKE);
		add_files(s, KIND_COUNT);
		buf_adds(s->out, " executable");
		return;
	}
	say(s, VERB_CHANGE);
	buf_adds(s->out, s->f->d->total > 1 ? "modes of " : "mode of ");
	add_files(s, KIND_COUNT);
}

/* "+Subproject commit ID", by the first bytes of the id. */
static void add_submodule_id(const struct saying *s)
{
	static const char line[] = "\n+Subproject commit ";
	const struct digest *d = s->f->d;
	struct text t, id;
	const char *found;

	if (s->f->files != 1 || !d->hunk_count)
		return;
	t = digest_hunk_text(d, &d->hunks[0]);
	found = memmem(t.ptr, t.len, line, sizeof(line) - 1);
	if (!found)
		return;
	id.ptr = found + sizeof(line) - 1;
	id.len = (size_t)(t.ptr + t.len - id.ptr);
	if (id.len > 8)
		id.len = 8;
	while (id.len && id.ptr[id.len - 1] == '\n')
		id.len--;
	buf_adds(s->out, " to ");
	add_text(s, id);
}

static void say_submodule(const struct saying *s)
{
	say(s, s->f->main->status == PATCH_ADDED ? VERB_ADD :
	       s->f->main->status == PATCH_DELETED ? VERB_REMOVE :
						     VERB_UPDATE);
	buf_adds(s->out, "submodule ");
	add_files(s, KIND_SUBMODULE);
	if (s->f->main->status == PATCH_MODIFIED)
		add_submodule_id(s);
}

/* All hunks of all files with hunks; white space that means nothing. */
static bool is_whitespace(const struct digest_file *f)
{
	return digest_only_whitespace(f);
}

/* In these languages white space is part of what is said. */
static bool is_indented(const struct digest_file *f)
{
	static const char *const ends[] = { ".py", ".yml", ".yaml", ".mk",
					    ".haml", ".pug", ".nim", ".hs",
					    "akefile" };
	size_t len = strlen(f->path);

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t n = strlen(ends[i]);

		if (len >= n && !memcmp(f->path + len - n, ends[i], n))
			return true;
	}
	return false;
}

static bool is_safe_whitespace(const struct digest_file *f)
{
	return is_whitespace(f) && !is_indented(f);
}

static void say_whitespace(const struct saying *s)
{
	say(s, VERB_CHANGE);
	buf_adds(s->out, "only white space");
	add_where(s);
}

/* The kinds of which a version may be one line. */
static bool is_bump(const struct commit_facts *f)
{
	const struct line_pairs *p = &f->pairs;

	return p->pairs && p->old_version.len && p->new_version.len &&
	       f->files == 1;
}

static void say_bump(const struct saying *s)
{
	const struct line_pairs *p = &s->f->pairs;

	say(s, VERB_BUMP);
	if (p->key.len == 7 && !strncasecmp(p->key.ptr, "version", 7)) {
		buf_adds(s->out, "version to ");
	} else {
		add_text(s, p->key.len ? p->key : TEXT_LIT("version"));
		buf_adds(s->out, " from ");
		add_text(s, p->old_version);
		buf_adds(s->out, " to ");
	}
	add_text(s, p->new_version);
}

static void say_typos(const struct saying *s)
{
	say(s, VERB_FIX);
	buf_adds(s->out, s->f->pairs.pairs > 1 ? "typos" : "typo");
	add_where(s);
}

/* One word was put for another, and nothing else changed. */
static bool is_replaced(const struct commit_facts *f)
{
	const struct line_pairs *p = &f->pairs;

	return p->pairs && p->from.len > 1 && p->to.len > 1 &&
	       p->from.len <= COMMIT_AREA_LEN && p->to.len <= COMMIT_AREA_LEN;
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

	say(s, renamed ? VERB_RENAME : VERB_REPLACE);
	add_text(s, p->from);
	buf_adds(s->out, renamed ? " to " : " with ");
	add_text(s, p->to);
	if (!renamed)
		add_function(s);
}

static void say_comments(const struct saying *s)
{
	say(s, VERB_UPDATE);
	buf_adds(s->out, s->f->pairs.pairs > 1 ? "comments" : "comment");
	add_function(s);
}

/* A heading's words, without the marks of Markdown and its links. */
static bool say_heading(const struct saying *s)
{
	struct text t = heading_added(s->f->d);

	if (t.len < 3 || t.len > COMMIT_AREA_LEN || s->names < 2)
		return false;
	say(s, VERB_DOCUMENT);
	for (size_t i = 0; i < t.len; i++)
		if (!strchr("`*#[]", t.ptr[i]))
			buf_addch(s->out, t.ptr[i]);
	return true;
}

static enum commit_confidence say_update(const struct saying *s)
{
	const struct commit_facts *f = s->f;

	say(s, VERB_UPDATE);
	if (f->named_count[SYMBOL_TOUCHED])
		add_symbols(s, SYMBOL_TOUCHED);
	else
		add_files(s, f->kind);
	return COMMIT_GUESS;
}

/* Names that came and went: definitions first, then what code uses. */
static enum commit_confidence say_code(const struct saying *s)
{
	const struct commit_facts *f = s->f;
	size_t added = f->named_count[SYMBOL_ADDED];
	size_t removed = f->named_count[SYMBOL_REMOVED];

	if (added == 1 && removed == 1) {
		say(s, VERB_REPLACE);
		add_symbols(s, SYMBOL_REMOVED);
		buf_adds(s->out, " with ");
		add_symbols(s, SYMBOL_ADDED);
		return COMMIT_NAMED;
	}
	if (added) {
		say(s, VERB_ADD);
		add_symbols(s, SYMBOL_ADDED);
		return COMMIT_NAMED;
	}
	if (removed) {
		say(s, VERB_REMOVE);
		add_symbols(s, SYMBOL_REMOVED);
		return COMMIT_NAMED;
	}
	if (f->came && f->went && f->came->call && f->went->call) {
		say(s, VERB_REPLACE);
		buf_addf(s->out, "%s with %s", f->went->name, f->came->name);
	} else if (f->came) {
		say(s, VERB_USE);
		buf_adds(s->out, f->came->name);
	} else if (f->went) {
		say(s, VERB_DROP);
		buf_adds(s->out, f->went->name);
	} else {
		return say_update(s);
	}
	add_function(s);
	return COMMIT_GUESS;
}

/* The shapes that leave nothing to tell; false when it is none of them. */
static bool say_mechanical(const struct saying *s, enum commit_confidence *sure)
{
	static const struct {
		bool (*holds)(const struct digest_file *f);
		void (*say)(const struct saying *s);
	} shapes[] = {
		{ digest_only_renamed, say_renames },
		{ is_mode, say_mode },
		{ is_whitespace, say_whitespace },
	};
	const struct digest *d = s->f->d;

	*sure = COMMIT_MECHANICAL;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
		if (!all_files(d, shapes[i].holds))
			continue;
		shapes[i].say(s);
		if (shapes[i].holds == is_whitespace &&
		    !all_files(d, is_safe_whitespace))
			*sure = COMMIT_NAMED;
		return true;
	}
	if (s->f->kind == KIND_SUBMODULE && s->f->files == d->total) {
		say_submodule(s);
		return true;
	}
	if (all_files(d, is_deleted) || all_files(d, is_added)) {
		say(s, is_deleted(d->files) ? VERB_REMOVE : VERB_ADD);
		add_files(s, KIND_COUNT);
		*sure = is_deleted(d->files) ? COMMIT_MECHANICAL :
					       COMMIT_NAMED;
		return true;
	}
	if (!all_files(d, is_lock) && !all_files(d, is_binary) &&
	    !all_files(d, is_secret))
		return false;
	say(s, VERB_UPDATE);
	add_files(s, KIND_COUNT);
	return true;
}

/* Besides the main kind there are at most lock files. */
static bool is_alone(const struct commit_facts *f)
{
	return f->files + f->d->kinds[KIND_GENERATED] == f->d->total;
}

static enum commit_confidence say_lines(const struct saying *s)
{
	const struct commit_facts *f = s->f;
	bool alone = is_alone(f);

	if (is_bump(f)) {
		say_bump(s);
		return alone ? COMMIT_MECHANICAL : COMMIT_GUESS;
	}
	if (f->pairs.pairs && f->pairs.prose && f->pairs.typos) {
		say_typos(s);
		return alone ? COMMIT_MECHANICAL : COMMIT_GUESS;
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
		add_files(&s, f->kind);
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
			say(s, v);
		if (shown == s->names)
			continue;
		buf_adds(s->out, shown++ ? ", " : "");
		buf_adds(s->out, y->name);
	}
	if (shown < all)
		buf_addf(s->out, " and %zu more", all - shown);
	return all;
}

void commit_text_file(const struct commit_facts *f, size_t file,
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
	else if (!say_file_symbols(&s, file, SYMBOL_ADDED, VERB_ADD) &&
		 !say_file_symbols(&s, file, SYMBOL_REMOVED, VERB_REMOVE) &&
		 !say_file_symbols(&s, file, SYMBOL_TOUCHED, VERB_UPDATE))
		buf_addf(out, "+%zu -%zu", df->added, df->removed);
}
