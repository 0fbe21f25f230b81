#include "wire/sigv4.h"

#include <string.h>

#include "tap.h"
#include "wire/crypto.h"

/*
 * Signatures that others computed: AWS's own suite for Signature Version 4
 * (awslabs/aws-c-auth, tests/aws-signing-test-suite/v4; those of it that
 * sign a content-length or leave paths as they are do not apply), and calls
 * of Bedrock as botocore signs them.
 */

#define SUITE_NOW 1440938160	/* 2015-08-30T12:36:00Z */
#define NOW 1795348800		/* 2026-11-22T12:00:00Z */
#define SECRET "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
#define SUITE "https://example.amazonaws.com"
#define UNRESERVED "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" \
		   "abcdefghijklmnopqrstuvwxyz"
#define EMPTY "5fa00fa31553b73ebf1942676e86291e" \
	"8372ff2a2260956d9b8aae1d763fbf31"
#define POSTED "5da7c1a2acd57cee7505fc6676e4e544" \
	"621c30862966e37dddb68e92efbe5d6b"

struct vector {
	const char *name, *method, *target, *headers, *token, *signature;
};

static const struct vector suite[] = {
	{ "get-vanilla", "GET", "/", "", NULL, EMPTY },
	{ "get-slash-normalized", "GET", "//", "", NULL, EMPTY },
	{ "get-slash-dot-slash-normalized", "GET", "/./", "", NULL, EMPTY },
	{ "get-relative-normalized", "GET", "/example/..", "", NULL, EMPTY },
	{ "get-relative-relative-normalized", "GET",
	  "/example1/example2/../..", "", NULL, EMPTY },
	{ "get-slash-pointless-dot-normalized", "GET", "/./example", "", NULL,
	  "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5" },
	{ "get-slashes-normalized", "GET", "//example//", "", NULL,
	  "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84" },
	{ "get-space-normalized", "GET", "/example space/", "", NULL,
	  "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741" },
	{ "get-unreserved", "GET", "/" UNRESERVED, "", NULL,
	  "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f" },
	{ "get-utf8", "GET", "/\xe1\x88\xb4", "", NULL,
	  "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85" },
	{ "get-vanilla-empty-query-key", "GET", "/?Param1=value1", "", NULL,
	  "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb" },
	{ "get-vanilla-query-order-encoded", "GET",
	  "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1", "", NULL,
	  "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac" },
	{ "get-vanilla-query-order-key-case", "GET",
	  "/?Param2=value2&Param1=value1", "", NULL,
	  "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500" },
	{ "get-vanilla-query-unreserved", "GET",
	  "/?" UNRESERVED "=" UNRESERVED, "", NULL,
	  "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197" },
	{ "get-vanilla-utf8-query", "GET", "/?\xe1\x88\xb4=bar", "", NULL,
	  "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04" },
	{ "get-header-key-duplicate", "GET", "/",
	  "My-Header1:value2\nMy-Header1:value2\nMy-Header1:value1\n", NULL,
	  "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea" },
	{ "get-header-value-order", "GET", "/", "My-Header1:value4\n"
	  "My-Header1:value1\nMy-Header1:value3\nMy-Header1:value2\n", NULL,
	  "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01" },
	{ "get-header-value-trim", "GET", "/",
	  "My-Header1: value1\nMy-Header2: \"a   b   c\"\n", NULL,
	  "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736" },
	{ "get-vanilla-with-session-token", "GET", "/", "",
	  "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267",
	  "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8" },
	{ "post-vanilla", "POST", "/", "", NULL, POSTED },
	{ "post-header-key-sort", "POST", "/", "My-Header1:value1\n", NULL,
	  "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c" },
	{ "post-header-value-case", "POST", "/", "My-Header1:VALUE1\n", NULL,
	  "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d" },
	{ "post-vanilla-query", "POST", "/?Param1=value1", "", NULL,
	  "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11" },
	{ "a host that is named", "GET", "/", "Host: example.amazonaws.com\n",
	  NULL, EMPTY },
	{ "what proxies change", "GET", "/", "User-Agent: x\nExpect: y\n",
	  NULL, EMPTY },
};

#define TARGET(id, op) "/model/" id "/" op
#define ARN "arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3A" \
	    "default-prompt-router%2Fanthropic.claude%3A1"

static const struct vector bedrock[] = {
	{ "a colon", "POST",
	  TARGET("us.amazon.nova-lite-v1%3A0", "converse"), "", NULL,
	  "d9aa1394a4d1931eb7bcc0b87f26fdecff1c3e3493f7d3dbe94691c815d8eacc" },
	{ "a session token", "POST",
	  TARGET("us.amazon.nova-lite-v1%3A0", "converse-stream"), "",
	  "IQoJb3JpZ2luX2VjEXAMPLETOKEN==",
	  "d4b9388b2b6a08166e140089d3ff30319a4b4c021ee3e72e03a83d84da80a608" },
	{ "an ARN", "POST", TARGET(ARN, "converse"), "", NULL,
	  "b005fd469d6681933e51e5597d2e49a27fe1ef49c416465f35d6e9f261014887" },
};

static struct secret secret = SECRET_INIT, token = SECRET_INIT;

