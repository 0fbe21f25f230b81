#include "provider/provider.h"

#include <string.h>

#include "provider/dialects.h"

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

void endpoint_url(const struct endpoint *ep, const char *path,
		  struct buf *out)
{
	static const struct {
		const char *end, *path;
	} replaced[] = {
		{ "/v1", "/v1/" }, { "/v1", "/api/" }, { "/api", "/api/" },
		{ "/v1", "/beta/" }, { "/beta", "/beta/" },
		{ "/v1", "/infill" },
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
		endpoint_url(ep, d->models_path, &out->url);
	if (d->headers)
		buf_adds(&out->headers, d->headers);
	return buf_check(&out->url, "the URL", err);
}
