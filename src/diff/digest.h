#ifndef SHUNT_DIFF_DIGEST_H
#define SHUNT_DIFF_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "diff/kind.h"
#include "diff/patch.h"

/*
 * What a change is, in a few megabytes whatever its size: feed it a diff
 * (diff/patch.h says which), and it holds the first DIGEST_FILES files, the
 * totals of all, the names of functions that were touched, added and taken
 * away, and of the hunks as much text as its pools take. Sources have the
 * largest pool and never give way to data; of lock files, generated and
 * vendored ones, and of files that may hold secrets, no line is kept.
 *
 * Text in here is valid UTF-8: what was not is U+FFFD. In paths, controls
 * are shown as in C (\n).
 */
#define DIGEST_FILES	2000
#define DIGEST_HUNKS	4000
#define DIGEST_SYMBOLS	2000	/* in all, and ... */
#define DIGEST_OF_FILE	12	/* ... of one file */
#define DIGEST_PATH	512	/* of a longer path the end counts */
#define DIGEST_LINE	1024	/* a longer line is cut */
#define DIGEST_POOLS	4

enum digest_role { SYMBOL_TOUCHED, SYMBOL_ADDED, SYMBOL_REMOVED };

struct digest_symbol {
	size_t file;		/* index of its file */
	enum digest_role role;
	char *name;
	size_t lines;		/* that changed there */
};

struct digest_file {
	enum patch_status status;
	enum diff_kind kind;
	char *path, *old_path;	/* both are set, also where one is none */
	size_t added, removed, hunks;
	size_t whitespace;	/* hunks in which nothing else changed */
	size_t symbols;		/* that were kept */
	unsigned old_mode, new_mode;	/* 0 where not known */
};

struct digest_hunk {
	size_t file;		/* index of its file */
	unsigned pool;		/* 0 is the weightiest */
	size_t at, len;		/* its text: digest_hunk_text() */
	size_t lost;		/* lines of it that are not in the text */
	size_t added, removed;
	bool whitespace;
};

/* Read-only, but for what digest.c calls private. */
struct digest {
	struct digest_file *files;
	size_t count;		/* of `files` */
	struct digest_hunk *hunks;
	size_t hunk_count;
	size_t dropped;			/* hunks past the caps */
	struct digest_symbol *symbols;
	size_t symbol_count;
	size_t total, added, removed;	/* of all files */
	size_t kinds[KIND_COUNT];	/* files, all of them */

	/* private */
	struct patch patch;
	struct buf pools[DIGEST_POOLS];
	struct digest_file *file;	/* being read; NULL past the cap */
	struct digest_hunk *hunk;	/* the same */
	size_t first_symbol;		/* of the file */
	struct digest_symbol *here;	/* what changed lines belong to */
	char next[80];			/* the same before it has changed */
	size_t pool_start;		/* where the file's text begins */
	size_t line;			/* of the new file */
	uint64_t before, after;		/* hashes of all but white space */
	bool unsure;			/* a line was cut: the hashes lie */
	bool open;			/* a hunk is being read */
};

/* A digest points to itself: it must not be copied or moved. */
void digest_init(struct digest *d);
void digest_release(struct digest *d);

/* As patch_feed() and patch_end(), whose failures they hand on. */
MUST_CHECK
int digest_feed(struct digest *d, const char *in, size_t len, struct err *err);
MUST_CHECK
int digest_end(struct digest *d, struct err *err);

/* The hunk's lines, its "@@" line first; each ends in a newline. */
struct text digest_hunk_text(const struct digest *d,
			     const struct digest_hunk *h);

/* Renamed or copied, and nothing else. */
bool digest_only_renamed(const struct digest_file *f);

/* Has hunks, and each changes white space alone. */
bool digest_only_whitespace(const struct digest_file *f);

/*
 * Adds to `out` what a model gets to read, at most `budget` bytes: how much
 * changed, a line for each file (by half of the budget; beyond, how many
 * more there are), and then the hunks, sources first; where a pool's hunks do
 * not all fit, long ones are cut at the ends of lines, with "... N lines
 * more". A budget under 256 bytes holds nothing.
 */
void digest_text(const struct digest *d, size_t budget, struct buf *out);

#endif
