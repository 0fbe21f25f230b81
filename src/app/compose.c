#include "app/compose.h"

#include <stdlib.h>

#include "base/mem.h"

static size_t fence_length(struct text t)
{
	size_t run = 0, most = 2;

	for (size_t i = 0; i < t.len; i++) {
		run = t.ptr[i] == '`' ? run + 1 : 0;
		if (run > most)
			most = run;
	}
	return most + 1;
}

static void add_fence(struct buf *b, size_t len)
{
	while (len--)
		buf_addch(b, '`');
	buf_addch(b, '\n');
}

/* One line, whatever the name holds: a newline would end the head. */
static void add_name(struct buf *b, struct text name)
{
	char line[8192];

	if (!name.len) {
		buf_adds(b, "Standard input:\n");
		return;
	}
	buf_adds(b, "File: ");
	buf_add(b, line, text_safe_line(line, sizeof(line), name.ptr,
					name.len));
	buf_addch(b, '\n');
}

/* What stands before a text, and behind it; *split is where it goes. */
static void add_head(struct buf *heads, struct text name, struct text text,
		     size_t *split)
{
	size_t fence = fence_length(text);

	add_name(heads, name);
	add_fence(heads, fence);
	*split = heads->len;
	if (!text.len || text.ptr[text.len - 1] != '\n')
		buf_addch(heads, '\n');
	add_fence(heads, fence);
	buf_addch(heads, '\n');
}

void compose(struct composed *c, const struct text *names,
	     const struct text *texts, size_t count, struct text ask)
{
	size_t *at = xcalloc(2 * count + 1, sizeof(*at)), from = 0;
	struct text *t;

	*c = (struct composed){ .heads = BUF_INIT(MAX_PROMPT) };
	for (size_t i = 0; i < count; i++) {
		add_head(&c->heads, names[i], texts[i], &at[2 * i]);
		at[2 * i + 1] = c->heads.len;
	}
	c->parts = xcalloc(3 * count + 1, sizeof(*c->parts));
	t = c->parts;
	for (size_t i = 0; i < count; i++) {
		*t++ = (struct text){ c->heads.ptr + from, at[2 * i] - from };
		*t++ = texts[i];
		*t++ = (struct text){ c->heads.ptr + at[2 * i],
				      at[2 * i + 1] - at[2 * i] };
		from = at[2 * i + 1];
	}
	*t++ = ask;
	c->count = (size_t)(t - c->parts);
	free(at);
}

void compose_release(struct composed *c)
{
	free(c->parts);
	buf_release(&c->heads);
	*c = (struct composed){ .parts = NULL };
}
