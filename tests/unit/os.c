#include "base/os.h"

#include <arpa/inet.h>
#include <locale.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

#define OTHER ((uid_t)12345)

/* Listens at an IPv4 or IPv6 address; port 0 is any. -1: it cannot. */
static int listen_at(const char *address, bool only, unsigned *port)
{
	union {
		struct sockaddr any;
		struct sockaddr_in four;
		struct sockaddr_in6 six;
	} a = { .any = { 0 } };
	socklen_t len = sizeof(a);
	bool six = strchr(address, ':');
	int fd = socket(six ? AF_INET6 : AF_INET, SOCK_STREAM, 0), v = only;

	if (six) {
		a.six.sin6_family = AF_INET6;
		a.six.sin6_port = htons((in_port_t)*port);
		inet_pton(AF_INET6, address, &a.six.sin6_addr);
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v, sizeof(v));
	} else {
		a.four.sin_family = AF_INET;
		a.four.sin_port = htons((in_port_t)*port);
		inet_pton(AF_INET, address, &a.four.sin_addr);
	}
	if (fd < 0 || bind(fd, &a.any, six ? sizeof(a.six) : sizeof(a.four)) ||
	    listen(fd, 1) || getsockname(fd, &a.any, &len)) {
		close(fd);
		return -1;
	}
	*port = ntohs(six ? a.six.sin6_port : a.four.sin_port);
	return fd;
}

static const struct {
	const char *address;
	bool only;	/* IPV6_V6ONLY */
	bool takes;	/* calls to loopback */
} rows[] = {
	{ "127.0.0.1", false, true },
	{ "0.0.0.0", false, true },
	{ "127.0.0.2", false, false },
	{ "::1", true, true },
	{ "::", false, true },
	{ "::ffff:127.0.0.1", false, true },
	{ "::ffff:127.0.0.2", false, false },
};

static void test_listeners(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uid_t owner = OTHER;
		unsigned port = 0;
		int fd = listen_at(rows[i].address, rows[i].only, &port);
		bool got;

		if (fd < 0) {
			tap_skip(rows[i].address, "cannot listen there");
			continue;
		}
		got = os_tcp_listener(port, &owner);
		ok(got == rows[i].takes && (!got || owner == geteuid()),
		   "a listener on %s", rows[i].address);
		close(fd);
		ok(!os_tcp_listener(port, &owner), "not after its close");
	}
}

/* A bound port without listen(), and a connection, are no listeners. */
static void test_others(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof(a);
	unsigned port = 0;
	uid_t owner;
	int server = listen_at("127.0.0.1", false, &port), fd;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	a.sin_port = htons((in_port_t)port);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	ok(!connect(fd, (struct sockaddr *)&a, sizeof(a)) &&
		   !getsockname(fd, (struct sockaddr *)&a, &len) &&
		   !os_tcp_listener(ntohs(a.sin_port), &owner),
	   "the caller's end of a connection");
	close(fd);
	close(server);
	ok(!os_tcp_listener(0, &owner) && !os_tcp_listener(65536, &owner) &&
		   !os_tcp_listener(~0u, &owner),
	   "no such ports");
}

/* The listeners of a child with another user's id, at up to two places. */
static void test_owner(const char *what, const char *mine, const char *theirs,
		       bool want)
{
	unsigned port = 0;
	int to[2], from[2], fd = -1;
	char byte = 0;
	uid_t owner = 0;
	pid_t pid;
	bool got;

	if (mine)
		fd = listen_at(mine, true, &port);
	if (pipe(to) || pipe(from) || (mine && fd < 0)) {
		tap_skip(what, "cannot listen there");
		return;
	}
	pid = fork();
	if (!pid) {
		byte = !setuid(OTHER) && listen_at(theirs, false, &port) >= 0;
		(void)!write(from[1], &byte, 1);
		(void)!write(from[1], &port, sizeof(port));
		(void)!read(to[0], &byte, 1);
		_exit(0);
	}
	(void)!read(from[0], &byte, 1);
	(void)!read(from[0], &port, sizeof(port));
	got = os_tcp_listener(port, &owner);
	if (byte)
		ok(got == want && (!got || owner == OTHER), "%s", what);
	else
		tap_skip(what, "the child cannot listen");
	(void)!write(to[1], "", 1);
	waitpid(pid, NULL, 0);
	for (int i = 0; i < 2; i++) {
		close(to[i]);
		close(from[i]);
	}
	if (fd >= 0)
		close(fd);
}

static void test_utf8(void)
{
	const char *name;

	setenv("LC_ALL", "C", 1);
	name = os_use_utf8();
	ok(name && mblen("\xE2\x82\xAC", 3) == 3,
	   "characters of UTF-8 without a locale for it");
	setenv("LC_ALL", "nonsense", 1);
	ok(os_use_utf8() && mblen("\xC3\xA4", 2) == 2,
	   "and with one that is not there");
	setenv("LC_ALL", "C.UTF-8", 1);
	ok(!os_use_utf8() && mblen("\xC3\xA4", 2) == 2, "the user's own");
	ok(!strcmp(setlocale(LC_NUMERIC, NULL), "C"),
	   "numbers are as they were");
}

static void test_own_path(void)
{
	char path[4096], small[4];

	ok(os_own_path(path, sizeof(path)) && path[0] == '/' &&
		   strlen(path) > 8 &&
		   !strcmp(path + strlen(path) - 8, "/unit/os"),
	   "our own path");
	ok(!os_own_path(small, sizeof(small)), "which must fit");
}

int main(void)
{
	test_utf8();
	test_listeners();
	test_others();
	if (geteuid()) {
		tap_skip("listeners of another user", "not root");
	} else {
		test_owner("another user's is theirs", NULL, "127.0.0.1",
			   true);
		test_owner("another user's on the wildcard", NULL, "::", true);
		test_owner("ours on ::1, theirs on 127.0.0.1: no answer",
			   "::1", "127.0.0.1", false);
		test_owner("the same where both are in the table of IPv6",
			   "::1", "::ffff:127.0.0.1", false);
	}
	ok(prctl(PR_GET_DUMPABLE) == 1, "dumpable at first");
	os_forbid_dumps();
	ok(prctl(PR_GET_DUMPABLE) == 0, "and no more");
	test_own_path();
	return tap_done();
}
