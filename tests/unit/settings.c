#include "conf/settings.h"

#include <stdio.h>
#include <string.h>

#include "route/plan.h"
#include "tap.h"

static char said[200];

static void note_unknown(const char *name, const char *near)
{
	snprintf(said, sizeof(said), "%s>%s", name, near ? near : "");
}

/* One variable over the defaults. */
static int from_env(const char *var, struct settings *s,
		    struct origin *origins, struct err *err)
{
	char *envp[] = { (char *)"PATH=/bin", NULL, NULL };
	char copy[200];

	snprintf(copy, sizeof(copy), "%s", var);
	envp[1] = copy;
	*said = '\0';
	memset(s, 0, sizeof(*s));
	memset(origins, 0, SETTINGS_MAX * sizeof(*origins));
	settings_default(settings_table, s);
	return settings_from_env(s, origins, envp, note_unknown, err);
}

static const struct {
	const char *var, *name, *want;	/* want NULL: not taken */
} taken[] = {
	{ "SHUNT_MAX_COST=$0.5", "max-cost", "0.5" },
	{ "SHUNT_MODEL=a/b, c", "model", "a/b, c" },
	{ "SHUNT_TIMEOUT=2m", "timeout", "120" },
	{ "SHUNT_PREFER=cheap", "prefer", "cheap" },
	{ "SHUNT_QUIET=1", "quiet", "yes" },
	{ "SHUNT_SYSTEM=two\nlines", "system", "two\nlines" },
	{ "SHUNT_RETRIES=", "retries", NULL },	/* empty is unset */
	{ "SHUNT_RETRIES", "retries", NULL },
	{ "SHUNT_=1", "retries", NULL },
	{ "XSHUNT_RETRIES=1", "retries", NULL },
	{ "shunt_retries=1", "retries", NULL },
	/* only flags say these; the last two would be policy */
	{ "SHUNT_TASK=code", "task", NULL },
	{ "SHUNT_FILE=/etc/passwd", "file", NULL },
	{ "SHUNT_OUTPUT=x", "output", NULL },
	{ "SHUNT_JSON=1", "json", NULL },
	{ "SHUNT_OFFLINE=0", "offline", NULL },
	{ "SHUNT_DENY_VENDORS=x", "model", NULL },
	{ "SHUNT_API_KEY_CMD=x", "model", NULL },
	{ "SHUNT_PROXY=x", "model", NULL },
	{ "SHUNT_CONFIG=/x", "model", NULL },
};

static void test_taken(void)
{
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		const char *name = taken[i].name;
		const struct setting *e = setting_find(settings_table, name,
						       strlen(name));
		struct origin origins[SETTINGS_MAX];
		struct buf got = BUF_INIT(200), was = BUF_INIT(200);
		struct err err = ERR_INIT;
		struct settings s;
		int rc;

		(void)!from_env("A=B", &s, origins, &err);
		setting_show(e, &s, &was);
		settings_release(settings_table, &s);
		rc = from_env(taken[i].var, &s, origins, &err);
		setting_show(e, &s, &got);
		ok(!rc && !strcmp(got.ptr, taken[i].want ? taken[i].want :
							   was.ptr) &&
			   origins[settings_index(e)].kind ==
				   (taken[i].want ? FROM_ENV : FROM_DEFAULT),
		   "%.*s: %s %s", (int)strcspn(taken[i].var, "\n"),
		   taken[i].var, name, err.msg);
		buf_release(&got);
		buf_release(&was);
		settings_release(settings_table, &s);
	}
}

static const struct {
	const char *var, *says;
} refused[] = {
	{ "SHUNT_RETRIES=many", "SHUNT_RETRIES: 'many' is no number" },
	{ "SHUNT_RETRIES=11", "SHUNT_RETRIES: '11' is not within 0 and 10" },
	{ "SHUNT_PREFER=cheap\n", "SHUNT_PREFER: the value has a line break" },
	{ "SHUNT_MODEL=a\rb", "SHUNT_MODEL: the value has a line break" },
	{ "SHUNT_MODEL=,", "SHUNT_MODEL: the list is empty" },
	{ "SHUNT_COLOR=red", "SHUNT_COLOR: 'red' is none of auto, always" },
	{ "SHUNT_QUIET=perhaps", "SHUNT_QUIET: 'perhaps' is neither" },
};

