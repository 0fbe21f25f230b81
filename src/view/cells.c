#include "view/cells.h"

#include <locale.h>
#include <wchar.h>

#define MOST_CELLS 1000		/* of one line; a cell is 12 bytes at most */

static bool is_ascii(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if ((unsigned char)t.ptr[i] >= 0x80)
			return false;
	return true;
}

/* In the locale that is set for this thread. */
static size_t fit(struct text t, size_t width, size_t *used, bool known)
{
	size_t cells = 0, i = 0, len;

	while (i < t.len) {
		unsigned cp;
		int w;

		utf8_decode(t.ptr + i, t.len - i, &cp, &len);
		w = known ? wcwidth((wchar_t)cp) : 1;
		if (w < 0)	/* libc's Unicode is older than the text */
			w = 1;
		if (cells + (size_t)w > width)
			break;
		cells += (size_t)w;
		i += len;
	}
	*used = cells;
	return i;
}

size_t cells_fit(struct text t, size_t width, size_t *used)
{
	locale_t utf8, before;
	size_t ignored, len;

	if (!used)
		used = &ignored;
	if (is_ascii(t))
		return fit(t, width, used, false);
	utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (!utf8)
		return fit(t, width, used, false);
	before = uselocale(utf8);
	len = fit(t, width, used, true);
	uselocale(before);
	freelocale(utf8);
	return len;
}

size_t cells_width(struct text t)
{
	size_t used;

	cells_fit(t, t.len * 2, &used);
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
