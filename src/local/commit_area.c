#include <string.h>
#include <strings.h>

#include "local/commit_facts.h"

#define MAX_VOTES	32	/* areas that one change may be in */
#define MANY_FILES	6	/* no one of them names the change */

struct vote {
	const char *area;
	size_t weight;
};

/* How repositories name what is of one kind, the most usual first. */
static const char *const kind_areas[KIND_COUNT][7] = {
	[KIND_TEST] = { "tests", "test", "testing", "regress" },
	[KIND_BUILD] = { "build", "configure", "autotools", "make" },
	[KIND_CONFIG] = { "config", "conf" },
	[KIND_DOCS] = { "docs", "doc", "documentation", "man", "manual" },
	[KIND_GENERATED] = { "deps", "build" },
	[KIND_VENDORED] = { "vendor", "deps", "third-party" },
	[KIND_SUBMODULE] = { "submodule", "deps", "modules" },
};

/* Builds have names of their own: by a part of the path. */
static const struct {
	const char *part;
	const char *areas[6];	/* the first is said where none is known */
} build_areas[] = {
	{ ".github/", { "ci", "GHA", "github", "workflows", "actions" } },
	{ ".circleci/", { "ci", "circleci" } },
	{ ".gitlab-ci", { "ci", "gitlab" } },
	{ ".travis", { "travis", "ci" } },
	{ "appveyor", { "appveyor", "ci" } },
	{ "cmake", { "cmake", "build" } },
	{ "Dockerfile", { "docker", "Dockerfile" } },
};

static struct text stem_of(const struct digest_file *f)
{
	return path_stem(text_of(f->path));
}

static const char *known(const struct commit_facts *f, struct text name)
{
	return name.len ? commit_style_area(f->style, name) : NULL;
}

/* "win,tty" for src/win/tty.c: some houses write the folder, too. */
static const char *known_pair(const struct commit_facts *f, struct text path,
			      struct text stem)
{
	struct text folder = path;
	char both[COMMIT_AREA_LEN + 1];
	static const char between[] = ",/";

	if (stem.ptr == path.ptr)
		return NULL;
	folder.len = (size_t)(stem.ptr - 1 - path.ptr);
	folder = path_name(folder);
	if (folder.len + 1 + stem.len > COMMIT_AREA_LEN)
		return NULL;
	memcpy(both, folder.ptr, folder.len);
	memcpy(both + folder.len + 1, stem.ptr, stem.len);
	for (size_t i = 0; between[i]; i++) {
		struct text t = { both, folder.len + 1 + stem.len };
		const char *area;

		both[folder.len] = between[i];
		area = known(f, t);
		if (area)
			return area;
	}
	return NULL;
}

/* "linux" for linux-core.c, from the whole stem down. */
static const char *known_start(const struct commit_facts *f, struct text stem)
{
	while (stem.len) {
		const char *area = known(f, stem);

		if (area)
			return area;
		do
			stem.len--;
		while (stem.len && stem.ptr[stem.len] != '-' &&
		       stem.ptr[stem.len] != '_' && stem.ptr[stem.len] != '.');
	}
	return NULL;
}

/* A folder above, the nearest first. */
static const char *known_folder(const struct commit_facts *f, struct text path)
{
	struct text name = path_name(path);

	while (name.len < path.len) {
		const char *area;

		path.len -= name.len + 1;
		name = path_name(path);
		area = known(f, name);
		if (area)
			return area;
	}
	return NULL;
}

static const char *known_kind(const struct commit_facts *f,
			      const char *const *names, size_t count)
{
	for (size_t i = 0; i < count && names[i]; i++) {
		const char *area = known(f, text_of(names[i]));

		if (area)
			return area;
	}
	return NULL;
}

static const char *build_area(const struct commit_facts *f, const char *path,
			      bool must_be_known)
{
	for (size_t i = 0; i < sizeof(build_areas) / sizeof(*build_areas);
	     i++) {
		const char *area;

		if (!strcasestr(path, build_areas[i].part))
			continue;
		area = known_kind(f, build_areas[i].areas, 6);
		if (area || !must_be_known)
			return area ? area : build_areas[i].areas[0];
	}
	return NULL;
}

