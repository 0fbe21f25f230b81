#include "route/split.h"

#include <string.h>

#include "route/shape.h"
#include "route/words.h"

#define HEAD_MAX 400  /* an ask before a body is no longer than this */
#define WINDOW	 4096 /* how far from an end an ask is looked for */

#define ASK_SCORE   4 /* what makes an ask */
#define WORDS_SCORE 4 /* the most that words give */

static struct text part(struct text t, size_t from, size_t to)
{
	return (struct text){ .ptr = t.ptr + from, .len = to - from };
}

/* The first at most n bytes, whole characters. */
static struct text first_bytes(struct text t, size_t n)
{
	if (t.len <= n)
		return t;
	while (n && ((unsigned char)t.ptr[n] & 0xc0) == 0x80)
		n--;
	return part(t, 0, n);
}

static struct text last_bytes(struct text t, size_t n)
{
	size_t from = t.len > n ? t.len - n : 0;

	while (from && from < t.len &&
	       ((unsigned char)t.ptr[from] & 0xc0) == 0x80)
		from++;
	return part(t, from, t.len);
}

/* Puts the beginning and the end of t into out[2], `most` bytes in all. */
static void two_ends(struct text t, size_t most, struct text out[2])
{
	size_t head = most * 5 / 8;

	out[0] = t;
	out[1] = part(t, t.len, t.len);
	if (t.len <= most)
		return;
	out[0] = first_bytes(t, head);
	out[1] = last_bytes(t, most - head);
}

/* t has no blanks around it. */
static bool is_marker(struct text t)
{
	if (t.len < 3)
		return false;
	if (!memcmp(t.ptr, "```", 3) || !memcmp(t.ptr, "~~~", 3) ||
	    !memcmp(t.ptr, "---", 3) || !memcmp(t.ptr, "===", 3) ||
	    !memcmp(t.ptr, "***", 3) || !memcmp(t.ptr, "\"\"\"", 3))
		return true;
	return t.len < 40 && t.ptr[0] == '<' && t.ptr[t.len - 1] == '>';
}

static size_t line_end(struct text t, size_t from)
{
	const char *nl = memchr(t.ptr + from, '\n', t.len - from);

	return nl ? (size_t)(nl - t.ptr) : t.len;
}

static size_t line_start(struct text t, size_t to)
{
	const char *nl = memrchr(t.ptr, '\n', to);

	return nl ? (size_t)(nl - t.ptr) + 1 : 0;
}

/* A line without its blanks that an ask does not go over. */
static bool parts(struct text line)
{
	return !line.len || is_marker(line) || shape_is_code(line);
}

static bool begins(struct text t, const char *with)
{
	size_t n = strlen(with);

	return t.len >= n && !memcmp(t.ptr, with, n);
}

static bool ends(struct text t, const char *with)
{
	size_t n = strlen(with);

	return t.len >= n && !memcmp(t.ptr + t.len - n, with, n);
}

/* Does t begin with a mark that opens a quotation? */
static bool opens_quote(struct text t)
{
	static const char *const marks[] = { "\"", "\xe2\x80\x9c", /* “ */
					     "\xe2\x80\x9e", "\xc2\xab",
					     "\xe3\x80\x8c", "> ", NULL };

	for (const char *const *m = marks; *m; m++)
		if (begins(t, *m))
			return true;
	return false;
}

static bool closes_quote(struct text t)
{
	static const char *const marks[] = { "\"", "\xe2\x80\x9d", "\xc2\xbb",
					     "\xe3\x80\x8d", NULL };

	for (const char *const *m = marks; *m; m++)
		if (ends(t, *m))
			return true;
	return false;
}

/* Ends of an ask in one line, before what it is about. */
static const char *const stops[] = { ": ", ". ", "? ", "! ", " - ",
				     "\xef\xbc\x9a", "\xe3\x80\x82", NULL };

