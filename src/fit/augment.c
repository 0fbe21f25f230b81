#include "fit/augment.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "route/chance.h"
#include "route/shape.h"
#include "route/split.h"

#define DONOR_BYTES 1200
#define DONORS	    4 /* one in so many rows with a body lends it */

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
