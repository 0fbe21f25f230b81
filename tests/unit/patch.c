#include <string.h>

#include "diff/patch.h"
#include "tap.h"

/*
 * What is expected was written by hand from git's documentation of its
 * format (git-diff(1), "Generating patch text with -p"): a file is
 * "STATUS old|new MODES similarity flags", a hunk "@start,count", lines
 * follow with their kind.
 */

static int on_file(void *ctx, const struct patch_file *f, struct err *err)
{
	struct buf *out = ctx;

	(void)err;
	buf_addch(out, "MADRCU"[f->status]);
	buf_addch(out, ' ');
	buf_add(out, f->old_path.ptr, f->old_path.len);
	buf_addch(out, '|');
	buf_add(out, f->new_path.ptr, f->new_path.len);
	buf_addf(out, " %o %o %d%s%s\n", f->old_mode, f->new_mode,
		 f->similarity, f->binary ? " binary" : "",
		 f->combined ? " combined" : "");
	return 0;
}

static int on_hunk(void *ctx, const struct patch_hunk *h, struct err *err)
{
	(void)err;
	buf_addf(ctx, "@%zu,%zu,%zu,%zu ", h->old_start, h->old_count,
		 h->new_start, h->new_count);
	buf_add(ctx, h->heading.ptr, h->heading.len);
	buf_addch(ctx, '\n');
	return 0;
}

static int on_line(void *ctx, const struct patch_line *l, struct err *err)
{
	(void)err;
	buf_addch(ctx, l->kind);
	buf_add(ctx, l->text.ptr, l->text.len);
	if (l->len != l->text.len)
		buf_addf(ctx, "[%zu]", l->len);
	buf_addch(ctx, '\n');
	return 0;
}

static const struct patch_ops ops = { .file = on_file, .hunk = on_hunk,
				      .line = on_line };

#define GIT(name) "diff --git a/" name " b/" name "\n"

