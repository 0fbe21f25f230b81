#include "base/dl.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "tap.h"

struct table {
	const char *(*version)(void);
	void *(*init)(void);
};

static const char *const second[] = { "libno-such.so.1", "libcurl.so.4", NULL };
static const char *const missing[] = { "libcrypto.so.99", "libno.so", NULL };
static const char *const package[] = { "libcurl.so.4", NULL };

static const struct dl_symbol symbols[] = {
	{ "curl_version", offsetof(struct table, version) },
	{ "curl_easy_init", offsetof(struct table, init) },
};

static const struct dl_symbol wrong[] = {
	{ "curl_version", offsetof(struct table, version) },
	{ "curl_of_the_future", offsetof(struct table, init) },
};

static bool is_mapped(const char *name)
{
	char line[512];
	FILE *f = fopen("/proc/self/maps", "r");
	bool found = false;

	while (f && fgets(line, sizeof(line), f))
		found = found || strstr(line, name);
	if (f)
		fclose(f);
	return found;
}

int main(void)
{
	struct table t = { .version = NULL };
	struct err e = ERR_INIT;

	ok(dl_load(missing, symbols, 2, &t, &e) == -1 &&
		   e.kind == ERR_INTERNAL && strstr(e.msg, "libcrypto.so.99") &&
		   !t.version,
	   "%s", e.msg);
	ok(!is_mapped("libcurl"), "not there before it is asked for");
	if (dl_load(package, wrong, 2, &t, &e) == -1 && !is_mapped("libcurl") &&
	    strstr(e.msg, "install the package libcurl4")) {
		tap_skip("libcurl's functions", "no libcurl here");
		return tap_done();
	}
	ok(e.kind == ERR_INTERNAL && !t.version && !t.init &&
		   strstr(e.msg, "curl_of_the_future"),
	   "a function it lacks: %s", e.msg);
	ok(!dl_load(second, symbols, 2, &t, &e) && t.version && t.init &&
		   !strncmp(t.version(), "libcurl/", 8),
	   "the second name is taken, and its functions work");
	return tap_done();
}
