#include <string.h>

#include "local/commit.h"
#include "tap.h"

/*
 * Expected messages were written by hand from what each diff shows, and the
 * styles from what a reader of the subjects would say of them.
 */

#define HEAD(name) "diff --git a/" name " b/" name "\n"
#define CHANGE(name) HEAD(name) "index 1..2 100644\n--- a/" name "\n" \
	"+++ b/" name "\n"
#define NEW(name) HEAD(name) "new file mode 100644\nindex 0..1\n" \
	"--- /dev/null\n+++ b/" name "\n"
#define GONE(name) HEAD(name) "deleted file mode 100644\nindex 1..0\n" \
	"--- a/" name "\n+++ /dev/null\n"
#define RENAME(old, new) "diff --git a/" old " b/" new "\n" \
	"similarity index 100%\nrename from " old "\nrename to " new "\n"

static const char *const area_house[] = {
	"parser: reject empty input", "net: retry once", "doc: fix typos",
	"build: use c11", "test: cover the empty file", NULL
};
static const char *const plain_house[] = {
	"Add a reader of diffs", "Remove the old parser", "Update README",
	"Fix a crash with no input", NULL
};
static const char *const period_house[] = {
	"Add a reader of diffs.", "Remove the old parser.",
	"Do not crash with no input.", "Update the manual.", NULL
};
static const char *const past_house[] = {
	"Added a reader of diffs", "Removed the old parser",
	"Fixed a crash", "Documented the reader", NULL
};
static const char *const bracket_house[] = {
	"[parser] Reject empty input", "[net] Retry once",
	"[docs] Say how to build", "[net] Drop the old way", NULL
};
static const char *const feat_house[] = {
	"feat: read diffs", "fix: crash with no input", "docs: say more",
	"chore: update deps", "test: cover the empty file", NULL
};
static const char *const scope_house[] = {
	"feat(parser): read diffs", "fix(net): retry once",
	"docs(readme): say more", "feat(net): add a way", NULL
};
static const char *const foreign_house[] = {
	"\xD0\xB4\xD0\xBE\xD0\xB1\xD0\xB0\xD0\xB2\xD0\xB8\xD1\x82\xD1\x8C",
	"\xD1\x83\xD0\xB4\xD0\xB0\xD0\xBB\xD0\xB8\xD1\x82\xD1\x8C net",
	"\xD0\xB8\xD1\x81\xD0\xBF\xD1\x80\xD0\xB0\xD0\xB2\xD0\xB8\xD1\x82",
	"\xD0\xB4\xD0\xBE\xD0\xBA\xD1\x83\xD0\xBC\xD0\xB5\xD0\xBD\xD1\x82",
	NULL
};

/* The diffs that more than one case has. */
/* Two files: what came into one is said of no function of the other. */
#define TWO_FILES							\
	"diff --git a/src/net.c b/src/net.c\n"				\
	"--- a/src/net.c\n+++ b/src/net.c\n"				\
	"@@ -10,4 +10,4 @@ int net_wait(void)\n"			 \
	" {\n-\tint ms = 10;\n-\tint tries = 3;\n"			\
	"+\tint ms = 20;\n+\tint tries = 5;\n \treturn ms;\n"		\
	"diff --git a/src/token.c b/src/token.c\n"			\
	"--- a/src/token.c\n+++ b/src/token.c\n"			\
	"@@ -10,3 +10,3 @@ int token_next(void)\n"			\
	" {\n-\tint tlen = 1;\n+\tint tlocal = 1;\n \treturn 0;\n"
#define ONE_FUNCTION CHANGE("src/parser.c") \
	"@@ -9,3 +9,8 @@ int old(void)\n }\n \n" \
	"+int parse_line(const char *p)\n+{\n+\treturn *p;\n+}\n+\n" \
	" int main(void)\n"
#define TOUCHED CHANGE("src/net.c") \
	"@@ -9,4 +9,4 @@ int net_open(int port)\n \tint x;\n \n" \
	"-\tx = 1 + 2;\n+\tx = 3 + 4;\n \treturn x;\n"
#define SPACES(name) CHANGE(name) \
	"@@ -1,2 +1,2 @@ int f(void)\n-\tx = 1;\n+        x = 1;\n }\n"
#define DOCS CHANGE("docs/guide.md") \
	"@@ -1,2 +1,5 @@\n # Guide\n+\n+## Install it\n+\n text\n"
#define TESTS CHANGE("tests/test_parser.py") \
	"@@ -5,2 +5,5 @@\n x = 1\n+\n+def test_empty_line():\n+    pass\n" \
	" y = 2\n"
