#include "git/repo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"

#define MAX_SETTINGS	((size_t)64 << 10)	/* values of a few keys */
#define MAX_SUBJECTS	((size_t)256 << 10)
#define COMMENT_STRING	245	/* git 2.45 knows core.commentString */

int git_place(const struct git *g, enum git_place place, char **path,
	      struct err *err)
{
	static const char *const asks[][3] = {
		[GIT_PLACE_TOP] = { "--show-toplevel" },
		[GIT_PLACE_DIR] = { "--git-dir" },
		[GIT_PLACE_COMMON] = { "--git-common-dir" },
		[GIT_PLACE_HOOKS] = { "--git-path", "hooks" },
	};
	const char *const args[] = { "rev-parse", "--path-format=absolute",
				     asks[place][0], asks[place][1], NULL };
	struct buf b = BUF_INIT(GIT_PATH_MAX);
	int rc = git_line(g, args, &b, NULL, err);

	*path = NULL;
	if (!rc && (b.ptr[0] != '/' || strlen(b.ptr) != b.len))
		rc = err_set(err, ERR_IO, "git named no path for %s",
			     asks[place][0]);
	if (!rc)
		*path = buf_take(&b, NULL);
	buf_release(&b);
	return rc;
}

int git_is_bare(const struct git *g, bool *bare, struct err *err)
{
	const char *const args[] = { "rev-parse", "--is-bare-repository",
				     NULL };
	struct buf b = BUF_INIT(GIT_PATH_MAX);
	int rc = git_line(g, args, &b, NULL, err);

	*bare = !rc && !strcmp(b.ptr, "true");
	buf_release(&b);
	return rc;
}

int git_head(const struct git *g, char id[GIT_ID_SIZE], struct err *err)
{
	const char *const args[] = { "rev-parse", "--verify", "--quiet",
				     "HEAD^{commit}", NULL };
	struct buf b = BUF_INIT(GIT_PATH_MAX);
	int status = 0, rc = git_line(g, args, &b, &status, err);

	id[0] = '\0';
	/* 1: no such commit; 128 and its like: git itself has failed */
	if (!rc && status > 1)
		rc = git_line(g, args, &b, NULL, err);
	if (!rc && !status && b.len < GIT_ID_SIZE)
		memcpy(id, b.ptr, b.len + 1);
	buf_release(&b);
	return rc;
}

/*
 * Each subject comes behind a NUL, as a line; what else stands there is a
 * "commit ID" line, which this plumbing puts before it.
 */
static void add_subjects(struct text in, struct buf *out)
{
	const char *p = in.ptr, *end = in.ptr + in.len;

	for (;;) {
		const char *from = memchr(p, '\0', (size_t)(end - p)), *to;

		if (!from)
			return;
		from++;
		to = memchr(from, '\n', (size_t)(end - from));
		if (!to)
			return;
		if (to > from)
			buf_add(out, from, (size_t)(to + 1 - from));
		p = to;
	}
}

int git_subjects(const struct git *g, unsigned count, struct buf *out,
		 struct err *err)
{
	char most[32], id[GIT_ID_SIZE];
	/* no `git log`: log.showSignature would start gpg */
	const char *const args[] = { "rev-list", most, "--no-merges",
				     "--encoding=UTF-8", "--format=%x00%s",
				     id, "--", NULL };
	struct buf b = BUF_INIT(MAX_SUBJECTS);
	int rc = git_head(g, id, err);

	snprintf(most, sizeof(most), "--max-count=%u", count);
	if (!rc && id[0])
		rc = git_read(g, args, &b, NULL, err);
	if (!rc)
		add_subjects((struct text){ b.ptr, b.len }, out);
	buf_release(&b);
	return rc ? rc : buf_check(out, "the list of subjects", err);
}

