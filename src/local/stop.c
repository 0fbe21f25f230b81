#include "local/stop.h"

#include <string.h>

#include "local/sentence.h"
#include "local/words.h"

unsigned char_at(struct text t, size_t i, size_t *used)
{
	unsigned cp = 0;

	*used = 1;
	if (i >= t.len)
		return 0;
	cp = (unsigned char)t.ptr[i];
	if (cp >= 0x80)
		utf8_decode(t.ptr + i, t.len - i, &cp, used);
	return cp;
}

enum stop { STOP_NONE, STOP_DOT, STOP_LATIN, STOP_WIDE };

static enum stop stop_kind(unsigned cp)
{
	static const struct {
		unsigned cp;
		enum stop kind;
	} stops[] = {
		{ '.', STOP_DOT }, { '!', STOP_LATIN }, { '?', STOP_LATIN },
		{ 0x2026, STOP_LATIN },	/* ellipsis */
		{ 0x203D, STOP_LATIN },	/* interrobang */
		{ 0x061F, STOP_LATIN },	/* Arabic question mark */
		{ 0x06D4, STOP_LATIN },	/* Urdu full stop */
		{ 0x0964, STOP_LATIN },	/* danda */
		{ 0x1362, STOP_LATIN },	/* Ethiopic full stop */
		{ 0x3002, STOP_WIDE }, { 0xFF01, STOP_WIDE },
		{ 0xFF1F, STOP_WIDE }, { 0xFF61, STOP_WIDE },
		{ 0xFF0E, STOP_WIDE },
	};

	if (cp > '?' && cp < 0x80)
		return STOP_NONE;
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		if (stops[i].cp == cp)
			return stops[i].kind;
	return STOP_NONE;
}

static bool is_closer(unsigned cp)
{
	static const unsigned closers[] = {
		'"', '\'', ')', ']', '}', '*', '_', 0x201D, 0x2019, 0xBB,
		0x203A, 0x300D, 0x300F, 0xFF09, 0x3011, 0x300B,
	};

	for (size_t i = 0; i < sizeof(closers) / sizeof(closers[0]); i++)
		if (closers[i] == cp)
			return true;
	return false;
}

/* Lists are words of ASCII with one blank between. */
static bool in_list(const char *list, const char *word, size_t len)
{
	for (const char *p = list; *p; p += strspn(p, " ")) {
		if (!strncmp(p, word, len) && (p[len] == ' ' || !p[len]))
			return true;
		p += strcspn(p, " ");
	}
	return false;
}

