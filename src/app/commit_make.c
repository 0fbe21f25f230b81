#include "app/commit_make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commit_ask.h"
#include "app/keys.h"
#include "app/note.h"
#include "app/process.h"
#include "base/file.h"
#include "base/mem.h"
#include "git/message.h"

#define SUBJECTS 50		/* that show the repository's habits */
#define MOST_SUBJECTS ((size_t)64 << 10)
#define COMMIT_EMBEDDED "builtin/commit"
#define MOST_WARNINGS 5		/* files with keys that are named */
#define COMMIT_EDITED "your editor"
#define KEPT_FILE "shunt-message"	/* in the .git folder */

void commit_make_init(struct commit_make *m, struct app *app,
		      const char *command)
{
	*m = (struct commit_make){
		.app = app, .command = command,
		.git = { .stop = &process_stop },
		.subjects = BUF_INIT(MOST_SUBJECTS),
	};
	digest_init(&m->digest);
	for (size_t i = 0; i < COMMIT_MOST; i++)
		buf_init(&m->messages[i], MAX_MESSAGE);
}

void commit_make_release(struct commit_make *m)
{
	git_settings_release(&m->settings);
	digest_release(&m->digest);
	buf_release(&m->subjects);
	for (size_t i = 0; i < COMMIT_MOST; i++)
		buf_release(&m->messages[i]);
}

/* Habits of the log, or what .shunt.ini says of them. */
static void learn_style(struct commit_make *m)
{
	const struct text all = text_of_buf(&m->subjects);
	struct text lines[SUBJECTS];
	size_t n = 0, at = 0;
	int form = m->app->cfg.repository.commit_style;

	while (at < all.len && n < SUBJECTS) {
		const char *nl = memchr(all.ptr + at, '\n', all.len - at);
		size_t end = nl ? (size_t)(nl - all.ptr) : all.len;

		lines[n++] = (struct text){ all.ptr + at, end - at };
		at = end + 1;
	}
	commit_style_learn(&m->style, lines, n);
	if (form)	/* 0 is "auto" */
		m->style.form = (enum commit_form)(form - 1);
}

static int feed(void *ctx, const char *p, size_t len, struct err *err)
{
	struct commit_make *m = ctx;

	return digest_feed(&m->digest, p, len, err);
}

/*
 * What may hold keys is never shown to a model. That it will be committed is
 * worth a word, and also in the hook, which is silent otherwise.
 */
static void warn_of_secrets(const struct commit_make *m)
{
	size_t found = 0;

	for (size_t i = 0; i < m->digest.count; i++) {
		const struct digest_file *f = &m->digest.files[i];

		if (f->kind != KIND_SECRET || f->status == PATCH_DELETED)
			continue;
		if (++found <= MOST_WARNINGS)
			note_error("%s is staged, and looks like a file with "
				   "keys; no model is shown what is in it",
				   f->path);
	}
	if (found > MOST_WARNINGS)
		note_error("%zu more files look so", found - MOST_WARNINGS);
}

int commit_make_settings(struct commit_make *m, struct err *err)
{
	return git_settings_read(&m->git, &m->settings, err);
}

int commit_make_look(struct commit_make *m, struct err *err)
{
	char base[GIT_ID_SIZE];

	if (git_base(&m->git, m->amend, base, err) ||
	    git_staged_key(&m->git, base, m->key, err) ||
	    git_staged(&m->git, base, GIT_PATCH, feed, m, err) ||
	    digest_end(&m->digest, err) ||
	    git_subjects(&m->git, SUBJECTS, &m->subjects, err))
		return -1;
	learn_style(m);
	warn_of_secrets(m);
	return 0;
}

/* Which commands of git the message file is for decides nothing here. */
static struct message_style message_style(const struct commit_make *m)
{
	const char *comment = m->settings.comment;

	return (struct message_style){
		.comment = comment && strcmp(comment, "auto") ?
			   text_of(comment) : TEXT_LIT("#"),
		.subject_max = m->style.length > 40 ? m->style.length : 72,
		.known = text_of(m->hint),
	};
}

static int clean(struct commit_make *m, struct text raw, struct err *err)
{
	const struct message_style style = message_style(m);
	struct buf *to = &m->messages[m->count];

	buf_clear(to);
	if (message_clean(raw, &style, to, err))
		return -1;
	m->count++;
	return 0;
}

int commit_make_embedded(struct commit_make *m, struct err *err)
{
	struct buf raw = BUF_INIT(MAX_MESSAGE);
	int rc;

	m->count = 0;
	snprintf(m->by, sizeof(m->by), COMMIT_EMBEDDED);
	commit_message(&m->digest, &m->style, &raw);
	rc = buf_check(&raw, "the message", err);
	if (!rc)
		rc = clean(m, text_of_buf(&raw), err);
	buf_release(&raw);
	return rc;
}

/* Candidates stand between lines that were asked for. */
static int take_answers(struct commit_make *m, struct text all,
			struct err *err)
{
	struct err first = ERR_INIT, one = ERR_INIT;

