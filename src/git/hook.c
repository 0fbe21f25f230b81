#include "git/hook.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "git/repo.h"

#define NAME		"prepare-commit-msg"
#define BEFORE		NAME ".before-shunt"
#define BEFORE_MOST	9	/* names to try for what was there */
#define MAX_SCRIPT	((size_t)256 << 10)

/* "DIR/NAME", allocated. */
static char *join(const char *dir, const char *name)
{
	struct buf b = BUF_INIT(GIT_PATH_MAX + 1000);

	buf_addf(&b, "%s/%s", strcmp(dir, "/") ? dir : "", name);
	return buf_take(&b, NULL);
}

/* Is the path the folder, or in it? */
static bool is_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	return !strncmp(path, dir, len) &&
	       (!path[len] || path[len] == '/' || !strcmp(dir, "/"));
}

/* Does the word stand in that file? A file that cannot be read has none. */
static bool file_holds(const char *path, const char *word)
{
	struct buf b = BUF_INIT(MAX_SCRIPT);
	bool found = !file_read(path, MAX_SCRIPT, &b, NULL) &&
		     memmem(b.ptr, b.len, word, strlen(word));

	buf_release(&b);
	return found;
}

/* Has lefthook made any hook of this folder? */
static bool has_lefthook(const char *dir)
{
	DIR *d = opendir(dir);
	bool found = false;

	for (struct dirent *e = d ? readdir(d) : NULL; e && !found;
	     e = readdir(d)) {
		char *path = join(dir, e->d_name);
		size_t len = strlen(e->d_name);

		if (len < 7 || strcmp(e->d_name + len - 7, ".sample"))
			found = file_holds(path, "lefthook");
		free(path);
	}
	if (d)
		closedir(d);
	return found;
}

/* The configuration of lefthook in the work tree, allocated, or NULL. */
static char *find_lefthook(const struct hook *h)
{
	static const char *const names[] = {
		"lefthook.yml", "lefthook.yaml", ".lefthook.yml",
		".lefthook.yaml", "lefthook.toml", ".lefthook.toml",
		"lefthook.json", ".lefthook.json", ".config/lefthook.yml",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = join(h->top, names[i]);

		if (!access(path, F_OK))
			return path;
		free(path);
	}
	return NULL;
}

/* One byte is an answer. */
static int see_any(void *ctx, const char *data, size_t len, struct err *err)
{
	bool *any = ctx;

	(void)data;
	(void)err;
	*any = len > 0;
	return *any;
}

/* Does git know files in the folder of hooks? */
static int is_tracked(const struct git *g, const struct hook *h, bool *tracked,
		      struct err *err)
{
	const char *const args[] = { "--literal-pathspecs", "ls-files", "-z",
				     "--", h->dir, NULL };

	*tracked = false;
	return git_stream(g, args, see_any, tracked, err);
}

static bool ends_in(const char *s, const char *tail)
{
	size_t len = strlen(s), tail_len = strlen(tail);

	return len >= tail_len && !strcmp(s + len - tail_len, tail);
}

/* husky's folder of the user's own hooks, allocated; NULL: it is none. */
static char *find_husky(const char *dir)
{
	static const char own[] = "/.husky", made[] = "/.husky/_";

	if (ends_in(dir, own))
		return xstrdup(dir);
	if (ends_in(dir, made))
		return xstrndup(dir, strlen(dir) - 2);
	return NULL;
}

static int find_manager(const struct git *g, struct hook *h, struct err *err)
{
	bool inside = h->top && is_below(h->dir, h->top), tracked;
	char *husky;

	if (!h->top)
		return 0;
	husky = inside ? find_husky(h->dir) : NULL;
	if (husky) {
		h->manager = HOOK_HUSKY;
		h->by_hand = join(husky, NAME);
		free(husky);
		return 0;
	}
	h->by_hand = find_lefthook(h);
	if (h->by_hand && has_lefthook(h->dir)) {
		h->manager = HOOK_LEFTHOOK;
		return 0;
	}
	free(h->by_hand);
	h->by_hand = NULL;
	if (!inside || !h->elsewhere)
		return 0;
	if (is_tracked(g, h, &tracked, err))
		return -1;
	if (tracked) {
		h->manager = HOOK_TRACKED;
		h->by_hand = xstrdup(h->path);
	}
	return 0;
}

