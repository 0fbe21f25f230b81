#include "app/credentials.h"

#include <stdio.h>

#include "provider/aws_credentials.h"
#include "provider/token.h"

void credentials_release(struct credentials *c)
{
	secret_release(&c->key);
	aws_keys_release(&c->aws);
	oci_signer_release(&c->oci);
}

static int find_aws(struct credentials *c, const struct place *p,
		    const volatile sig_atomic_t *stop, struct err *err)
{
	const struct endpoint_section *s = p->section;
	const struct aws_wants wants = {
		.profile = s ? s->profile : NULL, .anywhere = s != NULL,
		.ca_file = s ? s->ca_file : NULL,
		.proxy = s ? s->proxy : NULL, .stop = stop,
	};

	if (aws_credentials(&wants, &c->aws, err))
		return -1;
	c->sigv4 = (struct sigv4){
		.key_id = c->aws.id.bytes.ptr, .secret = &c->aws.secret,
		.token = c->aws.token.bytes.len ? &c->aws.token : NULL,
		.region = p->region, .service = "bedrock",
	};
	return 0;
}

int credentials_find(struct credentials *c, const struct place *p,
		     const volatile sig_atomic_t *stop, struct err *err)
{
	credentials_release(c);
	if (p->signer == SIGNER_AWS)
		return find_aws(c, p, stop, err);
	if (place_key(p, stop, &c->key, err))
		return -1;
	return p->signer == SIGNER_OCI ?
	       oci_signer_load(&c->oci, p->section->profile, &c->key, err) : 0;
}

const char *credentials_source(const struct credentials *c)
{
	if (c->oci.source[0])
		return c->oci.source;
	if (c->key.bytes.len)
		return c->key.source;
	return c->aws.id.bytes.len ? c->aws.id.source : NULL;
}

void credentials_use(const struct credentials *c, const struct place *p,
		     struct http_options *o)
{
	o->key_header = p->key_header;
	if (p->signer == SIGNER_AWS) {
		o->sign = sigv4_sign;
		o->sign_ctx = &c->sigv4;
	} else if (p->signer == SIGNER_OCI) {
		o->sign = oci_sign;
		o->sign_ctx = &c->oci.sign;
	} else {
		o->key = c->key.bytes.len ? &c->key : NULL;
	}
}

void credentials_doubt(const struct credentials *c, int64_t now, char *out,
		       size_t cap)
{
	const struct text key = { c->key.bytes.ptr, c->key.bytes.len };
	int64_t at = c->oci.expires;

	*out = '\0';
	if (!at && !token_expiry(key, &at))
		return;
	if (at <= now)
		snprintf(out, cap, "; the token has expired %lld min ago: "
			 "get a new one", (long long)(now - at) / 60);
}

void credentials_hide(const struct credentials *c, char *text)
{
	secret_hide(&c->key, text);
	secret_hide(&c->aws.id, text);
	secret_hide(&c->aws.secret, text);
	secret_hide(&c->aws.token, text);
	secret_hide(&c->oci.phrase, text);
	secret_hide(&c->oci.token, text);
}
