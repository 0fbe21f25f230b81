#include "view/fence.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

/* A sink that keeps what it gets. */
struct keep {
	struct sink sink;
	struct buf got;
	int ends;
	bool whole;
	bool full;	/* refuse everything */
};

static int keep_text(struct sink *s, struct text piece, struct err *err)
{
	struct keep *k = (struct keep *)s;

	if (k->full)
		return err_set(err, ERR_IO, "full");
	return buf_add(&k->got, piece.ptr, piece.len);
}

static int keep_end(struct sink *s, bool whole, struct err *err)
{
	struct keep *k = (struct keep *)s;

	(void)err;
	k->ends++;
	k->whole = whole;
	return 0;
}

static void keep_init(struct keep *k)
{
	*k = (struct keep){ .sink = { .text = keep_text, .end = keep_end },
			    .got = BUF_INIT(10 << 20) };
}

/*
 * By CommonMark 0.31.2, section 4.5 and those it leans on; `want` has the
 * content of all blocks, "|" before each.
 */
static const struct {
	const char *what, *in, *want;
} rows[] = {
	{ "a block", "text\n```\na\n b\n```\nmore\n", "|a\n b\n" },
	{ "tildes", "~~~ c\nx\n~~~\n", "|x\n" },
	{ "info string", "```python title=\"x\"\ny\n```\n", "|y\n" },
	{ "two are not enough", "``\nx\n``\n", "" },
	{ "four ticks hold three", "````\n```\nx\n```\n````\n",
	  "|```\nx\n```\n" },
	{ "closed by more", "```\nx\n`````\n```\ny\n```\n", "|x\n|y\n" },
	{ "not closed by fewer", "````\nx\n```\n", "|x\n```\n" },
	{ "nor by the other kind", "```\nx\n~~~\n```\n", "|x\n~~~\n" },
	{ "nor with an info string", "```\n``` c\n```\n", "|``` c\n" },
	{ "blanks after the close", "```\nx\n```  \t\ny\n", "|x\n" },
	{ "close indented by 3", "```\nx\n   ```\ny\n", "|x\n" },
	{ "not by 4", "```\nx\n    ```\n", "|x\n    ```\n" },
	{ "never closed", "```\nx\n\ny", "|x\n\ny" },
	{ "nothing in it", "```\n```\n", "|" },
	{ "opened by the last line", "a\n```", "|" },
	{ "closed by the last line", "```\nx\n```", "|x\n" },
	{ "tick in the info", "``` a`b\nx\n", "" },
	{ "inline code", "``` x ``` and\ny\n", "" },
	{ "ticks in a tilde's info", "~~~ a`b ~~~\nx\n~~~\n", "|x\n" },
	{ "ends a paragraph", "foo\n```\nx\n```\nbar\n", "|x\n" },
	{ "opening indented by 1", " ```\n x\ny\n```\n", "|x\ny\n" },
	{ "by 3", "   ```\n   a\n    b\n  c\n   ```\n", "|a\n b\nc\n" },
	{ "by 4: indented code", "    ```\n    x\n    ```\n", "" },
	{ "CRLF stays", "```\r\nx\r\n\r\n```\r\ny\r\n", "|x\r\n\r\n" },
	{ "spaces only", "```\n  \n\n```\n", "|  \n\n" },
	{ "ticks inside a line", "```\na ``` b\n```\n", "|a ``` b\n" },
	{ "tab stays", "```\n\tx\n```\n", "|\tx\n" },
	{ "two blocks", "```\na\n```\n\n~~~\nb\n~~~\n", "|a\n|b\n" },

	{ "in a quote", "> ```\n> x\n>  y\n>\n> ```\nz\n", "|x\n y\n\n" },
	{ "a quote ends it", "> ```\n> x\ny\n", "|x\n" },
	{ "a quote begins outside", "```\n> x\n```\n", "|> x\n" },
	{ "quote in a quote", "> > ```\n> > x\n> ```\n> y\n", "|x\n|y\n" },
	{ "no blank after the mark", ">```\n>x\n>```\n", "|x\n" },
	{ "in a list", "- a\n\n  ```\n  x\n    y\n\n  ```\n", "|x\n  y\n\n" },
	{ "in a numbered list", "1. a\n   ```sh\n   x\n   ```\n2. b\n",
	  "|x\n" },
	{ "numbered, indented by 4", "1. a\n\n    ```\n    x\n    ```\n",
	  "|x\n" },
	{ "on the item's own line", "- ```\n  x\n  ```\n", "|x\n" },
	{ "an item ends it", "- ```\n  x\n- y\n", "|x\n" },
	{ "text ends it", "- ```\n  x\ny\n", "|x\n" },
	{ "a list in a list", "- a\n  - b\n    ```\n    x\n    ```\n",
	  "|x\n" },
	{ "too deep for its item", "- a\n\n      ```\n      x\n", "" },
	{ "after the list", "- a\n\n```\nx\n```\n", "|x\n" },
	{ "quote in a list", "1. > ```\n   > x\n   > ```\n", "|x\n" },
	{ "list in a quote", "> - ```\n>   x\n> - y\n", "|x\n" },
	{ "lazy text keeps the item", "- a\nb\n  ```\n  x\ny\n", "|x\n" },
	{ "a break is no item", "- - -\n  ```\n x\n  ```\n", "|x\n" },
	{ "2. ends no paragraph", "a\n2. ```\n", "" },
	{ "1. does", "a\n1. ```\n   x\n", "|x\n" },
	{ "an item of 10 digits", "1234567890. ```\n", "" },
	{ "an empty item", "-\n  ```\n  x\n  ```\n", "|x\n" },
	{ "an empty item ends", "-\n\n  ```\n  x\n  ```\n", "|x\n" },
	{ "indented text goes on", "a\n    ```\n    b\n", "" },
	{ "tab as an indent", "-\t```\n\tx\n\t```\n", "|x\n" },
	{ "half a tab", "> ```\n>\tx\n", "|  x\n" },
};

