#include "route/classify.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * The input is an ask, a byte 1, a document; without that byte all of it is
 * the ask. Beyond not crashing: scores sum to one, the task has the highest,
 * names are there and in order, and the verdict is the same when asked again
 * with the same bytes at another address.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

static struct verdict judge(const char *p, size_t size)
{
	const char *mark = size ? memchr(p, 1, size) : NULL;
	struct text doc = { .ptr = "" }, name = { .ptr = "" };
	struct prompt_view view = { .ask = { p, size } };
	struct verdict v;

	if (mark) {
		view.ask.len = (size_t)(mark - p);
		doc.ptr = mark + 1;
		doc.len = size - view.ask.len - 1;
		view.docs = &doc;
		view.doc_names = &name;
		view.doc_count = 1;
	}
	route_classify(&view, &v);
	return v;
}

static void check_verdict(const struct verdict *v)
{
	double sum = 0;

	check(v->task < TASK_COUNT && v->signal_count <= VERDICT_SIGNALS);
	for (int k = 0; k < TASK_COUNT; k++) {
		check(v->scores[k] >= 0 && v->scores[k] <= v->confidence);
		sum += v->scores[k];
	}
	check(fabs(sum - 1) < 1e-9);
	check(v->difficulty >= 0 && v->difficulty <= 1);
	for (size_t i = 0; i < v->signal_count; i++) {
		check(v->signals[i].name && isfinite(v->signals[i].weight));
		check(!i || fabs(v->signals[i].weight) <=
				    fabs(v->signals[i - 1].weight));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1);
	struct verdict a, b;

	if (!copy)
		return 0;
	a = judge((const char *)data, size);
	memcpy(copy + 1, data, size);
	b = judge(copy + 1, size);
	free(copy);
	check_verdict(&a);
	check(a.task == b.task && a.difficulty == b.difficulty &&
	      a.confidence == b.confidence);
	return 0;
}
