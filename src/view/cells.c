#include "view/cells.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "view/cells_table.h"

#define MOST_CELLS 1000		/* of one line; a cell is 12 bytes at most */
#define MOST_OF_ONE 4		/* cells of one sequence */

#define ZERO_WIDTH_JOINER 0x200Du
#define EMOJI_SELECTOR 0xFE0Fu

/* One sequence: what the terminal shows as one thing. */
struct sequence {
	size_t len, cells;
	enum cells_kind first;
	bool emoji;	/* its last emoji may be coloured or joined */
	bool joined;	/* to what comes next */
};

static enum cells_kind kind_of(unsigned cp)
{
	size_t low = 0, high = cells_table_len;

	if (cp >= 0x4E00 && cp <= 0x9FFF)	/* most of what is wide */
		return CELLS_WIDE;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (cp > cells_table[mid].last)
			low = mid + 1;
		else if (cp < cells_table[mid].first)
			high = mid;
		else
			return cells_table[mid].kind;
	}
	return CELLS_NARROW;
}

static void begin(struct sequence *q, unsigned cp)
{
	enum cells_kind kind = kind_of(cp);

	q->first = kind;
	q->emoji = kind == CELLS_EMOJI || kind == CELLS_TONE ||
		   (kind == CELLS_CAPABLE && cp >= 0x80);
	if (kind == CELLS_WIDE || kind == CELLS_EMOJI || kind == CELLS_TONE)
		q->cells = 2;
	else
		q->cells = kind != CELLS_NONE;
}

/* Does the character belong to the sequence? Then it is added. */
static bool extend(struct sequence *q, unsigned cp)
{
	bool joined = q->joined;

	q->joined = false;
	switch (kind_of(cp)) {
	case CELLS_NONE:
		q->joined = q->emoji && cp == ZERO_WIDTH_JOINER;
		if (q->first == CELLS_CAPABLE && cp == EMOJI_SELECTOR &&
		    q->cells == 1)
			q->cells = 2;
		return true;
	case CELLS_MARK:
		if (q->cells >= MOST_OF_ONE)
			return false;
		q->cells++;
		return true;
	case CELLS_TONE:	/* makes an emoji, like the selector */
		if (q->emoji && q->cells == 1)
			q->cells = 2;
		return q->emoji;
	case CELLS_EMOJI:
	case CELLS_CAPABLE:
		if (joined && cp >= 0x80)
			q->cells = 2;
		return joined && cp >= 0x80;
	case CELLS_REGIONAL:
		if (q->first != CELLS_REGIONAL || q->cells != 1)
			return false;
		q->cells = 2;
		return true;
	case CELLS_NARROW:
	case CELLS_WIDE:
		break;
	}
	return false;
}

/* The sequence at the beginning of `t`, which is not empty. */
static struct sequence first_sequence(struct text t)
{
	struct sequence q = { .len = 0 };
	unsigned cp;
	size_t len;

	utf8_decode(t.ptr, t.len, &cp, &len);
	begin(&q, cp);
	for (q.len = len; q.len < t.len; q.len += len) {
		if ((unsigned char)t.ptr[q.len] < 0x80)
			break;
		utf8_decode(t.ptr + q.len, t.len - q.len, &cp, &len);
		if (!extend(&q, cp))
			break;
	}
	return q;
}

/*
 * How many ASCII characters `t` begins with that take a cell each: the last
 * one before another character could be part of a sequence.
 */
static size_t ascii_run(struct text t, size_t most)
{
	size_t end = most < t.len ? most : t.len, n = 0;
	uint64_t eight;

	for (; end - n >= sizeof(eight); n += sizeof(eight)) {
		memcpy(&eight, t.ptr + n, sizeof(eight));
		if (eight & 0x8080808080808080u)
			break;
	}
	while (n < end && (unsigned char)t.ptr[n] < 0x80)
		n++;
	if (n && n < t.len && (unsigned char)t.ptr[n] >= 0x80)
		n--;
	return n;
}

size_t cells_fit(struct text t, size_t width, size_t *used)
{
	size_t cells = 0, i = 0;

	while (i < t.len) {
		struct text rest = { t.ptr + i, t.len - i };
		size_t run = ascii_run(rest, width - cells);
		struct sequence q;

		cells += run;
		i += run;
		if (i == t.len)
			break;
		q = first_sequence((struct text){ t.ptr + i, t.len - i });
		if (q.cells > width - cells)
			break;
		cells += q.cells;
		i += q.len;
	}
	if (used)
		*used = cells;
	return i;
}

size_t cells_width(struct text t)
{
	size_t used;

	cells_fit(t, SIZE_MAX, &used);
	return used;
}

static void add_blanks(struct buf *out, size_t n)
{
	buf_addf(out, "%*s", (int)n, "");
}

void cells_add(struct buf *out, struct text t, size_t width,
	       enum cells_align align)
{
	char safe[12 * MOST_CELLS];
	size_t used, len;
	bool cut;

	if (width > MOST_CELLS)
		width = MOST_CELLS;
	len = text_safe_line(safe, sizeof(safe), t.ptr, t.len);
	t = (struct text){ safe, len };
	len = cells_fit(t, width, &used);
	cut = len < t.len && width >= 8;
	if (cut)
		len = cells_fit(t, width - 3, &used);
	if (align == CELLS_RIGHT)
		add_blanks(out, width - used - (cut ? 3 : 0));
	buf_add(out, safe, len);
	if (cut)
		buf_adds(out, "...");
	if (align == CELLS_LEFT)
		add_blanks(out, width - used - (cut ? 3 : 0));
}

void cells_addf(struct buf *out, size_t width, const char *fmt, ...)
{
	char text[64];
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		text[0] = '\0';
	va_end(ap);
	buf_addf(out, " %*s", (int)width, text);
}
