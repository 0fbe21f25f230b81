#include "model/cost.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#define PER_MILLION 1e-6

/*
 * Days from the civil date and back: Howard Hinnant, "chrono-compatible
 * low-level date algorithms", in eras of 400 years from a March 1st.
 */
static long days_from_civil(long y, long m, long d)
{
	long era, yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static long date_from_days(long days)
{
	long z = days + 719468;
	long era = (z >= 0 ? z : z - 146096) / 146097;
	long doe = z - era * 146097;
	long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	long mp = (5 * doy + 2) / 153;
	long m = mp < 10 ? mp + 3 : mp - 9;
	long y = yoe + era * 400 + (m <= 2);

	return (y * 100 + m) * 100 + doy - (153 * mp + 2) / 5 + 1;
}

long cost_days(time_t now)
{
	long days = (long)(now / 86400);

	return now % 86400 < 0 ? days - 1 : days;
}

long cost_days_of(const char *iso_date)
{
	int y, m, d;

	if (sscanf(iso_date, "%4d-%2d-%2d", &y, &m, &d) != 3)
		return 0;
	return days_from_civil(y, m, d);
}

struct cost_when cost_when(time_t now)
{
	long days = cost_days(now);

	return (struct cost_when){
		.date = date_from_days(days),
		.minute = (int)((now - (time_t)days * 86400) / 60),
	};
}

/* Kinds of byte, for counting tokens. */
enum kind {
	LOWER, UPPER, DIGIT, LINE, BLANK, PUNCT,
	INSIDE,		/* a later byte of a character */
	LEAD2,		/* Latin with accents, Greek, Cyrillic, Arabic ... */
	LEAD_CJK,	/* Han, kana, Hangul: lead bytes E3 to ED */
	LEAD3,		/* Indic scripts, Thai, typographic signs */
	LEAD4,		/* emoji, rare Han */
	KINDS
};

/* What a kind is for all bytes up to `last`; the ranges follow each other. */
static const struct {
	unsigned char last;
	unsigned char kind;
} ranges[] = {
	{ 0x08, PUNCT }, { 0x09, BLANK }, { 0x0A, LINE }, { 0x0C, PUNCT },
	{ 0x0D, BLANK }, { 0x1F, PUNCT }, { 0x20, BLANK }, { 0x2F, PUNCT },
	{ 0x39, DIGIT }, { 0x40, PUNCT }, { 0x5A, UPPER }, { 0x60, PUNCT },
	{ 0x7A, LOWER }, { 0x7F, PUNCT }, { 0xBF, INSIDE }, { 0xDF, LEAD2 },
	{ 0xE2, LEAD3 }, { 0xED, LEAD_CJK }, { 0xEF, LEAD3 }, { 0xFF, LEAD4 },
};

/* Thousandths of a token for a byte of the kind, at the start of a run. */
static const unsigned short start_weight[KINDS] = {
	[LOWER] = 910,	[UPPER] = 910,	[DIGIT] = 1542,	 [LINE] = 542,
	[PUNCT] = 832,	[LEAD2] = 344,	[LEAD_CJK] = 750, [LEAD3] = 430,
	[LEAD4] = 3376,
};

/* And where the same kind goes on. */
static const unsigned short more_weight[KINDS] = {
	[LOWER] = 39,	[UPPER] = 39,	[DIGIT] = 212,	 [LINE] = 542,
	[BLANK] = 5,	[PUNCT] = 64,	[LEAD2] = 344,	[LEAD_CJK] = 750,
	[LEAD3] = 430,	[LEAD4] = 3376,
};

#define CAMEL_WEIGHT 861	/* a capital after a small letter */

/* The tables above, spread out: what a byte is, what it weighs after which. */
struct scale {
	unsigned char kind[256];
	unsigned short weight[KINDS][KINDS];
};

static void scale_init(struct scale *s)
{
	unsigned c = 0;

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		while (c <= ranges[i].last)
			s->kind[c++] = ranges[i].kind;
	for (size_t prev = 0; prev < KINDS; prev++)
		for (size_t k = 0; k < KINDS; k++)
			s->weight[prev][k] = prev == k ? more_weight[k] :
							 start_weight[k];
	s->weight[UPPER][LOWER] = more_weight[LOWER];
	s->weight[LOWER][UPPER] = CAMEL_WEIGHT;
	s->weight[LINE][BLANK] = more_weight[BLANK];
}

static unsigned long weigh(const struct scale *s, const char *p, size_t len)
{
	unsigned long sum = 0;
	unsigned prev = LINE;

	for (size_t i = 0; i < len; i++) {
		unsigned k = s->kind[(unsigned char)p[i]];

		sum += s->weight[prev][k];
		prev = k;
	}
	return sum;
}

#define PIECES 16

double cost_tokens(struct text t)
{
	size_t piece = COST_SAMPLE / PIECES;
	struct scale s;
	double sum = 0;

	scale_init(&s);
	if (t.len <= COST_SAMPLE)
		return (double)weigh(&s, t.ptr, t.len) / 1000;
	for (size_t i = 0; i < PIECES; i++) {
		size_t at = (t.len - piece) / (PIECES - 1) * i;

		sum += (double)weigh(&s, t.ptr + at, piece);
	}
	return sum / 1000 * ((double)t.len / (double)COST_SAMPLE);
}

/* Common tokens of a typical answer, and of the thinking before it. */
static const struct {
	double answer, thinking;
} output[TASK_COUNT] = {
	[TASK_REASONING] = { 500, 1500 },
	[TASK_CODE] = { 600, 900 },
	[TASK_SUMMARIZATION] = { 250, 150 },
	[TASK_GENERAL] = { 350, 250 },
};

/*
 * How much thinking an effort allows, against the default. Low and high are
 * from a published run of one model over 225 coding tasks: 10, 18 and 29
 * USD at low, medium and high, of which 600 in 1500 tokens are the answer.
 */
static const double thinking_factor[EFFORT_COUNT] = {
	[EFFORT_DEFAULT] = 1, [EFFORT_NONE] = 0,  [EFFORT_MINIMAL] = 0.1,
	[EFFORT_LOW] = 0.27,  [EFFORT_MEDIUM] = 1, [EFFORT_HIGH] = 2,
	[EFFORT_XHIGH] = 3.5, [EFFORT_MAX] = 5,
};

double cost_expected_output(enum task task, unsigned model_flags,
			    enum effort effort)
{
	double tokens;

	if (model_flags & MODEL_BUILTIN)
		return 0;
	if (task >= TASK_COUNT)
		task = TASK_GENERAL;
	tokens = output[task].answer;
	if (model_flags & MODEL_REASONING && effort < EFFORT_COUNT)
		tokens += output[task].thinking * thinking_factor[effort];
	return tokens;
}

static void multiply(struct price *p, double factor)
{
	p->input *= factor;
	p->output *= factor;
	p->cached *= factor;
	p->cache_write *= factor;
}

struct price cost_price(const struct model *m, double prompt_tokens,
			struct cost_when when)
{
	struct price p = m->price;

	if (model_is_local(m))
		return (struct price){ 0 };
	if (m->change && when.date >= m->change->from)
		p = m->change->price;
	for (const struct price_tier *t = m->tiers; t && t->above; t++)
		if (prompt_tokens > (double)t->above)
			p = t->price;
	for (const struct price_window *w = m->windows;
	     w && w->from != w->to; w++)
		if (when.minute >= w->from && when.minute < w->to)
			multiply(&p, w->factor);
	return p;
}

double cost_estimate_cached(const struct model *m, double input, double cached,
			    double output_tokens, struct cost_when when)
{
	double factor = m->token_factor > 0 ? m->token_factor : 1;
	struct price p = cost_price(m, input * factor, when);

	if (isnan(p.cached))
		p.cached = p.input;
	cached = cached > 0 ? fmin(cached, input) : 0;
	return ((input - cached) * p.input + cached * p.cached +
		output_tokens * p.output) * factor * PER_MILLION;
}

double cost_estimate(const struct model *m, double input, double output_tokens,
		     struct cost_when when)
{
	return cost_estimate_cached(m, input, 0, output_tokens, when);
}

static double tokens(long long count)
{
	return count > 0 ? (double)count : 0;
}

double cost_of_usage(const struct model *m, const struct cost_usage *u,
		     struct cost_when when)
{
	double cached = tokens(u->cached), written = tokens(u->cache_write);
	double plain = tokens(u->input) - cached - written;
	struct price p;

	if (model_is_local(m))
		return 0;
	if (u->input < 0 && u->output < 0)
		return NAN;
	p = cost_price(m, tokens(u->input), when);
	if (isnan(p.cached))
		p.cached = p.input;
	if (isnan(p.cache_write))
		p.cache_write = p.input;
	if (plain < 0)	/* the vendor's figures contradict each other */
		plain = 0;
	return (plain * p.input + cached * p.cached + written * p.cache_write +
		tokens(u->output) * p.output) * PER_MILLION;
}
