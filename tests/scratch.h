#ifndef SHUNT_TESTS_SCRATCH_H
#define SHUNT_TESTS_SCRATCH_H

#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * A folder under /tmp for one test program, removed by its own name: no
 * shell and no variable has a say in what goes.
 */
static char scratch[] = "/tmp/shunt-scratch-XXXXXX";

static inline bool scratch_make(void)
{
	return mkdtemp(scratch) != NULL;
}

static inline int scratch_unlink(const char *path, const struct stat *st,
				 int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

/* Links are removed, not followed. */
static inline bool scratch_remove(void)
{
	return !strstr(scratch, "XXXXXX") &&
	       !nftw(scratch, scratch_unlink, 16, FTW_DEPTH | FTW_PHYS);
}

#endif
