#include "view/inline.h"

#include <string.h>

#include <md4c.h>

#include "base/dl.h"
#include "view/entity.h"
#include "view/mdlink.h"
#include "view/mdtext.h"

#define MOST_TEXT ((size_t)1 << 20)	/* of a leaf; callers cut long before */

static const char *const sonames[] = { "libmd4c.so.0", NULL };

static const struct dl_symbol symbols[] = {
	{ "md_parse", offsetof(struct md_api, parse) },
};

int inline_load(struct inline_view *v, struct err *err)
{
	return dl_load(sonames, symbols, sizeof(symbols) / sizeof(symbols[0]),
		       &v->api, err);
}

static unsigned style_of(const struct inline_view *v)
{
	unsigned style = v->base;

	if (v->bold)
		style |= FILL_BOLD;
	if (v->italic)
		style |= FILL_ITALIC;
	if (v->strike)
		style |= FILL_STRIKE;
	if (v->code)
		style |= FILL_CODE;
	if (v->depth)
		style |= FILL_UNDERLINE;
	return style;
}

/* Gives some text that is ready to be shown. */
static void give(struct inline_view *v, struct text t, unsigned style)
{
	struct fill_run run = { .text = t, .style = style };

	if (!t.len)
		return;
	v->given = true;
	if (v->depth) {
		const struct inline_span *s = &v->span[v->depth - 1];

		run.link = s->link;
		run.url = text_of(v->urls.ptr + s->url);
		buf_add(&v->said, t.ptr, t.len);
	}
	v->fn(v->ctx, &run);
}

static void give_mark(struct inline_view *v, const char *mark)
{
	give(v, text_of(mark), style_of(v));
}

/* Is the byte before `p` a backslash that escapes what is at `p`? */
static bool is_escaped(const struct inline_view *v, const char *p)
{
	size_t n = 0;

	while (p - n > v->text.ptr && *(p - n - 1) == '\\')
		n++;
	return n % 2;
}

/* A line's end within the leaf; returns how many bytes stand for it. */
static size_t give_line_end(struct inline_view *v, struct text t)
{
	struct buf *run = &v->run;
	size_t n = MDTEXT_LEN;

	if (v->code) {
		if (!run->len || run->ptr[run->len - 1] != ' ')
			buf_addch(run, ' ');
	} else {
		/* a backslash there was typed for the line's end */
		if (run->len && is_escaped(v, t.ptr))
			buf_truncate(run, run->len - 1);
		buf_addch(run, '\n');
	}
	while (n < t.len && t.ptr[n] == ' ')
		n++;
	return n;
}

/* Text as it is in `text`. */
static void give_text(struct inline_view *v, struct text t)
{
	buf_clear(&v->run);
	while (t.len) {
		size_t n = mdtext_plain(t);
		char x;

		buf_add(&v->run, t.ptr, n);
		t.ptr += n;
		t.len -= n;
		if (!t.len)
			break;
		n = MDTEXT_LEN;
		x = mdtext_control(t);
		if (x) {
			buf_addch(&v->run, '^');
			buf_addch(&v->run, x);
		} else {
			n = give_line_end(v, t);
		}
		t.ptr += n;
		t.len -= n;
	}
	give(v, (struct text){ .ptr = v->run.ptr, .len = v->run.len },
	     style_of(v));
}

/* What was typed for a character may be one that is not to be shown. */
static void add_entity(struct text t, struct buf *out)
{
	struct safe safe = SAFE_INIT;
	unsigned cp = entity_decode(t);
	char form[4];

	if (!cp) {
		buf_add(out, t.ptr, t.len);
		return;
	}
	if (cp == '\t' || cp == '\n')
		cp = ' ';
	safe_feed(&safe, form, utf8_encode(cp, form), out);
	safe_end(&safe, out);
}

static void give_entity(struct inline_view *v, struct text t)
{
	buf_clear(&v->run);
	add_entity(t, &v->run);
	give(v, (struct text){ .ptr = v->run.ptr, .len = v->run.len },
	     style_of(v));
}

