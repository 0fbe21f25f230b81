#include "route/explain.h"

#include "scene.h"

static const char *money(double usd)
{
	static struct buf out = BUF_INIT(64);

	buf_clear(&out);
	explain_money(usd, &out);
	return out.ptr;
}

static void test_money(void)
{
	static const struct {
		double usd;
		const char *want;
	} rows[] = {
		{ 0, "$0" },		{ 0.00009, "<$0.0001" },
		{ 0.0001, "$0.0001" },	{ 0.0004, "$0.0004" },
		{ 0.00042, "$0.00042" }, { 0.000999, "$0.001" },
		{ 0.0123, "$0.012" },	{ 0.0996, "$0.10" },
		{ 0.05, "$0.05" },	{ 0.4, "$0.40" },
		{ 0.994, "$0.99" },	{ 0.996, "$1.00" },
		{ 1.234, "$1.23" },	{ 12.5, "$12.50" },
		{ 123.4, "$123" },	{ 1e15, "$huge" },
		{ NAN, "unknown" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is(money(rows[i].usd), rows[i].want, "money");
}

static const char *line(const struct scene *s, bool forced)
{
	static struct buf out = BUF_INIT(4096);

	buf_clear(&out);
	explain_line(&s->verdict, forced, &s->plan, &out);
	return out.ptr;
}

static const char *because(const struct scene *s, const char *id)
{
	static struct buf out = BUF_INIT(4096);

	buf_clear(&out);
	explain_why(&s->plan, candidate(s, id), &out);
	return out.ptr;
}

static void test_words(void)
{
	struct scene s;
	size_t chain[] = { 4 };

	five(&s);
	planned(&s);
	is(line(&s, false), "general 0.94, difficulty 0.40 -> e/B, about "
	   "$0.0055 (next: e/A +$0.022)", "the line");
	is(because(&s, "B"), "the cheapest that is good enough", "chosen");
	is(because(&s, "C"), "3.2 points below; the gap is 2.0", "below");
	s.in.max_cost = 0.0002;
	s.models[4].flags = MODEL_LOCAL;
	planned(&s);
	is(line(&s, true), "general (asked for), difficulty 0.40 -> e/E, free",
	   "a free one");
	is(because(&s, "A"), "about $0.028, over the ceiling of $0.0002",
	   "ceiling");
	s.models[4].flags = 0;
	planned(&s);
	is(line(&s, false), "general 0.94, difficulty 0.40 -> no model may "
	   "serve it", "nobody");
	s.in.max_cost = NAN;
	s.in.input_tokens = 120000;
	s.in.chain = chain;
	s.in.chain_count = 1;
	s.in.mode = PLAN_NAMED;
	s.models[4].context = 100000;
	s.models[4].price.input = NAN;
	planned(&s);
	is(line(&s, false), "general 0.94, difficulty 0.40 -> e/E, price "
	   "unknown, asked for", "named");
	is(because(&s, "E"), "your order; but: about 120350 tokens in and out, "
	   "its window is 100000", "a caution");
	is(because(&s, "B"), "not in your list", "the others");
	s.in.mode = PLAN_LISTED;
	s.models[4].context = 0;
	planned(&s);
	is(line(&s, false), "general 0.94, difficulty 0.40 -> e/E, price "
	   "unknown, by your list", "listed");
	s.in.mode = PLAN_ROUTED;
	s.options[1].keep = true;
	planned(&s);
	is(because(&s, "B"), "answered the turn before", "kept");
	for (size_t i = 0; i < 5; i++) {
		s.options[i].blocked = "cooling down for 27 s after: quota";
		s.options[i].resting = true;
	}
	planned(&s);
	is(because(&s, "B"), "answered the turn before; but: cooling down "
	   "for 27 s after: quota", "kept, though it rests");
	plan_release(&s.plan);
}

/* Names and reasons as an attacker would put them into a config or reply. */
static void test_hostile(void)
{
	struct scene s;
	struct buf out = BUF_INIT(1 << 16);
	struct flip f;
	bool clean = true;

	five(&s);
	s.models[0].id = "\x1b]0;owned\x07";
	s.models[1].endpoint = "e\n\xe2\x80\xae" "evil";
	s.options[2].blocked = "\x1b[2J";
	s.verdict.signals[0].name = "words";
	s.verdict.signals[0].weight = 1.25;
	s.verdict.signal_count = 1;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	explain_line(&s.verdict, false, &s.plan, &out);
	for (size_t i = 0; i < out.len; i++)
		clean &= (unsigned char)out.ptr[i] >= ' ';
	ok(clean && !strstr(out.ptr, "\xe2\x80\xae"), "one line: %s", out.ptr);
	buf_clear(&out);
	explain_route(&s.verdict, false, &s.plan, &f, &out);
	for (size_t i = 0; i < out.len; i++)
		clean &= out.ptr[i] == '\n' ||
			 (unsigned char)out.ptr[i] >= ' ';
	ok(clean && !strstr(out.ptr, "\xe2\x80\xae") && !out.over,
	   "no control in the explanation");
	ok(strstr(out.ptr, "^[[2J") && strstr(out.ptr, "words +1.3"),
	   "what it was is shown");
	buf_release(&out);
	plan_release(&s.plan);
}

static void test_explanation(void)
{
	static const char want[] =
		"task        general, confidence 0.94\n"
		"difficulty  0.40\n"
		"prefer      balanced: the cheapest within 2.0 points of the "
		"best chance, 96.3 %\n"
		"\n"
		"   chance      cost  model\n"
		"*  94.6 %   $0.0055  e/B  the cheapest that is good enough\n"
		"   96.3 %    $0.028  e/A  good enough; a fallback\n"
		"   90.7 %   $0.0014  e/D  5.6 points below; the gap is "
		"2.0\n"
		"   78.6 %  $0.00027  e/E  17.7 points below; the gap is "
		"2.0\n"
		"\n"
		"ruled out\n"
		"   93.1 %   $0.0028  e/C  takes no images\n"
		"\n"
		"next        e/A +$0.022, +1.7 points\n"
		"otherwise   it would be e/A with a quality gap of less than "
		"1.7 points\n";
	struct buf out = BUF_INIT(1 << 16);
	struct scene s;
	struct flip f;

	/* E costs 0.000275, of which the nearest double is a little less */
	five(&s);
	s.in.has_images = true;
	for (size_t i = 0; i < 5; i++)
		s.models[i].flags = i == 2 ? 0 : MODEL_VISION;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	explain_route(&s.verdict, false, &s.plan, &f, &out);
	if (!ok(!strcmp(out.ptr, want), "the whole explanation"))
		printf("# wanted:\n%s# got:\n%s", want, out.ptr);
	buf_release(&out);
	plan_release(&s.plan);
}

/* The models of tests/unit/plan_effort.c: A at low costs 0.001843. */
static void test_effort(void)
{
	static const char want[] =
		"task        code, confidence 0.94\n"
		"difficulty  0.40\n"
		"prefer      best: the cheapest within 2.0 points of the best "
		"chance, 96.7 % at high effort\n"
		"\n"
		"   chance      cost  model\n"
		"*  95.8 %   $0.0019  e/B  the cheapest that is good enough\n"
		"   96.3 %   $0.0025  e/A  good enough; a fallback\n"
		"\n"
		"next        e/A +$0.00058, +0.5 points\n"
		"otherwise   it would be e/A at low effort for a difficulty "
		"under 0.39\n";
	static const char cheap[] =
		"\n"
		"   chance      cost  model\n"
		"*  94.6 %   $0.0018  e/A, effort low  the cheapest that is "
		"good enough\n"
		"   95.8 %   $0.0019  e/B              good enough; a "
		"fallback\n"
		"\n"
		"next        e/B +<$0.0001, +1.2 points\n"
		"otherwise   it would be the same model at minimal effort for "
		"a difficulty under 0.39\n";
	struct buf out = BUF_INIT(1 << 16);
	struct scene s;
	struct flip f;

	scene_init(&s, TASK_CODE, 0.4);
	thinker(&s, "A", 0.9, 1);
	add(&s, "B", 0.88, 1.2, 1.2);
	s.in.prefer = PREFER_BEST;	/* high sets the bar */
	s.in.quality_gap = 0.02;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	explain_route(&s.verdict, false, &s.plan, &f, &out);
	if (!ok(!strcmp(out.ptr, want), "which effort is best, and would be"))
		printf("# wanted:\n%s# got:\n%s", want, out.ptr);
	s.in.quality_gap = 0.031;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	is(line(&s, false), "code 0.94, difficulty 0.40 -> e/A, effort low, "
	   "about $0.0018 (next: e/B +<$0.0001)", "which effort is chosen");
	buf_clear(&out);
	explain_route(&s.verdict, false, &s.plan, &f, &out);
	if (!ok(strstr(out.ptr, cheap) != NULL, "and why"))
		printf("# wanted:\n%s# got:\n%s", cheap, out.ptr);
	buf_release(&out);
	plan_release(&s.plan);
}

int main(void)
{
	test_money();
	test_words();
	test_hostile();
	test_explanation();
	test_effort();
	return tap_done();
}
