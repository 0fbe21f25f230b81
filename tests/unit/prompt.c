#include "app/prompt.h"

#include <fcntl.h>

#include "conf.h"

/* Standard input is a file with these bytes; NULL: closed. */
static void give_stdin(const char *bytes)
{
	if (!bytes) {
		close(STDIN_FILENO);
		return;
	}
	conf_put("in", bytes, 0600);
	if (dup2(open("in", O_RDONLY), STDIN_FILENO) < 0)
		abort();
	unlink("in");
}

/* Blanks part words and files; "_" is one in a name. */
static int read_prompt(struct prompt *p, const char *words, const char *files,
		       bool no_stdin, struct err *err)
{
	static char copies[2][400];
	static const char *list[16];
	struct settings set = { .no_stdin = no_stdin };
	struct app app = { .set = &set, .words = list };
	static struct secrets secrets;
	char *save = NULL;
	int rc;

	err_clear(err);
	snprintf(copies[0], sizeof(copies[0]), "%s", words);
	snprintf(copies[1], sizeof(copies[1]), "%s", files);
	for (char *w = strtok_r(copies[0], " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		list[app.word_count++] = w;
	for (char *f = strtok_r(copies[1], " ", &save); f;
	     f = strtok_r(NULL, " ", &save))
		words_add(&set.file, f, strlen(f));
	secrets_init(&secrets, secrets_policy(&app.cfg));
	rc = prompt_read(p, &app, &secrets, err);
	for (size_t i = 0; !rc && i < p->doc_count; i++)
		p->docs[i].name = "";	/* was borrowed of the settings */
	words_release(&set.file);
	return rc;
}

static const char *joined(const struct prompt *p)
{
	static char out[4000];
	size_t n = 0;

	for (size_t i = 0; i < p->message.count; i++) {
		struct text part = p->message.parts[i];

		memcpy(out + n, part.ptr, part.len);
		n += part.len;
	}
	out[n] = '\0';
	return out;
}

static const struct {
	const char *what, *words, *files, *in;
	bool no_stdin;
	const char *want;	/* the message; "!": refused, with this */
	enum err_kind kind;
} rows[] = {
	{ "words", "why is it", "", NULL, false, "why is it", ERR_NONE },
	{ "stdin alone is the prompt", "", "", "a\r\nb\n", false, "a\r\nb\n",
	  ERR_NONE },
	{ "a BOM stays", "", "", "\xEF\xBB\xBF" "a", false,
	  "\xEF\xBB\xBF" "a", ERR_NONE },
	{ "with words stdin is a document", "sum up", "", "one\ntwo\n", false,
	  "Standard input:\n```\none\ntwo\n```\n\nsum up", ERR_NONE },
	{ "without a last newline", "sum up", "", "one", false,
	  "Standard input:\n```\none\n```\n\nsum up", ERR_NONE },
	{ "blank stdin is none", "hi", "", " \n", false, "hi", ERR_NONE },
	{ "blank words are none", "", "", "x", false, "x", ERR_NONE },
	{ "--no-stdin", "hi", "", "x", true, "hi", ERR_NONE },
	{ "a file, and stdin is not read", "hi", "a", "x", false,
	  "File: a\n```\nA\n```\n\nhi", ERR_NONE },
	{ "two files and stdin, in their order", "hi", "b - a", "x\n", false,
	  "File: b\n````\n```B\n````\n\nStandard input:\n```\nx\n```\n\n"
	  "File: a\n```\nA\n```\n\nhi", ERR_NONE },
	{ "a file alone", "", "a", NULL, false,
	  "File: a\n```\nA\n```\n\n", ERR_NONE },
	{ "a fence is longer than all in it", "hi", "ticks", NULL, false,
	  "File: ticks\n``````\nx ````` y\n``````\n\nhi", ERR_NONE },
	{ "a name is one line", "hi", "n\n```\n\033[m", NULL, false,
	  "File: n ``` ^[[m\n```\nN\n```\n\nhi", ERR_NONE },
	{ "nothing", "", "", NULL, false, "!no prompt", ERR_USAGE },
	{ "blank stdin", "", "", " \t\n", false, "!no prompt", ERR_USAGE },
	{ "stdin that may not be read", "", "", "x", true, "!no prompt",
	  ERR_USAGE },
	{ "a file without anything", "", "empty", NULL, false, "!no prompt",
	  ERR_USAGE },
	{ "no such file", "hi", "nope", NULL, false, "!cannot read 'nope': No "
	  "such file", ERR_IO },
	{ "a folder", "hi", ".", NULL, false, "!'.' is a directory",
	  ERR_USAGE },
	{ "a device", "hi", "/dev/zero", NULL, false, "!'/dev/zero' is not a "
	  "regular file", ERR_IO },
	{ "- twice", "hi", "- -", "x", false, "!-f - is given twice",
	  ERR_USAGE },
	{ "- and --no-stdin", "hi", "-", "x", true, "!-f - and --no-stdin",
	  ERR_USAGE },
	{ "a picture", "hi", "png", NULL, false, "hi", ERR_NONE },
	{ "a picture and no words", "", "png", NULL, false,
	  "!no prompt: say in words what to do", ERR_USAGE },
	{ "a PDF", "hi", "pdf", NULL, false, "!pdf is a PDF", ERR_USAGE },
	{ "a NUL", "hi", "nul", NULL, false, "!nul is binary", ERR_USAGE },
};

static void put_bytes(const char *name, const void *bytes, size_t len)
{
	FILE *f = fopen(name, "w");

	if (!f || fwrite(bytes, 1, len, f) != len || fclose(f))
		abort();
}

static void put_files(void)
{
	char late[8193];

	conf_put("a", "A", 0600);
	conf_put("b", "```B", 0600);
	conf_put("empty", "\n", 0600);
	conf_put("ticks", "x ````` y", 0600);
	conf_put("n\n```\n\033[m", "N", 0600);
	put_bytes("png", "\x89PNG\r\n\x1A\n\0\0\0", 11);
	put_bytes("pdf", "%PDF-1.7\0", 9);
	memset(late, 'x', sizeof(late));
	late[8192] = '\0';
	put_bytes("late", late, sizeof(late));
	late[8191] = '\0';
	put_bytes("nul", late, sizeof(late));
}

static void test_rows(void)
{
	static struct prompt p;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *want = rows[i].want;
		struct err e = ERR_INIT;
		int rc;

		give_stdin(rows[i].in);
		rc = read_prompt(&p, rows[i].words, rows[i].files,
				 rows[i].no_stdin, &e);
		if (*want == '!')
			ok(rc == -1 && e.kind == rows[i].kind &&
				   !strncmp(e.msg, want + 1, strlen(want + 1)),
			   "%s: %s", rows[i].what, e.msg);
		else
			ok(!rc && !strcmp(joined(&p), want), "%s %s",
			   rows[i].what, e.msg);
		prompt_release(&p);
		prompt_release(&p);	/* twice is fine */
	}
}

/* 32 MiB in all, from wherever. */
static void test_cap(void)
{
	static struct prompt p;
	struct err e = ERR_INIT;

	give_stdin(NULL);
	ok(!read_prompt(&p, "hi", "late", false, &e) &&
		   p.docs[0].text.len == 8193,
	   "a NUL behind the first 8 KiB %s", e.msg);
	prompt_release(&p);
	if (truncate("a", 32 << 20) || truncate("b", (32 << 20) + 1))
		abort();
	ok(read_prompt(&p, "", "b", false, &e) == -1 && e.kind == ERR_IO &&
		   strstr(e.msg, "32 MiB"), "%s", e.msg);
	prompt_release(&p);
	conf_put("b", "B", 0600);
	ok(read_prompt(&p, "", "b a", false, &e) == -1 && e.kind == ERR_IO &&
		   strstr(e.msg, "a: the input is over 32 MiB in all"),
	   "%s", e.msg);
	prompt_release(&p);
	ok(read_prompt(&p, "hi", "a", false, &e) == -1 && e.kind == ERR_IO,
	   "the words count too: %s", e.msg);
	prompt_release(&p);
}

int main(void)
{
	static const char *const made[] = { "a", "b", "empty", "ticks", "png",
					    "pdf", "n\n```\n\033[m", "late",
					    "nul", "notes" };

	conf_begin();
	put_files();
	if (!freopen("notes", "w", stderr))
		abort();
	test_rows();
	test_cap();
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++)
		unlink(made[i]);
	return conf_end();
}
