#include "view/mdhtml.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { RAW = 1, COMMENT, QUERY, DECLARATION, CDATA, BLOCK, ANY };

static const char *const raw_names[] = { "pre", "script", "style",
					 "textarea", NULL };

static const char *const block_names[] = {
	"address", "article", "aside", "base", "basefont", "blockquote",
	"body", "caption", "center", "col", "colgroup", "dd", "details",
	"dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption",
	"figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3",
	"h4", "h5", "h6", "head", "header", "hr", "html", "iframe",
	"legend", "li", "link", "main", "menu", "menuitem", "nav",
	"noframes", "ol", "optgroup", "option", "p", "param", "search",
	"section", "summary", "table", "tbody", "td", "tfoot", "th",
	"thead", "title", "tr", "track", "ul", NULL
};

static bool begins(struct text t, const char *s)
{
	return t.len >= strlen(s) && !memcmp(t.ptr, s, strlen(s));
}

static bool has(struct text t, const char *s)
{
	return memmem(t.ptr, t.len, s, strlen(s)) != NULL;
}

static char at(struct text t, size_t i)
{
	return i < t.len ? t.ptr[i] : '\0';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_alpha(char c)
{
	return isalpha((unsigned char)c) && (unsigned char)c < 0x80;
}

static bool is_alnum(char c)
{
	return is_alpha(c) || (c >= '0' && c <= '9');
}

/* The length of a tag's name from `i` on. */
static size_t name_len(struct text t, size_t i)
{
	size_t n = 0;

	if (is_alpha(at(t, i)))
		while (is_alnum(at(t, i + n)) || (n && at(t, i + n) == '-'))
			n++;
	return n;
}

static bool is_one_of(const char *const *names, const char *p, size_t len)
{
	for (; *names; names++)
		if (strlen(*names) == len && !strncasecmp(*names, p, len))
			return true;
	return false;
}

static size_t skip_blanks(struct text t, size_t i)
{
	while (is_blank(at(t, i)))
		i++;
	return i;
}

/* Over an attribute's value behind its "="; 0 when it is none. */
static size_t skip_value(struct text t, size_t i)
{
	char quote = at(t, i);
	size_t from = i;

	if (quote == '"' || quote == '\'') {
		const char *end = memchr(t.ptr + i + 1, quote, t.len - i - 1);

		return end ? (size_t)(end + 1 - t.ptr) : 0;
	}
	while (i < t.len && !is_blank(t.ptr[i]) && !strchr("\"'=<>`", t.ptr[i]))
		i++;
	return i > from ? i : 0;
}

/* Over the attributes of an opening tag; 0 when something is none. */
static size_t skip_attributes(struct text t, size_t i)
{
	for (;;) {
		size_t next = skip_blanks(t, i), value;

		if (next == i || !(is_alpha(at(t, next)) ||
				   at(t, next) == '_' || at(t, next) == ':'))
			return next;
		i = next;
		while (is_alnum(at(t, i)) ||
		       (i < t.len && strchr("_.:-", t.ptr[i])))
			i++;
		value = skip_blanks(t, i);
		if (at(t, value) != '=')
			continue;
		i = skip_value(t, skip_blanks(t, value + 1));
		if (!i)
			return 0;
	}
}

/* Kind 7: one tag, opening or closing, alone on the line. */
static bool is_lone_tag(struct text t)
{
	bool closing = at(t, 1) == '/';
	size_t i = closing ? 2 : 1, n = name_len(t, i);

	if (!n || is_one_of(raw_names, t.ptr + i, n))
		return false;
	i = closing ? skip_blanks(t, i + n) : skip_attributes(t, i + n);
	if (!i)
		return false;
	if (!closing && at(t, i) == '/')
		i++;
	return at(t, i) == '>' && skip_blanks(t, i + 1) == t.len;
}

static bool ends_name(struct text t, size_t i)
{
	return i >= t.len || is_blank(t.ptr[i]) || t.ptr[i] == '>';
}

static const struct {
	const char *begin;
	unsigned kind;
} marks[] = {
	{ "<!--", COMMENT }, { "<?", QUERY }, { "<![CDATA[", CDATA },
};

static bool is_block(struct text t, size_t from, size_t n)
{
	size_t end = from + n;

	return is_one_of(block_names, t.ptr + from, n) &&
	       (ends_name(t, end) ||
		(at(t, end) == '/' && at(t, end + 1) == '>'));
}

static bool is_raw(struct text t, size_t from, size_t n)
{
	return from == 1 && is_one_of(raw_names, t.ptr + from, n) &&
	       ends_name(t, from + n);
}

unsigned mdhtml_begin(struct text t, bool whole, bool in_paragraph)
{
	size_t from = at(t, 1) == '/' ? 2 : 1, n = name_len(t, from);

	if (is_raw(t, from, n))
		return RAW;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (begins(t, marks[i].begin))
			return marks[i].kind;
	if (begins(t, "<!") && is_alpha(at(t, 2)))
		return DECLARATION;
	if (is_block(t, from, n))
		return BLOCK;
	return whole && !in_paragraph && is_lone_tag(t) ? ANY : 0;
}

static bool ends_raw(struct text t)
{
	for (size_t i = 0; i + 2 < t.len; i++) {
		size_t n;

		if (t.ptr[i] != '<' || t.ptr[i + 1] != '/')
			continue;
		n = name_len(t, i + 2);
		if (at(t, i + 2 + n) == '>' &&
		    is_one_of(raw_names, t.ptr + i + 2, n))
			return true;
	}
	return false;
}

bool mdhtml_ends(unsigned kind, struct text line)
{
	switch (kind) {
	case RAW:
		return ends_raw(line);
	case COMMENT:
		return has(line, "-->");
	case QUERY:
		return has(line, "?>");
	case DECLARATION:
		return has(line, ">");
	case CDATA:
		return has(line, "]]>");
	default:
		return false;
	}
}

bool mdhtml_ends_blank(unsigned kind)
{
	return kind == BLOCK || kind == ANY;
}
