#include "view/word_diff.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "diff/script.h"
#include "view/term.h"

/* How it is shown. */
struct pen {
	struct buf *out;
	bool terminal, color;
};

struct words_in {
	struct text all;
	struct text *list;
	size_t count;
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void split(struct text t, struct words_in *w)
{
	size_t i = 0, start;

	*w = (struct words_in){ .all = t };
	w->list = xcalloc(t.len / 2 + 1, sizeof(*w->list));
	while (i < t.len) {
		while (i < t.len && is_space(t.ptr[i]))
			i++;
		start = i;
		while (i < t.len && !is_space(t.ptr[i]))
			i++;
		if (i > start)
			w->list[w->count++] = (struct text){
				t.ptr + start, i - start };
	}
}

static void put(const struct pen *p, struct text t)
{
	struct safe safe = SAFE_INIT;

	if (!p->terminal) {
		buf_add(p->out, t.ptr, t.len);
		return;
	}
	safe_feed(&safe, t.ptr, t.len, p->out);
	safe_end(&safe, p->out);
}

/* Some words with what stands between them, from one to before another. */
static void put_words(const struct pen *p, const struct words_in *w, size_t at,
		      size_t count, enum term_style style, const char *marks)
{
	const struct text *last = &w->list[at + count - 1];
	const char *from = w->list[at].ptr;
	struct text t = { from, (size_t)(last->ptr + last->len - from) };

	if (!count)
		return;
	if (p->color)
		buf_adds(p->out, term_sgr(style, true));
	else
		buf_addf(p->out, "%.2s", marks);
	put(p, t);
	if (p->color)
		buf_adds(p->out, term_sgr(TERM_PLAIN, true));
	else
		buf_adds(p->out, marks + 2);
}

/* Up to the beginning of a word, or the end of it all. */
static size_t start_of(const struct words_in *w, size_t at)
{
	return at < w->count ? (size_t)(w->list[at].ptr - w->all.ptr) :
			       w->all.len;
}

static size_t end_of(const struct words_in *w, size_t at)
{
	return (size_t)(w->list[at].ptr + w->list[at].len - w->all.ptr);
}

static void show(const struct pen *p, const struct words_in *a,
		 const struct words_in *b, const struct script *s)
{
	size_t done = 0;	/* bytes of b */

	for (size_t i = 0; i < s->count; i++) {
		const struct change *c = &s->changes[i];
		size_t to = start_of(b, c->new_at);

		put(p, (struct text){ b->all.ptr + done, to - done });
		done = to;
		if (c->old_len)
			put_words(p, a, c->old_at, c->old_len, TERM_RED,
				  "[--]");
		if (c->new_len) {
			put_words(p, b, c->new_at, c->new_len, TERM_GREEN,
				  "{++}");
			done = end_of(b, c->new_at + c->new_len - 1);
		} else if (c->new_at < b->count) {
			buf_addch(p->out, ' ');
		}
	}
	put(p, (struct text){ b->all.ptr + done, b->all.len - done });
}

void word_diff_add(struct text a, struct text b, bool terminal, bool color,
		   struct buf *out)
{
	const struct pen pen = { out, terminal, color };
	struct words_in wa, wb;
	uint32_t *ia, *ib;
	struct script s;

	split(a, &wa);
	split(b, &wb);
	ia = xcalloc(wa.count + 1, sizeof(*ia));
	ib = xcalloc(wb.count + 1, sizeof(*ib));
	script_tokens(wa.list, wa.count, wb.list, wb.count, ia, ib);
	script_make(&s, ia, wa.count, ib, wb.count);
	show(&pen, &wa, &wb, &s);
	script_release(&s);
	free(ia);
	free(ib);
	free(wa.list);
	free(wb.list);
}
