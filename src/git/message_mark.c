#include <string.h>

#include "git/message_inside.h"

/* Is "**" at t[i] where bold text begins or ends, and no operator? */
static bool opens_bold(struct text t, size_t i)
{
	return (!i || !message_word(t.ptr[i - 1])) && i + 2 < t.len &&
	       !strchr(" *", t.ptr[i + 2]);
}

static bool closes_bold(struct text t, size_t i)
{
	return i && t.ptr[i - 1] != ' ' &&
	       (i + 2 >= t.len || !message_word(t.ptr[i + 2]));
}

/* Adds the line without pairs of "**" around words. */
static void add_unbold(struct text t, struct buf *out)
{
	size_t from = 0, open = t.len;

	for (size_t i = 0; i + 1 < t.len; i++) {
		if (t.ptr[i] != '*' || t.ptr[i + 1] != '*')
			continue;
		if (open == t.len && opens_bold(t, i)) {
			open = i;
		} else if (open < t.len && i > open + 2 && closes_bold(t, i)) {
			buf_add(out, t.ptr + from, open - from);
			buf_add(out, t.ptr + open + 2, i - open - 2);
			from = i + 2;
			open = t.len;
		}
		i++;
	}
	buf_add(out, t.ptr + from, t.len - from);
}

/* Without the number signs of a heading. */
static struct text drop_heading(struct text t)
{
	size_t n = 0;

	while (n < t.len && t.ptr[n] == '#')
		n++;
	if (!n || n > 6 || n == t.len || t.ptr[n] != ' ')
		return t;
	return text_trim(text_from(t, n));
}

/* Nothing but a rule: "---", "***", "====", "-- >8 --", and no word. */
static bool is_rule(struct text line)
{
	struct text t = text_trim(line);
	size_t marks = 0;

	for (size_t i = 0; i < t.len; i++) {
		if (text_is_scissors(text_from(t, i))) {
			marks += 3;
			i++;
		} else if (strchr("-*_=~", t.ptr[i])) {
			marks++;
		} else if (!strchr(" \t#;/%", t.ptr[i])) {
			return false;
		}
	}
	return marks >= 3;
}

static bool is_code(struct text line)
{
	return line.len && (line.ptr[0] == '\t' || text_begins(line, "    "));
}

/* "Body:", "**Description:**", alone on the line. */
static bool is_label(struct text line)
{
	static const char *const words[] = { "body", "description", "details",
					     "commit body", "message body" };
	struct text t = text_trim(line);

	while (t.len && strchr("*_# ", *t.ptr))
		t = text_from(t, 1);
	while (t.len && strchr("*_: ", t.ptr[t.len - 1]))
		t.len--;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (t.len == strlen(words[i]) && text_begins(t, words[i]))
			return memchr(line.ptr, ':', line.len);
	return false;
}

static void add_body(struct text in, struct text known, struct buf *out)
{
	struct text line;
	bool begun = false;

	while (line_take(&in, &line)) {
		line = line_trim_end(line);
		if (message_is_forged(line, known) || is_rule(line) ||
		    (!begun && is_label(line)))
			continue;
		begun |= line.len > 0;
		if (is_code(line))
			buf_add(out, line.ptr, line.len);
		else
			add_unbold(drop_heading(line), out);
		buf_addch(out, '\n');
	}
}

/* A pair of quotes around the whole subject; `code` within stays. */
static struct text drop_quotes(struct text t)
{
	while (t.len > 2 && strchr("\"'`", t.ptr[0]) &&
	       t.ptr[t.len - 1] == t.ptr[0] &&
	       !memchr(t.ptr + 1, t.ptr[0], t.len - 2))
		t = text_trim((struct text){ t.ptr + 1, t.len - 2 });
	return t;
}

static struct text drop_label(struct text t)
{
	static const char *const labels[] = { "subject:", "subject line:",
					      "title:", "commit message:" };

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (text_begins(t, labels[i]) && (i != 2 || *t.ptr == 'T'))
			return text_trim(text_from(t, strlen(labels[i])));
	return t;
}

/* An issue's number at the end, "(#12)", that nobody told the model. */
static struct text drop_number(struct text t, struct text known)
{
	size_t at = t.len;
	struct text ref;

	if (!t.len || t.ptr[t.len - 1] != ')')
		return t;
	while (at && t.ptr[at - 1] != '(')
		at--;
	if (at < 2 || t.len - at < 3 || t.ptr[at] != '#')
		return t;
	for (size_t i = at + 1; i < t.len - 1; i++)
		if (!char_is_digit(t.ptr[i]))
			return t;
	ref = (struct text){ t.ptr + at, t.len - 1 - at };
	if (known.len && memmem(known.ptr, known.len, ref.ptr, ref.len))
		return t;
	return text_trim((struct text){ t.ptr, at - 1 });
}

/* With one blank where there are many. */
static void add_words(struct text t, struct buf *out)
{
	bool blank = false;

	for (size_t i = 0; i < t.len; i++) {
		bool is_blank = t.ptr[i] == ' ' || t.ptr[i] == '\t';

		if (!is_blank || !blank)
			buf_addch(out, is_blank ? ' ' : t.ptr[i]);
		blank = is_blank;
	}
}

/* The line as a subject; nothing where it is none. */
static void add_subject(struct text line, struct text known, struct buf *out)
{
	struct buf plain = BUF_INIT(out->max);
	struct text t = drop_heading(text_trim(line)), was;

	if (text_begins(t, "- ") || text_begins(t, "* "))
		t = text_trim(text_from(t, 2));
	/* to git-interpret-trailers the message would end before it begins */
	if (text_begins(t, "---"))
		while (t.len && strchr("- ", *t.ptr))
			t = text_from(t, 1);
	add_unbold(t, &plain);
	t = text_trim((struct text){ plain.ptr, plain.len });
	do {		/* a label in quotes, quotes behind a label */
		was = t;
		t = drop_quotes(drop_label(t));
	} while (t.len < was.len);
	t = drop_number(t, known);
	if (!message_is_forged(t, known) && !is_rule(t))
		add_words(t, out);
	buf_release(&plain);
}

void message_unmark(struct text in, struct text known, struct buf *subject,
		    struct buf *body)
{
	struct text line;

	while (!subject->len && line_take(&in, &line))
		add_subject(line, known, subject);
	add_body(in, known, body);
}
