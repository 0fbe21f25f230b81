#ifndef SHUNT_CONF_SETTING_H
#define SHUNT_CONF_SETTING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "conf/words.h"

/*
 * A setting says its name, type, range, default, one sentence, and where
 * its value goes. One reader serves flags, config.ini and SHUNT_ variables;
 * help, completions, config.ini.example and the tests of the manual read
 * the same tables.
 *
 * The name "max-cost" is --max-cost, max_cost = and SHUNT_MAX_COST.
 */

enum setting_type {
	SETTING_FLAG,	/* bool; takes no value on the command line */
	SETTING_BOOL,	/* bool; yes or no */
	SETTING_STRING,	/* char *, owned */
	SETTING_PATH,	/* char *, owned; from / or ~/, the home folder */
	SETTING_URL,	/* char *, owned; what url_parse() takes */
	SETTING_LIST,	/* struct words; "a,b", or given again; not empty */
	SETTING_LINES,	/* struct words; one a line, commas are kept */
	SETTING_EACH,	/* struct words; each value is one, as it stands */
	SETTING_WORD,	/* int, index into `words` */
	SETTING_LONG,	/* long, min..max */
	SETTING_NUMBER,	/* double, min..max */
	SETTING_MONEY,	/* double, USD, 0..max; a leading $ is allowed */
	SETTING_TIME	/* long, ms; "1.5", "500ms", "2m", min..max in ms */
};

enum setting_where {
	IN_FLAGS	= 1 << 0,
	IN_FILE		= 1 << 1,	/* in its section of config.ini */
	IN_ENV		= 1 << 2,
	IN_HELP		= 1 << 3,
	FOR_ANY		= 1 << 4,	/* every command takes it */
	IN_CHAT		= 1 << 5	/* it can be changed while chatting */
};

struct setting {
	const char *name;
	char letter;			/* 0: none */
	enum setting_type type;
	unsigned where;			/* enum setting_where */
	size_t offset;			/* of the value in its struct */
	double min, max;
	const char *const *words;	/* SETTING_WORD; ends with NULL */
	const char *arg;		/* "MODEL"; NULL for flags */
	const char *deflt;		/* as it is written; NULL: unset */
	const char *example;		/* of a value, where deflt is NULL */
	const char *help;		/* one sentence, no full stop */
};

/*
 * Reads `value` and puts it where it belongs in `base`. Lists are replaced,
 * or added to when `add`. The message says what is wrong with the value and
 * what would be right; the caller puts the place before it.
 */
MUST_CHECK
int setting_set(const struct setting *s, void *base, struct text value,
		bool add, struct err *err);

/* Takes back what was set: the default, or nothing where there is none. */
void setting_reset(const struct setting *s, void *base);

/*
 * Puts the defaults of a table (ends with name NULL) into base, which must
 * be zeroed, or hold values already.
 */
void settings_default(const struct setting *table, void *base);

/* Frees what the strings and lists of the table hold. */
void settings_release(const struct setting *table, void *base);

/* The value as it would be written; nothing for an unset one. */
void setting_show(const struct setting *s, const void *base, struct buf *out);
bool setting_is_set(const struct setting *s, const void *base);

/* By the name with any of "-" and "_"; NULL if there is none. */
const struct setting *setting_find(const struct setting *table,
				   const char *name, size_t len);

/* max-cost -> max_cost; SHUNT_MAX_COST. */
void setting_key(const struct setting *s, char *out, size_t cap);
void setting_env(const struct setting *s, char *out, size_t cap);

/* The nearest name for "did you mean", or NULL when none is near. */
const char *nearest(const char *word, const char *const *names, size_t count);

#endif