static const struct {
	const char *what, *in, *out;
	const char *fails;	/* the message, or NULL */
} cases[] = {
	{ "nothing at all", "", "", NULL },
	{ "no diff", "hello\n\nworld", "", NULL },
	{ "a change with a heading",
	  GIT("x.c") "index 123..456 100644\n--- a/x.c\n+++ b/x.c\n"
	  "@@ -10,2 +10,3 @@ int main(void)\n a\n-b\n+c\n+d\n",
	  "M x.c|x.c 100644 100644 -1\n@10,2,10,3 int main(void)\n"
	  " a\n-b\n+c\n+d\n", NULL },
	{ "lines that look like headers are content",
	  GIT("x") "--- a/x\n+++ b/x\n@@ -1,3 +1,2 @@\n--- a/y\n"
	  "-diff --git a/q b/q\n+++ b/y\n @@ -1 +1 @@\n",
	  "M x|x 0 0 -1\n@1,3,1,2 \n--- a/y\n-diff --git a/q b/q\n+++ b/y\n"
	  " @@ -1 +1 @@\n", NULL },
	{ "a new file, and one that goes",
	  GIT("n") "new file mode 100755\nindex 000..123\n--- /dev/null\n"
	  "+++ b/n\n@@ -0,0 +1 @@\n+x\n" GIT("o") "deleted file mode 100644\n"
	  "index 123..000\n--- a/o\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n",
	  "A |n 0 100755 -1\n@0,0,1,1 \n+x\nD o| 100644 0 -1\n@1,1,0,0 \n-x\n",
	  NULL },
	{ "an empty new file, then one that is renamed",
	  GIT("e m") "new file mode 100644\nindex 000..e69\n"
	  "diff --git a/old name b/new\nsimilarity index 100%\n"
	  "rename from old name\nrename to new\n",
	  "A |e m 0 100644 -1\nR old name|new 0 0 100\n", NULL },
	{ "a copy that is changed",
	  "diff --git a/f b/g\nsimilarity index 87%\ncopy from f\ncopy to g\n"
	  "index 1..2 100644\n--- a/f\n+++ b/g\n@@ -1 +1 @@\n-a\n+b\n",
	  "C f|g 100644 100644 87\n@1,1,1,1 \n-a\n+b\n", NULL },
	{ "a mode", GIT("s.sh") "old mode 100644\nnew mode 100755\n",
	  "M s.sh|s.sh 100644 100755 -1\n", NULL },
	{ "a binary file", GIT("i.png") "index 1..2 100644\n"
	  "Binary files a/i.png and b/i.png differ\n" GIT("z")
	  "old mode 100644\nnew mode 100755\n",
	  "M i.png|i.png 100644 100644 -1 binary\nM z|z 100644 100755 -1\n",
	  NULL },
	{ "a binary patch", GIT("i.png") "new file mode 100644\nindex 0..2\n"
	  "GIT binary patch\nliteral 4\nLcmZQzWMT#Y01f~L\n\nliteral 0\n"
	  "HcmV?d00001\n\n" GIT("z") "deleted file mode 100644\n",
	  "A |i.png 0 100644 -1 binary\nD z| 100644 0 -1\n", NULL },
	{ "a submodule and a symlink",
	  GIT("sub") "index 1..2 160000\n--- a/sub\n+++ b/sub\n@@ -1 +1 @@\n"
	  "-Subproject commit 1\n+Subproject commit 2\n" GIT("l")
	  "new file mode 120000\nindex 0..1\n--- /dev/null\n+++ b/l\n"
	  "@@ -0,0 +1 @@\n+to\n\\ No newline at end of file\n",
	  "M sub|sub 160000 160000 -1\n@1,1,1,1 \n-Subproject commit 1\n"
	  "+Subproject commit 2\nA |l 0 120000 -1\n@0,0,1,1 \n+to\n"
	  "\\ No newline at end of file\n", NULL },
	{ "no newline on both sides",
	  GIT("x") "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n"
	  "\\ No newline at end of file\n+b\n\\ No newline at end of file\n",
	  "M x|x 0 0 -1\n@1,1,1,1 \n-a\n\\ No newline at end of file\n+b\n"
	  "\\ No newline at end of file\n", NULL },
	{ "quoted names",
	  "diff --git \"a/\\303\\244\\t\\\"\\\\\" \"b/\\303\\244\\t\\\"\\\\\"\n"
	  "old mode 100644\nnew mode 100755\n"
	  "diff --git \"a/\\377\" b/x\nsimilarity index 100%\n"
	  "rename from \"\\377\"\nrename to x\n"
	  "diff --git \"a/n\\nl\" \"b/n\\nl\"\n--- \"a/n\\nl\"\n"
	  "+++ \"b/n\\nl\"\n@@ -1 +1 @@\n-a\n+b\n",
	  "M \303\244\t\"\\|\303\244\t\"\\ 100644 100755 -1\n"
	  "R \377|x 0 0 100\nM n\nl|n\nl 0 0 -1\n@1,1,1,1 \n-a\n+b\n", NULL },
	{ "a tab after a name with blanks",
	  GIT("a b") "--- a/a b\t\n+++ b/a b\t\n@@ -1 +1 @@\n-a\n+b\n",
	  "M a b|a b 0 0 -1\n@1,1,1,1 \n-a\n+b\n", NULL },
	{ "a name that is two names",
	  GIT("x b/x") "old mode 100644\nnew mode 100755\n",
	  "M x b/x|x b/x 100644 100755 -1\n", NULL },
	{ "a plain diff, with times, two files",
	  "--- x.c\t2020-01-01 00:00\n+++ x.c\t2020-01-02 00:00\n@@ -1 +1 @@\n"
	  "-a\n+b\n--- y\n+++ y\n@@ -3,0 +4 @@\n+q\n",
	  "M x.c|x.c 0 0 -1\n@1,1,1,1 \n-a\n+b\nM y|y 0 0 -1\n@3,0,4,1 \n+q\n",
	  NULL },
	{ "a plain diff from nothing and to nothing",
	  "--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n--- a/o\n+++ /dev/null\n"
	  "@@ -1 +0,0 @@\n-x\n",
	  "A |n 0 0 -1\n@0,0,1,1 \n+x\nD o| 0 0 -1\n@1,1,0,0 \n-x\n", NULL },
	{ "a mail around it",
	  "From me\nSubject: x\n---\n x | 2 +-\n\n" GIT("x")
	  "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n-- \n2.39\n",
	  "M x|x 0 0 -1\n@1,1,1,1 \n-a\n+b\n", NULL },
	{ "an unmerged path and a combined diff",
	  "* Unmerged path \"q\ndiff --cc m\nindex 1,2..3\n--- a/m\n+++ b/m\n"
	  "@@@ -1,1 -1,1 +1,1 @@@\n- a\n -b\n++c\n" GIT("z")
	  "old mode 100644\nnew mode 100755\n",
	  "U \"q|\"q 0 0 -1\nM m|m 0 0 -1 combined\nM z|z 100644 100755 -1\n",
	  NULL },
	{ "an empty line is context, CR stays in content",
	  GIT("x") "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n\n-a\r\n+b\r\n",
	  "M x|x 0 0 -1\n@1,2,1,2 \n \n-a\r\n+b\r\n", NULL },
	{ "CR in headers does not count",
	  GIT("x") "--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@\r\n-a\n+b\n",
	  "M x|x 0 0 -1\n@1,1,1,1 \n-a\n+b\n", NULL },
	{ "no newline at the very end",
	  GIT("x") "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b",
	  "M x|x 0 0 -1\n@1,1,1,1 \n-a\n+b\n", NULL },
	{ "a long line is cut, and its length told",
	  GIT("x") "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n"
	  "+1234567890123456789012345678901\n",
	  "M x|x 0 0 -1\n@0,0,1,1 \n+123456789012345678901234567890[31]\n",
	  NULL },
	{ "a hunk that is too short",
	  GIT("x") "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n" GIT("y"),
	  "M x|x 0 0 -1\n@1,2,1,2 \n a\n",
	  "diff, line 6: the hunk ends before its count" },
	{ "a hunk with too many of one side",
	  GIT("x") "--- a/x\n+++ b/x\n@@ -1,2 +1,1 @@\n+a\n+b\n",
	  "M x|x 0 0 -1\n@1,2,1,1 \n+a\n",
	  "diff, line 6: the hunk passes its count" },
	{ "a hunk that is cut",
	  GIT("x") "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n",
	  "M x|x 0 0 -1\n@1,2,1,2 \n a\n",
	  "diff, line 5: the diff ends inside of a hunk" },
	{ "a header of a hunk that is none",
	  GIT("x") "--- a/x\n+++ b/x\n@@ -1,x +1,2 @@\n a\n",
	  "M x|x 0 0 -1\n",
	  "diff, line 4: a hunk's header that cannot be read" },
	{ "numbers beyond all bounds",
	  GIT("x") "--- a/x\n+++ b/x\n@@ -1,99999999999999999999999 +1 @@\n",
	  "M x|x 0 0 -1\n",
	  "diff, line 4: a hunk's header that cannot be read" },
	{ "no name can be known",
	  "diff --git a/x b/yy\nold mode 100644\nnew mode 100755\n" GIT("z"),
	  "", "diff, line 4: a file without a name" },
};

