#include "base/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

/* Each by the words of ECMA-262 (22.2) for the construct. */
static const struct {
	const char *pattern, *yes[4], *no[4];
} searches[] = {
	{ "", { "", "a" }, { NULL } },
	{ "abc", { "abc", "xabcx" }, { "ab", "acb", "" } },
	{ "^abc$", { "abc" }, { "abcd", "xabc", "abc\n" } },
	{ "a|bc|", { "a", "bc", "" }, { NULL } },
	{ "^(a|bc|d)$", { "a", "bc", "d" }, { "b", "ad", "abc" } },
	{ "^(?:ab)+$", { "ab", "abab" }, { "", "aba" } },
	{ "^(?<year>\\d{4})-\\d\\d$", { "2026-11" }, { "26-11", "2026-1" } },
	{ "^a*$", { "", "aaa" }, { "ab", "b" } },
	{ "^a+?b??$", { "a", "aab" }, { "", "b" } },
	{ "^a{3}$", { "aaa" }, { "aa", "aaaa" } },
	{ "^a{2,}$", { "aa", "aaaaa" }, { "a" } },
	{ "^a{0,2}$", { "", "aa" }, { "aaa" } },
	{ "^(a{2}b){2}$", { "aabaab" }, { "aab", "aabab" } },
	{ "^(a|b)*c(d|e(f|g))$", { "abcd", "ceg" }, { "abce", "cf" } },
	{ "^(a*)*$", { "", "aaa" }, { "b" } },
	{ "^((a|b){0}c)$", { "c" }, { "ac" } },
	{ "^a{,2}$", { "a{,2}" }, { "aa" } },
	{ "^{}]$", { "{}]" }, { "" } },
	{ "^.$", { "a", "\xC3\xA9", "\xF0\x9F\x98\x80" },
	  { "\n", "\r", "\xE2\x80\xA8", "ab" } },
	{ "^[a-cx]$", { "a", "c", "x" }, { "d", "ax", "-" } },
	{ "^[^a-c]$", { "d", "\n", "\xC3\xA9" }, { "b", "" } },
	{ "^[\xC3\xA0-\xC3\xBC]+$", { "\xC3\xA9\xC3\xA8" }, { "e" } },
	{ "^[]$", { NULL }, { "", "]", "a" } },
	{ "^[^]$", { "a", "\n", "]" }, { "" } },
	{ "^[-a]$", { "-", "a" }, { "b" } },
	{ "^[a-]$", { "-", "a" }, { "b" } },
	{ "^[\\d-x]$", { "5", "-", "x" }, { "a" } },
	{ "^[\\]\\\\^]$", { "]", "\\", "^" }, { "a" } },
	{ "^[\\b]$", { "\b" }, { "b" } },
	{ "^\\d\\D$", { "1a" }, { "11", "aa", "\xD9\xA1z" } },
	{ "^\\w\\W$", { "_ ", "a\xC3\xA9" }, { "__", "\xC3\xA9 " } },
	{ "^\\s\\S$", { " a", "\xC2\xA0" "a", "\xEF\xBB\xBFx" },
	  { "a ", "  " } },
	{ "\\bcat\\b", { "cat", "a cat!" }, { "cats", "_cat" } },
	{ "\\Bcat", { "bobcat" }, { "cat", "a cat" } },
	{ "^\\t\\n\\v\\f\\r\\cJ$", { "\t\n\v\f\r\n" }, { "tnvfrJ" } },
	{ "^\\x41\\u00e9\\u{1F600}$", { "A\xC3\xA9\xF0\x9F\x98\x80" },
	  { "A" } },
	{ "^\\ud83d\\ude00$", { "\xF0\x9F\x98\x80" }, { "a" } },
	{ "^\\/\\.\\-\\$\\@\\_$", { "/.-$@_" }, { "/a-$@_" } },
	{ "^\xEF\xBF\xBD$", { "\xFF", "\xE2\x82" }, { "a" } },
};

static bool matches(const char *pattern, const char *in, size_t len)
{
	struct text t = { in, len };
	struct err e = ERR_INIT;
	struct pattern *p;
	bool found;

	if (pattern_new(text_of(pattern), &p, &e)) {
		ok(false, "%s: %s", pattern, e.msg);
		return false;
	}
	found = pattern_search(p, t);
	pattern_free(p);
	return found;
}

