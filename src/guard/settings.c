#include "guard/settings.h"

#include <string.h>

#include "guard/chars.h"
#include "guard/value.h"

static const char *const files[] = {
	".env", ".envrc", ".npmrc", ".pypirc", ".pgpass", ".netrc",
	"credentials", ".htpasswd", ".dockercfg", ".s3cfg", ".boto",
};

static const struct {
	const char *word, *kind;
} words[] = {
	{ "pass", "password" }, { "pwd", "password" }, { "secret", "secret" },
	{ "token", "token" }, { "_key", "api-key" }, { "apikey", "api-key" },
	{ "_auth", "token" }, { "credential", "secret" },
};

bool settings_is_file(const char *name)
{
	const char *slash = strrchr(name, '/');
	size_t len;

	name = slash ? slash + 1 : name;
	len = strlen(name);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (!strcmp(name, files[i]))
			return true;
	return !strncmp(name, ".env.", 5) ||
	       (len > 4 && !strcmp(name + len - 4, ".env"));
}

/* NULL when the name tells nothing, or is of something public. */
static const char *kind_of(const char *name, size_t len)
{
	if (chars_hold(name, len, "public"))
		return NULL;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (chars_hold(name, len, words[i].word))
			return words[i].kind;
	return NULL;
}

static size_t skip_blanks(struct text t, size_t at)
{
	return at + chars_run(CHARS_BLANK, t.ptr + at, t.len - at);
}

/* The value in `line` from `at` on, without quotes or a comment behind. */
static struct text value_of(struct text line, size_t at)
{
	struct text v = { line.ptr + at, line.len - at };
	const char *end;

	v = text_trim(v);
	if (v.len > 1 && (v.ptr[0] == '"' || v.ptr[0] == '\'')) {
		end = memchr(v.ptr + 1, v.ptr[0], v.len - 1);
		if (end)
			return (struct text){ v.ptr + 1,
					      (size_t)(end - v.ptr) - 1 };
	}
	end = memmem(v.ptr, v.len, " #", 2);
	if (end)
		v.len = (size_t)(end - v.ptr);
	return text_trim(v);
}

static bool read_line(struct text t, struct text line, struct span *out)
{
	size_t at = skip_blanks(line, 0), len;
	struct text v;

	if (chars_begin(line.ptr + at, line.len - at, "export "))
		at = skip_blanks(line, at + 7);
	len = chars_run(CHARS_NAME, line.ptr + at, line.len - at);
	out->kind = kind_of(line.ptr + at, len);
	at = skip_blanks(line, at + len);
	if (!out->kind || at == line.len ||
	    (line.ptr[at] != '=' && line.ptr[at] != ':'))
		return false;
	v = value_of(line, at + 1);
	out->start = (size_t)(v.ptr - t.ptr);
	out->len = v.len;
	return v.len >= 3 && !value_is_placeholder(v);
}

bool settings_next(struct text t, size_t *at, struct span *out)
{
	while (*at < t.len) {
		const char *nl = memchr(t.ptr + *at, '\n', t.len - *at);
		size_t end = nl ? (size_t)(nl - t.ptr) : t.len;
		struct text line = { t.ptr + *at, end - *at };

		*at = end + (nl != NULL);
		if (read_line(t, line, out))
			return true;
	}
	return false;
}
