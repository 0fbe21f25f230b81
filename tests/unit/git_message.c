#include "git/message.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "tap.h"

static const struct message_style hash = { .comment = { "#", 1 } };

static bool is_cleaned(const char *in, const struct message_style *style,
		       const char *want)
{
	struct buf out = BUF_INIT(100000);
	struct err e = ERR_INIT;
	bool good = !message_clean(text_of(in), style, &out, &e) &&
		    !strcmp(out.ptr, want);

	if (!good)
		printf("# <%s> %s\n", out.ptr, e.msg);
	buf_release(&out);
	return good;
}

/* What models put around a message, and what is to be left of it. */
static const struct {
	const char *in, *want;
} rows[] = {
	{ "fix: a thing", "fix: a thing\n" },
	{ "\n\n  Fix it  \n\n", "Fix it\n" },
	{ "Fix it\nBecause.", "Fix it\n\nBecause.\n" },
	{ "Fix it\n\n\n\nBecause.\n\n\nTwice.\n\n",
	  "Fix it\n\nBecause.\n\nTwice.\n" },
	{ "a\r\n\r\nb\r\nc\r", "a\n\nb\nc\n" },
	{ "a \t\n\nb  \n", "a\n\nb\n" },
	{ "a\t b   c", "a b c\n" },
	/* fences */
	{ "```\nfix: x\n\nbody\n```", "fix: x\n\nbody\n" },
	{ "```text\nfix: x\n```\nThis explains it.\n", "fix: x\n" },
	{ "~~~~\nfix: x\n~~~~\n", "fix: x\n" },
	{ "```\nfix: x\n", "fix: x\n" },
	{ "Here is the commit message:\n\n```\nfix: x\n\nwhy\n```\n\nLet me "
	  "know if you want changes.", "fix: x\n\nwhy\n" },
	{ "fix: x\n\nRun:\n```sh\nmake  it\n```\ndone",
	  "fix: x\n\nRun:\n    make  it\ndone\n" },
	{ "`fix: x`", "fix: x\n" },
	{ "Use `foo` in `bar`", "Use `foo` in `bar`\n" },
	/* words around it */
	{ "Here's a commit message for your changes:\n\nAdd x", "Add x\n" },
	{ "Here\342\200\231s the message:\nAdd x", "Add x\n" },
	{ "Sure! Here is the commit message:\nAdd x", "Add x\n" },
	{ "Sure!\n\nAdd x", "Add x\n" },
	{ "Certainly.\nAdd x", "Add x\n" },
	{ "Okay, here is it:\n\nAdd x", "Add x\n" },
	{ "Based on the diff, a fitting commit message is:\nAdd x",
	  "Add x\n" },
	{ "**Commit message:**\n\nAdd x\n\nwhy", "Add x\n\nwhy\n" },
	{ "Commit message: Add x\n\nwhy", "Add x\n\nwhy\n" },
	{ "Here is the commit message: Add x", "Add x\n" },
	{ "Commit message: \"Add x\"", "Add x\n" },
	{ "<commit_message>\nAdd x\n\nwhy\n</commit_message>",
	  "Add x\n\nwhy\n" },
	{ "Add x\n\nwhy\n\nThis commit message follows your rules.\nIt does.",
	  "Add x\n\nwhy\n" },
	{ "Add x\n\nWould you like me to change it?\n\nLet me know!",
	  "Add x\n" },
	{ "Subject: Add x\n\nBody:\nwhy", "Add x\n\nwhy\n" },
	{ "**Title:** Add x\n\n**Description:**\n\nwhy", "Add x\n\nwhy\n" },
	/* and what only looks like that */
	{ "Surely fix it", "Surely fix it\n" },
	{ "Here documents are quoted now", "Here documents are quoted now\n" },
	{ "OK button: draw it", "OK button: draw it\n" },
	{ "title: escape it", "title: escape it\n" },
	{ "commit: clean the message", "commit: clean the message\n" },
	{ "Let me know when it fails", "Let me know when it fails\n" },
	{ "Commit messages are cut", "Commit messages are cut\n" },
	/* quotes and Markdown */
	{ "\"Add x\"", "Add x\n" },
	{ "'Add x'", "Add x\n" },
	{ "\342\200\234Add x\342\200\235", "Add x\n" },
	{ "\"Add x\n\nwhy\"", "Add x\n\nwhy\n" },
	{ "\"a\" and \"b\"", "\"a\" and \"b\"\n" },
	{ "# Add x", "Add x\n" },
	{ "### Add x\n\n## Why\n\nwhy", "Add x\n\nWhy\n\nwhy\n" },
	{ "**Add x**", "Add x\n" },
	{ "**feat:** add `x`", "feat: add `x`\n" },
	{ "Pass **kwargs and 2**3", "Pass **kwargs and 2**3\n" },
	{ "- Add x", "Add x\n" },
	{ "--- Add x", "Add x\n" },
	{ "a\n\n- **one**: b\n* two\n1. three",
	  "a\n\n- one: b\n* two\n1. three\n" },
	/* trailers that it cannot know */
	{ "a\n\nSigned-off-by: X <x@y>\n", "a\n" },
	{ "a\n\nb\n\nCo-Authored-By: X <x@y>\nreviewed-by : Z\nCc: z@y\n",
	  "a\n\nb\n" },
	{ "a\n\nChange-Id: I0123456789\nb", "a\n\nb\n" },
	{ "a\n\n\360\237\244\226 Generated with [Claude Code](https://x)\n\n"
	  "Co-Authored-By: Claude <noreply@anthropic.com>", "a\n" },
	{ "a\n\n**Acked-by:** me", "a\n" },
	{ "Signed-off-by: X <x@y>\n\na", "a\n" },
	{ "a\n\nFixes #12", "a\n" },
	{ "a\n\nFixes: #12, #13\nCloses PROJ-7.\nLink: https://e.com/1\nb",
	  "a\n\nb\n" },
	{ "a\n\nFixes: 0123abc (\"x y\")", "a\n" },
	{ "Fix crash (#123)", "Fix crash\n" },
	{ "a\n\nfix: the parser too\nNote: b", "a\n\nfix: the parser too\n"
	  "Note: b\n" },
	{ "a\n\nBREAKING CHANGE: b", "a\n\nBREAKING CHANGE: b\n" },
	{ "a\n\nThis closes the file 12 times.",
	  "a\n\nThis closes the file 12 times.\n" },
	{ "Reviewed by nobody", "Reviewed by nobody\n" },
	/* lines that git would cut at, drop or misread */
	{ "a\n\nb\n---\nc", "a\n\nb\nc\n" },
	{ "a\n\nb\n--- a/file\nc", "a\n\nb\n --- a/file\nc\n" },
	{ "a\n\ndiff --git a/x b/x\nIndex: x\n",
	  "a\n\n diff --git a/x b/x\n Index: x\n" },
	{ "a\n\nFrom here on it works\nfrom: x\nDate: y",
	  "a\n\n From here on it works\n from: x\n Date: y\n" },
	{ "a\n\n# ------------------------ >8 ------------------------\nb",
	  "a\n\nb\n" },
	{ "a\n\n-- >8 -- cut here\nb", "a\n\n-- > 8 -- cut here\nb\n" },
	{ "a\n\nwhen n >8 bytes are left of it",
	  "a\n\nwhen n >8 bytes are left of it\n" },
	{ "a\n\n#define x\n#12 is it", "a\n\n #define x\n #12 is it\n" },
	{ "#12: fix it", "Re #12: fix it\n" },
	{ "#include fixes", "include fixes\n" },
	/* characters */
	{ "a\1b\177c\033[31md\033[0m\033]0;t\ae", "abcde\n" },
	{ "a\342\200\256b\342\200\213c\357\273\277d", "abcd\n" },
	{ "a\302\240b\342\200\250c", "a b\n\nc\n" },
	{ "caf\351 \303\251", "caf\357\277\275 \303\251\n" },
	{ "\360\237\221\251\342\200\215\360\237\222\273 a\342\200\215b",
	  "\360\237\221\251\342\200\215\360\237\222\273 ab\n" },
};

