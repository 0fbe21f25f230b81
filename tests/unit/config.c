#include "conf/config.h"

#include <math.h>

#include "conf.h"
#include "model/catalog.h"
#include "route/plan.h"

#define NAME49 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeee"

/* What is wrong, and the start of what is said after "c.ini:". */
static const struct {
	const char *text, *says;
} bad[] = {
	{ "x = 1", "1: a key before any section" },
	{ "[defalts]\n", "1: unknown section [defalts]; did you mean "
			 "[defaults]?" },
	{ "\n[endpont." NAME49 "]\n", "2: a section's name is over 49" },
	{ "[endpont.my-own-gateway]", "1: unknown section "
	  "[endpont.my-own-gateway]; did you mean [endpoint.my-own-gateway]?" },
	{ "[xyzzy.plugh]", "1: unknown section [xyzzy.plugh]" },
	{ "[.a]", "1: unknown section [.a]" },
	{ "[endpoint]", "1: the section is written [endpoint.NAME]" },
	{ "[endpoint.]", "1: the section is written [endpoint.NAME]" },
	{ "[defaults.x]", "1: the section is written [defaults]" },
	{ "[policy.x]", "1: the section is written [policy]" },
	{ "[route.poetry]", "1: unknown task 'poetry'; it is one of" },
	{ "[route.auto]", "1: unknown task 'auto'" },
	{ "[defaults]\nmax-cost = 1", "2: unknown key 'max-cost' in "
	  "[defaults]; did you mean 'max_cost'?" },
	{ "[defaults]\noffline = yes", "2: unknown key 'offline'" },
	{ "[defaults]\ntask = code", "2: unknown key 'task'" },
	{ "[defaults]\nfile = x", "2: unknown key 'file'" },
	{ "[defaults]\njson = yes", "2: unknown key 'json'" },
	{ "[endpoint.a]\nbase_ulr = x", "2: unknown key 'base_ulr' in "
	  "[endpoint]; did you mean 'base_url'?" },
	{ "[policy]\napi_key_cmd = x", "2: unknown key 'api_key_cmd' in "
	  "[policy]" },
	{ "[defaults]\nretries = many", "2: retries: 'many' is no number" },
	{ "[defaults]\nretries = 11", "2: retries: '11' is not within 0" },
	{ "[defaults]\n\nmax_cost = -1", "3: max_cost: '-1' is not within" },
	{ "[defaults]\nprefer = fats", "2: prefer: 'fats' is none of" },
	{ "[defaults]\nquiet = y", "2: quiet: 'y' is neither yes nor no" },
	{ "[defaults]\nrole =", "2: role: there is no value" },
	{ "[policy]\nallow_vendors =", "2: allow_vendors: there is no" },
	{ "[policy]\nallow_vendors = ,", "2: allow_vendors: the list is" },
	{ "[policy]\ndeny_vendors = OpenAI, Antropic", "1: [policy] "
	  "deny_vendors: unknown vendor 'Antropic'; did you mean 'Anthropic'" },
	{ "[policy]\nallow_vendors = deepsek", "1: [policy] allow_vendors: "
	  "unknown vendor 'deepsek'; did you mean 'deepseek'" },
	{ "[model.m]\n", "1: [model.m] has no endpoint" },
	{ "[model.m]\nendpoint = nope", "1: [model.m]: there is no endpoint "
	  "'nope'" },
	{ "[model.m]\nendpoint = openai\nskill_code = 1.1", "3: skill_code: "
	  "'1.1' is not within 0 and 1" },
	{ "[model.m]\nendpoint = openai\ncontext = 4k", "3: context: '4k' is "
	  "no number" },
	{ "\n[model.m]\nendpoint = openai\ndialect = openai-respones",
	  "2: [model.m]: unknown dialect 'openai-respones'; did you mean "
	  "'openai-responses'?" },
	{ "[model.m]\nendpoint = openai\ndialect = smalltalk", "1: [model.m]: "
	  "unknown dialect 'smalltalk'; it is one of openai-chat, " },
	{ "[role.r]\nsystem = x\nsystem_file = /y", "1: [role.r] has both" },
	{ "[role.r]\nsystem_file = y", "2: system_file: the path 'y' begins" },
	{ "[defaults]\nsystem = a\n[defaults\n", "3: a section's name ends" },
};

