#include "wire/aws_frames.h"

#include <stdint.h>
#include <string.h>

#include "aws_encode.h"
#include "tap.h"

/*
 * Frames that were checked with botocore's own reader, and broken ones of
 * the encoder in aws_encode.h, which shares nothing with the reader.
 */

static const struct {
	const char *name, *data, *hex;
} worked[] = {
	{ "messageStart",
	  "{\"p\":\"abcd\",\"role\":\"assistant\"}",
	  "00000081000000526cc176930b3a6576656e742d7479706507000c6d65737361"
	  "676553746172740d3a636f6e74656e742d747970650700106170706c69636174"
	  "696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b22"
	  "70223a2261626364222c22726f6c65223a22617373697374616e74227df512a0"
	  "05" },
	{ "contentBlockDelta",
	  "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"},\"p\":\"ab"
	  "cdefgh\"}",
	  "000000a300000057a7aafe780b3a6576656e742d74797065070011636f6e7465"
	  "6e74426c6f636b44656c74610d3a636f6e74656e742d74797065070010617070"
	  "6c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576"
	  "656e747b22636f6e74656e74426c6f636b496e646578223a302c2264656c7461"
	  "223a7b2274657874223a224869227d2c2270223a226162636465666768227d0b"
	  "ca37be" },
	{ "contentBlockStop",
	  "{\"contentBlockIndex\":0,\"p\":\"ab\"}",
	  "0000008600000056d98c6e9a0b3a6576656e742d74797065070010636f6e7465"
	  "6e74426c6f636b53746f700d3a636f6e74656e742d747970650700106170706c"
	  "69636174696f6e2f6a736f6e0d3a6d6573736167652d74797065070005657665"
	  "6e747b22636f6e74656e74426c6f636b496e646578223a302c2270223a226162"
	  "227df3388a20" },
	{ "messageStop",
	  "{\"p\":\"abc\",\"stopReason\":\"end_turn\"}",
	  "00000084000000513d28a8590b3a6576656e742d7479706507000b6d65737361"
	  "676553746f700d3a636f6e74656e742d747970650700106170706c6963617469"
	  "6f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b2270"
	  "223a22616263222c2273746f70526561736f6e223a22656e645f7475726e227d"
	  "8a7bbdd0" },
	{ "metadata",
	  "{\"metrics\":{\"latencyMs\":321},\"p\":\"abcd\",\"usage\":{\"in"
	  "putTokens\":9,\"outputTokens\":3,\"totalTokens\":12}}",
	  "000000c20000004e679308450b3a6576656e742d747970650700086d65746164"
	  "6174610d3a636f6e74656e742d747970650700106170706c69636174696f6e2f"
	  "6a736f6e0d3a6d6573736167652d747970650700056576656e747b226d657472"
	  "696373223a7b226c6174656e63794d73223a3332317d2c2270223a2261626364"
	  "222c227573616765223a7b22696e707574546f6b656e73223a392c226f757470"
	  "7574546f6b656e73223a332c22746f74616c546f6b656e73223a31327d7d299b"
	  "fb2d" },
	{ "exception:throttlingException",
	  "{\"message\":\"Too many requests, please wait before tr"
	  "ying again.\"}",
	  "000000b2000000613590d5d30f3a657863657074696f6e2d7479706507001374"
	  "68726f74746c696e67457863657074696f6e0d3a636f6e74656e742d74797065"
	  "0700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970"
	  "65070009657863657074696f6e7b226d657373616765223a22546f6f206d616e"
	  "792072657175657374732c20706c656173652077616974206265666f72652074"
	  "7279696e6720616761696e2e227de8ffb26a" },
	{ "error:InternalFailure",
	  "internal",
	  "0000005e0000004e7365c2540b3a6572726f722d636f646507000f496e746572"
	  "6e616c4661696c7572650e3a6572726f722d6d657373616765070008696e7465"
	  "726e616c0d3a6d6573736167652d747970650700056572726f7295f70272" },
};

static size_t unhex(const char *hex, char *out)
{
	size_t n = 0;
	unsigned v;

	for (; sscanf(hex, "%2x", &v) == 1; hex += 2)
		out[n++] = (char)v;
	return n;
}

/* What came, as "name=data|". */
static int on_frame(void *ctx, const char *name, const char *data, size_t len,
		    struct err *err)
{
	if (data[len])
		return err_set(err, ERR_INTERNAL, "no NUL");
	buf_adds(ctx, name);
	buf_addch(ctx, '=');
	buf_add(ctx, data, len);
	buf_addch(ctx, '|');
	return 0;
}

