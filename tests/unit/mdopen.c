#include "view/mdopen.h"

#include <string.h>

#include "tap.h"

/* Where a text may be cut: the bytes up to the last such place. */
static const struct {
	const char *text;
	size_t cut, held;
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
	{ "\xE6\x9D\xB1\xE4\xBA\xAC", 6, 0 },
	{ "\xE6\x9D\xB1\xE4\xBA", 3, 0 },
	{ "\xE6\x9D\xB1*\xE4\xBA\xAC", 3, 4 },
	{ "\xE0\xB8\x81\xE0\xA4\x85", 3, 0 },
	{ "\xC3\xA4\xE2\x80\x94\xF0\x9F\x98\x80", 0, 0 },
};

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct mdopen o = MDOPEN_INIT;

		for (const char *p = rows[i].text; *p; p++)
			mdopen_byte(&o, *p);
		ok(o.cut == rows[i].cut && mdopen_held(&o) == rows[i].held,
		   "text %zu: cut at %zu, held %zu", i, o.cut,
		   mdopen_held(&o));
	}
}

static void test_drop(void)
{
	struct mdopen o = MDOPEN_INIT;

	for (const char *p = "a b *c d"; *p; p++)
		mdopen_byte(&o, *p);
	mdopen_drop(&o, 4);
	ok(o.seen == 4 && !o.cut && mdopen_held(&o) == 4, "a part is gone");
	mdopen_give_up(&o);
	mdopen_byte(&o, ' ');
	ok(o.cut == 5 && !mdopen_held(&o), "given up");
}

int main(void)
{
	test_rows();
	test_drop();
	return tap_done();
}
