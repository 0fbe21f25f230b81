#include "app/roster.h"

#include <math.h>

#include "conf.h"
#include "model/catalog.h"

static const char text[] =
	"[endpoint.a]\nadapter = openai-compatible\nbase_url = https://a.b\n"
	"[endpoint.home]\nadapter = vllm\nlocal = yes\n"
	"[endpoint.gw]\nadapter = openai\nbase_url = https://gw.io/v1\n"
	"[endpoint.own]\nadapter = openai\nbase_url = https://own.io/v1\n"
	"[endpoint.lo]\nadapter = openai\nbase_url = http://127.0.0.1:1\n"
	"local = yes\n"
	"[endpoint.llamas]\nadapter = ollama\nlocal = yes\n"
	"[model.mine]\nendpoint = own\nid = m\n"
	"[model.quick]\nendpoint = a\nid = small\nprice_in = 1\n"
	"price_out = 2\n"
	"[model.far]\nendpoint = groq\nid = x\n";

static struct config c;
static struct roster r;

/* The entry that a name means, or what is said of it. */
static const struct {
	const char *name, *want;	/* "!": refused, with these words */
	enum err_kind kind;
} names[] = {
	{ "quick", "a/small", ERR_NONE },
	{ "a/small", "a/small", ERR_NONE },
	{ "small", "a/small", ERR_NONE },
	{ "a/never/heard:of", "a/never/heard:of", ERR_NONE },
	{ "builtin/extract", "builtin/extract", ERR_NONE },
	{ "extract", "builtin/extract", ERR_NONE },
	/* two have it: the one that is named */
	{ "openai/gpt-6-luna", "openai/gpt-6-luna", ERR_NONE },
	{ "openrouter/openai/gpt-6-luna", "openrouter/openai/gpt-6-luna",
	  ERR_NONE },
	{ "meta-llama/own", "openrouter/meta-llama/own", ERR_NONE },
	{ "both", "!'both' is at more than one endpoint: home/both, "
		  "openrouter/both", ERR_USAGE },
	/* at OpenRouter this is an id, and here a vendor that is off */
	{ "anthropic/claude-x", "!endpoint 'anthropic' is not switched on: "
				"set ANTHROPIC_API_KEY", ERR_CONFIG },
	{ "vllm/x", "!endpoint 'vllm' is not switched on: write "
		    "[endpoint.vllm]", ERR_CONFIG },
	{ "far", "![model.far]: endpoint 'groq' is not switched on",
	  ERR_CONFIG },
	{ "openai/", "!unknown model 'openai/'", ERR_USAGE },
	{ "/x", "!unknown model '/x'", ERR_USAGE },
	{ "", "!unknown model ''", ERR_USAGE },
	{ "quik", "!unknown model 'quik', did you mean 'quick'?", ERR_USAGE },
	{ "builtin/extrakt", "!unknown model 'builtin/extrakt', did you mean "
			     "'builtin/extract'?", ERR_USAGE },
	{ "openaii/gpt-6-luna", "!unknown model 'openaii/gpt-6-luna', did "
				"you mean 'openai/gpt-6-luna'?", ERR_USAGE },
};

static void test_names(void)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct err e = ERR_INIT;
		char got[400];
		size_t at;

		if (roster_find(&r, &c, names[i].name, &at, &e))
			snprintf(got, sizeof(got), "!%s", e.msg);
		else
			model_name(&r.entries[at].model, got, sizeof(got));
		ok(e.kind == names[i].kind &&
			   !strncmp(got, names[i].want,
				    strlen(names[i].want)) &&
			   (e.kind || !strcmp(got, names[i].want)),
		   "'%s' is %s", names[i].name, got);
	}
}

static void test_lengths(void)
{
	struct err e = ERR_INIT;
	char name[300];
	size_t at, count;

	memset(name, 'n', sizeof(name));
	memcpy(name, "a/", 2);
	name[255] = '\0';
	ok(!roster_find(&r, &c, name, &at, &e) &&
		   strlen(r.entries[at].model.id) == 253,
	   "a name of 255 bytes is whole %s", e.msg);
	name[255] = 'n';
	name[256] = '\0';
	ok(roster_find(&r, &c, name, &at, &e) == -1 && e.kind == ERR_USAGE,
	   "%s", e.msg);
	count = r.count;
	roster_add_listed(&r, config_place(&c, "a"), name, 0);
	roster_add_listed(&r, config_place(&c, "a"), "", 0);
	ok(r.count == count, "what a server lists is held to it too");
}

