#ifndef SHUNT_CONF_WORDS_H
#define SHUNT_CONF_WORDS_H

#include <stddef.h>

/* A list of strings that the user wrote: models, files, headers, vendors. */
struct words {
	char **items;	/* owned, each owned */
	size_t count;
};

void words_add(struct words *w, const char *item, size_t len);
void words_release(struct words *w);

#endif
