#include "base/url.h"

#include <arpa/inet.h>
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

/*
 * Is the last label a number, decimal or hexadecimal, so that it must be an
 * address (WHATWG URL, "ends in a number")?
 */
static bool looks_ipv4(const char *host)
{
	const char *dot = strrchr(host, '.'), *last = dot ? dot + 1 : host;
	bool hex = last[0] == '0' && last[1] == 'x';

	return hex ? !last[2 + strspn(last + 2, "0123456789abcdef")] :
		     !last[strspn(last, "0123456789")];
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
	       !strncmp(host, "[::ffff:127.", 12) ||
	       (!strncmp(host, "127.", 4) && is_ipv4(host));
}

/* `p` starts with "["; one address gets one spelling (RFC 5952). */
static int parse_ipv6(const char *p, size_t len, struct url *out,
		      struct err *err)
{
	struct in6_addr address;
	char text[INET6_ADDRSTRLEN];

	if (len > 2 && len - 2 < sizeof(text) && p[len - 1] == ']') {
		memcpy(text, p + 1, len - 2);
		text[len - 2] = '\0';
		if (inet_pton(AF_INET6, text, &address) == 1 &&
		    inet_ntop(AF_INET6, &address, text, sizeof(text))) {
			snprintf(out->host, sizeof(out->host), "[%s]", text);
			return 0;
		}
	}
	return err_set(err, ERR_CONFIG, "the URL's host is no IPv6 address "
		       "in brackets");
}

static bool has_empty_label(const char *host)
{
	return *host == '.' || strstr(host, "..") ||
	       host[strlen(host) - 1] == '.';
}

static int parse_name(const char *p, size_t len, struct url *out,
		      struct err *err)
{
	if (!len || len >= sizeof(out->host))
		return err_set(err, ERR_CONFIG, "the URL has no host, or one "
			       "that is too long");
	for (size_t i = 0; i < len; i++) {
		char c = p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		if (!is_host_char(c))
			return err_set(err, ERR_CONFIG, "the URL's host has a "
				       "character that no host name has");
		out->host[i] = c;
	}
	out->host[len] = '\0';
	if (has_empty_label(out->host))
		return err_set(err, ERR_CONFIG, "the URL's host has a dot at "
			       "an end, or two in a row");
	if (looks_ipv4(out->host) && !is_ipv4(out->host))
		return err_set(err, ERR_CONFIG, "'%s' is no plain IPv4 "
			       "address", out->host);
	return 0;
}

static int parse_host(const char *p, size_t len, struct url *out,
		      struct err *err)
{
	int rc = *p == '[' ? parse_ipv6(p, len, out, err) :
			     parse_name(p, len, out, err);

	out->loopback = !rc && is_loopback(out->host);
	return rc;
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
