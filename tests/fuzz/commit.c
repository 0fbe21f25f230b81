#include <string.h>

#include "fuzz.h"
#include "local/commit.h"

/*
 * Subjects, one a line, then an empty line, then a diff: whatever comes, the
 * message has a subject within the house's length, and is valid text.
 */

#define SUBJECTS 32

static void check(const struct buf *m, const struct commit_style *s)
{
	const char *lf = memchr(m->ptr, '\n', m->len);
	size_t len;

	HOLDS(strlen(m->ptr) == m->len);
	HOLDS(!utf8_count_bad(m->ptr, m->len));
	if (!m->len)
		return;
	HOLDS(lf && m->ptr[m->len - 1] == '\n');
	len = (size_t)(lf - m->ptr);
	HOLDS(len && len <= s->length && s->length <= COMMIT_SUBJECT);
	HOLDS(*m->ptr != ' ');
	if (lf + 1 < m->ptr + m->len)
		HOLDS(lf[1] == '\n' && !strncmp(lf + 2, "- ", 2));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text subjects[SUBJECTS] = { { NULL, 0 } }, t;
	struct buf out = BUF_INIT(MAX_HELD);
	struct err err = ERR_INIT;
	struct commit_style style;
	struct digest d;
	size_t n = 0, at = 0;

	while (n < SUBJECTS && at < size) {
		const char *p = (const char *)data + at;
		const char *lf = memchr(p, '\n', size - at);

		t = (struct text){ p, lf ? (size_t)(lf - p) : size - at };
		at += t.len + 1;
		if (!t.len)
			break;
		subjects[n++] = t;
	}
	commit_style_learn(&style, subjects, n);
	digest_init(&d);
	if (at < size && !digest_feed(&d, (const char *)data + at, size - at,
				      &err) && !digest_end(&d, &err))
		err.kind = ERR_NONE;	/* a broken one has a message, too */
	commit_message(&d, &style, &out);
	check(&out, &style);
	digest_release(&d);
	buf_release(&out);
	return 0;
}
