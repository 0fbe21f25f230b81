#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "conf/config.h"

#define EP(field) offsetof(struct endpoint_section, field)
#define MO(field) offsetof(struct model_section, field)
#define RO(field) offsetof(struct route_section, field)
#define RL(field) offsetof(struct role_section, field)
#define PO(field) offsetof(struct policy_section, field)

static const char *const auth_words[AUTH_COUNT + 1] = {
	[AUTH_KEY] = "key", [AUTH_BEARER] = "bearer",
	[AUTH_SIGNATURE] = "signature",
};

static const struct setting endpoint_keys[] = {
	{ .name = "adapter", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = EP(adapter), .arg = "NAME",
	  .example = "openai-compatible",
	  .help = "which server it is (shunt models --all lists them), or "
		  "openai-compatible; else the section's own name" },
	{ .name = "dialect", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = EP(dialect), .arg = "NAME",
	  .example = "openai-responses",
	  .help = "how it is spoken to; else as the adapter does" },
	{ .name = "base-url", .type = SETTING_URL, .where = IN_FILE,
	  .offset = EP(base_url), .arg = "URL",
	  .example = "https://models.example.org/v1",
	  .help = "where it is, https unless it is loopback; else the "
		  "adapter's own" },
	{ .name = "api-key-env", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = EP(api_key_env), .arg = "VARIABLE",
	  .example = "EXAMPLE_API_KEY",
	  .help = "environment variable that holds the key" },
	{ .name = "api-key-file", .type = SETTING_PATH, .where = IN_FILE,
	  .offset = EP(api_key_file), .arg = "FILE",
	  .example = "~/.config/shunt/example.key",
	  .help = "file that holds the key and that only you can read" },
	{ .name = "api-key-cmd", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = EP(api_key_cmd), .arg = "COMMAND",
	  .example = "pass show example/api-key",
	  .help = "command that prints the key; run by sh when the endpoint "
		  "is called, within five seconds" },
	{ .name = "auth", .type = SETTING_WORD, .where = IN_FILE,
	  .offset = EP(auth), .words = auth_words, .arg = "HOW",
	  .deflt = "key",
	  .help = "key sends it as the adapter does, bearer as a token, "
		  "signature signs each call" },
	{ .name = "region", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = EP(region), .arg = "REGION",
	  .example = "eu-central-1",
	  .help = "region of a cloud's endpoint; else AWS_REGION or "
		  "AWS_DEFAULT_REGION, or Oracle's OCI_REGION" },
	{ .name = "profile", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = EP(profile), .arg = "NAME",
	  .example = "work",
	  .help = "profile to sign with: of ~/.aws/config and "
		  "~/.aws/credentials (else the environment's keys, then "
		  "AWS_PROFILE or default), or of ~/.oci/config (else "
		  "DEFAULT)" },
	{ .name = "compartment", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = EP(compartment), .arg = "OCID",
	  .example = "ocid1.compartment.oc1..example",
	  .help = "compartment of Oracle's cloud that calls are made in" },
	{ .name = "api-version", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = EP(api_version), .arg = "DATE",
	  .example = "2024-10-21",
	  .help = "call Azure by its older URLs, with this version" },
	{ .name = "local", .type = SETTING_BOOL, .where = IN_FILE,
	  .offset = EP(local), .arg = "yes|no", .deflt = "no",
	  .help = "it is yours: prompts may go there offline, and answers "
		  "cost nothing" },
	{ .name = "allow-http", .type = SETTING_BOOL, .where = IN_FILE,
	  .offset = EP(allow_http), .arg = "yes|no", .deflt = "no",
	  .help = "allow plain http to another host; never with a key" },
	{ .name = "ca-file", .type = SETTING_PATH, .where = IN_FILE,
	  .offset = EP(ca_file), .arg = "FILE",
	  .example = "~/.config/shunt/example.pem",
	  .help = "PEM file of the certificates to trust instead of the "
		  "system's" },
	{ .name = "proxy", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = EP(proxy), .arg = "URL",
	  .example = "http://127.0.0.1:3128",
	  .help = "proxy for this endpoint instead of the environment's" },
	{ .name = "headers", .type = SETTING_LINES, .where = IN_FILE,
	  .offset = EP(headers), .arg = "NAME: VALUE",
	  .example = "X-Team: blue",
	  .help = "headers to add, one a line; further lines are indented" },
	{ .name = "vendor", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = EP(vendor), .arg = "NAME",
	  .example = "Example",
	  .help = "who runs it, for allow_vendors and deny_vendors" },
	{ .name = NULL }
};

static const char *const fim_words[] = { "auto", "yes", "no", NULL };

