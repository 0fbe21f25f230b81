/*
 * alternate RUNS A... -- B...: runs two commands in turn, RUNS times each,
 * with stdin from /dev/null and stdout to a pipe that is read and dropped.
 * A line for each run: which, status, microseconds to the first byte, to the
 * last byte, to the exit, peak memory in KiB, bytes.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000L + t.tv_nsec / 1000;
}

static int run_once(char name, char **argv)
{
	static char buf[1 << 16];
	posix_spawn_file_actions_t files;
	long start, first = 0, last = 0, total = 0;
	struct rusage usage;
	int fds[2], status, rc;
	ssize_t n;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		return -1;
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, fds[1], 1);
	start = now_us();
	rc = posix_spawnp(&pid, argv[0], &files, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	close(fds[1]);
	if (rc) {
		fprintf(stderr, "alternate: %s: %s\n", argv[0], strerror(rc));
		close(fds[0]);
		return -1;
	}
	while ((n = read(fds[0], buf, sizeof(buf))) > 0) {
		last = now_us() - start;
		if (!first)
			first = last;
		total += n;
	}
	close(fds[0]);
	if (wait4(pid, &status, 0, &usage) < 0)
		return -1;
	printf("%c %d %ld %ld %ld %ld %ld\n", name,
	       WIFEXITED(status) ? WEXITSTATUS(status) : 128, first, last,
	       now_us() - start, usage.ru_maxrss, total);
	return 0;
}

int main(int argc, char **argv)
{
	char **b = NULL;
	int runs = argc > 1 ? atoi(argv[1]) : 0;

	for (int i = 2; i < argc; i++) {
		if (!strcmp(argv[i], "--")) {
			argv[i] = NULL;
			b = argv + i + 1;
			break;
		}
	}
	if (runs < 1 || !argv[2]) {
		fprintf(stderr, "usage: alternate RUNS A... [-- B...]\n");
		return 2;
	}
	for (int i = 0; i < runs; i++) {
		if (run_once('A', argv + 2) || (b && run_once('B', b)))
			return 1;
	}
	return 0;
}
