#ifndef SHUNT_GUARD_FORM_H
#define SHUNT_GUARD_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "guard/chars.h"
#include "guard/find.h"

/*
 * The forms that credentials have. Each is found by its anchor, a few bytes
 * that are rare in other text; then `match`, or the plain rule where that
 * is NULL, looks at what stands around it:
 *
 *	BACK, `back_min` to `back_max` characters of `back`, before the
 *	anchor; the anchor; a whole run of `min` to `max` characters of
 *	`set`; and no letter, digit or "_" on either side. The span is all
 *	of it, or the run alone (FORM_BODY).
 */
enum form_flags {
	FORM_FOLD = 1 << 0,   /* the anchor (lower case) in any case */
	FORM_BODY = 1 << 1,   /* the anchor is no part of the secret */
	FORM_RANDOM = 1 << 2, /* a short anchor: the run must look random */
	FORM_JOINED = 1 << 3  /* a letter or digit may stand before it */
};

struct form;

/*
 * Is there one with its anchor at byte `at`? Then *out is it; its kind is
 * set by the caller, if NULL. Looks at a bounded stretch, or at what no
 * other anchor of its form will look at again.
 */
typedef bool form_fn(const struct form *f, struct text t, size_t at,
		     struct span *out);

struct form {
	const char *anchor, *kind;
	form_fn *match;
	unsigned char set, back;	/* enum chars */
	unsigned char flags;		/* enum form_flags */
	unsigned char back_min, back_max;
	unsigned short min, max;
};

#define FORMS_MAX 255	/* so that a byte numbers them */

extern const struct form forms[];
extern const size_t form_count;

bool form_match(const struct form *f, struct text t, size_t at,
		struct span *out);

/* May a secret begin at `at`: no word goes on over it from the left? */
bool form_starts(struct text t, size_t at);

/* The matchers that are more than a table can say. */
form_fn form_pem, form_putty;				/* pem.c */
form_fn form_jwt, form_discord, form_airtable, form_asana;	/* parts.c */
form_fn form_url, form_webhook, form_sas, form_pgpass,
	form_curl_user;					/* address.c */
form_fn form_bearer, form_basic, form_cookie, form_crypt;	/* header.c */
form_fn form_name;					/* name.c */

#endif
