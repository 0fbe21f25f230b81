#include "local/words.h"

#include <string.h>

struct range {
	unsigned first, last;
};

#define IN_RANGES(cp, table) \
	in_ranges(cp, table, sizeof(table) / sizeof((table)[0]))

/* Tables are in rising order. */
static bool in_ranges(unsigned cp, const struct range *r, size_t n)
{
	for (size_t i = 0; i < n && cp >= r[i].first; i++)
		if (cp <= r[i].last)
			return true;
	return false;
}

static const struct range blanks[] = {
	{ 0x09, 0x0D }, { 0x1C, 0x20 }, { 0x85, 0x85 }, { 0xA0, 0xA0 },
	{ 0x1680, 0x1680 }, { 0x2000, 0x200A }, { 0x2028, 0x2029 },
	{ 0x202F, 0x202F }, { 0x205F, 0x205F }, { 0x3000, 0x3000 },
	{ 0xFEFF, 0xFEFF },
};

bool char_is_blank(unsigned cp)
{
	if (cp > 0x20 && cp < 0x80)
		return false;
	return IN_RANGES(cp, blanks);
}

static const struct range han[] = {
	{ 0x2E80, 0x2FDF }, { 0x3005, 0x3007 }, { 0x3041, 0x30FF },
	{ 0x3105, 0x312F }, { 0x31F0, 0x31FF }, { 0x3400, 0x4DBF },
	{ 0x4E00, 0x9FFF }, { 0xF900, 0xFAFF }, { 0xFF66, 0xFF9D },
	{ 0x20000, 0x3FFFD },
};

bool char_is_han(unsigned cp)
{
	return cp >= 0x2E80 && IN_RANGES(cp, han);
}

/* Thai, Lao, Tibetan, Myanmar, Khmer: written without blanks too. */
static const struct range unspaced[] = {
	{ 0x0E00, 0x0EFF }, { 0x0F00, 0x0FFF }, { 0x1000, 0x109F },
	{ 0x1780, 0x17FF },
};

static bool is_unspaced(unsigned cp)
{
	return cp >= 0x0E00 && (char_is_han(cp) || IN_RANGES(cp, unspaced));
}

/* Above ASCII, what is not listed here is taken for a letter. */
static const struct range not_word[] = {
	{ 0x80, 0xA9 }, { 0xAB, 0xB4 }, { 0xB6, 0xB9 }, { 0xBB, 0xBF },
	{ 0xD7, 0xD7 }, { 0xF7, 0xF7 }, { 0x055A, 0x055F }, { 0x0589, 0x058A },
	{ 0x060C, 0x060D }, { 0x061B, 0x061F }, { 0x066A, 0x066D },
	{ 0x06D4, 0x06D4 }, { 0x0964, 0x0965 }, { 0x1361, 0x1368 },
	{ 0x2000, 0x206F }, { 0x2190, 0x2BFF }, { 0x2E00, 0x2E7F },
	{ 0x3000, 0x3004 }, { 0x3008, 0x3020 }, { 0x3030, 0x3030 },
	{ 0x30FB, 0x30FB }, { 0xE000, 0xF8FF }, { 0xFE10, 0xFE6F },
	{ 0xFEFF, 0xFF0F }, { 0xFF1A, 0xFF20 }, { 0xFF3B, 0xFF40 },
	{ 0xFF5B, 0xFF65 }, { 0xFFF0, 0xFFFF }, { 0x1F000, 0x1FAFF },
};

bool char_is_word(unsigned cp)
{
	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
		       (cp >= '0' && cp <= '9');
	return !char_is_blank(cp) && !IN_RANGES(cp, not_word);
}

/*
 * Capitals and the way to their small letters: `add` for blocks that stand
 * apart, else (0) pairs, the capital even or, where `odd`, odd.
 */
static const struct {
	unsigned first, last, add;
	bool odd;
} capitals[] = {
	{ 0xC0, 0xD6, 32, false },	{ 0xD8, 0xDE, 32, false },
	{ 0x100, 0x137, 0, false },	{ 0x139, 0x148, 0, true },
	{ 0x14A, 0x177, 0, false },	{ 0x178, 0x178, -121u, false },
	{ 0x179, 0x17E, 0, true },	{ 0x391, 0x3A9, 32, false },
	{ 0x400, 0x40F, 80, false },	{ 0x410, 0x42F, 32, false },
	{ 0x460, 0x481, 0, false },	{ 0x48A, 0x4BF, 0, false },
	{ 0x1E00, 0x1EFF, 0, false },
};

unsigned char_fold(unsigned cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
	for (size_t i = 0; i < sizeof(capitals) / sizeof(capitals[0]); i++) {
		if (cp < capitals[i].first || cp > capitals[i].last)
			continue;
		if (capitals[i].add)
			return cp + capitals[i].add;
		return (cp & 1) == capitals[i].odd ? cp + 1 : cp;
	}
	return cp;
}

bool char_is_upper(unsigned cp)
{
	return char_fold(cp) != cp;
}

