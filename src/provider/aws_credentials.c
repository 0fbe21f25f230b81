#include "provider/aws_credentials.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/proc.h"
#include "provider/aws_metadata.h"
#include "provider/aws_profile.h"
#include "provider/aws_sso.h"

#define PROCESS_MS 5000
#define MAX_FILE ((size_t)1 << 20)
#define MAX_ARGS 64

const char *const aws_secret_names[] = {
	"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
	"AWS_CONTAINER_AUTHORIZATION_TOKEN", NULL
};

static const char *env(const char *name)
{
	const char *v = getenv(name);

	return v && *v ? v : NULL;
}

static int from_env(struct aws_keys *out, bool *found, struct err *err)
{
	const char *id = env("AWS_ACCESS_KEY_ID");

	if (!id)
		return 0;
	*found = true;
	return aws_keys_set(out, text_of(id),
			    text_of(env("AWS_SECRET_ACCESS_KEY")),
			    text_of(env("AWS_SESSION_TOKEN")),
			    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
			    err);
}

/* The two files, whole, and what the profile is in each. */
struct files {
	const char *name;	/* of the profile */
	struct buf credentials_path, config_path;
	struct buf credentials, config;
	struct aws_profile in_credentials, in_config, session;
};

static void set_path(const char *variable, const char *file, struct buf *out)
{
	const char *set = env(variable), *home = env("HOME");

	if (set)
		buf_adds(out, set);
	else if (home && *home == '/')
		buf_addf(out, "%s/.aws/%s", home, file);
}

/* A file that is not there holds nothing. */
static int read_file(const char *path, unsigned flags, struct buf *out,
		     struct err *err)
{
	size_t room;

	if (!*path)
		return 0;
	buf_room(out, MAX_ERROR_BODY, &room);
	if (!file_read_checked(path, flags, MAX_FILE, out, err))
		return 0;
	if (err->kind == ERR_IO && (errno == ENOENT || errno == ENOTDIR)) {
		err_clear(err);
		return 0;
	}
	err->kind = ERR_CONFIG;
	return -1;
}

static int open_files(struct files *f, struct err *err)
{
	set_path("AWS_SHARED_CREDENTIALS_FILE", "credentials",
		 &f->credentials_path);
	set_path("AWS_CONFIG_FILE", "config", &f->config_path);
	if (read_file(f->credentials_path.ptr, FILE_OWNED | FILE_PRIVATE,
		      &f->credentials, err) ||
	    read_file(f->config_path.ptr, FILE_OWNED, &f->config, err))
		return -1;
	aws_profile_read(text_of_buf(&f->credentials), AWS_IN_CREDENTIALS,
			 text_of(f->name), &f->in_credentials);
	aws_profile_read(text_of_buf(&f->config), AWS_IN_CONFIG,
			 text_of(f->name), &f->in_config);
	if (f->in_config.field[AWS_SSO_SESSION].len)
		aws_profile_read(text_of_buf(&f->config), AWS_IN_SESSION,
				 f->in_config.field[AWS_SSO_SESSION],
				 &f->session);
	return 0;
}

static void close_files(struct files *f)
{
	buf_wipe(&f->credentials);
	buf_wipe(&f->config);
	buf_release(&f->credentials_path);
	buf_release(&f->config_path);
}

/* One word at *in, quotes and backslashes taken off, to *to. */
static void take_argument(char **in, char **to)
{
	char quote = '\0', *p = *in;

	for (; *p && (quote || (*p != ' ' && *p != '\t')); p++) {
		if (quote ? *p == quote : *p == '"' || *p == '\'')
			quote = quote ? '\0' : *p;
		else if (*p == '\\' && quote != '\'' && p[1])
			*(*to)++ = *++p;
		else
			*(*to)++ = *p;
	}
	*in = p + (*p != '\0');	/* before the NUL takes its place */
	*(*to)++ = '\0';
}

/*
 * Splits a command line as AWS's tools do on this system: at blanks, where
 * quotes keep together and a backslash takes the next character; no shell.
 * The words stand in `line`, which has a byte to spare, one after another.
 */
static size_t split_words(char *line, const char *argv[MAX_ARGS + 1])
{
	char *in = line, *to = line;
	size_t n = 0;

	for (in += strspn(in, " \t"); *in && n < MAX_ARGS;
	     in += strspn(in, " \t")) {
		argv[n++] = to;
		take_argument(&in, &to);
	}
	argv[n] = NULL;
	return n;
}

static int from_process(const struct aws_wants *w, const char *name,
			struct text command, struct aws_keys *out,
			struct err *err)
{
	const struct proc_opts opts = { .what = "credential_process",
					.timeout_ms = PROCESS_MS,
					.stop = w->stop };
	char *line = xcalloc(command.len + 2, 1);
	const char *argv[MAX_ARGS + 1];
	struct buf body = BUF_INIT(MAX_ERROR_BODY);
	size_t room;
	int rc;

