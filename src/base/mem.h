#ifndef SHUNT_BASE_MEM_H
#define SHUNT_BASE_MEM_H

#include <stddef.h>

/*
 * Small allocations. They do not fail: without memory the program says so
 * in one line and exits with status 1 (atexit handlers run, so the terminal
 * and temporary files are put right). What grows by outside data goes
 * through struct buf, which has a cap.
 */

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xreallocarray(void *ptr, size_t count, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t len);	/* copies NULs as they are */

#endif
