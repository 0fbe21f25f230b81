#include <unistd.h>

#include "app/compare.h"
#include "app/output.h"
#include "app/report.h"
#include "route/explain.h"
#include "view/agree.h"
#include "view/markdown.h"
#include "view/term.h"
#include "view/word_diff.h"
#include "view/wrap.h"

#define LEAST_WIDTH 34		/* of a column that is still good to read */
#define MOST_OWN 6		/* words that only one says */

/* How it looks. */
struct look {
	struct markdown_look markdown;
	size_t width;		/* of a column or the page; 0: no terminal */
};

/* Time to the first token and in all, tokens, money. */
static void add_facts(const struct compare *c, const struct rival *r,
		      struct buf *out)
{
	struct usage u;

	if (!r->asked) {
		if (!r->outcome.kind)
			buf_adds(out, "-- from before");
		return;
	}
	u = report_tokens(&c->x->decision, &r->ask);
	buf_adds(out, "-- ");
	if (r->ask.first_ms >= 0)
		buf_addf(out, "first %.1f s, ",
			 (double)r->ask.first_ms / 1000);
	buf_addf(out, "%.1f s, %lld tokens in, %lld out, ",
		 (double)r->ask.total_ms / 1000, (long long)u.input,
		 (long long)u.output);
	explain_money(r->cost, out);
}

/* Words of ours about an answer, in lines that fit. */
static void add_words(struct text t, enum term_style style,
		      const struct look *l, struct buf *out)
{
	if (!t.len)
		return;
	buf_adds(out, term_sgr(style, l->markdown.color));
	if (l->width)
		wrap_line(t, 0, 0, (unsigned)l->width, out);
	else
		buf_add(out, t.ptr, t.len);
	buf_adds(out, term_sgr(TERM_PLAIN, l->markdown.color));
	buf_addch(out, '\n');
}

/* To a terminal through the Markdown view; else as it is. */
static void add_answer(const struct rival *r, const struct look *l,
		       struct buf *out)
{
	struct err err = ERR_INIT;
	struct markdown m;
	struct gather g;

	if (!l->width) {
		buf_add(out, r->answer.ptr, r->answer.len);
		if (r->answer.len && r->answer.ptr[r->answer.len - 1] != '\n')
			buf_addch(out, '\n');
		return;
	}
	gather_init(&g, out->max, "an answer");
	markdown_init(&m, &g.sink, &l->markdown, (unsigned)l->width);
	if (markdown_load(&m, &err) ||
	    m.sink.text(&m.sink, r->answer, &err) ||
	    m.sink.end(&m.sink, true, &err))
		err_clear(&err);	/* shown as far as it could be */
	buf_add(out, g.text.ptr, g.text.len);
	markdown_release(&m);
	gather_release(&g);
}

/* One rival as a whole: its name, the answer, the facts. */
static void add_rival(const struct compare *c, const struct rival *r,
		      const struct look *l, struct buf *out)
{
	bool color = l->markdown.color;
	struct buf facts = BUF_INIT(512);

	buf_addf(out, "%s%s%s%s\n\n", term_sgr(TERM_BOLD, color),
		 color ? "" : "== ", r->name, term_sgr(TERM_PLAIN, color));
	add_answer(r, l, out);
	if (r->outcome.kind)
		add_words(text_of(r->outcome.msg), TERM_RED, l, out);
	add_facts(c, r, &facts);
	add_words(text_of_buf(&facts), TERM_DIM, l, out);
	buf_release(&facts);
}

static void add_columns(const struct compare *c, const struct look *l,
			struct buf *out)
{
	struct buf parts[COMPARE_MOST];
	struct text texts[COMPARE_MOST];
	struct buf between = BUF_INIT(64);

	buf_addf(&between, " %s%s%s ",
		 term_sgr(TERM_DIM, l->markdown.color),
		 l->markdown.utf8 ? "\xE2\x94\x82" : "|",
		 term_sgr(TERM_PLAIN, l->markdown.color));
	for (size_t i = 0; i < c->count; i++) {
		buf_init(&parts[i], MAX_HELD);
		add_rival(c, &c->rivals[i], l, &parts[i]);
		texts[i] = text_of_buf(&parts[i]);
	}
	columns_add(texts, c->count, l->width, between.ptr, out);
	for (size_t i = 0; i < c->count; i++)
		buf_release(&parts[i]);
	buf_release(&between);
}

/* What each alone says; only of those that answered. */
static void add_agreement(const struct compare *c, const struct look *l,
			  struct buf *out)
{
	struct text texts[COMPARE_MOST], others[COMPARE_MOST];
	const struct rival *who[COMPARE_MOST];
	struct buf line = BUF_INIT(4096);
	double least = 1;
	size_t n = 0, k;

	for (size_t i = 0; i < c->count; i++) {
		if (!c->rivals[i].answer.len)
			continue;
		who[n] = &c->rivals[i];
		texts[n++] = c->rivals[i].answer;
	}
	for (size_t i = 0; i < n; i++)
		for (k = i + 1; k < n; k++) {
			double share = agree_share(texts[i], texts[k]);

			least = share < least ? share : least;
		}
	if (n < 2)
		return;
	buf_addf(&line, "-- they share %s%.0f %% of their words",
		 n > 2 ? "at least " : "", least * 100);
	for (size_t i = 0; i < n; i++) {
		struct buf own = BUF_INIT(1024);

		k = 0;
		for (size_t j = 0; j < n; j++)
			if (j != i)
				others[k++] = texts[j];
		agree_only(texts[i], others, k, MOST_OWN, &own);
		if (own.len)
			buf_addf(&line, "; only %s: %s", who[i]->name,
				 own.ptr);
		buf_release(&own);
	}
	buf_addch(out, '\n');
	add_words(text_of_buf(&line), TERM_DIM, l, out);
	buf_release(&line);
}

void compare_show(const struct compare *c, size_t width, struct buf *out)
{
	struct look l = {
		.markdown = output_look(c->x->app->set,
					width ? STDOUT_FILENO : -1),
	};

	l.markdown.links = false;	/* columns know colours alone */
	if (width)
		l.width = columns_width(width, c->count, LEAST_WIDTH);
	if (l.width && c->count > 1) {
		add_columns(c, &l, out);
	} else {
		l.width = width;
		for (size_t i = 0; i < c->count; i++) {
			if (i)
				buf_addch(out, '\n');
			add_rival(c, &c->rivals[i], &l, out);
		}
	}
	l.width = width;
	add_agreement(c, &l, out);
}

int compare_diff(const struct compare *c, bool terminal, struct buf *out,
		 struct err *err)
{
	bool color = term_styled(terminal ? STDOUT_FILENO : -1,
				 (enum term_color)c->x->app->set->color);
	const struct rival *two[2];
	size_t n = 0;

	for (size_t i = 0; i < c->count && n < 2; i++)
		if (c->rivals[i].answer.len)
			two[n++] = &c->rivals[i];
	if (n < 2)
		return err_set(err, ERR_PROTO, "there are no two answers to "
			       "compare");
	buf_addf(out, "%s--- %s%s\n", term_sgr(TERM_RED, color),
		 two[0]->name, term_sgr(TERM_PLAIN, color));
	buf_addf(out, "%s+++ %s%s\n", term_sgr(TERM_GREEN, color),
		 two[1]->name, term_sgr(TERM_PLAIN, color));
	word_diff_add(two[0]->answer, two[1]->answer, terminal, color, out);
	if (out->ptr[out->len - 1] != '\n')
		buf_addch(out, '\n');
	return 0;
}
