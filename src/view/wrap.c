#include "view/wrap.h"

/* The next run of blanks or of other bytes. */
static size_t run(struct text t, size_t from, bool blanks)
{
	size_t n = 0;

	while (from + n < t.len && (t.ptr[from + n] == ' ') == blanks)
		n++;
	return n;
}

void wrap_line(struct text line, unsigned at, unsigned indent, unsigned width,
	       struct buf *out)
{
	size_t col = at, start = at, blanks, word;

	for (size_t i = 0; i < line.len; i += word) {
		blanks = run(line, i, true);
		word = run(line, i + blanks, false);
		if (!word)
			return;
		if (col > start && col + blanks + word > width) {
			buf_addf(out, "\n%*s", (int)indent, "");
			col = start = indent;
			i += blanks;
			blanks = 0;
		}
		word += blanks;
		buf_add(out, line.ptr + i, word);
		col += word;
	}
}
