#include "wire/trust.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

/* "" is a variable that is set and empty, which counts as not set. */
static const struct {
	const char *what, *own, *bundle, *ssl_file, *ssl_dir;
	const char *file, *dir;
} rows[] = {
	{ "the user's own file alone", "/own", "/b", "/f", "/d", "/own",
	  NULL },
	{ "CURL_CA_BUNDLE", NULL, "/b", NULL, NULL, "/b", NULL },
	{ "CURL_CA_BUNDLE before SSL_CERT_FILE", NULL, "/b", "/f", NULL, "/b",
	  NULL },
	{ "SSL_CERT_FILE", NULL, NULL, "/f", NULL, "/f", NULL },
	{ "SSL_CERT_DIR", NULL, NULL, NULL, "/d", NULL, "/d" },
	{ "a file and a folder", NULL, NULL, "/f", "/d", "/f", "/d" },
	{ "an empty bundle", NULL, "", "/f", "", "/f", NULL },
};

static void set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

int main(void)
{
	static const char hashes[] = "ls /etc/ssl/certs 2>&1 | "
				     "grep -Eq '^[0-9a-f]{8}\\.'";
	const char *file, *dir;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		set("CURL_CA_BUNDLE", rows[i].bundle);
		set("SSL_CERT_FILE", rows[i].ssl_file);
		set("SSL_CERT_DIR", rows[i].ssl_dir);
		trust_find(rows[i].own, &file, &dir);
		ok(same(file, rows[i].file) && same(dir, rows[i].dir),
		   "%s: %s, %s", rows[i].what, file ? file : "-",
		   dir ? dir : "-");
	}
	set("CURL_CA_BUNDLE", NULL);
	set("SSL_CERT_FILE", NULL);
	set("SSL_CERT_DIR", "");
	trust_find(NULL, &file, &dir);
	ok(!file && same(dir, system(hashes) ? NULL : "/etc/ssl/certs"),
	   "the system's folder where it has hashes: %s", dir ? dir : "-");
	return tap_done();
}
