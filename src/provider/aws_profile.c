#include "provider/aws_profile.h"

#include <string.h>

static const char *const names[AWS_FIELDS] = {
	[AWS_KEY_ID] = "aws_access_key_id",
	[AWS_SECRET] = "aws_secret_access_key",
	[AWS_TOKEN] = "aws_session_token",
	[AWS_PROCESS] = "credential_process",
	[AWS_ROLE] = "role_arn",
	[AWS_WEB] = "web_identity_token_file",
	[AWS_LOGIN] = "login_session",
	[AWS_SSO_SESSION] = "sso_session",
	[AWS_SSO_URL] = "sso_start_url",
	[AWS_SSO_REGION] = "sso_region",
	[AWS_SSO_ACCOUNT] = "sso_account_id",
	[AWS_SSO_ROLE] = "sso_role_name",
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Takes `word` and blanks off the front; false when it does not stand so. */
static bool take_word(struct text *t, const char *word)
{
	size_t n = strlen(word);

	if (t->len <= n || memcmp(t->ptr, word, n) || !is_blank(t->ptr[n]))
		return false;
	*t = text_trim((struct text){ t->ptr + n, t->len - n });
	return true;
}

static bool same(struct text a, struct text b)
{
	return a.len == b.len && !memcmp(a.ptr, b.ptr, a.len);
}

/* "[profile NAME]", where the name may be quoted. */
static bool is_section(struct text line, enum aws_section kind,
		       struct text name)
{
	const char *end = memchr(line.ptr, ']', line.len);
	struct text t;

	if (!end)
		return false;
	t = text_trim((struct text){ line.ptr + 1,
				     (size_t)(end - line.ptr - 1) });
	if (kind == AWS_IN_SESSION && !take_word(&t, "sso-session"))
		return false;
	if (kind == AWS_IN_CONFIG && !take_word(&t, "profile") &&
	    !text_is(t, "default"))
		return false;
	if (t.len > 1 && (*t.ptr == '"' || *t.ptr == '\'') &&
	    t.ptr[t.len - 1] == *t.ptr)
		t = (struct text){ t.ptr + 1, t.len - 2 };
	return same(t, name);
}

static void read_value(struct text line, struct aws_profile *out)
{
	const char *eq = memchr(line.ptr, '=', line.len);
	struct text key, value;

	if (!eq)
		return;
	key = text_trim((struct text){ line.ptr, (size_t)(eq - line.ptr) });
	value = (struct text){ eq + 1,
			       line.len - (size_t)(eq + 1 - line.ptr) };
	for (int i = 0; i < AWS_FIELDS; i++)
		if (text_is(key, names[i]))
			out->field[i] = text_trim(value);
}

void aws_profile_read(struct text file, enum aws_section kind,
		      struct text name, struct aws_profile *out)
{
	const char *p = file.ptr, *end = p + file.len, *nl;
	bool inside = false;

	for (; p < end; p = nl + 1) {
		struct text line;

		nl = memchr(p, '\n', (size_t)(end - p));
		if (!nl)
			nl = end;
		line = (struct text){ p, (size_t)(nl - p) };
		if (!line.len || is_blank(*p) || *p == '#' || *p == ';')
			continue;
		if (*p == '[') {
			inside = is_section(line, kind, name);
			out->present = out->present || inside;
		} else if (inside) {
			read_value(line, out);
		}
	}
}
