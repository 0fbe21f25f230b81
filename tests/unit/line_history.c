#include "app/line_history.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/line_store.h"
#include "base/file.h"
#include "scratch.h"
#include "tap.h"

/* The entries, each in brackets. */
static void join(void *ctx, struct text entry)
{
	buf_addf(ctx, "[%.*s]", (int)entry.len, entry.ptr);
}

static void test_format(void)
{
	static const struct {
		const char *file;
		const char *entries;
		size_t lines;
	} rows[] = {
		{ "", "", 0 },
		{ "one\ntwo\n", "[one][two]", 2 },
		{ "one\ntwo", "[one][two]", 2 },
		{ "a\\nb\\\\n\n", "[a\nb\\n]", 1 },
		{ "C:\\dir \\\n", "[C:\\dir \\]", 1 },
		{ "\n\n x\n\\nx\n\tx\nok\n", "[ok]", 6 },
		{ "\033[2J\nb\rc\n\xC2\x9B\n\xFF\nok\n", "[ok]", 5 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf got = BUF_INIT(1000);
		size_t lines = line_history_decode(rows[i].file,
						   strlen(rows[i].file), join,
						   &got);

		ok(lines == rows[i].lines && !strcmp(got.ptr, rows[i].entries),
		   "a file of entries, row %zu", i);
		buf_release(&got);
	}
}

static void test_encode(void)
{
	struct buf line = BUF_INIT(1000);

	line_history_encode(TEXT_LIT("a\n\\n\tb"), &line);
	ok(!strcmp(line.ptr, "a\\n\\\\n\tb\n"), "an entry is one line");
	buf_release(&line);
}

static void test_bounds(void)
{
	struct buf file = BUF_INIT(MAX_PROMPT), got = BUF_INIT(MAX_PROMPT);
	size_t lines;

	for (int i = 0; i < 2500; i++)
		buf_addf(&file, "%d\n", i);
	lines = line_history_decode(file.ptr, file.len, join, &got);
	ok(lines == 2500 && !strncmp(got.ptr, "[500][501]", 10) &&
	   strstr(got.ptr, "[2498][2499]"), "the last 2000 lines count");
	buf_clear(&file);
	buf_clear(&got);
	for (size_t i = 0; i < LINE_HISTORY_ENTRY; i++)
		buf_addch(&file, 'x');
	buf_adds(&file, "\nshort\n");
	line_history_decode(file.ptr, file.len, join, &got);
	ok(got.len == LINE_HISTORY_ENTRY + 2 + 7, "an entry of 64 KiB counts");
	buf_clear(&got);
	line_history_decode("x", 1, join, &got);
	buf_clear(&got);
	buf_truncate(&file, LINE_HISTORY_ENTRY);
	buf_adds(&file, "x\nshort\n");
	line_history_decode(file.ptr, file.len, join, &got);
	ok(!strcmp(got.ptr, "[short]"), "one byte more does not");
	buf_release(&file);
	buf_release(&got);
}

static char *in_scratch(const char *name)
{
	static char path[200];

	snprintf(path, sizeof(path), "%s/%s", scratch, name);
	return path;
}

/* What a file holds, or "?"; into lent memory. */
static const char *content(const char *path, struct buf *b)
{
	buf_clear(b);
	return file_read(path, b->max, b, NULL) ? "?" : b->ptr;
}

static void test_append(void)
{
	struct buf b = BUF_INIT(1000);
	const char *path = in_scratch("new/deep/history");
	struct err e = ERR_INIT;
	struct stat st;
	bool over;
	FILE *f;

	ok(!line_store_read(path, &b, &over, &e) && !b.len, "no file is empty");
	ok(!line_store_append(path, TEXT_LIT("one\ntwo"), &e) &&
	   !stat(path, &st) && (st.st_mode & 07777) == 0600,
	   "a new file is 0600: %s", e.msg);
	ok(!stat(in_scratch("new"), &st) && (st.st_mode & 07777) == 0700,
	   "a new folder is 0700");
	path = in_scratch("new/deep/history");
	chmod(path, 0644);
	f = fopen(path, "a");
	fputs("half a li", f);
	fclose(f);
	ok(!line_store_append(path, TEXT_LIT("three"), &e) &&
	   !strcmp(content(path, &b), "one\\ntwo\nhalf a li\nthree\n"),
	   "a half line is ended first");
	ok(!stat(path, &st) && (st.st_mode & 07777) == 0600,
	   "what others could read, they cannot any more");
	buf_release(&b);
}

static void test_refused(void)
{
	struct buf b = BUF_INIT(1000);
	const char *path = in_scratch("folder");
	struct err e = ERR_INIT;
	bool over;

	mkdir(path, 0700);
	ok(line_store_read(path, &b, &over, &e) && strstr(e.msg, "regular"),
	   "a folder: %s", e.msg);
	ok(line_store_append(path, TEXT_LIT("x"), &e), "to a folder: %s",
	   e.msg);
	path = in_scratch("fifo");
	mkfifo(path, 0600);
	ok(line_store_read(path, &b, &over, &e) && strstr(e.msg, "regular"),
	   "a FIFO does not hang: %s", e.msg);
	path = in_scratch("folder/../fifo/history");
	ok(line_store_append(path, TEXT_LIT("x"), &e), "no folder: %s", e.msg);
	if (geteuid()) {
		tap_skip("another's file", "only root can make one");
	} else {
		path = in_scratch("theirs");
		close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0666));
		ok(!chown(path, 12345, 12345), "a file of another user");
		path = in_scratch("link");
		ok(!symlink("theirs", path), "a link to it");
		ok(line_store_read(path, &b, &over, &e) &&
		   strstr(e.msg, "12345") &&
		   line_store_append(path, TEXT_LIT("x"), &e),
		   "a link to another's file: %s", e.msg);
	}
	buf_release(&b);
}

