#ifndef SHUNT_BASE_ERR_H
#define SHUNT_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Errors travel in a struct that the caller owns. What can fail returns 0,
 * or -1 after err_set(). The kind is named for what the caller may do with
 * it; one table in err.c maps it to an exit status (DESIGN, section 2) and
 * to whether another candidate may still answer.
 */

#if defined(__GNUC__)
#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define NO_RETURN __attribute__((noreturn))
#else
#define MUST_CHECK
#define PRINTF_LIKE(f, a)
#define NO_RETURN
#endif

enum err_kind {
	ERR_NONE,
	ERR_INTERNAL,	/* a bug, or the system failed us */
	ERR_USAGE,	/* the command line is wrong; nothing to ask */
	ERR_CONFIG,	/* config.ini, a SHUNT_ variable */
	ERR_AUTH,	/* key or permission refused */
	ERR_QUOTA,	/* rate or money */
	ERR_NET,	/* no connection, TLS, not HTTP */
	ERR_TIMEOUT,
	ERR_VENDOR,	/* the vendor failed: 5xx, overloaded, error event */
	ERR_PROTO,	/* broken or incomplete answer, wrong content */
	ERR_REJECTED,	/* the request was turned down */
	ERR_NOMODEL,	/* the vendor does not know (or offer us) the model */
	ERR_TOOLONG,	/* the prompt is over the model's context */
	ERR_REFUSED,	/* the model or a filter said no */
	ERR_IO,		/* stdout, a file, input over its cap */
	ERR_TOOBIG,	/* outside data over a cap of ours */
	ERR_NOCAND,	/* no candidate: nothing configured, policy, offline */
	ERR_PATCH,	/* the patch does not apply */
	ERR_LENGTH,	/* cut at the token limit; the text was printed */
	ERR_STOPPED,	/* interrupted by a signal */
	ERR_KINDS
};

struct err {
	enum err_kind kind;
	char msg[304];	/* one line, already safe for a terminal */
};

#define ERR_INIT { .kind = ERR_NONE }

/*
 * Formats the message, makes it one line that is safe for a terminal
 * (controls as ^X, broken UTF-8 as U+FFFD, cut at a character), sets the
 * kind, and returns -1. A NULL err is allowed.
 */
int err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* Puts "prefix: " before the message that is there; returns -1. */
int err_prefix(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

void err_clear(struct err *err);

/* The exit status of the kind; 0 for ERR_NONE. */
int err_exit_status(enum err_kind kind);

/* May another candidate answer where this one failed so? */
bool err_next_may_help(enum err_kind kind);

/* May the same call succeed when it is made again? */
bool err_retry_may_help(enum err_kind kind);

/* The word for --json: "auth", "quota", ... ; never NULL. */
const char *err_kind_name(enum err_kind kind);

#endif
