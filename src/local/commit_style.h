#ifndef SHUNT_LOCAL_COMMIT_STYLE_H
#define SHUNT_LOCAL_COMMIT_STYLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * How a repository words the subjects of its commits, learnt from recent
 * ones: the form that most of them have, and the areas that they name. With
 * no subjects, or too few to tell, it is "area: text" in lower case.
 *
 * Nothing here writes another language than English. Where most letters of
 * the subjects are not ASCII, `foreign` is set, and a message then names the
 * area and the files, and no verbs. (A language that is written in ASCII for
 * the most part is not told from English.)
 */
enum commit_form {
	FORM_AREA,		/* "area: text" */
	FORM_BRACKET,		/* "[area] text" */
	FORM_CONVENTIONAL,	/* "type(scope): text" */
	FORM_PLAIN,		/* "text" */
};

#define COMMIT_AREAS	96
#define COMMIT_AREA_LEN	40	/* longer ones are not areas */

struct commit_area {
	char name[COMMIT_AREA_LEN + 1];	/* as it was written first */
	size_t count;
};

struct commit_style {
	enum commit_form form;
	bool scoped;		/* conventional, mostly with a scope */
	bool capital;		/* the text begins with a capital letter */
	bool period;		/* and ends in a full stop */
	bool past;		/* "Added", not "Add" */
	bool foreign;
	bool diverse;		/* nearly each subject has its own area */
	size_t length;		/* most bytes of a subject */
	size_t seen;		/* subjects that were learnt from */
	struct commit_area areas[COMMIT_AREAS];	/* conventional: types, */
	size_t area_count;			/* and scopes, too */
};

/* The longest subject, whatever the house does. */
#define COMMIT_SUBJECT	72

void commit_style_learn(struct commit_style *s, const struct text *subjects,
			size_t count);

/*
 * The area as the repository writes it, when it knows one of that name
 * (case, "-" for "_" and an "s" at the end do not count); else NULL.
 */
const char *commit_style_area(const struct commit_style *s, struct text name);

#endif
