#include "provider/provider.h"

/*
 * Base URLs and key variables as the vendors' own pages name them. Servers
 * on this machine stand on the port that each uses by default; they are not
 * ENDPOINT_LOCAL, for what listens there may send prompts anywhere: only
 * the user can say so.
 *
 * Mistral refuses fields it does not know (422) and counts tokens unasked.
 * DeepSeek, Moonshot and Z.ai hold a model to JSON, but to no schema.
 */
const struct preset presets[] = {
	{ .name = "openai", .vendor = "OpenAI", .dialect = "openai-chat",
	  .base_url = "https://api.openai.com/v1",
	  .key_env = "OPENAI_API_KEY",
	  .conversation_field = "prompt_cache_key",
	  .flags = ENDPOINT_NEW_MAX_TOKENS | ENDPOINT_DEVELOPER_ROLE |
		   ENDPOINT_NO_OBFUSCATION },
	{ .name = "anthropic", .vendor = "Anthropic", .dialect = "anthropic",
	  .base_url = "https://api.anthropic.com",
	  .key_env = "ANTHROPIC_API_KEY", .key_header = "x-api-key" },
	{ .name = "gemini", .vendor = "Google", .dialect = "gemini",
	  .base_url = "https://generativelanguage.googleapis.com/v1beta",
	  .key_env = "GEMINI_API_KEY", .key_header = "x-goog-api-key" },
	{ .name = "xai", .vendor = "xAI", .dialect = "openai-chat",
	  .base_url = "https://api.x.ai/v1", .key_env = "XAI_API_KEY",
	  .conversation_header = "x-grok-conv-id" },
	{ .name = "deepseek", .vendor = "DeepSeek", .dialect = "openai-chat",
	  .base_url = "https://api.deepseek.com",
	  .key_env = "DEEPSEEK_API_KEY",
	  .flags = ENDPOINT_THINKING_SWITCH | ENDPOINT_JSON_OBJECT },
	{ .name = "mistral", .vendor = "Mistral", .dialect = "openai-chat",
	  .base_url = "https://api.mistral.ai/v1",
	  .key_env = "MISTRAL_API_KEY", .flags = ENDPOINT_NO_STREAM_OPTIONS },
	{ .name = "groq", .vendor = "Groq", .dialect = "openai-chat",
	  .base_url = "https://api.groq.com/openai/v1",
	  .key_env = "GROQ_API_KEY" },
	{ .name = "openrouter", .vendor = "OpenRouter",
	  .dialect = "openai-chat",
	  .base_url = "https://openrouter.ai/api/v1",
	  .key_env = "OPENROUTER_API_KEY",
	  .flags = ENDPOINT_REASONING_OBJECT },
	{ .name = "together", .vendor = "Together", .dialect = "openai-chat",
	  .base_url = "https://api.together.xyz/v1",
	  .key_env = "TOGETHER_API_KEY" },
	{ .name = "fireworks", .vendor = "Fireworks",
	  .dialect = "openai-chat",
	  .base_url = "https://api.fireworks.ai/inference/v1",
	  .key_env = "FIREWORKS_API_KEY" },
	{ .name = "cerebras", .vendor = "Cerebras", .dialect = "openai-chat",
	  .base_url = "https://api.cerebras.ai/v1",
	  .key_env = "CEREBRAS_API_KEY" },
	{ .name = "moonshot", .vendor = "Moonshot AI",
	  .dialect = "openai-chat",
	  .base_url = "https://api.moonshot.ai/v1",
	  .key_env = "MOONSHOT_API_KEY", .flags = ENDPOINT_JSON_OBJECT },
	{ .name = "zai", .vendor = "Z.ai", .dialect = "openai-chat",
	  .base_url = "https://api.z.ai/api/paas/v4",
	  .key_env = "ZAI_API_KEY",
	  .flags = ENDPOINT_THINKING_SWITCH | ENDPOINT_JSON_OBJECT },
	{ .name = "alibaba", .vendor = "Alibaba", .dialect = "openai-chat",
	  .base_url = "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
	  .key_env = "DASHSCOPE_API_KEY" },
	{ .name = "cohere", .vendor = "Cohere", .dialect = "openai-chat",
	  .base_url = "https://api.cohere.ai/compatibility/v1",
	  .key_env = "COHERE_API_KEY" },
	{ .name = "ollama", .vendor = "Ollama", .dialect = "ollama",
	  .base_url = "http://127.0.0.1:11434", .pull = "ollama pull",
	  .efforts = 1 << EFFORT_NONE | 1 << EFFORT_LOW |
		     1 << EFFORT_MEDIUM | 1 << EFFORT_HIGH |
		     1 << EFFORT_MAX, .grants = MODEL_SCHEMA },
	{ .name = "llamacpp", .vendor = "llama.cpp",
	  .dialect = "openai-chat", .base_url = "http://127.0.0.1:8080/v1" },
	{ .name = "lmstudio", .vendor = "LM Studio",
	  .dialect = "openai-chat", .base_url = "http://127.0.0.1:1234/v1" },
	{ .name = "vllm", .vendor = "vLLM", .dialect = "openai-chat",
	  .base_url = "http://127.0.0.1:8000/v1" },
	{ .name = "openai-compatible", .vendor = "unknown",
	  .dialect = "openai-chat" },
	{ .name = "openai-responses", .vendor = "unknown",
	  .dialect = "openai-responses" },
	{ .name = "builtin", .vendor = "shunt", .flags = ENDPOINT_LOCAL },
	{ .name = NULL },
};
