#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const struct {
	const char *name;
	int status;
	bool next;	/* another candidate may answer */
	bool retry;	/* the same call may succeed later */
} kinds[ERR_KINDS] = {
	[ERR_NONE]	= { "none", 0, false, false },
	[ERR_INTERNAL]	= { "internal", 1, false, false },
	[ERR_USAGE]	= { "usage", 2, false, false },
	[ERR_CONFIG]	= { "config", 3, false, false },
	[ERR_AUTH]	= { "auth", 4, true, false },
	[ERR_QUOTA]	= { "quota", 5, true, true },
	[ERR_NET]	= { "net", 6, true, true },
	[ERR_TIMEOUT]	= { "timeout", 7, true, true },
	[ERR_VENDOR]	= { "vendor", 8, true, true },
	[ERR_PROTO]	= { "proto", 9, false, false },
	[ERR_REJECTED]	= { "rejected", 10, false, false },
	[ERR_NOMODEL]	= { "model", 10, true, false },
	[ERR_TOOLONG]	= { "too_long", 10, true, false },
	[ERR_REFUSED]	= { "refused", 11, false, false },
	[ERR_IO]	= { "io", 12, false, false },
	[ERR_TOOBIG]	= { "too_big", 9, false, false },
	[ERR_NOCAND]	= { "no_candidate", 13, false, false },
	[ERR_PATCH]	= { "patch", 14, false, false },
	[ERR_LENGTH]	= { "length", 15, false, false },
	[ERR_STOPPED]	= { "stopped", 1, false, false },
};

static void set_safe(struct err *err, const char *text)
{
	size_t len = text_safe_line(err->msg, sizeof(err->msg), text,
				    strlen(text));

	err->msg[len] = '\0';
}

int err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
	char raw[1024];
	va_list ap;

	if (!err)
		return -1;
	va_start(ap, fmt);
	if (vsnprintf(raw, sizeof(raw), fmt, ap) < 0)
		raw[0] = '\0';
	va_end(ap);
	err->kind = kind;
	set_safe(err, raw);
	return -1;
}

int err_prefix(struct err *err, const char *fmt, ...)
{
	char raw[1024];
	va_list ap;
	size_t len;

	if (!err)
		return -1;
	va_start(ap, fmt);
	if (vsnprintf(raw, sizeof(raw), fmt, ap) < 0)
		raw[0] = '\0';
	va_end(ap);
	len = strlen(raw);
	snprintf(raw + len, sizeof(raw) - len, ": %s", err->msg);
	set_safe(err, raw);
	return -1;
}

void err_clear(struct err *err)
{
	err->kind = ERR_NONE;
	err->msg[0] = '\0';
}

int err_exit_status(enum err_kind kind)
{
	return kinds[kind].status;
}

bool err_next_may_help(enum err_kind kind)
{
	return kinds[kind].next;
}

bool err_retry_may_help(enum err_kind kind)
{
	return kinds[kind].retry;
}

const char *err_kind_name(enum err_kind kind)
{
	return kinds[kind].name;
}
