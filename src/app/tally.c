#include "app/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void add_sample(struct samples *s, int64_t ms)
{
	if (ms < 0)
		return;
	if (s->count == s->room) {
		s->room = s->room ? 2 * s->room : 64;
		s->ms = xreallocarray(s->ms, s->room, sizeof(*s->ms));
	}
	s->ms[s->count++] = ms;
}

static const char *group_name(enum tally_by by, const struct turn_row *row)
{
	if (by == TALLY_MODEL)
		return row->model;
	return by == TALLY_VENDOR ? row->vendor : task_name(row->task);
}

static bool is_named(const struct tally *t, const char *name)
{
	if (!name || !t->name)
		return name == t->name;
	return !strcmp(t->name, name);
}

static struct tally *find_group(struct tallies *t, const char *name)
{
	for (size_t i = 0; i < t->count; i++)
		if (is_named(&t->groups[i], name))
			return &t->groups[i];
	t->groups = xreallocarray(t->groups, t->count + 1,
				  sizeof(*t->groups));
	t->groups[t->count] = (struct tally){
		.name = name ? xstrdup(name) : NULL,
	};
	return &t->groups[t->count++];
}

static void add(struct tally *t, const struct turn_row *row)
{
	t->turns++;
	t->failed += row->status != 0;
	if (isnan(row->cost))
		t->cost_unknown++;
	else
		t->cost += row->cost;
	if (row->input > 0)
		t->input += row->input;
	if (row->output > 0)
		t->output += row->output;
	add_sample(&t->first, row->first_ms);
	add_sample(&t->total, row->total_ms);
	if (row->output > 0 && row->first_ms >= 0 &&
	    row->total_ms > row->first_ms) {
		t->flow_tokens += row->output;
		t->flow_ms += row->total_ms - row->first_ms;
	}
}

void tallies_add(struct tallies *t, const struct turn_row *row)
{
	add(find_group(t, group_name(t->by, row)), row);
	add(&t->all, row);
	if (isnan(row->cost) || isnan(row->strongest))
		return;
	t->compared++;
	t->compared_cost += row->cost;
	t->compared_strongest += row->strongest;
}

static int by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int by_turns(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;

	if (x->turns != y->turns)
		return x->turns < y->turns ? 1 : -1;
	if (!x->name || !y->name)
		return !x->name - !y->name;
	return strcmp(x->name, y->name);
}

static void sort_samples(struct samples *s)
{
	if (s->count)
		qsort(s->ms, s->count, sizeof(*s->ms), by_value);
}

static void sort_tally(struct tally *t)
{
	sort_samples(&t->first);
	sort_samples(&t->total);
}

void tallies_finish(struct tallies *t)
{
	sort_tally(&t->all);
	for (size_t i = 0; i < t->count; i++)
		sort_tally(&t->groups[i]);
	if (t->count)
		qsort(t->groups, t->count, sizeof(*t->groups), by_turns);
}

static void release(struct tally *t)
{
	free(t->name);
	free(t->first.ms);
	free(t->total.ms);
}

void tallies_release(struct tallies *t)
{
	for (size_t i = 0; i < t->count; i++)
		release(&t->groups[i]);
	free(t->groups);
	release(&t->all);
	*t = (struct tallies)TALLIES_INIT(t->by);
}

int64_t samples_percentile(const struct samples *s, unsigned percent)
{
	size_t rank = s->count / 100 * percent +
		      (s->count % 100 * percent + 99) / 100;

	return s->count ? s->ms[rank - 1] : -1;
}

double tally_rate(const struct tally *t)
{
	if (!t->flow_ms)
		return NAN;
	return (double)t->flow_tokens * 1000 / (double)t->flow_ms;
}
