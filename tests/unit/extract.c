#include "local/extract.h"

#include <stdlib.h>
#include <string.h>

#include "local/ask.h"
#include "local/words.h"
#include "tap.h"

/* What each phrase wishes for, read by hand. */
static const struct {
	const char *ask;
	size_t words, chars, sentences;
	bool bullets;
} wishes[] = {
	{ "Summarise this in at most 100 words.", 100, 0, 0, false },
	{ "summarize in under 50 words", 49, 0, 0, false },
	{ "in no more than 1,000 words", 1000, 0, 0, false },
	{ "less than 20 words please", 19, 0, 0, false },
	{ "a 75-word summary", 75, 0, 0, false },
	{ "within two hundred words", 200, 0, 0, false },
	{ "in a hundred words", 100, 0, 0, false },
	{ "twenty five words or so", 25, 0, 0, false },
	{ "in a few words", 25, 0, 0, false },
	{ "at most 280 characters", 0, 280, 0, false },
	{ "as a tweet", 0, 280, 0, false },
	{ "Summarise in 3 sentences", 0, 0, 3, false },
	{ "one sentence", 0, 0, 1, false },
	{ "in a single short sentence", 0, 0, 1, false },
	{ "Write a one-sentence TLDR of this abstract.", 0, 0, 1, false },
	{ "in two or three sentences", 0, 0, 3, false },
	{ "in 2-3 sentences", 0, 0, 3, false },
	{ "a short paragraph", 0, 0, 4, false },
	{ "in two paragraphs", 0, 0, 8, false },
	{ "3 sentences, at most 60 words", 60, 0, 3, false },
	{ "give me five bullet points", 0, 0, 5, true },
	{ "7 key takeaways", 0, 0, 7, true },
	{ "3 one-line bullet points", 0, 0, 3, true },
	{ "as bullet points, at most 40 words", 40, 0, 0, true },
	{ "the main points", 0, 0, 5, true },
	{ "write a headline", 0, 0, 1, false },
	{ "tl;dr", 0, 0, 2, false },
	{ "Summarise the 2024 report", 0, 0, 0, false },
	{ "Summarise the 2024 report in bullet points", 0, 0, 5, true },
	{ "Summarise these 2 articles", 0, 0, 0, false },
	{ "a list of the three people", 0, 0, 0, false },
	{ "Fasse den Text in drei Sätzen zusammen", 0, 0, 3, false },
	{ "höchstens 100 Wörter", 100, 0, 0, false },
	{ "in fünf Stichpunkten", 0, 0, 5, true },
	{ "in einem Satz", 0, 0, 1, false },
	{ "Résume en deux phrases", 0, 0, 2, false },
	{ "un résumé de 50 mots maximum", 50, 0, 0, false },
	{ "Resume el texto en tres frases", 0, 0, 3, false },
	{ "en menos de cien palabras", 100, 0, 0, false },
	{ "Resuma em quatro frases", 0, 0, 4, false },
	{ "em até 80 palavras", 80, 0, 0, false },
	{ "Riassumi in due frasi", 0, 0, 2, false },
	{ "massimo 30 parole", 30, 0, 0, false },
	{ "用三句话总结", 0, 0, 3, false },
	{ "请在100字以内概括", 100, 0, 0, false },
	{ "二十五字以内", 25, 0, 0, false },
	{ "总结成五个要点", 0, 0, 5, true },
	{ "总结第一段", 0, 0, 0, false },
	{ "总结这三篇文章", 0, 0, 0, false },
	{ "3文で要約してください", 0, 0, 3, false },
	{ "１００文字以内で要約", 100, 0, 0, false },
	{ "", 0, 0, 0, false },
};

static void test_wishes(void)
{
	struct wish w;

	for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
		ask_read(text_of(wishes[i].ask), &w);
		ok(w.words == wishes[i].words && w.chars == wishes[i].chars &&
		   w.sentences == wishes[i].sentences &&
		   w.bullets == wishes[i].bullets,
		   "\"%s\": %zu words, %zu characters, %zu sentences%s",
		   wishes[i].ask, w.words, w.chars, w.sentences,
		   w.bullets ? ", bullets" : "");
	}
}

