#ifndef SHUNT_PROVIDER_AWS_METADATA_H
#define SHUNT_PROVIDER_AWS_METADATA_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "provider/aws_credentials.h"

/*
 * Keys that a machine is given: by the agent of its container (ECS, EKS) or
 * by the instance (EC2, IMDSv2). These are called in the clear, on addresses
 * that never leave the machine's own link: others are refused, and no proxy
 * is used.
 */

/* *found stays false where no variable names the container's service. */
MUST_CHECK
int aws_from_container(const struct aws_wants *w, struct aws_keys *out,
		       bool *found, struct err *err);

/*
 * *found stays false where nobody answers within a second, or where
 * AWS_EC2_METADATA_DISABLED is true; `tried` says which it was.
 */
MUST_CHECK
int aws_from_instance(const struct aws_wants *w, struct aws_keys *out,
		      bool *found, const char **tried, struct err *err);

/* May credentials be fetched there? ERR_CONFIG names the variable. */
MUST_CHECK
int aws_check_local(const char *url, const char *variable, bool tls_anywhere,
		    struct err *err);

#endif
