#include "model/catalog.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "model/catalog_table.h"
#include "model/cost.h"

/* Skills where no family is known, by what the name tells. */
enum tier { TIER_TOP, TIER_MID, TIER_SMALL, TIER_HOME, TIER_TINY };

static const double tier_skill[][TASK_COUNT] = {
	[TIER_TOP] = { 0.82, 0.82, 0.86, 0.86 },
	[TIER_MID] = { 0.60, 0.58, 0.76, 0.76 },
	[TIER_SMALL] = { 0.45, 0.42, 0.70, 0.70 },
	[TIER_HOME] = { 0.35, 0.35, 0.58, 0.58 },
	[TIER_TINY] = { 0.20, 0.18, 0.45, 0.45 },
};

/* Words in an id that tell a vendor's line. */
static const struct {
	const char *word;
	enum tier tier;
} tier_words[] = {
	{ "max", TIER_TOP },	{ "large", TIER_TOP }, { "opus", TIER_TOP },
	{ "pro", TIER_TOP },	{ "ultra", TIER_TOP }, { "mini", TIER_SMALL },
	{ "nano", TIER_SMALL }, { "lite", TIER_SMALL },
	{ "small", TIER_SMALL }, { "micro", TIER_HOME }, { "tiny", TIER_TINY },
};

/*
 * OpenAI serves some lines by the Responses API alone ("ModelIdsResponses"
 * of its API description); it serves all others by that as well, so a word
 * too many here does no harm.
 */
static const char *const responses_words[] = {
	"pro", "codex", "research", "computer", "cyber",
};

/* Before the first dot, in ids of AWS and Oracle: a region, or a maker. */
static const char *const front_words[] = {
	"us",	   "eu",       "apac",	"jp",	   "au",	"ca",
	"global",  "us-gov",   "amazon", "anthropic", "cohere", "deepseek",
	"google",  "meta",     "minimax", "mistral", "moonshot",
	"moonshotai", "nvidia", "openai", "qwen", "xai", "zai",
};

/* At the end of an id: the same model, served or packed in another way. */
static const char *const tail_words[] = {
	"latest", "preview", "instruct", "versatile", "turbo", "exp", "it",
	"chat", "free", "nitro", "floor", "beta", "cloud", "online",
	"thinking", "gguf", "awq", "gptq", "mxfp4", "fp4", "fp8", "fp16",
	"bf16", "int4", "int8",
};

