#ifndef SHUNT_APP_READLINE_H
#define SHUNT_APP_READLINE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/text.h"

/*
 * GNU readline, loaded on first use, as app/line_edit.c needs it: one line
 * at a time, key by key. All input comes from the caller, who also has all
 * signals: readline catches none. It is one per process, and so is this.
 */
struct line_candidates;

struct readline_source {
	int (*byte)(void *ctx);	/* waits for one; -1: no more */
	/* Is there text (no control) to be had within this time? */
	bool (*text_ready)(void *ctx, int ms);
	void (*complete)(void *ctx, const char *line, size_t start,
			 size_t end, struct line_candidates *out);
	void *ctx;
};

MUST_CHECK
int readline_load(const struct readline_source *source, struct err *err);
void readline_unload(void);	/* forgets the source and the history */

/*
 * Sets the terminal's modes and shows the prompt. From here to the end of
 * the line, or readline_end(), the modes are readline's; they are put back
 * when the program exits, too. `complete`: Tab completes, else it is a TAB.
 */
void readline_begin(const char *prompt, bool complete);
void readline_end(void);	/* also safe when no line is edited */

enum readline_got { READLINE_EDITING, READLINE_LINE, READLINE_EOF };

/* Takes one key (or a part of one) from the source. */
enum readline_got readline_key(void);

/* The line that was entered; free it. */
char *readline_take(void);

const char *readline_text(void);	/* as it is now; till the next call */
bool readline_searching(void);		/* it types a string to search for */

/* Puts text at the cursor; whatever command was half typed is given up. */
void readline_insert(const char *text);
void readline_replace(const char *text);	/* all; can be undone */
bool readline_wants_editor(void);	/* its key was struck; asked once */

/* Gives up the line; the cursor is behind what is left of it to be seen. */
void readline_abandon(const char *mark);

/* To another program or stopped, and back: modes, and the line drawn anew. */
void readline_leave(void);
void readline_enter(void);
void readline_resize(void);
void readline_beep(void);

void readline_remember(const char *entry);	/* adds to the history */
void readline_bound(int entries);		/* of the history, at most */

#endif
