#include <string.h>

#include "diff/digest.h"
#include "fuzz.h"

/* Whatever comes: valid text, within the budget, whole lines. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out = BUF_INIT(MAX_HELD);
	struct err err = ERR_INIT;
	size_t budget, hunks = 0;
	struct digest d;
	int rc;

	if (size < 2)
		return 0;
	budget = (size_t)data[0] << 8 | data[1];
	digest_init(&d);
	rc = digest_feed(&d, (const char *)data + 2, size - 2, &err);
	if (!rc)
		rc = digest_end(&d, &err);
	HOLDS(!rc || err.kind == ERR_PROTO);
	for (size_t i = 0; i < d.hunk_count; i++) {
		struct text t = digest_hunk_text(&d, &d.hunks[i]);

		HOLDS(!t.len || t.ptr[t.len - 1] == '\n');
		HOLDS(d.hunks[i].file < d.count);
	}
	for (size_t i = 0; i < d.count; i++)
		hunks += d.files[i].hunks;
	HOLDS(d.hunk_count <= hunks);
	digest_text(&d, budget, &out);
	HOLDS(out.len <= budget && strlen(out.ptr) == out.len);
	HOLDS(!utf8_count_bad(out.ptr, out.len));
	buf_release(&out);
	digest_release(&d);
	return 0;
}
