#include "app/secrets.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "app/note.h"
#include "base/clock.h"
#include "guard/find.h"

#define MOST_NOTES 5	/* of one text; then how many more there are */

static const char *const outcomes[] = {
	[SECRETS_SEND] = "it goes out as it is (secrets = send)",
	[SECRETS_REDACT] = "it goes out as a placeholder",
	[SECRETS_LOCAL] = "only local models are asked (secrets = local)",
	[SECRETS_REFUSE] = "no model is asked (secrets = refuse)",
};

enum secrets_policy secrets_policy(const struct config *cfg)
{
	int least = cfg->policy.secrets;

	return (enum secrets_policy)(cfg->defaults.secrets > least ?
				     cfg->defaults.secrets : least);
}

void secrets_init(struct secrets *s, enum secrets_policy policy)
{
	*s = (struct secrets){ .policy = policy };
}

void secrets_release(struct secrets *s)
{
	mask_free(s->mask);
	s->mask = NULL;
}

/* Random, so that no text can hold a placeholder that is not ours. */
static struct mask *new_mask(void)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char raw[8];
	char tag[sizeof(raw) + 1];

	if (getrandom(raw, sizeof(raw), GRND_NONBLOCK) != sizeof(raw)) {
		int64_t now = clock_us();

		memcpy(raw, &now, sizeof(raw));
	}
	for (size_t i = 0; i < sizeof(raw); i++)
		tag[i] = digits[raw[i] & 31];
	tag[sizeof(raw)] = '\0';
	return mask_new(tag);
}

static void say(const struct secrets *s, const char *name, struct text t,
		const struct spans *spans)
{
	for (size_t i = 0; i < spans->count && i < MOST_NOTES; i++)
		note("%s, line %zu: this looks like a secret (%s); %s", name,
		     guard_line(t, spans->list[i].start), spans->list[i].kind,
		     outcomes[s->policy]);
	if (spans->count > MOST_NOTES)
		note("%s: %zu more secrets; the same holds for them", name,
		     spans->count - MOST_NOTES);
}

static void add_masked(struct secrets *s, struct text t,
		       const struct spans *spans, struct buf *out)
{
	if (!s->mask)
		s->mask = new_mask();
	mask_text(s->mask, t, spans, out);
}

int secrets_check(struct secrets *s, const char *name, bool is_file,
		  struct buf *text, struct err *err)
{
	const struct text t = { text->ptr, text->len };
	struct buf masked = BUF_INIT(MAX_PROMPT);
	struct spans spans = SPANS_INIT;
	int rc = 0;

	guard_find(t, is_file ? name : NULL, &spans);
	s->found += spans.count;
	if (spans.count && s->policy == SECRETS_REFUSE) {
		rc = err_set(err, ERR_NOCAND, "%s, line %zu: this looks like "
			     "a secret (%s); not sent (secrets = refuse)",
			     name, guard_line(t, spans.list[0].start),
			     spans.list[0].kind);
	} else if (spans.count && !s->silent) {
		say(s, name, t, &spans);
	}
	if (!rc && spans.count && s->policy == SECRETS_REDACT) {
		add_masked(s, t, &spans, &masked);
		rc = buf_check(&masked, name, err);
		buf_wipe(text);
		*text = masked;
	}
	spans_release(&spans);
	return rc;
}

bool secrets_tell(const struct secrets *s, const char *name, struct text part)
{
	struct spans spans = SPANS_INIT;
	bool found;

	guard_find(part, name, &spans);
	found = spans.count;
	if (found)
		note_error("%s: this looks like a secret (%s); %s", name,
			   spans.list[0].kind, outcomes[s->policy]);
	spans_release(&spans);
	return found;
}

int secrets_name(struct secrets *s, const char *name, char **masked,
		 struct err *err)
{
	struct buf copy = BUF_INIT(MAX_CONFIG);
	size_t len = strlen(name);
	int rc;

	*masked = NULL;
	buf_add(&copy, name, len);
	rc = secrets_check(s, "the name of a file", false, &copy, err);
	if (!rc && (copy.len != len || memcmp(copy.ptr, name, len)))
		*masked = buf_take(&copy, NULL);
	buf_release(&copy);
	return rc;
}

void secrets_hide(struct secrets *s, struct text t, struct buf *out)
{
	struct spans spans = SPANS_INIT;

	guard_find(t, NULL, &spans);
	if (spans.count)
		add_masked(s, t, &spans, out);
	else
		buf_add(out, t.ptr, t.len);
	spans_release(&spans);
}
