#ifndef SHUNT_VIEW_TERM_H
#define SHUNT_VIEW_TERM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What the terminal is like, asked once where it is needed. Colours are the
 * eight of ECMA-48 that every terminal and theme has; no terminfo.
 */
enum term_color { TERM_COLOR_AUTO, TERM_COLOR_ALWAYS, TERM_COLOR_NEVER };

enum term_style {
	TERM_PLAIN,	/* back to normal */
	TERM_BOLD,
	TERM_DIM,
	TERM_ITALIC,
	TERM_UNDERLINE,
	TERM_REVERSE,
	TERM_RED,
	TERM_GREEN,
	TERM_YELLOW,
	TERM_BLUE,
	TERM_MAGENTA,
	TERM_CYAN,
	TERM_STRIKE,
	TERM_STYLES
};

/*
 * May we style what goes to a terminal (or not: `terminal`)? The user's word
 * beats the environment: NO_COLOR (set, not empty) and TERM unset or "dumb".
 * The values are handed in, NULL where unset.
 */
bool term_may_style(enum term_color when, bool terminal, const char *no_color,
		    const char *term);

/* The same for a descriptor in this process's environment. */
bool term_styled(int fd, enum term_color when);

/* Columns of the terminal behind fd; where there is none, or 0: 80. */
unsigned term_width(int fd);

/* The sequence that switches a style on; "" when not `styled`. */
const char *term_sgr(enum term_style style, bool styled);

/*
 * What a piece of text is, in code and in Markdown; term_role() says how
 * that looks. Of the eight colours, yellow is used nowhere and cyan not on a
 * light ground, where they cannot be read; blue not on a dark one. White and
 * black are left to the ground itself.
 */
enum term_role {
	ROLE_NONE,	/* as the terminal's own text: no sequence */
	ROLE_KEYWORD,
	ROLE_TYPE,	/* types, constants and what comes with a language */
	ROLE_STRING,
	ROLE_NUMBER,
	ROLE_COMMENT,
	ROLE_META,	/* preprocessor lines, attributes, sections */
	ROLE_VARIABLE,	/* $x, and what is put into a string */
	ROLE_KEY,	/* "key": of JSON, key = of INI */
	ROLE_PROMPT,	/* "$ " of a shell session */
	ROLE_ADDED,
	ROLE_REMOVED,
	ROLE_HUNK,	/* @@ -1,2 +1,3 @@ */
	ROLE_FILE,	/* other header lines of a diff */
	ROLE_TITLE,	/* heading of level 1 */
	ROLE_HEADING,	/* of the others */
	ROLE_STRONG,
	ROLE_EMPHASIS,
	ROLE_STRUCK,
	ROLE_CODE,	/* `code` in a line of text */
	ROLE_LINK,	/* a link's words */
	ROLE_URL,	/* its address, where that is shown */
	ROLE_MARK,	/* bullets and numbers of a list */
	ROLE_QUOTE,	/* the bar before a quote */
	ROLE_RULE,	/* lines across, borders of tables and code */
	ROLE_WAIT,	/* the glyph that turns while nothing comes */
	TERM_ROLES
};

/*
 * The sequence that switches a role's style on; "" when not `styled`, or for
 * ROLE_NONE. TERM_PLAIN ends it.
 */
const char *term_role(enum term_role role, bool light, bool styled);

/*
 * Is the ground light? The user's word, else what COLORFGBG says (its last
 * field is the ground's colour: 7 and 9 to 15 are light). NULL or anything
 * else is dark.
 */
enum term_ground { TERM_GROUND_AUTO, TERM_GROUND_DARK, TERM_GROUND_LIGHT };

bool term_light(enum term_ground said, const char *colorfgbg);

/* The same in this process's environment. */
bool term_is_light(enum term_ground said);

/*
 * Does the terminal understand links (OSC 8)? Those that are known to do so
 * announce themselves in the environment; where that says nothing, no, as
 * some show the whole sequence. Inside of tmux and screen it is these that
 * count, whatever the terminal around them says: tmux from 3.4 on. The values
 * are those of the variables that the fields are named for, NULL where unset.
 */
struct term_env {
	const char *term;
	const char *term_program, *term_program_version;
	const char *vte_version;	/* 0.50.1 is 5001 */
	const char *kitty_window_id;
	const char *wt_session;		/* Windows Terminal */
	const char *tmux, *sty;		/* inside of tmux, of screen */
};

bool term_links(const struct term_env *env);

/* The same in this process's environment. */
bool term_has_links(void);

#endif