/* A URL or a title, with its entities decoded. */
static void read_attribute(const MD_ATTRIBUTE *a, struct buf *out)
{
	buf_clear(out);
	if (!a->size)
		return;
	for (size_t i = 0; a->substr_offsets[i] < a->size; i++) {
		size_t from = a->substr_offsets[i];
		struct text t = { .ptr = a->text + from,
				  .len = a->substr_offsets[i + 1] - from };

		if (a->substr_types[i] == MD_TEXT_ENTITY)
			add_entity(t, out);
		else
			mdtext_show(t, out);
	}
}

static void enter_link(struct inline_view *v, const MD_ATTRIBUTE *url)
{
	struct inline_span *s = &v->span[v->depth];

	if (v->depth == INLINE_NEST) {
		v->nested++;
		return;
	}
	s->text = v->said.len;
	s->url = v->urls.len;
	s->link = 0;
	read_attribute(url, &v->url);
	if (v->links && mdlink_encode((struct text){ .ptr = v->url.ptr,
						     .len = v->url.len },
				      &v->urls))
		s->link = ++v->serial;
	buf_addch(&v->urls, '\0');
	v->depth++;
}

/* " (target "title")", or what of it is neither said nor behind the text. */
static void give_target(struct inline_view *v, bool url_too,
			const MD_ATTRIBUTE *title)
{
	struct buf *out = &v->run;

	if (!url_too && !title->size)
		return;
	buf_clear(out);
	buf_addch(out, '(');
	if (url_too)
		buf_add(out, v->url.ptr, v->url.len);
	if (title->size) {
		read_attribute(title, &v->url);
		buf_adds(out, url_too ? " \"" : "\"");
		buf_add(out, v->url.ptr, v->url.len);
		buf_addch(out, '"');
	}
	buf_addch(out, ')');
	give(v, (struct text){ .ptr = out->ptr, .len = out->len },
	     v->base | FILL_DIM);
}

static void leave_link(struct inline_view *v, const MD_ATTRIBUTE *url,
		       const MD_ATTRIBUTE *title)
{
	const struct inline_span *s = &v->span[v->depth - 1];
	struct text said = { .ptr = v->said.ptr + s->text,
			     .len = v->said.len - s->text };
	struct text target;
	bool hidden = s->link != 0, see;

	read_attribute(url, &v->url);
	if (v->nested) {	/* one of too many within each other */
		v->nested--;
		give_target(v, true, title);
		return;
	}
	target = (struct text){ .ptr = v->url.ptr, .len = v->url.len };
	see = target.len && !mdlink_is_said(said, target) &&
	      (!hidden || !said.len || mdlink_misleads(said, target));
	buf_truncate(&v->urls, s->url);
	v->depth--;
	if (!v->depth)
		buf_clear(&v->said);
	if (said.len && (see || title->size))
		give(v, TEXT_LIT(" "), v->base);
	give_target(v, see, title);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *ctx)
{
	struct inline_view *v = ctx;

	if (type == MD_SPAN_STRONG) {
		v->bold++;
	} else if (type == MD_SPAN_EM) {
		v->italic++;
	} else if (type == MD_SPAN_DEL) {
		v->strike++;
		if (!v->color)
			give_mark(v, "~~");
	} else if (type == MD_SPAN_CODE) {
		v->code++;
		if (!v->color)
			give_mark(v, "`");
	} else if (type == MD_SPAN_A) {
		enter_link(v, &((MD_SPAN_A_DETAIL *)detail)->href);
	} else if (type == MD_SPAN_IMG) {
		enter_link(v, &((MD_SPAN_IMG_DETAIL *)detail)->src);
	}
	return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *ctx)
{
	struct inline_view *v = ctx;

	if (type == MD_SPAN_STRONG) {
		v->bold--;
	} else if (type == MD_SPAN_EM) {
		v->italic--;
	} else if (type == MD_SPAN_DEL) {
		if (!v->color)
			give_mark(v, "~~");
		v->strike--;
	} else if (type == MD_SPAN_CODE) {
		if (!v->color)
			give_mark(v, "`");
		v->code--;
	} else if (type == MD_SPAN_A) {
		leave_link(v, &((MD_SPAN_A_DETAIL *)detail)->href,
			   &((MD_SPAN_A_DETAIL *)detail)->title);
	} else if (type == MD_SPAN_IMG) {
		leave_link(v, &((MD_SPAN_IMG_DETAIL *)detail)->src,
			   &((MD_SPAN_IMG_DETAIL *)detail)->title);
	}
	return 0;
}

