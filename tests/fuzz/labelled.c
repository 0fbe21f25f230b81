#include <math.h>
#include <string.h>

#include "app/labelled.h"
#include "fuzz.h"

/*
 * One line of what `shunt eval` reads. What is taken has a prompt, a label
 * that is among the right ones or none, and finite outcomes; what is not is
 * the user's to mend, and the message says how in one line.
 */
static void check_row(const struct labelled *row)
{
	struct text origin = labelled_origin(row->source);

	HOLDS(row->prompt.ptr);
	HOLDS(row->label == TASK_NONE || row->right >> row->label & 1);
	HOLDS(row->right < 1u << TASK_COUNT);
	HOLDS(!row->outcome || (isfinite(row->weak) && isfinite(row->strong)));
	HOLDS(origin.len <= row->source.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = ERR_INIT;
	struct labelled row;
	int rc;

	rc = labelled_read(&row, (struct text){ (const char *)data, size },
			   &err);
	if (rc) {
		HOLDS(err.kind == ERR_USAGE && *err.msg && !row.tree);
		HOLDS(!strchr(err.msg, '\n'));
		return 0;
	}
	check_row(&row);
	labelled_release(&row);
	return 0;
}
