#include "conf/places.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/mem.h"

#define HEADER_NAME_MAX 100
#define OWN_URL 300	/* bytes of a preset's URL */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

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

/* The variable's value; NULL where it is not set, or empty. */
static const char *env_value(const char *name)
{
	const char *v = name ? getenv(name) : NULL;

	return v && *v ? v : NULL;
}

/* As the cloud's own clients find it, but for profiles, which are not read. */
static const char *find_region(const struct preset *preset,
			       const struct endpoint_section *s)
{
	const char *found = s ? s->region : NULL;

	if (!preset->region_url)
		return NULL;
	for (size_t i = 0; !found && i < COUNT(preset->region_env); i++)
		found = env_value(preset->region_env[i]);
	return found;
}

/* What becomes part of a host's name, or of a query. */
static bool is_word(const char *s)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return len > 0 && len < 40 && !s[len];
}

/* The preset's URL in that region. */
static int region_url(const struct preset *preset, const char *region,
		      char out[OWN_URL], struct err *err)
{
	const char *in = preset->region_url, *at = strstr(in, "%s");
	const char *china = "";

	if (!region)
		return err_set(err, ERR_CONFIG, "it needs a region: set "
			       "region, or %s%s", preset->region_env[0],
			       preset->signer == SIGNER_AWS ? "" :
			       ", or a base_url");
	if (!is_word(region))
		return err_set(err, ERR_CONFIG, "'%s' is no region", region);
	/* the partition of China has its own domain */
	if (!strncmp(region, "cn-", 3) && strstr(in, ".amazonaws.com"))
		china = ".cn";
	snprintf(out, OWN_URL, "%.*s%s%s%s", (int)(at - in), in, region, at + 2,
		 china);
	return 0;
}

/*
 * The preset's own URL, in that region where it has one for each. What the
 * environment says of it is good for hosts of the vendor alone: a project's
 * own .env must not send keys elsewhere.
 */
static int own_url(const struct preset *preset, const char *region,
		   char out[OWN_URL], struct err *err)
{
	const char *env = env_value(preset->base_env);
	struct url url;

	if (preset->region_url)
		return region_url(preset, region, out, err);
	if (!preset->base_url && !env)
		return err_set(err, ERR_CONFIG, "it needs a base_url");
	if (env && (strlen(env) >= OWN_URL || url_parse(env, &url, NULL) ||
		    !preset_owns(preset, &url)))
		return err_set(err, ERR_CONFIG, "%s names no https host of "
			       "%s's; write it as base_url", preset->base_env,
			       preset->vendor);
	snprintf(out, OWN_URL, "%s", env ? env : preset->base_url);
	return 0;
}

/* Is it the vendor's own place, so that its catalog and keys hold? */
static bool is_own(const struct preset *preset, const char *region,
		   const struct url *u)
{
	char url[OWN_URL];
	struct url own;

	return preset_owns(preset, u) ||
	       (!own_url(preset, region, url, NULL) &&
		!url_parse(url, &own, NULL) && url_same_origin(&own, u));
}

/* A preset at its own URL. */
static struct place *add_preset(struct config *c, const struct preset *preset,
				const char *region)
{
	struct place *p = add_place(c);
	char url[OWN_URL];

	p->ep = (struct endpoint){
		.name = preset->name, .preset = preset,
		.vendor = preset->vendor, .flags = preset->flags,
	};
	p->region = region;
	p->own = true;
	p->key_header = preset->key_header;
	if (own_url(preset, region, url, NULL) || set_url(p, url, NULL))
		abort();	/* the table is wrong */
	return p;
}

/* "2024-10-21", "2025-01-01-preview" */
static bool is_version(const char *s)
{
	return s && strlen(s) >= 10 && s[4] == '-' && s[7] == '-' &&
	       *s >= '0' && *s <= '9' && is_word(s);
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
	if (env_value(preset->key_env) || !env_value(preset->token_env))
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

	p->own = is_own(preset, p->region, &p->url);
	p->key_header = s->auth == AUTH_BEARER ? NULL : preset->key_header;
	if (s->auth == AUTH_SIGNATURE)
		p->signer = preset->signer;
	if (s->api_key_file || s->api_key_cmd)
		return;
	if (s->api_key_env)
		p->key_env = s->api_key_env;
	else if (p->own && !p->signer)
		usual_key(p, preset);
	/* without its usual key, or by a profile, AWS's own keys sign */
	if (preset->signer == SIGNER_AWS && s->auth != AUTH_BEARER &&
	    !s->api_key_env && (s->profile || !env_value(p->key_env))) {
		p->signer = SIGNER_AWS;
		p->key_env = NULL;
	}
	p->key_missing = p->key_env && !env_value(p->key_env);
}

