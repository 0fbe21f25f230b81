#include "app/caller.h"

#include <stdio.h>

#include "app/process.h"
#include "provider/token.h"

void caller_init(struct caller *c)
{
	*c = (struct caller){ .key = SECRET_INIT };
	oci_signer_init(&c->signer);
}

void caller_release(struct caller *c)
{
	secret_release(&c->key);
	oci_signer_release(&c->signer);
	c->source = NULL;
}

int caller_prepare(struct caller *c, const struct place *p,
		   struct http_options *o, struct err *err)
{
	const struct endpoint_section *s = p->section;

	caller_release(c);
	if (place_key(p, &process_stop, &c->key, err))
		return -1;
	*o = (struct http_options){
		.key_header = p->key_header,
		.ca_file = s ? s->ca_file : NULL,
		.proxy = s ? s->proxy : NULL,
		.loopback = p->url.loopback,
	};
	if (!p->is_signed) {
		o->key = c->key.bytes.len ? &c->key : NULL;
		c->source = o->key ? c->key.source : NULL;
		return 0;
	}
	if (oci_signer_load(&c->signer, s->profile, &c->key, err))
		return -1;
	o->sign = oci_sign;
	o->sign_ctx = &c->signer.sign;
	c->source = c->signer.source;
	return 0;
}

void caller_hide(const struct caller *c, char *text)
{
	secret_hide(&c->key, text);
	secret_hide(&c->signer.phrase, text);
	secret_hide(&c->signer.token, text);
}

void caller_doubt(const struct caller *c, int64_t now, char *out, size_t cap)
{
	const struct text key = { c->key.bytes.ptr, c->key.bytes.len };
	int64_t at = c->signer.expires;

	*out = '\0';
	if (!at && !token_expiry(key, &at))
		return;
	if (at <= now)
		snprintf(out, cap, "; the token has expired %lld min ago: "
			 "get a new one", (long long)(now - at) / 60);
}
