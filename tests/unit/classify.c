#include "route/classify.h"

#include <string.h>

#include "tap.h"

static const struct {
	const char *prompt;
	enum task task;
} cases[] = {
	{ "summarize this in two sentences:\n\nThe river rose.", TASK_SUMMARIZATION },
	{ "what is 17 * 23", TASK_REASONING },
	{ "fix this function\n\nint f(void) { return; }", TASK_CODE },
	{ "write a poem about my grandmother", TASK_GENERAL },
};

int main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct prompt_view p = { .ask = text_of(cases[i].prompt) };
		struct verdict v;

		route_classify(&p, &v);
		ok(v.task == cases[i].task, "%s %.2f %.2f: %s",
		   task_name(v.task), v.confidence, v.difficulty,
		   cases[i].prompt);
	}
	return tap_done();
}
