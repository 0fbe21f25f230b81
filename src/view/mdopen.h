#ifndef SHUNT_VIEW_MDOPEN_H
#define SHUNT_VIEW_MDOPEN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Where the text of a paragraph may be cut while it comes: behind a blank,
 * or a character of a script that has no blanks between words, where nothing
 * that is written inline (emphasis, code, a link, a tag) may still be open;
 * nor behind a backslash at a line's end, which means something if another
 * line follows. An estimate, byte by byte: what it gets wrong shows marks as
 * they were typed, and loses no text.
 */
struct mdopen {
	size_t seen;		/* bytes so far */
	size_t cut;		/* bytes up to the last place to cut at */
	size_t cut_cells;	/* the same in cells, about */
	size_t cells;		/* of all bytes, about */
	size_t from;		/* private, as all below: the first opener */
	size_t code;		/* backticks that opened code */
	size_t brackets, parens;
	size_t stars, lines, tildes;	/* that opened emphasis */
	size_t run;		/* length of the run of `run_of` being read */
	char run_of, before, last;
	bool escaped, angle, tag, bracket_ended;
	unsigned char lead, more;	/* of the character; its bytes left */
};

#define MDOPEN_INIT { .run_of = '\0', .before = ' ', .last = ' ' }

void mdopen_byte(struct mdopen *o, char c);

/* Bytes from the first opener on; 0 when nothing is open. */
size_t mdopen_held(const struct mdopen *o);

/* Nothing is open after all. */
void mdopen_give_up(struct mdopen *o);

/* The first `n` bytes are gone: those up to `cut`, or nearly all. */
void mdopen_drop(struct mdopen *o, size_t n);

#endif
