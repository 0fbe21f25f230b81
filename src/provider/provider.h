#ifndef SHUNT_PROVIDER_PROVIDER_H
#define SHUNT_PROVIDER_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "base/url.h"
#include "model/model.h"
#include "provider/think.h"
#include "wire/http.h"

/*
 * A dialect is one wire language: it turns a request into an HTTP request
 * and the frames of the answer into events. All its functions are pure: no
 * I/O, no clock, no key. Keys are added by wire/http, last.
 */

enum role { ROLE_USER, ROLE_ASSISTANT };

/* A picture that goes with a message: its bytes as they are in the file. */
struct image {
	const char *type;	/* "image/png", "image/jpeg", ... */
	struct text bytes;
};

/* One message; its text is the parts, joined. All borrowed. */
struct turn {
	enum role role;
	const struct text *parts;
	size_t count;
	const struct image *images;	/* stand before the text */
	size_t image_count;
};

/*
 * A gap in a text, to be filled in: what stands before it and behind it,
 * and texts that belong to it, the nearest last. All borrowed.
 */
struct gap {
	struct text prefix, suffix;
	const struct text *names, *texts;	/* of those */
	size_t count;
};

/* Most tokens to fill it with, where no limit is asked for. */
#define GAP_TOKENS 256

struct request {
	const struct text *system;	/* parts, joined; may be none */
	size_t system_count;
	const struct turn *turns;	/* oldest first; the last is the ask */
	size_t turn_count;
	long max_tokens;		/* 0: not asked for */
	double temperature;		/* NAN: not asked for */
	enum effort effort;		/* sent where the model takes it */
	bool stream;
	/*
	 * The JSON Schema that the answer must keep, checked to be JSON; empty:
	 * none. It goes out by the dialect's own means where the model has
	 * them (MODEL_SCHEMA), else as words behind the system text.
	 */
	struct text schema;
	bool schema_in_words;		/* though the model has those means */
	/*
	 * The conversation that it belongs to: the same from turn to turn, so
	 * that a vendor finds what it cached; NULL: it stands alone.
	 */
	const char *conversation;
	bool cache;			/* mark what the next turn repeats */
	/* For a dialect that fills gaps, instead of turns; else NULL. */
	const struct gap *gap;
	double input_tokens;		/* of all the text, estimated */
};

/* How a call says who it is from. */
enum auth {
	AUTH_KEY,	/* with its key, as the adapter has it */
	AUTH_BEARER,	/* with it as a token, whatever the adapter has */
	AUTH_SIGNATURE,	/* by a signature over it; a key opens the signer */
	AUTH_COUNT
};

/* What signs a call that has no key in it. */
enum signer {
	SIGNER_NONE,
	SIGNER_AWS,
	SIGNER_OCI
};

enum endpoint_flags {
	ENDPOINT_LOCAL		= 1 << 0,	/* the user said local = yes */
	ENDPOINT_ALLOW_HTTP	= 1 << 1,
	/* quirks of servers that speak a known dialect a little differently */
	ENDPOINT_NEW_MAX_TOKENS	= 1 << 2,	/* max_completion_tokens */
	ENDPOINT_DEVELOPER_ROLE	= 1 << 3,	/* for reasoning models */
	ENDPOINT_NO_STREAM_OPTIONS = 1 << 4,
	ENDPOINT_NO_OBFUSCATION	= 1 << 5,	/* include_obfuscation:false */
	ENDPOINT_THINKING_SWITCH = 1 << 6,	/* effort none is said so */
	ENDPOINT_JSON_OBJECT	= 1 << 8,	/* JSON, but by no schema */
	ENDPOINT_REASONING_OBJECT = 1 << 9,	/* reasoning:{effort} */
	/* a model's name there is what the user made up: no catalog has it */
	ENDPOINT_DEPLOYMENTS	= 1 << 10,
};

