#include "route/shape.h"

#include <string.h>

enum byte_class {
	B_LOWER	= 1 << 0,
	B_UPPER	= 1 << 1,
	B_DIGIT	= 1 << 2,
	B_SPACE	= 1 << 3,
	B_CODE	= 1 << 4,
	B_OPER	= 1 << 5,
	B_HIGH	= 1 << 6
};

static unsigned classify_byte(unsigned char c)
{
	static const unsigned char other[128] = {
		['\t'] = B_SPACE, ['\n'] = B_SPACE, ['\r'] = B_SPACE,
		[' '] = B_SPACE,  [';'] = B_CODE,   ['{'] = B_CODE,
		['}'] = B_CODE,	  ['('] = B_CODE,   [')'] = B_CODE,
		['['] = B_CODE,	  [']'] = B_CODE,   ['<'] = B_CODE,
		['>'] = B_CODE,	  ['='] = B_CODE | B_OPER,
		['_'] = B_CODE,	  ['\\'] = B_CODE,  ['|'] = B_CODE,
		['&'] = B_CODE,	  ['+'] = B_OPER,   ['*'] = B_OPER,
		['/'] = B_OPER,	  ['^'] = B_OPER,   ['-'] = B_OPER,
	};

	if (c >= 0x80)
		return B_HIGH;
	if ((unsigned)c - 'a' < 26)
		return B_LOWER;
	if ((unsigned)c - 'A' < 26)
		return B_UPPER;
	if ((unsigned)c - '0' < 10)
		return B_DIGIT;
	return other[c];
}

static bool starts(struct text t, const char *s)
{
	size_t n = strlen(s);

	return t.len >= n && !memcmp(t.ptr, s, n);
}

static bool starts_any(struct text t, const char *const *list)
{
	for (; *list; list++)
		if (starts(t, *list))
			return true;
	return false;
}

/* First words of lines in programs; the blank after them counts. */
static const char *const keywords[] = {
	"def ", "class ", "import ", "from ", "#include", "#define", "#if",
	"#endif", "return ", "return;", "if (", "if(", "} else", "else:",
	"else {", "elif ", "for (", "for(", "while (", "while(", "switch (",
	"case ", "public ", "private ", "protected ", "static ", "const ",
	"let ", "var ", "function ", "func ", "fn ", "pub ", "impl ", "use ",
	"struct ", "typedef ", "enum ", "void ", "int ", "char ", "bool ",
	"async ", "await ", "export ", "package ", "using ", "namespace ",
	"template<", "template <", "try:", "try {", "except ", "catch ",
	"raise ", "throw ", "print(", "console.", "self.", "this.", "echo ",
	"sudo ", "$ ", "#!/", "<?php", "@Override", "end", "then", "do {",
	"val ", "match ", "assert", "with open", "goto ", "break;", NULL
};

static const char *const sql_words[] = {
	"SELECT ", "select ", "INSERT INTO", "insert into", "UPDATE ",
	"CREATE TABLE", "create table", "ALTER TABLE", "DELETE FROM",
	"FROM ", "WHERE ", "JOIN ", "LEFT JOIN", "INNER JOIN", "GROUP BY",
	"ORDER BY", "DROP TABLE", "VALUES", NULL
};

static const char *const trace_words[] = {
	"Traceback (most", "File \"", "at ", "Exception in", "Caused by:",
	"panic:", "thread '", "goroutine ", "Segmentation fault", "error[",
	"error:", "Error:", "fatal:", "ERROR ", "npm ERR!", "TypeError",
	"ValueError", "KeyError", "AttributeError", "ModuleNotFound",
	"ImportError", "SyntaxError", "NameError", "IndexError",
	"RuntimeError", "undefined reference", "java.lang.", NULL
};

static const char *const diff_words[] = {
	"diff --git", "@@ -", "+++ ", "--- a/", "index ", "Index: ", NULL
};

static const char *const fim_marks[] = {
	"<|fim", "<fim_", "<FILL", "TODO_FILL", "<PRE>", "<SUF>", "<MID>",
	"[MASK]", "<CURSOR>", "<|cursor", "<\xef\xbd\x9c" "fim", "[FILL",
	"<HOLE>", "<INSERT", "{{FILL", "[INSERT", "<missing", NULL
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (unsigned)(c | 32) - 'a' < 26;
}

/* "A. ", "(A) ", "b) ", "1) ": one choice among several. */
static bool is_option(struct text t)
{
	size_t i = t.len && t.ptr[0] == '(';

	if (t.len < i + 2 || !(is_letter(t.ptr[i]) || is_digit(t.ptr[i])))
		return false;
	return t.ptr[i + 1] == ')' ||
	       (!i && is_letter(t.ptr[0]) && t.ptr[1] == '.' &&
		(t.len == 2 || t.ptr[2] == ' '));
}

