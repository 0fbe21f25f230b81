#include "base/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/pattern_class.h"

/*
 * Thompson's construction and simulation (CACM 11, 1968; Pike's form of it):
 * the source becomes a program, whose instructions are run for all threads
 * at once, one character after another. Jumps are relative, so that a piece
 * can be moved and, for "{2,5}", copied.
 */
#define MAX_PROGRAM	10000	/* instructions */
#define MAX_GROUPS	32	/* open at a time */
#define NO_JUMP		(-1)

enum op {
	OP_CHAR,	/* a is the character */
	OP_CLASS,	/* a is the index in classes */
	OP_SPLIT,	/* go on at a and at b, relative */
	OP_JUMP,	/* go on at a, relative */
	OP_START, OP_END,	/* "^", "$" */
	OP_EDGE, OP_NO_EDGE,	/* \b, \B */
	OP_MATCH
};

struct inst {
	enum op op;
	int a, b;
};

struct pattern {
	struct inst *prog;
	size_t count;
	struct char_class *classes;
	size_t class_count;
};

/* A group that is open, the whole expression being the first. */
struct group {
	int start;	/* its first instruction */
	int branch;	/* that of the alternative being read */
	int jumps;	/* last of the jumps to its end, chained by `a` */
};

struct compiler {
	struct text all, rest;
	struct buf prog;	/* of struct inst */
	struct buf classes;	/* of struct char_class */
	struct group groups[MAX_GROUPS];
	size_t depth;
	int atom;		/* where the last atom starts, or NO_JUMP */
	struct err *err;
};

static int refuse(struct compiler *c, const char *why)
{
	return err_set(c->err, ERR_CONFIG, "%s at byte %zu of the pattern",
		       why, c->all.len - c->rest.len);
}

static int here(const struct compiler *c)
{
	return (int)(c->prog.len / sizeof(struct inst));
}

static struct inst *inst_at(struct compiler *c, int i)
{
	return (struct inst *)(void *)c->prog.ptr + i;
}

static void emit(struct compiler *c, enum op op, int a, int b)
{
	struct inst in = { .op = op, .a = a, .b = b };

	buf_add(&c->prog, &in, sizeof(in));
}

/* Puts an instruction before those from `at` on, which move by one. */
static void insert(struct compiler *c, int at, enum op op, int a, int b)
{
	size_t bytes = (size_t)(here(c) - at) * sizeof(struct inst);

	emit(c, op, a, b);
	if (c->prog.over)
		return;
	memmove(inst_at(c, at + 1), inst_at(c, at), bytes);
	*inst_at(c, at) = (struct inst){ .op = op, .a = a, .b = b };
}

static bool next_is(const struct compiler *c, const char *s)
{
	size_t n = strlen(s);

	return c->rest.len >= n && !memcmp(c->rest.ptr, s, n);
}

static bool take(struct compiler *c, const char *s)
{
	if (!next_is(c, s))
		return false;
	c->rest.ptr += strlen(s);
	c->rest.len -= strlen(s);
	return true;
}

static int open_group(struct compiler *c)
{
	struct text name;

	if (next_is(c, "?=") || next_is(c, "?!") || next_is(c, "?<=") ||
	    next_is(c, "?<!"))
		return refuse(c, "looking ahead or behind is not supported");
	if (!take(c, "?:") && take(c, "?<")) {
		name = c->rest;
		for (; c->rest.len && !next_is(c, ">"); c->rest.len--)
			c->rest.ptr++;
		if (name.ptr == c->rest.ptr || !take(c, ">"))
			return refuse(c, "a group's name does not end");
	} else if (next_is(c, "?")) {
		return refuse(c, "a group of an unknown kind");
	}
	if (++c->depth == MAX_GROUPS)
		return refuse(c, "too many groups in each other");
	c->groups[c->depth] = (struct group){ here(c), here(c), NO_JUMP };
	c->atom = NO_JUMP;
	return 0;
}

/* "A|": a choice before A, and after it a jump to the end of the group. */
static void end_branch(struct compiler *c)
{
	struct group *g = &c->groups[c->depth];

	insert(c, g->branch, OP_SPLIT, 1, here(c) - g->branch + 2);
	emit(c, OP_JUMP, g->jumps, 0);
	g->jumps = here(c) - 1;
	g->branch = here(c);
	c->atom = NO_JUMP;
}

static void close_group(struct compiler *c)
{
	struct group *g = &c->groups[c->depth];
	int next, end = here(c);

	for (int i = g->jumps; i != NO_JUMP && !c->prog.over; i = next) {
		next = inst_at(c, i)->a;
		inst_at(c, i)->a = end - i;
	}
	c->atom = g->start;
}

