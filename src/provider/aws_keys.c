#include "provider/aws_keys.h"

#include "base/clock.h"
#include "base/json.h"

void aws_keys_release(struct aws_keys *k)
{
	secret_release(&k->id);
	secret_release(&k->secret);
	secret_release(&k->token);
}

int aws_keys_set(struct aws_keys *k, struct text id, struct text secret,
		 struct text token, const char *source, struct err *err)
{
	aws_keys_release(k);
	if (!id.len || !secret.len)
		return err_set(err, ERR_CONFIG, "%s has no %s", source,
			       id.len ? "secret access key" : "access key id");
	if (secret_set(&k->id, id.ptr, id.len, source, err) ||
	    secret_set(&k->secret, secret.ptr, secret.len, source, err) ||
	    (token.len &&
	     secret_set(&k->token, token.ptr, token.len, source, err))) {
		aws_keys_release(k);
		return -1;
	}
	return 0;
}

/* Where each is: as others write it, then as SSO does. */
static struct text find(const struct json *j, const char *a, const char *b)
{
	struct text t = { .ptr = "" };

	if (!json_text_at(j, a, &t) && b)
		json_text_at(j, b, &t);
	return t;
}

/* A text of RFC 3339, or milliseconds since 1970. */
static bool has_expired(const struct json *j, int64_t now)
{
	struct text t = find(j, "Expiration", NULL);
	long long ms;
	int64_t at;

	if (t.len && clock_parse_iso(t.ptr, &at))
		return at <= now;
	return json_integer(json_at(j, "roleCredentials.expiration"), &ms) &&
	       ms / 1000 <= now;
}

static int check(const struct json *j, int64_t now, const char *source,
		 struct err *err)
{
	const struct json *version = json_get(j, "Version");
	long long v = 0;

	if (version && (!json_integer(version, &v) || v != 1))
		return err_set(err, ERR_CONFIG, "%s printed a Version other "
			       "than 1", source);
	if (has_expired(j, now))
		return err_set(err, ERR_AUTH, "the keys from %s have expired",
			       source);
	return 0;
}

int aws_keys_parse(struct aws_keys *k, struct text json, int64_t now,
		   const char *source, struct err *err)
{
	struct json *j;
	struct text token;
	int rc;

	if (json_parse(json.ptr, json.len, &j, NULL) || !json_is_object(j)) {
		json_free(j);
		return err_set(err, ERR_CONFIG, "%s gave no JSON object",
			       source);
	}
	rc = check(j, now, source, err);
	token = find(j, "SessionToken", "roleCredentials.sessionToken");
	if (!token.len)
		token = find(j, "Token", NULL);
	if (!rc)
		rc = aws_keys_set(k, find(j, "AccessKeyId",
					  "roleCredentials.accessKeyId"),
				  find(j, "SecretAccessKey",
				       "roleCredentials.secretAccessKey"),
				  token, source, err);
	json_free(j);
	return rc;
}
