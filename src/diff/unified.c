#include "diff/unified.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "diff/script.h"

#define HEADING_MAX 80	/* bytes of the line that a hunk stands under */
#define INDENT_MAX 60u	/* deeper is not told apart */
#define BLANK 3u	/* costs of lines at the edges, in columns */
#define CLOSER 4u

/* Two texts as lines, and what differs. */
struct unified {
	struct text *old_lines, *new_lines;
	size_t old_count, new_count;
	uint32_t *old_ids, *new_ids;
	struct script script;
	size_t context;
	size_t heading, searched;	/* 1 + its line, 0: none; up to here */
	struct unified_count count;
	struct buf *out;
};

size_t unified_lines(struct text t, struct text *lines)
{
	const char *p = t.ptr, *end = t.ptr + t.len, *lf;
	size_t n = 0;

	for (; p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (!lf)
			lf = end - 1;
		if (lines)
			lines[n] = (struct text){ p, (size_t)(lf + 1 - p) };
		n++;
	}
	return n;
}

static struct text *split(struct text t, size_t *count)
{
	struct text *lines = xcalloc(unified_lines(t, NULL), sizeof(*lines));

	*count = unified_lines(t, lines);
	return lines;
}

/* How little a line begins something. */
static unsigned line_cost(struct text l, bool *blank)
{
	unsigned columns = 0;
	size_t i = 0;

	for (; i < l.len && (l.ptr[i] == ' ' || l.ptr[i] == '\t'); i++)
		if (columns < INDENT_MAX)
			columns += l.ptr[i] == '\t' ? 8 : 1;
	*blank = i == l.len || l.ptr[i] == '\n' || l.ptr[i] == '\r';
	if (*blank)
		return BLANK;
	if (strchr("})]", l.ptr[i]) || (l.len - i >= 3 &&
					!memcmp(l.ptr + i, "end", 3)))
		columns += CLOSER;
	return columns;
}

/*
 * Where an added or removed stretch stands best: it should begin and be
 * followed by lines that begin something, not by ones that end it. Blank
 * lines before such a one are better left at the other end.
 */
static unsigned place_cost(void *ctx, bool in_new, size_t from, size_t to)
{
	const struct unified *u = ctx;
	const struct text *lines = in_new ? u->new_lines : u->old_lines;
	size_t count = in_new ? u->new_count : u->old_count;
	bool blank;
	unsigned cost = to < count ? line_cost(lines[to], &blank) : 0;
	unsigned first = line_cost(lines[from], &blank);

	if (blank && from + 1 < to)
		first = 1 + line_cost(lines[from + 1], &blank);
	return cost + first;
}

static bool needs_quotes(struct text name)
{
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.ptr[i];

		if (c < ' ' || c >= 0x7F || c == '"' || c == '\\')
			return true;
	}
	return false;
}

/* As in C: \n, \t, \", \\, and \ooo for what has no name. */
static void add_quoted(struct text name, struct buf *out)
{
	static const char means[] = "\a\b\t\n\v\f\r\"\\",
			  names[] = "abtnvfr\"\\";

	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.ptr[i];
		const char *found = c ? strchr(means, c) : NULL;

		if (found)
			buf_addf(out, "\\%c", names[found - means]);
		else if (c < ' ' || c >= 0x7F)
			buf_addf(out, "\\%03o", c);
		else
			buf_addch(out, (char)c);
	}
}

void unified_name(const char *prefix, struct text name, struct buf *out)
{
	bool quotes = needs_quotes(name);

	if (quotes)
		buf_addch(out, '"');
	buf_adds(out, prefix);
	if (quotes) {
		add_quoted(name, out);
		buf_addch(out, '"');
	} else {
		buf_add(out, name.ptr, name.len);
	}
}

/* "--- a/NAME"; a tab ends a name with blanks, as other readers need. */
static void add_side(const char *mark, const char *prefix,
		     const struct unified_file *f, bool there, struct buf *out)
{
	buf_adds(out, mark);
	if (!there) {
		buf_adds(out, "/dev/null\n");
		return;
	}
	unified_name(prefix, f->name, out);
	if (!needs_quotes(f->name) && memchr(f->name.ptr, ' ', f->name.len))
		buf_addch(out, '\t');
	buf_addch(out, '\n');
}

static void add_header(const struct unified_file *f, bool has_hunks,
		       struct buf *out)
{
	buf_adds(out, "diff --git ");
	unified_name("a/", f->name, out);
	buf_addch(out, ' ');
	unified_name("b/", f->name, out);
	buf_addch(out, '\n');
	if (!f->old_mode)
		buf_addf(out, "new file mode %06o\n", f->new_mode);
	else if (!f->new_mode)
		buf_addf(out, "deleted file mode %06o\n", f->old_mode);
	else if (f->old_mode != f->new_mode)
		buf_addf(out, "old mode %06o\nnew mode %06o\n", f->old_mode,
			 f->new_mode);
	if (!has_hunks)
		return;
	add_side("--- ", "a/", f, f->old_mode, out);
	add_side("+++ ", "b/", f, f->new_mode, out);
}

