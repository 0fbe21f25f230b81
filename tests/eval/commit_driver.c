#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"
#include "diff/digest.h"
#include "local/commit.h"

/*
 * builtin/commit without the command line around it, for tests/eval: reads
 * lines {"id", "diff", "subjects": [...]} and prints lines {"id", "message",
 * "sure", "function", "broken"}; the function is the first that the hunks
 * name, or "".
 */

static void learn(const struct json *j, struct commit_style *style)
{
	const struct json *list = json_get(j, "subjects");
	struct text *subjects = xcalloc(json_len(list) + 1, sizeof(*subjects));
	size_t n = 0;

	for (size_t i = 0; i < json_len(list); i++)
		n += json_text(json_index(list, i), &subjects[n]);
	commit_style_learn(style, subjects, n);
	free(subjects);
}

static const char *first_function(const struct digest *d)
{
	for (size_t i = 0; i < d->symbol_count; i++)
		if (d->symbols[i].role == SYMBOL_TOUCHED)
			return d->symbols[i].name;
	return "";
}

static int answer(const char *line, size_t len, struct buf *out,
		  struct err *err)
{
	static const char *const sure[] = { "mechanical", "named", "guess" };
	struct json_writer w = JSON_WRITER_INIT(out);
	struct buf message = BUF_INIT(MAX_HELD);
	struct commit_style style;
	struct err broken = ERR_INIT;
	struct text id, diff;
	struct digest d;
	struct json *j;
	int rc = -1;

	if (json_parse(line, len, &j, err))
		return -1;
	digest_init(&d);
	if (!json_text_at(j, "id", &id) || !json_text_at(j, "diff", &diff)) {
		err_set(err, ERR_PROTO, "id or diff is missing");
		goto out;
	}
	learn(j, &style);
	rc = digest_feed(&d, diff.ptr, diff.len, &broken);
	if (!rc)
		rc = digest_end(&d, &broken);
	json_begin(&w, NULL, '{');
	json_add_text(&w, "id", id);
	json_add_str(&w, "sure", sure[commit_message(&d, &style, &message)]);
	json_add_text(&w, "message",
		      (struct text){ message.ptr, message.len });
	json_add_str(&w, "function", first_function(&d));
	json_add_str(&w, "broken", broken.msg);
	json_end(&w, '}');
	buf_addch(out, '\n');
	rc = buf_check(out, "the line", err);
out:
	digest_release(&d);
	buf_release(&message);
	json_free(j);
	return rc;
}

int main(void)
{
	struct buf out = BUF_INIT(MAX_ANSWER);
	struct err err = ERR_INIT;
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	int rc = 0;

	while (!rc && (len = getline(&line, &cap, stdin)) > 0) {
		buf_clear(&out);
		rc = answer(line, (size_t)len, &out, &err);
		fwrite(out.ptr, 1, out.len, stdout);
	}
	if (rc)
		fprintf(stderr, "commit_driver: %s\n", err.msg);
	free(line);
	buf_release(&out);
	return rc ? 1 : 0;
}
