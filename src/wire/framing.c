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

enum meaning { IS_STREAM, IS_JSON, IS_ANYTHING };

static const struct {
	const char *name;
	enum meaning meaning;
} types[] = {
	{ "text/event-stream", IS_STREAM },
	{ "application/json", IS_JSON },
	{ "", IS_ANYTHING },
	{ "text/plain", IS_ANYTHING },
	{ "application/octet-stream", IS_ANYTHING },
};

int framing_of_type(struct text value, enum framing stream, bool asked,
		    enum framing *out, struct err *err)
{
	struct text type = media_type(value);

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		enum meaning meaning = types[i].meaning;

		if (type.len != strlen(types[i].name) ||
		    strncasecmp(type.ptr, types[i].name, type.len))
			continue;
		*out = meaning == IS_STREAM ||
		       (meaning == IS_ANYTHING && asked) ? stream :
		       FRAMING_NONE;
		return 0;
	}
	return err_set(err, ERR_PROTO, "answered with %.*s, not JSON",
		       (int)(type.len < 60 ? type.len : 60), type.ptr);
}

bool framing_is_stream(char first)
{
	return first && strchr("de:", first);
}
