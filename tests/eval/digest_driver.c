#include <stdio.h>

#include "diff/digest.h"

/*
 * The digest of a diff by itself, for tests/scripts/test_patch.py: a diff on
 * stdin, what a model would read of it on stdout.
 *
 *	digest_driver BUDGET
 */
int main(int argc, char **argv)
{
	static char in[65536];
	struct buf out = BUF_INIT(MAX_HELD);
	struct err err = ERR_INIT;
	struct digest d;
	size_t n, budget = 0;
	int rc = 0;

	if (argc < 2 || sscanf(argv[1], "%zu", &budget) != 1)
		return 2;
	digest_init(&d);
	while (!rc && (n = fread(in, 1, sizeof(in), stdin)) > 0)
		rc = digest_feed(&d, in, n, &err);
	if (!rc)
		rc = digest_end(&d, &err);
	digest_text(&d, budget, &out);
	fwrite(out.ptr, 1, out.len, stdout);
	if (rc)
		fprintf(stderr, "digest_driver: %s\n", err.msg);
	digest_release(&d);
	buf_release(&out);
	return rc ? 1 : 0;
}
