#include "conf/places.h"

#include <time.h>

#include "conf.h"

#define KEY "sk-canary-0123456789"

static struct config c;

/* [endpoint.x] with those lines; what is said after "c.ini:1: ". */
static const struct {
	const char *lines, *says;
} bad[] = {
	{ "", "unknown adapter 'x'" },
	{ "adapter = anthropc", "unknown adapter 'anthropc', did you mean "
				"'anthropic'?" },
	{ "adapter = openai-compatible", "it needs a base_url" },
	{ "adapter = builtin", "'builtin' is the embedded engine" },
	{ "adapter = builtin\nbase_url = https://a.b", "'builtin' is the" },
	{ "adapter = openai\ndialect = openai_chat", "unknown dialect "
	  "'openai_chat'; did you mean 'openai-chat'?" },
	{ "adapter = openai\ndialect = Anthropic\n", "unknown dialect "
	  "'Anthropic'; did you mean 'anthropic'?" },
	{ "adapter = openai\nbase_url = ftp://a.b", "base_url: the URL must "
						    "begin with https://" },
	{ "adapter = openai\nbase_url = https://u:p@a.b", "base_url: the URL "
							  "has user@" },
	{ "adapter = openai\nbase_url = http://0177.0.0.1", "base_url: "
							    "'0177.0.0.1'" },
	{ "adapter = vllm\nbase_url = http://a.b", "plain http to a.b" },
	/* a key in the clear, whatever is allowed */
	{ "adapter = vllm\nbase_url = http://a.b\nallow_http = yes\n"
	  "api_key_env = K", "its key would go to a.b in the clear" },
	{ "adapter = vllm\nbase_url = http://a.b\nallow_http = yes\n"
	  "api_key_file = /k", "its key would go to a.b in the clear" },
	{ "adapter = vllm\nbase_url = http://a.b\nallow_http = yes\n"
	  "api_key_cmd = k", "its key would go to a.b in the clear" },
	{ "adapter = vllm\nbase_url = http://a.b\nallow_http = yes\n"
	  "headers = X-Api-Key: k", "its key would go to a.b in the clear" },
	{ "adapter = vllm\nheaders = X-A", "a header is written" },
	{ "adapter = vllm\nheaders = : b", "a header is written" },
	{ "adapter = vllm\nheaders = X A: b", "a header is written" },
	{ "adapter = vllm\nheaders = A: b\n c", "a header is written" },
	{ "adapter = vllm\nheaders = A: b\r\r\n", NULL },
	{ "adapter = vllm\nheaders = A: \033[m", "a header has a control" },
	{ "adapter = vllm\nheaders = A: b\x7F" "c", "a header has a control" },
	{ "adapter = openai\napi_key_env = A\napi_key_cmd = b",
	  "more than one of" },
	{ "adapter = openai\napi_key_file = /a\napi_key_cmd = b",
	  "more than one of" },
	/* nothing wrong */
	{ "adapter = vllm\nbase_url = http://a.b\nallow_http = yes", NULL },
	{ "adapter = vllm\nbase_url = http://[::1]:1\napi_key_env = K",
	  NULL },
	{ "adapter = vllm\nheaders = A: b, c\n X-D:e", NULL },
	{ "adapter = vllm\ndialect = openai-responses", NULL },
	{ "adapter = bedrock", "it needs a region: set region, or AWS_" },
	{ "adapter = bedrock\nregion = a.evil.io/", "'a.evil.io/' is no reg" },
	{ "adapter = bedrock\nregion = EU", "'EU' is no region" },
	{ "adapter = vllm\nregion = eu-west-1", "vllm has no regions" },
	{ "adapter = openai\nprofile = p", "openai has no profiles" },
	{ "adapter = oci\nregion = x-1\nprofile = p",
	  "a profile signs: set auth = signature" },
	{ "adapter = bedrock\nregion = eu-west-1\nauth = signature\n"
	  "api_key_env = MINE", "it has both a profile and a key" },
	{ "adapter = bedrock\nregion = a\nprofile = p\napi_key_env = K",
	  "it has both a profile and a key" },
	{ "adapter = bedrock\nregion = a\nbase_url = http://a.b\n"
	  "allow_http = yes", "its key would go to a.b in the clear" },
	{ "adapter = bedrock\nregion = eu-west-1", NULL },
	{ "adapter = bedrock-mantle\nregion = eu-west-1\nprofile = p", NULL },
	{ "adapter = bedrock\nregion = a\nbase_url = http://127.0.0.1:1",
	  NULL },
};