#define LOCK CHANGE("Cargo.lock") "@@ -1 +1 @@\n-version = \"1.0.0\"\n" \
	"+version = \"1.0.1\"\n"
#define CARGO CHANGE("Cargo.toml") "@@ -1,2 +1,2 @@\n name = \"x\"\n" \
	"-version = \"1.0.0\"\n+version = \"1.1.0\"\n"

static const struct {
	const char *what, *diff;
	const char *const *house;
	const char *message;	/* all of it, without the last newline */
	enum commit_confidence sure;
} cases[] = {
	{ "one function is added", ONE_FUNCTION, area_house,
	  "parser: add parse_line", COMMIT_NAMED },
	{ "two functions of two files", TWO_FILES, area_house,
	  "net: update net_wait and token_next\n\n"
	  "- src/net.c: update net_wait\n- src/token.c: update token_next",
	  COMMIT_GUESS },
	{ "the same in a plain house", ONE_FUNCTION, plain_house,
	  "Add parse_line", COMMIT_NAMED },
	{ "with full stops", ONE_FUNCTION, period_house, "Add parse_line.",
	  COMMIT_NAMED },
	{ "in the past", ONE_FUNCTION, past_house, "Added parse_line",
	  COMMIT_NAMED },
	{ "in brackets", ONE_FUNCTION, bracket_house,
	  "[parser] Add parse_line", COMMIT_NAMED },
	{ "conventional", ONE_FUNCTION, feat_house, "feat: add parse_line",
	  COMMIT_NAMED },
	{ "conventional with scopes", ONE_FUNCTION, scope_house,
	  "feat(parser): add parse_line", COMMIT_NAMED },
	{ "no English house: area and file", ONE_FUNCTION, foreign_house,
	  "parser: parser.c", COMMIT_GUESS },
	{ "no house at all", ONE_FUNCTION, NULL, "parser: add parse_line",
	  COMMIT_NAMED },

	{ "a function is touched", TOUCHED, area_house,
	  "net: update net_open", COMMIT_GUESS },
	{ "a touched function is no feature and no fix", TOUCHED, feat_house,
	  "chore: update net_open", COMMIT_GUESS },
	{ "a function is removed", CHANGE("src/net.c")
	  "@@ -9,6 +9,2 @@ int old(void)\n }\n-int net_close(int fd)\n-{\n"
	  "-\treturn fd;\n-}\n /* end */\n", area_house,
	  "net: remove net_close", COMMIT_NAMED },
	{ "a function is renamed", CHANGE("src/net.c")
	  "@@ -9,3 +9,3 @@\n /* a */\n-int net_shut(int fd)\n"
	  "+int net_close(int fd)\n {\n"
	  "@@ -30,3 +30,3 @@ int main(void)\n \tint x;\n-\tx = net_shut(1);\n"
	  "+\tx = net_close(1);\n \treturn x;\n", area_house,
	  "net: rename net_shut to net_close", COMMIT_NAMED },
	{ "one call takes the place of another", CHANGE("src/net.c")
	  "@@ -9,3 +9,3 @@ int net_open(int n)\n \tint x;\n"
	  "-\tx = malloc(n);\n+\tx = calloc(n);\n \treturn x;\n", plain_house,
	  "Replace malloc with calloc in net_open", COMMIT_NAMED },
	{ "a new call", CHANGE("src/net.c")
	  "@@ -9,3 +9,4 @@ int net_open(int n)\n \tint x;\n"
	  "+\tset_nodelay(x);\n \tx = n;\n \treturn x;\n", area_house,
	  "net: use set_nodelay in net_open", COMMIT_GUESS },
	{ "a call less", CHANGE("src/net.c")
	  "@@ -9,4 +9,3 @@ int net_open(int n)\n \tint x;\n"
	  "-\tset_nodelay(x);\n \tx = n;\n \treturn x;\n", area_house,
	  "net: drop set_nodelay from net_open", COMMIT_GUESS },

	{ "a file is renamed", RENAME("src/a.c", "src/b.c"), plain_house,
	  "Rename a.c to b.c", COMMIT_MECHANICAL },
	{ "a file is moved", RENAME("src/a.c", "lib/net/a.c"), plain_house,
	  "Move a.c to lib/net", COMMIT_MECHANICAL },
	{ "three files are moved", RENAME("a.c", "src/a.c")
	  RENAME("b.c", "src/b.c") RENAME("c.h", "src/c.h"), plain_house,
	  "Move 3 files to src", COMMIT_MECHANICAL },
	{ "a file is deleted", GONE("src/old.c")
	  "@@ -1,2 +0,0 @@\n-int f(void);\n-\n", area_house,
	  "old: remove old.c", COMMIT_MECHANICAL },
	{ "a file is added", NEW("src/parser.c")
	  "@@ -0,0 +1,2 @@\n+int f(void)\n+{\n", plain_house,
	  "Add parser.c", COMMIT_NAMED },
	{ "a script may be run", HEAD("run.sh")
	  "old mode 100644\nnew mode 100755\n", plain_house,
	  "Make run.sh executable", COMMIT_MECHANICAL },
	{ "a script may not be run any more", HEAD("run.sh")
	  "old mode 100755\nnew mode 100644\n", plain_house,
	  "Change mode of run.sh", COMMIT_MECHANICAL },
	{ "white space alone", SPACES("src/net.c"), area_house,
	  "net: change only white space", COMMIT_MECHANICAL },
	{ "white space in Python may mean something", SPACES("net.py"),
	  plain_house, "Change only white space in net.py", COMMIT_NAMED },
	{ "documents alone", DOCS, area_house, "doc: document Install it",
	  COMMIT_NAMED },
	{ "a typo", CHANGE("docs/guide.md") "@@ -1 +1 @@\n"
	  "-This is overriden by that.\n+This is overridden by that.\n",
	  area_house, "doc: fix typo in guide.md", COMMIT_MECHANICAL },
	{ "a word in code is no typo", CHANGE("src/net.c")
	  "@@ -1 +1 @@\n-\tx = recieve;\n+\tx = receive;\n", area_house,
	  "net: replace recieve with receive", COMMIT_NAMED },
	{ "another word is no typo", CHANGE("docs/guide.md")
	  "@@ -1 +1 @@\n-The minor one.\n+The major one.\n", area_house,
	  "doc: update guide.md", COMMIT_GUESS },
	{ "tests alone", TESTS, area_house, "test: add test_empty_line",
	  COMMIT_NAMED },
	{ "a lock file alone", LOCK, feat_house, "chore: update Cargo.lock",
	  COMMIT_MECHANICAL },
	{ "a new version", CARGO LOCK, feat_house,
	  "chore: bump version to 1.1.0", COMMIT_MECHANICAL },
	{ "a new version of another's", CHANGE("requirements.txt")
	  "@@ -1,2 +1,2 @@\n a==1.0\n-flask==2.0.1\n+flask==2.1.0\n",
	  plain_house, "Bump flask from 2.0.1 to 2.1.0", COMMIT_MECHANICAL },
	{ "an address is no version", CHANGE("app.ini")
	  "@@ -1,2 +1,2 @@\n a=1.0\n-listen=127.0.0.1\n+listen=10.0.0.1\n",
	  plain_house, "Update app.ini", COMMIT_GUESS },
	{ "a submodule", HEAD("deps/onig") "index 1..2 160000\n"
	  "--- a/deps/onig\n+++ b/deps/onig\n@@ -1 +1 @@\n"
	  "-Subproject commit 1111111111\n+Subproject commit 2222222222\n",
	  plain_house, "Update submodule onig to 22222222",
	  COMMIT_MECHANICAL },
	{ "a new submodule", CHANGE(".gitmodules")
	  "@@ -1 +1,2 @@\n [x]\n+url = y\n" HEAD("onig")
	  "new file mode 160000\nindex 0..1\n--- /dev/null\n+++ b/onig\n"
	  "@@ -0,0 +1 @@\n+Subproject commit 1\n", plain_house,
	  "Add submodule onig", COMMIT_MECHANICAL },
	{ "a picture", HEAD("art/logo.png") "index 1..2 100644\n"
	  "Binary files a/art/logo.png and b/art/logo.png differ\n",
	  plain_house, "Update logo.png", COMMIT_MECHANICAL },
	{ "secrets are named, not read", CHANGE(".env")
	  "@@ -1 +1 @@\n-KEY=1\n+KEY=2\n", plain_house, "Update .env",
	  COMMIT_MECHANICAL },
	{ "source, tests and documents are about the source",
	  ONE_FUNCTION TESTS DOCS, area_house, "parser: add parse_line",
	  COMMIT_NAMED },
	{ "several things: a list", ONE_FUNCTION TOUCHED TESTS, plain_house,
	  "Add parse_line\n\n- src/parser.c: add parse_line\n"
	  "- src/net.c: update net_open", COMMIT_NAMED },
	{ "two areas of one house", CHANGE("src/net.c")
	  "@@ -1,2 +1,3 @@\n int x;\n+int y;\n int z;\n"
	  CHANGE("src/parser.c") "@@ -1,2 +1,9 @@\n int x;\n+int p1;\n+int p2;"
	  "\n+int p3;\n+int p4;\n+int p5;\n+int p6;\n+int p7;\n int z;\n",
	  (const char *const[]){ "parser: a", "net: b", "net: c", NULL },
	  "parser: update parser.c and net.c", COMMIT_GUESS },
};