/* "Name: text", "Name Surname: text" */
static bool is_speaker(struct text t)
{
	size_t words = 1;

	if (!t.len || !(classify_byte((unsigned char)*t.ptr) & B_UPPER))
		return false;
	for (size_t i = 1; i < t.len && i < 32; i++) {
		if (t.ptr[i] == ':')
			return i + 2 < t.len && t.ptr[i + 1] == ' ';
		if (t.ptr[i] == ' ' && ++words > 3)
			return false;
		if (t.ptr[i] != ' ' && !is_letter(t.ptr[i]))
			return false;
	}
	return false;
}

static bool is_log_line(struct text t)
{
	size_t digits = 0;

	if (t.len < 12)
		return false;
	for (size_t i = 0; i < 12; i++)
		digits += is_digit(t.ptr[i]);
	return digits >= 6;
}

static size_t code_bytes(struct text t)
{
	size_t n = 0;

	for (size_t i = 0; i < t.len && i < 120; i++)
		n += (classify_byte((unsigned char)t.ptr[i]) & B_CODE) != 0;
	return n;
}

bool shape_is_code(struct text line)
{
	struct text t = text_trim(line);
	char last;

	if (t.len < 2)
		return t.len && (*t.ptr == '{' || *t.ptr == '}');
	last = t.ptr[t.len - 1];
	if (last == ';' || last == '{' || last == '}')
		return true;
	if (starts_any(t, keywords))
		return last == ':' || last == ')' || last == '(' ||
		       code_bytes(t) >= 1;
	if (starts(t, "//") || starts(t, "/*") || starts(t, "*/") ||
	    starts(t, "#!"))
		return true;
	return code_bytes(t) * 7 > (t.len < 120 ? t.len : 120) &&
	       code_bytes(t) >= 3;
}

static void add_line(struct shape *s, struct text line)
{
	struct text t = text_trim(line);

	s->lines++;
	if (!t.len) {
		s->empty_lines++;
		return;
	}
	s->indented += line.ptr[0] == '\t' ||
		       (t.ptr - line.ptr >= 2 && line.ptr[0] == ' ');
	s->fences += starts(t, "```") || starts(t, "~~~");
	s->diff_lines += starts_any(line, diff_words);
	s->code_lines += shape_is_code(line);
	s->keywords += starts_any(t, keywords);
	s->sql += starts_any(t, sql_words);
	s->trace_lines += starts_any(t, trace_words);
	s->comments += starts(t, "//") || starts(t, "/*") ||
		       starts(t, "* ") || starts(t, "# ") ||
		       starts(t, "\"\"\"") || starts(t, "--");
	s->headings += t.ptr[0] == '#' && t.len > 2;
	s->bullets += (t.len > 2 && strchr("-*+", t.ptr[0]) &&
		       t.ptr[1] == ' ') ||
		      starts(t, "\xe2\x80\xa2") ||
		      (is_digit(t.ptr[0]) && t.len > 2 && t.ptr[1] == '.');
	s->options += is_option(t);
	s->speakers += is_speaker(t);
	s->log_lines += is_log_line(t);
}

static void count_script(struct shape *s, unsigned cp)
{
	if (cp < 0x250)
		s->latin += cp >= 0xc0;
	else if (cp >= 0x400 && cp < 0x530)
		s->cyrillic++;
	else if (cp >= 0x600 && cp < 0x780)
		s->arabic++;
	else if (cp >= 0x3040 && cp < 0x3100)
		s->kana++;
	else if (cp >= 0x3400 && cp < 0xa000)
		s->han++;
	else if (cp >= 0xac00 && cp < 0xd7b0)
		s->hangul++;
	else if (cp >= 0x370 && cp < 0x1f000 && (cp < 0x2000 || cp > 0x2bff))
		s->other++;
}

/* Marks that stand anywhere: what begins with this byte at p? */
static void add_mark(struct shape *s, const char *p, size_t left)
{
	struct text t = { .ptr = p, .len = left };

	switch (*p) {
	case '<':
		s->fims += starts_any(t, fim_marks);
		s->tags += left > 2 && (is_letter(p[1]) || p[1] == '/');
		break;
	case '[':
	case 'T':
	case '{':
		s->fims += starts_any(t, fim_marks);
		break;
	case '-':
	case '=':
		s->arrows += left > 1 && p[1] == '>';
		s->names += left > 1 && p[1] == '=';
		break;
	case ':':
		s->arrows += left > 1 && p[1] == ':';
		s->urls += starts(t, "://");
		break;
	case '_':
		s->blanks_to_fill += starts(t, "___");
		break;
	default:
		break;
	}
}

