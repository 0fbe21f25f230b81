#ifndef SHUNT_PROVIDER_OPENAI_RESPONSES_BUILD_H
#define SHUNT_PROVIDER_OPENAI_RESPONSES_BUILD_H

#include "provider/provider.h"

/* The build() of the dialect openai-responses; the rest stands beside it. */
int openai_responses_build(const struct endpoint *ep, const struct model *m,
			   const struct request *rq, struct http_request *out,
			   struct err *err);

#endif
