#include "view/mdopen.h"

#include <string.h>

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool is_punct(char c)
{
	return c > ' ' && c < 0x7F && !(c >= '0' && c <= '9') &&
	       !((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool is_open(const struct mdopen *o)
{
	return o->code || o->brackets || o->parens || o->stars || o->lines ||
	       o->tildes || o->run || o->angle || o->tag || o->bracket_ended;
}

/*
 * Section 6.2: text, which begins (or ends) with `mark` toward the run of
 * delimiters, with `other` on its other side.
 */
static bool is_flanked(char mark, char other)
{
	return !is_space(mark) &&
	       (!is_punct(mark) || is_space(other) || is_punct(other));
}

/* A run of *, _ or ~ before `next` opens or closes emphasis. */
static void end_emphasis(struct mdopen *o, char next)
{
	bool left = is_flanked(next, o->before);
	bool right = is_flanked(o->before, next);
	size_t *open = o->run_of == '*' ? &o->stars :
		       o->run_of == '_' ? &o->lines : &o->tildes;

	if (o->run_of == '~' && o->run != 2)
		return;
	if (o->run_of == '_' && left && right) {
		left = is_punct(o->before);
		right = is_punct(next);
	}
	if (right && *open)
		*open -= o->run < *open ? o->run : *open;
	else if (left)
		*open += o->run;
}

static void end_run(struct mdopen *o, char next)
{
	if (o->run_of != '`')
		end_emphasis(o, next);
	else if (!o->code)
		o->code = o->run;
	else if (o->code == o->run)
		o->code = 0;
	o->run = 0;
}

static void begin_run(struct mdopen *o, char c)
{
	o->run_of = c;
	o->run = 1;
	o->before = o->last;
}

/* Within the target of a link only its end counts. */
static void target_byte(struct mdopen *o, char c)
{
	if (c == '(')
		o->parens++;
	else if (c == ')')
		o->parens--;
}

static void text_byte(struct mdopen *o, char c)
{
	bool after = o->bracket_ended;

	o->bracket_ended = false;
	if (c == '`' || c == '*' || c == '_' || c == '~') {
		begin_run(o, c);
	} else if (c == '[') {
		o->brackets++;
	} else if (c == ']' && o->brackets) {
		o->brackets--;
		o->bracket_ended = true;
	} else if (c == '(' && after) {
		o->parens = 1;
	} else if (c == '<') {
		o->angle = true;
	}
}

/* What "<" began, by the byte behind it. */
static void angle_byte(struct mdopen *o, char c)
{
	o->angle = false;
	o->tag = c == '/' || c == '!' || c == '?' ||
		 ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static void read_byte(struct mdopen *o, char c)
{
	if (o->run && c == o->run_of) {
		o->run++;
		return;
	}
	if (o->run)
		end_run(o, c);
	if (o->angle)
		angle_byte(o, c);
	if (o->escaped && !o->code) {
		o->escaped = false;
		o->bracket_ended = false;
		return;
	}
	o->escaped = c == '\\' && !o->code;
	if (o->code) {
		if (c == '`')
			begin_run(o, c);
	} else if (o->tag) {
		o->tag = c != '>';
	} else if (o->parens) {
		target_byte(o, c);
	} else {
		text_byte(o, c);
	}
}

/*
 * Does a character end here that words are not set apart behind? Chinese,
 * Japanese and Korean (U+3000 to U+DFFF), Thai and Lao.
 */
static bool ends_wordless(struct mdopen *o, char c)
{
	unsigned char u = (unsigned char)c;

	if (u >= 0xC0) {
		o->lead = u;
		o->more = u >= 0xF0 ? 3 : u >= 0xE0 ? 2 : 1;
		return false;
	}
	if (u < 0x80 || !o->more) {
		o->more = 0;
		return false;
	}
	if (o->lead == 0xE0 && o->more == 2 && u >= 0xB8 && u <= 0xBB)
		o->lead = 0xE3;	/* Thai and Lao are taken with them */
	o->more--;
	return !o->more && o->lead >= 0xE3 && o->lead <= 0xED;
}

/* Of the character that begins with the byte, about; 0 within one. */
static size_t cells_of(char c)
{
	unsigned char u = (unsigned char)c;

	if ((u & 0xC0) == 0x80)
		return 0;
	return (u >= 0xE3 && u <= 0xED) || u >= 0xF0 ? 2 : 1;
}

void mdopen_byte(struct mdopen *o, char c)
{
	bool was = is_open(o), hard = c == '\n' && o->last == '\\';
	bool place = ends_wordless(o, c) || (is_space(c) && !hard);

	read_byte(o, c);
	o->last = c;
	if (!was || !is_open(o))
		o->from = o->seen;
	o->seen++;
	o->cells += cells_of(c);
	if (place && !is_open(o)) {
		o->cut = o->seen;
		o->cut_cells = o->cells;
	}
}

size_t mdopen_held(const struct mdopen *o)
{
	return is_open(o) ? o->seen - o->from : 0;
}

void mdopen_give_up(struct mdopen *o)
{
	*o = (struct mdopen){ .seen = o->seen, .cells = o->cells,
			      .cut = o->cut, .cut_cells = o->cut_cells,
			      .before = ' ', .last = o->last,
			      .lead = o->lead, .more = o->more };
	if (is_space(o->last)) {
		o->cut = o->seen;
		o->cut_cells = o->cells;
	}
}

void mdopen_drop(struct mdopen *o, size_t n)
{
	o->seen -= n;
	o->cells = n == o->cut ? o->cells - o->cut_cells : o->seen;
	o->cut = o->cut_cells = 0;
	o->from -= o->from < n ? o->from : n;
}
