#include "git/git.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/os.h"
#include "base/text.h"
#include "git/repo.h"
#include "git/staged.h"
#include "scratch.h"
#include "tap.h"

/* Real repositories under /tmp; what is expected was written by hand. */

static const struct git plain;

/* A command line of the test's own; what it prints. */
static const char *sh(const char *command)
{
	static struct buf b = BUF_INIT(1000000);
	struct err e = ERR_INIT;

	buf_clear(&b);
	if (proc_shell(command, NULL, &b, NULL, &e))
		printf("# %s: %s\n", command, e.msg);
	return b.ptr;
}

static int add(void *ctx, const char *data, size_t len, struct err *err)
{
	struct buf *b = ctx;

	(void)err;
	return buf_add(b, data, len);
}

/* The staged diff in a buffer that is the caller's until the next call. */
static struct text staged(bool amend, enum git_format format)
{
	static struct buf b = BUF_INIT(10000000);
	char base[GIT_ID_SIZE];
	struct err e = ERR_INIT;

	buf_clear(&b);
	if (git_base(&plain, amend, base, &e) ||
	    git_staged(&plain, base, format, add, &b, &e))
		printf("# %s\n", e.msg);
	return (struct text){ b.ptr, b.len };
}

static void test_nowhere(void)
{
	struct err e = ERR_INIT;
	char *path;
	bool bare;

	ok(git_place(&plain, GIT_PLACE_TOP, &path, &e) == -1 && !path &&
		   e.kind == ERR_USAGE &&
		   strstr(e.msg, "git: not a git repository"),
	   "%s", e.msg);
	ok(git_is_bare(&plain, &bare, &e) == -1 && e.kind == ERR_USAGE,
	   "no repository is none that is bare");
	sh("git init -q --bare b.git");
	ok(!chdir("b.git") && !git_is_bare(&plain, &bare, &e) && bare,
	   "a bare one");
	ok(git_place(&plain, GIT_PLACE_TOP, &path, &e) == -1 &&
		   e.kind == ERR_IO && !strchr(e.msg, '\n'),
	   "%s", e.msg);
	ok(!chdir(".."), "and back");
}

static bool is_place(enum git_place place, const char *tail)
{
	char want[300], *path;
	struct err e = ERR_INIT;
	bool same;

	snprintf(want, sizeof(want), "%s/%s", scratch, tail);
	if (git_place(&plain, place, &path, &e)) {
		printf("# %s\n", e.msg);
		return false;
	}
	same = !strcmp(path, want);
	if (!same)
		printf("# %s\n", path);
	free(path);
	return same;
}

static void test_places(void)
{
	sh("git init -q 'a b\nc\n' && cd 'a b\nc\n' && mkdir sub && "
	   "git commit -q --allow-empty -m one && "
	   "git worktree add -q ../tree 2>/dev/null");
	ok(!chdir("a b\nc\n/sub"), "a blank and newlines in its path");
	ok(is_place(GIT_PLACE_TOP, "a b\nc\n"), "top");
	ok(is_place(GIT_PLACE_DIR, "a b\nc\n/.git"), ".git");
	ok(is_place(GIT_PLACE_HOOKS, "a b\nc\n/.git/hooks"), "hooks");
	ok(!chdir("../../tree"), "a worktree of it");
	ok(is_place(GIT_PLACE_TOP, "tree"), "its top");
	ok(is_place(GIT_PLACE_DIR, "a b\nc\n/.git/worktrees/tree"), "its own");
	ok(is_place(GIT_PLACE_COMMON, "a b\nc\n/.git"), "what it shares");
	ok(is_place(GIT_PLACE_HOOKS, "a b\nc\n/.git/hooks"), "hooks, shared");
	sh("git config core.hooksPath my/hooks");
	ok(is_place(GIT_PLACE_HOOKS, "tree/my/hooks"), "relative hooksPath");
	sh("git config core.hooksPath '~/h h'");
	ok(is_place(GIT_PLACE_HOOKS, "h h"), "hooksPath at home");
	ok(!chdir(".."), "and back");
}

