#include "fit/augment.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "route/shape.h"
#include "route/split.h"

#define DONOR_BYTES 1200
#define DONORS	    4 /* one in so many rows with a body lends it */

/* Knuth's MMIX generator; the upper half is random enough. */
size_t chance_below(struct chance *c, size_t n)
{
	c->state = c->state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(c->state >> 33) % n;
}

static bool is_letter(char ch)
{
	return (unsigned)(ch | 32) - 'a' < 26;
}

/* Left out, doubled, swapped with the next, or another letter. */
static size_t mistype(struct chance *c, const char *p, size_t left,
		      struct buf *out)
{
	char next = left > 1 ? p[1] : 0;

	switch (chance_below(c, 4)) {
	case 0:
		return 1;
	case 1:
		buf_addch(out, *p);
		buf_addch(out, *p);
		return 1;
	case 2:
		if (!is_letter(next))
			return 1;
		buf_addch(out, next);
		buf_addch(out, *p);
		return 2;
	default:
		buf_addch(out, (char)('a' + chance_below(c, 26)));
		return 1;
	}
}

void augment_typos(struct chance *c, struct text t, size_t every,
		   struct buf *out)
{
	size_t i = 0;

	while (i < t.len) {
		if (is_letter(t.ptr[i]) && !chance_below(c, every)) {
			i += mistype(c, t.ptr + i, t.len - i, out);
			continue;
		}
		buf_addch(out, t.ptr[i++]);
	}
}

void augment_form(struct text t, enum change change, struct buf *out)
{
	for (size_t i = 0; i < t.len; i++) {
		char ch = t.ptr[i];

		if (change == CHANGE_LOWER && ch >= 'A' && ch <= 'Z')
			ch = (char)(ch + 32);
		if (change == CHANGE_UPPER && ch >= 'a' && ch <= 'z')
			ch = (char)(ch - 32);
		buf_addch(out, ch);
		if (change == CHANGE_BLANKS && ch == ' ')
			buf_addch(out, ' ');
	}
}

static const char *const layouts[] = {
	"%.*s\n\n%.*s",
	"%.*s:\n%.*s",
	"%.*s\n---\n%.*s",
	"%.*s\n```\n%.*s\n```",
	"%.*s\n\n<text>\n%.*s\n</text>",
};

static const char *const layouts_last[] = {
	"%.*s\n\n%.*s",		"%.*s\n---\n%.*s",
	"```\n%.*s\n```\n%.*s", "<doc>\n%.*s\n</doc>\n\n%.*s",
	"%.*s\n%.*s",
};

static void compose(struct rows *rows, struct chance *c, size_t seed,
		    size_t donor, struct text body)
{
	struct row row = rows->at[seed];
	char *text = xmalloc(row.len + body.len + 64), group[16];
	size_t n = chance_below(c, 5);
	int ask_len = (int)row.len, body_len = (int)body.len;

	if (chance_below(c, 2))
		snprintf(text, row.len + body.len + 64, layouts[n], ask_len,
			 row.prompt, body_len, body.ptr);
	else
		snprintf(text, row.len + body.len + 64, layouts_last[n],
			 body_len, body.ptr, ask_len, row.prompt);
	snprintf(group, sizeof(group), "own-%d", 2 + (int)(seed & 1));
	row.id = xstrdup("composed");
	row.group = xstrdup(group);
	row.prompt = text;
	row.len = strlen(text);
	row.fold = rows->at[donor].fold;
	row.hardness += 0.05;
	rows_push(rows, row);
}

/* Our own asks that want a body of this kind. */
static bool fits(const struct row *row, bool code)
{
	if (!row->own || strncmp(row->group, "own-", 4) ||
	    strncmp(row->id, "seed-", 5))
		return false;
	if (code)
		return row->label == TASK_CODE && row->needs_body;
	return row->label != TASK_CODE && row->needs_body;
}

void augment_bodies(struct rows *rows, const struct lexicon *lex)
{
	struct chance c = CHANCE_INIT;
	size_t count = rows->count, first = count;

	while (first && rows->at[first - 1].own)
		first--;
	for (size_t i = 0; i < first; i++) {
		struct prompt_view v = { .ask = row_text(&rows->at[i]) };
		struct shape s = { .bytes = 0 };
		struct split sp;
		size_t at;

		if (!rows->at[i].templated || chance_below(&c, DONORS))
			continue;
		split_prompt(&v, lex, &sp);
		if (!sp.body[0].len)
			continue;
		if (sp.body[0].len > DONOR_BYTES)
			sp.body[0].len = DONOR_BYTES;
		shape_add(&s, sp.body[0]);
		at = first + chance_below(&c, count - first);
		for (size_t k = 0; k < count - first; k++, at++) {
			size_t seed = first + (at - first) % (count - first);

			if (!fits(&rows->at[seed], shape_kind(&s) == BODY_CODE))
				continue;
			compose(rows, &c, seed, i, sp.body[0]);
			break;
		}
	}
}
