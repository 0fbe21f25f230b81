#include "app/process.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/os.h"

volatile sig_atomic_t process_stop;

static void on_stop(int sig)
{
	process_stop = sig;
}

static void catch_stop(int sig)
{
	struct sigaction sa = { .sa_handler = on_stop };
	struct sigaction old;

	sigemptyset(&sa.sa_mask);
	sa.sa_flags = (int)SA_RESETHAND;
	if (!sigaction(sig, NULL, &old) && old.sa_handler == SIG_IGN)
		return;
	sigaction(sig, &sa, NULL);
}

static void ignore(int sig)
{
	struct sigaction sa = { .sa_handler = SIG_IGN };

	sigemptyset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
}

void process_setup(void)
{
	const struct rlimit none = { 0, 0 };

	catch_stop(SIGINT);
	catch_stop(SIGTERM);
	catch_stop(SIGHUP);
	ignore(SIGPIPE);
	ignore(SIGXFSZ);
	setrlimit(RLIMIT_CORE, &none);
	os_forbid_dumps();
}

void process_die(int sig)
{
	struct sigaction sa = { .sa_handler = SIG_DFL };
	sigset_t set;

	sigemptyset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(sig);
	_exit(128 + sig);
}
