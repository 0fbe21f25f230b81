#include "wire/sigv4.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "wire/crypto.h"

#define ALGORITHM "AWS4-HMAC-SHA256"
#define HEADERS 64	/* most that a request may have here */
#define PAIRS 64	/* of a query, likewise */
#define MAX_CANONICAL ((size_t)512 << 10)

struct header {
	struct text name, value;
};

/* What is signed of the headers, in the order of their names. */
struct headers {
	struct header list[HEADERS];
	size_t count;
};

/* Proxies and libcurl may add these, drop them or change them. */
static const char *const unsigned_names[] = {
	"authorization", "connection", "content-length", "expect",
	"keep-alive", "proxy-authenticate", "proxy-authorization", "te",
	"trailer", "transfer-encoding", "upgrade", "user-agent",
	"x-amzn-trace-id",
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool same_name(struct text a, const char *b)
{
	return a.len == strlen(b) && !strncasecmp(a.ptr, b, a.len);
}

static int compare_names(struct text a, struct text b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = strncasecmp(a.ptr, b.ptr, n);

	return c ? c : a.len < b.len ? -1 : a.len > b.len;
}

/* Sorted by name; those of one name stay in their order. */
static int add_header(struct headers *h, struct text name, struct text value,
		      struct err *err)
{
	size_t at = h->count;

	for (size_t i = 0; i < COUNT(unsigned_names); i++)
		if (same_name(name, unsigned_names[i]))
			return 0;
	if (at == HEADERS)
		return err_set(err, ERR_CONFIG, "a request that is signed has "
			       "at most %d headers", HEADERS);
	while (at && compare_names(name, h->list[at - 1].name) < 0) {
		h->list[at] = h->list[at - 1];
		at--;
	}
	h->list[at] = (struct header){ .name = name, .value = value };
	h->count++;
	return 0;
}

static int add_own(struct headers *h, const struct buf *lines, bool *has_host,
		   struct err *err)
{
	const char *p = lines->ptr, *nl, *colon;

	*has_host = false;
	for (; *p; p = nl + 1) {
		struct text name, value;

		nl = strchr(p, '\n');
		colon = memchr(p, ':', (size_t)(nl - p));
		if (!colon)
			continue;
		name = (struct text){ p, (size_t)(colon - p) };
		value = (struct text){ colon + 1, (size_t)(nl - colon - 1) };
		*has_host = *has_host || same_name(name, "host");
		if (add_header(h, name, value, err))
			return -1;
	}
	return 0;
}

/* The parts of an absolute URL; the path may be empty. */
struct target {
	struct text host;	/* as libcurl sends it: no default port */
	struct text path, query;
};

static bool drop_end(struct text *t, const char *end)
{
	size_t n = strlen(end);

	if (t->len < n || memcmp(t->ptr + t->len - n, end, n))
		return false;
	t->len -= n;
	return true;
}

static void read_url(const char *url, struct target *t)
{
	bool tls = !strncmp(url, "https:", 6);
	const char *host = strstr(url, "://"), *path, *query;

	host = host ? host + 3 : url;
	path = host + strcspn(host, "/?#");
	query = path + strcspn(path, "?#");
	t->host = (struct text){ host, (size_t)(path - host) };
	t->path = (struct text){ path, (size_t)(query - path) };
	if (*query == '?')
		query++;
	t->query = (struct text){ query, strcspn(query, "#") };
	drop_end(&t->host, tls ? ":443" : ":80");
}

/* `keep`: what is left as it stands beside the unreserved of RFC 3986. */
static void add_encoded(struct buf *out, struct text t, const char *keep)
{
	for (size_t i = 0; i < t.len; i++) {
		unsigned char c = (unsigned char)t.ptr[i];

		if (c && (isalnum(c) || strchr("-._~", c) || strchr(keep, c)))
			buf_addch(out, (char)c);
		else
			buf_addf(out, "%%%02X", (unsigned)c);
	}
}

/* Takes the last segment off: "/a/b" is "/a". */
static void drop_segment(struct buf *out, size_t start)
{
	size_t len = out->len;

	while (len > start && out->ptr[--len] != '/')
		;
	buf_truncate(out, len);
}

/*
 * Without dot segments and double slashes, and encoded once more although
 * it is encoded: the services but S3 do so with what they receive.
 */
static void add_path(struct buf *out, struct text path)
{
	const char *p = path.ptr, *end = p + path.len, *slash;
	size_t start = out->len;
	bool open = true;	/* ends with a slash */

	for (; p < end; p = slash + (slash < end)) {
		struct text part;

		slash = memchr(p, '/', (size_t)(end - p));
		if (!slash)
			slash = end;
		part = (struct text){ p, (size_t)(slash - p) };
		open = slash < end || text_is(part, ".") ||
		       text_is(part, "..");
		if (text_is(part, ".."))
			drop_segment(out, start);
		if (!part.len || text_is(part, ".") || text_is(part, ".."))
			continue;
		buf_addch(out, '/');
		add_encoded(out, part, "");
	}
	if (open || out->len == start)
		buf_addch(out, '/');
}

struct pair {
	struct text name, value;
};

static int compare_bytes(struct text a, struct text b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.ptr, b.ptr, n) : 0;

	return c ? c : a.len < b.len ? -1 : a.len > b.len;
}

