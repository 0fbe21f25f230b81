#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "diff/apply.h"
#include "diff/unified.h"

/*
 * The maker of diffs by itself, for tests/scripts/test_unified.py: reads
 * names from stdin, one a line, and prints one diff of those files in two
 * folders; a file that one lacks is new or deleted there. Our own applier
 * must agree.
 *
 *	unified_driver OLD NEW
 */

static unsigned look(const char *folder, const char *name, struct buf *text)
{
	char path[4096];
	struct err err = ERR_INIT;
	struct stat st;

	buf_clear(text);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (stat(path, &st))
		return 0;
	if (file_read(path, MAX_PROMPT, text, &err))
		fprintf(stderr, "%s\n", err.msg);
	return st.st_mode & 0100 ? UNIFIED_EXEC : UNIFIED_PLAIN;
}

static int one(char *argv[], const char *name)
{
	struct buf a = BUF_INIT(MAX_PROMPT), b = BUF_INIT(MAX_PROMPT);
	struct buf out = BUF_INIT(MAX_HELD), again = BUF_INIT(MAX_PROMPT);
	struct unified_file f = { .name = text_of(name) };
	struct err err = ERR_INIT;
	int rc = 0;

	f.old_mode = look(argv[1], name, &a);
	f.new_mode = look(argv[2], name, &b);
	f.old_text = text_of_buf(&a);
	f.new_text = text_of_buf(&b);
	unified_add(&f, UNIFIED_CONTEXT, NULL, &out);
	fwrite(out.ptr, 1, out.len, stdout);
	if (apply_patch(text_of_buf(&out), f.old_text, &again, &err) ||
	    again.len != b.len || memcmp(again.ptr, b.ptr, b.len)) {
		fprintf(stderr, "%s: not applied: %s\n", name, err.msg);
		rc = 1;
	}
	buf_release(&a);
	buf_release(&b);
	buf_release(&out);
	buf_release(&again);
	return rc;
}

int main(int argc, char *argv[])
{
	char name[4096];
	int rc = argc != 3;

	while (argc == 3 && fgets(name, sizeof(name), stdin)) {
		name[strcspn(name, "\n")] = '\0';
		rc |= one(argv, name);
	}
	return rc;
}
