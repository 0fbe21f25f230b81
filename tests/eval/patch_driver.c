#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "diff/patch.h"

/*
 * The reader of diffs by itself, for tests/scripts/test_patch.py: reads a
 * diff from stdin and prints one JSON line a file. Names are given as hex,
 * since they need not be UTF-8.
 *
 *	patch_driver [STEP]	feed STEP bytes at a time (default: 65536)
 */

struct seen {
	struct json_writer w;
	struct buf *out;
	bool open;
	size_t hunks, added, removed, context, marks, longest;
};

static void finish(struct seen *s)
{
	if (!s->open)
		return;
	s->open = false;
	json_add_int(&s->w, "hunks", (long long)s->hunks);
	json_add_int(&s->w, "added", (long long)s->added);
	json_add_int(&s->w, "removed", (long long)s->removed);
	json_add_int(&s->w, "context", (long long)s->context);
	json_add_int(&s->w, "marks", (long long)s->marks);
	json_add_int(&s->w, "longest", (long long)s->longest);
	json_end(&s->w, '}');
	buf_addch(s->out, '\n');
	fwrite(s->out->ptr, 1, s->out->len, stdout);
	buf_clear(s->out);
	s->w = (struct json_writer)JSON_WRITER_INIT(s->out);
	s->hunks = s->added = s->removed = s->context = s->marks = 0;
	s->longest = 0;
}

static void add_hex(struct seen *s, const char *name, struct text t)
{
	struct buf hex = BUF_INIT(PATCH_HEADER * 2);

	for (size_t i = 0; i < t.len; i++)
		buf_addf(&hex, "%02x", (unsigned char)t.ptr[i]);
	json_add_str(&s->w, name, hex.ptr);
	buf_release(&hex);
}

static int on_file(void *ctx, const struct patch_file *f, struct err *err)
{
	static const char letters[] = "MADRCU";
	struct seen *s = ctx;
	char status[2] = { letters[f->status] };

	(void)err;
	finish(s);
	s->open = true;
	json_begin(&s->w, NULL, '{');
	json_add_str(&s->w, "status", status);
	add_hex(s, "old", f->old_path);
	add_hex(s, "new", f->new_path);
	json_add_int(&s->w, "old_mode", f->old_mode);
	json_add_int(&s->w, "new_mode", f->new_mode);
	json_add_int(&s->w, "similarity", f->similarity);
	json_add_bool(&s->w, "binary", f->binary);
	json_add_bool(&s->w, "combined", f->combined);
	return 0;
}

static int on_hunk(void *ctx, const struct patch_hunk *h, struct err *err)
{
	struct seen *s = ctx;

	(void)h;
	(void)err;
	s->hunks++;
	return 0;
}

static int on_line(void *ctx, const struct patch_line *l, struct err *err)
{
	struct seen *s = ctx;

	(void)err;
	s->added += l->kind == '+';
	s->removed += l->kind == '-';
	s->context += l->kind == ' ';
	s->marks += l->kind == '\\';
	if (l->len > s->longest)
		s->longest = l->len;
	return 0;
}

int main(int argc, char **argv)
{
	static const struct patch_ops ops = { .file = on_file, .hunk = on_hunk,
					      .line = on_line };
	static char in[65536];
	struct buf out = BUF_INIT(MAX_EVENT);
	struct seen s = { .w = JSON_WRITER_INIT(&out), .out = &out };
	struct err err = ERR_INIT;
	struct patch p;
	size_t n, step = sizeof(in);
	int rc = 0;

	if (argc > 1)
		sscanf(argv[1], "%zu", &step);
	if (!step || step > sizeof(in))
		step = sizeof(in);
	patch_init(&p, 4096, &ops, &s);
	while (!rc && (n = fread(in, 1, step, stdin)) > 0)
		rc = patch_feed(&p, in, n, &err);
	if (!rc)
		rc = patch_end(&p, &err);
	finish(&s);
	patch_release(&p);
	buf_release(&out);
	if (rc)
		fprintf(stderr, "patch_driver: %s\n", err.msg);
	return rc ? 1 : 0;
}
