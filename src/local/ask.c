#include "local/ask.h"

#include <string.h>

#include "local/words.h"

#define ASK_TOKENS 320
#define ASK_READ ((size_t)2 << 10)
#define AHEAD 4		/* tokens from a number to what it counts */

/* A word, a number or one Han character, in lower case. */
struct atom {
	char s[28];
	size_t len, start, end;	/* end: in the instruction */
};

struct atoms {
	struct atom at[ASK_TOKENS];
	size_t len;
};

static bool is_digit(unsigned cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
}

static void atom_add(struct atom *a, unsigned cp)
{
	char form[4];
	size_t n;

	if (cp >= 0xFF10 && cp <= 0xFF19)	/* full-width digits */
		cp = cp - 0xFF10 + '0';
	n = utf8_encode(char_fold(cp), form);
	if (a->len + n >= sizeof(a->s))
		return;
	memcpy(a->s + a->len, form, n);
	a->len += n;
}

/* One atom from *pos on; false at the end. */
static bool atom_next(struct text t, size_t *pos, struct atom *a)
{
	size_t used, i = *pos;
	unsigned cp = 0, first = 0;

	*a = (struct atom){ 0 };
	for (; i < t.len; i += used) {
		utf8_decode(t.ptr + i, t.len - i, &cp, &used);
		if (a->len && (!char_is_word(cp) || char_is_han(cp) ||
			       is_digit(cp) != is_digit(first))) {
			/* 1,000 and 1.000 are one number */
			if ((cp != ',' && cp != '.') || !is_digit(first) ||
			    i + 4 > t.len || !is_digit((unsigned char)
						       t.ptr[i + 1]) ||
			    !is_digit((unsigned char)t.ptr[i + 3]))
				break;
			continue;
		}
		if (!char_is_word(cp))
			continue;
		if (!a->len) {
			first = cp;
			a->start = i;
		}
		atom_add(a, cp);
		if (char_is_han(cp)) {
			i += used;
			break;
		}
	}
	*pos = a->end = i;
	return a->len > 0;
}

static void atoms_read(struct text t, struct atoms *as)
{
	size_t pos = 0;

	if (t.len > ASK_READ)
		t.len = ASK_READ;
	as->len = 0;
	while (as->len < ASK_TOKENS && atom_next(t, &pos, &as->at[as->len]))
		as->len++;
}

static bool atom_is(const struct atom *a, const char *word)
{
	return strlen(word) == a->len && !memcmp(word, a->s, a->len);
}

static bool atom_in(const struct atom *a, const char *list)
{
	struct text t = text_of(list), token;
	size_t pos = 0;

	while (token_next(t, &pos, &token))
		if (token.len == a->len && !memcmp(token.ptr, a->s, a->len))
			return true;
	return false;
}

/* Words for numbers; `one` also lists the articles. */
static const struct {
	size_t value;
	const char *words;
} numbers[] = {
	{ 1, "one a an single ein eine einem einer einen un une una uno um uma "
	     "一" },
	{ 2, "two zwei deux dos dois duas due 二 两 兩" },
	{ 3, "three few drei trois tres três tre 三 paar quelques pocas poucas "
	     "poche" },
	{ 4, "four vier quatre cuatro quatro quattro 四" },
	{ 5, "five fünf cinq cinco cinque 五" },
	{ 6, "six sechs seis sei 六" },
	{ 7, "seven sieben sept siete sete sette 七" },
	{ 8, "eight acht huit ocho oito otto 八" },
	{ 9, "nine neun neuf nueve nove 九" },
	{ 10, "ten zehn dix diez dez dieci 十" },
	{ 11, "eleven elf onze once undici" },
	{ 12, "twelve zwölf douze doce doze dodici" },
	{ 15, "fifteen fünfzehn quinze quince quindici" },
	{ 20, "twenty zwanzig vingt veinte vinte venti" },
	{ 25, "fünfundzwanzig veinticinco venticinque" },
	{ 30, "thirty dreißig trente treinta trinta trenta" },
	{ 40, "forty vierzig quarante cuarenta quarenta quaranta" },
	{ 50, "fifty fünfzig cinquante cincuenta cinquenta cinquanta" },
	{ 60, "sixty sechzig soixante sesenta sessenta sessanta" },
	{ 70, "seventy siebzig setenta settanta" },
	{ 75, "fünfundsiebzig" },
	{ 80, "eighty achtzig ochenta oitenta ottanta" },
	{ 90, "ninety neunzig noventa novanta" },
	{ 100, "hundred hundert einhundert cent cien cem cento 百" },
	{ 200, "zweihundert doscientas doscientos duzentas duecento" },
	{ 1000, "thousand tausend mille mil 千" },
};

