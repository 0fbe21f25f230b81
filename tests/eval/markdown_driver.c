#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "view/markdown.h"

/*
 * The Markdown view without the program around it, for test_markdown.py:
 *
 *	markdown_driver WIDTH STEP [WORD...]
 *
 * shows stdin, fed in pieces of STEP bytes (0: whole), on stdout. The words
 * are members of struct markdown_look, and "plain", not to load libmd4c,
 * and "split": four NULs in stdin end a document, and one its output.
 */

static int put_text(struct sink *s, struct text piece, struct err *err)
{
	(void)s;
	if (fwrite(piece.ptr, 1, piece.len, stdout) != piece.len)
		return err_set(err, ERR_IO, "write error");
	return 0;
}

static int put_end(struct sink *s, bool whole, struct err *err)
{
	(void)s;
	(void)whole;
	(void)err;
	return 0;
}

struct options {
	unsigned width;
	size_t step;
	bool plain, split;
	struct markdown_look look;
};

static int show(struct text in, const struct options *o, struct err *err)
{
	struct sink out = { .text = put_text, .end = put_end };
	size_t step = o->step ? o->step : in.len;
	struct markdown m;
	int rc = 0;

	markdown_init(&m, &out, &o->look, o->width);
	if (!o->plain)
		rc = markdown_load(&m, err);
	for (size_t i = 0; !rc && i < in.len; i += step) {
		struct text t = { .ptr = in.ptr + i,
				  .len = in.len - i < step ? in.len - i :
							     step };

		rc = m.sink.text(&m.sink, t, err);
	}
	if (!rc)
		rc = m.sink.end(&m.sink, true, err);
	markdown_release(&m);
	return rc;
}

static int show_all(struct text in, const struct options *o, struct err *err)
{
	if (!o->split)
		return show(in, o, err);
	while (in.len) {
		const char *end = memmem(in.ptr, in.len, "\0\0\0", 4);
		size_t n = end ? (size_t)(end - in.ptr) : in.len;

		if (show((struct text){ .ptr = in.ptr, .len = n }, o, err))
			return -1;
		putchar('\0');
		n += end ? 4 : 0;
		in.ptr += n;
		in.len -= n;
	}
	return 0;
}

static bool has(char **words, const char *word)
{
	for (; *words; words++)
		if (!strcmp(*words, word))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	struct buf in = BUF_INIT(MAX_ANSWER);
	struct err err = ERR_INIT;
	struct options o = { .width = 80 };
	int rc;

	if (argc < 3) {
		fputs("usage: markdown_driver WIDTH STEP [WORD...]\n", stderr);
		return 2;
	}
	o.width = (unsigned)strtoul(argv[1], NULL, 10);
	o.step = (size_t)strtoul(argv[2], NULL, 10);
	o.plain = has(argv + 3, "plain");
	o.split = has(argv + 3, "split");
	o.look = (struct markdown_look){ .color = has(argv + 3, "color"),
					 .links = has(argv + 3, "links"),
					 .utf8 = has(argv + 3, "utf8"),
					 .light = has(argv + 3, "light") };
	rc = fd_read_all(STDIN_FILENO, in.max, &in, "stdin", NULL, &err);
	if (!rc)
		rc = show_all((struct text){ .ptr = in.ptr, .len = in.len },
			      &o, &err);
	if (rc)
		fprintf(stderr, "markdown_driver: %s\n", err.msg);
	buf_release(&in);
	return rc ? 1 : 0;
}
