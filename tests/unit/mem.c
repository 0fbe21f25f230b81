#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

/* What a child that asks for too much says and exits with. */
static void test_no_memory(void)
{
	char said[100];
	int ends[2], status = 0;
	ssize_t n;
	pid_t pid;

	if (pipe(ends)) {
		ok(false, "pipe");
		return;
	}
	fflush(stdout);
	pid = fork();
	if (!pid) {
		dup2(ends[1], STDERR_FILENO);
		xreallocarray(NULL, SIZE_MAX / 2, 3);
		_exit(77);
	}
	close(ends[1]);
	n = read(ends[0], said, sizeof(said) - 1);
	said[n > 0 ? n : 0] = '\0';
	close(ends[0]);
	waitpid(pid, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 1,
	   "a product that overflows: exit 1");
	ok(!strcmp(said, "shunt: out of memory\n"), "and one line: %s",
	   n > 0 ? "said" : "silent");
}

int main(void)
{
	char *p = xmalloc(0), *q = xcalloc(3, 5), *copy;
	bool zero = true;

	ok(p != NULL, "nothing is something");
	free(p);
	for (size_t i = 0; i < 15; i++)
		zero = zero && !q[i];
	ok(zero, "xcalloc zeroes");
	q[14] = 'z';
	q = xreallocarray(q, 100, 10);
	memset(q + 15, 'x', 985);
	ok(!q[0] && q[14] == 'z' && q[999] == 'x', "grown");
	free(q);
	copy = xstrndup("a\0bc", 3);
	ok(!memcmp(copy, "a\0b", 4), "xstrndup keeps a NUL and ends with one");
	free(copy);
	copy = xstrndup(NULL, 0);
	ok(!*copy, "of nothing");
	free(copy);
	copy = xstrdup("word");
	ok(!strcmp(copy, "word"), "xstrdup");
	free(copy);
	test_no_memory();
	return tap_done();
}
