#ifndef SHUNT_LOCAL_COMMIT_LINES_H
#define SHUNT_LOCAL_COMMIT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "diff/digest.h"

/*
 * What the changed lines of a digest show when they are looked at one by
 * one. All text is borrowed from the digest, or from its files.
 */

/* A set of kinds of files: 1u << KIND_SOURCE | ... */
#define KIND_BIT(kind)	(1u << (kind))

/* Lines taken away, each beside the one that came for it. */
struct line_pairs {
	size_t pairs;		/* 0 when some line has no partner */
	bool typos;		/* each pair differs in misspelt words alone */
	bool prose;		/* all stands in documents or comments */
	struct text from, to;	/* each pair: this word became that one */
	struct text old_version, new_version;	/* the same of versions */
	struct text key;	/* the word in front of the first version */
};

void line_pairs_find(const struct digest *d, unsigned kinds,
		     struct line_pairs *out);

/*
 * Words of code that came or went: names that stand in added lines and in no
 * other line that the diff shows, or in removed ones only. Comments and
 * strings do not count, nor do names shorter than 3 or keywords. Of one file
 * alone, if `only` is not NULL.
 */
#define COMMIT_WORD	48

struct code_word {
	char name[COMMIT_WORD];
	size_t added, removed, context;
	bool call;		/* a parenthesis follows somewhere */
};

struct code_words {
	struct code_word *list;
	size_t count;
};

void code_words_find(const struct digest *d, unsigned kinds,
		     const struct digest_file *only, struct code_words *out);
void code_words_release(struct code_words *w);

/* The first heading that was added to a document in Markdown; or empty. */
struct text heading_added(const struct digest *d);

/* A line that holds no code, by its first characters. */
bool line_is_comment(struct text line);

#endif