static int compare_pairs(const struct pair *a, const struct pair *b)
{
	int c = compare_bytes(a->name, b->name);

	return c ? c : compare_bytes(a->value, b->value);
}

/* What the query has is encoded already, so that a "%" stays. */
static int add_query(struct buf *out, struct text query, struct err *err)
{
	const char *p = query.ptr, *end = p + query.len;
	struct pair pairs[PAIRS];
	size_t count = 0, at;

	while (p < end) {
		const char *amp = memchr(p, '&', (size_t)(end - p)), *eq;
		struct pair pair;

		amp = amp ? amp : end;
		eq = memchr(p, '=', (size_t)(amp - p));
		pair.name = (struct text){ p, (size_t)((eq ? eq : amp) - p) };
		pair.value = (struct text){
			eq ? eq + 1 : amp, eq ? (size_t)(amp - eq - 1) : 0 };
		if (count == PAIRS)
			return err_set(err, ERR_CONFIG, "a query that is "
				       "signed has at most %d pairs", PAIRS);
		for (at = count++; at; at--) {
			if (compare_pairs(&pair, &pairs[at - 1]) >= 0)
				break;
			pairs[at] = pairs[at - 1];
		}
		pairs[at] = pair;
		p = amp + (amp < end);
	}
	for (size_t i = 0; i < count; i++) {
		buf_adds(out, i ? "&" : "");
		add_encoded(out, pairs[i].name, "%");
		buf_addch(out, '=');
		add_encoded(out, pairs[i].value, "%");
	}
	return 0;
}

/* Blanks around it go, others are one each. */
static void add_value(struct buf *out, struct text value)
{
	bool gap = false;

	value = text_trim(value);
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] == ' ' || value.ptr[i] == '\t') {
			gap = true;
			continue;
		}
		if (gap)
			buf_addch(out, ' ');
		gap = false;
		buf_addch(out, value.ptr[i]);
	}
}

static void add_lower(struct buf *out, struct text name)
{
	for (size_t i = 0; i < name.len; i++)
		buf_addch(out, (char)tolower((unsigned char)name.ptr[i]));
}

/* A line for each name; values of one name are joined by commas. */
static void add_headers(const struct headers *h, struct buf *out,
			struct buf *names)
{
	const struct header *before = NULL;

	for (size_t i = 0; i < h->count; i++) {
		const struct header *one = &h->list[i];
		bool again = before &&
			     !compare_names(before->name, one->name);

		if (again) {
			buf_addch(out, ',');
		} else {
			buf_adds(out, i ? "\n" : "");
			buf_adds(names, i ? ";" : "");
			add_lower(out, one->name);
			add_lower(names, one->name);
			buf_addch(out, ':');
		}
		add_value(out, one->value);
		before = one;
	}
	buf_adds(out, "\n\n");
}

void sigv4_date(int64_t now, char out[SIGV4_DATE_SIZE])
{
	char iso[CLOCK_ISO_SIZE];
	size_t n = 0;

	clock_iso(now, iso);
	for (const char *p = iso; *p && n < SIGV4_DATE_SIZE - 1; p++)
		if (*p != '-' && *p != ':')
			out[n++] = *p;
	out[n] = '\0';
}

static int gather(const struct sigv4 *s, const struct http_request *rq,
		  struct text host, const char *date, struct headers *h,
		  struct err *err)
{
	bool has_host;

	if (add_own(h, &rq->headers, &has_host, err))
		return -1;
	if (!has_host && add_header(h, TEXT_LIT("host"), host, err))
		return -1;
	if (add_header(h, TEXT_LIT("x-amz-date"), text_of(date), err))
		return -1;
	if (!s->token)
		return 0;
	return add_header(h, TEXT_LIT("x-amz-security-token"),
			  text_of_buf(&s->token->bytes), err);
}

static int add_hash(struct buf *out, struct text data, struct err *err)
{
	unsigned char hash[SHA256_SIZE];
	char hex[2 * SHA256_SIZE + 1];

	if (crypto_sha256(data, hash, err))
		return -1;
	crypto_hex(hash, sizeof(hash), hex);
	buf_adds(out, hex);
	return 0;
}

