#include "store/db.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "base/dl.h"
#include "base/mem.h"

/* What is used of libsqlite3, filled by dl_load(). */
struct sqlite_api {
	int (*open_v2)(const char *path, sqlite3 **out, int flags,
		       const char *vfs);
	int (*close)(sqlite3 *h);
	int (*db_config)(sqlite3 *h, int op, ...);
	int (*extended_result_codes)(sqlite3 *h, int on);
	int (*busy_handler)(sqlite3 *h, int (*fn)(void *, int), void *ctx);
	void *(*wal_hook)(sqlite3 *h, int (*fn)(void *, sqlite3 *,
						const char *, int),
			  void *ctx);
	const char *(*errmsg)(sqlite3 *h);
	int (*system_errno)(sqlite3 *h);
	int (*changes)(sqlite3 *h);
	sqlite3_int64 (*last_insert_rowid)(sqlite3 *h);
	int (*prepare_v2)(sqlite3 *h, const char *sql, int len,
			  sqlite3_stmt **out, const char **tail);
	int (*step)(sqlite3_stmt *st);
	int (*finalize)(sqlite3_stmt *st);
	int (*bind_int64)(sqlite3_stmt *st, int i, sqlite3_int64 v);
	int (*bind_double)(sqlite3_stmt *st, int i, double v);
	int (*bind_null)(sqlite3_stmt *st, int i);
	int (*bind_text)(sqlite3_stmt *st, int i, const char *s, int len,
			 void (*done)(void *));
	int (*column_type)(sqlite3_stmt *st, int col);
	sqlite3_int64 (*column_int64)(sqlite3_stmt *st, int col);
	double (*column_double)(sqlite3_stmt *st, int col);
	const unsigned char *(*column_text)(sqlite3_stmt *st, int col);
	int (*column_bytes)(sqlite3_stmt *st, int col);
};

#define API(field) { "sqlite3_" #field, offsetof(struct sqlite_api, field) }
static const struct dl_symbol sqlite_symbols[] = {
	API(open_v2), API(close), API(db_config), API(extended_result_codes),
	API(busy_handler), API(wal_hook), API(errmsg), API(system_errno),
	API(changes), API(last_insert_rowid), API(prepare_v2), API(step),
	API(finalize), API(bind_int64), API(bind_double), API(bind_null),
	API(bind_text), API(column_type), API(column_int64),
	API(column_double), API(column_text), API(column_bytes),
};

/*
 * When the log is copied into the file and cut off. Each process reads what
 * is there of it, which takes 1 ms for 500 pages or so, and the copying
 * waits for the disk three times; a save writes about ten pages.
 */
#define LOG_PAGES 256

/* How often `busy_ms` may pass while others are seen to go on. */
#define BUSY_TURNS 6

static const char *const sqlite_sonames[] = { "libsqlite3.so.0", NULL };

struct db {
	struct sqlite_api api;
	sqlite3 *handle;
	char *path;
	char *log_path;
	long busy_ms;
	const volatile sig_atomic_t *stop;
	int64_t waiting_since;	/* clock_ms() */
	int64_t still_since;	/* when the others were last seen to go on */
	struct timespec written, logged; /* the file, its log, by then */
	bool hurried;		/* it is not worth waiting for */
	int log_pages;		/* in the log, after the last commit */
	int last;		/* result code of the last failure */
};

/* What a result code means to a person, behind the file's name. */
static const struct {
	int code;
	const char *say;
} sayings[] = {
	{ SQLITE_BUSY, "is locked by another process; try again" },
	{ SQLITE_PROTOCOL, "is locked by another process; try again" },
	{ SQLITE_NOTADB, "is no SQLite database; 'shunt log repair' moves it "
			 "aside" },
	{ SQLITE_CORRUPT, "is damaged; 'shunt log repair' moves it aside" },
	{ SQLITE_READONLY, "cannot be written; give yourself the right to "
			   "write it and its folder" },
	{ SQLITE_PERM, "cannot be opened; give yourself the right to" },
	{ SQLITE_CANTOPEN, "or a file beside it cannot be opened; give "
			   "yourself the right to write there" },
	{ SQLITE_FULL, "cannot grow: the disk is full; make room" },
	{ SQLITE_NOMEM, "was not used: out of memory" },
};

