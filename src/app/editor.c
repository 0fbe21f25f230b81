#include "app/editor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/proc.h"
#include "base/text.h"

const char *editor_find(void)
{
	static const char *const names[] = { "VISUAL", "EDITOR" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *v = getenv(names[i]);

		if (v && *v)
			return v;
	}
	return "vi";
}

static const char *temp_folder(void)
{
	const char *v = getenv("TMPDIR");

	return v && *v ? v : "/tmp";
}

static int write_temp(struct buf *path, const struct buf *text,
		      struct err *err)
{
	static const char tail[] = ".md";
	int fd, rc;

	buf_addf(path, "%s/shunt-XXXXXX%s", temp_folder(), tail);
	if (buf_check(path, "TMPDIR", err))
		return -1;
	fd = mkostemps(path->ptr, sizeof(tail) - 1, O_CLOEXEC);
	if (fd < 0) {
		err_set(err, ERR_IO, "cannot make '%s': %s", path->ptr,
			strerror(errno));
		buf_clear(path);
		return -1;
	}
	rc = fd_write_all(fd, text->ptr, text->len, "the editor's file", NULL,
			  err);
	/* a last line without an end vexes some editors */
	if (!rc && text->len && text->ptr[text->len - 1] != '\n')
		rc = fd_write_all(fd, "\n", 1, "the editor's file", NULL, err);
	if (close(fd) && !rc)
		rc = err_set(err, ERR_IO, "cannot write '%s': %s", path->ptr,
			     strerror(errno));
	return rc;
}

/* What was saved before the editor failed is not lost: it stays there. */
static bool is_work(const char *path, const struct buf *text)
{
	struct buf now = BUF_INIT(text->max);
	struct err err = ERR_INIT;
	bool work = !file_read(path, now.max, &now, &err) &&
		    text_trim(text_of_buf(&now)).len;

	if (work && now.len && now.ptr[now.len - 1] == '\n' &&
	    (!text->len || text->ptr[text->len - 1] != '\n'))
		buf_truncate(&now, now.len - 1);
	work = work && (now.len != text->len ||
			memcmp(now.ptr, text->ptr, now.len) != 0);
	buf_wipe(&now);
	return work;
}

int editor_text(struct buf *text, struct err *err)
{
	struct buf path = BUF_INIT(4096), now = BUF_INIT(text->max);
	struct text left;
	bool work = false;
	int rc;

	rc = write_temp(&path, text, err);
	if (!rc) {
		rc = proc_editor(editor_find(), path.ptr, err);
		work = rc && is_work(path.ptr, text);
	}
	if (work)
		err_set(err, err->kind, "%s; what was written is in %s",
			err->msg, path.ptr);
	if (!rc)
		rc = file_read(path.ptr, now.max, &now, err);
	if (path.len && !work)
		unlink(path.ptr);
	left = text_trim((struct text){ .ptr = now.ptr, .len = now.len });
	if (!rc && !left.len)
		rc = err_set(err, ERR_USAGE, "the editor left nothing: the "
			     "text is as it was");
	if (!rc) {
		if (now.ptr[now.len - 1] == '\n')
			buf_truncate(&now, now.len - 1);
		buf_release(text);
		*text = now;
		now = (struct buf)BUF_INIT(0);
	}
	buf_release(&path);
	buf_release(&now);
	return rc;
}
