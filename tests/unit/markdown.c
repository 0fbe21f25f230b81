#include "markdown.h"

#include "tap.h"

#define B "\033[1m"
#define DIM "\033[2m"
#define I "\033[3m"
#define U "\033[4m"
#define S "\033[9m"
#define M "\033[35m"
#define C "\033[36m"
#define O "\033[0m"
#define BAR DIM "\xE2\x94\x82" O
#define LINK(url) "\033]8;;" url "\033\\"

static const struct {
	const char *what, *look;
	unsigned width;
	const char *in, *out;
} rows[] = {
	{ "nothing", "", 80, "", "" },
	{ "blank lines alone", "", 80, "\n \n\n", "" },
	{ "a paragraph", "", 80, "one two\n", "one two\n" },
	{ "no newline at the end", "", 80, "one", "one\n" },
	{ "lines of a paragraph", "", 80, "one\ntwo\n", "one\ntwo\n" },
	{ "one blank line for many", "", 80, "\n\na\n\n\n\nb\n\n", "a\n\nb\n" },
	{ "none where there was none", "", 80, "# a\nb\n***\nc\n",
	  "# a\nb\n" "----------------------------------------"
	  "----------------------------------------\nc\n" },
	{ "CR LF", "", 80, "a\r\n\r\nb\r\n", "a\n\nb\n" },

	{ "width 1", "", 1, "ab c\n", "a\nb\nc\n" },
	{ "width 20", "", 20, "a paragraph of some words, a bit longer\n",
	  "a paragraph of some\nwords, a bit longer\n" },
	{ "a line that just fits", "", 20, "12345678 1234567890a b\n",
	  "12345678 1234567890a\nb\n" },
	{ "a word that is longer", "", 5, "a bcdefghijkl m\n",
	  "a\nbcdef\nghijk\nl m\n" },
	{ "a width of 0 is 80", "", 0,
	  "1234567890123456789012345678901234567890123456789012345678901234567"
	  "89012 456 8901\n",
	  "1234567890123456789012345678901234567890123456789012345678901234567"
	  "89012 456\n8901\n" },
	{ "width 200", "", 200,
	  "1234567890123456789012345678901234567890123456789012345678901234567"
	  "89012 456 890\n",
	  "1234567890123456789012345678901234567890123456789012345678901234567"
	  "89012 456 890\n" },
	{ "wide characters", "", 5, "\xE6\x9D\xB1\xE4\xBA\xAC\xE9\x83\xBD\n",
	  "\xE6\x9D\xB1\xE4\xBA\xAC\n\xE9\x83\xBD\n" },
	{ "a wide one in one cell", "", 1, "\xE6\x9D\xB1\xE4\xBA\xAC\n",
	  "\xE6\x9D\xB1\n\xE4\xBA\xAC\n" },
	{ "a mark behind a full line", "", 2, "ab" "**e**\xCC\x81 c\n",
	  "ab\ne\xCC\x81\nc\n" },
	{ "a mark behind a full line, in a run of its own", "", 2,
	  "a**b**\xCC\x81 c\n", "ab\xCC\x81\nc\n" },
	{ "combining marks", "", 2, "e\xCC\x81" "a b\n",
	  "e\xCC\x81" "a\nb\n" },
	{ "style over a break", "c", 5, "*ab cde f*\n",
	  I "ab" O "\n" I "cde f" O "\n" },
	{ "style within a long word", "c", 3, "ab**cdef**\n",
	  "ab" B "c" O "\n" B "def" O "\n" },

	{ "styles", "c", 80, "*a* **b** ~~c~~ `d` ***e***\n",
	  I "a" O " " B "b" O " " S "c" O " " C "d" O " " B I "e" O "\n" },
	{ "the same, plain", "", 80, "*a* **b** ~~c~~ `d` ***e***\n",
	  "a b ~~c~~ `d` e\n" },
	{ "one tilde strikes nothing", "c", 80, "10~20, 30~40\n\n~a~\n",
	  "10~20, 30~40\n\n~a~\n" },
	{ "code on a light ground", "ci", 80, "`d`\n", "\033[34md" O "\n" },
	{ "emphasis over lines", "c", 80, "a *b\nc* d\n",
	  "a " I "b" O "\n" I "c" O " d\n" },
	{ "code over lines", "", 80, "a `b\nc` d\n", "a `b c` d\n" },
	{ "what is never closed", "", 80, "a *b `c [d\n\n__e\n",
	  "a *b `c [d\n\n__e\n" },
	{ "escapes", "", 80, "\\*a\\* \\\\ \\x\n", "*a* \\ \\x\n" },
	{ "hard breaks", "", 80, "a  \nb\\\nc\\\n", "a\nb\nc\\\n" },
	{ "an escaped backslash at the end", "", 80, "a\\\\\nb\n", "a\\\nb\n" },
	{ "entities", "", 80, "&amp;&lt;&copy;&#228;&#x20AC;&nope; &amp\n",
	  "&<\xC2\xA9\xC3\xA4\xE2\x82\xAC&nope; &amp\n" },
	{ "entities of controls", "", 80, "&#27;[2J &#x202E; &#0; &#x9b;\n",
	  "^[[2J \\u{202e} \xEF\xBF\xBD \\u{009b}\n" },
	{ "raw HTML", "", 80, "a <b>c</b> <!-- d -->\n",
	  "a <b>c</b> <!-- d -->\n" },
	{ "no blocks begin within a paragraph", "", 12,
	  "aaaaa bbbbb - c # d 1. e > f ``` g\n",
	  "aaaaa bbbbb\n- c # d 1. e\n> f ``` g\n" },

	{ "a link", "c", 80, "[a b](http://c.example/d)\n",
	  U "a b" O " " DIM "(http://c.example/d)" O "\n" },
	{ "a link, plain", "", 80, "[a](/b \"t\")\n", "a (/b \"t\")\n" },
	{ "a link with OSC 8", "cl", 80, "[a b](http://c.example/d)\n",
	  U LINK("http://c.example/d") "a b" O LINK("") "\n" },
	{ "over a break", "cl", 3, "[ab cd](mailto:e@f)\n",
	  U LINK("mailto:e@f") "ab" O LINK("") "\n"
	  U LINK("mailto:e@f") "cd" O LINK("") "\n" },
	{ "a URL as its own text", "c", 80, "<http://a.example>\n",
	  U "http://a.example" O "\n" },
	{ "a bare URL", "c", 80, "see https://a.example/b.\n",
	  "see " U "https://a.example/b" O ".\n" },
	{ "another scheme is no OSC 8", "cl", 80, "[a](javascript:b)\n",
	  U "a" O " " DIM "(javascript:b)" O "\n" },
	{ "a text that names another host", "cl", 80,
	  "[bank.example](http://evil.example/)\n",
	  U LINK("http://evil.example/") "bank.example" O LINK("") " "
	  DIM "(http://evil.example/)" O "\n" },
	{ "and before an @", "cl", 80,
	  "[bank.example](http://bank.example@evil.example/)\n",
	  U LINK("http://bank.example@evil.example/") "bank.example" O
	  LINK("") " " DIM "(http://bank.example@evil.example/)" O "\n" },
	{ "the same host", "cl", 80, "[a.example](http://www.a.example/b)\n",
	  U LINK("http://www.a.example/b") "a.example" O LINK("") "\n" },
	{ "a scheme without slashes", "cl", 80,
	  "[https:bank.example](http://evil.example/)\n",
	  U LINK("http://evil.example/") "https:bank.example" O LINK("")
	  " " DIM "(http://evil.example/)" O "\n" },
	{ "no OSC 8 for a backslash", "cl", 80,
	  "[a](<http://a.example\\x@evil.example>)\n",
	  U "a" O " " DIM "(http://a.example\\x@evil.example)" O "\n" },
	{ "what is no ASCII in a URL", "cl", 80,
	  "[a](http://b.example/\xC3\xA4\x1b)\n",
	  U LINK("http://b.example/%C3%A4^[") "a" O LINK("") "\n" },
	{ "an image", "", 80, "![alt *text*](http://a.example/b.png)\n",
	  "alt text (http://a.example/b.png)\n" },
	{ "an image in a link", "", 80, "[![a](b)](c)\n", "a (b) (c)\n" },
	{ "no text", "", 80, "[](http://a.example)\n", "(http://a.example)\n" },
	{ "a reference is as it was typed", "", 80, "[a][b]\n\n[b]: /c 'd'\n",
	  "[a][b]\n\n[b]: /c 'd'\n" },

	{ "headings", "c", 80, "# a\n## b *c* ##\n###### d\n#e\n",
	  B U M "a" O "\n" B M "b" O " " B I M "c" O "\n" B "d" O "\n#e\n" },
	{ "headings, plain", "", 80, "# a #\n### b\n", "# a\n### b\n" },
	{ "underlined ones", "c", 80, "ab\n==\n\ncd\nef\n---\n",
	  "ab\n" DIM "\xE2\x95\x90\xE2\x95\x90" O "\n\ncd\nef\n"
	  DIM "\xE2\x94\x80\xE2\x94\x80" O "\n" },
	{ "a rule", "", 20, "a\n\n- - -\n", "a\n\n--------------------\n" },
	{ "a rule in a quote", "u", 6, "> ***\n",
	  "\xE2\x94\x82 \xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\n" },

	{ "a quote", "c", 80, "> a\nb\n>\n> c\n\nd\n",
	  BAR " a\n" BAR " b\n" BAR "\n" BAR " c\n\nd\n" },
	{ "two quotes", "", 80, "> a\n\n> b\n", "| a\n\n| b\n" },
	{ "quotes in quotes", "", 10, "> a\n> > b cc ddd\n> c\n",
	  "| a\n| | b cc\n| | ddd\n| | c\n" },
	{ "a list", "c", 80, "- a\n* b\n+ c\n",
	  "\xE2\x80\xA2 a\n\xE2\x80\xA2 b\n\xE2\x80\xA2 c\n" },
	{ "nested", "u", 80, "- a\n  - b\n    - c\n      - d\n- e\n",
	  "\xE2\x80\xA2 a\n  \xE2\x97\xA6 b\n    \xE2\x96\xAA c\n"
	  "      \xE2\x96\xAA d\n\xE2\x80\xA2 e\n" },
	{ "numbers", "", 80, "9. a\n10) b\n11) c\n   d\n\n    e\n",
	  "9. a\n10) b\n11) c\n    d\n\n    e\n" },
	{ "hanging indent", "", 10, "- one two three\n  four\n",
	  "- one two\n  three\n  four\n" },
	{ "loose items", "", 80, "- a\n\n- b\n\n\n- c\n",
	  "- a\n\n- b\n\n- c\n" },
	{ "empty items", "", 80, "-\n- a\n-\n", "-\n- a\n-\n" },
	{ "all at once", "", 80, "- 1. > a\n", "- 1. | a\n" },
	{ "a quote in an item", "", 80, "- a\n\n  > b\n  > c\n",
	  "- a\n\n  | b\n  | c\n" },
	{ "check boxes", "u", 80, "- [ ] a\n- [x] b\n- [y] c\n",
	  "\xE2\x98\x90 a\n\xE2\x98\x91 b\n\xE2\x80\xA2 [y] c\n" },
	{ "check boxes, plain", "", 9, "- [X] a b c d\n1. [ ] e\n",
	  "[x] a b c\n    d\n1. [ ]\ne\n" },
	{ "but not in its next paragraph", "", 80, "- [ ] a\n\n  [ ] b\n",
	  "[ ] a\n\n    [ ] b\n" },
	{ "no room for all marks", "", 6, "- - - - a b c d\n",
	  "- a b\n  c d\n" },
	{ "none for a number", "", 3, "10. a\n", "10.\na\n" },

	{ "a fence", "c", 80, "```c\nint  a;\n\n\n\tb\n```\nc\n",
	  DIM "c" O "\n\033[36mint" O "  a;\n\n\n\tb\nc\n" },
	{ "a fence, plain", "", 80, "~~~~ x y\n*a*\n~~~\n~~~~\n",
	  "~~~~ x y\n*a*\n~~~\n~~~~\n" },
	{ "a fence without label", "c", 80, "```\n a\n```\n", " a\n" },
	{ "never closed", "c", 80, "```\na\n``\nb", "a\n``\nb\n" },
	{ "code is not wrapped", "", 3, "```\nabc def\n```\n",
	  "```\nabc def\n```\n" },
	{ "code in boxes", "c", 80,
	  "> - ```sh\n>   a\n>\n>     b\n>   ```\nc\n",
	  BAR " \xE2\x80\xA2 " DIM "sh" O "\n" BAR "   a\n" BAR "\n"
	  BAR "     b\nc\n" },
	{ "the same, plain", "", 80, "> - ```sh\n>   a\n>   ```\n",
	  "| - ```sh\n|   a\n|   ```\n" },
	{ "indented code", "", 80, "a\n\n    b\n\n\n     *c*\n\nd\n",
	  "a\n\n    b\n\n\n     *c*\n\nd\n" },
	{ "an HTML block", "c", 80, "<div>\n*a*\n  <b>\n\n*c*\n",
	  "<div>\n*a*\n  <b>\n\n" I "c" O "\n" },
	{ "a comment with blank lines", "", 80, "<!-- a\n\n*b* -->\n*c*\n",
	  "<!-- a\n\n*b* -->\nc\n" },

	{ "a table", "c", 80,
	  "| a | *b* |\n|:--|--:|\n| ccc | 1 |\n| d | 22 \\| `e` |\n\nf\n",
	  B "a" O "   " BAR "      " B I "b" O "\n"
	  DIM "\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\xBC"
	  "\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80"
	  "\xE2\x94\x80\xE2\x94\x80" O "\n"
	  "ccc " BAR "      1\nd   " BAR " 22 | " C "e" O "\n\nf\n" },
	{ "a table, plain", "", 80, "a|b\n-|-\nc|d\ne\n# f\n",
	  "a | b\n--+--\nc | d\ne |\n# f\n" },
	{ "wrapped cells", "", 20, "a|b\n-|-\none two|three four five six\n",
	  "a       | b\n--------+-----------\none two | three four\n"
	  "        | five six\n" },
	{ "centered", "", 80, "|abcde|\n|:-:|\n|f|\n", "abcde\n-----\n  f\n" },
	{ "too narrow for columns", "", 10,
	  "a|bb|c\n-|-|-\nd eeeeeeeee|f|g\n|h\n",
	  "a: d\neeeeeeeee\nbb: f\nc: g\n\na: h\nbb\nc\n" },
	{ "more cells than heads", "", 80, "|a|b|\n|-|-|\n|c|d|e|\n",
	  "a | b\n--+----\nc | d|e\n" },
	{ "no table: other number of cells", "", 80, "|a|b|\n|-|\n",
	  "|a|b|\n|-|\n" },
	{ "no table: text", "", 80, "a | b\nc | d\n\n", "a | b\nc | d\n" },
	{ "a table behind text", "", 80, "x\na|b\n-|-\nc|d\n",
	  "x\na | b\n--+--\nc | d\n" },
	{ "a table in boxes", "", 80, "> - a|b\n>   -|-\n>   c|d\n\ne\n",
	  "| - a | b\n|   --+--\n|   c | d\n\ne\n" },

	{ "controls", "", 80, "a\x1b[31mb\a\x7f \xC2\x9B \xE2\x80\xAE\r.\n",
	  "a^[[31mb^G^? \\u{009b} \\u{202e}^M.\n" },
	{ "controls that look like marks", "", 80,
	  "\x1b](b) \x1f" "c_ \x1c*d*\n",
	  "^[](b) ^_c_ ^\\d\n" },
	{ "bytes that are not UTF-8", "", 80, "a\xFF\xC3(\xE2\x82\n",
	  "a\xEF\xBF\xBD\xEF\xBF\xBD(\xEF\xBF\xBD\n" },
	{ "controls in code", "c", 80, "```\x1b\n\x1b]0;x\a\n```\n",
	  DIM "^[" O "\n^[]0;x^G\n" },
	{ "TAB", "", 80, "a\tb\n", "a       b\n" },
};

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = strlen(rows[i].in);
		struct text in = { .ptr = rows[i].in, .len = len };
		struct keep k;

		for (size_t step = 1; step <= len + 1; step += len ? len : 1) {
			run(in, step, rows[i].look, rows[i].width, &k);
			if (!ok(!strcmp(k.got.ptr, rows[i].out) && k.ends == 1,
				"%s, %s", rows[i].what,
				step == 1 ? "in bytes" : "whole"))
				printf("# got:\n%s# not:\n%s", k.got.ptr,
				       rows[i].out);
			buf_release(&k.got);
		}
	}
}