static int fail(struct db *db, int rc, struct err *err)
{
	int code = rc & 0xFF, sys;

	db->last = rc;
	if (code == SQLITE_BUSY && db->stop && *db->stop)
		return err_set(err, ERR_STOPPED, "interrupted while '%s' was "
			       "locked by another process", db->path);
	for (size_t i = 0; i < sizeof(sayings) / sizeof(sayings[0]); i++)
		if (sayings[i].code == code)
			return err_set(err, ERR_IO, "'%s' %s", db->path,
				       sayings[i].say);
	if (code != SQLITE_IOERR)
		return err_set(err, ERR_IO, "cannot use '%s': %s", db->path,
			       db->api.errmsg(db->handle));
	sys = db->api.system_errno(db->handle);
	return err_set(err, ERR_IO, "cannot read or write '%s': %s; check the "
		       "disk", db->path, sys ? strerror(sys) :
		       db->api.errmsg(db->handle));
}

static bool is_newer(const char *path, struct timespec *than)
{
	struct stat st;

	if (stat(path, &st) || (st.st_mtim.tv_sec == than->tv_sec &&
				st.st_mtim.tv_nsec == than->tv_nsec))
		return false;
	*than = st.st_mtim;
	return true;
}

/*
 * Has somebody written since this was last asked? Where many wait on a busy
 * machine the last one's turn comes late, but it comes; where nobody goes
 * on, the lock is stuck.
 */
static bool others_go_on(struct db *db)
{
	bool log = is_newer(db->log_path, &db->logged);

	return is_newer(db->path, &db->written) || log;
}

static bool waited_enough(struct db *db)
{
	int64_t now = clock_ms();

	if (now - db->still_since < db->busy_ms)
		return false;
	if (now - db->waiting_since >= db->busy_ms * BUSY_TURNS)
		return true;
	db->still_since = now;
	return !others_go_on(db);
}

/* Small steps: a save holds the lock for about a millisecond. */
static int wait_a_little(void *ctx, int tries)
{
	struct timespec step = { .tv_nsec = 1000000 };
	struct db *db = ctx;

	if (!tries) {
		db->waiting_since = db->still_since = clock_ms();
		others_go_on(db);
	}
	if (db->hurried || (db->stop && *db->stop) || waited_enough(db))
		return 0;
	if (tries > 10)
		step.tv_nsec *= tries > 100 ? 10 : 3;
	nanosleep(&step, NULL);	/* a signal ends it early, and is seen next */
	return 1;
}

static int on_commit(void *ctx, sqlite3 *handle, const char *name, int pages)
{
	struct db *db = ctx;

	(void)handle;
	(void)name;
	db->log_pages = pages;
	return SQLITE_OK;
}

int db_open(struct db **out, const char *path, long busy_ms,
	    const volatile sig_atomic_t *stop, struct err *err)
{
	struct db *db = xcalloc(1, sizeof(*db));
	size_t room;
	int rc;

	*out = NULL;
	if (dl_load(sqlite_sonames, sqlite_symbols,
		    sizeof(sqlite_symbols) / sizeof(sqlite_symbols[0]),
		    &db->api, err)) {
		free(db);
		if (err)
			err->kind = ERR_IO;
		return -1;
	}
	db->path = xstrdup(path);
	room = strlen(path) + sizeof("-wal");
	db->log_path = xmalloc(room);
	snprintf(db->log_path, room, "%s-wal", path);
	db->busy_ms = busy_ms;
	db->stop = stop;
	rc = db->api.open_v2(path, &db->handle, SQLITE_OPEN_READWRITE |
			     SQLITE_OPEN_NOMUTEX, NULL);
	if (rc) {
		fail(db, rc, err);
		db_close(db);
		return -1;
	}
	db->api.extended_result_codes(db->handle, 1);
	db->api.busy_handler(db->handle, wait_a_little, db);
	db->api.wal_hook(db->handle, on_commit, db);
	db->api.db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
			  NULL);
	*out = db;
	return 0;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	db->api.close(db->handle);
	free(db->path);
	free(db->log_path);
	free(db);
}

