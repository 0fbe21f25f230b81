#include "base/json_same.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

bool json_is_integral(const struct json *j)
{
	double d;

	return json_number(j, &d) && floor(d) == d;
}

/* Exact where 64 bits are: as a double 2^53 + 1 would be 2^53. */
static bool same_number(const struct json *a, const struct json *b)
{
	double x = 0, y = 0;
	long long i, k;

	json_number(a, &x);
	json_number(b, &y);
	if (json_integer(a, &i) && json_integer(b, &k) && (double)i == x &&
	    (double)k == y)
		return i == k;
	return x == y;
}

static bool same_array(const struct json *a, const struct json *b,
		       size_t *budget)
{
	for (size_t i = 0; i < json_len(a); i++)
		if (!json_same(json_index(a, i), json_index(b, i), budget))
			return false;
	return true;
}

static bool same_object(const struct json *a, const struct json *b,
			size_t *budget)
{
	struct json_members m = json_members(a);

	while (json_next(&m))
		if (!json_has(b, m.name) ||
		    !json_same(m.value, json_get(b, m.name), budget))
			return false;
	return true;
}

/* Long strings take more than one, as they take longer. */
static bool take(size_t *budget, const struct json *j)
{
	struct text t;
	size_t cost = 1;

	if (json_text(j, &t))
		cost += t.len / 64;
	*budget -= cost < *budget ? cost : *budget;
	return *budget > 0;
}

/* As deep as the shallower one, which a parser held to MAX_JSON_DEPTH. */
bool json_same(const struct json *a, const struct json *b, size_t *budget)
{
	enum json_kind kind = json_kind(a);
	struct text s, t;

	if (!take(budget, a))
		return false;
	if (kind != json_kind(b) || json_len(a) != json_len(b))
		return false;
	switch (kind) {
	case JSON_NUMBER:
		return same_number(a, b);
	case JSON_STRING:
		json_text(a, &s);
		json_text(b, &t);
		return s.len == t.len && !memcmp(s.ptr, t.ptr, s.len);
	case JSON_ARRAY:
		return same_array(a, b, budget);
	case JSON_OBJECT:
		return same_object(a, b, budget);
	case JSON_BOOLEAN:
		return json_truthy(a) == json_truthy(b);
	default:
		return true;
	}
}

/* What is the same has the same hash: members in any order, 1 as 1.0. */
static uint64_t hash(const struct json *j, size_t *budget)
{
	uint64_t h = HASH_START + json_kind(j), part, sum = 0;
	struct json_members m = json_members(j);
	struct text t;
	double d;

	if (!take(budget, j))
		return 0;
	if (json_text(j, &t))
		return hash_bytes(h, t.ptr, t.len);
	if (json_number(j, &d)) {
		d += 0.0;	/* -0 is 0 */
		return hash_bytes(h, &d, sizeof(d));
	}
	if (json_is_array(j))
		for (size_t i = 0; i < json_len(j); i++) {
			part = hash(json_index(j, i), budget);
			h = hash_bytes(h, &part, sizeof(part));
		}
	while (json_next(&m)) {
		part = hash(m.value, budget);
		sum += hash_bytes(part, m.name, strlen(m.name));
	}
	return h + sum + json_truthy(j);
}

struct item {
	uint64_t hash;
	size_t index;
};

static int compare_items(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

bool json_repeats(const struct json *array, size_t *index, size_t *budget)
{
	size_t n = json_len(array);
	struct item *items = xcalloc(n + 1, sizeof(*items));
	bool found = false;

	for (size_t i = 0; i < n && *budget; i++)
		items[i] = (struct item){ hash(json_index(array, i), budget),
					  i };
	qsort(items, n, sizeof(*items), compare_items);
	for (size_t i = 0; i < n && !found; i++)
		for (size_t k = i + 1; k < n && *budget && !found &&
				       items[k].hash == items[i].hash; k++) {
			*index = items[k].index;
			found = json_same(json_index(array, items[i].index),
					  json_index(array, *index), budget);
		}
	free(items);
	return found;
}