/* What was handed on after each of these pieces. */
static const struct {
	const char *what, *in, *out;
} steps[] = {
	{ "a line goes out with its newline", "one\n", "one\n" },
	{ "not before", "two", "" },
	{ "and is one with the rest", " three\n", "two three\n" },
	{ "an item too", "\n- four\n", "\n- four\n" },
	{ "a long line, by lines", "  1234567890 12345678 ", "" },
	{ "when the next word has no room", "more ",
	  "  1234567890 12345678\n" },
	{ "what is open waits", "*1234567 9 ", "" },
	{ "till it is closed", "1* ", "" },
	{ "and full", "12345678901 ", "  more 1234567 9 1\n" },
	{ "the end of the paragraph ends all", "`x\n\n",
	  "  12345678901 `x\n" },
	{ "a head waits", "a|b\n", "" },
	{ "for the next line", "c|d\n", "\na|b\n" },
	{ "and so does a table", "\n", "c|d\n" },
	{ "head", "a|b\n-|-\nc|d\n", "" },
	{ "for its end", "\n", "\na | b\n--+--\nc | d\n" },
	{ "a fence's line", "```x\n", "\n```x\n" },
	{ "code", "a b c\n", "a b c\n" },
	{ "a closing fence", "```\n", "```\n" },
	{ "a heading", "# b\n", "# b\n" },
	{ "no blanks between words",
	  "abcdefghijklmnopqrst\xE6\x9D\xB1", "" },
	{ "go out by lines too", "\xE4\xBA\xAC",
	  "abcdefghijklmnopqrst\xE6\x9D\xB1\n" },
};

