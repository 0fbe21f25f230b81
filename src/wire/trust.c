#include "wire/trust.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SYSTEM_DIR "/etc/ssl/certs"

/* Names like "a94d09e5.0" (openssl-rehash(1)). */
static bool has_hashes(const char *path)
{
	struct dirent *d;
	bool found = false;
	DIR *dir = opendir(path);

	if (!dir)
		return false;
	while (!found) {
		d = readdir(dir);
		if (!d)
			break;
		found = strspn(d->d_name, "0123456789abcdef") == 8 &&
			d->d_name[8] == '.';
	}
	closedir(dir);
	return found;
}

static const char *set_env(const char *name)
{
	const char *v = getenv(name);

	return v && *v ? v : NULL;
}

void trust_find(const char *ca_file, const char **file, const char **dir)
{
	*dir = ca_file ? NULL : set_env("SSL_CERT_DIR");
	*file = ca_file;
	if (!*file)
		*file = set_env("CURL_CA_BUNDLE");
	if (!*file)
		*file = set_env("SSL_CERT_FILE");
	if (!*file && !*dir && has_hashes(SYSTEM_DIR))
		*dir = SYSTEM_DIR;
}
