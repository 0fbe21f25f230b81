#include "store/schema.h"

#include <inttypes.h>

#define APPLICATION 0x7368756e

/*
 * Step n brings version n to version n + 1; a step that was released is
 * never changed. `turns` is kept narrow, for it is looked through as a
 * whole; what is long is in `texts` and `documents`. An id sorts by time.
 *
 * turns.bytes is what a turn weighs when the oldest are pruned: the texts'
 * lengths and 1000 for all else. A cool-down with id '' is of the whole
 * endpoint; probe_until keeps others away while one probes. habits.good and
 * .bad count the ratings, also those of turns that were pruned.
 */
static const char *const steps[] = {
	"CREATE TABLE sessions (id TEXT PRIMARY KEY, name TEXT UNIQUE,"
	" terminal TEXT, created INTEGER NOT NULL, used INTEGER NOT NULL)"
	" WITHOUT ROWID;"
	"CREATE TABLE turns (number INTEGER PRIMARY KEY,"
	" id TEXT NOT NULL UNIQUE, session TEXT NOT NULL,"
	" at INTEGER NOT NULL, command TEXT, task TEXT, difficulty REAL,"
	" model TEXT, vendor TEXT, family TEXT, served TEXT, effort TEXT,"
	" status INTEGER NOT NULL, error TEXT, finish TEXT, input INTEGER,"
	" cached INTEGER, output INTEGER, cost REAL, strongest REAL,"
	" first_ms INTEGER, total_ms INTEGER, meta INTEGER NOT NULL,"
	" rating INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL);"
	"CREATE INDEX turns_session ON turns (session, id);"
	"CREATE TABLE texts (turn INTEGER PRIMARY KEY, ask TEXT, answer TEXT,"
	" system TEXT, report TEXT);"
	"CREATE TABLE documents (number INTEGER PRIMARY KEY,"
	" turn INTEGER NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,"
	" hash TEXT NOT NULL, text TEXT NOT NULL);"
	"CREATE INDEX documents_turn ON documents (turn);"
	"CREATE TRIGGER turns_deleted AFTER DELETE ON turns BEGIN"
	" DELETE FROM texts WHERE turn = old.number;"
	" DELETE FROM documents WHERE turn = old.number; END;"
	"CREATE TABLE spend (day INTEGER PRIMARY KEY, cost REAL NOT NULL);"
	"CREATE TABLE cooldowns (endpoint TEXT NOT NULL, id TEXT NOT NULL,"
	" until INTEGER NOT NULL, failures INTEGER NOT NULL,"
	" why TEXT NOT NULL, probe_until INTEGER NOT NULL DEFAULT 0,"
	" PRIMARY KEY (endpoint, id)) WITHOUT ROWID;"
	"CREATE TABLE paces (model TEXT PRIMARY KEY, first_ms REAL,"
	" rate REAL, used INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE habits (family TEXT NOT NULL, task TEXT NOT NULL,"
	" length REAL, good INTEGER NOT NULL DEFAULT 0,"
	" bad INTEGER NOT NULL DEFAULT 0, used INTEGER NOT NULL DEFAULT 0,"
	" PRIMARY KEY (family, task)) WITHOUT ROWID;"
	"CREATE TABLE quirks (model TEXT NOT NULL, field TEXT NOT NULL,"
	" seen INTEGER NOT NULL, PRIMARY KEY (model, field)) WITHOUT ROWID;"
	"PRAGMA application_id = 0x7368756e;"	/* "shun" */
	"PRAGMA user_version = 1",
};

#define KNOWN ((int64_t)(sizeof(steps) / sizeof(steps[0])))

static int get_int(struct db *db, const char *sql, int64_t *out,
		   struct err *err)
{
	struct db_stmt st;

	db_prepare(&st, db, sql);
	return db_run_int(&st, 0, out, err);
}

/* 0 for a file with nothing in it. */
static int get_version(struct db *db, int64_t *version, struct err *err)
{
	int64_t application = 0, things = 0;

	if (get_int(db, "PRAGMA user_version", version, err) ||
	    get_int(db, "PRAGMA application_id", &application, err))
		return -1;
	if (application != APPLICATION &&
	    get_int(db, "SELECT count(*) FROM sqlite_master", &things, err))
		return -1;
	if (application != APPLICATION && (application || things || *version))
		return err_set(err, ERR_IO, "'%s' is a database of another "
			       "program; move it away", db_path(db));
	if (*version > KNOWN || *version < 0)
		return err_set(err, ERR_IO, "'%s' is of a newer shunt "
			       "(version %" PRId64 "; this one knows %" PRId64
			       "); use that one, or move it away",
			       db_path(db), *version, KNOWN);
	return 0;
}

/* Others may have done it while we waited for the lock. */
static int migrate(struct db *db, struct err *err)
{
	int64_t version;
	int rc = get_version(db, &version, err);

	while (!rc && version < KNOWN)
		rc = db_exec(db, steps[version++], err);
	return rc;
}

/* In one transaction, so that all is from before or after another's setup. */
static int look(struct db *db, int64_t *version, struct err *err)
{
	int rc = db_exec(db, "BEGIN", err);

	if (!rc)
		rc = get_version(db, version, err);
	return db_finish(db, rc, err);
}

int schema_ready(struct db *db, struct err *err)
{
	int64_t version;

	if (look(db, &version, err))
		return -1;
	if (!version && (db_exec(db, "PRAGMA page_size = 1024;"
				 "PRAGMA auto_vacuum = INCREMENTAL",
				 err) ||
			 db_use_wal(db, err)))
		return -1;
	/* what is deleted is overwritten, also where it is not the default */
	if (db_exec(db, "PRAGMA synchronous = NORMAL;"
		    "PRAGMA secure_delete = ON", err))
		return -1;
	if (version == KNOWN)
		return 0;
	if (db_begin(db, err))
		return -1;
	return db_finish(db, migrate(db, err), err);
}
