#ifndef SHUNT_APP_APP_H
#define SHUNT_APP_APP_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "conf/config.h"
#include "conf/settings.h"

/* What every command is given. */
struct app {
	struct config cfg;
	struct settings *set;	/* in cfg: defaults, file, environment, flags */
	char *const *envp;
	const char *const *words;	/* no options; borrowed of argv */
	size_t word_count;
	bool words_literal;	/* they stood behind "--" */
	size_t words_before;	/* "--"; all of them where there is none */
	bool reported;		/* --json: the object is out, error and all */
	bool said;		/* the error is on stderr already */
};

/*
 * A command is an entry here; help, the completions and a test of the manual
 * read the table. What is reserved and not built has no run().
 */
enum command_flags {
	CMD_WORDS	= 1 << 0,	/* takes free words */
	CMD_ARGS	= 1 << 1,	/* takes the few words of its usage */
	CMD_NO_CONFIG	= 1 << 2,	/* must work with a broken config.ini */
	CMD_ASKS	= 1 << 3,	/* takes the options of asking */
	CMD_LISTS	= 1 << 4,	/* takes :LIST [NAME ...] as well */
	CMD_MORE	= 1 << 5,	/* behind one of `args`, more words */
	CMD_HERE	= 1 << 6,	/* heeds the repository's .shunt.ini */
	CMD_FILES	= 1 << 7,	/* takes files, "--", and free words */
	CMD_FILE	= 1 << 8	/* of CMD_ARGS, the one is a file */
};

struct command {
	const char *name;
	const char *usage;	/* behind the name; NULL: none */
	const char *summary;	/* one line of shunt help */
	const char *help;	/* the paragraph of shunt help NAME */
	const char *const *options;	/* names of what only some take */
	const char *const *meanings;	/* name, help, ... where that is
					   not what it says to an ask */
	const char *const *args;	/* words it knows, for completions */
	unsigned flags;
	int (*run)(struct app *app, struct err *err);	/* -1, or a status */
};

extern const struct command commands[];		/* ends with name NULL */
const struct command *command_find(const char *name);

/* Does this command take that option? */
bool command_takes(const struct command *cmd, const struct setting *s);

/* Does that option stand in the command's help? */
bool command_shows(const struct command *cmd, const struct setting *s);

/* What that option does for the command, in a sentence. */
const char *command_option_help(const struct command *cmd,
				const struct setting *s);

/* Did the user give that option on the command line? */
bool app_given(const struct app *app, const char *name);

/* The commands; each in its own file. */
int cmd_ask(struct app *app, struct err *err);
int cmd_chat(struct app *app, struct err *err);
int cmd_route(struct app *app, struct err *err);
int cmd_compare(struct app *app, struct err *err);
int cmd_models(struct app *app, struct err *err);
int cmd_config(struct app *app, struct err *err);
int cmd_doctor(struct app *app, struct err *err);
int cmd_log(struct app *app, struct err *err);
int cmd_stats(struct app *app, struct err *err);
int cmd_session(struct app *app, struct err *err);
int cmd_rate(struct app *app, struct err *err);
int cmd_eval(struct app *app, struct err *err);
int cmd_hook(struct app *app, struct err *err);
int cmd_complete(struct app *app, struct err *err);
int cmd_commit(struct app *app, struct err *err);
int cmd_edit(struct app *app, struct err *err);
int cmd_help(struct app *app, struct err *err);

/* The part of help that programs read: words[0] is ":LIST". */
int cmd_list(struct app *app, struct err *err);

#endif
