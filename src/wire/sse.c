#include "wire/sse.h"

#include <string.h>

/* Memory kept between events; what a larger one took is given back. */
#define KEEP ((size_t)256 << 10)

void sse_init(struct sse *s, size_t max, sse_fn *fn, void *ctx)
{
	*s = (struct sse){ .fn = fn, .ctx = ctx };
	buf_init(&s->data, max);
	buf_init(&s->line, max);
}

void sse_release(struct sse *s)
{
	buf_release(&s->data);
	buf_release(&s->line);
}

static void empty(struct buf *b)
{
	if (b->cap > KEEP)
		buf_release(b);
	else
		buf_clear(b);
}

static int too_big(const struct sse *s, struct err *err)
{
	return err_set(err, ERR_TOOBIG, "an event is over %zu bytes",
		       s->data.max);
}

static int end_event(struct sse *s, struct err *err)
{
	int rc = 0;

	if (s->data.len) {
		buf_truncate(&s->data, s->data.len - 1);
		rc = s->fn(s->ctx, s->name, s->data.ptr, s->data.len, err);
	}
	empty(&s->data);
	s->name[0] = '\0';
	s->depth = 0;
	s->in_string = s->escaped = false;
	return rc;
}

static int add_data(struct sse *s, const char *value, size_t len,
		    struct err *err)
{
	if (buf_add(&s->data, value, len) || buf_addch(&s->data, '\n'))
		return too_big(s, err);
	return 0;
}

static void set_name(struct sse *s, const char *value, size_t len)
{
	if (len > sizeof(s->name) - 1)
		len = sizeof(s->name) - 1;
	memcpy(s->name, value, len);
	s->name[len] = '\0';
}

/* Brackets open and close, but in strings; the line's end is a blank. */
static void count_brackets(struct sse *s, const char *line, size_t len)
{
	for (const char *p = line; p < line + len; p++) {
		if (s->escaped)
			s->escaped = false;
		else if (*p == '"')
			s->in_string = !s->in_string;
		else if (s->in_string)
			s->escaped = *p == '\\';
		else if (*p == '{' || *p == '[')
			s->depth++;
		else if ((*p == '}' || *p == ']') && s->depth)
			s->depth--;
	}
}

static int add_bare(struct sse *s, const char *line, size_t len,
		    struct err *err)
{
	if (add_data(s, line, len, err))
		return -1;
	count_brackets(s, line, len);
	return s->depth ? 0 : end_event(s, err);
}

static bool is_bare(const struct sse *s, const char *line)
{
	return s->bare_json && (*line == '{' || *line == '[');
}

static int read_field(struct sse *s, const char *line, size_t len,
		      struct err *err)
{
	const char *colon = memchr(line, ':', len);
	size_t field = colon ? (size_t)(colon - line) : len;
	size_t skip = field + (colon != NULL);

	if (skip < len && line[skip] == ' ')
		skip++;
	if (field == 4 && !memcmp(line, "data", 4))
		return add_data(s, line + skip, len - skip, err);
	if (field == 5 && !memcmp(line, "event", 5))
		set_name(s, line + skip, len - skip);
	return 0;
}

/* One whole line, without its end. */
static int read_line(struct sse *s, const char *line, size_t len,
		     struct err *err)
{
	if (!s->begun && len >= 3 && !memcmp(line, "\xEF\xBB\xBF", 3)) {
		line += 3;
		len -= 3;
	}
	s->begun = true;
	if (s->depth)
		return add_bare(s, line, len, err);
	if (!len)
		return end_event(s, err);
	if (is_bare(s, line))
		return end_event(s, err) ? -1 : add_bare(s, line, len, err);
	return read_field(s, line, len, err);
}

/* A line's end was found: with what earlier feeds left of it. */
static int end_line(struct sse *s, const char *in, size_t len,
		    struct err *err)
{
	int rc;

	if (!s->line.len)
		return read_line(s, in, len, err);
	if (buf_add(&s->line, in, len))
		return too_big(s, err);
	rc = read_line(s, s->line.ptr, s->line.len, err);
	empty(&s->line);
	return rc;
}

/*
 * The next `c` from p on, or end. `*seen` keeps it between lines, so that a
 * stream that has only the other kind of line end is not searched anew for
 * each line.
 */
static const char *next_of(char c, const char *p, const char *end,
			   const char **seen)
{
	if (!*seen || *seen < p) {
		*seen = memchr(p, c, (size_t)(end - p));
		if (!*seen)
			*seen = end;
	}
	return *seen;
}

static int feed(struct sse *s, const char *p, const char *end,
		struct err *err)
{
	const char *next_lf = NULL, *next_cr = NULL, *lf, *cr, *eol;

	while (p < end) {
		if (s->after_cr && *p == '\n')
			p++;
		s->after_cr = false;
		if (p == end)
			break;
		lf = next_of('\n', p, end, &next_lf);
		cr = next_of('\r', p, end, &next_cr);
		eol = lf < cr ? lf : cr;
		if (eol == end)
			break;
		if (end_line(s, p, (size_t)(eol - p), err))
			return -1;
		s->after_cr = eol == cr;
		p = eol + 1;
	}
	if (buf_add(&s->line, p, (size_t)(end - p)))
		return too_big(s, err);
	/* a line that is being read counts with its event */
	if (s->data.len + s->line.len > s->data.max)
		return too_big(s, err);
	return 0;
}

int sse_feed(struct sse *s, const char *in, size_t len, struct err *err)
{
	if (s->failed)
		return err_set(err, ERR_PROTO, "the stream has failed before");
	if (!len)
		return 0;
	s->failed = feed(s, in, in + len, err) != 0;
	return s->failed ? -1 : 0;
}

int sse_end(struct sse *s, struct err *err)
{
	if (s->failed)
		return err_set(err, ERR_PROTO, "the stream has failed before");
	s->failed = (s->line.len && end_line(s, "", 0, err)) ||
		    end_event(s, err);
	return s->failed ? -1 : 0;
}

bool sse_idle(const struct sse *s)
{
	return !s->data.len && !s->line.len;
}
