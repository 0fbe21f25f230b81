#ifndef SHUNT_FIT_ROWS_H
#define SHUNT_FIT_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"
#include "route/classify.h"

/* Labelled prompts, read from JSON lines, all held in memory. */

#define FOLDS	8
#define NO_FOLD 99 /* of our own rows */

enum row_kind { ROW_EASY = -1, ROW_UNKNOWN = 0, ROW_HARD = 1 };

/* What one of our own prompts asks about, and does not hold. */
enum row_body { ROW_WHOLE, ROW_TEXT, ROW_CODE };

struct row {
	char *id, *group; /* group: the source's repository */
	char *prompt;
	size_t len;
	enum task label;
	unsigned right; /* bits of the labels that count as right */
	bool templated;
	int difficulty; /* enum row_kind */
	size_t source;	/* number of the group */
	size_t fold;
	/* outcome rows only */
	double weak, strong;
	bool outcome;
	/* our own rows only: trained on in every fold, never tested */
	bool own;
	bool composed; /* of an own prompt and a body */
	enum row_body body;
	double hardness;
};

struct rows {
	struct row *at;
	size_t count, cap;
	size_t sources;
};

/* Adds the rows of a file of labels, or of outcomes. */
MUST_CHECK
int rows_load(struct rows *rows, const char *path, struct err *err);

/*
 * Prompts of our own to train on, beside the gathered ones: kinds that those
 * lack, asks as they are typed at a shell or beside a document, other
 * languages of every label; each with how hard we hold it to be, in per cent,
 * which gives difficulty its scale. Written for this by language models as
 * annotators that did not see what the classifier knows; never tested on.
 */
#define ROWS_OWN "src/fit/prompts.jsonl"
MUST_CHECK
int rows_load_own(struct rows *rows, struct err *err);

/* Documents of our own for such asks: rows without label. */
#define ROWS_DOCUMENTS "src/fit/documents.jsonl"
MUST_CHECK
int rows_load_documents(struct rows *rows, struct err *err);

void rows_push(struct rows *rows, struct row row); /* takes it over */
void rows_release(struct rows *rows);

/*
 * Numbers the groups and deals them to FOLDS folds: the largest first, each
 * to the fold that has fewest rows. Rows of one group are in one fold.
 */
void rows_fold(struct rows *rows);

/* Gives rows that came later the numbers of their groups; keeps the folds. */
void rows_number(struct rows *rows);

struct text row_text(const struct row *row);

#endif
