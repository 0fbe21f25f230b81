#include "conf/places.h"

#include "base/json.h"
#include "conf.h"
#include "model/catalog.h"
#include "provider/failure.h"
#include "scene.h"

/*
 * What the clouds have that other vendors have not: a host for each customer
 * or region, deployments, models of several makers.
 */

static struct config c;

/* Whose host is it? Only what the vendor alone can name is its own. */
static void test_hosts(void)
{
	static const struct {
		const char *preset, *url;
		bool own;
	} rows[] = {
		{ "azure", "https://a.openai.azure.com", true },
		{ "azure", "https://a.openai.azure.com/openai/v1", true },
		{ "azure", "https://A.OpenAI.Azure.com", true },
		{ "azure", "https://a.services.ai.azure.com", true },
		{ "azure", "https://a.cognitiveservices.azure.com", true },
		{ "azure", "https://a.openai.azure.us", true },
		{ "azure", "https://a.openai.azure.cn", true },
		{ "azure", "http://a.openai.azure.com", false },
		{ "azure", "https://a.openai.azure.com:8443", false },
		{ "azure", "https://openai.azure.com", false },
		{ "azure", "https://aopenai.azure.com", false },
		{ "azure", "https://a.openai.azure.com.evil.io", false },
		{ "azure", "https://a.westus.cloudapp.azure.com", false },
		{ "azure", "https://a.azure.com", false },
		{ "azure", "https://127.0.0.1", false },
		{ "oci", "https://inference.generativeai.us-chicago-1.oci."
			 "oraclecloud.com", true },
		{ "oci", "https://a.oraclecloud.com", false },
		{ "oci", "https://oci.oraclecloud.com", false },
		{ "openai", "https://api.openai.com/v2", true },
		{ "openai", "https://a.api.openai.com/v1", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err e = ERR_INIT;
		struct url u;

		ok(!url_parse(rows[i].url, &u, &e) &&
			   preset_owns(preset_by_name(rows[i].preset), &u) ==
				   rows[i].own,
		   "%s is %s%s's", rows[i].url, rows[i].own ? "" : "not ",
		   rows[i].preset);
	}
}

/* What is called for a model, and for the list; "|" parts the two. */
static void test_urls(void)
{
	static const struct {
		const char *base, *version, *id, *want;
	} rows[] = {
		{ "https://h/openai/v1", NULL, "gpt",
		  "https://h/openai/v1/chat/completions|"
		  "https://h/openai/v1/models" },
		{ "https://h/openai/v1", "2024-10-21", "gpt-4.1_mini~x",
		  "https://h/openai/deployments/gpt-4.1_mini~x/chat/completions"
		  "?api-version=2024-10-21|"
		  "https://h/openai/models?api-version=2024-10-21" },
		{ "https://h/openai/v1", "2024-10-21", "a b/c?d#e%2F\xC3\xA9",
		  "https://h/openai/deployments/a%20b%2Fc%3Fd%23e%252F%C3%A9"
		  "/chat/completions?api-version=2024-10-21|"
		  "https://h/openai/models?api-version=2024-10-21" },
		{ "https://h/gw", "2024-10-21", "x",
		  "https://h/gw/deployments/x/chat/completions"
		  "?api-version=2024-10-21|"
		  "https://h/gw/models?api-version=2024-10-21" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct endpoint ep = { .name = "azure",
				       .base_url = rows[i].base,
				       .api_version = rows[i].version };
		struct model m = { .id = rows[i].id };
		struct buf b = BUF_INIT(1000);

		endpoint_model_url(&ep, &m, "/chat/completions", &b);
		buf_addch(&b, '|');
		endpoint_model_url(&ep, NULL, "/models", &b);
		ok(!strcmp(b.ptr, rows[i].want), "%s", b.ptr);
		buf_release(&b);
	}
}

/*
 * From config.ini and variables to the one place: "base version key header";
 * "-" is none, "!" behind the key: it is not set. "E..." is an error.
 */
static const struct {
	const char *env[4];	/* "NAME=value" */
	const char *lines, *want;
} places[] = {
	{ { "AZURE_OPENAI_API_KEY=k" }, "", "none" },
	{ { "AZURE_OPENAI_ENDPOINT=https://r.openai.azure.com" }, "", "none" },
	{ { "AZURE_OPENAI_API_KEY=k",
	    "AZURE_OPENAI_ENDPOINT=https://r.openai.azure.com/" }, "",
	  "https://r.openai.azure.com/openai/v1 - AZURE_OPENAI_API_KEY "
	  "api-key" },
	{ { "AZURE_OPENAI_API_KEY=k",
	    "AZURE_OPENAI_ENDPOINT=https://r.openai.azure.com/",
	    "OPENAI_API_VERSION=2024-10-21" }, "",
	  "https://r.openai.azure.com/openai/v1 2024-10-21 "
	  "AZURE_OPENAI_API_KEY api-key" },
	{ { "AZURE_OPENAI_API_KEY=k",
	    "AZURE_OPENAI_ENDPOINT=https://r.openai.azure.com/",
	    "OPENAI_API_VERSION=x&y=1" }, "",
	  "https://r.openai.azure.com/openai/v1 - AZURE_OPENAI_API_KEY "
	  "api-key" },
	{ { "AZURE_OPENAI_AD_TOKEN=t",
	    "AZURE_OPENAI_ENDPOINT=https://r.openai.azure.com/" }, "",
	  "https://r.openai.azure.com/openai/v1 - AZURE_OPENAI_AD_TOKEN -" },
	/* where both are set, the key is sent, as the vendor's clients do */
	{ { "AZURE_OPENAI_AD_TOKEN=t", "AZURE_OPENAI_API_KEY=k",
	    "AZURE_OPENAI_ENDPOINT=https://r.openai.azure.com/" }, "",
	  "https://r.openai.azure.com/openai/v1 - AZURE_OPENAI_API_KEY "
	  "api-key" },
	{ { "AZURE_OPENAI_API_KEY=k",
	    "AZURE_OPENAI_ENDPOINT=https://evil.io/" }, "", "none" },
	{ { "AZURE_OPENAI_API_KEY=k",
	    "AZURE_OPENAI_ENDPOINT=http://r.openai.azure.com/" }, "", "none" },
	{ { "AZURE_OPENAI_API_KEY=k" },
	  "[endpoint.azure]\nbase_url = https://r.openai.azure.com",
	  "https://r.openai.azure.com/openai/v1 - AZURE_OPENAI_API_KEY "
	  "api-key" },
	{ { "AZURE_OPENAI_API_KEY=k", "OPENAI_API_VERSION=2024-10-21" },
	  "[endpoint.azure]\nbase_url = https://r.openai.azure.com",
	  "https://r.openai.azure.com/openai/v1 - AZURE_OPENAI_API_KEY "
	  "api-key" },
	{ { NULL },
	  "[endpoint.azure]\nbase_url = https://r.openai.azure.com",
	  "https://r.openai.azure.com/openai/v1 - AZURE_OPENAI_API_KEY! "
	  "api-key" },
	{ { "AZURE_OPENAI_API_KEY=k" },
	  "[endpoint.azure]\nbase_url = https://gw.io",
	  "https://gw.io/openai/v1 - - api-key" },
	{ { "K=k" },
	  "[endpoint.azure]\nbase_url = https://gw.io/x\napi_key_env = K\n"
	  "auth = bearer\napi_version = 2025-01-01-preview",
	  "https://gw.io/x 2025-01-01-preview K -" },
	{ { NULL }, "[endpoint.azure]", "Eit needs a base_url" },
	{ { "AZURE_OPENAI_ENDPOINT=https://evil.io" }, "[endpoint.azure]",
	  "EAZURE_OPENAI_ENDPOINT names no https host of Microsoft's" },
	{ { NULL }, "[endpoint.openai]\nregion = us",
	  "Eopenai has no regions" },
	{ { NULL }, "[endpoint.openai]\napi_version = 2024-10-21",
	  "Eapi_version is for Azure, or a gateway to it" },
	/* a gateway to it, under another name */
	{ { NULL }, "[endpoint.x]\nadapter = openai-compatible\n"
		    "base_url = https://gw.io/openai\n"
		    "api_version = 2024-10-21",
	  "https://gw.io/openai 2024-10-21 - -" },
	{ { NULL }, "[endpoint.azure]\nbase_url = https://gw.io\n"
		    "api_version = 2024/10/21", "Eapi_version is a date" },
	{ { "OCI_GENAI_API_KEY=k" }, "", "none" },
	{ { "OCI_GENAI_API_KEY=k", "OCI_REGION=us-chicago-1" }, "",
	  "https://inference.generativeai.us-chicago-1.oci.oraclecloud.com"
	  "/openai/v1 - OCI_GENAI_API_KEY -" },
	{ { "OCI_GENAI_API_KEY=k", "OCI_REGION=evil.io/" }, "", "none" },
	{ { "OCI_GENAI_API_KEY=k", "OCI_REGION=us-chicago-1" },
	  "[endpoint.oci]\nregion = eu-frankfurt-1",
	  "https://inference.generativeai.eu-frankfurt-1.oci.oraclecloud.com"
	  "/openai/v1 - OCI_GENAI_API_KEY -" },
	{ { NULL }, "[endpoint.oci]\nregion = a.evil.io/",
	  "E'a.evil.io/' is no region" },
	{ { NULL }, "[endpoint.oci]",
	  "Eit needs a region: set region, or OCI_REGION" },
	{ { "OCI_GENAI_API_KEY=k" },
	  "[endpoint.oci]\nregion = x\nbase_url = https://gw.io",
	  "https://gw.io/openai/v1 - - -" },
};

static void test_places(void)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const char *const *env = places[i].env;
		struct err e = ERR_INIT;
		char got[400] = "none";

		for (size_t k = 0; k < 4 && env[k]; k++)
			putenv((char *)(size_t)env[k]);
		if (conf_load(&c, places[i].lines, &e)) {
			const char *at = strstr(e.msg, "]: ");

			snprintf(got, sizeof(got), "E%s", at ? at + 3 : e.msg);
		} else if (c.place_count) {
			const struct place *p = &c.places[0];

			snprintf(got, sizeof(got), "%s %s %s%s %s",
				 p->ep.base_url, p->ep.api_version ?
				 p->ep.api_version : "-", p->key_env ?
				 p->key_env : "-", p->key_missing ? "!" : "",
				 p->key_header ? p->key_header : "-");
		}
		ok(*got == 'E' ? !strncmp(got, places[i].want,
					  strlen(places[i].want)) :
				 !strcmp(got, places[i].want),
		   "place %zu: %s", i, got);
		config_release(&c);
		for (size_t k = 0; k < 4 && env[k]; k++) {
			char *name = strndup(env[k], strcspn(env[k], "="));

			unsetenv(name);
			free(name);
		}
	}
}