static const struct {
	const char *var, *want;		/* "" : nothing is said */
} unknown[] = {
	{ "SHUNT_MAXCOST=1", "SHUNT_MAXCOST>SHUNT_MAX_COST" },
	{ "SHUNT_TIMOUT=1", "SHUNT_TIMOUT>SHUNT_TIMEOUT" },
	{ "SHUNT_XYZZYPLUGH=1", "SHUNT_XYZZYPLUGH>" },
	{ "SHUNT_OFFLINE=1", "SHUNT_OFFLINE>" },
	{ "SHUNT_CONFIG=/x", "" },
	{ "SHUNT_TIMEOUT=1", "" },
	{ "SHUNT_NOPE=", "" },
	{ "SHUNTED=1", "" },
};

static void test_refused(void)
{
	struct origin origins[SETTINGS_MAX];
	struct settings s;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct err e = ERR_INIT;

		ok(from_env(refused[i].var, &s, origins, &e) == -1 &&
			   e.kind == ERR_CONFIG &&
			   !strncmp(e.msg, refused[i].says,
				    strlen(refused[i].says)),
		   "%s", e.msg);
		settings_release(settings_table, &s);
	}
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		struct err e = ERR_INIT;

		ok(!from_env(unknown[i].var, &s, origins, &e) &&
			   !strcmp(said, unknown[i].want),
		   "%s: '%s'", unknown[i].var, said);
		settings_release(settings_table, &s);
	}
}

/* Every value's struct field is its own, and what the table says is true. */
static void test_table(void)
{
	const char *const task[] = { "reasoning", "code", "summarization",
				     "general", "auto" };
	size_t n = 0;

	for (const struct setting *s = settings_table; s->name; s++, n++) {
		bool flag = s->type == SETTING_FLAG;
		size_t len = strlen(s->help);

		for (const struct setting *t = s + 1; t->name; t++)
			if (!strcmp(s->name, t->name) ||
			    (s->letter && s->letter == t->letter) ||
			    s->offset == t->offset)
				ok(false, "%s and %s clash", s->name, t->name);
		ok(settings_index(s) == n && s->where & (IN_FLAGS | IN_FILE) &&
			   s->offset < sizeof(struct settings) &&
			   !flag == (s->arg != NULL) && s->min <= s->max &&
			   s->help[len - 1] != '.' && strlen(s->name) < 50,
		   "the entry of %s", s->name);
		if (s->where & IN_FILE && !flag)
			ok(!s->deflt != !s->example,
			   "%s has a default or an example", s->name);
	}
	for (int i = 0; i <= TASK_NONE; i++)
		ok(!strcmp(setting_find(settings_table, "task", 4)->words[i],
			   task[i]) && (i == TASK_NONE ||
			   !strcmp(task_name((enum task)i), task[i])),
		   "task %d is %s", i, task[i]);
}

/* What stands after "=" in an enum of another module is what we give it. */
static void test_words(void)
{
	const struct setting *s = setting_find(settings_table, "effort", 6);

	for (int i = EFFORT_NONE; i < EFFORT_COUNT; i++)
		ok(!strcmp(s->words[i], effort_name((enum effort)i)),
		   "effort %s", s->words[i]);
	ok(!s->words[EFFORT_COUNT], "and no more");
	s = setting_find(settings_table, "prefer", 6);
	ok(!strcmp(s->words[PREFER_BALANCED], "balanced") &&
		   !strcmp(s->words[PREFER_CHEAP], "cheap") &&
		   !strcmp(s->words[PREFER_BEST], "best") &&
		   !strcmp(s->words[PREFER_FAST], "fast"),
	   "prefer");
	s = setting_find(settings_table, "color", 5);
	ok(!strcmp(s->words[WHEN_AUTO], "auto") &&
		   !strcmp(s->words[WHEN_ALWAYS], "always") &&
		   !strcmp(s->words[WHEN_NEVER], "never"),
	   "color");
}

int main(void)
{
	test_taken();
	test_refused();
	test_table();
	test_words();
	return tap_done();
}
