#ifndef SHUNT_FIT_BASELINE_H
#define SHUNT_FIT_BASELINE_H

#include "fit/report.h"

/*
 * What the classifier has to beat, on the same rows: rules of keywords in
 * the manner of the routers that publish theirs, and logistic regression
 * over words and pairs of words of the whole prompt (tf-idf, unit length).
 */
void baseline_rules(const struct rows *rows, struct guess *out);
void baseline_words(const struct rows *rows, struct guess *out);

#endif
