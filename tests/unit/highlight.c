#include "view/highlight.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "view/highlight_table.h"

/*
 * What is wanted is written with "~35:" for the sequence of colour 35 and
 * "~" for the one that ends it, on a dark ground: 35 keywords and meta, 36
 * types, numbers, variables and keys, 32 strings and added lines, 31 removed
 * ones, 2 comments and prompts, 1 headers of a diff.
 */
static const struct {
	const char *info, *in, *want;
} rows[] = {
	{ "c", "static int n = 0x1Fu;",
	  "~35:static~ ~36:int~ n = ~36:0x1Fu~;" },
	{ "c", "x = 1.5e-3f + .5 - 0x1p-3 + 1'000;",
	  "x = ~36:1.5e-3f~ + ~36:.5~ - ~36:0x1p-3~ + ~36:1'000~;" },
	{ "c", "a = b /* c */ + d; // e",
	  "a = b ~2:/* c */~ + d; ~2:// e~" },
	{ "c", "/* a\n\nb */ c", "~2:/* a~\n\n~2:b */~ c" },
	{ "c", "f(\"a\\\"b\", '\\'', L\"w\");",
	  "f(~32:\"a\\\"b\"~, ~32:'\\''~, ~32:L~~32:\"w\"~);" },
	{ "c", "\"never closed\nint", "~32:\"never closed~\n~36:int~" },
	{ "c", "\"goes \\\non\" int", "~32:\"goes \\~\n~32:on\"~ ~36:int~" },
	{ "c", "\"goes \\\n\nint", "~32:\"goes \\~\n\n~36:int~" },
	{ "c", "# include <a/b.h> // c",
	  "~35:# include~ ~32:<a/b.h>~ ~2:// c~" },
	{ "c", "#if X > 1", "~35:#if~ X > ~36:1~" },
	{ "c", "interior = int8_t + p->x;", "interior = ~36:int8_t~ + p->x;" },
	{ "C++", "class A : public B { R\"(x \"y\n\" z)\"; }",
	  "~35:class~ A : ~35:public~ B { ~32:R\"(x \"y~\n~32:\" z)\"~; }" },

	{ "python", "def f(self): # x", "~35:def~ f(~36:self~): ~2:# x~" },
	{ "py", "\"\"\"a\n\"b\" '''\n\"\"\" in x",
	  "~32:\"\"\"a~\n~32:\"b\" '''~\n~32:\"\"\"~ ~35:in~ x" },
	{ "py", "rb'a\\'b' f\"{x}\" foo\"\"",
	  "~32:rb~~32:'a\\'b'~ ~32:f~~32:\"{x}\"~ foo~32:\"\"~" },
	{ "py", "@a.b\nx @ y", "~35:@a.b~\nx @ y" },
	{ "py", "match x:\nmatch = match is None",
	  "~35:match~ x:\nmatch = match ~35:is~ ~36:None~" },
	{ "py", "a.class_.in.type", "a.class_.in.type" },

	{ "js", "const r = /[/\"]\\//g, s = a / b / c;",
	  "~35:const~ r = ~32:/[/\"]\\//g~, s = a / b / c;" },
	{ "js", "let x = `a ${f({})} $b\nc` + 0n",
	  "~35:let~ x = ~32:`a ~~36:${f({})}~~32: $b~\n~32:c`~ + ~36:0n~" },
	{ "jsx", "return <b>{x}</b>;", "~35:return~ <b>{x}</b>;" },
	{ "javascript", "import x from 'y'; from = of;",
	  "~35:import~ x ~35:from~ ~32:'y'~; from = of;" },
	{ "js", "new Map(), $if, NULL", "~35:new~ ~36:Map~(), $if, NULL" },
	{ "ts", "type A = string; x = { type: 1 };",
	  "~35:type~ A = ~36:string~; x = { type: ~36:1~ };" },

	{ "sh", "if [ \"$a\" = 'b$c' ]; then echo $? ${d:-\"e\"}; fi # f",
	  "~35:if~ [ ~32:\"~~36:$a~~32:\"~ = ~32:'b$c'~ ]; ~35:then~ "
	  "~36:echo~ ~36:$?~ ~36:${d:-\"e\"}~; ~35:fi~ ~2:# f~" },
	{ "bash", "x=\"$(a \"b\" $(c)) d\ne\"",
	  "x=~32:\"~~36:$(a \"b\" $(c))~~32: d~\n~32:e\"~" },
	{ "zsh", "a#b --for ./if \\' \\\"", "a#b --for ./if \\' \\\"" },
	{ "sh", "echo cd; cd x && echo y",
	  "~36:echo~ cd; ~36:cd~ x && ~36:echo~ y" },
	{ "shell", "$ ls 'x'", "~2:$ ~ls ~32:'x'~" },
	{ "console", "$ echo 'a\nthat's 5 if\n$ cd x",
	  "~2:$ ~~36:echo~ ~32:'a~\nthat's 5 if\n~2:$ ~~36:cd~ x" },
	{ "console", "me@h:~/x# cd \\\n$X\n50% done",
	  "~2:me@h:\\~/x# ~~36:cd~ \\\n~36:$X~\n50% done" },

	{ "json", "{\"a\" : [true, -1.5e+3, \"b\\\\\"], \"c\":null}",
	  "{~36:\"a\"~ : [~36:true~, -~36:1.5e+3~, ~32:\"b\\\\\"~], "
	  "~36:\"c\"~:~36:null~}" },
	{ "jsonc", "{ // x\n/* \"y\" */", "{ ~2:// x~\n~2:/* \"y\" */~" },

	{ "diff",
	  "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@ f\n"
	  "--- x\n+++ y\n z\n--- u\n+++ v\n@@ -1 +1 @@\n-a\n\\ No newline",
	  "~1:diff --git a/x b/x~\n~1:--- a/x~\n~1:+++ b/x~\n"
	  "~36:@@ -1,2 +1,2 @@ f~\n~31:--- x~\n~32:+++ y~\n z\n~1:--- u~\n"
	  "~1:+++ v~\n~36:@@ -1 +1 @@~\n~31:-a~\n~2:\\ No newline~" },

	{ "go", "`a\n\\` + \"b\" // c", "~32:`a~\n~32:\\`~ + ~32:\"b\"~ "
					  "~2:// c~" },
	{ "rust", "fn f<'a>(x: &'a str) { 'x' + '\\u{1F600}' }",
	  "~35:fn~ f<'a>(x: &'a ~36:str~) { ~32:'x'~ + "
	  "~32:'\\u{1F600}'~ }" },
	{ "rs", "r#\"a\"b\"# /* a /* b */ c */ 0..10",
	  "~32:r#\"a\"b\"#~ ~2:/* a /* b */ c */~ ~36:0~..~36:10~" },
	{ "SQL", "SELECT x FROM t WHERE y='it''s' -- z",
	  "~35:SELECT~ x ~35:FROM~ t ~35:WHERE~ y=~32:'it'~~32:'s'~ "
	  "~2:-- z~" },
	{ "yaml", "a: 1 # b\n- don't: \"x: y\"\n  'c': http://d#e",
	  "~36:a~: ~36:1~ ~2:# b~\n- ~36:don't~: ~32:\"x: y\"~\n"
	  "  ~36:'c'~: http://d#e" },
	{ "toml", "[[a.b]] # c\nd = 'e\\'",
	  "~35:[[a.b]]~ ~2:# c~\n~36:d~ = ~32:'e\\'~" },
	{ "ini", "[a]\nb c = d;e ; f", "~35:[a]~\n~36:b c~ = d;e ~2:; f~" },
	{ "html", "<a href=\"x>\ny\">don't &lt; a < b</a><!-- c\n-->",
	  "<~35:a~ ~36:href~=~32:\"x>~\n~32:y\"~>don't ~36:&lt;~ a < "
	  "b</~35:a~>~2:<!-- c~\n~2:-->~" },
	{ "css", "a:hover { color: red; top: 5px } /* b */",
	  "a:hover { ~36:color~: red; ~36:top~: ~36:5px~ } ~2:/* b */~" },
	{ "lua", "--[[ a\nb ]] local x --c",
	  "~2:--[[ a~\n~2:b ]]~ ~35:local~ x ~2:--c~" },
	{ "makefile", "a.o: $(B) $@\n\tcc: if\nifdef X",
	  "~36:a.o~: ~36:$(B)~ ~36:$@~\n\tcc: if\n~35:ifdef~ X" },
	{ "Dockerfile", "RUN from $X", "~35:RUN~ from ~36:$X~" },
	{ "ruby", "def f?(x) \"a#{x} b\" end",
	  "~35:def~ f?(x) ~32:\"a~~36:#{x}~~32: b\"~ ~35:end~" },
	{ "php", "<?php echo $x; # y", "~35:<?php~ ~35:echo~ ~36:$x~; "
				       "~2:# y~" },

	{ "", "int x;", "int x;" },
	{ "text", "if \"x\"", "if \"x\"" },
	{ "ccc", "int x;", "int x;" },
	{ "  C title=\"x\"", "int", "~36:int~" },
	{ "{.python .numberLines}", "in", "~35:in~" },
	{ "src/main.rs", "fn", "~35:fn~" },
	{ "rust,ignore", "fn", "~35:fn~" },
	{ "c", "", "" },
	{ "c", "\xFF\x80 int \xC3", "\xFF\x80 ~36:int~ \xC3" },
	{ "c", "\u00E4int int", "\u00E4int ~36:int~" },
};

