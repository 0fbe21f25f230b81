#include <string.h>

#include "local/ask.h"
#include "local/sentence.h"
#include "local/stop.h"
#include "local/words.h"

#define INSTRUCTION_MAX 700	/* bytes of an instruction by itself */
#define AROUND_MAX 3000		/* of what stands around tagged text */

/* Beginnings of the words that ask for a summary. */
static const char intents[] =
	"summar summari tldr condens shorten recap gist abridg headline "
	"outline bullet digest brief "
	"zusammenfass zusammen fasse fass kürz stichpunkt überschrift "
	"résum resum synthétis abrège titre "
	"resúm sintetiz sintetic riassu sintesi título titolo";

static const char *const han_intents[] = {
	"总结", "總結", "概括", "摘要", "归纳", "概述", "要約", "まとめ",
	"要点", "标题",
};

static bool starts_with(const char *p, size_t len, struct text prefix)
{
	return prefix.len <= len && !memcmp(p, prefix.ptr, prefix.len);
}

/* Folds the word from *pos on into out; 0 at the end. */
static size_t next_folded(struct text t, size_t *pos, char *out, size_t cap)
{
	size_t len = 0, used, n;
	char form[4];
	unsigned cp;

	for (; *pos < t.len; *pos += used) {
		cp = char_at(t, *pos, &used);
		if (!char_is_word(cp) && len)
			break;
		if (!char_is_word(cp))
			continue;
		n = utf8_encode(char_fold(cp), form);
		if (len + n <= cap) {
			memcpy(out + len, form, n);
			len += n;
		}
	}
	return len;
}

static bool is_intent(const char *word, size_t len)
{
	struct text list = text_of(intents), token;
	size_t pos = 0;

	while (token_next(list, &pos, &token))
		if (starts_with(word, len, token))
			return true;
	for (size_t i = 0; i < sizeof(han_intents) / sizeof(han_intents[0]);
	     i++)
		if (memmem(word, len, han_intents[i], strlen(han_intents[i])))
			return true;
	return false;
}

/* Two words that ask together; the second may come a little later. */
static const char *const intent_pairs[][2] = {
	{ "tl", "dr" }, { "sum", "up" }, { "key", "points" },
	{ "main", "points" }, { "boil", "down" },
};

#define PAIRS (sizeof(intent_pairs) / sizeof(intent_pairs[0]))

/* Does the text ask for a summary, in no more than an instruction's room? */
static bool asks(struct text t, size_t max)
{
	bool half[PAIRS] = { false };
	size_t pos = 0, len;
	char word[60];

	if (t.len > max)
		return false;
	for (;;) {
		len = next_folded(t, &pos, word, sizeof(word) - 1);
		word[len] = '\0';
		if (!len)
			return false;
		if (is_intent(word, len))
			return true;
		for (size_t i = 0; i < PAIRS; i++) {
			if (half[i] && !strcmp(word, intent_pairs[i][1]))
				return true;
			if (!strcmp(word, intent_pairs[i][0]))
				half[i] = true;
		}
	}
}

static bool has_words(struct text t)
{
	size_t used;

	for (size_t i = 0; i < t.len; i += used)
		if (char_is_word(char_at(t, i, &used)))
			return true;
	return false;
}

static struct text part(struct text t, size_t from, size_t to)
{
	return text_trim((struct text){ .ptr = t.ptr + from,
					.len = to - from });
}

/* Takes [from, to) of t for the body if what is around asks. */
static bool take(struct text t, size_t from, size_t to, size_t skip,
		 struct ask *out)
{
	struct ask a = {
		.before = part(t, 0, from),
		.body = part(t, from + skip, to),
		.after = part(t, to, t.len),
	};

	if (!has_words(a.body) || a.before.len + a.after.len > AROUND_MAX)
		return false;
	if (!asks(a.before, AROUND_MAX) && !asks(a.after, AROUND_MAX))
		return false;
	*out = a;
	return true;
}

