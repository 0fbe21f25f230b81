#ifndef SHUNT_APP_PROCESS_H
#define SHUNT_APP_PROCESS_H

#include <signal.h>
#include <stdbool.h>

#include "base/err.h"

/* The signal that asked us to stop, or 0. Handlers write it, we read it. */
extern volatile sig_atomic_t process_stop;

/*
 * SIGINT, SIGTERM and SIGHUP set process_stop; a second one ends us at once.
 * What our parent ignored (nohup) stays ignored. SIGPIPE is ignored, so that
 * a write says EPIPE; SIGXFSZ too. No core is left with keys in it.
 */
void process_setup(void);

/*
 * Where Ctrl-C stops the work and not the program: forgets a SIGINT and
 * catches the next one. False, and nothing is changed, when it was another
 * signal, or none.
 */
bool process_resume(void);

/* Dies by the signal, as if it had not been caught. */
NO_RETURN void process_die(int sig);

#endif