static void test_bad(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err e = ERR_INIT;
		struct config c;

		ok(conf_load(&c, bad[i].text, &e) == -1 &&
			   e.kind == ERR_CONFIG &&
			   !strncmp(e.msg, "c.ini:", 6) &&
			   !strncmp(e.msg + 6, bad[i].says,
				    strlen(bad[i].says)),
		   "%zu: %s", i, e.msg);
		config_release(&c);
	}
}

static const char whole[] =
	"[defaults]\nmax_cost = $0.5\nmodel = a/x, y\nsystem = one\n  two ; 2\n"
	"[route.code]\nmodels = b/y, a/x\nprefer = best\nmax_cost = 0.1\n"
	"effort = high\n"
	"[role.review]\nsystem = Look.\ntask = code\nmodel = m\ncode = yes\n"
	"[policy]\ndeny_vendors = openai, Acme\noffline = yes\n"
	"[endpoint.a]\nadapter = vllm\nlocal = yes\nvendor = Acme\n"
	"[endpoint.b]\nadapter = openai-compatible\n"
	"base_url = https://B.example:443/v1/\n"
	"[model.m]\nendpoint = a\nid = gpt-oss:20b\ncontext = 4096\n"
	"skill_code = 0.25\nprice_in = 3\n"
	"[defaults]\nretries = 7\n";

static size_t index_of(const char *name)
{
	return settings_index(setting_find(settings_table, name,
					   strlen(name)));
}

static void test_whole(void)
{
	struct err e = ERR_INIT;
	struct config c;
	const struct place *b;

	ok(!conf_load(&c, whole, &e), "all kinds of sections %s", e.msg);
	ok(c.present && fabs(c.defaults.max_cost - 0.5) < 1e-9 &&
		   c.defaults.retries == 7 && c.defaults.timeout == 600000 &&
		   c.defaults.model.count == 2 &&
		   !strcmp(c.defaults.system, "one\ntwo ; 2"),
	   "defaults, also when they come in two sections");
	ok(c.origins[index_of("retries")].kind == FROM_FILE &&
		   c.origins[index_of("retries")].line == 33 &&
		   c.origins[index_of("timeout")].kind == FROM_DEFAULT,
	   "and where they come from");
	ok(c.routes[TASK_CODE].models.count == 2 &&
		   c.routes[TASK_CODE].prefer == PREFER_BEST &&
		   c.routes[TASK_CODE].effort == EFFORT_HIGH &&
		   fabs(c.routes[TASK_CODE].max_cost - 0.1) < 1e-9 &&
		   c.routes[TASK_GENERAL].prefer == -1 &&
		   isnan(c.routes[TASK_GENERAL].max_cost),
	   "routes");
	ok(config_role(&c, "review") && config_role(&c, "review")->code &&
		   config_role(&c, "review")->task == TASK_CODE &&
		   !config_role(&c, "revie") && !config_role(&c, "Review"),
	   "roles");
	ok(c.policy.offline && c.policy.deny_vendors.count == 2 &&
		   !strcmp(c.policy.deny_vendors.items[1], "Acme") &&
		   !c.policy.allow_vendors.count, "policy");
	b = config_place(&c, "b");
	ok(c.place_count == 2 && b &&
		   !strcmp(b->ep.base_url, "https://b.example/v1") &&
		   !config_place(&c, "B"),
	   "endpoints: %s", b ? b->ep.base_url : "none");
	config_release(&c);
	config_release(&c);	/* twice is fine */
}

