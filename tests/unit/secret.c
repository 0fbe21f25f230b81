#include "base/secret.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

static const struct {
	const char *bytes;
	size_t len;
	const char *want;	/* NULL: refused */
	const char *says;
} table[] = {
	{ "sk-abc", 6, "sk-abc", NULL },
	{ "sk-abc\n", 7, "sk-abc", NULL },
	{ "sk-abc\r\n", 8, "sk-abc", NULL },
	{ "", 0, NULL, "empty" },
	{ "\n", 1, NULL, "empty" },
	{ "CANARY\nX-Evil: 1", 16, NULL, "byte 7" },
	{ "CANARY\n\n", 8, NULL, "byte 7" },
	{ "CANARY X", 8, NULL, "byte 7" },
	{ "CANARY\0X", 8, NULL, "byte 7" },
	{ "CANARY\177", 7, NULL, "byte 7" },
};

int main(void)
{
	struct secret s;
	struct err e = ERR_INIT;
	char *big = malloc(MAX_KEY + 2);
	char words[64];
	int rc;

	secret_init(&s);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		err_clear(&e);
		rc = secret_set(&s, table[i].bytes, table[i].len, "THE_VAR",
				&e);
		if (table[i].want)
			ok(!rc && !strcmp(s.bytes.ptr, table[i].want) &&
				   !strcmp(s.source, "THE_VAR"),
			   "row %zu is taken", i);
		else
			ok(rc == -1 && e.kind == ERR_CONFIG && !s.bytes.len &&
				   strstr(e.msg, "THE_VAR") &&
				   strstr(e.msg, table[i].says) &&
				   !strstr(e.msg, "CANARY"),
			   "row %zu: %s", i, e.msg);
	}
	memset(big, 'k', MAX_KEY + 2);
	ok(!secret_set(&s, big, MAX_KEY, "V", &e), "MAX_KEY bytes fit");
	err_clear(&e);
	ok(secret_set(&s, big, MAX_KEY + 1, "V", &e) == -1 &&
		   strstr(e.msg, "8192") && !strstr(e.msg, "kk"),
	   "one more: %s", e.msg);
	ok(!secret_set(&s, "sk-CANARY", 9, "V", &e), "a key");
	snprintf(words, sizeof(words), "bad key sk-CANARY, or sk-CANARYsk-");
	secret_hide(&s, words);
	ok(!strcmp(words, "bad key *********, or *********sk-"),
	   "hidden in a vendor's words: %s", words);
	memset(big, '\033', 300);
	big[300] = '\0';
	ok(!secret_set(&s, "k", 1, big, &e) && !strchr(s.source, '\033') &&
		   strlen(s.source) < sizeof(s.source),
	   "the source is safe to show");
	secret_release(&s);
	secret_hide(&s, words);
	ok(!s.bytes.len && !*s.source, "released");
	secret_release(&s);
	free(big);
	return tap_done();
}
