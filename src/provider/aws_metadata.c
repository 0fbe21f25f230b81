#include "provider/aws_metadata.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/url.h"
#include "provider/aws_fetch.h"

#define CONTAINER_MS 2000
#define INSTANCE_MS 1000
#define MAX_ROLE 200
#define CONTAINER_HOST "http://169.254.170.2"
#define INSTANCE_HOST "http://169.254.169.254"
#define ROLES "/latest/meta-data/iam/security-credentials/"

static const char *env(const char *name)
{
	const char *v = getenv(name);

	return v && *v ? v : NULL;
}

int aws_check_local(const char *url, const char *variable, bool tls_anywhere,
		    struct err *err)
{
	static const char *const hosts[] = {
		"169.254.169.254", "169.254.170.2", "169.254.170.23",
		"[fd00:ec2::254]", "[fd00:ec2::23]",
	};
	size_t base = strcspn(url, "?#");
	char text[600];
	struct url u;

	if (base < sizeof(text)) {
		memcpy(text, url, base);
		text[base] = '\0';
	}
	if (base >= sizeof(text) || url_parse(text, &u, err))
		return err_set(err, ERR_CONFIG, "%s is no URL that could be "
			       "called", variable);
	if (u.loopback || (tls_anywhere && u.tls))
		return 0;
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
		if (!strcmp(u.host, hosts[i]))
			return 0;
	return err_set(err, ERR_CONFIG, "%s names the host %s, which is none "
		       "of AWS's own for credentials", variable, u.host);
}

static int fetch(const struct aws_call *c, struct buf *out, int *status,
		 struct err *err)
{
	size_t room;

	buf_room(out, out->max, &room);	/* so that no copy is left behind */
	return aws_fetch(c, out, status, err);
}

/* The token of the container's agent: from a file, which comes first. */
static int container_token(struct secret *token, struct err *err)
{
	const char *path = env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
	const char *value = env("AWS_CONTAINER_AUTHORIZATION_TOKEN");
	struct buf b = BUF_INIT(MAX_KEY);
	size_t room;
	int rc = 0;

	if (path) {
		buf_room(&b, MAX_KEY, &room);
		rc = file_read(path, MAX_KEY, &b, err);
		if (!rc)
			rc = secret_set(token, b.ptr, b.len, path, err);
		buf_wipe(&b);
	} else if (value) {
		rc = secret_set(token, value, strlen(value),
				"AWS_CONTAINER_AUTHORIZATION_TOKEN", err);
	}
	return rc;
}

static int from_container(const struct aws_wants *w, const char *url,
			  bool direct, struct aws_keys *out, struct err *err)
{
	static const char source[] = "the container's service";
	struct secret token = SECRET_INIT;
	struct aws_call call = {
		.method = "GET", .url = url, .key_header = "Authorization",
		.direct = direct, .ms = CONTAINER_MS, .stop = w->stop,
	};
	struct buf body = BUF_INIT(MAX_ERROR_BODY);
	int status, rc;

	rc = container_token(&token, err);
	if (!rc) {
		call.key = token.bytes.len ? &token : NULL;
		rc = fetch(&call, &body, &status, err);
		if (rc && err->kind != ERR_STOPPED) {
			err->kind = ERR_AUTH;
			err_prefix(err, "%s gave no keys", source);
		}
	}
	if (!rc)
		rc = aws_keys_parse(out, text_of_buf(&body), clock_wall(),
				    source, err);
	buf_wipe(&body);
	secret_release(&token);
	return rc;
}

int aws_from_container(const struct aws_wants *w, struct aws_keys *out,
		       bool *found, struct err *err)
{
	const char *relative = env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
	const char *full = env("AWS_CONTAINER_CREDENTIALS_FULL_URI");
	struct buf url = BUF_INIT(4096);
	int rc = 0;

	if (!relative && !full)
		return 0;
	if (relative)
		buf_addf(&url, "%s%s%s", CONTAINER_HOST,
			 *relative == '/' ? "" : "/", relative);
	else
		buf_adds(&url, full);
	if (!relative)
		rc = aws_check_local(full, "AWS_CONTAINER_CREDENTIALS_FULL_URI",
				     true, err);
	if (!rc)
		rc = buf_check(&url, "the container's URL", err);
	if (!rc)
		rc = from_container(w, url.ptr,
				    strncmp(url.ptr, "https:", 6) != 0, out,
				    err);
	*found = !rc;
	buf_release(&url);
	return rc;
}

