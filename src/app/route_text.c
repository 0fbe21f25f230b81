#include "app/route_text.h"

#include <string.h>
#include <unistd.h>

#include "app/report.h"
#include "base/json.h"
#include "route/explain.h"
#include "route/flip.h"
#include "view/term.h"
#include "view/wrap.h"

#define EXPLAIN_INDENT 12	/* where explain_route() puts values */

/* Breaks lines that are longer than the terminal is wide. */
static void fit_lines(const struct buf *text, struct buf *out)
{
	unsigned width = term_width(STDOUT_FILENO);
	const char *p = text->ptr, *nl;

	for (; *p; p = nl + 1) {
		nl = strchr(p, '\n');
		if (!nl)
			nl = p + strlen(p) - 1;
		wrap_line((struct text){ p, (size_t)(nl - p) }, 0,
			  EXPLAIN_INDENT, width, out);
		buf_addch(out, '\n');
	}
}

void route_text(const struct decision *d, bool json, struct buf *out)
{
	struct json_writer w = JSON_WRITER_INIT(out);
	struct buf text = BUF_INIT(MAX_HELD);
	struct flip flip;

	if (json) {
		report_route(&w, NULL, d);
		buf_addch(out, '\n');
		return;
	}
	route_flip(&d->in, &d->plan, &flip);
	explain_route(&d->verdict, d->task_forced, &d->plan, &flip, &text);
	if (isatty(STDOUT_FILENO))
		fit_lines(&text, out);
	else
		buf_add(out, text.ptr, text.len);
	buf_release(&text);
}
