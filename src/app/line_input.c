#include "app/line_input.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define READ_STEP ((size_t)64 << 10)

/* xterm's control sequences, "Bracketed Paste Mode" */
#define PASTE_BEGIN "\033[200~"
#define PASTE_FINISH "\033[201~"
#define MARK_LEN ((size_t)6)

/* A mark may come in two reads; ESC alone may be a key. */
#define MARK_MS 20
/* What comes within this time was sent in one go. */
#define BURST_MS 30
/* After so long a silence in a paste, the key for it interrupts. */
#define STALL_MS 500

static const int caught[LINE_SIGNALS] = { SIGINT, SIGQUIT, SIGTSTP, SIGCONT,
					  SIGWINCH };

/* Bits of enum line_signal; handlers set, line_signals_take() clears. */
static volatile sig_atomic_t pending;

static void on_signal(int sig)
{
	for (int i = 0; i < LINE_SIGNALS; i++)
		if (caught[i] == sig)
			pending |= 1 << i;
}

void line_signals_catch(struct line_signals *s)
{
	struct sigaction sa = { .sa_handler = on_signal };

	/* none may come between another's look at `pending` and its write */
	sigfillset(&sa.sa_mask);
	pending = 0;
	for (int i = 0; i < LINE_SIGNALS; i++)
		sigaction(caught[i], &sa, &s->was[i]);
}

void line_signals_restore(const struct line_signals *s)
{
	for (int i = 0; i < LINE_SIGNALS; i++)
		sigaction(caught[i], &s->was[i], NULL);
}

bool line_signals_may_stop(const struct line_signals *s)
{
	for (int i = 0; i < LINE_SIGNALS; i++)
		if (caught[i] == SIGTSTP)
			return s->was[i].sa_handler != SIG_IGN;
	return false;
}

static unsigned change_pending(unsigned clear, unsigned add)
{
	sigset_t all, before;
	unsigned was;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	was = (unsigned)pending;
	pending = (sig_atomic_t)((was & ~clear) | add);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return was;
}

unsigned line_signals_take(void)
{
	return change_pending(LINE_SIG_ALL, 0);
}

void line_signals_add(unsigned bits)
{
	change_pending(0, bits);
}

bool line_signals_any(unsigned bits)
{
	return (unsigned)pending & bits;
}

void line_input_init(struct line_input *in, int fd,
		     const volatile sig_atomic_t *stop)
{
	/* a paste's end, when it is known, gives back what came behind it */
	*in = (struct line_input){ .fd = fd, .terminal = isatty(fd),
		.key_int = -1, .key_stop = -1, .stop = stop,
		.held = BUF_INIT(LINE_PASTE_MAX + 4 * READ_STEP) };
}

void line_input_release(struct line_input *in)
{
	buf_release(&in->held);
}

static bool must_stop(const struct line_input *in, unsigned heed)
{
	return (in->stop && *in->stop) || line_signals_any(heed);
}

/*
 * Signals are held back between the look at the flags and the wait, so that
 * none slips in between and is slept over. 1, 0, or -1: look at the flags.
 */