static void test_latency(void)
{
	struct markdown m;
	struct keep k;

	begin(&m, &k, "", 22);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		buf_clear(&k.got);
		feed(&m, text_of(steps[i].in), strlen(steps[i].in));
		if (!ok(!strcmp(k.got.ptr, steps[i].out), "%s",
			steps[i].what))
			printf("# got:\n%s# not:\n%s", k.got.ptr,
			       steps[i].out);
	}
	end(&m);
	ok(!k.cut, "only whole lines were handed on");
	buf_release(&k.got);
}

static void test_width(void)
{
	struct markdown m;
	struct keep k;

	begin(&m, &k, "", 40);
	feed(&m, TEXT_LIT("one two three four\n"), 100);
	markdown_width(&m, 10);
	feed(&m, TEXT_LIT("one two three four\n"), 100);
	end(&m);
	ok(!strcmp(k.got.ptr, "one two three four\none two\nthree four\n"),
	   "a new width counts from then on");
	buf_release(&k.got);
}

static void test_plain(void)
{
	struct markdown_look look = look_of("c");
	struct markdown m;
	struct keep k;

	keep_init(&k);
	markdown_init(&m, &k.sink, &look, 5);
	feed(&m, TEXT_LIT("# *a*\x1b  bcd efg\r\n\n\n\t`h\xC3"), 1);
	end(&m);
	ok(!strcmp(k.got.ptr, "# *a*^[  bcd efg\n\n\n\t`h\xEF\xBF\xBD\n"),
	   "without libmd4c: plain and safe");
	buf_release(&k.got);
}

static void test_errors(void)
{
	struct err e = ERR_INIT;
	struct markdown m;
	struct keep k;

	begin(&m, &k, "", 80);
	k.full = true;
	ok(m.sink.text(&m.sink, TEXT_LIT("a\n"), &e) == -1 &&
	   e.kind == ERR_IO && !strcmp(e.msg, "full"),
	   "an error of the next sink is handed back");
	markdown_release(&m);
	markdown_release(&m);
	ok(true, "released twice");
	buf_release(&k.got);
}

int main(void)
{
	test_rows();
	test_latency();
	test_width();
	test_plain();
	test_errors();
	return tap_done();
}
