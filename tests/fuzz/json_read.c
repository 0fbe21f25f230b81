#include "base/json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Whatever is taken is written again, and that is taken and the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One level: strings and numbers as they are, the rest by their kind. */
static void write_value(struct json_writer *w, const struct json *j)
{
	struct text t;
	double d;

	if (json_text(j, &t))
		json_add_text(w, NULL, t);
	else if (json_number(j, &d))
		json_add_number(w, NULL, d);
	else
		json_add_bool(w, NULL, json_truthy(j));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = {
		"choices.0.delta.content", "a", "0", "0.0", "usage.x", "",
	};
	struct buf out = BUF_INIT((size_t)1 << 26);
	struct json_writer w = JSON_WRITER_INIT(&out);
	struct err e = ERR_INIT;
	struct json *j, *again;
	struct text t;

	if (json_parse((const char *)data, size, &j, &e)) {
		if (j || e.kind != ERR_PROTO || !*e.msg)
			abort();
		return 0;
	}
	json_begin(&w, NULL, '[');
	write_value(&w, j);
	for (size_t i = 0; i < json_len(j); i++)
		write_value(&w, json_index(j, i));
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (json_text_at(j, paths[i], &t))
			json_add_text(&w, NULL, t);
	json_end(&w, ']');
	if (utf8_count_bad(out.ptr, out.len) ||
	    json_parse(out.ptr, out.len, &again, &e) || !json_len(again))
		abort();
	json_free(again);
	json_free(j);
	buf_release(&out);
	return 0;
}
