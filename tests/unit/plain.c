#include "view/plain.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

/* Everything that a sink with these pieces writes, read from a pipe. */
static void run(bool terminal, const char *const *pieces, struct buf *got)
{
	struct err e = ERR_INIT;
	struct plain p;
	int ends[2];

	if (pipe(ends))
		return;
	plain_init(&p, ends[1], terminal, NULL);
	for (; *pieces; pieces++)
		if (p.sink.text(&p.sink, text_of(*pieces), &e))
			ok(false, "text: %s", e.msg);
	if (p.sink.end(&p.sink, true, &e))
		ok(false, "end: %s", e.msg);
	plain_release(&p);
	close(ends[1]);
	buf_clear(got);
	if (fd_read_all(ends[0], got->max, got, "pipe", NULL, &e))
		ok(false, "%s", e.msg);
	close(ends[0]);
}

static const struct {
	const char *what;
	const char *pieces[6];
	const char *pipe, *terminal;
} rows[] = {
	{ "nothing", { NULL }, "", "" },
	{ "empty pieces", { "", "", NULL }, "", "" },
	{ "a line", { "a\n", NULL }, "a\n", "a\n" },
	{ "no newline", { "a", "b", NULL }, "ab", "ab\n" },
	{ "escapes", { "a\033", "[2J\r\n", NULL }, "a\033[2J\r\n",
	  "a^[[2J\n" },
	{ "a character in two", { "\xE2\x82", "\xAC", NULL }, "\xE2\x82\xAC",
	  "\xE2\x82\xAC\n" },
	{ "a cut one", { "x\xE2", "\x82", NULL }, "x\xE2\x82",
	  "x\xEF\xBF\xBD\n" },
	{ "a newline, then a cut one", { "x\n", "\xE2", NULL }, "x\n\xE2",
	  "x\n\xEF\xBF\xBD\n" },
};

static void test_rows(void)
{
	struct buf got = BUF_INIT(1000);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		run(false, rows[i].pieces, &got);
		ok(!strcmp(got.ptr, rows[i].pipe), "%s, to a pipe",
		   rows[i].what);
		run(true, rows[i].pieces, &got);
		ok(!strcmp(got.ptr, rows[i].terminal), "%s, to a terminal",
		   rows[i].what);
	}
	buf_release(&got);
}

/* The worst that struct safe can make of many bytes. */
static void test_growth(void)
{
	struct buf in = BUF_INIT(1 << 20);
	struct buf got = BUF_INIT(10 << 20);
	struct err e = ERR_INIT;
	struct plain p;
	char path[] = "/tmp/shunt-plain-XXXXXX";
	int fd = mkstemp(path);

	for (size_t i = 0; i < 100000; i++)
		buf_adds(&in, "\xF3\xA0\x81\x81");
	plain_init(&p, fd, true, NULL);
	ok(!p.sink.text(&p.sink, (struct text){ .ptr = in.ptr, .len = in.len },
			&e) && !p.sink.end(&p.sink, false, &e),
	   "100000 tags in one piece %s", e.msg);
	ok(!file_read(path, got.max, &got, &e) && got.len == 900001 &&
		   !memcmp(got.ptr + 899991, "\\u{e0041}\n", 10),
	   "are all shown");
	plain_release(&p);
	close(fd);
	unlink(path);
	buf_release(&in);
	buf_release(&got);
}

static void test_errors(void)
{
	volatile sig_atomic_t stop = 1;
	struct err e = ERR_INIT;
	struct plain p;
	int fd = open("/dev/full", O_WRONLY);

	plain_init(&p, fd, false, NULL);
	ok(p.sink.text(&p.sink, TEXT_LIT("x"), &e) == -1 && e.kind == ERR_IO &&
		   !strcmp(e.msg, "write error: No space left on device"),
	   "%s", e.msg);
	plain_release(&p);
	plain_init(&p, fd, true, &stop);
	ok(p.sink.text(&p.sink, TEXT_LIT("x"), &e) == -1 &&
		   e.kind == ERR_STOPPED,
	   "stopped: %s", e.msg);
	plain_release(&p);
	close(fd);
}

static void test_file(void)
{
	char path[] = "/tmp/shunt-plain-XXXXXX";
	struct file_out f = FILE_OUT_INIT;
	struct buf got = BUF_INIT(100);
	struct err e = ERR_INIT;
	struct plain p;

	close(mkstemp(path));
	if (file_out_open(&f, path, 0, &e))
		ok(false, "%s", e.msg);
	plain_init_file(&p, &f);
	ok(!p.sink.text(&p.sink, TEXT_LIT("a\033\0b"), &e) &&
		   !p.sink.end(&p.sink, true, &e) && !file_out_commit(&f, &e) &&
		   !file_read(path, 100, &got, &e) && got.len == 4 &&
		   !memcmp(got.ptr, "a\033\0b", 4),
	   "a file gets the bytes");
	plain_release(&p);
	buf_release(&got);
	unlink(path);
}

int main(void)
{
	test_rows();
	test_growth();
	test_errors();
	test_file();
	return tap_done();
}
