#include "app/prompt.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/note.h"
#include "app/process.h"
#include "base/file.h"
#include "base/mem.h"

#define BINARY_LOOK 8192	/* a NUL up to here means binary */
#define PATIENCE_MS 2000	/* silence of stdin before a word about it */

static const struct {
	const char *magic;
	size_t len;
	const char *what;
} magics[] = {
	{ "\x89PNG\r\n", 6, "a PNG image" },
	{ "\xFF\xD8\xFF", 3, "a JPEG image" },
	{ "GIF8", 4, "a GIF image" },
	{ "%PDF-", 5, "a PDF" },
	{ "PK\x03\x04", 4, "a ZIP archive" },
	{ "\x1F\x8B", 2, "compressed with gzip" },
	{ "\x7F" "ELF", 4, "a program" },
};

static int check_text(const char *name, const struct buf *b, struct err *err)
{
	size_t look = b->len < BINARY_LOOK ? b->len : BINARY_LOOK;
	const char *what = "binary";

	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (b->len >= magics[i].len &&
		    !memcmp(b->ptr, magics[i].magic, magics[i].len))
			what = magics[i].what;
	if (memchr(b->ptr, '\0', look))
		return err_set(err, ERR_USAGE, "%s is %s; prompts are text",
			       name, what);
	return 0;
}

/* One note for all of a text's broken bytes. */
static void note_bad_utf8(const char *name, const struct buf *b)
{
	size_t bad = utf8_count_bad(b->ptr, b->len);

	if (bad)
		note("%s: %zu byte sequence%s that are not UTF-8 will go out "
		     "as U+FFFD", name, bad, bad == 1 ? "" : "s");
}

static int over_input(const char *name, struct err *err)
{
	return err_set(err, ERR_IO, "%s: the input is over %zu MiB in all",
		       name, MAX_PROMPT >> 20);
}

/* All of standard input, with a word when nothing comes for long. */
static int read_stdin(size_t left, struct buf *out, struct err *err)
{
	int ready = fd_wait(STDIN_FILENO, PATIENCE_MS, &process_stop, err);

	if (ready < 0)
		return -1;
	if (!ready)
		note("reading standard input, which is open and silent; "
		     "end it with Ctrl-D, or use --no-stdin");
	if (fd_read_all(STDIN_FILENO, left, out, "standard input",
			&process_stop, err)) {
		if (err->kind == ERR_IO && left < MAX_PROMPT &&
		    out->len == left)
			return over_input("standard input", err);
		return -1;
	}
	if (check_text("standard input", out, err))
		return -1;
	note_bad_utf8("standard input", out);
	return 0;
}

static struct document *add_document(struct prompt *p, const char *name)
{
	struct document *d;

	p->docs = xreallocarray(p->docs, p->doc_count + 1, sizeof(*d));
	d = &p->docs[p->doc_count++];
	*d = (struct document){ .name = name, .text = BUF_INIT(MAX_PROMPT) };
	return d;
}

static int read_file(struct prompt *p, const char *name, struct err *err)
{
	size_t left = MAX_PROMPT - prompt_size(p);
	bool is_stdin = !strcmp(name, "-");
	struct document *d = add_document(p, is_stdin ? "" : name);

	if (is_stdin)
		return read_stdin(left, &d->text, err);
	if (file_read(name, left, &d->text, err)) {
		struct stat st;

		if (left < MAX_PROMPT && !stat(name, &st) &&
		    (size_t)st.st_size > left)
			return over_input(name, err);
		return -1;
	}
	if (check_text(name, &d->text, err))
		return -1;
	note_bad_utf8(name, &d->text);
	return 0;
}

/* Is there something on stdin that will not be read? */
static bool stdin_waits(void)
{
	struct stat st;

	if (fstat(STDIN_FILENO, &st) || isatty(STDIN_FILENO))
		return false;
	if (S_ISREG(st.st_mode))
		return st.st_size > 0;
	return S_ISFIFO(st.st_mode) &&
	       fd_wait(STDIN_FILENO, 0, NULL, NULL) > 0;
}

/* Can stdin hold a document: a pipe, file or socket, not a terminal? */
static bool stdin_given(void)
{
	struct stat st;

	return !fstat(STDIN_FILENO, &st) && !isatty(STDIN_FILENO);
}

static int read_files(struct prompt *p, const struct settings *set,
		      struct err *err)
{
	bool has_stdin = false;

	for (size_t i = 0; i < set->file.count; i++) {
		bool is_stdin = !strcmp(set->file.items[i], "-");

		if (is_stdin && has_stdin)
			return err_set(err, ERR_USAGE, "-f - is given twice");
		if (is_stdin && set->no_stdin)
			return err_set(err, ERR_USAGE,
				       "-f - and --no-stdin contradict");
		has_stdin = has_stdin || is_stdin;
		if (read_file(p, set->file.items[i], err))
			return -1;
	}
	if (!has_stdin && !set->no_stdin && stdin_waits())
		note("with -f, standard input is not read; to add it: -f -");
	return 0;
}