/* Folds ASCII letters of a short word; 0 when it is longer than cap. */
static size_t fold_ascii(struct text w, char *out, size_t cap)
{
	if (w.len > cap)
		return 0;
	for (size_t i = 0; i < w.len; i++) {
		char c = w.ptr[i];

		out[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	return w.len;
}

/* Stand before a name, so that a capital after them says nothing. */
static const char titles[] =
	"mr mrs ms messrs dr drs prof rev fr hon gen col capt cmdr lt maj sgt "
	"cpl sen rep gov pres supt insp st mt ft mme mlle sr sra srta dra ing "
	"lic sig dott dipl hr frl";

/* Stand before a number. */
static const char counters[] =
	"no nos nr fig figs eq eqs sec ch chap vol vols p pp para art ver v "
	"abs abb tab bd kap núm pág cap n";

/* May end a sentence or not: what follows decides. */
static const char shorts[] =
	"inc ltd co corp jr bros dept est approx assn univ vs cf al etc ca "
	"ed eds esp incl resp e.g i.e eg ie viz a.m p.m u.s u.k u.n e.u d.c "
	"ph.d m.d b.a m.a jan feb mar apr jun jul aug sep sept oct nov dec "
	"mon tue wed thu fri sat ave blvd rd bzw usw z.b d.h u.a bspw evtl "
	"ggf inkl vgl sog str u.s.a u.s.s.r p.s a.k.a pvt plc gmbh s.a s.p.a "
	"p.ej ej aprox av ecc pag";

/* Open a sentence when they are capitals after a short form. */
static const char openers[] =
	"the a an he she it we they you i this that these those there here "
	"his her its our their my in on at for from with by as if when while "
	"after before since because but and so or yet then however also "
	"although though during under according who what why how where now "
	"today yesterday last next some many most all no not one two "
	"der die das ein eine er sie es wir ich in im am auf mit von und aber "
	"le la les un une il elle nous ils mais et dans ce cette "
	"el los las una ella pero y en se o os as um uma lo gli e ma";

static const char months[] =
	"januar februar märz april mai juni juli august september oktober "
	"november dezember jahrhundert";

/* The word that begins at i, up to a blank or a mark. */
static struct text word_at(struct text t, size_t i)
{
	size_t end = i;

	while (end < t.len && end - i < 24 &&
	       ((unsigned char)t.ptr[end] >= 0x80 ||
		char_is_word((unsigned char)t.ptr[end])))
		end++;
	return (struct text){ .ptr = t.ptr + i, .len = end - i };
}

static bool is_listed(const char *list, struct text w)
{
	char fold[24];
	size_t len = fold_ascii(w, fold, sizeof(fold));

	return len && in_list(list, fold, len);
}

/* The word before the stop at i, with the dots inside it ("U.S"). */
static struct text word_before(struct text t, size_t from, size_t i)
{
	size_t start = i;

	while (start > from && i - start < 24) {
		unsigned char c = (unsigned char)t.ptr[start - 1];

		if (c < 0x80 && !char_is_word(c) && c != '.')
			break;
		start--;
	}
	return (struct text){ .ptr = t.ptr + start, .len = i - start };
}

static bool all_digits(struct text w)
{
	for (size_t i = 0; i < w.len; i++)
		if (w.ptr[i] < '0' || w.ptr[i] > '9')
			return false;
	return w.len > 0;
}

/* A letter by itself, or letters with dots between: "J", "U.S". */
static bool is_initials(struct text w)
{
	for (size_t i = 0; i < w.len; i++) {
		bool dot = w.ptr[i] == '.';

		if (dot != (i % 2 == 1) ||
		    (!dot && !char_is_word((unsigned char)w.ptr[i])))
			return false;
	}
	return w.len % 2 == 1 && !(w.ptr[0] >= '0' && w.ptr[0] <= '9');
}

/*
 * Does the dot at i belong to the word before it, seeing that the next word
 * begins at `next`? Kiss and Strunk (2006) learn this from a corpus; for one
 * document a list does better.
 */
static bool dot_belongs(struct text t, size_t from, size_t i, size_t next)
{
	struct text w = word_before(t, from, i), after = word_at(t, next);
	bool digit = after.len && after.ptr[0] >= '0' && after.ptr[0] <= '9';

	if (!w.len)
		return false;
	if (all_digits(w))
		return w.len <= 2 && is_listed(months, after);
	if (w.len > 1 && is_listed(titles, w))
		return !digit;
	if (digit && is_listed(counters, w))
		return true;
	if (is_initials(w) || is_listed(shorts, w))
		return !is_listed(openers, after) && !text_is(w, "I");
	return false;
}

/* Past stops, quotes and brackets that stand together. */
static size_t skip_stops(struct text t, size_t i, bool *wide, bool *many)
{
	size_t used, start = i;
	unsigned cp = char_at(t, i, &used);
	enum stop kind = stop_kind(cp);

	*wide = *many = false;
	for (; kind != STOP_NONE; kind = stop_kind(cp)) {
		*many = *many || kind != STOP_DOT || i > start;
		*wide = *wide || kind == STOP_WIDE;
		i += used;
		cp = char_at(t, i, &used);
	}
	while (i < t.len && is_closer(cp)) {
		i += used;
		cp = char_at(t, i, &used);
	}
	return i;
}

/*
 * The end of the sentence whose stop stands at i, with all that closes after
 * it; 0 when no sentence ends here.
 */
static size_t stop_end(struct text t, size_t from, size_t i, bool lower)
{
	bool wide, many;
	size_t end = skip_stops(t, i, &wide, &many), next = end, used;
	unsigned cp = char_at(t, end, &used);

	if (end >= t.len || wide)
		return end;
	if (!char_is_blank(cp))
		return 0;
	while (next < t.len && char_is_blank(cp)) {
		next += used;
		cp = char_at(t, next, &used);
	}
	if (next >= t.len)
		return end;
	if (!lower && char_is_lower(cp))
		return 0;
	return !many && dot_belongs(t, from, i, next) ? 0 : end;
}

/* A place for the cut in text without stops. */
bool is_clause_end(unsigned cp)
{
	static const unsigned marks[] = {
		',', ';', ':', ')', 0x2013, 0x2014, 0x3001, 0xFF0C, 0xFF1B,
		0xFF1A, 0x060C,
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (marks[i] == cp)
			return true;
	return false;
}

size_t stop_find(struct text t, size_t from, bool lower, bool *whole)
{
	size_t used, end, blank = 0, clause = 0;
	for (size_t i = from; i < t.len; i += used) {
		unsigned cp = char_at(t, i, &used);

		if (i + used - from > SENTENCE_MAX) {
			*whole = false;
			if (clause > from + SENTENCE_MAX / 2)
				return clause;
			return blank > from ? blank : i;
		}
		if (char_is_blank(cp))
			blank = i;
		else if (is_clause_end(cp))
			clause = i + used;
		if (stop_kind(cp) == STOP_NONE)
			continue;
		end = stop_end(t, from, i, lower);
		if (end) {
			*whole = true;
			return end;
		}
	}
	*whole = false;
	return t.len;
}
