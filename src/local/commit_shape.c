#include <string.h>

#include "local/commit_say.h"

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

/* Or the file that git keeps about them. */
static bool is_submodule(const struct digest_file *f)
{
	return f->kind == KIND_SUBMODULE || !strcmp(f->path, ".gitmodules");
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
		say_verb(s, VERB_COPY);
	} else if (is(folder_of(f->old_path), folder_of(f->path))) {
		say_verb(s, VERB_RENAME);
		old = path_name(old);
		new = path_name(new);
	} else if (is(path_name(old), path_name(new))) {
		say_verb(s, VERB_MOVE);
		old = path_name(old);
		new = folder_of(f->path);
		if (!new.len)
			new = TEXT_LIT("the top folder");
	} else {
		say_verb(s, VERB_MOVE);
	}
	say_text(s, old);
	buf_adds(s->out, " to ");
	say_text(s, new);
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
	say_verb(s, moved ? VERB_MOVE : VERB_RENAME);
	buf_addf(s->out, "%zu files", d->total);
	if (moved && new.len) {
		buf_adds(s->out, " to ");
		say_text(s, new);
	}
}

static void say_mode(const struct saying *s)
{
	if (all_files(s->f->d, is_executable)) {
		say_verb(s, VERB_MAKE);
		say_files(s, KIND_COUNT);
		buf_adds(s->out, " executable");
		return;
	}
	say_verb(s, VERB_CHANGE);
	buf_adds(s->out, s->f->d->total > 1 ? "modes of " : "mode of ");
	say_files(s, KIND_COUNT);
}

/* "+Subproject commit ID", by the first bytes of the id. */
static void add_submodule_id(const struct saying *s)
{
	static const char line[] = "\n+Subproject commit ";
	const struct digest *d = s->f->d;
	struct text t, id;
	const char *found;
	size_t i;

	if (s->f->files != 1)
		return;
	for (i = 0; i < d->hunk_count; i++)
		if (&d->files[d->hunks[i].file] == s->f->main)
			break;
	if (i == d->hunk_count)
		return;
	t = digest_hunk_text(d, &d->hunks[i]);
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
	say_text(s, id);
}

static void say_submodule(const struct saying *s)
{
	enum patch_status status = s->f->main->status;

	say_verb(s, status == PATCH_ADDED ? VERB_ADD :
		    status == PATCH_DELETED ? VERB_REMOVE : VERB_UPDATE);
	buf_adds(s->out, "submodule ");
	say_files(s, KIND_SUBMODULE);
	if (status == PATCH_MODIFIED)
		add_submodule_id(s);
}

static bool is_whitespace(const struct digest_file *f)
{
	return digest_only_whitespace(f) && f->status == PATCH_MODIFIED;
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
	say_verb(s, VERB_CHANGE);
	buf_adds(s->out, "only white space");
	say_where(s, " in ");
}

/* The shapes that leave nothing to tell; false when it is none of them. */
bool say_mechanical(const struct saying *s, enum commit_confidence *sure)
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
	if (s->f->kind == KIND_SUBMODULE && all_files(d, is_submodule)) {
		say_submodule(s);
		return true;
	}
	if (all_files(d, is_deleted) || all_files(d, is_added)) {
		say_verb(s, is_deleted(d->files) ? VERB_REMOVE : VERB_ADD);
		say_files(s, KIND_COUNT);
		*sure = is_deleted(d->files) ? COMMIT_MECHANICAL :
					       COMMIT_NAMED;
		return true;
	}
	if (!all_files(d, is_lock) && !all_files(d, is_binary) &&
	    !all_files(d, is_secret))
		return false;
	say_verb(s, VERB_UPDATE);
	say_files(s, KIND_COUNT);
	return true;
}
