#include "route/plan.h"

#include "model/catalog.h"
#include "scene.h"

/*
 * The same model at two vendors, as the catalog has it at each: they have one
 * family and so one chance, and what decides is price, then health and time,
 * never which vendor it is.
 */

static const struct {
	const char *endpoint, *id, *other, *other_id;
} hosts[] = {
	{ "anthropic", "claude-opus-5", "bedrock",
	  "us.anthropic.claude-opus-5" },
	{ "anthropic", "claude-haiku-4-5", "bedrock",
	  "us.anthropic.claude-haiku-4-5-20251001-v1:0" },
	{ "groq", "openai/gpt-oss-120b", "bedrock",
	  "openai.gpt-oss-120b-1:0" },
	{ "xai", "grok-4.6", "bedrock", "xai.grok-4.6" },
};

static void two(struct scene *s, const struct model *a, const struct model *b,
		bool turned)
{
	scene_init(s, TASK_CODE, 0.5);
	add(s, "", 0, 0, 0);
	add(s, "", 0, 0, 0);
	s->models[turned] = *a;
	s->models[!turned] = *b;
	s->options[turned].vendor = "A";
	s->options[!turned].vendor = "B";
}

/* Whoever is dearer by a hundredth comes second, in either order. */
static bool price_decides(const struct model *a, const struct model *b)
{
	bool good = true;

	for (int turned = 0; turned < 2; turned++) {
		struct model dear = *b, same = *b;
		struct scene s;

		same.price = a->price;
		dear.price = a->price;
		dear.price.output *= 1.01;
		two(&s, a, &dear, turned);
		planned(&s);
		good = good && !strcmp(s.plan.candidates[0].model->id, a->id);
		plan_release(&s.plan);
		/* at one price, the one that rests comes second */
		two(&s, a, &same, turned);
		s.options[turned].blocked = "it rests";
		s.options[turned].resting = true;
		planned(&s);
		good = good && !strcmp(s.plan.candidates[0].model->id, b->id);
		plan_release(&s.plan);
		/* or the slower one */
		two(&s, a, &same, turned);
		s.options[turned].first_ms = 4000;
		s.options[!turned].first_ms = 100;
		planned(&s);
		good = good && !strcmp(s.plan.candidates[0].model->id, b->id);
		plan_release(&s.plan);
	}
	return good;
}

static bool one_chance(const struct model *a, const struct model *b)
{
	struct scene s;
	bool good;

	two(&s, a, b, false);
	planned(&s);
	good = s.plan.candidates[0].quality == s.plan.candidates[1].quality;
	plan_release(&s.plan);
	return good;
}

int main(void)
{
	for (size_t i = 0; i < COUNT(hosts); i++) {
		struct model a, b;

		ok(catalog_find(hosts[i].endpoint, hosts[i].id, &a) &&
		   catalog_find(hosts[i].other, hosts[i].other_id, &b) &&
		   !strcmp(a.family, b.family) && one_chance(&a, &b),
		   "%s: one family, one chance", hosts[i].id);
		/* what they can do is told of each: here it is equal */
		b.flags = a.flags;
		b.context = a.context;
		b.max_output = a.max_output;
		b.max_input = a.max_input;
		b.efforts = a.efforts;
		b.tiers = a.tiers;
		ok(price_decides(&a, &b) && price_decides(&b, &a),
		   "%s: price, health and time decide", hosts[i].id);
	}
	return tap_done();
}
