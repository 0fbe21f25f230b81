#include <stdio.h>
#include <stdlib.h>

#include "git/message.h"

/*
 * message_clean() for tests/scripts/test_git_message.py: standard input
 * holds COMMENT NUL MESSAGE NUL, so often as there are messages; each
 * answer ends with a NUL, and is empty for what is refused.
 */
static void answer(const char *comment, const char *message)
{
	const struct message_style style = { .comment = text_of(comment) };
	struct buf out = BUF_INIT(MAX_MESSAGE);
	struct err err = ERR_INIT;

	if (!message_clean(text_of(message), &style, &out, &err))
		fwrite(out.ptr, 1, out.len, stdout);
	putchar('\0');
	buf_release(&out);
}

int main(void)
{
	char *comment = NULL, *message = NULL;
	size_t comment_cap = 0, cap = 0;

	while (getdelim(&comment, &comment_cap, '\0', stdin) > 0 &&
	       getdelim(&message, &cap, '\0', stdin) > 0)
		answer(comment, message);
	free(comment);
	free(message);
	return 0;
}