static void test_head(void)
{
	char id[GIT_ID_SIZE], base[GIT_ID_SIZE], key[3][GIT_KEY_SIZE];
	struct err e = ERR_INIT;
	struct text t;

	sh("git init -q r");
	ok(!chdir("r") && !git_head(&plain, id, &e) && !id[0],
	   "no commit yet %s", e.msg);
	/* the name that git's documents give the empty tree */
	ok(!git_base(&plain, false, base, &e) &&
		   !strcmp(base, "4b825dc642cb6eb9a060e54bf8d69288fbee4904"),
	   "the empty tree: %s", base);
	ok(strlen(sh("git count-objects | grep '^0 '")) > 0,
	   "which was not written");
	sh("printf 'one\\n' > f && git add f");
	ok(text_is(staged(false, GIT_PATCH),
		   "diff --git a/f b/f\nnew file mode 100644\n"
		   "index 0000000..5626abf\n--- /dev/null\n+++ b/f\n"
		   "@@ -0,0 +1 @@\n+one\n"),
	   "the first commit's diff");
	ok(!git_staged_key(&plain, base, key[0], &e) &&
		   !strncmp(key[0], base, 40) && strlen(key[0]) == 57,
	   "its key: %s", key[0]);
	sh("git commit -q -m 'first' && git mv f g && echo two >> g && "
	   "git add g");
	ok(!git_head(&plain, id, &e) && strlen(id) == 40, "a commit: %s", id);
	t = staged(false, GIT_NUMSTAT);
	ok(t.len == 9 && !memcmp(t.ptr, "1\t0\t\0f\0g", 9),
	   "a rename in numbers");
	ok(strstr(staged(true, GIT_PATCH).ptr, "\n+++ b/g\n@@ -0,0 +1,2 @@\n"),
	   "amending the first one: all of it");
	ok(!git_staged_key(&plain, id, key[0], &e) &&
		   !git_staged_key(&plain, id, key[1], &e) &&
		   !strcmp(key[0], key[1]),
	   "the same key for the same");
	sh("echo three >> g && git add g");
	ok(!git_staged_key(&plain, id, key[2], &e) &&
		   strcmp(key[0], key[2]),
	   "and another for what differs");
	ok(!git_base(&plain, true, base, &e) &&
		   !git_staged_key(&plain, base, key[1], &e) &&
		   strcmp(key[1], key[2]),
	   "and for amending");
	ok(!chdir(".."), "and back");
}

static void test_subjects(void)
{
	static const struct {
		const char *command, *want;
	} rows[] = {
		{ "true", "" },
		{ "git commit -q --allow-empty -m 'commit 1234' -m 'body'",
		  "commit 1234\n" },
		{ "git commit -q --allow-empty -m '\303\274ber: x y'",
		  "\303\274ber: x y\ncommit 1234\n" },
		{ "git checkout -q -b side HEAD~ && git commit -q "
		  "--allow-empty -m side && git merge -q -m merged -",
		  "side\n\303\274ber: x y\ncommit 1234\n" },
		{ "printf 'caf\\351\\n' | git -c i18n.commitEncoding=ISO-8859-1"
		  " commit -q --allow-empty -F - && git config "
		  "i18n.logOutputEncoding ISO-8859-1",
		  "caf\303\251\nside\n\303\274ber: x y\n" },
		{ "git commit -q --allow-empty --allow-empty-message -m ''",
		  "caf\303\251\nside\n" },
	};
	struct err e = ERR_INIT;

	sh("git init -q s");
	ok(!chdir("s"), "history");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf b = BUF_INIT(1000);

		sh(rows[i].command);
		ok(!git_subjects(&plain, 3, &b, &e) &&
			   !strcmp(b.ptr, rows[i].want),
		   "subjects %zu", i);
		buf_release(&b);
	}
	ok(!chdir(".."), "and back");
}