static int find_kind(struct hook *h, struct err *err)
{
	struct buf b = BUF_INIT(MAX_SCRIPT);
	struct stat st;

	h->kind = HOOK_NONE;
	if (lstat(h->path, &st)) {
		if (errno == ENOENT || errno == ENOTDIR)
			return 0;
		return err_set(err, ERR_IO, "cannot look at '%s': %s", h->path,
			       strerror(errno));
	}
	h->executable = !access(h->path, X_OK);
	h->kind = S_ISREG(st.st_mode) || S_ISLNK(st.st_mode) ? HOOK_FOREIGN :
							       HOOK_STRANGE;
	if (S_ISREG(st.st_mode) && !file_read(h->path, MAX_SCRIPT, &b, NULL) &&
	    hook_script_read((struct text){ b.ptr, b.len }, &h->shunt,
			     &h->before))
		h->kind = HOOK_OURS;
	buf_release(&b);
	return 0;
}

int hook_find(const struct git *g, struct hook *h, struct err *err)
{
	char *common = NULL;
	bool bare = false;
	int rc;

	*h = (struct hook){ .kind = HOOK_NONE };
	rc = git_place(g, GIT_PLACE_HOOKS, &h->dir, err);
	if (!rc)
		rc = git_place(g, GIT_PLACE_COMMON, &common, err);
	if (!rc)
		rc = git_is_bare(g, &bare, err);
	if (!rc && !bare)
		rc = git_place(g, GIT_PLACE_TOP, &h->top, err);
	if (!rc) {
		h->path = join(h->dir, NAME);
		h->elsewhere = !is_below(h->dir, common);
		rc = find_kind(h, err);
	}
	if (!rc)
		rc = find_manager(g, h, err);
	if (!rc && h->by_hand)
		h->added = file_holds(h->by_hand, "shunt") &&
			   file_holds(h->by_hand, " hook run ");
	free(common);
	return rc;
}

void hook_release(struct hook *h)
{
	free(h->dir);
	free(h->path);
	free(h->top);
	free(h->shunt);
	free(h->before);
	free(h->by_hand);
	*h = (struct hook){ .kind = HOOK_NONE };
}

/* A word of sh in a double-quoted scalar of YAML. */
static void add_yaml(const char *word, struct buf *out)
{
	struct buf sh = BUF_INIT(GIT_PATH_MAX * 8);

	hook_quote(word, &sh);
	for (const char *p = sh.ptr; *p; p++) {
		if ((unsigned char)*p < ' ')
			buf_addf(out, "\\x%02x", (unsigned)*p);
		else if (*p == '"' || *p == '\\')
			buf_addf(out, "\\%c", *p);
		else
			buf_addch(out, *p);
	}
	buf_release(&sh);
}

/*
 * It names the program by its path: what others have in PATH (or in
 * node_modules) may be anything, and where it is not there, nothing is run.
 */
void hook_line(const struct hook *h, const char *shunt, struct buf *out)
{
	if (h->manager == HOOK_LEFTHOOK) {
		buf_adds(out, NAME ":\n  commands:\n    shunt:\n"
			      "      run: \"[ ! -x ");
		add_yaml(shunt, out);
		buf_adds(out, " ] || ");
		add_yaml(shunt, out);
		buf_adds(out, " hook run {0} || :\"\n");
		return;
	}
	buf_adds(out, "[ ! -x ");
	hook_quote(shunt, out);
	buf_adds(out, " ] || ");
	hook_quote(shunt, out);
	buf_adds(out, " hook run \"$@\" || :\n");
}

/* The script in a file of its own beside its place; its name in *temp. */
static int write_beside(const struct hook *h, struct text script, char **temp,
			struct err *err)
{
	mode_t mask = umask(077);
	int fd, rc;

	umask(mask);
	*temp = join(h->dir, ".shunt.XXXXXX");
	fd = mkostemp(*temp, O_CLOEXEC);
	if (fd < 0) {
		rc = err_set(err, ERR_IO, "cannot write into '%s': %s", h->dir,
			     strerror(errno));
		free(*temp);
		*temp = NULL;
		return rc;
	}
	rc = fd_write_all(fd, script.ptr, script.len, h->path, NULL, err);
	if (!rc && fchmod(fd, 0755 & ~mask))
		rc = err_set(err, ERR_IO, "cannot make '%s' executable: %s",
			     h->path, strerror(errno));
	if (close(fd) && !rc)
		rc = err_set(err, ERR_IO, "cannot write '%s': %s", h->path,
			     strerror(errno));
	return rc;
}

