#include <string.h>

#include "guard/form.h"
#include "guard/value.h"

/* Anchor and run: a form that vendors publish. */
#define PLAIN(k, a, s, low, high) \
	{ .kind = (k), .anchor = (a), .set = CHARS_##s, .min = (low), \
	  .max = (high) }
/* The same with a short anchor. */
#define DRAWN(k, a, s, low, high) \
	{ .kind = (k), .anchor = (a), .set = CHARS_##s, .min = (low), \
	  .max = (high), .flags = FORM_RANDOM }
/* With a run before the anchor, which is longer than no less. */
#define AFTER(k, b, blow, bhigh, a, s, low, high) \
	{ .kind = (k), .anchor = (a), .set = CHARS_##s, .min = (low), \
	  .max = (high), .back = CHARS_##b, .back_min = (blow), \
	  .back_max = (bhigh) }
#define OTHER(k, a, s, fn, f) \
	{ .kind = (k), .anchor = (a), .set = CHARS_##s, .match = (fn), \
	  .flags = (f) }
/* A telling name; what its value must be is in guard/name.c. */
#define NAME(k, a, s) OTHER(k, a, s, form_name, FORM_FOLD)

/*
 * The forms of keys as they are commonly known; no rule set of others was
 * taken over. Lengths are wide where a vendor says that they may change.
 */
