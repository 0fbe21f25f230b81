#include "conf/setting.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

static const char *const word_list[] = { "low", "mid-dle", "high", NULL };

struct all {
	bool flag, yes;
	char *string, *path;
	struct words list, lines, each;
	int word;
	long whole, ms;
	double number, money;
};

#define AT(field) offsetof(struct all, field)

enum {
	FLAG, YES, STRING, PATH, LIST, LINES, EACH, WORD, WHOLE, MS, NUMBER,
	MONEY, COUNT
};

static const struct setting table[] = {
	[FLAG] = { .name = "flag", .type = SETTING_FLAG, .offset = AT(flag) },
	[YES] = { .name = "yes-no", .type = SETTING_BOOL, .offset = AT(yes),
		  .deflt = "yes" },
	[STRING] = { .name = "string", .type = SETTING_STRING,
		     .offset = AT(string), .deflt = "a, b" },
	[PATH] = { .name = "path", .type = SETTING_PATH, .offset = AT(path) },
	[LIST] = { .name = "list", .type = SETTING_LIST, .offset = AT(list) },
	[LINES] = { .name = "lines", .type = SETTING_LINES,
		    .offset = AT(lines) },
	[EACH] = { .name = "each", .type = SETTING_EACH, .offset = AT(each) },
	[WORD] = { .name = "word", .type = SETTING_WORD, .offset = AT(word),
		   .words = word_list, .deflt = "high" },
	[WHOLE] = { .name = "whole", .type = SETTING_LONG,
		    .offset = AT(whole), .min = -5, .max = 1e9 },
	[MS] = { .name = "ms", .type = SETTING_TIME, .offset = AT(ms),
		 .max = 86400000 },
	[NUMBER] = { .name = "number", .type = SETTING_NUMBER,
		     .offset = AT(number), .max = 2 },
	[MONEY] = { .name = "money", .type = SETTING_MONEY,
		    .offset = AT(money), .max = 1e6 },
	[COUNT] = { .name = NULL },
};

/* Set and shown again, by hand; NULL: refused. */
static const struct {
	int setting;
	const char *in, *want;
} values[] = {
	{ FLAG, "yes", "yes" }, { FLAG, "0", "no" }, { YES, "off", "no" },
	{ YES, "true", "yes" }, { YES, "Yes", NULL }, { YES, "", NULL },
	{ YES, "2", NULL },
	{ STRING, "", "" }, { STRING, " a ;b=c\n\"d\"", " a ;b=c\n\"d\"" },
	{ PATH, "~/k", "/home/me/k" }, { PATH, "/k", "/k" },
	{ PATH, "~", NULL }, { PATH, "k", NULL }, { PATH, "./k", NULL },
	{ PATH, "~you/k", NULL }, { PATH, "", NULL },
	{ LIST, "a,b", "a, b" }, { LIST, " a b ,, c\n,d,", "a b, c, d" },
	{ LIST, "", NULL }, { LIST, " ,\n ", NULL },
	{ LINES, "a, b\n\nc:d ", "a, b\n\tc:d" }, { LINES, "\n \n", NULL },
	{ EACH, " a,b\n", " a,b\n" }, { EACH, "", "" },
	{ WORD, "low", "low" }, { WORD, "mid-dle", "mid-dle" },
	{ WORD, "mid_dle", NULL }, { WORD, "Low", NULL }, { WORD, "", NULL },
	{ WHOLE, "12", "12" }, { WHOLE, "-5", "-5" }, { WHOLE, "+7", "7" },
	{ WHOLE, "1e3", "1000" }, { WHOLE, "-6", NULL },
	{ WHOLE, "1000000001", NULL }, { WHOLE, "1.5", NULL },
	{ WHOLE, "12x", NULL }, { WHOLE, " 12", NULL }, { WHOLE, "", NULL },
	{ WHOLE, "+", NULL }, { WHOLE, "+-1", NULL }, { WHOLE, "0x10", NULL },
	{ WHOLE, "99999999999999999999", NULL }, { WHOLE, "1e99", NULL },
	{ NUMBER, "0.25", "0.25" }, { NUMBER, ".5", "0.5" },
	{ NUMBER, "2", "2" }, { NUMBER, "2.0001", NULL },
	{ NUMBER, "-0.1", NULL }, { NUMBER, "nan", NULL },
	{ NUMBER, "inf", NULL }, { NUMBER, "-inf", NULL },
	{ NUMBER, "1e999", NULL }, { NUMBER, "0,5", NULL },
	{ NUMBER, ".", NULL }, { NUMBER, "0x1p0", NULL },
	{ MONEY, "$0.10", "0.1" }, { MONEY, "5", "5" }, { MONEY, "$", NULL },
	{ MONEY, "$$1", NULL }, { MONEY, "1$", NULL }, { MONEY, "-1", NULL },
	{ MONEY, "$-1", NULL }, { MONEY, "1000001", NULL },
	/* shown in seconds */
	{ MS, "30", "30" }, { MS, "1.5", "1.5" }, { MS, "500ms", "0.5" },
	{ MS, "2s", "2" }, { MS, "2m", "120" }, { MS, "1.5min", "90" },
	{ MS, "24h", "86400" }, { MS, "24.1h", NULL }, { MS, "0", "0" },
	{ MS, "0.0001", "0.001" }, { MS, "1.2ms", "0.001" },
	{ MS, "1.001", "1.001" },	/* 1000.9999999999999 ms */
	{ MS, "-1", NULL }, { MS, "1 s", NULL }, { MS, "1d", NULL },
	{ MS, "s", NULL }, { MS, "1e400", NULL }, { MS, "", NULL },
};

