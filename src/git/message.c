#include "git/message.h"

#include <string.h>

#include "git/message_inside.h"

/* What git writes behind the comment string to say that it cuts there. */
#define SCISSORS " ------------------------ >8 ------------------------"

static bool begins_with(struct text t, struct text head)
{
	return t.len >= head.len && !memcmp(t.ptr, head.ptr, head.len);
}

static bool is_comment(struct text line, struct text comment)
{
	return comment.len && begins_with(line, comment);
}

static bool is_cut(struct text line, struct text comment)
{
	return is_comment(line, comment) &&
	       text_is(line_trim_end(text_from(line, comment.len)), SCISSORS);
}

/* The characters that "auto" tries, in git's order. */
static const char candidates[] = "#;@!$%^&|:";

/* The candidate that the line begins with, or NULL. */
static const char *candidate_of(struct text line)
{
	return line.len ? memchr(candidates, *line.ptr,
				 sizeof(candidates) - 1) : NULL;
}

/* The one on the line where git cuts; *free_one is one that begins no line. */
static const char *find_cut(struct text file, const char **free_one)
{
	bool used[sizeof(candidates)] = { false };
	struct text line;
	size_t i = 0;

	while (line_take(&file, &line)) {
		const char *c = candidate_of(line);

		if (c && is_cut(line, (struct text){ c, 1 }))
			return c;
		if (c)
			used[c - candidates] = true;
	}
	while (used[i])		/* the last one is for the NUL: never used */
		i++;
	*free_one = candidates[i] ? candidates + i : candidates;
	return NULL;
}

/* The one on the last line, where git's comments are. */
static const char *find_last(struct text file)
{
	struct text line = { "", 0 };
	const char *c;

	while (line_is_blank(line))
		if (!line_take_last(&file, &line))
			return NULL;
	c = candidate_of(line);
	if (c && (line.len == 1 || line.ptr[1] == ' ' || line.ptr[1] == '\t'))
		return c;
	return NULL;
}

/*
 * With no comment in it, which git would write is what its documents say:
 * "#" where there is none in the text, or the first that begins no line.
 */
static struct text find_auto(struct text file)
{
	const char *free_one = candidates, *c = find_cut(file, &free_one);

	if (!c)
		c = find_last(file);
	if (!c)
		c = memchr(file.ptr, '#', file.len) ? free_one : candidates;
	return (struct text){ c, 1 };
}

struct text message_comment(struct text file, const char *setting)
{
	if (!setting || !*setting)
		return TEXT_LIT("#");
	if (!strcmp(setting, "auto"))
		return find_auto(file);
	return text_of(setting);
}

void message_split(struct text file, struct text comment,
		   struct message_parts *parts)
{
	struct text rest = file, line, own = file;

	while (line_take(&rest, &line))
		if (is_cut(line, comment)) {
			own.len = (size_t)(line.ptr - file.ptr);
			break;
		}
	/* comments and blank lines at the end, as far as comments go */
	rest = own;
	while (line_take_last(&rest, &line)) {
		if (is_comment(line, comment))
			own.len = rest.len;
		else if (!line_is_blank(line))
			break;
	}
	parts->own = own;
	parts->rest = text_from(file, own.len);
}

/* "Signed-off-by: ..." and what else --trailer may add of that kind. */
static bool is_trailer(struct text line)
{
	const char *colon = memchr(line.ptr, ':', line.len);
	struct text name = { line.ptr, colon ? (size_t)(colon - line.ptr) : 0 };

	for (size_t i = 0; i < name.len; i++)
		if (!message_word(name.ptr[i]) && name.ptr[i] != '-')
			return false;
	return name.len > 3 && text_begins(text_from(name, name.len - 3),
					   "-by");
}

bool message_is_empty(struct text own, struct text comment)
{
	struct text line;

	while (line_take(&own, &line))
		if (!line_is_blank(line) && !is_comment(line, comment) &&
		    !is_trailer(line))
			return false;
	return true;
}

void message_put(struct text file, struct text message, struct buf *out)
{
	buf_add(out, message.ptr, message.len);
	if (message.len && message.ptr[message.len - 1] != '\n')
		buf_addch(out, '\n');
	if (file.len && *file.ptr != '\n')
		buf_addch(out, '\n');
	buf_add(out, file.ptr, file.len);
}
