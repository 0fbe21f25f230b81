#include "diff/symbol.h"

#include <string.h>

bool symbol_is_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       c == '$';
}

bool symbol_is_part(char c)
{
	return symbol_is_start(c) || (c >= '0' && c <= '9');
}

static bool is_one_of(struct text t, const char *const *list)
{
	/* asked of each line: the first letter decides, nearly always */
	for (; t.len && *list; list++)
		if (**list == *t.ptr && text_is(t, *list))
			return true;
	return false;
}

/* What stands in front of a definition and names nothing. */
static const char *const modifiers[] = {
	"pub", "public", "private", "protected", "internal", "static",
	"export", "default", "async", "inline", "extern", "final", "abstract",
	"unsafe", "virtual", "override", "open", "sealed", "partial", NULL
};

static const char *const keywords[] = {
	"def", "fn", "func", "function", "class", "interface", "trait",
	"impl", "type", "module", "namespace", "sub", "proc", "mod",
	"object", "protocol", "record", NULL
};

/* In C a function may return one, so these need a second look. */
static const char *const aggregates[] = { "struct", "enum", "union", NULL };

static const char *const statements[] = {
	"if", "for", "while", "switch", "return", "sizeof", "catch", "else",
	"do", "case", "defined", "elif", "and", "or", "not", "assert", "new",
	"throw", "typeof", "in", "with", "print", "await", "yield", "goto",
	NULL
};

static size_t skip_blanks(struct text t, size_t at)
{
	while (at < t.len && (t.ptr[at] == ' ' || t.ptr[at] == '\t'))
		at++;
	return at;
}

/* The name at `at`, empty when there is none. */
static struct text name_at(struct text t, size_t at)
{
	struct text name = { t.ptr + at, 0 };

	if (at < t.len && symbol_is_start(t.ptr[at]))
		while (at < t.len && symbol_is_part(t.ptr[at])) {
			at++;
			name.len++;
		}
	return name;
}

/* Behind brackets that open at `at`; the line's end when they do not close. */
static size_t skip_group(struct text t, size_t at, char open, char close)
{
	size_t depth = 0;

	if (at >= t.len || t.ptr[at] != open)
		return at;
	for (; at < t.len; at++) {
		if (t.ptr[at] == open)
			depth++;
		else if (t.ptr[at] == close && !--depth)
			return at + 1;
	}
	return at;
}

/* Behind modifiers, "pub(crate)" with them. */
static size_t skip_modifiers(struct text t, size_t at)
{
	for (;;) {
		struct text word;

		at = skip_blanks(t, at);
		word = name_at(t, at);
		if (!word.len || !is_one_of(word, modifiers))
			return at;
		at = skip_group(t, at + word.len, '(', ')');
	}
}

/* The name behind a keyword: "func (r *T) Name", "impl<T> Name", "NAME.x". */
static bool after_keyword(struct text t, size_t at, struct text *name)
{
	at = skip_group(t, skip_blanks(t, at), '<', '>');
	at = skip_group(t, skip_blanks(t, at), '(', ')');
	*name = name_at(t, skip_blanks(t, at));
	if (text_is(*name, "self")) {	/* Ruby's "def self.name" */
		at = (size_t)(name->ptr + name->len - t.ptr);
		if (at < t.len && t.ptr[at] == '.')
			*name = name_at(t, at + 1);
	}
	return name->len && !is_one_of(*name, statements);
}

/* TEST(name), TEST_IMPL(name): what such a macro makes is its argument. */
static void look_into_macro(struct text t, size_t paren, struct text *name)
{
	struct text arg = name_at(t, paren + 1);
	size_t end = paren + 1 + arg.len;

	for (size_t i = 0; i < name->len; i++)
		if (name->ptr[i] >= 'a' && name->ptr[i] <= 'z')
			return;
	if (arg.len && end < t.len && t.ptr[end] == ')')
		*name = arg;
}

/* "type name(...": the line's first parenthesis has a name in front. */
static bool c_function(struct text t, struct text *name)
{
	const char *paren = memchr(t.ptr, '(', t.len);
	size_t at, end;

	if (!paren || !t.len || !symbol_is_start(*t.ptr))
		return false;	/* indented: a call, most likely */
	at = (size_t)(paren - t.ptr);
	if (memchr(t.ptr, '=', at) || memchr(t.ptr, '"', at) ||
	    memchr(t.ptr, ';', at) || memchr(t.ptr, '.', at) ||
	    memchr(t.ptr, ',', at))
		return false;
	end = at;
	while (end && t.ptr[end - 1] == ' ')
		end--;
	if (at - end > 1)
		return false;
	for (at = end; at && symbol_is_part(t.ptr[at - 1]);)
		at--;
	*name = name_at(t, at);
	if (name->len != end - at || !name->len ||
	    is_one_of(*name, statements) ||
	    is_one_of(name_at(t, 0), statements))
		return false;
	look_into_macro(t, (size_t)(paren - t.ptr), name);
	return true;
}

/* "#define NAME", and "const name = (a) =>" or "= function". */
static bool other_forms(struct text t, size_t at, struct text *name)
{
	struct text word = name_at(t, at);
	size_t eq;

	if (at < t.len && t.ptr[at] == '#') {
		at = skip_blanks(t, at + 1);
		word = name_at(t, at);
		if (!text_is(word, "define"))
			return false;
		*name = name_at(t, skip_blanks(t, at + word.len));
		/* without a value it guards a header */
		return name->len && name->ptr + name->len < t.ptr + t.len;
	}
	if (!text_is(word, "const") && !text_is(word, "let") &&
	    !text_is(word, "var"))
		return false;
	*name = name_at(t, skip_blanks(t, at + word.len));
	if (!name->len)
		return false;
	eq = skip_blanks(t, (size_t)(name->ptr + name->len - t.ptr));
	if (eq >= t.len || t.ptr[eq] != '=')
		return false;
	word = (struct text){ t.ptr + eq, t.len - eq };
	return memmem(word.ptr, word.len, "=>", 2) ||
	       memmem(word.ptr, word.len, "= function", 10) ||
	       memmem(word.ptr, word.len, "= async", 7);
}

bool symbol_defined(struct text line, bool heading, struct text *name)
{
	size_t at = skip_modifiers(line, 0);
	struct text word = name_at(line, at), end = text_trim(line);
	char last = end.len ? end.ptr[end.len - 1] : '\0';

	*name = TEXT_LIT("");
	/* "t": C++ has a const behind its parentheses */
	if (last == '\\' && !heading && *end.ptr != '#')
		return false;
	if (is_one_of(word, keywords))
		return after_keyword(line, at + word.len, name);
	if (!heading && last == ';' && !is_one_of(word, aggregates))
		return other_forms(line, at, name);
	if ((heading || (last && strchr("{(),}t", last))) &&
	    c_function(line, name))
		return true;
	if (is_one_of(word, aggregates) && last != ';' &&
	    (heading || last == '{' || last == ':'))
		return after_keyword(line, at + word.len, name);
	return other_forms(line, at, name);
}