static void test_clean(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ok(is_cleaned(rows[i].in, &hash, rows[i].want),
		   "cleaned %zu", i);
		ok(is_cleaned(rows[i].want, &hash, rows[i].want),
		   "and stays so %zu", i);
	}
}

static void test_refused(void)
{
	static const char *const in[] = {
		"", " \n\t\n", "```\n```", "Here is the commit message:",
		"---", "\"\"", "\342\200\213", "Signed-off-by: x <x@y>",
		"Use [secret:aws-key:abc123-1] now",
		"a\n\n[se\342\200\213cret:x:y-1]",
	};
	struct buf out = BUF_INIT(100000), big = out;
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(in) / sizeof(in[0]); i++)
		ok(message_clean(text_of(in[i]), &hash, &out, &e) == -1 &&
			   e.kind == ERR_PROTO && !out.len,
		   "refused %zu: %s", i, e.msg);
	buf_adds(&big, "a\n\n");
	for (size_t i = 0; i < 9000; i++)
		buf_adds(&big, "b\n");
	ok(message_clean((struct text){ big.ptr, big.len }, &hash, &out,
			 &e) == -1 && e.kind == ERR_TOOBIG && !out.len,
	   "%s", e.msg);
	buf_truncate(&big, 15999);
	ok(!message_clean((struct text){ big.ptr, big.len }, &hash, &out,
			  &e) && out.len == 15999,
	   "what is not too big: %zu", out.len);
	buf_release(&out);
	buf_release(&big);
}

