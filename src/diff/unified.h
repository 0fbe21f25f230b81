#ifndef SHUNT_DIFF_UNIFIED_H
#define SHUNT_DIFF_UNIFIED_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Makes unified diffs as git prints them: "diff --git", modes, "---" and
 * "+++", hunks with three lines around and the line that opens what they
 * stand in, "\ No newline at end of file". Pure, and byte exact: what is no
 * UTF-8, CRLF and NUL stand in it as they are. Without the line "index",
 * which git apply does not need.
 */
#define UNIFIED_CONTEXT ((size_t)3)

/* The modes of git: of what is there and no program, and of a program. */
#define UNIFIED_PLAIN 0100644u
#define UNIFIED_EXEC 0100755u

struct unified_file {
	struct text name;
	struct text old_text, new_text;
	unsigned old_mode, new_mode;	/* as in git; 0: there is no file */
};

/* How much there is in a diff, for a line about it. */
struct unified_count {
	size_t added, removed, hunks;
};

/*
 * Adds the file's diff to `out`, nothing when nothing differs: false. Ask
 * buf_check() afterwards. `count` may be NULL.
 */
bool unified_add(const struct unified_file *f, size_t context,
		 struct unified_count *count, struct buf *out);

/*
 * Adds a name as it stands in a header: with its prefix ("a/", "b/", or ""),
 * in double quotes where a byte of it needs that.
 */
void unified_name(const char *prefix, struct text name, struct buf *out);

/*
 * How many lines a text has, a last one without newline counted; where they
 * begin and end, newline included, when `lines` is not NULL.
 */
size_t unified_lines(struct text t, struct text *lines);

#endif
