#include "guard/mask.h"

#include <string.h>

#include "tap.h"

/*
 * "hunter2" stands for a password. `in` is what a model answers, with @ for
 * the placeholder; `want` is what is printed, with $ for the password.
 */
static const struct {
	const char *what, *in, *want;
} rows[] = {
	{ "alone", "@", "$" },
	{ "in prose", "Use @, not @.", "Use $, not $." },
	{ "none", "nothing [here] to [see", "nothing [here] to [see" },
	{ "twice in a row", "@@", "$$" },
	{ "behind a bracket", "[[@]]", "[[$]]" },
	{ "another N", "[secret:password:k3yt4g-2]",
	  "[secret:password:k3yt4g-2]" },
	{ "N is 0", "[secret:password:k3yt4g-0]",
	  "[secret:password:k3yt4g-0]" },
	{ "N with a 0", "[secret:password:k3yt4g-01]",
	  "[secret:password:k3yt4g-01]" },
	{ "no N", "[secret:password:k3yt4g-]", "[secret:password:k3yt4g-]" },
	{ "a long N", "[secret:password:k3yt4g-11111111111111111111]",
	  "[secret:password:k3yt4g-11111111111111111111]" },
	{ "another tag", "[secret:password:k3yt4h-1]",
	  "[secret:password:k3yt4h-1]" },
	{ "a longer tag", "[secret:password:k3yt4gg-1]",
	  "[secret:password:k3yt4gg-1]" },
	{ "one in another", "[secret:[secret:password:@", "[secret:[secret:"
							    "password:$" },
	{ "cut", "[secret:password:k3yt4g-1", "[secret:password:k3yt4g-1" },
	{ "a kind that is too long",
	  "[secret:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:k3yt4g-1]",
	  "[secret:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:k3yt4g-1]" },

	{ "in a URL", "https://e.org/?k=@ @", "https://e.org/?k=@ $" },
	{ "as the user", "ftp://@@e.org/\n@", "ftp://@@e.org/\n$" },
	{ "behind brackets of a URL", "https://e.org/(a)[b]?@\t@",
	  "https://e.org/(a)[b]?@\t$" },
	{ "no quote ends it", "\"https://e.org\",\"@\" @",
	  "\"https://e.org\",\"@\" $" },
	{ "a quote in it", "http://e.org/\"@ http://e.org/a`@",
	  "http://e.org/\"@ http://e.org/a`@" },
	{ "no scheme at all", "//e.org/@ e.org/?q=@ @",
	  "//e.org/@ e.org/?q=@ $" },
	{ "an angle ends it", "<https://e.org/@>@", "<https://e.org/@>$" },
	{ "without a scheme", "www.e.org/@ @", "www.e.org/@ $" },
	{ "a letter", "MAILTO:a@b?body=@\n@", "MAILTO:a@b?body=@\n$" },
	{ "a link", "[a](/b?@) @", "[a](/b?@) $" },
	{ "its text", "[@](/b) @", "[$](/b) $" },
	{ "its text is all of it", "[@](@)@", "[$](@)$" },
	{ "brackets in its target", "[a](b(@)@)@", "[a](b(@)@)$" },
	{ "an image", "![](//e.org/@)@", "![](//e.org/@)$" },
	{ "a target on the next line", "[a](\n/@)@", "[a](\n/@)$" },
	{ "a target that is not closed", "[a](b @\n@", "[a](b @\n$" },
	{ "a definition", "[a]: //e.org/@ @", "[a]: //e.org/@ $" },
	{ "an attribute", "<a href=\"/@ @\">@", "<a href=\"/@ @\">$" },
	{ "in any case", "<IMG SRC = '@\"@'>@", "<IMG SRC = '@\"@'>$" },
	{ "without quotes", "<img src=/@ alt=@>", "<img src=/@ alt=$>" },
	{ "a form", "<form action=\"@\">", "<form action=\"@\">" },
	{ "CSS", "url(//e.org/@) @", "url(//e.org/@) $" },
	{ "not an address", "a: @ b=@ (@) ]@", "a: $ b=$ ($) ]$" },
};

