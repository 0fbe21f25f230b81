#include "guard/mask.h"

#include <stdio.h>
#include <string.h>

#include "tap.h"

/* Two letters each stand for a secret: "aa", "bb"; kind "one" or "two". */
static void spans_of(const char *s, struct span *list, struct spans *out)
{
	*out = (struct spans){ .list = list };
	for (size_t i = 0; s[i]; i++) {
		if (strncmp(s + i, "aa", 2) && strncmp(s + i, "bb", 2))
			continue;
		list[out->count++] = (struct span){
			.start = i,
			.len = 2,
			.kind = s[i] == 'a' ? "one" : "two",
		};
		i++;
	}
}

static bool masks(struct mask *m, const char *in, const char *want)
{
	struct span list[16];
	struct spans spans;
	struct buf out = BUF_INIT(4096);
	bool good;

	spans_of(in, list, &spans);
	mask_text(m, text_of(in), &spans, &out);
	good = !strcmp(out.ptr, want);
	if (!good)
		printf("# %s\n", out.ptr);
	buf_release(&out);
	return good;
}

static void test_text(void)
{
	struct mask *m = mask_new("r4nd0m");

	ok(masks(m, "", "") && masks(m, "none", "none") && !mask_count(m),
	   "nothing to mask");
	ok(masks(m, "x aa y", "x [secret:one:r4nd0m-1] y"), "one");
	ok(masks(m, "aabbaa", "[secret:one:r4nd0m-1][secret:two:r4nd0m-2]"
			      "[secret:one:r4nd0m-1]"),
	   "the same secret, the same number");
	ok(masks(m, "bb", "[secret:two:r4nd0m-2]"), "also in the next text");
	ok(mask_count(m) == 2, "two secrets");
	ok(masks(m, "aa [secret:aa:r4nd0m-1] aa",
		 "[secret:one:r4nd0m-1] [secret:aa:r4nd0m-1] "
		 "[secret:one:r4nd0m-1]"),
	   "a placeholder stays");
	ok(masks(m, "[secret:aa:r4nd0m-3] [secret:aa:0ther-1]",
		 "[secret:[secret:one:r4nd0m-1]:r4nd0m-3] "
		 "[secret:[secret:one:r4nd0m-1]:0ther-1]"),
	   "of another number or tag it is none");
	mask_free(m);
	mask_free(NULL);
}

static void test_tag(void)
{
	char tag[MASK_TAG_MAX + 9], want[100];
	struct mask *m;

	memset(tag, 'z', sizeof(tag));
	tag[sizeof(tag) - 1] = '\0';
	m = mask_new(tag);
	snprintf(want, sizeof(want), "[secret:one:%.*s-1]", MASK_TAG_MAX, tag);
	ok(masks(m, "aa", want), "a long tag is cut");
	mask_free(m);
}

/* Secret i is i in 8 digits: each has its own number, first come. */
static void test_many(void)
{
	enum { MANY = 50000 };
	struct mask *m = mask_new("r4nd0m");
	struct buf out = BUF_INIT(1 << 20);
	size_t bad = 0;

	for (int round = 0; round < 2; round++)
		for (int i = 1; i <= MANY; i++) {
			struct span s = { .len = 8, .kind = "k" };
			struct spans spans = { .list = &s, .count = 1 };
			char text[16], want[64];

			snprintf(text, sizeof(text), "%08d", i);
			snprintf(want, sizeof(want), "[secret:k:r4nd0m-%d]",
				 i);
			buf_clear(&out);
			mask_text(m, text_of(text), &spans, &out);
			bad += strcmp(out.ptr, want) != 0;
		}
	ok(!bad && mask_count(m) == MANY, "%d secrets, twice (%zu bad)", MANY,
	   bad);
	buf_release(&out);
	mask_free(m);
}

static void test_at(void)
{
	const char *p = "[secret:one:r4nd0m-1]?";
	struct mask *m = mask_new("r4nd0m");
	struct text secret = { NULL, 0 };
	size_t len = 0, bad = 0;

	masks(m, "aa", "");
	for (size_t i = 1; i < strlen(p) - 1; i++)
		bad += mask_at(m, p, i, &secret, &len) != MASK_PART;
	ok(!bad, "a part of a placeholder is known as one at every byte");
	ok(mask_at(m, p, strlen(p), &secret, &len) == MASK_OURS &&
		   len == strlen(p) - 1 && text_is(secret, "aa"),
	   "the whole gives the secret");
	ok(mask_at(m, "[secrets:", 9, &secret, &len) == MASK_NONE,
	   "something else is none");
	mask_free(m);
}

int main(void)
{
	test_text();
	test_tag();
	test_many();
	test_at();
	return tap_done();
}
