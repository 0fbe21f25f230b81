#ifndef SHUNT_PROVIDER_AWS_SSO_H
#define SHUNT_PROVIDER_AWS_SSO_H

#include "base/err.h"
#include "provider/aws_credentials.h"
#include "provider/aws_profile.h"

/*
 * Keys of a role by IAM Identity Center: with the access token that `aws sso
 * login` left in ~/.aws/sso/cache, from SSO's service. `session` is the
 * profile's [sso-session ...], or has nothing. ERR_AUTH that says to log in
 * where there is no token, or one that has expired.
 */
MUST_CHECK
int aws_from_sso(const struct aws_wants *w, const char *name,
		 const struct aws_profile *profile,
		 const struct aws_profile *session, struct aws_keys *out,
		 struct err *err);

#endif