static size_t find(struct text t, size_t from, const char *s, size_t len)
{
	const char *at = from < t.len ? memmem(t.ptr + from, t.len - from,
					       s, len) : NULL;

	return at ? (size_t)(at - t.ptr) : t.len;
}

/* "<name>" ... "</name>": the first that encloses words. */
static bool split_tagged(struct text t, struct ask *out)
{
	size_t open = 0, end, n, close;
	char name[48];

	for (int tries = 0; tries < 16; tries++) {
		open = find(t, open, "<", 1);
		end = find(t, open, ">", 1);
		if (end >= t.len || open > AROUND_MAX)
			return false;
		n = end - open - 1;
		if (n && n < sizeof(name) - 3 && t.ptr[open + 1] != '/') {
			memcpy(name, "</", 2);
			memcpy(name + 2, t.ptr + open + 1, n);
			name[n + 2] = '>';
			close = find(t, end, name, n + 3);
			if (close < t.len && take(t, open, close,
						  end + 1 - open, out)) {
				/* the tags are no words of the asker's */
				out->after = part(t, close + n + 3, t.len);
				return true;
			}
		}
		open = open + 1;
	}
	return false;
}

/* Between two fences, or two rows of quotes. */
static bool split_fenced(struct text t, struct ask *out)
{
	static const char *const fences[] = { "```", "~~~", "\"\"\"" };
	size_t open, start, close;

	for (size_t i = 0; i < sizeof(fences) / sizeof(fences[0]); i++) {
		open = find(t, 0, fences[i], 3);
		if (open > AROUND_MAX || open >= t.len)
			continue;
		start = open + 3;
		/* a fence's language is not text */
		if (*fences[i] != '"')
			start = find(t, start, "\n", 1);
		close = find(t, start, fences[i], 3);
		if (close < t.len && take(t, open, close, start - open, out)) {
			out->after = part(t, close + 3, t.len);
			return true;
		}
	}
	return false;
}

/* The instruction is [0, at), or with `last` [at, len). */
static bool split_at(struct text t, size_t at, bool last, struct ask *out)
{
	struct text first = part(t, 0, at), rest = part(t, at, t.len);

	if (!asks(last ? rest : first, INSTRUCTION_MAX) ||
	    !has_words(last ? first : rest))
		return false;
	out->before = last ? rest : first;
	out->body = last ? first : rest;
	return true;
}

/* The last place of `sep` in t; 0 when it is not there. */
static size_t find_last(struct text t, const char *sep, size_t len)
{
	for (size_t i = t.len; i-- > len;)
		if (!memcmp(t.ptr + i - len, sep, len))
			return i - len;
	return 0;
}

/* A blank line, else a line end, before the text or after it. */
static bool split_lines(struct text t, const char *sep, struct ask *out)
{
	size_t len = strlen(sep), first = find(t, 0, sep, len);
	size_t last = find_last(t, sep, len);

	if (first >= t.len)
		return false;
	return split_at(t, first, false, out) ||
	       (last && split_at(t, last, true, out));
}

/* "Summarise in two sentences: ..." */
static bool split_colon(struct text t, struct ask *out)
{
	size_t used, max = t.len < INSTRUCTION_MAX ? t.len : INSTRUCTION_MAX;

	for (size_t i = 0; i < max; i += used) {
		unsigned cp = char_at(t, i, &used);

		if ((cp == ':' && i + 1 < t.len &&
		     memchr(" \n\t\"'", t.ptr[i + 1], 5)) || cp == 0xFF1A)
			if (split_at(t, i + used, false, out))
				return true;
	}
	return false;
}