static void learn(struct commit_style *s, const char *const *house)
{
	struct text subjects[16] = { { NULL, 0 } };
	size_t n = 0;

	for (; house && house[n]; n++)
		subjects[n] = text_of(house[n]);
	commit_style_learn(s, subjects, n);
}

static void check(size_t i)
{
	struct buf out = BUF_INIT(MAX_ERROR_BODY), want = BUF_INIT(65536);
	struct err err = ERR_INIT;
	enum commit_confidence sure;
	struct commit_style s;
	struct digest d;
	bool read;

	learn(&s, cases[i].house);
	digest_init(&d);
	read = !digest_feed(&d, cases[i].diff, strlen(cases[i].diff), &err) &&
	       !digest_end(&d, &err);
	sure = commit_message(&d, &s, &out);
	buf_addf(&want, "%s\n", cases[i].message);
	if (!ok(read && !strcmp(out.ptr, want.ptr) && sure == cases[i].sure,
		"%s", cases[i].what))
		printf("# got (%d, wanted %d) %s# wanted %s# %s\n", sure,
		       cases[i].sure, out.ptr, want.ptr, err.msg);
	digest_release(&d);
	buf_release(&out);
	buf_release(&want);
}

static void check_styles(void)
{
	struct commit_style s;

	learn(&s, NULL);
	ok(s.form == FORM_AREA && s.length == COMMIT_SUBJECT && !s.capital,
	   "no subjects: area, lower case");
	learn(&s, area_house);
	ok(s.form == FORM_AREA && !s.capital && !s.period && s.area_count == 5,
	   "areas");
	ok(s.length == 50, "short subjects: %zu", s.length);
	learn(&s, plain_house);
	ok(s.form == FORM_PLAIN && s.capital && !s.past, "plain");
	learn(&s, period_house);
	ok(s.form == FORM_PLAIN && s.capital && s.period, "full stops");
	learn(&s, past_house);
	ok(s.form == FORM_PLAIN && s.past, "the past");
	learn(&s, bracket_house);
	ok(s.form == FORM_BRACKET && s.capital, "brackets");
	learn(&s, feat_house);
	ok(s.form == FORM_CONVENTIONAL && !s.scoped, "conventional");
	learn(&s, scope_house);
	ok(s.form == FORM_CONVENTIONAL && s.scoped, "with scopes");
	learn(&s, foreign_house);
	ok(s.foreign, "not English");
	learn(&s, area_house);
	ok(commit_style_area(&s, text_of("Docs")) &&
	   !strcmp(commit_style_area(&s, text_of("Docs")), "doc") &&
	   !commit_style_area(&s, text_of("do")), "an area by its kin");
	learn(&s, (const char *const[]){ "Merge branch 'x'", "fixup! a: b",
					 "Revert \"a: b\"", NULL });
	ok(!s.seen, "what git worded is no style");
}

