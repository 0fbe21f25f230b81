#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/edit_files.h"
#include "app/process.h"
#include "base/file.h"
#include "base/mem.h"

static int same_text(const struct edit_file *f, struct err *err)
{
	struct buf now = BUF_INIT(EDIT_MOST_BYTES);
	struct err why = ERR_INIT;
	int rc = file_read(f->path, EDIT_MOST_BYTES, &now, &why);

	if (rc || now.len != f->text.len ||
	    memcmp(now.ptr, f->text.ptr, now.len))
		rc = err_set(err, ERR_PATCH, "'%s' has changed meanwhile; "
			     "nothing is written", f->name);
	buf_wipe(&now);
	return rc;
}

int edit_files_same(const struct edit_files *fs, struct err *err)
{
	struct stat st;

	for (size_t i = 0; i < fs->count; i++) {
		const struct edit_file *f = &fs->list[i];

		if (!f->path || !f->changed)
			continue;
		if (f->exists && same_text(f, err))
			return -1;
		if (!f->exists && !lstat(f->path, &st))
			return err_set(err, ERR_PATCH, "'%s' has come into "
				       "being meanwhile; nothing is written",
				       f->name);
	}
	return 0;
}

static bool is_written(const struct edit_file *f)
{
	return f->path && f->changed && !f->gone;
}

/* Beside their places; nothing can be seen of it yet. */
static int prepare(const struct edit_files *fs, struct file_out *outs,
		   struct err *err)
{
	for (size_t i = 0; i < fs->count; i++) {
		const struct edit_file *f = &fs->list[i];

		if (is_written(f) &&
		    (file_out_open(&outs[i], f->path, 0, err) ||
		     file_out_write(&outs[i], f->new_text.ptr,
				    f->new_text.len, err)))
			return -1;
		if (f->changed && f->gone && access(f->path, W_OK))
			return err_set(err, ERR_IO, "cannot delete '%s': %s",
				       f->name, strerror(errno));
	}
	return 0;
}

static int put(const struct edit_file *f, struct file_out *out,
	       struct err *err)
{
	if (is_written(f))
		return file_out_commit(out, err);
	if (f->changed && f->gone && unlink(f->path))
		return err_set(err, ERR_IO, "cannot delete '%s': %s", f->name,
			       strerror(errno));
	return 0;
}

/* As it was before put(). */
static int put_back(const struct edit_file *f)
{
	struct file_out out = FILE_OUT_INIT;
	struct err err = ERR_INIT;

	if (!f->path || !f->changed)
		return 0;
	if (!f->exists)
		return unlink(f->path);
	if (file_out_open(&out, f->path, 0, &err) ||
	    file_out_write(&out, f->text.ptr, f->text.len, &err) ||
	    file_out_commit(&out, &err)) {
		file_out_abort(&out);
		return -1;
	}
	return f->gone ? chmod(f->path, f->mode & 0777) : 0;
}

static int put_all(const struct edit_files *fs, struct file_out *outs,
		   struct err *err)
{
	const char *lost = NULL;
	size_t n = 0;

	while (n < fs->count && !put(&fs->list[n], &outs[n], err))
		n++;
	if (n == fs->count)
		return 0;
	while (n--)
		if (put_back(&fs->list[n]))
			lost = fs->list[n].name;
	if (lost)
		return err_prefix(err, "'%s' is written and could not be put "
				  "back", lost);
	return err_prefix(err, "nothing is changed");
}

int edit_files_write(const struct edit_files *fs, struct err *err)
{
	struct file_out *outs = xcalloc(fs->count, sizeof(*outs));
	int rc;

	for (size_t i = 0; i < fs->count; i++)
		outs[i] = (struct file_out)FILE_OUT_INIT;
	rc = prepare(fs, outs, err);
	/* the last look, as late as can be */
	if (!rc)
		rc = edit_files_same(fs, err);
	if (!rc && process_stop)
		rc = err_set(err, ERR_STOPPED, "interrupted");
	if (!rc)
		rc = put_all(fs, outs, err);
	for (size_t i = 0; i < fs->count; i++)
		file_out_abort(&outs[i]);
	free(outs);
	return rc;
}
