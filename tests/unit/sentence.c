#include "local/sentence.h"

#include <stdlib.h>
#include <string.h>

#include "local/line.h"
#include "local/words.h"
#include "tap.h"

/*
 * What is expected was cut by hand; "|" stands between sentences, "NAME>"
 * before one that has a label, "#" and "`" before headings and code.
 */
static const struct {
	const char *what, *text, *want;
} cases[] = {
	{ "two sentences", "One is here. Two is there!",
	  "One is here.|Two is there!" },
	{ "titles", "Dr. Smith met Mrs. Jones. They spoke.",
	  "Dr. Smith met Mrs. Jones.|They spoke." },
	{ "initials", "J. R. Smith and George W. Bush left. It rained.",
	  "J. R. Smith and George W. Bush left.|It rained." },
	{ "acronym inside", "The U.S. Army came. It left.",
	  "The U.S. Army came.|It left." },
	{ "acronym at the end", "He lives in the U.S. The weather is fine.",
	  "He lives in the U.S.|The weather is fine." },
	{ "hours", "At 3.5 p.m. on Monday it rained. Later 4.25 inches fell.",
	  "At 3.5 p.m. on Monday it rained.|Later 4.25 inches fell." },
	{ "numbered things", "See fig. 3 and No. 5 for more. That is all.",
	  "See fig. 3 and No. 5 for more.|That is all." },
	{ "e.g.", "Use a tool, e.g. Make or tar. Then stop.",
	  "Use a tool, e.g. Make or tar.|Then stop." },
	{ "I is no initial", "It was not I. He did it.",
	  "It was not I.|He did it." },
	{ "ellipsis goes on", "Well ... maybe not. Yes... No.",
	  "Well ... maybe not.|Yes...|No." },
	{ "one-character ellipsis", "Wait\xE2\x80\xA6 Now go.",
	  "Wait\xE2\x80\xA6|Now go." },
	{ "quote closes after the stop",
	  "\"I will go.\" She went. (He stayed.) The end.",
	  "\"I will go.\"|She went.|(He stayed.)|The end." },
	{ "curly quotes", "\xE2\x80\x9CStop!\xE2\x80\x9D He ran.",
	  "\xE2\x80\x9CStop!\xE2\x80\x9D|He ran." },
	{ "speech goes on", "\"Stop!\" he said. Nobody did.",
	  "\"Stop!\" he said.|Nobody did." },
	{ "several stops", "What?! Really?? Yes.", "What?!|Really??|Yes." },
	{ "versions and hosts", "Get v1.2.3 from example.com now. Run it.",
	  "Get v1.2.3 from example.com now.|Run it." },
	{ "German ordinal", "Am 3. Oktober war frei. Wir gingen.",
	  "Am 3. Oktober war frei.|Wir gingen." },
	{ "German short forms", "Das gilt z.B. Montags, d.h. Immer. Gut.",
	  "Das gilt z.B. Montags, d.h. Immer.|Gut." },
	{ "Chinese", "今天很好。明天呢？走！", "今天很好。|明天呢？|走！" },
	{ "Japanese quote", "「行く。」と言った。終わり。",
	  "「行く。」|と言った。|終わり。" },
	{ "danda", "यह एक है। वह दो है।", "यह एक है।|वह दो है।" },
	{ "Arabic", "من أنت؟ أنا هنا.", "من أنت؟|أنا هنا." },
	{ "small letters only", "i went home. then i slept. it was late.",
	  "i went home.|then i slept.|it was late." },
	{ "list items",
	  "Buy:\n- milk and eggs\n* bread\n1. tea\n2) coffee\n\xE2\x80\xA2 jam",
	  "Buy:|milk and eggs|bread|tea|coffee|jam" },
	{ "headings", "# Top #1\n\nText here.\n\nUnder\n=====\nMore.",
	  "#Top #1|Text here.|#Under|More." },
	{ "code", "Run this.\n```sh\nls -l. Then\ncd /\n```\nDone.",
	  "Run this.|`ls -l. Then|`cd /|Done." },
	{ "a longer fence", "~~~~\na\n~~~\nb\n~~~~\nc", "`a|`b|c" },
	{ "rules are nothing", "One.\n\n* * *\n\n---\nTwo.", "One.|Two." },
	{ "table", "| a | b |\n|---|---|\nText.", "`| a | b ||Text." },
	{ "filled paragraph",
	  "This paragraph was filled by an editor to a width that is\n"
	  "usual, so its lines end where the next word did not fit and\n"
	  "mean nothing. Here is the second sentence of it.",
	  "This paragraph was filled by an editor to a width that is\n"
	  "usual, so its lines end where the next word did not fit and\n"
	  "mean nothing.|Here is the second sentence of it." },
	{ "log lines stand alone",
	  "12:00:01 error: cannot open the file of the first user\n"
	  "12:00:02 error: cannot open the file of the other user\n"
	  "12:00:03 error: cannot open the file of the third user",
	  "12:00:01 error: cannot open the file of the first user|"
	  "12:00:02 error: cannot open the file of the other user|"
	  "12:00:03 error: cannot open the file of the third user" },
	{ "word list", "apple\npear\nplum", "apple|pear|plum" },
	{ "transcript",
	  "Ann: Hello there. Hi.\nBob Lee: Yes?\nAnn: Well.\n\nBob Lee: No.",
	  "Ann>Hello there.|Ann>Hi.|Bob Lee>Yes?|Ann>Well.|Bob Lee>No." },
	{ "turns go on over lines",
	  "ANN: One.\nTwo.\nBOB: Three.\nANN: Four.\nBOB: Five.",
	  "ANN>One.|ANN>Two.|BOB>Three.|ANN>Four.|BOB>Five." },
	{ "chat with times and stars",
	  "[10:01] **Ann:** Hi.\n[10:02] **Bob:** Yo.\n[10:03] **Ann:** Ok.\n"
	  "[10:04] **Bob:** Bye.",
	  "Ann>Hi.|Bob>Yo.|Ann>Ok.|Bob>Bye." },
	{ "Chinese transcript",
	  "张三：你好。\n李四：很好。\n张三：再见。\n李四：好的。",
	  "张三>你好。|李四>很好。|张三>再见。|李四>好的。" },
	{ "a note is no speaker", "Note: it rains. Stay in.\nDate: today.",
	  "Note: it rains.|Stay in.|Date: today." },
	{ "dateline", "PARIS, France (AFP) -- It rained. Much.",
	  "It rained.|Much." },
	{ "dateline in capitals", "NEW YORK \xE2\x80\x94 It snowed. Much.",
	  "It snowed.|Much." },
	{ "agency alone", "(CNN) The rain fell.", "The rain fell." },
	{ "brackets that are no agency", "(But) The rain fell.",
	  "(But) The rain fell." },
	{ "mail quotes", "> Hello you. Are you in?\n> Yes.",
	  "Hello you.|Are you in?|Yes." },
	{ "CRLF", "One.\r\nTwo.\r\n", "One.|Two." },
	{ "marks alone are no sentence", "*** !!! ... ---", "" },
	{ "nothing", "", "" },
};

