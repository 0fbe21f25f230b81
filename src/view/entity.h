#ifndef SHUNT_VIEW_ENTITY_H
#define SHUNT_VIEW_ENTITY_H

#include "base/text.h"

/*
 * The character that an HTML entity stands for ("&amp;", "&#228;",
 * "&#xE4;"): numbers, the names of Latin 1, and those that are common in
 * prose. 0 for others, which are shown as they were typed.
 */
unsigned entity_decode(struct text t);

#endif