static int text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE size, void *ctx)
{
	struct inline_view *v = ctx;
	struct text t = { .ptr = p, .len = size };
	size_t skip = t.len < v->skip ? t.len : v->skip;

	t.ptr += skip;
	t.len -= skip;
	v->skip -= skip;
	if (type == MD_TEXT_ENTITY)
		give_entity(v, t);
	else if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR)
		give_mark(v, "\n");
	else
		give_text(v, t);
	return 0;
}

static int block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
	(void)type;
	(void)detail;
	(void)ctx;
	return 0;
}

/*
 * The leaf as one line that md4c takes for nothing but a paragraph: behind
 * a letter, and with a stand-in among blanks for each line's end.
 */
static void prepare(struct inline_view *v, struct text leaf)
{
	buf_clear(&v->text);
	buf_adds(&v->text, "x ");
	v->skip = v->text.len;
	while (leaf.len) {
		const char *nl = memchr(leaf.ptr, '\n', leaf.len);
		size_t n = nl ? (size_t)(nl - leaf.ptr) : leaf.len;

		buf_add(&v->text, leaf.ptr, n);
		if (!nl)
			break;
		if (!n || leaf.ptr[n - 1] != '\\')
			buf_addch(&v->text, ' ');
		buf_adds(&v->text, MDTEXT_LINE " ");
		leaf.ptr = nl + 1;
		leaf.len -= n + 1;
	}
}

/*
 * For md4c one tilde strikes out as well as two, but "10~20, 30~40" does
 * not mean that: where some stand alone, none do.
 */
static bool has_lone_tilde(struct text t)
{
	size_t run = 0;

	for (size_t i = 0; i < t.len; i++) {
		if (t.ptr[i] != '~' && run == 1)
			return true;
		run = t.ptr[i] == '~' ? run + 1 : 0;
	}
	return run == 1;
}

void inline_parse(struct inline_view *v, struct text leaf, unsigned base,
		  fill_run_fn *fn, void *ctx)
{
	MD_PARSER parser = {
		.flags = MD_FLAG_PERMISSIVEURLAUTOLINKS,
		.enter_block = block,
		.leave_block = block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = text,
	};

	if (!has_lone_tilde(leaf))
		parser.flags |= MD_FLAG_STRIKETHROUGH;
	prepare(v, leaf);
	v->base = base;
	v->bold = v->italic = v->strike = v->code = 0;
	v->depth = v->nested = 0;
	v->given = false;
	v->fn = fn;
	v->ctx = ctx;
	buf_clear(&v->said);
	buf_clear(&v->urls);
	if (v->api.parse(v->text.ptr, (unsigned)v->text.len, &parser, v) &&
	    !v->given) {
		v->skip = 0;	/* out of memory: the text as it was typed */
		v->depth = 0;
		give_text(v, leaf);
	}
}

void inline_init(struct inline_view *v, bool links, bool color)
{
	*v = (struct inline_view){
		.links = links,
		.color = color,
		.text = BUF_INIT(MOST_TEXT),
		.run = BUF_INIT(MOST_TEXT),
		.said = BUF_INIT(MOST_TEXT),
		.urls = BUF_INIT(MOST_TEXT),
		.url = BUF_INIT(MOST_TEXT),
	};
}

void inline_release(struct inline_view *v)
{
	buf_release(&v->text);
	buf_release(&v->run);
	buf_release(&v->said);
	buf_release(&v->urls);
	buf_release(&v->url);
}
