#ifndef SHUNT_APP_RECENT_H
#define SHUNT_APP_RECENT_H

/*
 * The newest of what is kept, for completions: a word that names
 * it on a command line, and how long ago it was with its first words. They
 * are safe for a terminal and hold no line's end. Where nothing is kept, or
 * it is locked or damaged, nothing is listed and nothing said: a line is
 * being typed.
 */
typedef void recent_fn(void *ctx, const char *word, const char *what);

/* Sessions by name; by id where there is no name or none that can be typed. */
void recent_sessions(recent_fn *add, void *ctx);

/* Turns, by id. */
void recent_turns(recent_fn *add, void *ctx);

#endif
