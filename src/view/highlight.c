#include "view/highlight.h"

#include <string.h>

#include "view/highlight_scan.h"

/* "#include <x>": the directive and the name; the rest is code. */
static void read_directive(struct scan *s)
{
	size_t i = skip_blanks(s, 0), word;
	const char *end;

	if (peek(s, i) != '#')
		return;
	s->at = i;
	word = i = skip_blanks(s, i + 1);
	while (i < s->len && is_name(s->p[i]))
		i++;
	scan_paint(s, ROLE_META, i);
	if (i - word < 6 || memcmp(s->p + word, "includ", 6) != 0)
		return;
	s->at = skip_blanks(s, i);
	if (peek(s, s->at) != '<')
		return;
	end = memchr(s->p + s->at, '>', s->len - s->at);
	scan_paint(s, ROLE_STRING, end ? (size_t)(end - s->p) + 1 : s->len);
}

/* "[section]" */
static void read_section(struct scan *s)
{
	size_t i = skip_blanks(s, 0);
	const char *end;

	if (peek(s, i) != '[')
		return;
	end = memchr(s->p + i, ']', s->len - i);
	if (!end)
		return;
	s->at = i;
	for (i = (size_t)(end - s->p); peek(s, i) == ']';)
		i++;
	scan_paint(s, ROLE_META, i);
}

/* Something that no key has: a quote only where it begins a word. */
static bool ends_key(const struct scan *s, size_t start, size_t i)
{
	char c = s->p[i];

	if (c == '"' || c == '\'')
		return i == start || is_blank(s->p[i - 1]);
	return is_one_of("#;{[$", c);
}

/* "key = value", "- key: value", "target: needed" */
static void read_key(struct scan *s)
{
	size_t i = skip_blanks(s, 0), end;
	char assign = s->lang->assign;

	if (peek(s, 0) == '\t')	/* a recipe */
		return;
	while (assign == ':' && peek(s, i) == '-' && is_blank(peek(s, i + 1)))
		i = skip_blanks(s, i + 1);
	for (end = i; end < s->len && !ends_key(s, i, end); end++)
		if (s->p[end] == assign &&
		    (assign != ':' || end + 1 == s->len ||
		     is_blank(s->p[end + 1])))
			break;
	if (peek(s, end) != assign)
		return;
	while (end > i && is_blank(s->p[end - 1]))
		end--;
	s->at = i;
	scan_paint(s, ROLE_KEY, end);
}

/*
 * "$ make", "% make", "me@host:~$ make": up to the command. "# make" could
 * be a comment, and only in a session is it not.
 */
static size_t prompt_len(const struct scan *s)
{
	const char *marks = s->lang->flags & LANG_SESSION ? "$%#>" : "$";
	size_t i = 0;

	if (s->lang->flags & LANG_SESSION) {
		while (i < s->len && (is_name(s->p[i]) ||
				      is_one_of("@:~/.-", s->p[i])))
			i++;
		/* "50% done" is none */
		if (i && !memchr(s->p, '@', i) && !memchr(s->p, '~', i))
			i = 0;
	}
	if (!is_one_of(marks, peek(s, i)) || !is_blank(peek(s, i + 1)))
		return 0;
	return i + 2;
}

/* False: the line is output. */
static bool read_prompt(struct scan *s)
{
	struct highlight *h = s->h;
	bool session = s->lang->flags & LANG_SESSION;
	size_t prompt = prompt_len(s);

	if (prompt && (session || !h->span)) {
		h->span = h->depth = 0;
		h->hole = '\0';
		scan_paint(s, ROLE_PROMPT, prompt);
	} else if (session && !h->more) {
		return false;
	}
	h->more = s->len && s->p[s->len - 1] == '\\';
	return true;
}