static void test_searches(void)
{
	for (size_t i = 0; i < sizeof(searches) / sizeof(*searches); i++) {
		const char *p = searches[i].pattern;
		size_t k;

		for (k = 0; k < 4 && searches[i].yes[k]; k++)
			ok(matches(p, searches[i].yes[k],
				   strlen(searches[i].yes[k])),
			   "%zu: %s fits %zu", i, p, k);
		for (k = 0; k < 4 && searches[i].no[k]; k++)
			ok(!matches(p, searches[i].no[k],
				    strlen(searches[i].no[k])),
			   "%zu: %s does not fit %zu", i, p, k);
	}
	ok(matches("^a.b\\0$", "a\0b\0", 4), "NUL is a character");
}

static void test_refused(void)
{
	static const struct {
		const char *pattern, *says;
	} bad[] = {
		{ "a(?=b)", "ahead or behind is not supported at byte 2" },
		{ "(?<!a)b", "ahead or behind" },
		{ "(a)\\1", "back reference is not supported at byte 4" },
		{ "\\p{L}", "\\p and \\P are not supported" },
		{ "\\k<a>", "\\k" },
		{ "(a", "'(' without its ')'" },
		{ "a)", "')' without its '('" },
		{ "[a", "'[' without its ']'" },
		{ "*", "nothing to repeat at byte 0" },
		{ "a**", "nothing to repeat at byte 2" },
		{ "^*", "nothing to repeat" },
		{ "a|+", "nothing to repeat" },
		{ "(+a)", "nothing to repeat" },
		{ "{2}", "nothing to repeat" },
		{ "a{3,2}", "ends before it starts" },
		{ "[b-a]", "ends before it starts" },
		{ "[a-\\d]", "ends with a set" },
		{ "\\", "a backslash at the end" },
		{ "\\q", "an escape that is none" },
		{ "\\x4", "an escape that is none" },
		{ "\\u{110000}", "an escape that is none" },
		{ "\\c1", "an escape that is none" },
		{ "(?i)a", "a group of an unknown kind" },
		{ "(?<a", "name does not end" },
		{ "a{10001}", "over 10000 steps" },
		{ "((a{99}){99}){99}", "over 10000 steps" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err e = ERR_INIT;
		struct pattern *p;

		ok(pattern_new(text_of(bad[i].pattern), &p, &e) == -1 && !p &&
			   e.kind == ERR_CONFIG && strstr(e.msg, bad[i].says),
		   "%s: %s", bad[i].pattern, e.msg);
	}
}

static void test_groups(void)
{
	char deep[81] = "";
	struct err e = ERR_INIT;
	struct pattern *p;

	memset(deep, '(', 31);
	memset(deep + 31, ')', 31);
	ok(!pattern_new(text_of(deep), &p, &e), "31 groups in each other");
	pattern_free(p);
	memset(deep, '(', 40);
	memset(deep + 40, ')', 40);
	ok(pattern_new(text_of(deep), &p, &e) && strstr(e.msg, "too many"),
	   "40: %s", e.msg);
	pattern_free(NULL);
}

/* Cut anywhere, it is a pattern or is not, and nothing else happens. */
static void test_cut(void)
{
	static const char all[] =
		"^(?:a|[^\\d\\u{1F600}-\\u{1F64F}x-z]{2,5}?|(?<n>\\x41\\cJ*))$";
	struct err e = ERR_INIT;
	struct pattern *p;
	size_t taken = 0;

	for (size_t i = 0; i < sizeof(all); i++) {
		if (pattern_new((struct text){ all, i }, &p, &e))
			continue;
		taken++;
		pattern_search(p, TEXT_LIT("a"));
		pattern_free(p);
	}
	/* nothing, "^", all but its "$", and all */
	ok(taken == 4, "%zu beginnings of one are patterns", taken);
}

/* Exponential by trying one way after another; here 30 times the text. */
static void test_work(void)
{
	size_t len = 100000;
	char *text = malloc(len);
	struct pattern *p;
	struct err e = ERR_INIT;

	memset(text, 'a', len);
	ok(!matches("^(a+)+$b", text, len), "(a+)+ on 100000 characters");
	ok(!matches("(a|aa)*(a|b){16}c", text, len), "(a|b){16} as well");
	ok(!pattern_new(TEXT_LIT("^(a+)+$"), &p, &e) &&
		   pattern_size(p) < 20, "and a short program");
	pattern_free(p);
	free(text);
}

int main(void)
{
	test_searches();
	test_refused();
	test_groups();
	test_cut();
	test_work();
	return tap_done();
}
