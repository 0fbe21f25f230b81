#include "base/os.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <unistd.h>

void os_forbid_dumps(void)
{
#ifdef __linux__
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

bool os_own_path(char *path, size_t cap)
{
	ssize_t n = -1;

#ifdef __linux__
	n = readlink("/proc/self/exe", path, cap);
#endif
	if (n <= 0 || (size_t)n >= cap)
		return false;
	path[n] = '\0';
	return path[0] == '/' && !access(path, X_OK);
}

/*
 * A row of /proc/net/tcp (proc(5)): "0: 0100007F:2CAA 00000000:0000 0A ...
 * uid ...". 0A is LISTEN. Addresses are hexadecimal in host order; only
 * loopback and the wildcard take calls to loopback.
 */
static bool is_listener(const char *row, unsigned port, uid_t *owner)
{
	static const char *const addresses[] = {
		"0100007F", "00000000",
		"00000000000000000000000001000000",
		"00000000000000000000000000000000",
		"0000000000000000FFFF00000100007F",
	};
	char address[33];
	unsigned at, state, uid;

	if (sscanf(row, " %*u: %32[0-9A-F]:%4X %*[0-9A-F]:%*4X %2X %*s %*s "
		   "%*s %u", address, &at, &state, &uid) != 4)
		return false;
	if (at != port || state != 0x0A)
		return false;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		if (strcmp(address, addresses[i]))
			continue;
		*owner = (uid_t)uid;
		return true;
	}
	return false;
}

/* All the listeners of a table have `*owner`, once one has been `*found`. */
static bool owners_agree(FILE *table, unsigned port, bool *found, uid_t *owner)
{
	char row[512];
	uid_t uid;

	while (fgets(row, sizeof(row), table)) {
		if (!is_listener(row, port, &uid))
			continue;
		if (*found && uid != *owner)
			return false;
		*found = true;
		*owner = uid;
	}
	return true;
}

bool os_tcp_listener(unsigned port, uid_t *owner)
{
	static const char *const tables[] = { "/proc/net/tcp",
					      "/proc/net/tcp6" };
	bool found = false, agree = true;
	FILE *f;

	for (int i = 0; i < 2 && agree; i++) {
		f = fopen(tables[i], "re");
		if (!f)
			continue;
		agree = owners_agree(f, port, &found, owner);
		fclose(f);
	}
	return found && agree;
}

const char *os_use_utf8(void)
{
	static const char ours[] = "C.UTF-8";

	if (setlocale(LC_CTYPE, "") &&
	    !strcmp(nl_langinfo(CODESET), "UTF-8"))
		return NULL;
	return setlocale(LC_CTYPE, ours) ? ours : NULL;
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITISED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SANITISED 1
#endif

bool os_is_sanitised(void)
{
#ifdef SANITISED
	return true;
#else
	return false;
#endif
}
