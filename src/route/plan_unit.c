#include <string.h>
#include <strings.h>

#include "route/plan_inside.h"

/*
 * What an effort does to skill, against the default. From a published run of
 * 225 coding tasks: 81.3, 86.7 and 88.0 % solved at low, medium and high are
 * logits of 1.47, 1.87 and 1.99; their differences over PLAN_SLOPE. The ends
 * are our judgement.
 */
static const double effort_skill[EFFORT_COUNT] = {
	[EFFORT_NONE] = -0.12, [EFFORT_MINIMAL] = -0.09,
	[EFFORT_LOW] = -0.06,  [EFFORT_HIGH] = 0.02,
	[EFFORT_XHIGH] = 0.03, [EFFORT_MAX] = 0.035,
};

/* How much of that shows: thinking helps little to summarise or to chat. */
static const double effort_share[TASK_COUNT] = {
	[TASK_REASONING] = 1,
	[TASK_CODE] = 1,
	[TASK_SUMMARIZATION] = 0.25,
	[TASK_GENERAL] = 0.25,
};

/*
 * The levels that the router may choose. Those above HIGH multiply the cost:
 * they are the user's to name. MEDIUM is what DEFAULT is weighed as.
 */
#define WEIGHED                                            \
	(1u << EFFORT_NONE | 1u << EFFORT_MINIMAL |         \
	 1u << EFFORT_LOW | 1u << EFFORT_HIGH)

static bool is_named(enum effort e)
{
	return e != EFFORT_DEFAULT && e < EFFORT_COUNT;
}

unsigned plan_efforts(const struct plan_input *in, const struct plan_option *o)
{
	if (in->mode != PLAN_ROUTED || is_named(in->effort) || o->keep ||
	    !(o->model->flags & MODEL_REASONING))
		return 0;
	return o->model->efforts & WEIGHED;
}

/*
 * The effort to ask this model for: the wanted one, or the nearest that it
 * takes (the lower of two). A model that does not reason is asked for none;
 * one that takes we know not what gets the user's word.
 */
static enum effort effort_for(const struct model *m, enum effort want)
{
	if (!is_named(want))
		return EFFORT_DEFAULT;
	if (!(m->flags & MODEL_REASONING) && !m->efforts)
		return EFFORT_DEFAULT;
	if (!m->efforts)
		return want;
	for (int step = 0; step < EFFORT_COUNT; step++) {
		int low = (int)want - step, high = (int)want + step;

		if (low > EFFORT_DEFAULT && m->efforts & 1u << low)
			return (enum effort)low;
		if (high < EFFORT_COUNT && m->efforts & 1u << high)
			return (enum effort)high;
	}
	return EFFORT_DEFAULT;
}

static bool in_list(const char *const *list, const char *name)
{
	for (; list && name && *list; list++)
		if (!strcasecmp(*list, name))
			return true;
	return false;
}

static enum plan_why check_policy(const struct plan_policy *pol,
				  const struct plan_option *o,
				  struct candidate *c)
{
	const char *names[] = { o->vendor, o->model->vendor,
				o->model->endpoint };
	bool local = model_is_local(o->model);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!in_list(pol->deny_vendors, names[i]))
			continue;
		c->detail = names[i];
		return PLAN_DENIED;
	}
	if (local)
		return PLAN_OK;
	if (pol->offline)
		return PLAN_OFFLINE;
	if (pol->local_only)
		return PLAN_PRIVATE;
	if (!pol->allow_vendors || in_list(pol->allow_vendors, o->vendor) ||
	    in_list(pol->allow_vendors, o->model->endpoint))
		return PLAN_OK;
	c->detail = o->vendor ? o->vendor : o->model->endpoint;
	return PLAN_NOT_ALLOWED;
}

static enum plan_why check_limit(struct candidate *c, double need, long limit,
				 enum plan_why why)
{
	if (limit <= 0 || need <= (double)limit)
		return PLAN_OK;
	c->need = need;
	c->limit = (double)limit;
	return why;
}

