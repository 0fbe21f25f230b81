#include "base/url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

/* What is read is written as "ORIGIN PATH", loopback with a "*" behind. */
static const struct {
	const char *in, *want;
} good[] = {
	{ "https://api.example.com", "https://api.example.com " },
	{ "https://API.Example.COM/v1", "https://api.example.com /v1" },
	{ "https://a.b:443/v1/", "https://a.b /v1" },
	{ "http://a.b:443", "http://a.b:443 " },
	{ "http://a.b:80//", "http://a.b " },
	{ "https://a.b:00080/x/y//", "https://a.b:80 /x/y" },
	{ "https://a.b:65535/@x:y", "https://a.b:65535 /@x:y" },
	{ "http://localhost:8080/v1", "http://localhost:8080 /v1*" },
	{ "http://LocalHost", "http://localhost *" },
	{ "http://127.0.0.1:1", "http://127.0.0.1:1 *" },
	{ "http://127.255.255.254", "http://127.255.255.254 *" },
	{ "http://[::1]:11434/v1", "http://[::1]:11434 /v1*" },
	/* one address, one spelling (RFC 5952) */
	{ "http://[0:0:0:0:0:0:0:1]", "http://[::1] *" },
	{ "http://[2001:DB8::0:A]/", "http://[2001:db8::a] " },
	{ "http://[::ffff:127.0.0.1]", "http://[::ffff:127.0.0.1] *" },
	{ "http://0.0.0.0", "http://0.0.0.0 " },
	{ "http://128.0.0.1", "http://128.0.0.1 " },
	{ "http://127.example.com", "http://127.example.com " },
	{ "http://localhost.example.com", "http://localhost.example.com " },
	{ "http://3090box:8000", "http://3090box:8000 " },
	{ "http://gpu-1", "http://gpu-1 " },
	{ "http://0xhost.a", "http://0xhost.a " },
};

static const struct {
	const char *in, *says;
} bad[] = {
	{ "", "https://" },
	{ "ftp://a.b", "https://" },
	{ "file:///etc/passwd", "https://" },
	{ "https:/a.b", "https://" },
	{ "HTTPS://a.b", "https://" },
	{ " https://a.b", "https://" },
	{ "https://", "no host" },
	{ "https:///v1", "no host" },
	{ "https://:443", "no host" },
	{ "https://a b", "blank" },
	{ "https://a.b/x\ty", "blank" },
	{ "https://a.b/x\ny", "blank" },
	{ "https://a.b/\x7F", "control" },
	{ "https://b\xC3\xBC" "cher.de", "non-ASCII" },
	{ "https://a.b?x", "'?'" },
	{ "https://a.b/#x", "'#'" },
	{ "https://a.b\\@c.d", "'\\'" },
	{ "https://u@a.b", "user@" },
	{ "https://user:pass@a.b/v1", "user@" },
	{ "https://a.b:/v1", "port" },
	{ "https://a.b:0", "port" },
	{ "https://a.b:65536", "port" },
	{ "https://a.b:18446744073709551617", "port" },
	{ "https://a.b:8o", "port" },
	{ "https://a.b:-1", "port" },
	{ "https://a.b:80:80", "port" },
	{ "https://a%2eb", "character" },
	{ "https://a,b", "character" },
	/* what some readers take for 127.0.0.1, and others do not */
	{ "http://127.1", "IPv4" },
	{ "http://0177.0.0.1", "IPv4" },
	{ "http://0x7f.0.0.1", "IPv4" },
	{ "http://0x7f000001", "IPv4" },
	{ "http://2130706433", "IPv4" },
	{ "http://127.0.0.0x1", "IPv4" },
	{ "http://127.0.0.01", "IPv4" },
	{ "http://127.0.0.256", "IPv4" },
	{ "http://127.0.0.1.1", "IPv4" },
	{ "http://a.1", "IPv4" },
	/* "localhost." is asked of the DNS, whose answer may be any host */
	{ "http://localhost.", "dot" },
	{ "https://a.b./v1", "dot" },
	{ "https://a..b", "dot" },
	{ "https://.a.b", "dot" },
	{ "https://.", "dot" },
	{ "http://127.0.0.1.", "dot" },
	{ "https://::1", "port" },
	{ "https://[]", "IPv6" },
	{ "https://[::1", "IPv6" },
	{ "https://[::1]x", "IPv6" },
	{ "https://[::1]]", "IPv6" },
	{ "https://[[::1]", "IPv6" },
	{ "https://[:::::]", "IPv6" },
	{ "https://[1.2.3.4]", "IPv6" },
	{ "https://[fe80::1%25eth0]", "IPv6" },
	{ "https://[::1]:", "port" },
	{ "https://a[::1]", "port" },
};

static void test_good(void)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct err e = ERR_INIT;
		char got[900], origin[300];
		struct url u;
		int rc = url_parse(good[i].in, &u, &e);

		url_origin(&u, origin, sizeof(origin));
		snprintf(got, sizeof(got), "%s %s%s", origin, u.path,
			 u.loopback ? "*" : "");
		ok(!rc && !strcmp(got, good[i].want), "%s is %s%s",
		   good[i].in, got, e.msg);
	}
}

static void test_bad(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err e = ERR_INIT;
		struct url u;

		ok(url_parse(bad[i].in, &u, &e) == -1 &&
			   e.kind == ERR_CONFIG && strstr(e.msg, bad[i].says),
		   "refused %zu: %s", i, e.msg);
	}
}

/* "https://" HOST PATH, of that many letters each. */
static int parse_sized(size_t host, size_t path, struct url *u)
{
	char *s = calloc(host + path + 16, 1);
	struct err e = ERR_INIT;
	int rc;

	memcpy(s, "https://", 8);
	memset(s + 8, 'a', host);
	if (path) {
		memset(s + 8 + host, 'b', path);
		s[8 + host] = '/';
	}
	rc = url_parse(s, u, &e);
	free(s);
	return rc && e.kind == ERR_CONFIG ? -1 : rc;
}

static void test_sizes(void)
{
	struct url u;

	ok(!parse_sized(253, 511, &u) && strlen(u.host) == 253 &&
		   strlen(u.path) == 511,
	   "253 and 511 bytes are whole");
	ok(parse_sized(254, 1, &u) == -1, "a host of 254 is refused");
	ok(parse_sized(1, 512, &u) == -1, "a path of 512 is refused");
	ok(parse_sized(1000000, 0, &u) == -1, "a host of a million");
}

static const struct {
	const char *a, *b;
	bool same;
} origins[] = {
	{ "https://a.b", "https://a.b:443/v1", true },
	{ "https://A.b", "https://a.B/x", true },
	{ "https://a.b", "http://a.b", false },
	{ "https://a.b", "http://a.b:443", false },
	{ "https://a.b", "https://a.b:444", false },
	{ "https://a.b", "https://a.b.c", false },
	{ "https://a.b", "https://xa.b", false },
	{ "http://[::1]", "http://[0::1]:80", true },
	{ "http://localhost", "http://127.0.0.1", false },
};

static void test_origins(void)
{
	struct url a, b;

	for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++)
		ok(!url_parse(origins[i].a, &a, NULL) &&
			   !url_parse(origins[i].b, &b, NULL) &&
			   url_same_origin(&a, &b) == origins[i].same &&
			   url_same_origin(&b, &a) == origins[i].same,
		   "%s and %s are %s", origins[i].a, origins[i].b,
		   origins[i].same ? "one" : "two");
}

int main(void)
{
	test_good();
	test_bad();
	test_sizes();
	test_origins();
	return tap_done();
}
