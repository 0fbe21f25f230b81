#include "view/term.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tap.h"

static const struct {
	enum term_color when;
	bool terminal;
	const char *no_color, *term;
	bool want;
} rows[] = {
	{ TERM_COLOR_AUTO, true, NULL, "xterm", true },
	{ TERM_COLOR_AUTO, false, NULL, "xterm", false },
	{ TERM_COLOR_AUTO, true, "1", "xterm", false },
	{ TERM_COLOR_AUTO, true, "", "xterm", true },	/* no-color.org */
	{ TERM_COLOR_AUTO, true, NULL, "dumb", false },
	{ TERM_COLOR_AUTO, true, NULL, "", false },
	{ TERM_COLOR_AUTO, true, NULL, NULL, false },
	{ TERM_COLOR_ALWAYS, false, "1", "dumb", true },
	{ TERM_COLOR_NEVER, true, NULL, "xterm", false },
};

static const struct {
	enum term_ground said;
	const char *colorfgbg;
	bool want;
} grounds[] = {
	{ TERM_GROUND_AUTO, NULL, false },
	{ TERM_GROUND_AUTO, "", false },
	{ TERM_GROUND_AUTO, "15;0", false },
	{ TERM_GROUND_AUTO, "0;15", true },
	{ TERM_GROUND_AUTO, "0;7", true },
	{ TERM_GROUND_AUTO, "7;8", false },
	{ TERM_GROUND_AUTO, "0;6", false },
	{ TERM_GROUND_AUTO, "0;9", true },
	{ TERM_GROUND_AUTO, "0;default;15", true },	/* rxvt with XPM */
	{ TERM_GROUND_AUTO, "15;default", false },
	{ TERM_GROUND_AUTO, "0;16", false },
	{ TERM_GROUND_AUTO, "0;255", false },
	{ TERM_GROUND_AUTO, "0;15x", false },
	{ TERM_GROUND_AUTO, "0; 15", false },
	{ TERM_GROUND_AUTO, "0;-1", false },
	{ TERM_GROUND_AUTO, "0;", false },
	{ TERM_GROUND_AUTO, "15", false },
	{ TERM_GROUND_AUTO, "0;99999999999999999999999999", false },
	{ TERM_GROUND_DARK, "0;15", false },
	{ TERM_GROUND_LIGHT, "15;0", true },
	{ TERM_GROUND_LIGHT, NULL, true },
};

static const struct {
	struct term_env env;
	bool want;
} links[] = {
	{ { .term = NULL }, false },
	{ { .term = "xterm-256color" }, false },
	{ { .term = "linux" }, false },
	{ { .term = "xterm-kitty" }, true },
	{ { .term = "xterm-ghostty" }, true },
	{ { .term = "foot-extra" }, true },
	{ { .term = "alacritty" }, true },
	{ { .term = "contour-latest" }, true },
	{ { .term = "xterm", .vte_version = "7200" }, true },
	{ { .term = "xterm", .vte_version = "5001" }, true },
	{ { .term = "xterm", .vte_version = "5000" }, false },
	{ { .term = "xterm", .vte_version = "4205" }, false },
	{ { .term = "xterm", .vte_version = "" }, false },
	{ { .term = "dumb", .vte_version = "7200" }, false },
	{ { .vte_version = "7200" }, false },
	{ { .term = "xterm", .kitty_window_id = "1" }, true },
	{ { .term = "xterm", .wt_session = "a-b" }, true },
	{ { .term = "xterm", .term_program = "iTerm.app" }, true },
	{ { .term = "xterm", .term_program = "WezTerm" }, true },
	{ { .term = "xterm", .term_program = "vscode" }, true },
	{ { .term = "xterm", .term_program = "ghostty" }, true },
	{ { .term = "xterm", .term_program = "Apple_Terminal" }, false },
	{ { .term = "tmux-256color", .vte_version = "7200" }, false },
	{ { .term = "screen", .kitty_window_id = "1" }, false },
	{ { .term = "xterm", .tmux = "/tmp/x,1,0", .wt_session = "a" },
	  false },
	{ { .term = "tmux", .term_program = "tmux",
	    .term_program_version = "3.3a" }, false },
	{ { .term = "tmux", .term_program = "tmux",
	    .term_program_version = "3.4" }, true },
	{ { .term = "screen", .term_program = "tmux", .tmux = "x",
	    .term_program_version = "3.5a" }, true },
	{ { .term = "tmux", .term_program = "tmux",
	    .term_program_version = "3.10" }, true },
	{ { .term = "tmux", .term_program = "tmux",
	    .term_program_version = "4.0" }, true },
	{ { .term = "tmux", .term_program = "tmux",
	    .term_program_version = "next-3.4" }, false },
	{ { .term = "tmux", .term_program = "tmux" }, false },
	{ { .term = "screen", .term_program = "tmux", .sty = "1.x",
	    .term_program_version = "3.5" }, false },
};

