#ifndef SHUNT_LOCAL_COMMIT_FACTS_H
#define SHUNT_LOCAL_COMMIT_FACTS_H

#include "diff/digest.h"
#include "local/commit.h"
#include "local/commit_lines.h"

/*
 * What commit_message() works with: all that is known of a change, found
 * once. Everything is borrowed from the digest but the words.
 */
#define COMMIT_NAMES	3	/* of one role: those with the most lines */

struct commit_facts {
	const struct digest *d;
	const struct commit_style *style;
	enum diff_kind kind;	/* what the change is about */
	const struct digest_file *main;	/* most changed file of that kind */
	size_t files;		/* of that kind, of those that are kept */
	const struct digest_symbol *named[3][COMMIT_NAMES];	/* by role */
	size_t named_count[3];	/* of all, may be more than COMMIT_NAMES */
	struct line_pairs pairs;	/* of that kind */
	struct line_pairs all_pairs;	/* of all that are shown */
	struct line_pairs code_pairs;	/* of sources, build and config */
	struct code_words words;
	const struct code_word *came, *went;	/* into code, out of it */
};

void commit_facts_find(struct commit_facts *f, const struct digest *d,
		       const struct commit_style *s);
void commit_facts_release(struct commit_facts *f);

/* Lines that changed, and one, so that a file without lines counts. */
size_t commit_weight(const struct digest_file *f);

/* The area of the change, by its paths; may be empty. */
void commit_area(const struct commit_facts *f, struct buf *out);

/*
 * What was done, without area: begins with a verb in lower case (or in the
 * past, if the style wants it). Names at most `names` things, and with 0 says
 * that something changed and no more; `area` is what stands in front of it,
 * and not said again.
 */
enum commit_confidence commit_text(const struct commit_facts *f,
				   const char *area, size_t names,
				   struct buf *out);

/* "PATH: what was done there"; false when only lines are known to differ. */
bool commit_text_file(const struct commit_facts *f, size_t file,
		      struct buf *out);

#endif
