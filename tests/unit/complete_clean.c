#include <string.h>

#include "app/complete_clean.h"
#include "tap.h"

/*
 * What is inserted, of what models answer: as they repeat, explain, fence
 * and go on. The results are what a person would leave of them.
 */

#define CHAT true
#define GAP false
#define PY "def f(a, b):\n    return "
#define C_BODY "int f(void)\n{\n\t"

static const struct {
	const char *what, *prefix, *suffix;
	bool chat;
	const char *answer, *want;
} rows[] = {
	{ "as it is", PY, "\n", GAP, "a + b", "a + b" },
	{ "a newline at the end is not ours", PY, "\n", GAP, "a + b\n\n",
	  "a + b" },
	{ "nothing", PY, "\n", GAP, "", "" },
	{ "a fence", PY, "\n", CHAT, "```python\na + b\n```\n", "a + b" },
	{ "a fence among words", PY, "\n", CHAT,
	  "Sure, here is the rest:\n\n```\na + b\n```\nIt adds them.",
	  "a + b" },
	{ "a fence of tildes that never ends", PY, "\n", CHAT, "~~~\na + b\n",
	  "a + b" },
	{ "no fence", PY, "\n", CHAT, "a + b\n", "a + b" },
	{ "a gap's answer has no fences", "# x\n\n", "\n", GAP,
	  "```sh\nls\n```\n", "```sh\nls\n```" },
	{ "a file that has fences keeps those in it", "```a\n1\n```\n\n", "",
	  CHAT, "Text:\n```b\n2\n```\n", "Text:\n```b\n2\n```" },
	{ "the begun line is repeated", PY, "\n", CHAT,
	  "```\n    return a + b\n```\n", "a + b" },
	{ "without its indentation", PY, "\n", CHAT,
	  "```\nreturn a + b\n```\n", "a + b" },
	{ "all lines are repeated", PY, "\n", CHAT,
	  "```\ndef f(a, b):\n    return a + b\n```\n", "a + b" },
	{ "a whole line and its indentation", "if x:\n    y = 1\n    ", "\n",
	  CHAT, "```\n    y = 1\n    z = 2\n```\n", "z = 2" },
	{ "the indentation that is there", "if x:\n    ", "\n", CHAT,
	  "```\n    y = 1\n    z = 2\n```\n", "y = 1\n    z = 2" },
	{ "written from the first column on", C_BODY, "\n}\n", CHAT,
	  "```c\nif (x) {\n\tgo();\n}\nreturn 1;\n```\n",
	  "if (x) {\n\t\tgo();\n\t}\n\treturn 1;" },
	{ "a new line that is not begun", "def f(a, b):", "\n", CHAT,
	  "```\n    return a + b\n```\n", "\n    return a + b" },
	{ "a new line that is", "def f(a, b):", "\n", CHAT,
	  "```\n\n    return a + b\n```\n", "\n    return a + b" },
	{ "what stands behind the cursor is repeated", C_BODY,
	  "\n\treturn x;\n}\n", CHAT,
	  "```\nx = 1;\n\treturn x;\n}\n```\n", "x = 1;" },
	{ "and its end", C_BODY, "\n}\n", GAP,
	  "x = 1;\n\treturn x;\n}\n\nint g(void)\n{\n",
	  "x = 1;\n\treturn x;" },
	{ "the end of the line is repeated", "\tf(", ", b);\n", CHAT,
	  "```\nf(a, b);\n```\n", "a" },
	{ "its bracket is not, where it is needed", "\tf(", ")\n", CHAT,
	  "```\ng(a)\n```\n", "g(a)" },
	{ "its bracket is, where it is not", "\tf(", ")\n", CHAT,
	  "```\ng(a))\n```\n", "g(a)" },
	{ "a closing brace that is missing", C_BODY, "", GAP,
	  "return 1;\n}\n\nint g(void)\n{\n", "return 1;\n}" },
	{ "one function", "def f():", "", GAP,
	  "\n    x()\n\n    y()\n\n\ndef g():\n    z()\n",
	  "\n    x()\n\n    y()" },
	{ "one function in C", "int f(void)", "\n\nint h;\n", GAP,
	  "\n{\n\tif (x) {\n\t\ty();\n\t}\n}\n\nint g(void)\n{\n",
	  "\n{\n\tif (x) {\n\t\ty();\n\t}\n}" },
	{ "else is of the same block", "if x:", "", GAP,
	  "\n    a()\nelse:\n    b()\nc()\n", "\n    a()\nelse:\n    b()" },
	{ "the end of an inner block", "def f():\n    if x:\n        ", "\n",
	  GAP, "a()\n        b()\n    return 1\n", "a()\n        b()" },
	{ "one paragraph", "import os\n", "", GAP,
	  "import re\nimport sys\n\nprint(1)\n", "import re\nimport sys" },
	{ "whole lines before a line", "x:\n    ", "return y\n", CHAT,
	  "```\ny = 1\n```\n", "y = 1\n    " },
	{ "an empty file", "", "", CHAT, "```\nprint(1)\n```\n", "print(1)" },
	{ "UTF-8", "s = \"na", "\"\n", GAP, "\xC3\xAFve \xE2\x82\xAC",
	  "\xC3\xAFve \xE2\x82\xAC" },
};

