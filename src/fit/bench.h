#ifndef SHUNT_FIT_BENCH_H
#define SHUNT_FIT_BENCH_H

#include "fit/rows.h"

/*
 * How long a decision takes, in this process: on every row once, and on
 * prompts of 2 kB, of 1 MB alone and of 1 MB piped beside an ask.
 */
void bench_classify(const struct rows *rows);

#endif
