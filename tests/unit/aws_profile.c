#include "provider/aws_profile.h"

#include <string.h>

#include "provider/aws_keys.h"
#include "provider/region.h"
#include "tap.h"

/* The examples of "Configuration and credential file settings", AWS CLI. */
static const char credentials[] =
	"[default]\n"
	"aws_access_key_id=AKIAIOSFODNN7EXAMPLE\n"
	"aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
	"\r\n"
	"# comment = no\n"
	"[user1]\r\n"
	"aws_access_key_id = AKIAI44QH8DHBEXAMPLE\r\n"
	"aws_secret_access_key = a = b # c\r\n"
	"aws_session_token = old\n"
	"aws_session_token = IQoJ==\n"
	"[user1x]\naws_access_key_id = NOTMINE\n"
	"[user1]\nregion = late\n";

static const char config[] =
	"\xEF\xBB\xBF# a BOM\n"
	"[default]\nregion = us-west-2\noutput = json\n"
	"[profile user1]\n"
	"s3 =\n"
	"  aws_access_key_id = NESTED\n"
	"\tsso_session = NESTED\n"
	"credential_process = \"/opt/my tool\" --x 'a b' ; not a comment\n"
	"[user1]\nrole_arn = not a profile's\n"
	"[ profile  \"dev team\" ]\n"
	"sso_session = corp\nsso_account_id = 111122223333\n"
	"sso_role_name = Reader\n"
	"[sso-session corp]\nsso_region = eu-west-1\n"
	"sso_start_url = https://corp.awsapps.com/start\n"
	"[profilex y]\nrole_arn = no\n[profile\nrole_arn = broken\n"
	"[services corp]\nsso_region = other\n[]\nrole_arn = none";

static const struct {
	const char *what, *file;
	enum aws_section kind;
	const char *name;
	bool present;
	const char *key_id, *secret, *token, *process, *session, *region;
} rows[] = {
	{ "the default", credentials, AWS_IN_CREDENTIALS, "default", true,
	  "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
	  "", "", "", "" },
	{ "a name; the last value; all to the line's end", credentials,
	  AWS_IN_CREDENTIALS, "user1", true, "AKIAI44QH8DHBEXAMPLE",
	  "a = b # c", "IQoJ==", "", "", "" },
	{ "nobody", credentials, AWS_IN_CREDENTIALS, "user", false, "", "",
	  "", "", "", "" },
	{ "no profile of config", credentials, AWS_IN_CONFIG, "user1", false,
	  "", "", "", "", "", "" },
	{ "config's default has no word before it", config, AWS_IN_CONFIG,
	  "default", true, "", "", "", "", "", "" },
	{ "what is indented is not its own", config, AWS_IN_CONFIG, "user1",
	  true, "", "", "",
	  "\"/opt/my tool\" --x 'a b' ; not a comment", "", "" },
	{ "a quoted name", config, AWS_IN_CONFIG, "dev team", true, "", "",
	  "", "", "corp", "" },
	{ "an SSO session", config, AWS_IN_SESSION, "corp", true, "", "", "",
	  "", "", "eu-west-1" },
	{ "a section that is broken", config, AWS_IN_CONFIG, "y", false, "",
	  "", "", "", "", "" },
	{ "nothing", "", AWS_IN_CONFIG, "default", false, "", "", "", "", "",
	  "" },
};

static void test_profiles(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct aws_profile p = { .present = false };

		for (int k = 0; k < AWS_FIELDS; k++)
			p.field[k] = text_of("");
		aws_profile_read(text_of(rows[i].file), rows[i].kind,
				 text_of(rows[i].name), &p);
		ok(p.present == rows[i].present &&
		   text_is(p.field[AWS_KEY_ID], rows[i].key_id) &&
		   text_is(p.field[AWS_SECRET], rows[i].secret) &&
		   text_is(p.field[AWS_TOKEN], rows[i].token) &&
		   text_is(p.field[AWS_PROCESS], rows[i].process) &&
		   text_is(p.field[AWS_SSO_SESSION], rows[i].session) &&
		   text_is(p.field[AWS_SSO_REGION], rows[i].region) &&
		   !p.field[AWS_ROLE].len, "%s", rows[i].what);
	}
}