/* A name that nothing in the folder has; NULL when there is none. */
static char *free_name(const struct hook *h)
{
	for (int i = 1; i <= BEFORE_MOST; i++) {
		char name[sizeof(BEFORE) + 16], *path;
		struct stat st;
		bool taken;

		if (i == 1)
			snprintf(name, sizeof(name), BEFORE);
		else
			snprintf(name, sizeof(name), BEFORE "-%d", i);
		path = join(h->dir, name);
		taken = !lstat(path, &st) || errno != ENOENT;
		free(path);
		if (!taken)
			return xstrdup(name);
	}
	return NULL;
}

/*
 * Gives what is there its second name: a hard link, so that there is a hook
 * at every moment, or, on file systems without them, by renaming.
 */
static int keep_before(const struct hook *h, const char *name,
		       struct err *err)
{
	char *to = join(h->dir, name);
	int rc = linkat(AT_FDCWD, h->path, AT_FDCWD, to, 0);

	if (rc && errno != EEXIST)
		rc = rename(h->path, to);
	if (rc)
		err_set(err, ERR_IO, "cannot keep the hook that is there as "
			"'%s': %s", to, strerror(errno));
	free(to);
	return rc;
}

/* Takes keep_before() back: the name where there are two, else the move. */
static void undo_before(const struct hook *h, const char *name)
{
	char *from = join(h->dir, name);
	struct stat st;

	if (!lstat(h->path, &st))
		unlink(from);
	else
		(void)!rename(from, h->path);
	free(from);
}

/* The new script takes its place, all at once. */
static int put_in_place(const struct hook *h, const char *temp,
			const char *before, struct err *err)
{
	bool foreign = h->kind == HOOK_FOREIGN;

	if (foreign && keep_before(h, before, err))
		return -1;
	if (!rename(temp, h->path))
		return 0;
	err_set(err, ERR_IO, "cannot write '%s': %s", h->path,
		strerror(errno));
	if (foreign)
		undo_before(h, before);
	return -1;
}

static int check_place(const struct hook *h, struct err *err)
{
	static const char *const who[] = {
		[HOOK_HUSKY] = "husky manages the hooks",
		[HOOK_LEFTHOOK] = "lefthook manages the hooks",
		[HOOK_TRACKED] = "the hooks are under version control",
	};

	if (h->manager != HOOK_PLAIN)
		return err_set(err, ERR_CONFIG, "%s here, so nothing was "
			       "written: add it by hand to '%s'",
			       who[h->manager], h->by_hand);
	if (h->kind == HOOK_STRANGE)
		return err_set(err, ERR_IO, "'%s' is no file", h->path);
	/* As git would make it: the mode is the umask's business. */
	if (dir_make(h->dir, 0777, err))
		return err_prefix(err, "the hooks' folder (core.hooksPath)");
	return 0;
}

/* The earlier hook's name, as it is or will be; NULL: none. */
static int choose_before(const struct hook *h, char **before, struct err *err)
{
	*before = NULL;
	if (h->kind == HOOK_OURS && h->before)
		*before = xstrdup(h->before);
	if (h->kind != HOOK_FOREIGN)
		return 0;
	*before = free_name(h);
	if (*before)
		return 0;
	return err_set(err, ERR_IO, "'%s' has earlier hooks of every name "
		       "that we give", h->dir);
}

int hook_install(struct hook *h, const char *shunt, struct err *err)
{
	struct buf script = BUF_INIT(MAX_SCRIPT);
	char *temp = NULL, *before = NULL;
	int rc = check_place(h, err);

	if (!rc)
		rc = choose_before(h, &before, err);
	hook_script(shunt, before, &script);
	if (!rc)
		rc = buf_check(&script, "the hook", err);
	if (!rc)
		rc = write_beside(h, (struct text){ script.ptr, script.len },
				  &temp, err);
	if (!rc)
		rc = put_in_place(h, temp, before, err);
	if (rc && temp)
		unlink(temp);
	free(temp);
	buf_release(&script);
	if (rc) {
		free(before);
		return rc;
	}
	free(h->shunt);
	free(h->before);
	h->kind = HOOK_OURS;
	h->executable = true;
	h->shunt = xstrdup(shunt);
	h->before = before;
	return 0;
}

int hook_uninstall(struct hook *h, struct err *err)
{
	char *before;
	struct stat st;
	int rc;

	if (h->kind != HOOK_OURS)
		return 0;
	before = h->before ? join(h->dir, h->before) : NULL;
	if (before && !lstat(before, &st))
		rc = rename(before, h->path);
	else
		rc = unlink(h->path);
	if (rc)
		err_set(err, ERR_IO, "cannot take '%s' away: %s", h->path,
			strerror(errno));
	free(before);
	return rc;
}
