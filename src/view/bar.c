#include "view/bar.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

#define FULL_BLOCK 0x2588u	/* U+2589 is seven eighths, ... */

static void add_block(struct buf *out, unsigned eighths)
{
	char c[4];

	buf_add(out, c, utf8_encode(FULL_BLOCK + 8 - eighths, c));
}

void bar_add(struct buf *out, double share, size_t width, bool blocks)
{
	size_t per_cell = blocks ? 8 : 1, n;

	if (!(share > 0) || !width)
		return;
	if (share > 1)
		share = 1;
	n = (size_t)(share * (double)(width * per_cell) + 0.5);
	if (!n)
		n = 1;
	for (; n >= per_cell; n -= per_cell) {
		if (blocks)
			add_block(out, 8);
		else
			buf_addch(out, '#');
	}
	if (n)
		add_block(out, (unsigned)n);
}

bool bar_locale_is_utf8(const char *lc_all, const char *lc_ctype,
			const char *lang)
{
	const char *name = lc_all && *lc_all ? lc_all :
			   lc_ctype && *lc_ctype ? lc_ctype : lang;
	const char *set = name ? strchr(name, '.') : NULL;

	if (!set)
		return false;
	return !strncasecmp(set, ".utf-8", 6) || !strncasecmp(set, ".utf8", 5);
}
