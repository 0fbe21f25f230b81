#ifndef SHUNT_VIEW_MDTEXT_H
#define SHUNT_VIEW_MDTEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * A model's bytes on their way into the Markdown view, made safe before
 * anything looks at them: as struct safe does it, but for the controls
 * below 0x20 and DEL. Those are shown as ^X at the very end only, since
 * the X may mean something in Markdown ("^[" would begin a link). Till then
 * a noncharacter stands for each: U+FDD0 plus its number, for DEL U+FDD9,
 * in the place of TAB. LF stays, and its own, U+FDDA, is the view's, for a
 * line's end inside of a paragraph. (A model that sends such noncharacters
 * itself, which no text has, sees the control shown.)
 *
 * Incremental; the output depends on the bytes, not on where they are cut.
 */
struct mdtext {
	struct safe safe;	/* private, as all below */
	bool cr;		/* a CR came, perhaps of CR LF */
};

#define MDTEXT_INIT { .cr = false }

#define MDTEXT_LINE "\xEF\xB7\x9A"	/* U+FDDA */
#define MDTEXT_LEN 3			/* bytes of a stand-in */

void mdtext_feed(struct mdtext *m, struct text in, struct buf *out);
void mdtext_end(struct mdtext *m, struct buf *out);

/*
 * How many bytes at the beginning hold no stand-in, and the ^X for one that
 * `t` begins with: 'X', or 0 for the view's own.
 */
size_t mdtext_plain(struct text t);
char mdtext_control(struct text t);

/* Adds the text as it is shown, every stand-in as ^X, U+FDDA as a blank. */
void mdtext_show(struct text t, struct buf *out);

/* The longest beginning of at most `most` bytes that cuts no character. */
size_t mdtext_cut(struct text t, size_t most);

#endif
