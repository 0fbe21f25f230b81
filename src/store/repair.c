#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/clock.h"
#include "store/inside.h"
#include "store/place.h"

/* ERR_USAGE when it is sound, other kinds when that cannot be said; or 0. */
static int check_damaged(const char *path, struct err *err)
{
	struct db *db = NULL;
	struct db_stmt st;
	bool sound = false;
	int n;

	if (db_open(&db, path, STORE_BUSY, NULL, err))
		return -1;
	db_prepare(&st, db, "PRAGMA integrity_check(1)");
	n = db_step(&st, err);
	if (n > 0)
		sound = text_is(db_text(&st, 0), "ok");
	db_end(&st);
	if (n < 0 && db_damaged(db))
		n = 0;
	db_close(db);
	if (sound)
		return err_set(err, ERR_USAGE, "'%s' is sound: nothing to "
			       "repair", path);
	return n < 0 ? -1 : 0;
}

/* From PATH + tail to NEW + tail; what is not there needs no moving. */
static int move(const char *path, const char *to, const char *tail,
		struct err *err)
{
	struct buf from = BUF_INIT(MAX_CONFIG), where = BUF_INIT(MAX_CONFIG);
	int rc = 0;

	buf_addf(&from, "%s%s", path, tail);
	buf_addf(&where, "%s%s", to, tail);
	if (rename(from.ptr, where.ptr) && errno != ENOENT)
		rc = err_set(err, ERR_IO, "cannot rename '%s': %s", from.ptr,
			     strerror(errno));
	buf_release(&from);
	buf_release(&where);
	return rc;
}

/* PATH.corrupt-DATE, with a number where that is there already. */
static int free_name(const char *path, struct buf *to, struct err *err)
{
	char date[CLOCK_ISO_SIZE];
	struct stat st;

	clock_iso(clock_wall(), date);
	for (int i = 1; i < 100; i++) {
		buf_clear(to);
		buf_addf(to, "%s.corrupt-%s", path, date);
		if (i > 1)
			buf_addf(to, "-%d", i);
		if (lstat(to->ptr, &st))
			return buf_check(to, "the new name", err);
	}
	return err_set(err, ERR_IO, "'%s' is there already; try again",
		       to->ptr);
}

/*
 * The log goes first: one that was left would be read into the next database
 * of that name.
 */
static int move_all(const char *path, char **moved, struct err *err)
{
	struct buf to = BUF_INIT(MAX_CONFIG);
	int rc = free_name(path, &to, err);

	if (!rc)
		rc = move(path, to.ptr, "-wal", err);
	if (!rc)
		rc = move(path, to.ptr, "-shm", err);
	if (!rc)
		rc = move(path, to.ptr, "", err);
	if (!rc)
		*moved = buf_take(&to, NULL);
	buf_release(&to);
	return rc;
}

/* What a link leads to may be no log at all, and is not ours to move. */
static int check_link(struct err *err)
{
	char *path = place_path("shunt.db");
	struct stat st;
	int rc = 0;

	if (path && !lstat(path, &st) && S_ISLNK(st.st_mode))
		rc = err_set(err, ERR_USAGE, "'%s' is a link; remove it, or "
			     "see to what it leads to", path);
	free(path);
	return rc;
}

int store_repair(char **moved, struct err *err)
{
	char *path;
	int rc;

	*moved = NULL;
	if (check_link(err) || place_find(&path, false, err))
		return -1;
	if (!path)
		return err_set(err, ERR_USAGE, "there is no log to repair");
	rc = check_damaged(path, err);
	if (!rc)
		rc = move_all(path, moved, err);
	free(path);
	return rc;
}
