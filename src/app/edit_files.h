#ifndef SHUNT_APP_EDIT_FILES_H
#define SHUNT_APP_EDIT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"
#include "diff/unified.h"

/*
 * The files that shunt edit was given: read, compared with what became of
 * them, and written, all or none. Nothing but these is ever opened.
 */
#define EDIT_MOST_BYTES ((size_t)8 << 20)	/* of all files */
#define EDIT_MOST_LINES ((size_t)1 << 20)	/* likewise */
#define EDIT_LINE ((size_t)16 << 10)	/* a longer one is no line of text */
#define EDIT_MOST_FILES 256
#define EDIT_STDIN "stdin"		/* what "-" is called */

struct edit_file {
	const char *name;	/* as given, borrowed; what a model sees */
	char *path;		/* links resolved; NULL: standard input */
	char *patch_name;	/* within the repository, if there is one */
	bool exists, is_link;
	mode_t mode;
	struct buf text;	/* what is there */
	/* what becomes of it, by whoever asks for it */
	struct buf new_text;
	bool touched;		/* it is to be there, if only empty */
	bool gone;		/* it is deleted */
	/* what edit_files_diff() says of that */
	bool changed;
	struct unified_count count;
};

struct edit_files {
	struct edit_file *list;
	size_t count;
	struct buf patch;	/* of all */
};

/*
 * Reads them. ERR_USAGE for what is binary, has a line over EDIT_LINE, or is
 * named twice, ERR_IO for what cannot be read. One that is not there is new.
 */
MUST_CHECK
int edit_files_read(struct edit_files *fs, const char *const *names,
		    size_t count, struct err *err);
void edit_files_release(struct edit_files *fs);

/*
 * Makes `patch` of what became of them, and applies it to what is there: it
 * must give the very new text. ERR_PATCH for what a patch cannot hold.
 */
MUST_CHECK
int edit_files_diff(struct edit_files *fs, struct err *err);

/* ERR_PATCH where a file is not as it was read. */
MUST_CHECK
int edit_files_same(const struct edit_files *fs, struct err *err);

/* Writes what has changed. After a -1 everything is as it was. */
MUST_CHECK
int edit_files_write(const struct edit_files *fs, struct err *err);

#endif
