#include "app/complete_ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/complete_clean.h"
#include "app/exchange.h"
#include "app/note.h"
#include "base/mem.h"
#include "guard/find.h"
#include "view/gather.h"

#define MOST_ANSWER ((size_t)1 << 20)
#define LEAST_CONTEXT 1024	/* less is not tried */
#define AROUND ((size_t)16 << 10)	/* of the cursor: a secret's length */

/* One try: what of it all is shown, and what came back. */
struct showing {
	struct complete_job *job;
	struct exchange x;
	struct gap gap;
	char before[300], behind[300];	/* names of its two parts */
	size_t at;		/* index of the prefix among the documents */
	bool has_suffix;
};

struct text complete_tail(struct text t, size_t most)
{
	size_t cut = t.len > most ? t.len - most : 0;
	const char *nl = cut ? memchr(t.ptr + cut, '\n', t.len - cut) : NULL;

	if (nl && nl + 1 < t.ptr + t.len)
		cut = (size_t)(nl - t.ptr) + 1;
	while (cut && cut < t.len && ((unsigned char)t.ptr[cut] & 0xC0) == 0x80)
		cut++;
	return (struct text){ t.ptr + cut, t.len - cut };
}

struct text complete_head(struct text t, size_t most)
{
	const char *nl;

	if (t.len <= most)
		return t;
	nl = memrchr(t.ptr, '\n', most);
	t.len = nl ? (size_t)(nl - t.ptr) + 1 : most;
	while (!nl && t.len && ((unsigned char)t.ptr[t.len] & 0xC0) == 0x80)
		t.len--;
	return t;
}

static void add_doc(struct document *d, const char *name, struct text t)
{
	*d = (struct document){ .name = name, .text = BUF_INIT(MAX_PROMPT) };
	buf_add(&d->text, t.ptr, t.len);
}

/*
 * Of the budget the text before the cursor may have five eighths, the one
 * behind it a quarter, and each what the other leaves; the rest is for other
 * files, which stand first, the most important one last.
 */
static struct document *choose(struct showing *s, size_t budget,
			       size_t *count)
{
	struct complete_job *job = s->job;
	struct document *docs = xcalloc(job->count + 2, sizeof(*docs));
	struct text *parts = xcalloc(job->count, sizeof(*parts));
	struct text p = job->prefix, q = job->suffix;
	size_t left, n = 0, most = budget / 4 * 3;

	p = complete_tail(p, q.len < budget / 4 ? most + budget / 4 - q.len :
						  budget / 8 * 5);
	q = complete_head(q, budget - p.len < budget / 4 + budget / 8 ||
			     !job->count ? budget - p.len : budget / 4);
	left = budget - p.len - q.len;
	for (size_t i = 0; i < job->count; i++) {
		parts[i] = complete_head(job->texts[i], left);
		left -= parts[i].len;
	}
	for (size_t i = job->count; i-- > 0;)
		if (parts[i].len)
			add_doc(&docs[n++], job->names[i], parts[i]);
	s->at = n;
	add_doc(&docs[n++], s->before, p);
	s->has_suffix = q.len;
	if (q.len)
		add_doc(&docs[n++], s->behind, q);
	free(parts);
	*count = n;
	return docs;
}

static void add_ask(const struct complete_job *job, struct buf *out)
{
	struct text p = job->prefix, line;
	const char *nl = p.len ? memrchr(p.ptr, '\n', p.len) : NULL;
	size_t at = nl ? (size_t)(nl - p.ptr) + 1 : 0;

	buf_adds(out, "Complete the text at the cursor: give what belongs "
		 "between the text before it and the text after it. Answer "
		 "with one fenced code block that holds exactly what is to "
		 "be inserted at the cursor, and with nothing else: no "
		 "explanation, nothing repeated of what stands before or "
		 "after the cursor. Keep to the file's indentation and "
		 "style, and end where the statement or block ends that the "
		 "cursor is in. Where the insertion begins on a new line, "
		 "begin the code block with an empty line.");
	line = (struct text){ p.ptr + at, p.len - at };
	if (text_trim(line).len && line.len < 200)
		buf_addf(out, " The cursor's line so far is: %.*s",
			 (int)line.len, line.ptr);
}

/*
 * With the file's name at the end and behind a slash, as it says what in it
 * may be a secret (guard/find.h).
 */
static void name_parts(struct showing *s)
{
	char name[256];
	const char *of = s->job->name;
	const char *in = !*of ? "" : strchr(of, '/') ? " in " : " in ./";

	name[text_safe_line(name, sizeof(name), of, strlen(of))] = '\0';
	snprintf(s->before, sizeof(s->before), "before the cursor%s%s", in,
		 name);
	snprintf(s->behind, sizeof(s->behind), "after the cursor%s%s", in,
		 name);
}

