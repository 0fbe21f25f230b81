#include "view/highlight_table.h"

#include <string.h>

#define STR SPAN_ESCAPES
#define LONG (SPAN_ESCAPES | SPAN_LINES)
#define RAW SPAN_LINES
#define COMMENT(open) { open, NULL, ROLE_COMMENT, 0 }
#define HASH_COMMENT { "#", NULL, ROLE_COMMENT, SPAN_BLANK }
#define BLOCK_COMMENT { "/*", "*/", ROLE_COMMENT, SPAN_LINES }
#define NESTED_COMMENT { "/*", "*/", ROLE_COMMENT, SPAN_LINES | SPAN_NESTS }
#define STRING(open, close, flags) { open, close, ROLE_STRING, flags }
#define REGEX { "/", "/", ROLE_STRING, SPAN_REGEX }
#define CODE (LANG_NUMBERS | LANG_CAPITALS)

static const struct language_span c_spans[] = {
	COMMENT("//"), BLOCK_COMMENT, STRING("R\"(", ")\"", RAW),
	STRING("\"", "\"", STR), STRING("'", "'", STR), { .open = NULL },
};
static const struct language_span python_spans[] = {
	COMMENT("#"), STRING("\"\"\"", "\"\"\"", LONG),
	STRING("'''", "'''", LONG), STRING("\"", "\"", STR),
	STRING("'", "'", STR), { .open = NULL },
};
static const struct language_span js_spans[] = {
	COMMENT("//"), BLOCK_COMMENT, STRING("\"", "\"", STR),
	STRING("'", "'", STR), STRING("`", "`", LONG | SPAN_HOLES), REGEX,
	{ .open = NULL },
};
static const struct language_span shell_spans[] = {
	HASH_COMMENT, STRING("$'", "'", LONG),
	STRING("\"", "\"", LONG | SPAN_HOLES), STRING("'", "'", RAW),
	{ .open = NULL },
};
static const struct language_span json_spans[] = {
	STRING("\"", "\"", STR), COMMENT("//"), BLOCK_COMMENT,
	{ .open = NULL },
};
static const struct language_span go_spans[] = {
	COMMENT("//"), BLOCK_COMMENT, STRING("`", "`", RAW),
	STRING("\"", "\"", STR), STRING("'", "'", STR), { .open = NULL },
};
static const struct language_span rust_spans[] = {
	COMMENT("//"), NESTED_COMMENT,
	{ "#[", "]", ROLE_META, SPAN_LINES | SPAN_NESTS },
	{ "#![", "]", ROLE_META, SPAN_LINES },
	STRING("br#\"", "\"#", RAW), STRING("br\"", "\"", RAW),
	STRING("r##\"", "\"##", RAW), STRING("r#\"", "\"#", RAW),
	STRING("r\"", "\"", RAW), STRING("\"", "\"", LONG),
	STRING("'", "'", STR | SPAN_CHAR), { .open = NULL },
};
static const struct language_span java_spans[] = {
	COMMENT("//"), BLOCK_COMMENT, STRING("\"\"\"", "\"\"\"", LONG),
	STRING("\"", "\"", STR), STRING("'", "'", STR), { .open = NULL },
};
static const struct language_span csharp_spans[] = {
	COMMENT("//"), BLOCK_COMMENT, STRING("\"\"\"", "\"\"\"", RAW),
	STRING("$@\"", "\"", RAW), STRING("@\"", "\"", RAW),
	STRING("$\"", "\"", STR), STRING("\"", "\"", STR),
	STRING("'", "'", STR), { .open = NULL },
};
static const struct language_span kotlin_spans[] = {
	COMMENT("//"), NESTED_COMMENT,
	STRING("\"\"\"", "\"\"\"", RAW | SPAN_HOLES),
	STRING("\"", "\"", STR | SPAN_HOLES), STRING("'", "'", STR),
	{ .open = NULL },
};
static const struct language_span swift_spans[] = {
	COMMENT("//"), NESTED_COMMENT,
	STRING("\"\"\"", "\"\"\"", LONG | SPAN_HOLES),
	STRING("\"", "\"", STR | SPAN_HOLES), { .open = NULL },
};
static const struct language_span ruby_spans[] = {
	COMMENT("#"), { "=begin", "=end", ROLE_COMMENT, SPAN_LINES },
	STRING("\"", "\"", LONG | SPAN_HOLES), STRING("'", "'", LONG),
	STRING("`", "`", LONG | SPAN_HOLES), REGEX, { .open = NULL },
};
static const struct language_span php_spans[] = {
	COMMENT("//"), BLOCK_COMMENT, { "#[", "]", ROLE_META, 0 },
	COMMENT("#"), { "<?php", "", ROLE_META, 0 },
	{ "?>", "", ROLE_META, 0 }, STRING("\"", "\"", LONG | SPAN_HOLES),
	STRING("'", "'", LONG), { .open = NULL },
};
static const struct language_span perl_spans[] = {
	HASH_COMMENT, STRING("\"", "\"", LONG | SPAN_HOLES),
	STRING("'", "'", LONG), REGEX, { .open = NULL },
};
static const struct language_span sql_spans[] = {
	COMMENT("--"), BLOCK_COMMENT, STRING("'", "'", RAW),
	STRING("\"", "\"", RAW), STRING("`", "`", 0), { .open = NULL },
};
static const struct language_span lua_spans[] = {
	{ "--[[", "]]", ROLE_COMMENT, SPAN_LINES },
	{ "--[=[", "]=]", ROLE_COMMENT, SPAN_LINES }, COMMENT("--"),
	STRING("[[", "]]", RAW), STRING("[=[", "]=]", RAW),
	STRING("\"", "\"", STR), STRING("'", "'", STR), { .open = NULL },
};
static const struct language_span yaml_spans[] = {
	HASH_COMMENT, STRING("\"", "\"", LONG | SPAN_EDGE),
	STRING("'", "'", RAW | SPAN_EDGE), { .open = NULL },
};
static const struct language_span toml_spans[] = {
	COMMENT("#"), STRING("\"\"\"", "\"\"\"", LONG),
	STRING("'''", "'''", RAW), STRING("\"", "\"", STR),
	STRING("'", "'", 0), { .open = NULL },
};
static const struct language_span ini_spans[] = {
	{ ";", NULL, ROLE_COMMENT, SPAN_BLANK }, HASH_COMMENT,
	STRING("\"", "\"", STR | SPAN_EDGE), { .open = NULL },
};
static const struct language_span css_spans[] = {
	BLOCK_COMMENT, COMMENT("//"), STRING("\"", "\"", STR),
	STRING("'", "'", STR), { .open = NULL },
};
static const struct language_span html_spans[] = {
	{ "<!--", "-->", ROLE_COMMENT, SPAN_LINES },
	{ "<![CDATA[", "]]>", ROLE_META, SPAN_LINES },
	STRING("\"", "\"", RAW | SPAN_TAG), STRING("'", "'", RAW | SPAN_TAG),
	{ .open = NULL },
};
static const struct language_span make_spans[] = {
	HASH_COMMENT, STRING("\"", "\"", STR | SPAN_EDGE | SPAN_HOLES),
	STRING("'", "'", SPAN_EDGE | SPAN_HOLES), { .open = NULL },
};
static const struct language_span docker_spans[] = {
	HASH_COMMENT, STRING("\"", "\"", STR | SPAN_EDGE | SPAN_HOLES),
	STRING("'", "'", SPAN_EDGE), { .open = NULL },
};

