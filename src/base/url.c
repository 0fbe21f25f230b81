#include "base/url.h"

#include <stdio.h>
#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_host_char(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
	       c == '_';
}

/* Does the last label look like a number, so that it must be an address? */
static bool looks_ipv4(const char *host)
{
	const char *dot = strrchr(host, '.'), *last = dot ? dot + 1 : host;

	return is_digit(*last);
}

/* Four plain decimals of 0 to 255, and nothing else. */
static bool is_ipv4(const char *p)
{
	for (int part = 0; part < 4; part++) {
		unsigned v = 0;
		int digits = 0;

		for (; is_digit(*p) && digits < 3; p++, digits++)
			v = v * 10 + (unsigned)(*p - '0');
		if (!digits || v > 255 || (digits > 1 && p[-digits] == '0'))
			return false;
		if (*p != (part < 3 ? '.' : '\0'))
			return false;
		p++;
	}
	return true;
}

static bool is_loopback(const char *host)
{
	return !strcmp(host, "localhost") || !strcmp(host, "[::1]") ||
	       (!strncmp(host, "127.", 4) && is_ipv4(host));
}

static int parse_host(const char *p, size_t len, struct url *out,
		      struct err *err)
{
	bool v6 = len > 2 && p[0] == '[' && p[len - 1] == ']';

	/* what is compared and what is resolved must be the same name */
	if (len && p[len - 1] == '.')
		return err_set(err, ERR_CONFIG, "the URL's host ends with a "
			       "dot; leave it out");
	if (!len || len >= sizeof(out->host))
		return err_set(err, ERR_CONFIG, "the URL has no host, or one "
			       "that is too long");
	for (size_t i = 0; i < len; i++) {
		char c = p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		if (v6 ? !strchr("[]:.0123456789abcdef", c) : !is_host_char(c))
			return err_set(err, ERR_CONFIG, "the URL's host has a "
				       "character that no host name has");
		out->host[i] = c;
	}
	out->host[len] = '\0';
	if (!v6 && looks_ipv4(out->host) && !is_ipv4(out->host))
		return err_set(err, ERR_CONFIG, "'%s' is no plain IPv4 "
			       "address", out->host);
	out->loopback = is_loopback(out->host);
	return 0;
}

static int parse_port(const char *p, size_t len, struct url *out,
		      struct err *err)
{
	unsigned v = 0;

	for (size_t i = 0; i < len; i++) {
		if (!is_digit(p[i]) || v > 65535)
			return err_set(err, ERR_CONFIG, "the URL's port is no "
				       "number of 1 to 65535");
		v = v * 10 + (unsigned)(p[i] - '0');
	}
	if (!v || v > 65535)
		return err_set(err, ERR_CONFIG,
			       "the URL's port is no number of 1 to 65535");
	out->port = v;
	return 0;
}

static int parse_path(const char *p, struct url *out, struct err *err)
{
	size_t len = strlen(p);

	while (len && p[len - 1] == '/')
		len--;
	if (len >= sizeof(out->path))
		return err_set(err, ERR_CONFIG, "the URL's path is over %zu "
			       "bytes", sizeof(out->path) - 1);
	memcpy(out->path, p, len);
	out->path[len] = '\0';
	return 0;
}

int url_parse(const char *s, struct url *out, struct err *err)
{
	const char *p, *colon;
	size_t len;

	*out = (struct url){ .port = 80 };
	if (!strncmp(s, "https://", 8)) {
		out->tls = true;
		out->port = 443;
	} else if (strncmp(s, "http://", 7)) {
		return err_set(err, ERR_CONFIG, "the URL must begin with "
			       "https:// (or http:// for loopback)");
	}
	for (p = s; *p; p++)
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7F)
			return err_set(err, ERR_CONFIG, "the URL has a blank, "
				       "control or non-ASCII character");
	if (strpbrk(s, "?#\\"))
		return err_set(err, ERR_CONFIG, "a base URL has no '?', '#' "
			       "or '\\'");
	p = s + (out->tls ? 8 : 7);
	len = strcspn(p, "/");
	if (memchr(p, '@', len))
		return err_set(err, ERR_CONFIG, "the URL has user@ in it; "
			       "keys go into api_key_env, _file or _cmd");
	if (parse_path(p + len, out, err))
		return -1;
	colon = *p == '[' ? strstr(p, "]:") : memchr(p, ':', len);
	if (colon && colon < p + len) {
		colon += *p == '[';
		if (parse_port(colon + 1, len - (size_t)(colon + 1 - p), out,
			       err))
			return -1;
		len = (size_t)(colon - p);
	}
	return parse_host(p, len, out, err);
}

bool url_same_origin(const struct url *a, const struct url *b)
{
	return a->tls == b->tls && a->port == b->port &&
	       !strcmp(a->host, b->host);
}

void url_origin(const struct url *u, char *out, size_t cap)
{
	if (u->port == (u->tls ? 443 : 80))
		snprintf(out, cap, "%s://%s", u->tls ? "https" : "http",
			 u->host);
	else
		snprintf(out, cap, "%s://%s:%u", u->tls ? "https" : "http",
			 u->host, u->port);
}
