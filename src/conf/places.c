#include "conf/places.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/proc.h"

#define KEY_CMD_MS 5000
#define HEADER_NAME_MAX 100

static int bad(const struct config *c, const struct endpoint_section *s,
	       struct err *err)
{
	return err_prefix(err, "%s:%u: [endpoint.%s]", c->path, s->line,
			  s->name);
}

static struct place *add_place(struct config *c)
{
	struct place *p;

	c->places = xreallocarray(c->places, c->place_count + 1, sizeof(*p));
	p = &c->places[c->place_count++];
	*p = (struct place){ .section = NULL };
	return p;
}

/* "" or "/openai" is completed to "/openai/v1". */
static void complete_path(struct url *url, const char *prefix)
{
	size_t len = strlen(url->path);

	if (prefix && !strncmp(url->path, prefix, len) && prefix[len] == '/')
		snprintf(url->path, sizeof(url->path), "%s", prefix);
}

/* What is called is what was read: the URL in the spelling of url_parse(). */
static int set_url(struct place *p, const char *base_url, struct err *err)
{
	struct buf b = BUF_INIT(MAX_CONFIG);
	char origin[300];

	if (url_parse(base_url, &p->url, err))
		return err_prefix(err, "base_url");
	complete_path(&p->url, p->ep.preset->prefix);
	url_origin(&p->url, origin, sizeof(origin));
	buf_addf(&b, "%s%s", origin, p->url.path);
	p->base_url = buf_take(&b, NULL);
	p->ep.base_url = p->base_url;
	return 0;
}

/* A preset at a URL that was looked at. */
static struct place *add_preset(struct config *c, const struct preset *preset,
				const char *base_url)
{
	struct place *p = add_place(c);

	p->ep = (struct endpoint){
		.name = preset->name, .preset = preset,
		.vendor = preset->vendor, .flags = preset->flags,
	};
	p->key_header = preset->key_header;
	if (set_url(p, base_url, NULL))
		abort();	/* the table is wrong */
	return p;
}

static bool env_set(const char *name)
{
	const char *v = name ? getenv(name) : NULL;

	return v && *v;
}

/* The variable's value; NULL where it is not set, or empty. */
static const char *env_value(const char *name)
{
	return env_set(name) ? getenv(name) : NULL;
}

static bool is_word(const char *s, const char *others)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	const char *p = s;

	while (*p && (strchr(plain, *p) || strchr(others, *p)))
		p++;
	return *s && !*p && p - s < 64;
}

/*
 * What the environment says of a cloud's address is good for hosts of the
 * vendor alone: a project's own .env must not send keys elsewhere.
 */
static bool is_own_url(const struct preset *preset, const char *base_url)
{
	struct url url;

	return base_url && !url_parse(base_url, &url, NULL) &&
	       preset_owns(preset, &url);
}

/* Where that region is; false: the vendor has none, or it is no region. */
static bool add_region_url(const struct preset *preset, const char *region,
			   struct buf *out)
{
	const char *star = preset->region_url ?
			   strchr(preset->region_url, '*') : NULL;

	if (!star || !region || !is_word(region, "-"))
		return false;
	buf_add(out, preset->region_url, (size_t)(star - preset->region_url));
	buf_addf(out, "%s%s", region, star + 1);
	return true;
}

/* Where a preset is when no section says so; false: nobody knows. */
static bool add_usual_url(const struct preset *preset, const char *region,
			  struct buf *out)
{
	const char *env = env_value(preset->base_env);

	if (preset->base_url)
		buf_adds(out, preset->base_url);
	else if (is_own_url(preset, env))
		buf_adds(out, env);
	else
		return add_region_url(preset, region ? region :
				      env_value(preset->region_env), out);
	return true;
}

/* "2024-10-21", "2025-01-01-preview" */
static bool is_version(const char *s)
{
	return s && strlen(s) >= 10 && s[4] == '-' && s[7] == '-' &&
	       *s >= '0' && *s <= '9' && is_word(s, "-");
}

static int unknown_adapter(const char *name, struct err *err)
{
	const char *names[64], *near;
	size_t n = 0;

	for (const struct preset *p = presets; p->name && n < 64; p++)
		names[n++] = p->name;
	near = nearest(name, names, n);
	return err_set(err, ERR_CONFIG, "unknown adapter '%s'%s%s%s; "
		       "'openai-compatible' with a base_url fits most servers",
		       name, near ? ", did you mean '" : "",
		       near ? near : "", near ? "'?" : "");
}