/* A vendor or server that is known by name: data, no code. */
struct preset {
	const char *name;		/* also the adapter's name */
	const char *vendor;		/* shown; allow_vendors, deny_vendors */
	const char *dialect;		/* the one a model picks by default */
	const char *base_url;		/* NULL: see below, or configured */
	const char *key_env;		/* usual variable; NULL: none */
	const char *key_header;		/* NULL: Authorization: Bearer */
	/*
	 * A cloud has a host for each customer or region: then base_url is
	 * NULL, and it is in a variable, or made by a region, which stands in
	 * region_url for the "%s". `prefix` is the path of the API, added to a
	 * base URL that has none of it; `hosts` are the ends of the names
	 * that only the vendor can give to a host: keys of the usual
	 * variables go to no other.
	 */
	const char *base_env, *region_url, *region_env[2], *prefix;
	const char *hosts[8];
	const char *token_env;		/* a bearer token instead of the key */
	enum signer signer;		/* that can sign instead */
	const char *signed_dialect;	/* of signed calls; NULL: the same */
	const char *version_env;	/* see endpoint.api_version */
	/*
	 * How request.conversation is told, so that its turns meet one cache:
	 * a member of the body, a header; NULL: not.
	 */
	const char *conversation_field, *conversation_header;
	const char *pull;		/* the command that installs a model */
	/*
	 * The dialect that fills gaps with a model that can (MODEL_FIM), and
	 * its path, where servers differ; NULL: none, the dialect's own.
	 */
	const char *fim, *fim_path;
	unsigned flags;			/* enum endpoint_flags */
	unsigned efforts;		/* of any reasoning model here */
	unsigned grants;		/* enum model_flags of any model here */
	bool by_section;		/* no variable switches it on */
};

/*
 * Adapters without a base URL are generic; the one without a dialect is the
 * embedded engine, which is never called over HTTP.
 */
extern const struct preset presets[];	/* ends with name == NULL */
const struct preset *preset_by_name(const char *name);

/* The other variable that switches it on, with its key's; NULL: none. */
const char *preset_also(const struct preset *p);

/* Is that its base_url's origin, or one of its `hosts`? */
bool preset_owns(const struct preset *p, const struct url *u);

/*
 * A place to call: a preset, switched on and overlaid by the user. Its key,
 * proxy, CA file and headers stand in conf's struct place.
 */
struct endpoint {
	const char *name;
	const struct preset *preset;
	const char *base_url;		/* no slash at its end */
	const char *vendor;
	const char *dialect;		/* of its models; NULL: the preset's */
	/* the older form of Azure's URLs, by this date; NULL: "/openai/v1" */
	const char *api_version;
	const char *compartment;	/* that is billed, at Oracle; or NULL */
	unsigned flags;
};

/*
 * base_url and a path that starts with a slash. A version that both write
 * ("https://host/v1" and "/v1/messages") stands there once; of a base that
 * ends in "/v1" or "/api", a path of "/api/..." replaces that end, and so do
 * "/beta/..." and "/infill", which stand beside a "/v1"; one of Oracle's own
 * API ("/20231130/...") replaces "/openai/v1".
 */
void endpoint_url(const struct endpoint *ep, const char *path,
		  struct buf *out);

/*
 * The same for what may depend on api_version: then "/v1" at the base's end
 * gives way to the deployment (m, if not NULL), and the version follows.
 */
void endpoint_model_url(const struct endpoint *ep, const struct model *m,
			const char *path, struct buf *out);

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

/*
 * What a vendor's refusal means. err.msg is its own words, or ours where it
 * has none, in one line of at most 300 bytes; without the endpoint, the
 * status and the request id, which the caller puts beside it. A vendor may
 * quote what it was sent, a key too: who knows the key masks it.
 */
struct failure {
	struct err err;
	int http;		/* status, 0 if none came */
	long wait_ms;		/* what it asked us to wait, -1 if nothing */
	bool final;		/* to ask again is pointless (money, ...) */
	bool of_place;		/* the endpoint's other models share it */
	const char *advice;	/* what to do about it; static, or NULL */
	char code[64];		/* the vendor's own word, or "" */
	char param[64];		/* the request's field that it names, or "" */
	char request_id[128];
};

#define FAILURE_INIT { .wait_ms = -1 }

/*
 * One answer being read. The dialect fills it; `text` is called for each
 * piece of the answer as it comes (never for thinking, also where a server
 * leaves that in the text: think.h).
 */
