#ifndef SHUNT_CONF_SETTINGS_H
#define SHUNT_CONF_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/setting.h"
#include "model/model.h"

/*
 * Everything that a user can decide, decided: the one struct behind flags,
 * config.ini and SHUNT_ variables. It is complete before any work begins.
 */

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };
enum background { BACKGROUND_AUTO, BACKGROUND_DARK, BACKGROUND_LIGHT };

/* What of an ask is kept: all, all but its words, nothing. */
enum log_what { LOG_FULL, LOG_META, LOG_OFF };

/* What becomes of secrets in a prompt; a later one is stricter. */
enum secrets_policy { SECRETS_SEND, SECRETS_REDACT, SECRETS_LOCAL,
		      SECRETS_REFUSE };

struct settings {
	/* what to ask */
	struct words file;
	char *system;
	char *role;
	bool no_stdin;
	bool go_on;		/* --continue */
	char *session;
	char *schema;		/* path */
	/* whom to ask */
	struct words model;
	int task;		/* enum task */
	int prefer;		/* enum prefer of route/plan.h */
	double quality_gap;	/* NAN: by prefer */
	double max_cost;	/* USD for one answer; NAN: no ceiling */
	double budget_day, budget_month;	/* USD; NAN: no ceiling */
	bool offline;
	int secrets;		/* enum secrets_policy */
	/* how to ask */
	long max_tokens;	/* 0: the model's own */
	double temperature;	/* NAN: the model's own */
	int effort;		/* enum effort */
	long timeout, connect_timeout, first_byte_timeout, idle_timeout;
	long retries;
	bool no_stream;
	/* what to print */
	bool code, last_code, all_code;
	char *output;
	bool json, events;
	bool quiet, verbose;
	bool dry_run;
	bool unmask;
	bool no_log;
	int log;		/* enum log_what */
	bool markdown, plain;
	int color;		/* enum when */
	int background;		/* enum background */
	/* of single commands */
	bool jsonl;
	bool errors;
	bool all, refresh;
	bool diff;
	bool edit, amend, print;
	bool apply, check;
	char *hint;
	char *prefix, *suffix, *cursor;
	long context;		/* bytes */
	char *since, *until;
	long limit;
	bool failed;
	int by;			/* enum tally_by of app/tally.h */
	long keep_days;
	bool help, version;
};

/* The words of enums, in their order; each ends with NULL. */
extern const char *const task_words[], *const prefer_words[];
extern const char *const effort_words[], *const when_words[];
extern const char *const by_words[], *const background_words[];
extern const char *const log_words[], *const secrets_words[];

/* Ends with name NULL. */
extern const struct setting settings_table[];

/* Where each value came from: as settings_table, by index. */
enum origin_kind { FROM_DEFAULT, FROM_FILE, FROM_ENV, FROM_FLAG };

struct origin {
	unsigned char kind;	/* enum origin_kind */
	unsigned line;		/* of config.ini */
};

#define SETTINGS_MAX 80		/* at least as many as the table has */

/*
 * Takes every SHUNT_ variable that is a setting. An unknown one (a typo, as
 * the prefix is ours) is handed to unknown(). ERR_CONFIG names the variable.
 */
MUST_CHECK
int settings_from_env(struct settings *s, struct origin *origins,
		      char *const *envp,
		      void (*unknown)(const char *name, const char *near),
		      struct err *err);

/* The index of an entry, for origins. */
size_t settings_index(const struct setting *s);

#endif
