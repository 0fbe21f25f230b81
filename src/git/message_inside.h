#ifndef SHUNT_GIT_MESSAGE_INSIDE_H
#define SHUNT_GIT_MESSAGE_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"
#include "git/message.h"

/* What the files that clean a message share. */

/* Splits the first line off (without its newline); false: none is left. */
bool line_take(struct text *rest, struct text *line);
/* The same from the end. */
bool line_take_last(struct text *rest, struct text *line);
bool line_is_blank(struct text line);
struct text line_trim_end(struct text line);

bool message_word(char c);	/* an ASCII letter or digit, whatever locale */
bool char_is_digit(char c);

/* Does t begin with `word`, case of ASCII letters aside? */
bool text_begins(struct text t, const char *word);
/* Does `word` stand in it anywhere, case aside? Its place, or NULL. */
const char *text_find(struct text t, const char *word);
struct text text_from(struct text t, size_t at);	/* t without a head */
bool text_is_scissors(struct text t);	/* ">8" and its kin */
size_t text_chars(struct text t);	/* characters of valid UTF-8 */

/*
 * The steps of message_clean(), each from one buffer to the next: the
 * characters; the message without the words around it; the lines without
 * Markdown and trailers, subject first; the body, wrapped.
 */
void message_chars(struct text raw, struct buf *out);
void message_unchat(struct text in, struct buf *out);
void message_unmark(struct text in, struct text known, struct buf *subject,
		    struct buf *body);
void message_wrap(struct text body, const struct message_style *style,
		  struct buf *out);

/* One line of the result, with a blank before what would be misread. */
void message_line(struct text line, struct text comment, struct buf *out);

/* Is it a trailer that the model cannot know? */
bool message_is_forged(struct text line, struct text known);

/* Is it a Markdown fence, with nothing but a word behind it? */
bool message_is_fence(struct text line);

#endif
