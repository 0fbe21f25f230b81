#include "conf/words.h"

#include <stdlib.h>

#include "base/mem.h"

void words_add(struct words *w, const char *item, size_t len)
{
	w->items = xreallocarray(w->items, w->count + 1, sizeof(*w->items));
	w->items[w->count++] = xstrndup(item, len);
}

void words_release(struct words *w)
{
	for (size_t i = 0; i < w->count; i++)
		free(w->items[i]);
	free(w->items);
	*w = (struct words){ 0 };
}
