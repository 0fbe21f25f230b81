#include "guard/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tap.h"

/*
 * A text, with "^" around each secret in it that must be found, all of it
 * and nothing beside it; `kind` is the first one's. Values were made up.
 */
static const struct {
	const char *text, *kind;
} rows[] = {
	/* passwords by name */
	{ "DB_PASSWORD=^hunter2^", "password" },
	{ "export PGPASSWORD=^tr0ub4dor^\nls", "password" },
	{ "password = \"^hunter2^\"", "password" },
	{ "{\"password\": \"^s3cr3t!^\", \"user\": \"bob\"}", "password" },
	{ "{\\\"password\\\": \\\"^s3cr3t!^\\\"}", "password" },
	{ "password: ^hunter2^\n", "password" },
	{ "  passwd: ^b4tt3ry^", "password" },
	{ "Server=db;User Id=sa;Password=^Yukon900^;Encrypt=true", "password" },
	{ "jdbc:db2:x?user=u&password=^a1b2c3d4^&ssl=1", "password" },
	{ "<password>^tr0ub4dor^</password>", "password" },
	{ "mysql --user root --password ^tr0ub4dor^", "password" },
	{ "mysql --password=^tr0ub4dor^", "password" },
	{ "my password is ^Tr0ub4dor&3^", "password" },
	{ "machine h.org\n  login me\n  password ^horse-battery^\n",
	  "password" },
	{ "db.h.org:5432:app:me:^h0rsebattery^\n", "password" },
	{ "define('DB_PASSWORD', '^k1tt3nz^');", "password" },
	{ "password: str = '^k1tt3nz^'", "password" },
	{ "dbPassword: '^k1tt3nz^',", "password" },
	{ "+  root_password = \"^k1tt3nz^\"", "password" },
	{ "postgres://me:^h0rse^@db/x", "url-password" },
	{ "redis://:^h0rse^@cache:6379", "url-password" },
	{ "mongodb+srv://me:^h%40rse^@c.org/?w=1", "url-password" },
	{ "curl -u me:^h0rsebatt^ https://e.org", "password" },

	{ "JWT_SECRET=^sup3rs3cr3tvalue^", "secret" },
	{ "client_secret: '^k1tt3nz-and-d0gs^',", "secret" },

	/* what is none */
	{ "password = get_password()", NULL },
	{ "password = os.environ['DB_PASSWORD']", NULL },
	{ "password: str", NULL },
	{ "password = \"\"", NULL },
	{ "password = \"changeme\"", NULL },
	{ "password=${DB_PASSWORD}", NULL },
	{ "password=$1", NULL },
	{ "password: {{ vault_password1 }}", NULL },
	{ "password=password1, user=user1)", NULL },
	{ "password = password2", NULL },
	{ "The password is required by 2 of 3 users.", NULL },
	{ "password must be 8 to 64 characters", NULL },
	{ "token = tokens[i]", NULL },
	{ "token = next_token(&lexer, 16);", NULL },
	{ "max_tokens: 4096", NULL },
	{ "api_key: str", NULL },
	{ "api_key = \"your-api-key-0123456789abcdef\"", NULL },
	{ "API_KEY=<your key 12345>", NULL },
	{ "secret_hide(&key)", NULL },
	{ "compass: north42", NULL },
	{ "reset_token: 2026-11-22T18:30:45.5Z", NULL },
	{ "MovedAttribute(\"HTTPPasswordMgr\", \"urllib2\")", NULL },
	{ "login and password for 3 of them, machine 1", NULL },
	{ "proxy-auth: Basic authentication", NULL },
	{ "http://a:b@e.org/ http://a:xyz@e.org", NULL },
	{ "git SHA 28c1881d1e1e0b5a9a2b0f7c4a4e3b2d1c0f9e8d", NULL },
	{ "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b",
	  NULL },
	{ "\"integrity\": \"sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpI\"",
	  NULL },
	{ "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAf",
	  NULL },
	{ "id: 7d444840-9dc0-11d1-b245-5ffdce74fad2", NULL },
	{ "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7vbqajDhA0w1dT3x me@h",
	  NULL },
	{ "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQg\n",
	  NULL },
	{ "strstr(s, \"-----BEGIN RSA PRI" "VATE KEY-----\")", NULL },
	{ "sk-learn-contrib-is-a-package-of-2016-and-2017", NULL },
	{ "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", NULL },
	{ "postgres://user:password@localhost/db", NULL },
	{ "postgres://${USER}:${PASS}@localhost/db", NULL },
	{ "http://[::1]:8080/a@b", NULL },
	{ "ssh://git@h.org:22/a", NULL },
	{ "[secret:password:k3yt4g-1]", NULL },
	{ "password=[secret:password:k3yt4g-1]", NULL },
};

/* The same in a file of settings, where plain values count too. */
static const struct {
	const char *name, *text, *kind;
} files[] = {
	{ ".env", "# c\nDB_PASSWORD=^swordfish^\nUSER=me\n", "password" },
	{ "a/.env.local", "API_KEY=^abc^ # mine\nTOKEN='^x y z^'", "api-key" },
	{ "prod.env", "export SECRET_X = \"^plainword^\"\r\n", "secret" },
	{ ".aws/credentials", "aws_secret_" "access_key=^plain^\n", "secret" },
	{ ".env", "PASSWORD=\nTOKEN=${X}\nKEY=<key>\nMY_KEY=changeme", NULL },
	{ ".env", "PUBLIC_KEY=plainword\nNAME=secretary\n", NULL },
	{ "x.environment", "DB_PASSWORD=swordfish\n", NULL },
	{ "env", "DB_PASSWORD=swordfish\n", NULL },
};

static bool is_found(const char *name, const char *marked, const char *kind)
{
	struct buf in = BUF_INIT(1 << 16);
	struct spans got = SPANS_INIT;
	size_t marks[16], count = 0;
	bool good;

	for (const char *p = marked; *p; p++)
		if (*p == '^')
			marks[count++] = in.len;
		else
			buf_addch(&in, *p);
	guard_find((struct text){ in.ptr, in.len }, name, &got);
	good = got.count * 2 == count;
	for (size_t i = 0; good && i < got.count; i++)
		good = got.list[i].start == marks[2 * i] &&
		       got.list[i].start + got.list[i].len == marks[2 * i + 1];
	good = good && (!count || !strcmp(got.list[0].kind, kind));
	for (size_t i = 0; !good && i < got.count; i++)
		printf("# %zu+%zu %s\n", got.list[i].start, got.list[i].len,
		       got.list[i].kind);
	spans_release(&got);
	buf_release(&in);
	return good;
}

static void test_line(void)
{
	struct text t = TEXT_LIT("a\nbc\n\nd");

	ok(guard_line(t, 0) == 1 && guard_line(t, 1) == 1 &&
		   guard_line(t, 2) == 2 && guard_line(t, 5) == 3 &&
		   guard_line(t, 6) == 4 && guard_line(t, 99) == 4,
	   "lines count from 1, a newline belongs to the one it ends");
}

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		ok(is_found(NULL, rows[i].text, rows[i].kind), "%s",
		   rows[i].text);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		ok(is_found(files[i].name, files[i].text, files[i].kind),
		   "%s: %s", files[i].name, files[i].text);
	test_line();
	return tap_done();
}
