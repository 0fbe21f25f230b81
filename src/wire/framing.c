#include "wire/framing.h"

#include <string.h>
#include <strings.h>

/* The media type of a header's value: "text/html" of "text/html; q=1". */
static struct text media_type(struct text value)
{
	size_t n = 0;

	while (n < value.len && value.ptr[n] != ';')
		n++;
	return text_trim((struct text){ .ptr = value.ptr, .len = n });
}

enum meaning { IS_EVENTS, IS_LINES, IS_FRAMES, IS_JSON, IS_ANYTHING };

static const struct {
	const char *name;
	enum meaning meaning;
} types[] = {
	{ "text/event-stream", IS_EVENTS },
	{ "application/x-ndjson", IS_LINES },
	{ "application/ndjson", IS_LINES },
	{ "application/jsonl", IS_LINES },
	{ "application/vnd.amazon.eventstream", IS_FRAMES },
	{ "application/json", IS_JSON },
	{ "", IS_ANYTHING },
	{ "text/plain", IS_ANYTHING },
	{ "application/octet-stream", IS_ANYTHING },
};

static enum framing framing_by(enum meaning meaning, enum framing stream,
			       bool asked)
{
	if (meaning == IS_EVENTS)
		return FRAMING_SSE;
	if (meaning == IS_LINES)
		return FRAMING_NDJSON;
	if (meaning == IS_FRAMES)
		return FRAMING_AWS;
	/* one line of JSON is a stream of one: nothing is lost by it */
	if (asked && (meaning == IS_ANYTHING || stream == FRAMING_NDJSON))
		return stream;
	return FRAMING_NONE;
}

int framing_of_type(struct text value, enum framing stream, bool asked,
		    enum framing *out, struct err *err)
{
	struct text type = media_type(value);

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (type.len != strlen(types[i].name) ||
		    strncasecmp(type.ptr, types[i].name, type.len))
			continue;
		*out = framing_by(types[i].meaning, stream, asked);
		return 0;
	}
	return err_set(err, ERR_PROTO, "answered with %.*s, not JSON",
		       (int)(type.len < 60 ? type.len : 60), type.ptr);
}

bool framing_is_stream(char first)
{
	return first && strchr("de:", first);
}
