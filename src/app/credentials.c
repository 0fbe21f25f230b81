#include "app/credentials.h"

#include "provider/aws_credentials.h"

void credentials_release(struct credentials *c)
{
	secret_release(&c->key);
	aws_keys_release(&c->aws);
}

int credentials_find(struct credentials *c, const struct place *p,
		     const volatile sig_atomic_t *stop, struct err *err)
{
	const struct endpoint_section *s = p->section;
	const struct aws_wants wants = {
		.profile = s ? s->profile : NULL, .anywhere = s != NULL,
		.ca_file = s ? s->ca_file : NULL,
		.proxy = s ? s->proxy : NULL, .stop = stop,
	};

	credentials_release(c);
	if (!p->aws)
		return place_key(p, stop, &c->key, err);
	if (aws_credentials(&wants, &c->aws, err))
		return -1;
	c->sigv4 = (struct sigv4){
		.key_id = c->aws.id.bytes.ptr, .secret = &c->aws.secret,
		.token = c->aws.token.bytes.len ? &c->aws.token : NULL,
		.region = p->region, .service = "bedrock",
	};
	return 0;
}

const char *credentials_source(const struct credentials *c)
{
	if (c->key.bytes.len)
		return c->key.source;
	return c->aws.id.bytes.len ? c->aws.id.source : NULL;
}

void credentials_use(const struct credentials *c, const struct place *p,
		     struct http_options *o)
{
	o->key = c->key.bytes.len ? &c->key : NULL;
	o->key_header = p->ep.preset->key_header;
	if (!c->aws.id.bytes.len)
		return;
	o->sign = sigv4_sign;
	o->sign_ctx = &c->sigv4;
}

void credentials_hide(const struct credentials *c, char *text)
{
	secret_hide(&c->key, text);
	secret_hide(&c->aws.id, text);
	secret_hide(&c->aws.secret, text);
	secret_hide(&c->aws.token, text);
}
