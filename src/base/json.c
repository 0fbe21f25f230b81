#include "base/json.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json.h>

#include "base/mem.h"

/* A struct json is json-c's object by another name: no wrapper allocated. */
static struct json_object *jc(const struct json *j)
{
	return (struct json_object *)(uintptr_t)j;
}

static const struct json *wrap(struct json_object *o)
{
	return (const struct json *)o;
}

int json_parse(const char *p, size_t len, struct json **out, struct err *err)
{
	enum json_tokener_error why;
	struct json_tokener *tok;
	struct json_object *o;
	size_t end;

	*out = NULL;
	if (len > INT_MAX - 1)
		return err_set(err, ERR_PROTO, "JSON of %zu bytes", len);
	/* json-c counts the value itself as a level */
	tok = json_tokener_new_ex(MAX_JSON_DEPTH + 1);
	if (!tok)
		return err_set(err, ERR_INTERNAL, "out of memory");
	o = json_tokener_parse_ex(tok, p, (int)len);
	why = json_tokener_get_error(tok);
	end = json_tokener_get_parse_end(tok);
	if (why == json_tokener_continue) {	/* "12" ends with the input */
		o = json_tokener_parse_ex(tok, "", 1);
		why = json_tokener_get_error(tok);
		end = len;
	}
	json_tokener_free(tok);
	/* json-c gives up so, without an error, when it gets no locale */
	if (!o && !end && why == json_tokener_success)
		return err_set(err, ERR_INTERNAL, "out of memory");
	if (end == len && why != json_tokener_success)
		return err_set(err, ERR_PROTO,
			       "JSON ends too early, at byte %zu", len);
	if (why != json_tokener_success)
		return err_set(err, ERR_PROTO, "JSON: %s at byte %zu",
			       json_tokener_error_desc(why), end);
	while (end < len && strchr(" \t\r\n", p[end]) && p[end])
		end++;
	if (end < len) {
		json_object_put(o);
		return err_set(err, ERR_PROTO,
			       "JSON: something follows at byte %zu", end);
	}
	if (!o)		/* the value null: an object that has nothing */
		o = json_object_new_object();
	if (!o)
		return err_set(err, ERR_INTERNAL, "out of memory");
	*out = (struct json *)o;
	return 0;
}

void json_free(struct json *j)
{
	json_object_put(jc(j));
}

const struct json *json_get(const struct json *j, const char *name)
{
	struct json_object *o = NULL;

	if (json_is_object(j))
		json_object_object_get_ex(jc(j), name, &o);
	return wrap(o);
}

bool json_has(const struct json *j, const char *name)
{
	return json_is_object(j) &&
	       json_object_object_get_ex(jc(j), name, NULL);
}

const struct json *json_at(const struct json *j, const char *path)
{
	char step[64];
	size_t n;

	while (j && *path) {
		n = strcspn(path, ".");
		if (n >= sizeof(step))
			return NULL;
		memcpy(step, path, n);
		step[n] = '\0';
		if (json_is_array(j))	/* a name is no index of 0 */
			j = step[strspn(step, "0123456789")] ? NULL :
			    json_index(j, (size_t)strtoul(step, NULL, 10));
		else
			j = json_get(j, step);
		path += n + (path[n] == '.');
	}
	return j;
}

size_t json_len(const struct json *j)
{
	if (json_is_array(j))
		return json_object_array_length(jc(j));
	if (json_is_object(j))
		return (size_t)json_object_object_length(jc(j));
	return 0;
}

const struct json *json_index(const struct json *j, size_t i)
{
	if (!json_is_array(j))
		return NULL;
	return wrap(json_object_array_get_idx(jc(j), i));
}

struct json_members json_members(const struct json *j)
{
	struct json_members m = { .name = NULL };

	if (json_is_object(j))
		m.next = json_object_iter_begin(jc(j)).opaque_;
	return m;
}

bool json_next(struct json_members *m)
{
	struct json_object_iterator at = { .opaque_ = m->next };

	if (!m->next)	/* json-c's own mark of the end */
		return false;
	m->name = json_object_iter_peek_name(&at);
	m->value = wrap(json_object_iter_peek_value(&at));
	json_object_iter_next(&at);
	m->next = at.opaque_;
	return true;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, tolower((unsigned char)c)) : NULL;

	return at ? (int)(at - digits) : -1;
}

