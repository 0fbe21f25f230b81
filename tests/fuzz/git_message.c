#include "git/message.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "fuzz.h"

/*
 * The first byte chooses the comment string, the second the subject's length
 * and the width. What is cleaned holds what the header promises, and is
 * clean; a file is the sum of its parts.
 */

static const char *const comments[] = { "#", ";", "//", "x", "", "-", "%",
					"\342\200\242" };

static bool begins(struct text line, const char *word)
{
	size_t len = strlen(word);

	return len && line.len >= len && !memcmp(line.ptr, word, len);
}

static void check_line(struct text line, const char *comment)
{
	static const char *const never[] = { "---", "diff -", "Index: ",
					     "From ", "From:", "Subject:" };

	HOLDS(!begins(line, comment));
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		HOLDS(!begins(line, never[i]));
	HOLDS(!line.len || line.ptr[line.len - 1] != ' ');
	HOLDS(!memmem(line.ptr, line.len, "\nSigned-off-by:", 15));
}

static void check(struct text t, const char *comment, size_t max)
{
	size_t lines = 0, chars = 0, from = 0;

	HOLDS(t.len > 1 && t.len <= MAX_MESSAGE && t.ptr[t.len - 1] == '\n');
	HOLDS(!utf8_count_bad(t.ptr, t.len));
	HOLDS(!memmem(t.ptr, t.len, "\n\n\n", 3) && t.ptr[0] != '\n');
	HOLDS(t.len < 3 || memcmp(t.ptr + t.len - 2, "\n\n", 2));
	for (size_t i = 0; i < t.len; i++) {
		unsigned char c = (unsigned char)t.ptr[i];

		HOLDS((c >= ' ' || c == '\n' || c == '\t') && c != 0x7F);
		if (c != '\n')
			continue;
		if (lines) {
			check_line((struct text){ t.ptr + from, i - from },
				   comment);
		} else {
			for (size_t k = 0; k < i; k++)
				chars += ((unsigned)t.ptr[k] & 0xC0) != 0x80;
			/* "Re " or a blank may stand before it */
			HOLDS(chars <= max + 3);
			HOLDS(!begins(t, comment));
		}
		HOLDS(lines != 1 || i == from);
		from = i + 1;
		lines++;
	}
}

static void check_file(struct text in, const char *comment)
{
	struct buf out = BUF_INIT((size_t)1 << 24);
	struct text found = message_comment(in, "auto");
	struct message_parts p;

	HOLDS(found.len == 1);
	message_split(in, text_of(comment), &p);
	HOLDS(p.own.ptr == in.ptr && p.own.len + p.rest.len == in.len &&
	      p.rest.ptr == in.ptr + p.own.len);
	message_is_empty(p.own, text_of(comment));
	message_put(in, TEXT_LIT("new\n"), &out);
	HOLDS(out.len >= in.len + 4 &&
	      !memcmp(out.ptr + out.len - in.len, in.ptr, in.len));
	buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf once = BUF_INIT((size_t)1 << 20), twice = once, code = once;
	struct message_style style = { .known = TEXT_LIT("#1") };
	struct err err = ERR_INIT;
	const char *comment;
	struct text in;

	if (size < 2)
		return 0;
	comment = comments[data[0] % (sizeof(comments) / sizeof(char *))];
	style.comment = text_of(comment);
	style.subject_max = 20 + data[1] % 64u;
	style.width = 20 + data[1] % 64u;
	in = (struct text){ (const char *)data + 2, size - 2 };
	check_file(in, comment);
	if (!message_clean(in, &style, &once, &err)) {
		struct text t = { once.ptr, once.len };

		check(t, comment, style.subject_max);
		HOLDS(!memmem(t.ptr, t.len, "[secret:", 8));
		if (!message_clean(t, &style, &twice, &err))
			check((struct text){ twice.ptr, twice.len }, comment,
			      style.subject_max);
		(void)!message_encode(t, "latin1", &code, &err);
	} else {
		HOLDS(!once.len);
	}
	buf_release(&once);
	buf_release(&twice);
	buf_release(&code);
	return 0;
}
