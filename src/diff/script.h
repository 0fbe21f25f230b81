#ifndef SHUNT_DIFF_SCRIPT_H
#define SHUNT_DIFF_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * What to take out of one sequence, and put into it, to have another: lines
 * of two versions of a file, words of two answers. Pure, and no recursion.
 *
 * The shortest script, found in linear space (E. W. Myers, "An O(ND)
 * Difference Algorithm and Its Variations", Algorithmica 1, 1986, section
 * 4b), after equal ends and tokens that one side lacks were set aside. Where
 * more than some hundred tokens differ in one stretch, the search goes on
 * from the furthest point that it came to: such a script is longer than need
 * be, and as right. Work is bounded by the length times that number.
 *
 *	struct text a[], b[];	words, lines: whatever is told apart
 *	uint32_t *ia, *ib;	room for as many numbers
 *	script_tokens(a, na, b, nb, ia, ib);
 *	script_make(&s, ia, na, ib, nb);
 *	... s.changes, s.count ...
 *	script_release(&s);
 */

/* Tokens [old_at, old_at + old_len) became [new_at, new_at + new_len). */
struct change {
	size_t old_at, old_len;
	size_t new_at, new_len;
};

/* Changes in order; between two of them stands at least one equal token. */
struct script {
	struct change *changes;	/* owned */
	size_t count;
	bool coarse;	/* the search was cut short */
};

/*
 * Gives equal tokens equal numbers, from 0, all below old_count + new_count
 * (which is below UINT32_MAX). By their bytes, not by a hash alone.
 */
void script_tokens(const struct text *old_tokens, size_t old_count,
		   const struct text *new_tokens, size_t new_count,
		   uint32_t *old_ids, uint32_t *new_ids);

/* Of numbers as above, which must not change while it runs. */
void script_make(struct script *s, const uint32_t *old_ids, size_t old_count,
		 const uint32_t *new_ids, size_t new_count);
void script_release(struct script *s);

/*
 * A change that only adds or only takes away may often stand one token
 * further up or down and mean the same. Moves each to the place where `cost`
 * is least, of several to the lowest. `from` and `to` are the changed tokens
 * of the side that has them, whose number says `in_new`.
 */
typedef unsigned script_cost_fn(void *ctx, bool in_new, size_t from,
				size_t to);

void script_slide(struct script *s, const uint32_t *old_ids, size_t old_count,
		  const uint32_t *new_ids, script_cost_fn *cost, void *ctx);

#endif
