#include "local/commit_style.h"

#include <stdlib.h>
#include <string.h>

#define TOO_FEW	3	/* subjects that say nothing of a house */
#define ENOUGH	10	/* to say that areas are seldom twice the same */

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
	return is_upper(c) || (c >= 'a' && c <= 'z');
}

static char fold(char c)
{
	if (c == '_')
		return '-';
	return is_upper(c) ? (char)(c + 'a' - 'A') : c;
}

/* One "s" more or less at the end does not count. */
static bool same_area(const char *known, struct text name)
{
	size_t len = strlen(known), n = name.len;

	if (len > 3 && fold(known[len - 1]) == 's')
		len--;
	if (n > 3 && fold(name.ptr[n - 1]) == 's')
		n--;
	if (len != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (fold(known[i]) != fold(name.ptr[i]))
			return false;
	return true;
}

const char *commit_style_area(const struct commit_style *s, struct text name)
{
	for (size_t i = 0; i < s->area_count; i++)
		if (same_area(s->areas[i].name, name))
			return s->areas[i].name;
	return NULL;
}

static void add_area(struct commit_style *s, struct text name)
{
	struct commit_area *a;

	if (!name.len || name.len > COMMIT_AREA_LEN)
		return;
	for (size_t i = 0; i < s->area_count; i++) {
		if (same_area(s->areas[i].name, name)) {
			s->areas[i].count++;
			return;
		}
	}
	if (s->area_count == COMMIT_AREAS)
		return;
	a = &s->areas[s->area_count++];
	memcpy(a->name, name.ptr, name.len);
	a->name[name.len] = '\0';
	a->count = 1;
}

static bool starts(struct text t, const char *with)
{
	size_t len = strlen(with);

	return t.len >= len && !memcmp(t.ptr, with, len);
}

/* Git, not a person, worded these. */
static bool is_made(struct text t)
{
	return !t.len || starts(t, "Merge ") || starts(t, "Revert \"") ||
	       starts(t, "fixup! ") || starts(t, "squash! ") ||
	       starts(t, "amend! ");
}

static bool is_type(struct text t)
{
	static const char *const types[] = { "feat", "fix", "docs", "style",
					     "refactor", "perf", "test",
					     "build", "ci", "chore",
					     "revert" };

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (text_is(t, types[i]))
			return true;
	return false;
}

/* What one subject is made of. */
struct subject {
	enum commit_form form;
	struct text area, scope, text;
};

/* "type(scope)!" or "type" in `head`. */
static bool read_conventional(struct text head, struct subject *s)
{
	const char *open;

	if (head.len && head.ptr[head.len - 1] == '!')
		head.len--;
	open = memchr(head.ptr, '(', head.len);
	s->scope = TEXT_LIT("");
	if (open && head.ptr[head.len - 1] == ')') {
		s->scope.ptr = open + 1;
		s->scope.len = (size_t)(head.ptr + head.len - 1 - s->scope.ptr);
		head.len = (size_t)(open - head.ptr);
	}
	s->area = head;
	return is_type(head);
}

/* One word, or several with commas: "unix, win". */
static bool is_area(struct text t)
{
	if (!t.len || t.len > COMMIT_AREA_LEN)
		return false;
	for (size_t i = 0; i < t.len; i++)
		if (t.ptr[i] == ' ' && (!i || t.ptr[i - 1] != ','))
			return false;
	return true;
}

static struct subject read_subject(struct text t)
{
	struct subject s = { .form = FORM_PLAIN, .text = t };
	const char *colon = memmem(t.ptr, t.len, ": ", 2), *close;
	struct text head = t;

	close = *t.ptr == '[' ? memchr(t.ptr, ']', t.len) : NULL;
	if (close) {
		s.area = (struct text){ t.ptr + 1,
					(size_t)(close - t.ptr - 1) };
		s.text = text_trim((struct text){
			close + 1, (size_t)(t.ptr + t.len - close - 1) });
		if (is_area(s.area))
			s.form = FORM_BRACKET;
		return s;
	}
	if (!colon)
		return s;
	head.len = (size_t)(colon - t.ptr);
	if (read_conventional(head, &s)) {
		s.form = FORM_CONVENTIONAL;
	} else if (is_area(head)) {
		s.form = FORM_AREA;
		s.area = head;
		s.scope = TEXT_LIT("");
	}
	if (s.form != FORM_PLAIN)
		s.text = text_trim((struct text){
			colon + 1, (size_t)(t.ptr + t.len - colon - 1) });
	return s;
}

/* "Added", "fixed", "Documented": the first word of the text. */
static bool is_past(struct text t)
{
	size_t n = 0;

	while (n < t.len && is_letter(t.ptr[n]))
		n++;
	return n > 4 && !memcmp(t.ptr + n - 2, "ed", 2) &&
	       (n == t.len || t.ptr[n] == ' ') && t.ptr[n - 3] != 'e';
}

struct counts {
	size_t forms[FORM_PLAIN + 1];
	size_t scopes, letters, capitals, periods, past;
	size_t ascii, other;	/* letters of either kind */
};

static void count_letters(struct text t, struct counts *c)
{
	for (size_t i = 0; i < t.len; i++) {
		c->ascii += is_letter(t.ptr[i]);
		/* the first byte of a character of more than one */
		c->other += ((unsigned char)t.ptr[i] & 0xC0) == 0xC0;
	}
}

static void count_subject(struct commit_style *st, struct text t,
			  struct counts *c)
{
	struct subject s = read_subject(t);

	st->seen++;
	c->forms[s.form]++;
	count_letters(t, c);
	if (s.form != FORM_PLAIN)
		add_area(st, s.area);
	if (s.form == FORM_CONVENTIONAL && s.scope.len) {
		add_area(st, s.scope);
		c->scopes++;
	}
	if (s.text.len && is_letter(*s.text.ptr)) {
		c->letters++;
		c->capitals += is_upper(*s.text.ptr);
		c->past += is_past(s.text);
	}
	c->periods += t.ptr[t.len - 1] == '.';
}

static int by_size(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

/* What nine of ten subjects keep to. */
static size_t usual_length(const struct text *subjects, size_t count)
{
	size_t lengths[256], n = 0;

	for (size_t i = 0; i < count && n < 256; i++)
		if (!is_made(subjects[i]))
			lengths[n++] = subjects[i].len;
	if (n < TOO_FEW)
		return COMMIT_SUBJECT;
	qsort(lengths, n, sizeof(*lengths), by_size);
	n = lengths[n * 9 / 10];
	if (n > COMMIT_SUBJECT)
		return COMMIT_SUBJECT;
	return n < 50 ? 50 : n;
}

static enum commit_form usual_form(const struct counts *c, size_t seen)
{
	size_t areas = c->forms[FORM_AREA] + c->forms[FORM_CONVENTIONAL];

	if (2 * c->forms[FORM_CONVENTIONAL] > seen)
		return FORM_CONVENTIONAL;
	if (2 * c->forms[FORM_BRACKET] > seen)
		return FORM_BRACKET;
	return 2 * areas > seen ? FORM_AREA : FORM_PLAIN;
}

void commit_style_learn(struct commit_style *s, const struct text *subjects,
			size_t count)
{
	struct counts c = { .scopes = 0 };
	size_t with_area;

	*s = (struct commit_style){ .form = FORM_AREA };
	for (size_t i = 0; i < count; i++) {
		struct text t = text_trim(subjects[i]);

		if (!is_made(t))
			count_subject(s, t, &c);
	}
	s->length = usual_length(subjects, count);
	if (s->seen < TOO_FEW)
		return;
	s->form = usual_form(&c, s->seen);
	with_area = s->seen - c.forms[FORM_PLAIN];
	s->diverse = with_area >= ENOUGH && 10 * s->area_count > 7 * with_area;
	s->scoped = 2 * c.scopes > c.forms[FORM_CONVENTIONAL];
	s->capital = 2 * c.capitals > c.letters;
	s->period = 2 * c.periods > s->seen;
	s->past = 2 * c.past > c.letters;
	s->foreign = c.other > c.ascii;
}
