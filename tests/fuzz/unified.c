#include <string.h>

#include "diff/apply.h"
#include "diff/unified.h"
#include "fuzz.h"

/*
 * The first two bytes say where the rest is cut into two texts: the diff of
 * them, applied to the first, gives the second, whatever they hold. And a
 * text read as a diff breaks nothing.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf patch = BUF_INIT(MAX_HELD), again = BUF_INIT(MAX_HELD);
	struct unified_file f = { .name = TEXT_LIT("a b"),
				  .old_mode = UNIFIED_PLAIN };
	struct err err = ERR_INIT;
	const char *in = (const char *)data + 2;
	size_t cut;

	if (size < 2)
		return 0;
	size -= 2;
	cut = (size_t)(data[0] << 8 | data[1]) % (size + 1);
	f.old_text = (struct text){ in, cut };
	f.new_text = (struct text){ in + cut, size - cut };
	f.new_mode = cut % 3 ? UNIFIED_PLAIN : UNIFIED_EXEC;
	unified_add(&f, cut % 5, NULL, &patch);
	HOLDS(!apply_patch(text_of_buf(&patch), f.old_text, &again, &err));
	HOLDS(again.len == f.new_text.len &&
	      !memcmp(again.ptr, f.new_text.ptr, again.len));
	buf_clear(&again);
	if (apply_patch(f.new_text, f.old_text, &again, &err))
		HOLDS(err.kind == ERR_PATCH || err.kind == ERR_PROTO);
	buf_release(&patch);
	buf_release(&again);
	return 0;
}