/* A deployment is the model that its user says: its skills and its price. */
static void test_deployments(void)
{
	struct err e = ERR_INIT;
	const struct model *m;

	ok(!conf_load(&c, "[endpoint.azure]\nbase_url = https://gw.io\n"
			  "[model.prod]\nendpoint = azure\n"
			  "family = gpt-6-luna\n"
			  "[model.own]\nendpoint = azure\n"
			  "family = gpt-6-luna\nprice_in = 7\n"
			  "[model.gpt-4.1-mini]\nendpoint = azure\n"
			  "[model.codex]\nendpoint = azure\n"
			  "family = gpt-5-codex\n"
			  "[model.mr]\nendpoint = azure\n"
			  "family = model-router\n", &e), "%s", e.msg);
	m = &config_alias(&c, "prod")->model;
	ok(near(m->price.input, 0.1) && near(m->price.output, 0.5) &&
		   near(m->price.cached, 0.01) && m->tiers &&
		   !strcmp(m->id, "prod") && !strcmp(m->vendor, "OpenAI") &&
		   m->max_output == 128000 && m->flags & MODEL_REASONING,
	   "family: the price and limits that it has there");
	m = &config_alias(&c, "own")->model;
	ok(near(m->price.input, 7) && near(m->price.output, 0.5) && !m->tiers,
	   "the user's price overrules it");
	m = &config_alias(&c, "gpt-4.1-mini")->model;
	ok(near(m->price.input, 0.4) && !(m->flags & MODEL_ROUTER),
	   "a deployment that is named as its model");
	m = &config_alias(&c, "codex")->model;
	ok(m->dialect && !strcmp(m->dialect, "openai-responses") &&
		   isnan(m->price.input),
	   "a line with a dialect of its own");
	m = &config_alias(&c, "mr")->model;
	ok(m->flags & MODEL_ROUTER && isnan(m->price.input),
	   "a router costs what it asks");
	config_release(&c);
	/* elsewhere a family says nothing of the price */
	ok(!conf_load(&c, "[endpoint.openai]\n[model.ft]\nendpoint = openai\n"
			  "id = ft:luna\nfamily = gpt-6-luna\n", &e) &&
		   isnan(config_alias(&c, "ft")->model.price.input),
	   "a tuned model elsewhere has no price by its family");
	config_release(&c);
}