static enum err_kind run(const char *in, size_t len, size_t step, size_t max,
			 struct buf *out)
{
	struct aws_frames f;
	struct err err = ERR_INIT, again;
	int rc = 0;

	buf_clear(out);
	aws_frames_init(&f, max, on_frame, out);
	for (size_t at = 0; !rc && at < len; at += step)
		rc = aws_frames_feed(&f, in + at, len - at < step ? len - at :
				     step, &err);
	if (!rc)
		rc = aws_frames_end(&f, &err);
	if (rc && !aws_frames_feed(&f, in, 1, &again))
		err.kind = ERR_INTERNAL;	/* it must stay failed */
	aws_frames_release(&f);
	return rc ? err.kind : ERR_NONE;
}

static void test_worked(void)
{
	struct buf out = BUF_INIT(MAX_HELD), want = BUF_INIT(MAX_HELD);
	size_t len = 0, good = 0;
	char all[4096];

	for (size_t i = 0; i < sizeof(worked) / sizeof(worked[0]); i++) {
		char one[512];
		size_t n = unhex(worked[i].hex, one);

		memcpy(all + len, one, n);
		len += n;
		buf_clear(&want);
		buf_addf(&want, "%s=%s|", worked[i].name, worked[i].data);
		ok(!run(one, n, n, MAX_EVENT, &out) &&
		   !strcmp(out.ptr, want.ptr), "%s", worked[i].name);
		good = 0;
		for (size_t cut = 1; cut < n; cut++)
			good += run(one, cut, n, MAX_EVENT, &out) ==
				ERR_PROTO && !out.len;
		ok(good == n - 1, "and cut at each of its bytes it is none");
		good = 0;
		for (size_t bit = 0; bit < 8 * n; bit++) {
			enum err_kind kind;

			one[bit / 8] ^= (char)(1 << bit % 8);
			kind = run(one, n, n, MAX_EVENT, &out);
			good += kind == ERR_PROTO && !out.len;
			one[bit / 8] ^= (char)(1 << bit % 8);
		}
		ok(good == 8 * n, "nor with any bit turned over");
	}
	run(all, len, len, MAX_EVENT, &want);
	good = 0;
	for (size_t step = 1; step <= len; step++)
		good += !run(all, len, step, MAX_EVENT, &out) &&
			!strcmp(out.ptr, want.ptr);
	ok(good == len && want.len > 400, "all of them in pieces of any size");
	buf_release(&out);
	buf_release(&want);
}

#define S(s) s, sizeof(s) - 1
#define EVENT "\x0d:message-type\x07\x00\x05" "event"
#define TYPE "\x0b:event-type\x07\x00\x01" "x"

/* Frames whose checksums hold. */
static const struct {
	const char *what, *headers;
	size_t headers_len;
	const char *out;	/* NULL: ERR_PROTO */
} made[] = {
	{ "two headers", S(EVENT TYPE), "x=data|" },
	{ "no event type", S(EVENT), "=data|" },
	{ "headers of every type", S(EVENT TYPE "\x01" "a\x00\x01" "b\x01\x01"
	  "c\x02?\x01" "d\x03??\x01" "e\x04????\x01" "f\x05????????\x01" "g"
	  "\x06\x00\x02??\x01" "h\x08????????\x01" "i\x09????????????????"),
	  "x=data|" },
	{ "none", S(""), NULL },
	{ "one twice", S(EVENT TYPE "\x01" "a\x00\x01" "a\x01"), NULL },
	{ "the type twice", S(EVENT TYPE TYPE), NULL },
	{ "an unknown type", S(EVENT "\x01" "a\x0a"), NULL },
	{ "a type that is a number", S("\x0d:message-type\x03\x00\x05"), NULL },
	{ "an event type that is bytes",
	  S(EVENT "\x0b:event-type\x06\x00\x01" "x"), NULL },
	{ "no name", S(EVENT "\x00\x00"), NULL },
	{ "a name past the end", S(EVENT "\x09" "abc"), NULL },
	{ "no type", S(EVENT "\x01" "a"), NULL },
	{ "half a length", S(EVENT "\x01" "a\x07\x00"), NULL },
	{ "a text past the end", S(EVENT "\x01" "a\x07\x00\x09" "b"), NULL },
	{ "a number past the end", S(EVENT "\x01" "a\x05" "1234567"), NULL },
	{ "an unknown message", S("\x0d:message-type\x07\x00\x05" "other"),
	  NULL },
	{ "a type with a blank", S(EVENT "\x0b:event-type\x07\x00\x03" "a b"),
	  NULL },
	{ "a type with a colon", S(EVENT "\x0b:event-type\x07\x00\x03" "a:b"),
	  NULL },
	{ "a type with a NUL", S(EVENT "\x0b:event-type\x07\x00\x03" "a\0b"),
	  NULL },
	{ "an exception", S("\x0d:message-type\x07\x00\x09" "exception"
	  "\x0f:exception-type\x07\x00\x01" "E"), "exception:E=data|" },
	{ "an exception without a type",
	  S("\x0d:message-type\x07\x00\x09" "exception"),
	  "exception:=data|" },
	{ "an error with a payload", S("\x0d:message-type\x07\x00\x05" "error"
	  "\x0b:error-code\x07\x00\x01" "C" "\x0e:error-message\x07\x00\x01"
	  "m"), "error:C=data|" },
};

