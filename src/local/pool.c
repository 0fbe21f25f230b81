#include "local/pool.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

static bool is_better(const struct candidate *a, const struct candidate *b)
{
	if (a->bound != b->bound)
		return a->bound > b->bound;
	if (a->p.doc != b->p.doc)
		return a->p.doc < b->p.doc;
	return a->index < b->index;
}

/* A binary heap; its top is the best of all, or with `worst` the worst. */
static void sift_down(struct pool *pool, size_t i, bool worst)
{
	struct candidate *heap = pool->at, tmp;
	size_t top, kid;

	for (;;) {
		top = i;
		for (kid = 2 * i + 1; kid <= 2 * i + 2 && kid < pool->len;
		     kid++)
			if (is_better(&heap[kid], &heap[top]) != worst)
				top = kid;
		if (top == i)
			return;
		tmp = heap[i];
		heap[i] = heap[top];
		heap[top] = tmp;
		i = top;
	}
}

static void make_heap(struct pool *pool, bool worst)
{
	for (size_t i = pool->len / 2; i-- > 0;)
		sift_down(pool, i, worst);
}

void pool_release(struct pool *pool)
{
	free(pool->at);
	*pool = (struct pool){ 0 };
}

void pool_offer(struct pool *pool, const struct candidate *c)
{
	if (pool->len < RANK_POOL) {
		/* grows at every power of two */
		if (!(pool->len & (pool->len - 1)))
			pool->at = xreallocarray(pool->at, pool->len ?
						 pool->len * 2 : 1,
						 sizeof(*pool->at));
		pool->at[pool->len++] = *c;
		if (pool->len == RANK_POOL)
			make_heap(pool, true);
		return;
	}
	if (!is_better(c, &pool->at[0]))
		return;
	pool->at[0] = *c;
	sift_down(pool, 0, true);
}

void pool_order(struct pool *pool)
{
	make_heap(pool, false);
}

void pool_sink(struct pool *pool)
{
	sift_down(pool, 0, false);
}

void pool_drop(struct pool *pool)
{
	pool->at[0] = pool->at[--pool->len];
	sift_down(pool, 0, false);
}
