#ifndef SHUNT_ROUTE_FOLLOWUP_H
#define SHUNT_ROUTE_FOLLOWUP_H

#include <stdbool.h>

#include "base/text.h"

/*
 * Does an ask only make sense after another turn ("shorter", "why?", "now in
 * python", "weiter", "继续")? Short asks by tables of words, in the languages
 * that people write most in: German, English, French, Spanish, Portuguese,
 * Italian, Dutch, Polish, Russian, Ukrainian, Turkish, Arabic, Hindi,
 * Chinese, Japanese, Korean. Pure.
 *
 * Ask it of an ask that follows another turn and has no document beside it:
 * "explain this" with a file is a question of its own, and it cannot know.
 */
bool route_is_follow_up(struct text ask);

#endif