/* What the catalog says that the model cannot do. */
static enum plan_why check_able(const struct plan_input *in, enum task task,
				struct candidate *c)
{
	const struct model *m = c->model;
	enum plan_why why;

	if (!(m->skill[task] > 0))
		return PLAN_CANNOT;
	if (in->has_images && !(m->flags & MODEL_VISION))
		return PLAN_NO_IMAGES;
	if (in->wants_schema && !(m->flags & MODEL_SCHEMA))
		return PLAN_NO_SCHEMA;
	why = check_limit(c, c->input_tokens + c->output_tokens, m->context,
			  PLAN_WINDOW);
	if (why == PLAN_OK)
		why = check_limit(c, c->input_tokens, m->max_input,
				  PLAN_MAX_INPUT);
	return why;
}

static enum plan_why check_money(const struct plan_input *in,
				 struct candidate *c)
{
	bool unknown = isnan(c->cost);

	if (unknown && (in->mode == PLAN_ROUTED || in->need_price))
		return PLAN_NO_PRICE;
	if (isnan(in->max_cost) || c->cost <= in->max_cost)
		return PLAN_OK;
	c->need = c->cost;
	c->limit = in->max_cost;
	return PLAN_CEILING;
}

/* What it would be asked and cost, and how well it would do. */
static void estimate(const struct plan_input *in, enum task task,
		     const struct plan_option *o, struct candidate *c)
{
	const struct model *m = o->model;
	double factor = m->token_factor > 0 ? m->token_factor : 1;
	double skill = m->skill[task], out, most = INFINITY;

	if (m->flags & MODEL_REASONING && skill > 0)
		skill += effort_skill[c->effort] * effort_share[task];
	if (m->skill[task] > 0)
		c->quality = plan_chance(fmin(fmax(skill, 0), 1),
					 in->verdict->difficulty);
	out = cost_expected_output(task, m->flags, c->effort);
	if (o->length > 0)
		out *= o->length;
	if (in->max_tokens > 0)
		most = (double)in->max_tokens / factor;
	if (m->max_output > 0)
		most = fmin(most, (double)m->max_output / factor);
	c->cut = out > most;
	out = fmin(out, most);
	c->input_tokens = in->input_tokens * factor;
	c->output_tokens = out * factor;
	c->cost = cost_estimate_cached(m, in->input_tokens,
				       o->cached_tokens / factor, out,
				       in->when);
}

/* A picture is no use to one that is known not to see it. */
static bool is_blind(const struct plan_input *in, const struct model *m)
{
	return in->has_images && !(m->flags & (MODEL_VISION | MODEL_UNKNOWN));
}

/* What rules it out, if anything does. */
static void judge(const struct plan_input *in, enum task task,
		  const struct plan_option *o, struct candidate *c)
{
	c->why = check_policy(&in->policy, o, c);
	if (c->why == PLAN_OK && o->blocked && !o->resting) {
		c->detail = o->blocked;
		c->why = PLAN_BLOCKED;
	}
	if (c->why == PLAN_OK) {
		c->why = check_able(in, task, c);
		if (in->mode == PLAN_NAMED) {
			c->caution = c->why;
			c->why = is_blind(in, c->model) ? PLAN_NO_IMAGES :
							  PLAN_OK;
		}
	}
	if (c->why == PLAN_OK)
		c->why = check_money(in, c);
	if (c->why == PLAN_OK && o->blocked) {
		c->detail = o->blocked;
		c->why = PLAN_BLOCKED;
		c->resting = true;
	}
}

void plan_weigh(const struct plan_input *in, enum task task, size_t option,
		enum effort effort, struct candidate *c)
{
	const struct plan_option *o = &in->options[option];

	*c = (struct candidate){
		.model = o->model, .option = option,
		.effort = effort_for(o->model, effort),
		.first_ms = o->first_ms > 0 ? o->first_ms : NAN,
	};
	estimate(in, task, o, c);
	judge(in, task, o, c);
}
