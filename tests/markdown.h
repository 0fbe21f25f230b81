#ifndef SHUNT_TESTS_MARKDOWN_H
#define SHUNT_TESTS_MARKDOWN_H

#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "view/markdown.h"

/* What the unit tests of the Markdown view share. */

/* A sink that keeps what it gets, and looks at each piece. */
struct keep {
	struct sink sink;
	struct buf got;
	int ends;
	bool full;	/* refuse everything */
	bool cut;	/* a piece ended within a line */
};

static inline int keep_text(struct sink *s, struct text piece, struct err *err)
{
	struct keep *k = (struct keep *)s;

	if (k->full)
		return err_set(err, ERR_IO, "full");
	k->cut = k->cut || piece.ptr[piece.len - 1] != '\n';
	return buf_add(&k->got, piece.ptr, piece.len);
}

static inline int keep_end(struct sink *s, bool whole, struct err *err)
{
	(void)whole;
	(void)err;
	((struct keep *)s)->ends++;
	return 0;
}

static inline void keep_init(struct keep *k)
{
	*k = (struct keep){ .sink = { .text = keep_text, .end = keep_end },
			    .got = BUF_INIT((size_t)64 << 20) };
}

/* "c": color and utf8, "l": links, "i": light, "u": utf8 alone. */
static inline struct markdown_look look_of(const char *s)
{
	return (struct markdown_look){
		.color = strchr(s, 'c') != NULL,
		.utf8 = strchr(s, 'c') || strchr(s, 'u'),
		.links = strchr(s, 'l') != NULL,
		.light = strchr(s, 'i') != NULL,
	};
}

static inline void feed(struct markdown *m, struct text in, size_t step)
{
	struct err e = ERR_INIT;

	for (size_t i = 0; i < in.len; i += step) {
		struct text t = { .ptr = in.ptr + i,
				  .len = in.len - i < step ? in.len - i :
							     step };

		if (m->sink.text(&m->sink, t, &e))
			ok(false, "text: %s", e.msg);
	}
}

static inline void begin(struct markdown *m, struct keep *k, const char *look,
		  unsigned width)
{
	struct markdown_look l = look_of(look);
	struct err e = ERR_INIT;

	keep_init(k);
	markdown_init(m, &k->sink, &l, width);
	if (markdown_load(m, &e))
		ok(false, "load: %s", e.msg);
}

static inline void end(struct markdown *m)
{
	struct err e = ERR_INIT;

	if (m->sink.end(&m->sink, true, &e))
		ok(false, "end: %s", e.msg);
	markdown_release(m);
}

static inline void run(struct text in, size_t step, const char *look,
		       unsigned width, struct keep *k)
{
	struct markdown m;

	begin(&m, k, look, width);
	feed(&m, in, step);
	end(&m);
}

#endif