/* The count in "-12,3" or "+12,3" at i; 1 where it is left out. */
static size_t hunk_count(const struct scan *s, size_t i)
{
	size_t n = 0;

	while (is_digit(peek(s, ++i)))
		;
	if (peek(s, i) != ',')
		return 1;
	while (is_digit(peek(s, ++i)))
		if (n < 1000000)
			n = n * 10 + (size_t)(s->p[i] - '0');
	return n;
}

static void begin_hunk(struct scan *s)
{
	const char *plus = memchr(s->p, '+', s->len);

	s->h->minus = peek(s, 3) == '-' ? hunk_count(s, 3) : 0;
	s->h->plus = plus ? hunk_count(s, (size_t)(plus - s->p)) : 0;
}

/* Headers that no hunk is likely to hold. */
static bool is_file_line(const struct scan *s)
{
	return starts(s, 0, "--- a/") || starts(s, 0, "+++ b/") ||
	       starts(s, 0, "--- /dev/null") || starts(s, 0, "+++ /dev/null");
}

/* A line of a hunk, by its first byte; counts may be wrong in an answer. */
static enum term_role hunk_role(struct scan *s)
{
	struct highlight *h = s->h;
	char c = peek(s, 0);

	if (c != '+' && c != '\\' && h->minus)
		h->minus--;
	if (c != '-' && c != '\\' && h->plus)
		h->plus--;
	if (c == '\\')
		return ROLE_COMMENT;
	if (c == '+' || c == '>')
		return ROLE_ADDED;
	return c == '-' || c == '<' ? ROLE_REMOVED : ROLE_NONE;
}

static void read_diff(struct scan *s)
{
	bool in_hunk = s->h->minus || s->h->plus;
	enum term_role role;

	if (starts(s, 0, "@@")) {
		begin_hunk(s);
		role = ROLE_HUNK;
	} else if (is_file_line(s) ||
		   (!in_hunk && (starts(s, 0, "--- ") ||
				 starts(s, 0, "+++ "))) ||
		   starts(s, 0, "diff ") || starts(s, 0, "index ")) {
		s->h->minus = s->h->plus = 0;
		role = ROLE_FILE;
	} else {
		role = hunk_role(s);
	}
	scan_paint(s, role, s->len);
}

/* What only the start of a line can be. False: nothing else is in it. */
static bool read_start(struct scan *s)
{
	unsigned flags = s->lang->flags;

	if (flags & LANG_DIFF) {
		read_diff(s);
		return false;
	}
	if (flags & LANG_PROMPTS && !read_prompt(s))
		return false;
	if (s->h->span)
		return true;
	if (flags & LANG_PREPROCESSOR)
		read_directive(s);
	if (flags & LANG_SECTIONS)
		read_section(s);
	if (s->lang->assign && !s->at)
		read_key(s);
	return true;
}

void highlight_begin(struct highlight *h, struct text info)
{
	const char *p = info.ptr, *end = p + info.len, *word;

	*h = (struct highlight){ .lang = NULL };
	while (p < end && is_one_of(" \t{.", *p))
		p++;
	for (word = p; p < end && (is_name(*p) || is_one_of("+#-./", *p));)
		p++;
	h->lang = language_find(word, (size_t)(p - word));
	/* a file's name */
	while (!h->lang && p > word && p[-1] != '.')
		p--;
	if (!h->lang && p > word) {
		for (word = p; p < end && is_name(*p);)
			p++;
		h->lang = language_find(word, (size_t)(p - word));
	}
}

void highlight_line(struct highlight *h, struct text line, bool light,
		    struct buf *out)
{
	struct scan s = {
		.h = h,
		.lang = h->lang,
		.p = line.ptr,
		.len = line.len,
		.fresh = true,
		.light = light,
		.out = out,
	};

	if (h->span && !line.len && !(h->lang->spans[h->span - 1].flags &
				      SPAN_LINES))
		h->span = 0;	/* a backslash before an empty line */
	if (h->lang && read_start(&s))
		while (s.at < s.len)
			scan_token(&s);
	scan_finish(&s);
}