/*
 * One step of a pointer, its escapes undone: first those of the URI (%7E),
 * then the pointer's own (~0 is "~", ~1 is "/"). False where they are none.
 */
static bool unescape_step(struct text step, struct buf *out)
{
	struct text t = step;
	bool tilde = false;
	int hi, lo;
	char c;

	for (; t.len; t.ptr++, t.len--) {
		c = *t.ptr;
		if (c == '%') {
			hi = t.len > 2 ? hex_digit(t.ptr[1]) : -1;
			lo = t.len > 2 ? hex_digit(t.ptr[2]) : -1;
			c = (char)(hi * 16 + lo);
			if (hi < 0 || lo < 0 || !c)
				return false;
			t.ptr += 2;
			t.len -= 2;
		}
		if (tilde && c != '0' && c != '1')
			return false;
		if (tilde)
			c = c == '0' ? '~' : '/';
		else if (c == '~') {
			tilde = true;
			continue;
		}
		tilde = false;
		buf_addch(out, c);
	}
	return !tilde && !out->over;
}

/* An index as the RFC has it: no sign, no zeros before it. */
static const struct json *element(const struct json *j, const char *step)
{
	size_t n = strspn(step, "0123456789");

	if (!n || n > 9 || step[n] || (*step == '0' && n > 1))
		return NULL;
	return json_index(j, (size_t)strtoul(step, NULL, 10));
}

const struct json *json_pointer(const struct json *j, struct text fragment)
{
	struct buf name = BUF_INIT(1 << 12);
	struct text rest = fragment, step;
	const char *slash;

	while (j && rest.len) {
		if (*rest.ptr != '/') {
			j = NULL;
			break;
		}
		rest.ptr++;
		rest.len--;
		slash = rest.len ? memchr(rest.ptr, '/', rest.len) : NULL;
		step = (struct text){
			rest.ptr,
			slash ? (size_t)(slash - rest.ptr) : rest.len };
		rest.ptr += step.len;
		rest.len -= step.len;
		buf_clear(&name);
		if (!unescape_step(step, &name))
			j = NULL;
		else
			j = json_is_array(j) ? element(j, name.ptr) :
					       json_get(j, name.ptr);
	}
	buf_release(&name);
	return j;
}

bool json_is_object(const struct json *j)
{
	return j && json_object_is_type(jc(j), json_type_object);
}

bool json_is_array(const struct json *j)
{
	return j && json_object_is_type(jc(j), json_type_array);
}

bool json_is_string(const struct json *j)
{
	return j && json_object_is_type(jc(j), json_type_string);
}

enum json_kind json_kind(const struct json *j)
{
	static const enum json_kind kinds[] = {
		[json_type_null] = JSON_NULL,
		[json_type_boolean] = JSON_BOOLEAN,
		[json_type_double] = JSON_NUMBER,
		[json_type_int] = JSON_NUMBER,
		[json_type_object] = JSON_OBJECT,
		[json_type_array] = JSON_ARRAY,
		[json_type_string] = JSON_STRING,
	};
	enum json_kind kind = kinds[json_object_get_type(jc(j))];

	if (kind == JSON_NUMBER && !isfinite(json_object_get_double(jc(j))))
		return JSON_NONE;
	return kind;
}

bool json_text(const struct json *j, struct text *out)
{
	*out = (struct text){ .ptr = "" };
	if (!json_is_string(j))
		return false;
	out->ptr = json_object_get_string(jc(j));
	out->len = (size_t)json_object_get_string_len(jc(j));
	return true;
}

bool json_text_at(const struct json *j, const char *path, struct text *out)
{
	return json_text(json_at(j, path), out);
}

bool json_number(const struct json *j, double *out)
{
	double v;

	if (!j || (!json_object_is_type(jc(j), json_type_int) &&
		   !json_object_is_type(jc(j), json_type_double)))
		return false;
	v = json_object_get_double(jc(j));
	if (!isfinite(v))
		return false;
	*out = v;
	return true;
}

