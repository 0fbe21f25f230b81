#ifndef SHUNT_APP_LINE_EDIT_H
#define SHUNT_APP_LINE_EDIT_H

#include <signal.h>

#include "app/line_complete.h"
#include "base/buf.h"
#include "base/err.h"

/*
 * The line editor of the REPL, over GNU readline, which is loaded by
 * line_edit_new(). Keys, editing modes, search and undo are readline's, and
 * are the user's by inputrc, where `$if shunt` works; to its functions comes
 * shunt-edit-line, the line in the user's editor (app/editor.h): C-x C-e,
 * and v in vi's command mode.
 *
 * The terminal's modes and the handlers of SIGINT, SIGQUIT, SIGTSTP, SIGCONT
 * and SIGWINCH are changed only within line_edit_read(). SIGTERM and SIGHUP
 * stay with the program (app/process.h). There is one editor at a time.
 */
struct line_edit;

struct line_edit_opts {
	const char *history_path;	/* NULL: none is kept */
	const volatile sig_atomic_t *stop;	/* process_stop */
	/*
	 * Adds what may stand for line[start..end), the blanks around it not
	 * counted; NULL: Tab is a TAB, as it is in lines that continue one.
	 */
	void (*complete)(void *ctx, const char *line, size_t start,
			 size_t end, struct line_candidates *out);
	void *ctx;
};

MUST_CHECK
int line_edit_new(struct line_edit **out, const struct line_edit_opts *o,
		  struct err *err);
void line_edit_free(struct line_edit *e);

/*
 * Reads one entry: one line, or several (app/line_text.h, struct
 * line_block), or what was pasted; `more` is the prompt of all but the first
 * line. What a prompt holds that takes no room (colours) stands between \001
 * and \002, each such part by itself.
 *
 * 1: `out` (its `max` is the cap) has it, "" for an empty line. 0: the end,
 * by Ctrl-D in an empty line or because the terminal is gone; Ctrl-D in an
 * empty line that continues others ends the entry. -1: ERR_STOPPED when
 * *stop is set, ERR_TOOBIG. Ctrl-C gives up the entry and asks anew. An
 * answer should end with a newline before, and stdout be flushed.
 */
MUST_CHECK
int line_edit_read(struct line_edit *e, const char *prompt, const char *more,
		   struct buf *out, struct err *err);

/*
 * Puts an entry into the history and, to keep it, into its file, at once:
 * what holds no secrets is for the caller to say. Not the same twice in a
 * row, nor what line_history_may_keep() turns down.
 */
void line_edit_remember(struct line_edit *e, struct text entry,
			bool keep);

/* What is wrong with the history file, told once; NULL: nothing new. */
const char *line_edit_warning(struct line_edit *e);

#endif
