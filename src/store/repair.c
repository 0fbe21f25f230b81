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

/*
 * The log goes first: one that was left would be read into the next database
 * of that name.
 */
static int move_all(const char *path, char **moved, struct err *err)
{
	struct buf to = BUF_INIT(MAX_CONFIG);
	char date[CLOCK_ISO_SIZE];
	struct stat st;

	clock_iso(clock_wall(), date);
	buf_addf(&to, "%s.corrupt-%s", path, date);
	if (!lstat(to.ptr, &st)) {
		err_set(err, ERR_IO, "'%s' is there already; try again",
			to.ptr);
	} else if (!move(path, to.ptr, "-wal", err) &&
		   !move(path, to.ptr, "-shm", err) &&
		   !move(path, to.ptr, "", err)) {
		*moved = buf_take(&to, NULL);
		return 0;
	}
	buf_release(&to);
	return -1;
}

int store_repair(char **moved, struct err *err)
{
	char *path;
	int rc;

	*moved = NULL;
	if (place_find(&path, false, err))
		return -1;
	if (!path)
		return err_set(err, ERR_USAGE, "there is no log to repair");
	rc = check_damaged(path, err);
	if (!rc)
		rc = move_all(path, moved, err);
	free(path);
	return rc;
}
