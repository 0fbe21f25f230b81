#include "view/mdopen.h"

#include <string.h>

#include "tap.h"

/* Where a text may be cut: the bytes up to the last such blank. */
static const struct {
	const char *text;
	size_t blank, held;
} rows[] = {
	{ "a b c", 4, 0 }, { "abc", 0, 0 }, { "a *b c", 2, 4 },
	{ "a *b* c", 6, 0 }, { "a * b c", 6, 0 }, { "2*3 4", 0, 4 },
	{ "a_b c", 4, 0 }, { "a **b c* d", 2, 8 }, { "a ~b c", 5, 0 },
	{ "a ~~b c", 2, 5 }, { "a ~~b~~ c", 8, 0 }, { "a `b c", 2, 4 },
	{ "a ``b ` c`` d", 12, 0 }, { "a [b c", 2, 4 },
	{ "a [b c](d e", 2, 9 }, { "a [b c](d e) f", 13, 0 },
	{ "a [b c] d", 8, 0 }, { "a [b c][d e] f", 13, 0 },
	{ "a <b c", 2, 4 }, { "a < b c", 6, 0 }, { "a <b c> d", 8, 0 },
	{ "a \\*b c", 6, 0 }, { "a \\\\*b c", 2, 4 }, { "`\\` b", 4, 0 },
	{ "a\\\nb", 0, 0 }, { "a\nb", 2, 0 }, { "a](b c", 5, 0 },
};

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct mdopen o = MDOPEN_INIT;

		for (const char *p = rows[i].text; *p; p++)
			mdopen_byte(&o, *p);
		ok(o.blank == rows[i].blank && mdopen_held(&o) == rows[i].held,
		   "text %zu: cut at %zu, held %zu", i, o.blank,
		   mdopen_held(&o));
	}
}

static void test_drop(void)
{
	struct mdopen o = MDOPEN_INIT;

	for (const char *p = "a b *c d"; *p; p++)
		mdopen_byte(&o, *p);
	mdopen_drop(&o, 4);
	ok(o.seen == 4 && !o.blank && mdopen_held(&o) == 4, "a part is gone");
	mdopen_give_up(&o);
	mdopen_byte(&o, ' ');
	ok(o.blank == 5 && !mdopen_held(&o), "given up");
}

int main(void)
{
	test_rows();
	test_drop();
	return tap_done();
}
