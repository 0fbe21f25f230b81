#include "app/readline.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "app/line_complete.h"
#include "base/dl.h"
#include "base/mem.h"
#include "base/os.h"

/* What is used of libreadline: functions, and pointers to its variables. */
struct readline_api {
	void (*callback_handler_install)(const char *, rl_vcpfunc_t *);
	void (*callback_handler_remove)(void);
	void (*callback_read_char)(void);
	void (*callback_sigcleanup)(void);
	int (*initialize)(void);
	int (*add_defun)(const char *, rl_command_func_t *, int);
	int (*bind_keyseq_if_unbound_in_map)(const char *, rl_command_func_t *,
					     Keymap);
	Keymap (*get_keymap_by_name)(const char *);
	void (*prep_terminal)(int);
	void (*deprep_terminal)(void);
	void (*resize_terminal)(void);
	void (*reset_screen_size)(void);
	void (*redisplay)(void);
	int (*forced_update_display)(void);
	int (*insert_text)(const char *);
	int (*delete_text)(int, int);
	int (*begin_undo_group)(void);
	int (*end_undo_group)(void);
	void (*free_line_state)(void);
	int (*ding)(void);
	void (*display_match_list)(char **, int, int);
	int (*set_keyboard_input_timeout)(int);
	char *(*variable_value)(const char *);
	void (*add_history)(const char *);
	void (*clear_history)(void);
	void (*using_history)(void);
	void (*stifle_history)(int);
	const char **readline_name;
	const char **completer_word_break_characters;
	FILE **outstream;
	rl_getc_func_t **getc_function;
	rl_hook_func_t **input_available_hook;
	rl_completion_func_t **attempted_completion_function;
	rl_compdisp_func_t **completion_display_matches_hook;
	int *attempted_completion_over;
	int *completion_append_character;
	int *inhibit_completion;
	int *catch_signals;
	int *catch_sigwinch;
	int *change_environment;
	unsigned long *readline_state;
	char **line_buffer;
	int *point;
	int *end;
};

#define RL(field) { "rl_" #field, offsetof(struct readline_api, field) }
#define HISTORY(field) { #field, offsetof(struct readline_api, field) }
static const struct dl_symbol symbols[] = {
	RL(callback_handler_install), RL(callback_handler_remove),
	RL(callback_read_char), RL(callback_sigcleanup), RL(initialize),
	RL(add_defun), RL(bind_keyseq_if_unbound_in_map),
	RL(get_keymap_by_name), RL(prep_terminal), RL(deprep_terminal),
	RL(resize_terminal), RL(reset_screen_size), RL(redisplay),
	RL(forced_update_display), RL(insert_text), RL(delete_text),
	RL(begin_undo_group), RL(end_undo_group), RL(free_line_state),
	RL(ding), RL(display_match_list), RL(set_keyboard_input_timeout),
	RL(variable_value), HISTORY(add_history), HISTORY(clear_history),
	HISTORY(using_history),
	HISTORY(stifle_history), RL(readline_name),
	RL(completer_word_break_characters), RL(outstream),
	RL(getc_function), RL(input_available_hook),
	RL(attempted_completion_function),
	RL(completion_display_matches_hook), RL(attempted_completion_over),
	RL(completion_append_character), RL(inhibit_completion),
	RL(catch_signals), RL(catch_sigwinch), RL(change_environment),
	RL(readline_state), RL(line_buffer), RL(point), RL(end),
};

static const char *const sonames[] = { "libreadline.so.8", NULL };

/* So many candidates are listed: readline cannot ask in callback mode. */
#define LISTED_MAX 200

/* Readline is a global, and its callbacks know no context. */
static struct {
	struct readline_api api;
	struct readline_source source;
	bool loaded;
	bool active;		/* the terminal's modes are not its own */
	bool editor;
	enum readline_got state;
	char *line;
	const char *ctype;	/* os_use_utf8() */
} rl;

/*
 * Whenever a line begins, readline sets LC_CTYPE by the environment, which
 * has no UTF-8 here; so it is made to say so while it looks.
 */
static char *set_ctype(void)
{
	const char *was = getenv("LC_ALL");
	char *copy = rl.ctype && was ? xstrdup(was) : NULL;

	if (rl.ctype)
		setenv("LC_ALL", rl.ctype, 1);
	return copy;
}

