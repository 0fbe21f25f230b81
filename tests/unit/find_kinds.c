#include "guard/find.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tap.h"

/*
 * One row for each kind of credential, as its vendor documents it. None is
 * real: what stands in <...> is drawn anew in each round, and beginnings
 * are cut in two, so that no scanner takes this file for a leak. "^" stands
 * around the secret where it is not all of the text.
 *
 *	<a36> 36 letters and digits	<u9> the same with - and _
 *	<h32> lower hex	<d9> digits	<l9> lower letters and digits
 *	<U9> upper letters and digits	<b9> base64	<w9> with _
 *	<c53> crypt's ./0-9A-Za-z	<L9> letters
 */
static const struct row {
	const char *kind, *form;
} rows[] = {
	/* private keys */
	{ "private-key", "-----BEGIN RSA PRI" "VATE KEY-----\n<b64>\n<b64>\n"
			 "<b64>\n<b20>\n-----END RSA PRIVATE KEY-----" },
	{ "private-key", "-----BEGIN EC PRI" "VATE KEY-----\n<b64>\n<b64>\n"
			 "<b36>==\n-----END EC PRIVATE KEY-----" },
	{ "private-key", "-----BEGIN DSA PRI" "VATE KEY-----\n<b64>\n<b40>\n"
			 "-----END DSA PRIVATE KEY-----" },
	{ "private-key", "-----BEGIN OPENSSH PRI" "VATE KEY-----\n<b70>\n"
			 "<b70>\n<b12>\n-----END OPENSSH PRIVATE KEY-----" },
	{ "private-key", "-----BEGIN PRI" "VATE KEY-----\n<b64>\n"
			 "-----END PRIVATE KEY-----" },
	{ "private-key", "-----BEGIN ENCRYPTED PRI" "VATE KEY-----\n<b64>\n"
			 "<b64>\n<b8>=\n-----END ENCRYPTED PRIVATE KEY-----" },
	{ "private-key", "-----BEGIN RSA PRI" "VATE KEY-----\nProc-Type: 4,"
			 "ENCRYPTED\nDEK-Info: AES-128-CBC,<h32>\n\n<b64>\n"
			 "<b9>\n-----END RSA PRIVATE KEY-----" },
	{ "private-key", "-----BEGIN PGP PRI" "VATE KEY BLOCK-----\nVersion: "
			 "GnuPG v2\n\n<b64>\n<b64>\n<b31>=\n=<b4>\n-----END "
			 "PGP PRIVATE KEY BLOCK-----" },
	{ "private-key", "-----BEGIN RSA PRI" "VATE KEY-----\n<b64>\n<b64>" },
	{ "age-key", "AGE-SECRET-" "KEY-1<U58>" },

	/* clouds */
	{ "aws-key", "AK" "IA<U16>" },
	{ "aws-key", "AS" "IA<U16>" },
	{ "aws-key", "AB" "IA<U16>" },
	{ "aws-key", "AC" "CA<U16>" },
	{ "aws-secret", "aws_secret_" "access_key = ^<b40>^" },
	{ "aws-secret", "AWS_SECRET_" "ACCESS_KEY=^<b40>^" },
	{ "aws-secret", "SecretAccess" "Key: ^<b40>^" },
	{ "aws-token", "IQoJb3Jp" "Z2lu<b300>==" },
	{ "aws-token", "FwoGZXIv" "YXdz<b300>" },
	{ "aws-bedrock-key", "ABSKQmVk" "cm9ja0FQSUtleS<b100>=" },
	{ "google-key", "AI" "za<u35>" },
	{ "google-oauth", "ya2" "9.<u120>" },
	{ "google-oauth", "1/" "/0<u60>" },
	{ "google-oauth", "GOC" "SPX-<u28>" },
	{ "azure-key", "AccountName=a;Account" "Key=^<b86>==^" },
	{ "azure-key", "SharedAccess" "Key=^<b43>=^" },
	{ "azure-sas", "?sv=2022-11-02&ss=b&si" "g=^<a41>%2B<a2>%3D^" },
	{ "azure-secret", "<a3>8" "Q~<w34>" },
	{ "digitalocean-token", "dop_" "v1_<h64>" },
	{ "digitalocean-token", "doo_" "v1_<h64>" },
	{ "digitalocean-token", "dor_" "v1_<h64>" },
	{ "heroku-key", "HRKU" "-<h8>-<h4>-4<h3>-8<h3>-<h12>" },
	{ "alibaba-key", "LT" "AI5t<a18>" },
	{ "planetscale-token", "pscale_" "tkn_<u43>" },
	{ "supabase-key", "sb" "p_<h40>" },
	{ "netlify-token", "nf" "p_<a36>" },
	{ "render-key", "rn" "d_<a32>" },
	{ "fly-token", "fo" "1_<u43>" },

	/* code and packages */
	{ "github-token", "gh" "p_<a36>" },
	{ "github-token", "gh" "o_<a36>" },
	{ "github-token", "gh" "u_<a36>" },
	{ "github-token", "gh" "s_<a36>" },
	{ "github-token", "gh" "r_<a76>" },
	{ "github-token", "github_" "pat_<a22>_<a59>" },
	{ "gitlab-token", "glp" "at-<u20>" },
	{ "gitlab-token", "glp" "at-<u27>.01.<l9>" },
	{ "gitlab-token", "gl" "dt-<u20>" },
	{ "gitlab-token", "gl" "rt-<u20>" },
	{ "gitlab-token", "glp" "tt-<h40>" },
	{ "gitlab-token", "glc" "bt-<h2>_<u20>" },
	{ "bitbucket-token", "AT" "BB<a32>" },
	{ "atlassian-token", "ATA" "TT3xFfGF0<u175>=<U8>" },
	{ "npm-token", "np" "m_<a36>" },
	{ "pypi-token", "pyp" "i-AgEIcHlwaS5vcmc<u130>" },
	{ "rubygems-key", "ruby" "gems_<h48>" },
	{ "crates-token", "ci" "o<a32>" },
	{ "docker-token", "dckr_" "pat_<u27>" },
	{ "sonar-token", "sq" "p_<h40>" },
	{ "artifactory-key", "AK" "Cp<a69>" },
	{ "pulumi-token", "pu" "l-<h40>" },
	{ "vault-token", "hv" "s.<u92>" },
	{ "vault-token", "hv" "b.<u140>" },
	{ "vault-token", "s" ".<a24>" },
	{ "terraform-token", "<a14>.atl" "asv1.<u67>" },
	{ "onepassword-token", "ops" "_eyJ<b400>" },

	/* messages and mail */
	{ "slack-token", "xo" "xb-<d12>-<d13>-<a24>" },
	{ "slack-token", "xo" "xp-<d12>-<d12>-<d13>-<h32>" },
	{ "slack-token", "xo" "xa-2-<d12>-<d12>-<h32>" },
	{ "slack-token", "xa" "pp-1-A<U10>-<d13>-<h64>" },
	{ "slack-webhook", "https://hooks.sl" "ack.com/^services/T<U10>/B<U10>"
			   "/<a24>^" },
	{ "discord-token", "M" "TA<a23>.G<a5>.<u38>" },
	{ "discord-webhook", "https://discord.com/api/web" "hooks/"
			     "^<d18>/<u68>^" },
	{ "telegram-token", "<d10>:A" "A<u33>" },
	{ "twilio-key", "S" "K<h32>" },
	{ "sendgrid-key", "S" "G.<u22>.<u43>" },
	{ "mailgun-key", "ke" "y-<h32>" },
	{ "mailchimp-key", "<h32>-u" "s17" },
	{ "brevo-key", "xkey" "sib-<h64>-<a16>" },
	{ "resend-key", "r" "e_<a8>_<a24>" },
	{ "postman-key", "PM" "AK-<h24>-<h34>" },

	/* money and shops */
	{ "stripe-key", "sk_" "live_<a24>" },
	{ "stripe-key", "sk_" "live_51<a97>" },
	{ "stripe-key", "rk_" "live_<a24>" },
	{ "stripe-key", "sk_" "test_<a24>" },
	{ "stripe-webhook", "wh" "sec_<a32>" },
	{ "square-token", "sq0" "atp-<u22>" },
	{ "square-token", "EA" "AA<u60>" },
	{ "braintree-token", "access_" "token$production$<l16>$<h32>" },
	{ "shopify-token", "shp" "at_<h32>" },
	{ "shopify-token", "shp" "ss_<h32>" },
	{ "shopify-token", "shp" "ca_<h32>" },
	{ "razorpay-key", "rzp_" "live_<a14>" },

	/* work and watch */
	{ "linear-key", "lin_" "api_<a40>" },
	{ "notion-token", "nt" "n_<a46>" },
	{ "notion-token", "sec" "ret_<a43>" },
	{ "figma-token", "fi" "gd_<u40>" },
	{ "airtable-token", "pa" "t<a14>.<h64>" },
	{ "asana-token", "1/1<d15>:<l32>" },
	{ "databricks-token", "da" "pi<h32>" },
	{ "databricks-token", "da" "pi<h32>-2" },
	{ "grafana-token", "gl" "sa_<a32>_<h8>" },
	{ "grafana-token", "gl" "c_<b120>" },
	{ "newrelic-key", "NR" "AK-<U27>" },
	{ "sentry-token", "snt" "rys_<b120>=_<b43>" },
	{ "sentry-token", "snt" "ryu_<h64>" },
	{ "dynatrace-token", "dt0" "c01.<U24>.<U64>" },
	{ "doppler-token", "dp" ".pt.<a43>" },
	{ "hubspot-token", "pat-" "na1-<h8>-<h4>-<h4>-<h4>-<h12>" },
	{ "okta-token", "0" "0<u40>" },
	{ "tailscale-key", "ts" "key-auth-<a16>-<a32>" },

	/* models */
	{ "anthropic-key", "sk-" "ant-api03-<u93>AA" },
	{ "openai-key", "s" "k-<a20>T3Blb" "kFJ<a20>" },
	{ "openai-key", "sk-" "proj-<u74>T3Blb" "kFJ<u74>" },
	{ "openai-key", "sk-" "svcacct-<u58>T3Blb" "kFJ<u58>" },
	{ "openrouter-key", "sk-" "or-v1-<h64>" },
	{ "openai-key", "s" "k-<h32>" },	/* DeepSeek's */
	{ "groq-key", "gs" "k_<a52>" },
	{ "xai-key", "xa" "i-<a80>" },
	{ "huggingface-token", "h" "f_<L34>" },
	{ "replicate-token", "r" "8_<a37>" },
	{ "perplexity-key", "pp" "lx-<a48>" },
	{ "fireworks-key", "f" "w_<a24>" },
	{ "nvidia-key", "nv" "api-<u64>" },
	{ "langsmith-key", "ls" "v2_pt_<h32>_<h10>" },
	{ "pinecone-key", "pc" "sk_<a6>_<a63>" },
	{ "tavily-key", "tv" "ly-dev-<a32>" },

	/* the same everywhere */
	{ "jwt", "ey" "JhbGciOiJIUzI1NiJ9.ey" "J<u60>.<u43>" },
	{ "url-password", "postgres://app:^<a16>^@db.e.org:5432/app" },
	{ "url-password", "https://me:^<a20>^@e.org/r.git" },
	{ "url-password", "amqp://q:^<a12>^@mq" },
	{ "bearer-token", "Authorization: Bear" "er ^<u40>^" },
	{ "basic-auth", "Authorization: Bas" "ic ^bWU6aDB<a1>c2ViYXR0ZXJ5^" },
	{ "password-hash", "$" "2b$12$<c53>" },
	{ "password-hash", "$" "6$<c16>$<c86>" },
	{ "password-hash", "$" "5$rounds=5000$<c16>$<c43>" },
	{ "password-hash", "$ap" "r1$<c8>$<c22>" },
	{ "password-hash", "$" "y$j9T$<c22>$<c43>" },
	{ "password-hash", "$argon" "2id$v=19$m=65536,t=3,p=4$<b22>$<b43>" },

	/* by name: vendors whose keys have no form of their own */
	{ "api-key", "DD_API_KEY=^<h32>^" },
	{ "api-key", "mistral_api_key: ^<a32>^" },
	{ "api-key", "x-api-key: ^<a40>^" },
	{ "token", "TWILIO_AUTH_TOKEN=^<h32>^" },
	{ "token", "pagerduty-token = ^<u20>^" },
	{ "secret", "AUTH0_CLIENT_SECRET=^<u64>^" },
	{ "secret", "clientSecret=^<u40>^" },
	{ "api-key", "PrivateKey = ^<b43>=^" },	/* WireGuard */
	{ "api-key", "client-key-data: ^LS0tLS1C<b1600>==^" },
	{ "api-key", "HEROKU_API_KEY=^<h8>-<h4>-4<h3>-8<h3>-<h12>^" },
	{ "cookie", "Cookie: lang=en; sessionid=^<l32>^" },
	{ "cookie", "Set-Cookie: PHPSESSID=^<l26>^; path=/" },
};