static void test_settings(void)
{
	static const struct {
		const char *command, *comment, *cleanup, *encoding, *hooks;
		bool template, verbose, status;
	} rows[] = {
		{ "true", "#", NULL, NULL, NULL, false, false, true },
		{ "git config core.commentChar ';'", ";", NULL, NULL, NULL,
		  false, false, true },
		{ "git config commit.verbose 2 && git config commit.status no",
		  ";", NULL, NULL, NULL, false, true, false },
		{ "git config commit.verbose off && "
		  "git config commit.template '~/t'",
		  ";", NULL, NULL, NULL, true, false, false },
		{ "git config core.commentChar auto && "
		  "git config commit.cleanup scissors && git config "
		  "i18n.commitEncoding latin1 && git config core.hooksPath "
		  "'a\nb'",
		  "auto", "scissors", "latin1", "a\nb", true, false, false },
		{ "printf '[commit]\\n\\tverbose\\n' >> .git/config", "auto",
		  "scissors", "latin1", "a\nb", true, true, false },
	};
	struct git_settings s;
	struct err e = ERR_INIT;
	const char *own;

	sh("git init -q c");
	ok(!chdir("c"), "settings");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		sh(rows[i].command);
		ok(!git_settings_read(&plain, &s, &e) &&
			   text_is(text_of(s.comment), rows[i].comment) &&
			   text_is(text_of(s.cleanup), rows[i].cleanup ?
				   rows[i].cleanup : "") &&
			   text_is(text_of(s.encoding), rows[i].encoding ?
				   rows[i].encoding : "") &&
			   text_is(text_of(s.hooks_path), rows[i].hooks ?
				   rows[i].hooks : "") &&
			   s.template == rows[i].template &&
			   s.verbose == rows[i].verbose &&
			   s.status == rows[i].status,
		   "settings %zu", i);
		git_settings_release(&s);
	}
	/* whether it counts is this git's business: ask it what it writes */
	sh("git config core.commentChar '%' && "
	   "git config core.commentString '//'");
	own = sh("printf 'x\\n' | git stripspace -c");
	ok(!git_settings_read(&plain, &s, &e) && *s.comment &&
		   !strncmp(own, s.comment, strlen(s.comment)) &&
		   own[strlen(s.comment)] == ' ',
	   "core.commentString: %s for %s", s.comment, own);
	git_settings_release(&s);
	sh("printf '[' >> .git/config");
	ok(git_settings_read(&plain, &s, &e) == -1 && !s.comment,
	   "a broken configuration: %s", e.msg);
	ok(!chdir(".."), "and back");
}

/* What a hostile repository, or a user's own habits, would make of it. */
static void test_hostile(void)
{
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT(1000);
	struct text t;

	sh("git init -q h && cd h && echo '* diff=evil' > .gitattributes && "
	   "printf 'a\\n\\nb\\n' > x && git add . && git commit -qm one && "
	   "printf 'A\\n\\nb\\n' > x && git add x && "
	   "for i in fsmonitor pager external command textconv gpg; do "
	   "printf '#!/bin/sh\\ntouch \"%s/GOT-%s\"\\n' \"$PWD\" $i > ../$i;"
	   "chmod +x ../$i; done; "
	   "git config core.fsmonitor \"$PWD/../fsmonitor\"; "
	   "git config core.pager \"$PWD/../pager\"; "
	   "git config diff.external \"$PWD/../external\"; "
	   "git config diff.evil.command \"$PWD/../command\"; "
	   "git config diff.evil.textconv \"$PWD/../textconv\"; "
	   "git config gpg.program \"$PWD/../gpg\"; "
	   "git config log.showSignature true; "
	   "git config color.ui always; git config color.diff always; "
	   "git config diff.noprefix true; "
	   "git config diff.mnemonicPrefix true; git config diff.context 0; "
	   "git config diff.suppressBlankEmpty true; "
	   "git config diff.renames false; git config diff.relative true");
	ok(!chdir("h"), "hostile settings");
	setenv("GIT_EXTERNAL_DIFF", "../external", 1);
	setenv("GIT_DIFF_OPTS", "--unified=0", 1);
	setenv("GIT_TRACE", "1", 1);
	setenv("GIT_PAGER", "../pager", 1);
	t = staged(false, GIT_PATCH);
	ok(!strncmp(t.ptr, "diff --git a/x b/x\nindex ", 25) &&
		   strstr(t.ptr, " 100644\n--- a/x\n+++ b/x\n"
				 "@@ -1,3 +1,3 @@\n-a\n+A\n \n b\n"),
	   "the diff is plain");
	ok(!git_subjects(&plain, 5, &b, &e) && !strcmp(b.ptr, "one\n"),
	   "so is the history");
	sh("git -c core.fsmonitor= mv x y");
	ok(strstr(staged(false, GIT_PATCH).ptr, "\nrename to y\n"),
	   "a rename is one");
	ok(!*sh("ls | grep GOT || :"), "no program was started");
	sh("git diff --cached >/dev/null 2>&1 || :");
	ok(*sh("ls | grep GOT || :"), "which git's own commands would have");
	unsetenv("GIT_EXTERNAL_DIFF");
	unsetenv("GIT_DIFF_OPTS");
	unsetenv("GIT_TRACE");
	unsetenv("GIT_PAGER");
	buf_release(&b);
	ok(!chdir(".."), "and back");
}