static void unset_ctype(char *was)
{
	if (rl.ctype && was)
		setenv("LC_ALL", was, 1);
	else if (rl.ctype)
		unsetenv("LC_ALL");
	free(was);
}

static int get_byte(FILE *stream)
{
	(void)stream;
	return rl.source.byte(rl.source.ctx);
}

/* Readline has set, in microseconds, how long it would wait. */
static int text_ready(void)
{
	int us = rl.api.set_keyboard_input_timeout(-1);

	return rl.source.text_ready(rl.source.ctx, us / 1000);
}

static int want_editor(int count, int key)
{
	(void)count;
	(void)key;
	rl.editor = true;
	return 0;
}

static void got_line(char *line)
{
	rl.line = line;
	rl.state = line ? READLINE_LINE : READLINE_EOF;
	rl.active = false;
	/* or the next prompt is shown at once */
	rl.api.callback_handler_remove();
}

static void add_match(char **matches, size_t *count, const char *name)
{
	char *lcp = matches[0];
	size_t len = 0;

	matches[++*count] = xstrdup(name);
	if (!lcp) {
		matches[0] = xstrdup(name);
		return;
	}
	while (lcp[len] && lcp[len] == name[len])
		len++;
	/* not inside a character */
	while (len && ((unsigned char)lcp[len] & 0xC0) == 0x80)
		len--;
	lcp[len] = '\0';
}

/*
 * As readline wants it: [0] is what all have in common, then each, NULL at
 * the end. The part of each that is before readline's word is cut off.
 */
static char **to_matches(const struct line_candidates *c, size_t start,
			 size_t end)
{
	const char *typed = *rl.api.line_buffer + c->start;
	const char *p = c->names.ptr;
	char **matches = xcalloc(c->count + 2, sizeof(*matches));
	size_t count = 0, len, typed_len = end - c->start;

	for (size_t i = 0; i < c->count; i++, p += len + 1) {
		len = strlen(p);
		if (len >= typed_len && !memcmp(p, typed, typed_len))
			add_match(matches, &count, p + (start - c->start));
	}
	if (count)
		return matches;
	free(matches);
	return NULL;
}

static bool files;	/* how the candidates are listed */

static char **complete_word(const char *word, int start, int end)
{
	struct line_candidates c = LINE_CANDIDATES_INIT;
	size_t s = (size_t)start;
	char **matches = NULL;

	(void)word;
	*rl.api.attempted_completion_over = 1;
	c.start = s;
	rl.source.complete(rl.source.ctx, *rl.api.line_buffer, s, (size_t)end,
			   &c);
	if (c.start <= s)
		matches = to_matches(&c, s, (size_t)end);
	files = c.files;
	*rl.api.completion_append_character = (unsigned char)c.append;
	/* of a folder, what is in it comes next */
	if (matches && !matches[2] && files && *matches[0] &&
	    matches[0][strlen(matches[0]) - 1] == '/')
		*rl.api.completion_append_character = '\0';
	line_candidates_release(&c);
	return matches;
}

/* A path's last part, with the slash of a folder. */
static char *last_part(char *name)
{
	size_t len = strlen(name);
	char *slash = len ? memrchr(name, '/', len - 1) : NULL;

	return slash ? slash + 1 : name;
}

static void list_matches(char **matches, int count, int width)
{
	int n = count < LISTED_MAX ? count : LISTED_MAX;
	char **listed = xcalloc((size_t)n + 2, sizeof(*listed));

	for (int i = 0; i <= n; i++)
		listed[i] = files ? last_part(matches[i]) : matches[i];
	for (int i = 1; files && i <= n; i++) {
		int len = (int)strlen(listed[i]);

		width = i == 1 || len > width ? len : width;
	}
	rl.api.display_match_list(listed, n, width);
	if (n < count)
		fprintf(*rl.api.outstream, "(and %d more)\n", count - n);
	free(listed);
	rl.api.forced_update_display();
}

/* Out of memory, or another end that does not come by here. */
static void at_exit(void)
{
	if (rl.active)
		rl.api.deprep_terminal();
}

