#ifndef SHUNT_PROVIDER_AWS_CREDENTIALS_H
#define SHUNT_PROVIDER_AWS_CREDENTIALS_H

#include <signal.h>
#include <stdbool.h>

#include "base/err.h"
#include "provider/aws_keys.h"

/*
 * Finds keys where AWS's own tools keep them, in their order: the
 * environment; the profile in ~/.aws/credentials and ~/.aws/config, which
 * may say SSO (a session that `aws sso login` made) or a command; the
 * container's service; the instance's. Nothing is read before this is
 * called, and each only when what stands before it has no keys.
 */
struct aws_wants {
	const char *profile;	/* NULL: the environment's, or "default" */
	/* the user named AWS in config.ini: else the environment alone */
	bool anywhere;
	const char *ca_file, *proxy;	/* for SSO's service; or NULL */
	const volatile sig_atomic_t *stop;	/* as in base/file.h */
};

/*
 * ERR_AUTH where nobody has keys, with all that was looked at, or where what
 * was found has expired or was not handed out; ERR_CONFIG for files that are
 * wrong, ERR_STOPPED.
 */
MUST_CHECK
int aws_credentials(const struct aws_wants *w, struct aws_keys *out,
		    struct err *err);

/* The variables with secrets that AWS's tools read; ends with NULL. */
extern const char *const aws_secret_names[];

#endif
