#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

static bool is(const struct buf *b, const char *s)
{
	return b->len == strlen(s) && !strcmp(b->ptr, s);
}

static void test_adding(void)
{
	struct buf b = BUF_INIT(1000);
	char *room, *taken;
	size_t got, len;

	ok(is(&b, ""), "empty from the start");
	ok(!buf_adds(&b, "ab") && !buf_addch(&b, 'c') && is(&b, "abc"),
	   "adds");
	ok(!buf_addf(&b, "%0300d", 5) && b.len == 303 && b.ptr[302] == '5' &&
		   !b.ptr[303],
	   "formats past its small buffer");
	buf_truncate(&b, 2);
	ok(is(&b, "ab"), "truncates");
	ok(!buf_add(&b, "\0z", 2) && b.len == 4 && !b.ptr[2] && !b.ptr[4],
	   "NULs are bytes");
	buf_clear(&b);
	ok(is(&b, "") && b.cap, "cleared, memory kept");
	room = buf_room(&b, 10, &got);
	ok(room && got == 10, "room as wanted");
	memcpy(room, "0123456789", 10);
	buf_grew(&b, 4);
	ok(is(&b, "0123"), "grew by what came");
	taken = buf_take(&b, &len);
	ok(len == 4 && !strcmp(taken, "0123") && is(&b, "") && !b.cap,
	   "taken");
	free(taken);
	taken = buf_take(&b, NULL);
	ok(!*taken, "an empty one is taken too");
	free(taken);
	buf_room(&b, 10, &got);
	ok(is(&b, ""), "room in an empty one leaves the NUL");
	buf_release(&b);
	buf_release(&b);
	ok(is(&b, "") && b.max == 1000, "released twice");
}

static void test_cap(void)
{
	struct buf b = BUF_INIT(5);
	struct err e = ERR_INIT;
	size_t room;

	ok(!buf_add(&b, "12345", 5) && !buf_check(&b, "it", &e),
	   "full is not over");
	ok(!buf_room(&b, 1, &room), "no room when full");
	ok(buf_add(&b, "6", 1) == -1 && is(&b, "12345"), "one more: nothing");
	buf_truncate(&b, 0);
	ok(buf_adds(&b, "x") == -1 && is(&b, ""), "and it sticks");
	ok(buf_check(&b, "it", &e) == -1 && e.kind == ERR_TOOBIG &&
		   !strcmp(e.msg, "it is over 5 bytes"),
	   "asked: %s", e.msg);
	buf_clear(&b);
	ok(!buf_adds(&b, "x"), "clear forgets");
	ok(buf_room(&b, 99, &room) && room == 4, "room ends at max");
	ok(buf_addf(&b, "%s", "12345") == -1, "formatting is capped");
	buf_wipe(&b);
	ok(is(&b, "") && !b.cap, "wiped");
}

int main(void)
{
	test_adding();
	test_cap();
	return tap_done();
}
