#include "app/commit_ask.h"

#include <stdlib.h>
#include <string.h>

#include "app/exchange.h"
#include "app/note.h"
#include "view/gather.h"

#define BETWEEN "%%%%"		/* a line that parts candidates */
#define EXAMPLES 12		/* subjects that are shown */

/*
 * What a model gets to read of the change: as much as fits its window. Few
 * changes need more than the first, and a local model may have 4,096 tokens.
 */
static const size_t budgets[] = { 48 << 10, 20 << 10, 6 << 10, 0 };

static const char *const forms[] = {
	[FORM_AREA] = "of the form \"area: what it does\"",
	[FORM_BRACKET] = "of the form \"[area] what it does\"",
	[FORM_CONVENTIONAL] = ("of the form \"type(scope): what it does\" "
			       "(Conventional Commits)"),
	[FORM_PLAIN] = "without any prefix",
};

static void add_examples(const struct commit_make *m, struct buf *out)
{
	const char *p = m->subjects.ptr;

	if (!*p)
		return;
	buf_adds(out, "The last subjects of this repository, whose style and "
		 "language count:\n");
	for (int i = 0; i < EXAMPLES && *p; i++) {
		size_t len = strcspn(p, "\n");

		buf_addf(out, "  %.*s\n", (int)len, p);
		p += len + (p[len] != '\0');
	}
}

static void add_ask(const struct commit_make *m, size_t count, struct buf *out)
{
	const struct commit_style *s = &m->style;

	buf_addf(out, "Write the commit message for the staged change above. "
		 "First a subject %s, in at most %zu characters; then, only "
		 "if there is more to say than that, an empty line and a "
		 "short body that says why, in lines of at most 72 "
		 "characters. Say nothing that the change does not show. "
		 "Answer with the message alone: no quotes, no fences, no "
		 "trailers such as Signed-off-by.\n", forms[s->form],
		 s->length > 40 ? s->length : 72);
	if (count > 1)
		buf_addf(out, "Write %zu different messages, with a line that "
			 "is " BETWEEN " and nothing else between them.\n",
			 count);
	add_examples(m, out);
	/* who wants another one has seen these */
	for (size_t i = 0; i < m->count; i++)
		buf_addf(out, "%s  %.*s\n", i ? "" : "Not these again:\n",
			 (int)strcspn(m->messages[i].ptr, "\n"),
			 m->messages[i].ptr);
	if (m->hint)
		buf_addf(out, "The author says of it: %s\n", m->hint);
}

struct text commit_ask_split(struct text *all)
{
	struct text first = *all;
	size_t at = 0;

	while (at < all->len) {
		const char *p = all->ptr + at;
		const char *nl = memchr(p, '\n', all->len - at);
		size_t len = nl ? (size_t)(nl - p) : all->len - at;

		if (text_is(text_trim((struct text){ p, len }), BETWEEN)) {
			first.len = at;
			at += len + (nl != NULL);
			break;
		}
		at += len + (nl != NULL);
	}
	*all = (struct text){ all->ptr + at, all->len - at };
	return first;
}

/* What the change's own task is, whatever words stand in it. */
static void wish(struct exchange *x)
{
	x->wishes.task = TASK_CODE;
	x->wishes.code = x->wishes.last_code = false;
	buf_clear(&x->wishes.system);
}

/* One try with that much of the change; 1: nobody could be asked. */
static int try(struct commit_make *m, size_t count, size_t budget,
	       struct exchange *x, struct err *err)
{
	struct document doc = { .name = "the staged change",
				.text = BUF_INIT(MAX_PROMPT) };
	struct buf ask = BUF_INIT(MAX_PROMPT);
	int rc;

	add_ask(m, count, &ask);
	digest_text(&m->digest, budget, &doc.text);
	rc = buf_check(&ask, "the prompt", err);
	if (!rc)
		rc = buf_check(&doc.text, "the change", err);
	if (!rc)
		rc = exchange_take(x, &ask, &doc, 1, err);
	buf_release(&ask);
	buf_release(&doc.text);
	if (rc)
		return rc;
	wish(x);
	x->decided = true;
	if (decide(&x->decision, m->app, &x->wishes, &x->prompt,
		   x->talk->history, 0, err))
		return -1;
	return x->decision.target_count ? 0 : 1;
}

/*
 * Nobody is left: worth a word only where somebody is configured, as the
 * embedded engine is no makeshift where it is all that there is.
 */
static void say_nobody(const struct exchange *x, struct app *app)
{
	struct err why = ERR_INIT;

	if (!app->cfg.place_count)
		return;
	decide_none(&x->decision, app, &why);
	note("%s; this message is the embedded engine's", why.msg);
}

static int run(struct commit_make *m, struct exchange *x, struct buf *answer,
	       struct err *err)
{
	struct gather g;
	int rc;

	gather_init(&g, answer->max, "the message");
	x->sink = &g.sink;
	rc = exchange_run(x, err);
	exchange_end(x, err);
	exchange_save(x, err, NULL);
	if (!rc)
		buf_add(answer, g.text.ptr, g.text.len);
	if (x->ask.answered)
		model_name(x->ask.answered->model, m->by, sizeof(m->by));
	gather_release(&g);
	return rc;
}

int commit_ask(struct commit_make *m, size_t count, struct buf *answer,
	       struct err *err)
{
	struct history history = HISTORY_INIT;
	struct secrets secrets;
	struct talk talk = { .history = &history, .secrets = &secrets };
	bool last;
	int rc = 1;

	secrets_init(&secrets, secrets_policy(&m->app->cfg));
	for (const size_t *budget = budgets; rc > 0 && *budget; budget++) {
		struct exchange x;

		exchange_init(&x, m->app, &talk);
		x.command = m->command;
		rc = try(m, count, *budget, &x, err);
		last = !budget[1] || (rc > 0 && !decide_too_long(&x.decision));
		if (!rc)
			rc = run(m, &x, answer, err);
		else if (rc > 0 && last)
			say_nobody(&x, m->app);
		exchange_release(&x);
		if (last)
			break;
	}
	http_free(talk.http);
	secrets_release(&secrets);
	return rc;
}
