#include "diff/kind.h"

#include <string.h>

/*
 * "?" is any one character, "*" any number of them, "name" a whole last part
 * of a path, "x/" any folder above it, "x/y" the last two parts. The first
 * entry that fits decides.
 */
static const struct {
	const char *pattern;
	enum diff_kind kind;
} table[] = {
	/* examples, and the public halves of keys */
	{ ".env.example", KIND_CONFIG }, { ".env.sample", KIND_CONFIG },
	{ ".env.template", KIND_CONFIG }, { ".env.dist", KIND_CONFIG },
	{ "*.pub", KIND_DATA },
	{ ".env", KIND_SECRET }, { ".env.*", KIND_SECRET },
	{ "*.env", KIND_SECRET }, { ".envrc", KIND_SECRET },
	{ "id_rsa*", KIND_SECRET }, { "id_dsa*", KIND_SECRET },
	{ "id_ecdsa*", KIND_SECRET }, { "id_ed25519*", KIND_SECRET },
	{ "*.pem", KIND_SECRET }, { "*.key", KIND_SECRET },
	{ "*.p12", KIND_SECRET }, { "*.pfx", KIND_SECRET },
	{ "*.p8", KIND_SECRET }, { "*.ppk", KIND_SECRET },
	{ "*.jks", KIND_SECRET }, { "*.keystore", KIND_SECRET },
	{ "*.kdbx", KIND_SECRET }, { ".netrc", KIND_SECRET },
	{ "_netrc", KIND_SECRET }, { ".npmrc", KIND_SECRET },
	{ ".pypirc", KIND_SECRET }, { ".pgpass", KIND_SECRET },
	{ ".my.cnf", KIND_SECRET }, { ".htpasswd", KIND_SECRET },
	{ ".git-credentials", KIND_SECRET }, { ".dockercfg", KIND_SECRET },
	{ ".docker/config.json", KIND_SECRET }, { ".kube/config", KIND_SECRET },
	{ "kubeconfig", KIND_SECRET }, { ".vault-token", KIND_SECRET },
	{ "credentials", KIND_SECRET }, { "credentials.json", KIND_SECRET },
	{ "credentials.yml", KIND_SECRET }, { "credentials.yaml", KIND_SECRET },
	{ "credentials.ini", KIND_SECRET }, { "credentials.toml", KIND_SECRET },
	{ "credentials.xml", KIND_SECRET }, { "credentials.csv", KIND_SECRET },
	{ "secrets", KIND_SECRET }, { "secrets.json", KIND_SECRET },
	{ "secrets.yml", KIND_SECRET }, { "secrets.yaml", KIND_SECRET },
	{ "secrets.toml", KIND_SECRET }, { "secrets.ini", KIND_SECRET },
	{ "client_secret*.json", KIND_SECRET },
	{ "service-account*.json", KIND_SECRET },
	{ "service_account*.json", KIND_SECRET },
	{ "*.tfstate", KIND_SECRET }, { "*.tfvars", KIND_SECRET },
	{ "*.tfstate.backup", KIND_SECRET },

	{ "vendor/", KIND_VENDORED }, { "vendored/", KIND_VENDORED },
	{ "third_party/", KIND_VENDORED }, { "third-party/", KIND_VENDORED },
	{ "thirdparty/", KIND_VENDORED }, { "node_modules/", KIND_VENDORED },

	{ "*.lock", KIND_GENERATED }, { "*-lock.json", KIND_GENERATED },
	{ "*-lock.yaml", KIND_GENERATED }, { "*.lockb", KIND_GENERATED },
	{ "*.lockfile", KIND_GENERATED }, { "go.sum", KIND_GENERATED },
	{ "npm-shrinkwrap.json", KIND_GENERATED },
	{ "packages.lock.json", KIND_GENERATED },
	{ "*.min.js", KIND_GENERATED }, { "*.min.css", KIND_GENERATED },
	{ "*.js.map", KIND_GENERATED }, { "*.css.map", KIND_GENERATED },
	{ "*_pb2.py", KIND_GENERATED }, { "*.pb.go", KIND_GENERATED },
	{ "*.pb.cc", KIND_GENERATED }, { "*.pb.h", KIND_GENERATED },
	{ "*.g.dart", KIND_GENERATED }, { "*.snap", KIND_GENERATED },
	{ "configure", KIND_GENERATED }, { "aclocal.m4", KIND_GENERATED },
	{ "Makefile.in", KIND_GENERATED },

	{ ".github/", KIND_BUILD }, { ".circleci/", KIND_BUILD },
	{ "Makefile*", KIND_BUILD }, { "GNUmakefile", KIND_BUILD },
	{ "*.mk", KIND_BUILD }, { "CMakeLists.txt", KIND_BUILD },
	{ "*.cmake", KIND_BUILD }, { "configure.*", KIND_BUILD },
	{ "*.am", KIND_BUILD }, { "*.m4", KIND_BUILD },
	{ "meson.build", KIND_BUILD }, { "meson_options.txt", KIND_BUILD },
	{ "build.gradle*", KIND_BUILD }, { "pom.xml", KIND_BUILD },
	{ "Cargo.toml", KIND_BUILD }, { "package.json", KIND_BUILD },
	{ "setup.py", KIND_BUILD }, { "setup.cfg", KIND_BUILD },
	{ "pyproject.toml", KIND_BUILD }, { "go.mod", KIND_BUILD },
	{ "Dockerfile*", KIND_BUILD }, { "*.dockerfile", KIND_BUILD },
	{ "Jenkinsfile", KIND_BUILD }, { ".travis.yml", KIND_BUILD },
	{ ".gitlab-ci.yml", KIND_BUILD }, { ".cirrus.yml", KIND_BUILD },
	{ "appveyor.*", KIND_BUILD }, { ".appveyor.yml", KIND_BUILD },
	{ "azure-pipelines.yml", KIND_BUILD }, { "BUILD", KIND_BUILD },
	{ "BUILD.bazel", KIND_BUILD }, { "WORKSPACE", KIND_BUILD },
	{ "*.gyp", KIND_BUILD }, { "*.gypi", KIND_BUILD },
	{ "*.vcxproj", KIND_BUILD }, { "*.csproj", KIND_BUILD },
	{ "*.sln", KIND_BUILD }, { "Rakefile", KIND_BUILD },
	{ "Gemfile", KIND_BUILD }, { "*.gemspec", KIND_BUILD },
	{ "requirements*.txt", KIND_BUILD }, { "tox.ini", KIND_BUILD },
	{ "*.nix", KIND_BUILD }, { "*.spec", KIND_BUILD },

	{ "test/", KIND_TEST }, { "tests/", KIND_TEST },
	{ "testing/", KIND_TEST }, { "spec/", KIND_TEST },
	{ "specs/", KIND_TEST }, { "__tests__/", KIND_TEST },
	{ "testdata/", KIND_TEST }, { "regress/", KIND_TEST },
	{ "test_*", KIND_TEST }, { "*_test.*", KIND_TEST },
	{ "*.test.*", KIND_TEST }, { "*.spec.*", KIND_TEST },
	{ "*_spec.rb", KIND_TEST }, { "*Test.java", KIND_TEST },
	{ "*Tests.cs", KIND_TEST }, { "conftest.py", KIND_TEST },

	{ "docs/", KIND_DOCS }, { "doc/", KIND_DOCS }, { "man/", KIND_DOCS },
	{ "README*", KIND_DOCS }, { "LICEN?E*", KIND_DOCS },
	{ "COPYING*", KIND_DOCS }, { "AUTHORS*", KIND_DOCS },
	{ "MAINTAINERS*", KIND_DOCS }, { "CHANGES*", KIND_DOCS },
	{ "ChangeLog*", KIND_DOCS }, { "NEWS*", KIND_DOCS },
	{ "CONTRIBUTING*", KIND_DOCS }, { "TO?O*", KIND_DOCS },
	{ "THANKS*", KIND_DOCS }, { "HISTORY*", KIND_DOCS },
	{ "*.md", KIND_DOCS }, { "*.rst", KIND_DOCS }, { "*.txt", KIND_DOCS },
	{ "*.adoc", KIND_DOCS }, { "*.tex", KIND_DOCS },
	{ "*.texi", KIND_DOCS }, { "*.mdx", KIND_DOCS },
	{ "*.1", KIND_DOCS }, { "*.2", KIND_DOCS }, { "*.3", KIND_DOCS },
	{ "*.4", KIND_DOCS }, { "*.5", KIND_DOCS }, { "*.6", KIND_DOCS },
	{ "*.7", KIND_DOCS }, { "*.8", KIND_DOCS },

	{ "*.ini", KIND_CONFIG }, { "*.cfg", KIND_CONFIG },
	{ "*.conf", KIND_CONFIG }, { "*.toml", KIND_CONFIG },
	{ "*.yaml", KIND_CONFIG }, { "*.yml", KIND_CONFIG },
	{ "*.json", KIND_CONFIG }, { "*.properties", KIND_CONFIG },
	{ ".*", KIND_CONFIG },

	{ "*.csv", KIND_DATA }, { "*.tsv", KIND_DATA },
	{ "*.jsonl", KIND_DATA }, { "*.ndjson", KIND_DATA },
	{ "*.xml", KIND_DATA }, { "*.svg", KIND_DATA }, { "*.po", KIND_DATA },
	{ "*.pot", KIND_DATA }, { "*.dat", KIND_DATA }, { "*.log", KIND_DATA },
};

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool same_char(char c, char pattern)
{
	return pattern == '?' || fold(c) == fold(pattern);
}

