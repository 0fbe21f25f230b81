#include <string.h>

#include "git/message_inside.h"

/* What a model says around the message; beginnings, in lower case. */
static const char *const greetings[] = {
	"sure", "certainly", "of course", "absolutely", "okay", "ok",
	"here is", "here's", "here\342\200\231s", "here are", "below is",
	"based on",
};
static const char *const titles[] = {
	"commit message", "the commit message", "suggested commit message",
	"proposed commit message", "generated commit message",
	"git commit message", "your commit message",
};
static const char *const farewells[] = {
	"let me know", "would you like", "feel free", "i hope",
	"this commit message", "this message follows", "please let me know",
	"if you'd like", "if you would like", "note that this message",
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool is_word(char c)
{
	return message_word(c) || (unsigned char)c >= 0x80;
}

/* The length of the phrase that the line begins with, 0: none. */
static size_t phrase_at(struct text line, const char *const *list,
			size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(list[i]);

		if (text_begins(line, list[i]) &&
		    (line.len == len || !is_word(line.ptr[len])))
			return len;
	}
	return 0;
}

/* Without blanks and the stars of Markdown around it. */
static struct text strip_stars(struct text t)
{
	while (t.len && strchr("* \t", t.ptr[0]))
		t = text_from(t, 1);
	while (t.len && strchr("* \t", t.ptr[t.len - 1]))
		t.len--;
	return t;
}

static bool has_words(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (is_word(t.ptr[i]))
			return true;
	return false;
}

/*
 * Is the line said about the message, and no part of it? What stands behind
 * "commit message:" in it is, and goes to *left.
 */
static bool is_preface(struct text line, struct text *left)
{
	static const char mark[] = "commit message";
	struct text t = strip_stars(line);
	const char *found = text_find(t, mark);
	size_t greets = phrase_at(t, greetings, COUNT(greetings));
	size_t names = phrase_at(t, titles, COUNT(titles));

	*left = (struct text){ "", 0 };
	if (!greets && !names)
		return false;
	if (found) {
		struct text rest = text_from(t, (size_t)(found - t.ptr) +
						sizeof(mark) - 1);

		while (rest.len && *rest.ptr == '*')
			rest = text_from(rest, 1);
		if (rest.len && *rest.ptr == ':') {
			*left = strip_stars(text_from(rest, 1));
			return true;
		}
	}
	if (t.ptr[t.len - 1] == ':' || (greets && found))
		return true;
	return greets && !has_words(text_from(t, greets));
}

bool message_is_fence(struct text line)
{
	size_t at = 0, ticks;
	char c;

	while (at < line.len && at < 3 && line.ptr[at] == ' ')
		at++;
	c = at < line.len ? line.ptr[at] : '\0';
	if (c != '`' && c != '~')
		return false;
	for (ticks = 0; at < line.len && line.ptr[at] == c; at++)
		ticks++;
	/* a tag may follow, but no code on the same line */
	return ticks >= 3 && !memchr(line.ptr + at, c, line.len - at);
}

/* "<message>" or "</message>", alone on its line. */
static bool is_tag(struct text line)
{
	struct text t = text_trim(line);

	if (t.len < 3 || t.ptr[0] != '<' || t.ptr[t.len - 1] != '>')
		return false;
	for (size_t i = t.ptr[1] == '/' ? 2 : 1; i < t.len - 1; i++)
		if (!message_word(t.ptr[i]) && t.ptr[i] != '_' &&
		    t.ptr[i] != '-')
			return false;
	return true;
}

static struct text trim_lines(struct text t)
{
	struct text rest = t, line;

	while (line_take(&rest, &line) && line_is_blank(line))
		t = rest;
	return line_trim_end(t);
}

/* Without the lines before the message; *left is a message in one of them. */
static struct text drop_preface(struct text t, struct text *left)
{
	struct text rest, line;

	*left = (struct text){ "", 0 };
	for (;;) {
		t = trim_lines(t);
		rest = t;
		if (left->len || !line_take(&rest, &line) ||
		    (!is_preface(line, left) && !is_tag(line)))
			return t;
		t = rest;
	}
}

/* Without what is said behind it, by paragraphs. */
static struct text drop_farewell(struct text t)
{
	for (;;) {
		struct text rest = trim_lines(t), line, first = { "", 0 };

		t = rest;
		if (line_take_last(&rest, &line) && is_tag(line)) {
			t = rest;
			continue;
		}
		rest = t;
		while (line_take_last(&rest, &line) && !line_is_blank(line))
			first = line;
		if (!rest.len || !phrase_at(strip_stars(first), farewells,
					    COUNT(farewells)))
			return t;
		t = rest;
	}
}

/* The inside of the fence that the text begins with. */
static struct text inside_fence(struct text t)
{
	struct text rest = t, line, inside;

	if (!line_take(&rest, &line) || !message_is_fence(line))
		return t;
	inside = rest;
	while (line_take(&rest, &line))
		if (message_is_fence(line)) {
			inside.len = (size_t)(line.ptr - inside.ptr);
			break;
		}
	return trim_lines(inside);
}

/* One pair of quotes around all of it, if none stands within. */
static struct text unquote(struct text t)
{
	static const char *const pairs[][2] = {
		{ "\"", "\"" }, { "'", "'" }, { "`", "`" },
		{ "\342\200\234", "\342\200\235" },
		{ "\342\200\230", "\342\200\231" },
		{ "\302\253", "\302\273" },
	};

	for (size_t i = 0; i < COUNT(pairs); i++) {
		size_t a = strlen(pairs[i][0]), b = strlen(pairs[i][1]);
		const char *end = t.ptr + t.len;

		if (t.len < a + b || memcmp(t.ptr, pairs[i][0], a) ||
		    memcmp(end - b, pairs[i][1], b) ||
		    memmem(t.ptr + a, t.len - a - b, pairs[i][0], a))
			continue;
		return trim_lines((struct text){ t.ptr + a, t.len - a - b });
	}
	return t;
}

/* Fences within become code that is indented. */
static void add_lines(struct text t, struct buf *out)
{
	bool code = false;
	struct text line;

	while (line_take(&t, &line)) {
		if (message_is_fence(line)) {
			code = !code;
			continue;
		}
		if (code && !line_is_blank(line))
			buf_adds(out, "    ");
		buf_add(out, line.ptr, line.len);
		buf_addch(out, '\n');
	}
}

void message_unchat(struct text in, struct buf *out)
{
	struct text left, t = drop_preface(in, &left), first = t, line;

	if (!left.len && line_take(&first, &line) && message_is_fence(line))
		t = drop_preface(inside_fence(t), &left);
	if (left.len) {		/* the subject, on the preface's own line */
		left = unquote(left);
		buf_add(out, left.ptr, left.len);
		buf_adds(out, "\n\n");
	}
	t = drop_farewell(t);
	add_lines(unquote(t), out);
}
