#include "wire/framing.h"

#include <string.h>

#include "tap.h"

/* RFC 9110, 8.3.1: types are compared without case, parameters follow ";". */
static const struct {
	const char *type;
	bool asked;
	int want;	/* -1: refused; FRAMING_AWS: as the dialect has it */
} rows[] = {
	{ "text/event-stream", false, FRAMING_SSE },
	{ "Text/Event-Stream; charset=utf-8", true, FRAMING_SSE },
	{ "application/json", true, FRAMING_NONE },
	{ "APPLICATION/JSON ;charset=utf-8", false, FRAMING_NONE },
	{ "application/x-ndjson", false, FRAMING_NDJSON },
	{ "application/x-ndjson; charset=utf-8", true, FRAMING_NDJSON },
	{ "application/ndjson", true, FRAMING_NDJSON },
	{ "Application/JSONL", true, FRAMING_NDJSON },
	{ "application/vnd.amazon.eventstream", true, FRAMING_AWS },
	{ "Application/VND.Amazon.EventStream", false, FRAMING_AWS },
	{ "", true, FRAMING_AWS },
	{ "", false, FRAMING_NONE },
	{ "text/plain", true, FRAMING_AWS },
	{ "application/octet-stream", false, FRAMING_NONE },
	{ "text/html; charset=utf-8", true, -1 },
	{ "application/jsonx", true, -1 },
	{ "application/jso", true, -1 },
};

/* A dialect of lines: JSON that was to be a stream is lines. */
static void test_lines(void)
{
	enum framing got;

	ok(!framing_of_type(TEXT_LIT("application/json"), FRAMING_NDJSON, true,
			    &got, NULL) && got == FRAMING_NDJSON,
	   "lines may call themselves JSON");
	ok(!framing_of_type(TEXT_LIT("application/json"), FRAMING_NDJSON,
			    false, &got, NULL) && got == FRAMING_NONE,
	   "but one piece that was asked for is one");
	ok(!framing_of_type(TEXT_LIT("text/event-stream"), FRAMING_NDJSON,
			    true, &got, NULL) && got == FRAMING_SSE,
	   "and events are events");
}

int main(void)
{
	test_lines();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum framing got = FRAMING_NONE;
		struct err e = ERR_INIT;
		int rc = framing_of_type(text_of(rows[i].type), FRAMING_AWS,
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
