#ifndef SHUNT_TESTS_CONF_H
#define SHUNT_TESTS_CONF_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/config.h"
#include "tap.h"

/*
 * A config.ini for tests: in a folder of its own, which is also HOME and
 * where the test runs; no variable of ours or of a vendor is set.
 */
static char conf_dir[] = "/tmp/shunt-conf-XXXXXX";

static inline void conf_begin(void)
{
	clearenv();
	if (!mkdtemp(conf_dir) || chdir(conf_dir))
		abort();
	setenv("HOME", conf_dir, 1);
	setenv("PATH", "/usr/bin:/bin", 1);
	umask(022);
}

static inline void conf_put(const char *name, const char *text, mode_t mode)
{
	FILE *f;

	unlink(name);
	f = fopen(name, "w");
	if (!f || fputs(text, f) < 0 || fclose(f) || chmod(name, mode))
		abort();
}

static inline void conf_unknown(const char *name, const char *near)
{
	(void)name;
	(void)near;
}

/* Reads "c.ini" with that text; release *c whatever comes. */
static inline int conf_load(struct config *c, const char *text,
			    struct err *err)
{
	static char *none[] = { NULL };

	err_clear(err);
	conf_put("c.ini", text, 0600);
	setenv("SHUNT_CONFIG", "c.ini", 1);
	return config_load(c, none, conf_unknown, err);
}

static inline int conf_end(void)
{
	if (chdir("/") || rmdir(conf_dir))
		ok(false, "%s is not empty", conf_dir);
	return tap_done();
}

#endif