static int check_headers(const struct words *headers, struct err *err)
{
	for (size_t i = 0; i < headers->count; i++) {
		const char *h = headers->items[i];
		size_t name = strcspn(h, ": \t");

		if (!name || h[name] != ':')
			return err_set(err, ERR_CONFIG, "a header is written "
				       "'Name: value', one a line");
		if (name > HEADER_NAME_MAX)
			return err_set(err, ERR_CONFIG, "a header's name is "
				       "over %d bytes", HEADER_NAME_MAX);
		for (const char *p = h; *p; p++)
			if (((unsigned char)*p < ' ' && *p != '\t') ||
			    *p == 0x7F)
				return err_set(err, ERR_CONFIG, "a header has "
					       "a control character in it");
	}
	return 0;
}

/* Does this header hold what only its owner should know? By its name. */
static bool is_secret_header(const char *h)
{
	static const char *const parts[] = {
		"authorization", "cookie", "credential", "key", "password",
		"secret", "token",
	};
	size_t len = strcspn(h, ":");

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		for (size_t at = 0; at < len; at++)
			if (!strncasecmp(h + at, parts[i], strlen(parts[i])))
				return true;
	return false;
}

static bool has_secret_header(const struct endpoint_section *s)
{
	for (size_t i = 0; i < s->headers.count; i++)
		if (is_secret_header(s->headers.items[i]))
			return true;
	return false;
}

/* A key in config.ini itself: then only we may read the file. */
static int check_private(const struct config *c,
			 const struct endpoint_section *s, struct err *err)
{
	struct stat st;

	if (!has_secret_header(s) && !(s->proxy && strchr(s->proxy, '@')))
		return 0;
	if (stat(c->path, &st))
		return err_set(err, ERR_CONFIG, "cannot look at '%s': %s",
			       c->path, strerror(errno));
	return file_check_private(c->path, &st, err);
}

/* A token that stands in for the key is presented as one. */
static void usual_key(struct place *p, const struct preset *preset)
{
	p->key_env = preset->key_env;
	if (env_set(preset->key_env) || !env_set(preset->token_env))
		return;
	p->key_env = preset->token_env;
	p->key_header = NULL;
}

/*
 * A key goes only to the origin that it is for: the preset's usual variable
 * holds for the preset's own origin; another base_url names its key itself.
 */
static void find_key(struct place *p, const struct preset *preset)
{
	const struct endpoint_section *s = p->section;

	p->is_signed = s->auth == AUTH_SIGNATURE;
	p->key_header = s->auth == AUTH_BEARER ? NULL : preset->key_header;
	if (s->api_key_file || s->api_key_cmd)
		return;
	if (s->api_key_env)
		p->key_env = s->api_key_env;
	else if (preset_owns(preset, &p->url) && !p->is_signed)
		usual_key(p, preset);
	p->key_missing = p->key_env && !env_set(p->key_env);
}

static int check_http(const struct place *p, struct err *err)
{
	const struct endpoint_section *s = p->section;

	if (p->url.tls || p->url.loopback)
		return 0;
	if (p->key_env || s->api_key_file || s->api_key_cmd ||
	    has_secret_header(s))
		return err_set(err, ERR_CONFIG, "its key would go to %s in "
			       "the clear; use https", p->url.host);
	if (!s->allow_http)
		return err_set(err, ERR_CONFIG, "plain http to %s; use https, "
			       "or set allow_http = yes", p->url.host);
	return 0;
}

static int one_key_source(const struct endpoint_section *s, struct err *err)
{
	if (!!s->api_key_env + !!s->api_key_file + !!s->api_key_cmd > 1)
		return err_set(err, ERR_CONFIG, "more than one of "
			       "api_key_env, api_key_file and api_key_cmd");
	return 0;
}

int dialect_check(const char *name, struct err *err)
{
	const char *names[16], *near;
	struct buf all = BUF_INIT(MAX_CONFIG);
	size_t n = 0;

	if (!name || dialect_by_name(name))
		return 0;
	for (; n < 16 && dialects[n]; n++) {
		names[n] = dialects[n]->name;
		buf_addf(&all, "%s%s", n ? ", " : "", names[n]);
	}
	near = nearest(name, names, n);
	if (near)
		err_set(err, ERR_CONFIG, "unknown dialect '%s'; did you mean "
			"'%s'?", name, near);
	else
		err_set(err, ERR_CONFIG, "unknown dialect '%s'; it is one of "
			"%s", name, all.ptr);
	buf_release(&all);
	return -1;
}

