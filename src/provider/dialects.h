#ifndef SHUNT_PROVIDER_DIALECTS_H
#define SHUNT_PROVIDER_DIALECTS_H

#include "provider/provider.h"

/* The dialects that dialects[] lists; a file each. */
extern const struct dialect dialect_openai_chat;
extern const struct dialect dialect_openai_responses;
extern const struct dialect dialect_anthropic;
extern const struct dialect dialect_gemini;
extern const struct dialect dialect_ollama;
extern const struct dialect dialect_bedrock;

/* The largest dialects are in several files: these are their build(). */
int openai_chat_build(const struct endpoint *ep, const struct model *m,
		      const struct request *rq, struct http_request *out,
		      struct err *err);
int openai_responses_build(const struct endpoint *ep, const struct model *m,
			   const struct request *rq, struct http_request *out,
			   struct err *err);

int bedrock_build(const struct endpoint *ep, const struct model *m,
		  const struct request *rq, struct http_request *out,
		  struct err *err);

/* Bedrock's refuse(), and an exception or error of its streams. */
void bedrock_refuse(const struct http_reply *http, long long now,
		    struct failure *out);
int bedrock_exception(const char *name, struct text data, struct failure *out,
		      struct err *err);

#endif