#define TEN_HAN "十"

/* The value of an atom that is a number, else 0. */
static size_t atom_value(const struct atom *a)
{
	size_t n = 0;

	if (is_digit((unsigned char)a->s[0])) {
		for (size_t i = 0; i < a->len; i++)
			if (n < 1000000)
				n = n * 10 + (size_t)(a->s[i] - '0');
		return n;
	}
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (atom_in(a, numbers[i].words))
			return numbers[i].value;
	return 0;
}

static bool is_article(const struct atom *a)
{
	return !is_digit((unsigned char)a->s[0]) && !atom_is(a, "one") &&
	       !atom_is(a, "一") && atom_value(a) == 1;
}

/*
 * The number that stands at *i ("twenty five", "two hundred", 二十五);
 * *i moves behind it. 0 when there is none.
 */
static size_t read_number(const struct atoms *as, size_t *i)
{
	size_t n = 0, last = 0, v;

	for (; *i < as->len; (*i)++) {
		v = atom_value(&as->at[*i]);
		if (!v)
			break;
		if (n && v >= 100 && n < v)
			n *= v;
		else if (n && atom_is(&as->at[*i], TEN_HAN))
			n = n % 100 ? n - n % 10 + n % 10 * 10 : n + 10;
		else if (n && v < 10 && last >= 10)
			n += v;
		else if (!n || n == 1)	/* "a 3" */
			n = v;
		else
			break;
		last = v;
	}
	return n;
}

enum unit {
	UNIT_NONE, UNIT_WORDS, UNIT_CHARS, UNIT_SENTENCES, UNIT_BULLETS,
	UNIT_PARAGRAPHS,
};

static const struct {
	enum unit unit;
	const char *words;
} units[] = {
	{ UNIT_WORDS, "word words wort wörter wörtern worte worten mot mots "
		      "palabra palabras palavra palavras parola parole "
		      "字 词 詞 語" },
	{ UNIT_CHARS, "character characters char chars letters zeichen "
		      "caractère caractères caracter caracteres carácter "
		      "caractere carattere caratteri" },
	{ UNIT_SENTENCES, "sentence sentences satz sätze sätzen phrase phrases "
			  "oración oraciones frase frases frasi line lines "
			  "zeile zeilen ligne lignes línea líneas linha linhas "
			  "riga righe 句 文 行" },
	{ UNIT_BULLETS, "bullet bullets bulletpoint bulletpoints point points "
			"takeaway takeaways item items stichpunkt stichpunkte "
			"stichpunkten stichworte stichworten punkte punkten "
			"puce puces punto puntos viñeta viñetas ponto pontos "
			"tópico tópicos marcadores punti 点 點 条 條 項 项" },
	{ UNIT_PARAGRAPHS, "paragraph paragraphs absatz absätze absätzen "
			   "paragraphe paragraphes párrafo párrafos parágrafo "
			   "parágrafos paragrafo paragrafi 段" },
};

static enum unit unit_at(const struct atoms *as, size_t i)
{
	const struct atom *a = &as->at[i];

	/* 文 is a sentence, but not in 文章, 文字, 文書 ... */
	if (atom_is(a, "文") && i + 1 < as->len &&
	    atom_in(&as->at[i + 1], "章 字 書 书 档 件 本 献 献"))
		return UNIT_NONE;
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++)
		if (atom_in(a, units[u].words))
			return units[u].unit;
	return UNIT_NONE;
}

/* Words that part a number from what comes after it. */
static const char parting[] =
	"in of as to into from with for and or using about on en de dans avec "
	"von mit aus di con em com da";

/* "one-line bullet points" says nothing of their number. */
static bool is_one_line(const struct atoms *as, size_t i)
{
	return i + 2 < as->len && atom_is(&as->at[i], "one") &&
	       atom_is(&as->at[i + 1], "line") &&
	       unit_at(as, i + 2) != UNIT_NONE;
}

/* What a number that ends before atom i counts. */
static enum unit counted(const struct atoms *as, size_t i)
{
	for (size_t n = 0; n < AHEAD && i + n < as->len; n++) {
		enum unit unit = unit_at(as, i + n);

		if (is_one_line(as, i + n)) {
			n++;
			continue;
		}
		if (unit != UNIT_NONE)
			return unit;
		if (atom_in(&as->at[i + n], parting) ||
		    atom_value(&as->at[i + n]))
			return UNIT_NONE;
	}
	return UNIT_NONE;
}