static void test_bad(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err e = ERR_INIT;
		char text[400], says[200];
		int rc;

		snprintf(text, sizeof(text), "[endpoint.x]\n%s\n",
			 bad[i].lines);
		/* a URL is looked at in its own line */
		snprintf(says, sizeof(says), "c.ini:%s%s",
			 bad[i].says && *bad[i].says == 'b' ? "3: " :
			 "1: [endpoint.x]: ", bad[i].says ? bad[i].says : "");
		rc = conf_load(&c, text, &e);
		ok(bad[i].says ? rc == -1 && e.kind == ERR_CONFIG &&
					 !strncmp(e.msg, says, strlen(says)) :
				 !rc && c.place_count == 1,
		   "%zu: %s", i, e.msg);
		config_release(&c);
	}
}

static void test_names(void)
{
	static const char *const names[] = { "a/b", "a,b", "a b", "builtin" };
	char text[300], h[102];
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(text, sizeof(text), "[endpoint.%s]\nadapter = vllm\n",
			 names[i]);
		ok(conf_load(&c, text, &e) == -1 && strstr(e.msg, "name"),
		   "%s", e.msg);
		config_release(&c);
	}
	memset(h, 'h', 101);
	h[101] = '\0';
	snprintf(text, sizeof(text), "[endpoint.a]\nadapter = vllm\n"
		 "headers = %s: x\n", h);
	ok(conf_load(&c, text, &e) == -1 && strstr(e.msg, "100"), "%s", e.msg);
	config_release(&c);
	snprintf(text, sizeof(text), "[endpoint.a]\nadapter = vllm\n"
		 "headers = %s: x\n", h + 1);
	ok(!conf_load(&c, text, &e), "a header's name of 100 bytes");
	config_release(&c);
}

/*
 * Which variable a key is from: the vendor's own holds for the vendor's own
 * origin alone. "-": none; "!" behind it: it is not set.
 */
static const struct {
	const char *lines, *want;
} keys[] = {
	{ "adapter = openai", "OPENAI_API_KEY" },
	{ "adapter = openai\nbase_url = https://API.openai.com:443/v2",
	  "OPENAI_API_KEY" },
	{ "adapter = openai\nbase_url = https://api.openai.com:444/v1", "-" },
	{ "adapter = openai\nbase_url = https://api.openai.com.evil.io", "-" },
	{ "adapter = openai\nbase_url = http://127.0.0.1:1/v1", "-" },
	{ "adapter = openai\nbase_url = https://gw.io\napi_key_env = MINE",
	  "MINE" },
	{ "adapter = openai\nbase_url = https://gw.io\napi_key_env = NOPE",
	  "NOPE!" },
	{ "adapter = openai\napi_key_env = EMPTY", "EMPTY!" },
	{ "adapter = anthropic", "ANTHROPIC_API_KEY!" },
	{ "adapter = openai\napi_key_file = /k", "-" },
	{ "adapter = openai\napi_key_cmd = k", "-" },
	{ "adapter = vllm", "-" },
};