static const struct range small[] = {
	{ 0xDF, 0xF6 }, { 0xF8, 0x24F }, { 0x3AC, 0x3CE }, { 0x430, 0x4BF },
	{ 0x1E00, 0x1EFF },
};

bool char_is_lower(unsigned cp)
{
	if (cp < 0x80)
		return cp >= 'a' && cp <= 'z';
	return IN_RANGES(cp, small) && !char_is_upper(cp);
}

/* Skips blanks, and the quoting signs at the start of a later line. */
static size_t skip_blank(struct text t, size_t pos)
{
	bool fresh = false;
	size_t used;
	unsigned cp;

	while (pos < t.len) {
		utf8_decode(t.ptr + pos, t.len - pos, &cp, &used);
		if (!char_is_blank(cp) && !(fresh && cp == '>'))
			break;
		fresh = cp == '\n' || (fresh && cp != '\n');
		pos += used;
	}
	return pos;
}

bool token_next(struct text t, size_t *pos, struct text *token)
{
	size_t i = skip_blank(t, *pos), start = i, used = 1;
	unsigned cp;

	for (; i < t.len; i += used) {
		unsigned char c = (unsigned char)t.ptr[i];

		used = 1;
		if (c > 0x20 && c < 0x80)
			continue;
		utf8_decode(t.ptr + i, t.len - i, &cp, &used);
		if (char_is_blank(cp))
			break;
	}
	*pos = i;
	*token = (struct text){ .ptr = t.ptr + start, .len = i - start };
	return i > start;
}

size_t token_words(struct text token)
{
	size_t used, alone = 0, runs = 0;
	bool in_run = false;
	unsigned cp;

	for (size_t i = 0; i < token.len; i += used) {
		used = 1;
		cp = (unsigned char)token.ptr[i];
		if (cp >= 0x80)
			utf8_decode(token.ptr + i, token.len - i, &cp, &used);
		if (char_is_han(cp)) {
			alone++;
			in_run = false;
		} else if (char_is_word(cp)) {
			runs += !in_run;
			in_run = true;
		} else if (cp >= 0x3000) {
			in_run = false;
		}
	}
	return alone ? alone + runs : 1;
}

size_t words_count(struct text t)
{
	struct text token;
	size_t pos = 0, n = 0;

	while (token_next(t, &pos, &token))
		n += token_words(token);
	return n;
}

/* FNV-1a, with Murmur3's finaliser: few bytes, well spread. */
static uint64_t hash_bytes(const char *p, size_t len)
{
	uint64_t h = 0xCBF29CE484222325u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)p[i]) * 0x100000001B3u;
	return hash_pair(h, 0);
}