/* The first sentence or the last asks. */
static bool split_sentence(struct text t, struct ask *out)
{
	size_t end, last = 0, i = 0;
	bool whole;

	end = stop_find(t, 0, false, &whole);
	if (whole && split_at(t, end, false, out))
		return true;
	if (t.len > INSTRUCTION_MAX)
		i = t.len - INSTRUCTION_MAX;
	while (i < t.len && ((unsigned char)t.ptr[i] & 0xC0) == 0x80)
		i++;
	while (i < t.len) {
		end = stop_find(t, i, false, &whole);
		if (end < t.len && whole)
			last = end;
		i = end;
	}
	return last && split_at(t, last, true, out);
}

void ask_split(struct text ask, struct ask *out)
{
	struct text t = text_trim(ask);

	*out = (struct ask){ { "", 0 }, { "", 0 }, { "", 0 } };
	if (!t.len || split_tagged(t, out) || split_fenced(t, out) ||
	    split_lines(t, "\n\n", out) || split_lines(t, "\r\n\r\n", out) ||
	    split_lines(t, "\n", out) || split_colon(t, out) ||
	    split_sentence(t, out))
		return;
	if (asks(t, 160) && words_count(t) <= 12)
		out->before = t;	/* "summarise this": no text */
	else
		out->body = t;
}

/* Words of asking, which say nothing of the text. */
static const char asking[] =
	"text texts article articles document documents passage paper page "
	"pages report story email mail thread transcript meeting meetings "
	"discussion discussed conversation chat following above below please "
	"write give make create provide produce generate list state tell "
	"describe explain short shorter brief briefly concise concisely quick "
	"simple clear main key important most essential point points idea "
	"ideas fact facts detail details detailed part parts section content "
	"contents word words sentence sentences paragraph paragraphs bullet "
	"bullets character characters line lines least than less fewer under "
	"within exactly about max maximum minimum limit limited long length "
	"focus focusing focused attention respect regard regarding concerning "
	"especially particular topic topics version overview abstract output "
	"answer english language plain opinion opinions view views what who "
	"texte textes artikel dokument bericht wörter wörtern sätze sätzen "
	"höchstens maximal kurz bitte folgenden mots phrases document "
	"suivant maximum résumé texto artículo palabras frases resumen "
	"documento testo articolo parole frasi riassunto palavras resumo";

static const char *const han_asking[] = {
	"文章", "以下", "内容", "本文", "句话", "以内", "要点", "简要", "用",
	"请", "把", "这篇", "这段", "个字", "字", "句",
};

static bool is_asking(const char *word, size_t len)
{
	struct text list = text_of(asking), token;
	size_t pos = 0;

	while (token_next(list, &pos, &token))
		if (token.len == len && !memcmp(token.ptr, word, len))
			return true;
	return is_intent(word, len);
}

/* A run of Han characters without the words of asking in it. */
static void add_han(const char *word, size_t len, struct buf *out)
{
	size_t skip, used;
	unsigned cp;

	for (size_t i = 0; i < len; i += used) {
		skip = 0;
		for (size_t h = 0;
		     h < sizeof(han_asking) / sizeof(han_asking[0]); h++)
			if (starts_with(word + i, len - i,
					text_of(han_asking[h])))
				skip = strlen(han_asking[h]);
		for (size_t h = 0;
		     h < sizeof(han_intents) / sizeof(han_intents[0]); h++)
			if (starts_with(word + i, len - i,
					text_of(han_intents[h])))
				skip = strlen(han_intents[h]);
		utf8_decode(word + i, len - i, &cp, &used);
		if (skip) {
			used = skip;
			buf_addch(out, ' ');
		} else {
			buf_add(out, word + i, used);
		}
	}
}

void ask_focus(struct text instruction, struct buf *out)
{
	char word[60];
	size_t pos = 0, len, used;

	if (instruction.len > AROUND_MAX)
		instruction.len = AROUND_MAX;
	for (;;) {
		len = next_folded(instruction, &pos, word, sizeof(word));
		if (!len)
			return;
		if (char_is_han(char_at((struct text){ word, len }, 0, &used)))
			add_han(word, len, out);
		else if (!is_asking(word, len))
			buf_add(out, word, len);
		buf_addch(out, ' ');
	}
}
