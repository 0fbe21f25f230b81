#include "view/term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEFAULT_WIDTH 80

/* ECMA-48, 8.3.117 */
static const char *const sequences[TERM_STYLES] = {
	[TERM_PLAIN] = "\033[0m",
	[TERM_BOLD] = "\033[1m",
	[TERM_DIM] = "\033[2m",
	[TERM_ITALIC] = "\033[3m",
	[TERM_UNDERLINE] = "\033[4m",
	[TERM_REVERSE] = "\033[7m",
	[TERM_RED] = "\033[31m",
	[TERM_GREEN] = "\033[32m",
	[TERM_YELLOW] = "\033[33m",
	[TERM_BLUE] = "\033[34m",
	[TERM_MAGENTA] = "\033[35m",
	[TERM_CYAN] = "\033[36m",
	[TERM_STRIKE] = "\033[9m",
};

/*
 * Unknown grounds count as dark, so what is common there (green, magenta,
 * red) can be read on a light one, too; cyan is for what is short.
 */
static const struct {
	const char *dark, *light;
} roles[TERM_ROLES] = {
	[ROLE_NONE] = { "", "" },
	[ROLE_KEYWORD] = { "\033[35m", "\033[34m" },
	[ROLE_TYPE] = { "\033[36m", "\033[35m" },
	[ROLE_STRING] = { "\033[32m", "\033[31m" },
	[ROLE_NUMBER] = { "\033[36m", "\033[35m" },
	[ROLE_COMMENT] = { "\033[2m", "\033[2m" },
	[ROLE_META] = { "\033[35m", "\033[34m" },
	[ROLE_VARIABLE] = { "\033[36m", "\033[35m" },
	[ROLE_KEY] = { "\033[36m", "\033[34m" },
	[ROLE_PROMPT] = { "\033[2m", "\033[2m" },
	[ROLE_ADDED] = { "\033[32m", "\033[32m" },
	[ROLE_REMOVED] = { "\033[31m", "\033[31m" },
	[ROLE_HUNK] = { "\033[36m", "\033[35m" },
	[ROLE_FILE] = { "\033[1m", "\033[1m" },
	[ROLE_TITLE] = { "\033[1;4m", "\033[1;4m" },
	[ROLE_HEADING] = { "\033[1m", "\033[1m" },
	[ROLE_STRONG] = { "\033[1m", "\033[1m" },
	[ROLE_EMPHASIS] = { "\033[3m", "\033[3m" },
	[ROLE_STRUCK] = { "\033[9m", "\033[9m" },
	[ROLE_CODE] = { "\033[36m", "\033[34m" },
	[ROLE_LINK] = { "\033[4m", "\033[4m" },
	[ROLE_URL] = { "\033[2m", "\033[2m" },
	[ROLE_MARK] = { "\033[36m", "\033[34m" },
	[ROLE_QUOTE] = { "\033[2m", "\033[2m" },
	[ROLE_RULE] = { "\033[2m", "\033[2m" },
	[ROLE_WAIT] = { "\033[36m", "\033[34m" },
};

/* Values of TERM_PROGRAM, and beginnings of TERM, of terminals with OSC 8. */
static const char *const link_programs[] = {
	"iTerm.app", "WezTerm", "vscode", "ghostty", "mintty",
};
static const char *const link_terms[] = {
	"xterm-kitty", "xterm-ghostty", "foot", "alacritty", "contour",
	"wezterm", "mintty",
};

bool term_may_style(enum term_color when, bool terminal, const char *no_color,
		    const char *term)
{
	if (when != TERM_COLOR_AUTO)
		return when == TERM_COLOR_ALWAYS;
	if (!terminal || (no_color && *no_color))
		return false;
	return term && *term && strcmp(term, "dumb") != 0;
}

bool term_styled(int fd, enum term_color when)
{
	return term_may_style(when, isatty(fd), getenv("NO_COLOR"),
			      getenv("TERM"));
}

unsigned term_width(int fd)
{
	struct winsize w;

	if (ioctl(fd, TIOCGWINSZ, &w) || !w.ws_col)
		return DEFAULT_WIDTH;
	return w.ws_col;
}

const char *term_sgr(enum term_style style, bool styled)
{
	return styled ? sequences[style] : "";
}

const char *term_role(enum term_role role, bool light, bool styled)
{
	if (!styled)
		return "";
	return light ? roles[role].light : roles[role].dark;
}

bool term_light(enum term_ground said, const char *colorfgbg)
{
	const char *last;
	char *end;
	unsigned long color;

	if (said != TERM_GROUND_AUTO || !colorfgbg)
		return said == TERM_GROUND_LIGHT;
	last = strrchr(colorfgbg, ';');
	if (!last || last[1] < '0' || last[1] > '9')
		return false;
	color = strtoul(last + 1, &end, 10);
	return !*end && color <= 15 && color >= 7 && color != 8;
}

bool term_is_light(enum term_ground said)
{
	return term_light(said, getenv("COLORFGBG"));
}

static bool begins(const char *s, const char *with)
{
	return s && !strncmp(s, with, strlen(with));
}

/* At least MAJOR.MINOR, whatever follows that; MAJOR alone is MAJOR.0. */
static bool is_version(const char *s, unsigned long major, unsigned long minor)
{
	char *end;
	unsigned long n;

	if (!s || *s < '0' || *s > '9')
		return false;
	n = strtoul(s, &end, 10);
	if (n != major)
		return n > major;
	return (*end == '.' ? strtoul(end + 1, NULL, 10) : 0) >= minor;
}

bool term_links(const struct term_env *env)
{
	const char *program = env->term_program;

	if (!env->term || !strcmp(env->term, "dumb") || env->sty)
		return false;
	if (env->tmux || begins(env->term, "tmux") ||
	    begins(env->term, "screen"))
		return program && !strcmp(program, "tmux") &&
		       is_version(env->term_program_version, 3, 4);
	/* VTE 0.50.0 has them and crashes */
	if (is_version(env->vte_version, 5001, 0) || env->kitty_window_id ||
	    env->wt_session)
		return true;
	for (size_t i = 0; i < sizeof(link_programs) / sizeof(*link_programs);
	     i++)
		if (program && !strcmp(program, link_programs[i]))
			return true;
	for (size_t i = 0; i < sizeof(link_terms) / sizeof(*link_terms); i++)
		if (begins(env->term, link_terms[i]))
			return true;
	return false;
}

bool term_has_links(void)
{
	struct term_env env = {
		.term = getenv("TERM"),
		.term_program = getenv("TERM_PROGRAM"),
		.term_program_version = getenv("TERM_PROGRAM_VERSION"),
		.vte_version = getenv("VTE_VERSION"),
		.kitty_window_id = getenv("KITTY_WINDOW_ID"),
		.wt_session = getenv("WT_SESSION"),
		.tmux = getenv("TMUX"),
		.sty = getenv("STY"),
	};

	return term_links(&env);
}