/* Their first bytes; a quotation is opened after a blank. */
static const bool begins_stop[256] = {
	[':'] = true, ['.'] = true,  ['?'] = true,
	['!'] = true, [' '] = true,  [0xef] = true,
	[0xe3] = true,
};

/* In one long line: the end of "Sum up this:" or of the first sentence. */
static size_t sentence_end(struct text t)
{
	size_t most = t.len < HEAD_MAX / 2 ? t.len : HEAD_MAX / 2;

	for (size_t i = 3; i + 1 < most; i++) {
		struct text rest = part(t, i, t.len);

		if (!begins_stop[(unsigned char)t.ptr[i]])
			continue;
		if (t.ptr[i] == ' ' && opens_quote(part(t, i + 1, t.len)))
			return i;
		for (const char *const *s = stops; *s; s++)
			if (begins(rest, *s)) /* but for its blank */
				return i + strlen(*s) - (**s > 0);
	}
	return 0;
}

static size_t sentence_start(struct text t)
{
	size_t low = t.len > HEAD_MAX / 2 ? t.len - HEAD_MAX / 2 : 0;

	for (size_t i = t.len < 4 ? 0 : t.len - 4; i > low; i--) {
		if (t.ptr[i] == ' ' && strchr(".?!:\"", t.ptr[i - 1]) &&
		    t.ptr[i - 1])
			return i + 1;
		if (i >= 3 && !memcmp(t.ptr + i - 3, "\xe3\x80\x82", 3))
			return i;
	}
	return t.len;
}

/* The end of the first paragraph, at most HEAD_MAX away; or 0. */
static size_t paragraph_end(struct text t, size_t line)
{
	size_t next = line;

	while (next < t.len && next <= HEAD_MAX) {
		size_t from = next + 1, to = line_end(t, from);

		if (parts(text_trim(part(t, from, to))))
			return next;
		next = to;
	}
	return 0;
}

static size_t paragraph_start(struct text t, size_t line)
{
	size_t prev = line;

	while (prev && t.len - prev <= HEAD_MAX) {
		size_t to = prev - 1, at = line_start(t, to);

		if (parts(text_trim(part(t, at, to))))
			return prev;
		prev = at;
	}
	return t.len;
}

static bool asks(enum lex_class c)
{
	static const bool asking[LEX_COUNT + 1] = {
		[LEX_CONDENSE] = true,	[LEX_CODE_VERB] = true,
		[LEX_CALCULATE] = true, [LEX_PROVE] = true,
		[LEX_WRITE] = true,	[LEX_TRANSLATE] = true,
		[LEX_REWRITE] = true,	[LEX_LABEL] = true,
		[LEX_EXTRACT] = true,	[LEX_EXPLAIN] = true,
		[LEX_ADVICE] = true,	[LEX_FACT] = true,
		[LEX_YES_NO] = true,	[LEX_WHY] = true,
		[LEX_HOW_TO] = true,	[LEX_HOW_MANY] = true,
		[LEX_COMPARE] = true,	[LEX_ROLE] = true,
		[LEX_COMMIT] = true,	[LEX_HEADING] = true,
	};

	return asking[c];
}

/* What its words say for it, 0 to WORDS_SCORE. */
static int words_score(struct text t, const struct lexicon *lex)
{
	struct tokens words;
	bool early = false, any = false, given = false;

	tokens_init(&words);
	tokens_add(&words, lex, first_bytes(t, 120));
	for (size_t i = 0; i < words.count; i++) {
		const struct token *w = &words.at[i];
		bool asking = asks(w->first) || asks(w->second);

		any |= asking;
		early |= asking && i < 4;
		given |= w->first == LEX_GIVEN || w->second == LEX_GIVEN;
	}
	return 2 * early + any + given;
}

/* A stretch that may be an ask, and how much it reads like one. */
struct piece {
	size_t at; /* its end, at the head; its start, at the tail */
	int score;
	bool sure;  /* its words say so */
	bool apart; /* in lines of its own */
};