/* The user's facts over the catalog's: price for all hours and lengths. */
static void test_models(void)
{
	struct model known;
	struct err e = ERR_INIT;
	struct config c;
	const struct model *m;

	ok(!conf_load(&c, "[model.m]\nendpoint = openai\ndialect = anthropic",
		      &e) && !strcmp(c.models[0].model.dialect, "anthropic"),
	   "a model with a dialect of its own %s", e.msg);
	config_release(&c);
	ok(!conf_load(&c, whole, &e) && config_alias(&c, "m"), "an alias");
	m = &config_alias(&c, "m")->model;
	ok(catalog_family("gpt-oss:20b") && m->context == 4096 &&
		   fabs(m->skill[TASK_CODE] - 0.25) < 1e-9 &&
		   m->skill[TASK_GENERAL] > 0 && m->flags & MODEL_LOCAL &&
		   !strcmp(m->endpoint, "a") && !strcmp(m->id, "gpt-oss:20b") &&
		   fabs(m->price.input - 3) < 1e-9,
	   "what is said lies over what is known");
	config_release(&c);
	for (size_t it = 0; catalog_next(NULL, &it, &known);) {
		char text[400];

		if (!preset_by_name(known.endpoint) ||
		    (!known.tiers && !known.windows && !known.change))
			continue;
		snprintf(text, sizeof(text), "[model.m]\nendpoint = %s\n"
			 "id = %s\nprice_out = 9\n", known.endpoint, known.id);
		ok(!conf_load(&c, text, &e) && c.model_count == 1, "loads %s",
		   e.msg);
		m = &c.models[0].model;
		ok(!m->tiers && !m->windows && !m->change &&
			   fabs(m->price.output - 9) < 1e-9,
		   "a price of one's own for %s", known.id);
		config_release(&c);
	}
}

/* The example, each key uncommented in turn, is read without complaint. */
static void test_example(void)
{
	struct buf b = BUF_INIT(MAX_CONFIG);
	char section[64] = "", text[400];
	size_t keys = 0, wrong = 0;
	struct config c;
	struct err e;
	char *line, *save = NULL;

	config_example(&b);
	for (line = strtok_r(b.ptr, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		if (line[0] == '#' && line[1] == '[')
			snprintf(section, sizeof(section), "%s",
				 strstr(line, "TASK") ? "[route.code]" :
				 line + 1);
		if (line[0] != '#' || strchr("[ ", line[1]) ||
		    !strstr(line, " = "))
			continue;
		snprintf(text, sizeof(text), "%s\n%s%s\n", section,
			 !strncmp(line, "#region", 7) ? "adapter = bedrock\n" :
			 !strncmp(line, "#profile", 8) ?
				 "adapter = bedrock\nregion = eu-west-1\n" :
			 strstr(section, "[endpoint.") &&
			 strncmp(line, "#adapter", 8) ? "adapter = vllm\n" :
			 strstr(section, "[model.") &&
			 strncmp(line, "#endpoint", 9) ? "endpoint = openai\n" :
			 "", line + 1);
		keys++;
		/* "example" is an endpoint, or an adapter's URL, elsewhere */
		if (conf_load(&c, text, &e) && !strstr(e.msg, "'example'") &&
		    !strstr(e.msg, "needs a base_url")) {
			wrong++;
			ok(false, "%s %s", section, e.msg);
		}
		config_release(&c);
	}
	ok(keys > 40 && !wrong, "%zu keys of the example are good", keys);
	buf_release(&b);
}

static void test_env_over_file(void)
{
	char *env[] = { (char *)"SHUNT_RETRIES=3", NULL };
	struct err e = ERR_INIT;
	struct config c;

	conf_put("c.ini", "[defaults]\nretries = 7\nquiet = yes\n", 0600);
	ok(!config_load(&c, env, conf_unknown, &e) &&
		   c.defaults.retries == 3 && c.defaults.quiet &&
		   c.origins[index_of("retries")].kind == FROM_ENV,
	   "the environment lies over the file");
	config_release(&c);
	env[0] = (char *)"SHUNT_RETRIES=x";
	ok(config_load(&c, env, conf_unknown, &e) == -1 &&
		   !strncmp(e.msg, "SHUNT_RETRIES: ", 15),
	   "%s", e.msg);
	config_release(&c);
}

static int load_path(const char *path, struct config *c, struct err *e)
{
	static char *none[] = { NULL };

	err_clear(e);
	setenv("SHUNT_CONFIG", path, 1);
	return config_load(c, none, conf_unknown, e);
}

static void test_file(void)
{
	static const struct {
		mode_t mode;
		const char *says;	/* NULL: it is read */
	} modes[] = {
		{ 0600, NULL }, { 0644, NULL }, { 0400, NULL },
		{ 0620, "0620" }, { 0602, "0602" }, { 0666, "0666" },
	};
	struct err e = ERR_INIT;
	struct config c;

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		int rc;

		conf_put("m.ini", "[defaults]\nretries = 7\n", modes[i].mode);
		rc = load_path("m.ini", &c, &e);
		ok(modes[i].says ? rc == -1 && e.kind == ERR_CONFIG &&
					   strstr(e.msg, modes[i].says) :
				   !rc && c.defaults.retries == 7,
		   "mode %04o %s", (unsigned)modes[i].mode, e.msg);
		config_release(&c);
	}
	unlink("m.ini");
	ok(load_path("nope.ini", &c, &e) == -1 && strstr(e.msg, "nope.ini"),
	   "a file that SHUNT_CONFIG names must be there: %s", e.msg);
	config_release(&c);
	ok(!load_path("/dev/null", &c, &e) && !c.present, "/dev/null is none");
	config_release(&c);
	setenv("XDG_CONFIG_HOME", "/nope", 1);
	ok(!load_path("", &c, &e) && !c.present, "no file is fine");
	config_release(&c);
	setenv("XDG_CONFIG_HOME", "/dev/null", 1);
	ok(!load_path("", &c, &e) && !c.present,
	   "nor is a folder that is a file: %s", e.msg);
	config_release(&c);
	unsetenv("XDG_CONFIG_HOME");
	ok(load_path(".", &c, &e) == -1 && e.kind == ERR_CONFIG &&
		   strstr(e.msg, "directory"), "%s", e.msg);
	config_release(&c);
	ok(!symlink("gone.ini", "link.ini") &&
		   load_path("link.ini", &c, &e) == -1 &&
		   e.kind == ERR_CONFIG && strstr(e.msg, "link.ini"),
	   "a link that leads nowhere: %s", e.msg);
	config_release(&c);
	ok(!unlink("link.ini") && !symlink("c.ini", "link.ini") &&
		   !load_path("link.ini", &c, &e) && c.present,
	   "a link that leads to it");
	config_release(&c);
	unlink("link.ini");
}

