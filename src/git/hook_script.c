#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "git/hook.h"

/* The second line; a later form gets a later number. */
#define MARK "# shunt-hook 1\n"
#define MARK_ANY "#!/bin/sh\n# shunt-hook "

static const char head[] =
	"#!/bin/sh\n"
	MARK
	"# Written by \"shunt hook install\", which writes it anew; \"shunt "
	"hook\n"
	"# uninstall\" takes it away. Whatever comes, the commit goes on.\n";

/*
 * $2 says where a message came from, and ":" that no editor will open: then
 * nothing is wanted, and no program started. The program is the one that was
 * installed; where it is gone, the one in PATH, unless that belongs to the
 * work tree (in which git runs this), so that no repository brings its own.
 */
static const char body[] =
	"\n"
	"# the hook that was here before: what it refuses is refused\n"
	"if [ -n \"$before\" ] && [ -f \"${0%/*}/$before\" ] &&\n"
	"		[ -x \"${0%/*}/$before\" ]; then\n"
	"	\"${0%/*}/$before\" \"$@\" || exit $?\n"
	"fi\n"
	"\n"
	"# only where an editor will open on a message that nobody has "
	"written\n"
	"if [ -n \"${2-}\" ] || [ \"${GIT_EDITOR-}\" = : ]; then\n"
	"	exit 0\n"
	"fi\n"
	"\n"
	"# Ctrl-C ends what is waited for, not this script\n"
	"trap : INT\n"
	"\n"
	"if [ ! -f \"$shunt\" ] || [ ! -x \"$shunt\" ]; then\n"
	"	# gone: the one in PATH, but none that the work tree brings\n"
	"	shunt=$(command -v shunt) || exit 0\n"
	"	case $shunt in\n"
	"	/*) ;;\n"
	"	*) exit 0 ;;\n"
	"	esac\n"
	"	place=$(cd -P -- \"${shunt%/*}/\" && pwd -P) || exit 0\n"
	"	top=$(pwd -P) || exit 0\n"
	"	case ${place%/}/ in\n"
	"	\"${top%/}\"/*) exit 0 ;;\n"
	"	esac\n"
	"fi\n"
	"\"$shunt\" hook run \"$@\" || :\n"
	"exit 0\n";

bool hook_is_wanted(const char *source, const char *editor)
{
	return (!source || !*source) && (!editor || strcmp(editor, ":"));
}

void hook_quote(const char *word, struct buf *out)
{
	buf_addch(out, '\'');
	for (const char *p = word; *p; p++) {
		if (*p == '\'')
			buf_adds(out, "'\\''");
		else
			buf_addch(out, *p);
	}
	buf_addch(out, '\'');
}

void hook_script(const char *shunt, const char *before, struct buf *out)
{
	buf_adds(out, head);
	buf_adds(out, "shunt=");
	hook_quote(shunt, out);
	buf_adds(out, "\nbefore=");
	hook_quote(before ? before : "", out);
	buf_addch(out, '\n');
	buf_adds(out, body);
}

/*
 * Reads "NAME='...'" from the beginning of a line at or behind *at, as
 * hook_quote() wrote it, and moves *at behind it.
 */
static char *read_word(struct text script, const char *name, size_t *at)
{
	const char *p = script.ptr + *at, *end = script.ptr + script.len;
	struct buf word = BUF_INIT((size_t)64 << 10);
	size_t len = strlen(name);

	p = memmem(p, (size_t)(end - p), name, len);
	if (!p)
		return NULL;
	p += len;
	for (;;) {
		const char *quote = memchr(p, '\'', (size_t)(end - p));

		if (!quote || memchr(p, '\0', (size_t)(quote - p)))
			break;
		buf_add(&word, p, (size_t)(quote - p));
		p = quote + 1;
		if (end - p < 3 || memcmp(p, "\\''", 3)) {
			*at = (size_t)(p - script.ptr);
			return buf_take(&word, NULL);
		}
		buf_addch(&word, '\'');
		p += 3;
	}
	buf_release(&word);
	return NULL;
}

bool hook_script_read(struct text script, char **shunt, char **before)
{
	size_t mark = sizeof(MARK_ANY) - 1, at = mark;

	*shunt = *before = NULL;
	if (script.len < mark || memcmp(script.ptr, MARK_ANY, mark))
		return false;
	*shunt = read_word(script, "\nshunt='", &at);
	if (*shunt)
		*before = read_word(script, "\nbefore='", &at);
	if (!*shunt)
		*shunt = xstrdup("");
	/* a name, and nothing that leads elsewhere */
	if (*before && (!**before || strchr(*before, '/'))) {
		free(*before);
		*before = NULL;
	}
	return true;
}
