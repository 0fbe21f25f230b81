#include "view/cells.h"

#include <string.h>

#include "fuzz.h"

/*
 * The first byte is a width. What fits in it is no wider, nothing more would
 * fit, and what is cut off there is as wide as it was in the whole.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf line = BUF_INIT((size_t)1 << 24);
	struct text t, head, tail;
	size_t width, used, more, len;

	if (!size)
		return 0;
	t = (struct text){ (const char *)data + 1, size - 1 };
	width = data[0];
	len = cells_fit(t, width, &used);
	head = (struct text){ t.ptr, len };
	tail = (struct text){ t.ptr + len, t.len - len };
	HOLDS(len <= t.len && used <= width);
	HOLDS(cells_width(head) == used);
	HOLDS(cells_width(t) == used + cells_width(tail));
	HOLDS(len == t.len || cells_fit(tail, width - used, &more) == 0);
	cells_add(&line, t, width, CELLS_LEFT);
	HOLDS(!utf8_count_bad(line.ptr, line.len));
	HOLDS(cells_width((struct text){ line.ptr, line.len }) == width);
	buf_release(&line);
	return 0;
}
