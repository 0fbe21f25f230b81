#include "view/bar.h"

#include <math.h>
#include <string.h>

#include "tap.h"

/* By hand: U+2588 is whole, U+258F an eighth, U+258C a half. */
static const struct {
	double share;
	size_t width;
	bool blocks;
	const char *want;
} rows[] = {
	{ 0, 10, false, "" },
	{ 1, 10, false, "##########" },
	{ 0.5, 10, false, "#####" },
	{ 0.54, 10, false, "#####" },
	{ 0.56, 10, false, "######" },
	{ 0.001, 10, false, "#" },
	{ 7, 3, false, "###" },
	{ -1, 3, false, "" },
	{ 1, 0, false, "" },
	{ 1, 2, true, "\u2588\u2588" },
	{ 0.5, 2, true, "\u2588" },
	{ 0.25, 2, true, "\u258C" },
	{ 0.75, 2, true, "\u2588\u258C" },
	{ 0.0625, 2, true, "\u258F" },
	{ 0.9375, 2, true, "\u2588\u2589" },
	{ 0.0001, 2, true, "\u258F" },
	{ 0, 2, true, "" },
};

static const struct {
	const char *lc_all, *lc_ctype, *lang;
	bool want;
} locales[] = {
	{ NULL, NULL, NULL, false },
	{ NULL, NULL, "C", false },
	{ NULL, NULL, "POSIX", false },
	{ NULL, NULL, "C.UTF-8", true },
	{ NULL, NULL, "de_DE.utf8", true },
	{ NULL, NULL, "ca_ES.UTF-8@valencia", true },
	{ NULL, NULL, "de_DE.ISO-8859-1", false },
	{ NULL, NULL, "de_DE", false },
	{ NULL, "C", "C.UTF-8", false },
	{ NULL, "C.UTF-8", "C", true },
	{ NULL, "", "C.UTF-8", true },
	{ "C", "C.UTF-8", "C.UTF-8", false },
	{ "en_US.UTF-8", "C", "C", true },
	{ "", "C.UTF-8", "C", true },
};

int main(void)
{
	struct buf nan_bar = BUF_INIT(100);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf b = BUF_INIT(100);

		bar_add(&b, rows[i].share, rows[i].width, rows[i].blocks);
		ok(!strcmp(b.ptr, rows[i].want), "%g of %zu: '%s'",
		   rows[i].share, rows[i].width, b.ptr);
		buf_release(&b);
	}
	bar_add(&nan_bar, NAN, 5, true);
	ok(!nan_bar.len, "no number, no bar");
	buf_release(&nan_bar);
	for (size_t i = 0; i < sizeof(locales) / sizeof(locales[0]); i++)
		ok(bar_locale_is_utf8(locales[i].lc_all, locales[i].lc_ctype,
				  locales[i].lang) == locales[i].want,
		   "locale %zu", i);
	return tap_done();
}
