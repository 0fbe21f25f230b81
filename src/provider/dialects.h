#ifndef SHUNT_PROVIDER_DIALECTS_H
#define SHUNT_PROVIDER_DIALECTS_H

#include "provider/provider.h"

/* The dialects that dialects[] lists; a file each. */
extern const struct dialect dialect_openai_chat;
extern const struct dialect dialect_openai_responses;
extern const struct dialect dialect_anthropic;
extern const struct dialect dialect_gemini;
extern const struct dialect dialect_ollama;
extern const struct dialect dialect_oci;

/* The largest dialects are in two files: these are their build(). */
int openai_chat_build(const struct endpoint *ep, const struct model *m,
		      const struct request *rq, struct http_request *out,
		      struct err *err);
int openai_responses_build(const struct endpoint *ep, const struct model *m,
			   const struct request *rq, struct http_request *out,
			   struct err *err);
int oci_build(const struct endpoint *ep, const struct model *m,
	      const struct request *rq, struct http_request *out,
	      struct err *err);

#endif
