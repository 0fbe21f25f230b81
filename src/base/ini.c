#include "base/ini.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "base/buf.h"
#include "base/dl.h"

/*
 * Loaded when there is a file to read: most calls have none, and each
 * library that is linked makes every symbol of libcurl's 39 libraries dearer
 * to find (0.46 M instructions).
 */
struct inih {
	int (*parse_stream)(ini_reader reader, void *stream,
			    ini_handler handler, void *user);
};

static const char *const inih_sonames[] = { "libinih.so.1", NULL };

static const struct dl_symbol inih_symbols[] = {
	{ "ini_parse_stream", offsetof(struct inih, parse_stream) },
};

/*
 * libinih 55 and later, measured: a line buffer of 200 bytes, what is longer
 * is read as two lines; names of 50 bytes, cut; " ;" ends a value or a
 * section's name; "=" or ":" parts key and value; a line that starts with a
 * blank continues the key before it, handed on under the same name.
 */
struct reader {
	const char *path;
	struct text rest;	/* lines not yet read */
	unsigned line;		/* of the line that was read last */
	struct text value;	/* what that line's stand-in stands for */
	bool begun;		/* libinih has had its first line */
	bool continues;
	bool in_key;		/* a continuation would have a key */

	/* the key that is being collected */
	bool pending;
	char section[INI_NAME_MAX + 1], key[INI_NAME_MAX + 1];
	unsigned key_line;
	unsigned empty;		/* lines since its last one */
	struct buf joined;

	ini_fn *fn;
	void *ctx;
	struct err *err;
	bool failed;
};

static int fail(struct reader *r, unsigned line)
{
	r->failed = true;
	return err_prefix(r->err, "%s:%u", r->path, line);
}

static int fail_syntax(struct reader *r, const char *why)
{
	err_set(r->err, ERR_CONFIG, "%s", why);
	return fail(r, r->line);
}

static int hand_on(struct reader *r)
{
	struct text value = { .ptr = r->joined.ptr, .len = r->joined.len };

	if (!r->pending)
		return 0;
	r->pending = false;
	if (buf_check(&r->joined, r->key, r->err) ||
	    r->fn(r->ctx, r->section, r->key, value, r->key_line, r->err))
		return fail(r, r->key_line);
	return 0;
}

static struct text take_line(struct reader *r)
{
	const char *nl = memchr(r->rest.ptr, '\n', r->rest.len);
	size_t len = nl ? (size_t)(nl - r->rest.ptr) : r->rest.len;
	struct text line = { .ptr = r->rest.ptr, .len = len };

	r->rest.ptr += len + (nl != NULL);
	r->rest.len -= len + (nl != NULL);
	r->line++;
	return line;
}

/* Blank, then a comment or nothing. */
static bool only_comment(struct text t)
{
	t = text_trim(t);
	return !t.len || *t.ptr == ';' || *t.ptr == '#';
}

static bool has_any(struct text t, const char *set)
{
	for (size_t i = 0; i < t.len; i++)
		if ((unsigned char)t.ptr[i] < 0x20 || t.ptr[i] == 0x7F ||
		    strchr(set, t.ptr[i]))
			return true;
	return false;
}

/* libinih says nothing of a section that has no keys. */
static int begin_section(struct reader *r, struct text t)
{
	char name[INI_NAME_MAX + 1];

	snprintf(name, sizeof(name), "%.*s", (int)t.len, t.ptr);
	if (r->fn(r->ctx, name, NULL, TEXT_LIT(""), r->line, r->err))
		return fail(r, r->line);
	return 0;
}

/* `t` starts with "["; writes the stand-in. */
static int section_line(struct reader *r, struct text t, char *out, size_t cap)
{
	const char *close = memchr(t.ptr, ']', t.len);
	struct text name, after;

	if (!close)
		return fail_syntax(r, "a section's name ends with ']'");
	name.ptr = t.ptr + 1;
	name.len = (size_t)(close - name.ptr);
	after.ptr = close + 1;
	after.len = t.len - name.len - 2;
	name = text_trim(name);
	if (!only_comment(after))
		return fail_syntax(r, "something follows the ']'");
	if (!name.len)
		return fail_syntax(r, "a section without a name");
	if (has_any(name, ";["))
		return fail_syntax(r, "a section's name cannot hold ';', '[' "
				      "or a control character");
	if (name.len > INI_NAME_MAX)
		return fail_syntax(r, "a section's name is over 49 bytes");
	r->in_key = false;
	snprintf(out, cap, "[%.*s]\n", (int)name.len, name.ptr);
	return begin_section(r, name);
}

