#include <string.h>

#include "guard/field.h"
#include "guard/form.h"
#include "guard/value.h"

#define PASSWORD_MAX 200
#define COUNT(a)     (sizeof(a) / sizeof(*(a)))
#define LOGIN_MAX    256	/* how far .netrc's "login" may be */

static bool begins_any(struct text t, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (chars_begin(t.ptr, t.len, words[i]))
			return true;
	return false;
}

static bool holds_any(struct text t, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (chars_hold(t.ptr, t.len, words[i]))
			return true;
	return false;
}

/* "password_file", "tokenType", "key_id": about a secret, not one. */
static const char *const abouts[] = {
	"name", "file", "path", "url", "uri", "type", "len", "size", "count",
	"hash", "expir", "ttl", "limit", "field", "regex", "pattern", "policy",
	"label", "hint", "index", "prefix", "version", "class", "digest",
	"fingerprint", "reset", "input", "usage", "per_", "ring", "board",
	"algorithm", "arn", "ize", "less",
};

/* What makes a key one that opens something. */
static const char *const openers[] = {
	"api", "secret", "access", "private", "auth", "account", "master",
	"encrypt", "sign", "shared", "storage", "subscription", "service",
	"client", "license", "admin", "deploy", "ingest", "app_", "appkey",
	"app-", "webhook", "session", "integration", "routing", "security",
	"write", "read_", "rest", "token", "crypt", "jwt", "host", "pass",
};

static const char *const pass_rests[] = {
	"word", "wd", "phrase", "code", "key"
};

static bool is_upper_name(struct text name)
{
	size_t under = 0;

	for (size_t i = 0; i < name.len; i++) {
		if (chars_in(CHARS_LOWER, name.ptr[i]))
			return false;
		under += name.ptr[i] == '_';
	}
	return under > 0;
}

/* Does the anchor stand there as a word of its own? */
static bool is_own_word(const struct field *d)
{
	char before = d->stem ? d->name.ptr[d->stem - 1] : '_';
	char first = d->name.ptr[d->stem];
	char next = d->rest.len ? d->rest.ptr[0] : '_';

	if (chars_in(CHARS_LETTER, before) &&
	    !(chars_in(CHARS_LOWER, before) && chars_in(CHARS_UPPER, first)))
		return false;
	return !chars_in(CHARS_LOWER, next);
}

static bool is_pass(const struct field *d)
{
	return begins_any(d->rest, pass_rests, COUNT(pass_rests)) ||
	       is_own_word(d);
}

static bool is_key(const struct field *d)
{
	struct text before = { d->name.ptr, d->stem };

	if (chars_hold(d->name.ptr, d->name.len, "public"))
		return false;
	return holds_any(before, openers, COUNT(openers)) ||
	       is_upper_name(d->name);
}

static bool is_telling(const struct form *f, const struct field *d)
{
	static const char *const words[] = { "pass", "pwd", "secret", "token",
					     "key", "auth", "credential" };
	struct text rest = d->rest;

	/* of "auth_secret" the last word says what it is */
	if (holds_any(rest, words, COUNT(words)))
		return false;
	if (f->anchor[0] == 'p' && f->anchor[1] == 'a' && !is_pass(d))
		return false;
	if (f->anchor[0] == 'k' && !is_key(d))
		return false;
	while (rest.len && memchr("_-.", rest.ptr[0], 3)) {
		rest.ptr++;
		rest.len--;
	}
	if (chars_begin(rest.ptr, rest.len, "id") &&
	    (rest.len == 2 || !chars_in(CHARS_LOWER, rest.ptr[2])) &&
	    f->anchor[0] == 'k')
		return false;
	return !begins_any(rest, abouts, COUNT(abouts));
}

static bool is_end_of_line(char c)
{
	return !c || c == '\n' || c == '\r' || c == '"' || c == '\'' ||
	       c == '`' || c == '\\' || c == '<';
}

static bool has_digit(struct text v)
{
	for (size_t i = 0; i < v.len; i++)
		if (chars_in(CHARS_DIGIT, v.ptr[i]))
			return true;
	return false;
}

/* "password2", "user.pass1", "new_token": a variable. */
static bool is_variable(struct text v)
{
	static const char *const stems[] = { "pass", "pwd", "token", "secret",
					     "key", "user", "self" };

	if (chars_run(CHARS_WORD, v.ptr, v.len) < v.len &&
	    chars_run(CHARS_NAME, v.ptr, v.len) < v.len)
		return false;
	return memchr(v.ptr, '_', v.len) || memchr(v.ptr, '.', v.len) ||
	       begins_any(v, stems, COUNT(stems));
}

/* Where the word before `at` begins; blanks between are skipped. */
static size_t word_before(struct text t, size_t at, size_t *end)
{
	size_t most = at < LOGIN_MAX ? at : LOGIN_MAX;

	at -= chars_run_back(CHARS_SPACE, t.ptr + at, most);
	*end = at;
	while (at && *end - at < LOGIN_MAX &&
	       !chars_in(CHARS_SPACE, t.ptr[at - 1]))
		at--;
	return at;
}