int sigv4_canonical(const struct sigv4 *s, const struct http_request *rq,
		    int64_t now, struct buf *out, struct buf *names,
		    struct err *err)
{
	struct headers h = { .count = 0 };
	char date[SIGV4_DATE_SIZE];
	struct target t;

	read_url(rq->url.ptr, &t);
	sigv4_date(now, date);
	if (gather(s, rq, t.host, date, &h, err))
		return -1;
	buf_addf(out, "%s\n", rq->method);
	add_path(out, t.path);
	buf_addch(out, '\n');
	if (add_query(out, t.query, err))
		return -1;
	buf_addch(out, '\n');
	add_headers(&h, out, names);
	buf_addf(out, "%s\n", names->ptr);
	if (add_hash(out, text_of_buf(&rq->body), err))
		return -1;
	if (buf_check(names, "the list of headers", err))
		return -1;
	return buf_check(out, "what is signed", err);
}

/* "20261122/us-east-1/bedrock/aws4_request" */
static void add_scope(const struct sigv4 *s, const char *date, struct buf *out)
{
	buf_addf(out, "%.8s/%s/%s/aws4_request", date, s->region, s->service);
}

/* The key of the day, region and service: a chain from the secret. */
static int make_key(const struct sigv4 *s, const char *date,
		    unsigned char key[SHA256_SIZE], struct err *err)
{
	const struct text steps[] = {
		{ date, 8 }, text_of(s->region), text_of(s->service),
		TEXT_LIT("aws4_request"),
	};
	struct buf first = BUF_INIT(MAX_KEY + 8);
	struct text by;
	size_t room;
	int rc = 0;

	buf_room(&first, MAX_KEY + 4, &room);	/* so that it never moves */
	buf_adds(&first, "AWS4");
	buf_add(&first, s->secret->bytes.ptr, s->secret->bytes.len);
	by = text_of_buf(&first);
	for (size_t i = 0; !rc && i < COUNT(steps); i++) {
		unsigned char next[SHA256_SIZE];

		rc = crypto_hmac(by, steps[i], next, err);
		if (!rc)
			memcpy(key, next, sizeof(next));
		explicit_bzero(next, sizeof(next));
		by = (struct text){ (const char *)key, SHA256_SIZE };
	}
	buf_wipe(&first);
	return rc;
}

static int make_signature(const struct sigv4 *s, const char *date,
			  const struct buf *canonical,
			  char hex[2 * SHA256_SIZE + 1], struct err *err)
{
	unsigned char key[SHA256_SIZE], mac[SHA256_SIZE];
	struct buf string = BUF_INIT(4096);
	int rc;

	buf_addf(&string, ALGORITHM "\n%s\n", date);
	add_scope(s, date, &string);
	buf_addch(&string, '\n');
	rc = add_hash(&string, text_of_buf(canonical), err);
	if (!rc)
		rc = buf_check(&string, "the region", err);
	if (!rc)
		rc = make_key(s, date, key, err);
	if (!rc)
		rc = crypto_hmac((struct text){ (char *)key, sizeof(key) },
				 text_of_buf(&string), mac, err);
	if (!rc)
		crypto_hex(mac, sizeof(mac), hex);
	explicit_bzero(key, sizeof(key));
	buf_release(&string);
	return rc;
}

int sigv4_sign(const void *ctx, const struct http_request *rq, int64_t now,
	       struct buf *out, struct err *err)
{
	struct buf canonical = BUF_INIT(MAX_CANONICAL);
	struct buf names = BUF_INIT(MAX_CANONICAL);
	char date[SIGV4_DATE_SIZE], hex[2 * SHA256_SIZE + 1];
	const struct sigv4 *s = ctx;
	size_t room;
	int rc;

	/* it holds the token: a buffer that grows would leave copies */
	buf_room(&canonical, rq->url.len * 3 + rq->headers.len + MAX_KEY +
			     1024, &room);
	rc = sigv4_canonical(s, rq, now, &canonical, &names, err);
	sigv4_date(now, date);
	if (!rc)
		rc = make_signature(s, date, &canonical, hex, err);
	if (!rc) {
		buf_addf(out, "X-Amz-Date: %s\n", date);
		if (s->token) {
			buf_adds(out, "X-Amz-Security-Token: ");
			buf_add(out, s->token->bytes.ptr,
				s->token->bytes.len);
			buf_addch(out, '\n');
		}
		buf_addf(out, "Authorization: " ALGORITHM " Credential=%s/",
			 s->key_id);
		add_scope(s, date, out);
		buf_addf(out, ", SignedHeaders=%s, Signature=%s\n", names.ptr,
			 hex);
		rc = buf_check(out, "the signature", err);
	}
	buf_wipe(&canonical);
	buf_release(&names);
	return rc;
}
