#ifndef SHUNT_STORE_DB_H
#define SHUNT_STORE_DB_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

/*
 * The part of SQLite that the store uses; the only place that knows
 * libsqlite3, which is loaded by db_open(). SQL is always a literal; what
 * comes from outside is bound. Errors are ERR_IO with a line that names the
 * file and what to do, or ERR_STOPPED when the stop flag was set while
 * somebody else held the lock.
 */
struct db;

/*
 * Opens a file that is there. Nothing is read yet, so one that is damaged or
 * locked shows later. Writes go to the write-ahead log, which stays when the
 * last one closes: no commit but the one that finds it long copies it into
 * the file, and none but that one waits for the disk.
 */
MUST_CHECK
int db_open(struct db **out, const char *path, long busy_ms,
	    const volatile sig_atomic_t *stop, struct err *err);
void db_close(struct db *db);	/* NULL is fine */
const char *db_path(const struct db *db);

/* Was the last failure that the file is damaged, or no database at all? */
bool db_damaged(const struct db *db);

/* Was it that a UNIQUE or PRIMARY KEY value is there already? */
bool db_taken(const struct db *db);

/* Statements without results, one after the other. */
MUST_CHECK
int db_exec(struct db *db, const char *sql, struct err *err);

/* Makes the file one with a write-ahead log; it is set up so but once. */
MUST_CHECK
int db_use_wal(struct db *db, struct err *err);

MUST_CHECK
int db_begin(struct db *db, struct err *err);	/* BEGIN IMMEDIATE */
/*
 * Ends it: commits where what was done in it went well (rc 0), else, and
 * where the commit fails, rolls back. 0, or -1 with what went wrong first.
 */
MUST_CHECK
int db_finish(struct db *db, int rc, struct err *err);

/*
 * Copies the log into the file and cuts it off, if nobody is in the way. A
 * commit does so by itself where the log has become long.
 */
void db_shorten_log(struct db *db);

int64_t db_changes(struct db *db);	/* rows of the last statement */
int64_t db_last_row(struct db *db);	/* number of the last one inserted */

/*
 * One statement. Values are bound to its ? in turn, and borrowed until
 * db_end(); what goes wrong before db_step() is told by it. Columns count
 * from 0; their strings live until the next db_step() or db_end().
 *
 *	struct db_stmt st;
 *	db_prepare(&st, db, "SELECT ..."); db_bind_int(&st, 1);
 *	do {
 *		n = db_step(&st, err);
 *		if (n > 0) ...
 *	} while (n > 0);
 *	db_end(&st);
 */
struct db_stmt {
	struct db *db;
	void *handle;
	int bound;	/* parameters so far */
	int rc;
};

void db_prepare(struct db_stmt *st, struct db *db, const char *sql);
void db_bind_int(struct db_stmt *st, int64_t v);
void db_bind_count(struct db_stmt *st, int64_t v);	/* < 0 is NULL */
void db_bind_real(struct db_stmt *st, double v);	/* NAN is NULL */
void db_bind_str(struct db_stmt *st, const char *s);	/* NULL is NULL */
void db_bind_text(struct db_stmt *st, struct text t);

/* 1: there is a row, 0: no more, -1. */
MUST_CHECK
int db_step(struct db_stmt *st, struct err *err);
void db_end(struct db_stmt *st);

/* Steps to the end and ends it. */
MUST_CHECK
int db_run(struct db_stmt *st, struct err *err);

/* The first column of its only row, `none` where there is none; ends it. */
MUST_CHECK
int db_run_int(struct db_stmt *st, int64_t none, int64_t *out,
	       struct err *err);

int64_t db_int(const struct db_stmt *st, int col);
int64_t db_count(const struct db_stmt *st, int col);	/* NULL is -1 */
double db_real(const struct db_stmt *st, int col);	/* NULL is NAN */
const char *db_str(const struct db_stmt *st, int col);	/* NULL is NULL */
struct text db_text(const struct db_stmt *st, int col);

#endif
