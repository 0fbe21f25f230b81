#include "provider/region.h"

#include <string.h>

static const struct {
	const char *region, *group;
} groups[] = {
	{ "us-", "us." }, { "eu-", "eu." }, { "ap-", "apac." },
	{ "", "global." },
};

void region_id(const char *region, const char *id, struct buf *out)
{
	size_t i = 0;

	if (strncmp(id, "us.", 3)) {
		buf_adds(out, id);
		return;
	}
	while (strncmp(region, groups[i].region, strlen(groups[i].region)))
		i++;
	buf_adds(out, groups[i].group);
	buf_adds(out, id + 3);
}
