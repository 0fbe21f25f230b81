#include "git/staged.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"

/* What HEAD's parent is, or HEAD itself; "" where there is none. */
static int read_commit(const struct git *g, bool parent, char id[GIT_ID_SIZE],
		       struct err *err)
{
	const char *const args[] = { "rev-parse", "--verify", "--quiet",
				     "HEAD^1^{commit}", NULL };
	struct buf b = BUF_INIT(GIT_PATH_MAX);
	int status = 0, rc;

	if (!parent)
		return git_head(g, id, err);
	rc = git_line(g, args, &b, &status, err);
	id[0] = '\0';
	if (!rc && !status && b.len < GIT_ID_SIZE)
		memcpy(id, b.ptr, b.len + 1);
	buf_release(&b);
	return rc;
}

/* Its name depends on the repository's hash; git knows it without a file. */
static int read_empty_tree(const struct git *g, char id[GIT_ID_SIZE],
			   struct err *err)
{
	const char *const args[] = { "hash-object", "-t", "tree", "--stdin",
				     NULL };
	struct buf b = BUF_INIT(GIT_PATH_MAX);
	int rc = git_line(g, args, &b, NULL, err);

	if (!rc && (!b.len || b.len >= GIT_ID_SIZE))
		rc = err_set(err, ERR_IO, "git named no empty tree");
	if (!rc)
		memcpy(id, b.ptr, b.len + 1);
	buf_release(&b);
	return rc;
}

int git_base(const struct git *g, bool amend, char base[GIT_ID_SIZE],
	     struct err *err)
{
	if (read_commit(g, amend, base, err))
		return -1;
	return base[0] ? 0 : read_empty_tree(g, base, err);
}

/*
 * -l: beyond so many files that may be renamed only exact renames are found,
 * as the search takes their square; diff.renameLimit is anyone's.
 */
static const char *const patch_args[] = {
	"--patch", "--find-renames", "-l400", "--unified=3",
	"--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/", NULL
};
static const char *const numstat_args[] = {
	"--numstat", "-z", "--find-renames", "-l400", NULL
};
static const char *const raw_args[] = {
	"--raw", "-z", "--no-renames", "--no-abbrev", NULL
};

static const char *const *const format_args[] = {
	[GIT_PATCH] = patch_args,
	[GIT_NUMSTAT] = numstat_args,
	[GIT_RAW] = raw_args,
};

int git_staged(const struct git *g, const char *base, enum git_format format,
	       proc_fn *fn, void *ctx, struct err *err)
{
	static const char *const common[] = {
		"diff-index", "--cached", "--no-ext-diff", "--no-textconv",
		"--no-color", "--no-relative", "--submodule=short",
		"--ignore-submodules=none", "--diff-algorithm=default",
	};
	const char *args[GIT_ARGS_MAX];
	size_t n = sizeof(common) / sizeof(common[0]);

	memcpy(args, common, sizeof(common));
	for (const char *const *a = format_args[format]; *a; a++)
		args[n++] = *a;
	args[n++] = base;
	args[n++] = "--";
	args[n] = NULL;
	return git_stream(g, args, fn, ctx, err);
}

static int add_hash(void *ctx, const char *data, size_t len, struct err *err)
{
	uint64_t *h = ctx;

	(void)err;
	*h = hash_bytes(*h, data, len);
	return 0;
}

int git_staged_key(const struct git *g, const char *base,
		   char key[GIT_KEY_SIZE], struct err *err)
{
	uint64_t h = HASH_START;

	key[0] = '\0';
	if (git_staged(g, base, GIT_RAW, add_hash, &h, err))
		return -1;
	snprintf(key, GIT_KEY_SIZE, "%s-%016" PRIx64, base, h);
	return 0;
}
