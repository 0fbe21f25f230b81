#include <string.h>
#include <strings.h>

#include "git/message_inside.h"

#define MAX_RAW		((size_t)64 << 10)	/* what a model may return */
#define MAX_STEP	((size_t)1 << 20)	/* between two steps */
#define SUBJECT_MAX	72
#define MORE		"..."	/* where the subject was cut */

/* Where the character stands behind `chars` of them. */
static size_t offset_of(struct text t, size_t chars)
{
	size_t at = 0;

	while (at < t.len && chars) {
		at++;
		while (at < t.len && ((unsigned char)t.ptr[at] & 0xC0) == 0x80)
			at++;
		chars--;
	}
	return at;
}

/*
 * Cuts the subject behind its last word that fits; *rest is what was cut.
 * Where no word ends in its last two thirds, it is cut inside one.
 */
static struct text cut_subject(struct text subject, size_t max,
			       struct text *rest)
{
	size_t room, at;

	*rest = (struct text){ "", 0 };
	if (text_chars(subject) <= max)
		return subject;
	room = offset_of(subject, max > 8 ? max - strlen(MORE) : max);
	at = room;
	while (at > room / 3 && subject.ptr[at] != ' ')
		at--;
	if (subject.ptr[at] != ' ')
		at = room;
	*rest = text_trim(text_from(subject, at));
	return line_trim_end((struct text){ subject.ptr, at });
}

static bool begins_comment(struct text t, struct text comment)
{
	return comment.len && t.len >= comment.len &&
	       !memcmp(t.ptr, comment.ptr, comment.len);
}

/*
 * A subject that git would drop as a comment: without that beginning where
 * it is punctuation, but an issue's number ("#12: ...") gets a word.
 */
static void add_subject(struct text t, struct text comment, struct buf *out)
{
	bool number = t.len > 1 && *t.ptr == '#' && char_is_digit(t.ptr[1]);

	if (begins_comment(t, comment) && number)
		buf_adds(out, "Re ");
	while (!number && begins_comment(t, comment) &&
	       !message_word(*comment.ptr) && (unsigned char)*t.ptr < 0x80)
		t = text_trim(text_from(t, comment.len));
	if (begins_comment(t, comment) && !number)
		buf_addch(out, ' ');
	buf_add(out, t.ptr, t.len);
}

static void put_together(struct text subject, struct text body,
			 const struct message_style *style, struct buf *out)
{
	size_t max = style->subject_max ? style->subject_max : SUBJECT_MAX;
	struct buf all = BUF_INIT(MAX_STEP), wrapped = BUF_INIT(MAX_STEP);
	struct text rest;

	subject = cut_subject(subject, max, &rest);
	buf_add(out, subject.ptr, subject.len);
	if (rest.len) {
		buf_addf(out, "%s", max > 8 ? MORE : "");
		buf_adds(&all, MORE);
		buf_add(&all, rest.ptr, rest.len);
		buf_adds(&all, "\n\n");
	}
	buf_addch(out, '\n');
	buf_add(&all, body.ptr, body.len);
	message_wrap((struct text){ all.ptr, all.len }, style, &wrapped);
	if (wrapped.len)
		buf_addch(out, '\n');
	buf_add(out, wrapped.ptr, wrapped.len);
	out->over |= all.over | wrapped.over;
	buf_release(&all);
	buf_release(&wrapped);
}

static int clean(struct text raw, const struct message_style *style,
		 struct buf *out, struct err *err)
{
	struct buf a = BUF_INIT(MAX_STEP), b = a, subject = a, lead = a;
	int rc = 0;

	message_chars(raw, &a);
	if (memmem(a.ptr, a.len, "[secret:", 8))
		rc = err_set(err, ERR_PROTO, "the message holds the "
			     "placeholder of a secret");
	message_unchat((struct text){ a.ptr, a.len }, &b);
	buf_clear(&a);
	message_unmark((struct text){ b.ptr, b.len }, style->known, &subject,
		       &a);
	add_subject((struct text){ subject.ptr, subject.len }, style->comment,
		    &lead);
	if (!rc && line_is_blank((struct text){ lead.ptr, lead.len }))
		rc = err_set(err, ERR_PROTO, "there is no message in what "
			     "the model said");
	put_together((struct text){ lead.ptr, lead.len },
		     (struct text){ a.ptr, a.len }, style, out);
	out->over |= a.over | b.over | subject.over | lead.over;
	buf_release(&a);
	buf_release(&b);
	buf_release(&subject);
	buf_release(&lead);
	return rc;
}

int message_clean(struct text raw, const struct message_style *style,
		  struct buf *out, struct err *err)
{
	struct buf clean_text = BUF_INIT(MAX_MESSAGE);
	int rc;

	if (raw.len > MAX_RAW)
		return err_set(err, ERR_TOOBIG, "the message is over %zu "
			       "bytes", MAX_RAW);
	rc = clean(raw, style, &clean_text, err);
	if (!rc)
		rc = buf_check(&clean_text, "the message", err);
	if (!rc)
		buf_add(out, clean_text.ptr, clean_text.len);
	buf_release(&clean_text);
	return rc ? rc : buf_check(out, "the message", err);
}

/* What plain ASCII has for it; NULL: nothing. */
static const char *ascii_for(unsigned cp)
{
	static const struct {
		unsigned cp;
		const char *text;
	} rows[] = {
		{ 0x2010, "-" }, { 0x2011, "-" }, { 0x2012, "-" },
		{ 0x2013, "-" }, { 0x2014, "--" }, { 0x2018, "'" },
		{ 0x2019, "'" }, { 0x201C, "\"" }, { 0x201D, "\"" },
		{ 0x2022, "*" }, { 0x2026, "..." }, { 0x2190, "<-" },
		{ 0x2192, "->" }, { 0x2212, "-" }, { 0x21D2, "=>" },
		{ 0x2264, "<=" }, { 0x2265, ">=" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].cp == cp)
			return rows[i].text;
	return NULL;
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcasecmp(name, *names))
			return true;
	return false;
}

int message_encode(struct text message, const char *encoding, struct buf *out,
		   struct err *err)
{
	static const char *const utf8[] = { "", "utf-8", "utf8", NULL };
	static const char *const latin1[] = { "iso-8859-1", "iso8859-1",
					      "iso88591", "latin1", "latin-1",
					      NULL };
	unsigned most = 0x7F, cp;
	size_t used;

	if (!encoding || is_one_of(encoding, utf8)) {
		buf_add(out, message.ptr, message.len);
		return buf_check(out, "the message", err);
	}
	if (is_one_of(encoding, latin1))
		most = 0xFF;
	for (size_t i = 0; i < message.len; i += used) {
		const char *instead;

		utf8_decode(message.ptr + i, message.len - i, &cp, &used);
		instead = ascii_for(cp);
		if (cp <= most)
			buf_addch(out, (char)(unsigned char)cp);
		else if (instead)
			buf_adds(out, instead);
		else
			return err_set(err, ERR_PROTO, "the message has "
				       "characters that cannot be said in %s "
				       "(i18n.commitEncoding)", encoding);
	}
	return buf_check(out, "the message", err);
}
