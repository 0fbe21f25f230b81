#ifndef SHUNT_DIFF_PATCH_H
#define SHUNT_DIFF_PATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Incremental reader of unified diffs. Feed it bytes as they come, cut
 * anywhere; it hands on files, hunks and lines. It does no I/O, and holds
 * one line and the names of one file, whatever the length of the diff.
 *
 * It reads what this prints, whatever the user's configuration says:
 *
 *	git diff-index --cached -p -M -U3 --no-color --no-ext-diff
 *		--no-textconv --submodule=short --no-relative
 *		--src-prefix=a/ --dst-prefix=b/ TREE
 *
 * (the porcelain "git diff" with the same options does as well, but heeds
 * diff.orderFile, diff.interHunkContext and others). Plain diffs, "---" and
 * "+++" without a "diff --git" line, are read too. The prefixes a/ and b/
 * are taken off where they stand; names in git's C style are unquoted to
 * the bytes that they are, which need not be UTF-8.
 *
 * Text between files that is no header is passed over. A combined diff (of
 * a merge) is handed on as a file with `combined` set, and its hunks are
 * not. A hunk that does not hold as many lines as its header says, or a
 * file whose name cannot be known, ends the reading with ERR_PROTO, and the
 * number of the line; after a failure the reader stays failed.
 */

/* Longest header line: two names of PATH_MAX, each byte as \ooo. */
#define PATCH_HEADER ((size_t)64 << 10)

enum patch_status {
	PATCH_MODIFIED,	/* also when only the mode changed */
	PATCH_ADDED,
	PATCH_DELETED,
	PATCH_RENAMED,
	PATCH_COPIED,
	PATCH_UNMERGED,	/* "* Unmerged path": nothing else is known */
};

#define PATCH_SYMLINK	0120000u
#define PATCH_SUBMODULE	0160000u

struct patch_file {
	struct text old_path, new_path;	/* empty where there is no file */
	enum patch_status status;
	unsigned old_mode, new_mode;	/* 0 where nothing was said */
	int similarity;		/* in per cent, -1 where nothing was said */
	bool binary;
	bool combined;
};

struct patch_hunk {
	size_t old_start, old_count, new_start, new_count;
	struct text heading;	/* what follows the second "@@ " */
};

struct patch_line {
	char kind;		/* ' ', '-', '+'; '\\': no newline before */
	struct text text;	/* without `kind` and newline; may be cut */
	size_t len;		/* its length, uncut */
};

/*
 * What is handed on, valid for the call only; -1 with `err` stops. A file
 * comes once all of its header is known, then its hunks, each followed by
 * its lines. There is no call for the end of a file: it is the next one's
 * begin, or the end of all. A function that is NULL is not called.
 */
struct patch_ops {
	int (*file)(void *ctx, const struct patch_file *f, struct err *err);
	int (*hunk)(void *ctx, const struct patch_hunk *h, struct err *err);
	int (*line)(void *ctx, const struct patch_line *l, struct err *err);
};

/* All private. */
struct patch {
	const struct patch_ops *ops;
	void *ctx;
	size_t max_line;	/* a line's text is handed on up to here */
	struct buf line;	/* the start of a line that a feed cut */
	size_t lost;		/* bytes of it that did not fit there */
	size_t number;		/* of the line, from 1 */
	int state;
	struct patch_file file;
	struct buf old_name, new_name;	/* what file's paths point to */
	bool plain;		/* a header without "diff --git" */
	bool told;		/* the file was handed on */
	size_t old_left, new_left;	/* lines that the hunk still owes */
	bool failed;
};

/* Lines longer than `max_line` bytes are handed on cut. */
void patch_init(struct patch *p, size_t max_line, const struct patch_ops *ops,
		void *ctx);
void patch_release(struct patch *p);

MUST_CHECK
int patch_feed(struct patch *p, const char *in, size_t len, struct err *err);

/* ERR_PROTO when the input ended inside of a hunk. */
MUST_CHECK
int patch_end(struct patch *p, struct err *err);

#endif
