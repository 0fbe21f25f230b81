#include "app/output.h"


#include "conf.h"

/*
 * Text comes in these pieces; what stands in -o's file afterwards. The
 * pieces cut characters, and some never end.
 */
static const struct {
	const char *what;
	bool json, events, code;
	const char *pieces[4];
	const char *want;
} rows[] = {
	{ "text", false, false, false, { "a\xC3", "\xA4" "b\n" },
	  "a\xC3\xA4" "b\n" },
	{ "bytes that are no UTF-8", false, false, false, { "\xFF\xC3" },
	  "\xFF\xC3" },
	{ "--json holds it", true, false, false, { "a", "b" }, "" },
	{ "--events", false, true, false, { "a\"", "\n" },
	  "{\"event\":\"text\",\"text\":\"a\\\"\"}\n"
	  "{\"event\":\"text\",\"text\":\"\\n\"}\n" },
	{ "a character in two events", false, true, false,
	  { "a\xE2\x82", "\xAC", "b" },
	  "{\"event\":\"text\",\"text\":\"a\"}\n"
	  "{\"event\":\"text\",\"text\":\"\xE2\x82\xAC\"}\n"
	  "{\"event\":\"text\",\"text\":\"b\"}\n" },
	{ "a character that never ends", false, true, false,
	  { "a", "\xE2\x82" },
	  "{\"event\":\"text\",\"text\":\"a\"}\n"
	  "{\"event\":\"text\",\"text\":\"\xEF\xBF\xBD\"}\n" },
	{ "-x", false, false, true, { "see\n```c\nx", ";\n```\n" }, "x;\n" },
};

static bool holds(const char *name, const char *want)
{
	char got[1000];
	FILE *f = fopen(name, "r");
	size_t n;

	if (!f)
		return false;
	n = fread(got, 1, sizeof(got), f);
	fclose(f);
	return n == strlen(want) && !memcmp(got, want, n);
}

static int feed(struct output *out, const char *const pieces[4],
		struct err *err)
{
	for (int i = 0; i < 4 && pieces[i]; i++)
		if (out->sink->text(out->sink, text_of(pieces[i]), err))
			return -1;
	return out->sink->end(out->sink, true, err);
}

static int open_output(struct output *out, const struct settings *set,
		       struct err *err)
{
	const struct output_wants wants = { .code = set->code };

	return output_open(out, set, &wants, err);
}

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct settings set = { .json = rows[i].json,
					.events = rows[i].events,
					.code = rows[i].code,
					.output = (char *)"o" };
		struct err e = ERR_INIT;
		struct output out;
		int rc = open_output(&out, &set, &e);

		if (!rc)
			rc = feed(&out, rows[i].pieces, &e);
		if (!rc)
			rc = output_close(&out, true, &e);
		ok(!rc && holds("o", rows[i].want), "%s %s", rows[i].what,
		   e.msg);
		output_release(&out);
	}
}

static void test_file(void)
{
	static const char *const pieces[4] = { "new" };
	struct settings set = { .output = (char *)"o" };
	struct err e = ERR_INIT;
	struct output out;

	conf_put("o", "old", 0640);
	ok(!open_output(&out, &set, &e) && !feed(&out, pieces, &e) &&
		   holds("o", "old") && !output_close(&out, false, &e),
	   "the old file stays until the end");
	output_release(&out);
	ok(holds("o", "old"), "and for ever when the answer is not whole");
	set.output = (char *)"nope/o";
	ok(open_output(&out, &set, &e) == -1 && e.kind == ERR_IO, "%s",
	   e.msg);
	output_release(&out);
	set.output = (char *)".";
	ok(open_output(&out, &set, &e) == -1 && e.kind == ERR_USAGE, "%s",
	   e.msg);
	output_release(&out);
	unlink("o");
}

int main(void)
{
	conf_begin();
	test_rows();
	test_file();
	return conf_end();
}
