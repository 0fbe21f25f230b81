#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/editor.h"
#include "app/line_edit.h"
#include "app/process.h"

/*
 * The line editor without the REPL around it, for test_line_edit.py: reads
 * entries and prints each as one line, "got: ", with what is no printable
 * ASCII as \xNN; of over a thousand bytes, the length alone. Ends with
 * "end: 0", or "stop: SIGNAL". Arguments: the history file, then words to
 * complete. An entry "/edit" is what the editor makes of "draft", one that
 * begins with "secret" is not remembered, "sleep" waits a second.
 */

struct words {
	char **list;
	int count;
};

static void complete(void *ctx, const char *line, size_t start, size_t end,
		     struct line_candidates *out)
{
	const struct words *w = ctx;

	if (!strncmp(line, "/file ", 6)) {
		out->start = 6;	/* names may hold blanks */
		line_complete_files(out, (struct text){ .ptr = line + 6,
							.len = end - 6 });
		return;
	}
	(void)start;
	for (int i = 0; i < w->count; i++)
		line_candidates_add(out, w->list[i], strlen(w->list[i]));
}

static void print_entry(const char *what, const struct buf *entry)
{
	if (entry->len > 1000) {
		printf("%s: %zu bytes\n", what, entry->len);
		return;
	}
	printf("%s: ", what);
	for (size_t i = 0; i < entry->len; i++) {
		unsigned char c = (unsigned char)entry->ptr[i];

		if (c < 0x20 || c >= 0x7F || c == '\\')
			printf("\\x%02x", c);
		else
			putchar(c);
	}
	putchar('\n');
}

static void use_entry(struct line_edit *e, struct buf *entry)
{
	struct err err = ERR_INIT;

	print_entry("got", entry);
	if (!strcmp(entry->ptr, "sleep"))
		sleep(1);
	if (!strcmp(entry->ptr, "/edit")) {
		buf_clear(entry);
		buf_adds(entry, "draft");
		if (editor_text(entry, &err))
			printf("error: %s\n", err.msg);
		print_entry("edited", entry);
	} else if (strncmp(entry->ptr, "secret", 6)) {
		line_edit_remember(e, (struct text){ entry->ptr, entry->len },
				   true);
	}
	fflush(stdout);
}

int main(int argc, char **argv)
{
	struct words words = { .list = argv + 2, .count = argc - 2 };
	struct line_edit_opts o = { .stop = &process_stop,
				    .complete = complete, .ctx = &words };
	struct buf entry = BUF_INIT(MAX_PROMPT);
	struct err err = ERR_INIT;
	struct line_edit *e;
	const char *warning;
	int rc;

	process_setup();
	o.history_path = argc > 1 && *argv[1] ? argv[1] : NULL;
	if (line_edit_new(&e, &o, &err)) {
		printf("error: %s\n", err.msg);
		return 1;
	}
	do {
		rc = line_edit_read(e, "\001\033[1m\002>\001\033[0m\002 ",
				    ". ", &entry, &err);
		if (rc > 0)
			use_entry(e, &entry);
		warning = line_edit_warning(e);
		if (warning)
			printf("warning: %s\n", warning);
		fflush(stdout);
	} while (rc > 0);
	line_edit_free(e);
	buf_release(&entry);
	if (process_stop)
		printf("stop: %d\n", (int)process_stop);
	else
		printf("end: %d %s\n", rc, err.msg);
	return rc < 0;
}
