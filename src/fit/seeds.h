#ifndef SHUNT_FIT_SEEDS_H
#define SHUNT_FIT_SEEDS_H

#include "fit/rows.h"

/*
 * Prompts of our own to train on, beside the gathered ones: the kinds that
 * those lack, short asks as typed at a shell and other languages of every
 * label; each with how hard we hold it to be, in per cent, which gives
 * difficulty its scale. They are never tested on.
 */
struct seed_list {
	enum task task;
	int hard;	     /* 0..100 */
	bool needs_body;     /* asks about a text or a program */
	const char *prompts; /* parted by "|" */
};

extern const struct seed_list seeds[];
extern const size_t seed_count;

/* Adds them as rows that are in no fold. */
void seeds_add(struct rows *rows);

#endif
