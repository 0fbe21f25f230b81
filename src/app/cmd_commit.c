#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "app/commit_index.h"
#include "app/commit_make.h"
#include "app/keys.h"
#include "app/note.h"
#include "app/process.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/proc.h"
#include "git/message.h"
#include "view/term.h"

#define MAX_REPLY 4096		/* bytes of a typed line */
#define MESSAGE_FILE "SHUNT_EDITMSG"	/* in the .git folder */
#define EDITED_FILE "COMMIT_EDITMSG"	/* git's own, which is edited */
#define MAX_EDITED ((size_t)16 << 20)	/* of that, with the diff below */

/* One call of `shunt commit`. */
struct commit {
	struct app *app;
	struct commit_make make;
	size_t wanted;		/* candidates */
	size_t chosen;		/* index */
	bool edit;
	bool committed;
	char *hint;		/* typed; owned */
};

static size_t count_wanted(const struct app *app)
{
	long n = app_given(app, "limit") ? app->set->limit : 1;

	return n < 1 ? 1 : n > COMMIT_MOST ? COMMIT_MOST : (size_t)n;
}

static int write_messages(struct commit *c, struct err *err)
{
	if (commit_make_write(&c->make, c->wanted, err))
		return -1;
	commit_make_keep(&c->make);
	c->chosen = 0;
	return 0;
}

/* For scripts. */

static void print_json(const struct commit *c)
{
	struct buf out = BUF_INIT(MAX_REQUEST);
	struct json_writer w = JSON_WRITER_INIT(&out);

	json_begin(&w, NULL, '{');
	json_add_int(&w, "v", 1);
	json_begin(&w, "messages", '[');
	for (size_t i = 0; i < c->make.count; i++)
		json_add_text(&w, NULL, text_of_buf(&c->make.messages[i]));
	json_end(&w, ']');
	json_add_str(&w, "model", c->make.by);
	json_add_bool(&w, "kept", c->make.kept);
	json_end(&w, '}');
	printf("%s\n", out.ptr);
	buf_release(&out);
}

static int print(const struct commit *c)
{
	if (c->app->set->json) {
		print_json(c);
		return 0;
	}
	for (size_t i = 0; i < c->make.count; i++)
		printf("%s%s", i ? "%%%%\n" : "", c->make.messages[i].ptr);
	return 0;
}

/* For people. */

/* What was edited may hold anything; a line that is too long is cut. */
static void show_line(const char *p, size_t len, bool bold)
{
	char line[1024];

	len = text_safe_line(line, sizeof(line), p, len);
	printf("%s%.*s%s\n", term_sgr(TERM_BOLD, bold), (int)len, line,
	       term_sgr(TERM_PLAIN, bold));
}

/* The first line is bold. */
static void show_message(const struct commit *c, size_t i, bool styled)
{
	const char *p = c->make.messages[i].ptr;
	bool first = true;
	size_t len;

	for (; *p; p += len + (p[len] != '\0')) {
		len = strcspn(p, "\n");
		if (c->make.count > 1)
			printf("%c%c ", first && i == c->chosen ? '*' : ' ',
			       first ? (char)('1' + i) : ' ');
		show_line(p, len, first && styled);
		first = false;
	}
	putchar('\n');
}

static void show(const struct commit *c)
{
	bool styled = term_styled(STDOUT_FILENO,
				  (enum term_color)c->app->set->color);

	putchar('\n');
	for (size_t i = 0; i < c->make.count; i++)
		show_message(c, i, styled);
	note_label("by %s%s", c->make.by,
		   c->make.kept ? ", kept from before" : "");
}

/* A line from the terminal; 0 at its end. */
static int read_line(struct buf *out, struct err *err)
{
	char c;

	buf_clear(out);
	fflush(stdout);
	for (;;) {
		if (fd_wait(STDIN_FILENO, -1, &process_stop, err) < 0)
			return -1;
		if (read(STDIN_FILENO, &c, 1) != 1)
			return 0;
		if (c == '\n')
			return 1;
		buf_addch(out, c);
	}
}

