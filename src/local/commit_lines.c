#include "local/commit_lines.h"

#include <string.h>
#include <strings.h>

#include "diff/symbol.h"

#define MAX_BLOCK	32	/* removed lines in a row that get a partner */

static bool is_same(struct text a, struct text b)
{
	return a.len == b.len && !memcmp(a.ptr, b.ptr, a.len);
}

static bool starts(struct text t, const char *with)
{
	size_t len = strlen(with);

	return t.len >= len && !memcmp(t.ptr, with, len);
}

bool line_is_comment(struct text line)
{
	struct text t = text_trim(line);

	if (!t.len || starts(t, "//") || starts(t, "/*") || starts(t, "--") ||
	    starts(t, "* ") || text_is(t, "*") || starts(t, "*/"))
		return true;
	return *t.ptr == '#' && (t.len == 1 || t.ptr[1] == ' ' ||
				 t.ptr[1] == '#' || t.ptr[1] == '!');
}

/* The next line of a hunk's text, without its newline. */
static bool next_line(struct text t, size_t *at, struct text *line)
{
	const char *lf;

	if (*at >= t.len)
		return false;
	line->ptr = t.ptr + *at;
	lf = memchr(line->ptr, '\n', t.len - *at);
	line->len = lf ? (size_t)(lf - line->ptr) : t.len - *at;
	*at += line->len + 1;
	return true;
}

/* A name or a number as a whole, any other character by itself. */
static struct text token_at(struct text t, size_t at)
{
	size_t end = at;

	while (end < t.len && symbol_is_part(t.ptr[end]))
		end++;
	return (struct text){ t.ptr + at, end > at ? end - at : 1 };
}

static bool all_letters(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if ((t.ptr[i] | 32) < 'a' || (t.ptr[i] | 32) > 'z')
			return false;
	return t.len > 0;
}

/* The same letters in another order: "teh", "the". */
static bool is_shuffled(const char *a, const char *b)
{
	int counts[26] = { 0 };

	for (; *a; a++)
		counts[(*a | 32) - 'a']++;
	for (; *b; b++)
		counts[(*b | 32) - 'a']--;
	for (size_t i = 0; i < 26; i++)
		if (counts[i])
			return false;
	return true;
}

/* One word is a misspelling of the other, as far as their shapes tell. */
static bool is_typo(struct text a, struct text b)
{
	char x[32], y[32];
	size_t len = a.len < b.len ? a.len : b.len;
	unsigned far;

	if (!all_letters(a) || !all_letters(b) || a.len >= sizeof(x) ||
	    b.len >= sizeof(y) || len < 3)
		return false;
	memcpy(x, a.ptr, a.len);
	x[a.len] = '\0';
	memcpy(y, b.ptr, b.len);
	y[b.len] = '\0';
	far = text_distance(x, y);
	if (!strcasecmp(x, y) || (far == 1 && is_shuffled(x, y)))
		return true;
	return far <= (len < 8 ? 1 : 2) && len >= 5;
}

static bool is_version_char(char c)
{
	return symbol_is_part(c) || c == '.' || c == '+' || c == '-';
}

static bool is_version(struct text t)
{
	if (t.len && *t.ptr == 'v') {
		t.ptr++;
		t.len--;
	}
	return t.len >= 3 && t.len < 32 && *t.ptr >= '0' && *t.ptr <= '9' &&
	       memchr(t.ptr, '.', t.len);
}

/* Keeps *known where all agree, and empties it where they do not. */
static void agree(struct text *known, struct text t, bool first)
{
	if (first)
		*known = t;
	else if (!is_same(*known, t))
		*known = TEXT_LIT("");
}

/* The part of t that is not in the other, as far as a version reaches. */
static struct text middle(struct text t, size_t front, size_t back)
{
	size_t end = t.len - back;

	while (front && is_version_char(t.ptr[front - 1]))
		front--;
	while (end < t.len && is_version_char(t.ptr[end]))
		end++;
	return (struct text){ t.ptr + front, end - front };
}

/* What may stand in front of the name that a version belongs to. */
static bool is_lead(struct text t)
{
	static const char *const words[] = { "define", "const", "let", "var",
					     "static", "export", "set",
					     "FROM", "image", "uses" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_is(t, words[i]))
			return true;
	return false;
}

/* The first name of a line that is no such word. */
static struct text first_name(struct text line)
{
	for (size_t i = 0; i < line.len; i++) {
		struct text t = { line.ptr + i, 0 };

		if (!symbol_is_start(line.ptr[i]))
			continue;
		while (i < line.len && (symbol_is_part(line.ptr[i]) ||
					line.ptr[i] == '-')) {
			i++;
			t.len++;
		}
		if (!is_lead(t))
			return t;
	}
	return TEXT_LIT("");
}