const char *db_path(const struct db *db)
{
	return db->path;
}

bool db_damaged(const struct db *db)
{
	int code = db->last & 0xFF;

	return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

bool db_taken(const struct db *db)
{
	return db->last == SQLITE_CONSTRAINT_UNIQUE ||
	       db->last == SQLITE_CONSTRAINT_PRIMARYKEY;
}

/* One statement, its rows passed over; a result code. */
static int run_once(struct db *db, const char *sql, const char **tail)
{
	sqlite3_stmt *st = NULL;
	int rc = db->api.prepare_v2(db->handle, sql, -1, &st, tail);

	while (!rc) {
		rc = db->api.step(st);
		if (rc == SQLITE_ROW)
			rc = SQLITE_OK;
		else if (rc == SQLITE_DONE)
			break;
	}
	/* of nothing but white space there is no statement: a misuse */
	if (!st && rc == SQLITE_MISUSE)
		rc = SQLITE_DONE;
	db->api.finalize(st);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int db_exec(struct db *db, const char *sql, struct err *err)
{
	int rc = SQLITE_OK;

	while (!rc && *sql)
		rc = run_once(db, sql, &sql);
	return rc ? fail(db, rc, err) : 0;
}

/*
 * To switch, SQLite wants the file for itself, and where two want it gives
 * up at once instead of asking the busy handler, lest both wait for ever.
 */
int db_use_wal(struct db *db, struct err *err)
{
	int rc, tries = 0;

	do {
		rc = run_once(db, "PRAGMA journal_mode = WAL", NULL);
	} while ((rc & 0xFF) == SQLITE_BUSY && wait_a_little(db, tries++));
	return rc ? fail(db, rc, err) : 0;
}

int db_begin(struct db *db, struct err *err)
{
	return db_exec(db, "BEGIN IMMEDIATE", err);
}

/*
 * SQLite's own checkpoint leaves the log as long as it is, to be written
 * from its start again; but that it was copied is known in shared memory
 * alone, which is gone with the last process, and ours live for one commit:
 * the log would grow for ever, and be read as a whole by each of them.
 */
void db_shorten_log(struct db *db)
{
	db->hurried = true;	/* who is in the way may do it next time */
	run_once(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
	db->hurried = false;
	db->log_pages = 0;
}

/* How long the log is, if all of it is in the file as well; else -1. */
static int64_t copy_log(struct db *db)
{
	int64_t log = -1;
	struct db_stmt st;

	db_prepare(&st, db, "PRAGMA wal_checkpoint(PASSIVE)");
	if (db_step(&st, NULL) > 0 && db_int(&st, 1) == db_int(&st, 2))
		log = db_int(&st, 1);
	db_end(&st);
	return log;
}

/*
 * A cut keeps the others from writing for as long as there is something left
 * to copy, and a busy disk can take seconds for that. So it is copied first,
 * while they write, and cut where they wrote nothing meanwhile; or, in the
 * end, though they did.
 */
static bool worth_cutting(struct db *db)
{
	int64_t copied;

	if (db->log_pages <= LOG_PAGES)
		return false;
	copied = copy_log(db);
	return (copied >= 0 && copied == copy_log(db)) ||
	       db->log_pages > LOG_PAGES * 16;
}

int db_finish(struct db *db, int rc, struct err *err)
{
	if (!rc)
		rc = db_exec(db, "COMMIT", err);
	if (rc) {
		/* fails where SQLite has done so itself, as on a full disk */
		run_once(db, "ROLLBACK", NULL);
		return -1;
	}
	if (worth_cutting(db))
		db_shorten_log(db);
	return 0;
}

int64_t db_changes(struct db *db)
{
	return db->api.changes(db->handle);
}

int64_t db_last_row(struct db *db)
{
	return db->api.last_insert_rowid(db->handle);
}

void db_prepare(struct db_stmt *st, struct db *db, const char *sql)
{
	sqlite3_stmt *handle = NULL;

	*st = (struct db_stmt){ .db = db };
	st->rc = db->api.prepare_v2(db->handle, sql, -1, &handle, NULL);
	st->handle = handle;
}

/* The first failure stays, for db_step(). */
static void bound(struct db_stmt *st, int rc)
{
	if (!st->rc)
		st->rc = rc;
}

void db_bind_int(struct db_stmt *st, int64_t v)
{
	bound(st, st->db->api.bind_int64(st->handle, ++st->bound, v));
}

static void bind_null(struct db_stmt *st)
{
	bound(st, st->db->api.bind_null(st->handle, ++st->bound));
}

void db_bind_count(struct db_stmt *st, int64_t v)
{
	if (v < 0)
		bind_null(st);
	else
		db_bind_int(st, v);
}

void db_bind_real(struct db_stmt *st, double v)
{
	/* SQLite makes NULL of a NAN itself */
	bound(st, st->db->api.bind_double(st->handle, ++st->bound, v));
}

void db_bind_str(struct db_stmt *st, const char *s)
{
	if (s)
		db_bind_text(st, text_of(s));
	else
		bind_null(st);
}

void db_bind_text(struct db_stmt *st, struct text t)
{
	if (t.len > INT32_MAX) {
		bound(st, SQLITE_TOOBIG);
		return;
	}
	bound(st, st->db->api.bind_text(st->handle, ++st->bound,
					t.ptr ? t.ptr : "", (int)t.len,
					SQLITE_STATIC));
}

int db_step(struct db_stmt *st, struct err *err)
{
	int rc = st->rc;

	if (!rc)
		rc = st->db->api.step(st->handle);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	return fail(st->db, rc, err);
}

void db_end(struct db_stmt *st)
{
	st->db->api.finalize(st->handle);
	st->handle = NULL;
}

int db_run(struct db_stmt *st, struct err *err)
{
	int n;

	do {
		n = db_step(st, err);
	} while (n > 0);
	db_end(st);
	return n;
}

int db_run_int(struct db_stmt *st, int64_t none, int64_t *out,
	       struct err *err)
{
	int n = db_step(st, err);

	*out = n > 0 ? db_int(st, 0) : none;
	db_end(st);
	return n < 0 ? -1 : 0;
}

int64_t db_int(const struct db_stmt *st, int col)
{
	return st->db->api.column_int64(st->handle, col);
}

static bool is_null(const struct db_stmt *st, int col)
{
	return st->db->api.column_type(st->handle, col) == SQLITE_NULL;
}

int64_t db_count(const struct db_stmt *st, int col)
{
	return is_null(st, col) ? -1 : db_int(st, col);
}

double db_real(const struct db_stmt *st, int col)
{
	if (is_null(st, col))
		return NAN;
	return st->db->api.column_double(st->handle, col);
}

const char *db_str(const struct db_stmt *st, int col)
{
	return (const char *)st->db->api.column_text(st->handle, col);
}

struct text db_text(const struct db_stmt *st, int col)
{
	const char *s = db_str(st, col);
	struct text t = { .ptr = s ? s : "" };

	if (s)
		t.len = (size_t)st->db->api.column_bytes(st->handle, col);
	return t;
}
