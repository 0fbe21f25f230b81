#include "conf/setting.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/url.h"

static void *at(const struct setting *s, void *base)
{
	return (char *)base + s->offset;
}

static const void *at_const(const struct setting *s, const void *base)
{
	return (const char *)base + s->offset;
}

static int set_bool(const struct setting *s, void *to, struct text value,
		    bool add, struct err *err)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = {
		{ "yes", true }, { "no", false }, { "on", true },
		{ "off", false }, { "true", true }, { "false", false },
		{ "1", true }, { "0", false },
	};
	bool *b = to;

	(void)s;
	(void)add;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!text_is(value, words[i].word))
			continue;
		*b = words[i].value;
		return 0;
	}
	return err_set(err, ERR_CONFIG, "'%.*s' is neither yes nor no",
		       (int)value.len, value.ptr);
}

static int set_string(const struct setting *s, void *to, struct text value,
		      bool add, struct err *err)
{
	char **p = to;

	(void)s;
	(void)add;
	(void)err;
	free(*p);
	*p = xstrndup(value.ptr, value.len);
	return 0;
}

/* Checked where it stands, so that an error names its line. */
static int set_url(const struct setting *s, void *to, struct text value,
		   bool add, struct err *err)
{
	struct url url;
	char *copy = xstrndup(value.ptr, value.len);
	int rc = url_parse(copy, &url, err);

	free(copy);
	return rc ? -1 : set_string(s, to, value, add, err);
}

/*
 * A path of config.ini means the same wherever shunt is started: one that is
 * relative would let a folder that somebody else made bring its own key or
 * certificates.
 */
static int set_path(const struct setting *s, void *to, struct text value,
		    bool add, struct err *err)
{
	const char *home = getenv("HOME");
	struct buf path = BUF_INIT(MAX_CONFIG);
	char **p = to;

	if (value.len && *value.ptr == '/')
		return set_string(s, to, value, add, err);
	if (value.len < 2 || memcmp(value.ptr, "~/", 2))
		return err_set(err, ERR_CONFIG, "the path '%.*s' begins with "
			       "neither / nor ~/", (int)value.len, value.ptr);
	if (!home || *home != '/')
		return err_set(err, ERR_CONFIG, "'%.*s' needs HOME to be set",
			       (int)value.len, value.ptr);
	buf_adds(&path, home);
	buf_add(&path, value.ptr + 1, value.len - 1);
	if (buf_check(&path, "the path", err)) {
		buf_release(&path);
		return -1;
	}
	free(*p);
	*p = buf_take(&path, NULL);
	return 0;
}

static void add_split(struct words *w, struct text value, const char *at_any)
{
	const char *p = value.ptr, *end = p + value.len;

	while (p < end) {
		size_t n = 0;
		struct text item;

		while (p + n < end && !strchr(at_any, p[n]))
			n++;
		item = text_trim((struct text){ .ptr = p, .len = n });
		if (item.len)
			words_add(w, item.ptr, item.len);
		p += n + 1;
	}
}

static int set_list(const struct setting *s, void *to, struct text value,
		    bool add, struct err *err)
{
	struct words *w = to, got = { 0 };

	add_split(&got, value, s->type == SETTING_LINES ? "\n" : ",\n");
	if (!got.count)
		return err_set(err, ERR_CONFIG, "the list is empty");
	if (!add)
		words_release(w);
	for (size_t i = 0; i < got.count; i++)
		words_add(w, got.items[i], strlen(got.items[i]));
	words_release(&got);
	return 0;
}

/* A file's name may have a comma, a newline, a blank at its end in it. */
static int set_each(const struct setting *s, void *to, struct text value,
		    bool add, struct err *err)
{
	(void)s;
	(void)err;
	if (!add)
		words_release(to);
	words_add(to, value.ptr, value.len);
	return 0;
}

static int set_word(const struct setting *s, void *to, struct text value,
		    bool add, struct err *err)
{
	char list[160] = "";
	int *p = to;

	(void)add;
	for (int i = 0; s->words[i]; i++) {
		if (text_is(value, s->words[i])) {
			*p = i;
			return 0;
		}
		if (*s->words[i])
			snprintf(list + strlen(list),
				 sizeof(list) - strlen(list), "%s%s",
				 *list ? ", " : "", s->words[i]);
	}
	return err_set(err, ERR_CONFIG, "'%.*s' is none of %s",
		       (int)value.len, value.ptr, list);
}

