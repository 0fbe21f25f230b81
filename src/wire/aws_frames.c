#include "wire/aws_frames.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/*
 *	frame = total:u32 headers-length:u32 crc(both):u32
 *		headers payload crc(all before):u32	; all big-endian
 *	header = name-length:u8 name type:u8 value
 */

#define PRELUDE ((size_t)12)
#define CRC ((size_t)4)
#define LEAST (PRELUDE + CRC)
#define MAX_FRAME_HEADERS ((size_t)128 << 10)
#define HEADERS 64	/* most in one frame; AWS sends three or four */
#define NAME_MOST 100	/* of a type */

/* Memory kept between frames; what a larger one took is given back. */
#define KEEP ((size_t)256 << 10)

void aws_frames_init(struct aws_frames *f, size_t max, aws_frame_fn *fn,
		     void *ctx)
{
	*f = (struct aws_frames){ .fn = fn, .ctx = ctx };
	buf_init(&f->frame, max);
}

void aws_frames_release(struct aws_frames *f)
{
	buf_release(&f->frame);
}

static uint32_t read_u32(const char *p)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

static size_t read_u16(const char *p)
{
	return (size_t)((unsigned char)p[0] << 8 | (unsigned char)p[1]);
}

/* CRC-32 of ISO 3309, as zlib and Ethernet have it; four bits at a time. */
static uint32_t crc32_of(const char *p, size_t len)
{
	static const uint32_t table[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
		0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
		0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
		0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};
	uint32_t c = 0xFFFFFFFF;

	for (size_t i = 0; i < len; i++) {
		c ^= (unsigned char)p[i];
		c = c >> 4 ^ table[c & 15];
		c = c >> 4 ^ table[c & 15];
	}
	return ~c;
}

static int broken(struct err *err, const char *what)
{
	return err_set(err, ERR_PROTO, "broken answer: a frame %s", what);
}

/* The headers that say what a frame is; all may be missing. */
enum {
	MESSAGE_TYPE, EVENT_TYPE, EXCEPTION_TYPE, ERROR_CODE, ERROR_MESSAGE,
	KNOWN
};

static const char *const known_names[KNOWN] = {
	[MESSAGE_TYPE] = ":message-type",
	[EVENT_TYPE] = ":event-type",
	[EXCEPTION_TYPE] = ":exception-type",
	[ERROR_CODE] = ":error-code",
	[ERROR_MESSAGE] = ":error-message",
};

struct headers {
	struct text names[HEADERS];
	size_t count;
	struct text known[KNOWN];
};

/* Bytes of a value by its type; the two that say their length are -1. */
static const int sizes[] = { 0, 0, 1, 2, 4, 8, -1, -1, 8, 16 };

enum { TYPE_STRING = 7 };

static bool same(struct text a, struct text b)
{
	return a.len == b.len && !memcmp(a.ptr, b.ptr, a.len);
}

static int add_header(struct headers *h, struct text name, unsigned type,
		      struct text value, struct err *err)
{
	for (size_t i = 0; i < h->count; i++)
		if (same(h->names[i], name))
			return broken(err, "has a header twice");
	if (h->count == HEADERS)
		return broken(err, "has too many headers");
	h->names[h->count++] = name;
	for (size_t i = 0; i < KNOWN; i++) {
		if (!text_is(name, known_names[i]))
			continue;
		if (type != TYPE_STRING)
			return broken(err, "has a type that is no text");
		h->known[i] = value;
	}
	return 0;
}

/* One header at p; *used is all of it. */
static int read_header(struct headers *h, const char *p, size_t left,
		       size_t *used, struct err *err)
{
	size_t name_len = (unsigned char)p[0], at = 1 + name_len, len;
	unsigned type;

	if (!name_len || left < at + 1)
		return broken(err, "has a header without a name or type");
	type = (unsigned char)p[at++];
	if (type >= sizeof(sizes) / sizeof(sizes[0]))
		return broken(err, "has a header of an unknown type");
	if (sizes[type] >= 0) {
		len = (size_t)sizes[type];
	} else {
		if (left < at + 2)
			return broken(err, "has a header without its length");
		len = read_u16(p + at);
		at += 2;
	}
	if (left - at < len)
		return broken(err, "has a header past its end");
	*used = at + len;
	return add_header(h, (struct text){ p + 1, name_len }, type,
			  (struct text){ p + at, len }, err);
}

static int read_headers(struct headers *h, const char *p, size_t len,
			struct err *err)
{
	size_t used = 0;

	*h = (struct headers){ .count = 0 };
	for (size_t i = 0; i < KNOWN; i++)
		h->known[i] = text_of("");
	for (; len; p += used, len -= used)
		if (read_header(h, p, len, &used, err))
			return -1;
	return 0;
}