/* Very long names: the subject keeps to the house's length all the same. */
static void check_length(void)
{
	struct buf in = BUF_INIT(MAX_ERROR_BODY), out = BUF_INIT(65536);
	struct err err = ERR_INIT;
	struct commit_style s;
	struct digest d;
	const char *lf;

	buf_adds(&in, "diff --git a/o b/n\nrename from o\nrename to ");
	for (int i = 0; i < 300; i++)
		buf_adds(&in, "\xC3\xA4");
	buf_adds(&in, "\n");
	learn(&s, period_house);
	digest_init(&d);
	ok(!digest_feed(&d, in.ptr, in.len, &err) && !digest_end(&d, &err) &&
	   commit_message(&d, &s, &out) == COMMIT_MECHANICAL,
	   "a name of 600 bytes");
	lf = strchr(out.ptr, '\n');
	ok(lf && (size_t)(lf - out.ptr) <= s.length && s.length == 50 &&
	   !utf8_count_bad(out.ptr, out.len), "in 50 bytes: %s", out.ptr);
	digest_release(&d);
	buf_clear(&out);
	digest_init(&d);
	ok(!digest_end(&d, &err) &&
	   commit_message(&d, &s, &out) == COMMIT_GUESS && !out.len,
	   "nothing changed: nothing is said");
	digest_release(&d);
	buf_release(&in);
	buf_release(&out);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(i);
	check_styles();
	check_length();
	return tap_done();
}
