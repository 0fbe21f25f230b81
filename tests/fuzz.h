#ifndef SHUNT_TESTS_FUZZ_H
#define SHUNT_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * A fuzzer defines LLVMFuzzerTestOneInput(). libFuzzer drives it in `make
 * fuzz`; tests/lib/replay.c feeds it the corpus in `make check`, with every
 * compiler.
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

#endif