const struct form forms[] = {
	OTHER("private-key", "-----BEGIN ", UPPER, form_pem, 0),
	OTHER("private-key", "Private-Lines: ", DIGIT, form_putty, 0),
	PLAIN("age-key", "AGE-SECRET-KEY-1", UPPER_DIGIT, 58, 58),

	/* clouds */
	PLAIN("aws-key", "AKIA", UPPER_DIGIT, 16, 16),
	PLAIN("aws-key", "ASIA", UPPER_DIGIT, 16, 16),
	PLAIN("aws-key", "ABIA", UPPER_DIGIT, 16, 16),
	PLAIN("aws-key", "ACCA", UPPER_DIGIT, 16, 16),
	PLAIN("aws-token", "FwoGZXIvYXdz", BASE64_PAD, 64, 4096),
	PLAIN("aws-token", "IQoJb3JpZ2lu", BASE64_PAD, 64, 4096),
	PLAIN("aws-bedrock-key", "ABSKQmVkcm9ja0FQSUtleS", BASE64_PAD, 40, 320),
	PLAIN("aws-bedrock-key", "bedrock-api-key-", BASE64_PAD, 40, 4096),
	PLAIN("google-key", "AIza", URL64, 35, 35),
	PLAIN("google-oauth", "ya29.", URL64_TILDE, 30, 2048),
	DRAWN("google-oauth", "1//0", URL64, 38, 512),
	PLAIN("google-oauth", "GOCSPX-", URL64, 24, 40),
	AFTER("azure-secret", URL64_TILDE, 4, 4, "Q~", URL64_TILDE, 31, 34),
	{ .kind = "azure-key", .anchor = "accountkey=", .set = CHARS_BASE64_PAD,
	  .flags = FORM_FOLD | FORM_BODY | FORM_JOINED, .min = 40, .max = 128 },
	{ .kind = "azure-key", .anchor = "sharedaccesskey=",
	  .set = CHARS_BASE64_PAD, .min = 40, .max = 128,
	  .flags = FORM_FOLD | FORM_BODY | FORM_JOINED },
	OTHER("azure-sas", "sig=", PERCENT, form_sas, 0),
	PLAIN("digitalocean-token", "dop_v1_", LOWER_HEX, 64, 64),
	PLAIN("digitalocean-token", "doo_v1_", LOWER_HEX, 64, 64),
	PLAIN("digitalocean-token", "dor_v1_", LOWER_HEX, 64, 64),
	PLAIN("heroku-key", "HRKU-", URL64, 36, 70),
	PLAIN("alibaba-key", "LTAI", ALNUM, 16, 22),
	PLAIN("tencent-key", "AKID", ALNUM, 32, 36),
	PLAIN("scaleway-key", "SCW", UPPER_DIGIT, 17, 17),
	PLAIN("fly-token", "fo1_", URL64, 40, 48),
	PLAIN("fly-token", "FlyV1 fm2_", BASE64_PAD, 90, 2048),
	DRAWN("ibm-key", "bx:", URL64, 44, 44),
	PLAIN("planetscale-token", "pscale_tkn_", URL64_TILDE, 32, 64),
	PLAIN("planetscale-token", "pscale_pw_", URL64_TILDE, 32, 64),
	PLAIN("planetscale-token", "pscale_oauth_", URL64_TILDE, 32, 64),
	PLAIN("supabase-key", "sbp_", LOWER_HEX, 40, 40),
	PLAIN("supabase-key", "sb_secret_", URL64, 20, 64),
	PLAIN("netlify-token", "nfp_", ALNUM, 36, 48),
	PLAIN("vercel-token", "vcp_", ALNUM, 24, 80),
	PLAIN("vercel-token", "vercel_blob_rw_", WORD, 30, 80),
	PLAIN("render-key", "rnd_", ALNUM, 28, 40),
	DRAWN("cloudflare-key", "v1.0-", URL64, 160, 200),
	PLAIN("cloudflare-token", "cfut_", ALNUM, 36, 60),
	PLAIN("cloudflare-token", "cfat_", ALNUM, 36, 60),

	/* code and packages */
	PLAIN("github-token", "ghp_", ALNUM, 36, 255),
	PLAIN("github-token", "gho_", ALNUM, 36, 255),
	PLAIN("github-token", "ghu_", ALNUM, 36, 255),
	PLAIN("github-token", "ghs_", ALNUM, 36, 255),
	PLAIN("github-token", "ghr_", ALNUM, 36, 255),
	PLAIN("github-token", "github_pat_", WORD, 36, 255),
	PLAIN("gitlab-token", "glpat-", URL64_TILDE, 20, 320),
	PLAIN("gitlab-token", "gldt-", URL64, 20, 64),
	PLAIN("gitlab-token", "glrt-", URL64_TILDE, 20, 320),
	PLAIN("gitlab-token", "glrtr-", URL64, 20, 64),
	PLAIN("gitlab-token", "glptt-", URL64, 40, 64),
	PLAIN("gitlab-token", "glcbt-", URL64, 20, 80),
	PLAIN("gitlab-token", "glft-", URL64, 20, 64),
	PLAIN("gitlab-token", "glsoat-", URL64, 20, 64),
	PLAIN("gitlab-token", "glimt-", URL64, 25, 64),
	PLAIN("gitlab-token", "glagent-", URL64, 50, 64),
	PLAIN("gitlab-token", "gloas-", URL64, 64, 80),
	PLAIN("gitlab-token", "glffct-", URL64, 20, 64),
	PLAIN("gitlab-token", "GR1348941", URL64, 20, 64),
	PLAIN("bitbucket-token", "ATBB", ALNUM, 28, 64),
	PLAIN("atlassian-token", "ATATT3", URL64_PAD, 80, 320),
	PLAIN("atlassian-token", "ATCTT3", URL64_PAD, 80, 320),
	PLAIN("npm-token", "npm_", ALNUM, 36, 64),
	PLAIN("pypi-token", "pypi-AgE", URL64, 50, 1024),
	PLAIN("rubygems-key", "rubygems_", LOWER_HEX, 48, 48),
	DRAWN("crates-token", "cio", ALNUM, 32, 32),
	PLAIN("docker-token", "dckr_pat_", URL64, 27, 64),
	PLAIN("docker-token", "dckr_oat_", URL64, 27, 64),
	DRAWN("nuget-key", "oy2", LOWER_DIGIT, 43, 43),
	PLAIN("clojars-token", "CLOJARS_", LOWER_DIGIT, 60, 60),
	PLAIN("sonar-token", "sqp_", LOWER_HEX, 40, 40),
	PLAIN("sonar-token", "squ_", LOWER_HEX, 40, 40),
	PLAIN("sonar-token", "sqa_", LOWER_HEX, 40, 40),
	PLAIN("artifactory-key", "AKCp", ALNUM, 65, 80),
	PLAIN("pulumi-token", "pul-", LOWER_HEX, 40, 40),
	PLAIN("vault-token", "hvs.", URL64, 24, 320),
	PLAIN("vault-token", "hvb.", URL64, 24, 512),
	PLAIN("vault-token", "hvr.", URL64, 24, 320),
	DRAWN("vault-token", "s.", ALNUM, 24, 24),
	AFTER("terraform-token", ALNUM, 14, 14, ".atlasv1.", URL64_PAD, 60, 80),
	PLAIN("onepassword-token", "ops_eyJ", BASE64_PAD, 200, 2048),
	DRAWN("onepassword-key", "A3-", URL64, 32, 40),

	/* messages and mail */
	PLAIN("slack-token", "xoxb-", URL64, 20, 255),
	PLAIN("slack-token", "xoxp-", URL64, 20, 255),
	PLAIN("slack-token", "xoxa-", URL64, 20, 255),
	PLAIN("slack-token", "xoxr-", URL64, 20, 255),
	PLAIN("slack-token", "xoxs-", URL64, 20, 255),
	PLAIN("slack-token", "xoxc-", URL64, 20, 255),
	PLAIN("slack-token", "xoxd-", PERCENT, 20, 512),
	PLAIN("slack-token", "xoxo-", URL64, 20, 255),
	PLAIN("slack-token", "xoxe-", URL64, 20, 255),
	PLAIN("slack-token", "xoxe.xoxb-", URL64, 20, 320),
	PLAIN("slack-token", "xoxe.xoxp-", URL64, 20, 320),
	PLAIN("slack-token", "xapp-", URL64, 20, 255),
	OTHER("slack-webhook", "hooks.slack.com/", ANY, form_webhook, 0),
	OTHER("discord-webhook", "/api/webhooks/", DIGIT, form_webhook, 0),
	OTHER("teams-webhook", ".webhook.office.com/", ANY, form_webhook, 0),
	OTHER("discord-token", "M", ALNUM, form_discord, 0),
	OTHER("discord-token", "N", ALNUM, form_discord, 0),
	OTHER("discord-token", "O", ALNUM, form_discord, 0),
	AFTER("telegram-token", DIGIT, 8, 10, ":AA", URL64, 32, 33),
	DRAWN("twilio-key", "SK", LOWER_HEX, 32, 32),
	PLAIN("sendgrid-key", "SG.", URL64_TILDE, 60, 72),
	DRAWN("mailgun-key", "key-", LOWER_HEX, 32, 32),
	AFTER("mailchimp-key", LOWER_HEX, 32, 32, "-us", DIGIT, 1, 2),
	PLAIN("brevo-key", "xkeysib-", URL64, 64, 96),
	PLAIN("brevo-key", "xsmtpsib-", URL64, 64, 96),
	DRAWN("resend-key", "re_", WORD, 24, 40),
	PLAIN("postman-key", "PMAK-", URL64, 50, 64),

	/* money and shops */
	PLAIN("stripe-key", "sk_live_", ALNUM, 16, 255),
	PLAIN("stripe-key", "sk_test_", ALNUM, 16, 255),
	PLAIN("stripe-key", "rk_live_", ALNUM, 16, 255),
	PLAIN("stripe-key", "rk_test_", ALNUM, 16, 255),
	PLAIN("stripe-webhook", "whsec_", BASE64_PAD, 32, 96),
	PLAIN("square-token", "sq0atp-", URL64, 22, 64),
	PLAIN("square-token", "sq0csp-", URL64, 40, 64),
	DRAWN("square-token", "EAAA", URL64, 56, 64),
	PLAIN("braintree-token", "access_token$production$", CRYPT, 49, 49),
	PLAIN("shopify-token", "shpat_", HEX, 32, 32),
	PLAIN("shopify-token", "shpss_", HEX, 32, 32),
	PLAIN("shopify-token", "shpca_", HEX, 32, 32),
	PLAIN("shopify-token", "shppa_", HEX, 32, 32),
	PLAIN("plaid-token", "access-production-", URL64, 36, 36),
	PLAIN("flutterwave-key", "FLWSECK-", URL64, 32, 64),
	PLAIN("razorpay-key", "rzp_live_", ALNUM, 14, 32),
	PLAIN("adyen-key", "AQE", URL64_PAD, 400, 400),

	/* work and watch */
	PLAIN("linear-key", "lin_api_", ALNUM, 40, 48),
	PLAIN("linear-key", "lin_oauth_", ALNUM, 40, 72),
	PLAIN("notion-token", "ntn_", ALNUM, 40, 64),
	DRAWN("notion-token", "secret_", ALNUM, 43, 43),
	PLAIN("figma-token", "figd_", URL64, 36, 64),
	OTHER("airtable-token", "pat", ALNUM, form_airtable, 0),
	OTHER("asana-token", "1/1", DIGIT, form_asana, 0),
	PLAIN("databricks-token", "dapi", HEX_DASH, 34, 34),
	PLAIN("databricks-token", "dapi", LOWER_HEX, 32, 32),
	PLAIN("grafana-token", "glsa_", WORD, 41, 41),
	PLAIN("grafana-token", "glc_", BASE64_PAD, 32, 400),
	PLAIN("newrelic-key", "NRAK-", UPPER_DIGIT, 27, 27),
	PLAIN("newrelic-key", "NRAL-", UPPER_DIGIT, 27, 27),
	PLAIN("newrelic-key", "NRII-", URL64, 32, 32),
	PLAIN("sentry-token", "sntrys_", BASE64_WORD, 80, 512),
	PLAIN("sentry-token", "sntryu_", LOWER_HEX, 64, 64),
	PLAIN("dynatrace-token", "dt0c01.", URL64_TILDE, 80, 96),
	PLAIN("posthog-key", "phx_", ALNUM, 40, 64),
	PLAIN("launchdarkly-key", "sdk-", URL64, 36, 36),
	PLAIN("doppler-token", "dp.pt.", ALNUM, 40, 44),
	PLAIN("doppler-token", "dp.st.", URL64_TILDE, 40, 80),
	PLAIN("infracost-key", "ico-", ALNUM, 32, 32),
	PLAIN("contentful-token", "CFPAT-", URL64, 40, 64),
	PLAIN("hubspot-token", "pat-na1-", URL64, 36, 36),
	PLAIN("hubspot-token", "pat-eu1-", URL64, 36, 36),
	PLAIN("facebook-token", "EAAC", ALNUM, 80, 320),
	PLAIN("facebook-token", "EAAG", ALNUM, 80, 320),
	DRAWN("okta-token", "00", URL64, 40, 40),
	PLAIN("tailscale-key", "tskey-", URL64, 24, 80),
	PLAIN("ngrok-key", "ak_2", ALNUM, 26, 30),

	/* models */
	PLAIN("anthropic-key", "sk-ant-", URL64, 32, 200),
	PLAIN("openai-key", "sk-proj-", URL64, 32, 255),
	PLAIN("openai-key", "sk-svcacct-", URL64, 32, 255),
	PLAIN("openai-key", "sk-admin-", URL64, 32, 255),
	PLAIN("openai-key", "sk-None-", URL64, 32, 255),
	PLAIN("openrouter-key", "sk-or-v1-", LOWER_HEX, 64, 64),
	PLAIN("langsmith-key", "lsv2_", WORD, 40, 64),
	PLAIN("langfuse-key", "sk-lf-", URL64, 36, 36),
	DRAWN("openai-key", "sk-", URL64, 20, 255),
	PLAIN("groq-key", "gsk_", ALNUM, 48, 64),
	PLAIN("xai-key", "xai-", ALNUM, 60, 100),
	DRAWN("huggingface-token", "hf_", ALNUM, 30, 40),
	PLAIN("huggingface-token", "api_org_", ALNUM, 34, 34),
	DRAWN("replicate-token", "r8_", ALNUM, 37, 40),
	PLAIN("perplexity-key", "pplx-", ALNUM, 40, 64),
	DRAWN("fireworks-key", "fw_", ALNUM, 22, 40),
	PLAIN("together-key", "tgp_v1_", URL64, 40, 64),
	PLAIN("nvidia-key", "nvapi-", URL64, 60, 80),
	PLAIN("cerebras-key", "csk-", LOWER_DIGIT, 44, 56),
	PLAIN("tavily-key", "tvly-", URL64, 30, 64),
	DRAWN("voyage-key", "pa-", URL64, 43, 43),
	PLAIN("pinecone-key", "pcsk_", WORD, 60, 80),
	PLAIN("elevenlabs-key", "sk_", LOWER_HEX, 48, 48),

	/* written the same everywhere */
	OTHER("jwt", "eyJ", URL64, form_jwt, 0),
	OTHER("url-password", "://", ANY, form_url, FORM_JOINED),
	OTHER("bearer-token", "bearer ", URL64_TILDE, form_bearer, FORM_FOLD),
	OTHER("basic-auth", "basic ", BASE64_PAD, form_basic, FORM_FOLD),
	OTHER("cookie", "cookie: ", ANY, form_cookie, FORM_FOLD),
	OTHER("password-hash", "$2a$", CRYPT, form_crypt, FORM_JOINED),
	OTHER("password-hash", "$2b$", CRYPT, form_crypt, FORM_JOINED),
	OTHER("password-hash", "$2y$", CRYPT, form_crypt, FORM_JOINED),
	OTHER("password-hash", "$1$", CRYPT, form_crypt, FORM_JOINED),
	OTHER("password-hash", "$5$", CRYPT, form_crypt, FORM_JOINED),
	OTHER("password-hash", "$6$", CRYPT, form_crypt, FORM_JOINED),
	OTHER("password-hash", "$y$", CRYPT, form_crypt, FORM_JOINED),
	OTHER("password-hash", "$apr1$", CRYPT, form_crypt, FORM_JOINED),
	OTHER("password-hash", "$argon2", ALNUM, form_crypt, FORM_JOINED),
	OTHER("password", ":5432:", ANY, form_pgpass, FORM_JOINED),
	OTHER("password", " -u ", ANY, form_curl_user, 0),
	OTHER("password", " --user ", ANY, form_curl_user, 0),

	/* names */
	NAME("password", "pass", ANY),
	NAME("password", "pwd", ANY),
	NAME("secret", "secret", ANY),
	NAME("token", "token", ANY),
	NAME("api-key", "key", ANY),
	NAME("token", "auth", ANY),
	NAME("secret", "credential", ANY),
	NAME("session", "sess", ANY),
	NAME("session", ".sid", ANY),
};