/* Pairs of bytes that tell: f( a_b aB x.y:12 */
static void add_pair(struct shape *s, const char *p, size_t left)
{
	unsigned a = classify_byte((unsigned char)p[0]);
	unsigned b = classify_byte((unsigned char)p[1]);

	s->calls += (a & (B_LOWER | B_UPPER | B_DIGIT)) && p[1] == '(';
	s->names += (a & B_LOWER) && (b & B_UPPER);
	s->names += (a & (B_LOWER | B_UPPER)) && p[1] == '_';
	s->numbers += (a & B_DIGIT) && !(b & B_DIGIT);
	s->file_lines += (a & B_LOWER) && p[1] == ':' && left > 2 &&
			 is_digit(p[2]);
	s->sentences += (b & B_SPACE) && strchr(".!?", p[0]) && p[0];
	s->operators += (a & (B_SPACE | B_DIGIT)) && (b & B_OPER) &&
			left > 2 && (p[2] == ' ' || is_digit(p[2]) ||
				     is_letter(p[2])) &&
			p[1] != '/' && !((a & B_SPACE) && p[1] == '-' &&
					 p[2] == ' ');
}

static void add_byte(struct shape *s, char ch)
{
	unsigned c = classify_byte((unsigned char)ch);

	s->letters += (c & (B_LOWER | B_UPPER)) != 0;
	s->upper += (c & B_UPPER) != 0;
	s->digits += (c & B_DIGIT) != 0;
	s->blanks += (c & B_SPACE) != 0;
	s->code_punct += (c & B_CODE) != 0;
	s->quotes += ch == '"';
	s->questions += ch == '?';
	s->commas += ch == ',';
	s->backslashes += ch == '\\';
	s->dollars += ch == '$';
	s->percents += ch == '%';
}

static void add_end(struct shape *s, struct text t)
{
	char last;

	t = text_trim(t);
	if (!t.len)
		return;
	last = t.ptr[t.len - 1];
	s->ends_question = last == '?' || (t.len > 2 &&
		(!memcmp(t.ptr + t.len - 3, "\xef\xbc\x9f", 3) ||
		 !memcmp(t.ptr + t.len - 3, "\xe3\x81\x8b", 3)));
	s->ends_colon = last == ':' || (t.len > 2 &&
		!memcmp(t.ptr + t.len - 3, "\xef\xbc\x9a", 3));
	s->ends_equals = last == '=';
	s->ends_stop = last == '.' || last == '!' || last == ';' ||
		       last == '}';
	s->numbers += is_digit(last);
	s->sentences += last == '.' || last == '!' || last == '?';
}

void shape_add(struct shape *s, struct text t)
{
	size_t line = 0;

	s->bytes += t.len;
	for (size_t i = 0; i < t.len; i++) {
		unsigned char c = (unsigned char)t.ptr[i];

		if (c >= 0x80) {
			unsigned cp;
			size_t used;

			s->high++;
			if (c >= 0xc0 && utf8_decode(t.ptr + i, t.len - i, &cp,
						     &used) > 0)
				count_script(s, cp);
			if (c == 0xef && t.len - i > 2 &&
			    !memcmp(t.ptr + i, "\xef\xbc\x9f", 3))
				s->questions++;
			continue;
		}
		add_byte(s, t.ptr[i]);
		add_mark(s, t.ptr + i, t.len - i);
		if (i + 1 < t.len)
			add_pair(s, t.ptr + i, t.len - i);
		if (c != '\n')
			continue;
		add_line(s, (struct text){ t.ptr + line, i - line });
		line = i + 1;
	}
	if (line < t.len)
		add_line(s, (struct text){ t.ptr + line, t.len - line });
	add_end(s, t);
}

enum body_kind shape_kind(const struct shape *s)
{
	size_t full = s->lines - s->empty_lines;

	if (s->bytes < 2 || !full)
		return BODY_NONE;
	if (s->diff_lines >= 2)
		return BODY_DIFF;
	if (s->fims || (s->code_lines * 5 >= full * 2 && s->code_lines > 1) ||
	    (full <= 2 && s->code_lines * 2 >= full))
		return BODY_CODE;
	if (s->speakers * 2 >= full && full > 1)
		return BODY_TALK;
	if ((s->log_lines * 2 >= full && full > 2) ||
	    s->trace_lines * 3 >= full || s->tags * 2 > full * 3 ||
	    s->digits * 4 > s->letters)
		return BODY_DATA;
	return BODY_PROSE;
}
