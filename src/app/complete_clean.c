#include "app/complete_clean.h"

#include <string.h>

#include "local/code_line.h"
#include "view/fence.h"
#include "view/gather.h"

#define REPEAT_LINES 200	/* of the prefix, that may be repeated, */
#define REPEAT_BYTES 16384
#define MOST_ANSWER ((size_t)1 << 20)

/* One line of a text, and what of it counts. */
struct row {
	struct text all;	/* without its newline */
	struct text body;	/* without blanks around it */
	unsigned indent;
};

struct cleaning {
	const struct clean_in *in;
	struct text begun;	/* of the cursor's line, before it */
	struct text rest;	/* behind it, without blanks at its end */
	struct row next;	/* the first line with text behind that */
	bool blank;		/* nothing but blanks is before the cursor */
};

static struct row make_row(struct text all)
{
	struct row r = { .all = all, .body = text_trim(all) };

	if (r.body.len)
		r.indent = code_columns((struct text){
			all.ptr, (size_t)(r.body.ptr - all.ptr) });
	return r;
}

/* The line at *at, which is moved behind its newline. */
static bool next_row(struct text t, size_t *at, struct row *out)
{
	const char *nl;
	size_t len;

	if (*at >= t.len)
		return false;
	nl = memchr(t.ptr + *at, '\n', t.len - *at);
	len = nl ? (size_t)(nl - t.ptr) - *at : t.len - *at;
	*out = make_row((struct text){ t.ptr + *at, len });
	*at += len + (nl != NULL);
	return true;
}

static struct text from(struct text t, size_t at)
{
	return (struct text){ t.ptr + at, t.len - at };
}

static bool starts(struct text t, struct text with)
{
	return t.len >= with.len && !memcmp(t.ptr, with.ptr, with.len);
}

static bool ends(struct text t, struct text with)
{
	return t.len >= with.len &&
	       !memcmp(t.ptr + t.len - with.len, with.ptr, with.len);
}

static void look_around(struct cleaning *c, const struct clean_in *in)
{
	struct text p = in->prefix;
	const char *nl = p.len ? memrchr(p.ptr, '\n', p.len) : NULL;
	size_t at = 0;
	struct row r;

	*c = (struct cleaning){ .in = in };
	c->begun = from(p, nl ? (size_t)(nl - p.ptr) + 1 : 0);
	c->blank = !text_trim(c->begun).len;
	if (next_row(in->suffix, &at, &r) && r.body.len)
		c->rest = (struct text){
			r.all.ptr,
			(size_t)(r.body.ptr - r.all.ptr) + r.body.len };
	while (!c->next.body.len && next_row(in->suffix, &at, &r))
		c->next = r;
}

/* Does a line begin with a fence, as far as an answer's reader cares? */
static bool is_fence(const struct row *r)
{
	return starts(r->body, TEXT_LIT("```")) ||
	       starts(r->body, TEXT_LIT("~~~"));
}

static bool has_fences(struct text t)
{
	size_t at = 0;
	struct row r;

	while (next_row(t, &at, &r))
		if (is_fence(&r))
			return true;
	return false;
}

/* Is one fence around all of it? */
static bool is_fenced(struct text t)
{
	struct row first = { .indent = 0 }, last = first, r;
	size_t at = 0;

	while (next_row(t, &at, &r)) {
		if (!r.body.len)
			continue;
		if (!first.body.len)
			first = r;
		last = r;
	}
	return is_fence(&first) && is_fence(&last);
}

/* The first code block, if there is one; its last newline is the fence's. */
static int unfence(const struct clean_in *in, struct text answer,
		   struct buf *out, struct err *err)
{
	struct gather g;
	struct fence f;
	struct err none = ERR_INIT;
	int rc;

