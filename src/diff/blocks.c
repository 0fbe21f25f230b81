#include "diff/blocks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define MARKS_LEAST 7
#define FENCE_LEAST 3

/* The answer, line by line. */
struct reader {
	struct blocks *blocks;
	size_t cap;
	struct text rest;	/* from the next line on */
	size_t number;		/* of the line that was taken last */
	struct text name;	/* of the last "File:"; empty: none, or used */
	bool no_change;
};

/* The next line with its line end. */
static struct text peek(const struct reader *r)
{
	const char *lf = memchr(r->rest.ptr, '\n', r->rest.len);

	return (struct text){ r->rest.ptr, lf ?
			      (size_t)(lf + 1 - r->rest.ptr) : r->rest.len };
}

static void take(struct reader *r, struct text line)
{
	r->rest.ptr += line.len;
	r->rest.len -= line.len;
	r->number++;
}

/* Without the line end, and blanks before it. */
static struct text bare(struct text line)
{
	while (line.len && strchr(" \t\r\n", line.ptr[line.len - 1]) &&
	       line.ptr[line.len - 1])
		line.len--;
	return line;
}

static size_t run_of(struct text t, char c)
{
	size_t n = 0;

	while (n < t.len && t.ptr[n] == c)
		n++;
	return n;
}

/* The length of a mark such as "<<<<<<< SEARCH"; 0: it is none. */
static size_t mark(struct text line, char c, const char *word)
{
	struct text t = bare(line);
	size_t n = run_of(t, c);

	t.ptr += n;
	t.len -= n;
	if (n < MARKS_LEAST || !text_is(t, word))
		return 0;
	return n;
}

/* The length of an opening fence; 0: it is none. */
static size_t fence(struct text line, char *c)
{
	size_t n;

	*c = line.len ? *line.ptr : '\0';
	if (*c != '`' && *c != '~')
		return 0;
	n = run_of(line, *c);
	if (n < FENCE_LEAST)
		return 0;
	line.ptr += n;
	line.len -= n;
	/* inline code that happens to begin the line */
	if (*c == '`' && memchr(line.ptr, '`', line.len))
		return 0;
	return n;
}

static bool closes(struct text line, char c, size_t len)
{
	struct text t = bare(line);

	return t.len >= len && run_of(t, c) == t.len;
}

static bool starts(struct text t, const char *with)
{
	size_t len = strlen(with);

	return t.len >= len && !memcmp(t.ptr, with, len);
}

static int wrong(const struct reader *r, const char *what, struct err *err)
{
	return err_set(err, ERR_PATCH, "line %zu of the answer: %s", r->number,
		       what);
}

static int add(struct reader *r, struct block block, struct err *err)
{
	struct blocks *b = r->blocks;

	if (b->count == BLOCKS_MOST)
		return err_set(err, ERR_PATCH, "the answer holds more than %d "
			       "blocks", BLOCKS_MOST);
	if (b->count == r->cap) {
		r->cap = r->cap ? 2 * r->cap : 8;
		b->list = xreallocarray(b->list, r->cap, sizeof(*b->list));
	}
	b->list[b->count++] = block;
	return 0;
}

/* Lines up to a mark of that length, which is taken, too. */
static int take_part(struct reader *r, size_t len, char c, const char *word,
		     struct text *part, struct err *err)
{
	part->ptr = r->rest.ptr;
	while (r->rest.len) {
		struct text line = peek(r);

		part->len = (size_t)(line.ptr - part->ptr);
		take(r, line);
		if (mark(line, c, word) == len)
			return 0;
		if (mark(line, '<', " SEARCH") == len ||
		    mark(line, '=', "") == len ||
		    mark(line, '>', " REPLACE") == len)
			return wrong(r, "a mark of a block in the wrong "
				     "place; where the file has such a line, "
				     "the marks must be longer", err);
	}
	return wrong(r, "the answer ends inside of a block", err);
}

/* r->rest begins with "<<<<<<< SEARCH". */
static int read_block(struct reader *r, struct err *err)
{
	struct block b = { .kind = BLOCK_REPLACE, .name = r->name,
			   .line = r->number + 1 };
	struct text line = peek(r);
	size_t len = mark(line, '<', " SEARCH");

	take(r, line);
	if (!r->name.len)
		return wrong(r, "a block without a line \"File: NAME\" before "
			     "it", err);
	if (take_part(r, len, '=', "", &b.search, err) ||
	    take_part(r, len, '>', " REPLACE", &b.replace, err))
		return -1;
	return add(r, b, err);
}