static int clean(const char *prefix, const char *suffix, bool chat, bool cut,
		 struct text answer, struct buf *out, bool *whole,
		 struct err *err)
{
	const struct clean_in in = { .prefix = text_of(prefix),
				     .suffix = text_of(suffix), .chat = chat,
				     .cut = cut };

	return complete_clean(&in, answer, out, whole, err);
}

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf out = BUF_INIT(4 << 20);
		struct err err = ERR_INIT;
		bool whole;
		int rc = clean(rows[i].prefix, rows[i].suffix, rows[i].chat,
			       false, text_of(rows[i].answer), &out, &whole,
			       &err);

		if (!ok(!rc && whole && !strcmp(out.ptr, rows[i].want), "%s",
			rows[i].what))
			printf("# %d %s, got '%s'\n", rc, err.msg, out.ptr);
		buf_release(&out);
	}
}

static const struct {
	const char *what, *prefix;
	bool chat;
	const char *answer;
} bad[] = {
	{ "an escape sequence", PY, GAP, "a\x1B]0;x\x07" },
	{ "a carriage return", PY, GAP, "a\rb" },
	{ "text that runs backwards", PY, GAP, "a \xE2\x80\xAE b" },
	{ "bytes that are no UTF-8", PY, GAP, "a\xFF" },
	{ "inside of a fence", PY, CHAT, "```\na\x1B[2J\n```\n" },
	{ "a masked secret", PY, GAP, "[secret:aws_key:x-1]" },
	{ "words in place of code", C_BODY, CHAT,
	  "I cannot complete this without more of the file." },
};

static void test_bad(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct buf out = BUF_INIT(4 << 20);
		struct err err = ERR_INIT;
		bool whole;

		ok(clean(bad[i].prefix, "\n", bad[i].chat, false,
			 text_of(bad[i].answer), &out, &whole, &err) == -1 &&
		   err.kind == ERR_PROTO && !out.len,
		   "%s: %s", bad[i].what, err.msg);
		buf_release(&out);
	}
}

/* The token limit came: before or behind the end of the block. */
static void test_cut(void)
{
	static const struct {
		const char *answer, *want;
		bool whole;
	} cuts[] = {
		{ "x = 1;\n\ty = 2;\n\tz =", "x = 1;\n\ty = 2;", false },
		{ "x = 1;\n\treturn x;\n}\n\nint g(", "x = 1;\n\treturn x;",
		  true },
		{ "x = so", "x = so", false },
	};

	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		struct buf out = BUF_INIT(4 << 20);
		struct err err = ERR_INIT;
		bool whole;
		int rc = clean(C_BODY, "\n}\n", GAP, true,
			       text_of(cuts[i].answer), &out, &whole, &err);

		ok(!rc && whole == cuts[i].whole &&
		   !strcmp(out.ptr, cuts[i].want), "cut %zu, whole %d", i,
		   whole);
		buf_release(&out);
	}
}

/* Half a megabyte of anything: it must end, and not grow much. */
static void test_hostile(void)
{
	static const char *const units[] = {
		"\n", "x\n", "```\n", " ", "}\n", "\t{\n", "a ", "(", "~~~\n\n",
	};

	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		struct buf in = BUF_INIT(1 << 20), out = BUF_INIT(4 << 20);
		struct err err = ERR_INIT;
		bool whole;

		while (in.len < 500000)
			buf_adds(&in, units[u]);
		for (int chat = 0; chat < 2; chat++) {
			(void)!clean(in.ptr, in.ptr, chat, false,
				     text_of_buf(&in), &out, &whole, &err);
			(void)!clean("a\n\t", "", chat, false,
				     text_of_buf(&in), &out, &whole, &err);
		}
		ok(out.len < 4 * in.len + 100, "unit %zu: %zu bytes", u,
		   out.len);
		buf_release(&in);
		buf_release(&out);
	}
}

int main(void)
{
	test_rows();
	test_bad();
	test_cut();
	test_hostile();
	return tap_done();
}