	if (!has_fences(answer) ||
	    ((has_fences(in->prefix) || has_fences(in->suffix)) &&
	     !is_fenced(answer))) {
		buf_add(out, answer.ptr, answer.len);
		return buf_check(out, "the answer", err);
	}
	gather_init(&g, out->max, "the answer");
	fence_init(&f, &g.sink, FENCE_FIRST);
	rc = f.sink.text(&f.sink, answer, err);
	if (!rc && f.sink.end(&f.sink, true, &none))	/* no block at all */
		buf_add(out, answer.ptr, answer.len);
	else if (!rc)
		buf_add(out, g.text.ptr, g.text.len -
			(g.text.len && g.text.ptr[g.text.len - 1] == '\n'));
	fence_release(&f);
	gather_release(&g);
	return rc ? -1 : buf_check(out, "the answer", err);
}

/* "Sure, here is the rest of it:" is no code. */
static bool is_sentence(struct text t)
{
	size_t words = 0, letters = 0;

	if (!t.len || !strchr(".:!", t.ptr[t.len - 1]))
		return false;
	for (size_t i = 0; i + 1 < t.len; i++) {
		char ch = t.ptr[i];
		bool letter = (ch >= 'a' && ch <= 'z') ||
			      (ch >= 'A' && ch <= 'Z');

		if (!letter && !strchr(" ,'-`", ch))
			return false;
		words += letter && (!i || t.ptr[i - 1] == ' ');
		letters += letter;
	}
	return words >= 4 && letters > t.len / 2;
}

static bool has_sentence(struct text t)
{
	size_t at = 0;
	struct row r;

	while (next_row(t, &at, &r))
		if (is_sentence(r.body))
			return true;
	return false;
}

static int check(const struct cleaning *c, struct text answer, struct err *err)
{
	struct buf safe = BUF_INIT(MOST_ANSWER * 12);
	struct safe s = SAFE_INIT;
	size_t at = 0;
	struct row r;
	bool same;

	safe_feed(&s, answer.ptr, answer.len, &safe);
	safe_end(&s, &safe);
	same = !safe.over && safe.len == answer.len &&
	       !memcmp(safe.ptr, answer.ptr, safe.len);
	buf_release(&safe);
	if (!same)
		return err_set(err, ERR_PROTO, "the answer has control "
			       "characters in it, and is not inserted");
	if (memmem(answer.ptr, answer.len, "[secret:", 8))
		return err_set(err, ERR_PROTO, "the answer has a placeholder "
			       "of a masked secret in it");
	while (next_row(answer, &at, &r) && !r.body.len)
		;
	if (c->in->chat && c->blank && answer.len && is_sentence(r.body) &&
	    !has_sentence(c->in->prefix) && !has_sentence(c->in->suffix))
		return err_set(err, ERR_PROTO,
			       "the answer is words, and no code");
	return 0;
}

/* The begun line alone, without its indentation? */
static size_t repeated_line(const struct cleaning *c, struct text answer)
{
	struct text begun = c->begun;

	while (begun.len && (*begun.ptr == ' ' || *begun.ptr == '\t'))
		begun = from(begun, 1);
	return text_trim(begun).len >= 2 && starts(answer, begun) ?
	       begun.len : 0;
}

/* How much of the answer repeats the text from a line's start on? */
static size_t repeated(const struct cleaning *c, struct text answer)
{
	struct text p = c->in->prefix;
	size_t best = 0, at = p.len - c->begun.len;

	for (size_t n = 0; n < REPEAT_LINES; n++) {
		struct text t = from(p, at);
		const char *nl;

		if (t.len > answer.len || t.len > REPEAT_BYTES)
			break;
		if (t.len && starts(answer, t) && (text_trim(t).len || !n))
			best = t.len;
		if (!at)
			break;
		nl = at > 1 ? memrchr(p.ptr, '\n', at - 1) : NULL;
		at = nl ? (size_t)(nl - p.ptr) + 1 : 0;
	}
	return best ? best : repeated_line(c, answer);
}

