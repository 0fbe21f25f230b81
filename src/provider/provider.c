#include "provider/provider.h"

#include <ctype.h>
#include <string.h>

#include "provider/dialects.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

const struct dialect *const dialects[] = {
	&dialect_openai_chat,
	&dialect_openai_responses,
	&dialect_anthropic,
	&dialect_ollama,
	&dialect_gemini,
	&dialect_openai_fim,
	&dialect_ollama_fim,
	&dialect_llamacpp_fim,
	&dialect_bedrock,
	&dialect_oci,
	NULL,
};

const struct dialect *dialect_by_name(const char *name)
{
	for (size_t i = 0; dialects[i]; i++)
		if (name && !strcmp(dialects[i]->name, name))
			return dialects[i];
	return NULL;
}

const struct dialect *dialect_of(const struct endpoint *ep,
				 const struct model *m)
{
	if (m && m->dialect)
		return dialect_by_name(m->dialect);
	return dialect_by_name(ep->dialect ? ep->dialect :
			       ep->preset->dialect);
}

const struct dialect *dialect_filling(const struct endpoint *ep,
				      const struct model *m)
{
	const struct dialect *d = dialect_of(ep, m);

	if (d && d->fills)
		return d;
	if (!(m->flags & MODEL_FIM) || m->flags & MODEL_NO_FIM)
		return NULL;
	return dialect_by_name(ep->preset->fim);
}

const struct preset *preset_by_name(const char *name)
{
	for (size_t i = 0; presets[i].name; i++)
		if (!strcmp(presets[i].name, name))
			return &presets[i];
	return NULL;
}

const char *preset_also(const struct preset *p)
{
	return p->base_env ? p->base_env : p->region_env[0];
}

bool preset_owns(const struct preset *p, const struct url *u)
{
	size_t len = strlen(u->host);
	struct url own;

	if (p->base_url && !url_parse(p->base_url, &own, NULL) &&
	    url_same_origin(&own, u))
		return true;
	for (size_t i = 0; u->tls && i < COUNT(p->hosts) && p->hosts[i]; i++) {
		size_t n = strlen(p->hosts[i]);

		if (len > n && !strcmp(u->host + len - n, p->hosts[i]))
			return u->port == 443;
	}
	return false;
}

void endpoint_url(const struct endpoint *ep, const char *path,
		  struct buf *out)
{
	static const struct {
		const char *end, *path;
	} replaced[] = {
		{ "/v1", "/v1/" }, { "/v1", "/api/" }, { "/api", "/api/" },
		{ "/v1", "/beta/" }, { "/beta", "/beta/" },
		{ "/v1", "/infill" },
		{ "/openai/v1", "/20231130/" },
	};
	size_t len = strlen(ep->base_url);

	for (size_t i = 0; i < sizeof(replaced) / sizeof(replaced[0]); i++) {
		const char *end = replaced[i].end, *begin = replaced[i].path;
		size_t n = strlen(end);

		if (len < n || strcmp(ep->base_url + len - n, end) ||
		    strncmp(path, begin, strlen(begin)))
			continue;
		len -= n;
		break;
	}
	buf_add(out, ep->base_url, len);
	buf_adds(out, path);
}

/* An id within a path: all but what is unreserved is escaped (RFC 3986). */
static void add_escaped(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (isalnum((unsigned char)*s) || strchr("-._~", *s))
			buf_addch(out, *s);
		else
			buf_addf(out, "%%%02X", (unsigned)(unsigned char)*s);
	}
}

void endpoint_model_url(const struct endpoint *ep, const struct model *m,
			const char *path, struct buf *out)
{
	size_t len = strlen(ep->base_url);

	if (!ep->api_version) {
		endpoint_url(ep, path, out);
		return;
	}
	if (len >= 3 && !strcmp(ep->base_url + len - 3, "/v1"))
		len -= 3;
	buf_add(out, ep->base_url, len);
	if (m) {
		buf_adds(out, "/deployments/");
		add_escaped(out, m->id);
	}
	buf_addf(out, "%s?api-version=%s", path, ep->api_version);
}

int models_request(const struct dialect *d, const struct endpoint *ep,
		   struct http_request *out, struct err *err)
{
	if (!d->models_path && !d->models_url)
		return err_set(err, ERR_CONFIG,
			       "endpoint %s has no list of models", ep->name);
	out->method = "GET";
	if (d->models_url)
		d->models_url(ep, &out->url);
	else
		endpoint_model_url(ep, NULL, d->models_path, &out->url);
	if (d->headers)
		buf_adds(&out->headers, d->headers);
	return buf_check(&out->url, "the URL", err);
}