static int keep(void *ctx, struct text piece, struct err *err)
{
	(void)err;
	return buf_add(ctx, piece.ptr, piece.len);
}

static int refuse(void *ctx, struct text piece, struct err *err)
{
	(void)ctx;
	(void)piece;
	return err_set(err, ERR_IO, "full");
}

static struct mask *a_mask(void)
{
	struct span one = { .start = 0, .len = 7, .kind = "password" };
	struct spans spans = { .list = &one, .count = 1 };
	struct mask *m = mask_new("k3yt4g");
	struct buf out = BUF_INIT(100);

	mask_text(m, TEXT_LIT("hunter2"), &spans, &out);
	ok(!strcmp(out.ptr, "[secret:password:k3yt4g-1]"), "the placeholder");
	buf_release(&out);
	return m;
}

static void fill(const char *s, struct buf *out)
{
	for (; *s; s++)
		if (*s == '@')
			buf_adds(out, "[secret:password:k3yt4g-1]");
		else if (*s == '$')
			buf_adds(out, "hunter2");
		else
			buf_addch(out, *s);
}

static bool same(const struct mask *m, const struct buf *in, size_t i,
		 size_t j, const struct buf *want)
{
	struct buf got = BUF_INIT(4096);
	struct unmask u;
	bool good;

	unmask_init(&u, m, keep, &got);
	good = !unmask_feed(&u, (struct text){ in->ptr, i }, NULL) &&
	       !unmask_feed(&u, (struct text){ in->ptr + i, j - i }, NULL) &&
	       !unmask_feed(&u, (struct text){ in->ptr + j, in->len - j },
			    NULL) &&
	       !unmask_end(&u, NULL) && got.len == want->len &&
	       !memcmp(got.ptr, want->ptr, got.len);
	buf_release(&got);
	return good;
}

static void test_rows(const struct mask *m)
{
	for (size_t r = 0; r < sizeof(rows) / sizeof(*rows); r++) {
		struct buf in = BUF_INIT(4096), want = BUF_INIT(4096);
		size_t bad = 0;

		fill(rows[r].in, &in);
		fill(rows[r].want, &want);
		for (size_t i = 0; i <= in.len; i++)
			for (size_t j = i; j <= in.len; j++)
				bad += !same(m, &in, i, j, &want);
		ok(!bad, "%s: cut at any two bytes (%zu bad)", rows[r].what,
		   bad);
		buf_release(&in);
		buf_release(&want);
	}
}

static void test_bytes(const struct mask *m)
{
	struct buf got = BUF_INIT(4096);
	struct unmask u;
	bool good = true;

	unmask_init(&u, m, keep, &got);
	for (int c = 0; c < 256; c++) {
		char b = (char)c;

		good = good && !unmask_feed(&u, (struct text){ &b, 1 }, NULL);
	}
	good = good && !unmask_end(&u, NULL) && got.len == 256;
	for (int c = 0; c < 256; c++)
		good = good && (unsigned char)got.ptr[c] == c;
	ok(good, "every byte passes, NUL too");
	buf_release(&got);
}

static void test_failure(const struct mask *m)
{
	struct err e = ERR_INIT;
	struct unmask u;

	unmask_init(&u, m, refuse, NULL);
	ok(unmask_feed(&u, TEXT_LIT("a"), &e) == -1 && e.kind == ERR_IO,
	   "what the receiver refuses fails");
	err_clear(&e);
	unmask_init(&u, m, refuse, NULL);
	ok(!unmask_feed(&u, TEXT_LIT("[sec"), &e) &&
		   unmask_end(&u, &e) == -1 && e.kind == ERR_IO,
	   "also at the end");
}

int main(void)
{
	struct mask *m = a_mask();

	test_rows(m);
	test_bytes(m);
	test_failure(m);
	mask_free(m);
	return tap_done();
}
