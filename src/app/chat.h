#ifndef SHUNT_APP_CHAT_H
#define SHUNT_APP_CHAT_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "app/exchange.h"
#include "app/line_edit.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * The interactive session. cmd_chat.c reads entries and shows the prompt,
 * chat_ask.c puts what is asked, chat_commands.c has the table of what begins
 * with a slash; the other chat_*.c hold the commands by what they are about.
 */
struct chat {
	struct app *app;
	struct talk talk;
	struct history history;
	struct secrets secrets;
	struct line_edit *edit;
	struct buf ask;		/* the last prompt that was put, as typed */
	struct words files;	/* what was named for it with /file */
	bool joined;		/* its answer is the conversation's last */
	const struct past *beside;	/* the answer to compare with; NULL */
	size_t answers;		/* since the chat began */
	double cost;		/* USD of these, as far as it is known */
	bool cost_unknown;	/* that of some is not */
	bool over;		/* /quit */
};

/* What may stand behind a command, for completion. */
enum chat_arg {
	CHAT_NOTHING,
	CHAT_ANYTHING,
	CHAT_MODEL,
	CHAT_SESSION,
	CHAT_ROLE,
	CHAT_SETTING,
	CHAT_FILE,
	CHAT_PENDING,		/* a file that waits for the next prompt */
	CHAT_COMMAND,
	CHAT_WORD		/* one of the setting with the command's name */
};

struct chat_command;
typedef int chat_fn(struct chat *c, const struct chat_command *self,
		    struct text arg, struct err *err);

/*
 * A command is an entry here; /help, completion and a test of the manual
 * read the table. run() gets what stands behind the name, without blanks
 * around it; -1 with an error is told, and the chat goes on.
 */
struct chat_command {
	const char *name;	/* without its slash */
	const char *usage;	/* behind it; NULL: nothing */
	const char *help;	/* a sentence without its full stop */
	enum chat_arg arg;
	chat_fn *run;
};

extern const struct chat_command chat_commands[];	/* ends with NULL */

const struct chat_command *chat_command_find(struct text name);

/* Does it name a command, known or not: a slash, a word, a blank or its end? */
bool chat_is_command(struct text entry);
MUST_CHECK
int chat_run(struct chat *c, struct text entry, struct err *err);

/* Puts a prompt, prints its answer, and adds both to the conversation. */
MUST_CHECK
int chat_ask(struct chat *c, struct text ask, struct err *err);

/* Begins a new conversation; the old one stays in the log. */
void chat_forget(struct chat *c);

/* Goes on with the session of that name, or begins it. */
MUST_CHECK
int chat_switch(struct chat *c, const char *name, struct err *err);

/* Sets a setting as a flag would, or takes that back (empty). */
MUST_CHECK
int chat_set(struct chat *c, const char *name, struct text value,
	     struct err *err);

/* A model that is asked for by name, or a role, that nobody has. */
MUST_CHECK
int chat_check_names(const struct chat *c, struct err *err);

/* Where the value of a setting is from. */
struct origin *chat_origin(struct chat *c, const char *name);

/* For the line editor to recall, its secrets masked. */
void chat_remember(struct chat *c, struct text entry);

/* To the terminal, made safe for it, and with a newline at its end. */
MUST_CHECK
int chat_show_text(struct text t, struct err *err);

/* A file's name as it was typed, "~/" the home folder; allocated. */
char *chat_path(struct text name);

/* Candidates for the word that ends at the cursor; for struct line_edit. */
void chat_complete(void *ctx, const char *line, size_t start, size_t end,
		   struct line_candidates *out);

/* The commands. */

chat_fn chat_cmd_retry, chat_cmd_compare, chat_cmd_undo, chat_cmd_edit;
chat_fn chat_cmd_setting, chat_cmd_set, chat_cmd_model, chat_cmd_role;
chat_fn chat_cmd_file, chat_cmd_drop;
chat_fn chat_cmd_route, chat_cmd_save, chat_cmd_code, chat_cmd_log;
chat_fn chat_cmd_cost, chat_cmd_rate, chat_cmd_session, chat_cmd_new;

#endif