static int check_section(const struct config *c,
			 const struct endpoint_section *s,
			 const struct preset *preset, struct err *err)
{
	if (s->auth == AUTH_SIGNATURE && !preset->signed_dialect)
		return err_set(err, ERR_CONFIG, "calls of the adapter %s are "
			       "not signed", preset->name);
	if (dialect_check(s->dialect, err) || one_key_source(s, err) ||
	    check_headers(&s->headers, err))
		return -1;
	return check_private(c, s, err);
}

/* Where the section's endpoint is. */
static int find_url(const struct endpoint_section *s,
		    const struct preset *preset, struct buf *out,
		    struct err *err)
{
	if (s->region && preset->key_env && !preset->region_url)
		return err_set(err, ERR_CONFIG, "the adapter %s has no "
			       "regions", preset->name);
	if (s->region && !is_word(s->region, "-"))
		return err_set(err, ERR_CONFIG, "'%s' is no region",
			       s->region);
	if (s->base_url)
		buf_adds(out, s->base_url);
	else if (!add_usual_url(preset, s->region, out) && preset->region_url)
		return err_set(err, ERR_CONFIG, "it needs a region, or %s, or "
			       "a base_url", preset->region_env);
	else if (!out->len && env_set(preset->base_env))
		return err_set(err, ERR_CONFIG, "%s names no https host of "
			       "%s's; write it as base_url", preset->base_env,
			       preset->vendor);
	else if (!out->len)
		return err_set(err, ERR_CONFIG, "it needs a base_url");
	return 0;
}

/* The section's; with an address of the environment, that one's too. */
static int set_version(struct place *p, struct err *err)
{
	const struct endpoint_section *s = p->section;
	const char *usual = env_value(p->ep.preset->version_env);

	if (s && s->api_version && p->ep.preset->key_env &&
	    !p->ep.preset->version_env)
		return err_set(err, ERR_CONFIG, "api_version is for Azure, "
			       "or a gateway to it");
	if (s && s->api_version && !is_version(s->api_version))
		return err_set(err, ERR_CONFIG, "api_version is a date, as in "
			       "2024-10-21");
	if (s && s->api_version)
		p->ep.api_version = s->api_version;
	else if ((!s || !s->base_url) && is_version(usual))
		p->ep.api_version = usual;
	return 0;
}

static int place_from_section(struct config *c,
			      const struct endpoint_section *s,
			      struct err *err)
{
	const char *adapter = s->adapter ? s->adapter : s->name;
	const struct preset *preset = preset_by_name(adapter);
	struct buf base_url = BUF_INIT(MAX_CONFIG);
	struct place *p;
	int rc;

	if (!preset)
		return unknown_adapter(adapter, err);
	if (!preset->dialect)
		return err_set(err, ERR_CONFIG, "'%s' is the embedded engine, "
			       "not an endpoint to call", adapter);
	if (find_url(s, preset, &base_url, err) ||
	    check_section(c, s, preset, err)) {
		buf_release(&base_url);
		return -1;
	}
	p = add_place(c);
	p->section = s;
	p->ep = (struct endpoint){
		.name = s->name, .preset = preset,
		.dialect = s->dialect ? s->dialect :
			   s->auth == AUTH_SIGNATURE ?
			   preset->signed_dialect : NULL,
		.compartment = s->compartment,
		.vendor = s->vendor ? s->vendor : preset->vendor,
		.flags = preset->flags | (s->local ? ENDPOINT_LOCAL : 0) |
			 (s->allow_http ? ENDPOINT_ALLOW_HTTP : 0),
	};
	rc = set_url(p, base_url.ptr, err);
	buf_release(&base_url);
	if (rc || set_version(p, err))
		return -1;
	find_key(p, preset);
	return check_http(p, err);
}