/*
 * The whole of the text as a number; *rest is what follows it. No locale is
 * ever set, so strtod() reads a point as a point.
 */
static bool read_number(struct text value, double *out, const char **rest,
			char copy[64])
{
	size_t sign;
	char *end;

	if (!value.len || value.len > 63)
		return false;
	memcpy(copy, value.ptr, value.len);
	copy[value.len] = '\0';
	sign = strspn(copy, "+-");
	if (!strchr(".0123456789", copy[sign]) || strpbrk(copy, "xX"))
		return false;	/* no nan, inf, hexadecimal */
	*out = strtod(copy, &end);
	*rest = end;
	return end != copy && isfinite(*out);
}

static int out_of_range(const struct setting *s, struct text value,
			struct err *err)
{
	return err_set(err, ERR_CONFIG, "'%.*s' is not within "
		       "%.10g and %.10g", (int)value.len, value.ptr, s->min,
		       s->max);
}

static int set_number(const struct setting *s, void *to, struct text value,
		      bool add, struct err *err)
{
	bool money = s->type == SETTING_MONEY;
	struct text digits = value;
	const char *rest;
	double *d = to, v;
	long *l = to;
	char copy[64];

	(void)add;
	if (money && digits.len && *digits.ptr == '$') {
		digits.ptr++;
		digits.len--;
	}
	if (!read_number(digits, &v, &rest, copy) || *rest)
		return err_set(err, ERR_CONFIG, "'%.*s' is no number",
			       (int)value.len, value.ptr);
	if (v < s->min || v > s->max)
		return out_of_range(s, value, err);
	if (s->type != SETTING_LONG) {
		*d = v;
		return 0;
	}
	if (v != floor(v))
		return err_set(err, ERR_CONFIG, "'%.*s' is no whole number",
			       (int)value.len, value.ptr);
	*l = (long)v;
	return 0;
}

static int set_time(const struct setting *s, void *to, struct text value,
		    bool add, struct err *err)
{
	static const struct {
		const char *unit;
		double ms;
	} units[] = {
		{ "", 1000 }, { "s", 1000 }, { "ms", 1 }, { "m", 60000 },
		{ "min", 60000 }, { "h", 3600000 },
	};
	const char *rest = "";
	long *ms = to;
	char copy[64];
	double v;

	(void)add;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (!read_number(value, &v, &rest, copy))
			break;
		if (strcmp(rest, units[i].unit))
			continue;
		v *= units[i].ms;
		if (v < s->min || v > s->max)
			return err_set(err, ERR_CONFIG, "'%.*s' is not within "
				       "%g and %g seconds", (int)value.len,
				       value.ptr, s->min / 1000,
				       s->max / 1000);
		/* 0 is no limit, so the least time is not 0 */
		*ms = v > 0 && v < 1 ? 1 : lround(v);
		return 0;
	}
	return err_set(err, ERR_CONFIG, "'%.*s' is no time (30, 500ms, 2m)",
		       (int)value.len, value.ptr);
}

static void show_bool(const struct setting *s, const void *from,
		      struct buf *out)
{
	const bool *b = from;

	(void)s;
	buf_adds(out, *b ? "yes" : "no");
}

static void show_string(const struct setting *s, const void *from,
			struct buf *out)
{
	char *const *p = from;

	(void)s;
	buf_adds(out, *p ? *p : "");
}

static void show_list(const struct setting *s, const void *from,
		      struct buf *out)
{
	const struct words *w = from;

	for (size_t i = 0; i < w->count; i++)
		buf_addf(out, "%s%s", !i ? "" :
			 s->type == SETTING_LINES ? "\n\t" : ", ",
			 w->items[i]);
}

static void show_word(const struct setting *s, const void *from,
		      struct buf *out)
{
	const int *i = from;

	buf_adds(out, s->words[*i]);
}

static void show_long(const struct setting *s, const void *from,
		      struct buf *out)
{
	const long *l = from;

	(void)s;
	buf_addf(out, "%ld", *l);
}

static void show_number(const struct setting *s, const void *from,
			struct buf *out)
{
	const double *d = from;

	(void)s;
	buf_addf(out, "%.10g", *d);
}

static void show_time(const struct setting *s, const void *from,
		      struct buf *out)
{
	const long *ms = from;

	(void)s;
	buf_addf(out, "%.10g", (double)*ms / 1000);
}

static bool always(const void *from)
{
	(void)from;
	return true;
}

