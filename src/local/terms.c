#include "local/terms.h"

#include <stdlib.h>

#include "base/mem.h"

#define PROBES 64	/* a term that finds no slot within is not counted */

void terms_init(struct terms *t, size_t max)
{
	*t = (struct terms){ .max = max };
}

void terms_release(struct terms *t)
{
	free(t->slot);
	terms_init(t, t->max);
}

/* The slot of the key, or a free one for it; NULL when there is neither. */
static struct term *probe(const struct terms *t, uint64_t key)
{
	size_t mask = t->cap - 1, i = (size_t)key & mask;

	for (size_t n = 0; n < PROBES && t->cap; n++, i = (i + 1) & mask)
		if (!t->slot[i].key || t->slot[i].key == key)
			return &t->slot[i];
	return NULL;
}

struct term *terms_find(const struct terms *t, uint64_t key)
{
	struct term *found = probe(t, key);

	return found && found->key ? found : NULL;
}

/* Moves the terms of more than `rare` sentences to a table of `cap` slots. */
static void rebuild(struct terms *t, size_t cap, size_t rare)
{
	struct terms old = *t;
	struct term *to;

	t->slot = xcalloc(cap, sizeof(*t->slot));
	t->cap = cap;
	t->used = 0;
	for (size_t i = 0; i < old.cap; i++) {
		if (!old.slot[i].key || old.slot[i].df <= rare)
			continue;
		to = probe(t, old.slot[i].key);
		if (!to)
			continue;
		*to = old.slot[i];
		t->used++;
	}
	free(old.slot);
}

/* Keeps a quarter of the slots free. */
static void make_room(struct terms *t)
{
	size_t rare = 1;

	if (t->used < t->cap / 4 * 3)
		return;
	if (t->cap < t->max) {
		rebuild(t, t->cap ? t->cap * 2 : 1024, 0);
		return;
	}
	while (t->used > t->cap / 2) {
		rebuild(t, t->cap, rare);
		rare *= 2;
	}
}

void terms_count(struct terms *t, uint64_t key, size_t number, size_t place)
{
	struct term *at;

	make_room(t);
	at = probe(t, key);
	if (!at)
		return;
	if (!at->key) {
		*at = (struct term){ .key = key, .first = place };
		t->used++;
	}
	if (at->seen != number)
		at->df++;
	at->seen = number;
}