#define C_WORDS                                                             \
	" alignas alignof asm auto break case const constexpr continue "    \
	"default do else enum extern for goto if inline register restrict " \
	"return sizeof static static_assert struct switch typedef typeof "  \
	"union volatile while "
#define C_TYPES                                                            \
	" bool char double float int long short signed unsigned void FILE " \
	"NULL EOF true false nullptr stdin stdout stderr errno "
#define JS_WORDS                                                          \
	" async await break case catch class const continue debugger "    \
	"default delete do else export extends finally for function if " \
	"import in instanceof let new return static super switch this "  \
	"throw try typeof var void while with yield "
#define JS_SOFT " as from get of set "
#define JS_TYPES " true false null undefined NaN Infinity globalThis "

static const struct language languages[] = {
	{ .names = " c h ",
	  .keywords = C_WORDS " _Alignas _Alignof _Atomic _Bool _Generic "
			      "_Noreturn _Static_assert _Thread_local ",
	  .types = C_TYPES,
	  .spans = c_spans,
	  .prefixes = "Lu8U",
	  .flags = LANG_NUMBERS | LANG_TICKS | LANG_UNDER_T |
		   LANG_PREPROCESSOR },
	{ .names = " cpp c++ cc cxx hpp hh hxx h++ arduino ino cuda cu ",
	  .keywords = C_WORDS
	  " and catch class co_await co_return co_yield concept consteval "
	  "const_cast decltype delete dynamic_cast explicit export final "
	  "friend mutable namespace new noexcept not operator or override "
	  "private protected public reinterpret_cast requires static_cast "
	  "template this throw try typeid typename using virtual ",
	  .types = C_TYPES " std string string_view vector wchar_t char8_t ",
	  .spans = c_spans,
	  .prefixes = "Lu8UR",
	  .flags = CODE | LANG_TICKS | LANG_UNDER_T | LANG_PREPROCESSOR },
	{ .names = " python py python3 py3 pyi pyw starlark bzl ",
	  .keywords =
		  " and as assert async await break class continue def del "
		  "elif else except finally for from global if import in is "
		  "lambda nonlocal not or pass raise return try while with "
		  "yield ",
	  .soft = " case match ",
	  .types = " True False None self cls Ellipsis NotImplemented bool "
		   "bytearray bytes complex dict float frozenset int list "
		   "object set str tuple type Exception ValueError TypeError "
		   "KeyError IndexError OSError RuntimeError ",
	  .spans = python_spans,
	  .metas = "@",
	  .prefixes = "rRbBuUfFtT",
	  .flags = LANG_NUMBERS },
	{ .names = " js javascript jsx mjs cjs node ",
	  .keywords = JS_WORDS,
	  .soft = JS_SOFT,
	  .types = JS_TYPES,
	  .spans = js_spans,
	  .hole = "${",
	  .metas = "@",
	  .word_more = "$",
	  .flags = CODE },
	{ .names = " ts typescript tsx mts cts ",
	  .keywords = JS_WORDS
	  " abstract enum implements infer interface keyof private "
	  "protected public readonly satisfies ",
	  .soft = JS_SOFT " asserts declare is module namespace override "
			  "type ",
	  .types = JS_TYPES " any bigint boolean never number object string "
			    "symbol unknown ",
	  .spans = js_spans,
	  .hole = "${",
	  .metas = "@",
	  .word_more = "$",
	  .flags = CODE },
#define SHELL_WORDS                                                        \
	" if then elif else fi for in do done while until case esac "      \
	"select function time coproc "
#define SHELL_TYPES                                                        \
	" alias break cd command continue declare echo eval exec exit "    \
	"export getopts hash local mapfile printf pushd popd pwd read "    \
	"readonly return set shift shopt source test trap true false type " \
	"ulimit umask unset wait sudo "
#define SHELL_REST                                                         \
	.keywords = SHELL_WORDS, .types = SHELL_TYPES,                     \
	.spans = shell_spans, .hole = "$(", .sigils = "$",                 \
	.specials = "?#!@*$-0123456789", .braces = "{",                    \
	.word_more = "-./+@%~:"
	{ .names = " sh bash zsh shell ksh dash ash fish bashrc zshrc ",
	  SHELL_REST,
	  .flags = LANG_COMMANDS | LANG_PROMPTS },
	{ .names = " console shellsession shell-session sh-session terminal "
		   "bash-session ",
	  SHELL_REST,
	  .flags = LANG_COMMANDS | LANG_PROMPTS | LANG_SESSION },
	{ .names = " json jsonc json5 jsonl ndjson geojson webmanifest ",
	  .types = " true false null ",
	  .spans = json_spans,
	  .flags = LANG_NUMBERS | LANG_KEYS },
	{ .names = " diff patch udiff ", .flags = LANG_DIFF },
	{ .names = " go golang ",
	  .keywords = " break case chan const continue default defer else "
		      "fallthrough for func go goto if import interface map "
		      "package range return select struct switch type var ",
	  .types = " any bool byte comparable complex64 complex128 error "
		   "float32 float64 int int8 int16 int32 int64 rune string "
		   "uint uint8 uint16 uint32 uint64 uintptr true false nil "
		   "iota append cap clear close copy delete len make max "
		   "min new panic print println recover ",
	  .spans = go_spans,
	  .flags = LANG_NUMBERS },
	{ .names = " rust rs ",
	  .keywords = " as async await break const continue crate dyn else "
		      "enum extern fn for if impl in let loop match mod move "
		      "mut pub ref return static struct super trait type "
		      "union unsafe use where while yield ",
	  .types = " bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 "
		   "u32 u64 u128 usize true false self Self ",
	  .spans = rust_spans,
	  .prefixes = "bc",
	  .flags = CODE },
	{ .names = " java groovy gradle ",
	  .keywords =
		  " abstract assert break case catch class const continue "
		  "default def do else enum extends final finally for goto if "
		  "implements import instanceof interface native new package "
		  "permits private protected public record return sealed "
		  "static strictfp super switch synchronized this throw "
		  "throws transient try var volatile while yield ",
	  .types = " boolean byte char double float int long short void true "
		   "false null ",
	  .spans = java_spans,
	  .metas = "@",
	  .flags = CODE },
	{ .names = " csharp cs c# dotnet ",
	  .keywords =
		  " abstract as async await base break case catch checked "
		  "class const continue default delegate do else enum event "
		  "explicit extern finally fixed for foreach get goto if "
		  "implicit in init interface internal is lock namespace new "
		  "operator out override params partial private protected "
		  "public readonly record ref return sealed set sizeof static "
		  "struct switch this throw try typeof unchecked unsafe using "
		  "var virtual volatile when where while yield ",
	  .types = " bool byte char decimal double dynamic float int long "
		   "object sbyte short string uint ulong ushort void true "
		   "false null ",
	  .spans = csharp_spans,
	  .flags = CODE | LANG_PREPROCESSOR },
	{ .names = " kotlin kt kts ",
	  .keywords =
		  " abstract as break by catch class companion const continue "
		  "do else enum final finally for fun if import in init "
		  "inline interface internal is lateinit object operator "
		  "override package private protected public return sealed "
		  "super suspend this throw try typealias val var when "
		  "where while ",
	  .types = " true false null it ",
	  .soft = " data open out value get set ",
	  .spans = kotlin_spans,
	  .hole = "${",
	  .sigils = "$",
	  .metas = "@",
	  .flags = CODE },
	{ .names = " swift ",
	  .keywords =
		  " actor any as associatedtype async await break case catch "
		  "class continue default defer deinit do else enum extension "
		  "fallthrough fileprivate final for func guard if import in "
		  "init inout internal is lazy let mutating open operator "
		  "override private protocol public repeat rethrows return "
		  "some static struct subscript super switch throw throws try "
		  "typealias var weak where while ",
	  .types = " true false nil self Self ",
	  .spans = swift_spans,
	  .hole = "\\(",
	  .metas = "@#",
	  .flags = CODE },
	{ .names = " ruby rb rake gemfile rakefile ",
	  .keywords =
		  " alias and begin break case class def defined? do else "
		  "elsif end ensure extend for if in include module next not "
		  "or prepend private protected public raise redo require "
		  "require_relative rescue retry return super then undef "
		  "unless until when while yield attr_accessor attr_reader "
		  "attr_writer ",
	  .types = " true false nil self ",
	  .spans = ruby_spans,
	  .hole = "#{",
	  .sigils = "@$",
	  .word_more = "?!",
	  .flags = CODE },
	{ .names = " php php8 ",
	  .keywords =
		  " abstract and as break case catch class clone const "
		  "continue declare default do echo else elseif enum extends "
		  "final finally fn for foreach function global if implements "
		  "include include_once instanceof interface isset list match "
		  "namespace new or print private protected public readonly "
		  "require require_once return static switch throw trait try "
		  "unset use var while yield ",
	  .types = " array bool callable float int iterable mixed never null "
		   "object parent self string true false void ",
	  .spans = php_spans,
	  .hole = "{$",
	  .sigils = "$",
	  .flags = CODE | LANG_NOCASE },
	{ .names = " perl pl pm ",
	  .keywords = " and cmp die do else elsif eq for foreach ge given gt "
		      "if last le local lt my ne next no not or our package "
		      "redo require return say sub unless until use when "
		      "while xor print printf push pop shift ",
	  .types = " undef __PACKAGE__ __END__ STDIN STDOUT STDERR ",
	  .spans = perl_spans,
	  .sigils = "$@%",
	  .specials = "_!@0123456789&",
	  .braces = "{",
	  .flags = LANG_NUMBERS },
	{ .names = " sql mysql postgres postgresql psql plpgsql sqlite "
		   "tsql plsql ",
	  .keywords =
		  " add all alter and any as asc begin between by cascade "
		  "case check collate column commit conflict constraint create "
		  "cross database declare default delete desc distinct do "
		  "drop else end except exists explain fetch for foreign from "
		  "full function grant group having if in index inner insert "
		  "intersect into is join key left like limit natural not "
		  "nothing of offset on or order outer over partition pragma "
		  "primary procedure recursive references replace returning "
		  "returns revoke right rollback row rows select set table "
		  "temporary then to transaction trigger truncate union "
		  "unique update using values view when where window with ",
	  .types = " bigint blob bool boolean bytea char date datetime "
		   "decimal double float int integer interval json jsonb "
		   "numeric precision real serial smallint text time "
		   "timestamp timestamptz tinyint uuid varchar true false "
		   "null ",
	  .spans = sql_spans,
	  .flags = LANG_NUMBERS | LANG_NOCASE },
	{ .names = " lua luau ",
	  .keywords = " and break do else elseif end for function goto if in "
		      "local not or repeat return then until while ",
	  .types = " true false nil self ",
	  .spans = lua_spans,
	  .flags = LANG_NUMBERS },
	{ .names = " yaml yml ",
	  .types = " true false null yes no on off ",
	  .spans = yaml_spans,
	  .word_more = "-./",
	  .assign = ':',
	  .flags = LANG_NUMBERS | LANG_KEYS },
	{ .names = " toml ",
	  .types = " true false inf nan ",
	  .spans = toml_spans,
	  .assign = '=',
	  .flags = LANG_NUMBERS | LANG_SECTIONS },
	{ .names = " ini conf cfg config properties dotenv env editorconfig "
		   "gitconfig systemd service desktop ",
	  .types = " true false yes no on off ",
	  .spans = ini_spans,
	  .word_more = "-./:",
	  .assign = '=',
	  .flags = LANG_NUMBERS | LANG_SECTIONS },
	{ .names = " css scss less ",
	  .types = " important none auto inherit initial unset ",
	  .spans = css_spans,
	  .metas = "@",
	  .word_more = "-",
	  .flags = LANG_NUMBERS | LANG_PROPERTIES },
	{ .names = " html htm xml xhtml svg vue svelte xsl xsd rss atom "
		   "plist ",
	  .spans = html_spans,
	  .word_more = "-:.@",
	  .flags = LANG_TAGS },
	{ .names = " make makefile mk gnumakefile ",
	  .keywords = " ifeq ifneq ifdef ifndef else endif include define "
		      "endef export override ",
	  .spans = make_spans,
	  .sigils = "$",
	  .specials = "@<^?*+$%|",
	  .braces = "({",
	  .word_more = "-./%",
	  .assign = ':',
	  .flags = LANG_FIRST },
	{ .names = " dockerfile docker containerfile ",
	  .keywords = " add arg as cmd copy entrypoint env expose from "
		      "healthcheck label maintainer onbuild run shell "
		      "stopsignal user volume workdir ",
	  .spans = docker_spans,
	  .sigils = "$",
	  .braces = "{",
	  .word_more = "-./:@",
	  .flags = LANG_FIRST | LANG_NOCASE },
};

bool language_has(const char *list, const char *word, size_t len)
{
	char whole[WORD_MOST + 3] = " ";

	if (!list || !len || len > WORD_MOST)
		return false;
	memcpy(whole + 1, word, len);
	whole[len + 1] = ' ';
	return strstr(list, whole) != NULL;
}

const struct language *language_find(const char *name, size_t len)
{
	char low[WORD_MOST];

	if (len > sizeof(low))
		return NULL;
	for (size_t i = 0; i < len; i++)
		low[i] = name[i] >= 'A' && name[i] <= 'Z'
				 ? (char)(name[i] + ('a' - 'A'))
				 : name[i];
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (language_has(languages[i].names, low, len))
			return &languages[i];
	return NULL;
}
