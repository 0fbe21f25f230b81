#include "provider/aws_sso.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/url.h"
#include "provider/aws_fetch.h"
#include "provider/request.h"
#include "wire/crypto.h"

#define SSO_MS 5000

static int log_in(const char *name, const char *why, struct err *err)
{
	return err_set(err, ERR_AUTH, "profile '%s': %s; run: aws sso login "
		       "--profile %s", name, why, name);
}

/* The file is named after the session, or of old after the start URL. */
static int cache_path(struct text key, struct buf *path, struct err *err)
{
	const char *home = getenv("HOME");
	unsigned char hash[SHA1_SIZE];
	char hex[2 * SHA1_SIZE + 1];

	if (!home || *home != '/')
		return err_set(err, ERR_CONFIG, "no HOME to find the SSO "
			       "session in");
	if (crypto_sha1(key, hash, err))
		return -1;
	crypto_hex(hash, sizeof(hash), hex);
	buf_addf(path, "%s/.aws/sso/cache/%s.json", home, hex);
	return buf_check(path, "the path of the SSO session", err);
}

static int take_token(const char *name, const struct json *j,
		      struct secret *out, struct err *err)
{
	struct text token, until;
	int64_t at;

	if (!json_text_at(j, "accessToken", &token) ||
	    !json_text_at(j, "expiresAt", &until))
		return log_in(name, "the SSO session is broken", err);
	if (!clock_parse_iso(until.ptr, &at) || at <= clock_wall())
		return log_in(name, "the SSO session has expired", err);
	return secret_set(out, token.ptr, token.len, "the SSO session", err);
}

static int read_token(const char *name, struct text key, struct secret *out,
		      struct err *err)
{
	struct buf path = BUF_INIT(8192), body = BUF_INIT(MAX_ERROR_BODY);
	struct json *j = NULL;
	size_t room;
	int rc;

	rc = cache_path(key, &path, err);
	if (rc)
		goto out;
	buf_room(&body, MAX_ERROR_BODY, &room);
	rc = file_read_checked(path.ptr, FILE_OWNED | FILE_PRIVATE,
			       MAX_ERROR_BODY, &body, err);
	if (rc) {
		if (err->kind == ERR_IO && errno == ENOENT)
			log_in(name, "there is no SSO session", err);
		goto out;
	}
	rc = json_parse(body.ptr, body.len, &j, NULL) ?
	     log_in(name, "the SSO session is broken", err) :
	     take_token(name, j, out, err);
	json_free(j);
out:
	buf_wipe(&body);
	buf_release(&path);
	return rc;
}

static bool is_region(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-",
			    t.ptr[i]) || !t.ptr[i])
			return false;
	return t.len > 0 && t.len < 40;
}

/* AWS_ENDPOINT_URL_SSO is for tests: a token goes to loopback or to AWS. */
static int service_url(struct text region, struct buf *out, struct err *err)
{
	const char *set = getenv("AWS_ENDPOINT_URL_SSO");
	struct url u;

	if (set && *set && !url_parse(set, &u, NULL) && u.loopback) {
		buf_adds(out, set);
		return 0;
	}
	if (!is_region(region))
		return err_set(err, ERR_CONFIG, "sso_region is missing, or no "
			       "region");
	buf_addf(out, "https://portal.sso.%.*s.amazonaws.com",
		 (int)region.len, region.ptr);
	return 0;
}

static void add_query(struct buf *url, const char *name, struct text value)
{
	char *s = xstrndup(value.ptr, value.len);

	buf_addf(url, "%s=", name);
	request_segment(url, s);
	free(s);
}

static int call_service(const struct aws_wants *w, const char *name,
			const struct aws_profile *p, struct text region,
			const struct secret *token, struct aws_keys *out,
			struct err *err)
{
	struct buf url = BUF_INIT(4096), body = BUF_INIT(MAX_ERROR_BODY);
	struct aws_call call = {
		.method = "GET", .key_header = "x-amz-sso_bearer_token",
		.key = token, .ca_file = w->ca_file, .proxy = w->proxy,
		.ms = SSO_MS, .stop = w->stop,
	};
	int status = 0, rc;
	size_t room;

	buf_room(&body, MAX_ERROR_BODY, &room);
	rc = service_url(region, &url, err);
	call.direct = !strncmp(url.ptr, "http:", 5);
	buf_adds(&url, "/federation/credentials?");
	add_query(&url, "role_name", p->field[AWS_SSO_ROLE]);
	buf_addch(&url, '&');
	add_query(&url, "account_id", p->field[AWS_SSO_ACCOUNT]);
	call.url = url.ptr;
	if (!rc)
		rc = buf_check(&url, "the URL of SSO", err);
	if (!rc) {
		rc = aws_fetch(&call, &body, &status, err);
		if (rc && status == 401)
			log_in(name, "SSO takes its session no more", err);
		else if (rc && err->kind != ERR_STOPPED)
			err_prefix(err, "profile '%s': SSO gave no keys",
				   name);
	}
	if (!rc)
		rc = aws_keys_parse(out, text_of_buf(&body), clock_wall(),
				    "SSO", err);
	buf_wipe(&body);
	buf_release(&url);
	return rc;
}

int aws_from_sso(const struct aws_wants *w, const char *name,
		 const struct aws_profile *profile,
		 const struct aws_profile *session, struct aws_keys *out,
		 struct err *err)
{
	struct text key = profile->field[AWS_SSO_SESSION];
	struct text region = session->field[AWS_SSO_REGION];
	struct secret token = SECRET_INIT;
	int rc;

	if (!key.len)
		key = profile->field[AWS_SSO_URL];
	if (!region.len)
		region = profile->field[AWS_SSO_REGION];
	if (!profile->field[AWS_SSO_ACCOUNT].len ||
	    !profile->field[AWS_SSO_ROLE].len)
		return err_set(err, ERR_CONFIG, "profile '%s' has no "
			       "sso_account_id or sso_role_name", name);
	rc = read_token(name, key, &token, err);
	if (!rc)
		rc = call_service(w, name, profile, region, &token, out, err);
	secret_release(&token);
	return rc;
}
