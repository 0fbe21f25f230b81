#ifndef SHUNT_LOCAL_COMMIT_SAY_H
#define SHUNT_LOCAL_COMMIT_SAY_H

#include "local/commit_facts.h"

/*
 * The words of a subject: verbs, in the tense of the house, and names of
 * what changed. One sentence is built in `out`, from left to right.
 */
enum verb { VERB_ADD, VERB_BUMP, VERB_CHANGE, VERB_COPY, VERB_DOCUMENT,
	    VERB_DROP, VERB_FIX, VERB_MAKE, VERB_MOVE, VERB_REMOVE, VERB_RENAME,
	    VERB_REPLACE, VERB_UPDATE, VERB_USE };

struct saying {
	const struct commit_facts *f;
	const char *area;	/* is said already */
	size_t names;		/* at most so many in a list */
	struct buf *out;
};

void say_verb(const struct saying *s, enum verb v);	/* and a blank */
void say_text(const struct saying *s, struct text t);

/* A file's name, without its folder. */
void say_name(const struct saying *s, const struct digest_file *f);

/* Symbols of one role, those with the most lines first: "a, b and 3 more". */
void say_symbols(const struct saying *s, enum digest_role role);

/* Files of a kind (KIND_COUNT: all of them), or how many there are. */
void say_files(const struct saying *s, enum diff_kind kind);

/* The area is this file's name, with its end or without. */
bool saying_has(const struct saying *s, const struct digest_file *f);

/* `in` (" in ", " from ") and the file; nothing, if the area has said it. */
void say_where(const struct saying *s, const char *in);

/* The same with the function, where it can be no other; else the file. */
void say_function(const struct saying *s, const char *in);

/*
 * The shapes that leave nothing to tell: files that were only renamed,
 * removed, added, that changed only in mode or white space; submodules, lock
 * files, binaries. False, and nothing said, when it is none of them.
 */
bool say_mechanical(const struct saying *s, enum commit_confidence *sure);

#endif