static bool same(struct text t, const char *with, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!same_char(t.ptr[i], with[i]))
			return false;
	return true;
}

/* The whole of t; a star stands for any bytes, as few as will do. */
static bool fits(struct text t, const char *pattern)
{
	const char *star = NULL;
	size_t at = 0, retry = 0;

	while (at < t.len) {
		if (*pattern == '*') {
			star = ++pattern;
			retry = at;
		} else if (*pattern && same_char(t.ptr[at], *pattern)) {
			pattern++;
			at++;
		} else if (star) {
			pattern = star;
			at = ++retry;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

/* `pattern` ends in a slash: is it a folder above? */
static bool is_under(struct text path, const char *pattern)
{
	size_t len = strlen(pattern);
	bool start = true;

	for (size_t i = 0; i + len <= path.len; i++) {
		struct text t = { path.ptr + i, len };

		if (start && same(t, pattern, len))
			return true;
		start = path.ptr[i] == '/';
	}
	return false;
}

struct text path_name(struct text path)
{
	const char *slash = memrchr(path.ptr, '/', path.len);

	if (!slash)
		return path;
	return (struct text){ slash + 1,
			      path.len - (size_t)(slash + 1 - path.ptr) };
}

struct text path_stem(struct text path)
{
	struct text name = path_name(path);
	const char *dot = memrchr(name.ptr, '.', name.len);

	if (dot && dot > name.ptr)
		name.len = (size_t)(dot - name.ptr);
	return name;
}

/* The last two parts of a path, or all of it. */
static struct text last_two(struct text path)
{
	struct text name = path_name(path), rest = path;

	if (name.len == path.len)
		return path;
	rest.len = path.len - name.len - 1;
	rest = path_name(rest);
	return (struct text){ rest.ptr, rest.len + 1 + name.len };
}

static bool matches(struct text path, struct text name, struct text two,
		    const char *pattern)
{
	const char *slash = strchr(pattern, '/');

	if (!slash)
		return fits(name, pattern);
	return slash[1] ? fits(two, pattern) : is_under(path, pattern);
}

enum diff_kind kind_of(struct text path)
{
	struct text name = path_name(path), two = last_two(path);

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (matches(path, name, two, table[i].pattern))
			return table[i].kind;
	return KIND_SOURCE;
}

const char *kind_name(enum diff_kind kind)
{
	static const char *const names[KIND_COUNT] = {
		[KIND_SOURCE] = "source", [KIND_TEST] = "test",
		[KIND_BUILD] = "build", [KIND_CONFIG] = "config",
		[KIND_DOCS] = "docs", [KIND_DATA] = "data",
		[KIND_GENERATED] = "generated",
		[KIND_VENDORED] = "vendored", [KIND_BINARY] = "binary",
		[KIND_SUBMODULE] = "submodule", [KIND_SECRET] = "secret",
	};

	return names[kind];
}
