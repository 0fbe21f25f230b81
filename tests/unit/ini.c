#include "base/ini.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

/* What is called is written as "LINE[SECTION]KEY=VALUE|". */
static int record(void *ctx, const char *section, const char *key,
		  struct text value, unsigned line, struct err *err)
{
	struct buf *b = ctx;

	if (!key)
		return 0;	/* record_sections() looks at these */
	if (!strcmp(key, "refuse"))
		return err_set(err, ERR_CONFIG, "no such key");
	buf_addf(b, "%u[%s]%s=", line, section, key);
	buf_add(b, value.ptr, value.len);
	buf_addch(b, '|');
	return 0;
}

#define NAME49 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeee"

static const struct {
	const char *what, *in, *want;
} good[] = {
	{ "nothing", "", "" },
	{ "a key", "k=v", "1[]k=v|" },
	{ "blanks around", "k \t=  v w \n", "1[]k=v w|" },
	{ "sections", "[a]\nk=1\n[ b ]\nk=2\n", "2[a]k=1|4[b]k=2|" },
	{ "a name with a colon", "[model.a:b/c]\nk=1\n", "2[model.a:b/c]k=1|" },
	{ "empty value", "k=\nj = \n", "1[]k=|2[]j=|" },
	{ "comments", "# x\n; y\n  # z\nk=v\n", "4[]k=v|" },
	{ "after a section", "[a] ; x\n[b]#\nk=v\n", "3[b]k=v|" },
	{ "not in a value", "k=a ;b # c\nj=;x\n", "1[]k=a ;b # c|2[]j=;x|" },
	{ "separators in it", "k=a=b:c\n", "1[]k=a=b:c|" },
	{ "quotes stay", "k=\" a \"\n", "1[]k=\" a \"|" },
	{ "CRLF and BOM", "\xEF\xBB\xBF[a]\r\nk=v\r\n m\r\n",
	  "2[a]k=v\nm|" },
	{ "a BOM is a name after the first", "\xEF\xBB\xBF\xEF\xBB\xBFk=v\n",
	  "1[]\xEF\xBB\xBFk=v|" },
	{ "goes on", "k=a\n b\n\tc=d ;e\nj=1\n", "1[]k=a\nb\nc=d ;e|4[]j=1|" },
	{ "goes on after nothing", "k=\n b\n", "1[]k=\nb|" },
	{ "empty lines in it", "k=a\n\n \n b\n\nj=1\n",
	  "1[]k=a\n\n\nb|6[]j=1|" },
	{ "comments in it", "k=a\n# x\n  ; y\n b\n", "1[]k=a\nb|" },
	{ "a section line in it", "k=a\n [b]\n", "1[]k=a\n[b]|" },
	{ "twice", "[a]\nk=1\nk=2\n[a]\nk=3\n", "2[a]k=1|3[a]k=2|5[a]k=3|" },
	{ "names of 49 bytes", "[" NAME49 "]\n" NAME49 "=1\n",
	  "2[" NAME49 "]" NAME49 "=1|" },
	{ "what a stand-in looks like", "k=@9\n @1\n", "1[]k=@9\n@1|" },
};

static const struct {
	const char *in;
	size_t len;
	const char *at, *says;
} bad[] = {
	{ "k=1\nk\n", 6, "f:2: ", "neither" },
	{ "[a\nk=1\n", 7, "f:1: ", "']'" },
	{ "[a]b\n", 5, "f:1: ", "follows" },
	{ "[a]]\n", 5, "f:1: ", "follows" },
	{ "[]\n", 3, "f:1: ", "without a name" },
	{ "[ ]\n", 4, "f:1: ", "without a name" },
	{ "[a ;b]\n", 7, "f:1: ", "';'" },
	{ " k=1\n", 5, "f:1: ", "blank" },
	{ "k=1\n[a]\n b\n", 11, "f:3: ", "blank" },
	{ "=1\n", 3, "f:1: ", "no key" },
	{ "k:1=2\n", 6, "f:1: ", "':'" },
	{ "k ;j=2\n", 7, "f:1: ", "';'" },
	{ "k j=2\n", 6, "f:1: ", "blank" },
	{ "k=1\nj=a\0b\n", 10, "f:2: ", "NUL" },
	{ "#\0\n", 3, "f:1: ", "NUL" },
	{ "\nrefuse=1\n x\n", 13, "f:2: ", "no such key" },
	{ "k=1\nrefuse=1\n[b\n", 16, "f:2: ", "no such key" },
	{ "[" NAME49 "f]\n", 53, "f:1: ", "49" },
	{ NAME49 "f=1\n", 53, "f:1: ", "49" },
};