static void test_tail(void)
{
	struct buf b = BUF_INIT(LINE_HISTORY_FILE), got = BUF_INIT(MAX_PROMPT);
	const char *path = in_scratch("big");
	struct err e = ERR_INIT;
	FILE *f = fopen(path, "w");
	struct stat st;
	size_t lines;
	bool over;

	for (int i = 0; i < 300000; i++)
		fprintf(f, "entry %06d\n", i);
	fclose(f);
	ok(!line_store_read(path, &b, &over, &e) && over &&
	   b.len <= LINE_HISTORY_FILE && b.len > LINE_HISTORY_FILE - 13 &&
	   !memcmp(b.ptr, "entry ", 6),
	   "of a big file the last MiB is read, in whole lines");
	ok(!line_store_trim(path, &e) && !stat(path, &st) &&
	   st.st_size == 2000L * 13 && (st.st_mode & 07777) == 0600,
	   "it is cut to 2000 entries: %s", e.msg);
	buf_clear(&b);
	lines = line_store_read(path, &b, &over, &e) ? 0 :
		line_history_decode(b.ptr, b.len, join, &got);
	ok(lines == 2000 && !strncmp(got.ptr, "[entry 298000]", 14),
	   "to the last ones");
	buf_release(&b);
	buf_release(&got);
}

/* Eight append 100 each, and cut the file all the while. */
static void test_together(void)
{
	struct buf b = BUF_INIT(MAX_PROMPT);
	const char *path = in_scratch("shared");
	struct err e = ERR_INIT;
	int status, bad = 0;
	char word[32];

	for (int p = 0; p < 8; p++) {
		if (fork())
			continue;
		for (int i = 0; i < 100; i++) {
			int n = snprintf(word, sizeof(word), "p%d-%d", p, i);

			if (line_store_append(path, (struct text){ word,
					      (size_t)n }, &e) ||
			    (i % 10 == 0 && line_store_trim(path, &e))) {
				fprintf(stderr, "%s\n", e.msg);
				_exit(1);
			}
		}
		_exit(0);
	}
	while (wait(&status) > 0)
		bad += status != 0;
	content(path, &b);
	for (int p = 0; p < 8; p++)
		for (int i = 0; i < 100; i++) {
			snprintf(word, sizeof(word), "p%d-%d\n", p, i);
			bad += !strstr(b.ptr, word);
		}
	ok(!bad, "eight at once lose nothing (%d)", bad);
	buf_release(&b);
}

/* The same, where each cut replaces the file. */
static void test_replaced(void)
{
	struct buf b = BUF_INIT(MAX_PROMPT);
	const char *path = in_scratch("replaced");
	struct err e = ERR_INIT;
	FILE *f = fopen(path, "w");
	int status, bad = 0;
	char word[32];

	for (int i = 0; i < 2000; i++)
		fprintf(f, "old %d\n", i);
	fclose(f);
	for (int p = 0; p < 4; p++) {
		if (fork())
			continue;
		for (int i = 0; i < 50; i++) {
			int n = snprintf(word, sizeof(word), "p%d-%d", p, i);

			if (line_store_append(path, (struct text){ word,
					      (size_t)n }, &e) ||
			    line_store_trim(path, &e))
				_exit(1);
		}
		_exit(0);
	}
	while (wait(&status) > 0)
		bad += status != 0;
	content(path, &b);
	for (int p = 0; p < 4; p++)
		for (int i = 0; i < 50; i++) {
			snprintf(word, sizeof(word), "p%d-%d\n", p, i);
			bad += !strstr(b.ptr, word);
		}
	ok(!bad && !strstr(b.ptr, "old 199\n") && strstr(b.ptr, "old 1999\n"),
	   "nor while the file is replaced (%d)", bad);
	buf_release(&b);
}

int main(void)
{
	if (!scratch_make())
		return 1;
	test_format();
	test_encode();
	test_bounds();
	test_append();
	test_refused();
	test_tail();
	test_together();
	test_replaced();
	ok(scratch_remove(), "the scratch folder is gone");
	return tap_done();
}
