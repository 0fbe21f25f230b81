#include "guard/mask.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

#define OPEN	 "[secret:"
#define OPEN_LEN (sizeof(OPEN) - 1)
#define DIGITS	 8	/* of N: more secrets than bytes of a prompt */

struct entry {
	char *secret;	/* owned */
	size_t len;
	const char *kind;	/* static, as spans have it */
};

struct mask {
	char tag[MASK_TAG_MAX + 1];
	size_t tag_len;
	struct entry *list;	/* N - 1 is the index */
	size_t count;
	/* indexes into `list` and 1, by hash; 0 is free; at most half full */
	uint32_t *slots;
	size_t slot_count;	/* a power of two, or 0 */
};

struct mask *mask_new(const char *tag)
{
	struct mask *m = xcalloc(1, sizeof(*m));

	m->tag_len = strlen(tag);
	if (m->tag_len > MASK_TAG_MAX)
		m->tag_len = MASK_TAG_MAX;
	memcpy(m->tag, tag, m->tag_len);
	return m;
}

void mask_free(struct mask *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->count; i++) {
		explicit_bzero(m->list[i].secret, m->list[i].len);
		free(m->list[i].secret);
	}
	free(m->list);
	free(m->slots);
	explicit_bzero(m, sizeof(*m));
	free(m);
}

size_t mask_count(const struct mask *m)
{
	return m->count;
}

/*
 * Over the whole secret, started from the random tag, so that no one
 * can write a prompt whose secrets all share a slot.
 */
static uint64_t hash(const struct mask *m, struct text t)
{
	uint64_t h = hash_bytes(HASH_START, m->tag, m->tag_len);

	h = hash_bytes(h, t.ptr, t.len);
	return h ^ h >> 32;
}

/* The slot that holds the secret, or the free one where it belongs. */
static uint32_t *slot_of(const struct mask *m, struct text t)
{
	size_t i = (size_t)hash(m, t) & (m->slot_count - 1);

	for (; m->slots[i]; i = (i + 1) & (m->slot_count - 1)) {
		const struct entry *e = &m->list[m->slots[i] - 1];

		if (e->len == t.len && !memcmp(e->secret, t.ptr, t.len))
			break;
	}
	return &m->slots[i];
}

static void grow(struct mask *m)
{
	m->slot_count = m->slot_count ? m->slot_count * 2 : 16;
	free(m->slots);
	m->slots = xcalloc(m->slot_count, sizeof(*m->slots));
	m->list = xreallocarray(m->list, m->slot_count / 2, sizeof(*m->list));
	for (size_t i = 0; i < m->count; i++) {
		struct text t = { m->list[i].secret, m->list[i].len };

		*slot_of(m, t) = (uint32_t)i + 1;
	}
}

/* N of the secret, an old one or a new one. */
static size_t number(struct mask *m, struct text t, const char *kind)
{
	uint32_t *slot;

	if (m->count * 2 >= m->slot_count)
		grow(m);
	slot = slot_of(m, t);
	if (!*slot) {
		m->list[m->count++] = (struct entry){
			.secret = xstrndup(t.ptr, t.len),
			.len = t.len,
			.kind = kind,
		};
		*slot = (uint32_t)m->count;
	}
	return *slot;
}

/* How much of p is `word`; the whole of it sets *whole. */
static bool follows(const char *p, size_t size, const char *word, size_t len,
		    bool *whole)
{
	*whole = size >= len;
	return !memcmp(p, word, *whole ? len : size);
}

/* The number's value; sets *used. 0 when it is none that we would write. */
static size_t read_number(const char *p, size_t size, size_t *used)
{
	size_t n = 0, i;

	for (i = 0; i < size && i < DIGITS; i++) {
		if (p[i] < '0' || p[i] > '9' || (!n && p[i] == '0'))
			break;
		n = n * 10 + (size_t)(p[i] - '0');
	}
	*used = i;
	return n;
}

static bool is_kind_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

enum mask_place mask_at(const struct mask *m, const char *p, size_t size,
			struct text *secret, size_t *len)
{
	size_t at = OPEN_LEN, used, n;
	bool whole;

	if (!follows(p, size, OPEN, OPEN_LEN, &whole))
		return MASK_NONE;
	while (whole && at < size && at < OPEN_LEN + MASK_KIND_MAX &&
	       is_kind_char(p[at]))
		at++;
	if (!whole || at == size)
		return MASK_PART;
	if (p[at++] != ':' || !follows(p + at, size - at, m->tag, m->tag_len,
				       &whole))
		return MASK_NONE;
	at += m->tag_len;
	if (!whole || at == size)
		return MASK_PART;
	if (p[at++] != '-')
		return MASK_NONE;
	n = read_number(p + at, size - at, &used);
	at += used;
	if (at == size)
		return MASK_PART;
	if (p[at] != ']' || !n || n > m->count)
		return MASK_NONE;
	*secret = (struct text){ m->list[n - 1].secret, m->list[n - 1].len };
	*len = at + 1;
	return MASK_OURS;
}

/* Where the next placeholder of ours in the text stands, from `at` on. */
static struct text next_place(const struct mask *m, struct text t, size_t at)
{
	struct text secret;
	size_t len;

	while (at < t.len) {
		const char *p = memmem(t.ptr + at, t.len - at, OPEN, OPEN_LEN);

		if (!p)
			break;
		at = (size_t)(p - t.ptr);
		if (mask_at(m, p, t.len - at, &secret, &len) == MASK_OURS)
			return (struct text){ p, len };
		at += OPEN_LEN;
	}
	return (struct text){ t.ptr + t.len, 0 };
}

void mask_text(struct mask *m, struct text t, const struct spans *spans,
	       struct buf *out)
{
	struct text place = next_place(m, t, 0);
	size_t done = 0;

	for (size_t i = 0; i < spans->count; i++) {
		const struct span *s = &spans->list[i];
		struct text secret = { t.ptr + s->start, s->len };
		size_t n;

		while (place.len && place.ptr + place.len <= secret.ptr)
			place = next_place(m, t, (size_t)(place.ptr - t.ptr) +
						 place.len);
		if (place.len && place.ptr < secret.ptr + secret.len)
			continue;
		n = number(m, secret, s->kind);
		buf_add(out, t.ptr + done, s->start - done);
		buf_addf(out, OPEN "%s:%s-%zu]", m->list[n - 1].kind, m->tag,
			 n);
		done = s->start + s->len;
	}
	buf_add(out, t.ptr + done, t.len - done);
}