/* major * 100 + minor, 0 where that cannot be read. */
static int read_version(const struct git *g, int *version, struct err *err)
{
	const char *const args[] = { "version", NULL };
	struct buf b = BUF_INIT(GIT_PATH_MAX);
	int rc = git_line(g, args, &b, NULL, err);
	unsigned major, minor;

	*version = 0;
	if (!rc && sscanf(b.ptr, "git version %3u.%3u", &major, &minor) == 2)
		*version = (int)(major * 100 + minor);
	buf_release(&b);
	return rc;
}

/* The settings on their way: the two names of one are told apart. */
struct reading {
	struct git_settings *s;
	char *comment_char, *comment_string;
	bool string_last;
};

static void keep(char **where, const char *value)
{
	free(*where);
	*where = xstrdup(value ? value : "");
}

static bool is_no(const char *value)
{
	static const char *const words[] = { "", "0", "no", "off", "false" };

	for (size_t i = 0; value && i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcasecmp(value, words[i]))
			return true;
	return false;
}

/* `value` is NULL for a key without "=", which means true. */
static void take_setting(struct reading *r, const char *key, const char *value)
{
	if (!strcmp(key, "core.commentchar")) {
		keep(&r->comment_char, value);
		r->string_last = false;
	} else if (!strcmp(key, "core.commentstring")) {
		keep(&r->comment_string, value);
		r->string_last = true;
	} else if (!strcmp(key, "commit.cleanup")) {
		keep(&r->s->cleanup, value);
	} else if (!strcmp(key, "i18n.commitencoding")) {
		keep(&r->s->encoding, value);
	} else if (!strcmp(key, "core.hookspath")) {
		keep(&r->s->hooks_path, value);
	} else if (!strcmp(key, "commit.template")) {
		r->s->template = value && *value;
	} else if (!strcmp(key, "commit.verbose")) {
		r->s->verbose = !is_no(value);
	} else if (!strcmp(key, "commit.status")) {
		r->s->status = !is_no(value);
	}
}

/* "key LF value NUL"; of one key that stands there twice the last counts. */
static void take_settings(struct reading *r, struct buf *b)
{
	char *p = b->ptr, *end = b->ptr + b->len;

	while (p < end) {
		char *next = p + strlen(p) + 1, *lf = strchr(p, '\n');

		if (lf)
			*lf = '\0';
		take_setting(r, p, lf ? lf + 1 : NULL);
		p = next;
	}
}

/* The two are one setting to a git that knows both: the last one counts. */
static int choose_comment(const struct git *g, struct reading *r,
			  struct err *err)
{
	char *value = r->comment_char;
	int version;

	if (r->comment_string && r->string_last) {
		if (read_version(g, &version, err))
			return -1;
		if (version >= COMMENT_STRING)
			value = r->comment_string;
	}
	r->s->comment = xstrdup(value && *value ? value : "#");
	return 0;
}

int git_settings_read(const struct git *g, struct git_settings *s,
		      struct err *err)
{
	static const char *const args[] = {
		"config", "-z", "--get-regexp",
		"^(core\\.(comment(char|string)|hookspath)|"
		"commit\\.(cleanup|status|template|verbose)|"
		"i18n\\.commitencoding)$", NULL
	};
	struct reading r = { .s = s };
	struct buf b = BUF_INIT(MAX_SETTINGS);
	int status = 0, rc;

	*s = (struct git_settings){ .status = true };
	rc = git_read(g, args, &b, &status, err);
	if (!rc && status > 1)	/* 1: none of them is set */
		rc = err_set(err, ERR_IO, "git cannot read its configuration");
	if (!rc) {
		take_settings(&r, &b);
		rc = choose_comment(g, &r, err);
	}
	free(r.comment_char);
	free(r.comment_string);
	buf_release(&b);
	if (rc)
		git_settings_release(s);
	return rc;
}

void git_settings_release(struct git_settings *s)
{
	free(s->comment);
	free(s->cleanup);
	free(s->encoding);
	free(s->hooks_path);
	*s = (struct git_settings){ .comment = NULL };
}
