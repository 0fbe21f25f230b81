#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/json.h"
#include "guard/find.h"

/*
 * The search for secrets without the command line around it, for
 * tests/eval/secrets.py. Without arguments: reads lines {"id", "text"} and
 * prints lines {"id", "found": [{"kind", "line", "start", "value"}]}. With
 * files as arguments: "FILE:LINE: KIND: VALUE" for each, and at the end how
 * many bytes were read, and how fast the search was.
 */

struct total {
	size_t files, bytes, found;
	double seconds;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void print_found(struct json_writer *w, struct text t,
			const struct spans *spans)
{
	json_begin(w, "found", '[');
	for (size_t i = 0; i < spans->count; i++) {
		const struct span *s = &spans->list[i];

		json_begin(w, NULL, '{');
		json_add_str(w, "kind", s->kind);
		json_add_int(w, "line", (long long)guard_line(t, s->start));
		json_add_int(w, "start", (long long)s->start);
		json_add_text(w, "value",
			      (struct text){ t.ptr + s->start, s->len });
		json_end(w, '}');
	}
	json_end(w, ']');
}

static int answer(const char *line, size_t len, struct buf *out,
		  struct err *err)
{
	struct json_writer w = JSON_WRITER_INIT(out);
	struct spans spans = SPANS_INIT;
	struct text id, t, name;
	struct json *j;

	if (json_parse(line, len, &j, err))
		return -1;
	if (!json_text_at(j, "id", &id) || !json_text_at(j, "text", &t)) {
		json_free(j);
		return err_set(err, ERR_PROTO, "id or text is missing");
	}
	guard_find(t, json_text_at(j, "name", &name) ? name.ptr : NULL,
		   &spans);
	json_begin(&w, NULL, '{');
	json_add_text(&w, "id", id);
	print_found(&w, t, &spans);
	json_end(&w, '}');
	buf_addch(out, '\n');
	spans_release(&spans);
	json_free(j);
	return buf_check(out, "the line", err);
}

static int read_lines(struct err *err)
{
	struct buf out = BUF_INIT(MAX_ANSWER);
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	int rc = 0;

	while (!rc && (len = getline(&line, &cap, stdin)) > 0) {
		buf_clear(&out);
		rc = answer(line, (size_t)len, &out, err);
		fwrite(out.ptr, 1, out.len, stdout);
	}
	free(line);
	buf_release(&out);
	return rc;
}

static void read_file(const char *path, struct total *sum)
{
	struct buf in = BUF_INIT((size_t)1 << 30);
	struct spans spans = SPANS_INIT;
	FILE *f = fopen(path, "rb");
	struct text t;
	double start;

	if (!f)
		return;
	for (;;) {
		size_t room, n;
		char *p = buf_room(&in, 1 << 16, &room);

		n = p ? fread(p, 1, room, f) : 0;
		if (!n)
			break;
		buf_grew(&in, n);
	}
	fclose(f);
	t = (struct text){ in.ptr, in.len };
	start = now();
	guard_find(t, path, &spans);
	sum->seconds += now() - start;
	sum->files++;
	sum->bytes += in.len;
	sum->found += spans.count;
	for (size_t i = 0; i < spans.count; i++) {
		const struct span *s = &spans.list[i];

		printf("%s:%zu: %s: %.*s\n", path, guard_line(t, s->start),
		       s->kind, s->len < 100 ? (int)s->len : 100,
		       t.ptr + s->start);
	}
	spans_release(&spans);
	buf_release(&in);
}

int main(int argc, char **argv)
{
	struct total sum = { .files = 0 };
	struct err err = ERR_INIT;

	if (argc < 2 && read_lines(&err)) {
		fprintf(stderr, "find_driver: %s\n", err.msg);
		return 1;
	}
	for (int i = 1; i < argc; i++)
		read_file(argv[i], &sum);
	if (argc > 1)
		printf("%zu found in %zu files, %.1f MB, %.0f MB/s\n",
		       sum.found, sum.files, (double)sum.bytes / 1e6,
		       (double)sum.bytes / 1e6 / sum.seconds);
	return 0;
}
