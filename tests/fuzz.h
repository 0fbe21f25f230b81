#ifndef SHUNT_TESTS_FUZZ_H
#define SHUNT_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * A fuzzer defines LLVMFuzzerTestOneInput(). With -DFUZZER libFuzzer drives
 * it (clang -fsanitize=fuzzer); without, main() replays the files that it
 * is given, so that every compiler can run the corpus in `check`.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A property that must hold; the input that breaks it is a finding. */
#define HOLDS(what)                                                        \
	do {                                                               \
		if (!(what)) {                                             \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, \
				#what);                                    \
			abort();                                           \
		}                                                          \
	} while (0)

#ifndef FUZZER
int main(int argc, char **argv)
{
	static uint8_t data[1 << 20];

	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		uint8_t *copy;
		size_t n;

		if (!f) {
			perror(argv[i]);
			return 1;
		}
		n = fread(data, 1, sizeof(data), f);
		fclose(f);
		/* its own block, so that a sanitiser sees its end */
		copy = malloc(n ? n : 1);
		if (!copy)
			return 1;
		for (size_t k = 0; k < n; k++)
			copy[k] = data[k];
		LLVMFuzzerTestOneInput(copy, n);
		free(copy);
	}
	printf("%s: %d inputs\n", argv[0], argc - 1);
	return argc < 2;
}
#endif

#endif
