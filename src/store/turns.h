#ifndef SHUNT_STORE_TURNS_H
#define SHUNT_STORE_TURNS_H

#include "store/db.h"
#include "store/store.h"

/*
 * The condition of a struct turn_query as SQL, for a statement that knows
 * turns as t, its texts as x and its session as s; parameters 1 to 8 are
 * its, and 9 is its limit.
 */
#define TURNS_FROM                                                        \
	" FROM turns t LEFT JOIN texts x ON x.turn = t.number"            \
	" LEFT JOIN sessions s ON s.id = t.session"
#define TURNS_WHERE                                                       \
	" WHERE (?1 IS NULL OR substr(t.id, 1, length(?1)) = ?1)"         \
	" AND (?2 IS NULL OR instr(lower(x.ask), lower(?2))"              \
	" OR instr(lower(x.answer), lower(?2)))"                          \
	" AND (?3 IS NULL OR t.session = ?3 OR s.name = ?3)"              \
	" AND (?4 IS NULL OR instr(lower(t.model), lower(?4)))"           \
	" AND (?5 IS NULL OR t.task = ?5)"                                \
	" AND t.at >= ?6 AND (?7 = 0 OR t.at < ?7)"                       \
	" AND (?8 = 0 OR t.status <> 0)"                                  \
	" ORDER BY t.id DESC LIMIT ?9"

void turns_bind(struct db_stmt *st, const struct turn_query *q);

#endif
