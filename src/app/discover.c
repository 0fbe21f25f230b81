#include <string.h>
#include <unistd.h>

#include "app/listing.h"
#include "app/note.h"
#include "app/roster.h"
#include "base/clock.h"
#include "base/os.h"
#include "conf/places.h"

#define PROBE_MS 50		/* to find out what listens, in all */
#define LIST_MS 2000		/* for a list of models */
#define LISTS 16		/* most places asked at a time */
#define SYSTEM_UID 1000		/* users begin here (login.defs) */

/*
 * Servers that people run on their own machine. Another program may listen
 * on the same port, of another user even: so the listener's owner is looked
 * at before, and what it says of itself before a prompt goes there.
 */
static const struct {
	const char *preset;
	unsigned port;
	const char *path;	/* the identity call */
	const char *says;	/* what is in its answer */
} servers[] = {
	{ "ollama", 11434, "/api/version", "\"version\"" },
	{ "llamacpp", 8080, "/props", "\"default_generation_settings\"" },
	{ "lmstudio", 1234, "/api/v0/models", "\"object\"" },
};

#define SERVERS (sizeof(servers) / sizeof(servers[0]))

static bool is_trusted(unsigned port)
{
	uid_t owner;

	return os_tcp_listener(port, &owner) &&
	       (owner == getuid() || owner < SYSTEM_UID);
}

struct adding {
	struct roster *roster;
	const struct place *place;
};

static void add_model(void *ctx, const char *id, long context)
{
	const struct adding *a = ctx;

	roster_add_listed(a->roster, a->place, id, context);
}

/* Asks all of them at the same time for their models. */
static void list_places(struct roster *r, struct http *loop,
			const struct place *const *places, size_t count)
{
	struct listing lists[LISTS];
	struct err err = ERR_INIT;
	bool stopped;

	for (size_t i = 0; i < count; i++)
		listing_start(&lists[i], loop, places[i], NULL, LIST_MS,
			      LIST_MS);
	stopped = http_run(loop, listing_check, NULL, &err);
	for (size_t i = 0; i < count; i++) {
		struct listing *l = &lists[i];
		struct adding a = { r, places[i] };

		if (!stopped && (l->err.kind ||
				 listing_models(l, add_model, &a, &l->err)))
			note("%s: %s", places[i]->ep.name, l->err.msg);
		listing_release(l);
	}
}

static bool answers_as(const struct listing *l, const char *says)
{
	return l->done && !l->err.kind && strstr(l->body.ptr, says);
}

/*
 * The identity calls to what listens, at the same time. Places are added
 * to the configuration for those that are what they should be.
 */
static void find_servers(struct config *cfg, struct http *loop,
			 const bool listens[SERVERS])
{
	struct config probe = { .path = NULL };
	struct listing calls[SERVERS];
	struct err err = ERR_INIT;
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < SERVERS; i++)
		if (listens[i])
			places_add_found(&probe,
					 preset_by_name(servers[i].preset));
	for (size_t i = 0; i < SERVERS; i++)
		if (listens[i])
			listing_start(&calls[i], loop, &probe.places[n++],
				      servers[i].path, PROBE_MS, PROBE_MS);
	rc = http_run(loop, listing_check, NULL, &err);
	for (size_t i = 0; i < SERVERS; i++) {
		if (!listens[i])
			continue;
		if (!rc && answers_as(&calls[i], servers[i].says))
			places_add_found(cfg,
					 preset_by_name(servers[i].preset));
		listing_release(&calls[i]);
	}
	places_release(&probe);
}

static void discover(struct roster *r, struct config *cfg)
{
	const struct place *places[SERVERS];
	bool listens[SERVERS] = { false }, any = false;
	struct http *loop;
	size_t n = 0;

	for (size_t i = 0; i < SERVERS; i++) {
		listens[i] = preset_by_name(servers[i].preset) &&
			     is_trusted(servers[i].port);
		any = any || listens[i];
	}
	if (!any || http_new(&loop, false, NULL))
		return;
	find_servers(cfg, loop, listens);
	for (; n < cfg->place_count; n++)
		places[n] = &cfg->places[n];
	if (n)
		list_places(r, loop, places, n);
	for (size_t i = 0; i < n; i++)
		if (roster_knows(r, places[i]))
			note("nothing is configured; using the %s server on "
			     "%s, where prompts go", places[i]->ep.name,
			     places[i]->ep.base_url);
	http_free(loop);
}

void roster_ask_local(struct roster *r, struct config *cfg)
{
	const struct place *places[LISTS];
	struct http *loop;
	bool tls = false;
	size_t n = 0;

	if (!cfg->place_count) {
		discover(r, cfg);
		return;
	}
	for (size_t i = 0; i < cfg->place_count && n < LISTS; i++) {
		const struct place *p = &cfg->places[i];

		if (!(p->ep.flags & ENDPOINT_LOCAL) || roster_knows(r, p))
			continue;
		tls = tls || p->url.tls;
		places[n++] = p;
	}
	if (!n || http_new(&loop, tls, NULL))
		return;
	list_places(r, loop, places, n);
	http_free(loop);
}