struct reply {
	int (*text)(void *ctx, struct text piece, struct err *err);
	void *ctx;
	/* what it answers, for remarks; borrowed, NULL: not known */
	const struct model *model;
	const struct request *request;
	enum finish finish;
	bool complete;		/* the vendor's own end mark came */
	bool may_linger;	/* complete but for usage: wait a little */
	struct usage usage;
	double cost_usd;	/* what the vendor says it cost; NAN */
	char served[128];	/* model that the vendor says answered */
	char reason[160];	/* why it refused, if it said */
	char remark[160];	/* what the user should know, or "" */
	struct failure failure;	/* when frame() fails by the vendor's word */
	unsigned state;		/* private to the dialect; 0 at first */
	struct think think;	/* private to answer.c */
};

void reply_init(struct reply *rp);

/* One model of a list; context in tokens, 0 where the list does not say. */
typedef void model_fn(void *ctx, const char *id, long context);

struct dialect {
	const char *name;
	enum framing framing;	/* of a streamed answer */
	bool bare_json;		/* in it, errors may stand so (wire/sse.h) */
	bool fills;		/* takes a gap, and no turns */
	const char *headers;	/* "Name: value\n" of every call; NULL: none */
	/*
	 * Fills method, URL, headers and body of *out (which the caller
	 * initialised); no key in it.
	 */
	int (*build)(const struct endpoint *ep, const struct model *m,
		     const struct request *rq, struct http_request *out,
		     struct err *err);
	/*
	 * One frame: an SSE event (name may be "") or a line; with a NULL
	 * name the whole body of an answer that was not streamed. -1 ends the
	 * answer: err says why, and rp->failure more (its err.kind is set)
	 * when the vendor itself reported it. ERR_PROTO for what is no answer
	 * of this dialect.
	 */
	int (*frame)(struct reply *rp, const char *name, const char *data,
		     size_t len, struct err *err);
	/*
	 * A reply with a status that is no answer: what it means. `now` is
	 * the wall clock in seconds, for dates to wait for.
	 */
	void (*refuse)(const struct http_reply *http, long long now,
		       struct failure *out);
	/* URL path, for endpoint_url(), that lists models; NULL: none. */
	const char *models_path;
	/* Where the list is at another host than the answers; NULL: not. */
	void (*models_url)(const struct endpoint *ep, struct buf *out);
	/*
	 * Reads such a list; calls `add` for each id. context is in tokens, 0
	 * where the list does not say.
	 */
	int (*models)(struct text body, model_fn *add, void *ctx,
		      struct err *err);
};

extern const struct dialect *const dialects[];	/* ends with NULL */
const struct dialect *dialect_by_name(const char *name);

/*
 * What is spoken with a model there, or by the endpoint itself (m is NULL):
 * the model's own dialect goes before the endpoint's, that before the
 * preset's.
 */
const struct dialect *dialect_of(const struct endpoint *ep,
				 const struct model *m);

/*
 * What fills gaps with that model there: its own dialect, or the preset's
 * `fim` where the model is said to be able; NULL: it has to be asked.
 */
const struct dialect *dialect_filling(const struct endpoint *ep,
				      const struct model *m);

/* The GET request for the list of models; -1 where the dialect has none. */
MUST_CHECK
int models_request(const struct dialect *d, const struct endpoint *ep,
		   struct http_request *out, struct err *err);

/*
 * A server may not know a field that we add on our own or that the user
 * asked for. When the failure names one, changes rq and flags so that the
 * same request without it can be built, once, and returns the field's name;
 * else NULL.
 */
const char *request_drop(const struct failure *f, struct request *rq,
			 unsigned *flags);

/*
 * Will the model refuse that field next time too? False when it was the
 * value: an effort it does not have, a schema it cannot be held to.
 */
bool request_drop_lasts(const struct failure *f, const char *field);

/*
 * Leaves out, before the first call, a field whose name request_drop() gave
 * in an earlier run; a name that it never gives changes nothing.
 */
void request_forget(const char *field, struct request *rq, unsigned *flags);

#endif