static void test_served(void)
{
	static const struct {
		const char *endpoint, *served;
		double in;	/* NAN: not known */
	} rows[] = {
		{ "azure", "gpt-4.1-mini-2025-04-14", 0.4 },
		{ "azure", "gpt-4.1-mini", 0.4 },
		{ "azure", "gpt-6-luna-2026-09-22", 0.1 },
		{ "azure", "DeepSeek-V3.2", 0.58 },
		{ "azure", "grok-4.6", 2 },
		{ "azure", "model-router", NAN },	/* it has no price */
		{ "azure", "claude-opus-5", NAN },	/* is sold elsewhere */
		{ "azure", "acme-1", NAN },
		{ "azure", "", NAN },
		{ "nowhere", "gpt-4.1-mini", NAN },
		{ "oci", "xai.grok-4.3", 1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct model m;
		bool got = catalog_served(rows[i].endpoint, rows[i].served, &m);

		ok(isnan(rows[i].in) ? !got :
				       got && near(m.price.input, rows[i].in),
		   "%s has served %s", rows[i].endpoint, rows[i].served);
	}
}

/*
 * One family at two vendors is equally good, so that the price decides; with
 * equal prices nothing of a name does.
 */
static void test_rivals(void)
{
	static const struct {
		const char *cheap, *cheap_id, *dear, *dear_id;
	} rows[] = {
		{ "azure", "gpt-5.6-sol", "openai", "gpt-5.6-sol" },
		{ "oci", "openai.gpt-oss-20b", "groq", "openai/gpt-oss-20b" },
		{ "oci", "openai.gpt-oss-120b", "cerebras", "gpt-oss-120b" },
		{ "oci", "meta.llama-3.3-70b-instruct", "together",
		  "meta-llama/Llama-3.3-70B-Instruct-Turbo" },
		{ "azure", "deepseek-v3.2", "bedrock", "deepseek.v3.2" },
		{ "deepseek", "deepseek-v4-pro", "azure", "deepseek-v4-pro" },
	};

	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(rows[0]); i++) {
		size_t row = i / 2, cheap = i % 2;	/* in either order */
		const struct candidate *best;
		struct scene s;

		scene_init(&s, TASK_GENERAL, 0.4);
		s.in.option_count = 2;
		for (size_t k = 0; k < 2; k++)
			s.options[k] = (struct plan_option){
				.model = &s.models[k], .first_ms = NAN };
		ok(catalog_find(rows[row].cheap, rows[row].cheap_id,
				&s.models[cheap]) &&
			   catalog_find(rows[row].dear, rows[row].dear_id,
					&s.models[!cheap]),
		   "both sell it");
		/* the levels that it takes may be known of it at one alone */
		s.models[!cheap].efforts = s.models[cheap].efforts;
		route_plan(&s.in, &s.plan);
		best = s.plan.candidates;
		ok(!strcmp(s.models[0].family, s.models[1].family) &&
			   near(best[0].quality, best[1].quality) &&
			   best[0].model == &s.models[cheap] &&
			   best[0].cost < best[1].cost,
		   "%s: equally good, %s is cheaper", s.models[0].family,
		   rows[row].cheap);
		plan_release(&s.plan);
	}
}