static void place_from_preset(struct config *c, const struct preset *preset)
{
	struct buf base_url = BUF_INIT(MAX_CONFIG);
	struct place *p;

	if (!env_set(preset->key_env) && !env_set(preset->token_env))
		return;
	for (size_t i = 0; i < c->endpoint_count; i++)
		if (!strcmp(c->endpoints[i].name, preset->name))
			return;
	if (!add_usual_url(preset, NULL, &base_url))
		return;
	p = add_preset(c, preset, base_url.ptr);
	usual_key(p, preset);
	if (set_version(p, NULL))
		abort();	/* without a section nothing is wrong */
	buf_release(&base_url);
}

/* "builtin" is taken, and a name ends at the "/" of "name/model". */
static int check_name(const char *name, struct err *err)
{
	const struct preset *p = preset_by_name(name);

	if (p && !p->dialect)
		return err_set(err, ERR_CONFIG, "the name is that of the "
			       "embedded engine");
	if (strpbrk(name, "/, \t"))
		return err_set(err, ERR_CONFIG, "the name of an endpoint "
			       "cannot hold '/', ',' or a blank");
	return 0;
}

int places_find(struct config *c, struct err *err)
{
	for (size_t i = 0; i < c->endpoint_count; i++)
		if (check_name(c->endpoints[i].name, err) ||
		    place_from_section(c, &c->endpoints[i], err))
			return bad(c, &c->endpoints[i], err);
	for (const struct preset *p = presets; p->name; p++)
		place_from_preset(c, p);
	return 0;
}

const struct place *places_add_found(struct config *c,
				     const struct preset *preset)
{
	return add_preset(c, preset, preset->base_url);
}

void places_release(struct config *c)
{
	for (size_t i = 0; i < c->place_count; i++)
		free(c->places[i].base_url);
	free(c->places);
	c->places = NULL;
	c->place_count = 0;
}

/* What opens a signer is a passphrase, which may hold blanks. */
static int set_key(const struct place *p, const char *bytes, size_t len,
		   const char *source, struct secret *out, struct err *err)
{
	return p->is_signed ? secret_set_phrase(out, bytes, len, source, err) :
			      secret_set(out, bytes, len, source, err);
}

static int key_from_file(const struct place *p, const char *path,
			 struct secret *out, struct err *err)
{
	struct buf b = BUF_INIT(MAX_KEY);
	char *room;
	size_t n;
	int rc;

	room = buf_room(&b, MAX_KEY, &n);	/* so that it never moves */
	(void)room;
	rc = file_read_checked(path, FILE_OWNED | FILE_PRIVATE, MAX_KEY, &b,
			       err);
	if (!rc)
		rc = set_key(p, b.ptr, b.len, path, out, err);
	if (rc)
		err->kind = ERR_CONFIG;
	buf_wipe(&b);
	return rc;
}

static int key_from_cmd(const struct place *p, const char *cmd,
			const volatile sig_atomic_t *stop, struct secret *out,
			struct err *err)
{
	const struct proc_opts opts = { .what = "api_key_cmd", .stop = stop,
					.timeout_ms = KEY_CMD_MS };
	struct buf b = BUF_INIT(MAX_KEY);
	int rc;

	rc = proc_shell(cmd, &opts, &b, NULL, err);
	if (!rc)
		rc = set_key(p, b.ptr, b.len, "api_key_cmd", out, err);
	if (rc && err->kind != ERR_STOPPED)
		err->kind = ERR_CONFIG;
	buf_wipe(&b);
	return rc;
}

int place_key(const struct place *p, const volatile sig_atomic_t *stop,
	      struct secret *out, struct err *err)
{
	const char *v;

	if (p->section && p->section->api_key_file)
		return key_from_file(p, p->section->api_key_file, out, err);
	if (p->section && p->section->api_key_cmd)
		return key_from_cmd(p, p->section->api_key_cmd, stop, out,
				    err);
	if (!p->key_env)
		return 0;
	v = getenv(p->key_env);
	if (!v || !*v)
		return err_set(err, ERR_CONFIG, "endpoint '%s' has no key: "
			       "set %s", p->ep.name, p->key_env);
	return set_key(p, v, strlen(v), p->key_env, out, err);
}

bool place_unread_base_url(const struct place *p, char *name, size_t cap)
{
	static const char key[] = "_API_KEY";
	const char *env = p->ep.preset->key_env, *end;

	if (!env || (p->section && p->section->base_url))
		return false;
	end = strstr(env, key);
	if (!end)
		return false;
	snprintf(name, cap, "%.*s_BASE_URL", (int)(end - env), env);
	return env_set(name);
}