static void add(char *out, size_t cap, const char *p, size_t len)
{
	size_t at = strlen(out);

	if (at + len + 1 < cap) {
		memcpy(out + at, p, len);
		out[at + len] = '\0';
	}
}

static void cut(const char *text, char *out, size_t cap)
{
	struct splitter sp;
	struct sentence s;

	out[0] = '\0';
	splitter_init(&sp, text_of(text));
	while (sentence_next(&sp, &s)) {
		if (out[0])
			add(out, cap, "|", 1);
		if (s.label_len) {
			add(out, cap, text + s.label, s.label_len);
			add(out, cap, ">", 1);
		}
		if (s.kind == SENTENCE_HEADING)
			add(out, cap, "#", 1);
		if (s.kind == SENTENCE_CODE)
			add(out, cap, "`", 1);
		add(out, cap, text + s.start, s.end - s.start);
	}
}

static void test_cases(void)
{
	char got[2000];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cut(cases[i].text, got, sizeof(got));
		if (!ok(!strcmp(got, cases[i].want), "%s", cases[i].what))
			printf("# got  %s\n# want %s\n", got, cases[i].want);
	}
}

/* A megabyte without a stop: pieces, whole characters, nothing lost. */
static void test_giant_line(const char *unit, size_t most)
{
	size_t n = 1000000 / strlen(unit), len = n * strlen(unit), sum = 0;
	char *text = malloc(len + 1);
	struct splitter sp;
	struct sentence s;
	bool fits = true, utf8 = true, forward = true;
	size_t last = 0;

	for (size_t i = 0; i < n; i++)
		memcpy(text + i * strlen(unit), unit, strlen(unit));
	text[len] = '\0';
	splitter_init(&sp, (struct text){ .ptr = text, .len = len });
	while (sentence_next(&sp, &s)) {
		fits = fits && s.end - s.start <= SENTENCE_MAX;
		utf8 = utf8 && !utf8_count_bad(text + s.start,
					       s.end - s.start);
		forward = forward && s.start >= last && s.end > s.start;
		last = s.end;
		sum += s.end - s.start;
	}
	ok(fits && forward, "giant line of \"%s\" in pieces", unit);
	ok(utf8, "cut between characters");
	ok(sum <= len && len - sum <= most, "%zu of %zu bytes kept", sum, len);
	free(text);
}

