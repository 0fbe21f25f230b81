#include <string.h>

#include "git/message_inside.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Words that tie a commit to an issue; some servers act on them. */
static const char *const ties[] = {
	"fix", "fixes", "fixed", "close", "closes", "closed", "resolve",
	"resolves", "resolved", "ref", "refs", "references", "see", "see-also",
	"link", "bug", "issue", "issues", "ticket", "jira", "related",
};

static bool is_word(struct text t, const char *word)
{
	return t.len == strlen(word) && text_begins(t, word);
}

static bool ends_in(struct text t, const char *tail)
{
	size_t len = strlen(tail);

	return t.len > len && is_word(text_from(t, t.len - len), tail);
}

static bool is_tie(struct text word)
{
	for (size_t i = 0; i < COUNT(ties); i++)
		if (is_word(word, ties[i]))
			return true;
	return false;
}

/* The next word, without the punctuation around it; false: none is left. */
static bool take_word(struct text *rest, struct text *word)
{
	static const char around[] = " \t,.:;()[]<>*";
	size_t len = 0;

	while (rest->len && strchr(around, *rest->ptr))
		*rest = text_from(*rest, 1);
	while (len < rest->len && !strchr(" \t,;()[]<>", rest->ptr[len]))
		len++;
	*word = (struct text){ rest->ptr, len };
	*rest = text_from(*rest, len);
	while (word->len && word->ptr[word->len - 1] == '.')
		word->len--;
	return word->len;
}

/* "#12", "owner/name#12", "GH-12", "PROJ-7". */
static bool is_number(struct text w)
{
	size_t digits = 0, name;

	while (digits < w.len && char_is_digit(w.ptr[w.len - 1 - digits]))
		digits++;
	if (!digits || digits == w.len)
		return false;
	name = w.len - digits - 1;
	if (w.ptr[name] == '#')
		return true;
	if (w.ptr[name] != '-' || !name)
		return false;
	for (size_t i = 0; i < name; i++)
		if (w.ptr[i] < 'A' || w.ptr[i] > 'Z')
			return false;
	return true;
}

/* The name of a commit: seven or more hexadecimal digits, one of them 0-9. */
static bool is_commit(struct text w)
{
	bool digit = false;

	for (size_t i = 0; i < w.len; i++) {
		if (!memchr("0123456789abcdef", w.ptr[i], 16))
			return false;
		digit |= char_is_digit(w.ptr[i]);
	}
	return digit && w.len >= 7;
}

static bool is_reference(struct text w)
{
	return is_number(w) || is_commit(w) || text_find(w, "://");
}

/* Does the word stand there, and is no part of a longer one? */
static bool is_known(struct text w, struct text known)
{
	for (size_t i = 0; i + w.len <= known.len; i++) {
		if (memcmp(known.ptr + i, w.ptr, w.len))
			continue;
		if (i + w.len == known.len ||
		    !message_word(known.ptr[i + w.len]))
			return true;
	}
	return false;
}

/*
 * Is there a reference that nobody told the model? With `only`, where
 * nothing but references stands there.
 */
static bool has_unknown(struct text t, struct text known, bool only)
{
	bool unknown = false;
	struct text word;

	while (take_word(&t, &word)) {
		if (is_reference(word))
			unknown |= !is_known(word, known);
		else if (only && !is_word(word, "and") && !is_word(word, "&") &&
			 !is_tie(word))
			return false;
	}
	return unknown;
}

/* The length of what stands before the colon, if that is a trailer's name. */
static size_t token_length(struct text t)
{
	size_t len = 0, colon;

	while (len < t.len && (message_word(t.ptr[len]) || t.ptr[len] == '-'))
		len++;
	colon = len;
	while (colon < t.len && t.ptr[colon] == ' ')
		colon++;
	return colon < t.len && t.ptr[colon] == ':' ? len : 0;
}

/* The same for what is a trailer by its form. */
static bool is_forged_token(struct text token, struct text rest,
			    struct text known)
{
	if (ends_in(token, "-by") || is_word(token, "change-id") ||
	    is_word(token, "cc"))
		return true;
	return is_tie(token) && has_unknown(rest, known, false);
}

/* An advertisement, with its emoji in front. */
static bool is_advertisement(struct text t)
{
	while (t.len && !message_word(*t.ptr))
		t = text_from(t, 1);
	return text_begins(t, "generated with [");
}

bool message_is_forged(struct text line, struct text known)
{
	struct text t = text_trim(line), word, rest;
	size_t len;

	while (t.len && strchr("*-_ ", *t.ptr))
		t = text_from(t, 1);
	len = token_length(t);
	if (len)
		return is_forged_token((struct text){ t.ptr, len },
				       text_from(t, len), known);
	rest = t;
	return is_advertisement(t) ||
	       (take_word(&rest, &word) && is_tie(word) &&
		has_unknown(rest, known, true));
}
