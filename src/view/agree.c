#include "view/agree.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define MOST_WORDS ((size_t)1 << 18)	/* of one text that are looked at */
#define SHORT 4				/* letters: shorter words say little */

/* A word of a text, in lower case as far as ASCII goes. */
struct word {
	struct text text;
	size_t count;
	bool number;
};

struct words_of {
	struct word *list;	/* sorted, each once */
	size_t count, total;
	char *lower;		/* what they point into */
};

static bool is_part(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* "3.14" and "1,000" are one number. */
static bool joins(const char *p, size_t i, size_t len)
{
	return (p[i] == '.' || p[i] == ',') && i && i + 1 < len &&
	       p[i - 1] >= '0' && p[i - 1] <= '9' && p[i + 1] >= '0' &&
	       p[i + 1] <= '9';
}

static int by_text(const void *a, const void *b)
{
	const struct text *x = &((const struct word *)a)->text;
	const struct text *y = &((const struct word *)b)->text;
	int d = memcmp(x->ptr, y->ptr, x->len < y->len ? x->len : y->len);

	if (d)
		return d;
	return x->len < y->len ? -1 : x->len > y->len;
}

static void split(struct text t, struct words_of *w)
{
	size_t i = 0, start;

	*w = (struct words_of){ .lower = xstrndup(t.ptr, t.len) };
	for (char *p = w->lower; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 'a' - 'A');
	t = text_of(w->lower);
	w->list = xcalloc(MOST_WORDS < t.len ? MOST_WORDS : t.len + 1,
			  sizeof(*w->list));
	while (i < t.len && w->total < MOST_WORDS) {
		while (i < t.len && !is_part((unsigned char)t.ptr[i]))
			i++;
		start = i;
		while (i < t.len && (is_part((unsigned char)t.ptr[i]) ||
				     joins(t.ptr, i, t.len)))
			i++;
		if (i == start)
			break;
		w->list[w->total++] = (struct word){
			.text = { t.ptr + start, i - start }, .count = 1,
			.number = t.ptr[start] >= '0' && t.ptr[start] <= '9',
		};
	}
	qsort(w->list, w->total, sizeof(*w->list), by_text);
	for (size_t k = 0; k < w->total; k++) {
		struct word *last = w->count ? &w->list[w->count - 1] : NULL;

		if (last && !by_text(last, &w->list[k]))
			last->count++;
		else
			w->list[w->count++] = w->list[k];
	}
}

static void words_of_release(struct words_of *w)
{
	free(w->list);
	free(w->lower);
}

static const struct word *find(const struct words_of *w,
			       const struct word *word)
{
	return w->count ? bsearch(word, w->list, w->count, sizeof(*w->list),
				  by_text) : NULL;
}

double agree_share(struct text a, struct text b)
{
	struct words_of x, y;
	size_t common = 0, total;

	split(a, &x);
	split(b, &y);
	for (size_t i = 0; i < x.count; i++) {
		const struct word *other = find(&y, &x.list[i]);

		if (other)
			common += other->count < x.list[i].count ?
				  other->count : x.list[i].count;
	}
	total = x.total + y.total;
	words_of_release(&x);
	words_of_release(&y);
	return total ? 2 * (double)common / (double)total : 1;
}

/* Numbers first, then the frequent ones; else as they are sorted. */
static int by_weight(const void *a, const void *b)
{
	const struct word *x = a, *y = b;

	if (x->number != y->number)
		return x->number ? -1 : 1;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return by_text(a, b);
}

static void keep_own(struct words_of *w, const struct words_of *others,
		     size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->count; i++) {
		bool own = w->list[i].number || w->list[i].text.len >= SHORT;

		for (size_t k = 0; own && k < count; k++)
			own = !find(&others[k], &w->list[i]);
		if (own)
			w->list[kept++] = w->list[i];
	}
	w->count = kept;
	qsort(w->list, w->count, sizeof(*w->list), by_weight);
}

void agree_only(struct text a, const struct text *others, size_t count,
		size_t most, struct buf *out)
{
	struct words_of w, *rest = xcalloc(count + 1, sizeof(*rest));
	char safe[128];

	split(a, &w);
	for (size_t i = 0; i < count; i++)
		split(others[i], &rest[i]);
	keep_own(&w, rest, count);
	for (size_t i = 0; i < w.count && i < most; i++) {
		size_t len = text_safe_line(safe, sizeof(safe),
					    w.list[i].text.ptr,
					    w.list[i].text.len);

		buf_addf(out, "%s%.*s", i ? ", " : "", (int)len, safe);
	}
	for (size_t i = 0; i < count; i++)
		words_of_release(&rest[i]);
	free(rest);
	words_of_release(&w);
}