/* A file in git's folder, where one that stays behind is no stray. */
static int find_file(const struct commit *c, const char *name, char **path,
		     struct err *err)
{
	struct buf full = BUF_INIT(GIT_PATH_MAX);
	char *dir;

	*path = NULL;
	if (git_place(&c->make.git, GIT_PLACE_DIR, &dir, err))
		return -1;
	buf_addf(&full, "%s/%s", dir, name);
	free(dir);
	*path = buf_take(&full, NULL);
	return 0;
}

static int write_file(const struct commit *c, const char *path,
		      struct err *err)
{
	const struct commit_make *m = &c->make;
	struct buf text = BUF_INIT(MAX_HELD);
	int rc;

	rc = message_encode(text_of_buf(&m->messages[c->chosen]),
			    m->settings.encoding, &text, err);
	if (!rc)
		rc = file_replace(path, FILE_OUT_PRIVATE, text.ptr, text.len,
				  err);
	buf_release(&text);
	return rc;
}

/* The message in what was edited, unless nothing is left of it. */
static void take_edited(struct commit *c, struct text file)
{
	struct commit_make *m = &c->make;
	struct message_parts parts;

	message_split(file, message_comment(file, m->settings.comment),
		      &parts);
	parts.own = text_trim(parts.own);
	if (parts.own.len && parts.own.len < MAX_MESSAGE)
		commit_make_edited(m, parts.own);
}

/*
 * What was edited for a commit that failed must not be lost. Where a hook
 * failed first, the file is still that of an earlier commit: as it was
 * `before`.
 */
static void keep_edited(struct commit *c, const char *path,
			const struct stat *before)
{
	struct buf file = BUF_INIT(MAX_EDITED);
	struct err err = ERR_INIT;
	struct stat now;

	if (!c->make.settings.encoding && !stat(path, &now) &&
	    (now.st_mtim.tv_sec != before->st_mtim.tv_sec ||
	     now.st_mtim.tv_nsec != before->st_mtim.tv_nsec) &&
	    !file_read(path, MAX_EDITED, &file, &err))
		take_edited(c, text_of_buf(&file));
	buf_release(&file);
	commit_make_keep(&c->make);
}

static int call_git(struct commit *c, const char *message, const char *edited,
		    struct err *err)
{
	const char *argv[8] = { "git", "commit", "-F", message };
	struct stat before = { .st_size = 0 };
	size_t n = 4;
	int rc;

	if (c->app->set->all)
		argv[n++] = "-a";
	if (c->app->set->amend)
		argv[n++] = "--amend";
	if (c->edit)
		argv[n++] = "-e";
	fflush(stdout);
	stat(edited, &before);		/* there may be none */
	rc = proc_interactive(argv, err);
	if (rc && c->edit)
		keep_edited(c, edited, &before);
	if (rc)
		err_set(err, err->kind, "git made no commit; the message is "
			"kept for the next try");
	c->committed = !rc;
	return rc;
}

static int run_git(struct commit *c, struct err *err)
{
	char *message = NULL, *edited = NULL;
	int rc = find_file(c, MESSAGE_FILE, &message, err);

	if (!rc)
		rc = find_file(c, EDITED_FILE, &edited, err);
	if (!rc)
		rc = write_file(c, message, err);
	if (!rc) {
		rc = call_git(c, message, edited, err);
		unlink(message);
	}
	free(message);
	free(edited);
	return rc;
}

/* What a key does: -1 with an error, 0: it is over, 1: ask again. */
typedef int key_fn(struct commit *c, struct err *err);

static int take(struct commit *c, struct err *err)
{
	return run_git(c, err);
}

static int edit(struct commit *c, struct err *err)
{
	c->edit = true;
	return run_git(c, err);
}

/* Where that fails, or Ctrl-C ends it, what there was can still be taken. */
static int again(struct commit *c, struct err *err)
{
	if (!write_messages(c, err))
		return 1;
	if (!c->make.count || (err->kind == ERR_STOPPED && !process_resume()))
		return -1;
	note_error("%s", err->msg);
	err_clear(err);
	return 1;
}