/* What the repository calls the place of this file; NULL: it never did. */
static const char *known_area(const struct commit_facts *f,
			      const struct digest_file *file)
{
	struct text path = text_of(file->path), stem = stem_of(file);
	const char *area = known(f, path_name(path));

	if (!area)
		area = known_pair(f, path, stem);
	if (!area)
		area = known_start(f, stem);
	if (!area && file->kind == KIND_BUILD)
		area = build_area(f, file->path, true);
	if (!area)
		area = known_folder(f, path);
	if (!area)
		area = known_kind(f, kind_areas[file->kind], 7);
	return area;
}

static void vote(struct vote *votes, size_t *count, const char *area,
		 size_t weight)
{
	for (size_t i = 0; i < *count; i++) {
		if (votes[i].area == area) {
			votes[i].weight += weight;
			return;
		}
	}
	if (*count < MAX_VOTES)
		votes[(*count)++] = (struct vote){ area, weight };
}

/*
 * "unix,win", where the repository has written these two together, or has
 * the habit of joining areas by a comma.
 */
static bool joined(const struct commit_facts *f, const char *a, const char *b,
		   struct buf *out)
{
	const char *between[] = { ",", ", ", "/" };

	for (size_t i = 0; i < 6; i++) {
		const char *area;

		buf_clear(out);
		buf_addf(out, "%s%s%s", i < 3 ? a : b, between[i % 3],
			 i < 3 ? b : a);
		area = known(f, (struct text){ out->ptr, out->len });
		if (!area)
			continue;
		buf_clear(out);
		buf_adds(out, area);
		return true;
	}
	buf_clear(out);
	for (size_t i = 0; i < f->style->area_count; i++) {
		if (!strchr(f->style->areas[i].name, ','))
			continue;
		buf_addf(out, "%s,%s", a, b);
		return true;
	}
	return false;
}

/* The known area that most changed lines are in, if it is a third of all. */
static bool elect(const struct commit_facts *f, struct buf *out)
{
	struct vote votes[MAX_VOTES];
	size_t count = 0, all = 0, best = 0;

	for (size_t i = 0; i < f->d->count; i++) {
		const struct digest_file *file = &f->d->files[i];
		const char *area;

		if (file->kind != f->kind)
			continue;
		all += commit_weight(file);
		area = known_area(f, file);
		if (area)
			vote(votes, &count, area, commit_weight(file));
	}
	if (!count)
		return false;
	for (size_t i = 1; i < count; i++)
		if (votes[i].weight > votes[best].weight)
			best = i;
	if (count == 2 && 4 * votes[best].weight < 3 * all &&
	    joined(f, votes[0].area, votes[1].area, out))
		return true;
	if (3 * votes[best].weight < all)
		return false;
	buf_adds(out, votes[best].area);
	return true;
}

/* One module in several folders: src/unix/udp.c and src/win/udp.c. */
static bool shared_stem(const struct commit_facts *f, struct text *stem)
{
	*stem = stem_of(f->main);
	if (f->files < 2)
		return false;
	for (size_t i = 0; i < f->d->count; i++) {
		struct text t = stem_of(&f->d->files[i]);

		if (f->d->files[i].kind == f->kind &&
		    (t.len != stem->len || memcmp(t.ptr, stem->ptr, t.len)))
			return false;
	}
	return true;
}

static bool is_generic(struct text folder)
{
	static const char *const names[] = { "src", "lib", "source", "app",
					     "pkg", "internal", "include",
					     "main", "java", "python" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_is(folder, names[i]))
			return true;
	return !folder.len;
}

/* The last part of the folder that all files of the kind are in. */
static struct text common_folder(const struct commit_facts *f)
{
	struct text common = text_of(f->main->path);

	for (size_t i = 0; i < f->d->count; i++) {
		const char *path = f->d->files[i].path;
		size_t n = 0;

		if (f->d->files[i].kind != f->kind)
			continue;
		while (n < common.len && path[n] && path[n] == common.ptr[n])
			n++;
		common.len = n;
	}
	while (common.len && common.ptr[common.len - 1] != '/')
		common.len--;
	if (common.len)
		common.len--;
	return path_name(common);
}