const size_t form_count = sizeof(forms) / sizeof(*forms);

_Static_assert(sizeof(forms) / sizeof(*forms) <= FORMS_MAX, "FORMS_MAX");

bool form_starts(struct text t, size_t at)
{
	char c;

	if (!at)
		return true;
	c = t.ptr[at - 1];
	if (!chars_in(CHARS_WORD, c))
		return true;
	/* behind an escape: "key:\nghp_..." in a string */
	return (c == 'n' || c == 't' || c == 'r') && at > 1 &&
	       t.ptr[at - 2] == '\\';
}

/* The run behind the anchor; 0 when it is none. */
static size_t body_len(const struct form *f, struct text t, size_t from)
{
	size_t left = t.len - from, most = (size_t)f->max + 3;
	size_t n = chars_run(f->set, t.ptr + from, left < most ? left : most);

	/* a sentence may end behind it */
	while (n && t.ptr[from + n - 1] == '.')
		n--;
	if (n < f->min || n > f->max)
		return 0;
	return n < left && chars_in(CHARS_WORD, t.ptr[from + n]) ? 0 : n;
}

bool form_match(const struct form *f, struct text t, size_t at,
		struct span *out)
{
	size_t start = at, from = at + strlen(f->anchor), n;

	if (f->match)
		return f->match(f, t, at, out);
	if (f->back_max) {
		n = chars_run_back(f->back, t.ptr + at,
				   at <= f->back_max ? at : f->back_max + 1u);
		if (n < f->back_min || n > f->back_max)
			return false;
		start -= n;
	}
	if (!(f->flags & FORM_JOINED) && !form_starts(t, start))
		return false;
	/* a word "a-sk-b" goes on over a dash; a "-" of a diff is no word */
	if (start > 1 && t.ptr[start - 1] == '-' && chars_in(f->set, '-') &&
	    chars_in(CHARS_WORD, t.ptr[start - 2]))
		return false;
	n = body_len(f, t, from);
	if (!n || value_is_filler((struct text){ t.ptr + from, n }))
		return false;
	if (f->flags & FORM_RANDOM &&
	    !value_is_random((struct text){ t.ptr + from, n }))
		return false;
	if (f->flags & FORM_BODY)
		start = from;
	*out = (struct span){ .start = start, .len = from + n - start };
	return true;
}
