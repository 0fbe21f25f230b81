#include "provider/details.h"

#include <string.h>

#include "provider/wait.h"

/* "GenerateRequestsPerDayPerProjectPerModel-FreeTier" */
static bool is_daily(const struct json *violations)
{
	static const char word[] = "PerDay";
	struct text id;

	for (size_t i = 0; i < json_len(violations); i++)
		if (json_text_at(json_index(violations, i), "quotaId", &id) &&
		    memmem(id.ptr, id.len, word, sizeof(word) - 1))
			return true;
	return false;
}

void details_read(const struct json *j, struct details *out)
{
	const struct json *list = json_at(j, "error.details");
	struct text t;

	*out = (struct details){ .wait_ms = -1 };
	/* where others put a word, the code, Google has a number */
	if (!json_is_string(json_at(j, "error.code")))
		json_text_at(j, "error.status", &out->word);
	if (!json_is_array(list))
		return;
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *d = json_index(list, i);

		if (json_text_at(d, "reason", &t) && t.len)
			out->word = t;
		if (json_text_at(d, "retryDelay", &t))
			out->wait_ms = wait_of_duration(t);
		if (is_daily(json_get(d, "violations")))
			out->daily = true;
	}
}
