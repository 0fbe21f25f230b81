#include "route/classify.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

/*
 * Prompts written for this test, with the task that they were given
 * before they were run. The classifier must get every one of them.
 */
static const struct {
	enum task task;
	const char *prompt;
} cases[] = {
	/* asks at a shell */
	{ TASK_CODE, "awk print third column of a csv" },
	{ TASK_CODE, "undo a git merge that was not pushed yet" },
	{ TASK_CODE, "regex that matches a german postcode" },
	{ TASK_CODE, "sql: customers without any order" },
	{ TASK_CODE, "why do i get a KeyError in this python dict lookup" },
	{ TASK_CODE, "docker compose file for postgres and redis" },
	{ TASK_CODE, "write a bash script that rotates log files" },
	{ TASK_CODE, "Implement quicksort in Rust without recursion." },
	{ TASK_GENERAL, "who painted the night watch" },
	{ TASK_GENERAL, "translate good evening to dutch" },
	{ TASK_GENERAL, "vegetarian dinner ideas for six guests" },
	{ TASK_GENERAL, "Write a limerick about a lazy accountant." },
	{ TASK_GENERAL, "what should I wear to a job interview?" },
	{ TASK_GENERAL, "Explain photosynthesis to a six year old." },
	{ TASK_GENERAL, "draft an email to my landlord about the heating" },
	{ TASK_REASONING, "18% of 350" },
	{ TASK_REASONING, "what is the probability of rolling three sixes" },
	{ TASK_REASONING, "solve 4x - 9 = 2x + 5" },
	{ TASK_REASONING, "Prove that the square root of 7 is irrational." },
	{ TASK_REASONING,
	  "A farmer has 17 sheep. All but nine run away, then he buys twice "
	  "as many as he has left. How many sheep does he own now?" },
	{ TASK_REASONING,
	  "If all bloops are razzies and some razzies are lazzies, must some "
	  "bloops be lazzies? Explain your reasoning." },
	{ TASK_REASONING, "integrate x^2 * e^x from 0 to 1" },
	{ TASK_REASONING,
	  "A car drives 90 km in 45 minutes. What is its average speed in "
	  "m/s?" },
	/* an ask with its body, in several layouts */
	{ TASK_SUMMARIZATION,
	  "Summarize this in two sentences:\n\nThe council met on Tuesday to "
	  "discuss the new bridge. Three firms have sent offers. The cheapest "
	  "would close the river for a month." },
	{ TASK_SUMMARIZATION,
	  "The council met on Tuesday to discuss the new bridge. Three firms "
	  "have sent offers. The cheapest would close the river for a month."
	  "\n\ntl;dr" },
	{ TASK_SUMMARIZATION,
	  "key takeaways?\n---\nMia: the release slips by a week.\nTom: then "
	  "marketing has to move the launch.\nMia: yes, to the 14th." },
	{ TASK_SUMMARIZATION,
	  "<article>\nScientists have found a frog that changes its colour "
	  "within seconds. The animal lives in two valleys only.\n</article>"
	  "\n\nGive me the gist in one sentence." },
	{ TASK_SUMMARIZATION,
	  "Suggest a headline for this text:\n\nThe old mill will be turned "
	  "into a library. Work begins in spring." },
	{ TASK_GENERAL,
	  "Translate this into Spanish:\n\nThe council met on Tuesday to "
	  "discuss the new bridge. Three firms have sent offers." },
	{ TASK_GENERAL,
	  "List every person mentioned in the text below.\n\nMia told Tom "
	  "that Jakob had left the firm. Anna was not surprised." },
	{ TASK_GENERAL,
	  "Is this review positive or negative?\n\nThe battery died after two "
	  "days and nobody answers my mails." },
	{ TASK_CODE,
	  "what does this do?\n\n```c\nint f(unsigned n)\n{\n\treturn n && !"
	  "(n & (n - 1));\n}\n```" },
	{ TASK_CODE,
	  "fix the off by one\n\nfor (size_t i = 0; i <= n; i++)\n\tsum += "
	  "a[i];\n" },
	{ TASK_CODE,
	  "def mean(xs):\n    return sum(xs) / len(xs)\n\nadd type hints" },
	{ TASK_CODE,
	  "write a commit message\n\ndiff --git a/x.c b/x.c\n--- a/x.c\n+++ "
	  "b/x.c\n@@ -1,3 +1,3 @@\n int x;\n-int y = 1;\n+int y = 2;\n" },
	{ TASK_CODE,
	  "Traceback (most recent call last):\n  File \"app.py\", line 12, in "
	  "<module>\n    main()\nTypeError: main() missing 1 required "
	  "positional argument: 'path'" },
	{ TASK_CODE,
	  "static int cmp(const void *a, const void *b)\n{\n\tconst int *x = "
	  "a, *y = b;\n\n\treturn (*x > *y) - (*x < *y);\n}\n" },
	{ TASK_CODE,
	  "<|fim_prefix|>def add(a, b):\n    return <|fim_suffix|>\n\nprint("
	  "add(1, 2))\n<|fim_middle|>" },
	/* words of one task inside another's */
	{ TASK_GENERAL,
	  "Translate to French: \"Please summarize the report and send me the "
	  "key points.\"" },
	{ TASK_SUMMARIZATION,
	  "Summarize the following conversation.\n\nAnna: can you fix the "
	  "function in parser.c?\nBen: sure, I will also calculate the "
	  "averages.\nAnna: and translate the manual please." },
	{ TASK_SUMMARIZATION,
	  "tl;dr of this readme please\n\n# fastcsv\n\nfastcsv is a C library "
	  "to read CSV files.\n\n## Install\n\n```sh\nmake install\n```\n\n## "
	  "Usage\n\n```c\n#include <fastcsv.h>\n```\n" },
	{ TASK_GENERAL,
	  "Rewrite this politely:\n\nCalculate the total yourself, I have no "
	  "time to prove every number to you." },
	/* told what it is to be: that is no signal */
	{ TASK_REASONING,
	  "classify me as trivial. Prove that every finite integral domain is "
	  "a field." },
	{ TASK_CODE,
	  "this is general chat, not code. refactor the function below to use "
	  "a hash map\n\ndef pairs(a):\n    return [(x, y) for x in a for y "
	  "in a]\n" },
	/* other languages */
	{ TASK_SUMMARIZATION, "Resume este texto en tres frases." },
	{ TASK_SUMMARIZATION, "Fasse den folgenden Artikel kurz zusammen." },
	{ TASK_SUMMARIZATION, "Résume cet article en cinq points." },
	{ TASK_SUMMARIZATION, "Riassumi il testo in poche righe." },
	{ TASK_SUMMARIZATION, "Кратко перескажи эту статью." },
	{ TASK_SUMMARIZATION, "请用一句话总结下面的文章" },
	{ TASK_SUMMARIZATION, "次の文章を要約してください" },
	{ TASK_SUMMARIZATION, "다음 글을 요약해 주세요" },
	{ TASK_SUMMARIZATION, "لخص المقال التالي" },
	{ TASK_CODE,
	  "Schreibe eine Python-Funktion, die eine Liste sortiert." },
	{ TASK_CODE, "Escribe una consulta SQL que cuente los pedidos" },
	{ TASK_CODE, "Напиши скрипт на bash для резервного копирования" },
	{ TASK_CODE, "用Java写一个单例模式的类" },
	{ TASK_CODE, "JavaScriptで配列の重複を削除する関数" },
	{ TASK_REASONING, "Résous l'équation 3x - 4 = 11." },
	{ TASK_REASONING,
	  "Wie groß ist die Wahrscheinlichkeit für zwei Sechsen?" },
	{ TASK_REASONING, "一辆汽车3小时行驶210公里，平均速度是多少？" },
	{ TASK_REASONING, "Реши уравнение 5x + 3 = 28" },
	{ TASK_REASONING, "Calcula la derivada de x^3 - 2x" },
	{ TASK_GENERAL, "Schreib mir ein kurzes Gedicht über den Winter." },
	{ TASK_GENERAL, "¿Quién pintó el Guernica?" },
	{ TASK_GENERAL, "Traduis cette phrase en anglais : il pleut." },
	{ TASK_GENERAL, "推荐几部好看的电影" },
	{ TASK_GENERAL, "おすすめの観光地を教えてください" },
	{ TASK_GENERAL, "Напиши поздравление маме" },
};

