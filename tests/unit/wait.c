#include "view/wait.h"

#include <limits.h>
#include <string.h>

#include "tap.h"
#include "view/cells.h"

static const struct {
	const char *what;
	long long ms;
	unsigned width;
	bool utf8, color;
	const char *want;
} rows[] = {
	{ "gpt-x", 0, 80, false, false, "\r| gpt-x 0.0 s\033[K" },
	{ "gpt-x", 3249, 80, false, false, "\r| gpt-x 3.2 s\033[K" },
	{ "gpt-x", 150, 80, false, false, "\r/ gpt-x 0.1 s\033[K" },
	{ "gpt-x", 200, 80, false, false, "\r- gpt-x 0.2 s\033[K" },
	{ "gpt-x", 399, 80, false, false, "\r\\ gpt-x 0.3 s\033[K" },
	{ "gpt-x", 400, 80, false, false, "\r| gpt-x 0.4 s\033[K" },
	{ "gpt-x", 3200, 80, true, false, "\r\u2839 gpt-x 3.2 s\033[K" },
	{ "gpt-x", 900, 80, true, false, "\r\u280F gpt-x 0.9 s\033[K" },
	{ "gpt-x", 1000, 80, true, false, "\r\u280B gpt-x 1.0 s\033[K" },
	{ "gpt-x", 0, 80, true, true,
	  "\r\033[36m\u280B\033[0m gpt-x 0.0 s\033[K" },
	{ "x", 99999, 80, false, false, "\r\\ x 99.9 s\033[K" },
	{ "x", 100000, 80, false, false, "\r| x 100 s\033[K" },
	{ "x", -5, 80, false, false, "\r| x 0.0 s\033[K" },
	{ NULL, 1000, 80, false, false, "\r- 1.0 s\033[K" },
	{ "", 1000, 80, false, false, "\r- 1.0 s\033[K" },

	/* width - 1 cells at most */
	{ "gpt-4.1-mini", 1000, 21, false, false,
	  "\r- gpt-4.1-mini 1.0 s\033[K" },
	{ "gpt-4.1-mini", 1000, 20, false, false,
	  "\r- gpt-4.1-... 1.0 s\033[K" },
	{ "gpt-4.1-mini", 1000, 12, false, false, "\r- gpt 1.0 s\033[K" },
	{ "gpt-4.1-mini", 1000, 10, false, false, "\r- g 1.0 s\033[K" },
	{ "gpt-4.1-mini", 1000, 9, false, false, "\r-\033[K" },
	{ "gpt-4.1-mini", 1000, 2, false, false, "\r-\033[K" },
	{ "gpt-4.1-mini", 1000, 1, false, false, "\r\033[K" },
	{ "gpt-4.1-mini", 1000, 0, false, false, "\r\033[K" },
	{ "\u4F60\u597D", 1000, 13, true, false,
	  "\r\u280B \u4F60\u597D 1.0 s\033[K" },
	{ "\u4F60\u597D", 1000, 12, true, false,
	  "\r\u280B \u4F60 1.0 s\033[K" },
	{ "gpt", 1234567, 11, false, false, "\r/ g 1234 s\033[K" },

	/* names are outside text */
	{ "a\033[2Jb\n\rc", 0, 80, false, false,
	  "\r| a^[[2Jb  c 0.0 s\033[K" },
	{ "\xFF\u202E", 0, 80, false, false,
	  "\r| \uFFFD\\u{202e} 0.0 s\033[K" },
};

/* How many cells the frame takes, without its \r and its sequences. */
static size_t frame_width(const struct buf *b)
{
	struct buf text = BUF_INIT(10000);
	size_t width;

	for (size_t i = 1; i < b->len; i++) {
		if (b->ptr[i] != '\033') {
			buf_addch(&text, b->ptr[i]);
			continue;
		}
		while (b->ptr[i] != 'm' && b->ptr[i] != 'K')
			i++;
	}
	width = cells_width((struct text){ text.ptr, text.len });
	buf_release(&text);
	return width;
}

/* Any width, any time: on one line, and whole. */
static void test_widths(void)
{
	static const long long times[] = { 0, 99999, 100000, LLONG_MAX,
					   LLONG_MIN };
	struct buf b = BUF_INIT(100000);
	size_t wrong = 0;
	char name[500];

	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	for (unsigned width = 0; width < 600; width++)
		for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
			buf_clear(&b);
			wait_line(&b, name, times[i], width, width & 1,
				  width & 2);
			wrong += b.over || (width && frame_width(&b) >= width);
		}
	ok(!wrong, "on one line of any width");
	buf_clear(&b);
	wait_line(&b, name, 0, UINT_MAX, true, true);
	ok(!b.over && frame_width(&b) < 100, "and no longer than needed");
	buf_release(&b);
}

int main(void)
{
	struct buf b = BUF_INIT(1000);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		buf_clear(&b);
		wait_line(&b, rows[i].what, rows[i].ms, rows[i].width,
			  rows[i].utf8, rows[i].color);
		if (!ok(!strcmp(b.ptr, rows[i].want), "row %zu", i))
			printf("# '%s'\n", b.ptr + 1);
	}
	buf_clear(&b);
	wait_erase(&b);
	ok(!strcmp(b.ptr, "\r\033[K"), "taken away");
	test_widths();
	buf_release(&b);
	return tap_done();
}
