#include <string.h>

#include "app/edit_restore.h"
#include "tap.h"

#define S "hunter2-4711-secret"
#define P "[secret:password:abcdefgh-1]"
#define OTHER "[secret:password:zzzzzzzz-1]"

/* The file held S in its first line, which went out as P. */
static const char *restore(const char *old, const char *new)
{
	static char got[512];
	struct mask *m = mask_new("abcdefgh");
	struct span span = { .start = 0, .len = strlen(S),
			     .kind = "password" };
	const struct spans spans = { .list = &span, .count = 1 };
	struct buf shown = BUF_INIT(500), out = BUF_INIT(500);
	struct err err = ERR_INIT;

	mask_text(m, TEXT_LIT(S), &spans, &shown);
	if (edit_restore(m, "f", text_of(old), text_of(new), &out, &err))
		snprintf(got, sizeof(got), "!%s", err.msg);
	else
		snprintf(got, sizeof(got), "%s%s", out.ptr,
			 strcmp(shown.ptr, P) ? " (not masked so)" : "");
	buf_release(&shown);
	buf_release(&out);
	mask_free(m);
	return got;
}

static const struct {
	const char *name, *old, *new, *want;
} cases[] = {
	{ "unchanged", "a=" P "\nb\n", "a=" P "\nb\n", "a=" S "\nb\n" },
	{ "beside a change", "a=" P "\nb\n", "a=" P "\nc\n", "a=" S "\nc\n" },
	{ "in a changed line", "a=" P "\n", "A=" P "\n", "A=" S "\n" },
	{ "in one of several lines", "x\na=" P "\ny\n", "X\nq\nA=" P "\nY\n",
	  "X\nq\nA=" S "\nY\n" },
	{ "moved", "a=" P "\nb\nc\n", "b\nc\na=" P "\n", "b\nc\na=" S "\n" },
	{ "gone", "a=" P "\nb\n", "b\n", "b\n" },
	{ "without newline", "a=" P, "b=" P, "b=" S },
	{ "twice before and after", P "\n" P "\n", P "\n-\n" P "\n",
	  S "\n-\n" S "\n" },
	{ "of another tag", "a\n", OTHER "\n", OTHER "\n" },
	{ "a number that is none", "a\n", "[secret:password:abcdefgh-2]\n",
	  "[secret:password:abcdefgh-2]\n" },
	{ "in a new line", "a=" P "\nb\n", "a=" P "\nb\nc=" P "\n",
	  "!f, line 3: the edit puts " P " where the file did not have that "
	  "secret" },
	{ "moved and changed", "a=" P "\nb\nc\nd\n", "b\nc\nd\nx=" P "\n",
	  "!f, line 4: the edit puts " P " where the file did not have that "
	  "secret" },
	{ "copied", "a=" P "\nb\n", "a=" P "\nb\na=" P "\n",
	  "!f, line 3: the edit puts " P " where the file did not have that "
	  "secret" },
	{ "doubled in its line", "a=" P "\n", "a=" P P "\n",
	  "!f, line 1: the edit puts " P " where the file did not have that "
	  "secret" },
	{ "in a file that had none", "a\n", P "\n",
	  "!f, line 1: the edit puts " P " where the file did not have that "
	  "secret" },
	{ "in a new file", "", P "\n",
	  "!f, line 1: the edit puts " P " where the file did not have that "
	  "secret" },
};

int main(void)
{
	struct buf out = BUF_INIT(100);
	struct err err = ERR_INIT;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = restore(cases[i].old, cases[i].new);

		if (!ok(!strcmp(got, cases[i].want), "%s", cases[i].name))
			printf("# %s\n", got);
	}
	ok(!edit_restore(NULL, "f", TEXT_LIT("a"), TEXT_LIT(P), &out, &err) &&
	   !strcmp(out.ptr, P), "nothing was masked");
	buf_release(&out);
	return tap_done();
}
