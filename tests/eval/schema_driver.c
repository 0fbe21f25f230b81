#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/schema.h"

/*
 * Schemas without the command line around them, for
 * tests/scripts/test_schema.py: reads lines {"schema", "value"} and answers
 * each with "valid", "invalid: ...", "refused: ..." (no schema of ours) or
 * "failed: ..." (it asks for too much).
 */
static void answer(const char *line, size_t len)
{
	struct err err = ERR_INIT;
	struct json *j;
	const char *word = "valid";

	if (json_parse(line, len, &j, &err)) {
		printf("broken: %s\n", err.msg);
		return;
	}
	if (schema_check(json_get(j, "schema"), &err))
		word = "refused: ";
	else if (schema_match(json_get(j, "schema"), json_get(j, "value"),
			      &err))
		word = err.kind == ERR_PROTO ? "invalid: " : "failed: ";
	printf("%s%s\n", word, err.msg);
	json_free(j);
}

int main(void)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;

	while ((len = getline(&line, &cap, stdin)) > 0)
		answer(line, (size_t)len);
	free(line);
	return 0;
}