/* Lines of one kind; the last one of a text may lack its newline. */
static void add_lines(struct unified *u, char kind, const struct text *lines,
		      size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		buf_addch(u->out, kind);
		buf_add(u->out, lines[i].ptr, lines[i].len);
		if (lines[i].ptr[lines[i].len - 1] != '\n')
			buf_adds(u->out, "\n\\ No newline at end of file\n");
	}
}

static void add_range(struct buf *out, char sign, size_t from, size_t count)
{
	buf_addf(out, " %c%zu", sign, count ? from + 1 : from);
	if (count != 1)
		buf_addf(out, ",%zu", count);
}

static bool opens(struct text l)
{
	char c = l.len ? *l.ptr : '\0';

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       c == '$';
}

/* The last line before `line` that begins at the margin with a word. */
static void add_heading(struct unified *u, size_t line)
{
	struct text l;

	for (; u->searched < line; u->searched++)
		if (opens(u->old_lines[u->searched]))
			u->heading = u->searched + 1;
	if (!u->heading)
		return;
	l = u->old_lines[u->heading - 1];
	if (l.len > HEADING_MAX) {
		l.len = HEADING_MAX;
		l.len -= utf8_cut_tail(l.ptr, l.len);
	}
	while (l.len && strchr(" \t\n\v\f\r", l.ptr[l.len - 1]))
		l.len--;
	buf_addch(u->out, ' ');
	buf_add(u->out, l.ptr, l.len);
}

/* Changes [first, last] and what stands around them. */
static void add_hunk(struct unified *u, size_t first, size_t last)
{
	const struct change *c = u->script.changes, *a = &c[first],
			    *z = &c[last];
	size_t before = a->old_at < u->context ? a->old_at : u->context;
	size_t end = z->old_at + z->old_len, after = u->old_count - end;
	size_t at = a->old_at - before;

	if (after > u->context)
		after = u->context;
	buf_adds(u->out, "@@");
	add_range(u->out, '-', at, end + after - at);
	add_range(u->out, '+', a->new_at - before,
		  z->new_at + z->new_len + after - (a->new_at - before));
	buf_adds(u->out, " @@");
	add_heading(u, at);
	buf_addch(u->out, '\n');
	for (size_t i = first; i <= last; i++) {
		add_lines(u, ' ', u->old_lines, at, c[i].old_at);
		at = c[i].old_at + c[i].old_len;
		add_lines(u, '-', u->old_lines, c[i].old_at, at);
		add_lines(u, '+', u->new_lines, c[i].new_at,
			  c[i].new_at + c[i].new_len);
		u->count.removed += c[i].old_len;
		u->count.added += c[i].new_len;
	}
	add_lines(u, ' ', u->old_lines, at, at + after);
	u->count.hunks++;
}

static void add_hunks(struct unified *u)
{
	const struct change *c = u->script.changes;
	size_t first = 0;

	for (size_t i = 0; i < u->script.count; i++) {
		size_t end = c[i].old_at + c[i].old_len;

		if (i + 1 < u->script.count &&
		    c[i + 1].old_at - end <= 2 * u->context)
			continue;
		add_hunk(u, first, i);
		first = i + 1;
	}
}

static void compare(struct unified *u, const struct unified_file *f)
{
	u->old_lines = split(f->old_text, &u->old_count);
	u->new_lines = split(f->new_text, &u->new_count);
	u->old_ids = xcalloc(u->old_count, sizeof(*u->old_ids));
	u->new_ids = xcalloc(u->new_count, sizeof(*u->new_ids));
	script_tokens(u->old_lines, u->old_count, u->new_lines, u->new_count,
		      u->old_ids, u->new_ids);
	script_make(&u->script, u->old_ids, u->old_count, u->new_ids,
		    u->new_count);
	script_slide(&u->script, u->old_ids, u->old_count, u->new_ids,
		     place_cost, u);
}

bool unified_add(const struct unified_file *f, size_t context,
		 struct unified_count *count, struct buf *out)
{
	struct unified u = { .context = context, .out = out };
	bool differs;

	compare(&u, f);
	differs = u.script.count || f->old_mode != f->new_mode;
	if (differs)
		add_header(f, u.script.count, out);
	add_hunks(&u);
	if (count)
		*count = u.count;
	script_release(&u.script);
	free(u.old_lines);
	free(u.new_lines);
	free(u.old_ids);
	free(u.new_ids);
	return differs;
}
