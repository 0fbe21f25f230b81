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
#define OWN_URL 300	/* bytes of a preset's URL */

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

/* What is called is what was read: the URL in the spelling of url_parse(). */
static int set_url(struct place *p, const char *base_url, struct err *err)
{
	struct buf b = BUF_INIT(MAX_CONFIG);
	char origin[300];

	if (url_parse(base_url, &p->url, err))
		return err_prefix(err, "base_url");
	url_origin(&p->url, origin, sizeof(origin));
	buf_addf(&b, "%s%s", origin, p->url.path);
	p->base_url = buf_take(&b, NULL);
	p->ep.base_url = p->base_url;
	return 0;
}

static bool env_set(const char *name)
{
	const char *v = name ? getenv(name) : NULL;

	return v && *v;
}

/* As AWS's own clients find it, but for the profile, which is not read. */
static const char *find_region(const struct endpoint_section *s)
{
	if (s && s->region)
		return s->region;
	if (env_set("AWS_REGION"))
		return getenv("AWS_REGION");
	return env_set("AWS_DEFAULT_REGION") ? getenv("AWS_DEFAULT_REGION") :
	       NULL;
}

/* It becomes part of a host's name. */
static bool is_region(const char *s)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return len > 0 && len < 40 && !s[len];
}

/* The preset's own URL, in that region where it has one for each. */
static int own_url(const struct preset *preset, const char *region,
		   char out[OWN_URL], struct err *err)
{
	const char *in = preset->region_url, *at = in ? strstr(in, "%s") : NULL;
	const char *china = "";

	if (!at) {
		snprintf(out, OWN_URL, "%s",
			 preset->base_url ? preset->base_url : "");
		return preset->base_url ? 0 : err_set(err, ERR_CONFIG, "it "
						      "needs a base_url");
	}
	if (!region)
		return err_set(err, ERR_CONFIG, "it needs a region: set "
			       "region, or AWS_REGION");
	if (!is_region(region))
		return err_set(err, ERR_CONFIG, "'%s' is no region", region);
	/* the partition of China has its own domain */
	if (!strncmp(region, "cn-", 3) && strstr(in, ".amazonaws.com"))
		china = ".cn";
	snprintf(out, OWN_URL, "%.*s%s%s%s", (int)(at - in), in, region, at + 2,
		 china);
	return 0;
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
	if (own_url(preset, region, url, NULL) ||
	    set_url(p, url, NULL))
		abort();	/* the table is wrong */
	return p;
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

/*
 * A key goes only to the origin that it is for: the preset's usual variable
 * holds for the preset's own origin; another base_url names its key itself.
 */
static void find_key(struct place *p, const struct preset *preset)
{
	const struct endpoint_section *s = p->section;
	char url[OWN_URL];
	struct url own;

	p->own = !own_url(preset, p->region, url, NULL) &&
		 !url_parse(url, &own, NULL) && url_same_origin(&own, &p->url);
	if (s->api_key_file || s->api_key_cmd)
		return;
	p->key_env = s->api_key_env ? s->api_key_env :
		     p->own ? preset->key_env : NULL;
	/* without its usual key, or by a profile, AWS's own keys sign */
	p->aws = preset->aws && !s->api_key_env &&
		 (s->profile || !env_set(p->key_env));
	if (p->aws)
		p->key_env = NULL;
	p->key_missing = p->key_env && !env_set(p->key_env);
}

static int check_http(const struct place *p, struct err *err)
{
	const struct endpoint_section *s = p->section;

	if (p->url.tls || p->url.loopback)
		return 0;
	if (p->key_env || p->aws || s->api_key_file || s->api_key_cmd ||
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
			 const struct endpoint_section *s, struct err *err)
{
	if (dialect_check(s->dialect, err) || one_key_source(s, err) ||
	    check_headers(&s->headers, err))
		return -1;
	if (s->profile && (s->api_key_env || s->api_key_file ||
			   s->api_key_cmd))
		return err_set(err, ERR_CONFIG, "it has both a profile and a "
			       "key");
	return check_private(c, s, err);
}

/* The region of a cloud's endpoint; its URL there, or the one it is given. */
static int find_url(const struct endpoint_section *s,
		    const struct preset *preset, const char **region,
		    char url[OWN_URL], struct err *err)
{
	bool regional = preset->region_url != NULL;

	if (!regional && (s->region || s->profile))
		return err_set(err, ERR_CONFIG, "%s has no %s", preset->name,
			       s->region ? "regions" : "profiles");
	*region = regional ? find_region(s) : NULL;
	/* where it is called by another URL, it still is signed for one */
	if (s->base_url && !preset->aws)
		return 0;
	return own_url(preset, *region, url, err);
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
	    check_section(c, s, err))
		return -1;
	p = add_place(c);
	p->section = s;
	p->region = region;
	p->ep = (struct endpoint){
		.name = s->name, .preset = preset, .dialect = s->dialect,
		.vendor = s->vendor ? s->vendor : preset->vendor,
		.flags = preset->flags | (s->local ? ENDPOINT_LOCAL : 0) |
			 (s->allow_http ? ENDPOINT_ALLOW_HTTP : 0),
	};
	if (set_url(p, s->base_url ? s->base_url : url, err))
		return -1;
	find_key(p, preset);
	return check_http(p, err);
}

/* AWS's keys are often there for other things: a region must be, too. */
static bool has_aws_env(void)
{
	return env_set("AWS_ACCESS_KEY_ID") &&
	       env_set("AWS_SECRET_ACCESS_KEY");
}

static void place_from_preset(struct config *c, const struct preset *preset)
{
	const char *region = preset->region_url ? find_region(NULL) : NULL;
	bool has_key = env_set(preset->key_env);
	char url[OWN_URL];
	struct place *p;

	if (!has_key && !(preset->aws && has_aws_env()))
		return;
	if (preset->by_section || own_url(preset, region, url, NULL))
		return;
	for (size_t i = 0; i < c->endpoint_count; i++)
		if (!strcmp(c->endpoints[i].name, preset->name))
			return;
	p = add_preset(c, preset, region);
	p->aws = preset->aws && !has_key;
	p->key_env = p->aws ? NULL : preset->key_env;
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

static int key_from_file(const char *path, struct secret *out,
			 struct err *err)
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
		rc = secret_set(out, b.ptr, b.len, path, err);
	if (rc)
		err->kind = ERR_CONFIG;
	buf_wipe(&b);
	return rc;
}

static int key_from_cmd(const char *cmd, const volatile sig_atomic_t *stop,
			struct secret *out, struct err *err)
{
	const struct proc_opts opts = { .what = "api_key_cmd", .stop = stop,
					.timeout_ms = KEY_CMD_MS };
	struct buf b = BUF_INIT(MAX_KEY);
	int rc;

	rc = proc_shell(cmd, &opts, &b, NULL, err);
	if (!rc)
		rc = secret_set(out, b.ptr, b.len, "api_key_cmd", err);
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
		return key_from_file(p->section->api_key_file, out, err);
	if (p->section && p->section->api_key_cmd)
		return key_from_cmd(p->section->api_key_cmd, stop, out, err);
	if (!p->key_env)
		return 0;
	v = getenv(p->key_env);
	if (!v || !*v)
		return err_set(err, ERR_CONFIG, "endpoint '%s' has no key: "
			       "set %s", p->ep.name, p->key_env);
	return secret_set(out, v, strlen(v), p->key_env, err);
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
