#include "app/edit_files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/prompt.h"
#include "base/file.h"
#include "base/mem.h"
#include "diff/apply.h"

/*
 * The top of the repository that we are in, as git apply will see names; or
 * NULL. Allocated.
 */
static char *find_top(void)
{
	char *dir = realpath(".", NULL);
	struct stat st;

	while (dir) {
		struct buf git = BUF_INIT(MAX_CONFIG);
		char *slash = strrchr(dir, '/');
		bool found;

		buf_addf(&git, "%s/.git", dir);
		found = !stat(git.ptr, &st);
		buf_release(&git);
		if (found)
			return dir;
		if (!*dir || !slash)
			break;
		*slash = '\0';
	}
	free(dir);
	return NULL;
}

/* Where the file is, or will be, without a link in its path. Allocated. */
static char *resolve(const char *name)
{
	const char *slash = strrchr(name, '/');
	char *path = realpath(name, NULL), *dir;
	struct buf joined = BUF_INIT(MAX_CONFIG);
	struct stat st;

	if (path || errno != ENOENT)
		return path;
	if (!lstat(name, &st)) {	/* a link that leads nowhere */
		errno = ENOENT;
		return NULL;
	}
	buf_add(&joined, name, slash ? (size_t)(slash - name) : 0);
	dir = realpath(!slash ? "." : slash == name ? "/" : joined.ptr, NULL);
	buf_clear(&joined);
	if (dir)
		buf_addf(&joined, "%s/%s", strcmp(dir, "/") ? dir : "",
			 slash ? slash + 1 : name);
	free(dir);
	if (joined.len)
		return buf_take(&joined, NULL);
	buf_release(&joined);
	errno = ENOENT;
	return NULL;
}

/* As git would call it, whose patches begin at the top. */
static char *name_in_patch(const char *name, const char *path, const char *top)
{
	size_t len = top ? strlen(top) : 0;

	if (top && !strncmp(path, top, len) && path[len] == '/')
		return xstrdup(path + len + 1);
	while (!strncmp(name, "./", 2) || *name == '/')
		name += *name == '/' ? 1 : 2;
	return xstrdup(name);
}

/* One line, safe as it stands, or a model would be shown another name. */
static int check_name(const char *name, struct err *err)
{
	size_t len = strlen(name);
	char safe[4096];

	if (!len)
		return err_set(err, ERR_USAGE, "a file without a name");
	if (len >= sizeof(safe) - 16 ||
	    text_safe_line(safe, sizeof(safe), name, len) != len ||
	    memcmp(safe, name, len))
		return err_set(err, ERR_USAGE, "'%s': a name with control "
			       "characters cannot be edited", name);
	return 0;
}

static int check_text(const char *name, const struct buf *b, struct err *err)
{
	const char *p = b->ptr, *end = p + b->len, *lf;
	size_t line = 1;

	if (memchr(p, '\0', b->len))
		return err_set(err, ERR_USAGE, "%s is binary; only text can "
			       "be edited", name);
	for (; p < end; p = lf + 1, line++) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (!lf)
			lf = end;
		if ((size_t)(lf - p) > EDIT_LINE)
			return err_set(err, ERR_USAGE, "%s, line %zu is over "
				       "%zu KiB long; such files are not "
				       "edited", name, line, EDIT_LINE >> 10);
		if (line > EDIT_MOST_LINES)
			return err_set(err, ERR_USAGE, "%s has over a million "
				       "lines", name);
	}
	return 0;
}

static int read_file(struct edit_file *f, size_t left, const char *top,
		     struct err *err)
{
	struct stat st;

	if (check_name(f->name, err))
		return -1;
	f->path = resolve(f->name);
	if (!f->path)
		return err_set(err, ERR_IO, "cannot edit '%s': %s", f->name,
			       strerror(errno));
	f->patch_name = name_in_patch(f->name, f->path, top);
	f->is_link = !lstat(f->name, &st) && S_ISLNK(st.st_mode);
	if (stat(f->path, &st))
		return errno == ENOENT ? 0 :
		       err_set(err, ERR_IO, "cannot edit '%s': %s", f->name,
			       strerror(errno));
	f->exists = true;
	f->mode = st.st_mode;
	return file_read(f->path, left, &f->text, err);
}

static int read_stdin(struct edit_file *f, size_t left, struct err *err)
{
	f->name = EDIT_STDIN;
	f->patch_name = xstrdup(EDIT_STDIN);
	f->exists = true;
	return prompt_stdin(left, &f->text, err);
}

