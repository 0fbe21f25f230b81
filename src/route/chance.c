#include "route/chance.h"

/* Knuth's MMIX generator; the upper half is random enough. */
size_t chance_below(struct chance *c, size_t n)
{
	c->state = c->state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(c->state >> 33) % n;
}