/* The folder is the name of such files. */
static bool is_entry(struct text stem)
{
	static const char *const names[] = { "mod", "index", "__init__",
					     "main", "lib" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_is(stem, names[i]))
			return true;
	return false;
}

/* "test" for test/x.c: the folder says how the repository calls them. */
static struct text kind_folder(const struct commit_facts *f)
{
	struct text path = text_of(f->main->path), name = path_name(path);

	while (name.len < path.len) {
		path.len -= name.len + 1;
		name = path_name(path);
		for (size_t i = 0; i < 7 && kind_areas[f->kind][i]; i++)
			if (text_is(name, kind_areas[f->kind][i]))
				return name;
	}
	return text_of(kind_areas[f->kind][0]);
}

/* The house has areas such as "runtests.pl": of files that end so. */
static bool known_end(const struct commit_facts *f)
{
	const char *end = strrchr(f->main->path, '.'), *other;

	for (size_t i = 0; end && i < f->style->area_count; i++) {
		other = strrchr(f->style->areas[i].name, '.');
		if (other && !strcmp(end, other))
			return true;
	}
	return false;
}

static bool is_upper_case(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (t.ptr[i] >= 'a' && t.ptr[i] <= 'z')
			return false;
	return t.len > 0;
}

/* One file has most of the changed lines. */
static bool is_dominant(const struct commit_facts *f)
{
	size_t all = 0;

	for (size_t i = 0; i < f->d->count; i++)
		if (f->d->files[i].kind == f->kind)
			all += commit_weight(&f->d->files[i]);
	return 5 * commit_weight(f->main) >= 3 * all;
}

/* No subject helps: the module's name, or what all are in. */
static struct text plain_area(const struct commit_facts *f)
{
	struct text folder = common_folder(f), stem = stem_of(f->main);
	const char *area = NULL;

	if (f->kind == KIND_BUILD)
		area = build_area(f, f->main->path, false);
	if (area)
		return text_of(area);
	if (kind_areas[f->kind][0] && f->kind != KIND_CONFIG &&
	    f->kind != KIND_SUBMODULE)
		return kind_folder(f);
	if (is_entry(stem) && !is_generic(folder))
		return folder;
	if (is_dominant(f) || (is_generic(folder) && f->files < MANY_FILES))
		return stem;
	return folder;	/* empty, when they have nothing in common */
}

/*
 * Where nearly each subject has an area of its own, these are the names of
 * files, of tests as well. And LICENSE, at the top, is in no folder.
 */
static bool own_name(const struct commit_facts *f, struct text *area)
{
	struct text name = path_name(text_of(f->main->path));

	*area = name;
	if (f->style->form != FORM_AREA || commit_style_area(f->style, name))
		return false;
	if (f->files == 1 && f->kind != KIND_BUILD && known_end(f))
		return true;
	*area = stem_of(f->main);
	if (commit_style_area(f->style, *area))
		return false;
	if (f->style->diverse && f->kind == KIND_TEST && f->files < 3 &&
	    is_dominant(f))
		return true;
	return f->files == 1 && f->kind == KIND_DOCS &&
	       is_upper_case(*area) && name.ptr == f->main->path;
}

void commit_area(const struct commit_facts *f, struct buf *out)
{
	struct buf known_name = BUF_INIT(4 * COMMIT_AREA_LEN);
	struct text area = TEXT_LIT("");
	bool is_known = false;

	if (f->main && shared_stem(f, &area)) {
		const char *name = known(f, area);

		is_known = name;
		if (name)
			area = text_of(name);
	} else if (f->main && !own_name(f, &area)) {
		is_known = elect(f, &known_name);
		area = is_known ? text_of(known_name.ptr) : plain_area(f);
	}
	if (area.len > 1 && *area.ptr == '.') {
		area.ptr++;
		area.len--;
	}
	/* an area that was never seen is one word, without a colon */
	for (size_t i = 0; i < area.len && area.len <= COMMIT_AREA_LEN; i++)
		buf_addch(out, !is_known && strchr(" :[]()#", area.ptr[i]) ?
				       '-' : area.ptr[i]);
	buf_release(&known_name);
}