static struct text without_repeat(const struct cleaning *c, struct text answer)
{
	struct text t = answer;
	size_t n = repeated(c, answer);

	while (!n && t.len && *t.ptr == '\n')
		t = from(t, 1);
	if (!n)
		n = repeated(c, t);
	return n ? from(t, n) : answer;
}

static bool opens(struct text body)
{
	return body.len && strchr(":{([", body.ptr[body.len - 1]);
}

/* Was it written as if the cursor stood in the first column? */
static bool is_flush(const struct cleaning *c, struct text t)
{
	struct row first, r;
	size_t at = 0;

	if (!c->blank || !c->begun.len || !next_row(t, &at, &first) ||
	    first.indent || !opens(first.body))
		return false;
	while (next_row(t, &at, &r))
		if (r.body.len)
			return r.indent <= code_columns(c->begun);
	return false;
}

/* Puts the newline and the indentation in that a chat left out. */
static void indent(const struct cleaning *c, struct text t, struct buf *out)
{
	bool flush = is_flush(c, t);
	bool deeper = t.len > 1 && (*t.ptr == '\t' ||
				    starts(t, TEXT_LIT("  ")));
	struct row r;
	size_t at = 0;

	if (!c->blank && !c->rest.len && deeper)
		buf_addch(out, '\n');
	for (bool more = false; next_row(t, &at, &r); more = true) {
		if (more)
			buf_addch(out, '\n');
		if (more && flush && r.body.len)
			buf_add(out, c->begun.ptr, c->begun.len);
		buf_add(out, r.all.ptr, r.all.len);
	}
	if (t.len && t.ptr[t.len - 1] == '\n')
		buf_addch(out, '\n');
}

static bool is_next(const struct cleaning *c, const struct row *r)
{
	return c->next.body.len && r->indent == c->next.indent &&
	       r->body.len == c->next.body.len &&
	       !memcmp(r->body.ptr, c->next.body.ptr, r->body.len);
}

static bool is_closer(struct text body)
{
	return body.len && strchr("})]", *body.ptr);
}

/* A block's line that is no deeper than its first, and does not end it. */
static bool goes_on(struct text body)
{
	static const char *const words[] = {
		"else", "elif", "elsif", "except", "finally", "catch",
		"rescue", "ensure", "end", "done", "fi", "esac", "then", "do",
	};

	if (is_closer(body))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);

		if (starts(body, text_of(words[i])) &&
		    (body.len == n || strchr(" :({;", body.ptr[n])))
			return true;
	}
	return false;
}

/* Where a pass over the lines stands. */
struct block {
	unsigned base;		/* columns of the cursor's line */
	bool deeper;		/* lines of a block came */
	bool gap, any;		/* an empty line, a line with text */
};

/* Does the block end with that line, or (*with) behind it? */
static bool ends_block(const struct cleaning *c, struct block *b,
		       const struct row *r, bool *with)
{
	*with = false;
	if (is_next(c, r))
		return true;
	if (r->indent < b->base) {
		/* what closes it is missing, by what stands behind */
		*with = is_closer(r->body) &&
			(!c->next.body.len || c->next.indent < r->indent ||
			 (c->next.indent == r->indent &&
			  !is_closer(c->next.body)));
		return true;
	}
	b->deeper = b->deeper || r->indent > b->base;
	if (b->base || r->indent)
		return false;
	if (b->deeper)
		return !goes_on(r->body);
	return b->gap && b->any;
}

/* How much of the text belongs to the block; *whole: more came. */
static size_t block_length(const struct cleaning *c, struct text t,
			   bool *whole)
{
	struct block b = { .base = c->begun.len ?
			   make_row(c->begun).indent : 0 };
	size_t at = 0, kept = 0;
	struct row r;
	bool with;

	if (c->blank)
		b.base = code_columns(c->begun);
	b.any = !c->blank;
	for (bool first = true; next_row(t, &at, &r); first = false) {
		size_t start = (size_t)(r.all.ptr - t.ptr);

		if (!r.body.len) {
			b.gap = !first;
			continue;
		}
		/* what is begun at the outermost place has its own level */
		if (first && c->blank && !c->begun.len)
			b.base = r.indent;
		if ((!first || (c->blank && !c->begun.len)) &&
		    ends_block(c, &b, &r, &with)) {
			*whole = true;
			return with ? start + r.all.len : kept;
		}
		b.any = true;
		b.gap = false;
		kept = start + r.all.len;
	}
	return kept;
}

