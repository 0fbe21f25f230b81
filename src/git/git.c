#include "git/git.h"

#include <limits.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#define MAX_SAYS ((size_t)8 << 10)	/* of git's stderr */

/*
 * An empty core.fsmonitor is "none" for every git: before 2.36 "false" was
 * the name of a program. What is over core.bigFileThreshold is "binary":
 * git would hold it twice to say which of its lines differ.
 */
static const char *const prefix[] = {
	"git", "--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=",
	"-c", "core.quotePath=false", "-c", "color.ui=false",
	"-c", "diff.suppressBlankEmpty=false",
	"-c", "core.bigFileThreshold=8m",
};

#define PREFIX_COUNT (sizeof(prefix) / sizeof(prefix[0]))

/*
 * LC_ALL: its words are looked at. GIT_ALLOW_PROTOCOL: what a partial clone
 * left out is not fetched, whatever its configuration says of protocols. A
 * user's trace is for the user's own commands.
 */
static const char *const variables[] = {
	"LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0",
	"GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=", "GIT_DIFF_OPTS=",
	"GIT_TRACE=0", "GIT_TRACE2=0", "GIT_TRACE_SETUP=0", NULL
};

static int set_argv(const char *argv[], const char *const args[],
		    struct err *err)
{
	size_t n = 0;

	memcpy(argv, prefix, sizeof(prefix));
	while (args[n]) {
		if (n == GIT_ARGS_MAX)
			return err_set(err, ERR_INTERNAL, "git: over %d "
				       "arguments", GIT_ARGS_MAX);
		argv[PREFIX_COUNT + n] = args[n];
		n++;
	}
	argv[PREFIX_COUNT + n] = NULL;
	return 0;
}

static int set_opts(const struct git *g, struct proc_opts *opts,
		    struct buf *says, struct err *err)
{
	*opts = (struct proc_opts){ .what = "git", .unset = g->unset,
				    .set = variables, .says = says,
				    .stop = g->stop };
	if (g->end) {
		int64_t left = g->end - clock_ms();

		if (left <= 0)
			return err_set(err, ERR_TIMEOUT, "no time is left to "
				       "ask git");
		opts->timeout_ms = left < INT_MAX ? (int)left : INT_MAX;
	}
	return 0;
}

/* The rest of the first line that begins with the word; NULL: there is none. */
static const char *find_line(const char *says, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = says; p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (!strncmp(p, word, len))
			return p + len;
	}
	return NULL;
}

/* The line that says what failed: git's last word, else its first line. */
static struct text find_reason(const char *says)
{
	static const char *const words[] = { "fatal: ", "error: ", "usage: " };
	const char *p = NULL;

	for (size_t i = 0; !p && i < sizeof(words) / sizeof(words[0]); i++)
		p = find_line(says, words[i]);
	if (!p)
		p = says;
	return (struct text){ p, strcspn(p, "\n") };
}

static int refused(const char *says, int status, struct err *err)
{
	struct text why = find_reason(says);
	bool none = strstr(says, "not a git repository");
	/* what to do stands in lines of their own: "git config --global ..." */
	bool owner = strstr(says, "safe.directory") &&
		     !memmem(why.ptr, why.len, "safe.directory", 14);

	if (!why.len)
		return err_set(err, ERR_IO, "git failed with status %d",
			       status);
	return err_set(err, none ? ERR_USAGE : ERR_IO, "git: %.*s%s",
		       (int)(why.len < 240 ? why.len : 240), why.ptr,
		       owner ? " (see safe.directory)" : "");
}

/* One call; `fn` NULL: into `out`. */
static int ask(const struct git *g, const char *const args[], struct buf *out,
	       proc_fn *fn, void *ctx, int *status, struct err *err)
{
	const char *argv[PREFIX_COUNT + GIT_ARGS_MAX + 1];
	struct buf says = BUF_INIT(MAX_SAYS);
	struct proc_opts opts;
	int rc, code = 0;

	rc = set_argv(argv, args, err);
	if (!rc)
		rc = set_opts(g, &opts, &says, err);
	if (!rc && fn)
		rc = proc_stream(argv, &opts, fn, ctx, &code, err);
	else if (!rc)
		rc = proc_run(argv, &opts, out, &code, err);
	if (!rc && status)
		*status = code;
	else if (!rc && code)
		rc = refused(says.ptr, code, err);
	buf_release(&says);
	return rc;
}

int git_read(const struct git *g, const char *const args[], struct buf *out,
	     int *status, struct err *err)
{
	return ask(g, args, out, NULL, NULL, status, err);
}

int git_stream(const struct git *g, const char *const args[], proc_fn *fn,
	       void *ctx, struct err *err)
{
	return ask(g, args, NULL, fn, ctx, NULL, err);
}

int git_line(const struct git *g, const char *const args[], struct buf *out,
	     int *status, struct err *err)
{
	if (ask(g, args, out, NULL, NULL, status, err))
		return -1;
	if (out->len && out->ptr[out->len - 1] == '\n')
		buf_truncate(out, out->len - 1);
	return 0;
}
