#include "view/mdlink.h"

#include <string.h>

#include "tap.h"

static const struct {
	const char *url, *encoded;	/* NULL: not for OSC 8 */
} urls[] = {
	{ "http://a.example/b?c#d", "http://a.example/b?c#d" },
	{ "HTTPS://a.example", "HTTPS://a.example" },
	{ "mailto:a@b.example", "mailto:a@b.example" },
	{ "http://a.example/\xC3\xA4 b\x7F", "http://a.example/%C3%A4%20b%7F" },
	{ "javascript:alert(1)", NULL },
	{ "file:///etc/passwd", NULL },
	{ "ssh://a.example", NULL },
	{ "//a.example", NULL },
	{ "/a", NULL },
	{ "", NULL },
	{ "http://", NULL },
	{ "http://a.example\\@b.example", NULL },
};

static void test_encode(void)
{
	struct buf out = BUF_INIT(10000), in = BUF_INIT(10000);
	size_t most;

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		bool good;

		buf_clear(&out);
		good = mdlink_encode(text_of(urls[i].url), &out);
		ok(good == (urls[i].encoded != NULL) &&
		   !strcmp(out.ptr, good ? urls[i].encoded : ""),
		   "'%s' becomes '%s'", urls[i].url, out.ptr);
	}
	buf_adds(&in, "http://");
	while (in.len < 2048 - 2)
		buf_addch(&in, 'a');
	buf_clear(&out);
	ok(mdlink_encode((struct text){ .ptr = in.ptr, .len = in.len },
			 &out) && out.len == in.len, "2,046 bytes");
	most = out.len;
	buf_adds(&in, "aaa");
	ok(!mdlink_encode((struct text){ .ptr = in.ptr, .len = in.len },
			  &out) && out.len == most, "and no more");
	buf_release(&in);
	buf_release(&out);
}

static const struct {
	const char *text, *url;
	bool misleads;
} pairs[] = {
	{ "here", "http://a.example/", false },
	{ "a.example", "http://a.example/", false },
	{ "A.example/x", "https://www.a.example/y", false },
	{ "http://a.example:80", "http://a.example:8080", false },
	{ "a.example", "http://b.example/", true },
	{ "see a.example.", "http://b.example/", true },
	{ "(a.example)", "http://b.example/", true },
	{ "x\na.example", "http://b.example/", true },
	{ "https:a.example", "http://b.example/", true },
	{ "https:\\\\a.example", "http://b.example/", true },
	{ "a.example", "http://a.example@b.example/", true },
	{ "a.example", "http://a.example.b.example/", true },
	{ "\xD0\xB0.example", "http://a.example/", true },
	{ "a.example", "http://b.example/a.example", true },
	{ "mail me@a.example", "mailto:me@a.example", false },
	{ "me@a.example", "mailto:me@b.example", true },
	{ "1. one", "http://a.example/", false },
};

static void test_misleads(void)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		ok(mdlink_misleads(text_of(pairs[i].text),
				   text_of(pairs[i].url)) ==
		   pairs[i].misleads, "text %zu to %s %s", i, pairs[i].url,
		   pairs[i].misleads ? "misleads" : "does not");
	ok(mdlink_is_said(TEXT_LIT("a@b"), TEXT_LIT("mailto:a@b")) &&
	   mdlink_is_said(TEXT_LIT("http://a"), TEXT_LIT("http://a")) &&
	   !mdlink_is_said(TEXT_LIT("a"), TEXT_LIT("http://a")),
	   "a text that says the URL");
}

int main(void)
{
	test_encode();
	test_misleads();
	return tap_done();
}
