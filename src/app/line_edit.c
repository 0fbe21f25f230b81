#include "app/line_edit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/editor.h"
#include "app/line_history.h"
#include "app/line_input.h"
#include "app/line_store.h"
#include "app/line_text.h"
#include "app/note.h"
#include "app/readline.h"
#include "base/mem.h"

/* So much of a paste is typed into a search. */
#define SEARCH_MAX ((size_t)256)
#define CTRL_G 7

struct line_edit {
	struct line_edit_opts o;
	char *path;		/* of the history, or NULL */
	struct line_input in;
	struct line_signals was;
	bool in_history;	/* it was read */
	size_t lines;		/* of the history file */
	struct buf last;	/* what was remembered last */
	bool cut;		/* readline was told that input has ended */
	struct err trouble;
	bool told;
};

/* How reading one line ended. */
enum line_end {
	LINE_OPEN,	/* it did not */
	LINE_EDITED,
	LINE_GIVEN_UP,
	LINE_EOF,
	LINE_DEAD,	/* the terminal is gone */
	LINE_STOPPED
};

/*
 * What readline reads when it is in the middle of something. Of what cannot
 * be there, ^G makes it give up.
 */
static int next_byte(void *ctx)
{
	struct line_edit *e = ctx;
	struct buf paste = BUF_INIT(LINE_PASTE_MAX);

	switch (line_input_next(&e->in, LINE_SIG_INT | LINE_SIG_QUIT)) {
	case LINE_BYTE:
		return line_input_byte(&e->in);
	case LINE_PASTE:
		line_input_paste(&e->in, &paste);
		buf_release(&paste);
		return CTRL_G;
	case LINE_INT:
		line_signals_add(LINE_SIG_INT);
		return CTRL_G;
	case LINE_STOP:
		line_signals_add(LINE_SIG_STOP);
		return CTRL_G;
	default:
		e->cut = e->in.ended || *e->o.stop;
		return e->cut ? -1 : CTRL_G;
	}
}

static bool text_ready(void *ctx, int ms)
{
	struct line_edit *e = ctx;

	return line_input_wait(&e->in, ms, LINE_SIG_ALL) == LINE_BYTE &&
	       line_input_has_text(&e->in);
}

static void complete(void *ctx, const char *line, size_t start, size_t end,
		     struct line_candidates *out)
{
	struct line_edit *e = ctx;

	e->o.complete(e->o.ctx, line, start, end, out);
}

int line_edit_new(struct line_edit **out, const struct line_edit_opts *o,
		  struct err *err)
{
	struct line_edit *e = xcalloc(1, sizeof(*e));
	const struct readline_source source = {
		.byte = next_byte, .text_ready = text_ready,
		.complete = complete, .ctx = e,
	};

	*out = NULL;
	if (readline_load(&source, err)) {
		free(e);
		return -1;
	}
	e->o = *o;
	buf_init(&e->last, LINE_HISTORY_ENTRY);
	e->path = o->history_path ? xstrdup(o->history_path) : NULL;
	line_input_init(&e->in, STDIN_FILENO, o->stop);
	readline_bound(LINE_HISTORY_ENTRIES);
	*out = e;
	return 0;
}

void line_edit_free(struct line_edit *e)
{
	if (!e)
		return;
	/* nobody is left to be told that it failed */
	if (e->path && e->lines > LINE_HISTORY_ENTRIES)
		(void)!line_store_trim(e->path, NULL);
	readline_unload();
	line_input_release(&e->in);
	free(e->path);
	buf_release(&e->last);
	free(e);
}

const char *line_edit_warning(struct line_edit *e)
{
	if (!e->trouble.kind || e->told)
		return NULL;
	e->told = true;
	return e->trouble.msg;
}

/* After a failure the file is left alone. */
static void give_up_file(struct line_edit *e, const struct err *err)
{
	if (!e->trouble.kind)
		e->trouble = *err;
	free(e->path);
	e->path = NULL;
}

static void recall(void *ctx, struct text entry)
{
	struct line_edit *e = ctx;

	buf_clear(&e->last);
	buf_add(&e->last, entry.ptr, entry.len);
	readline_remember(e->last.ptr);
}