static void test_values(void)
{
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		const struct setting *s = &table[values[i].setting];
		struct buf got = BUF_INIT(1000);
		struct err e = ERR_INIT;
		struct all all = { .flag = false };
		int rc;

		settings_default(table, &all);
		rc = setting_set(s, &all, text_of(values[i].in), false, &e);
		setting_show(s, &all, &got);
		if (values[i].want)
			ok(!rc && !strcmp(got.ptr, values[i].want),
			   "%s, row %zu: %zu bytes %s", s->name, i, got.len,
			   e.msg);
		else
			ok(rc == -1 && e.kind == ERR_CONFIG && *e.msg,
			   "%s, row %zu, is refused: %s", s->name, i, e.msg);
		buf_release(&got);
		settings_release(table, &all);
	}
}

/* (pointer, length): no byte behind it is looked at, none in it ends it. */
static void test_length(void)
{
	struct all all = { .flag = false };
	struct err e = ERR_INIT;
	char *big = malloc(100000);

	settings_default(table, &all);
	ok(!setting_set(&table[WHOLE], &all, (struct text){ "123456", 3 },
			false, &e) && all.whole == 123,
	   "a number that is not ended by NUL");
	ok(!setting_set(&table[YES], &all, (struct text){ "nothing", 2 },
			false, &e) && !all.yes,
	   "a word");
	ok(!setting_set(&table[LIST], &all, (struct text){ "a,bcd", 3 },
			false, &e) && all.list.count == 2 &&
		   !strcmp(all.list.items[1], "b"),
	   "a list");
	for (int i = 0; i < COUNT; i++)
		ok(setting_set(&table[i], &all, (struct text){ "1\0" "1", 3 },
			       false, &e) == -1 && strstr(e.msg, "NUL"),
		   "%s with a NUL is refused", table[i].name);
	memset(big, '7', 100000);
	ok(setting_set(&table[WHOLE], &all, (struct text){ big, 100000 },
		       false, &e) == -1 && strlen(e.msg) < sizeof(e.msg),
	   "100,000 digits are no number");
	ok(!setting_set(&table[STRING], &all, (struct text){ big, 100000 },
			false, &e) && strlen(all.string) == 100000,
	   "but a string, whole");
	free(big);
	settings_release(table, &all);
	settings_release(table, &all);	/* twice is fine */
	ok(!all.string && !all.list.count, "released");
}

static void test_add(void)
{
	struct all all = { .flag = false };
	struct err e = ERR_INIT;

	settings_default(table, &all);
	ok(isnan(all.number) && isnan(all.money) && all.yes &&
		   all.word == 2 && !strcmp(all.string, "a, b"),
	   "defaults");
	ok(!setting_is_set(&table[NUMBER], &all) &&
		   !setting_is_set(&table[PATH], &all) &&
		   !setting_is_set(&table[LIST], &all) &&
		   setting_is_set(&table[STRING], &all),
	   "what is unset");
	(void)!setting_set(&table[LIST], &all, TEXT_LIT("a,b"), false, &e);
	(void)!setting_set(&table[LIST], &all, TEXT_LIT("c"), true, &e);
	ok(all.list.count == 3, "-m a,b -m c are three");
	(void)!setting_set(&table[LIST], &all, TEXT_LIT("d"), false, &e);
	ok(all.list.count == 1 && !strcmp(all.list.items[0], "d"),
	   "a list is replaced");
	(void)!setting_set(&table[EACH], &all, TEXT_LIT("a,b"), true, &e);
	(void)!setting_set(&table[EACH], &all, TEXT_LIT("-"), true, &e);
	ok(all.each.count == 2 && !strcmp(all.each.items[0], "a,b"),
	   "-f takes a name as it stands");
	settings_release(table, &all);
}

static void test_home(void)
{
	static const char *const homes[] = { "", "home", NULL };
	struct all all = { .flag = false };
	struct err e = ERR_INIT;

	for (int i = 0; i < 3; i++) {
		if (homes[i])
			setenv("HOME", homes[i], 1);
		else
			unsetenv("HOME");
		ok(setting_set(&table[PATH], &all, TEXT_LIT("~/k"), false,
			       &e) == -1 && strstr(e.msg, "HOME") && !all.path,
		   "no ~/ with HOME %s: %s", homes[i] ? homes[i] : "unset",
		   e.msg);
	}
	settings_release(table, &all);
}

static void test_names(void)
{
	static const char *const near[] = { "base_url", "api_key_env",
					    "adapter" };
	char name[64];

	setting_key(&table[YES], name, sizeof(name));
	ok(!strcmp(name, "yes_no"), "the key is %s", name);
	setting_env(&table[YES], name, sizeof(name));
	ok(!strcmp(name, "SHUNT_YES_NO"), "the variable is %s", name);
	ok(setting_find(table, "yes-no", 6) == &table[YES] &&
		   setting_find(table, "yes_no!", 6) == &table[YES] &&
		   !setting_find(table, "yes", 3) &&
		   !setting_find(table, "YES-NO", 6) &&
		   !setting_find(table, "", 0),
	   "found by both spellings");
	ok(nearest("base_ulr", near, 3) == near[0] &&
		   nearest("adaptor", near, 3) == near[2] &&
		   !nearest("headers", near, 3) && !nearest("x", near, 3) &&
		   !nearest("x", near, 0),
	   "the nearest name, and none");
}

int main(void)
{
	setenv("HOME", "/home/me", 1);
	test_values();
	test_length();
	test_add();
	test_home();
	test_names();
	return tap_done();
}
