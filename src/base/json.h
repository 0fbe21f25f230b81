#ifndef SHUNT_BASE_JSON_H
#define SHUNT_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Reading JSON (RFC 8259) through json-c, and writing it ourselves, straight
 * into one buffer.
 *
 * Reading: a tree belongs to who parsed it; what json_at() and its kin give
 * is borrowed from it and may be NULL, and every reader takes NULL and says
 * "not there". So a path through a hostile answer needs one test, at its end.
 */
struct json;

/*
 * One value and nothing after it but white space, in at most
 * MAX_JSON_DEPTH levels; what is not UTF-8 is taken (json-c passes it on).
 * This is a reader of others' answers, so json-c's leniency stays: comments,
 * single quotes, a comma before the end, NaN, raw controls in strings and
 * TRUE are taken too. Of two members with one name the last counts; a name
 * with NUL ends there; integers beyond 64 bits become the nearest.
 * *out is NULL on failure: ERR_PROTO, with what is wrong and at which byte.
 */
MUST_CHECK
int json_parse(const char *p, size_t len, struct json **out, struct err *err);
void json_free(struct json *j);

/*
 * Follows a path of member names and array indexes, "choices.0.delta", from
 * j. NULL when a step is missing, null, or of another type.
 */
const struct json *json_at(const struct json *j, const char *path);

/* One member by its exact name (which may hold dots), or NULL. */
const struct json *json_get(const struct json *j, const char *name);

/* Is there such a member, null or not? json_get() cannot tell these apart. */
bool json_has(const struct json *j, const char *name);

/* Elements of an array, members of an object; else 0. */
size_t json_len(const struct json *j);
const struct json *json_index(const struct json *j, size_t i);

/*
 * The members of an object, one after another, as they were written (of two
 * with one name the place of the first and the value of the last); of
 * anything else there are none:
 *
 *	struct json_members m = json_members(j);
 *
 *	while (json_next(&m))
 *		use(m.name, m.value);
 */
struct json_members {
	const char *name;
	const struct json *value;	/* NULL is null */
	const void *next;		/* private */
};

struct json_members json_members(const struct json *j);
bool json_next(struct json_members *m);

/*
 * The value that a JSON Pointer in a URI's fragment names (RFC 6901, 6):
 * "/$defs/a~1b", "/a%20b", or all of it by "". NULL when there is none, or
 * when it is null.
 */
const struct json *json_pointer(const struct json *j, struct text fragment);

bool json_is_object(const struct json *j);
bool json_is_array(const struct json *j);
bool json_is_string(const struct json *j);

/* NaN and the infinite, which json-c reads, are of no kind. */
enum json_kind { JSON_NONE, JSON_NULL, JSON_BOOLEAN, JSON_NUMBER, JSON_STRING,
		 JSON_ARRAY, JSON_OBJECT };

/* Not there and null are one: JSON_NULL. */
enum json_kind json_kind(const struct json *j);

/*
 * A string's bytes (NUL-terminated; may hold NUL, use the length). False,
 * and *out empty, when it is not a string.
 */
bool json_text(const struct json *j, struct text *out);

/* json_text(json_at(j, path)) */
bool json_text_at(const struct json *j, const char *path, struct text *out);

/* A number (not a string of one), as it is; false leaves *out alone. */
bool json_number(const struct json *j, double *out);
bool json_integer(const struct json *j, long long *out);

/* Not there, null, false, 0, "": false. Anything else: true. */
bool json_truthy(const struct json *j);

/*
 * Writing. The writer puts commas; the caller balances begin and end. A name
 * is given for members of objects and NULL in arrays. Errors stick in the
 * buffer: ask buf_check() once, at the end. Bytes that are not UTF-8 become
 * U+FFFD; controls, quotes and backslashes are escaped; "/" is not.
 */
struct json_writer {
	struct buf *out;
	bool comma;	/* private: a value stands before in this level */
};

#define JSON_WRITER_INIT(buf) { .out = (buf) }

void json_begin(struct json_writer *w, const char *name, char open);
void json_end(struct json_writer *w, char close);
void json_add_text(struct json_writer *w, const char *name, struct text t);
void json_add_str(struct json_writer *w, const char *name, const char *s);
void json_add_int(struct json_writer *w, const char *name, long long v);
void json_add_bool(struct json_writer *w, const char *name, bool v);
void json_add_null(struct json_writer *w, const char *name);

/* Shortest form that reads back within 12 digits; NaN and infinite: null. */
void json_add_number(struct json_writer *w, const char *name, double v);

/* A value that was read; null where there is none. */
void json_copy(struct json_writer *w, const char *name, const struct json *j);

/* A value that is JSON already. */
void json_add_raw(struct json_writer *w, const char *name, struct text t);

/*
 * A string made of pieces: json_open_text(), json_more_text()..., then
 * json_close_text(). A character may not be split between pieces.
 */
void json_open_text(struct json_writer *w, const char *name);
void json_more_text(struct json_writer *w, struct text piece);
void json_close_text(struct json_writer *w);

#endif