static void compare_versions(struct text a, struct text b, bool first,
			     struct line_pairs *p)
{
	size_t front = 0, back = 0;
	size_t len = a.len < b.len ? a.len : b.len;
	struct text old, new;

	while (front < len && a.ptr[front] == b.ptr[front])
		front++;
	while (back < len - front &&
	       a.ptr[a.len - 1 - back] == b.ptr[b.len - 1 - back])
		back++;
	old = middle(a, front, back);
	new = middle(b, front, back);
	if (!is_version(old) || !is_version(new))
		old = new = TEXT_LIT("");
	agree(&p->old_version, old, first);
	agree(&p->new_version, new, first);
	if (first)
		p->key = first_name(b);
}

/* Word by word; false when more than words is different. */
static bool compare_words(struct text a, struct text b, bool *first,
			  struct line_pairs *p)
{
	size_t i = 0, j = 0;

	while (i < a.len && j < b.len) {
		struct text x = token_at(a, i), y = token_at(b, j);

		i += x.len;
		j += y.len;
		if (is_same(x, y))
			continue;
		if (!symbol_is_part(*x.ptr) || !symbol_is_part(*y.ptr))
			return false;
		p->typos = p->typos && is_typo(x, y);
		agree(&p->from, x, *first);
		agree(&p->to, y, *first);
		*first = false;
	}
	return i >= a.len && j >= b.len;
}

static void add_pair(struct text a, struct text b, bool *first_word,
		     struct line_pairs *p)
{
	compare_versions(a, b, !p->pairs, p);
	p->pairs++;
	if (compare_words(a, b, first_word, p))
		return;
	p->typos = false;
	*first_word = false;
	p->from = p->to = TEXT_LIT("");
}

/* A run of removed lines and the added ones behind it. */
struct block {
	struct text old[MAX_BLOCK];
	size_t removed, added;
	bool first_word;
};

static bool block_end(struct block *b)
{
	bool whole = b->removed == b->added;

	b->removed = b->added = 0;
	return whole;
}

/* False when a line has no partner. */
static bool pair_hunk(struct text t, bool docs, struct block *b,
		      struct line_pairs *p)
{
	struct text line;
	size_t at = 0;

	while (next_line(t, &at, &line)) {
		char kind = line.len ? *line.ptr : ' ';
		struct text l = { line.ptr + 1, line.len ? line.len - 1 : 0 };

		if (kind == '-') {
			if (b->added && !block_end(b))
				return false;
			if (b->removed == MAX_BLOCK)
				return false;
			b->old[b->removed++] = l;
		} else if (kind == '+') {
			if (b->added == b->removed)
				return false;
			add_pair(b->old[b->added++], l, &b->first_word, p);
		} else if (kind != '\\' && !block_end(b)) {
			return false;
		}
		if ((kind == '-' || kind == '+') && !docs)
			p->prose = p->prose && line_is_comment(l);
	}
	return block_end(b);
}

void line_pairs_find(const struct digest *d, unsigned kinds,
		     struct line_pairs *out)
{
	struct block b = { .first_word = true };

	*out = (struct line_pairs){ .typos = true, .prose = true };
	for (size_t i = 0; i < d->hunk_count; i++) {
		const struct digest_hunk *h = &d->hunks[i];
		enum diff_kind kind = d->files[h->file].kind;

		if (!(kinds & KIND_BIT(kind)))
			continue;
		if (h->lost || !pair_hunk(digest_hunk_text(d, h),
					  kind == KIND_DOCS, &b, out)) {
			*out = (struct line_pairs){ .pairs = 0 };
			return;
		}
	}
	out->typos = out->typos && out->pairs && !b.first_word;
}

struct text heading_added(const struct digest *d)
{
	for (size_t i = 0; i < d->hunk_count; i++) {
		struct text t = digest_hunk_text(d, &d->hunks[i]), line;
		size_t at = 0;

		if (d->files[d->hunks[i].file].kind != KIND_DOCS)
			continue;
		while (next_line(t, &at, &line)) {
			if (!starts(line, "+#"))
				continue;
			line.ptr++;
			line.len--;
			while (line.len && *line.ptr == '#') {
				line.ptr++;
				line.len--;
			}
			if (line.len > 1 && *line.ptr == ' ')
				return text_trim(line);
		}
	}
	return TEXT_LIT("");
}