/* Paths are bytes; binaries, modes and links are what they are. */
static void test_paths(void)
{
	struct text t;

	sh("git init -q p && cd p && git config core.quotePath true && "
	   "printf 'x\\n' > \"$(printf 'caf\\351')\" && "
	   "printf 'x\\n' > \"$(printf '\\303\\251')\" && "
	   "printf 'x\\n' > 'a\tb' && printf 'x\\n' > 'q\"u' && "
	   "ln -s target link && printf '\\0\\1' > bin && "
	   "printf 'x\\n' > '-n' && git add -A");
	ok(!chdir("p"), "names");
	t = staged(false, GIT_PATCH);
	ok(strstr(t.ptr, "\n+++ b/caf\351\n"), "a name that is no UTF-8");
	ok(strstr(t.ptr, "\n+++ b/\303\251\n"), "one that is");
	ok(strstr(t.ptr, "\n+++ \"b/a\\tb\"\n"), "one with a TAB");
	ok(strstr(t.ptr, "\n+++ \"b/q\\\"u\"\n"), "one with a quote");
	ok(strstr(t.ptr, "\n+++ b/-n\n"), "one like an option");
	ok(strstr(t.ptr, "new file mode 120000\n"), "a link");
	ok(strstr(t.ptr, "\nBinary files /dev/null and b/bin differ\n"),
	   "a binary");
	t = staged(false, GIT_NUMSTAT);
	ok(memmem(t.ptr, t.len, "\0001\t0\tcaf\351\0", 10) &&
		   memmem(t.ptr, t.len, "\0-\t-\tbin\0", 9) &&
		   memmem(t.ptr, t.len, "\0001\t0\ta\tb\0", 9),
	   "the same in numbers");
	ok(!chdir(".."), "and back");
}

/* Another index, one that is locked, and what is left behind: nothing. */
static void test_index(void)
{
	struct buf before = BUF_INIT(10000);
	const char *look = "find .git | sort; git count-objects; "
			   "cksum .git/index; stat -c %Y%y .git/index";

	sh("git init -q i && cd i && echo a > a && git add a && "
	   "git commit -qm a && echo b > b && git add b && touch -d "
	   "2020-01-01 a b && touch .git/index.lock && "
	   "cp .git/index .git/other && "
	   "GIT_INDEX_FILE=.git/other git rm -q --cached b");
	ok(!chdir("i"), "index");
	buf_adds(&before, sh(look));
	ok(strstr(staged(false, GIT_PATCH).ptr, "+++ b/b\n"),
	   "with a lock held by another");
	setenv("GIT_INDEX_FILE", ".git/other", 1);
	ok(staged(false, GIT_PATCH).len == 0, "GIT_INDEX_FILE is respected");
	unsetenv("GIT_INDEX_FILE");
	ok(!strcmp(before.ptr, sh(look)), "nothing was written");
	buf_release(&before);
	ok(!chdir(".."), "and back");
}

static void test_environment(void)
{
	static const char *const keys[] = { "OPENAI_API_KEY", NULL };
	const char *const args[] = { "-c", "alias.show-env=!env", "show-env",
				     NULL };
	const struct git g = { .unset = keys };
	struct buf b = BUF_INIT(100000);
	struct err e = ERR_INIT;

	setenv("OPENAI_API_KEY", "canary-1", 1);
	setenv("OTHER", "here", 1);
	ok(!git_read(&g, args, &b, NULL, &e) && !strstr(b.ptr, "canary-1") &&
		   strstr(b.ptr, "OTHER=here\n"),
	   "git gets no key %s", e.msg);
	ok(strstr(b.ptr, "GIT_TERMINAL_PROMPT=0\n") &&
		   strstr(b.ptr, "GIT_OPTIONAL_LOCKS=0\n"),
	   "it asks nobody and takes no lock");
	unsetenv("OPENAI_API_KEY");
	buf_release(&b);
}