static void set_up(void)
{
	const struct readline_api *api = &rl.api;
	char *was;

	*api->readline_name = "shunt";
	*api->catch_signals = 0;
	*api->catch_sigwinch = 0;
	*api->change_environment = 0;
	*api->getc_function = get_byte;
	*api->input_available_hook = text_ready;
	*api->attempted_completion_function = complete_word;
	*api->completion_display_matches_hook = list_matches;
	*api->completer_word_break_characters = " \t\n";
	/* before the user's inputrc is read, which may bind it */
	api->add_defun("shunt-edit-line", want_editor, -1);
	rl.ctype = os_use_utf8();
	was = set_ctype();
	api->initialize();
	unset_ctype(was);
	api->bind_keyseq_if_unbound_in_map("\\C-x\\C-e", want_editor,
					   api->get_keymap_by_name("emacs"));
	api->bind_keyseq_if_unbound_in_map("v", want_editor,
					   api->get_keymap_by_name("vi-move"));
	atexit(at_exit);
}

int readline_load(const struct readline_source *source, struct err *err)
{
	if (rl.source.byte)
		return err_set(err, ERR_INTERNAL, "there is a line editor "
			       "already");
	if (!rl.loaded) {
		if (dl_load(sonames, symbols,
			    sizeof(symbols) / sizeof(symbols[0]), &rl.api,
			    err))
			return -1;
		set_up();
		rl.loaded = true;
	}
	rl.source = *source;
	return 0;
}

void readline_unload(void)
{
	if (!rl.source.byte)
		return;
	readline_end();
	free(rl.line);
	rl.line = NULL;
	rl.api.clear_history();
	rl.source = (struct readline_source){ .byte = NULL };
}

void readline_begin(const char *prompt, bool complete)
{
	char *was;

	free(rl.line);
	rl.line = NULL;
	rl.editor = false;
	rl.state = READLINE_EDITING;
	*rl.api.inhibit_completion = !complete;
	rl.api.reset_screen_size();
	rl.active = true;
	was = set_ctype();
	rl.api.callback_handler_install(prompt, got_line);
	unset_ctype(was);
}

void readline_end(void)
{
	if (!rl.active)
		return;
	rl.api.callback_handler_remove();
	rl.active = false;
}

enum readline_got readline_key(void)
{
	rl.api.callback_read_char();
	if (rl.state == READLINE_EOF) {
		const char *v = rl.api.variable_value("enable-bracketed-paste");

		/* readline ends the line itself only then */
		if (v && strcmp(v, "on")) {
			fputc('\n', *rl.api.outstream);
			fflush(*rl.api.outstream);
		}
	}
	return rl.state;
}

char *readline_take(void)
{
	char *line = rl.line;

	rl.line = NULL;
	return line;
}

const char *readline_text(void)
{
	return *rl.api.line_buffer;
}

bool readline_searching(void)
{
	return *rl.api.readline_state & (RL_STATE_ISEARCH | RL_STATE_NSEARCH);
}

/* A search, an argument, or the first of several keys. */
static void give_up_command(void)
{
	if (*rl.api.readline_state &
	    (RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_MULTIKEY |
	     RL_STATE_NUMERICARG | RL_STATE_VIMOTION | RL_STATE_CHARSEARCH))
		rl.api.callback_sigcleanup();
}

void readline_insert(const char *text)
{
	give_up_command();
	rl.api.insert_text(text);
	rl.api.redisplay();
}

void readline_replace(const char *text)
{
	rl.api.begin_undo_group();
	rl.api.delete_text(0, *rl.api.end);
	*rl.api.point = 0;
	rl.api.insert_text(text);
	rl.api.end_undo_group();
}

bool readline_wants_editor(void)
{
	bool wants = rl.editor;

	rl.editor = false;
	return wants;
}

void readline_abandon(const char *mark)
{
	rl.api.callback_sigcleanup();
	rl.api.free_line_state();
	*rl.api.point = *rl.api.end;
	rl.api.redisplay();
	fputs(mark, *rl.api.outstream);
	readline_end();
	fputc('\n', *rl.api.outstream);
	fflush(*rl.api.outstream);
}

void readline_leave(void)
{
	rl.api.deprep_terminal();
	rl.active = false;
}

void readline_enter(void)
{
	rl.active = true;
	rl.api.prep_terminal(1);
	rl.api.reset_screen_size();
	rl.api.forced_update_display();
}

void readline_resize(void)
{
	rl.api.resize_terminal();
}

void readline_beep(void)
{
	rl.api.ding();
}

void readline_remember(const char *entry)
{
	rl.api.add_history(entry);
	rl.api.using_history();	/* Up begins behind it */
}

void readline_bound(int entries)
{
	rl.api.stifle_history(entries);
}
