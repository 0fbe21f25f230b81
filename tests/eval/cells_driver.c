#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "view/cells.h"

/*
 * Widths, for tests/scripts/test_cells.py: of every character by itself, a
 * line each, "CODE WIDTH"; with an argument, of each line of stdin. With a
 * second, how fast that was, instead.
 */

static void print_all(void)
{
	char c[4];

	for (unsigned cp = 1; cp <= 0x10FFFF; cp++)
		if (cp < 0xD800 || cp > 0xDFFF)
			printf("%X %zu\n", cp,
			       cells_width((struct text){
				       c, utf8_encode(cp, c) }));
}

int main(int argc, char **argv)
{
	size_t cap = 0, bytes = 0, sum = 0;
	clock_t spent = 0;
	char *line = NULL;
	ssize_t len;

	(void)argv;
	if (argc == 1)
		print_all();
	while (argc > 1 && (len = getline(&line, &cap, stdin)) > 0) {
		struct text t = { line, (size_t)len - 1 };
		clock_t start = clock();
		size_t width = cells_width(t);

		spent += clock() - start;
		bytes += t.len;
		sum += width;
		if (argc == 2)
			printf("%zu\n", width);
	}
	if (argc > 2)
		printf("%zu cells, %.0f MB/s\n", sum,
		       (double)bytes / 1e6 * CLOCKS_PER_SEC / (double)spent);
	free(line);
	return 0;
}
