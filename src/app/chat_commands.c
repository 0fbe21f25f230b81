#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/chat.h"
#include "app/note.h"
#include "view/term.h"
#include "view/wrap.h"

#define MOST_COMMANDS 64
#define HELP_INDENT 24

static chat_fn show_help, quit;

/* In the order of /help: what is asked, of whom, what came of it. */
const struct chat_command chat_commands[] = {
	{ "model", "[MODEL|auto]", "ask this model from now on, or whom the "
	  "router chooses", CHAT_MODEL, chat_cmd_model },
	{ "task", "[TASK|auto]", "take all that follows for this task",
	  CHAT_WORD, chat_cmd_setting },
	{ "prefer", "[WHAT]", "what counts: cheap, balanced, best or fast",
	  CHAT_WORD, chat_cmd_setting },
	{ "role", "[NAME|none]", "use the [role.NAME] of config.ini",
	  CHAT_ROLE, chat_cmd_role },
	{ "system", "[TEXT|none]", "system text that goes before the "
	  "conversation", CHAT_ANYTHING, chat_cmd_setting },
	{ "set", "[NAME [VALUE]]", "show what can be set, or set it",
	  CHAT_SETTING, chat_cmd_set },
	{ "file", "[FILE]", "add a file to the next prompt, or show which "
	  "are", CHAT_FILE, chat_cmd_file },
	{ "drop", "[FILE]", "take that file off again, or all of them",
	  CHAT_PENDING, chat_cmd_drop },
	{ "edit", "[TEXT]", "write the next prompt in $EDITOR, beginning "
	  "with the last one", CHAT_ANYTHING, chat_cmd_edit },
	{ "retry", "[MODEL]", "put the last prompt again, for another "
	  "answer", CHAT_MODEL, chat_cmd_retry },
	{ "compare", "MODEL[,...]", "put the last prompt to other models at "
	  "once, and show the answers beside each other", CHAT_MODEL,
	  chat_cmd_compare },
	{ "undo", NULL, "take the last question and answer out of the "
	  "conversation", CHAT_NOTHING, chat_cmd_undo },
	{ "route", "[PROMPT]", "explain whom the last prompt goes to, or "
	  "that one would", CHAT_ANYTHING, chat_cmd_route },
	{ "code", "[N] [> FILE]", "print the Nth code block of the last "
	  "answer, or write it to a file", CHAT_FILE, chat_cmd_code },
	{ "save", "FILE", "write the conversation to a file, as Markdown",
	  CHAT_FILE, chat_cmd_save },
	{ "good", NULL, "say that the last answer was good, for the router "
	  "to learn", CHAT_NOTHING, chat_cmd_rate },
	{ "bad", NULL, "say that it was bad", CHAT_NOTHING, chat_cmd_rate },
	{ "cost", NULL, "show what was spent: here, today, this month",
	  CHAT_NOTHING, chat_cmd_cost },
	{ "log", "[WORD ...]", "show the log, as shunt log does",
	  CHAT_ANYTHING, chat_cmd_log },
	{ "session", "[NAME]", "list the conversations, or go on with one "
	  "or begin it", CHAT_SESSION, chat_cmd_session },
	{ "new", NULL, "begin a new conversation", CHAT_NOTHING,
	  chat_cmd_new },
	{ "help", "[COMMAND]", "show this, or what one command does",
	  CHAT_COMMAND, show_help },
	{ "quit", NULL, "leave, as Ctrl-D does", CHAT_NOTHING, quit },
	{ .name = NULL }
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Of what could be meant as a name, "/Help" and "/no-such" with it. */
static size_t name_length(struct text entry)
{
	size_t n = 1;

	while (n < entry.len && (is_letter(entry.ptr[n]) ||
				 (n > 1 && strchr("-_0123456789",
						  entry.ptr[n]))))
		n++;
	return n;
}

/* "/usr/bin/env" is none, and neither is what has several lines. */
bool chat_is_command(struct text entry)
{
	size_t n = entry.len && *entry.ptr == '/' ? name_length(entry) : 0;

	if (n < 2 || memchr(entry.ptr, '\n', entry.len))
		return false;
	return n == entry.len || entry.ptr[n] == ' ' || entry.ptr[n] == '\t';
}

const struct chat_command *chat_command_find(struct text name)
{
	for (const struct chat_command *cmd = chat_commands; cmd->name; cmd++)
		if (text_is(name, cmd->name))
			return cmd;
	return NULL;
}

static int unknown(struct text name, struct err *err)
{
	const char *names[MOST_COMMANDS], *near;
	char copy[64], lower[sizeof(copy)];
	size_t n = 0;

	for (const struct chat_command *cmd = chat_commands; cmd->name; cmd++)
		names[n++] = cmd->name;
	snprintf(copy, sizeof(copy), "%.*s", (int)name.len, name.ptr);
	for (size_t i = 0; i < sizeof(copy); i++)
		lower[i] = (char)(copy[i] >= 'A' && copy[i] <= 'Z' ?
				  copy[i] - 'A' + 'a' : copy[i]);
	near = nearest(lower, names, n);
	return err_set(err, ERR_USAGE, "there is no command /%s%s%s%s; to ask "
		       "it, put a blank before it", copy,
		       near ? "; did you mean /" : "", near ? near : "",
		       near ? "?" : "");
}

int chat_run(struct chat *c, struct text entry, struct err *err)
{
	size_t n = name_length(entry);
	const struct text name = { entry.ptr + 1, n - 1 };
	const struct text arg = text_trim((struct text){ entry.ptr + n,
							 entry.len - n });
	const struct chat_command *cmd = chat_command_find(name);

	if (!cmd)
		return unknown(name, err);
	if (arg.len && !cmd->usage)
		return err_set(err, ERR_USAGE, "/%s takes nothing behind it",
			       cmd->name);
	return cmd->run(c, cmd, arg, err);
}

static void show(const struct chat_command *cmd, unsigned width)
{
	struct buf out = BUF_INIT(MAX_CONFIG);
	char left[64];

	snprintf(left, sizeof(left), "/%s%s%s", cmd->name,
		 cmd->usage ? " " : "", cmd->usage ? cmd->usage : "");
	buf_addf(&out, "%-*s", HELP_INDENT, left);
	wrap_line(text_of(cmd->help), HELP_INDENT, HELP_INDENT, width, &out);
	puts(out.ptr);
	buf_release(&out);
}

static int show_help(struct chat *c, const struct chat_command *self,
		    struct text arg, struct err *err)
{
	unsigned width = term_width(STDOUT_FILENO);
	const struct chat_command *one;
	struct buf out = BUF_INIT(MAX_CONFIG);

	(void)c;
	(void)self;
	if (arg.len && *arg.ptr == '/')
		arg = (struct text){ arg.ptr + 1, arg.len - 1 };
	if (width < HELP_INDENT + 20)
		width = HELP_INDENT + 20;
	if (arg.len) {
		one = chat_command_find(arg);
		if (!one)
			return unknown(arg, err);
		show(one, width);
		return 0;
	}
	for (one = chat_commands; one->name; one++)
		show(one, width);
	puts("");
	wrap_line(TEXT_LIT("All else is a prompt. A backslash at a line's end "
			   "goes on to the next line, and \"\"\" begins a "
			   "block of lines and ends it. Ctrl-X Ctrl-E opens "
			   "the line in $EDITOR, TAB completes, Ctrl-R "
			   "searches what was typed before, Ctrl-C stops an "
			   "answer."), 0, 0, width, &out);
	puts(out.ptr);
	buf_release(&out);
	return 0;
}

static int quit(struct chat *c, const struct chat_command *self,
		    struct text arg, struct err *err)
{
	(void)self;
	(void)arg;
	(void)err;
	c->over = true;
	return 0;
}