/* A decimal number within the cap, or -1. */
static int take_number(struct text *t)
{
	int n = -1;

	while (t->len && *t->ptr >= '0' && *t->ptr <= '9') {
		n = (n < 0 ? 0 : n * 10) + (*t->ptr - '0');
		if (n > MAX_PROGRAM)
			n = MAX_PROGRAM;
		t->ptr++;
		t->len--;
	}
	return n;
}

static bool take_byte(struct text *t, char want)
{
	if (!t->len || *t->ptr != want)
		return false;
	t->ptr++;
	t->len--;
	return true;
}

/* "*", "+", "?" or "{n}", "{n,}", "{n,m}"; *most is -1 for no end. */
static bool take_quantifier(struct compiler *c, int *least, int *most)
{
	struct text t = c->rest;

	*least = 0;
	*most = -1;
	if (take(c, "*"))
		return true;
	if (take(c, "+")) {
		*least = 1;
		return true;
	}
	if (take(c, "?")) {
		*most = 1;
		return true;
	}
	if (!take_byte(&t, '{'))
		return false;
	*least = take_number(&t);
	*most = take_byte(&t, ',') ? take_number(&t) : *least;
	if (*least < 0 || !take_byte(&t, '}'))
		return false;	/* then the brace stands for itself */
	c->rest = t;
	return true;
}

static void repeat(struct compiler *c, int least, int most)
{
	int at = c->atom, len = here(c) - at;
	struct inst *body = xcalloc((size_t)len + 1, sizeof(*body));
	size_t bytes = (size_t)len * sizeof(*body);

	memcpy(body, inst_at(c, at), bytes);
	buf_truncate(&c->prog, (size_t)at * sizeof(*body));
	for (int i = 0; i < least && !c->prog.over; i++)
		buf_add(&c->prog, body, bytes);
	if (most < 0) {
		emit(c, OP_SPLIT, 1, len + 2);
		buf_add(&c->prog, body, bytes);
		emit(c, OP_JUMP, -(len + 1), 0);
	}
	for (int i = least; i < most && !c->prog.over; i++) {
		emit(c, OP_SPLIT, 1, len + 1);
		buf_add(&c->prog, body, bytes);
	}
	free(body);
}

static int quantify(struct compiler *c)
{
	int least, most;
	struct text from = c->rest;

	if (!take_quantifier(c, &least, &most))
		return 0;
	if (c->atom == NO_JUMP || (most >= 0 && most < least)) {
		c->rest = from;
		return refuse(c, c->atom == NO_JUMP ?
					 "nothing to repeat" :
					 "a range that ends before it starts");
	}
	take(c, "?");	/* lazy or not, what matches is the same */
	if (!c->prog.over)
		repeat(c, least, most);
	c->atom = NO_JUMP;
	return 0;
}

static int add_class(struct compiler *c, const struct char_class *class)
{
	int index = (int)(c->classes.len / sizeof(*class));

	c->atom = here(c);
	buf_add(&c->classes, class, sizeof(*class));
	emit(c, OP_CLASS, index, 0);
	return 0;
}

/* A character or a class: what class_read() understands. */
static int read_atom(struct compiler *c)
{
	struct char_class class;
	const char *why = class_read(&c->rest, &class);

	if (why)
		return refuse(c, why);
	if (class.count != 1 || class.inverse ||
	    class.ranges[0].first != class.ranges[0].last)
		return add_class(c, &class);
	c->atom = here(c);
	emit(c, OP_CHAR, (int)class.ranges[0].first, 0);
	return 0;
}

static int read_piece(struct compiler *c)
{
	static const struct {
		const char *s;
		enum op op;
	} assertions[] = {
		{ "^", OP_START },
		{ "$", OP_END },
		{ "\\b", OP_EDGE },
		{ "\\B", OP_NO_EDGE },
	};

	for (size_t i = 0; i < sizeof(assertions) / sizeof(*assertions); i++) {
		if (!take(c, assertions[i].s))
			continue;
		emit(c, assertions[i].op, 0, 0);
		c->atom = NO_JUMP;
		return quantify(c);
	}
	if (take(c, "("))
		return open_group(c) ? -1 : 0;
	if (take(c, "|")) {
		end_branch(c);
		return quantify(c);
	}
	if (next_is(c, ")")) {
		if (!c->depth)
			return refuse(c, "a ')' without its '('");
		take(c, ")");
		close_group(c);
		c->depth--;
		return quantify(c);
	}
	c->atom = NO_JUMP;
	if (quantify(c) || read_atom(c))
		return -1;
	return quantify(c);
}

static int compile(struct compiler *c)
{
	c->groups[0] = (struct group){ 0, 0, NO_JUMP };
	while (c->rest.len && !c->prog.over && !c->classes.over)
		if (read_piece(c))
			return -1;
	if (c->depth && !c->prog.over)
		return refuse(c, "a '(' without its ')'");
	close_group(c);
	emit(c, OP_MATCH, 0, 0);
	if (c->prog.over || c->classes.over)
		return err_set(c->err, ERR_CONFIG,
			       "the pattern is over %d steps long",
			       MAX_PROGRAM);
	return 0;
}

