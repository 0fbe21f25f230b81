#include "route/change.h"

#include <stdbool.h>

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

static void add_typos(struct chance *c, struct text t, struct buf *out)
{
	size_t i = 0;

	while (i < t.len) {
		if (is_letter(t.ptr[i]) && !chance_below(c, CHANGE_EVERY)) {
			i += mistype(c, t.ptr + i, t.len - i, out);
			continue;
		}
		buf_addch(out, t.ptr[i++]);
	}
}

static void add_form(struct text t, enum change change, struct buf *out)
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

void change_text(struct chance *c, struct text t, enum change change,
		 struct buf *out)
{
	if (change == CHANGE_TYPOS)
		add_typos(c, t, out);
	else
		add_form(t, change, out);
}