/* "under 100" is at most 99; "at least 100" leaves room above. */
static size_t adjust(const struct atoms *as, size_t at, size_t n)
{
	if (at && n > 1 &&
	    atom_in(&as->at[at - 1], "under below than unter"))
		return at > 1 && atom_is(&as->at[at - 1], "than") &&
				       !atom_in(&as->at[at - 2],
						"less fewer shorter") ?
			       n : n - 1;
	if (at && atom_in(&as->at[at - 1], "least mindestens"))
		return n + n / 4;
	return n;
}

static size_t lesser(size_t a, size_t b)
{
	return a && a < b ? a : b;
}

static void wish_add(struct wish *w, enum unit unit, size_t n)
{
	if (unit == UNIT_WORDS)
		w->words = lesser(w->words, n);
	else if (unit == UNIT_CHARS)
		w->chars = lesser(w->chars, n);
	else if (unit == UNIT_PARAGRAPHS && n <= 50)
		w->sentences = lesser(w->sentences, 4 * n);
	else if ((unit == UNIT_SENTENCES || unit == UNIT_BULLETS) && n <= 1000)
		w->sentences = lesser(w->sentences, n);
	if (unit == UNIT_BULLETS)
		w->bullets = true;
}

/* A wish that is one word, when nothing is counted. */
static const struct {
	const char *words;
	size_t sentences, chars;
	bool bullets;
} manners[] = {
	{ .words = "headline headlines title titel überschrift schlagzeile "
		   "titre título titolo titulo tagline oneliner subject",
	  .sentences = 1 },
	{ .words = "tweet", .chars = 280 },
	{ .words = "bullet bullets bulleted bulletpoints points takeaways "
		   "stichpunkte stichpunkten stichworten puces viñetas "
		   "tópicos",
	  .sentences = 5, .bullets = true },
	{ .words = "tldr", .sentences = 2 },
};

static const struct {
	const char *pair[2];
	size_t sentences;
	bool bullets;
} manner_pairs[] = {
	{ { "tl", "dr" }, 2, false },
	{ { "标", "题" }, 1, false },
	{ { "標", "題" }, 1, false },
	{ { "要", "点" }, 5, true },
	{ { "箇", "条" }, 5, true },
};

#define MANNERS (sizeof(manners) / sizeof(manners[0]))
#define PAIRS (sizeof(manner_pairs) / sizeof(manner_pairs[0]))

static void add_manner(struct wish *w, bool counted_any, size_t sentences,
		       size_t chars, bool bullets)
{
	w->bullets = w->bullets || bullets;
	if (!counted_any && !w->sentences)
		w->sentences = sentences;
	if (!counted_any && !w->chars)
		w->chars = chars;
}

static void read_manner(const struct atoms *as, struct wish *w)
{
	bool any = w->words || w->chars || w->sentences;

	for (size_t i = 0; i < as->len; i++)
		for (size_t m = 0; m < MANNERS; m++)
			if (atom_in(&as->at[i], manners[m].words))
				add_manner(w, any, manners[m].sentences,
					   manners[m].chars,
					   manners[m].bullets);
	for (size_t i = 0; i + 1 < as->len; i++)
		for (size_t m = 0; m < PAIRS; m++)
			if (atom_is(&as->at[i], manner_pairs[m].pair[0]) &&
			    atom_is(&as->at[i + 1], manner_pairs[m].pair[1]))
				add_manner(w, any, manner_pairs[m].sentences,
					   0, manner_pairs[m].bullets);
}

void ask_read(struct text instruction, struct wish *w)
{
	struct atoms as;
	size_t i = 0, at, n;
	enum unit unit;
	bool article;

	*w = (struct wish){ 0 };
	atoms_read(instruction, &as);
	while (i < as.len) {
		at = i;
		article = is_article(&as.at[i]);
		n = read_number(&as, &i);
		if (!n) {
			i++;
			continue;
		}
		if (is_one_line(&as, at))
			continue;
		/* 第一段 is the first paragraph */
		if (at && atom_is(&as.at[at - 1], "第"))
			continue;
		unit = counted(&as, i);
		if (article && n == 1 && unit != UNIT_SENTENCES &&
		    unit != UNIT_PARAGRAPHS)
			continue;
		/* "in a few words" */
		if (unit == UNIT_WORDS && n == 3 &&
		    !is_digit((unsigned char)as.at[at].s[0]))
			n = 25;
		wish_add(w, unit, adjust(&as, at, n));
	}
	read_manner(&as, w);
}