static void test_refusals(void)
{
	const char *const sleeps[] = { "-c", "alias.z=!sleep 60", "z", NULL };
	const char *const missing[] = { "rev-list", "no-such", "--", NULL };
	struct git g = { .end = clock_ms() + 300 };
	struct err e = ERR_INIT;
	char id[GIT_ID_SIZE];

	ok(!chdir("r"), "refusals");
	ok(git_read(&g, sleeps, NULL, NULL, &e) == -1 &&
		   e.kind == ERR_TIMEOUT,
	   "%s", e.msg);
	ok(git_read(&g, missing, NULL, NULL, &e) == -1 &&
		   e.kind == ERR_TIMEOUT,
	   "none is asked when the time is over: %s", e.msg);
	ok(git_read(&plain, missing, NULL, NULL, &e) == -1 &&
		   e.kind == ERR_IO &&
		   !strcmp(e.msg, "git: bad revision 'no-such'"),
	   "%s", e.msg);
	/* git's own test switch for a repository of another user */
	setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1", 1);
	ok(git_head(&plain, id, &e) == -1 && !id[0] &&
		   strstr(e.msg, "dubious ownership") &&
		   strstr(e.msg, "safe.directory"),
	   "%s", e.msg);
	unsetenv("GIT_TEST_ASSUME_DIFFERENT_OWNER");
	ok(!chdir(".."), "and back");
}

struct count {
	size_t bytes, most;
};

static int count_some(void *ctx, const char *data, size_t len, struct err *err)
{
	struct count *c = ctx;

	(void)data;
	(void)err;
	c->bytes += len;
	return c->most && c->bytes > c->most;
}

static void test_huge(void)
{
	struct rusage before, after;
	struct count c = { .bytes = 0 };
	char base[GIT_ID_SIZE];
	struct err e = ERR_INIT;

	sh("git init -q g && cd g && git config core.compression 0 && "
	   "yes 'a line of text that is staged' | head -c 5000000 > 1 && "
	   "for i in 2 3 4 5 6 7 8 9 10; do cp 1 $i; done && git add . && "
	   "head -c 9000000 /dev/zero | tr '\\0' '\\n' > big && git add big");
	ok(!chdir("g") && !git_base(&plain, false, base, &e), "huge");
	getrusage(RUSAGE_SELF, &before);
	ok(!git_staged(&plain, base, GIT_PATCH, count_some, &c, &e) &&
		   c.bytes > 50000000 && c.bytes < 60000000,
	   "%zu bytes of diff %s", c.bytes, e.msg);
	getrusage(RUSAGE_SELF, &after);
	if (os_is_sanitised())
		tap_skip("memory", "sanitised");
	else
		ok(after.ru_maxrss - before.ru_maxrss < 4096,
		   "in %ld KiB more", after.ru_maxrss - before.ru_maxrss);
	ok(strstr(sh("git --no-pager diff --cached --numstat big"), "9000000"),
	   "a file of 9 MB");
	c = (struct count){ .most = 1000 };
	ok(!git_staged(&plain, base, GIT_PATCH, count_some, &c, &e) &&
		   c.bytes <= 65536 + 1000,
	   "or as much as is wanted: %zu", c.bytes);
	ok(!chdir(".."), "and back");
}

int main(void)
{
	static const char *const names[] = {
		"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX",
		"GIT_EDITOR", "GIT_CONFIG_PARAMETERS", "GIT_EXEC_PATH",
	};

	if (!ok(scratch_make() && !chdir(scratch), "%s", scratch))
		return tap_done();
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	signal(SIGPIPE, SIG_IGN);
	setenv("HOME", scratch, 1);
	setenv("XDG_CONFIG_HOME", scratch, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	sh("git config --global user.name T; "
	   "git config --global user.email t@example.com; "
	   "git config --global init.defaultBranch main");
	test_nowhere();
	test_places();
	test_head();
	test_subjects();
	test_settings();
	test_hostile();
	test_paths();
	test_index();
	test_environment();
	test_refusals();
	test_huge();
	ok(!chdir("/") && scratch_remove(), "removed");
	return tap_done();
}