bool json_integer(const struct json *j, long long *out)
{
	double v;

	if (j && json_object_is_type(jc(j), json_type_int)) {
		*out = json_object_get_int64(jc(j));
		return true;
	}
	if (!json_number(j, &v) || fabs(v) > 9e15)
		return false;
	*out = (long long)v;
	return true;
}

bool json_truthy(const struct json *j)
{
	double v;

	if (!j)
		return false;
	if (json_number(j, &v))
		return v != 0;
	if (json_is_string(j))
		return json_object_get_string_len(jc(j)) > 0;
	if (json_object_is_type(jc(j), json_type_boolean))
		return json_object_get_boolean(jc(j));
	return true;
}

static void before_value(struct json_writer *w, const char *name)
{
	if (w->comma)
		buf_addch(w->out, ',');
	w->comma = true;
	if (name) {
		buf_addch(w->out, '"');
		json_more_text(w, text_of(name));
		buf_adds(w->out, "\":");
	}
}

void json_begin(struct json_writer *w, const char *name, char open)
{
	before_value(w, name);
	buf_addch(w->out, open);
	w->comma = false;
}

void json_end(struct json_writer *w, char close)
{
	buf_addch(w->out, close);
	w->comma = true;
}

void json_open_text(struct json_writer *w, const char *name)
{
	before_value(w, name);
	buf_addch(w->out, '"');
}

void json_close_text(struct json_writer *w)
{
	buf_addch(w->out, '"');
}

/* Adds one escaped character; returns the bytes of input it took. */
static size_t escape(struct buf *out, const char *p, size_t len)
{
	static const char plain[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
	const char *at = *p ? strchr(plain, *p) : NULL;
	size_t used;
	unsigned cp;

	if (at) {
		buf_addch(out, '\\');
		buf_addch(out, letter[at - plain]);
		return 1;
	}
	if ((unsigned char)*p < 0x20) {
		buf_addf(out, "\\u%04x", (unsigned)*p);
		return 1;
	}
	if (utf8_decode(p, len, &cp, &used) < 0)
		buf_adds(out, "\xEF\xBF\xBD");
	else
		buf_add(out, p, used);
	return used;
}

void json_more_text(struct json_writer *w, struct text t)
{
	size_t i = 0, run;

	while (i < t.len) {
		for (run = i; run < t.len; run++) {
			unsigned char c = (unsigned char)t.ptr[run];

			if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\')
				break;
		}
		buf_add(w->out, t.ptr + i, run - i);
		i = run;
		if (i < t.len)
			i += escape(w->out, t.ptr + i, t.len - i);
	}
}

void json_add_text(struct json_writer *w, const char *name, struct text t)
{
	json_open_text(w, name);
	json_more_text(w, t);
	json_close_text(w);
}

void json_add_str(struct json_writer *w, const char *name, const char *s)
{
	if (s)
		json_add_text(w, name, text_of(s));
	else
		json_add_null(w, name);
}

void json_add_int(struct json_writer *w, const char *name, long long v)
{
	before_value(w, name);
	buf_addf(w->out, "%lld", v);
}

void json_add_bool(struct json_writer *w, const char *name, bool v)
{
	before_value(w, name);
	buf_adds(w->out, v ? "true" : "false");
}

void json_add_null(struct json_writer *w, const char *name)
{
	before_value(w, name);
	buf_adds(w->out, "null");
}

void json_add_number(struct json_writer *w, const char *name, double v)
{
	char num[40];

	if (!isfinite(v)) {
		json_add_null(w, name);
		return;
	}
	/* no locale is ever set, so the point is a point */
	snprintf(num, sizeof(num), "%.12g", v);
	before_value(w, name);
	buf_adds(w->out, num);
}

void json_copy(struct json_writer *w, const char *name, const struct json *j)
{
	const char *s = j ? json_object_to_json_string_ext(jc(j),
				JSON_C_TO_STRING_PLAIN |
				JSON_C_TO_STRING_NOSLASHESCAPE) : NULL;

	json_add_raw(w, name, text_of(s ? s : "null"));
}

void json_add_raw(struct json_writer *w, const char *name, struct text t)
{
	before_value(w, name);
	buf_add(w->out, t.ptr, t.len);
}