static void check_one(const struct vector *v, struct sigv4 *s,
		      const char *origin, int64_t now, const char *body)
{
	struct buf out = BUF_INIT(MAX_PROOF);
	struct err err = ERR_INIT;
	struct http_request rq;
	char sent[128];
	int rc = 0;

	http_request_init(&rq);
	rq.method = v->method;
	buf_addf(&rq.url, "%s%s", origin, v->target);
	buf_adds(&rq.headers, v->headers);
	if (*body)
		http_request_header(&rq, "Content-Type", "application/json");
	buf_adds(&rq.body, body);
	if (v->token)
		rc = secret_set(&token, v->token, strlen(v->token), "t", &err);
	s->token = v->token ? &token : NULL;
	snprintf(sent, sizeof(sent), ", Signature=%s\n", v->signature);
	rc = rc || sigv4_sign(s, &rq, now, &out, &err);
	ok(!rc && strstr(out.ptr, sent), "%s", v->name);
	if (rc || !strstr(out.ptr, sent))
		printf("# %s%s", err.msg, out.ptr);
	http_request_release(&rq);
	buf_wipe(&out);
}

/* Every part of the answer, and the canonical request, once. */
static void check_parts(struct sigv4 *s)
{
	static const char canonical[] =
		"POST\n/model/us.amazon.nova-lite-v1%253A0/converse\n\n"
		"content-type:application/json\n"
		"host:bedrock-runtime.us-east-1.amazonaws.com\n"
		"x-amz-date:20261122T120000Z\n\n"
		"content-type;host;x-amz-date\n"
		"c3335e07d6e89650bf94cb98664be69f8774dbc3198df221f113db0a59ea"
		"14f0";
	struct buf out = BUF_INIT(MAX_PROOF), names = BUF_INIT(1000);
	struct err err = ERR_INIT;
	struct http_request rq;
	int rc;

	s->token = NULL;
	http_request_init(&rq);
	rq.method = "POST";
	buf_addf(&rq.url, "https://bedrock-runtime.us-east-1.amazonaws.com:"
		 "443%s", bedrock[0].target);
	http_request_header(&rq, "Content-Type", "application/json");
	buf_adds(&rq.body, "{\"messages\":[{\"role\":\"user\",\"content\":"
			   "[{\"text\":\"hi\"}]}]}");
	rc = sigv4_canonical(s, &rq, NOW, &out, &names, &err);
	ok(!rc && !strcmp(out.ptr, canonical), "the canonical request");
	buf_clear(&out);
	rc = sigv4_sign(s, &rq, NOW, &out, &err);
	ok(!rc && !strcmp(out.ptr, "X-Amz-Date: 20261122T120000Z\n"
			  "Authorization: AWS4-HMAC-SHA256 Credential="
			  "AKIDEXAMPLE/20261122/us-east-1/bedrock/"
			  "aws4_request, SignedHeaders=content-type;host;"
			  "x-amz-date, Signature=d9aa1394a4d1931eb7bcc0b87f26f"
			  "decff1c3e3493f7d3dbe94691c815d8eacc\n"),
	   "all that is added");
	for (int i = 0; i < 64; i++)
		buf_addf(&rq.headers, "A%d: x\n", i);
	ok(sigv4_sign(s, &rq, NOW, &out, &err) && err.kind == ERR_CONFIG,
	   "too many headers are an error");
	buf_clear(&rq.headers);
	buf_addch(&rq.url, '?');
	for (int i = 0; i < 65; i++)
		buf_addf(&rq.url, "a%d&", i);
	ok(sigv4_sign(s, &rq, NOW, &out, &err) && err.kind == ERR_CONFIG,
	   "and too many pairs of a query");
	http_request_release(&rq);
	buf_release(&names);
	buf_wipe(&out);
}

/* FIPS 180-2's and RFC 4231's own examples. */
static void check_hashes(void)
{
	unsigned char out[SHA256_SIZE];
	char hex[2 * SHA256_SIZE + 1];
	struct err err = ERR_INIT;

	ok(!crypto_sha1(TEXT_LIT("abc"), out, &err), "SHA-1 is there");
	crypto_hex(out, SHA1_SIZE, hex);
	ok(!strcmp(hex, "a9993e364706816aba3e25717850c26c9cd0d89d"),
	   "SHA-1 of abc");
	ok(!crypto_hmac(TEXT_LIT("Jefe"),
			TEXT_LIT("what do ya want for nothing?"), out, &err),
	   "HMAC is there");
	crypto_hex(out, SHA256_SIZE, hex);
	ok(!strcmp(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec"
			"58b964ec3843"), "RFC 4231, case 2");
}

int main(void)
{
	struct sigv4 s = { .key_id = "AKIDEXAMPLE", .secret = &secret,
			   .region = "us-east-1", .service = "service" };
	struct err err = ERR_INIT;

	check_hashes();
	ok(!secret_set(&secret, SECRET, strlen(SECRET), "s", &err), "a secret");
	for (size_t i = 0; i < sizeof(suite) / sizeof(suite[0]); i++)
		check_one(&suite[i], &s, SUITE, SUITE_NOW, "");
	s.service = "bedrock";
	for (size_t i = 0; i < sizeof(bedrock) / sizeof(bedrock[0]); i++)
		check_one(&bedrock[i], &s,
			  "https://bedrock-runtime.us-east-1.amazonaws.com",
			  NOW, "{\"messages\":[{\"role\":\"user\",\"content\":"
			  "[{\"text\":\"hi\"}]}]}");
	check_parts(&s);
	secret_release(&secret);
	secret_release(&token);
	return tap_done();
}
