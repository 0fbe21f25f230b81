#include "git/hook.h"

#include <stdlib.h>
#include <string.h>

#include "base/proc.h"
#include "base/text.h"
#include "tap.h"

static const char *const words[] = {
	"/usr/bin/shunt", "/a b/shunt", "/it's/'shunt'", "/a\nb/\n", "/\\n/\\'",
	"/$HOME/`id`/$(id)/\"x\"/;&|<>*?", "/\303\251\351/shunt", "''", "'",
};

/* sh itself says what a quoted word is. */
static void test_quote(void)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct buf line = BUF_INIT(1000), out = BUF_INIT(1000);
		struct err e = ERR_INIT;

		buf_adds(&line, "printf '%s.' ");
		hook_quote(words[i], &line);
		buf_adds(&line, " end");
		ok(!proc_shell(line.ptr, NULL, &out, NULL, &e) &&
			   out.len == strlen(words[i]) + 5 &&
			   !strncmp(out.ptr, words[i], strlen(words[i])),
		   "quoted word %zu", i);
		buf_release(&line);
		buf_release(&out);
	}
}

static void test_script(void)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct buf b = BUF_INIT(10000);
		const char *name = i & 1 ? "it's before" : NULL;
		char *shunt, *before;

		hook_script(words[i], name, &b);
		ok(hook_script_read((struct text){ b.ptr, b.len }, &shunt,
				    &before) &&
			   !strcmp(shunt, words[i]) &&
			   (name ? before && !strcmp(before, name) : !before),
		   "script %zu", i);
		free(shunt);
		free(before);
		buf_release(&b);
	}
}

/* What others wrote, and what somebody made of ours. */
static void test_others(void)
{
	static const struct {
		const char *text, *shunt, *before;	/* NULL: not ours */
	} rows[] = {
		{ "", NULL, NULL },
		{ "#!/bin/sh\n", NULL, NULL },
		{ "#!/bin/sh\n# shunt-hook", NULL, NULL },
		{ "#!/bin/bash\n# shunt-hook 1\nshunt='/x'\n", NULL, NULL },
		{ "#!/bin/sh\nshunt='/x' # shunt-hook 1\n", NULL, NULL },
		{ "#!/bin/sh\n# shunt-hook 1\n", "", NULL },
		{ "#!/bin/sh\n# shunt-hook 2\nshunt='/x'\n", "/x", NULL },
		{ "#!/bin/sh\n# shunt-hook 1\nshunt='/x", "", NULL },
		{ "#!/bin/sh\n# shunt-hook 1\nshunt='/x'\nbefore='b'", "/x",
		  "b" },
		{ "#!/bin/sh\n# shunt-hook 1\nshunt='/x'\nbefore='../b'\n",
		  "/x", NULL },
		{ "#!/bin/sh\n# shunt-hook 1\nshunt='/x'\nbefore=''\n", "/x",
		  NULL },
		{ "#!/bin/sh\n# shunt-hook 1\nshunt='\nbefore='\nbefore='b'\n",
		  "\nbefore=", "b" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *shunt, *before;
		bool ours = hook_script_read(text_of(rows[i].text), &shunt,
					     &before);

		ok(ours == (rows[i].shunt != NULL) &&
			   text_is(text_of(shunt),
				   rows[i].shunt ? rows[i].shunt : "") &&
			   text_is(text_of(before),
				   rows[i].before ? rows[i].before : ""),
		   "not as we write it %zu", i);
		free(shunt);
		free(before);
	}
}

/* What git hands on, as measured: $2, GIT_EDITOR. */
static void test_wanted(void)
{
	static const struct {
		const char *what, *source, *editor;
		bool wanted;
	} cases[] = {
		{ "commit", NULL, NULL, true },
		{ "commit, as some shells pass it", "", NULL, true },
		{ "GIT_EDITOR=vi commit", NULL, "vi", true },
		{ "an editor without a name", NULL, "", true },
		{ "commit --no-edit", NULL, ":", false },
		{ "commit -m", "message", ":", false },
		{ "commit -e -m, rebase --continue", "message", NULL, false },
		{ "commit -t", "template", NULL, false },
		{ "commit --amend", "commit", "vi", false },
		{ "commit -C", "commit", ":", false },
		{ "merge", "merge", ":", false },
		{ "a merge's conflict", "merge", NULL, false },
		{ "merge --squash", "squash", NULL, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ok(hook_is_wanted(cases[i].source, cases[i].editor) ==
			   cases[i].wanted,
		   "%s", cases[i].what);
}

int main(void)
{
	test_wanted();
	test_quote();
	test_script();
	test_others();
	return tap_done();
}