/* What fills in the middle and is in no row, as nobody sells it. */
static const char *const fim_families[] = {
	"qwen2.5-coder-7b", "qwen2.5-coder-32b",
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool is_separator(char c)
{
	return c == '-' || c == '.' || c == '_' || c == ':' || c == ' ';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Of ASCII only: what is in an id must not depend on the locale. */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Equal but for case and separators: "gpt-oss:20b" is "gpt-oss-20b". */
static bool same_name(struct text t, const char *name)
{
	size_t i = 0;

	for (;;) {
		while (i < t.len && is_separator(t.ptr[i]))
			i++;
		while (*name && is_separator(*name))
			name++;
		if (i == t.len || !*name)
			return i == t.len && !*name;
		if (lower(t.ptr[i++]) != lower(*name++))
			return false;
	}
}

static bool is_word(struct text t, const char *word)
{
	size_t i = 0;

	while (i < t.len && word[i] && lower(t.ptr[i]) == word[i])
		i++;
	return i == t.len && !word[i];
}

static bool in_words(struct text t, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_word(t, words[i]))
			return true;
	return false;
}

static const struct catalog_family *family_named(struct text t)
{
	for (const struct catalog_family *f = catalog_families; f->name; f++) {
		if (same_name(t, f->name))
			return f;
		for (size_t i = 0; i < COUNT(f->alias) && f->alias[i]; i++)
			if (same_name(t, f->alias[i]))
				return f;
	}
	return NULL;
}

/* The part after the last '-', ':' or '@'; all of it if there is none. */
static struct text last_part(struct text t)
{
	size_t at = t.len;

	while (at && !strchr("-:@", t.ptr[at - 1]))
		at--;
	return (struct text){ t.ptr + at, t.len - at };
}

static bool all_digits(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (!is_digit(t.ptr[i]))
			return false;
	return t.len > 0;
}

/* "05" before the "-2026" that was dropped. */
static bool is_month(struct text part)
{
	const char *year = part.ptr + part.len;

	return part.len == 2 && all_digits(part) && !strncmp(year, "-20", 3) &&
	       is_digit(year[3]) && is_digit(year[4]) && !is_digit(year[5]);
}

/* Digits that count or date a release: "001", "2508", "1:0", "05-2026". */
static bool is_release(struct text part)
{
	if (part.len == 1)
		return part.ptr[-1] == ':' || part.ptr[1] == ':';
	return part.len == 3 || part.len == 4 || part.len == 6 ||
	       part.len == 8 || is_month(part);
}

/* A release ("20251001", "v1"), or a way to pack ("q4_K_M", "fp8"). */
static bool is_harmless(struct text part)
{
	char first = part.len ? lower(part.ptr[0]) : '\0';

	if (all_digits(part))
		return is_release(part);
	if (first == 'v' && part.len == 2)
		return is_digit(part.ptr[1]);
	if (first == 'q' && part.len > 1 && is_digit(part.ptr[1]))
		return part.len == 2 || part.ptr[2] == '_';
	return in_words(part, tail_words, COUNT(tail_words));
}

/*
 * Drops one harmless part from the end, with the separator before it; false
 * when the end says something about which model it is. `t` is part of a
 * NUL-terminated string: what was dropped may be looked at.
 */
static bool drop_tail(struct text *t)
{
	struct text part = last_part(*t), rest, prev;

	if (part.len == t->len)
		return false;
	rest = (struct text){ t->ptr, t->len - part.len - 1 };
	prev = last_part(rest);
	if (part.len == 2 && all_digits(part) && prev.len == 2 &&
	    all_digits(prev) && prev.len < rest.len) {	/* -04-14 */
		t->len = rest.len - 3;
		return true;
	}
	if (!is_harmless(part))
		return false;
	*t = rest;
	return true;
}

static bool drop_front(struct text *t)
{
	const char *dot = memchr(t->ptr, '.', t->len);
	struct text part;

	if (!dot)
		return false;
	part = (struct text){ t->ptr, (size_t)(dot - t->ptr) };
	if (!in_words(part, front_words, COUNT(front_words)))
		return false;
	t->ptr += part.len + 1;
	t->len -= part.len + 1;
	return true;
}

static const struct catalog_family *guess_family(const char *id)
{
	const char *slash = strrchr(id, '/');
	struct text t = text_of(slash ? slash + 1 : id);

	do {
		struct text tail = t;

		do {
			const struct catalog_family *f = family_named(tail);

			if (f && f->vendor)
				return f;
		} while (drop_tail(&tail));
	} while (drop_front(&t));
	return NULL;
}

const char *catalog_family(const char *id)
{
	const struct catalog_family *f = guess_family(id);

	return f ? f->name : NULL;
}

/* "70", "1.5", "8x7" at *p as a number, and *p moved behind it. */
static double read_size(const char **p)
{
	double size = 0, unit = 1, times = 1;

	for (; is_digit(**p) ||
	       ((**p == '.' || **p == 'x') && is_digit((*p)[1])); (*p)++) {
		if (**p == 'x') {
			times = size;
			size = 0;
			unit = 1;
		} else if (**p == '.') {
			unit = 0.1;
		} else if (unit == 1) {
			size = size * 10 + (**p - '0');
		} else {
			size += unit * (**p - '0');
			unit /= 10;
		}
	}
	return size * times;
}

/*
 * Billions of parameters that the id tells ("-70b", ":1.5b", "8x7b"); 0 if
 * it does not.
 */
static double told_size(const char *id)
{
	for (const char *p = id; *p;) {
		bool starts = p == id || is_separator(p[-1]);
		double size;

		if (!is_digit(*p)) {
			p++;
			continue;
		}
		size = read_size(&p);
		if (starts && lower(*p) == 'b' &&
		    (!p[1] || is_separator(p[1])))
			return size;
	}
	return 0;
}

static enum tier guess_tier(const char *id, bool local)
{
	double size = told_size(id);
	const char *p = id;

	if (size > 0)
		return size >= 60 ? TIER_SMALL :
		       size >= 6 ? TIER_HOME : TIER_TINY;
	while (*p) {
		size_t len = strcspn(p, "-._: /");
		struct text word = { p, len };

		for (size_t i = 0; i < COUNT(tier_words); i++)
			if (is_word(word, tier_words[i].word))
				return tier_words[i].tier;
		p += len + (p[len] != '\0');
	}
	return local ? TIER_HOME : TIER_MID;
}

/* Is it named as OpenAI names its own? A gateway has others' models too. */
static bool is_openai_name(const char *id)
{
	return !strncmp(id, "gpt-", 4) || (*id == 'o' && is_digit(id[1])) ||
	       !strncmp(id, "codex-", 6) || !strncmp(id, "computer-use", 12);
}

/* The dialect of a model that the catalog lacks; NULL: its endpoint's. */
static const char *guess_dialect(const char *endpoint, const char *id)
{
	if ((strcmp(endpoint, "openai") && strcmp(endpoint, "azure")) ||
	    !is_openai_name(id))
		return NULL;
	while (*id) {
		size_t len = strcspn(id, "-._: /");

		if (in_words((struct text){ id, len }, responses_words,
			     COUNT(responses_words)))
			return "openai-responses";
		id += len + (id[len] != '\0');
	}
	return NULL;
}

static double known(double price)
{
	return price > 0 ? price : NAN;
}

static void from_row(const struct catalog_row *r, struct model *out)
{
	const struct catalog_family *f = family_named(text_of(r->family));

	*out = (struct model){ .endpoint = r->endpoint,
			       .id = r->id,
			       .family = r->family,
			       .dialect = r->dialect,
			       .context = r->context,
			       .max_input = r->max_input,
			       .max_output = r->max_output,
			       .price = { known(r->in), known(r->out),
					  known(r->cached),
					  known(r->cache_write) },
			       .tiers = r->tiers,
			       .windows = r->windows,
			       .change = r->change,
			       .flags = r->flags,
			       .efforts = r->efforts };
	if (r->flags & MODEL_BUILTIN)
		out->price = (struct price){ 0 };
	if (!f)
		return;
	out->vendor = f->vendor;
	out->token_factor = f->token_factor;
	memcpy(out->skill, f->skill, sizeof(out->skill));
}

bool catalog_next(const char *endpoint, size_t *it, struct model *out)
{
	for (; catalog_rows[*it].id; (*it)++) {
		const struct catalog_row *r = &catalog_rows[*it];

		if (endpoint && strcmp(endpoint, r->endpoint))
			continue;
		from_row(r, out);
		(*it)++;
		return true;
	}
	return false;
}

static bool row_is(const struct catalog_row *r, const char *id)
{
	if (!strcmp(r->id, id))
		return true;
	for (size_t i = 0; i < COUNT(r->alias) && r->alias[i]; i++)
		if (!strcmp(r->alias[i], id))
			return true;
	return false;
}

bool catalog_find(const char *endpoint, const char *id, struct model *out)
{
	for (const struct catalog_row *r = catalog_rows; r->id; r++) {
		if (strcmp(r->endpoint, endpoint) || !row_is(r, id))
			continue;
		from_row(r, out);
		out->id = id;
		return true;
	}
	return false;
}

bool catalog_served(const char *endpoint, const char *served,
		    struct model *out)
{
	const struct catalog_family *f = guess_family(served);
	size_t it = 0;

	if (catalog_find(endpoint, served, out))
		return !isnan(out->price.input);
	while (f && catalog_next(endpoint, &it, out))
		if (!strcmp(out->family, f->name) && !isnan(out->price.input))
			return true;
	return false;
}

/* The first row of a family: mostly where its maker sells it. */
static const struct catalog_row *row_of_family(const char *family)
{
	for (const struct catalog_row *r = catalog_rows; r->id; r++)
		if (!strcmp(r->family, family))
			return r;
	return NULL;
}

static void from_family(const struct catalog_family *f, struct model *out)
{
	const struct catalog_row *r = row_of_family(f->name);

	if (r)
		from_row(r, out);
	/* how it is sold elsewhere says nothing about here */
	out->tiers = NULL;
	out->windows = NULL;
	out->change = NULL;
	out->family = f->name;
	out->vendor = f->vendor;
	out->token_factor = f->token_factor;
	if (in_words(text_of(f->name), fim_families, COUNT(fim_families)))
		out->flags |= MODEL_FIM;
	memcpy(out->skill, f->skill, sizeof(out->skill));
}

void catalog_default(const char *endpoint, const char *id, bool local,
		     struct model *out)
{
	const struct catalog_family *f = guess_family(id);
	unsigned place = local ? MODEL_LOCAL : 0;

	if (catalog_find(endpoint, id, out)) {
		out->flags |= place;
		return;
	}
	/* who does not know a schema says so, and is then told in words */
	*out = (struct model){ .family = id,
			       .flags = MODEL_TEMPERATURE | MODEL_SCHEMA |
					MODEL_UNKNOWN };
	if (f)
		from_family(f, out);
	else
		memcpy(out->skill, tier_skill[guess_tier(id, local)],
		       sizeof(out->skill));
	out->endpoint = endpoint;
	out->id = id;
	out->dialect = guess_dialect(endpoint, id);
	out->price = (struct price){ NAN, NAN, NAN, NAN };
	out->flags = (out->flags | place) & ~(unsigned)MODEL_BUILTIN;
}

const char *catalog_date(void)
{
	return CATALOG_DATE;
}

long catalog_age_days(time_t now)
{
	long age = cost_days(now) - cost_days_of(CATALOG_DATE);

	return age > 0 ? age : 0;
}