uint64_t hash_pair(uint64_t a, uint64_t b)
{
	uint64_t h = a ^ (b * 0x9E3779B97F4A7C15u);

	h = (h ^ (h >> 33)) * 0xFF51AFD7ED558CCDu;
	h = (h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53u;
	h ^= h >> 33;
	return h ? h : 1;	/* 0 says "none" everywhere here */
}

#define MASK (sizeof(((struct lexicon *)0)->key) / sizeof(uint64_t) - 1)

static void lexicon_add(struct lexicon *lx, uint64_t key, unsigned mark)
{
	size_t i = key & MASK;

	for (size_t tries = 0; tries < MASK; tries++, i = (i + 1) & MASK) {
		if (lx->key[i] && lx->key[i] != key)
			continue;
		lx->key[i] = key;
		lx->marks[i] = (unsigned char)(lx->marks[i] | mark);
		return;
	}
}

static unsigned lexicon_marks(const struct lexicon *lx, uint64_t key)
{
	size_t i = key & MASK;

	for (; lx->key[i]; i = (i + 1) & MASK)
		if (lx->key[i] == key)
			return lx->marks[i];
	return 0;
}

static void add_list(struct lexicon *lx, const char *list, unsigned mark)
{
	struct text t = text_of(list), token;
	uint64_t before = 0, key;
	size_t pos = 0;

	while (token_next(t, &pos, &token)) {
		key = hash_bytes(token.ptr, token.len);
		if (mark != WORD_CUE) {
			lexicon_add(lx, key, mark);
		} else if (before) {
			lexicon_add(lx, hash_pair(before, key), mark);
			key = 0;
		}
		before = key;
	}
}

void lexicon_init(struct lexicon *lx, const struct language *lang)
{
	struct text list = text_of(lang->endings), ending;
	size_t pos = 0;

	memset(lx, 0, sizeof(*lx));
	while (lx->endings < 24 && token_next(list, &pos, &ending))
		lx->ending[lx->endings++] = ending;
	add_list(lx, lang->stop, WORD_STOP);
	add_list(lx, lang->weak, WORD_WEAK);
	add_list(lx, lang->cues, WORD_CUE);
}

const struct language *language_guess(struct text sample)
{
	const struct language *best = &languages[language_count - 1];
	size_t total = 0, most = 0;
	struct lexicon lx;

	for (size_t i = 0; i + 1 < language_count; i++) {
		struct word_reader r = WORD_READER_INIT(sample);
		size_t hits = 0;
		struct word w;

		lexicon_init(&lx, &languages[i]);
		for (total = 0; word_next(&lx, &r, &w); total++)
			hits += (w.marks & WORD_STOP) != 0;
		if (hits > most && hits * 8 >= total) {
			most = hits;
			best = &languages[i];
		}
	}
	return best;
}

/* Without the longest ending that leaves three bytes or more. */
static size_t stem_length(const struct lexicon *lx, const char *w, size_t len)
{
	for (size_t i = 0; i < lx->endings; i++) {
		struct text end = lx->ending[i];

		if (len >= end.len + 3 &&
		    !memcmp(w + len - end.len, end.ptr, end.len))
			return len - end.len;
	}
	return len;
}

/*
 * Particles of Chinese, and kana in pairs, are grammar rather than topic.
 */
static bool pair_is_grammar(unsigned a, unsigned b)
{
	static const unsigned particles[] = {
		0x7684, 0x4E86, 0x662F, 0x5728, 0x548C, 0x4E5F, 0x5C31,
		0x90FD, 0x800C, 0x53CA, 0x4E0E, 0x6709, 0x8FD9, 0x4E0D,
	};

	if (a >= 0x3041 && a <= 0x309F && b >= 0x3041 && b <= 0x309F)
		return true;
	for (size_t i = 0; i < sizeof(particles) / sizeof(particles[0]); i++)
		if (a == particles[i] || b == particles[i])
			return true;
	return false;
}

/* A pair of characters from pos on; the next word starts at the second. */
static void read_pair(struct word_reader *r, unsigned a, size_t used,
		      struct word *w)
{
	size_t next = r->pos + used, more;
	unsigned b = 0;

	w->start = r->pos;
	w->end = r->pos = next;
	if (next < r->t.len)
		utf8_decode(r->t.ptr + next, r->t.len - next, &b, &more);
	w->form = hash_pair(a, 1);
	if (next < r->t.len && is_unspaced(b) && !pair_is_grammar(a, b))
		w->term = hash_pair(a, (uint64_t)b << 1);
	r->before = 0;
}

/* Adds a folded character where there is room. */
static size_t fold_char(char *out, size_t len, size_t cap, unsigned cp)
{
	char form[4];
	size_t n;

	if (cp < 0x80 && len < cap) {
		out[len] = (char)char_fold(cp);
		return len + 1;
	}
	/* the typographer's apostrophe is the same */
	n = utf8_encode(cp == 0x2019 ? '\'' : char_fold(cp), form);
	if (len + n > cap)
		return len;
	memcpy(out + len, form, n);
	return len + n;
}

/* Folds the word from pos on into `out`; an apostrophe inside belongs. */
static size_t fold_word(struct word_reader *r, char *out, size_t cap)
{
	size_t len = 0, used;
	unsigned cp;

	for (; r->pos < r->t.len; r->pos += used) {
		used = 1;
		cp = (unsigned char)r->t.ptr[r->pos];
		if (cp >= 0x80)
			utf8_decode(r->t.ptr + r->pos, r->t.len - r->pos, &cp,
				    &used);
		if (!char_is_word(cp) && cp != '\'' && cp != 0x2019)
			break;
		if (is_unspaced(cp))
			break;
		len = fold_char(out, len, cap, cp);
	}
	while (len && out[len - 1] == '\'')
		len--;
	return len;
}

static void read_word(const struct lexicon *lx, struct word_reader *r,
		      struct word *w)
{
	char fold[64];
	size_t len, stem;

	w->start = r->pos;
	len = fold_word(r, fold, sizeof(fold));
	w->end = r->pos;
	w->form = hash_bytes(fold, len);
	w->marks = lexicon_marks(lx, w->form) & (WORD_STOP | WORD_WEAK);
	if (r->before)
		w->marks |= lexicon_marks(lx, hash_pair(r->before, w->form)) &
			    WORD_CUE;
	r->before = w->form;
	if ((w->marks & WORD_STOP) || len < 2)
		return;
	stem = len > 2 && !memcmp(fold + len - 2, "'s", 2) ? len - 2 : len;
	w->term = hash_bytes(fold, stem_length(lx, fold, stem));
}

bool word_next(const struct lexicon *lx, struct word_reader *r, struct word *w)
{
	size_t used;
	unsigned cp;

	*w = (struct word){ 0 };
	for (; r->pos < r->t.len; r->pos += used) {
		used = 1;
		cp = (unsigned char)r->t.ptr[r->pos];
		if (cp >= 0x80)
			utf8_decode(r->t.ptr + r->pos, r->t.len - r->pos, &cp,
				    &used);
		if (!char_is_word(cp))
			continue;
		if (is_unspaced(cp))
			read_pair(r, cp, used, w);
		else
			read_word(lx, r, w);
		return true;
	}
	return false;
}