static void test_words(void)
{
	static const struct {
		const char *text;
		size_t words;
	} counts[] = {
		{ "", 0 }, { " \n ", 0 }, { "one", 1 },
		{ "one  two\nthree", 3 },
		{ "well-known U.S. - dash", 4 }, { "a\xC2\xA0" "b", 2 },
		{ "今天很好。", 4 }, { "用GPT模型。", 4 }, { "カタカナ", 4 },
		{ "x\xE3\x80\x80y", 2 }, { "> quoted", 2 },
		{ "one\n> two", 2 }, { "한국어 문장", 2 },
	};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		ok(words_count(text_of(counts[i].text)) == counts[i].words,
		   "%zu words in \"%s\"", counts[i].words, counts[i].text);
}

static void test_cut(void)
{
	static const struct {
		const char *text;
		size_t max;
		const char *want;
	} cuts[] = {
		{ "When it rains, we stay at home, they say so", 7,
		  "When it rains, we stay at home," },
		{ "When it rains, we stay at home", 5, "When it rains," },
		{ "Oh, we stay at home all day long", 6,
		  "Oh, we stay at home all" },
		{ "one two three", 9, "one two three" },
		{ "one two three", 1, "one" },
		{ "今天天气很好，我们去公园", 8, "今天天气很好，" },
		{ "今天天气很好我们去公园", 5, "今天天气很" },
	};

	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		struct text t = text_of(cuts[i].text);

		t.len = sentence_cut(t, cuts[i].max);
		ok(text_is(t, cuts[i].want), "at most %zu of \"%s\": \"%.*s\"",
		   cuts[i].max, cuts[i].text, (int)t.len, t.ptr);
	}
}

/* Case pairs by the Unicode Character Database. */
static void test_fold(void)
{
	static const unsigned pairs[][2] = {
		{ 'A', 'a' }, { 'Z', 'z' }, { 0xC4, 0xE4 }, { 0xDE, 0xFE },
		{ 0x100, 0x101 }, { 0x139, 0x13A }, { 0x147, 0x148 },
		{ 0x14A, 0x14B }, { 0x178, 0xFF }, { 0x179, 0x17A },
		{ 0x17D, 0x17E }, { 0x391, 0x3B1 }, { 0x3A9, 0x3C9 },
		{ 0x400, 0x450 }, { 0x410, 0x430 }, { 0x42F, 0x44F },
		{ 0x490, 0x491 }, { 0x1EA0, 0x1EA1 },
	};
	static const unsigned plain[] = { '1', '@', '[', 0xD7, 0xDF, 0xF7,
					  0x138, 0x4E00, 0x5D0 };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		ok(char_fold(pairs[i][0]) == pairs[i][1] &&
		   char_fold(pairs[i][1]) == pairs[i][1] &&
		   char_is_upper(pairs[i][0]) && char_is_lower(pairs[i][1]) &&
		   !char_is_lower(pairs[i][0]), "U+%04X", pairs[i][0]);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		ok(char_fold(plain[i]) == plain[i] && !char_is_upper(plain[i]),
		   "U+%04X has no small letter", plain[i]);
}

static void test_language(void)
{
	static const struct {
		const char *name, *text;
	} langs[] = {
		{ "en", "The cat is on the roof of the house and it will not "
			"come down." },
		{ "de", "Die Katze ist auf dem Dach und sie will nicht mehr "
			"herunter." },
		{ "fr", "Le chat est sur le toit de la maison et il ne veut "
			"pas descendre." },
		{ "es", "El gato está en el tejado de la casa y no quiere "
			"bajar por nada." },
		{ "pt", "O gato está no telhado da casa e não quer descer "
			"de lá, nem com comida." },
		{ "it", "Il gatto è sul tetto della casa e non vuole scendere "
			"per niente." },
		{ "any", "4711 0815 qwx zzt bnm" },
		{ "any", "猫在屋顶上，不想下来。" },
	};

	for (size_t i = 0; i < sizeof(langs) / sizeof(langs[0]); i++)
		ok(!strcmp(language_guess(text_of(langs[i].text))->name,
			   langs[i].name), "this is %s", langs[i].name);
}

int main(void)
{
	test_cases();
	test_giant_line("word ", 2000);
	test_giant_line("汉", 0);
	test_giant_line("a", 0);
	test_words();
	test_cut();
	test_fold();
	test_language();
	return tap_done();
}