/* Endpoints of a cloud: their URL by region, and what they are called with. */
static const struct {
	const char *env, *lines, *url;	/* url NULL: it is not switched on */
	const char *key_env;		/* NULL: AWS's keys sign */
} clouds[] = {
	{ "", "", NULL, NULL },
	{ "AWS_BEARER_TOKEN_BEDROCK=" KEY, "", NULL, NULL },
	{ "AWS_REGION=eu-west-1", "", NULL, NULL },
	{ "AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=a", "", NULL, NULL },
	{ "AWS_REGION=/ AWS_BEARER_TOKEN_BEDROCK=" KEY, "", NULL, NULL },
	{ "AWS_REGION=eu-west-1 AWS_PROFILE=p", "", NULL, NULL },
	{ "AWS_REGION=eu-west-1 AWS_BEARER_TOKEN_BEDROCK=" KEY, "",
	  "https://bedrock-runtime.eu-west-1.amazonaws.com",
	  "AWS_BEARER_TOKEN_BEDROCK" },
	{ "AWS_DEFAULT_REGION=cn-north-1 AWS_ACCESS_KEY_ID=a "
	  "AWS_SECRET_ACCESS_KEY=b", "",
	  "https://bedrock-runtime.cn-north-1.amazonaws.com.cn", NULL },
	{ "AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-west-2 "
	  "AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b", "",
	  "https://bedrock-runtime.us-east-1.amazonaws.com", NULL },
	{ "AWS_REGION=us-east-1", "region = eu-west-1",
	  "https://bedrock-runtime.eu-west-1.amazonaws.com", NULL },
	{ "AWS_REGION=us-east-1 AWS_BEARER_TOKEN_BEDROCK=" KEY,
	  "profile = p", "https://bedrock-runtime.us-east-1.amazonaws.com",
	  NULL },
	{ "AWS_REGION=us-east-1 AWS_BEARER_TOKEN_BEDROCK=" KEY,
	  "base_url = https://gw.io", "https://gw.io", NULL },
	{ "AWS_REGION=us-east-1 AWS_BEARER_TOKEN_BEDROCK=" KEY,
	  "auth = signature",
	  "https://bedrock-runtime.us-east-1.amazonaws.com", NULL },
	{ "AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b",
	  "auth = bearer", "https://bedrock-runtime.us-east-1.amazonaws.com",
	  "AWS_BEARER_TOKEN_BEDROCK" },
	{ "AWS_REGION=us-east-1", "api_key_env = MINE",
	  "https://bedrock-runtime.us-east-1.amazonaws.com", "MINE" },
	{ "AWS_REGION=us-east-1", "adapter = bedrock-mantle",
	  "https://bedrock-mantle.us-east-1.api.aws/v1", NULL },
};

static void clear_aws(void)
{
	static const char *const names[] = {
		"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID",
		"AWS_SECRET_ACCESS_KEY", "AWS_BEARER_TOKEN_BEDROCK",
		"AWS_PROFILE",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
}

static void test_clouds(void)
{
	for (size_t i = 0; i < sizeof(clouds) / sizeof(clouds[0]); i++) {
		char env[300], text[200] = "", *word, *save = NULL;
		const char *want = clouds[i].key_env;
		const struct place *p;
		struct err e = ERR_INIT;
		int rc;

		clear_aws();
		snprintf(env, sizeof(env), "%s", clouds[i].env);
		for (word = strtok_r(env, " ", &save); word;
		     word = strtok_r(NULL, " ", &save)) {
			char *eq = strchr(word, '=');

			*eq = '\0';
			setenv(word, eq + 1, 1);
		}
		if (*clouds[i].lines)
			snprintf(text, sizeof(text), "[endpoint.bedrock]\n%s\n",
				 clouds[i].lines);
		rc = conf_load(&c, text, &e);
		p = rc ? NULL : config_place(&c, "bedrock");
		ok(!rc && (!clouds[i].url ? !p :
			   p && !strcmp(p->ep.base_url, clouds[i].url) &&
			   (p->signer == SIGNER_AWS) == !want &&
			   (want ? !strcmp(p->key_env, want) : !p->key_env)),
		   "%s; %s: %s %s", clouds[i].env, clouds[i].lines,
		   p ? p->ep.base_url : "off", e.msg);
		config_release(&c);
	}
	clear_aws();
}

static void test_keys(void)
{
	setenv("OPENAI_API_KEY", KEY, 1);
	setenv("MINE", KEY, 1);
	setenv("EMPTY", "", 1);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct err e = ERR_INIT;
		char text[300], got[64] = "?";
		const struct place *p;

		snprintf(text, sizeof(text), "[endpoint.openai]\n%s\n",
			 keys[i].lines);
		if (!conf_load(&c, text, &e) && c.place_count == 1) {
			p = &c.places[0];
			snprintf(got, sizeof(got), "%s%s",
				 p->key_env ? p->key_env : "-",
				 p->key_missing ? "!" : "");
		}
		ok(!strcmp(got, keys[i].want), "key %zu: %s %s", i, got,
		   e.msg);
		config_release(&c);
	}
}

