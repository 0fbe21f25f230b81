#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

static char dir[] = "/tmp/shunt-file-XXXXXX";

/* Written by stdio, to have another opinion. */
static void put(const char *name, const char *bytes, size_t len, mode_t mode)
{
	FILE *f = fopen(name, "w");

	fwrite(bytes, 1, len, f);
	fclose(f);
	chmod(name, mode);
}

static bool holds(const char *name, const char *want)
{
	char got[256];
	FILE *f = fopen(name, "r");
	size_t n;

	if (!f)
		return false;
	n = fread(got, 1, sizeof(got), f);
	fclose(f);
	return n == strlen(want) && !memcmp(got, want, n);
}

static mode_t mode_of(const char *name)
{
	struct stat st;

	return lstat(name, &st) ? 0 : st.st_mode & 07777;
}

static size_t names_here(void)
{
	DIR *d = opendir(".");
	size_t n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

static void test_read(void)
{
	struct buf b = BUF_INIT(100);
	struct err e = ERR_INIT;

	put("nul", "a\0b\r\n", 5, 0644);
	ok(!file_read("nul", 5, &b, &e) && b.len == 5 &&
		   !memcmp(b.ptr, "a\0b\r\n", 6),
	   "all bytes, and exactly max of them");
	ok(!file_read("nul", 5, &b, &e) && b.len == 10, "adds");
	buf_clear(&b);
	ok(file_read("nul", 4, &b, &e) == -1 && e.kind == ERR_IO &&
		   !strcmp(e.msg, "'nul' is over 4 bytes") && !errno,
	   "one byte too much: %s", e.msg);
	put("empty", "", 0, 0644);
	ok(!file_read("empty", 0, &b, &e) && !b.len, "empty into nothing");
	ok(!file_read("/proc/self/cmdline", 100, &b, &e) && b.len,
	   "a file that says it has no bytes");
	buf_release(&b);
}

static void test_read_refuses(void)
{
	struct buf b = BUF_INIT(100);
	struct err e = ERR_INIT;

	ok(file_read(".", 9, &b, &e) == -1 && e.kind == ERR_USAGE &&
		   !strcmp(e.msg, "'.' is a directory"),
	   "%s", e.msg);
	ok(file_read("no\nsuch", 9, &b, &e) == -1 && e.kind == ERR_IO &&
		   errno == ENOENT &&
		   !strcmp(e.msg, "cannot read 'no such': "
				  "No such file or directory"),
	   "%s", e.msg);
	mkfifo("fifo", 0600);
	ok(file_read("fifo", 9, &b, &e) == -1 && e.kind == ERR_IO &&
		   !strcmp(e.msg, "'fifo' is not a regular file"),
	   "%s", e.msg);
	ok(file_read("/dev/zero", 9, &b, &e) == -1 && e.kind == ERR_IO,
	   "%s", e.msg);
	if (symlink("loop", "loop"))
		ok(false, "symlink");
	ok(file_read("loop", 9, &b, &e) == -1 && e.kind == ERR_IO &&
		   strstr(e.msg, "'loop'"),
	   "%s", e.msg);
	put("sparse", "", 0, 0644);
	ok(!truncate("sparse", 5000000000) &&
		   file_read("sparse", MAX_PROMPT, &b, &e) == -1 &&
		   !strcmp(e.msg, "'sparse' is over 32 MiB") && !b.len,
	   "5 GB: %s", e.msg);
	unlink("sparse");
	unlink("fifo");
	unlink("loop");
	buf_release(&b);
}

/* A child adds to the file for as long as it is read. */
static void test_growing(void)
{
	struct buf b = BUF_INIT(1 << 20);
	struct err e = ERR_INIT;
	pid_t pid;
	int rc;

	put("grows", "x", 1, 0644);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		int fd = open("grows", O_WRONLY | O_APPEND);

		while (write(fd, dir, sizeof(dir)) > 0 &&
		       lseek(fd, 0, SEEK_END) < 4 << 20)
			;
		_exit(0);
	}
	do {
		buf_clear(&b);
		rc = file_read("grows", 1 << 20, &b, &e);
	} while (!rc);
	waitpid(pid, NULL, 0);
	ok(rc == -1 && e.kind == ERR_IO && b.len <= 1 << 20,
	   "a file that grows is bounded: %s", e.msg);
	buf_clear(&b);
	ok(file_read("/proc/self/maps", 10, &b, &e) == -1 && b.len <= 10 &&
		   strstr(e.msg, "over 10 bytes"),
	   "and one with more than it said: %s", e.msg);
	unlink("grows");
	buf_release(&b);
}