#define ROUNDS 40

/* Knuth's MMIX generator: the same draws on every machine. */
static unsigned draw(uint64_t *state, unsigned below)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*state >> 33) % below;
}

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static const char *alphabet(char c)
{
	static const struct {
		char c;
		const char *set;
	} sets[] = {
		{ 'a', DIGITS UPPER LOWER },	{ 'L', UPPER LOWER },
		{ 'u', DIGITS UPPER LOWER "-_" }, { 'h', "abcdef" DIGITS },
		{ 'd', DIGITS },		{ 'l', LOWER DIGITS },
		{ 'U', UPPER DIGITS },		{ 'w', DIGITS LOWER "_" },
		{ 'b', DIGITS UPPER LOWER "+/" },
		{ 'c', DIGITS UPPER LOWER "./" },
	};

	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++)
		if (sets[i].c == c)
			return sets[i].set;
	return "?";
}

static void draw_run(const char *set, long n, uint64_t *state,
		     struct buf *out)
{
	unsigned size = (unsigned)strlen(set);

	for (long i = 0; i < n; i++) {
		char c = set[draw(state, size)];

		/* a sentence's full stop is no part of a token before it */
		if (i == n - 1 && !memchr(DIGITS UPPER LOWER, c, 62))
			c = 'k';
		buf_addch(out, c);
	}
}