/* .netrc: "machine HOST login NAME password", and then it */
static bool is_netrc(struct text t, const struct field *d)
{
	static const char *const words[] = { NULL, "login", NULL, "machine" };
	size_t at = (size_t)(d->name.ptr - t.ptr), end;

	if (!at || !chars_in(CHARS_SPACE, t.ptr[at - 1]))
		return false;
	for (size_t i = 0; i < COUNT(words); i++) {
		at = word_before(t, at, &end);
		if (words[i] && (end - at != strlen(words[i]) ||
				 !chars_begin(t.ptr + at, end - at, words[i])))
			return false;
		/* the entry for all other hosts names none */
		if (i == 2 && end - at == 7 &&
		    chars_begin(t.ptr + at, 7, "default"))
			return true;
	}
	return true;
}

/* What a password must be where it stands so; more than mixed. */
static const struct {
	size_t min;
	bool digit;	/* holds one */
	bool constant;	/* is not like a variable's name */
} needs[] = {
	[STYLE_QUOTED] = { .min = 5 },
	[STYLE_LINE] = { .min = 5 },
	[STYLE_TIGHT] = { .min = 5, .digit = true, .constant = true },
	[STYLE_LOOSE] = { .min = 6, .digit = true, .constant = true },
	[STYLE_PAIR] = { .min = 6, .digit = true, .constant = true },
	[STYLE_FLAG] = { .min = 5, .digit = true, .constant = true },
	[STYLE_TAG] = { .min = 5, .digit = true, .constant = true },
	[STYLE_IS] = { .min = 6, .digit = true },
};

/* Does the byte behind the value, or its first or last one, say no? */
static bool is_code(const struct field *d)
{
	struct text v = d->value;

	switch (d->style) {
	case STYLE_QUOTED:	/* "password=" + word + "..." */
		return memchr("+ .,)&;:#", v.ptr[0], 9) ||
		       (chars_hold(v.ptr, v.len, "passw") && v.len < 10 &&
			is_variable(v));
	case STYLE_LINE:
		return v.ptr[v.len - 1] == ',' ||
		       (is_variable(v) && memchr(v.ptr, '.', v.len));
	case STYLE_PAIR:	/* any two words of a list */
		return !is_upper_name(d->name) && d->name.len != 8;
	case STYLE_TIGHT:
		return d->after && memchr("),]", d->after, 3);
	case STYLE_LOOSE:
		return !is_end_of_line(d->after);
	default:
		return false;
	}
}

static bool is_password(struct text t, const struct field *d)
{
	struct text v = d->value;

	if (d->style == STYLE_NETRC)
		return v.len <= PASSWORD_MAX && is_netrc(t, d);
	return v.len >= needs[d->style].min && v.len <= PASSWORD_MAX &&
	       value_is_mixed(v) && (!needs[d->style].digit || has_digit(v)) &&
	       (!needs[d->style].constant || !is_variable(v)) && !is_code(d);
}

/* AWS's secret access keys: 40 characters of base64. */
static bool is_aws_secret(const struct field *d)
{
	struct text n = d->name;

	return d->value.len == 40 &&
	       chars_run(CHARS_BASE64, d->value.ptr, 40) == 40 &&
	       !value_is_filler(d->value) &&
	       (chars_hold(n.ptr, n.len, "aws") ||
		chars_hold(n.ptr, n.len, "secretaccess") ||
		chars_hold(n.ptr, n.len, "secret_access"));
}

static bool is_drawn(const struct field *d)
{
	return d->style != STYLE_NETRC && value_is_random(d->value) &&
	       (d->style != STYLE_PAIR || has_digit(d->value));
}

/* May it be a word that somebody thought of? */
static bool is_thought_of(const struct form *f, const struct field *d)
{
	if (f->anchor[0] == 'p')
		return true;
	return f->anchor[0] == 's' && d->value.len >= 8 && has_digit(d->value);
}

static bool judge(const struct form *f, struct text t, const struct field *d,
		  struct span *out)
{
	if (is_aws_secret(d)) {
		out->kind = "aws-secret";
		return true;
	}
	if (!is_drawn(d) && !(is_thought_of(f, d) && is_password(t, d)))
		return false;
	return !value_is_placeholder(d->value) &&
	       !chars_hold(d->value.ptr,
			   d->value.len < 16 ? d->value.len : 16, "://");
}

bool form_name(const struct form *f, struct text t, size_t at,
	       struct span *out)
{
	struct field d;

	if (!field_read(t, at, strlen(f->anchor), &d) || !is_telling(f, &d))
		return false;
	/* one of our own placeholders */
	if (d.name.ptr > t.ptr && d.name.ptr[-1] == '[' && !d.keyed)
		return false;
	*out = (struct span){ .start = (size_t)(d.value.ptr - t.ptr),
			      .len = d.value.len };
	return judge(f, t, &d, out);
}
