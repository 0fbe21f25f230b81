#ifndef SHUNT_PROVIDER_PROVIDER_H
#define SHUNT_PROVIDER_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "model/model.h"
#include "wire/http.h"

/*
 * A dialect is one wire language: it turns a request into an HTTP request
 * and the frames of the answer into events. All its functions are pure: no
 * I/O, no clock, no key. Keys are added by wire/http, last.
 */

enum role { ROLE_USER, ROLE_ASSISTANT };

/* One message; its text is the parts, joined. All borrowed. */
struct turn {
	enum role role;
	const struct text *parts;
	size_t count;
};

struct request {
	const struct text *system;	/* parts, joined; may be none */
	size_t system_count;
	const struct turn *turns;	/* oldest first; the last is the ask */
	size_t turn_count;
	long max_tokens;		/* 0: not asked for */
	double temperature;		/* NAN: not asked for */
	enum effort effort;
	bool stream;
};

/* How a key is presented; the origin it may go to stands with the key. */
enum auth_scheme { AUTH_NONE, AUTH_BEARER, AUTH_HEADER };

enum endpoint_flags {
	ENDPOINT_LOCAL		= 1 << 0,	/* the user said local = yes */
	ENDPOINT_ALLOW_HTTP	= 1 << 1,
	/* quirks of servers that speak a known dialect a little differently */
	ENDPOINT_NEW_MAX_TOKENS	= 1 << 2,	/* max_completion_tokens */
	ENDPOINT_DEVELOPER_ROLE	= 1 << 3,	/* for reasoning models */
	ENDPOINT_NO_STREAM_OPTIONS = 1 << 4,
	ENDPOINT_NO_OBFUSCATION	= 1 << 5,	/* include_obfuscation:false */
};

/* A vendor or server that is known by name: data, no code. */
struct preset {
	const char *name;		/* also the adapter's name */
	const char *vendor;		/* shown; allow_vendors, deny_vendors */
	const char *dialect;		/* the one a model picks by default */
	const char *base_url;		/* NULL: must be configured */
	const char *key_env;		/* usual variable; NULL: none */
	const char *key_header;		/* NULL: Authorization: Bearer */
	unsigned flags;			/* enum endpoint_flags */
};

extern const struct preset presets[];	/* ends with name == NULL */
const struct preset *preset_by_name(const char *name);

/* A place to call: a preset, switched on and overlaid by the user. */
struct endpoint {
	const char *name;
	const struct preset *preset;
	const char *base_url;		/* no slash at its end */
	const char *vendor;
	unsigned flags;
	/* more is added by conf: key source, proxy, CA file, headers */
};

enum finish {
	FINISH_NONE,		/* none came yet */
	FINISH_STOP,
	FINISH_LENGTH,
	FINISH_REFUSAL,
	FINISH_TOOL,
	FINISH_COUNT
};

/* Tokens; -1 where the vendor did not say. input counts cached ones too. */
struct usage {
	long long input, cached, cache_write, output, reasoning;
};

/* What a vendor's refusal means (reference: errors by provider). */
struct failure {
	struct err err;
	int http;		/* status, 0 if none came */
	long wait_ms;		/* what it asked us to wait, -1 if nothing */
	char code[64], request_id[64];
};

/*
 * One answer being read. The dialect fills it; `text` is called for each
 * piece of the answer as it comes (never for thinking).
 */
struct reply {
	int (*text)(void *ctx, struct text piece, struct err *err);
	void *ctx;
	enum finish finish;
	bool complete;		/* the vendor's own end mark came */
	bool may_linger;	/* complete but for usage: wait a little */
	struct usage usage;
	double cost_usd;	/* what the vendor says it cost; NAN */
	char served[128];	/* model that the vendor says answered */
	char reason[160];	/* why it refused, if it said */
	struct failure failure;	/* set when frame() fails by the vendor's word */
	unsigned state;		/* private to the dialect; 0 at first */
};

void reply_init(struct reply *rp);

struct dialect {
	const char *name;
	enum framing framing;
	/*
	 * Fills method, URL, headers and body of *out (which the caller
	 * initialised); no key in it.
	 */
	int (*build)(const struct endpoint *ep, const struct model *m,
		     const struct request *rq, struct http_request *out,
		     struct err *err);
	/*
	 * One frame: an SSE event (name may be ""), a line, or the whole body
	 * of an answer that was not streamed. -1 ends the answer: err says
	 * why, and rp->failure more when the vendor itself reported it.
	 * ERR_PROTO for what is no answer of this dialect.
	 */
	int (*frame)(struct reply *rp, const char *name, const char *data,
		     size_t len, struct err *err);
	/* A reply with a status that is no answer: what it means. */
	void (*refuse)(const struct http_reply *http, struct failure *out);
	/* URL path, under base_url, that lists models; NULL: none. */
	const char *models_path;
	/*
	 * Reads such a list; calls `add` for each id. context is in tokens, 0
	 * where the list does not say.
	 */
	int (*models)(struct text body, void (*add)(void *ctx, const char *id,
						    long context),
		      void *ctx, struct err *err);
};

extern const struct dialect *const dialects[];	/* ends with NULL */
const struct dialect *dialect_by_name(const char *name);

#endif
