#include "route/line.h"

/*
 * How lines of programs, queries, traces and diffs begin, by first
 * character, so that a line of prose is done with after one look.
 */
struct opening {
	const char *word; /* two characters and more */
	enum line_opening kind;
};

static const struct opening on_hash[] = { { "#include", OPENS_KEYWORD },
					  { "#define", OPENS_KEYWORD },
					  { "#if", OPENS_KEYWORD },
					  { "#endif", OPENS_KEYWORD },
					  { "#!/", OPENS_KEYWORD },
					  { "# ", OPENS_COMMENT },
					  { NULL, 0 } };
static const struct opening on_dollar[] = { { "$ ", OPENS_KEYWORD },
					    { NULL, 0 } };
static const struct opening on_star[] = { { "*/", OPENS_COMMENT },
					  { "* ", OPENS_COMMENT },
					  { NULL, 0 } };
static const struct opening on_plus[] = { { "+++ ", OPENS_DIFF }, { NULL, 0 } };
static const struct opening on_dash[] = { { "--", OPENS_COMMENT },
					  { "--- a/", OPENS_DIFF },
					  { NULL, 0 } };
static const struct opening on_slash[] = { { "//", OPENS_COMMENT },
					   { "/*", OPENS_COMMENT },
					   { NULL, 0 } };
static const struct opening on_less[] = { { "<?php", OPENS_KEYWORD },
					  { NULL, 0 } };
static const struct opening on_at[] = { { "@Override", OPENS_KEYWORD },
					{ "@@ -", OPENS_DIFF },
					{ NULL, 0 } };