/* All blocks of `in`, in pieces cut at i and j. */
static int run(const char *in, size_t i, size_t j, enum fence_which which,
	       struct keep *k, struct err *e)
{
	struct fence f;
	size_t len = strlen(in);
	int rc;

	keep_init(k);
	fence_init(&f, &k->sink, which);
	rc = f.sink.text(&f.sink, (struct text){ .ptr = in, .len = i }, e);
	if (!rc)
		rc = f.sink.text(&f.sink,
				 (struct text){ .ptr = in + i, .len = j - i },
				 e);
	if (!rc)
		rc = f.sink.text(&f.sink, (struct text){ .ptr = in + j,
							 .len = len - j }, e);
	if (!rc)
		rc = f.sink.end(&f.sink, true, e);
	fence_release(&f);
	return rc;
}

/* Of "|a|b": "a", "b" or "ab". */
static void wanted(const char *want, enum fence_which which, struct buf *out)
{
	const char *first = strchr(want, '|'), *last = strrchr(want, '|');

	for (const char *p = want; *p; p++)
		if (*p != '|' && (which == FENCE_ALL ||
				  (which == FENCE_LAST && p > last) ||
				  (which == FENCE_FIRST &&
				   !memchr(first + 1, '|',
					   (size_t)(p - first - 1)))))
			buf_addch(out, *p);
}

static size_t wrong_cuts(size_t r, enum fence_which which)
{
	struct buf want = BUF_INIT(1000);
	size_t len = strlen(rows[r].in), wrong = 0;

	wanted(rows[r].want, which, &want);
	for (size_t i = 0; i <= len; i++)
		for (size_t j = i; j <= len; j++) {
			struct err e = ERR_INIT;
			struct keep k;
			int rc = run(rows[r].in, i, j, which, &k, &e);

			if (rc != (*rows[r].want ? 0 : -1) ||
			    (rc && e.kind != ERR_PROTO) || k.ends != 1 ||
			    k.got.len != want.len ||
			    memcmp(k.got.ptr, want.ptr, want.len))
				wrong++;
			buf_release(&k.got);
		}
	buf_release(&want);
	return wrong;
}

