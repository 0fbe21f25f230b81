#include "base/ini.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Lines go up, names are short, no value has a NUL or an outer blank. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int check(void *ctx, const char *section, const char *key,
		 struct text value, unsigned line, struct err *err)
{
	unsigned *last = ctx;

	(void)err;
	if (line <= *last || strlen(section) > INI_NAME_MAX)
		abort();
	*last = line;
	if (!key)
		return 0;
	if (!*key || strlen(key) > INI_NAME_MAX ||
	    strlen(value.ptr) != value.len)
		abort();
	if (value.len && (strchr(" \t\r", value.ptr[value.len - 1]) ||
			  strchr(" \t\r", *value.ptr)))
		abort();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text t = { .ptr = (const char *)data, .len = size };
	struct err e = ERR_INIT;
	unsigned last = 0;

	if (ini_read("f", t, check, &last, &e) &&
	    (e.kind != ERR_CONFIG || strncmp(e.msg, "f:", 2)))
		abort();
	return 0;
}
