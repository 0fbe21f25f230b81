#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "conf/settings.h"
#include "view/term.h"
#include "view/wrap.h"

#define HELP_INDENT 29

/* Prints text that begins in column `at`, broken to the width. */
static void wrap(const char *text, unsigned at, unsigned width)
{
	struct buf out = BUF_INIT(MAX_CONFIG);

	wrap_line(text_of(text), at, at, width, &out);
	puts(out.ptr);
	buf_release(&out);
}

static void print_option(const struct command *cmd, const struct setting *s,
			 unsigned width)
{
	char left[64];
	int n;

	n = snprintf(left, sizeof(left), "  %c%c%s --%s%s%s",
		     s->letter ? '-' : ' ', s->letter ? s->letter : ' ',
		     s->letter ? "," : " ", s->name, s->arg ? " " : "",
		     s->arg ? s->arg : "");
	printf("%-*s", HELP_INDENT, left);
	if (n >= HELP_INDENT)
		printf("\n%*s", HELP_INDENT, "");
	wrap(command_option_help(cmd, s), HELP_INDENT, width);
}

static void print_options(const struct command *cmd, unsigned width)
{
	printf("\nOptions:\n");
	for (const struct setting *s = settings_table; s->name; s++)
		if (command_shows(cmd, s))
			print_option(cmd, s, width);
}

static void print_overview(unsigned width)
{
	printf("shunt sends each prompt to the cheapest model that is good "
	       "enough.\n\n"
	       "Usage: shunt [options] [--] [PROMPT ...]\n"
	       "       shunt COMMAND [options] [...]\n\n"
	       "Examples:\n"
	       "  shunt \"why is the sky blue?\"\n"
	       "  shunt < report.txt \"summarise this in three sentences\"\n"
	       "  git diff | shunt -x \"write a test for this change\"\n"
	       "  shunt -f main.c -f main.h -m anthropic/claude-opus-5-5 "
	       "\"find the bug\"\n"
	       "  shunt route \"prove that there are infinitely many "
	       "primes\"\n\nCommands:\n");
	for (const struct command *c = commands; c->name; c++) {
		if (!c->run)
			continue;
		printf("  %-10s ", c->name);
		wrap(c->summary, 13, width);
	}
	print_options(command_find("ask"), width);
	printf("\nA vendor's key variable (OPENAI_API_KEY, ANTHROPIC_API_KEY, "
	       "...) is all the\nset-up there is; shunt doctor checks it, "
	       "shunt config init writes a file with\nevery setting "
	       "explained. The manual: man shunt\n");
}

static int print_command(const char *name, unsigned width, struct err *err)
{
	const struct command *c = command_find(name);

	if (!c || !c->run) {
		const char *names[32], *near;
		size_t n = 0;

		for (c = commands; c->name; c++)
			if (c->run)
				names[n++] = c->name;
		near = nearest(name, names, n);
		return err_set(err, ERR_USAGE, "there is no command '%s'%s%s%s",
			       name, near ? "; did you mean '" : "",
			       near ? near : "", near ? "'?" : "");
	}
	printf("Usage: shunt %s %s\n\n", c->name, c->usage);
	wrap(c->help, 0, width);
	print_options(c, width);
	return 0;
}

int cmd_help(struct app *app, struct err *err)
{
	unsigned width = term_width(1);

	if (width > 100)
		width = 100;
	if (width < 60)
		width = 60;
	if (app->word_count && app->words[0][0] == ':')
		return cmd_list(app, err);
	if (app->word_count)
		return print_command(app->words[0], width, err);
	print_overview(width);
	return 0;
}
