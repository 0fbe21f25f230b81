#ifndef SHUNT_APP_OPTIONS_H
#define SHUNT_APP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "base/err.h"

/*
 * The command line: options anywhere before "--", long ones with "=VALUE"
 * or the next word, short ones in a bundle. Values are applied after the
 * configuration is read; both are errors of usage.
 */
struct options {
	const struct command *cmd;
	struct {
		const struct setting *s;
		const char *value;	/* NULL for a flag */
	} *given;			/* owned */
	size_t given_count;
	const char **words;		/* owned; the words are argv's */
	size_t word_count;
	bool words_literal;
	size_t words_before;	/* "--"; all of them where there is none */
};

MUST_CHECK
int options_parse(struct options *o, int argc, char *argv[], struct err *err);
MUST_CHECK
int options_apply(const struct options *o, struct config *cfg,
		  struct err *err);
bool options_have(const struct options *o, const char *name);
void options_release(struct options *o);

#endif
