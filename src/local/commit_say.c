#include "local/commit_say.h"

#include <string.h>
#include <strings.h>

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

void say_verb(const struct saying *s, enum verb v)
{
	buf_adds(s->out, s->f->style->past ? verbs[v].past : verbs[v].now);
	buf_addch(s->out, ' ');
}

void say_text(const struct saying *s, struct text t)
{
	buf_add(s->out, t.ptr, t.len);
}

/* The name without its folder; without its end where a module is meant. */
void say_name(const struct saying *s, const struct digest_file *f)
{
	say_text(s, path_name(text_of(f->path)));
}

/* The area is this file's name, with its end or without. */
bool saying_has(const struct saying *s, const struct digest_file *f)
{
	const char *area = s->area;
	struct text stem = path_stem(text_of(f->path));

	if (*stem.ptr == '.' && *area != '.') {
		stem.ptr++;
		stem.len--;
	}
	return text_is(path_name(text_of(f->path)), area) ||
	       (stem.len && stem.len == strlen(area) &&
		!strncasecmp(stem.ptr, area, stem.len));
}

/* " in FILE", but where the area has said so. */
void say_where(const struct saying *s, const char *in)
{
	const struct digest_file *main = s->f->main;

	if (saying_has(s, main))
		return;
	if (s->f->files == 1) {
		buf_adds(s->out, in);
		say_name(s, main);
	} else if (!*s->area) {
		buf_addf(s->out, "%s%zu files", in, s->f->files);
	}
}

/* " in FUNCTION", where it can be no other one; or the file. */
void say_function(const struct saying *s, const char *in)
{
	const struct commit_facts *f = s->f;

	if (f->files == 1 && f->named_count[SYMBOL_TOUCHED] == 1 &&
	    s->names > 1)
		buf_addf(s->out, "%s%s", in, f->named[SYMBOL_TOUCHED][0]->name);
	else
		say_where(s, in);
}

/* "a", "a and b", "a, b and 3 more": the count-th of `all`. */
static void add_separator(const struct saying *s, size_t i, size_t shown,
			  size_t all)
{
	if (i)
		buf_adds(s->out, i + 1 == shown && shown == all ? " and " :
								  ", ");
}

void say_symbols(const struct saying *s, enum digest_role role)
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
void say_files(const struct saying *s, enum diff_kind kind)
{
	const struct digest *d = s->f->d;
	size_t all = kind == KIND_COUNT ? d->total : d->kinds[kind];
	size_t shown, n = 0;

	shown = all < s->names ? all : s->names;
	if (all > 2 * shown) {
		buf_addf(s->out, "%zu files", all);
		return;
	}
	/* the one that changed most comes first */
	if (kind == s->f->kind) {
		say_name(s, s->f->main);
		n++;
	}
	for (size_t i = 0; i < d->count && n < shown; i++) {
		const struct digest_file *f = &d->files[i];

		if (kind != KIND_COUNT &&
		    (f->kind != kind || f == s->f->main))
			continue;
		add_separator(s, n++, shown, all);
		say_name(s, f);
	}
	if (shown < all)
		buf_addf(s->out, " and %zu more", all - shown);
}