static size_t count_at(const char *endpoint)
{
	size_t n = 0;

	for (size_t i = 0; i < r.count; i++)
		n += !strcmp(r.entries[i].model.endpoint, endpoint);
	return n;
}

/*
 * The catalog's models stand at their vendor's own origin, and behind a
 * gateway of whose models nothing is said.
 */
static void test_places(void)
{
	struct err e = ERR_INIT;
	const struct model *m;
	size_t at;

	for (size_t i = 0; i < r.count; i++) {
		if (!r.entries[i].place != !strcmp("builtin",
					r.entries[i].model.endpoint))
			ok(false, "%s has no place", r.entries[i].model.id);
	}
	ok(count_at("openai") > 3 && count_at("gw") == count_at("openai"),
	   "%zu at the vendor, %zu at a gateway", count_at("openai"),
	   count_at("gw"));
	ok(count_at("own") == 1 && roster_knows(&r, config_place(&c, "own")),
	   "a gateway whose model is described has that one");
	ok(!count_at("lo") && !roster_knows(&r, config_place(&c, "lo")),
	   "a local server is asked");
	ok(!roster_find(&r, &c, "home/both", &at, &e) &&
		   model_is_local(&r.entries[at].model) &&
		   r.entries[at].model.context == 4096,
	   "what a local server lists is local, with its own window");
	ok(!roster_find(&r, &c, "openai/gpt-6-luna", &at, &e) &&
		   !model_is_local(&r.entries[at].model) &&
		   r.entries[at].model.price.input > 0,
	   "a vendor's is not");
	ok(!roster_find(&r, &c, "quick", &at, &e) && r.entries[at].own,
	   "an alias is the user's own");
	m = &r.entries[at].model;
	ok(fabs(m->price.input - 1) < 1e-9 && fabs(m->price.output - 2) < 1e-9,
	   "with its price");
	ok(!roster_find(&r, &c, "a/unknown-thing", &at, &e) &&
		   isnan(r.entries[at].model.price.input),
	   "nobody knows the price of what nobody knows");
}

/* Whoever made a model: what the server's API gives it is known. */
static void test_granted(void)
{
	const struct model *plain, *thinks, *vllm;
	struct err e = ERR_INIT;
	size_t at;

	ok(!roster_find(&r, &c, "llamas/some:8b", &at, &e), "some model");
	plain = &r.entries[at].model;
	ok(plain->flags & MODEL_SCHEMA && !plain->efforts,
	   "Ollama holds any model to a schema");
	ok(!roster_find(&r, &c, "llamas/gpt-oss:20b", &at, &e), "another");
	thinks = &r.entries[at].model;
	ok(thinks->flags & MODEL_REASONING &&
		   thinks->efforts & 1 << EFFORT_LOW &&
		   thinks->efforts & 1 << EFFORT_MAX &&
		   !(thinks->efforts & 1 << EFFORT_XHIGH),
	   "and takes think for those that reason");
	ok(!roster_find(&r, &c, "home/some:8b", &at, &e), "one elsewhere");
	vllm = &r.entries[at].model;
	ok(vllm->flags & MODEL_SCHEMA && !vllm->efforts,
	   "of which nothing is known: a schema is tried");
}

int main(void)
{
	struct err e = ERR_INIT;

	conf_begin();
	setenv("OPENAI_API_KEY", "k", 1);
	setenv("OPENROUTER_API_KEY", "k", 1);
	if (!ok(!conf_load(&c, text, &e), "loads %s", e.msg))
		return conf_end();
	roster_build(&r, &c);
	roster_add_listed(&r, config_place(&c, "openrouter"),
			  "openai/gpt-6-luna", 0);
	roster_add_listed(&r, config_place(&c, "openrouter"),
			  "anthropic/claude-x", 0);
	roster_add_listed(&r, config_place(&c, "openrouter"),
			  "meta-llama/own", 0);
	roster_add_listed(&r, config_place(&c, "home"), "both", 4096);
	roster_add_listed(&r, config_place(&c, "openrouter"), "both", 0);
	test_names();
	test_lengths();
	test_places();
	test_granted();
	roster_release(&r);
	roster_release(&r);	/* twice is fine */
	config_release(&c);
	unlink("c.ini");
	return conf_end();
}