/* A word that is unset is -1. */
static bool has_word(const void *from)
{
	const int *i = from;

	return *i >= 0;
}

static bool has_string(const void *from)
{
	char *const *p = from;

	return *p != NULL;
}

static bool has_words(const void *from)
{
	const struct words *w = from;

	return w->count > 0;
}

static bool has_number(const void *from)
{
	const double *d = from;

	return !isnan(*d);
}

static const struct {
	int (*set)(const struct setting *s, void *to, struct text value,
		   bool add, struct err *err);
	void (*show)(const struct setting *s, const void *from,
		     struct buf *out);
	bool (*is_set)(const void *from);
} types[] = {
	[SETTING_FLAG]	= { set_bool, show_bool, always },
	[SETTING_BOOL]	= { set_bool, show_bool, always },
	[SETTING_STRING] = { set_string, show_string, has_string },
	[SETTING_PATH]	= { set_path, show_string, has_string },
	[SETTING_URL]	= { set_url, show_string, has_string },
	[SETTING_LIST]	= { set_list, show_list, has_words },
	[SETTING_LINES]	= { set_list, show_list, has_words },
	[SETTING_EACH]	= { set_each, show_list, has_words },
	[SETTING_WORD]	= { set_word, show_word, has_word },
	[SETTING_LONG]	= { set_number, show_long, always },
	[SETTING_NUMBER] = { set_number, show_number, has_number },
	[SETTING_MONEY]	= { set_number, show_number, has_number },
	[SETTING_TIME]	= { set_time, show_time, always },
};

int setting_set(const struct setting *s, void *base, struct text value,
		bool add, struct err *err)
{
	if (memchr(value.ptr, '\0', value.len))
		return err_set(err, ERR_CONFIG, "the value has a NUL in it");
	return types[s->type].set(s, at(s, base), value, add, err);
}

/* Frees what is there, and leaves nothing. */
static void unset(const struct setting *s, void *base)
{
	char **p = at(s, base);

	if (types[s->type].show == show_string) {
		free(*p);
		*p = NULL;
	}
	if (s->type == SETTING_LIST || s->type == SETTING_LINES ||
	    s->type == SETTING_EACH)
		words_release(at(s, base));
}

void setting_reset(const struct setting *s, void *base)
{
	double *d = at(s, base);
	bool *b = at(s, base);

	unset(s, base);
	if (s->type == SETTING_NUMBER || s->type == SETTING_MONEY)
		*d = NAN;
	if (s->type == SETTING_FLAG || s->type == SETTING_BOOL)
		*b = false;
	if (s->deflt && setting_set(s, base, text_of(s->deflt), false, NULL))
		abort();	/* the table is wrong */
}

void settings_default(const struct setting *table, void *base)
{
	for (const struct setting *s = table; s->name; s++)
		setting_reset(s, base);
}

void settings_release(const struct setting *table, void *base)
{
	for (const struct setting *s = table; s->name; s++)
		unset(s, base);
}

void setting_show(const struct setting *s, const void *base, struct buf *out)
{
	if (setting_is_set(s, base))
		types[s->type].show(s, at_const(s, base), out);
}

bool setting_is_set(const struct setting *s, const void *base)
{
	return types[s->type].is_set(at_const(s, base));
}

static bool same_name(const char *name, const char *p, size_t len)
{
	if (strlen(name) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (name[i] != p[i] && !(name[i] == '-' && p[i] == '_'))
			return false;
	return true;
}

const struct setting *setting_find(const struct setting *table,
				   const char *name, size_t len)
{
	for (const struct setting *s = table; s->name; s++)
		if (same_name(s->name, name, len))
			return s;
	return NULL;
}

void setting_key(const struct setting *s, char *out, size_t cap)
{
	snprintf(out, cap, "%s", s->name);
	for (char *p = out; *p; p++)
		if (*p == '-')
			*p = '_';
}

void setting_env(const struct setting *s, char *out, size_t cap)
{
	snprintf(out, cap, "SHUNT_%s", s->name);
	for (char *p = out; *p; p++)
		*p = *p == '-' ? '_' : (char)toupper((unsigned char)*p);
}

const char *nearest(const char *word, const char *const *names, size_t count)
{
	unsigned best = (unsigned)(strlen(word) / 3 + 1), d;
	const char *found = NULL;

	for (size_t i = 0; i < count; i++) {
		d = text_distance(word, names[i]);
		if (d > best || (found && d == best))
			continue;
		best = d;
		found = names[i];
	}
	return found;
}