static const struct setting model_keys[] = {
	{ .name = "endpoint", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = MO(endpoint), .arg = "NAME",
	  .example = "example",
	  .help = "endpoint that serves it" },
	{ .name = "id", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = MO(id), .arg = "ID",
	  .example = "gpt-oss:20b",
	  .help = "its name on the wire; else the section's" },
	{ .name = "dialect", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = MO(dialect), .arg = "NAME",
	  .example = "openai-responses",
	  .help = "how it is spoken to; else as its endpoint is" },
	{ .name = "family", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = MO(family), .arg = "NAME",
	  .example = "gpt-oss-20b",
	  .help = "known model that it is, for its skills and windows" },
	{ .name = "price-in", .type = SETTING_MONEY, .where = IN_FILE,
	  .offset = MO(price_in), .min = 0, .max = 1e6, .arg = "USD",
	  .example = "0.10",
	  .help = "price of a million input tokens" },
	{ .name = "price-out", .type = SETTING_MONEY, .where = IN_FILE,
	  .offset = MO(price_out), .min = 0, .max = 1e6, .arg = "USD",
	  .example = "0.40",
	  .help = "price of a million output tokens" },
	{ .name = "price-cached", .type = SETTING_MONEY, .where = IN_FILE,
	  .offset = MO(price_cached), .min = 0, .max = 1e6, .arg = "USD",
	  .example = "0.02",
	  .help = "price of a million cached input tokens" },
	{ .name = "context", .type = SETTING_LONG, .where = IN_FILE,
	  .offset = MO(context), .min = 0, .max = 1e9, .arg = "TOKENS",
	  .deflt = "0",
	  .help = "size of its window; 0: as the catalog knows" },
	{ .name = "max-output", .type = SETTING_LONG, .where = IN_FILE,
	  .offset = MO(max_output), .min = 0, .max = 1e9, .arg = "TOKENS",
	  .deflt = "0",
	  .help = "most tokens of one answer; 0: as the catalog knows" },
	{ .name = "vision", .type = SETTING_BOOL, .where = IN_FILE,
	  .offset = MO(vision), .arg = "yes|no", .deflt = "no",
	  .help = "it takes pictures; else as the catalog knows" },
	{ .name = "fim", .type = SETTING_WORD, .where = IN_FILE,
	  .offset = MO(fim), .arg = "yes|no", .words = fim_words,
	  .deflt = "auto",
	  .help = "it fills in the middle, for shunt complete; auto: as the "
		  "catalog knows" },
	{ .name = "skill-reasoning", .type = SETTING_NUMBER, .where = IN_FILE,
	  .offset = MO(skill[TASK_REASONING]), .min = 0, .max = 1, .arg = "N",
	  .example = "0.60",
	  .help = "how good it is at reasoning, 0 to 1" },
	{ .name = "skill-code", .type = SETTING_NUMBER, .where = IN_FILE,
	  .offset = MO(skill[TASK_CODE]), .min = 0, .max = 1, .arg = "N",
	  .example = "0.58",
	  .help = "how good it is at code, 0 to 1" },
	{ .name = "skill-summarization", .type = SETTING_NUMBER,
	  .where = IN_FILE, .offset = MO(skill[TASK_SUMMARIZATION]),
	  .min = 0, .max = 1, .arg = "N",
	  .example = "0.76",
	  .help = "how good it is at summarization, 0 to 1" },
	{ .name = "skill-general", .type = SETTING_NUMBER, .where = IN_FILE,
	  .offset = MO(skill[TASK_GENERAL]), .min = 0, .max = 1, .arg = "N",
	  .example = "0.76",
	  .help = "how good it is at general prompts, 0 to 1" },
	{ .name = NULL }
};

static const struct setting route_keys[] = {
	{ .name = "models", .type = SETTING_LIST, .where = IN_FILE,
	  .offset = RO(models), .arg = "MODEL, ...",
	  .example = "anthropic/claude-haiku-5-5, openai/gpt-6-luna",
	  .help = "ask these, in this order, instead of the router's choice" },
	{ .name = "prefer", .type = SETTING_WORD, .where = IN_FILE,
	  .offset = RO(prefer), .words = prefer_words, .arg = "WHAT",
	  .example = "cheap",
	  .help = "cheap, balanced, best or fast, for this task" },
	{ .name = "max-cost", .type = SETTING_MONEY, .where = IN_FILE,
	  .offset = RO(max_cost), .min = 0, .max = 1e6, .arg = "USD",
	  .example = "0.05",
	  .help = "ceiling for one answer, for this task" },
	{ .name = "effort", .type = SETTING_WORD, .where = IN_FILE,
	  .offset = RO(effort), .words = effort_words, .arg = "EFFORT",
	  .deflt = "default",
	  .help = "how hard a reasoning model thinks, for this task" },
	{ .name = NULL }
};