static int run(const char *in, size_t len, size_t step, struct buf *out,
	       struct err *err)
{
	struct err again = ERR_INIT;
	struct patch p;
	int rc = 0;

	patch_init(&p, 30, &ops, out);
	for (size_t i = 0; !rc && i < len; i += step)
		rc = patch_feed(&p, in + i, len - i < step ? len - i : step,
				err);
	if (!rc)
		rc = patch_end(&p, err);
	if (rc)
		rc = patch_feed(&p, "x", 1, &again) ? -1 : -2;
	patch_release(&p);
	return rc;
}

static void check(size_t i)
{
	struct buf out = BUF_INIT(MAX_HELD);
	size_t len = strlen(cases[i].in), bad = 0;

	for (size_t step = 1; step <= len + 1; step++) {
		struct err err = ERR_INIT;
		int rc = run(cases[i].in, len, step, &out, &err);
		bool good = rc == (cases[i].fails ? -1 : 0) &&
			    !strcmp(out.ptr, cases[i].out) &&
			    (!cases[i].fails ||
			     !strcmp(err.msg, cases[i].fails));

		if (!good && !bad++)
			printf("# step %zu, rc %d, %s\n# got %s\n", step, rc,
			       err.msg, out.ptr);
		buf_clear(&out);
	}
	ok(!bad, "%s", cases[i].what);
	buf_release(&out);
}

/* A header line that is too long is an error, a line of content is not. */
static void check_long(void)
{
	struct buf in = BUF_INIT(MAX_HELD), out = BUF_INIT(MAX_HELD);
	struct err err = ERR_INIT;

	buf_adds(&in, GIT("x") "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+");
	for (size_t i = 0; i < 300000; i++)
		buf_addch(&in, 'y');
	ok(!run(in.ptr, in.len, 4096, &out, &err) &&
	   strstr(out.ptr, "yyyyyyyyyyyyyyyyy[300000]"), "300,000 in a line");
	buf_clear(&in);
	buf_clear(&out);
	buf_adds(&in, "diff --git a/");
	for (size_t i = 0; i < 300000; i++)
		buf_addch(&in, 'y');
	ok(run(in.ptr, in.len, 4096, &out, &err) == -1 &&
	   !strcmp(err.msg, "diff, line 1: a line of a header is too long"),
	   "300,000 in a name: %s", err.msg);
	buf_release(&in);
	buf_release(&out);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(i);
	check_long();
	return tap_done();
}