	m->count = 0;
	while (all.len && m->count < COMMIT_MOST) {
		struct text part = commit_ask_split(&all);

		if (text_trim(part).len && clean(m, part, &one) &&
		    !first.kind)
			first = one;
	}
	if (m->count)
		return 0;
	if (!first.kind)
		err_set(&first, ERR_PROTO, "the answer holds no message");
	*err = first;
	return -1;
}

/* Does the engine know as much as any model could? */
static bool is_mechanical(const struct commit_make *m)
{
	struct buf raw = BUF_INIT(MAX_MESSAGE);
	bool known = commit_message(&m->digest, &m->style, &raw) ==
		     COMMIT_MECHANICAL;

	buf_release(&raw);
	return known;
}

/*
 * Is it the engine's: by name, or unless somebody wants another message? A
 * model in config.ini is for what is asked, which this is not yet.
 */
static bool is_embedded(const struct commit_make *m)
{
	const struct words *named = &m->app->set->model;

	if (named->count == 1 && !strcmp(named->items[0], COMMIT_EMBEDDED))
		return true;
	if (app_given(m->app, "model"))
		return false;
	return !m->hint && !m->count && is_mechanical(m);
}

int commit_make_write(struct commit_make *m, size_t count, struct err *err)
{
	struct buf answer = BUF_INIT(MAX_MESSAGE * COMMIT_MOST);
	int rc;

	m->kept = false;
	if (is_embedded(m))
		return commit_make_embedded(m, err);
	rc = commit_ask(m, count, &answer, err);
	if (rc > 0)	/* nobody could be asked */
		rc = commit_make_embedded(m, err);
	else if (!rc)
		rc = take_answers(m, text_of_buf(&answer), err);
	/* a placeholder, forged headers and nothing else: no message at all */
	if (rc && err->kind == ERR_PROTO && answer.len) {
		note("what the model wrote is no commit message (%s); this "
		     "one is the embedded engine's", err->msg);
		err_clear(err);
		rc = commit_make_embedded(m, err);
	}
	buf_release(&answer);
	return rc;
}

static void take(struct commit_make *m, struct text message)
{
	struct buf *to = &m->messages[m->count++];

	buf_clear(to);
	buf_add(to, message.ptr, message.len);
}

void commit_make_edited(struct commit_make *m, struct text message)
{
	snprintf(m->by, sizeof(m->by), COMMIT_EDITED);
	m->count = 0;
	take(m, message);
	buf_addch(&m->messages[0], '\n');
}

/* The file: the key and who wrote; then the messages, each with its NUL. */
static char *kept_path(const struct commit_make *m)
{
	struct buf path = BUF_INIT(GIT_PATH_MAX);
	struct err err = ERR_INIT;
	char *dir;

	if (git_place(&m->git, GIT_PLACE_DIR, &dir, &err))
		return NULL;
	buf_addf(&path, "%s/" KEPT_FILE, dir);
	free(dir);
	return buf_take(&path, NULL);
}

void commit_make_keep(const struct commit_make *m)
{
	struct buf all = BUF_INIT((MAX_MESSAGE + 1) * (COMMIT_MOST + 1));
	struct err err = ERR_INIT;
	char *path = kept_path(m);

	buf_addf(&all, "%s %s\n", m->key, m->by);
	for (size_t i = 0; i < m->count; i++)
		buf_add(&all, m->messages[i].ptr, m->messages[i].len + 1);
	/* where it cannot be kept, it is made again */
	if (path && file_replace(path, FILE_OUT_PRIVATE, all.ptr, all.len,
				 &err))
		err_clear(&err);
	buf_release(&all);
	free(path);
}

static bool recall(struct commit_make *m, struct text all)
{
	const char *nl = memchr(all.ptr, '\n', all.len);
	size_t len = strlen(m->key), at;

	if (!nl || all.len <= len || memcmp(all.ptr, m->key, len) ||
	    all.ptr[len] != ' ')
		return false;
	snprintf(m->by, sizeof(m->by), "%.*s",
		 (int)(nl - all.ptr - (ptrdiff_t)len) - 1, all.ptr + len + 1);
	m->count = 0;
	at = (size_t)(nl - all.ptr) + 1;
	while (at < all.len && m->count < COMMIT_MOST) {
		const char *nul = memchr(all.ptr + at, '\0', all.len - at);
		struct text one = { all.ptr + at, 0 };
		struct err err = ERR_INIT;

		if (!nul)
			break;
		one.len = (size_t)(nul - one.ptr);
		/* whoever may write here may write commits, too; still */
		if (!strcmp(m->by, COMMIT_EDITED))
			take(m, one);
		else if (clean(m, one, &err))
			err_clear(&err);
		at += one.len + 1;
	}
	return m->count;
}

bool commit_make_recall(struct commit_make *m)
{
	struct buf all = BUF_INIT((MAX_MESSAGE + 1) * (COMMIT_MOST + 1));
	struct err err = ERR_INIT;
	char *path = kept_path(m);

	m->kept = path && !file_read_checked(path, FILE_OWNED, all.max, &all,
					     &err) &&
		  recall(m, text_of_buf(&all));
	free(path);
	buf_release(&all);
	return m->kept;
}
