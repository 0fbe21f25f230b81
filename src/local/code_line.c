#include "local/code_line.h"

#include <string.h>

#include "base/hash.h"

/* A word is common when it is on one of so many lines, and often enough. */
#define COMMON_LINES 50
#define COMMON_LEAST 4

static bool is_word(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c >= 0x80;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

/* Up to and with the closing quote. */
static size_t string_length(struct text t, size_t at)
{
	size_t i = at + 1;

	while (i < t.len && t.ptr[i] != t.ptr[at])
		i += t.ptr[i] == '\\' ? 2 : 1;
	return (i < t.len ? i + 1 : t.len) - at;
}

bool code_token(struct text t, size_t *at, struct code_token *out)
{
	size_t i = *at, n = 1;
	char c;

	while (i < t.len && is_blank(t.ptr[i]))
		i++;
	if (i >= t.len)
		return false;
	c = t.ptr[i];
	out->kind = CODE_MARK;
	if (is_word((unsigned char)c)) {
		while (i + n < t.len && is_word((unsigned char)t.ptr[i + n]))
			n++;
		out->kind = c >= '0' && c <= '9' ? CODE_NUMBER : CODE_WORD;
	} else if (c == '"' || c == '\'') {
		n = string_length(t, i);
		out->kind = CODE_STRING;
	}
	out->ptr = t.ptr + i;
	out->len = n;
	*at = i + n;
	return true;
}

static uint64_t token_hash(const struct code_token *k)
{
	return hash_bytes(HASH_START, k->ptr, k->len);
}

void code_count(struct code_counts *c, struct text body)
{
	struct code_token k;
	size_t at = 0;

	c->lines++;
	while (code_token(body, &at, &k))
		if (k.kind == CODE_WORD)
			c->of[token_hash(&k) % CODE_COUNTERS]++;
}

static bool is_common(const struct code_counts *c, uint64_t hash)
{
	uint32_t n = c->of[hash % CODE_COUNTERS];

	return n >= COMMON_LEAST && n >= c->lines / COMMON_LINES;
}

/* What is the same for all tokens that may stand for each other. */
static uint64_t token_shape(const struct code_counts *c,
			    const struct code_token *k)
{
	uint64_t hash = token_hash(k);

	if (k->kind == CODE_MARK ||
	    (k->kind == CODE_WORD && is_common(c, hash)))
		return hash;
	return (uint64_t)k->kind + 1;
}

unsigned code_columns(struct text t)
{
	unsigned n = 0;

	for (size_t i = 0; i < t.len; i++)
		n = t.ptr[i] == '\t' ? (n | 7) + 1 : n + 1;
	return n;
}

bool code_line_next(struct text t, size_t *at, struct code_line *out)
{
	bool gap = false;

	while (*at < t.len) {
		const char *p = t.ptr + *at;
		const char *nl = memchr(p, '\n', t.len - *at);
		struct text line = { p, nl ? (size_t)(nl - p) : t.len - *at };
		struct text body = text_trim(line);

		*at += line.len + (nl != NULL);
		if (body.len) {
			*out = (struct code_line){ .body = body, .gap = gap };
			out->indent = code_columns((struct text){
				p, (size_t)(body.ptr - p) });
			return true;
		}
		gap = true;
	}
	return false;
}

void code_line_hash(struct code_line *l, const struct code_counts *c)
{
	struct code_token k;
	uint64_t one = 0, first = 0;
	size_t at = 0;

	l->exact = hash_bytes(HASH_START, l->body.ptr, l->body.len);
	l->shape = HASH_START;
	while (code_token(l->body, &at, &k)) {
		one = token_shape(c, &k);
		first = first ? first : one;
		l->shape = hash_bytes(l->shape, &one, sizeof(one));
	}
	l->ends = hash_bytes(first, &one, sizeof(one));
	l->last = one;
}

static bool same(const struct code_token *a, const struct code_token *b)
{
	return a->len == b->len && !memcmp(a->ptr, b->ptr, a->len);
}

bool code_map_add(struct code_map *m, struct text from, struct text to)
{
	struct code_token a, b;
	size_t i = 0, j = 0;
	bool more, both;

	for (;;) {
		more = code_token(from, &i, &a);
		both = code_token(to, &j, &b);
		if (!more || !both)
			return more == both;
		if (a.kind != b.kind)
			return false;
		if (same(&a, &b) || m->count == CODE_MAP)
			continue;
		m->from[m->count] = a;
		m->to[m->count++] = b;
	}
}

void code_map_apply(const struct code_map *m, struct text t, struct buf *out)
{
	struct code_token k;
	size_t at = 0, done = 0;

	while (code_token(t, &at, &k)) {
		size_t i = 0, start = (size_t)(k.ptr - t.ptr);

		while (i < m->count && !same(&m->from[i], &k))
			i++;
		if (i == m->count || k.kind == CODE_MARK)
			continue;
		buf_add(out, t.ptr + done, start - done);
		buf_add(out, m->to[i].ptr, m->to[i].len);
		done = start + k.len;
	}
	buf_add(out, t.ptr + done, t.len - done);
}
