/*
 * Preloaded (LD_PRELOAD), makes the allocation fail that has the number
 * OOM_AT, counted from 1; with OOM_ALL set also every later one.
 * OOM_FILE gets "failed N\n" when that happened, or else "count N\n"
 * at exit. Only the program named OOM_FOR (as in /proc/self/comm) is
 * touched, so that a child of it runs as usual. Calls from within libraries
 * and libc (fopen, dlopen) count as well, but for those that come directly
 * from the library whose file name begins with OOM_NOT_FROM.
 */
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* glibc's own allocator under the names that stay when malloc is replaced */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *ptr, size_t size);
extern void *__libc_memalign(size_t align, size_t size);

static atomic_ulong calls;
static unsigned long fail_at;	/* 0: count only */
static bool active, fail_all;
static const char *report_path;
static uintptr_t spared_from, spared_to;	/* code of OOM_NOT_FROM */

static void report(const char *word, unsigned long n)
{
	char line[48];
	size_t len = strlen(word), digits = 1;
	int fd;

	if (!report_path)
		return;
	memcpy(line, word, len);
	for (unsigned long rest = n; rest >= 10; rest /= 10)
		digits++;
	for (size_t i = digits; i--; n /= 10)
		line[len + i] = (char)('0' + n % 10);
	line[len + digits] = '\n';
	fd = open(report_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	if (write(fd, line, len + digits + 1) < 0)
		_exit(125);	/* the test would be believed without it */
	close(fd);
}

static int find_spared(struct dl_phdr_info *info, size_t size, void *name)
{
	const char *base = strrchr(info->dlpi_name, '/');

	(void)size;
	if (!base || strncmp(base + 1, name, strlen(name)) != 0)
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *ph = &info->dlpi_phdr[i];

		if (ph->p_type != PT_LOAD || !(ph->p_flags & PF_X))
			continue;
		spared_from = info->dlpi_addr + ph->p_vaddr;
		spared_to = spared_from + ph->p_memsz;
	}
	return 1;
}

__attribute__((constructor)) static void start(void)
{
	const char *name = getenv("OOM_FOR"), *at;
	char *spared = getenv("OOM_NOT_FROM");
	char comm[32] = "";
	int fd = open("/proc/self/comm", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, comm, sizeof(comm) - 1);

	if (fd >= 0)
		close(fd);
	if (n > 0)
		comm[n - 1] = '\0';	/* over the newline */
	if (name && strcmp(name, comm) != 0)
		return;
	at = getenv("OOM_AT");
	fail_at = at ? strtoul(at, NULL, 10) : 0;
	fail_all = getenv("OOM_ALL") != NULL;
	report_path = getenv("OOM_FILE");
	if (spared)
		dl_iterate_phdr(find_spared, spared);
	active = true;
}

__attribute__((destructor)) static void stop(void)
{
	unsigned long n = atomic_load(&calls);

	if (active && (!fail_at || n < fail_at))
		report("count ", n);
}

/* The program under test ends so, past all destructors. */
void _exit(int status)
{
	stop();
	syscall(SYS_exit_group, status);
	__builtin_unreachable();
}

static bool fails(void *caller)
{
	uintptr_t at = (uintptr_t)caller;
	unsigned long n;

	if (!active || (at >= spared_from && at < spared_to))
		return false;
	n = atomic_fetch_add(&calls, 1) + 1;
	if (!fail_at || n < fail_at || (n > fail_at && !fail_all))
		return false;
	if (n == fail_at)
		report("failed ", n);
	errno = ENOMEM;
	return true;
}

#define CALLER __builtin_return_address(0)

void *malloc(size_t size)
{
	return fails(CALLER) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails(CALLER) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *ptr, size_t size)
{
	return fails(CALLER) ? NULL : __libc_realloc(ptr, size);
}

void *reallocarray(void *ptr, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total)) {
		errno = ENOMEM;
		return NULL;
	}
	return fails(CALLER) ? NULL : __libc_realloc(ptr, total);
}

/* libc's own would hide who called it */
char *strdup(const char *s)
{
	size_t size = strlen(s) + 1;
	char *p = fails(CALLER) ? NULL : __libc_malloc(size);

	return p ? memcpy(p, s, size) : NULL;
}

static void *aligned(void *caller, size_t align, size_t size)
{
	return fails(caller) ? NULL : __libc_memalign(align, size);
}

void *memalign(size_t align, size_t size);

void *memalign(size_t align, size_t size)
{
	return aligned(CALLER, align, size);
}

void *aligned_alloc(size_t align, size_t size)
{
	return aligned(CALLER, align, size);
}

int posix_memalign(void **out, size_t align, size_t size)
{
	void *p;

	if (align < sizeof(void *) || (align & (align - 1)))
		return EINVAL;
	p = aligned(CALLER, align, size);
	if (!p)
		return ENOMEM;
	*out = p;
	return 0;
}
