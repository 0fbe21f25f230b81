#include "app/picture.h"

#include <string.h>

#include "tap.h"

/* The first bytes as the formats' specifications have them. */
static const struct {
	const char *bytes;
	size_t len;
	const char *type;
} rows[] = {
	{ "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR", 16, "image/png" },
	{ "\xFF\xD8\xFF\xE0\0\x10JFIF", 10, "image/jpeg" },
	{ "\xFF\xD8\xFF\xE1\0\x10" "Exif", 10, "image/jpeg" },
	{ "GIF87a\1\0", 8, "image/gif" },
	{ "GIF89a\1\0", 8, "image/gif" },
	{ "RIFF\x24\0\0\0WEBPVP8 ", 16, "image/webp" },
	{ "RIFF\x24\0\0\0WAVEfmt ", 16, NULL },
	{ "RIFF\x24\0\0\0WEB", 11, NULL },
	{ "GIF88a\1\0", 8, NULL },
	{ "\x89PNG\r\n", 6, NULL },
	{ "PNG", 3, NULL },
	{ "%PDF-1.7", 8, NULL },
	{ "", 0, NULL },
};

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *type = picture_type((struct text){
			rows[i].bytes, rows[i].len });

		ok(type == rows[i].type ||
			   (type && rows[i].type &&
			    !strcmp(type, rows[i].type)),
		   "row %zu: %s", i, type ? type : "no picture");
	}
	return tap_done();
}
