#include "app/process.h"

#include <fcntl.h>
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

/*
 * A descriptor that was closed would be taken by the next socket, and the
 * answer be sent to the vendor. Each is opened so that its use still fails:
 * stdout cannot be written.
 */
static void fill_closed(void)
{
	static const int modes[] = { O_RDONLY, O_RDONLY, O_WRONLY };

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", modes[fd]) != fd)
			_exit(1);
}

void process_setup(void)
{
	const struct rlimit none = { 0, 0 };

	fill_closed();
	catch_stop(SIGINT);
	catch_stop(SIGTERM);
	catch_stop(SIGHUP);
	ignore(SIGPIPE);
	ignore(SIGXFSZ);
	setrlimit(RLIMIT_CORE, &none);
	os_forbid_dumps();
}

bool process_resume(void)
{
	if (process_stop != SIGINT)
		return false;
	process_stop = 0;
	catch_stop(SIGINT);
	return true;
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
