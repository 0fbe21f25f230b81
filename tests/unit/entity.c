#include "view/entity.h"

#include "tap.h"

static const struct {
	const char *text;
	unsigned cp;
} rows[] = {
	{ "&amp;", '&' }, { "&quot;", '"' }, { "&nbsp;", 0xA0 },
	{ "&copy;", 0xA9 }, { "&frac34;", 0xBE }, { "&AElig;", 0xC6 },
	{ "&szlig;", 0xDF }, { "&eacute;", 0xE9 }, { "&yuml;", 0xFF },
	{ "&hellip;", 0x2026 }, { "&rarr;", 0x2192 }, { "&#35;", '#' },
	{ "&#x22;", '"' }, { "&#XD06;", 0xD06 }, { "&#xcaB;", 0xCAB },
	{ "&#0;", 0xFFFD }, { "&#xD800;", 0xFFFD }, { "&#x110000;", 0xFFFD },
	{ "&#99999999999999999999;", 0xFFFD }, { "&nope;", 0 },
	{ "&Nbsp;", 0 }, { "&amp", 0 }, { "amp;", 0 }, { "&;", 0 },
	{ "&#1a;", 0 }, { "", 0 }, { "& ;", 0 }, { "&not iexcl;", 0 },
};

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ok(entity_decode(text_of(rows[i].text)) == rows[i].cp,
		   "'%s' is U+%04X", rows[i].text, rows[i].cp);
	return tap_done();
}
