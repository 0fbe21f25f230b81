#include "local/commit_facts.h"

#include <string.h>

size_t commit_weight(const struct digest_file *f)
{
	return f->added + f->removed + 1;
}

/*
 * Sources count before all else, where they are no more than a side of the
 * change: tests and documents go with them. Then what a person wrote, by
 * the lines that changed, and at last what a program did.
 */
static enum diff_kind main_kind(const struct digest *d)
{
	size_t weights[KIND_COUNT] = { 0 }, build, prose;
	enum diff_kind best = KIND_SOURCE;

	for (size_t i = 0; i < d->count; i++)
		weights[d->files[i].kind] += commit_weight(&d->files[i]);
	build = weights[KIND_BUILD] + weights[KIND_CONFIG];
	prose = weights[KIND_DOCS] + weights[KIND_DATA];
	if (weights[KIND_SOURCE] && 2 * weights[KIND_SOURCE] >= build &&
	    10 * weights[KIND_SOURCE] >= prose)
		return KIND_SOURCE;
	/* .gitmodules is a setting, but goes with what it is about */
	if (weights[KIND_SUBMODULE] && !weights[KIND_BUILD] &&
	    d->kinds[KIND_CONFIG] <= 1 && !prose && !weights[KIND_TEST] &&
	    !weights[KIND_SOURCE])
		return KIND_SUBMODULE;
	if (build || prose || weights[KIND_TEST])
		weights[KIND_GENERATED] = weights[KIND_VENDORED] = 0;
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (weights[i] > weights[best])
			best = (enum diff_kind)i;
	return best;
}

static void find_main(struct commit_facts *f)
{
	f->kind = main_kind(f->d);
	for (size_t i = 0; i < f->d->count; i++) {
		const struct digest_file *file = &f->d->files[i];

		if (file->kind != f->kind)
			continue;
		f->files++;
		if (!f->main || commit_weight(file) > commit_weight(f->main))
			f->main = file;
	}
}

/* Is the same name in another file, in the other role? Then it moved. */
static bool has_twin(const struct digest *d, const struct digest_symbol *s)
{
	for (size_t i = 0; i < d->symbol_count; i++)
		if (&d->symbols[i] != s && d->symbols[i].role != s->role &&
		    !strcmp(d->symbols[i].name, s->name))
			return true;
	return false;
}

/* Keeps those with the most lines, in that order; a name counts once. */
static void keep_symbol(struct commit_facts *f, const struct digest_symbol *s)
{
	const struct digest_symbol **list = f->named[s->role];
	size_t n = f->named_count[s->role], i;

	if (n > COMMIT_NAMES)
		n = COMMIT_NAMES;
	for (i = 0; i < n; i++)
		if (!strcmp(list[i]->name, s->name))
			return;
	f->named_count[s->role]++;
	for (i = n; i && list[i - 1]->lines < s->lines; i--)
		if (i < COMMIT_NAMES)
			list[i] = list[i - 1];
	if (i < COMMIT_NAMES)
		list[i] = s;
}

static void find_symbols(struct commit_facts *f)
{
	for (size_t i = 0; i < f->d->symbol_count; i++) {
		const struct digest_symbol *s = &f->d->symbols[i];

		if (f->d->files[s->file].kind != f->kind)
			continue;
		if (s->role != SYMBOL_TOUCHED && has_twin(f->d, s))
			continue;
		keep_symbol(f, s);
	}
}

/* What is called, and what is long, tells more of a change. */
static size_t word_rank(const struct code_word *w)
{
	size_t times = w->added + w->removed;

	return (w->call ? 100 : 0) + 8 * (times < 8 ? times : 8) +
	       strlen(w->name);
}

static void find_words(struct commit_facts *f)
{
	/* the area is the main file's, and what is said must be in there */
	code_words_find(f->d, KIND_BIT(f->kind), f->main, &f->words);
	for (size_t i = 0; i < f->words.count; i++) {
		const struct code_word *w = &f->words.list[i], **best;

		if (w->context || (w->added && w->removed))
			continue;
		best = w->added ? &f->came : &f->went;
		if (!*best || word_rank(w) > word_rank(*best) ||
		    (word_rank(w) == word_rank(*best) &&
		     strcmp(w->name, (*best)->name) < 0))
			*best = w;
	}
}

void commit_facts_find(struct commit_facts *f, const struct digest *d,
		       const struct commit_style *s)
{
	*f = (struct commit_facts){ .d = d, .style = s };
	find_main(f);
	find_symbols(f);
	line_pairs_find(d, KIND_BIT(f->kind), &f->pairs);
	line_pairs_find(d, ~0u, &f->all_pairs);
	line_pairs_find(d, KIND_BIT(KIND_SOURCE) | KIND_BIT(KIND_BUILD) |
			   KIND_BIT(KIND_CONFIG), &f->code_pairs);
	find_words(f);
}

void commit_facts_release(struct commit_facts *f)
{
	code_words_release(&f->words);
}