/* By where they are: one file has several names. */
static bool is_same(const struct edit_file *a, const struct edit_file *b)
{
	struct stat x, y;

	if (!strcmp(a->name, b->name) || !strcmp(a->patch_name, b->patch_name))
		return true;
	if (!a->path || !b->path)
		return false;
	if (!strcmp(a->path, b->path))
		return true;
	return a->exists && b->exists && !stat(a->path, &x) &&
	       !stat(b->path, &y) && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

static int read_one(struct edit_files *fs, const char *name, size_t left,
		    const char *top, struct err *err)
{
	struct edit_file *f = &fs->list[fs->count++];
	int rc;

	*f = (struct edit_file){ .name = name,
				 .text = BUF_INIT(EDIT_MOST_BYTES),
				 .new_text = BUF_INIT(MAX_PROMPT) };
	rc = strcmp(name, "-") ? read_file(f, left, top, err) :
				 read_stdin(f, left, err);
	if (rc || check_text(f->name, &f->text, err))
		return -1;
	for (size_t i = 0; i + 1 < fs->count; i++)
		if (is_same(&fs->list[i], f))
			return err_set(err, ERR_USAGE, "'%s' and '%s' are one "
				       "file", fs->list[i].name, f->name);
	return 0;
}

int edit_files_read(struct edit_files *fs, const char *const *names,
		    size_t count, struct err *err)
{
	size_t left = EDIT_MOST_BYTES;
	char *top = find_top();
	int rc = 0;

	*fs = (struct edit_files){ .patch = BUF_INIT(MAX_REQUEST) };
	if (count > EDIT_MOST_FILES)
		rc = err_set(err, ERR_USAGE, "more than %d files",
			     EDIT_MOST_FILES);
	else
		fs->list = xcalloc(count, sizeof(*fs->list));
	for (size_t i = 0; !rc && i < count; i++) {
		rc = read_one(fs, names[i], left, top, err);
		left -= fs->list[i].text.len;
	}
	free(top);
	return rc;
}

void edit_files_release(struct edit_files *fs)
{
	for (size_t i = 0; i < fs->count; i++) {
		struct edit_file *f = &fs->list[i];

		free(f->path);
		free(f->patch_name);
		/* secrets that were put back stand in here */
		buf_wipe(&f->text);
		buf_wipe(&f->new_text);
	}
	free(fs->list);
	buf_wipe(&fs->patch);
	*fs = (struct edit_files){ .list = NULL };
}

static unsigned git_mode(const struct edit_file *f)
{
	if (f->path && f->exists && f->mode & 0100)
		return UNIFIED_EXEC;
	return UNIFIED_PLAIN;
}

/* What is printed has been applied, by other code than made it. */
static int prove(const struct edit_file *f, struct text patch,
		 struct err *err)
{
	struct buf again = BUF_INIT(MAX_HELD);
	int rc = apply_patch(patch, text_of_buf(&f->text), &again, err);

	if (!rc && (again.len != f->new_text.len ||
		    memcmp(again.ptr, f->new_text.ptr, again.len)))
		rc = err_set(err, ERR_PATCH, "%s: the patch gives another "
			     "text", f->name);
	buf_wipe(&again);
	return rc;
}

static int diff_one(struct edit_files *fs, struct edit_file *f,
		    struct err *err)
{
	bool there = !f->gone && (f->exists || f->touched);
	const struct unified_file u = {
		.name = text_of(f->patch_name),
		.old_text = text_of_buf(&f->text),
		.new_text = text_of_buf(&f->new_text),
		.old_mode = f->exists ? git_mode(f) : 0,
		.new_mode = there ? git_mode(f) : 0,
	};
	size_t at = fs->patch.len;

	if (memchr(f->new_text.ptr, '\0', f->new_text.len))
		return err_set(err, ERR_PATCH, "%s: what is put in is binary",
			       f->name);
	if (f->gone && f->is_link)
		return err_set(err, ERR_PATCH, "%s is a symbolic link, and is "
			       "not deleted", f->name);
	f->changed = unified_add(&u, UNIFIED_CONTEXT, &f->count, &fs->patch);
	if (buf_check(&fs->patch, "the patch", err))
		return -1;
	if (!f->changed)
		return 0;
	return prove(f, (struct text){ fs->patch.ptr + at,
				       fs->patch.len - at }, err);
}

int edit_files_diff(struct edit_files *fs, struct err *err)
{
	buf_clear(&fs->patch);
	for (size_t i = 0; i < fs->count; i++)
		if (diff_one(fs, &fs->list[i], err))
			return -1;
	return 0;
}
