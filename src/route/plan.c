#include "route/plan.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

/* What comes first in the plan. */
enum group { GROUP_KEPT, GROUP_WITHIN, GROUP_BELOW, GROUP_RULED_OUT };

/* Chances that differ by less are equal: arithmetic, not quality. */
#define EPSILON 1e-9

static const struct {
	const char *name;
	double gap;
} preferences[PREFER_COUNT] = {
	[PREFER_BALANCED] = { "balanced", 0.02 },
	[PREFER_CHEAP] = { "cheap", 0.06 },
	[PREFER_BEST] = { "best", 0 },
	[PREFER_FAST] = { "fast", 0.02 },
};

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

const char *prefer_name(enum prefer p)
{
	return p < PREFER_COUNT ? preferences[p].name : NULL;
}

double plan_chance(double skill, double difficulty)
{
	return 1 / (1 + exp(-PLAN_SLOPE * (skill - difficulty)));
}

void plan_init(struct plan *p)
{
	*p = (struct plan){ .best = NAN };
}

void plan_release(struct plan *p)
{
	if (!p)
		return;
	free(p->candidates);
	plan_init(p);
}

/*
 * The effort to ask this model for: the wanted one, or the nearest that it
 * takes (the lower of two). A model that does not reason is asked for none;
 * one that takes we know not what gets the user's word.
 */
static enum effort effort_for(const struct model *m, enum effort want)
{
	if (want == EFFORT_DEFAULT || want >= EFFORT_COUNT)
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
	double skill = m->skill[task], out;

	c->model = m;
	c->first_ms = o->first_ms > 0 ? o->first_ms : NAN;
	c->effort = effort_for(m, in->effort);
	if (m->flags & MODEL_REASONING && skill > 0)
		skill += effort_skill[c->effort] * effort_share[task];
	if (m->skill[task] > 0)
		c->quality = plan_chance(fmin(fmax(skill, 0), 1),
					 in->verdict->difficulty);
	out = cost_expected_output(task, m->flags, c->effort);
	if (o->length > 0)
		out *= o->length;
	if (in->max_tokens > 0)
		out = fmin(out, (double)in->max_tokens / factor);
	if (m->max_output > 0)
		out = fmin(out, (double)m->max_output / factor);
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

/* Those that only rest, when there is nobody else. */
static void wake_resting(struct plan *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->candidates[i].why < PLAN_RULED_OUT)
			return;
	for (size_t i = 0; i < p->count; i++) {
		struct candidate *c = &p->candidates[i];

		if (c->why != PLAN_BLOCKED || !c->resting)
			continue;
		c->why = PLAN_OK;
		if (c->caution == PLAN_OK)
			c->caution = PLAN_BLOCKED;
	}
}

/* NAN after every number. */
static int compare(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) - isnan(b);
	return (a > b) - (a < b);
}

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014), as a step. */
static uint64_t mix(uint64_t h, uint64_t word)
{
	h = (h ^ word) + 0x9E3779B97F4A7C15u;
	h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9u;
	h = (h ^ h >> 27) * 0x94D049BB133111EBu;
	return h ^ h >> 31;
}

static uint64_t mix_number(uint64_t h, double v)
{
	uint64_t word = 0;

	if (isnan(v))
		word = UINT64_MAX;	/* whichever NAN it is */
	else if (v != 0)
		memcpy(&word, &v, sizeof(word));
	return mix(h, word);
}

/* What the application knows of it and no other figure shows. */
static uint64_t hash_option(uint64_t h, const struct plan_option *o)
{
	h = mix_number(h, o->cached_tokens);
	return mix(h, (uint64_t)(o->keep | o->resting << 1));
}

/* Everything that is known but its names. */
static uint64_t hash_facts(const struct candidate *c)
{
	const struct model *m = c->model;
	const double facts[] = {
		(double)m->context, (double)m->max_input,
		(double)m->max_output, m->price.input, m->price.output,
		m->price.cached, m->price.cache_write, m->skill[0],
		m->skill[1], m->skill[2], m->skill[3], m->token_factor,
		(double)m->flags, (double)m->efforts,
	};
	uint64_t h = c->seed;

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		h = mix_number(h, facts[i]);
	return h;
}

static uint64_t hash_name(const struct candidate *c)
{
	uint64_t h = c->seed;

	for (const char *p = c->model->endpoint; *p; p++)
		h = mix(h, (unsigned char)*p);
	h = mix(h, '/');
	for (const char *p = c->model->id; *p; p++)
		h = mix(h, (unsigned char)*p);
	return h;
}

static int compare_ties(const struct candidate *a, const struct candidate *b)
{
	uint64_t x = hash_facts(a), y = hash_facts(b);

	if (x == y) {
		x = hash_name(a);
		y = hash_name(b);
	}
	if (x != y)
		return x < y ? -1 : 1;
	return (a->option > b->option) - (a->option < b->option);
}

static int compare_candidates(const void *pa, const void *pb)
{
	const struct candidate *a = pa, *b = pb;
	bool by_quality = a->group >= GROUP_BELOW;
	int diff = a->group - b->group;

	if (!diff)
		diff = (a->place > b->place) - (a->place < b->place);
	if (!diff && by_quality)
		diff = compare(b->quality, a->quality);
	if (!diff)
		diff = compare(a->score, b->score);
	if (!diff)
		diff = compare(b->quality, a->quality);
	if (!diff)
		diff = compare(a->first_ms, b->first_ms);
	return diff ? diff : compare_ties(a, b);
}