static int key_line(struct reader *r, struct text t, char *out, size_t cap)
{
	const char *eq = memchr(t.ptr, '=', t.len);
	struct text key = { .ptr = t.ptr };

	if (!eq)
		return fail_syntax(r, "neither [section] nor key = value");
	key.len = (size_t)(eq - t.ptr);
	r->value.ptr = eq + 1;
	r->value.len = t.len - key.len - 1;
	r->value = text_trim(r->value);
	key = text_trim(key);
	if (!key.len)
		return fail_syntax(r, "no key stands before the '='");
	if (has_any(key, " :;[]"))
		return fail_syntax(r, "a key cannot hold a blank, ':', ';' "
				      "or brackets");
	if (key.len > INI_NAME_MAX)
		return fail_syntax(r, "a key is over 49 bytes");
	r->in_key = true;
	r->continues = false;
	snprintf(out, cap, "%.*s = @%u\n", (int)key.len, key.ptr, r->line);
	return 0;
}

static int stand_in(struct reader *r, struct text line, char *out, size_t cap)
{
	struct text t = text_trim(line);

	if (memchr(line.ptr, '\0', line.len))
		return fail_syntax(r, "a NUL byte");
	if (!t.len)
		r->empty++;
	if (only_comment(line)) {
		snprintf(out, cap, "\n");
		return 0;
	}
	if (t.ptr != line.ptr) {
		if (!r->in_key)
			return fail_syntax(r, "a line that starts with a "
					      "blank continues a value, and "
					      "there is none");
		r->value = t;
		r->continues = true;
		snprintf(out, cap, " @%u\n", r->line);
		return 0;
	}
	if (hand_on(r))
		return -1;
	if (*t.ptr == '[')
		return section_line(r, t, out, cap);
	return key_line(r, t, out, cap);
}

/* The fgets() that libinih reads with. */
static char *read_stand_in(char *out, int cap, void *stream)
{
	struct reader *r = stream;

	if (!r->begun) {	/* of which it drops a BOM, as we have */
		r->begun = true;
		snprintf(out, (size_t)cap, "\n");
		return out;
	}
	if (r->failed || !r->rest.len)
		return NULL;
	if (stand_in(r, take_line(r), out, (size_t)cap))
		return NULL;
	return out;
}

static int on_pair(void *user, const char *section, const char *key,
		   const char *at)
{
	struct reader *r = user;
	char expect[16];

	snprintf(expect, sizeof(expect), "@%u", r->line);
	if (strcmp(at, expect)) {
		err_set(r->err, ERR_INTERNAL, "libinih read '%s' for '%s'",
			at, expect);
		fail(r, r->line);
		return 0;
	}
	if (r->continues) {
		for (unsigned i = 0; i <= r->empty; i++)
			buf_addch(&r->joined, '\n');
	} else {
		buf_clear(&r->joined);
		snprintf(r->section, sizeof(r->section), "%s", section);
		snprintf(r->key, sizeof(r->key), "%s", key);
		r->key_line = r->line;
		r->pending = true;
	}
	r->empty = 0;
	buf_add(&r->joined, r->value.ptr, r->value.len);
	return 1;
}

int ini_read(const char *path, struct text content, ini_fn *fn, void *ctx,
	     struct err *err)
{
	struct reader r = { .path = path, .rest = content, .fn = fn,
			    .ctx = ctx, .err = err,
			    .joined = BUF_INIT(content.len) };
	struct inih inih;
	int bad;

	if (dl_load(inih_sonames, inih_symbols, 1, &inih, err))
		return -1;
	if (content.len >= 3 && !memcmp(content.ptr, "\xEF\xBB\xBF", 3)) {
		r.rest.ptr += 3;
		r.rest.len -= 3;
	}
	bad = inih.parse_stream(read_stand_in, &r, on_pair, &r);
	if (!r.failed && bad) {
		err_set(err, ERR_INTERNAL, "libinih refuses a line that "
			"looked right");
		fail(&r, r.line);
	}
	if (!r.failed)
		hand_on(&r);
	buf_release(&r.joined);
	return r.failed ? -1 : 0;
}