static int read_pipe(struct prompt *p, struct err *err)
{
	struct buf in = BUF_INIT(MAX_PROMPT);
	bool alone = !text_trim((struct text){ p->ask.ptr, p->ask.len }).len;

	if (read_stdin(MAX_PROMPT - p->ask.len, &in, err)) {
		buf_release(&in);
		return -1;
	}
	if (alone) {
		buf_release(&p->ask);
		p->ask = in;
	} else if (text_trim((struct text){ in.ptr, in.len }).len) {
		add_document(p, "")->text = in;
	} else {
		buf_release(&in);
	}
	return 0;
}

static size_t fence_length(struct text t)
{
	size_t run = 0, most = 2;

	for (size_t i = 0; i < t.len; i++) {
		run = t.ptr[i] == '`' ? run + 1 : 0;
		if (run > most)
			most = run;
	}
	return most + 1;
}

static void add_fence(struct buf *b, size_t len)
{
	while (len--)
		buf_addch(b, '`');
	buf_addch(b, '\n');
}

/* One line, whatever the name holds: a newline would end the head. */
static void add_name(struct buf *b, const char *name)
{
	char line[8192];

	if (!*name) {
		buf_adds(b, "Standard input:\n");
		return;
	}
	buf_adds(b, "File: ");
	buf_add(b, line, text_safe_line(line, sizeof(line), name,
					strlen(name)));
	buf_addch(b, '\n');
}

/*
 * The parts of the message: for each document a head with its name and
 * fence, its text, its end; then the ask. Only the heads are new bytes.
 */
static void make_parts(struct prompt *p)
{
	size_t *at = xcalloc(2 * p->doc_count + 1, sizeof(*at));
	struct text *t;

	for (size_t i = 0; i < p->doc_count; i++) {
		struct document *d = &p->docs[i];
		bool nl = d->text.len && d->text.ptr[d->text.len - 1] == '\n';

		d->fence = fence_length(p->doc_texts[i]);
		add_name(&p->heads, d->name);
		add_fence(&p->heads, d->fence);
		at[2 * i] = p->heads.len;
		if (!nl)
			buf_addch(&p->heads, '\n');
		add_fence(&p->heads, d->fence);
		buf_addch(&p->heads, '\n');
		at[2 * i + 1] = p->heads.len;
	}
	p->parts = xcalloc(3 * p->doc_count + 1, sizeof(*p->parts));
	t = p->parts;
	for (size_t i = 0, from = 0; i < p->doc_count; i++) {
		*t++ = (struct text){ p->heads.ptr + from, at[2 * i] - from };
		*t++ = p->doc_texts[i];
		*t++ = (struct text){ p->heads.ptr + at[2 * i],
				      at[2 * i + 1] - at[2 * i] };
		from = at[2 * i + 1];
	}
	*t++ = (struct text){ p->ask.ptr, p->ask.len };
	p->part_count = (size_t)(t - p->parts);
	free(at);
}

static void make_views(struct prompt *p)
{
	p->doc_texts = xcalloc(p->doc_count, sizeof(*p->doc_texts));
	p->doc_names = xcalloc(p->doc_count, sizeof(*p->doc_names));
	for (size_t i = 0; i < p->doc_count; i++) {
		p->doc_texts[i] = (struct text){ p->docs[i].text.ptr,
						 p->docs[i].text.len };
		p->doc_names[i] = text_of(p->docs[i].name);
	}
}

static bool is_blank(const struct buf *b)
{
	return !text_trim((struct text){ b->ptr, b->len }).len;
}

static bool all_blank(const struct prompt *p)
{
	for (size_t i = 0; i < p->doc_count; i++)
		if (!is_blank(&p->docs[i].text))
			return false;
	return true;
}

int prompt_read(struct prompt *p, const struct app *app, struct err *err)
{
	const struct settings *set = app->set;

	*p = (struct prompt){ .ask = BUF_INIT(MAX_PROMPT),
			      .heads = BUF_INIT(MAX_PROMPT) };
	for (size_t i = 0; i < app->word_count; i++)
		buf_addf(&p->ask, "%s%s", i ? " " : "", app->words[i]);
	if (buf_check(&p->ask, "the prompt", err))
		return -1;
	if (set->file.count) {
		if (read_files(p, set, err))
			return -1;
	} else if (!set->no_stdin && stdin_given()) {
		if (read_pipe(p, err))
			return -1;
	}
	if (is_blank(&p->ask) && all_blank(p))
		return err_set(err, ERR_USAGE, "no prompt: give words, pipe "
			       "text in, or name files with -f");
	if (app->word_count && p->ask.len)
		note_bad_utf8("the prompt", &p->ask);
	make_views(p);
	make_parts(p);
	return buf_check(&p->heads, "the names of the files", err);
}

void prompt_release(struct prompt *p)
{
	for (size_t i = 0; i < p->doc_count; i++)
		buf_release(&p->docs[i].text);
	free(p->docs);
	free(p->doc_texts);
	free(p->doc_names);
	free(p->parts);
	buf_release(&p->ask);
	buf_release(&p->heads);
	*p = (struct prompt){ .docs = NULL };
}

struct prompt_view prompt_view(const struct prompt *p)
{
	return (struct prompt_view){
		.ask = { .ptr = p->ask.ptr, .len = p->ask.len },
		.docs = p->doc_texts,
		.doc_names = p->doc_names,
		.doc_count = p->doc_count,
	};
}

size_t prompt_size(const struct prompt *p)
{
	size_t n = p->ask.len;

	for (size_t i = 0; i < p->doc_count; i++)
		n += p->docs[i].text.len;
	return n;
}
