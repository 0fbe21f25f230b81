#include "base/err.h"

#include <string.h>

#include "tap.h"

/* The table of statuses in the manual, by hand. */
static const struct {
	enum err_kind kind;
	int status;
	bool next, retry;
} table[] = {
	{ ERR_NONE, 0, false, false },
	{ ERR_INTERNAL, 1, false, false },
	{ ERR_USAGE, 2, false, false },
	{ ERR_CONFIG, 3, false, false },
	{ ERR_AUTH, 4, true, false },
	{ ERR_QUOTA, 5, true, true },
	{ ERR_NET, 6, true, true },
	{ ERR_TIMEOUT, 7, true, true },
	{ ERR_VENDOR, 8, true, true },
	{ ERR_PROTO, 9, false, false },
	{ ERR_REJECTED, 10, false, false },
	{ ERR_NOMODEL, 10, true, false },
	{ ERR_TOOLONG, 10, true, false },
	{ ERR_REFUSED, 11, false, false },
	{ ERR_IO, 12, false, false },
	{ ERR_NOCAND, 13, false, false },
	{ ERR_PATCH, 14, false, false },
	{ ERR_LENGTH, 15, false, false },
};

static void test_table(void)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		enum err_kind k = table[i].kind;

		ok(err_exit_status(k) == table[i].status &&
			   err_next_may_help(k) == table[i].next &&
			   err_retry_may_help(k) == table[i].retry,
		   "%s: status %d", err_kind_name(k), table[i].status);
	}
	for (int k = 0; k < ERR_KINDS; k++)
		for (int j = 0; j < k; j++)
			if (!strcmp(err_kind_name((enum err_kind)k),
				    err_kind_name((enum err_kind)j)))
				ok(false, "kinds %d and %d share a name", j, k);
}

static void test_message(void)
{
	struct err e = ERR_INIT;
	char longer[800];

	ok(err_set(&e, ERR_IO, "a%db", 7) == -1 && e.kind == ERR_IO &&
		   !strcmp(e.msg, "a7b"),
	   "sets and returns -1");
	err_set(&e, ERR_IO, "x\033[2Jy\r\nz\177\xff");
	ok(!strcmp(e.msg, "x^[[2Jy  z^?\xEF\xBF\xBD"),
	   "one safe line: %s", e.msg);
	ok(err_prefix(&e, "f:%d", 3) == -1 && e.kind == ERR_IO &&
		   !strcmp(e.msg, "f:3: x^[[2Jy  z^?\xEF\xBF\xBD"),
	   "prefix: %s", e.msg);
	/* 303 bytes fit; two-byte characters end at an even place */
	for (size_t i = 0; i + 2 < sizeof(longer); i += 2)
		memcpy(longer + i, "\xC3\xA9", 3);
	err_set(&e, ERR_IO, "%s", longer);
	ok(strlen(e.msg) == 303 && !strcmp(e.msg + 300, "...") &&
		   !memcmp(e.msg + 298, "\xC3\xA9", 2),
	   "cut at a character: %zu bytes", strlen(e.msg));
	memset(longer, 'p', 700);
	longer[700] = '\0';
	err_prefix(&e, "%s", longer);
	ok(strlen(e.msg) == 303 && e.msg[0] == 'p', "a long prefix is cut");
	ok(err_set(NULL, ERR_IO, "x") == -1 && err_prefix(NULL, "x") == -1,
	   "NULL is allowed");
	err_clear(&e);
	ok(e.kind == ERR_NONE && !*e.msg, "cleared");
}

int main(void)
{
	test_table();
	test_message();
	return tap_done();
}
