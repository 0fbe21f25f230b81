#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/proc.h"
#include "conf/config.h"

#define KEY_CMD_MS 5000

/* What opens a signer is a passphrase, which may hold blanks. */
static int set_key(const struct place *p, const char *bytes, size_t len,
		   const char *source, struct secret *out, struct err *err)
{
	return p->signer == SIGNER_OCI ?
	       secret_set_phrase(out, bytes, len, source, err) :
	       secret_set(out, bytes, len, source, err);
}

static int key_from_file(const struct place *p, const char *path,
			 struct secret *out, struct err *err)
{
	struct buf b = BUF_INIT(MAX_KEY);
	char *room;
	size_t n;
	int rc;

	room = buf_room(&b, MAX_KEY, &n);	/* so that it never moves */
	(void)room;
	rc = file_read_checked(path, FILE_OWNED | FILE_PRIVATE, MAX_KEY, &b,
			       err);
	if (!rc)
		rc = set_key(p, b.ptr, b.len, path, out, err);
	if (rc)
		err->kind = ERR_CONFIG;
	buf_wipe(&b);
	return rc;
}

static int key_from_cmd(const struct place *p, const char *cmd,
			const volatile sig_atomic_t *stop, struct secret *out,
			struct err *err)
{
	const struct proc_opts opts = { .what = "api_key_cmd", .stop = stop,
					.timeout_ms = KEY_CMD_MS };
	struct buf b = BUF_INIT(MAX_KEY);
	int rc;

	rc = proc_shell(cmd, &opts, &b, NULL, err);
	if (!rc)
		rc = set_key(p, b.ptr, b.len, "api_key_cmd", out, err);
	if (rc && err->kind != ERR_STOPPED)
		err->kind = ERR_CONFIG;
	buf_wipe(&b);
	return rc;
}

int place_key(const struct place *p, const volatile sig_atomic_t *stop,
	      struct secret *out, struct err *err)
{
	const char *v;

	if (p->section && p->section->api_key_file)
		return key_from_file(p, p->section->api_key_file, out, err);
	if (p->section && p->section->api_key_cmd)
		return key_from_cmd(p, p->section->api_key_cmd, stop, out,
				    err);
	if (!p->key_env)
		return 0;
	v = getenv(p->key_env);
	if (!v || !*v)
		return err_set(err, ERR_CONFIG, "endpoint '%s' has no key: "
			       "set %s", p->ep.name, p->key_env);
	return set_key(p, v, strlen(v), p->key_env, out, err);
}
