#ifndef SHUNT_ROUTE_CHANCE_H
#define SHUNT_ROUTE_CHANCE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Chance that is the same in each run: all of it comes from one generator,
 * which begins where the caller says.
 */
struct chance {
	uint64_t state;
};

#define CHANCE_START UINT64_C(20261122)
#define CHANCE_INIT                                                            \
	{                                                                      \
		.state = CHANCE_START                                          \
	}

/* A number below n. */
size_t chance_below(struct chance *c, size_t n);

#endif