/* Each part alone could look harmless, with half of a secret in it. */
static int check_between(const struct complete_job *job,
			 const struct secrets *secrets, struct err *err)
{
	struct text p = complete_tail(job->prefix, AROUND);
	struct text q = complete_head(job->suffix, AROUND);
	struct spans spans = SPANS_INIT;
	struct buf all = BUF_INIT(2 * AROUND + 1);
	bool found = false;

	if (secrets->policy == SECRETS_SEND)
		return 0;
	buf_add(&all, p.ptr, p.len);
	buf_add(&all, q.ptr, q.len);
	guard_find(text_of_buf(&all), job->name, &spans);
	for (size_t i = 0; i < spans.count; i++)
		found = found || (spans.list[i].start < p.len &&
				  spans.list[i].start + spans.list[i].len >
					  p.len);
	spans_release(&spans);
	buf_wipe(&all);
	return found ? err_set(err, ERR_NOCAND, "the cursor is inside of what "
			       "looks like a secret: no model is asked") : 0;
}

/* What was masked in the documents is masked in the gap. */
static void make_gap(struct showing *s)
{
	const struct prompt *p = &s->x.prompt;

	s->gap = (struct gap){
		.prefix = p->doc_texts[s->at],
		.names = p->doc_names, .texts = p->doc_texts, .count = s->at,
	};
	if (s->has_suffix)
		s->gap.suffix = p->doc_texts[s->at + 1];
	s->x.gap = &s->gap;
}

/* Who can fill a gap is given one, and not the words. */
static void choose_dialects(struct decision *d)
{
	for (size_t i = 0; i < d->target_count; i++) {
		struct target *t = &d->targets[i];

		if (t->place)
			t->fills = dialect_filling(&t->place->ep, t->model);
	}
}

/* 1: nobody could be asked. */
static int try(struct showing *s, size_t budget, struct err *err)
{
	struct buf ask = BUF_INIT(MAX_PROMPT);
	struct exchange *x = &s->x;
	struct document *docs;
	size_t count;
	int rc;

	name_parts(s);
	docs = choose(s, budget, &count);
	add_ask(s->job, &ask);
	rc = exchange_take(x, &ask, docs, count, err);
	free(docs);
	buf_release(&ask);
	if (rc)
		return rc;
	x->wishes.task = TASK_CODE;
	x->wishes.code = x->wishes.last_code = x->wishes.all_code = false;
	buf_clear(&x->wishes.system);
	make_gap(s);
	x->decided = true;
	if (decide(&x->decision, s->job->app, &x->wishes, &x->prompt,
		   x->talk->history, 0, err))
		return -1;
	choose_dialects(&x->decision);
	return x->decision.target_count ? 0 : 1;
}

static int clean(struct showing *s, struct text answer, bool cut,
		 struct buf *out, struct err *err)
{
	const struct target *t = s->x.ask.answered;
	const struct clean_in in = {
		.prefix = s->gap.prefix, .suffix = s->gap.suffix,
		.chat = !t || !t->fills, .cut = cut,
	};
	struct err bad = ERR_INIT;
	bool whole;

	if (complete_clean(&in, answer, out, &whole, &bad)) {
		*err = bad;
		return err_prefix(err, "%s", s->job->by);
	}
	if (!cut || whole) {
		err_clear(err);
		return 0;
	}
	return -1;	/* err says that it was cut */
}

static int run(struct showing *s, struct buf *out, struct err *err)
{
	struct exchange *x = &s->x;
	struct gather g;
	int rc;

	gather_init(&g, MOST_ANSWER, "the answer");
	x->sink = &g.sink;
	rc = exchange_run(x, err);
	exchange_end(x, err);
	if (x->ask.answered)
		model_name(x->ask.answered->model, s->job->by,
			   sizeof(s->job->by));
	exchange_save(x, err, NULL);
	if (!rc || err->kind == ERR_LENGTH)
		rc = clean(s, text_of_buf(&g.text), err->kind == ERR_LENGTH,
			   out, err);
	gather_release(&g);
	return rc;
}

static void say_nobody(const struct exchange *x, struct app *app)
{
	struct err why = ERR_INIT;

	if (!app->cfg.place_count)
		return;
	decide_none(&x->decision, app, &why);
	note("%s; the embedded engine is asked", why.msg);
}

int complete_ask(struct complete_job *job, struct buf *out, struct err *err)
{
	struct history history = HISTORY_INIT;
	struct secrets secrets;
	struct talk talk = { .history = &history, .secrets = &secrets };
	size_t budget = (size_t)job->app->set->context;
	bool again;
	int rc;

	secrets_init(&secrets, secrets_policy(&job->app->cfg));
	if (check_between(job, &secrets, err)) {
		secrets_release(&secrets);
		return -1;
	}
	do {
		struct showing s = { .job = job };

		exchange_init(&s.x, job->app, &talk);
		s.x.command = "complete";
		rc = try(&s, budget, err);
		again = rc > 0 && decide_too_long(&s.x.decision) &&
			budget / 4 >= LEAST_CONTEXT;
		if (!rc)
			rc = run(&s, out, err);
		else if (rc > 0 && !again)
			say_nobody(&s.x, job->app);
		exchange_release(&s.x);
		budget /= 4;
	} while (again);
	http_free(talk.http);
	secrets_release(&secrets);
	return rc;
}