struct instance {
	const struct aws_wants *w;
	const char *host;
	struct secret token;	/* of the session with the service */
};

static int ask_instance(const struct instance *in, const char *path,
			struct buf *out, struct err *err)
{
	bool begins = !in->token.bytes.len;
	struct buf url = BUF_INIT(1024);
	struct aws_call call = {
		.method = begins ? "PUT" : "GET",
		.header = begins ? "X-aws-ec2-metadata-token-ttl-seconds" :
			  NULL, .value = "21600",
		.key_header = "X-aws-ec2-metadata-token",
		.key = begins ? NULL : &in->token,
		.direct = true, .ms = INSTANCE_MS, .stop = in->w->stop,
	};
	int status, rc;

	buf_addf(&url, "%s%s", in->host, path);
	call.url = url.ptr;
	rc = buf_check(&url, "the metadata service's URL", err);
	if (!rc)
		rc = fetch(&call, out, &status, err);
	buf_release(&url);
	return rc;
}

/* The name of a role: one line, one segment of a path. */
static int take_role(const struct buf *body, struct buf *path,
		     struct err *err)
{
	struct text t = text_trim(text_of_buf(body));
	const char *nl = memchr(t.ptr, '\n', t.len);

	if (nl)
		t.len = (size_t)(nl - t.ptr);
	t = text_trim(t);
	for (size_t i = 0; i < t.len; i++)
		if (t.ptr[i] <= ' ' || strchr("/?#%\\\x7f", t.ptr[i]))
			t.len = 0;
	if (!t.len || t.len > MAX_ROLE)
		return err_set(err, ERR_AUTH, "the instance has no role that "
			       "would give keys");
	buf_adds(path, ROLES);
	buf_add(path, t.ptr, t.len);
	return 0;
}

/* The token is there, so that it is EC2: what fails now is to be said. */
static int from_instance(struct instance *in, struct aws_keys *out,
			 struct err *err)
{
	static const char source[] = "the instance's metadata";
	struct buf body = BUF_INIT(MAX_ERROR_BODY), path = BUF_INIT(512);
	int rc;

	rc = ask_instance(in, ROLES, &body, err);
	if (!rc)
		rc = take_role(&body, &path, err);
	buf_clear(&body);
	if (!rc)
		rc = ask_instance(in, path.ptr, &body, err);
	if (rc && err->kind != ERR_STOPPED) {
		err->kind = ERR_AUTH;
		err_prefix(err, "%s", source);
	}
	if (!rc)
		rc = aws_keys_parse(out, text_of_buf(&body), clock_wall(),
				    source, err);
	buf_wipe(&body);
	buf_release(&path);
	return rc;
}

int aws_from_instance(const struct aws_wants *w, struct aws_keys *out,
		      bool *found, const char **tried, struct err *err)
{
	static const char variable[] = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
	const char *off = env("AWS_EC2_METADATA_DISABLED");
	const char *host = env(variable);
	struct instance in = { .w = w, .host = host ? host : INSTANCE_HOST,
			       .token = SECRET_INIT };
	struct buf body = BUF_INIT(MAX_KEY);
	int rc;

	if (off && !strcasecmp(off, "true")) {
		*tried = "instance metadata (turned off)";
		return 0;
	}
	*tried = "instance metadata (none answers)";
	if (host && aws_check_local(host, variable, false, err))
		return -1;
	rc = ask_instance(&in, "/latest/api/token", &body, err);
	if (rc && err->kind != ERR_STOPPED) {
		err_clear(err);
		buf_wipe(&body);
		return 0;
	}
	if (!rc)
		rc = secret_set(&in.token, body.ptr, body.len,
				"the instance's metadata", err);
	if (!rc)
		rc = from_instance(&in, out, err);
	*found = !rc;
	buf_wipe(&body);
	secret_release(&in.token);
	return rc;
}