static bool same_model(const struct candidate *a, const struct candidate *b)
{
	return a->name == b->name && !strcmp(a->model->id, b->model->id) &&
	       !strcmp(a->model->endpoint, b->model->endpoint);
}

/* FNV-1a (Fowler, Noll, Vo), to tell most ids apart without reading them. */
static uint32_t hash_id(const char *id)
{
	uint32_t h = 2166136261u;

	for (; *id; id++)
		h = (h ^ (unsigned char)*id) * 16777619u;
	return h;
}

/* Puts the candidates in order. */
static void set_order(const struct plan_input *in, struct plan *p)
{
	bool routed = p->mode == PLAN_ROUTED;

	p->best = NAN;
	p->usable = 0;
	for (size_t i = 0; i < p->count; i++) {
		const struct candidate *c = &p->candidates[i];

		if (c->why >= PLAN_RULED_OUT)
			continue;
		p->best = fmax(p->best, c->quality);	/* fmax skips NAN */
		p->usable++;
	}
	for (size_t i = 0; i < p->count; i++) {
		struct candidate *c = &p->candidates[i];

		c->group = GROUP_WITHIN;
		if (c->why >= PLAN_RULED_OUT)
			c->group = GROUP_RULED_OUT;
		else if (in->options[c->option].keep &&
			 p->mode != PLAN_NAMED)
			c->group = GROUP_KEPT;
		else if (routed && p->best - c->quality > p->gap + EPSILON)
			c->group = GROUP_BELOW;
	}
	qsort(p->candidates, p->count, sizeof(*p->candidates),
	      compare_candidates);
}

/* The same model again is no second try; true if there was one. */
static bool rule_out_twins(struct plan *p)
{
	bool found = false;

	for (size_t i = 1; i < p->usable; i++) {
		struct candidate *c = &p->candidates[i];

		for (size_t k = 0; k < i && c->why != PLAN_TWICE; k++)
			if (same_model(c, &p->candidates[k]))
				c->why = PLAN_TWICE;
		found |= c->why == PLAN_TWICE;
	}
	return found;
}

static void give_reasons(struct plan *p)
{
	for (size_t i = 0; i < p->usable; i++) {
		struct candidate *c = &p->candidates[i];

		c->chosen = i == 0;
		if (c->group == GROUP_KEPT) {
			c->why = PLAN_KEPT;
		} else if (p->mode != PLAN_ROUTED) {
			c->why = PLAN_ORDER;
		} else if (c->group == GROUP_BELOW) {
			c->why = PLAN_BELOW;
			c->need = p->best - c->quality;
			c->limit = p->gap;
		} else if (!c->chosen) {
			c->why = PLAN_WITHIN;
		} else if (p->usable == 1) {
			c->why = PLAN_ONLY;
		} else {
			c->why = p->prefer == PREFER_FAST ? PLAN_FASTEST :
							    PLAN_CHEAPEST;
		}
	}
}

static double score_of(const struct candidate *c, enum prefer prefer)
{
	double ms = isnan(c->first_ms) ? FAST_UNMEASURED_MS : c->first_ms;

	if (prefer != PREFER_FAST)
		return c->cost;
	return c->cost + ms / 1000 * FAST_USD_PER_SECOND;
}

static void add(const struct plan_input *in, struct plan *p, size_t option,
		size_t place)
{
	struct candidate *c = &p->candidates[p->count++];

	*c = (struct candidate){ .option = option,
				 .place = place,
				 .seed = hash_option(in->prompt_hash,
						     &in->options[option]) };
	estimate(in, p->task, &in->options[option], c);
	judge(in, p->task, &in->options[option], c);
	c->score = score_of(c, in->prefer);
	c->name = hash_id(c->model->id);
}

static bool in_chain(const struct plan_input *in, size_t option)
{
	for (size_t i = 0; i < in->chain_count; i++)
		if (in->chain[i] == option)
			return true;
	return false;
}

void route_plan(const struct plan_input *in, struct plan *out)
{
	const struct verdict *v = in->verdict;
	bool routed = in->mode == PLAN_ROUTED;

	plan_release(out);
	out->mode = in->mode;
	out->prefer = in->prefer;
	out->task = v->task < TASK_COUNT ? v->task : TASK_GENERAL;
	out->difficulty = v->difficulty;
	out->gap = isnan(in->quality_gap) ? preferences[in->prefer].gap :
					    in->quality_gap;
	out->candidates = xcalloc(in->option_count + in->chain_count,
				  sizeof(*out->candidates));
	for (size_t i = 0; !routed && i < in->chain_count; i++)
		add(in, out, in->chain[i], i);
	for (size_t i = 0; i < in->option_count; i++) {
		if (!routed && in_chain(in, i))
			continue;
		add(in, out, i, routed ? 0 : in->chain_count);
		if (!routed)
			out->candidates[out->count - 1].why = PLAN_NOT_LISTED;
	}
	wake_resting(out);
	set_order(in, out);
	if (rule_out_twins(out))
		set_order(in, out);
	give_reasons(out);
}