/* "From: Mia", "Dear all,", "# Title": the beginning of a document. */
static bool is_title(struct text s)
{
	const char *colon = memchr(s.ptr, ':', s.len < 24 ? s.len : 24);

	if (s.ptr[s.len - 1] == ',' || *s.ptr == '#' || *s.ptr == '|')
		return true;
	return colon && colon + 1 < s.ptr + s.len && colon[1] == ' ' &&
	       !memchr(s.ptr, ' ', (size_t)(colon - s.ptr));
}

/* "(A) red", "- red": one of several, not an ask. */
static bool is_choice(struct text s)
{
	if (s.len < 3)
		return false;
	if (s.ptr[0] == '(')
		return s.ptr[2] == ')';
	if (s.ptr[1] == ' ')
		return *s.ptr == '-' || *s.ptr == '*' || *s.ptr == '+';
	return s.ptr[2] == ' ' && (s.ptr[1] == '.' || s.ptr[1] == ')');
}

/* Is there the end of a line between the piece and the rest? */
static bool is_apart(struct text rest, bool tail)
{
	struct text near = tail ? last_bytes(rest, 3) : first_bytes(rest, 3);

	return memchr(near.ptr, '\n', near.len) != NULL;
}

/* Marks of what it would be about, which stand next to it. */
static int marks_score(struct text about, bool tail)
{
	if (tail)
		return closes_quote(about) + 2 * ends(about, "```");
	return 2 * opens_quote(about) + 2 * begins(about, "```");
}

/*
 * `rest` is what it would be about: behind the head, before the tail. Words
 * are read where they can lift the score over `least`.
 */
static void judge(struct piece *p, struct text t, struct text rest, bool tail,
		  int least, const struct lexicon *lex)
{
	struct text s = text_trim(t), about = text_trim(rest);
	bool question;
	int words;

	if (s.len < 2 || about.len < 2)
		return;
	question = s.ptr[s.len - 1] == '?';
	p->apart = is_apart(rest, tail);
	p->score += 2 * question + (s.ptr[s.len - 1] == ':');
	p->score += (s.len < 100) + (s.len < 50) - (s.len > 260);
	p->score += about.len > 120 && about.len > 4 * s.len;
	p->score += *s.ptr >= 'a' && *s.ptr <= 'z';
	p->score += marks_score(about, tail) + p->apart;
	p->score -= 4 * shape_is_code(s) + 3 * is_choice(s);
	if (p->score + WORDS_SCORE <= least)
		return;
	words = words_score(s, lex);
	p->sure = words > 0 || question;
	p->score += words - 3 * (!words && is_title(s));
}

static struct piece find_head(struct text t, const struct lexicon *lex)
{
	struct text w = first_bytes(t, WINDOW);
	size_t line = line_end(w, 0);
	size_t ends_at[3] = { line <= HEAD_MAX ? line : 0, 0, 0 };
	struct piece best = { .at = 0, .score = ASK_SCORE - 1 };

	if (is_marker(text_trim(part(w, 0, line))))
		return best;
	ends_at[1] = line <= HEAD_MAX ? paragraph_end(w, line) : 0;
	ends_at[2] = sentence_end(part(w, 0, line));
	for (size_t i = 0; i < 3; i++) {
		/* within a line is less than between lines */
		struct piece p = { .at = ends_at[i], .score = -(i == 2) };

		if (!p.at || p.at >= t.len || (i == 1 && p.at == ends_at[0]))
			continue;
		judge(&p, part(t, 0, p.at), part(t, p.at, t.len), false,
		      best.score, lex);
		if (p.score > best.score)
			best = p;
	}
	return best;
}

static struct piece find_tail(struct text t, const struct lexicon *lex)
{
	struct text w = last_bytes(t, WINDOW);
	size_t before = t.len - w.len, line = line_start(w, w.len);
	size_t starts[3] = { w.len - line <= HEAD_MAX ? line : w.len, w.len,
			     w.len };
	struct piece best = { .at = t.len, .score = ASK_SCORE - 1 };

