#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/json.h"
#include "base/mem.h"
#include "local/complete.h"
#include "local/complete_chance.h"

/*
 * builtin/complete without the command line around it, for
 * tests/eval/complete.py: reads lines {"id", "prefix", "suffix"} and prints
 * lines {"id", "text", "chance", "us"}; with --votes also "votes", for each
 * level that was voted on {"level", "text", "indent", "x"}, the figures that
 * its chance is made of ("begun" in the input: of the rest of a line).
 */

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void print_votes(struct json_writer *w, const struct complete_in *in,
			bool begun)
{
	struct vote *votes = xcalloc(VOTE_LEVELS, sizeof(*votes));
	double x[CHANCE_FEATURES];

	json_begin(w, "votes", '[');
	if (!complete_votes(in, begun, votes))
		goto out;
	for (size_t i = 0; i < VOTE_LEVELS; i++) {
		if (!votes[i].seen)
			continue;
		json_begin(w, NULL, '{');
		json_add_int(w, "level", (long long)i);
		json_add_text(w, "text",
			      (struct text){ votes[i].text, votes[i].len });
		json_add_int(w, "indent", votes[i].indent);
		json_begin(w, "x", '[');
		complete_features(votes, i, x);
		for (size_t k = 0; k < CHANCE_FEATURES; k++)
			json_add_number(w, NULL, x[k]);
		json_end(w, ']');
		json_end(w, '}');
	}
out:
	json_end(w, ']');
	free(votes);
}

static int answer(const char *line, size_t len, bool votes, struct buf *out,
		  struct err *err)
{
	struct json_writer w = JSON_WRITER_INIT(out);
	struct buf text = BUF_INIT(MAX_HELD);
	struct complete_in in = { .others = NULL };
	struct text id;
	struct json *j;
	double chance, start;

	if (json_parse(line, len, &j, err))
		return -1;
	json_text_at(j, "id", &id);
	json_text_at(j, "prefix", &in.prefix);
	json_text_at(j, "suffix", &in.suffix);
	start = now();
	chance = complete_text(&in, &text);
	json_begin(&w, NULL, '{');
	json_add_text(&w, "id", id);
	json_add_int(&w, "us", (long long)(now() - start));
	json_add_text(&w, "text", text_of_buf(&text));
	json_add_number(&w, "chance", chance);
	if (votes)
		print_votes(&w, &in, json_truthy(json_get(j, "begun")));
	json_end(&w, '}');
	json_free(j);
	buf_release(&text);
	return buf_check(out, "the answer", err);
}

int main(int argc, char **argv)
{
	struct buf out = BUF_INIT(MAX_HELD);
	struct err err = ERR_INIT;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	(void)argv;
	while ((n = getline(&line, &cap, stdin)) > 0) {
		buf_clear(&out);
		if (answer(line, (size_t)n, argc > 1, &out, &err)) {
			fprintf(stderr, "complete_driver: %s\n", err.msg);
			return 1;
		}
		puts(out.ptr);
	}
	free(line);
	buf_release(&out);
	return 0;
}
