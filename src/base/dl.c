#include "base/dl.h"

#include <dlfcn.h>
#include <string.h>

/* Which Debian package brings what we may be asked for. */
static const struct {
	const char *soname, *package;
} packages[] = {
	{ .soname = "libcurl.so.4", .package = "libcurl4" },
	{ .soname = "libcurl-gnutls.so.4", .package = "libcurl3-gnutls" },
	{ .soname = "libcrypto.so.3", .package = "libssl3" },
	{ .soname = "libinih.so.1", .package = "libinih1" },
	{ .soname = "libsqlite3.so.0", .package = "libsqlite3-0" },
	{ .soname = "libreadline.so.8", .package = "libreadline8" },
	{ .soname = "libmd4c.so.0", .package = "libmd4c0" },
};

static const char *package_of(const char *soname)
{
	for (size_t i = 0; i < sizeof(packages) / sizeof(packages[0]); i++)
		if (!strcmp(packages[i].soname, soname))
			return packages[i].package;
	return NULL;
}

static int missing(const char *soname, const char *why, struct err *err)
{
	const char *package = package_of(soname);

	if (!package)
		return err_set(err, ERR_INTERNAL, "cannot load %s: %s",
			       soname, why ? why : "unknown reason");
	return err_set(err, ERR_INTERNAL, "cannot load %s (install the "
		       "package %s): %s", soname, package,
		       why ? why : "unknown reason");
}

int dl_load(const char *const *sonames, const struct dl_symbol *syms,
	    size_t count, void *table, struct err *err)
{
	const char *const *name = sonames;
	void *lib = NULL, *sym;

	/* lazy: binding all of libcurl's own calls now would cost more */
	for (; *name; name++) {
		lib = dlopen(*name, RTLD_LAZY | RTLD_LOCAL);
		if (lib)
			break;
	}
	if (!lib) {
		/* the error of the first choice is the one to act upon */
		lib = dlopen(sonames[0], RTLD_LAZY | RTLD_LOCAL);
		if (!lib)
			return missing(sonames[0], dlerror(), err);
	}
	for (size_t i = 0; i < count; i++)
		if (!dlsym(lib, syms[i].name)) {
			err_set(err, ERR_INTERNAL, "%s has no %s: it is too "
				"old", *name ? *name : sonames[0],
				syms[i].name);
			dlclose(lib);
			return -1;
		}
	for (size_t i = 0; i < count; i++) {
		sym = dlsym(lib, syms[i].name);
		/* ISO C knows no cast from data to function pointers */
		memcpy((char *)table + syms[i].offset, &sym, sizeof(sym));
	}
	return 0;
}
