#include "app/picture.h"

#include <string.h>

/* The bytes at the start; "RIFF" has its length before the rest. */
static const struct {
	const char *type, *magic;
	size_t len;
	const char *more;	/* at byte 8, or NULL */
} types[] = {
	{ "image/png", "\x89PNG\r\n\x1A\n", 8, NULL },
	{ "image/jpeg", "\xFF\xD8\xFF", 3, NULL },
	{ "image/gif", "GIF87a", 6, NULL },
	{ "image/gif", "GIF89a", 6, NULL },
	{ "image/webp", "RIFF", 4, "WEBP" },
};

const char *picture_type(struct text b)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (b.len < types[i].len ||
		    memcmp(b.ptr, types[i].magic, types[i].len))
			continue;
		if (!types[i].more ||
		    (b.len >= 12 && !memcmp(b.ptr + 8, types[i].more, 4)))
			return types[i].type;
	}
	return NULL;
}