static void test_subject(void)
{
	static const struct {
		size_t max;
		const char *in, *want;
	} cut[] = {
		{ 20, "Add what is needed to", "Add what is...\n\n"
		  "...needed to\n" },
		{ 20, "Add what is needed x", "Add what is needed x\n" },
		{ 20, "a: bbbbbbbbbbbbbbbbbbbbbbbbb\n\nc",
		  "a: bbbbbbbbbbbbbb...\n\n...bbbbbbbbbbb\n\nc\n" },
		{ 10, "\303\251\303\251\303\251\303\251\303\251\303\251\303"
		  "\251\303\251\303\251\303\251", "\303\251\303\251\303\251"
		  "\303\251\303\251\303\251\303\251\303\251\303\251\303\251"
		  "\n" },
		{ 10, "\303\251\303\251\303\251\303\251\303\251\303\251\303"
		  "\251\303\251\303\251\303\251\303\251", "\303\251\303\251"
		  "\303\251\303\251\303\251\303\251\303\251...\n\n...\303\251"
		  "\303\251\303\251\303\251\n" },
	};

	for (size_t i = 0; i < sizeof(cut) / sizeof(cut[0]); i++) {
		const struct message_style s = { .comment = TEXT_LIT("#"),
						 .subject_max = cut[i].max };

		ok(is_cleaned(cut[i].in, &s, cut[i].want), "subject %zu", i);
		ok(is_cleaned(cut[i].want, &s, cut[i].want), "stays %zu", i);
	}
}

static void test_wrap(void)
{
	static const struct {
		const char *in, *want;
	} wraps[] = {
		{ "one two three four five", "one two three\nfour five\n" },
		{ "one two three four\nfive six", "one two three\n"
		  "four five six\n" },
		{ "short\nlines stay", "short\nlines stay\n" },
		{ "- one two three four\n- five six seven eight",
		  "- one two three\n  four\n- five six seven\n  eight\n" },
		{ "  12. one two three four", "  12. one two\n"
		  "      three four\n" },
		{ "- one two three\n  four five six seven",
		  "- one two three\n  four five six\n  seven\n" },
		{ "    code that is longer than sixteen",
		  "    code that is longer than sixteen\n" },
		{ "\tcode that is longer than sixteen",
		  "\tcode that is longer than sixteen\n" },
		{ "see https://example.com/a/long/path there",
		  "see\nhttps://example.com/a/long/path\nthere\n" },
		{ "| a | b | c | d | e |\n| - | - |",
		  "| a | b | c | d | e |\n| - | - |\n" },
		{ "> quoted words of some length",
		  "> quoted words of some length\n" },
		/* no word becomes what it was not by standing first */
		{ "one two three - four five", "one two three -\nfour five\n" },
		{ "one two three #12 is it", "one two three #12\nis it\n" },
		{ "the change came From here", "the change came From\nhere\n" },
		{ "it takes at least 3. It is", "it takes at\nleast 3. It is\n"
		},
	};
	const struct message_style s = { .comment = TEXT_LIT("#"),
					 .width = 16 };

	for (size_t i = 0; i < sizeof(wraps) / sizeof(wraps[0]); i++) {
		char in[300], want[300];

		snprintf(in, sizeof(in), "s\n\n%s", wraps[i].in);
		snprintf(want, sizeof(want), "s\n\n%s", wraps[i].want);
		ok(is_cleaned(in, &s, want), "wrapped %zu", i);
		ok(is_cleaned(want, &s, want), "and stays so %zu", i);
	}
}

