#ifndef SHUNT_BASE_HASH_H
#define SHUNT_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/*
 * FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923): short and quick, tells apart
 * what differs by chance, and resists nobody who tries. Begin with
 * HASH_START, and with what came out to go on over more bytes.
 */
#define HASH_START UINT64_C(14695981039346656037)

uint64_t hash_bytes(uint64_t h, const void *p, size_t len);

#endif