static int check_http(const struct place *p, struct err *err)
{
	const struct endpoint_section *s = p->section;

	if (p->url.tls || p->url.loopback)
		return 0;
	if (p->key_env || p->signer || s->api_key_file || s->api_key_cmd ||
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
	/* there a key is what opens the signer */
	bool opens = preset->signer == SIGNER_OCI &&
		     s->auth == AUTH_SIGNATURE;

	if (s->auth == AUTH_SIGNATURE && !preset->signer)
		return err_set(err, ERR_CONFIG, "calls of the adapter %s are "
			       "not signed", preset->name);
	if (dialect_check(s->dialect, err) || one_key_source(s, err) ||
	    check_headers(&s->headers, err))
		return -1;
	if (!opens && (s->profile || s->auth == AUTH_SIGNATURE) &&
	    (s->api_key_env || s->api_key_file || s->api_key_cmd))
		return err_set(err, ERR_CONFIG, "it has both a profile and a "
			       "key");
	if (s->profile && preset->signer == SIGNER_OCI && !opens)
		return err_set(err, ERR_CONFIG, "a profile signs: set auth = "
			       "signature");
	return check_private(c, s, err);
}

/* The region of a cloud's endpoint; its URL there, or the one it is given. */
static int find_url(const struct endpoint_section *s,
		    const struct preset *preset, const char **region,
		    char url[OWN_URL], struct err *err)
{
	if (s->region && !preset->region_url)
		return err_set(err, ERR_CONFIG, "%s has no regions",
			       preset->name);
	if (s->profile && !preset->signer)
		return err_set(err, ERR_CONFIG, "%s has no profiles",
			       preset->name);
	*region = find_region(preset, s);
	/* where it is called by another URL, AWS still signs for a region */
	if (s->base_url && preset->signer != SIGNER_AWS)
		return 0;
	return own_url(preset, *region, url, err);
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
	const char *region = NULL;
	char url[OWN_URL];
	struct place *p;

	if (!preset)
		return unknown_adapter(adapter, err);
	if (!preset->dialect)
		return err_set(err, ERR_CONFIG, "'%s' is the embedded engine, "
			       "not an endpoint to call", adapter);
	if (find_url(s, preset, &region, url, err) ||
	    check_section(c, s, preset, err))
		return -1;
	p = add_place(c);
	p->section = s;
	p->region = region;
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
	if (set_url(p, s->base_url ? s->base_url : url, err) ||
	    set_version(p, err))
		return -1;
	find_key(p, preset);
	return check_http(p, err);
}

/* AWS's keys are often there for other things: a region must be, too. */
static bool has_aws_env(void)
{
	return env_value("AWS_ACCESS_KEY_ID") &&
	       env_value("AWS_SECRET_ACCESS_KEY");
}

static void place_from_preset(struct config *c, const struct preset *preset)
{
	const char *region = find_region(preset, NULL);
	bool has_key = env_value(preset->key_env) ||
		       env_value(preset->token_env);
	char url[OWN_URL];
	struct place *p;

	if (!has_key && !(preset->signer == SIGNER_AWS && has_aws_env()))
		return;
	if (preset->by_section || own_url(preset, region, url, NULL))
		return;
	for (size_t i = 0; i < c->endpoint_count; i++)
		if (!strcmp(c->endpoints[i].name, preset->name))
			return;
	p = add_preset(c, preset, region);
	if (has_key)
		usual_key(p, preset);
	else
		p->signer = SIGNER_AWS;
	if (set_version(p, NULL))
		abort();	/* without a section nothing is wrong */
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
	return add_preset(c, preset, NULL);
}

void places_release(struct config *c)
{
	for (size_t i = 0; i < c->place_count; i++)
		free(c->places[i].base_url);
	free(c->places);
	c->places = NULL;
	c->place_count = 0;
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
	return env_value(name);
}
