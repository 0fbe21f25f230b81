#include <stdint.h>
#include <string.h>

#include "git/message_inside.h"

#define ESC 0x1B
#define BEL 0x07

/* Ranges of what is not seen, or moves what is: none of it is text. */
static const struct {
	uint32_t first, last;
} hidden[] = {
	{ 0x00, 0x08 },	    /* controls but TAB and LF */
	{ 0x0B, 0x1F },
	{ 0x7F, 0x9F },
	{ 0xAD, 0xAD },	    /* soft hyphen */
	{ 0x34F, 0x34F },   /* combining grapheme joiner */
	{ 0x61C, 0x61C },   /* bidi */
	{ 0x115F, 0x1160 }, /* Hangul fillers */
	{ 0x17B4, 0x17B5 },
	{ 0x180E, 0x180E },
	{ 0x200B, 0x200B }, /* zero width space; the joiners are below */
	{ 0x200E, 0x200F }, /* bidi */
	{ 0x202A, 0x202E },
	{ 0x2060, 0x206F }, /* word joiner, isolates */
	{ 0x3164, 0x3164 },
	{ 0xFEFF, 0xFEFF }, /* byte order mark */
	{ 0xFFA0, 0xFFA0 },
	{ 0xFFF9, 0xFFFB },
	{ 0xE0000, 0xE0FFF }, /* tags, and selectors of no emoji */
};

static bool is_hidden(unsigned cp)
{
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (cp >= hidden[i].first && cp <= hidden[i].last)
			return true;
	return false;
}

/* The length of CSI, "ESC [" up to its last byte, at most to the line's end. */
static size_t csi_length(const char *p, size_t len)
{
	for (size_t i = 2; i < len && p[i] != '\n'; i++)
		if (p[i] >= '@' && p[i] <= '~')
			return i + 1;
	return 2;
}

/* The same for OSC and its kin, which end with BEL or ESC and a backslash. */
static size_t string_length(const char *p, size_t len)
{
	size_t i = 2;

	while (i < len && p[i] != '\n' && p[i] != BEL && p[i] != ESC)
		i++;
	if (i < len && p[i] == BEL)
		return i + 1;
	if (i + 1 < len && p[i] == ESC && p[i + 1] == '\\')
		return i + 2;
	return i;
}

/* The length of a terminal's sequence at p[0], which is ESC. */
static size_t sequence_length(const char *p, size_t len)
{
	if (len < 2)
		return 1;
	if (p[1] == '[')
		return csi_length(p, len);
	return p[1] && strchr("]PX^_", p[1]) ? string_length(p, len) : 1;
}

/* Spaces of all kinds are spaces, and ends of lines are LF. */
static unsigned plain(unsigned cp)
{
	if (cp == 0x2028 || cp == 0x2029 || cp == '\v' || cp == '\f')
		return '\n';
	if (cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F ||
	    cp == 0x205F)
		return ' ';
	return cp;
}

void message_chars(struct text raw, struct buf *out)
{
	unsigned last = '\n';	/* the character before this one */

	for (size_t i = 0; i < raw.len;) {
		const char *p = raw.ptr + i;
		char bytes[4];
		unsigned cp;
		size_t used;

		if (*p == ESC) {
			i += sequence_length(p, raw.len - i);
			continue;
		}
		utf8_decode(p, raw.len - i, &cp, &used);
		i += used;
		if (cp == '\r') {
			if (i < raw.len && raw.ptr[i] == '\n')
				continue;
			cp = '\n';
		}
		cp = plain(cp);
		/* joiners belong to emoji and to scripts that need them */
		if (is_hidden(cp) ||
		    ((cp == 0x200C || cp == 0x200D) && last < 0x80))
			continue;
		buf_add(out, bytes, utf8_encode(cp, bytes));
		last = cp;
	}
}