static const struct opening on_cap_a[] = { { "ALTER TABLE", OPENS_SQL },
					   { "AttributeError", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_cap_c[] = { { "CREATE TABLE", OPENS_SQL },
					   { "Caused by:", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_cap_d[] = { { "DELETE FROM", OPENS_SQL },
					   { "DROP TABLE", OPENS_SQL },
					   { NULL, 0 } };
static const struct opening on_cap_e[] = { { "Exception in", OPENS_TRACE },
					   { "Error:", OPENS_TRACE },
					   { "ERROR ", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_cap_f[] = { { "FROM ", OPENS_SQL },
					   { "File \"", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_cap_g[] = { { "GROUP BY", OPENS_SQL },
					   { NULL, 0 } };
static const struct opening on_cap_i[] = {
	{ "INSERT INTO", OPENS_SQL },	{ "INNER JOIN", OPENS_SQL },
	{ "ImportError", OPENS_TRACE }, { "IndexError", OPENS_TRACE },
	{ "Index: ", OPENS_DIFF },	{ NULL, 0 }
};
static const struct opening on_cap_j[] = { { "JOIN ", OPENS_SQL },
					   { NULL, 0 } };
static const struct opening on_cap_k[] = { { "KeyError", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_cap_l[] = { { "LEFT JOIN", OPENS_SQL },
					   { NULL, 0 } };
static const struct opening on_cap_m[] = { { "ModuleNotFound", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_cap_n[] = { { "NameError", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_cap_o[] = { { "ORDER BY", OPENS_SQL },
					   { NULL, 0 } };
static const struct opening on_cap_r[] = { { "RuntimeError", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_cap_s[] = { { "SELECT ", OPENS_SQL },
					   { "Segmentation fault",
					     OPENS_TRACE },
					   { "SyntaxError", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_cap_t[] = { { "Traceback (most", OPENS_TRACE },
					   { "TypeError", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_cap_u[] = { { "UPDATE ", OPENS_SQL },
					   { NULL, 0 } };
static const struct opening on_cap_v[] = { { "VALUES", OPENS_SQL },
					   { "ValueError", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_cap_w[] = { { "WHERE ", OPENS_SQL },
					   { NULL, 0 } };
static const struct opening on_quote[] = { { "\"\"\"", OPENS_COMMENT },
					   { NULL, 0 } };
static const struct opening on_tick[] = { { "```", OPENS_FENCE }, { NULL, 0 } };
static const struct opening on_low_a[] = { { "async ", OPENS_KEYWORD },
					   { "await ", OPENS_KEYWORD },
					   { "assert", OPENS_KEYWORD },
					   { "at ", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_low_b[] = { { "bool ", OPENS_KEYWORD },
					   { "break;", OPENS_KEYWORD },
					   { NULL, 0 } };
static const struct opening on_low_c[] = {
	{ "class ", OPENS_KEYWORD },   { "case ", OPENS_KEYWORD },
	{ "const ", OPENS_KEYWORD },   { "char ", OPENS_KEYWORD },
	{ "catch ", OPENS_KEYWORD },   { "console.", OPENS_KEYWORD },
	{ "create table", OPENS_SQL }, { NULL, 0 }
};
static const struct opening on_low_d[] = { { "def ", OPENS_KEYWORD },
					   { "do {", OPENS_KEYWORD },
					   { "diff --git", OPENS_DIFF },
					   { NULL, 0 } };
static const struct opening on_low_e[] = { { "else:", OPENS_KEYWORD },
					   { "else {", OPENS_KEYWORD },
					   { "elif ", OPENS_KEYWORD },
					   { "enum ", OPENS_KEYWORD },
					   { "export ", OPENS_KEYWORD },
					   { "except ", OPENS_KEYWORD },
					   { "echo ", OPENS_KEYWORD },
					   { "end", OPENS_KEYWORD },
					   { "error[", OPENS_TRACE },
					   { "error:", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_low_f[] = {
	{ "from ", OPENS_KEYWORD }, { "for (", OPENS_KEYWORD },
	{ "for(", OPENS_KEYWORD },  { "function ", OPENS_KEYWORD },
	{ "func ", OPENS_KEYWORD }, { "fn ", OPENS_KEYWORD },
	{ "fatal:", OPENS_TRACE },  { NULL, 0 }
};
static const struct opening on_low_g[] = { { "goto ", OPENS_KEYWORD },
					   { "goroutine ", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_low_i[] = {
	{ "import ", OPENS_KEYWORD }, { "if (", OPENS_KEYWORD },
	{ "if(", OPENS_KEYWORD },     { "impl ", OPENS_KEYWORD },
	{ "int ", OPENS_KEYWORD },    { "insert into", OPENS_SQL },
	{ "index ", OPENS_DIFF },     { NULL, 0 }
};
static const struct opening on_low_j[] = { { "java.lang.", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_low_l[] = { { "let ", OPENS_KEYWORD },
					   { NULL, 0 } };
static const struct opening on_low_m[] = { { "match ", OPENS_KEYWORD },
					   { NULL, 0 } };
static const struct opening on_low_n[] = { { "namespace ", OPENS_KEYWORD },
					   { "npm ERR!", OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_low_p[] = {
	{ "public ", OPENS_KEYWORD },	 { "private ", OPENS_KEYWORD },
	{ "protected ", OPENS_KEYWORD }, { "pub ", OPENS_KEYWORD },
	{ "package ", OPENS_KEYWORD },	 { "print(", OPENS_KEYWORD },
	{ "panic:", OPENS_TRACE },	 { NULL, 0 }
};
static const struct opening on_low_r[] = { { "return ", OPENS_KEYWORD },
					   { "return;", OPENS_KEYWORD },
					   { "raise ", OPENS_KEYWORD },
					   { NULL, 0 } };
static const struct opening on_low_s[] = { { "switch (", OPENS_KEYWORD },
					   { "static ", OPENS_KEYWORD },
					   { "struct ", OPENS_KEYWORD },
					   { "self.", OPENS_KEYWORD },
					   { "sudo ", OPENS_KEYWORD },
					   { "select ", OPENS_SQL },
					   { NULL, 0 } };
static const struct opening on_low_t[] = {
	{ "typedef ", OPENS_KEYWORD },	 { "template<", OPENS_KEYWORD },
	{ "template <", OPENS_KEYWORD }, { "try:", OPENS_KEYWORD },
	{ "try {", OPENS_KEYWORD },	 { "throw ", OPENS_KEYWORD },
	{ "this.", OPENS_KEYWORD },	 { "then", OPENS_KEYWORD },
	{ "thread '", OPENS_TRACE },	 { NULL, 0 }
};
static const struct opening on_low_u[] = { { "use ", OPENS_KEYWORD },
					   { "using ", OPENS_KEYWORD },
					   { "undefined reference",
					     OPENS_TRACE },
					   { NULL, 0 } };
static const struct opening on_low_v[] = { { "var ", OPENS_KEYWORD },
					   { "void ", OPENS_KEYWORD },
					   { "val ", OPENS_KEYWORD },
					   { NULL, 0 } };
static const struct opening on_low_w[] = { { "while (", OPENS_KEYWORD },
					   { "while(", OPENS_KEYWORD },
					   { "with open", OPENS_KEYWORD },
					   { NULL, 0 } };
static const struct opening on_brace[] = { { "} else", OPENS_KEYWORD },
					   { NULL, 0 } };
static const struct opening on_tilde[] = { { "~~~", OPENS_FENCE },
					   { NULL, 0 } };

static const struct opening *const openings[128] = {
	['#'] = on_hash,  ['$'] = on_dollar, ['*'] = on_star,  ['+'] = on_plus,
	['-'] = on_dash,  ['/'] = on_slash,  ['<'] = on_less,  ['@'] = on_at,
	['A'] = on_cap_a, ['C'] = on_cap_c,  ['D'] = on_cap_d, ['E'] = on_cap_e,
	['F'] = on_cap_f, ['G'] = on_cap_g,  ['I'] = on_cap_i, ['J'] = on_cap_j,
	['K'] = on_cap_k, ['L'] = on_cap_l,  ['M'] = on_cap_m, ['N'] = on_cap_n,
	['O'] = on_cap_o, ['R'] = on_cap_r,  ['S'] = on_cap_s, ['T'] = on_cap_t,
	['U'] = on_cap_u, ['V'] = on_cap_v,  ['W'] = on_cap_w, ['"'] = on_quote,
	['`'] = on_tick,  ['a'] = on_low_a,  ['b'] = on_low_b, ['c'] = on_low_c,
	['d'] = on_low_d, ['e'] = on_low_e,  ['f'] = on_low_f, ['g'] = on_low_g,
	['i'] = on_low_i, ['j'] = on_low_j,  ['l'] = on_low_l, ['m'] = on_low_m,
	['n'] = on_low_n, ['p'] = on_low_p,  ['r'] = on_low_r, ['s'] = on_low_s,
	['t'] = on_low_t, ['u'] = on_low_u,  ['v'] = on_low_v, ['w'] = on_low_w,
	['}'] = on_brace, ['~'] = on_tilde,
};

/* The first two characters are known to be the same. */
static bool begins(struct text t, const char *word)
{
	size_t i = 2;

	while (word[i] && i < t.len && t.ptr[i] == word[i])
		i++;
	return !word[i];
}

unsigned line_openings(struct text t)
{
	const struct opening *o;
	unsigned found = 0;

	if (t.len < 2 || (unsigned char)*t.ptr >= 128)
		return 0;
	o = openings[(unsigned char)*t.ptr];
	for (; o && o->word; o++)
		if (o->word[1] == t.ptr[1] && begins(t, o->word))
			found |= o->kind;
	return found;
}

size_t line_code_bytes(struct text t)
{
	static const unsigned char code[256] = {
		[';'] = 1, ['{'] = 1, ['}'] = 1, ['('] = 1,  [')'] = 1,
		['['] = 1, [']'] = 1, ['<'] = 1, ['>'] = 1,  ['='] = 1,
		['_'] = 1, ['|'] = 1, ['&'] = 1, ['\\'] = 1,
	};
	size_t n = 0, most = t.len < LINE_CODE_BYTES ? t.len : LINE_CODE_BYTES;

	for (size_t i = 0; i < most; i++)
		n += code[(unsigned char)t.ptr[i]];
	return n;
}

/* One that ends as statements do, whatever else is in it. */
static bool ends_as_code(struct text t)
{
	char last = t.ptr[t.len - 1];

	return last == ';' || last == '{' || last == '}';
}

/* Not the item of a list, which has a blank there. */
static bool is_c_comment(struct text t)
{
	return (*t.ptr == '/' || *t.ptr == '*') && t.ptr[1] != ' ';
}

bool line_is_code(struct text t, unsigned found, size_t code)
{
	size_t len = t.len < LINE_CODE_BYTES ? t.len : LINE_CODE_BYTES;

	if (t.len < 2)
		return t.len && (*t.ptr == '{' || *t.ptr == '}');
	if (ends_as_code(t))
		return true;
	if (found & OPENS_KEYWORD)
		return t.ptr[t.len - 1] == ':' || code >= 1;
	if ((found & OPENS_COMMENT) && is_c_comment(t))
		return true;
	return code >= 3 && code * 7 > len;
}