static void test_rows(void)
{
	for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
		size_t all = wrong_cuts(r, FENCE_ALL);
		size_t first = wrong_cuts(r, FENCE_FIRST);
		size_t last = wrong_cuts(r, FENCE_LAST);

		ok(!all && !first && !last, "%s, cut anywhere (%zu %zu %zu)",
		   rows[r].what, all, first, last);
	}
}

/* What is known to be code must not wait for the end of its line. */
static void test_no_delay(void)
{
	static const char in[] = "```\nab\n  `` x\n";
	static const char *const after[] = {
		"", "", "", "", "a", "ab", "ab\n", "ab\n", "ab\n", "ab\n",
		"ab\n", "ab\n", "ab\n  `` x", "ab\n  `` x\n",
	};
	struct err e = ERR_INIT;
	struct fence f;
	struct keep k;
	size_t wrong = 0;

	keep_init(&k);
	fence_init(&f, &k.sink, FENCE_FIRST);
	for (size_t i = 0; i < sizeof(in) - 1; i++) {
		struct text t = { .ptr = in + i, .len = 1 };

		wrong += f.sink.text(&f.sink, t, &e) != 0 ||
			 strcmp(k.got.ptr, after[i]) != 0;
	}
	ok(!wrong, "code is handed on byte by byte (%zu late)", wrong);
	f.sink.end(&f.sink, false, &e);
	ok(k.ends == 1 && !k.whole, "an end that is not whole is handed on");
	fence_release(&f);
	buf_release(&k.got);
}

static void test_errors(void)
{
	struct err e = ERR_INIT;
	struct fence f;
	struct keep k;

	keep_init(&k);
	k.full = true;
	fence_init(&f, &k.sink, FENCE_FIRST);
	ok(f.sink.text(&f.sink, TEXT_LIT("```\nx\n"), &e) == -1 &&
		   e.kind == ERR_IO,
	   "an error below is handed up");
	fence_release(&f);
	fence_init(&f, &k.sink, FENCE_ALL);
	ok(f.sink.end(&f.sink, true, &e) == -1 && e.kind == ERR_PROTO &&
		   !strcmp(e.msg, "the answer has no code block"),
	   "nothing at all: %s", e.msg);
	fence_release(&f);
	buf_release(&k.got);
}

/* Lines that could go on being undecided for ever. */
static void test_hostile(void)
{
	static const char *const starts[] = { "", "```\n", "~~~\n> " };
	static const char *const units[] = { "`", " ", "> ", "\t", "- ", "~" };
	struct err e = ERR_INIT;
	struct buf in = BUF_INIT(4 << 20);
	struct keep k;

	for (size_t s = 0; s < 3; s++)
		for (size_t u = 0; u < 6; u++) {
			buf_clear(&in);
			buf_adds(&in, starts[s]);
			while (in.len < 300000)
				buf_adds(&in, units[u]);
			buf_adds(&in, "\nend\n");
			(void)!run(in.ptr, in.len / 3, in.len / 2, FENCE_ALL,
				   &k, &e);
			/* tildes open a block; ticks are over FENCE_LINE */
			ok(s ? k.got.len > 299990 :
			       k.got.len == (u == 5 ? 4 : 0),
			   "'%.3s' and 300000 of '%s': %zu", starts[s],
			   units[u], k.got.len);
			buf_release(&k.got);
		}
	buf_release(&in);
}

int main(void)
{
	test_rows();
	test_no_delay();
	test_errors();
	test_hostile();
	return tap_done();
}
