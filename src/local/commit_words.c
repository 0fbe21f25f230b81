#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "diff/symbol.h"
#include "local/commit_lines.h"

#define MAX_WORDS	1024		/* a power of two; half may be used */

static bool is_keyword(struct text t)
{
	/* of the common languages, and types that say nothing of a change */
	static const char *const list[] = {
		"and", "assert", "async", "auto", "await", "bool", "boolean",
		"break", "case", "catch", "char", "class", "const",
		"continue", "def", "default", "defined", "del", "double",
		"elif", "else", "elsif", "end", "endif", "enum", "err",
		"error", "except", "export", "extern", "false", "False",
		"final", "finally", "float", "for", "foreach", "from", "func",
		"function", "goto", "ifdef", "ifndef", "impl", "import",
		"include", "int", "int32_t", "int64_t", "interface", "lambda",
		"let", "len", "long", "match", "mut", "namespace", "new",
		"nil", "None", "not", "null", "NULL", "undef", "pass",
		"print", "private", "protected", "pub", "public", "raise",
		"ref", "ret", "return", "self", "Self", "short", "signed",
		"size_t", "sizeof", "ssize_t", "static", "str", "string",
		"String", "struct", "super", "switch", "then", "this",
		"throw", "tmp", "true", "True", "TRUE", "FALSE", "try",
		"type", "typedef", "u_int", "uint32_t", "uint64_t",
		"uint8_t", "union", "unsigned", "use", "using", "var", "vec",
		"void", "volatile", "while", "with", "yield", "Ok", "Err",
		"Some", "Option", "Vec", "Result", "define", "elseif",
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		if (text_is(t, list[i]))
			return true;
	return false;
}

/* The slot of a name; NULL when there is no room for a new one. */
static struct code_word *slot_of(struct code_words *w, struct text name)
{
	size_t i = hash_bytes(HASH_START, name.ptr, name.len) % MAX_WORDS;

	while (w->list[i].name[0] && !text_is(name, w->list[i].name))
		i = (i + 1) % MAX_WORDS;
	if (w->list[i].name[0])
		return &w->list[i];
	if (w->count == MAX_WORDS / 2)
		return NULL;
	w->count++;
	memcpy(w->list[i].name, name.ptr, name.len);
	return &w->list[i];
}

static void add_word(struct code_words *w, char kind, struct text name,
		     bool call)
{
	struct code_word *word;

	if (name.len < 3 || name.len >= COMMIT_WORD || is_keyword(name))
		return;
	word = slot_of(w, name);
	if (!word)
		return;
	word->added += kind == '+';
	word->removed += kind == '-';
	word->context += kind == ' ' || kind == '@';
	word->call = word->call || call;
}

/* Behind the string that opens at `at`; the line's end ends it, too. */
static size_t skip_string(struct text t, size_t at)
{
	char quote = t.ptr[at++];

	while (at < t.len && t.ptr[at] != quote)
		at += t.ptr[at] == '\\' ? 2 : 1;
	return at + 1;
}

static bool is_comment_at(struct text t, size_t at)
{
	if (at + 1 >= t.len || t.ptr[at] != '/')
		return false;
	return t.ptr[at + 1] == '/' || t.ptr[at + 1] == '*';
}

static void read_code(struct code_words *w, char kind, struct text t)
{
	size_t at = 0;

	while (at < t.len && !is_comment_at(t, at)) {
		struct text name = { t.ptr + at, 0 };

		if (t.ptr[at] == '"' || t.ptr[at] == '\'' ||
		    t.ptr[at] == '`') {
			at = skip_string(t, at);
			continue;
		}
		if (!symbol_is_part(t.ptr[at])) {
			at++;
			continue;
		}
		while (at < t.len && symbol_is_part(t.ptr[at]))
			at++;
		name.len = (size_t)(t.ptr + at - name.ptr);
		if (symbol_is_start(*name.ptr))
			add_word(w, kind, name,
				 at < t.len && t.ptr[at] == '(');
	}
}

static void read_hunk(struct code_words *w, struct text t)
{
	while (t.len) {
		const char *lf = memchr(t.ptr, '\n', t.len);
		size_t len = lf ? (size_t)(lf - t.ptr) : t.len;
		struct text line = { t.ptr + 1, len ? len - 1 : 0 };

		if (len && *t.ptr != '\\' && !line_is_comment(line))
			read_code(w, *t.ptr, line);
		len += lf != NULL;
		t.ptr += len;
		t.len -= len;
	}
}

void code_words_find(const struct digest *d, unsigned kinds,
		     const struct digest_file *only, struct code_words *out)
{
	size_t n = 0;

	*out = (struct code_words){ .count = 0 };
	out->list = xcalloc(MAX_WORDS, sizeof(*out->list));
	for (size_t i = 0; i < d->hunk_count; i++) {
		const struct digest_file *f = &d->files[d->hunks[i].file];

		if (kinds & KIND_BIT(f->kind) && (!only || f == only))
			read_hunk(out, digest_hunk_text(d, &d->hunks[i]));
	}
	/* without the holes */
	for (size_t i = 0; i < MAX_WORDS; i++)
		if (out->list[i].name[0])
			out->list[n++] = out->list[i];
}

void code_words_release(struct code_words *w)
{
	free(w->list);
	*w = (struct code_words){ .count = 0 };
}