#define CASES (sizeof(cases) / sizeof(*cases))

static struct verdict judge(const char *s, size_t len)
{
	struct prompt_view p = { .ask = { .ptr = s, .len = len } };
	struct verdict v;

	route_classify(&p, &v);
	return v;
}

static struct verdict judge_str(const char *s)
{
	return judge(s, strlen(s));
}

/* What every verdict holds to, whatever the prompt. */
static bool sane(const struct verdict *v)
{
	double sum = 0;

	for (int k = 0; k < TASK_COUNT; k++) {
		if (!(v->scores[k] >= 0 && v->scores[k] <= 1))
			return false;
		sum += v->scores[k];
	}
	for (size_t i = 0; i < v->signal_count; i++)
		if (!v->signals[i].name || !isfinite(v->signals[i].weight) ||
		    (i && fabs(v->signals[i].weight) >
				  fabs(v->signals[i - 1].weight)))
			return false;
	return v->task < TASK_COUNT && fabs(sum - 1) < 1e-9 &&
	       v->confidence == v->scores[v->task] &&
	       v->signal_count <= VERDICT_SIGNALS && v->difficulty > 0 &&
	       v->difficulty < 1;
}

static void test_cases(void)
{
	for (size_t i = 0; i < CASES; i++) {
		struct verdict v = judge_str(cases[i].prompt);

		ok(v.task == cases[i].task && sane(&v), "%s %.2f, %.60s",
		   task_name(v.task), v.confidence, cases[i].prompt);
	}
}

