#include "conf/repository.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/ini.h"
#include "base/mem.h"

#define AT(field) offsetof(struct repository_section, field)

const struct setting repository_keys[] = {
	{ .name = "deny-vendors", .type = SETTING_LIST, .where = IN_FILE,
	  .offset = AT(deny_vendors), .arg = "VENDORS", .example = "openai",
	  .help = "never these vendors; adds to the user's" },
	{ .name = "offline", .type = SETTING_BOOL, .where = IN_FILE,
	  .offset = AT(offline), .arg = "yes|no", .deflt = "no",
	  .help = "ask nobody but local models" },
	{ .name = "secrets", .type = SETTING_WORD, .where = IN_FILE,
	  .offset = AT(secrets), .arg = "WHAT", .words = secrets_words,
	  .deflt = "send", .help = "at least so strict with secrets" },
	{ .name = "max-cost", .type = SETTING_MONEY, .where = IN_FILE,
	  .offset = AT(max_cost), .min = 0, .max = 1e6, .arg = "USD",
	  .example = "0.05", .help = "no answer that may cost more" },
	{ .name = "hook", .type = SETTING_BOOL, .where = IN_FILE,
	  .offset = AT(hook), .arg = "yes|no", .deflt = "yes",
	  .help = "whether the commit hook writes messages here" },
	{ .name = "commit-style", .type = SETTING_WORD, .where = IN_FILE,
	  .offset = AT(commit_style), .arg = "STYLE",
	  .words = commit_style_words, .deflt = "auto",
	  .help = "how subjects of commits look; else the log tells" },
	{ .name = NULL }
};

/* In the order of enum commit_form of local/commit_style.h. */
const char *const commit_style_words[] = {
	"auto", "area", "bracket", "conventional", "plain", NULL
};

/*
 * The folder that holds a .git, of those above `dir` and it; allocated. What
 * git was told counts first: without a GIT_WORK_TREE, a GIT_DIR makes the
 * folder that one is in the top.
 */
static char *find_top(const char *dir)
{
	const char *told = getenv("GIT_WORK_TREE");
	struct buf path = BUF_INIT(8192);
	struct stat st;
	size_t len;

	if (told || getenv("GIT_DIR"))
		return realpath(told ? told : dir, NULL);
	buf_adds(&path, dir);
	while (path.len > 1 && path.ptr[path.len - 1] == '/')
		buf_truncate(&path, path.len - 1);
	while (!path.over && path.len) {
		len = path.len;
		buf_adds(&path, len == 1 ? ".git" : "/.git");
		if (!path.over && !lstat(path.ptr, &st)) {
			buf_truncate(&path, len);
			return buf_take(&path, NULL);
		}
		buf_truncate(&path, len);
		if (len == 1)
			break;
		while (len && path.ptr[len - 1] != '/')
			len--;
		buf_truncate(&path, len > 1 ? len - 1 : len);
	}
	buf_release(&path);
	return NULL;
}

/* What is being read, and the first key that has no place there. */
struct reading {
	struct repository_section *r;
	char refused[INI_NAME_MAX + 1];
	unsigned line;
};

static int take_key(void *ctx, const char *section, const char *key,
		    struct text value, unsigned line, struct err *err)
{
	struct reading *rd = ctx;
	bool known = !*section || !strcmp(section, "policy");
	const struct setting *s = NULL;

	if (!key)
		return 0;
	if (known)
		s = setting_find(repository_keys, key, strlen(key));
	if (s)
		return setting_set(s, rd->r, value, false, err);
	if (!*rd->refused) {
		snprintf(rd->refused, sizeof(rd->refused), "%s", key);
		rd->line = line;
	}
	return 0;
}

static int read_keys(struct reading *rd, struct err *err)
{
	struct buf text = BUF_INIT(MAX_CONFIG);
	int rc;

	rc = file_read_checked(rd->r->path, FILE_OWNED, MAX_CONFIG, &text,
			       err);
	if (rc && errno == ENOENT) {
		err_clear(err);
		buf_release(&text);
		return 1;
	}
	if (!rc)
		rc = ini_read(rd->r->path, text_of_buf(&text), take_key, rd,
			      err);
	buf_release(&text);
	return rc;
}

/* The lower of two ceilings; NAN is none. */
static double lower(double a, double b)
{
	if (isnan(a))
		return b;
	return isnan(b) || a < b ? a : b;
}

static void narrow(struct config *c)
{
	const struct repository_section *r = &c->repository;

	for (size_t i = 0; i < r->deny_vendors.count; i++)
		words_add(&c->policy.deny_vendors, r->deny_vendors.items[i],
			  strlen(r->deny_vendors.items[i]));
	c->policy.offline = c->policy.offline || r->offline;
	c->policy.max_cost = lower(c->policy.max_cost, r->max_cost);
	if (r->secrets > c->policy.secrets)
		c->policy.secrets = r->secrets;
}

/*
 * A mistake does not open what the file would have closed: what was read
 * before it still narrows.
 */
void repository_narrow(struct config *c, const char *dir, struct buf *warning)
{
	struct repository_section *r = &c->repository;
	struct reading rd = { .r = r };
	struct buf path = BUF_INIT(8192);
	struct err err = ERR_INIT;
	int rc;

	settings_default(repository_keys, r);
	r->top = find_top(dir);
	if (!r->top)
		return;
	buf_addf(&path, "%s/" REPOSITORY_FILE, r->top);
	r->path = buf_take(&path, NULL);
	rc = read_keys(&rd, &err);
	r->present = rc == 0;
	if (rc <= 0)
		narrow(c);
	if (rc < 0)
		buf_addf(warning, "%s; the rest of it is ignored", err.msg);
	else if (*rd.refused)
		buf_addf(warning, "%s:%u: a repository may not set '%s'; it "
			 "is ignored", r->path, rd.line, rd.refused);
}

void repository_release(struct repository_section *r)
{
	settings_release(repository_keys, r);
	free(r->top);
	free(r->path);
}
