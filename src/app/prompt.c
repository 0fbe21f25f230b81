#include "app/prompt.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/note.h"
#include "app/picture.h"
#include "app/process.h"
#include "base/file.h"
#include "base/mem.h"

#define BINARY_LOOK 8192	/* a NUL up to here means binary */
#define PATIENCE_MS 2000	/* silence of stdin before a word about it */

/* What cannot be asked about, for the message. */
static const struct {
	const char *magic;
	size_t len;
	const char *what;
} magics[] = {
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
		return err_set(err, ERR_USAGE, "%s is %s; prompts are "
			       "text and pictures", name, what);
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

int prompt_stdin(size_t left, struct buf *out, struct err *err)
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
	return 0;
}

/* Takes over the bytes: a picture, or a text that must be one. */
static int add_input(struct prompt *p, const char *name, struct buf *bytes,
		     struct err *err)
{
	const char *shown = *name ? name : "standard input";
	const char *type = picture_type((struct text){ bytes->ptr,
						       bytes->len });

	if (type && bytes->len > MAX_PICTURE)
		return err_set(err, ERR_IO, "%s: a picture over %zu MiB",
			       shown, MAX_PICTURE >> 20);
	if (type) {
		p->pictures = xreallocarray(p->pictures, p->picture_count + 1,
					    sizeof(*p->pictures));
		p->pictures[p->picture_count++] = (struct picture){
			.name = name, .type = type, .bytes = *bytes };
	} else {
		if (check_text(shown, bytes, err))
			return -1;
		note_bad_utf8(shown, bytes);
		p->docs = xreallocarray(p->docs, p->doc_count + 1,
					sizeof(*p->docs));
		p->docs[p->doc_count++] = (struct document){
			.name = name, .text = *bytes };
	}
	*bytes = (struct buf)BUF_INIT(MAX_PROMPT);
	return 0;
}

static int read_named(const char *name, size_t left, struct buf *out,
		      struct err *err)
{
	struct stat st;

	if (!*name)
		return prompt_stdin(left, out, err);
	if (!file_read(name, left, out, err))
		return 0;
	if (left < MAX_PROMPT && !stat(name, &st) && (size_t)st.st_size > left)
		return over_input(name, err);
	return -1;
}

static int read_file(struct prompt *p, const char *name, struct err *err)
{
	const char *known = !strcmp(name, "-") ? "" : name;
	struct buf bytes = BUF_INIT(MAX_PROMPT);
	int rc = read_named(known, MAX_PROMPT - prompt_size(p), &bytes, err);

	if (!rc)
		rc = add_input(p, known, &bytes, err);
	buf_release(&bytes);
	return rc;
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
	int rc = prompt_stdin(MAX_PROMPT - p->ask.len, &in, err);

	if (!rc && text_trim((struct text){ in.ptr, in.len }).len)
		rc = add_input(p, "", &in, err);
	buf_release(&in);
	if (rc || !alone || !p->doc_count)
		return rc;
	/* nothing but standard input: that is what is asked */
	buf_release(&p->ask);
	p->ask = p->docs[--p->doc_count].text;
	return 0;
}

static void make_views(struct prompt *p)
{
	p->doc_texts = xcalloc(p->doc_count, sizeof(*p->doc_texts));
	p->doc_names = xcalloc(p->doc_count, sizeof(*p->doc_names));
	p->images = xcalloc(p->picture_count, sizeof(*p->images));
	for (size_t i = 0; i < p->doc_count; i++) {
		p->doc_texts[i] = (struct text){ p->docs[i].text.ptr,
						 p->docs[i].text.len };
		p->doc_names[i] = text_of(p->docs[i].name);
	}
	for (size_t i = 0; i < p->picture_count; i++) {
		const struct buf *b = &p->pictures[i].bytes;

		p->images[i] = (struct image){ .type = p->pictures[i].type,
					       .bytes = { b->ptr, b->len } };
	}
	compose(&p->message, p->doc_names, p->doc_texts, p->doc_count,
		(struct text){ p->ask.ptr, p->ask.len });
}

static int check_secrets(struct prompt *p, bool words, struct err *err)
{
	if (secrets_check(p->secrets, words ? "the prompt" : "standard input",
			  false, &p->ask, err))
		return -1;
	for (size_t i = 0; i < p->doc_count; i++) {
		struct document *d = &p->docs[i];
		bool is_file = *d->name;

		if (secrets_check(p->secrets,
				  is_file ? d->name : "standard input",
				  is_file, &d->text, err) ||
		    secrets_name(p->secrets, d->name, &d->own_name, err))
			return -1;
		if (d->own_name)
			d->name = d->own_name;
	}
	return 0;
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

/* All is there: sees to the secrets in it, and makes it one message. */
static int finish(struct prompt *p, bool words, struct err *err)
{
	if (check_secrets(p, words, err))
		return -1;
	make_views(p);
	return buf_check(&p->message.heads, "the names of the files", err);
}

int prompt_read(struct prompt *p, const struct app *app,
		struct secrets *secrets, struct err *err)
{
	const struct settings *set = app->set;

	*p = (struct prompt){ .ask = BUF_INIT(MAX_PROMPT),
			      .secrets = secrets };
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
		return err_set(err, ERR_USAGE, p->picture_count ?
			       "no prompt: say in words what to do with the "
			       "picture" : "no prompt: give words, pipe text "
			       "in, or name files with -f");
	if (app->word_count && p->ask.len)
		note_bad_utf8("the prompt", &p->ask);
	return finish(p, app->word_count, err);
}

int prompt_take(struct prompt *p, struct secrets *secrets, struct buf *ask,
		struct document *docs, size_t count, struct err *err)
{
	*p = (struct prompt){ .ask = *ask, .secrets = secrets };
	*ask = (struct buf)BUF_INIT(MAX_PROMPT);
	p->docs = xcalloc(count, sizeof(*p->docs));
	for (size_t i = 0; i < count; i++) {
		p->docs[p->doc_count++] = docs[i];
		docs[i].text = (struct buf)BUF_INIT(MAX_PROMPT);
	}
	return finish(p, true, err);
}

int prompt_read_text(const char *name, struct buf *out, struct err *err)
{
	const char *known = !strcmp(name, "-") ? "" : name;
	const char *shown = *known ? known : "standard input";

	if (read_named(known, MAX_PROMPT, out, err) ||
	    check_text(shown, out, err))
		return -1;
	note_bad_utf8(shown, out);
	return 0;
}

int prompt_again(struct prompt *p, struct buf *ask, struct err *err)
{
	if (secrets_check(p->secrets, "the prompt", false, ask, err))
		return -1;
	buf_release(&p->ask);
	p->ask = *ask;
	*ask = (struct buf)BUF_INIT(MAX_PROMPT);
	p->message.parts[p->message.count - 1] = text_of_buf(&p->ask);
	return 0;
}

void prompt_release(struct prompt *p)
{
	for (size_t i = 0; i < p->doc_count; i++) {
		buf_release(&p->docs[i].text);
		free(p->docs[i].own_name);
	}
	for (size_t i = 0; i < p->picture_count; i++)
		buf_release(&p->pictures[i].bytes);
	free(p->docs);
	free(p->pictures);
	free(p->doc_texts);
	free(p->doc_names);
	free(p->images);
	compose_release(&p->message);
	buf_release(&p->ask);
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
	for (size_t i = 0; i < p->picture_count; i++)
		n += p->pictures[i].bytes.len;
	return n;
}