/* More brackets closed than opened? */
static bool closes_more(struct text t)
{
	long depth = 0, least = 0;

	for (size_t i = 0; i < t.len; i++) {
		depth += strchr("([{", t.ptr[i]) && t.ptr[i] ? 1 : 0;
		depth -= strchr(")]}", t.ptr[i]) && t.ptr[i] ? 1 : 0;
		least = depth < least ? depth : least;
	}
	return least < 0;
}

static bool only_marks(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (!strchr(")]};,:\"' ", t.ptr[i]) || !t.ptr[i])
			return false;
	return true;
}

/* What is behind the cursor on its line, and was written once more. */
static size_t before_rest(const struct cleaning *c, struct text t)
{
	struct text rest = text_trim(c->rest);
	const char *nl = memchr(t.ptr, '\n', t.len);
	struct text line = { t.ptr, nl ? (size_t)(nl - t.ptr) : t.len };

	if (!rest.len || c->blank)
		return t.len;
	for (int whole = 0; whole < 2; whole++) {
		struct text part = whole ? t : line;

		while (part.len && strchr(" \t\n", part.ptr[part.len - 1]))
			part.len--;
		if (ends(part, rest) &&
		    (!only_marks(rest) || closes_more(part)))
			return part.len - rest.len;
	}
	return t.len;
}

/* A line that the token limit cut is no line. */
static size_t last_newline(struct text t)
{
	const char *nl = t.len ? memrchr(t.ptr, '\n', t.len) : NULL;

	return nl ? (size_t)(nl - t.ptr) : t.len;
}

static void finish(const struct cleaning *c, struct text t, bool *whole,
		   struct buf *out)
{
	size_t len = block_length(c, t, whole);

	if (c->in->cut && !*whole && len)
		len = last_newline((struct text){ t.ptr, len });
	t.len = len;
	if (c->in->chat)
		t.len = before_rest(c, t);
	while (!c->rest.len && t.len &&
	       strchr(" \t\n", t.ptr[t.len - 1]))
		t.len--;
	buf_add(out, t.ptr, t.len);
	if (!c->rest.len || !c->blank || !text_trim(t).len)
		return;
	/* whole lines go before the one that the cursor is in front of */
	buf_addch(out, '\n');
	buf_add(out, c->begun.ptr, c->begun.len);
}

int complete_clean(const struct clean_in *in, struct text answer,
		   struct buf *out, bool *whole, struct err *err)
{
	struct buf raw = BUF_INIT(MOST_ANSWER), t = BUF_INIT(2 * MOST_ANSWER);
	struct cleaning c;
	int rc;

	*whole = !in->cut;
	look_around(&c, in);
	if (in->chat)
		rc = unfence(in, answer, &raw, err);
	else {
		buf_add(&raw, answer.ptr, answer.len);
		rc = buf_check(&raw, "the answer", err);
	}
	if (!rc)
		rc = check(&c, text_of_buf(&raw), err);
	if (!rc && in->chat)
		indent(&c, without_repeat(&c, text_of_buf(&raw)), &t);
	else if (!rc)
		buf_add(&t, raw.ptr, raw.len);
	if (!rc)
		rc = buf_check(&t, "the answer", err);
	if (!rc) {
		finish(&c, text_of_buf(&t), whole, out);
		rc = buf_check(out, "the text to insert", err);
	}
	buf_release(&raw);
	buf_release(&t);
	return rc;
}