static void color(const char *info, const char *in, size_t len, bool light,
		  struct buf *out)
{
	struct highlight h;
	const char *end = in + len;

	highlight_begin(&h, text_of(info));
	for (;;) {
		const char *nl = memchr(in, '\n', (size_t)(end - in));
		struct text line = { in, (size_t)((nl ? nl : end) - in) };

		highlight_line(&h, line, light, out);
		if (!nl)
			return;
		buf_addch(out, '\n');
		in = nl + 1;
	}
}

/* The wanted form of what came out; a tilde of the text's own has "\". */
static void describe(const struct buf *out, struct buf *form)
{
	for (const char *p = out->ptr; *p; p++) {
		if (*p != '\033') {
			buf_adds(form, *p == '~' ? "\\~" : "");
			if (*p != '~')
				buf_addch(form, *p);
			continue;
		}
		p += 2;
		buf_addch(form, '~');
		if (*p == '0') {
			p++;
			continue;
		}
		for (; *p != 'm'; p++)
			buf_addch(form, *p);
		buf_addch(form, ':');
	}
}

/* Without its sequences, what comes out must be what went in. */
static bool same(const struct buf *out, const char *in, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < out->len; i++) {
		if (out->ptr[i] == '\033') {
			while (out->ptr[i] != 'm')
				i++;
			continue;
		}
		if (n == len || in[n++] != out->ptr[i])
			return false;
	}
	return n == len;
}