static const struct {
	const char *ask, *before, *body, *after;
} splits[] = {
	{ "Summarise this.\n\nOne. Two.\n\nThree.", "Summarise this.",
	  "One. Two.\n\nThree.", "" },
	{ "One. Two.\n\nThree.\n\nSum this up in a sentence.",
	  "Sum this up in a sentence.", "One. Two.\n\nThree.", "" },
	{ "Summarize:\nOne. Two.", "Summarize:", "One. Two.", "" },
	{ "One. Two.\ntl;dr", "tl;dr", "One. Two.", "" },
	{ "Summarise in one sentence: It rains. It pours.",
	  "Summarise in one sentence:", "It rains. It pours.", "" },
	{ "Summarise the text below. It rains. It pours.",
	  "Summarise the text below.", "It rains. It pours.", "" },
	{ "It rains. It pours. Please summarise.", "Please summarise.",
	  "It rains. It pours.", "" },
	{ "Summarise <input>One: two. Three.</input> in 2 words.",
	  "Summarise", "One: two. Three.", "in 2 words." },
	{ "Give a summary.\n```text\nOne.\n\nTwo.\n```\nThanks",
	  "Give a summary.", "One.\n\nTwo.", "Thanks" },
	{ "Condense \"\"\"One. Two.\"\"\"", "Condense", "One. Two.", "" },
	{ "总结：今天很好。明天下雨。", "总结：", "今天很好。明天下雨。", "" },
	{ "Fasse zusammen: Es regnet. Es schneit.", "Fasse zusammen:",
	  "Es regnet. Es schneit.", "" },
	{ "It rains. It pours.", "", "It rains. It pours.", "" },
	{ "Summarise this", "Summarise this", "", "" },
	{ "", "", "", "" },
};

static void test_splits(void)
{
	struct ask a;

	for (size_t i = 0; i < sizeof(splits) / sizeof(splits[0]); i++) {
		ask_split(text_of(splits[i].ask), &a);
		if (!ok(text_is(a.before, splits[i].before) &&
			text_is(a.body, splits[i].body) &&
			text_is(a.after, splits[i].after),
			"split %zu", i + 1))
			printf("# before \"%.*s\" body \"%.*s\" after "
			       "\"%.*s\"\n", (int)a.before.len, a.before.ptr,
			       (int)a.body.len, a.body.ptr, (int)a.after.len,
			       a.after.ptr);
	}
}

static const char bridge[] =
	"The town council voted on Monday to close the old river bridge. "
	"Engineers had found deep cracks in two pillars of the bridge. "
	"Closing the bridge will send 9,000 cars a day through the centre. "
	"Shop owners fear that the traffic will drive their customers away. "
	"\"Nobody asked us,\" said a baker. "
	"A new bridge would cost 40 million euros, the engineers say. "
	"The council will decide about the money for a new bridge in May. "
	"Until then a ferry will carry people on foot across the river. "
	"The weather was mild. "
	"The mayor thanked the engineers for their work.";

static const char meeting[] =
	"Ann: Good morning everybody, let us start with the budget report.\n"
	"Bob Lee: The budget for the garden project is spent already.\n"
	"Ann: Okay.\n"
	"Carol: I think that the roof of the library needs repair first.\n"
	"Bob Lee: The repair of the library roof would cost eight thousand.\n"
	"Carol: Rain came through the library roof twice in this winter.\n"
	"Ann: We decided that the garden project waits until next year.\n"
	"Bob Lee: Fine with me, the volunteers of the garden will wait.\n";

static const char chinese[] =
	"市政府周一决定关闭旧桥。工程师在两个桥墩上发现了裂缝。"
	"关闭大桥将使每天九千辆汽车穿过市中心。店主担心交通会赶走顾客。"
	"新桥将耗资四千万欧元。市政府将在五月决定新桥的资金。";

/* The summary, as a string that the next call overwrites. */
static const char *summary(const char *ask, const char *doc)
{
	static struct buf out = BUF_INIT(MAX_ANSWER);
	static struct err err;
	struct text d = text_of(doc);

	buf_clear(&out);
	if (extract_summary(text_of(ask), &d, doc ? 1 : 0, &out, &err))
		return err.msg;
	return out.ptr;
}

static size_t count(const char *s, char c)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == c;
	return n;
}

/* As `wc -w` counts in ASCII, without the code under test. */
static size_t plain_words(const char *s)
{
	size_t n = 0;
	bool in = false;

	for (; *s; s++) {
		bool blank = *s == ' ' || *s == '\n' || *s == '\t';

		n += !blank && !in;
		in = !blank;
	}
	return n;
}

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

static void test_word_limits(void)
{
	static const char *const docs[] = { bridge, meeting, "word",
		"One sentence that is rather long, with commas, and more "
		"words than most would ever want to read in a summary.",
		"no stops at all here just words\nand lines" };
	static const char *const forms[] = {
		"at most %zu words", "%zu-word bullet points, at most %zu "
		"words" };
	bool held = true, filled = true;
	char ask[80];

	for (size_t d = 0; d < 5; d++)
		for (size_t f = 0; f < 2; f++)
			for (size_t n = 1; n <= 130; n++) {
				const char *s;

				snprintf(ask, sizeof(ask), forms[f], n, n);
				s = summary(ask, docs[d]);
				if (plain_words(s) > n)
					printf("# %s: %s\n", ask, s);
				held = held && plain_words(s) <= n;
				filled = filled && *s;
			}
	ok(held, "at most N words, for N from 1 to 130");
	ok(filled, "and never nothing");
	ok(plain_words(summary("at most 100 words", bridge)) >= 85,
	   "most of 100 words are used");
	ok(!strcmp(summary("at most 1 word", "word"), "word"), "one word");
}

