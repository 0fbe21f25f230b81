#include "fit/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "route/classify.h"

#define TURNS 4000
#define BIG   ((size_t)1 << 20)

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void time_many(const char *name, const struct prompt_view *views,
		      size_t count)
{
	double *us = xcalloc(TURNS, sizeof(*us)), from = now_us(), all;
	struct verdict v;

	for (size_t i = 0; i < TURNS; i++) {
		double start = now_us();

		route_classify(&views[i % count], &v);
		us[i] = now_us() - start;
	}
	all = now_us() - from;
	qsort(us, TURNS, sizeof(*us), by_value);
	printf("  %-30s p50 %6.2f us  p99 %6.2f us  %8.0f a second\n", name,
	       us[TURNS / 2], us[TURNS * 99 / 100], TURNS * 1e6 / all);
	free(us);
}

/* Rows one after the other until there are `len` bytes. */
static char *text_of_rows(const struct rows *rows, size_t from, size_t len)
{
	char *text = xmalloc(len + 1);
	size_t n = 0;

	while (n < len) {
		const struct row *row = &rows->at[from++ % rows->count];
		size_t take = row->len < len - n ? row->len : len - n;

		memcpy(text + n, row->prompt, take);
		n += take;
		if (n < len)
			text[n++] = '\n';
	}
	text[len] = '\0';
	return text;
}

void bench_classify(const struct rows *rows)
{
	struct prompt_view *views = xcalloc(rows->count, sizeof(*views));
	size_t made = rows->count < 64 ? rows->count : 64;
	struct text big;
	struct text name = TEXT_LIT("");

	for (size_t i = 0; i < rows->count; i++)
		views[i].ask = row_text(&rows->at[i]);
	time_many("prompts as they are", views, rows->count);
	for (size_t i = 0; i < made; i++)
		views[i].ask =
			(struct text){ text_of_rows(rows, i * 97, 2048), 2048 };
	time_many("2 kB", views, made);
	for (size_t i = 0; i < made; i++)
		free((char *)views[i].ask.ptr);
	big = (struct text){ text_of_rows(rows, 0, BIG), BIG };
	views[0].ask = big;
	time_many("1 MB, all of it the prompt", views, 1);
	views[0] = (struct prompt_view){
		.ask = TEXT_LIT("summarize this in three sentences"),
		.docs = &big,
		.doc_names = &name,
		.doc_count = 1,
	};
	time_many("1 MB piped, with an ask", views, 1);
	free((char *)big.ptr);
	free(views);
}