static void test_owner(void)
{
	struct err e = ERR_INIT;
	struct config c;

	if (geteuid()) {
		tap_skip("a file of another user", "not root");
		return;
	}
	conf_put("o.ini", "[defaults]\nretries = 7\n", 0600);
	ok(!chown("o.ini", 12345, 12345) && load_path("o.ini", &c, &e) == -1 &&
		   e.kind == ERR_CONFIG && strstr(e.msg, "12345"),
	   "%s", e.msg);
	config_release(&c);
	unlink("o.ini");
}

static void check_path(const char *xdg, const char *home, const char *want,
		       const char *what)
{
	char *got;

	unsetenv("SHUNT_CONFIG");
	unsetenv("HOME");
	unsetenv("XDG_CONFIG_HOME");
	if (xdg)
		setenv("XDG_CONFIG_HOME", xdg, 1);
	if (home)
		setenv("HOME", home, 1);
	got = config_path();
	ok(want ? got && !strcmp(got, want) : !got, "%s", what);
	free(got);
}

static void test_path(void)
{
	size_t len = 5000;
	char *home = malloc(len + 1), *want = malloc(len + 40);

	memset(home, 'h', len);
	home[0] = '/';
	home[len] = '\0';
	snprintf(want, len + 40, "%s/.config/shunt/config.ini", home);
	check_path("/x", "/h", "/x/shunt/config.ini", "XDG_CONFIG_HOME");
	check_path("x", "/h", "/h/.config/shunt/config.ini",
		   "a relative one is ignored (XDG specification)");
	check_path("", "/h", "/h/.config/shunt/config.ini", "an empty one");
	check_path(NULL, "", NULL, "HOME is empty");
	check_path(NULL, "h", NULL, "HOME is relative");
	check_path(NULL, NULL, NULL, "no HOME");
	check_path(NULL, home, want, "a HOME of 5,000 bytes is not cut");
	setenv("SHUNT_CONFIG", "", 1);
	free(home);
	free(want);
}

int main(void)
{
	conf_begin();
	test_bad();
	test_whole();
	test_models();
	test_example();
	test_env_over_file();
	test_file();
	test_owner();
	unlink("c.ini");
	test_path();
	return conf_end();
}
