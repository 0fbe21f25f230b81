#include "conf/setting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

struct values {
	bool flag;
	char *string, *path;
	struct words list, lines, each;
	int word;
	long number, time;
	double share, money;
};

#define AT(field) offsetof(struct values, field)

static const char *const sizes[] = { "small", "large", NULL };

static const struct setting table[] = {
	{ .name = "flag", .type = SETTING_FLAG, .offset = AT(flag) },
	{ .name = "string", .type = SETTING_STRING, .offset = AT(string) },
	{ .name = "path", .type = SETTING_PATH, .offset = AT(path) },
	{ .name = "list", .type = SETTING_LIST, .offset = AT(list) },
	{ .name = "lines", .type = SETTING_LINES, .offset = AT(lines) },
	{ .name = "each", .type = SETTING_EACH, .offset = AT(each) },
	{ .name = "word", .type = SETTING_WORD, .offset = AT(word),
	  .words = sizes, .deflt = "large" },
	{ .name = "whole-number", .type = SETTING_LONG, .offset = AT(number),
	  .min = 0, .max = 10000000 },
	{ .name = "share", .type = SETTING_NUMBER, .offset = AT(share),
	  .min = 0, .max = 1 },
	{ .name = "money", .type = SETTING_MONEY, .offset = AT(money),
	  .min = 0, .max = 1000 },
	{ .name = "time", .type = SETTING_TIME, .offset = AT(time),
	  .min = 1, .max = 3600000, .deflt = "1.5" },
	{ .name = NULL }
};

static const struct setting *entry(const char *name)
{
	return setting_find(table, name, strlen(name));
}

/* One value to one setting; `want` is as setting_show() writes it. */
static const struct {
	const char *name, *value, *want;
} good[] = {
	{ "flag", "yes", "yes" },
	{ "flag", "off", "no" },
	{ "string", "", "" },
	{ "string", " a, b\n", " a, b\n" },
	{ "path", "/x", "/x" },
	{ "path", "~/x y", "/home/me/x y" },
	{ "list", "a, b ,,\nc", "a, b, c" },
	{ "lines", "a, b\n\n c", "a, b\n\tc" },
	{ "each", "a, b\n c ", "a, b\n c " },
	{ "each", "", "" },
	{ "word", "small", "small" },
	{ "whole-number", "10000000", "10000000" },
	{ "share", "0.25", "0.25" },
	{ "share", ".5", "0.5" },
	{ "money", "$0.05", "0.05" },
	{ "money", "12", "12" },
	{ "time", "30", "30" },
	{ "time", "500ms", "0.5" },
	{ "time", "2m", "120" },
	{ "time", "1h", "3600" },
	{ "time", "1ms", "0.001" },
};

static const struct {
	const char *name, *value, *says;
} bad[] = {
	{ "flag", "maybe", "neither yes nor no" },
	{ "flag", "YES", "neither yes nor no" },
	{ "word", "medium", "none of small, large" },
	{ "word", "", "none of small, large" },
	{ "whole-number", "99999999", "not within 0 and 10000000" },
	{ "whole-number", "1.5", "whole" },
	{ "whole-number", "x", "no number" },
	{ "whole-number", "", "no number" },
	{ "share", "nan", "no number" },
	{ "share", "inf", "no number" },
	{ "share", "0x1", "no number" },
	{ "share", "0,5", "no number" },
	{ "share", "1.01", "not within 0 and 1" },
	{ "share", "-0.1", "not within 0 and 1" },
	{ "money", "$", "no number" },
	{ "money", "5 USD", "no number" },
	{ "time", "0", "not within" },
	{ "time", "2h", "not within 0.001 and 3600 seconds" },
	{ "time", "5x", "no time" },
};

static void test_values(void)
{
	struct err e;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		const struct setting *s = entry(good[i].name);
		struct buf out = BUF_INIT(4096);
		struct values v = { 0 };
		int rc;

		e = (struct err)ERR_INIT;
		rc = setting_set(s, &v, text_of(good[i].value), false, &e);
		setting_show(s, &v, &out);
		ok(!rc && !strcmp(out.ptr, good[i].want), "%s, good[%zu]%s",
		   good[i].name, i, e.msg);
		settings_release(table, &v);
		buf_release(&out);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct values v = { 0 };
		int rc;

		e = (struct err)ERR_INIT;
		rc = setting_set(entry(bad[i].name), &v,
				 text_of(bad[i].value), false, &e);
		ok(rc == -1 && e.kind == ERR_CONFIG &&
		   strstr(e.msg, bad[i].says),
		   "%s '%s' is refused: %s", bad[i].name, bad[i].value, e.msg);
		settings_release(table, &v);
	}
}

/* Given again: lists grow or are replaced, as the caller says. */
static void test_again(void)
{
	static const char *const names[] = { "list", "lines", "each" };
	struct err e = ERR_INIT;
	struct values v = { 0 };

	for (size_t i = 0; i < 3; i++) {
		const struct setting *s = entry(names[i]);
		const struct words *w = (const void *)((const char *)&v +
						       s->offset);
		int rc = setting_set(s, &v, text_of("a"), false, &e);

		rc |= setting_set(s, &v, text_of("b"), true, &e);
		ok(!rc && w->count == 2 && !strcmp(w->items[1], "b"),
		   "%s grows", names[i]);
		rc = setting_set(s, &v, text_of("c"), false, &e);
		ok(!rc && w->count == 1 && !strcmp(w->items[0], "c"),
		   "%s is replaced", names[i]);
	}
	ok(setting_set(entry("string"), &v, (struct text){ "a\0b", 3 }, false,
		       &e) && strstr(e.msg, "NUL"), "no NUL: %s", e.msg);
	settings_release(table, &v);
	ok(!v.each.count && !v.list.items && !v.path, "released");
}

static void test_defaults(void)
{
	struct values v = { 0 };

	settings_default(table, &v);
	ok(v.word == 1 && v.time == 1500 && isnan(v.share) && isnan(v.money),
	   "defaults, and NAN for a number without one");
	ok(!setting_is_set(entry("share"), &v) &&
	   !setting_is_set(entry("each"), &v) &&
	   setting_is_set(entry("time"), &v), "set or not");
	settings_release(table, &v);
}

static void test_names(void)
{
	static const char *const words[] = { "model", "max-cost", "role" };
	char name[64];

	ok(entry("whole_number") == entry("whole-number") &&
	   entry("whole-number") && !entry("whole"),
	   "either spelling, and the whole name");
	setting_key(entry("whole-number"), name, sizeof(name));
	ok(!strcmp(name, "whole_number"), "its key: %s", name);
	setting_env(entry("whole-number"), name, sizeof(name));
	ok(!strcmp(name, "SHUNT_WHOLE_NUMBER"), "its variable: %s", name);
	ok(nearest("modle", words, 3) == words[0] &&
	   !nearest("zebra", words, 3) && !nearest("x", words, 0),
	   "the nearest name, or none");
}

int main(void)
{
	setenv("HOME", "/home/me", 1);
	test_values();
	test_again();
	test_defaults();
	test_names();
	return tap_done();
}
