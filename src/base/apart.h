#ifndef SHUNT_BASE_APART_H
#define SHUNT_BASE_APART_H

#include "base/err.h"

/*
 * Runs `fn` and hands on what it returns (0 to 255).
 *
 * Where our process group has the keys of the terminal, it runs in a child,
 * in a group of its own that has them meanwhile: Ctrl-C then reaches the work
 * and what it started, and not the program that called us (git, which would
 * give up the commit). The keys are given back however the child ends;
 * Ctrl-Z is ignored in it. Signals that are ours alone are passed on to it.
 *
 * A child that dies by a signal is 128 and the signal's number. ERR_INTERNAL
 * when there can be no child.
 */
MUST_CHECK
int run_apart(int (*fn)(void *ctx), void *ctx, int *status, struct err *err);

#endif
