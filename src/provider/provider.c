#include "provider/provider.h"

#include <string.h>

#include "provider/dialects.h"

const struct dialect *const dialects[] = {
	&dialect_openai_chat,
	&dialect_openai_responses,
	&dialect_anthropic,
	NULL,
};

const struct dialect *dialect_by_name(const char *name)
{
	for (size_t i = 0; dialects[i]; i++)
		if (name && !strcmp(dialects[i]->name, name))
			return dialects[i];
	return NULL;
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
	static const char version[] = "/v1";
	size_t n = sizeof(version) - 1, len = strlen(ep->base_url);

	if (len >= n && !strcmp(ep->base_url + len - n, version) &&
	    !strncmp(path, version, n) && path[n] == '/')
		path += n;
	buf_adds(out, ep->base_url);
	buf_adds(out, path);
}

int models_request(const struct dialect *d, const struct endpoint *ep,
		   struct http_request *out, struct err *err)
{
	if (!d->models_path)
		return err_set(err, ERR_CONFIG,
			       "endpoint %s has no list of models", ep->name);
	out->method = "GET";
	endpoint_url(ep, d->models_path, &out->url);
	if (d->headers)
		buf_adds(&out->headers, d->headers);
	return buf_check(&out->url, "the URL", err);
}
