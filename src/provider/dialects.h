#ifndef SHUNT_PROVIDER_DIALECTS_H
#define SHUNT_PROVIDER_DIALECTS_H

#include "provider/provider.h"

/* The dialects that dialects[] lists; a file each. */
extern const struct dialect dialect_openai_chat;
extern const struct dialect dialect_openai_responses;
extern const struct dialect dialect_anthropic;
extern const struct dialect dialect_gemini;
extern const struct dialect dialect_ollama;
extern const struct dialect dialect_openai_fim;
extern const struct dialect dialect_ollama_fim;
extern const struct dialect dialect_llamacpp_fim;
extern const struct dialect dialect_bedrock;
extern const struct dialect dialect_oci;

/* The largest dialects are in several files: these are their build(). */
int openai_chat_build(const struct endpoint *ep, const struct model *m,
		      const struct request *rq, struct http_request *out,
		      struct err *err);
int openai_responses_build(const struct endpoint *ep, const struct model *m,
			   const struct request *rq, struct http_request *out,
			   struct err *err);
int oci_build(const struct endpoint *ep, const struct model *m,
	      const struct request *rq, struct http_request *out,
	      struct err *err);

/* What openai-fim has in common with its sibling. */
int openai_chat_frame(struct reply *rp, const char *name, const char *data,
		      size_t len, struct err *err);
int openai_chat_models(struct text body, model_fn *add, void *ctx,
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