static void test_made(void)
{
	struct buf out = BUF_INIT(MAX_HELD), in = BUF_INIT(MAX_HELD);

	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		enum err_kind kind;

		buf_clear(&in);
		aws_encode(&in, made[i].headers, made[i].headers_len, "data",
			   4);
		kind = run(in.ptr, in.len, in.len, MAX_EVENT, &out);
		ok(made[i].out ? !kind && !strcmp(out.ptr, made[i].out) :
				 kind == ERR_PROTO && !out.len,
		   "%s", made[i].what);
	}
	buf_clear(&in);
	for (int n = 0; n < 100; n++)
		buf_addf(&in, "%c%02d%c", 2, n, 1);
	buf_clear(&out);
	aws_encode(&out, in.ptr, in.len, "", 0);
	buf_clear(&in);
	buf_add(&in, out.ptr, out.len);
	ok(run(in.ptr, in.len, in.len, MAX_EVENT, &out) == ERR_PROTO,
	   "a hundred headers");
	buf_release(&out);
	buf_release(&in);
}

/* A prelude that says so much, with a checksum that holds. */
static enum err_kind prelude(uint32_t total, uint32_t headers, size_t max)
{
	struct buf out = BUF_INIT(MAX_HELD);
	char in[16] = "";
	enum err_kind kind;

	aws_put32(in, total);
	aws_put32(in + 4, headers);
	aws_put32(in + 8, aws_crc32(in, 8));
	kind = run(in, sizeof(in), 1, max, &out);
	buf_release(&out);
	return kind;
}

/* A frame of exactly `size` bytes. */
static enum err_kind sized(size_t size, size_t max)
{
	struct buf out = BUF_INIT(MAX_HELD), in = BUF_INIT(MAX_HELD);
	struct buf body = BUF_INIT(MAX_HELD);
	size_t rest = sizeof(EVENT) - 1 + 16;
	enum err_kind kind;

	while (body.len < size - rest)
		buf_addch(&body, 'x');
	aws_encode(&in, EVENT, sizeof(EVENT) - 1, body.ptr, body.len);
	kind = run(in.ptr, in.len, 4096, max, &out);
	if (!kind && (in.len != size || out.len != body.len + 2))
		kind = ERR_INTERNAL;
	buf_release(&body);
	buf_release(&in);
	buf_release(&out);
	return kind;
}

static void test_lengths(void)
{
	ok(prelude(0, 0, MAX_EVENT) == ERR_PROTO, "a length of 0");
	ok(prelude(15, 0, MAX_EVENT) == ERR_PROTO, "a length of 15");
	ok(prelude(16, 1, MAX_EVENT) == ERR_PROTO, "headers past the end");
	ok(prelude(0xFFFFFFFF, 0, MAX_EVENT) == ERR_TOOBIG, "4 GiB");
	ok(prelude(0xFFFFFFFF, 0xFFFFFFFF, MAX_EVENT) == ERR_PROTO,
	   "4 GiB of headers");
	ok(prelude(1 << 20, (128 << 10) + 1, MAX_EVENT) == ERR_TOOBIG,
	   "headers over their cap");
	ok(sized(5000, 5000) == ERR_NONE, "a frame of the most bytes");
	ok(sized(5001, 5000) == ERR_TOOBIG, "and one more");
	ok(sized(1 << 20, MAX_EVENT) == ERR_NONE, "a frame of a MiB");
}

int main(void)
{
	test_worked();
	test_made();
	test_lengths();
	return tap_done();
}
