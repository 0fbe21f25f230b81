#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "view/highlight.h"

/*
 * Code in colours, to look at: `highlight_driver INFO dark|light <FILE`. With
 * a third argument, how fast it was, instead.
 */

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_all(struct buf *in)
{
	for (;;) {
		size_t room, n;
		char *p = buf_room(in, 1 << 16, &room);

		n = p ? fread(p, 1, room, stdin) : 0;
		if (!n)
			return;
		buf_grew(in, n);
	}
}

static void color(struct text in, const char *info, bool light,
		  struct buf *out)
{
	struct highlight h;
	const char *p = in.ptr, *end = in.ptr + in.len;

	highlight_begin(&h, text_of(info));
	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)((nl ? nl : end) - p);

		highlight_line(&h, (struct text){ p, len }, light, out);
		if (nl)
			buf_addch(out, '\n');
		p += len + 1;
	}
}

int main(int argc, char **argv)
{
	struct buf raw = BUF_INIT((size_t)1 << 30), in = raw, out = raw;
	struct safe safe = SAFE_INIT;
	double start;

	if (argc < 3) {
		fprintf(stderr, "usage: highlight_driver INFO dark|light\n");
		return 1;
	}
	read_all(&raw);
	safe_feed(&safe, raw.ptr, raw.len, &in);
	safe_end(&safe, &in);
	start = now();
	color((struct text){ in.ptr, in.len }, argv[1],
	      !strcmp(argv[2], "light"), &out);
	if (argc > 3)
		printf("%.0f MB/s, %zu bytes of %zu\n",
		       (double)in.len / 1e6 / (now() - start), out.len,
		       in.len);
	else
		fwrite(out.ptr, 1, out.len, stdout);
	buf_release(&raw);
	buf_release(&in);
	buf_release(&out);
	return 0;
}
