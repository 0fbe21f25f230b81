#include "provider/oci_signer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/ini.h"
#include "base/mem.h"
#include "provider/token.h"

#define USUAL_PROFILE "DEFAULT"

/* What a profile says; the values belong to it. */
struct profile {
	const char *name;	/* the section that is read now */
	bool found;
	char *user, *tenancy, *fingerprint, *key_file, *token_file;
	struct secret *phrase;
	const char *path;
};

static const struct {
	const char *key;
	size_t offset;
} keys[] = {
	{ "user", offsetof(struct profile, user) },
	{ "tenancy", offsetof(struct profile, tenancy) },
	{ "fingerprint", offsetof(struct profile, fingerprint) },
	{ "key_file", offsetof(struct profile, key_file) },
	{ "security_token_file", offsetof(struct profile, token_file) },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

void oci_signer_release(struct oci_signer *s)
{
	buf_wipe(&s->key_id);
	buf_wipe(&s->pem);
	secret_release(&s->phrase);
	secret_release(&s->token);
	*s = (struct oci_signer)OCI_SIGNER_INIT;
}

static int take(void *ctx, const char *section, const char *key,
		struct text value, unsigned line, struct err *err)
{
	struct profile *p = ctx;

	(void)line;
	if (strcmp(section, p->name))
		return 0;
	p->found = true;
	if (!key || !value.len)
		return 0;
	if (!strcmp(key, "pass_phrase"))
		return secret_set_phrase(p->phrase, value.ptr, value.len,
					 p->path, err);
	for (size_t i = 0; i < COUNT(keys); i++) {
		char **to = (char **)(void *)((char *)p + keys[i].offset);

		if (strcmp(key, keys[i].key))
			continue;
		free(*to);
		*to = xstrndup(value.ptr, value.len);
	}
	return 0;
}

static void profile_release(struct profile *p)
{
	for (size_t i = 0; i < COUNT(keys); i++)
		free(*(char **)(void *)((char *)p + keys[i].offset));
}

/* "~/x" in HOME; else as it stands. Allocated. */
static char *expand(const char *path)
{
	const char *home = getenv("HOME");
	struct buf full = BUF_INIT(MAX_CONFIG);

	if (strncmp(path, "~/", 2) || !home || *home != '/')
		return xstrdup(path);
	buf_addf(&full, "%s%s", home, path + 1);
	return buf_take(&full, NULL);
}

/* The folder that we run in must not bring its own. */
static int check_path(const char *path, struct err *err)
{
	if (*path == '/')
		return 0;
	return err_set(err, ERR_CONFIG, "the path '%.200s' begins with "
		       "neither / nor ~/", path);
}

static char *config_file(void)
{
	const char *set = getenv("OCI_CONFIG_FILE");

	return expand(set && *set ? set : "~/.oci/config");
}

/* Into memory that never moves, so that nothing of it is left behind. */
static int read_private(const char *what, const char *path, struct buf *out,
			struct err *err)
{
	char *full = expand(path);
	size_t room;
	int rc;

	buf_room(out, out->max, &room);
	rc = check_path(full, err);
	if (!rc)
		rc = file_read_checked(full, FILE_OWNED | FILE_PRIVATE,
				       out->max, out, err);
	if (rc) {
		err->kind = ERR_CONFIG;
		err_prefix(err, "%s", what);
	}
	free(full);
	return rc;
}

/* Who may read the passphrase must be its owner alone. */
static int check_phrase(const struct profile *p, struct err *err)
{
	struct buf again = BUF_INIT(MAX_KEY * 16);
	int rc = 0;

	if (p->phrase->bytes.len)
		rc = read_private("the file has a pass_phrase", p->path,
				  &again, err);
	buf_wipe(&again);
	return rc;
}

static int read_profile(struct profile *p, const char *name, struct err *err)
{
	struct buf content = BUF_INIT(MAX_KEY * 16);
	struct text text;
	size_t room;
	int rc;

	buf_room(&content, content.max, &room);
	rc = check_path(p->path, err);
	if (!rc)
		rc = file_read_checked(p->path, FILE_OWNED, content.max,
				       &content, err);
	if (rc) {
		err->kind = ERR_CONFIG;
		goto out;
	}
	text = (struct text){ content.ptr, content.len };
	p->name = USUAL_PROFILE;
	rc = ini_read(p->path, text, take, p, err);
	if (!rc && strcmp(name, USUAL_PROFILE)) {
		p->name = name;
		p->found = false;
		rc = ini_read(p->path, text, take, p, err);
	}
	if (!rc && !p->found)
		rc = err_set(err, ERR_CONFIG, "%s has no profile [%s]",
			     p->path, name);
	if (!rc)
		rc = check_phrase(p, err);
out:
	buf_wipe(&content);
	return rc;
}

/* It becomes part of a header. */
static bool is_plain(const char *s)
{
	for (; *s; s++)
		if (*s < '!' || *s > '~' || *s == '"' || *s == '\\')
			return false;
	return true;
}

static int check(const struct oci_signer *s, const struct profile *p,
		 struct err *err)
{
	const struct {
		const char *name, *value;
		bool optional;
	} wanted[] = {
		{ "key_file", p->key_file, false },
		{ "tenancy", p->tenancy, p->token_file != NULL },
		{ "user", p->user, p->token_file != NULL },
		{ "fingerprint", p->fingerprint, p->token_file != NULL },
	};

	for (size_t i = 0; i < COUNT(wanted); i++) {
		if (!wanted[i].value && !wanted[i].optional)
			return err_set(err, ERR_CONFIG, "%s has no %s",
				       s->source, wanted[i].name);
		if (i && wanted[i].value && !is_plain(wanted[i].value))
			return err_set(err, ERR_CONFIG, "%s: the %s has a "
				       "blank or another odd character in it",
				       s->source, wanted[i].name);
	}
	return 0;
}

static int read_token(struct oci_signer *s, const char *path, struct err *err)
{
	struct buf b = BUF_INIT(MAX_KEY);
	struct text token;
	int rc = read_private("the session's token", path, &b, err);

	if (!rc)
		rc = secret_set(&s->token, b.ptr, b.len, path, err);
	buf_wipe(&b);
	if (rc)
		return -1;
	token = (struct text){ s->token.bytes.ptr, s->token.bytes.len };
	token_expiry(token, &s->expires);
	buf_adds(&s->key_id, "ST$");
	buf_add(&s->key_id, token.ptr, token.len);
	return 0;
}

static int take_phrase(struct oci_signer *s, const struct secret *given,
		       struct err *err)
{
	if (given && given->bytes.len &&
	    secret_set_phrase(&s->phrase, given->bytes.ptr, given->bytes.len,
			      given->source, err))
		return -1;
	s->opener = (struct text){ s->phrase.bytes.ptr, s->phrase.bytes.len };
	if (s->opener.len)
		s->sign.phrase = &s->opener;
	return 0;
}

static int fill(struct oci_signer *s, const struct profile *p,
		const struct secret *phrase, struct err *err)
{
	size_t room;

	buf_room(&s->key_id, s->key_id.max, &room);
	if (check(s, p, err) ||
	    read_private("the private key", p->key_file, &s->pem, err) ||
	    take_phrase(s, phrase, err))
		return -1;
	if (p->token_file && read_token(s, p->token_file, err))
		return -1;
	if (!p->token_file)
		buf_addf(&s->key_id, "%s/%s/%s", p->tenancy, p->user,
			 p->fingerprint);
	s->sign.key_id = (struct text){ s->key_id.ptr, s->key_id.len };
	s->sign.pem = (struct text){ s->pem.ptr, s->pem.len };
	return buf_check(&s->key_id, "the key's name", err);
}

int oci_signer_load(struct oci_signer *s, const char *profile,
		    const struct secret *phrase, struct err *err)
{
	const char *name = profile && *profile ? profile : USUAL_PROFILE;
	char *path = config_file();
	struct profile p = { .phrase = &s->phrase, .path = path };
	char line[160];
	int rc;

	line[text_safe_line(line, sizeof(line), path, strlen(path))] = '\0';
	snprintf(s->source, sizeof(s->source), "%s [%.30s]", line, name);
	rc = read_profile(&p, name, err);
	if (!rc)
		rc = fill(s, &p, phrase, err);
	profile_release(&p);
	free(path);
	return rc;
}