static const struct setting role_keys[] = {
	{ .name = "system", .type = SETTING_STRING, .where = IN_FILE,
	  .offset = RL(system), .arg = "TEXT",
	  .example = "Review this change. Name the line of each fault.",
	  .help = "system text; its further lines are indented" },
	{ .name = "system-file", .type = SETTING_PATH, .where = IN_FILE,
	  .offset = RL(system_file), .arg = "FILE",
	  .example = "~/.config/shunt/review.txt",
	  .help = "file that holds the system text" },
	{ .name = "task", .type = SETTING_WORD, .where = IN_FILE,
	  .offset = RL(task), .words = task_words, .arg = "TASK",
	  .deflt = "auto",
	  .help = "task of its prompts; auto leaves it to the classifier" },
	{ .name = "model", .type = SETTING_LIST, .where = IN_FILE,
	  .offset = RL(model), .arg = "MODEL, ...",
	  .example = "anthropic/claude-opus-5-5",
	  .help = "models to ask, in this order" },
	{ .name = "code", .type = SETTING_BOOL, .where = IN_FILE,
	  .offset = RL(code), .arg = "yes|no", .deflt = "no",
	  .help = "print only the first code block" },
	{ .name = NULL }
};

static const struct setting policy_keys[] = {
	{ .name = "allow-vendors", .type = SETTING_LIST, .where = IN_FILE,
	  .offset = PO(allow_vendors), .arg = "VENDOR, ...",
	  .example = "Anthropic, Mistral",
	  .help = "prompts go to these vendors and to no other" },
	{ .name = "deny-vendors", .type = SETTING_LIST, .where = IN_FILE,
	  .offset = PO(deny_vendors), .arg = "VENDOR, ...",
	  .example = "DeepSeek",
	  .help = "prompts never go to these vendors" },
	{ .name = "offline", .type = SETTING_BOOL, .where = IN_FILE,
	  .offset = PO(offline), .arg = "yes|no", .deflt = "no",
	  .help = "as --offline, always" },
	{ .name = "secrets", .type = SETTING_WORD, .where = IN_FILE,
	  .offset = PO(secrets), .words = secrets_words, .arg = "WHAT",
	  .example = "local",
	  .help = "what becomes of secrets at the least: redact, local or "
		  "refuse" },
	{ .name = NULL }
};

const struct section_kind section_kinds[] = {
	[SECTION_DEFAULTS] = {
		"defaults", NULL, "what holds where no flag says otherwise",
		settings_table },
	[SECTION_ENDPOINT] = {
		"endpoint", "NAME", "a place to call; its models are NAME/ID",
		endpoint_keys },
	[SECTION_MODEL] = {
		"model", "ALIAS",
		"a model that the catalog lacks, or better facts of one",
		model_keys },
	[SECTION_ROUTE] = {
		"route", "TASK",
		"one task: reasoning, code, summarization or general",
		route_keys },
	[SECTION_ROLE] = {
		"role", "NAME", "a prepared way of asking, for --role",
		role_keys },
	[SECTION_POLICY] = {
		"policy", NULL, "who may receive prompts; no flag widens it",
		policy_keys },
	[SECTION_COUNT] = { NULL, NULL, NULL, NULL }
};

#define EXAMPLE_WIDTH 79

/* A sentence as a comment: "# Like this.", broken at blanks. */
static void add_comment(const char *text, const char *end, struct buf *out)
{
	size_t col = 1, n;

	buf_adds(out, "#");
	for (const char *p = text; *p; p += n) {
		char first;

		p += *p == ' ';
		first = p == text ? (char)toupper((unsigned char)*p) : *p;
		n = strcspn(p, " ");
		if (col + 1 + n + (p[n] ? 0 : strlen(end)) > EXAMPLE_WIDTH) {
			buf_adds(out, "\n#");
			col = 1;
		}
		buf_addf(out, " %c%.*s", first, (int)n - 1, p + 1);
		col += 1 + n;
	}
	buf_addf(out, "%s\n", end);
}

static void example_key(const struct setting *s, struct buf *out)
{
	const char *value = s->type == SETTING_FLAG ? "no" : s->deflt;
	char key[64];

	setting_key(s, key, sizeof(key));
	add_comment(s->help, value ? "." : ". Example:", out);
	buf_addf(out, "#%s = %s\n\n", key, value ? value : s->example);
}

void config_example(struct buf *out)
{
	buf_adds(out,
		 "# shunt's configuration; shunt config path says where it "
		 "goes. Nothing here\n# is needed: a vendor's usual key "
		 "variable (OPENAI_API_KEY, ...) switches its\n"
		 "# endpoint on. Each key stands with its default; one that "
		 "has none is unset,\n# and stands with an example. The "
		 "manual, shunt(1), says more.\n\n");
	for (const struct section_kind *k = section_kinds; k->name; k++) {
		add_comment(k->help, ".", out);
		buf_addf(out, "#[%s%s%s]\n\n", k->name, k->arg ? "." : "",
			 k->arg ? k->arg : "");
		for (const struct setting *s = k->keys; s->name; s++)
			if (s->where & IN_FILE)
				example_key(s, out);
	}
}