static void test_style(void)
{
	const struct message_style
		semi = { .comment = TEXT_LIT(";") },
		slashes = { .comment = TEXT_LIT("//") },
		letter = { .comment = TEXT_LIT("x") },
		none = { .known = TEXT_LIT("hint: close #12; branch PROJ-7") };

	ok(is_cleaned("; a\n\n; b\n#c", &semi, "a\n\n ; b\n#c\n"), ";");
	ok(is_cleaned("// a\n\n//b\n/c\n# d e", &slashes,
		      "a\n\n //b\n/c\nd e\n"), "//");
	ok(is_cleaned("xml: a\n\nxyz", &letter, " xml: a\n\n xyz\n"), "x");
	ok(is_cleaned("a\n\n#b", &none, "a\n\n#b\n"), "none");
	ok(is_cleaned("Fix it (#12)\n\nCloses #12\nFixes: PROJ-7\nRefs #1",
		      &none, "Fix it (#12)\n\nCloses #12\nFixes: PROJ-7\n"),
	   "issues that were named to it stay");
}

static void test_file(void)
{
	static const struct {
		const char *setting, *own, *rest, *comment;
		bool empty;
	} files[] = {
		{ NULL, "", "", "#", true },
		{ NULL, "\n", "# Please\n#\n#\tmodified: x\n", "#", true },
		{ NULL, "text\n\n", "# Please\n#\n", "#", false },
		{ NULL, "\n\nSigned-off-by: T <t@e>\n\n", "# P\n", "#", true },
		{ NULL, "\nfix: x\n", "# P\n", "#", false },
		{ NULL, "# mine\n\nfoo\n", "# P\n\n# Q\n", "#", false },
		{ NULL, "\n", "# P\n# ------------------------ >8 "
		  "------------------------\n# Do not\ndiff --git\n+ x\n",
		  "#", true },
		{ NULL, "a\n", "# ------------------------ >8 "
		  "------------------------\nb\n", "#", false },
		{ ";", "\n# text\n", "; P\n", ";", false },
		{ "//", "\n", "// P\n//\n", "//", true },
		{ "auto", "\n", "# P\n", "#", true },
		{ "auto", "#1 is it\n\n", "; P\n;\n", ";", false },
		{ "auto", "#1 is it\n;x\n", "@ P\n@\n", "@", false },
		{ "auto", "#1\n", "; ------------------------ >8 "
		  "------------------------\n# diff\n", ";", false },
		{ "auto", "#1\n;2\n", "", "@", false },
		{ "auto", "no comments\n", "", "#", false },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct buf file = BUF_INIT(1000), out = file;
		struct message_parts parts;
		struct text all, comment, own = text_of(files[i].own);

		buf_addf(&file, "%s%s", files[i].own, files[i].rest);
		all = (struct text){ file.ptr, file.len };
		comment = message_comment(all, files[i].setting);
		ok(text_is(comment, files[i].comment), "comment %zu", i);
		message_split(all, comment, &parts);
		ok(parts.own.len == own.len &&
			   text_is(parts.rest, files[i].rest),
		   "parts %zu", i);
		ok(message_is_empty(parts.own, comment) == files[i].empty,
		   "empty %zu", i);
		message_put(all, TEXT_LIT("new\n"), &out);
		ok(out.len > file.len && !strncmp(out.ptr, "new\n", 4) &&
			   !strcmp(out.ptr + out.len - file.len, file.ptr) &&
			   (!file.len || out.ptr[4] == '\n'),
		   "on top %zu", i);
		buf_release(&file);
		buf_release(&out);
	}
}

static void test_encode(void)
{
	static const struct {
		const char *in, *encoding, *want;	/* NULL: refused */
	} codes[] = {
		{ "\303\251\n", NULL, "\303\251\n" },
		{ "\303\251\n", "UTF-8", "\303\251\n" },
		{ "\303\251\n", "ISO-8859-1", "\351\n" },
		{ "\303\251\n", "latin1", "\351\n" },
		{ "\342\202\254\n", "latin1", NULL },
		{ "plain\n", "Shift_JIS", "plain\n" },
		{ "\303\251\n", "Shift_JIS", NULL },
		{ "a \342\200\223 \342\200\234b\342\200\235\342\200\246\n",
		  "cp1251", "a - \"b\"...\n" },
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		struct buf out = BUF_INIT(100);
		struct err e = ERR_INIT;
		int rc = message_encode(text_of(codes[i].in),
					codes[i].encoding, &out, &e);

		ok(codes[i].want ? !rc && !strcmp(out.ptr, codes[i].want)
				 : rc == -1 && e.kind == ERR_PROTO,
		   "encoded %zu %s", i, e.msg);
		buf_release(&out);
	}
}

int main(void)
{
	test_clean();
	test_refused();
	test_subject();
	test_wrap();
	test_style();
	test_file();
	test_encode();
	return tap_done();
}
