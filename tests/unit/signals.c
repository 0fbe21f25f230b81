#include "route/signals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "route/shape.h"
#include "route/split.h"
#include "route/weights.h"
#include "tap.h"

static const struct lexicon *lex(void)
{
	return &route_weights.lexicon;
}

static const struct token *first_token(struct tokens *t, const char *s)
{
	tokens_init(t);
	tokens_add(t, lex(), text_of(s));
	return t->count ? &t->at[0] : NULL;
}

static bool has_class(const struct tokens *t, enum lex_class class)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->at[i].first == class || t->at[i].second == class)
			return true;
	return false;
}

static void test_words(void)
{
	static const struct {
		const char *text;
		size_t tokens;
		enum lex_class class; /* LEX_NONE: not asked */
	} cases[] = {
		{ "", 0, LEX_NONE },
		{ " \n\t ", 0, LEX_NONE },
		{ "don't", 1, LEX_NONE },
		{ "don\xe2\x80\x99t", 1, LEX_NONE },
		{ "node.js rocks.", 2, LEX_LANGUAGE },
		{ "C++ and c#", 3, LEX_LANGUAGE },
		{ "3.14 and 1,000", 3, LEX_NONE },
		{ "$5 is 20%", 5, LEX_UNIT },
		{ "SUMMARIZE", 1, LEX_CONDENSE },
		{ "summarise", 1, LEX_CONDENSE },
		{ "sumarize", 1, LEX_CONDENSE },
		{ "tanslate", 1, LEX_TRANSLATE },
		{ "traNSLAet", 1, LEX_TRANSLATE },
		{ "key points", 2, LEX_CONDENSE },
		{ "step by step", 3, LEX_STEPS },
		{ "\xd0\xa0\xd0\x95\xd0\xa8\xd0\x98", 1, LEX_CALCULATE },
		{ "\xe8\xa6\x81\xe7\xb4\x84", 2, LEX_CONDENSE },
		{ "\xff\xfe", 0, LEX_NONE },
		{ "a\xff"
		  "b",
		  2, LEX_NONE },
	};
	struct tokens t;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		first_token(&t, cases[i].text);
		ok(t.count == cases[i].tokens &&
			   (cases[i].class == LEX_NONE ||
			    has_class(&t, cases[i].class)),
		   "%zu tokens in case %zu", t.count, i);
	}
}

