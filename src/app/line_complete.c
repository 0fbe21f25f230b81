#include "app/line_complete.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* So many names of a folder are looked at. */
#define ENTRIES_MAX 65536

static bool can_be_shown(const char *text, size_t len)
{
	struct buf shown = BUF_INIT(8 * len + 16);
	struct safe safe = SAFE_INIT;
	bool same;

	safe_feed(&safe, text, len, &shown);
	safe_end(&safe, &shown);
	same = !shown.over && shown.len == len &&
	       !memcmp(shown.ptr, text, len);
	buf_release(&shown);
	return same && !memchr(text, '\t', len) && !memchr(text, '\n', len);
}

void line_candidates_add(struct line_candidates *c, const char *text,
			 size_t len)
{
	/* all of it or nothing, and its NUL */
	if (!len || len >= c->names.max - c->names.len ||
	    !can_be_shown(text, len))
		return;
	buf_add(&c->names, text, len);
	buf_addch(&c->names, '\0');
	c->count++;
}

void line_candidates_release(struct line_candidates *c)
{
	buf_release(&c->names);
}

/* Where the folder that was typed is. */
static void find_folder(const char *typed, size_t len, struct buf *path)
{
	const char *home = getenv("HOME");

	if (len > 1 && typed[0] == '~' && typed[1] == '/' && home && *home) {
		buf_adds(path, home);
		typed++;
		len--;
	}
	buf_add(path, typed, len);
	if (!path->len)
		buf_addch(path, '.');
}

static bool is_folder(DIR *dir, const struct dirent *entry)
{
	struct stat st;

	if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR;
	return !fstatat(dirfd(dir), entry->d_name, &st, 0) &&
	       S_ISDIR(st.st_mode);
}

static bool is_meant(const char *name, const char *begin, size_t len)
{
	if (!strcmp(name, ".") || !strcmp(name, "..") ||
	    strncmp(name, begin, len))
		return false;
	return *name != '.' || len;
}

void line_complete_files(struct line_candidates *c, struct text word)
{
	const char *slash = memrchr(word.ptr, '/', word.len);
	size_t dir_len = slash ? (size_t)(slash + 1 - word.ptr) : 0;
	struct buf path = BUF_INIT(4096), name = BUF_INIT(4096 + 512);
	struct dirent *entry;
	DIR *dir;

	c->files = true;
	if (text_is(word, "~")) {
		line_candidates_add(c, "~/", 2);
		return;
	}
	find_folder(word.ptr, dir_len, &path);
	dir = path.over ? NULL : opendir(path.ptr);
	for (int i = 0; dir && i < ENTRIES_MAX; i++) {
		entry = readdir(dir);
		if (!entry)
			break;
		if (!is_meant(entry->d_name, word.ptr + dir_len,
			      word.len - dir_len))
			continue;
		buf_clear(&name);
		buf_add(&name, word.ptr, dir_len);
		buf_adds(&name, entry->d_name);
		if (is_folder(dir, entry))
			buf_addch(&name, '/');
		if (!name.over)
			line_candidates_add(c, name.ptr, name.len);
	}
	if (dir)
		closedir(dir);
	buf_release(&path);
	buf_release(&name);
}
