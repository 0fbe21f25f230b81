#include "wire/http.h"

#include <string.h>

#include "tap.h"

static struct http_reply r;

/* Takes the lines of a head; true when the last one, and only it, ended it. */
static bool head(const char *lines)
{
	const char *p = lines, *nl;

	for (; *p; p = nl + 1) {
		nl = strchr(p, '\n');
		if (!http_reply_line(&r, p, (size_t)(nl + 1 - p)))
			return !nl[1];
	}
	return false;
}

int main(void)
{
	static char big[MAX_HEADERS];

	http_reply_init(&r);
	ok(head("HTTP/1.1 200 OK\r\nContent-TYPE:  a/b ;c\r\n\r\n") &&
		   r.status == 200 &&
		   text_is(http_reply_header(&r, "content-type"), "a/b ;c"),
	   "a head");
	ok(head("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
		"HTTP/1.1 429 No\r\nRetry-After: 1\r\n\r\n") &&
		   r.status == 429 && !http_reply_header(&r, "link").len &&
		   text_is(http_reply_header(&r, "retry-after"), "1"),
	   "interim replies leave nothing");
	ok(head("HTTP/2 204\r\n\r\n") && r.status == 204 && !r.headers.len,
	   "no reason, no header");
	ok(head("HTTP/1.0 500 x\nA: 1\nA: 2\nno colon\n\n") &&
		   r.status == 500 &&
		   text_is(http_reply_header(&r, "a"), "2"),
	   "LF alone, the last of two, a line that is no header");
	ok(!head("HTTP/1.1 100 Continue\r\n\r\n"), "a 1xx is not the end");
	ok(head("HTTP/1.1 999999999999 x\r\n\r\n") && r.status >= 1000 &&
		   r.status < 10000, "digits without end: %d", r.status);
	memset(big, 'h', sizeof(big));
	ok(http_reply_line(&r, "HTTP/1.1 200 OK\r\n", 17) &&
		   http_reply_line(&r, big, sizeof(big)) && !r.headers.over,
	   "a line without a colon is not kept");
	big[1] = ':';
	http_reply_line(&r, big, sizeof(big));
	ok(r.headers.over, "headers over their cap stick");
	http_reply_release(&r);
	return tap_done();
}