/* Variables switch on what has no section of its own; empty ones do not. */
static void test_env(void)
{
	struct err e = ERR_INIT;
	char name[64];

	setenv("ANTHROPIC_API_KEY", "", 1);
	setenv("GROQ_API_KEY", "k", 1);
	ok(!conf_load(&c, "", &e) && c.place_count == 2 &&
		   config_place(&c, "openai") && config_place(&c, "groq") &&
		   !(config_place(&c, "groq")->ep.flags & ENDPOINT_LOCAL),
	   "two keys, two endpoints %s", e.msg);
	ok(!place_unread_base_url(config_place(&c, "openai"), name,
				  sizeof(name)),
	   "no OPENAI_BASE_URL");
	setenv("OPENAI_BASE_URL", "https://evil.io", 1);
	ok(place_unread_base_url(config_place(&c, "openai"), name,
				 sizeof(name)) &&
		   !strcmp(name, "OPENAI_BASE_URL") &&
		   !strcmp(config_place(&c, "openai")->url.host,
			   "api.openai.com"),
	   "%s is set, and not used", name);
	config_release(&c);
	ok(!conf_load(&c, "[endpoint.openai]\nbase_url = https://gw.io", &e) &&
		   c.place_count == 2 &&
		   !strcmp(config_place(&c, "openai")->url.host, "gw.io") &&
		   !place_unread_base_url(config_place(&c, "openai"), name,
					  sizeof(name)),
	   "a section of that name replaces it");
	config_release(&c);
	unsetenv("GROQ_API_KEY");
	unsetenv("OPENAI_BASE_URL");
}

/* The key of [endpoint.x] with that source; "!..." for what is said. */
static void check_key(const char *source, const char *want, const char *what)
{
	struct secret key = SECRET_INIT;
	struct err e = ERR_INIT;
	char text[1000], got[9000] = "?";

	snprintf(text, sizeof(text), "[endpoint.x]\nadapter = openai\n%s\n",
		 source);
	if (!conf_load(&c, text, &e)) {
		if (place_key(&c.places[0], NULL, &key, &e))
			snprintf(got, sizeof(got), "!%s", e.msg);
		else
			snprintf(got, sizeof(got), "%s", key.bytes.ptr);
	}
	ok(*want == '!' ? *got == '!' && e.kind == ERR_CONFIG &&
				  strstr(got, want + 1) &&
				  !strstr(got, "canary") :
			  !strcmp(got, want),
	   "%s: %s %s", what, *want == '!' ? got : "", e.msg);
	secret_release(&key);
	config_release(&c);
}

static void test_key_env(void)
{
	char big[8194];

	memset(big, 'k', sizeof(big));
	big[8193] = '\0';
	setenv("K", KEY, 1);
	check_key("api_key_env = K", KEY, "a variable");
	setenv("K", KEY "\n", 1);
	check_key("api_key_env = K", KEY, "its last newline is dropped");
	setenv("K", KEY "\nX: y", 1);
	check_key("api_key_env = K", "!K has a blank or control",
		  "with a newline in it");
	setenv("K", KEY " ", 1);
	check_key("api_key_env = K", "!K has a blank or control", "a blank");
	setenv("K", "\n", 1);
	check_key("api_key_env = K", "!K is empty", "only a newline");
	setenv("K", "", 1);
	check_key("api_key_env = K", "!set K", "empty");
	unsetenv("K");
	check_key("api_key_env = K", "!endpoint 'x' has no key: set K",
		  "not set");
	setenv("K", big, 1);
	check_key("api_key_env = K", "!K is over 8192 bytes", "8193 bytes");
}

static void test_key_file(void)
{
	conf_put("key", KEY "\n", 0600);
	check_key("api_key_file = ~/key", KEY, "a file");
	conf_put("key", KEY "\r\n", 0400);
	check_key("api_key_file = ~/key", KEY, "with CRLF, mode 0400");
	unlink("key");
	check_key("api_key_file = ~/key", "!No such file", "none");
	conf_put("key", KEY "\n", 0644);
	check_key("api_key_file = ~/key", "!0644): chmod 600", "mode 0644");
	conf_put("key", KEY "\n", 0640);
	check_key("api_key_file = ~/key", "!0640): chmod 600", "mode 0640");
	conf_put("key", KEY "\n", 0622);
	check_key("api_key_file = ~/key", "!written by others", "mode 0622");
	conf_put("key", KEY "\n" KEY "\n", 0600);
	check_key("api_key_file = ~/key", "!control character", "two lines");
	conf_put("key", "", 0600);
	check_key("api_key_file = ~/key", "!is empty", "empty");
	check_key("api_key_file = /", "!is a directory", "a directory");
	check_key("api_key_file = /dev/zero", "!not a regular", "a device");
	unlink("key");
}

