#ifndef SHUNT_VIEW_HIGHLIGHT_TABLE_H
#define SHUNT_VIEW_HIGHLIGHT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "view/term.h"

/* What view/highlight.c has to know of a language. */

enum span_flags {
	SPAN_LINES = 1,		/* may go on over lines */
	SPAN_ESCAPES = 2,	/* a backslash takes the next character */
	SPAN_HOLES = 4,		/* variables and expressions stand in it */
	SPAN_NESTS = 8,		/* what opens it in itself is to be closed */
	SPAN_BLANK = 16,	/* opens behind a blank, or ; ( & | */
	SPAN_EDGE = 32,		/* or = : , [ { as well */
	SPAN_CHAR = 64,		/* holds one character, or is none */
	SPAN_REGEX = 128,	/* only where a value may stand */
	SPAN_TAG = 256		/* only in a tag of HTML */
};

/* From what opens it to what closes it: strings, comments, attributes. */
struct language_span {
	const char *open;
	const char *close;	/* NULL: the line's end; "": itself */
	enum term_role role;
	unsigned flags;
};

enum language_flags {
	LANG_NUMBERS = 1,
	LANG_TICKS = 2,		/* 1'000 */
	LANG_NOCASE = 4,	/* keywords in any case */
	LANG_CAPITALS = 8,	/* Names in capitals are types */
	LANG_UNDER_T = 16,	/* and so is name_t */
	LANG_PREPROCESSOR = 32,	/* lines that begin with # */
	LANG_KEYS = 64,		/* a string before a colon is a key */
	LANG_PROPERTIES = 128,	/* a word before a colon and a blank, too */
	LANG_SECTIONS = 256,	/* lines that begin with [ */
	LANG_FIRST = 512,	/* keywords only as a line's first word */
	LANG_COMMANDS = 1024,	/* `types` only where a command begins */
	LANG_PROMPTS = 2048,	/* lines may begin with "$ " */
	LANG_SESSION = 4096,	/* what has no prompt is output */
	LANG_TAGS = 8192,	/* text with <tags> */
	LANG_DIFF = 16384
};

/* Lists of words have a blank before and behind each. */
struct language {
	const char *names;	/* in lower case */
	const char *keywords, *types;
	const char *soft;	/* keywords before a name, a string or { */
	const struct language_span *spans;	/* up to one without `open` */
	const char *hole;	/* opens an expression in a string: "${" */
	const char *sigils;	/* what begins a variable: "$" */
	const char *specials;	/* variables of one such character: "?" */
	const char *braces;	/* what may be around its name: "{" */
	const char *metas;	/* what begins an attribute: "@" */
	const char *word_more;	/* characters of words beside a-z, 0-9, _ */
	const char *prefixes;	/* letters that may stand before a string */
	char assign;		/* stands behind a line's key: '=' or ':' */
	unsigned flags;
};

#define WORD_MOST 24	/* longer words are in no list */

/* Is the word (of lower case, if the list is) in a list? NULL is empty. */
bool language_has(const char *list, const char *word, size_t len);

/* NULL: not known. */
const struct language *language_find(const char *name, size_t len);

#endif