/* What messages are, and which header names them. */
static const struct {
	const char *type, *prefix;
	int name;
} messages[] = {
	{ "event", "", EVENT_TYPE },
	{ "exception", "exception:", EXCEPTION_TYPE },
	{ "error", "error:", ERROR_CODE },
};

#define NAME_SIZE (NAME_MOST + sizeof("exception:"))

static int make_name(const struct headers *h, char out[NAME_SIZE],
		     bool *is_error, struct err *err)
{
	struct text type = h->known[MESSAGE_TYPE], name;
	size_t i = 0;

	while (i < 3 && !text_is(type, messages[i].type))
		i++;
	if (i == 3)
		return broken(err, "has no message type that is known");
	*is_error = i > 0;
	name = h->known[messages[i].name];
	if (name.len > NAME_MOST)
		return broken(err, "has a type that is too long");
	for (size_t k = 0; k < name.len; k++)
		if (!isgraph((unsigned char)name.ptr[k]) || name.ptr[k] == ':')
			return broken(err, "has a type that is no word");
	snprintf(out, NAME_SIZE, "%s%.*s", messages[i].prefix, (int)name.len,
		 name.ptr);
	return 0;
}

/* The frame is whole: both checksums hold, or it is none. */
static int end_frame(struct aws_frames *f, struct err *err)
{
	char *p = f->frame.ptr, name[NAME_SIZE];
	size_t headers = read_u32(p + 4), body = f->total - CRC;
	const char *data = p + PRELUDE + headers;
	size_t len = body - PRELUDE - headers;
	struct buf message = BUF_INIT(64 << 10);
	struct headers h;
	bool is_error = false;
	int rc;

	if (crc32_of(p, body) != read_u32(p + body))
		return broken(err, "has a wrong checksum");
	buf_truncate(&f->frame, body);	/* a NUL behind the payload */
	if (read_headers(&h, p + PRELUDE, headers, err) ||
	    make_name(&h, name, &is_error, err))
		return -1;
	if (is_error && !len) {
		buf_add(&message, h.known[ERROR_MESSAGE].ptr,
			h.known[ERROR_MESSAGE].len);
		data = message.ptr;
		len = message.len;
	}
	rc = f->fn(f->ctx, name, data, len, err);
	buf_release(&message);
	f->total = 0;
	if (f->frame.cap > KEEP)
		buf_release(&f->frame);
	else
		buf_clear(&f->frame);
	return rc;
}

/* The lengths are believed once their checksum holds. */
static int end_prelude(struct aws_frames *f, struct err *err)
{
	const char *p = f->frame.ptr;
	size_t total = read_u32(p), headers = read_u32(p + 4);

	if (crc32_of(p, 8) != read_u32(p + 8))
		return broken(err, "has lengths with a wrong checksum");
	if (total < LEAST || headers > total - LEAST)
		return broken(err, "has lengths that cannot be");
	if (headers > MAX_FRAME_HEADERS)
		return err_set(err, ERR_TOOBIG, "the headers of a frame are "
			       "over %zu bytes", MAX_FRAME_HEADERS);
	if (total > f->frame.max)
		return err_set(err, ERR_TOOBIG, "a frame is over %zu bytes",
			       f->frame.max);
	f->total = total;
	return 0;
}

static int feed(struct aws_frames *f, const char *p, size_t len,
		struct err *err)
{
	while (len) {
		size_t want = (f->total ? f->total : PRELUDE) - f->frame.len;
		size_t n = len < want ? len : want;

		if (buf_add(&f->frame, p, n))
			return err_set(err, ERR_TOOBIG, "a frame is over %zu "
				       "bytes", f->frame.max);
		p += n;
		len -= n;
		if (n < want)
			return 0;
		if (f->total ? end_frame(f, err) : end_prelude(f, err))
			return -1;
	}
	return 0;
}

int aws_frames_feed(struct aws_frames *f, const char *in, size_t len,
		    struct err *err)
{
	if (f->failed)
		return err_set(err, ERR_PROTO, "the stream has failed before");
	f->failed = feed(f, in, len, err) != 0;
	return f->failed ? -1 : 0;
}

int aws_frames_end(struct aws_frames *f, struct err *err)
{
	if (f->failed)
		return err_set(err, ERR_PROTO, "the stream has failed before");
	if (!f->frame.len)
		return 0;
	f->failed = true;
	return err_set(err, ERR_PROTO, "answer incomplete: it ended within a "
		       "frame, after %zu bytes of it", f->frame.len);
}
