#include "app/line_text.h"

#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"
#define QUOTES "\"\"\""

static bool is_c1(unsigned cp)
{
	return cp >= 0x80 && cp < 0xA0;
}

bool line_text_is_plain(struct text t)
{
	size_t used, i = 0;
	unsigned cp;
	int n;

	while (i < t.len) {
		unsigned char c = (unsigned char)t.ptr[i];

		if (c >= 0x20 && c < 0x7F) {
			i++;
			continue;
		}
		if (c < 0x80 && c != '\t' && c != '\n')
			return false;
		n = utf8_decode(t.ptr + i, t.len - i, &cp, &used);
		if (n < 0 || is_c1(cp))
			return false;
		i += (size_t)n;
	}
	return true;
}

void line_text_clean(const char *in, size_t len, struct buf *out)
{
	size_t i = 0, from = 0, used;
	unsigned cp;

	while (i < len) {
		unsigned char c = (unsigned char)in[i];
		const char *put = REPLACEMENT;
		int n = 1;

		used = 1;
		if (c >= 0x80)
			n = utf8_decode(in + i, len - i, &cp, &used);
		if (n > 0 && c != '\r' && c && !(c >= 0x80 && is_c1(cp))) {
			i += (size_t)n;
			continue;
		}
		buf_add(out, in + from, i - from);
		if (c == '\r')
			put = i + 1 < len && in[i + 1] == '\n' ? "" : "\n";
		buf_adds(out, put);
		i += n > 0 ? (size_t)n : used;
		from = i;
	}
	buf_add(out, in + from, len - from);
}

static bool ends_quoted(const char *line, size_t len)
{
	return len >= 3 && !memcmp(line + len - 3, QUOTES, 3);
}

/* A line in a block, or what is behind the quotes that opened it. */
static bool add_quoted(struct line_block *b, const char *line, size_t len,
		       struct buf *out)
{
	bool last = ends_quoted(line, len);

	if (last)
		len -= 3;
	if (!last || len || b->bare) {
		if (!b->bare)
			buf_addch(out, '\n');
		buf_add(out, line, len);
	}
	b->bare = false;
	b->open = b->quoted = !last;
	return last;
}

bool line_block_add(struct line_block *b, const char *line, struct buf *out)
{
	size_t len = strlen(line);

	if (b->quoted)
		return add_quoted(b, line, len, out);
	if (!b->open && !strncmp(line, QUOTES, 3) && !strchr(line, '\n')) {
		b->bare = b->quoted = b->open = true;
		return line[3] ? add_quoted(b, line + 3, len - 3, out) : false;
	}
	b->open = len && line[len - 1] == '\\';
	buf_add(out, line, b->open ? len - 1 : len);
	if (b->open)
		buf_addch(out, '\n');
	return !b->open;
}
