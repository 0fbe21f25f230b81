#ifndef SHUNT_TESTS_STORE_TURN_H
#define SHUNT_TESTS_STORE_TURN_H

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "scratch.h"
#include "store/store.h"
#include "tap.h"

/* A turn with something in each field, and how tests of the store save it. */

#define NOW 1795383000000	/* 2026-11-22T21:30:00Z */

static const struct turn_document two_docs[] = {
	{ .name = "a.txt", .text = { "first", 5 } },
	{ .name = "", .text = { "se\0cond", 7 } },
};

static inline struct turn_row a_turn(const char *id)
{
	return (struct turn_row){
		.id = id, .at = NOW, .terminal = "7:99", .command = "ask",
		.task = TASK_CODE, .difficulty = 0.25, .model = "acme/big-1",
		.vendor = "Acme", .family = "big", .served = "big-1-0722",
		.effort = "low", .finish = "stop", .input = 120, .cached = -1,
		.output = 42, .cost = 0.0125, .strongest = NAN,
		.first_ms = 350, .total_ms = 1200,
		.ask = TEXT_LIT("Why is the sky 100% blue?"),
		.answer = TEXT_LIT("Because\0of Rayleigh_scattering."),
		.system = TEXT_LIT("Be short."),
		.docs = two_docs, .doc_count = 2,
		.report = TEXT_LIT("{\"v\":1,\"answer\":null}"),
	};
}

static inline struct saving a_saving(const struct turn_row *t)
{
	return (struct saving){ .turn = t, .cost = t ? t->cost : NAN,
				.day = 20261122, .month = 202611,
				.now = NOW };
}

static inline struct store *a_store(void)
{
	struct store *s = NULL;
	struct err e = ERR_INIT;

	if (store_open(&s, STORE_CREATE, STORE_BUSY, NULL, &e))
		ok(false, "opens: %s", e.msg);
	return s;
}

static inline void save_turn(struct store *s, const struct turn_row *t)
{
	struct saving sv = a_saving(t);
	struct err e = ERR_INIT;

	if (store_save(s, &sv, NULL, &e))
		ok(false, "saves: %s", e.msg);
}

static inline void save_event(struct store *s, const struct health_event *ev,
			      int64_t now)
{
	struct saving sv = a_saving(NULL);
	struct err e = ERR_INIT;

	sv.events = ev;
	sv.event_count = 1;
	sv.now = now;
	if (store_save(s, &sv, NULL, &e))
		ok(false, "saves: %s", e.msg);
}

/* The next one begins with nothing. */
static inline void clear_store(void)
{
	static const char *const names[] = {
		"shunt.db", "shunt.db-wal", "shunt.db-shm", "digest",
	};
	char path[200];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/shunt/%s", scratch, names[i]);
		unlink(path);
	}
}

#endif
