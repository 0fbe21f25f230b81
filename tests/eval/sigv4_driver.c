#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/sigv4.h"

/*
 * The signature of a request by itself, for tests/scripts/test_sigv4.py: its
 * body on stdin, the headers that sign it on stdout.
 *
 *	sigv4_driver METHOD URL HEADERS SECONDS KEY_ID SECRET TOKEN REGION
 *
 * HEADERS are lines; an empty TOKEN is none. These are no keys of anybody.
 */
int main(int argc, char **argv)
{
	struct secret secret = SECRET_INIT, token = SECRET_INIT;
	struct buf out = BUF_INIT(MAX_PROOF);
	struct http_request rq;
	struct err err = ERR_INIT;
	struct sigv4 s;
	char piece[4096];
	size_t n;
	int rc;

	if (argc < 9)
		return 2;
	http_request_init(&rq);
	rq.method = argv[1];
	buf_adds(&rq.url, argv[2]);
	buf_adds(&rq.headers, argv[3]);
	while ((n = fread(piece, 1, sizeof(piece), stdin)) > 0)
		buf_add(&rq.body, piece, n);
	s = (struct sigv4){
		.key_id = argv[5], .secret = &secret,
		.token = *argv[7] ? &token : NULL, .region = argv[8],
		.service = "bedrock",
	};
	rc = secret_set(&secret, argv[6], strlen(argv[6]), "SECRET", &err);
	if (!rc && *argv[7])
		rc = secret_set(&token, argv[7], strlen(argv[7]), "T", &err);
	if (!rc)
		rc = sigv4_sign(&s, &rq, strtoll(argv[4], NULL, 10), &out,
				&err);
	fputs(rc ? "" : out.ptr, stdout);
	if (rc)
		fprintf(stderr, "sigv4_driver: %s\n", err.msg);
	http_request_release(&rq);
	secret_release(&secret);
	secret_release(&token);
	buf_wipe(&out);
	return rc ? 1 : 0;
}
