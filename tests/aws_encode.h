#ifndef SHUNT_TESTS_AWS_ENCODE_H
#define SHUNT_TESTS_AWS_ENCODE_H

#include <stdint.h>

#include "base/buf.h"

/* Writes frames of application/vnd.amazon.eventstream, bit by bit. */

/* CRC-32 as its definition has it: a division by the polynomial. */
static inline uint32_t aws_crc32(const char *p, size_t len)
{
	uint32_t c = 0xFFFFFFFF;

	for (size_t i = 0; i < len; i++) {
		c ^= (unsigned char)p[i];
		for (int bit = 0; bit < 8; bit++)
			c = c & 1 ? c >> 1 ^ 0xEDB88320 : c >> 1;
	}
	return c ^ 0xFFFFFFFF;
}

static inline void aws_put32(char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (char)(v >> (24 - 8 * i));
}

/* Adds a frame with these headers, as bytes, and this payload. */
static inline void aws_encode(struct buf *out, const char *headers,
			      size_t headers_len, const char *data, size_t len)
{
	size_t start = out->len;
	char word[12];

	aws_put32(word, (uint32_t)(16 + headers_len + len));
	aws_put32(word + 4, (uint32_t)headers_len);
	aws_put32(word + 8, aws_crc32(word, 8));
	buf_add(out, word, 12);
	buf_add(out, headers, headers_len);
	buf_add(out, data, len);
	aws_put32(word, aws_crc32(out->ptr + start, out->len - start));
	buf_add(out, word, 4);
}

#endif