/* A mistyped word is the word that was meant, in all that is made of it. */
static void test_meant(void)
{
	static const char *const pairs[][2] = {
		{ "summarize", "sumamrize" }, { "calculate", "calcuate" },
		{ "translate", "trnaslate" }, { "function", "functtion" },
		{ "write", "wrte" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct tokens a, b;
		const struct token *x = first_token(&a, pairs[i][0]);
		const struct token *y = first_token(&b, pairs[i][1]);

		ok(x && y && x->hash == y->hash && x->first == y->first &&
			   y->flags & TOKEN_NEAR,
		   "%s is %s", pairs[i][1], pairs[i][0]);
	}
}

static void test_fold(void)
{
	struct tokens a, b;
	const struct token *x = first_token(&a, "\xc3\x9c"
						"BER");
	const struct token *y = first_token(&b, "\xc3\xbc"
						"ber");

	ok(x && y && x->hash == y->hash, "case of accented letters is folded");
	x = first_token(&a, "\xce\xa3\xce\x9f\xce\xa6");
	y = first_token(&b, "\xcf\x83\xce\xbf\xcf\x86");
	ok(x && y && x->hash == y->hash, "and of Greek");
}

/* Simple case folding and blocks, from the code charts of Unicode. */
static void test_characters(void)
{
	static const struct {
		unsigned cp, small;
		bool joined;
	} cases[] = {
		{ 'A', 'a', false },	    { '[', '[', false },
		{ 0xc0, 0xe0, false },	    { 0xd7, 0xd7, false },
		{ 0xde, 0xfe, false },	    { 0xdf, 0xdf, false },
		{ 0x100, 0x101, false },    { 0x101, 0x101, false },
		{ 0x130, 'i', false },	    { 0x138, 0x138, false },
		{ 0x139, 0x13a, false },    { 0x13a, 0x13a, false },
		{ 0x176, 0x177, false },    { 0x179, 0x17a, false },
		{ 0x391, 0x3b1, false },    { 0x3a9, 0x3c9, false },
		{ 0x400, 0x450, false },    { 0x40f, 0x45f, false },
		{ 0x410, 0x430, false },    { 0x42f, 0x44f, false },
		{ 0x430, 0x430, false },    { 0xe01, 0xe01, true },
		{ 0x3042, 0x3042, true },   { 0x3002, 0x3002, false },
		{ 0x4e00, 0x4e00, true },   { 0xac00, 0xac00, true },
		{ 0xff21, 'a', false },	    { 0xff3a, 'z', false },
		{ 0x20000, 0x20000, true }, { 0x10ffff, 0x10ffff, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ok(lex_fold(cases[i].cp) == cases[i].small &&
			   lex_is_joined(cases[i].cp) == cases[i].joined,
		   "U+%04X", cases[i].cp);
}

/* Words are known alike alone and among more than are looked up at once. */
static void test_many_words(void)
{
	static const char *const words[] = { "summarize",
					     "tanslate",
					     "kernel",
					     "Algorithms",
					     "zzyzx",
					     "C++",
					     "\xd1\x80\xd0\xb5\xd1\x88\xd0\xb8",
					     "2024" };
	size_t kinds = sizeof(words) / sizeof(*words), len = 0;
	struct tokens all, one;
	char text[2048];
	bool same = true;

	/* what is between them makes no phrase */
	for (size_t i = 0; i < 12 * kinds; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s 7 ",
					words[i % kinds]);
	first_token(&all, text);
	ok(all.count == 24 * kinds, "%zu words", all.count);
	for (size_t i = 0; i < all.count; i += 2) {
		const struct token *x = &all.at[i];
		const struct token *y = first_token(&one, words[i / 2 % kinds]);

		same = same && x->hash == y->hash && x->first == y->first &&
		       x->second == y->second && x->flags == y->flags;
	}
	ok(same, "known as they are alone");
}

/* A word is found wherever it stands in a run without blanks. */
static void test_run(void)
{
	static const char filler[] = "\xe7\x94\xb2", word[] = "\xe8\xa6\x81"
							      "\xe7\xb4\x84";
	struct tokens t;
	size_t found = 0, tokens = 0;

	for (size_t before = 0; before < 80; before++) {
		char text[4 * 100] = "";

		for (size_t i = 0; i < before; i++)
			memcpy(text + 3 * i, filler, 3);
		memcpy(text + 3 * before, word, 6);
		first_token(&t, text);
		tokens += t.count == before + 2;
		found += t.at[before].first == LEX_CONDENSE;
	}
	ok(tokens == 80, "each character is a token: %zu", tokens);
	ok(found == 80, "the word is found at each place: %zu", found);
}

static struct split split_of(const char *s)
{
	struct prompt_view p = { .ask = text_of(s) };
	struct split out;

	split_prompt(&p, lex(), &out);
	return out;
}

#define DOC                                                                    \
	"The committee met on Tuesday. It will rebuild the pier with the "     \
	"money left from the bridge, and asks the harbour to close for two "   \
	"weeks. Nobody voted against it."

static void test_split(void)
{
	static const struct {
		const char *text;
		enum layout layout;
		const char *ask; /* how it begins */
	} cases[] = {
		{ "what is a monad", LAYOUT_WHOLE, "what is" },
		{ "summarize this\n\nIt rained all day. Nobody came.",
		  LAYOUT_FIRST, "summarize this" },
		{ "It rained all day. Nobody came.\n\nsummarize this",
		  LAYOUT_LAST, "summarize this" },
		{ "```\nint x;\nint y;\n```\nexplain this code", LAYOUT_LAST,
		  "explain this" },
		{ "<doc>\nIt rained.\n</doc>\n\nWhat is the key point?",
		  LAYOUT_LAST, "What is" },
		{ "translate to german:\nIt rained all day long.", LAYOUT_FIRST,
		  "translate" },
		{ "int f(void)\n{\n\treturn 0;\n}\n\nint g(void)\n{\n"
		  "\treturn 1;\n}\n",
		  LAYOUT_BARE, "int f" },
		/* asks without a word that says so, known by where they are */
		{ "from: petra\n\n" DOC "\n\nin two lines, for the board",
		  LAYOUT_LAST, "in two lines" },
		{ "auf Deutsch bitte\n\n" DOC, LAYOUT_FIRST, "auf Deutsch" },
		{ "Put this into Italian, it is for Luca: \"" DOC DOC DOC "\"",
		  LAYOUT_FIRST, "Put this into Italian" },
		{ "what was decided?\n\n> " DOC, LAYOUT_FIRST, "what was" },
		{ "shorten to a tweet\n\nstdin:\n" DOC, LAYOUT_FIRST,
		  "shorten to" },
		{ DOC "\nheadline please", LAYOUT_LAST, "headline" },
		/* a greeting, a title and the last choice are no asks */
		{ "Dear all,\n\n" DOC "\n\nsum this up", LAYOUT_LAST,
		  "sum this up" },
		{ "# Notes\n\n" DOC "\n\ntranslate it", LAYOUT_LAST,
		  "translate it" },
		{ "Which one is the odd one out?\n(A) a rose\n(B) an oak\n"
		  "(C) a pike",
		  LAYOUT_FIRST, "Which one" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct split s = split_of(cases[i].text);
		struct text ask = text_trim(s.ask[0].len ? s.ask[0] : s.ask[1]);

		ok(s.layout == cases[i].layout &&
			   ask.len >= strlen(cases[i].ask) &&
			   !memcmp(ask.ptr, cases[i].ask, strlen(cases[i].ask)),
		   "layout %d, ask \"%.*s\"", (int)s.layout,
		   ask.len < 20 ? (int)ask.len : 20, ask.ptr);
	}
}

static bool inside(struct text t, const char *p, size_t len)
{
	return !t.len || (t.ptr >= p && t.ptr + t.len <= p + len &&
			  !utf8_count_bad(t.ptr, t.len));
}

/* All parts lie in the prompt, within their caps, at whole characters. */
static void test_bounds(void)
{
	static const size_t sizes[] = { 0,    1,    2,	  3,	319,
					320,  321,  399,  400,	401,
					511,  512,  513,  2047, 2048,
					2049, 4095, 4096, 4097, 70000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		size_t len = sizes[i], total = 0;
		char *p = malloc(len + 1);
		struct split s;
		struct prompt_view v = { .ask = { p, len } };
		bool good = true;

		if (!p)
			return;
		for (size_t k = 0; k < len; k++)
			p[k] = k < len - len % 3 ? "\xe8\xa6\x81"[k % 3] : 'x';
		split_prompt(&v, lex(), &s);
		for (size_t k = 0; k < 2; k++) {
			struct text t = s.ask[k];

			total += t.len;
			good = good && inside(t, p, len);
			good = good && inside(s.body[k], p, len);
		}
		ok(good && total <= ASK_MAX &&
			   s.body[0].len + s.body[1].len <= BODY_MAX,
		   "%zu bytes: ask %zu, body %zu", len, total,
		   s.body[0].len + s.body[1].len);
		free(p);
	}
}

static void test_shape(void)
{
	struct shape s = { .bytes = 0 };

	shape_add(&s, text_of("See f(x) in main.c:12, a_b and aB: 3 + 4 = 7.\n"
			      "- one\n- two\n\n# Head\nA. yes\nB. no\n"
			      "Tom: hi there\n```\nint x;\n```\nIs it?"));
	ok(s.calls == 1, "one call: %zu", s.calls);
	ok(s.file_lines == 1, "one file and line: %zu", s.file_lines);
	ok(s.names == 2, "two names: %zu", s.names);
	ok(s.numbers == 4, "four numbers: %zu", s.numbers);
	ok(s.operators == 2, "two operators: %zu", s.operators);
	ok(s.bullets == 2, "two bullets: %zu", s.bullets);
	ok(s.headings == 1, "one heading: %zu", s.headings);
	ok(s.options == 2, "two choices: %zu", s.options);
	ok(s.speakers == 1, "one speaker: %zu", s.speakers);
	ok(s.fences == 2, "two fences: %zu", s.fences);
	ok(s.lines == 12 && s.empty_lines == 1, "lines: %zu, %zu", s.lines,
	   s.empty_lines);
	ok(s.code_lines == 1, "one line of code: %zu", s.code_lines);
	ok(s.questions == 1 && s.ends_question, "ends in a question");
	s = (struct shape){ .bytes = 0 };
	shape_add(&s, (struct text){ "\0 x\n- y z", 9 });
	ok(s.bullets == 1, "a NUL opens no item: %zu", s.bullets);
}

static void test_kinds(void)
{
	static const struct {
		const char *text;
		enum body_kind kind;
	} cases[] = {
		{ "", BODY_NONE },
		{ "It rained all day. Nobody came to the fair.", BODY_PROSE },
		{ "int x;\nint y;\n", BODY_CODE },
		{ "diff --git a/x b/x\n@@ -1 +1 @@\n-a\n+b\n", BODY_DIFF },
		{ "Mia: are you there?\nTom: not yet\n", BODY_TALK },
		{ "2026-01-02 10:00:00 up\n2026-01-02 10:00:01 down\n"
		  "2026-01-02 10:00:02 up\n",
		  BODY_DATA },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct shape s = { .bytes = 0 };

		shape_add(&s, text_of(cases[i].text));
		ok(shape_kind(&s) == cases[i].kind, "kind %d of case %zu",
		   (int)shape_kind(&s), i);
		ok(shape_is_program(text_of(cases[i].text)) ==
			   (cases[i].kind == BODY_CODE ||
			    cases[i].kind == BODY_DIFF),
		   "a program or not");
	}
	ok(shape_is_program(text_of("Fill this in, please:\nx <HOLE> y\nz\n")),
	   "a gap to fill makes a program");
}

/* The most that a prompt can give fits, and kinds follow one another. */
static void test_room(void)
{
	struct prompt_view p;
	struct signals *s = malloc(sizeof(*s));
	char text[1200];
	bool good = true;

	if (!s)
		return;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = i % 2 ? ' ' : (char)('a' + i / 2 % 26);
	p = (struct prompt_view){ .ask = { text, sizeof(text) } };
	signals_read(&p, lex(), s);
	for (size_t k = 1; k < GRAM_KINDS; k++)
		good = good && s->ends[k] >= s->ends[k - 1];
	ok(good && s->ends[GRAM_KINDS - 1] < GRAMS_MAX,
	   "%zu grams of single letters", s->ends[GRAM_KINDS - 1]);
	memset(text, 'q', sizeof(text));
	signals_read(&p, lex(), s);
	ok(s->ends[GRAM_KINDS - 1] < GRAMS_MAX, "%zu grams of one word",
	   s->ends[GRAM_KINDS - 1]);
	for (size_t i = 0; i < SIG_COUNT; i++)
		good = good && s->named[i] >= 0 && s->named[i] <= 1 &&
		       signal_name(i);
	ok(good, "named signals are between 0 and 1 and have names");
	free(s);
}

int main(void)
{
	test_words();
	test_meant();
	test_fold();
	test_characters();
	test_many_words();
	test_run();
	test_split();
	test_bounds();
	test_shape();
	test_kinds();
	test_room();
	return tap_done();
}
