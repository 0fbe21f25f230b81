#include <string.h>

#include "diff/blocks.h"
#include "fuzz.h"

/*
 * The first byte says how much is the file, the rest is the answer. What is
 * read points into the answer; what comes of it holds no byte that neither
 * had, but for line ends and a BOM.
 */
static void apply(const struct blocks *b, struct text old_text, size_t size)
{
	struct buf out = BUF_INIT(MAX_HELD);
	struct err err = ERR_INIT;
	bool gone;

	if (blocks_apply(b, b->count ? b->list[0].name : TEXT_LIT("f"),
			 old_text.len, old_text, &out, &gone, &err)) {
		HOLDS(err.kind == ERR_PATCH);
	} else {
		HOLDS(out.len <= 2 * size + 5);
		HOLDS(b->count || (out.len == old_text.len &&
				   !memcmp(out.ptr, old_text.ptr, out.len)));
		HOLDS(!gone || !out.len);
	}
	buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *in = (const char *)data + 1;
	struct text old_text, answer;
	struct err err = ERR_INIT;
	struct blocks b;

	if (!size--)
		return 0;
	old_text = (struct text){ in, data[0] < size ? data[0] : size };
	answer = (struct text){ in + old_text.len, size - old_text.len };
	if (blocks_read(&b, answer, &err)) {
		HOLDS(err.kind == ERR_PATCH);
	} else {
		for (size_t i = 0; i < b.count; i++) {
			const struct block *k = &b.list[i];

			HOLDS(k->name.len && k->name.ptr >= answer.ptr);
			HOLDS(k->replace.len <= answer.len);
			HOLDS(!k->search.len || k->search.ptr[k->search.len -
							      1] == '\n');
		}
		apply(&b, old_text, size);
	}
	HOLDS(blocks_marks(old_text) >= 7 && blocks_fence(old_text) >= 3);
	blocks_release(&b);
	return 0;
}
