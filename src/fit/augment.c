#include "fit/augment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "route/chance.h"
#include "route/shape.h"
#include "route/split.h"

#define DONOR_BYTES 1200
#define DONORS	    4 /* one in so many rows with a body lends it */
#define DOCUMENTS   2 /* of our own for each ask about a text */

/* How people put an ask and what it is about together. */
static const char *const layouts[] = {
	"%1$s\n\n%2$s",
	"%1$s:\n\n%2$s",
	"%1$s:\n%2$s",
	"%1$s\n%2$s",
	"%1$s: \"%2$s\"",
	"%1$s\n\n\"%2$s\"",
	"%1$s\n---\n%2$s",
	"%1$s\n\n```\n%2$s\n```",
	"%1$s\n\n<text>\n%2$s\n</text>",
	"%1$s\n\nstdin:\n%2$s",
	"%1$s - %2$s",
	"%1$s\n\n> %2$s",
	"%2$s\n\n%1$s",
	"%2$s\n%1$s",
	"\"%2$s\"\n\n%1$s",
	"%2$s\n---\n%1$s",
	"%2$s\n\n\n%1$s",
	"```\n%2$s\n```\n%1$s",
	"<doc>\n%2$s\n</doc>\n\n%1$s",
};

#define LAYOUTS (sizeof(layouts) / sizeof(*layouts))

static void compose(struct rows *rows, struct chance *c, size_t ask,
		    struct text body, size_t fold)
{
	const char *layout = layouts[chance_below(c, LAYOUTS)];
	struct row row = rows->at[ask];
	size_t room = row.len + body.len + 64;
	char *about = xstrndup(body.ptr, body.len), group[16];

	/* "why?:" is written by nobody */
	if (strchr(".?!:", row.prompt[row.len - 1]) &&
	    !strncmp(layout, "%1$s:", 5))
		layout = layouts[0];
	snprintf(group, sizeof(group), "composed-%zu", ask % 2);
	row.id = xstrdup("composed");
	row.group = xstrdup(group);
	row.composed = true;
	row.fold = fold;
	row.hardness += 0.05;
	row.prompt = xmalloc(room);
	snprintf(row.prompt, room, layout, rows->at[ask].prompt, about);
	row.len = strlen(row.prompt);
	rows_push(rows, row);
	free(about);
}

/* The next own ask, from a place drawn at random, that wants such a body. */
static bool draw_ask(const struct rows *rows, struct chance *c, size_t first,
		     size_t end, enum row_body body, size_t *out)
{
	size_t at = chance_below(c, end - first);

	for (size_t k = 0; k < end - first; k++) {
		*out = first + (at + k) % (end - first);
		if (rows->at[*out].own && rows->at[*out].body == body)
			return true;
	}
	return false;
}

/* What a gathered row is about; empty where it does not lend it. */
static struct text body_of(const struct row *row, struct chance *c,
			   const struct lexicon *lex)
{
	struct prompt_view v = { .ask = row_text(row) };
	struct text none = { .ptr = "", .len = 0 };
	struct split sp;

	if (!row->templated || chance_below(c, DONORS))
		return none;
	split_prompt(&v, lex, &sp);
	if (sp.body[0].len > DONOR_BYTES)
		sp.body[0].len = DONOR_BYTES;
	return sp.body[0];
}

void augment_bodies(struct rows *rows, const struct rows *documents,
		    const struct lexicon *lex)
{
	struct chance c = CHANCE_INIT;
	size_t count = rows->count, first = 0, ask;

	while (first < count && !rows->at[first].own)
		first++;
	for (size_t i = 0; i < first; i++) {
		struct text body = body_of(&rows->at[i], &c, lex);
		struct shape s = { .bytes = 0 };

		if (!body.len)
			continue;
		shape_add(&s, body);
		if (draw_ask(rows, &c, first, count,
			     shape_kind(&s) == BODY_CODE ? ROW_CODE : ROW_TEXT,
			     &ask))
			compose(rows, &c, ask, body, rows->at[i].fold);
	}
	for (size_t i = first; i < count; i++)
		for (int n = 0; n < DOCUMENTS; n++) {
			const struct row *d = &documents->at[chance_below(
				&c, documents->count)];

			if (rows->at[i].body == ROW_TEXT)
				compose(rows, &c, i, row_text(d), NO_FOLD);
		}
}
