#include "store/store.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/inside.h"
#include "store/place.h"
#include "store/schema.h"

int store_open(struct store **out, unsigned flags, long busy_ms,
	       const volatile sig_atomic_t *stop, struct err *err)
{
	struct db *db = NULL;
	char *path;
	int rc;

	*out = NULL;
	if (place_find(&path, flags & STORE_CREATE, err))
		return -1;
	if (!path)
		return 0;
	rc = db_open(&db, path, busy_ms, stop, err);
	if (!rc)
		rc = schema_ready(db, err);
	free(path);
	if (rc) {
		db_close(db);
		return -1;
	}
	*out = xcalloc(1, sizeof(**out));
	(*out)->db = db;
	return 0;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	db_close(s->db);
	free(s);
}
