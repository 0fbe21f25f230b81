#include "store/place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "store/store.h"

static int cannot(const char *verb, const char *path, struct err *err)
{
	return err_set(err, ERR_IO, "cannot %s '%s': %s", verb, path,
		       strerror(errno));
}

char *store_folder(void)
{
	const char *home = getenv("HOME"), *xdg = getenv("XDG_STATE_HOME");
	struct buf path = BUF_INIT(PATH_MAX);

	/* the XDG Base Directory Specification: relative paths are ignored */
	if (xdg && *xdg == '/')
		buf_addf(&path, "%s/shunt", xdg);
	else if (home && *home == '/')
		buf_addf(&path, "%s/.local/state/shunt", home);
	if (path.len && !path.over)
		return buf_take(&path, NULL);
	buf_release(&path);
	return NULL;
}

char *place_path(const char *name)
{
	struct buf path = BUF_INIT(PATH_MAX);
	char *folder = store_folder();

	if (!folder)
		return NULL;
	buf_addf(&path, "%s/%s", folder, name);
	free(folder);
	if (!path.over)
		return buf_take(&path, NULL);
	buf_release(&path);
	return NULL;
}

static int check_owner(const char *path, const struct stat *st,
		       struct err *err)
{
	if (st->st_uid == geteuid())
		return 0;
	return err_set(err, ERR_IO, "'%s' belongs to user %lu, not to you; "
		       "move it away, or set XDG_STATE_HOME", path,
		       (unsigned long)st->st_uid);
}

/* Ours, and closed to all others from now on. */
static int check_mode(const char *path, const struct stat *st, mode_t most,
		      struct err *err)
{
	if (check_owner(path, st, err))
		return -1;
	if ((st->st_mode & 07777 & ~most) &&
	    chmod(path, st->st_mode & most))
		return cannot("chmod", path, err);
	return 0;
}

static int check_folder(const char *folder, struct err *err)
{
	struct stat st;

	if (stat(folder, &st))
		return cannot("look at", folder, err);
	if (!S_ISDIR(st.st_mode))
		return err_set(err, ERR_IO, "'%s' is not a folder; move it "
			       "away", folder);
	return check_mode(folder, &st, 0700, err);
}

static int make_folder(const char *folder, struct err *err)
{
	if (dir_make(folder, 0700, err))
		return -1;
	if (chmod(folder, 0700))	/* whatever the umask is */
		return cannot("chmod", folder, err);
	return 0;
}

/* What a link leads to is somebody's file: its mode is not ours to change. */
static int check_file(const char *path, bool linked, struct err *err)
{
	struct stat st;

	if (stat(path, &st))
		return cannot("open", path, err);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_IO, "'%s' is not a regular file; move "
			       "it away", path);
	return linked ? check_owner(path, &st, err) :
			check_mode(path, &st, 0600, err);
}

/* O_EXCL: whatever somebody put there meanwhile is looked at first. */
static int make_file(const char *path, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600), rc;

	if (fd < 0)
		return errno == EEXIST ? 0 : cannot("make", path, err);
	rc = fchmod(fd, 0600);	/* whatever the umask is */
	if (rc)
		cannot("chmod", path, err);
	close(fd);
	return rc;
}

/* *path becomes what the link leads to. */
static int follow(char **path, struct err *err)
{
	char *real = realpath(*path, NULL);

	if (!real)
		return cannot("follow the link", *path, err);
	free(*path);
	*path = real;
	return 0;
}

/* What is at *path is not opened here: closing it would drop its locks. */
static int find_file(char **path, bool create, struct err *err)
{
	struct stat st;
	bool linked;

	if (lstat(*path, &st)) {
		if (errno != ENOENT)
			return cannot("open", *path, err);
		if (create)
			return make_file(*path, err) ? -1 :
			       find_file(path, false, err);
		free(*path);
		*path = NULL;
		return 0;
	}
	linked = S_ISLNK(st.st_mode);
	if (linked && (check_owner(*path, &st, err) || follow(path, err)))
		return -1;
	return check_file(*path, linked, err);
}

static int find_in(const char *folder, char **path, bool create,
		   struct err *err)
{
	struct stat st;
	bool there = !stat(folder, &st) || errno != ENOENT;

	if (!there && !create) {
		free(*path);
		*path = NULL;
		return 0;
	}
	if (!there && make_folder(folder, err))
		return -1;
	return check_folder(folder, err) ? -1 : find_file(path, create, err);
}

int place_find(char **path, bool create, struct err *err)
{
	char *folder = store_folder();
	int rc;

	*path = place_path("shunt.db");
	if (folder && *path) {
		rc = find_in(folder, path, create, err);
	} else if (create) {
		rc = err_set(err, ERR_IO, "no folder for the log: set HOME or "
			     "XDG_STATE_HOME to an absolute path");
	} else {
		rc = 0;
	}
	if (rc) {
		free(*path);
		*path = NULL;
	}
	free(folder);
	return rc;
}