/* Fills the form in; `newline` stands for one; marks are where "^" was. */
static void fill(const char *form, const char *newline, uint64_t *state,
		 struct buf *out, size_t marks[2])
{
	size_t count = 0;

	marks[0] = out->len;
	for (const char *p = form; *p; p++) {
		char *end;
		long n;

		if (*p == '^') {
			marks[count++] = out->len;
		} else if (*p == '\n') {
			buf_adds(out, newline);
		} else if (*p == '<') {
			n = strtol(p + 2, &end, 10);
			draw_run(alphabet(p[1]), n, state, out);
			p = end;
		} else {
			buf_addch(out, *p);
		}
	}
	if (count < 2)
		marks[1] = out->len;
}

static const struct {
	const char *what, *before, *newline, *after;
	bool whole;	/* only where the secret is all of the text */
} contexts[] = {
	{ "alone on a line", "a line\n", "\n", "\nmore\n", false },
	{ "in prose", "It fails with ", "\n", ". Why is that?", false },
	{ "in JSON", "{\"text\": \"", "\\n", "\", \"n\": 1}", false },
	{ "in a shell", "export X=\"", "\n", "\"\n", false },
	{ "in a diff", " a: 1\n+", "\n+", "\n b: 2\n", false },
	{ "in Python", "API_KEY = '", "\\n", "'\n", true },
	{ "in a URL", "http://e.org/?token=", "\n", "&a=1", true },
};

