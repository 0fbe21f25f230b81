#include "base/hash.h"

#include <inttypes.h>
#include <string.h>

#include "tap.h"

/* Of the vectors that the algorithm's authors publish with it. */
static const struct {
	const char *text;
	uint64_t want;
} rows[] = {
	{ "", UINT64_C(0xcbf29ce484222325) },
	{ "a", UINT64_C(0xaf63dc4c8601ec8c) },
	{ "foobar", UINT64_C(0x85944171f73967e8) },
};

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = strlen(rows[i].text);
		uint64_t all = hash_bytes(HASH_START, rows[i].text, len);
		uint64_t part = hash_bytes(HASH_START, rows[i].text, len / 2);

		part = hash_bytes(part, rows[i].text + len / 2, len - len / 2);
		ok(all == rows[i].want, "'%s': %016" PRIx64, rows[i].text, all);
		ok(part == all, "'%s' in two pieces", rows[i].text);
	}
	return tap_done();
}
