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

/*
 * By the line where git cuts, else by its last line, where its comments
 * are. With neither git has written none, and which it would is what its
 * documents say: "#", or the first that begins no line.
 */
static struct text find_auto(struct text file)
{
	struct text rest = file, line;
	bool used[sizeof(candidates)] = { false };

	while (line_take(&rest, &line)) {
		const char *c = line.len ? memchr(candidates, *line.ptr,
						  sizeof(candidates) - 1)
					 : NULL;

		if (!c)
			continue;
		used[c - candidates] = true;
		if (is_cut(line, (struct text){ c, 1 }))
			return (struct text){ c, 1 };
	}
	rest = file;
	while (line_take_last(&rest, &line)) {
		const char *c;

		if (line_is_blank(line))
			continue;
		c = memchr(candidates, *line.ptr, sizeof(candidates) - 1);
		if (c && (line.len == 1 || strchr(" \t", line.ptr[1])))
			return (struct text){ c, 1 };
		break;
	}
	if (!memchr(file.ptr, '#', file.len))
		return TEXT_LIT("#");
	for (size_t i = 0; i < sizeof(candidates) - 1; i++)
		if (!used[i])
			return (struct text){ candidates + i, 1 };
	return TEXT_LIT("#");
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
		if (!message_is_word_char(name.ptr[i]) && name.ptr[i] != '-')
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