static int hint(struct commit *c, struct err *err)
{
	struct buf line = BUF_INIT(MAX_REPLY);
	int got;

	printf("what is it about? ");
	got = read_line(&line, err);
	if (got > 0 && line.len) {
		free(c->hint);
		c->hint = buf_take(&line, NULL);
		c->make.hint = c->hint;
	}
	buf_release(&line);
	return got < 0 ? -1 : again(c, err);
}

static int quit(struct commit *c, struct err *err)
{
	(void)c;
	(void)err;
	fflush(stdout);
	note("nothing is committed; the message is kept for the next try");
	return 0;
}

static const struct {
	const char *key;
	const char *what;	/* NULL: not told */
	key_fn *run;
} keys[] = {
	{ "", "Enter commits", take },
	{ "y", NULL, take },
	{ "e", "e edits", edit },
	{ "r", "r writes anew", again },
	{ "h", "h with a hint", hint },
	{ "q", "q leaves", quit },
};

#define KEYS (sizeof(keys) / sizeof(keys[0]))

static void ask(const struct commit *c)
{
	bool more = false;

	if (c->make.count > 1)
		printf("1-%zu chooses, ", c->make.count);
	for (size_t i = 0; i < KEYS; i++) {
		if (keys[i].what)
			printf("%s%s", more ? ", " : "", keys[i].what);
		more = more || keys[i].what;
	}
	printf("? ");
}

static int do_reply(struct commit *c, struct text reply, struct err *err)
{
	if (reply.len == 1 && *reply.ptr > '0' &&
	    (size_t)(*reply.ptr - '0') <= c->make.count) {
		c->chosen = (size_t)(*reply.ptr - '1');
		return 1;
	}
	for (size_t i = 0; i < KEYS; i++)
		if (text_is(reply, keys[i].key))
			return keys[i].run(c, err);
	note("'%.*s' is none of these", (int)reply.len, reply.ptr);
	return 1;
}

/* Status 1 where the user left without a commit, as git has it. */
static int converse(struct commit *c, struct err *err)
{
	struct buf line = BUF_INIT(MAX_REPLY);
	int rc = 1, got;

	while (rc > 0) {
		show(c);
		ask(c);
		got = read_line(&line, err);
		if (got <= 0) {
			putchar('\n');
			quit(c, err);
			rc = got;
			break;
		}
		rc = do_reply(c, text_trim(text_of_buf(&line)), err);
	}
	if (!rc && !c->committed)
		rc = 1;
	buf_release(&line);
	return rc;
}

static int look(struct commit *c, struct err *err)
{
	struct commit_make *m = &c->make;
	struct commit_index index = COMMIT_INDEX_INIT;
	int rc = commit_make_settings(m, err);

	if (!rc && c->app->set->all)
		rc = commit_index_all(&index, &m->git, err);
	if (!rc)
		rc = commit_make_look(m, err);
	commit_index_release(&index);
	if (!rc && !m->digest.total)
		rc = err_set(err, ERR_USAGE, c->app->set->all ?
			     "nothing has changed" : "nothing is staged: git "
			     "add first, or shunt commit -a");
	return rc;
}

static int run(struct commit *c, struct err *err)
{
	bool terminal = isatty(STDIN_FILENO) == 1 &&
			isatty(STDOUT_FILENO) == 1;

	if (!c->app->set->print && !terminal)
		return err_set(err, ERR_USAGE, "to choose a message takes a "
			       "terminal; --print prints it, and git commit "
			       "-F - takes it");
	if (look(c, err))
		return -1;
	if ((c->make.hint || !commit_make_recall(&c->make) ||
	     c->make.count < c->wanted) && write_messages(c, err))
		return -1;
	return c->app->set->print ? print(c) : converse(c, err);
}

int cmd_commit(struct app *app, struct err *err)
{
	struct commit c = { .app = app, .wanted = count_wanted(app),
			    .edit = app->set->edit };
	const char **keys_unset = keys_names(&app->cfg);
	int rc;

	commit_make_init(&c.make, app, "commit");
	c.make.git.unset = keys_unset;
	c.make.amend = app->set->amend;
	c.make.hint = app->set->hint;
	rc = run(&c, err);
	commit_make_release(&c.make);
	free(keys_unset);
	free(c.hint);
	return rc;
}