static void test_good(void)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct buf b = BUF_INIT(10000);
		struct err e = ERR_INIT;
		int rc = ini_read("f", text_of(good[i].in), record, &b, &e);

		ok(!rc && b.len == strlen(good[i].want) &&
			   !memcmp(b.ptr, good[i].want, b.len),
		   "%s%s", good[i].what, e.msg);
		buf_release(&b);
	}
}

static void test_bad(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct buf b = BUF_INIT(10000);
		struct err e = ERR_INIT;
		struct text t = { .ptr = bad[i].in, .len = bad[i].len };
		int rc = ini_read("f", t, record, &b, &e);

		ok(rc == -1 && e.kind == ERR_CONFIG &&
			   !strncmp(e.msg, bad[i].at, 5) &&
			   strstr(e.msg, bad[i].says),
		   "refused: %s", e.msg);
		buf_release(&b);
	}
}

/* Values of every length around what libinih cuts at, and much longer. */
static void test_long(void)
{
	static const size_t more[] = { 2000, 5000, 100000, 900000 };
	size_t wrong = 0;

	for (size_t n = 0; n < 404; n++) {
		size_t len = n < 400 ? n : more[n - 400];
		struct buf in = BUF_INIT(MAX_CONFIG);
		struct buf out = BUF_INIT(MAX_CONFIG);
		struct buf want = BUF_INIT(MAX_CONFIG);
		struct err e = ERR_INIT;

		buf_adds(&in, "[s]\nkey = ");
		buf_adds(&want, "2[s]key=");
		for (size_t i = 0; i < len; i++) {
			buf_addch(&in, i % 5 == 2 && i + 1 < len ? ' ' : ';');
			buf_addch(&want, i % 5 == 2 && i + 1 < len ? ' ' : ';');
		}
		buf_adds(&in, "\nlast = 1\n");
		buf_adds(&want, "|3[s]last=1|");
		if (ini_read("f", (struct text){ .ptr = in.ptr, .len = in.len },
			     record, &out, &e) ||
		    out.len != want.len || memcmp(out.ptr, want.ptr, out.len))
			wrong++;
		buf_release(&in);
		buf_release(&out);
		buf_release(&want);
	}
	ok(!wrong, "values of 0 to 399 and up to 900000 bytes, whole");
}

static void test_many(void)
{
	struct buf in = BUF_INIT(MAX_CONFIG), out = BUF_INIT(MAX_CONFIG);
	struct err e = ERR_INIT;

	for (int i = 0; i < 40000; i++)
		buf_adds(&in, i % 2 ? "k=v\n" : "\n");
	ok(!ini_read("f", (struct text){ .ptr = in.ptr, .len = in.len },
		     record, &out, &e) &&
		   strstr(out.ptr, "|40000[]k=v|"),
	   "40000 lines%s", e.msg);
	buf_release(&in);
	buf_release(&out);
}

static int record_sections(void *ctx, const char *section, const char *key,
			   struct text value, unsigned line, struct err *err)
{
	struct buf *b = ctx;

	if (!strcmp(section, "bad"))
		return err_set(err, ERR_CONFIG, "no such section");
	buf_addf(b, "%u[%s]%s%s|", line, section, key ? key : "",
		 value.len ? "=" : "");
	return 0;
}

static void test_sections(void)
{
	struct buf out = BUF_INIT(MAX_CONFIG);
	struct err e = ERR_INIT;
	int rc;

	rc = ini_read("f", text_of("[a]\n[b] # x\nk=v\n  w\n[c]\n"),
		      record_sections, &out, &e);
	ok(!rc && !strcmp(out.ptr, "1[a]|2[b]|3[b]k=|5[c]|"),
	   "sections are told of in order: %s", out.ptr);
	rc = ini_read("f", text_of("[a]\n\n[bad]\n"), record_sections, &out,
		      &e);
	ok(rc && !strcmp(e.msg, "f:3: no such section"),
	   "a section without keys can be refused: %s", e.msg);
	buf_release(&out);
}

int main(void)
{
	test_sections();
	test_good();
	test_bad();
	test_long();
	test_many();
	return tap_done();
}
