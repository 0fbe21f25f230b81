#include "app/line_history.h"

#include <string.h>

#include "app/line_text.h"

/* An entry may be a line of twice its length. */
#define LINE_MAX_BYTES (2 * LINE_HISTORY_ENTRY)

bool line_history_may_keep(struct text entry)
{
	return entry.len && entry.len <= LINE_HISTORY_ENTRY &&
	       !memchr(" \t\n", *entry.ptr, 3) && line_text_is_plain(entry);
}

void line_history_encode(struct text entry, struct buf *out)
{
	for (size_t i = 0; i < entry.len; i++) {
		if (entry.ptr[i] == '\n')
			buf_adds(out, "\\n");
		else if (entry.ptr[i] == '\\')
			buf_adds(out, "\\\\");
		else
			buf_addch(out, entry.ptr[i]);
	}
	buf_addch(out, '\n');
}

static void decode_line(const char *line, size_t len, struct buf *out)
{
	const char *end = line + len, *slash;

	buf_clear(out);
	while (line < end) {
		slash = memchr(line, '\\', (size_t)(end - line));
		if (!slash || slash + 1 == end) {
			buf_add(out, line, (size_t)(end - line));
			return;
		}
		buf_add(out, line, (size_t)(slash - line));
		buf_addch(out, slash[1] == 'n' ? '\n' : '\\');
		line = slash + 1;
		if (*line == 'n' || *line == '\\')
			line++;
	}
}

/* Where the last `count` lines begin. */
static size_t tail_start(const char *data, size_t len, size_t count)
{
	size_t at = len;
	const char *nl;

	if (at && data[at - 1] == '\n')
		at--;
	while (count--) {
		nl = memrchr(data, '\n', at);
		if (!nl)
			return 0;
		at = (size_t)(nl - data);
	}
	return at + 1;
}

static size_t count_lines(const char *data, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += data[i] == '\n';
	return count + (len && data[len - 1] != '\n');
}

size_t line_history_decode(const char *data, size_t len, line_history_fn *fn,
			   void *ctx)
{
	struct buf entry = BUF_INIT(LINE_HISTORY_ENTRY + 1);
	size_t at = tail_start(data, len, LINE_HISTORY_ENTRIES);
	size_t lines = count_lines(data, at);

	while (at < len) {
		const char *line = data + at;
		const char *nl = memchr(line, '\n', len - at);
		size_t n = nl ? (size_t)(nl - line) : len - at;
		struct text t;

		lines++;
		at += n + 1;
		if (n > LINE_MAX_BYTES)
			continue;
		decode_line(line, n, &entry);
		t = (struct text){ .ptr = entry.ptr, .len = entry.len };
		if (!entry.over && line_history_may_keep(t))
			fn(ctx, t);
	}
	buf_release(&entry);
	return lines;
}
