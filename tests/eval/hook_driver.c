#include <stdio.h>

#include "app/app.h"
#include "app/note.h"
#include "app/process.h"

extern char **environ;

/*
 * `shunt hook WORD` without the command line around it, for
 * tests/scripts/test_hook_install.py: hook_driver hook WORD ...
 */
int main(int argc, char *argv[])
{
	struct app app = { .envp = environ };
	struct err err = ERR_INIT;

	process_setup();
	app.words = (const char *const *)argv + 2;
	app.word_count = argc > 2 ? (size_t)argc - 2 : 0;
	if (!cmd_hook(&app, &err))
		return 0;
	fflush(stdout);
	note_error("%s", err.msg);
	return err_exit_status(err.kind);
}
