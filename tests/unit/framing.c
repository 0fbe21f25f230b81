#include "wire/framing.h"

#include <string.h>

#include "tap.h"

/* RFC 9110, 8.3.1: types are compared without case, parameters follow ";". */
static const struct {
	const char *type;
	bool asked;
	int want;	/* -1: refused */
} rows[] = {
	{ "text/event-stream", false, FRAMING_SSE },
	{ "Text/Event-Stream; charset=utf-8", true, FRAMING_SSE },
	{ "application/json", true, FRAMING_NONE },
	{ "APPLICATION/JSON ;charset=utf-8", false, FRAMING_NONE },
	{ "", true, FRAMING_SSE },
	{ "", false, FRAMING_NONE },
	{ "text/plain", true, FRAMING_SSE },
	{ "application/octet-stream", false, FRAMING_NONE },
	{ "text/html; charset=utf-8", true, -1 },
	{ "application/jsonx", true, -1 },
	{ "application/jso", true, -1 },
};

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum framing got = FRAMING_AWS;
		struct err e = ERR_INIT;
		int rc = framing_of_type(text_of(rows[i].type), FRAMING_SSE,
					 rows[i].asked, &got, &e);

		ok(rows[i].want < 0 ? rc == -1 && e.kind == ERR_PROTO :
				      !rc && (int)got == rows[i].want,
		   "'%s' %s", rows[i].type, e.msg);
	}
	ok(framing_is_stream('d') && framing_is_stream('e') &&
		   framing_is_stream(':'), "fields and comments");
	for (const char *p = "{[\"-0123456789tfn \n"; *p; p++)
		ok(!framing_is_stream(*p), "JSON may begin with '%c'", *p);
	ok(!framing_is_stream('\0'), "nor NUL");
	return tap_done();
}