static void test_rows(void)
{
	struct buf out = BUF_INIT(10000), form = BUF_INIT(10000);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = strlen(rows[i].in);

		buf_clear(&out);
		buf_clear(&form);
		color(rows[i].info, rows[i].in, len, false, &out);
		describe(&out, &form);
		if (!ok(!strcmp(form.ptr, rows[i].want) &&
				same(&out, rows[i].in, len),
			"row %zu: %s", i, rows[i].info))
			printf("# %s\n", form.ptr);
		buf_clear(&out);
		color(rows[i].info, rows[i].in, len, true, &out);
		if (!same(&out, rows[i].in, len) || strstr(out.ptr, "[36m"))
			ok(false, "light: %s", out.ptr);
	}
	buf_release(&out);
	buf_release(&form);
}

/* Repeated to a long line: all there, and not too much put in between. */
static void test_hostile(void)
{
	static const char *const units[] = {
		"/", "=/", "=/[", "\"", "\\", "`", "${", "`${", "\"$(", "/*",
		"<", "<a ", "#[", "'", "r#\"", "'\\", "1.", "\"\":", "\" ",
		"&a", "@a", "#", "$", "a:", "- ", "=begin", "match ", "0x",
		"{", "(", "]", "\xC3", "\xF0\x9F", "a", "--[[", "--- a/", "@@",
	};
	static const char *const infos[] = {
		"c",    "py",   "js", "sh",   "console", "json", "diff",
		"rust", "ruby", "go", "html", "yaml",    "ini",  "make",
		"css",  "php",  "lua", "swift", "perl", "kotlin", "cs",
	};
	struct buf in = BUF_INIT(1 << 20), out = BUF_INIT(1 << 24);
	size_t wrong = 0;

	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		buf_clear(&in);
		while (in.len < 20000)
			buf_adds(&in, units[u]);
		for (size_t i = 0; i < sizeof(infos) / sizeof(infos[0]);
		     i++) {
			buf_clear(&out);
			color(infos[i], in.ptr, in.len, false, &out);
			if (!same(&out, in.ptr, in.len)) {
				ok(false, "%s: '%s'", infos[i], units[u]);
				wrong++;
			}
		}
	}
	ok(!wrong, "20 KB of one thing, in every language");
	buf_release(&in);
	buf_release(&out);
}

/* What is open at a line's end is read on, whatever is in it. */
static void test_template(void)
{
	struct buf out = BUF_INIT(1000), form = BUF_INIT(1000);
	static const char in[] = "`a ${b(\n`x`, {c}\n)} d` if";

	color("js", in, sizeof(in) - 1, false, &out);
	describe(&out, &form);
	ok(!strcmp(form.ptr, "~32:`a ~~36:${b(~\n~36:`x`, {c}~\n~36:)}~"
			     "~32: d`~ ~35:if~"),
	   "an expression over lines");
	buf_release(&out);
	buf_release(&form);
}

static void test_names(void)
{
	static const char *const names[] = {
		"c",	 "h",	  "cpp",    "c++",   "py",	"python",
		"js",	 "ts",	  "jsx",    "tsx",   "javascript",
		"typescript", "sh", "bash", "zsh",   "shell",	"console",
		"json",	 "jsonc", "diff",   "patch", "go",	"rust",
		"java",	 "ruby",  "sql",    "yaml",  "yml",	"toml",
		"html",	 "xml",	  "css",    "lua",   "make",	"makefile",
		"ini",	 "dockerfile", "c#", "kotlin", "swift",	"php",
	};
	struct highlight h;
	size_t missing = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		highlight_begin(&h, text_of(names[i]));
		missing += !h.lang;
	}
	ok(!missing, "languages (%zu are missing)", missing);
	ok(!language_find("", 0) && !language_find(" ", 1),
	   "no language without a name");
}

int main(void)
{
	test_rows();
	test_template();
	test_hostile();
	test_names();
	return tap_done();
}
