#ifndef SHUNT_VIEW_BAR_H
#define SHUNT_VIEW_BAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * A bar of a chart: `share` (0 to 1; outside of that the nearest, NAN is 0)
 * of `width` cells. With `blocks` in eighths of a cell (U+2588 to U+258F),
 * else whole cells of "#". More than nothing is never drawn as nothing.
 * No blanks are added behind it.
 */
void bar_add(struct buf *out, double share, size_t width, bool blocks);

/*
 * Does the locale say UTF-8? The values of LC_ALL, LC_CTYPE and LANG are
 * handed in, NULL where unset. The name counts, as the locale itself need not
 * be installed here for the terminal to be one.
 */
bool bar_locale_is_utf8(const char *lc_all, const char *lc_ctype,
			const char *lang);

#endif
