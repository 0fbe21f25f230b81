#include "base/apart.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* From the background this would stop us, but for the blocked signal. */
static void give_keys(int tty, pid_t group)
{
	sigset_t out, was;

	sigemptyset(&out);
	sigaddset(&out, SIGTTOU);
	sigprocmask(SIG_BLOCK, &out, &was);
	tcsetpgrp(tty, group);
	sigprocmask(SIG_SETMASK, &was, NULL);
}

NO_RETURN static void be_child(int tty, int (*fn)(void *ctx), void *ctx)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	setpgid(0, 0);
	give_keys(tty, getpgrp());
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGTSTP, &ignore, NULL);
	_exit(fn(ctx) & 0xFF);
}

/* A signal that interrupts the waiting was for the work. */
static int wait_for(pid_t pid)
{
	int how;

	while (waitpid(pid, &how, 0) < 0) {
		if (errno != EINTR)
			return 128;
		kill(pid, SIGTERM);
	}
	return WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
}

int run_apart(int (*fn)(void *ctx), void *ctx, int *status, struct err *err)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	pid_t group = getpgrp(), pid;

	if (tty < 0 || tcgetpgrp(tty) != group) {
		if (tty >= 0)
			close(tty);
		*status = fn(ctx);
		return 0;
	}
	pid = fork();
	if (!pid)
		be_child(tty, fn, ctx);
	if (pid < 0) {
		err_set(err, ERR_INTERNAL, "cannot fork: %s", strerror(errno));
		close(tty);
		return -1;
	}
	setpgid(pid, pid);	/* whoever of us comes first */
	*status = wait_for(pid);
	give_keys(tty, group);
	close(tty);
	return 0;
}
