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
	test_pty();
	return tap_done();
}
