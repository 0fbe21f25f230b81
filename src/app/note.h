#ifndef SHUNT_APP_NOTE_H
#define SHUNT_APP_NOTE_H

#include <stdbool.h>

#include "base/err.h"
#include "view/term.h"

/*
 * The ways to speak beside the answer: one line each on stderr, "shunt: ",
 * made safe for a terminal. Nothing else in the program writes there.
 */

/* Sets what --quiet, --verbose and --color mean from here on. */
void note_level(bool quiet, bool verbose);
void note_color(enum term_color when);

/*
 * From here on only note_error() speaks, whatever the level; the waiting
 * line still shows.
 */
void note_hush(void);

void note(const char *fmt, ...) PRINTF_LIKE(1, 2);	/* not with -q */
void note_verbose(const char *fmt, ...) PRINTF_LIKE(1, 2);	/* with -v */
/* What is being waited for: where somebody watches, or with -v; not with -q */
void note_progress(const char *fmt, ...) PRINTF_LIKE(1, 2);
void note_error(const char *fmt, ...) PRINTF_LIKE(1, 2);	/* always */

/* Below an answer in a chat, "-- ", dim: what is to be known of it. */
void note_label(const char *fmt, ...) PRINTF_LIKE(1, 2);	/* not -q */

/*
 * A line that says who is waited for, and for how long (ms so far); to be
 * called at least ten times a second. It shows only on a terminal that can
 * take it off again, from WAIT_AFTER of view/wait.h on, and not with -q.
 * The other notes take it off before they speak; before anything else is
 * printed, note_wait_over() does.
 */
void note_wait(const char *who, long long ms);
void note_wait_over(void);

#endif