static int wait_readable(const struct line_input *in, int ms, unsigned heed)
{
	struct pollfd pfd = { .fd = in->fd, .events = POLLIN };
	struct timespec limit = { .tv_sec = ms / 1000,
				  .tv_nsec = ms % 1000 * 1000000L };
	sigset_t all, before;
	int n = -1;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	if (!must_stop(in, heed))
		n = ppoll(&pfd, 1, ms < 0 ? NULL : &limit, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return n;
}

/* Adds what is there to `out`; its end sets `ended`. */
static enum line_got read_some(struct line_input *in, int ms, unsigned heed,
			       struct buf *out)
{
	size_t room;
	ssize_t n;
	char *to;

	while (!in->ended) {
		int ready = wait_readable(in, ms, heed);

		if (ready < 0 && must_stop(in, heed))
			return LINE_SIGNAL;
		to = buf_room(out, READ_STEP, &room);
		if (!ready || !to)
			return LINE_NOTHING;
		if (ready < 0)
			continue;
		n = read(in->fd, to, room);
		if (n > 0) {
			buf_grew(out, (size_t)n);
			return LINE_BYTE;
		}
		/* EAGAIN: another reader was faster */
		in->ended = !n || (errno != EINTR && errno != EAGAIN);
	}
	return LINE_END;
}

enum line_got line_input_wait(struct line_input *in, int ms, unsigned heed)
{
	if (must_stop(in, heed))
		return LINE_SIGNAL;
	if (in->at < in->held.len)
		return LINE_BYTE;
	buf_clear(&in->held);
	in->at = 0;
	return read_some(in, ms, heed, &in->held);
}

static size_t held_len(const struct line_input *in)
{
	return in->held.len - in->at;
}

/* Is this the mark, or as much of it as there is? */
static bool may_begin(const struct line_input *in, const char *mark)
{
	size_t len = held_len(in) < MARK_LEN ? held_len(in) : MARK_LEN;

	return !memcmp(in->held.ptr + in->at, mark, len);
}

static bool at_mark(struct line_input *in, const char *mark)
{
	while (may_begin(in, mark)) {
		if (held_len(in) >= MARK_LEN) {
			in->at += MARK_LEN;
			return true;
		}
		if (read_some(in, MARK_MS, 0, &in->held) != LINE_BYTE)
			return false;
	}
	return false;
}

enum line_got line_input_next(struct line_input *in, unsigned heed)
{
	enum line_got got;
	int c;

	for (;;) {
		got = line_input_wait(in, -1, heed);
		if (got != LINE_BYTE || !in->terminal)
			return got;
		if (at_mark(in, PASTE_BEGIN))
			return LINE_PASTE;
		if (at_mark(in, PASTE_FINISH))
			continue;
		c = (unsigned char)in->held.ptr[in->at];
		if (c != in->key_int && c != in->key_stop)
			return LINE_BYTE;
		in->at++;
		return c == in->key_int ? LINE_INT : LINE_STOP;
	}
}

bool line_input_has_text(const struct line_input *in)
{
	unsigned char c;

	if (in->at == in->held.len)
		return false;
	c = (unsigned char)in->held.ptr[in->at];
	return c >= 0x20 && c != 0x7F;
}

bool line_input_at_end(const struct line_input *in)
{
	return in->at < in->held.len &&
	       memchr("\r\n\004", in->held.ptr[in->at], 3);
}

unsigned char line_input_byte(struct line_input *in)
{
	return (unsigned char)in->held.ptr[in->at++];
}

void line_input_push(struct line_input *in, const char *p, size_t len)
{
	struct buf now = BUF_INIT(in->held.max);

	buf_add(&now, p, len);
	buf_add(&now, in->held.ptr + in->at, held_len(in));
	buf_release(&in->held);
	in->held = now;
	in->at = 0;
}

/* A paste while it is read. */
struct paste {
	struct buf raw;		/* what came, from the paste's begin on */
	size_t seen;		/* of raw: here is no mark */
	size_t len;		/* of the paste: a mark ended it here */
	bool whole;		/* a mark was found */
	bool over;		/* too long: only its end is looked for */
};

/*
 * Looks through what came last; true when it is known where the paste ends:
 * at a mark that has the mark of another paste's begin behind it.
 */
static bool find_end(struct paste *p)
{
	const char *at;

	while (p->seen + MARK_LEN <= p->raw.len) {
		at = memchr(p->raw.ptr + p->seen, PASTE_BEGIN[0],
			    p->raw.len - p->seen);
		if (!at) {
			p->seen = p->raw.len;
			break;
		}
		p->seen = (size_t)(at - p->raw.ptr);
		if (p->seen + MARK_LEN > p->raw.len)
			break;
		if (!memcmp(at, PASTE_FINISH, MARK_LEN)) {
			p->whole = true;
			p->len = p->seen;
			p->seen += MARK_LEN;
		} else if (p->whole && !memcmp(at, PASTE_BEGIN, MARK_LEN)) {
			return true;
		} else {
			p->seen++;
		}
	}
	return false;
}

/* Of what is too long, all that may still be a part of a mark stays. */
static void drop_text(struct paste *p)
{
	char tail[MARK_LEN];
	size_t len = p->raw.len - p->seen;

	if (p->whole || p->raw.len <= LINE_PASTE_MAX + MARK_LEN)
		return;
	p->over = true;
	memcpy(tail, p->raw.ptr + p->seen, len);
	buf_clear(&p->raw);
	buf_add(&p->raw, tail, len);
	p->seen = 0;
}

/* Reads on. `stalled`: nothing had come for long, and then; kept here. */
static enum line_got read_more(struct line_input *in, struct paste *p,
			       bool *stalled)
{
	size_t before = p->raw.len;
	enum line_got got;

	if (p->whole)
		return read_some(in, BURST_MS, 0, &p->raw);
	got = read_some(in, STALL_MS, LINE_SIG_INT | LINE_SIG_QUIT, &p->raw);
	if (*stalled && got == LINE_BYTE &&
	    (unsigned char)p->raw.ptr[before] == in->key_int) {
		line_signals_add(LINE_SIG_INT);
		return LINE_SIGNAL;
	}
	*stalled = got == LINE_NOTHING;
	return got;
}

static enum line_got collect(struct line_input *in, struct paste *p)
{
	bool stalled = false;
	enum line_got got;

	while (!find_end(p)) {
		drop_text(p);
		/* what is behind a mark is not read without an end */
		if (p->whole && p->raw.len - p->len > LINE_PASTE_MAX / 2)
			break;
		got = read_more(in, p, &stalled);
		if (p->whole && got != LINE_BYTE)
			break;
		if (got == LINE_SIGNAL || got == LINE_END)
			return got;
	}
	return LINE_BYTE;
}

enum line_got line_input_paste(struct line_input *in, struct buf *out)
{
	struct paste p = { .raw = BUF_INIT(2 * LINE_PASTE_MAX) };
	size_t rest;
	enum line_got got;

	buf_add(&p.raw, in->held.ptr + in->at, held_len(in));
	buf_clear(&in->held);
	in->at = 0;
	got = collect(in, &p);
	if (got == LINE_BYTE) {
		rest = p.len + MARK_LEN;
		buf_add(out, p.raw.ptr, p.len);
		out->over |= p.over;
		buf_add(&in->held, p.raw.ptr + rest, p.raw.len - rest);
	}
	buf_release(&p.raw);
	return got;
}
