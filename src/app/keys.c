#include "app/keys.h"

#include "base/mem.h"
#include "provider/aws_credentials.h"
#include "provider/provider.h"

const char **keys_names(const struct config *cfg)
{
	size_t count = 0, most = cfg->endpoint_count + 1;
	const char **names;

	for (const struct preset *p = presets; p->name; p++)
		most += 2;
	for (const char *const *n = aws_secret_names; *n; n++)
		most++;
	names = xcalloc(most, sizeof(*names));
	for (const struct preset *p = presets; p->name; p++) {
		if (p->key_env)
			names[count++] = p->key_env;
		if (p->token_env)
			names[count++] = p->token_env;
	}
	for (const char *const *n = aws_secret_names; *n; n++)
		names[count++] = *n;
	for (size_t i = 0; i < cfg->endpoint_count; i++)
		if (cfg->endpoints[i].api_key_env)
			names[count++] = cfg->endpoints[i].api_key_env;
	names[count] = NULL;
	return names;
}