static void test_char_limits(void)
{
	static const char *const docs[] = { bridge, meeting, chinese };
	bool held = true, filled = true, utf8 = true;
	char ask[80];

	for (size_t d = 0; d < 3; d++)
		for (size_t n = 1; n <= 300; n++) {
			const char *s;

			snprintf(ask, sizeof(ask), "at most %zu characters", n);
			s = summary(ask, docs[d]);
			held = held && characters(s) <= n;
			filled = filled && *s;
			utf8 = utf8 && !utf8_count_bad(s, strlen(s));
		}
	ok(held, "at most N characters, for N from 1 to 300");
	ok(filled, "and never nothing");
	ok(utf8, "cut between characters");
}

/* Sentences are the document's own, in its order. */
static void test_sentences(void)
{
	char ask[40], copy[2000];
	bool own = true, order = true, right = true;

	for (size_t n = 1; n <= 10; n++) {
		const char *at = bridge, *found;
		size_t stops = 0;

		snprintf(ask, sizeof(ask), "in %zu sentences", n);
		snprintf(copy, sizeof(copy), "%s", summary(ask, bridge));
		for (char *p = copy, *end; *p; p = end) {
			end = strchr(p, '.');
			end = end ? end + 1 : p + strlen(p);
			stops++;
			while (*p == ' ')
				p++;
			if (end[0] == ' ')
				*end++ = '\0';
			found = strstr(bridge, p);
			own = own && found;
			order = order && found && found >= at;
			at = found ? found : at;
		}
		right = right && stops == n;
	}
	ok(own, "every sentence stands in the document");
	ok(order, "in the same order");
	ok(right, "as many as were asked for, 1 to 10");
	ok(!strcmp(summary("in 50 sentences", bridge), bridge),
	   "all of them when more are asked for than there are");
	ok(!strcmp(summary("a headline", bridge),
		   summary("in one sentence", bridge)), "a headline is one");
}

static void test_bullets(void)
{
	const char *s = summary("in 3 bullet points", bridge);

	ok(!strncmp(s, "- ", 2) && count(s, '\n') == 2, "three lines");
	ok(strstr(s, "\n- ") && s[strlen(s) - 1] != '\n',
	   "each begins with a dash; no newline at the end");
	s = summary("5 bullet points", "One thing is here. Two are there.");
	ok(!strcmp(s, "- One thing is here.\n- Two are there."),
	   "no more points than there are sentences");
}

static void test_default_length(void)
{
	const char *s = summary("summarise this", bridge);

	ok(count(s, '.') >= 2 && count(s, '.') <= 4, "%zu sentences of ten",
	   count(s, '.'));
	ok(!strcmp(summary("summarise", "Only one is here."),
		   "Only one is here."), "one of one");
}

static void test_focus(void)
{
	const char *s;

	s = summary("In one sentence, what about the ferry?", bridge);
	ok(strstr(s, "ferry") != NULL, "the ferry: %s", s);
	s = summary("In one sentence: shop owners and customers", bridge);
	ok(strstr(s, "Shop owners") != NULL, "the shops: %s", s);
	s = summary("Summarise the discussion about the roof in 1 sentence",
		    meeting);
	ok(strstr(s, "roof") != NULL, "the roof: %s", s);
	s = summary("Summarise what was said on the garden in 1 sentence",
		    meeting);
	ok(strstr(s, "garden") != NULL, "the garden: %s", s);
}

static void test_transcript(void)
{
	const char *s = summary("in 8 sentences", meeting);

	ok(strstr(s, "Ann: ") && strstr(s, "\nBob Lee: ") &&
	   strstr(s, "\nCarol: "), "speakers are named, a line each");
	ok(!strcmp(summary("in 2 sentences", "Ann: Yes it is late today. We "
			   "go home now.\nBob: No.\nAnn: So.\nBob: Ha."),
		   "Ann: Yes it is late today. We go home now."),
	   "a name stands once for a turn");
}

static void test_other_scripts(void)
{
	const char *s = summary("用两句话总结", chinese);

	ok(strlen(s) < strlen(chinese) && !strchr(s, ' ') &&
	   !utf8_count_bad(s, strlen(s)), "Chinese without blanks");
	ok(words_count(text_of(s)) > 10 && strstr(chinese, "。") &&
	   !strcmp(s + strlen(s) - 3, "。"), "whole sentences");
	s = summary("30字以内", chinese);
	ok(*s && characters(s) <= 32, "at most 30 characters and stops");
	s = summary("in 1 sentence", "日本語の文は\n改行される。");
	ok(!strchr(s, ' '), "lines of Han join without a blank");
}

