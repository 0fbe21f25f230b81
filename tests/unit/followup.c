#include "route/followup.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

/* What nobody would say first. */
static const char *const follow[] = {
	"yes", "Yes.", "yes, please", "no", "ok", "OK, go on", "continue",
	"Continue, please!", "go on", "please go on", "more", "More details",
	"shorter", "Shorter!", "a bit shorter please", "make it shorter",
	"Make it 3 bullet points.", "can you make that more formal?",
	"in german please", "In German, please.", "now in python",
	"Now add tests", "and in rust?", "what about the second one?",
	"Why?", "why not", "How so?", "are you sure?", "do it", "Do it again",
	"try again", "use tabs instead", "translate that to French",
	"explain that", "tell me more", "the second one", "2", "option 2",
	"another one", "give me an example", "without the comments",
	"too long", "too formal", "that's wrong", "thanks", "\"shorter\"",
	"I don\xE2\x80\x99t understand", "And?", "no, I meant the other file",
	/* German */
	"ja", "Ja, bitte.", "weiter", "Kürzer!", "noch mal", "mach es kürzer",
	"jetzt auf Englisch", "auf Deutsch bitte", "und in Python?", "WARUM?",
	"etwas einfacher",
	/* French, Spanish, Portuguese, Italian */
	"oui", "Continue", "plus court", "en français s'il te plaît",
	"Et en Python ?", "pourquoi ?", "sí", "Continúa", "más corto",
	"¿Por qué?", "ahora en inglés", "sim", "mais curto", "não",
	"agora em Python", "continua", "più breve", "perché?",
	"ora in italiano",
	/* Dutch, Polish, Russian, Ukrainian, Turkish */
	"ga door", "korter", "waarom?", "dalej", "krócej", "dlaczego?",
	"po angielsku", "дальше", "Короче", "ЕЩЁ РАЗ", "почему?",
	"на английском", "теперь на python", "далі", "ще раз", "коротше",
	"devam et", "daha kısa", "neden?",
	/* Arabic, Hindi, Chinese, Japanese, Korean */
	"استمر", "لماذا؟", "بالعربية", "जारी रखो", "क्यों?", "और छोटा",
	"继续", "请继续。", "為什麼？", "再短一点", "用法语", "现在用Python写",
	"もっと短く", "続けて", "続けてください。", "なぜ？", "英語で",
	"계속", "더 짧게", "왜?", "영어로",
};

/* What stands by itself, or needs a document and not a turn. */
static const char *const alone[] = {
	"", " ", "?", "hi", "hello", "What is the capital of France?",
	"fix this bug", "tldr", "tl;dr", "summarize", "summarize this",
	"explain this", "write a haiku", "why is the sky blue?",
	"who wrote Hamlet?", "how to clear the screen in python",
	"python list sort", "2+2", "12345", "is a whale a mammal",
	"translate to French: good morning", "dockerfile node",
	"make a todo app", "do whales sleep?", "yesterday's weather",
	"nonsense words", "okra recipes", "moreover means what",
	"In German, how do you say 'where is the station' politely?",
	"and so it was that the king of the north rode out to meet them all",
	"was ist die Hauptstadt von Frankreich?", "warum ist der Himmel blau?",
	"quelle est la capitale de la France ?", "¿cuánto es 18 por 7?",
	"qual é a capital do Brasil?", "почему небо голубое?",
	"Переведи на английский: я опоздаю на десять минут.",
	"用python编写一个简单的计时器程序", "法国的首都是哪里？",
	"フランスの首都はどこですか", "프랑스의 수도는 어디인가요?",
	"ما هي عاصمة فرنسا؟", "फ्रांस की राजधानी क्या है?",
};

static void test_words(void)
{
	for (size_t i = 0; i < sizeof(follow) / sizeof(follow[0]); i++)
		ok(route_is_follow_up(text_of(follow[i])), "follows: %s",
		   follow[i]);
	for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++)
		ok(!route_is_follow_up(text_of(alone[i])), "alone: %s",
		   alone[i]);
}

/* Characters that fold to longer or shorter ones, or that are cut. */
static void test_lengths(void)
{
	char *text = calloc(1, 4000);
	bool said = false;

	for (size_t len = 0; len < 900; len++) {
		for (size_t i = 0; i < len; i++)
			memcpy(text + 4 * i, "\xF0\x9F\x98\x80", 4);
		for (size_t cut = 0; cut < 4 && 4 * len >= cut; cut++)
			said |= route_is_follow_up(
				(struct text){ text, 4 * len - cut });
	}
	ok(!said, "emoji, up to 900 of them, cut at every byte");
	memset(text, ' ', 3000);
	memcpy(text + 2000, "yes", 3);
	ok(route_is_follow_up((struct text){ text, 3000 }),
	   "blanks around do not count");
	memset(text, '\xFF', 100);
	ok(!route_is_follow_up((struct text){ text, 100 }), "no UTF-8");
	ok(route_is_follow_up((struct text){ "yes\0no", 6 }),
	   "NUL is a blank");
	free(text);
}

/* Each of a text's beginnings is answered without reading beyond it. */
static void test_cut(void)
{
	for (size_t i = 0; i < sizeof(follow) / sizeof(follow[0]); i++)
		for (size_t n = 1; n < strlen(follow[i]); n++) {
			char *copy = malloc(n);	/* no NUL: ASan watches */

			memcpy(copy, follow[i], n);
			route_is_follow_up((struct text){ copy, n });
			free(copy);
		}
	ok(true, "every beginning of every follow-up");
}

int main(void)
{
	test_words();
	test_lengths();
	test_cut();
	return tap_done();
}