/* Azure's filters, by name; of hostile shapes there are none. */
static void test_filters(void)
{
	static const struct {
		const char *json, *want;
	} rows[] = {
		{ "{\"hate\":{\"filtered\":false},\"jailbreak\":{"
		  "\"detected\":true,\"filtered\":true},\"sexual\":{"
		  "\"filtered\":true}}",
		  "jailbreak, sexual" },
		{ "{\"custom\":{\"filtered\":true,\"details\":[]}}", "custom" },
		{ "{\"a\":true,\"b\":[{\"filtered\":true}],\"c\":null}", "" },
		{ "[{\"filtered\":true}]", "" },
		{ "7", "" },
		{ "{\"0123456789\":{\"filtered\":true},"
		  "\"0123456789012345678\":{\"filtered\":true},"
		  "\"x\":{\"filtered\":true}}", "0123456789, x" },
	};

	char got[24];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err e = ERR_INIT;
		struct json *j;

		if (json_parse(rows[i].json, strlen(rows[i].json), &j, &e))
			ok(false, "%s", e.msg);
		failure_filters(j, got, sizeof(got));
		ok(!strcmp(got, rows[i].want), "%s: %s", rows[i].json, got);
		json_free(j);
	}
	failure_filters(NULL, got, sizeof(got));
	ok(!*got, "nothing there");
}

int main(void)
{
	conf_begin();
	test_hosts();
	test_urls();
	test_places();
	test_deployments();
	test_served();
	test_rivals();
	test_filters();
	unlink("c.ini");
	return conf_end();
}
