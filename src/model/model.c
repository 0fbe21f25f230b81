#include "model/model.h"

#include <stdio.h>
#include <string.h>

static const char *const tasks[TASK_COUNT] = {
	[TASK_REASONING] = "reasoning",
	[TASK_CODE] = "code",
	[TASK_SUMMARIZATION] = "summarization",
	[TASK_GENERAL] = "general",
};

static const char *const efforts[EFFORT_COUNT] = {
	[EFFORT_NONE] = "none",
	[EFFORT_MINIMAL] = "minimal",
	[EFFORT_LOW] = "low",
	[EFFORT_MEDIUM] = "medium",
	[EFFORT_HIGH] = "high",
	[EFFORT_XHIGH] = "xhigh",
	[EFFORT_MAX] = "max",
};

const char *task_name(enum task t)
{
	return t < TASK_COUNT ? tasks[t] : NULL;
}

enum task task_by_name(const char *name)
{
	for (int t = 0; t < TASK_COUNT; t++)
		if (!strcmp(tasks[t], name))
			return (enum task)t;
	return TASK_NONE;
}

const char *effort_name(enum effort e)
{
	return e < EFFORT_COUNT ? efforts[e] : NULL;
}

void model_name(const struct model *m, char *out, size_t cap)
{
	snprintf(out, cap, "%s/%s", m->endpoint, m->id);
}

bool model_is_local(const struct model *m)
{
	return m->flags & (MODEL_LOCAL | MODEL_BUILTIN);
}

long model_window(const struct model *m)
{
	return m->max_input > 0 ? m->max_input : m->context;
}