	if (is_marker(text_trim(part(w, line, w.len))))
		return best;
	if (w.len - line <= HEAD_MAX)
		starts[1] = paragraph_start(w, line);
	starts[2] = line + sentence_start(part(w, line, w.len));
	for (size_t i = 0; i < 3; i++) {
		struct piece p = { .at = before + starts[i],
				   .score = -(i == 2) };

		if (!p.at || p.at >= t.len || (i == 1 && starts[1] == line))
			continue;
		judge(&p, part(t, p.at, t.len), part(t, 0, p.at), true,
		      best.score, lex);
		if (p.score > best.score)
			best = p;
	}
	return best;
}

/* All of it is the ask; or the body, where it is a program or very long. */
static void unparted(struct text t, struct split *out)
{
	two_ends(t, ASK_MAX, out->ask);
	two_ends(part(t, t.len, t.len), BODY_MAX, out->body);
	out->ask_bytes = t.len;
	out->body_bytes = 0;
	out->layout = LAYOUT_WHOLE;
	if (t.len > WINDOW || shape_is_program(first_bytes(t, 1024))) {
		out->layout = LAYOUT_BARE;
		two_ends(t, BODY_MAX, out->body);
		out->body_bytes = t.len;
	}
}

/* Ends of the head and starts of the tail that read like asks. */
static bool find_asks(struct text t, const struct lexicon *lex, size_t *head,
		      size_t *tail)
{
	struct piece first = find_head(t, lex), last = find_tail(t, lex);

	/* one that only stands apart gives way to one that asks */
	if (first.at && last.at < t.len &&
	    (first.sure != last.sure || first.apart != last.apart)) {
		if (first.sure + first.apart >= last.sure + last.apart)
			last.at = t.len;
		else
			first.at = 0;
	}
	if (first.at > last.at) {
		if (first.score >= last.score)
			last.at = t.len;
		else
			first.at = 0;
	}
	*head = first.at;
	*tail = last.at;
	return (*head || *tail < t.len) && *head < *tail;
}

/* t has no blanks around it. */
static void part_text(struct text t, const struct lexicon *lex,
		      struct split *out)
{
	size_t head = 0, tail = 0;
	bool lines = t.len && memchr(t.ptr, '\n', first_bytes(t, WINDOW).len);

	if ((!lines && t.len <= HEAD_MAX) || !find_asks(t, lex, &head, &tail)) {
		unparted(t, out);
		return;
	}
	out->layout = !head	      ? LAYOUT_LAST
		      : tail == t.len ? LAYOUT_FIRST
				      : LAYOUT_BOTH;
	out->ask[0] = first_bytes(part(t, 0, head), ASK_MAX * 5 / 8);
	out->ask[1] = last_bytes(part(t, tail, t.len), ASK_MAX * 3 / 8);
	out->ask_bytes = head + t.len - tail;
	two_ends(text_trim(part(t, head, tail)), BODY_MAX, out->body);
	out->body_bytes = tail - head;
}

void split_prompt(const struct prompt_view *p, const struct lexicon *lex,
		  struct split *out)
{
	struct text ask = text_trim(p->ask);
	struct text first = { .ptr = "", .len = 0 }, last = first;
	size_t bytes = 0;

	for (size_t i = 0; i < p->doc_count; i++) {
		if (!p->docs[i].len)
			continue;
		last = p->docs[i];
		first = first.len ? first : last;
		bytes += last.len;
	}
	if (!ask.len || !bytes) {
		part_text(ask.len ? ask : text_trim(first), lex, out);
		return;
	}
	two_ends(ask, ASK_MAX, out->ask);
	out->ask_bytes = ask.len;
	out->body_bytes = bytes;
	out->layout = LAYOUT_APART;
	if (first.ptr == last.ptr) {
		two_ends(first, BODY_MAX, out->body);
		return;
	}
	out->body[0] = first_bytes(first, BODY_MAX * 5 / 8);
	out->body[1] = last_bytes(last, BODY_MAX * 3 / 8);
}
