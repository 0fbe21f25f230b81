#include "app/turn_list.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tap.h"

/* By hand: ids, and how many characters tell all of them apart. */
static const struct {
	const char *ids[4];
	size_t want;
} sets[] = {
	{ { NULL }, 6 },
	{ { "0123456789" }, 6 },
	{ { "a", "b" }, 6 },
	{ { "0000001", "0000002" }, 7 },
	{ { "00000091", "1", "00000092" }, 8 },
	{ { "0000000001", "0100000001", "0000000002" }, 10 },
	{ { "0000000001", "0100000001", "0000010002" }, 6 },
	{ { "00000001", "0000000199", "1" }, 9 },
};

static void test_ids(void)
{
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		struct buf b = BUF_INIT(200);
		size_t got;

		for (size_t k = 0; k < 4 && sets[i].ids[k]; k++)
			buf_add(&b, sets[i].ids[k],
				strlen(sets[i].ids[k]) + 1);
		got = turn_list_ids(&b);
		ok(got == sets[i].want, "set %zu: %zu", i, got);
		buf_release(&b);
	}
}

static const struct logged_turn turn = {
	.row = {
		.id = "0123456789abcdef", .at = INT64_C(1795372205250),
		.task = TASK_SUMMARIZATION, .model = "acme/big/model-7",
		.input = 123456, .output = -1, .cost = 0.00123,
		.finish = "stop", .ask = { "  why \033[2J\nnot?", 15 },
	},
	.session = "s-1", .rating = -1,
};

/* Each line by hand, from the widths of the columns. */
static const struct {
	bool terminal;
	size_t width;
	const char *head, *row;
} lines[] = {
	{ false, 0, "",
	  "2026-11-22 18:30:05\t0123456789abcdef\tsummarization\t"
	  "acme/big/model-7\t123456\t\t0.00123\tok\tbad\ts-1\t"
	  "why ^[[2J not?\n" },
	{ true, 11, "time       \n", "11-22 18:30\n" },
	{ true, 35, "time        id       ask\n",
	  "11-22 18:30 01234567 why ^[[2J not?\n" },
	{ true, 60, "time        id       status    ask\n",
	  "11-22 18:30 01234567 ok -      why ^[[2J not?\n" },
	{ true, 44, "time        id       status    ask\n",
	  "11-22 18:30 01234567 ok -      why ^[[2J ...\n" },
	{ true, 80, "time        id       model                  cost status"
	  "    ask\n",
	  "11-22 18:30 01234567 model-7             $0.0012 ok -      why "
	  "^[[2J not?\n" },
	{ true, 120, "time        id       task          model              "
	  "           tokens     cost status    ask\n",
	  "11-22 18:30 01234567 summarization acme/big/model-7             "
	  " 123k+?  $0.0012 ok -      why ^[[2J not?\n" },
};

static void test_lines(void)
{
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct turn_list l = {
			.terminal = lines[i].terminal,
			.width = lines[i].width, .id_width = 8,
			.now = INT64_C(1795372205250),
		};
		struct buf head = BUF_INIT(1000), row = BUF_INIT(1000);

		turn_list_head(&l, &head);
		turn_list_row(&l, &turn, &row);
		ok(!strcmp(head.ptr, lines[i].head), "heading in %zu: '%s'",
		   lines[i].width, head.ptr);
		ok(!strcmp(row.ptr, lines[i].row), "line in %zu: '%s'",
		   lines[i].width, row.ptr);
		buf_release(&head);
		buf_release(&row);
	}
}

/* An ask of a megabyte is a line of a kilobyte. */
static void test_long(void)
{
	static char ask[1 << 20];
	const struct turn_list l = { .terminal = false };
	struct logged_turn t = turn;
	struct buf row = BUF_INIT(1 << 20);

	memset(ask, 'x', sizeof(ask));
	t.row.ask = (struct text){ ask, sizeof(ask) };
	t.row.cost = NAN;
	t.row.model = NULL;
	turn_list_row(&l, &t, &row);
	ok(strlen(strrchr(row.ptr, '\t')) == TURN_LIST_ASK + 2 &&
	   !strcmp(row.ptr + row.len - 5, "x...\n"), "a long ask is cut");
	ok(strstr(row.ptr, "\tsummarization\t\t123456\t\t\tok\t") != NULL,
	   "what is not known is empty: %.80s", row.ptr);
	buf_release(&row);
}

int main(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
	test_ids();
	test_lines();
	test_long();
	return tap_done();
}
