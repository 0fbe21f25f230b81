#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "local/extract.h"

/*
 * The engine without the command line around it, for tests/eval: reads
 * lines {"id", "ask", "document"} and prints lines {"id", "summary"}.
 */

static int answer(const char *line, size_t len, struct buf *out,
		  struct err *err)
{
	struct json_writer w = JSON_WRITER_INIT(out);
	struct buf summary = BUF_INIT(MAX_ANSWER);
	struct text id, ask, doc;
	struct json *j;
	int rc = -1;

	if (json_parse(line, len, &j, err))
		return -1;
	if (!json_text_at(j, "id", &id) || !json_text_at(j, "ask", &ask) ||
	    !json_text_at(j, "document", &doc)) {
		err_set(err, ERR_PROTO, "id, ask or document is missing");
		goto out;
	}
	if (extract_summary(ask, &doc, 1, &summary, err))
		goto out;
	json_begin(&w, NULL, '{');
	json_add_text(&w, "id", id);
	json_add_text(&w, "summary",
		      (struct text){ summary.ptr, summary.len });
	json_end(&w, '}');
	buf_addch(out, '\n');
	rc = buf_check(out, "the line", err);
out:
	buf_release(&summary);
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
		fprintf(stderr, "extract_driver: %s\n", err.msg);
	free(line);
	buf_release(&out);
	return rc ? 1 : 0;
}