static void test_checks(void)
{
	struct buf b = BUF_INIT(100);
	struct err e = ERR_INIT;
	struct stat st = { .st_mode = S_IFREG | 0600, .st_uid = geteuid() };

	put("conf", "k", 1, 0644);
	ok(!file_read_checked("conf", FILE_OWNED, 9, &b, &e), "0644 is ours");
	ok(file_read_checked("conf", FILE_PRIVATE, 9, &b, &e) == -1 &&
		   e.kind == ERR_CONFIG && strstr(e.msg, "chmod 600") &&
		   strstr(e.msg, "'conf'") && b.len == 1,
	   "%s", e.msg);
	chmod("conf", 0620);
	ok(file_read_checked("conf", FILE_OWNED, 9, &b, &e) == -1 &&
		   e.kind == ERR_CONFIG && strstr(e.msg, "0620"),
	   "%s", e.msg);
	chmod("conf", 0602);
	ok(file_read_checked("conf", FILE_OWNED, 9, &b, &e) == -1,
	   "writable by the world");
	chmod("conf", 0600);
	ok(!file_read_checked("conf", FILE_OWNED | FILE_PRIVATE, 9, &b, &e),
	   "0600");
	ok(!file_check_owner("f", &st, &e), "ours");
	st.st_uid = 0;
	ok(!file_check_owner("f", &st, &e), "root's");
	st.st_uid = geteuid() + 4711;
	ok(file_check_owner("f", &st, &e) == -1 && e.kind == ERR_CONFIG &&
		   strstr(e.msg, "belongs to user"),
	   "%s", e.msg);
	buf_release(&b);
}

static void test_out(void)
{
	struct file_out f = FILE_OUT_INIT;
	struct err e = ERR_INIT;
	mode_t mask = umask(027);
	size_t names = names_here();

	ok(!file_out_open(&f, "new", 0, &e) && access("new", F_OK) &&
		   !file_out_write(&f, "one", 3, &e) &&
		   !file_out_write(&f, "\n", 1, &e) &&
		   !file_out_commit(&f, &e) && holds("new", "one\n") &&
		   mode_of("new") == 0640,
	   "a new file, less the umask %s", e.msg);
	chmod("new", 0751);
	ok(!file_out_open(&f, "new", 0, &e) &&
		   !file_out_write(&f, "two", 3, &e) && holds("new", "one\n"),
	   "the old one stays while writing");
	file_out_abort(&f);
	file_out_abort(&f);
	ok(holds("new", "one\n") && names_here() == names + 1,
	   "and after an abort, alone");
	ok(!file_out_open(&f, "new", 0, &e) &&
		   !file_out_write(&f, "two", 3, &e) &&
		   !file_out_commit(&f, &e) && holds("new", "two") &&
		   mode_of("new") == 0751,
	   "replaced, mode kept");
	umask(0);
	ok(!file_out_open(&f, "key", FILE_OUT_PRIVATE, &e) &&
		   !file_out_commit(&f, &e) && mode_of("key") == 0600,
	   "private whatever the umask");
	ok(!file_out_open(&f, "new", FILE_OUT_PRIVATE, &e) &&
		   !file_out_commit(&f, &e) && mode_of("new") == 0600,
	   "and whatever it was");
	umask(mask);
	ok(names_here() == names + 2, "nothing else is left");
	unlink("new");
	unlink("key");
}

