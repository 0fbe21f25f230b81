/*
 * peak FILE PROGRAM ARGUMENT...: runs the program, writes its peak memory in
 * KiB to FILE, and ends as it ended. Linux counts in ru_maxrss also the
 * memory of what a process was before exec(), which for a child of a test
 * runner in python would be python's; this here is small.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t child;

static void pass_on(int sig)
{
	kill(child, sig);
}

int main(int argc, char **argv)
{
	struct sigaction sa = { .sa_handler = pass_on };
	struct rusage usage;
	int status;
	FILE *f;

	if (argc < 3)
		return 125;
	child = fork();
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	while (child < 0 || wait4(child, &status, 0, &usage) < 0) {
		if (child < 0)
			return 125;
	}
	f = fopen(argv[1], "w");
	if (!f || fprintf(f, "%ld\n", usage.ru_maxrss) < 0 || fclose(f))
		return 125;
	if (!WIFSIGNALED(status))
		return WEXITSTATUS(status);
	signal(WTERMSIG(status), SIG_DFL);
	raise(WTERMSIG(status));
	return 125;
}