static void read_history(struct line_edit *e)
{
	struct buf text = BUF_INIT(LINE_HISTORY_FILE);
	struct err err = ERR_INIT;
	bool over;

	if (e->in_history)
		return;
	e->in_history = true;
	if (!e->path)
		return;
	if (line_store_read(e->path, &text, &over, &err)) {
		give_up_file(e, &err);
	} else {
		e->lines = line_history_decode(text.ptr, text.len, recall, e);
		if (over && line_store_trim(e->path, &err))
			give_up_file(e, &err);
	}
	buf_release(&text);
}

void line_edit_remember(struct line_edit *e, struct text entry, bool keep)
{
	struct err err = ERR_INIT;

	if (!line_history_may_keep(entry))
		return;
	read_history(e);
	if (text_is(entry, e->last.ptr))
		return;
	recall(e, entry);
	if (!keep || !e->path)
		return;
	if (line_store_append(e->path, entry, &err))
		give_up_file(e, &err);
	e->lines++;
}

/*
 * Keys make no signals while we edit (app/line_input.h says why). What they
 * are is the user's to set.
 */
static void take_keys(struct line_edit *e)
{
	struct termios t;
	int rc;

	e->in.key_int = e->in.key_stop = -1;
	if (!e->in.terminal || tcgetattr(e->in.fd, &t))
		return;
	if (t.c_cc[VINTR] != _POSIX_VDISABLE)
		e->in.key_int = t.c_cc[VINTR];
	if (t.c_cc[VSUSP] != _POSIX_VDISABLE)
		e->in.key_stop = t.c_cc[VSUSP];
	t.c_lflag &= ~(tcflag_t)ISIG;
	do {
		rc = tcsetattr(e->in.fd, TCSADRAIN, &t);
	} while (rc && errno == EINTR);
}

static void leave(struct line_edit *e)
{
	readline_leave();
	line_signals_restore(&e->was);
}

static void come_back(struct line_edit *e)
{
	line_signals_catch(&e->was);
	readline_enter();
	take_keys(e);
}

/* By the key all of our process group is stopped, as by the terminal. */
static void stop_here(struct line_edit *e, bool by_key)
{
	leave(e);
	if (by_key)
		kill(0, SIGTSTP);
	else
		raise(SIGTSTP);
	come_back(e);
}

static void show_note(struct line_edit *e, const char *msg)
{
	leave(e);
	putchar('\n');
	fflush(stdout);
	note("%s", msg);
	come_back(e);
}

static void edit_outside(struct line_edit *e)
{
	struct buf text = BUF_INIT(LINE_PASTE_MAX);
	struct buf clean = BUF_INIT(LINE_PASTE_MAX);
	struct err err = ERR_INIT;
	int rc;

	buf_adds(&text, readline_text());
	leave(e);
	putchar('\n');
	fflush(stdout);
	rc = buf_check(&text, "the line", &err);
	if (!rc)
		rc = editor_text(&text, &err);
	if (!rc)
		line_text_clean(text.ptr, text.len, &clean);
	if (!rc)
		rc = buf_check(&clean, "the text", &err);
	if (rc)
		note("%s", err.msg);
	else
		readline_replace(clean.ptr);
	come_back(e);
	buf_release(&text);
	buf_release(&clean);
}

/* Into a search goes the start of the paste, up to the first control. */
static void search_paste(struct line_edit *e, const struct buf *text)
{
	size_t len = 0;

	while (len < text->len && len < SEARCH_MAX &&
	       (unsigned char)text->ptr[len] >= 0x20 && text->ptr[len] != 0x7F)
		len++;
	len -= utf8_cut_tail(text->ptr, len);
	line_input_push(&e->in, text->ptr, len);
}