/* Long texts are searched in another way: asked of one in 32. */
static bool same_when_long(const struct buf *in, const struct spans *want)
{
	enum { PAD = 10000 };
	struct buf all = BUF_INIT(1 << 17);
	struct spans got = SPANS_INIT;
	bool same;

	for (size_t i = 0; i < PAD; i++)
		buf_addch(&all, '\n');
	buf_add(&all, in->ptr, in->len);
	guard_find((struct text){ all.ptr, all.len }, NULL, &got);
	same = got.count == want->count;
	for (size_t i = 0; same && i < got.count; i++)
		same = got.list[i].start == want->list[i].start + PAD &&
		       got.list[i].len == want->list[i].len &&
		       !strcmp(got.list[i].kind, want->list[i].kind);
	if (!same)
		printf("# %s: in a long text: %zu\n", in->ptr, got.count);
	spans_release(&got);
	buf_release(&all);
	return same;
}

static bool is_found(const struct row *r, size_t c, uint64_t *state)
{
	struct buf in = BUF_INIT(1 << 16);
	struct spans got = SPANS_INIT;
	size_t marks[2];
	bool good;

	buf_adds(&in, contexts[c].before);
	fill(r->form, contexts[c].newline, state, &in, marks);
	buf_adds(&in, contexts[c].after);
	guard_find((struct text){ in.ptr, in.len }, NULL, &got);
	good = got.count == 1 && got.list[0].start == marks[0] &&
	       got.list[0].len == marks[1] - marks[0] &&
	       !strcmp(got.list[0].kind, r->kind) &&
	       (*state & 31 || same_when_long(&in, &got));
	if (!good)
		printf("# %s: found %zu\n", in.ptr, got.count);
	for (size_t i = 0; !good && i < got.count; i++)
		printf("# %s: %.*s\n", got.list[i].kind,
		       (int)got.list[i].len, in.ptr + got.list[i].start);
	spans_release(&got);
	buf_release(&in);
	return good;
}

/* Of tokens drawn by chance a few look like words, or hold no digit. */
static bool is_enough(size_t bad)
{
	return bad * 50 <= ROUNDS * sizeof(contexts) / sizeof(*contexts);
}

int main(void)
{
	uint64_t state = 20261122;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		bool whole = !strchr(rows[i].form, '^') &&
			     !strchr(rows[i].form, '\n');
		size_t bad = 0;

		for (size_t n = 0; n < ROUNDS; n++)
			for (size_t c = 0;
			     c < sizeof(contexts) / sizeof(*contexts); c++)
				if (whole || !contexts[c].whole)
					bad += !is_found(&rows[i], c, &state);
		ok(is_enough(bad), "%s, %.12s (%zu missed)", rows[i].kind,
		   rows[i].form, bad);
	}
	return tap_done();
}