/* ESC [ digits and semicolons m: nothing else may be in a role. */
static bool is_sgr(const char *s)
{
	size_t len = strlen(s);

	return len > 3 && s[0] == '\033' && s[1] == '[' &&
	       strspn(s + 2, "0123456789;") == len - 3 && s[len - 1] == 'm';
}

static void test_roles(void)
{
	size_t wrong = 0;

	for (int i = ROLE_NONE + 1; i < TERM_ROLES; i++) {
		const char *dark = term_role((enum term_role)i, false, true);
		const char *light = term_role((enum term_role)i, true, true);

		if (!dark || !light || !is_sgr(dark) || !is_sgr(light)) {
			ok(false, "role %d has no sequence", i);
			continue;
		}
		/* yellow; blue on dark; cyan on light */
		wrong += strstr(dark, "33") || strstr(light, "33") ||
			 strstr(dark, "34") || strstr(light, "36") ||
			 *term_role((enum term_role)i, false, false);
	}
	ok(!wrong, "every role can be read on its ground");
	ok(!*term_role(ROLE_NONE, false, true) &&
		   !*term_role(ROLE_NONE, true, true),
	   "text itself has no style");
	ok(!strcmp(term_role(ROLE_REMOVED, true, true), "\033[31m") &&
		   !strcmp(term_role(ROLE_ADDED, false, true), "\033[32m"),
	   "red and green");
}

static void test_environment(void)
{
	for (size_t i = 0; i < sizeof(grounds) / sizeof(grounds[0]); i++)
		ok(term_light(grounds[i].said, grounds[i].colorfgbg) ==
			   grounds[i].want,
		   "ground: row %zu", i);
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		ok(term_links(&links[i].env) == links[i].want,
		   "links: row %zu", i);
	setenv("COLORFGBG", "0;15", 1);
	ok(term_is_light(TERM_GROUND_AUTO) &&
		   !term_is_light(TERM_GROUND_DARK),
	   "the environment says light");
	unsetenv("TMUX");
	unsetenv("STY");
	setenv("TERM", "xterm-kitty", 1);
	ok(term_has_links(), "the environment says kitty");
	setenv("TMUX", "x", 1);
	setenv("TERM_PROGRAM", "tmux", 1);
	setenv("TERM_PROGRAM_VERSION", "3.3a", 1);
	ok(!term_has_links(), "in an old tmux");
}

static void test_pty(void)
{
	struct winsize w = { .ws_row = 10, .ws_col = 33 };
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;

	if (master < 0 || grantpt(master) || unlockpt(master)) {
		tap_skip("the width of a terminal", "no pty");
		return;
	}
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	ok(term_width(slave) == 80, "a terminal without a size: 80");
	ok(!ioctl(slave, TIOCSWINSZ, &w) && term_width(slave) == 33, "33");
	w.ws_col = 1;
	ok(!ioctl(slave, TIOCSWINSZ, &w) && term_width(slave) == 1, "1");
	unsetenv("NO_COLOR");
	setenv("TERM", "xterm", 1);
	ok(term_styled(slave, TERM_COLOR_AUTO), "styled");
	setenv("NO_COLOR", "yes", 1);
	ok(!term_styled(slave, TERM_COLOR_AUTO), "not with NO_COLOR");
	close(slave);
	close(master);
}

int main(void)
{
	int fd = open("/dev/null", O_RDWR);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ok(term_may_style(rows[i].when, rows[i].terminal,
				  rows[i].no_color,
				  rows[i].term) == rows[i].want,
		   "row %zu", i);
	ok(!strcmp(term_sgr(TERM_BOLD, true), "\033[1m") &&
		   !strcmp(term_sgr(TERM_PLAIN, true), "\033[0m") &&
		   !*term_sgr(TERM_BOLD, false),
	   "sequences");
	for (int i = 0; i < TERM_STYLES; i++)
		if (strlen(term_sgr((enum term_style)i, true)) < 4)
			ok(false, "style %d", i);
	ok(term_width(fd) == 80 && !term_styled(fd, TERM_COLOR_AUTO),
	   "no terminal");
	close(fd);
	test_roles();
	test_pty();
	test_environment();
	return tap_done();
}