static void take_paste(struct line_edit *e)
{
	struct buf raw = BUF_INIT(LINE_PASTE_MAX);
	struct buf text = BUF_INIT(LINE_PASTE_MAX);

	if (line_input_paste(&e->in, &raw) == LINE_BYTE) {
		line_text_clean(raw.ptr, raw.len, &text);
		if (raw.over || text.over ||
		    strlen(readline_text()) > LINE_PASTE_MAX - text.len) {
			readline_beep();
			show_note(e, "over 8 MiB with what was pasted: it is "
				     "left out; a file is given by its name");
		} else if (readline_searching()) {
			search_paste(e, &text);
		} else {
			readline_insert(text.ptr);
		}
	}
	buf_release(&raw);
	buf_release(&text);
}

/* False: the line is given up. */
static bool heed_signals(struct line_edit *e)
{
	unsigned came = line_signals_take();

	if (came & LINE_SIG_QUIT) {
		readline_abandon("");
		line_signals_restore(&e->was);
		raise(SIGQUIT);
		line_signals_catch(&e->was);
		return false;
	}
	if (came & LINE_SIG_INT) {
		readline_abandon("^C");
		return false;
	}
	if (came & LINE_SIG_STOP) {
		stop_here(e, false);
	} else if (came & LINE_SIG_CONT) {
		/* who stopped us may have set the modes to its own */
		leave(e);
		come_back(e);
	} else if (came & LINE_SIG_WINCH) {
		readline_resize();
	}
	return true;
}

static enum line_end take_byte(struct line_edit *e)
{
	enum readline_got got;

	/* a key that may look back; the others are most, and come first */
	if (!line_input_has_text(&e->in) && !line_input_at_end(&e->in))
		read_history(e);
	got = readline_key();
	/* what was half typed when the terminal went is no line */
	if (e->cut)
		return *e->o.stop ? LINE_STOPPED : LINE_DEAD;
	if (got != READLINE_EDITING)
		return got == READLINE_LINE ? LINE_EDITED : LINE_EOF;
	if (readline_wants_editor())
		edit_outside(e);
	return LINE_OPEN;
}

static enum line_end edit_line(struct line_edit *e)
{
	enum line_end end;

	for (;;) {
		switch (line_input_next(&e->in, LINE_SIG_ALL)) {
		case LINE_BYTE:
			end = take_byte(e);
			if (end != LINE_OPEN)
				return end;
			break;
		case LINE_PASTE:
			take_paste(e);
			break;
		case LINE_INT:
			line_signals_add(LINE_SIG_INT);
			break;
		case LINE_STOP:
			if (line_signals_may_stop(&e->was))
				stop_here(e, true);
			break;
		case LINE_END:
			readline_abandon("");
			return LINE_DEAD;
		default:
			if (*e->o.stop) {
				readline_abandon("");
				return LINE_STOPPED;
			}
			if (!heed_signals(e))
				return LINE_GIVEN_UP;
		}
	}
}

/* Lines up to the end of the entry. */
static enum line_end edit_entry(struct line_edit *e, const char *prompt,
				const char *more, struct buf *out)
{
	struct line_block block = LINE_BLOCK_INIT;
	enum line_end end;
	bool whole = false;

	while (!whole) {
		char *line;

		readline_begin(block.open ? more : prompt,
			       e->o.complete && !block.open);
		take_keys(e);
		end = edit_line(e);
		if (end == LINE_EOF && block.open)
			break;
		if (end != LINE_EDITED)
			return end;
		line = readline_take();
		whole = line_block_add(&block, line, out);
		free(line);
	}
	return LINE_EDITED;
}

int line_edit_read(struct line_edit *e, const char *prompt, const char *more,
		   struct buf *out, struct err *err)
{
	enum line_end end;

	e->cut = false;
	line_signals_catch(&e->was);
	do {
		buf_clear(out);
		end = LINE_STOPPED;
		if (!*e->o.stop)
			end = edit_entry(e, prompt, more, out);
	} while (end == LINE_GIVEN_UP);
	readline_end();
	line_signals_restore(&e->was);
	if (end == LINE_STOPPED)
		return err_set(err, ERR_STOPPED, "interrupted");
	if (end != LINE_EDITED)
		return 0;
	return buf_check(out, "the entry", err) ? -1 : 1;
}
