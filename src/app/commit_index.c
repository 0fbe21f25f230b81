#include "app/commit_index.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "git/repo.h"

#define VARIABLE "GIT_INDEX_FILE"
#define MAX_INDEX ((size_t)1 << 30)

static const char *const where[] = {
	"rev-parse", "--path-format=absolute", "--git-path", "index", NULL
};
static const char *const add[] = { "add", "-u", "--", ":/", NULL };

/* A repository without a commit may have none yet. */
static int copy(const char *from, const char *to, struct err *err)
{
	struct buf all = BUF_INIT(MAX_INDEX);
	int rc = file_read(from, MAX_INDEX, &all, err);

	if (rc && errno == ENOENT) {
		buf_release(&all);
		err_clear(err);
		return 0;
	}
	if (!rc)
		rc = file_replace(to, FILE_OUT_PRIVATE, all.ptr, all.len, err);
	buf_release(&all);
	return rc;
}

int commit_index_all(struct commit_index *x, const struct git *g,
		     struct err *err)
{
	struct buf index = BUF_INIT(GIT_PATH_MAX);
	struct buf path = BUF_INIT(GIT_PATH_MAX + 64);
	const char *was = getenv(VARIABLE);
	int rc = git_line(g, where, &index, NULL, err);

	if (!rc) {
		buf_addf(&path, "%s.shunt-%ld", index.ptr, (long)getpid());
		rc = copy(index.ptr, path.ptr, err);
	}
	if (!rc) {
		x->path = buf_take(&path, NULL);
		x->before = was ? xstrdup(was) : NULL;
		setenv(VARIABLE, x->path, 1);
		rc = git_read(g, add, NULL, NULL, err);
	}
	buf_release(&index);
	buf_release(&path);
	return rc;
}

void commit_index_release(struct commit_index *x)
{
	if (!x->path)
		return;
	unlink(x->path);
	if (x->before)
		setenv(VARIABLE, x->before, 1);
	else
		unsetenv(VARIABLE);
	free(x->path);
	free(x->before);
	*x = (struct commit_index)COMMIT_INDEX_INIT;
}
