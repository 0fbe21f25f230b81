#ifndef SHUNT_PROVIDER_AWS_PROFILE_H
#define SHUNT_PROVIDER_AWS_PROFILE_H

#include "base/buf.h"
#include "base/text.h"

/*
 * A profile of AWS's shared files ("Configuration and credential file
 * settings" of the AWS CLI guide). Their dialect is no other's: a section is
 * "[profile NAME]" or "[default]" in config and "[NAME]" in credentials,
 * values stand as they are to the line's end, and what is indented belongs
 * to a value above (s3 = ...), which is nothing to us. Pure.
 */
enum aws_field {
	AWS_KEY_ID, AWS_SECRET, AWS_TOKEN, AWS_PROCESS, AWS_ROLE, AWS_WEB,
	AWS_LOGIN, AWS_SSO_SESSION, AWS_SSO_URL, AWS_SSO_REGION,
	AWS_SSO_ACCOUNT, AWS_SSO_ROLE, AWS_FIELDS
};

/* Values point into the text that was read; empty: not there. */
struct aws_profile {
	struct text field[AWS_FIELDS];
	bool present;
};

enum aws_section { AWS_IN_CREDENTIALS, AWS_IN_CONFIG, AWS_IN_SESSION };

/* Adds what stands in the sections so named; the last of a key counts. */
void aws_profile_read(struct text file, enum aws_section kind,
		      struct text name, struct aws_profile *out);

#endif