static void test_out_links(void)
{
	struct file_out f = FILE_OUT_INIT;
	struct err e = ERR_INIT;
	struct stat st;

	mkdir("sub", 0755);
	put("sub/real", "old", 3, 0644);
	if (symlink("real", "sub/link") || symlink("sub/link", "link") ||
	    symlink("sub/missing", "dangling") || symlink("self", "self"))
		ok(false, "symlink");
	ok(!file_out_open(&f, "link", 0, &e) &&
		   !file_out_write(&f, "new", 3, &e) &&
		   !file_out_commit(&f, &e) && holds("sub/real", "new") &&
		   !lstat("link", &st) && S_ISLNK(st.st_mode) &&
		   !lstat("sub/link", &st) && S_ISLNK(st.st_mode),
	   "two links stay, their target is replaced");
	ok(!file_out_open(&f, "dangling", 0, &e) &&
		   !file_out_write(&f, "x", 1, &e) &&
		   !file_out_commit(&f, &e) && holds("sub/missing", "x"),
	   "the target of a dangling link is made");
	ok(file_out_open(&f, "self", 0, &e) == -1 && e.kind == ERR_IO,
	   "%s", e.msg);
	unlink("link");
	unlink("dangling");
	unlink("self");
	if (system("rm -r sub"))
		ok(false, "rm");
}

static void test_out_refuses(void)
{
	struct file_out f = FILE_OUT_INIT;
	struct err e = ERR_INIT;
	char name[NAME_MAX + 1];

	ok(file_out_open(&f, ".", 0, &e) == -1 && e.kind == ERR_USAGE, "%s",
	   e.msg);
	ok(file_out_open(&f, "no/such", 0, &e) == -1 && e.kind == ERR_IO,
	   "%s", e.msg);
	ok(!file_out_open(&f, "/dev/full", 0, &e) &&
		   file_out_write(&f, "x", 1, &e) == -1 &&
		   !strcmp(e.msg, "cannot write '/dev/full': "
				  "No space left on device"),
	   "%s", e.msg);
	file_out_abort(&f);
	ok(!access("/dev/full", F_OK), "a device is still there");
	memset(name, 'n', NAME_MAX);
	name[NAME_MAX] = '\0';
	ok(!file_out_open(&f, name, 0, &e) && !file_out_commit(&f, &e) &&
		   !unlink(name),
	   "a name of NAME_MAX bytes");
	mkdir("gone", 0700);
	ok(!file_out_open(&f, "gone/f", 0, &e) && !system("rm -r gone") &&
		   file_out_commit(&f, &e) == -1 && e.kind == ERR_IO,
	   "no folder left to rename in: %s", e.msg);
	if (!geteuid()) {
		tap_skip("a read-only file stays", "root may write it");
		return;
	}
	put("ro", "x", 1, 0444);
	ok(file_out_open(&f, "ro", 0, &e) == -1 && strstr(e.msg, "ro"),
	   "%s", e.msg);
	unlink("ro");
}

static void test_fifo(void)
{
	struct file_out f = FILE_OUT_INIT;
	struct err e = ERR_INIT;
	struct stat st;
	char got[8] = "";
	int fd;

	mkfifo("pipe", 0600);
	fd = open("pipe", O_RDONLY | O_NONBLOCK);
	ok(!file_out_open(&f, "pipe", 0, &e) &&
		   !file_out_write(&f, "hello", 5, &e) &&
		   !file_out_commit(&f, &e) && read(fd, got, 8) == 5 &&
		   !memcmp(got, "hello", 5) && !lstat("pipe", &st) &&
		   S_ISFIFO(st.st_mode),
	   "a FIFO is written to, not replaced");
	close(fd);
	unlink("pipe");
}

static volatile sig_atomic_t stop;

static void on_alarm(int sig)
{
	(void)sig;
	stop = 1;
}

static void alarm_in(long usec, bool again)
{
	struct itimerval t = { .it_value = { .tv_usec = usec } };

	if (again)
		t.it_interval.tv_usec = usec;
	setitimer(ITIMER_REAL, &t, NULL);
}

static void ignore(int sig)
{
	(void)sig;
}