static void test_no_text(void)
{
	static const char *const nothing[] = { "", "  \n\t ", "\xC2\xA0" };
	struct buf out = BUF_INIT(1000);
	struct err err = ERR_INIT;

	for (size_t i = 0; i < 3; i++) {
		struct text d = text_of(nothing[i]);

		err_clear(&err);
		ok(extract_summary(text_of("Summarise this"), &d, 1, &out,
				   &err) == -1 && err.kind == ERR_USAGE,
		   "a blank document is no text");
	}
	err_clear(&err);
	ok(extract_summary(text_of("Summarise this"), NULL, 0, &out, &err) ==
	   -1 && err.kind == ERR_USAGE, "an instruction alone is no text");
	ok(!out.len, "and nothing is written");
	ok(!strcmp(summary("Summarise: It rains a lot here.", NULL),
		   "It rains a lot here."), "text within the ask");
	ok(!strcmp(summary(bridge, NULL), summary("", bridge)),
	   "text alone is summarised");
	ok(*summary("summarise", "!!! ???"), "marks alone give something");
	buf_release(&out);
}

static void test_many_documents(void)
{
	struct text docs[] = { TEXT_LIT("The old bridge is closed now."),
			       TEXT_LIT(" "),
			       TEXT_LIT("A ferry crosses the river now.") };
	struct buf out = BUF_INIT(1000), small = BUF_INIT(10);
	struct err err = ERR_INIT;

	ok(!extract_summary(text_of("in 2 sentences"), docs, 3, &out, &err) &&
	   !strcmp(out.ptr, "The old bridge is closed now. A ferry crosses "
			    "the river now."), "two documents in order");
	ok(extract_summary(text_of("in 2 sentences"), docs, 3, &small,
			   &err) == -1 && err.kind == ERR_TOOBIG,
	   "a summary over the buffer's maximum is an error");
	buf_release(&out);
	buf_release(&small);
}

/* A headless text of a million bytes; the same answer twice. */
static void test_large(void)
{
	size_t n = sizeof(bridge) - 1, times = 1000000 / n;
	char *doc = malloc(times * n + 1), *first;

	for (size_t i = 0; i < times; i++)
		memcpy(doc + i * n, bridge, n);
	doc[times * n] = '\0';
	first = strdup(summary("at most 60 words", doc));
	ok(*first && plain_words(first) <= 60, "a megabyte in 60 words");
	ok(!strcmp(first, summary("at most 60 words", doc)), "and again");
	free(first);
	memset(doc, 'x', times * n);
	ok(*summary("at most 10 words", doc), "one giant word");
	free(doc);
}

/* Headings and code come only where there is nothing else. */
static void test_markdown(void)
{
	static const char page[] =
		"# Widget\n\nWidget keeps notes in plain files.\n\n"
		"```\nmake install widget notes\n```\n\n"
		"- It is fast with thousands of notes.\n";

	ok(!strcmp(summary("at most 40 words", page),
		   "Widget keeps notes in plain files. It is fast with "
		   "thousands of notes."), "sentences and items, no marks");
	ok(!strcmp(summary("in 2 sentences", "# Widget\n\n## Notes\n"),
		   "Widget\nNotes"), "headings alone");
	ok(strstr(summary("in one sentence", "```\nmake\nmake check\n```"),
		  "make") != NULL, "code alone");
	ok(!strcmp(summary("at most 60 words",
			   "The paragraph of this letter is filled to a width\n"
			   "that is usual in mail, so that the line ends are\n"
			   "of no meaning to anybody."),
		   "The paragraph of this letter is filled to a width that is "
		   "usual in mail, so that the line ends are of no meaning to "
		   "anybody."), "line ends within a sentence become blanks");
}

/* The weather is mentioned once, the bridge all over. */
static void test_ranking(void)
{
	const char *s = summary("in 3 sentences", bridge);

	ok(strstr(s, "bridge") && !strstr(s, "weather") && !strstr(s, "baker"),
	   "what matters is told: %s", s);
	s = summary("in 2 sentences",
		    "The reactor was shut down after a coolant leak in the "
		    "reactor hall.\nThe reactor was shut down after a coolant "
		    "leak in the reactor hall, they said.\nRepair of the "
		    "coolant pumps will take three weeks.");
	ok(strstr(s, "pumps") != NULL, "the same is not told twice: %s", s);
}

int main(void)
{
	test_wishes();
	test_splits();
	test_word_limits();
	test_char_limits();
	test_sentences();
	test_bullets();
	test_default_length();
	test_focus();
	test_transcript();
	test_other_scripts();
	test_no_text();
	test_many_documents();
	test_large();
	test_markdown();
	test_ranking();
	return tap_done();
}
