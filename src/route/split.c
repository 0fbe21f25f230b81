#include "route/split.h"

#include <string.h>

#include "route/shape.h"
#include "route/words.h"

#define HEAD_MAX 400  /* an ask before a body is no longer than this */
#define WINDOW	 4096 /* how far from an end an ask is looked for */

#define ASK_SCORE   3 /* what makes an ask */
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

/* In one long line: the end of "Sum up this:" or of the first sentence. */
static size_t sentence_end(struct text t)
{
	for (size_t i = 8; i + 1 < t.len && i < HEAD_MAX / 2; i++) {
		if (t.ptr[i] == ':' &&
		    (t.ptr[i + 1] == ' ' || t.ptr[i + 1] == '\n'))
			return i + 1;
		if (strchr(".?!", t.ptr[i]) && t.ptr[i] && t.ptr[i + 1] == ' ')
			return i + 1;
		if (i + 3 <= t.len && (!memcmp(t.ptr + i, "\xef\xbc\x9a", 3) ||
				       !memcmp(t.ptr + i, "\xe3\x80\x82", 3)))
			return i + 3;
	}
	return 0;
}

static size_t sentence_start(struct text t)
{
	size_t low = t.len > HEAD_MAX / 2 ? t.len - HEAD_MAX / 2 : 0;

	for (size_t i = t.len < 8 ? 0 : t.len - 8; i > low; i--) {
		if (t.ptr[i] == ' ' && strchr(".?!:\"", t.ptr[i - 1]) &&
		    t.ptr[i - 1])
			return i + 1;
		if (i >= 3 && !memcmp(t.ptr + i - 3, "\xe3\x80\x82", 3))
			return i;
	}
	return t.len;
}

/* A line without its blanks that an ask does not go over. */
static bool parts(struct text line)
{
	return !line.len || is_marker(line) || shape_is_code(line);
}

/* The first paragraph, or line, or sentence that may be an ask; its end. */
static size_t head_end(struct text t)
{
	size_t end = line_end(t, 0);
	size_t next = end;

	if (is_marker(text_trim(part(t, 0, end))))
		return 0;
	if (end > HEAD_MAX)
		return sentence_end(t);
	while (next && next < t.len && next <= HEAD_MAX &&
	       t.ptr[next - 1] != ':') {
		size_t from = next + 1, to = line_end(t, from);

		if (parts(text_trim(part(t, from, to))))
			return next;
		next = to;
	}
	return next <= HEAD_MAX ? next : end;
}

static size_t tail_start(struct text t, size_t low)
{
	size_t from = line_start(t, t.len);
	size_t prev = from;

	if (is_marker(text_trim(part(t, from, t.len))))
		return t.len;
	if (t.len - from > HEAD_MAX)
		return sentence_start(t);
	while (prev > low && t.len - prev <= HEAD_MAX) {
		size_t to = prev - 1, at = line_start(t, to);

		if (parts(text_trim(part(t, at, to))))
			return prev;
		prev = at;
	}
	return prev <= low && t.len - prev <= HEAD_MAX ? low : from;
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

/* Does a stretch read like an ask? Its words are read where they decide. */
static bool is_ask(struct text t, const struct lexicon *lex)
{
	struct text s = text_trim(t);
	int score = 0;

	if (s.len < 2)
		return false;
	score += 2 * (s.ptr[s.len - 1] == '?');
	score += s.ptr[s.len - 1] == ':';
	score += s.len < 100;
	score -= s.len > 260;
	score -= 4 * shape_is_code(s);
	if (score >= ASK_SCORE || score + WORDS_SCORE < ASK_SCORE)
		return score >= ASK_SCORE;
	return score + words_score(s, lex) >= ASK_SCORE;
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
	struct text end = last_bytes(t, WINDOW);
	size_t before = t.len - end.len, h = head_end(first_bytes(t, WINDOW));
	size_t low, from;
	bool first, last;

	if (h == t.len)
		return false;
	low = h > before ? h - before : 0;
	from = before + tail_start(end, low);
	if (from < h)
		from = h;
	first = is_ask(part(t, 0, h), lex);
	last = is_ask(part(t, from, t.len), lex);
	*head = first ? h : 0;
	*tail = last ? from : t.len;
	return (first || last) && *head < *tail;
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