static void test_pipes(void)
{
	struct sigaction on = { .sa_handler = on_alarm };
	struct buf b = BUF_INIT(1 << 20);
	struct err e = ERR_INIT;
	static char big[200000];
	int ends[2];
	pid_t pid;

	if (pipe(ends))
		return;
	ok(!write(ends[1], "", 0) && write(ends[1], "abc", 3) == 3 &&
		   fd_wait(ends[0], 1000, NULL, &e) == 1,
	   "readable");
	ok(fd_read_all(ends[0], 2, &b, "stdin", NULL, &e) == -1 &&
		   !strcmp(e.msg, "stdin is over 2 bytes"),
	   "%s", e.msg);
	ok(fd_wait(ends[0], 1, NULL, &e) == 0, "empty now");
	sigaction(SIGALRM, &on, NULL);
	alarm_in(20000, false);
	ok(fd_read_all(ends[0], 9, &b, "stdin", &stop, &e) == -1 &&
		   e.kind == ERR_STOPPED,
	   "a signal with the flag ends waiting");
	err_clear(&e);
	ok(fd_read_all(ends[0], 9, &b, "stdin", &stop, &e) == -1 &&
		   e.kind == ERR_STOPPED,
	   "a flag that is set already, too");
	/* without the flag: a signal each millisecond, and a full pipe */
	on.sa_handler = ignore;
	sigaction(SIGALRM, &on, NULL);
	stop = 0;
	fflush(stdout);
	pid = fork();
	if (!pid) {
		close(ends[0]);
		sigaction(SIGALRM, &on, NULL);
		alarm_in(1000, true);
		memset(big, 'b', sizeof(big));
		fcntl(ends[1], F_SETFL, O_NONBLOCK);
		_exit(fd_write_all(ends[1], big, sizeof(big), NULL, NULL,
				   &e) ? 1 : 0);
	}
	close(ends[1]);
	alarm_in(1000, true);
	usleep(50000);
	buf_clear(&b);
	ok(!fd_read_all(ends[0], 1 << 20, &b, "stdin", &stop, &e) &&
		   b.len == sizeof(big) && b.ptr[0] == 'b' &&
		   b.ptr[sizeof(big) - 1] == 'b',
	   "200000 bytes through a storm of signals");
	alarm_in(0, false);
	waitpid(pid, &ends[1], 0);
	ok(!ends[1], "and all of them written, short writes and EAGAIN");
	close(ends[0]);
	buf_release(&b);
}

static void test_broken_pipe(void)
{
	struct err e = ERR_INIT;
	int ends[2], fd;

	if (pipe(ends))
		return;
	close(ends[0]);
	signal(SIGPIPE, SIG_IGN);
	ok(fd_write_all(ends[1], "x", 1, NULL, NULL, &e) == -1 &&
		   e.kind == ERR_STOPPED,
	   "nobody reads: %s", e.msg);
	close(ends[1]);
	fd = open("/dev/full", O_WRONLY);
	ok(fd_write_all(fd, "x", 1, NULL, NULL, &e) == -1 &&
		   e.kind == ERR_IO &&
		   !strcmp(e.msg, "write error: No space left on device"),
	   "%s", e.msg);
	close(fd);
}

static void test_dirs(void)
{
	struct err e = ERR_INIT;
	mode_t mask = umask(0);

	ok(!dir_make("a/b//c/", 0700, &e) && mode_of("a") == 0700 &&
		   mode_of("a/b/c") == 0700,
	   "folders, 0700 %s", e.msg);
	ok(!dir_make("a/b", 0700, &e), "there already");
	ok(!dir_make("a/open/d", 0777, &e) && mode_of("a/open") == 0777 &&
		   mode_of("a/open/d") == 0777 && mode_of("a") == 0700,
	   "folders, the mode asked for %s", e.msg);
	put("a/file", "", 0, 0644);
	ok(dir_make("a/file/x", 0700, &e) == -1 && e.kind == ERR_IO, "%s",
	   e.msg);
	ok(dir_make("a/file", 0700, &e) == -1 && e.kind == ERR_IO, "%s", e.msg);
	umask(mask);
}

int main(void)
{
	if (!mkdtemp(dir) || chdir(dir) || setenv("PWD", dir, 1))
		return 1;
	test_read();
	test_read_refuses();
	test_growing();
	test_checks();
	test_out();
	test_out_links();
	test_out_refuses();
	test_fifo();
	test_pipes();
	test_broken_pipe();
	test_dirs();
	if (system("rm -r \"$PWD\""))
		ok(false, "rm");
	return tap_done();
}
