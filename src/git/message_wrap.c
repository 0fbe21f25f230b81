#include <string.h>

#include "git/message_inside.h"

#define DEEP	16	/* no indent of a list is deeper */

/*
 * Beginnings of lines that git takes for something else: git-mailinfo ends
 * the message at what may be a patch, reads headers out of a body, and
 * git-mailsplit begins another mail at "From ".
 */
static const char *const misread[] = {
	"---", "diff -", "Index: ", "From ", ">From ", "From:", "Subject:",
	"Date:", "[PATCH",
};

static bool is_misread(struct text line, struct text comment)
{
	for (size_t i = 0; i < sizeof(misread) / sizeof(misread[0]); i++)
		if (text_begins(line, misread[i]))
			return true;
	return comment.len && line.len >= comment.len &&
	       !memcmp(line.ptr, comment.ptr, comment.len);
}

/*
 * May git-mailinfo take it for a line to cut at? Scissors, with dashes and
 * scissors for a good part of the line; said a little wider than there.
 */
static bool is_cut(struct text line)
{
	size_t marks = 0, dashes = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (text_is_scissors(text_from(line, i))) {
			marks++;
			i++;
		} else if (line.ptr[i] == '-') {
			dashes++;
		}
	}
	return marks && (2 * marks + dashes) * 6 >= line.len;
}

void message_line(struct text line, struct text comment, struct buf *out)
{
	bool cut = is_cut(line);

	/* a comment that begins with a blank: then no blank in front */
	if (comment.len && (*comment.ptr == ' ' || *comment.ptr == '\t'))
		while (line.len && (*line.ptr == ' ' || *line.ptr == '\t'))
			line = text_from(line, 1);
	if (is_misread(line, comment))
		buf_addch(out, ' ');
	for (size_t i = 0; i < line.len; i++) {
		buf_addch(out, line.ptr[i]);
		if (cut && text_is_scissors(text_from(line, i)))
			buf_addch(out, ' ');
	}
	buf_addch(out, '\n');
}

static size_t blanks(struct text line)
{
	size_t n = 0;

	while (n < line.len && line.ptr[n] == ' ')
		n++;
	return n;
}

/* The length of "- " or "12. " at the beginning; 0: no item of a list. */
static size_t marker(struct text t)
{
	size_t n = 0;

	if (t.len > 1 && strchr("-*+", t.ptr[0]) && t.ptr[1] == ' ')
		return 2;
	if (text_begins(t, "\342\200\242 "))
		return 4;
	while (n < t.len && n < 3 && char_is_digit(t.ptr[n]))
		n++;
	return n && n + 1 < t.len && strchr(".)", t.ptr[n]) &&
	       t.ptr[n + 1] == ' ' ? n + 2 : 0;
}

/* Lines that stay as they are: tables, quotes, code that is indented. */
static bool is_fixed(struct text line)
{
	size_t n = blanks(line);

	return (n < line.len && strchr("|>\t", line.ptr[n])) ||
	       (n > 3 && !marker(text_from(line, n)));
}

struct wrap {
	struct buf *out;
	const struct message_style *style;
	struct buf line;	/* what is being filled */
	size_t width, chars;	/* of a line, at most; of `line`, so far */
	size_t indent;		/* of the lines after the first */
};

/* May the word stand at the beginning of a line, and mean only itself? */
static bool may_begin(const struct wrap *w, struct text word)
{
	return !is_misread(word, w->style->comment) &&
	       !strchr("-*+|>", *word.ptr) && !char_is_digit(*word.ptr) &&
	       !text_begins(word, "\342\200\242") &&
	       !text_begins(word, "diff") && !text_begins(word, "index:") &&
	       !text_begins(word, "from") &&
	       !message_is_fence(word);
}

static void end_line(struct wrap *w)
{
	message_line((struct text){ w->line.ptr, w->line.len },
		     w->style->comment, w->out);
	buf_clear(&w->line);
	w->chars = 0;
}

static void add_word(struct wrap *w, struct text word, bool first)
{
	size_t chars = text_chars(word);

	if (!first && w->chars + 1 + chars > w->width && may_begin(w, word)) {
		end_line(w);
		for (size_t i = 0; i < w->indent; i++)
			buf_addch(&w->line, ' ');
		w->chars = w->indent;
	} else if (!first) {
		buf_addch(&w->line, ' ');
		w->chars++;
	}
	buf_add(&w->line, word.ptr, word.len);
	w->chars += chars;
}

static bool take_word(struct text *rest, struct text *word)
{
	size_t len = 0;

	while (rest->len && strchr(" \t\n", *rest->ptr))
		*rest = text_from(*rest, 1);
	while (len < rest->len && !strchr(" \t\n", rest->ptr[len]))
		len++;
	*word = (struct text){ rest->ptr, len };
	*rest = text_from(*rest, len);
	return len;
}

/* A paragraph, filled anew; its lines follow each other in memory. */
static void fill(struct wrap *w, struct text t)
{
	size_t head = blanks(t), mark = marker(text_from(t, head));
	struct text first = { t.ptr + head, mark }, word;
	bool begun = false;

	t = text_from(t, head + mark);
	for (w->chars = 0; w->chars < head && w->chars < DEEP; w->chars++)
		buf_addch(&w->line, ' ');
	buf_add(&w->line, first.ptr, first.len);
	w->chars += text_chars(first);
	w->indent = w->chars;
	while (take_word(&t, &word)) {
		add_word(w, word, !begun);
		begun = true;
	}
	if (w->line.len)
		end_line(w);
}

/* Does the line belong to the paragraph before it? */
static bool goes_on(struct text line, bool list)
{
	size_t n = blanks(line);

	if (line_is_blank(line) || marker(text_from(line, n)))
		return false;
	return list ? n < line.len && !strchr("|>", line.ptr[n]) :
		      !is_fixed(line);
}

/*
 * The paragraph that `rest` begins with, taken off it. As it stands where
 * every line fits, else filled anew.
 */
static void add_paragraph(struct wrap *w, struct text *rest)
{
	struct text all = *rest, line, next;
	bool list, fits;

	(void)line_take(rest, &line);
	list = marker(text_from(line, blanks(line)));
	fits = text_chars(line) <= w->width;
	for (next = *rest; line_take(&next, &line) && goes_on(line, list);
	     *rest = next)
		fits = fits && text_chars(line) <= w->width;
	all.len -= rest->len;
	if (!fits) {
		fill(w, all);
		return;
	}
	while (line_take(&all, &line))
		message_line(line, w->style->comment, w->out);
}

void message_wrap(struct text body, const struct message_style *style,
		  struct buf *out)
{
	struct wrap w = { .out = out, .style = style,
			  .line = BUF_INIT(MAX_MESSAGE * 2),
			  .width = style->width ? style->width : 72 };
	bool begun = false, gap = false;
	struct text rest = body, line;

	for (struct text at = rest; line_take(&rest, &line); at = rest) {
		if (line_is_blank(line)) {
			gap = begun;
			continue;
		}
		if (gap)
			buf_addch(out, '\n');
		gap = false;
		begun = true;
		if (is_fixed(line)) {
			message_line(line, style->comment, out);
		} else {
			rest = at;
			add_paragraph(&w, &rest);
		}
	}
	if (w.line.over)
		out->over = true;
	buf_release(&w.line);
}
