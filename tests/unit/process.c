#include "app/process.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

/* Runs a part in a child; its wait status. */
static int run(int (*part)(int sig), int sig)
{
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid)
		_exit(part(sig));
	waitpid(pid, &status, 0);
	return status;
}

/* The first only sets the flag. */
static int one(int sig)
{
	process_setup();
	raise(sig);
	return process_stop == sig ? 7 : 8;
}

static int two(int sig)
{
	process_setup();
	raise(sig);
	raise(sig);
	return 8;
}

static int die(int sig)
{
	process_setup();
	process_die(sig);
}

/* nohup, trap '' INT: it stays ignored. */
static int ignored(int sig)
{
	signal(sig, SIG_IGN);
	process_setup();
	raise(sig);
	return process_stop ? 8 : 7;
}

static int unharmed(int sig)
{
	process_setup();
	raise(sig);
	return process_stop ? 8 : 7;
}

/* A write into a pipe that nobody reads says so, and does not kill. */
static int broken_pipe(int sig)
{
	int ends[2];

	(void)sig;
	process_setup();
	if (pipe(ends) || close(ends[0]))
		return 8;
	return write(ends[1], "x", 1) < 0 && errno == EPIPE ? 7 : 8;
}

static int no_core(int sig)
{
	struct rlimit r;

	(void)sig;
	process_setup();
	return !getrlimit(RLIMIT_CORE, &r) && !r.rlim_cur && !r.rlim_max &&
	       !prctl(PR_GET_DUMPABLE) ? 7 : 8;
}

static bool exited(int status)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == 7;
}

int main(void)
{
	static const int stops[] = { SIGINT, SIGTERM, SIGHUP };
	static const int calm[] = { SIGPIPE, SIGXFSZ, SIGWINCH, SIGCHLD };

	for (size_t i = 0; i < 3; i++) {
		int sig = stops[i], status;

		ok(exited(run(one, sig)), "%s sets the flag", strsignal(sig));
		status = run(two, sig);
		ok(WIFSIGNALED(status) && WTERMSIG(status) == sig,
		   "a second one ends us");
		status = run(die, sig);
		ok(WIFSIGNALED(status) && WTERMSIG(status) == sig,
		   "process_die() ends us as if it was not caught");
		ok(exited(run(ignored, sig)), "ignored, it stays ignored");
	}
	for (size_t i = 0; i < 4; i++)
		ok(exited(run(unharmed, calm[i])), "%s does no harm",
		   strsignal(calm[i]));
	ok(WTERMSIG(run(die, SIGPIPE)) == SIGPIPE, "but we can die by it");
	ok(exited(run(broken_pipe, 0)), "EPIPE");
	ok(exited(run(no_core, 0)), "no core, no ptrace");
	return tap_done();
}
