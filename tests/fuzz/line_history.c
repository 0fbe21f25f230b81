#include "app/line_history.h"

#include <string.h>

#include "app/line_text.h"
#include "fuzz.h"

/*
 * Whatever is in a history file: what is read of it is plain and bounded,
 * and reads the same when it is written again.
 */
struct seen {
	struct buf lines;
	size_t count;
};

static void keep(void *ctx, struct text entry)
{
	struct seen *s = ctx;

	HOLDS(entry.len && entry.len <= LINE_HISTORY_ENTRY);
	HOLDS(!memchr(entry.ptr, '\0', entry.len) && !entry.ptr[entry.len]);
	HOLDS(!memchr(entry.ptr, '\033', entry.len));
	HOLDS(line_history_may_keep(entry));
	line_history_encode(entry, &s->lines);
	s->count++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen first = { .lines = BUF_INIT(4 * size + 16) };
	struct seen again = { .lines = BUF_INIT(4 * size + 16) };
	struct buf clean = BUF_INIT(3 * size + 16), twice = clean;
	size_t total;

	total = line_history_decode((const char *)data, size, keep, &first);
	HOLDS(first.count <= total && first.count <= LINE_HISTORY_ENTRIES);
	HOLDS(!first.lines.over);
	total = line_history_decode(first.lines.ptr, first.lines.len, keep,
				    &again);
	HOLDS(total == first.count && again.count == first.count);
	HOLDS(again.lines.len == first.lines.len &&
	      !memcmp(again.lines.ptr, first.lines.ptr, first.lines.len));
	line_text_clean((const char *)data, size, &clean);
	HOLDS(!clean.over && !memchr(clean.ptr, '\0', clean.len) &&
	      !memchr(clean.ptr, '\r', clean.len));
	line_text_clean(clean.ptr, clean.len, &twice);
	HOLDS(twice.len == clean.len &&
	      !memcmp(twice.ptr, clean.ptr, clean.len));
	buf_release(&first.lines);
	buf_release(&again.lines);
	buf_release(&clean);
	buf_release(&twice);
	return 0;
}