/* In the shapes of their services' pages; NOW is 2026-11-22T12:00:00Z. */
#define NOW 1795348800
#define LATER "2026-11-22T12:00:01Z"

static const struct {
	const char *json, *says;	/* NULL: good, and id.secret.token is */
	const char *keys;
} sources[] = {
	{ "{\"Version\":1,\"AccessKeyId\":\"I\",\"SecretAccessKey\":\"S\","
	  "\"SessionToken\":\"T\",\"Expiration\":\"" LATER "\"}", NULL,
	  "I.S.T" },
	{ "{\"Version\":1,\"AccessKeyId\":\"I\",\"SecretAccessKey\":\"S\"}",
	  NULL, "I.S." },
	{ "{\"Code\":\"Success\",\"Type\":\"AWS-HMAC\",\"AccessKeyId\":\"I\","
	  "\"SecretAccessKey\":\"S\",\"Token\":\"T\",\"Expiration\":"
	  "\"2026-11-22T18:00:00Z\"}", NULL, "I.S.T" },
	{ "{\"roleCredentials\":{\"accessKeyId\":\"I\",\"secretAccessKey\":"
	  "\"S\",\"sessionToken\":\"T\",\"expiration\":1795348801000}}", NULL,
	  "I.S.T" },
	{ "{\"roleCredentials\":{\"accessKeyId\":\"I\",\"secretAccessKey\":"
	  "\"S\",\"sessionToken\":\"T\",\"expiration\":1795348800000}}",
	  "have expired", "" },
	{ "{\"Version\":1,\"AccessKeyId\":\"I\",\"SecretAccessKey\":\"S\","
	  "\"Expiration\":\"2026-11-22T12:00:00Z\"}", "have expired", "" },
	{ "{\"Version\":2,\"AccessKeyId\":\"I\",\"SecretAccessKey\":\"S\"}",
	  "Version other than 1", "" },
	{ "{\"AccessKeyId\":\"I\"}", "no secret access key", "" },
	{ "{\"SecretAccessKey\":\"S\"}", "no access key id", "" },
	{ "{\"AccessKeyId\":\"I\\nX: y\",\"SecretAccessKey\":\"S\"}",
	  "control character", "" },
	{ "{\"AccessKeyId\":\"I\",\"SecretAccessKey\":\"S\",\"Token\":\"a b\"}",
	  "blank", "" },
	{ "[]", "no JSON object", "" },
	{ "", "no JSON object", "" },
	{ "{\"Code\":\"Failed\"}", "no access key id", "" },
};

static void test_sources(void)
{
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		struct aws_keys k = AWS_KEYS_INIT;
		struct err e = ERR_INIT;
		char got[64];
		int rc = aws_keys_parse(&k, text_of(sources[i].json), NOW,
					"it", &e);

		snprintf(got, sizeof(got), "%s%s%s%s%s", k.id.bytes.ptr,
			 rc ? "" : ".", k.secret.bytes.ptr, rc ? "" : ".",
			 k.token.bytes.ptr);
		ok(!strcmp(got, sources[i].keys) &&
		   (sources[i].says ? rc && strstr(e.msg, sources[i].says) :
				      !rc), "%s %s", sources[i].json, e.msg);
		aws_keys_release(&k);
	}
}

static void test_regions(void)
{
	static const char *const want[][3] = {
		{ "us-east-1", "us.a.b", "us.a.b" },
		{ "eu-central-1", "us.a.b", "eu.a.b" },
		{ "ap-south-1", "us.a.b", "apac.a.b" },
		{ "me-south-1", "us.a.b", "global.a.b" },
		{ "eu-central-1", "global.a.b", "global.a.b" },
		{ "eu-central-1", "amazon.nova-lite-v1:0",
		  "amazon.nova-lite-v1:0" },
	};

	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		struct buf b = BUF_INIT(100);

		region_id(want[i][0], want[i][1], &b);
		ok(!strcmp(b.ptr, want[i][2]), "%s in %s is %s", want[i][1],
		   want[i][0], b.ptr);
		buf_release(&b);
	}
}

int main(void)
{
	test_profiles();
	test_sources();
	test_regions();
	return tap_done();
}