	memcpy(line, command.ptr, command.len);
	buf_room(&body, MAX_ERROR_BODY, &room);
	rc = split_words(line, argv) ?
	     proc_run(argv, &opts, &body, NULL, err) :
	     err_set(err, ERR_CONFIG, "credential_process is empty");
	if (rc && err->kind != ERR_STOPPED) {
		err->kind = ERR_AUTH;
		err_prefix(err, "profile '%s'", name);
	}
	if (!rc)
		rc = aws_keys_parse(out, text_of_buf(&body), clock_wall(),
				    "credential_process", err);
	buf_wipe(&body);
	free(line);
	return rc;
}

static int from_fields(const struct aws_profile *p, const char *path,
		       struct aws_keys *out, struct err *err)
{
	return aws_keys_set(out, p->field[AWS_KEY_ID], p->field[AWS_SECRET],
			    p->field[AWS_TOKEN], path, err);
}

/* Who may read ~/.aws/config matters once a key stands in it. */
static int from_config(const struct files *f, struct aws_keys *out,
		       struct err *err)
{
	struct buf again = BUF_INIT(MAX_FILE);
	int rc = file_read_checked(f->config_path.ptr,
				   FILE_OWNED | FILE_PRIVATE, MAX_FILE,
				   &again, err);

	buf_wipe(&again);
	if (rc) {
		err->kind = ERR_CONFIG;
		return -1;
	}
	return from_fields(&f->in_config, f->config_path.ptr, out, err);
}

static int cannot(const char *name, const char *what, struct err *err)
{
	return err_set(err, ERR_CONFIG, "profile '%s' %s, which shunt does "
		       "not do: set credential_process = aws configure "
		       "export-credentials --profile %s --format process in a "
		       "profile of its own", name, what, name);
}

/* The order within a profile is botocore's. */
static int from_profile(const struct aws_wants *w, const struct files *f,
			struct aws_keys *out, bool *found, struct err *err)
{
	const struct text *a = f->in_credentials.field;
	const struct text *b = f->in_config.field;

	*found = true;
	if (a[AWS_ROLE].len || b[AWS_ROLE].len || b[AWS_WEB].len)
		return cannot(f->name, "assumes a role", err);
	if (b[AWS_SSO_SESSION].len || b[AWS_SSO_URL].len)
		return aws_from_sso(w, f->name, &f->in_config, &f->session,
				    out, err);
	if (a[AWS_KEY_ID].len)
		return from_fields(&f->in_credentials,
				   f->credentials_path.ptr, out, err);
	if (b[AWS_LOGIN].len)
		return cannot(f->name, "has a login session", err);
	if (a[AWS_PROCESS].len || b[AWS_PROCESS].len)
		return from_process(w, f->name, a[AWS_PROCESS].len ?
				    a[AWS_PROCESS] : b[AWS_PROCESS], out, err);
	if (b[AWS_KEY_ID].len)
		return from_config(f, out, err);
	*found = false;
	return 0;
}

static const char *profile_name(const struct aws_wants *w, bool *named)
{
	const char *name = w->profile;

	if (!name)
		name = env("AWS_PROFILE");
	if (!name)
		name = env("AWS_DEFAULT_PROFILE");
	*named = name != NULL;
	return name ? name : "default";
}

static int from_files(const struct aws_wants *w, struct files *f,
		      struct aws_keys *out, bool *found, struct err *err)
{
	bool named;

	f->name = profile_name(w, &named);
	if (open_files(f, err))
		return -1;
	if (named && !f->in_credentials.present && !f->in_config.present)
		return err_set(err, ERR_CONFIG, "there is no profile '%s' in "
			       "%s or %s", f->name, f->credentials_path.ptr,
			       f->config_path.ptr);
	return from_profile(w, f, out, found, err);
}

static int nobody(const struct files *f, const char *tried, struct err *err)
{
	return err_set(err, ERR_AUTH, "no AWS keys: not in "
		       "AWS_BEARER_TOKEN_BEDROCK, AWS_ACCESS_KEY_ID, "
		       "profile '%s' of %s and %s, a container's service, %s",
		       f->name, f->credentials_path.ptr, f->config_path.ptr,
		       tried);
}

static int search(const struct aws_wants *w, struct files *f,
		  struct aws_keys *out, struct err *err)
{
	const char *tried = "";
	bool found = false;

	if (from_files(w, f, out, &found, err))
		return -1;
	if (!found && aws_from_container(w, out, &found, err))
		return -1;
	if (!found && aws_from_instance(w, out, &found, &tried, err))
		return -1;
	return found ? 0 : nobody(f, tried, err);
}

int aws_credentials(const struct aws_wants *w, struct aws_keys *out,
		    struct err *err)
{
	struct files f = {
		.credentials_path = BUF_INIT(8192),
		.config_path = BUF_INIT(8192),
		.credentials = BUF_INIT(MAX_FILE),
		.config = BUF_INIT(MAX_FILE),
	};
	bool found = false;
	int rc;

	aws_keys_release(out);
	/* who names a profile means it, whatever the environment has */
	if (!w->profile && from_env(out, &found, err))
		return -1;
	if (found)
		return 0;
	if (!w->anywhere)
		return err_set(err, ERR_AUTH, "AWS_ACCESS_KEY_ID is not set");
	rc = search(w, &f, out, err);
	if (rc)
		aws_keys_release(out);
	close_files(&f);
	return rc;
}