int pattern_new(struct text source, struct pattern **out, struct err *err)
{
	struct compiler c = {
		.all = source, .rest = source, .err = err, .atom = NO_JUMP,
		.prog = BUF_INIT(MAX_PROGRAM * sizeof(struct inst)),
		.classes = BUF_INIT(MAX_PROGRAM / 10 *
				    sizeof(struct char_class)),
	};
	struct pattern *p;

	*out = NULL;
	if (compile(&c)) {
		buf_release(&c.prog);
		buf_release(&c.classes);
		return -1;
	}
	p = xcalloc(1, sizeof(*p));
	p->count = c.prog.len / sizeof(struct inst);
	p->class_count = c.classes.len / sizeof(struct char_class);
	p->prog = (struct inst *)(void *)buf_take(&c.prog, NULL);
	p->classes = (struct char_class *)(void *)buf_take(&c.classes, NULL);
	*out = p;
	return 0;
}

void pattern_free(struct pattern *p)
{
	if (!p)
		return;
	free(p->prog);
	free(p->classes);
	free(p);
}

size_t pattern_size(const struct pattern *p)
{
	return p->count;
}

/* The threads at one place in the text; each instruction is in it once. */
struct threads {
	int *list;
	size_t count;
	size_t *seen;	/* by instruction: the place it was added for */
};

struct search {
	const struct pattern *p;
	int *stack;
	size_t place;		/* 1 and up: characters read, and one */
	unsigned before, after;	/* the characters around it; 0: none */
	bool first, last;
};

static bool holds(const struct search *s, enum op op)
{
	bool edge = class_is_word(s->before) != class_is_word(s->after);

	switch (op) {
	case OP_START:
		return s->first;
	case OP_END:
		return s->last;
	case OP_EDGE:
		return edge;
	default:
		return !edge;
	}
}

/* Adds pc and all that is reached from it without reading; true at the end. */
static bool add_thread(struct search *s, struct threads *t, int pc)
{
	size_t top = 0;

	s->stack[top++] = pc;
	while (top) {
		const struct inst *in;

		pc = s->stack[--top];
		if (t->seen[pc] == s->place)
			continue;
		t->seen[pc] = s->place;
		in = &s->p->prog[pc];
		if (in->op == OP_MATCH)
			return true;
		if (in->op <= OP_CLASS)
			t->list[t->count++] = pc;
		else if (in->op == OP_SPLIT)
			s->stack[top++] = pc + in->b;
		if (in->op == OP_SPLIT || in->op == OP_JUMP)
			s->stack[top++] = pc + in->a;
		else if (in->op > OP_JUMP && holds(s, in->op))
			s->stack[top++] = pc + 1;
	}
	return false;
}

static bool reads(const struct pattern *p, const struct inst *in, unsigned c)
{
	if (in->op == OP_CHAR)
		return (unsigned)in->a == c;
	return class_has(&p->classes[in->a], c);
}

/* All threads read `before`; those that go on, and a new one, stand behind. */
static bool step(struct search *s, const struct threads *now,
		 struct threads *next)
{
	next->count = 0;
	for (size_t i = 0; i < now->count; i++) {
		int pc = now->list[i];

		if (reads(s->p, &s->p->prog[pc], s->before) &&
		    add_thread(s, next, pc + 1))
			return true;
	}
	return add_thread(s, next, 0);
}

static size_t decode(struct text t, unsigned *c)
{
	size_t used = 0;

	*c = 0;
	if (t.len)
		utf8_decode(t.ptr, t.len, c, &used);
	return used;
}

bool pattern_search(const struct pattern *p, struct text t)
{
	struct threads a = { .list = xcalloc(p->count, sizeof(int)),
			     .seen = xcalloc(p->count, sizeof(size_t)) };
	struct threads b = { .list = xcalloc(p->count, sizeof(int)),
			     .seen = xcalloc(p->count, sizeof(size_t)) };
	struct threads *now = &a, *next = &b, *swap;
	struct search s = { .p = p, .place = 1, .first = true,
			    .stack = xcalloc(2 * p->count + 2, sizeof(int)) };
	size_t used = decode(t, &s.after);
	bool found;

	s.last = !t.len;
	found = add_thread(&s, now, 0);
	while (!found && t.len) {
		t.ptr += used;
		t.len -= used;
		s.before = s.after;
		used = decode(t, &s.after);
		s.first = false;
		s.last = !t.len;
		s.place++;
		found = step(&s, now, next);
		swap = now;
		now = next;
		next = swap;
	}
	free(a.list);
	free(a.seen);
	free(b.list);
	free(b.seen);
	free(s.stack);
	return found;
}