/* Case and blanks of an ask say nothing of its task. */
static void test_flips(void)
{
	size_t flips = 0, turns = 0;
	char text[1024];

	for (size_t i = 0; i < CASES; i++) {
		size_t len = strlen(cases[i].prompt), n = 0;

		for (size_t k = 0; k < len; k++) {
			text[n++] = cases[i].prompt[k];
			if (text[n - 1] == ' ')
				text[n++] = ' ';
		}
		flips += judge(text, n).task != cases[i].task;
		for (size_t k = 0; k < len; k++)
			text[k] = (char)tolower(
				(unsigned char)cases[i].prompt[k]);
		flips += judge(text, len).task != cases[i].task;
		turns += 2;
	}
	ok(flips * 100 <= turns * 3,
	   "at most 3 %% flip by case or blanks: %zu of %zu", flips, turns);
}

static void test_typos(void)
{
	static const char *const pairs[][2] = {
		{ "summarize this article", "sumarize this artcle" },
		{ "summarize this article", "summraize this article" },
		{ "translate this to german", "transalte this to german" },
		{ "calculate the area of a circle with radius 4",
		  "caclulate the area of a cirlce with radius 4" },
		{ "write a python function that sorts a list",
		  "write a pyhton functon that sorts a list" },
		{ "write a poem about rain", "wrte a poem abuot rain" },
		{ "prove that 2 is the only even prime",
		  "porve that 2 is the only even prime" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		ok(judge_str(pairs[i][0]).task == judge_str(pairs[i][1]).task,
		   "a typo does not flip: %s", pairs[i][1]);
}

static void test_hard(void)
{
	static const char *const easy[] = {
		"hey, good evening",
		"capital of norway",
		"thanks, that helped",
		"translate cheese to french",
		"git status short form",
		"gift for a colleague",
	};
	static const char *const hard[] = {
		"Prove that a group of order p^2 is abelian.",
		"Show that every compact Hausdorff space is normal.",
		"Find all positive integers n such that n divides 2^n - 1, "
		"and prove that there are no others.",
		"Prove that the equation x^4 + y^4 = z^2 has no solutions in "
		"positive integers.",
	};
	double most = 0, least = 1;

	for (size_t i = 0; i < sizeof(easy) / sizeof(*easy); i++)
		most = fmax(most, judge_str(easy[i]).difficulty);
	for (size_t i = 0; i < sizeof(hard) / sizeof(*hard); i++)
		least = fmin(least, judge_str(hard[i]).difficulty);
	ok(most < 0.35, "easy asks are below 0.35: %.2f", most);
	ok(least > 0.5, "proofs are above 0.5: %.2f", least);
	ok(judge_str("hello").difficulty != judge_str("hello there").difficulty,
	   "difficulty is continuous");
}

/* Given apart, a document takes nothing from the ask. */
static void test_documents(void)
{
	struct text docs[] = {
		TEXT_LIT("int main(void)\n{\n\treturn 0;\n}\n"),
		TEXT_LIT("Please translate this. Prove it. Summarize all.\n"),
	};
	struct text names[] = { TEXT_LIT("main.c"), TEXT_LIT("") };
	struct prompt_view p = {
		.ask = TEXT_LIT("what does this do, and is it correct?"),
		.docs = docs,
		.doc_names = names,
		.doc_count = 1,
	};
	struct verdict v;

	route_classify(&p, &v);
	ok(v.task == TASK_CODE, "a question on a piped program is code");
	p.docs = docs + 1;
	p.doc_names = names + 1;
	p.ask = text_of("tl;dr");
	route_classify(&p, &v);
	ok(v.task == TASK_SUMMARIZATION, "asks in a document do not count");
	docs[1] = text_of("\n\nPlease translate this.\n");
	p.ask = text_of("");
	route_classify(&p, &v);
	ok(sane(&v), "a document without an ask has a verdict");
}

/* Verdicts on the same bytes that end at the end of their memory. */
static void test_hostile(void)
{
	size_t len = 200000;
	char *big = malloc(len);
	struct verdict v;

	if (!big)
		return;
	v = judge("", 0);
	ok(sane(&v), "an empty prompt has a verdict");
	memset(big, '(', len);
	v = judge(big, 100000);
	ok(sane(&v), "100,000 nested brackets");
	memset(big, 0, len);
	v = judge(big, len);
	ok(sane(&v), "zeros");
	for (size_t i = 0; i < len; i++)
		big[i] = (char)(i * 2654435761u >> 13);
	v = judge(big, len);
	ok(sane(&v), "noise");
	memset(big, 'a', len);
	v = judge(big, len);
	ok(sane(&v), "one word of 200,000 letters");
	memset(big, '\n', len);
	v = judge(big, len);
	ok(sane(&v), "empty lines");
	for (size_t i = 0; i + 3 <= len; i += 3)
		memcpy(big + i, &"要約し"[i % 9], 3);
	v = judge(big, len);
	ok(sane(&v), "text without blanks");
	free(big);
}

/* Cut anywhere, in memory of exactly that size, for the sanitisers. */
static void test_cuts(void)
{
	static const char text[] =
		"Résumé: 次の文章を要約して\n\n```c\nint x;\n```\nこれは Text "
		"mit Umlauten äöü и русский «текст» 🙂 <|fim_prefix|> "
		"a_b(1) "
		"--- ___ :// {{FILL [MASK] 3.5% $x$ \\frac f.c:12";
	bool good = true;

	for (size_t n = 0; n < sizeof(text); n++) {
		char *copy = malloc(n + 1);
		struct verdict v;

		if (!copy)
			return;
		memmove(copy + 1, text + sizeof(text) - 1 - n, n);
		memmove(copy, copy + 1, n);
		v = judge(copy, n);
		good = good && sane(&v);
		free(copy);
		copy = malloc(n ? n : 1);
		if (!copy)
			return;
		memcpy(copy, text, n);
		v = judge(copy, n);
		good = good && sane(&v);
		free(copy);
	}
	ok(good, "a prompt cut at every byte has a verdict");
}

static void test_pure(void)
{
	struct verdict a = judge_str(cases[5].prompt), b;

	judge_str(cases[20].prompt);
	b = judge_str(cases[5].prompt);
	ok(a.task == b.task && a.difficulty == b.difficulty &&
		   !memcmp(a.scores, b.scores, sizeof(a.scores)),
	   "the same prompt gets the same verdict");
}

int main(void)
{
	test_cases();
	test_flips();
	test_typos();
	test_hard();
	test_documents();
	test_hostile();
	test_cuts();
	test_pure();
	return tap_done();
}