/* Blocks, with blank lines between them, up to the closing fence. */
static int read_fenced_blocks(struct reader *r, char c, size_t len,
			      struct err *err)
{
	while (r->rest.len) {
		struct text line = peek(r);

		if (mark(line, '<', " SEARCH")) {
			if (read_block(r, err))
				return -1;
			continue;
		}
		take(r, line);
		if (closes(line, c, len))
			return 0;
		if (bare(line).len)
			return wrong(r, "something else between blocks", err);
	}
	return wrong(r, "a fence that is never closed", err);
}

static int read_whole(struct reader *r, char c, size_t len, struct err *err)
{
	struct block b = { .kind = BLOCK_WHOLE, .name = r->name,
			   .replace = { r->rest.ptr, 0 },
			   .line = r->number };

	while (r->rest.len) {
		struct text line = peek(r);

		take(r, line);
		if (!closes(line, c, len))
			continue;
		b.replace.len = (size_t)(line.ptr - b.replace.ptr);
		r->name.len = 0;	/* a second fence needs a name */
		return add(r, b, err);
	}
	return wrong(r, "a fence that is never closed", err);
}

/* r->rest begins with an opening fence. */
static int read_fence(struct reader *r, char c, size_t len, struct err *err)
{
	take(r, peek(r));
	if (!r->name.len)
		return wrong(r, "a fence without a line \"File: NAME\" before "
			     "it", err);
	if (r->rest.len && mark(peek(r), '<', " SEARCH"))
		return read_fenced_blocks(r, c, len, err);
	return read_whole(r, c, len, err);
}

/* "File: NAME", perhaps as a heading, in bold or in backticks. */
static bool read_name(struct text line, const char *word, struct text *name)
{
	struct text t = bare(line);

	while (t.len && strchr("#* ", *t.ptr) && *t.ptr) {
		t.ptr++;
		t.len--;
	}
	if (!starts(t, word))
		return false;
	t.ptr += strlen(word);
	t.len -= strlen(word);
	t = text_trim(t);
	while (t.len > 1 && t.ptr[t.len - 1] == '*')
		t.len--;
	while (t.len > 1 && *t.ptr == '*') {
		t.ptr++;
		t.len--;
	}
	t = text_trim(t);
	if (t.len > 2 && *t.ptr == '`' && t.ptr[t.len - 1] == '`')
		t = (struct text){ t.ptr + 1, t.len - 2 };
	*name = t;
	return t.len;
}

static int read_line(struct reader *r, struct err *err)
{
	struct text line = peek(r);
	struct block b = { .kind = BLOCK_DELETE };
	size_t len;
	char c;

	if (mark(line, '<', " SEARCH"))
		return read_block(r, err);
	len = fence(line, &c);
	if (len)
		return read_fence(r, c, len, err);
	take(r, line);
	if (mark(line, '=', "") || mark(line, '>', " REPLACE"))
		return wrong(r, "a mark of a block without its begin", err);
	if (read_name(line, "Delete:", &b.name)) {
		b.line = r->number;
		r->name.len = 0;
		return add(r, b, err);
	}
	if (!read_name(line, "File:", &r->name) &&
	    (text_is(bare(line), "No change") ||
	     text_is(bare(line), "No change.")))
		r->no_change = true;
	return 0;
}

int blocks_read(struct blocks *b, struct text answer, struct err *err)
{
	struct reader r = { .blocks = b, .rest = answer,
			    .name = TEXT_LIT("") };

	*b = (struct blocks){ .list = NULL };
	while (r.rest.len)
		if (read_line(&r, err))
			return -1;
	if (!b->count && !r.no_change)
		return err_set(err, ERR_PATCH, "the answer holds no edit");
	b->no_change = !b->count;
	return 0;
}

void blocks_release(struct blocks *b)
{
	free(b->list);
	*b = (struct blocks){ .list = NULL };
}

/* The longest run of one of `chars` that a line begins with, and 1. */
static size_t longest(struct text t, const char *chars, size_t least)
{
	size_t most = least - 1;

	while (t.len) {
		const char *lf = memchr(t.ptr, '\n', t.len);
		size_t len = lf ? (size_t)(lf + 1 - t.ptr) : t.len;

		if (*t.ptr && strchr(chars, *t.ptr)) {
			size_t n = run_of((struct text){ t.ptr, len }, *t.ptr);

			most = n > most ? n : most;
		}
		t.ptr += len;
		t.len -= len;
	}
	return most + 1;
}

size_t blocks_marks(struct text t)
{
	return longest(t, "<=>", MARKS_LEAST);
}

size_t blocks_fence(struct text t)
{
	return longest(t, "`~", FENCE_LEAST);
}
