#include <stdbool.h>
#include <string.h>

#include "guard/chars.h"
#include "guard/mask.h"

/* Where in the answer the stream stands. */
enum where {
	IN_TEXT,
	IN_URL,		/* up to what cannot be in one */
	IN_LINK,	/* "](": up to its bracket, or the line's end */
	IN_TARGET,	/* "]:": up to white space */
	IN_ATTRIBUTE,	/* href=, up to the value's quote */
	IN_CSS		/* url(, up to its bracket */
};

/* What, in lower case, leads there; the most telling first. */
static const struct {
	const char *mark;
	enum where state;
} marks[] = {
	{ "/", IN_URL },	 { "www.", IN_URL },
	{ "@", IN_URL },	 { "mailto:", IN_URL },
	{ "](", IN_LINK },
	{ "]:", IN_TARGET },	 { "href=", IN_ATTRIBUTE },
	{ "src=", IN_ATTRIBUTE }, { "srcset=", IN_ATTRIBUTE },
	{ "action=", IN_ATTRIBUTE }, { "poster=", IN_ATTRIBUTE },
	{ "url(", IN_CSS },
};

void unmask_init(struct unmask *u, const struct mask *m,
		 int (*text)(void *ctx, struct text piece, struct err *err),
		 void *ctx)
{
	*u = (struct unmask){ .mask = m, .text = text, .ctx = ctx };
}

static void enter(struct unmask *u, enum where state)
{
	u->state = (unsigned char)state;
	u->quote = '\0';
	u->begun = false;
	u->depth = 0;
}

/* Blanks around an attribute's "=" do not count. */
static void remember(struct unmask *u, char c)
{
	size_t size = sizeof(u->last);

	if (c == '=')
		while (chars_in(CHARS_SPACE, u->last[size - 1])) {
			memmove(u->last + 1, u->last, size - 1);
			u->last[0] = '\0';
		}
	memmove(u->last, u->last + 1, size - 1);
	u->last[size - 1] = chars_fold(c);
}

/*
 * Any word with a "/" or an "@" in it may be an address, also without its
 * scheme; quotes do not end one, as renderers of Markdown see it.
 */
static bool in_url(char c)
{
	return !chars_in(CHARS_SPACE, c) && c != '<' && c != '>';
}

/* Brackets within brackets; a blank before the target does not end it. */
static bool in_brackets(struct unmask *u, char c)
{
	if (c == '(')
		u->depth++;
	if (c == ')' && !u->depth--)
		return false;
	if (!chars_in(CHARS_SPACE, c))
		u->begun = true;
	return c != '\n' || !u->begun;
}

static bool in_attribute(struct unmask *u, char c)
{
	if (u->begun)
		return u->quote ? c != u->quote
				: !chars_in(CHARS_SPACE, c) && c != '>';
	if (chars_in(CHARS_SPACE, c))
		return true;
	u->begun = true;
	if (c == '"' || c == '\'')
		u->quote = c;
	return c != '>';
}

static bool stays(struct unmask *u, char c)
{
	switch ((enum where)u->state) {
	case IN_URL:
		return in_url(c);
	case IN_LINK:
	case IN_CSS:
		return in_brackets(u, c);
	case IN_TARGET:
		u->begun |= !chars_in(CHARS_SPACE, c);
		return !u->begun || !chars_in(CHARS_SPACE, c);
	case IN_ATTRIBUTE:
		return in_attribute(u, c);
	case IN_TEXT:
		break;
	}
	return false;
}

/* A byte that is handed on: where does it lead? */
static void follow(struct unmask *u, char c)
{
	size_t size = sizeof(u->last);

	remember(u, c);
	if (u->state != IN_TEXT && stays(u, c))
		return;
	enter(u, IN_TEXT);
	if (!strchr(":/.(=@", c) || !c)
		return;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		size_t n = strlen(marks[i].mark);

		if (!memcmp(u->last + size - n, marks[i].mark, n)) {
			enter(u, marks[i].state);
			return;
		}
	}
}

static int give(struct unmask *u, const char *p, size_t len, struct err *err)
{
	if (!len)
		return 0;
	return u->text(u->ctx, (struct text){ p, len }, err);
}

/* What was held back is none, or stays: it goes on as it is. */
static int give_held(struct unmask *u, struct err *err)
{
	size_t len = u->held_len;

	for (size_t i = 0; i < len; i++)
		follow(u, u->held[i]);
	u->held_len = 0;
	return give(u, u->held, len, err);
}

/*
 * One byte more of what may be a placeholder. *used is false when it was
 * none and the byte is still to be read as text.
 */
static int hold(struct unmask *u, char c, bool *used, struct err *err)
{
	struct text secret;
	enum mask_place is;
	size_t len;

	u->held[u->held_len++] = c;
	is = mask_at(u->mask, u->held, u->held_len, &secret, &len);
	*used = is != MASK_NONE;
	if (is == MASK_PART)
		return 0;
	if (is == MASK_NONE) {
		u->held_len--;
		return give_held(u, err);
	}
	if (u->state != IN_TEXT)
		return give_held(u, err);
	u->held_len = 0;
	/* as if text that ends with "]" stood there: "](" makes it a link */
	for (size_t i = 0; i < sizeof(u->last); i++)
		remember(u, ']');
	return give(u, secret.ptr, secret.len, err);
}

int unmask_feed(struct unmask *u, struct text piece, struct err *err)
{
	const char *p = piece.ptr, *end = p + piece.len, *from = p;

	while (p < end) {
		bool used = false;

		if (u->held_len) {
			if (hold(u, *p, &used, err))
				return -1;
			p += used;
			from = p;
			continue;
		}
		if (*p != '[') {
			follow(u, *p++);
			continue;
		}
		if (give(u, from, (size_t)(p - from), err))
			return -1;
		u->held[u->held_len++] = *p++;
		from = p;
	}
	return u->held_len ? 0 : give(u, from, (size_t)(end - from), err);
}

int unmask_end(struct unmask *u, struct err *err)
{
	return give_held(u, err);
}