static void test_key_cmd(void)
{
	struct timespec from, to;
	char over[100], big[8193];

	memset(big, 'k', 8192);
	big[8192] = '\0';
	check_key("api_key_cmd = echo " KEY, KEY, "a command");
	check_key("api_key_cmd = printf " KEY, KEY, "without a newline");
	check_key("api_key_cmd = printf 'a\\n\\n'", "!control character",
		  "two newlines");
	check_key("api_key_cmd = cat; echo k", "k", "stdin is /dev/null");
	check_key("api_key_cmd = true", "!api_key_cmd is empty", "nothing");
	check_key("api_key_cmd = echo " KEY "; exit 3", "!status 3",
		  "a status");
	check_key("api_key_cmd = kill -9 $$", "!signal 9", "a signal");
	check_key("api_key_cmd = head -c 8192 /dev/zero | tr '\\0' k", big,
		  "8192 bytes");
	snprintf(over, sizeof(over), "api_key_cmd = %s",
		 "head -c 8193 /dev/zero | tr '\\0' k");
	check_key(over, "!8192 bytes", "8193 bytes");
	clock_gettime(CLOCK_MONOTONIC, &from);
	check_key("api_key_cmd = sleep 60", "!longer than 5.0 s", "too slow");
	clock_gettime(CLOCK_MONOTONIC, &to);
	ok(to.tv_sec - from.tv_sec < 25, "ended, and not waited for");
}

/* A command is not run by reading the configuration, but by the call. */
static void test_cmd_is_late(void)
{
	struct err e = ERR_INIT;
	struct secret key = SECRET_INIT;

	ok(!conf_load(&c, "[endpoint.x]\nadapter = openai\n"
			  "api_key_cmd = touch ran; echo k\n", &e) &&
		   access("ran", F_OK),
	   "not run by config_load()");
	ok(!place_key(&c.places[0], NULL, &key, &e) && !access("ran", F_OK),
	   "but by place_key()");
	unlink("ran");
	secret_release(&key);
	config_release(&c);
}

/* A config.ini with a key in it is for its owner's eyes alone. */
static void test_private(void)
{
	static const struct {
		const char *line;
		bool secret;
	} rows[] = {
		{ "headers = Authorization: Bearer x", true },
		{ "headers = A: b\n X-My-TOKEN: x", true },
		{ "headers = Cookie: x", true },
		{ "headers = X-Team: Authorization", false },
		{ "proxy = http://u:p@127.0.0.1:3128", true },
		{ "proxy = http://127.0.0.1:3128", false },
	};
	static char *none[] = { NULL };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err e = ERR_INIT;
		char text[200];
		int rc;

		snprintf(text, sizeof(text), "[endpoint.x]\nadapter = vllm\n"
			 "%s\n", rows[i].line);
		ok(!conf_load(&c, text, &e), "row %zu, mode 0600 %s", i,
		   e.msg);
		config_release(&c);
		chmod("c.ini", 0644);
		rc = config_load(&c, none, conf_unknown, &e);
		ok(rows[i].secret ? rc == -1 && e.kind == ERR_CONFIG &&
					    strstr(e.msg, "chmod 600") : !rc,
		   "row %zu, mode 0644 %s", i, e.msg);
		config_release(&c);
	}
}

/* Every preset is a place of its own, and can be called. */
static void test_presets(void)
{
	struct config found = { .path = NULL };

	for (const struct preset *p = presets; p->name; p++) {
		const struct place *at;

		if (!p->base_url)
			continue;
		at = places_add_found(&found, p);
		ok(!strcmp(at->ep.base_url, p->base_url) &&
			   dialect_by_name(p->dialect) &&
			   at->url.tls == !at->url.loopback &&
			   (at->url.tls || !p->key_env),
		   "%s at %s", p->name, p->base_url);
	}
	places_release(&found);
}

int main(void)
{
	conf_begin();
	test_bad();
	test_names();
	test_clouds();
	test_keys();
	test_env();
	test_key_env();
	test_key_file();
	test_key_cmd();
	test_cmd_is_late();
	test_private();
	test_presets();
	unlink("c.ini");
	return conf_end();
}
