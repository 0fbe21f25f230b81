/*
 * An HTTP server for `make bench` that answers at once: any POST gets a chat
 * completion stream, sent in one write. One connection after the other.
 *
 *	instant [--tls CERT KEY] [--stream BYTES]
 *
 * prints its port; ends by a signal, with its parent, or after ten minutes.
 * --stream: the answer is so many bytes of text, in events of 16 KiB.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/ssl.h>

#define CHUNK(delta, finish)						\
	"data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\","	\
	"\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"	\
	"\"delta\":" delta ",\"finish_reason\":" finish "}]}\n\n"
#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
#define TEXT_MAX 16384

struct conn {
	int fd;
	SSL *ssl;	/* NULL: plain */
};

static const char answer[] =
	CHUNK("{\"role\":\"assistant\",\"content\":\"\"}", "null")
	CHUNK("{\"content\":\"Hello from \"}", "null")
	CHUNK("{\"content\":\"the bench.\\n\"}", "null")
	CHUNK("{}", "\"stop\"")
	"data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\","
	"\"created\":1,\"model\":\"m\",\"choices\":[],"
	"\"usage\":{\"prompt_tokens\":9,"
	"\"completion_tokens\":5,\"total_tokens\":14}}\n\n"
	"data: [DONE]\n\n";

static long conn_read(struct conn *c, char *buf, size_t len)
{
	if (c->ssl)
		return SSL_read(c->ssl, buf, (int)len);
	return read(c->fd, buf, len);
}

static bool conn_write(struct conn *c, const char *buf, size_t len)
{
	while (len) {
		long n = c->ssl ? SSL_write(c->ssl, buf, (int)len)
				: write(c->fd, buf, len);

		if (n <= 0)
			return false;
		buf += n;
		len -= (size_t)n;
	}
	return true;
}

/* Reads one request and forgets it; false at the end of the connection. */
static bool read_request(struct conn *c)
{
	static char buf[1 << 20];
	size_t have = 0, body = 0;
	char *end, *length;

	for (;;) {
		long n = conn_read(c, buf + have, 65536);

		if (n <= 0)
			return false;
		have += (size_t)n;
		buf[have] = '\0';
		end = strstr(buf, "\r\n\r\n");
		if (end)
			break;
		if (have > sizeof(buf) - 65537)
			return false;
	}
	length = strcasestr(buf, "\r\ncontent-length:");
	if (length && length < end)
		body = strtoul(length + 17, NULL, 10);
	if (strcasestr(buf, "\r\nexpect: 100") &&
	    !conn_write(c, "HTTP/1.1 100 Continue\r\n\r\n", 25))
		return false;
	for (have -= (size_t)(end + 4 - buf); have < body;) {
		long n = conn_read(c, buf, sizeof(buf) - 1);

		if (n <= 0)
			return false;
		have += (size_t)n;
	}
	return true;
}

static bool send_stream(struct conn *c, unsigned long bytes)
{
	static char event[TEXT_MAX + 512];
	static const char mark = '@';
	static const char form[] = CHUNK("{\"content\":\"@\"}", "null");
	static const char tail[] = CHUNK("{}", "\"stop\"") "data: [DONE]\n\n";
	static const char head[] = HEAD "Connection: close\r\n\r\n";
	size_t before = (size_t)(strchr(form, mark) - form);

	if (!conn_write(c, head, sizeof(head) - 1))
		return false;
	while (bytes) {
		size_t n = bytes < TEXT_MAX ? (size_t)bytes : TEXT_MAX;

		memcpy(event, form, before);
		memset(event + before, 'x', n);
		memcpy(event + before + n, form + before + 1,
		       sizeof(form) - before - 2);
		if (!conn_write(c, event, n + sizeof(form) - 2))
			return false;
		bytes -= n;
	}
	conn_write(c, tail, sizeof(tail) - 1);
	return false;	/* the end of the connection ends the body */
}

static bool send_answer(struct conn *c)
{
	char out[sizeof(answer) + 256];
	int n = snprintf(out, sizeof(out), HEAD "Content-Length: %zu\r\n\r\n%s",
			 sizeof(answer) - 1, answer);

	return n > 0 && conn_write(c, out, (size_t)n);
}

static void serve(struct conn *c, unsigned long stream)
{
	int on = 1;

	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (c->ssl && SSL_accept(c->ssl) != 1)
		return;
	while (read_request(c)) {
		if (stream ? !send_stream(c, stream) : !send_answer(c))
			break;
	}
	if (c->ssl)
		SSL_shutdown(c->ssl);
}

static int listen_loopback(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof(a)) ||
	    listen(fd, 64) || getsockname(fd, (struct sockaddr *)&a, &len)) {
		perror("instant");
		exit(1);
	}
	printf("%u\n", ntohs(a.sin_port));
	fflush(stdout);
	return fd;
}

static SSL_CTX *tls(const char *cert, const char *key)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

	if (!ctx || SSL_CTX_use_certificate_chain_file(ctx, cert) != 1 ||
	    SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1) {
		fprintf(stderr, "instant: no certificate %s\n", cert);
		exit(1);
	}
	return ctx;
}

int main(int argc, char **argv)
{
	unsigned long stream = 0;
	SSL_CTX *ctx = NULL;
	int fd;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	signal(SIGPIPE, SIG_IGN);
	alarm(600);
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--tls") && i + 2 < argc) {
			ctx = tls(argv[i + 1], argv[i + 2]);
			i += 2;
		} else if (!strcmp(argv[i], "--stream") && i + 1 < argc) {
			stream = strtoul(argv[++i], NULL, 10);
		}
	}
	fd = listen_loopback();
	for (;;) {
		struct conn c = { .fd = accept(fd, NULL, NULL) };

		if (c.fd < 0)
			continue;
		c.ssl = ctx ? SSL_new(ctx) : NULL;
		if (c.ssl)
			SSL_set_fd(c.ssl, c.fd);
		serve(&c, stream);
		SSL_free(c.ssl);
		close(c.fd);
	}
}
