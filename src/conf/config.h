#ifndef SHUNT_CONF_CONFIG_H
#define SHUNT_CONF_CONFIG_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/url.h"
#include "conf/settings.h"
#include "model/model.h"
#include "provider/provider.h"

/*
 * config.ini: what its sections hold, and what follows from them and from
 * the vendors' key variables: the endpoints that are switched on. No key is
 * read before its candidate is called.
 */

struct endpoint_section {
	char *name;		/* of [endpoint.NAME] */
	unsigned line;
	char *adapter, *dialect, *base_url, *vendor;
	char *api_key_env, *api_key_file, *api_key_cmd;
	int auth;		/* enum auth */
	char *region, *profile, *compartment, *api_version;
	char *ca_file, *proxy;
	struct words headers;
	bool local, allow_http;
};

struct model_section {
	char *name;		/* the alias */
	unsigned line;
	char *endpoint, *id, *dialect, *family;
	double price_in, price_out, price_cached;
	long context, max_output;
	bool vision;
	int fim;		/* auto, yes, no */
	double skill[TASK_COUNT];
	/* what follows: filled by config_load() */
	struct model model;
};

struct route_section {
	struct words models;
	int prefer;		/* enum prefer of route/plan.h; -1: unset */
	double max_cost;
	int effort;		/* enum effort */
};

struct role_section {
	char *name;
	unsigned line;
	char *system, *system_file;
	int task;		/* enum task */
	struct words model;
	bool code;
};

struct policy_section {
	unsigned line;
	struct words allow_vendors, deny_vendors;
	bool offline;
	int secrets;		/* enum secrets_policy; the least that is so */
	double max_cost;	/* USD, by a repository; NAN */
};

/* .shunt.ini: see conf/repository.h. */
struct repository_section {
	char *top;		/* of the work tree we are in; NULL: none */
	char *path;		/* of the file, whether it is there or not */
	bool present;
	struct words deny_vendors;
	bool offline;
	int secrets;		/* enum secrets_policy */
	double max_cost;
	bool hook;
	int commit_style;	/* index into commit_style_words */
};

extern const char *const commit_style_words[];

enum section {
	SECTION_DEFAULTS, SECTION_ENDPOINT, SECTION_MODEL, SECTION_ROUTE,
	SECTION_ROLE, SECTION_POLICY, SECTION_COUNT
};

/* A kind of section and the table of its keys. */
struct section_kind {
	const char *name;		/* "endpoint", "defaults" */
	const char *arg;		/* "NAME", "TASK"; NULL: none */
	const char *help;
	const struct setting *keys;
};

/* By enum section; ends with name NULL. */
extern const struct section_kind section_kinds[];

/* An endpoint, ready to be called but for its key. */
struct place {
	struct endpoint ep;
	struct url url;
	char *base_url;			/* owned; ep's: url, written out */
	const struct endpoint_section *section;	/* NULL: from a variable */
	const char *key_env;		/* variable with the key, or NULL */
	const char *key_header;		/* NULL: Authorization: Bearer */
	const char *region;		/* of a cloud's endpoint; or NULL */
	bool own;			/* the vendor's own URL */
	enum signer signer;		/* what signs, where no key is sent */
	bool key_missing;		/* it should have one, and has none */
};

struct config {
	char *path;		/* of config.ini, whether it is there or not */
	bool present;
	struct settings defaults;	/* after defaults, file, environment */
	struct origin origins[SETTINGS_MAX];
	struct endpoint_section *endpoints;
	size_t endpoint_count;
	struct model_section *models;
	size_t model_count;
	struct route_section routes[TASK_COUNT];
	struct role_section *roles;
	size_t role_count;
	struct policy_section policy;
	struct repository_section repository;
	struct place *places;		/* what is switched on */
	size_t place_count;
};

/*
 * Reads the file (its place is $SHUNT_CONFIG, else
 * $XDG_CONFIG_HOME/shunt/config.ini, else under $HOME/.config; relative XDG
 * values are ignored), then the SHUNT_ variables, then finds the places.
 * All errors are ERR_CONFIG with file and line. A missing file is fine.
 */
MUST_CHECK
int config_load(struct config *c, char *const *envp,
		void (*unknown_env)(const char *name, const char *near),
		struct err *err);
void config_release(struct config *c);

/* The path alone, allocated. */
char *config_path(void);

const struct place *config_place(const struct config *c, const char *name);
const struct role_section *config_role(const struct config *c,
				       const char *name);
const struct model_section *config_alias(const struct config *c,
					 const char *name);

/*
 * The key of a place: from its variable, file (refused when others can read
 * it) or command. ERR_CONFIG says what to set; ERR_STOPPED when `stop` was
 * set while the command ran. No key needed: empty, 0.
 */
MUST_CHECK
int place_key(const struct place *p, const volatile sig_atomic_t *stop,
	      struct secret *out, struct err *err);

/*
 * Is the vendor's base URL variable (OPENAI_BASE_URL, ...) set, which its own
 * clients read and we do not? Its name into lent memory.
 */
bool place_unread_base_url(const struct place *p, char *name, size_t cap);

/* What an empty config.ini should say: every key, commented out. */
void config_example(struct buf *out);

#endif
