#include "route/followup.h"

#include <string.h>

#include "route/lexicon.h"

#define MOST_CHARS 60
#define MOST_BYTES (4 * MOST_CHARS)

/*
 * Entries as an ask reads once it is folded: lower case, punctuation as
 * blanks, one blank between words, none around. "|" parts them.
 */

/* The whole of a follow-up. */
static const char *const wholes[] = {
	/* English */
	"yes|yeah|yep|yup|sure|no|nope|ok|okay|right|correct|exactly|wrong|"
	"incorrect|true|continue|go on|go ahead|carry on|keep going|proceed|"
	"next|more|again|once more|one more|another|another one|try again|"
	"redo|retry|do it|do that|do so|do the same|same|undo|revert|shorter|"
	"longer|simpler|simplify|briefer|elaborate|expand|clarify|rephrase|"
	"why|why not|why so|how|how so|how come|who|when|where|which|which one|"
	"what|what else|what next|what then|and|and then|so|so what|really|"
	"are you sure|is that all|is that right|like what|such as|example|"
	"examples|for example|for instance|an example|give me an example|"
	"show me an example|tell me more|say more|go deeper|dig deeper|"
	"what do you mean|i don't understand|i don't get it|"
	"i do not understand|never mind|nevermind|thanks|thank you|thx|great|"
	"perfect|nice|cool|please|both|neither|all of them|none of them|"
	"the first|the second|the third|the last|the former|the latter|"
	"the other one|first one|second one|third one|last one|bullet points|"
	"fewer words|not that|not quite|it didn't work|it doesn't work|"
	"that didn't work|that doesn't work|still not working|same error|"
	"still broken|still wrong|fix it|fix that|shorten it|shorten that|"
	"explain it|explain that|explain|explain more|explain again",
	/* German */
	"ja|jep|nein|doch|genau|stimmt|richtig|falsch|weiter|mach weiter|"
	"weiter so|weitermachen|fahr fort|nochmal|noch mal|noch einmal|"
	"noch eins|noch eines|noch einer|mehr|mehr davon|kürzer|länger|"
	"einfacher|ausführlicher|genauer|warum|wieso|weshalb|warum nicht|wie|"
	"und|und dann|und jetzt|beispiel|zum beispiel|ein beispiel|danke|"
	"danke schön|bitte|sicher|bist du sicher|wie meinst du das|mach das|"
	"mach es|das gleiche|dasselbe|los|erklär das|erkläre das|alles klar",
	/* French */
	"oui|non|si|d'accord|continue|continuez|continuer|vas-y|encore|"
	"encore une fois|encore un|encore une|suite|la suite|plus court|"
	"plus long|plus simple|pourquoi|pourquoi pas|comment|comment ça|"
	"par exemple|un exemple|et alors|et ensuite|merci|refais|recommence|"
	"réessaie|raccourcis|simplifie|explique|explique ça|fais-le|exact|"
	"tu es sûr|c'est faux",
	/* Spanish */
	"sí|vale|claro|continúa|continua|continuar|sigue|adelante|otra vez|"
	"de nuevo|otro|otra|más|más corto|más largo|más simple|más sencillo|"
	"por qué|por que|por qué no|cómo|por ejemplo|un ejemplo|y luego|"
	"y después|gracias|hazlo|repite|explícalo|explica eso|estás seguro|"
	"correcto|exacto",
	/* Portuguese */
	"sim|não|nao|continue|prossiga|de novo|outra vez|mais um|mais uma|"
	"mais curto|mais longo|mais simples|por quê|porquê|porque|como assim|"
	"por exemplo|um exemplo|e depois|e agora|obrigado|obrigada|faça isso|"
	"certo|tem certeza",
	/* Italian */
	"sì|certo|vai avanti|avanti|prosegui|ancora|di nuovo|un altro|"
	"un'altra|più corto|più breve|più lungo|più semplice|perché|"
	"perché no|come mai|per esempio|un esempio|e poi|e adesso|grazie|"
	"fallo|riprova|sei sicuro|esatto|spiega",
	/* Dutch */
	"nee|ga door|ga verder|verder|doorgaan|nog een keer|nog eens|nog een|"
	"opnieuw|korter|langer|eenvoudiger|simpeler|waarom|waarom niet|hoezo|"
	"bijvoorbeeld|een voorbeeld|en dan|bedankt|dank je|dankjewel|doe het|"
	"doe dat|klopt|meer|hetzelfde|leg uit",
	/* Polish */
	"tak|nie|dalej|kontynuuj|jeszcze raz|jeszcze|krócej|dłużej|prościej|"
	"więcej|dlaczego|czemu|na przykład|przykład|i co dalej|dzięki|"
	"dziękuję|zrób to|na pewno|wyjaśnij",
	/* Russian */
	"да|нет|ага|хорошо|ладно|верно|продолжай|продолжи|продолжить|дальше|"
	"ещё|еще|ещё раз|еще раз|ещё один|еще один|снова|заново|короче|"
	"покороче|длиннее|подробнее|проще|попроще|почему|зачем|а почему|как|"
	"например|пример|и что|а потом|что дальше|спасибо|сделай это|"
	"ты уверен|точно|неправильно|не понял|не работает|объясни",
	/* Ukrainian */
	"так|ні|далі|продовжуй|продовжуйте|ще|ще раз|ще один|коротше|довше|"
	"простіше|детальніше|чому|наприклад|приклад|дякую|зроби це|поясни",
	/* Turkish */
	"evet|hayır|tamam|devam|devam et|tekrar|bir daha|bir tane daha|"
	"daha kısa|daha uzun|daha basit|neden|niye|niçin|nasıl|örneğin|"
	"örnek|mesela|ya sonra|teşekkürler|teşekkür ederim|sağol|emin misin|"
	"türkçe|açıkla",
	/* Arabic */
	"نعم|لا|أجل|حسنا|استمر|أكمل|تابع|واصل|المزيد|مرة أخرى|أعد|أقصر|"
	"أطول|أبسط|لماذا|كيف|مثلا|مثال|على سبيل المثال|شكرا|ثم ماذا|"
	"هل أنت متأكد|اشرح",
	/* Hindi */
	"हाँ|हां|जी|नहीं|ठीक है|जारी रखो|जारी रखें|आगे|आगे बढ़ो|और|फिर से|"
	"एक और|छोटा|छोटा करो|क्यों|कैसे|उदाहरण|उदाहरण दो|धन्यवाद|समझाओ",
	/* Chinese */
	"是|是的|对|对的|好|好的|行|可以|不|不是|不对|继续|繼續|请继续|請繼續|"
	"继续写|继续说|接着|接着说|然后|然后呢|下一个|下一步|再来一个|再来|"
	"再试一次|重来|重写|更短|更长|为什么|為什麼|为什么呢|怎么|比如|例如|"
	"举例|举个例子|谢谢|謝謝|真的吗|你确定吗|解释|解释一下|用中文|用英文|"
	"用英语|说中文|翻译成英文|翻译成中文|还有吗|还有呢",
	/* Japanese */
	"はい|いいえ|うん|ううん|そう|違う|違います|続けて|続けてください|続き|"
	"続きを|つづけて|つづき|次|次は|もう一度|もう一回|もう一つ|もっと|"
	"やり直して|なぜ|なんで|どうして|例えば|たとえば|例|本当|本当に|"
	"ありがとう|ありがとうございます|お願いします|短く|長く|詳しく|"
	"簡単に|英語で|日本語で|それで|説明して",
	/* Korean */
	"네|예|응|아니|아니요|아니오|계속|계속해|계속해줘|계속해 줘|"
	"계속해주세요|다음|다시|다시 해줘|다시 한번|한 번 더|하나 더|더|"
	"더 짧게|더 길게|더 쉽게|더 자세히|짧게|왜|왜요|어떻게|예를 들어|"
	"예시|고마워|감사합니다|정말|영어로|한국어로|설명해줘",
};

/* How one begins that has at most so many characters. */
static const struct {
	unsigned most;
	const char *words;
} beginnings[] = {
	{ 60, "now |and now |no i |i mean |i meant |make it |make that |"
	      "make them |do it |do that |do the same |same for |same with |"
	      "same in |same but |the same |translate it |translate that |"
	      "rewrite it |rewrite that |rephrase it |rephrase that |"
	      "explain it |explain that |put it |put that |turn it |turn that |"
	      "convert it |convert that |say it |say that |write it |"
	      "shorten it |shorten that |summarize that |summarise that |"
	      "expand on |elaborate on |try it |try again |try that |"
	      "and what about |but what about |what about |"
	      "what if you |but why |and why |and how |but how |"
	      "why did you |why do you |why is that |how is that |"
	      "how does that |does that |is that |what does that |"
	      "you forgot |you missed |you said |that's |that is |that was |" },
	{ 40, "and |but |also |then |instead |in that case |give me more |"
	      "show me more |tell me more |explain more |explain again |"
	      "and if |but if |remove the last |the first |the second |"
	      "the third |the last |" },
	{ 25, "in |more |less |even |fewer |another |a bit |a little |much |"
	      "too |without |with |as a |as an |shorter |longer |simpler |"
	      "one more |like |keep it |keep the |" },
	{ 20, "how about |" },
	{ 12, "option |number |" },
	{ 50, "jetzt |nun |mach es |mach das |mach's |mache es |"
	      "erklär das |erkläre das |erklär mir das |das gleiche |dasselbe |"
	      "was ist mit |wie wäre es mit |und was ist |fass das |"
	      "übersetze das |übersetz das |" },
	{ 40, "und |aber |sondern |noch ein |noch eine |noch einen |" },
	{ 25, "auf |etwas |ein bisschen |mehr |weniger |viel |als |ohne |" },
	{ 50, "maintenant |fais-le |fais le |traduis-le |traduis ça |"
	      "explique-le |explique ça |la même chose |et pour |"
	      "qu'en est-il |" },
	{ 40, "et |mais |encore un |encore une |" },
	{ 25, "en |plus |moins |un peu |trop |" },
	{ 50, "ahora |hazlo |tradúcelo |explícalo |lo mismo |y si |y en |"
	      "y qué |qué tal |qué hay de |agora |faça isso |traduza isso |"
	      "o mesmo |e se |e em |e o |e a |que tal |ora |adesso |fallo |"
	      "traducilo |lo stesso |e in |e per |che ne dici |" },
	{ 40, "pero |otro |otra |mas |outro |outra |ma |un altro |" },
	{ 25, "más |menos |mais |menos |più |meno |em |un poco |um pouco |" },
	{ 50, "maak het |doe het |vertaal het |leg het |hetzelfde |"
	      "en wat |wat dacht je |nu |teraz |zrób to |przetłumacz to |"
	      "a co z |to samo |" },
	{ 40, "maar |nog een |ale |jeszcze |" },
	{ 25, "in het |meer |minder |iets |po |bardziej |" },
	{ 50, "теперь |а теперь |сделай это |сделай его |переведи это |"
	      "то же самое |то же |а что |а если |а как |тепер |зроби це |" },
	{ 40, "а |и |но |ещё |еще |ще |але |" },
	{ 25, "на |по |более |менее |чуть |немного |" },
	{ 50, "şimdi |peki |bunu |onu |aynısını |ya |" },
	{ 40, "ama |ve |bir de |daha |" },
	{ 40, "الآن |والآن |وماذا عن |ماذا عن |لكن |ولكن |" },
	{ 20, "بال|باللغة |" },
	{ 40, "अब |और |लेकिन |इसे |इसको |" },
	{ 12, "现在|那么|换成|改成|改为|还有|但是|可是|把它|把这个改|你刚才|" },
	{ 8, "再|更|那|太|" },
	{ 4, "用|" },
	{ 14, "もっと|もう少し|では|じゃあ|それを|それは|それも|でも|今度は|"
	      "次は|さっきの|ほかに|他に|" },
	{ 20, "이제 |그럼 |그러면 |그리고 |하지만 |그걸 |그것을 |더 |좀 |" },
};

/* How one ends. */
static const struct {
	unsigned most;
	const char *words;
} endings[] = {
	{ 40, " instead| too long| too short| one more time|" },
	{ 20, " again|" },
	{ 40, " stattdessen| noch einmal| nochmal| à la place| otra vez|"
	      " de novo| di nuovo| opnieuw| ещё раз| еще раз|" },
	{ 8, "呢|一点|一些|一点儿|點|" },
	{ 8, "語で|版で|にして|" },
	{ 8, "어로|하게|" },
};

/* Said around an ask of any kind; what is left when they are gone counts. */
static const char before[] =
	"ok |okay |yes |yeah |no |please |well |hm |hmm |oh |great |thanks |"
	"thank you |can you |could you |would you |will you |just |ja |nein |"
	"bitte |gut |oui |non |sí |si |por favor |vale |sim |não |sì |nee |"
	"tak |nie |да |нет |хорошо |пожалуйста |evet |hayır |tamam |lütfen |"
	"نعم |من فضلك |हाँ |कृपया |好的|请|請|はい |네 |";

static const char after[] =
	" please| pls| thanks| thank you| then| now| bitte| danke|"
	" s'il te plaît| s'il vous plaît| stp| svp| merci| por favor|"
	" gracias| obrigado| per favore| grazie| alsjeblieft| graag| proszę|"
	" пожалуйста| спасибо| будь ласка| lütfen| من فضلك| कृपया|吧|"
	"ください| 주세요|해줘|";

/* An ask, folded. */
struct ask {
	char bytes[MOST_BYTES];
	struct text text;
	unsigned chars;
};

/* Punctuation that parts words or ends sentences; "-" and "'" join them. */
static bool is_blank(unsigned cp)
{
	static const unsigned wide[] = {
		0xA0,	0xA1,	0xBF,	0xAB,	0xBB,	0x60C,	0x61B,	0x61F,
		0x964,	0x201C, 0x201D, 0x2013, 0x2014, 0x2026, 0x3000, 0x3001,
		0x3002, 0x300C, 0x300D, 0xFF01, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B,
		0xFF1F,
	};

	if (cp < 0x80)
		return cp <= ' ' || strchr(",.;:!?()\"", (int)cp);
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (wide[i] == cp)
			return true;
	return false;
}

/* False when it is too long to be one. */
static bool fold(struct text t, struct ask *a)
{
	bool blank = false;
	size_t used, len = 0;
	unsigned cp;

	a->chars = 0;
	for (; t.len; t.ptr += used, t.len -= used) {
		utf8_decode(t.ptr, t.len, &cp, &used);
		if (is_blank(cp)) {
			blank = len > 0;
			continue;
		}
		if (a->chars + blank >= MOST_CHARS)
			return false;
		if (blank)
			a->bytes[len++] = ' ';
		a->chars += 1 + blank;
		blank = false;
		len += utf8_encode(cp == 0x2019 ? '\'' : lex_fold(cp),
				   a->bytes + len);
	}
	a->text = (struct text){ a->bytes, len };
	return true;
}

enum where { ALL, START, END };

static bool fits(struct text t, struct text entry, enum where where)
{
	if (where == ALL ? t.len != entry.len : t.len < entry.len)
		return false;
	return !memcmp(t.ptr + (where == END ? t.len - entry.len : 0),
		       entry.ptr, entry.len);
}

/* The length of the entry that fits, or 0. */
static size_t find(const char *words, struct text t, enum where where)
{
	size_t n;

	for (; *words; words += n + (words[n] == '|')) {
		n = strcspn(words, "|");
		if (fits(t, (struct text){ words, n }, where))
			return n;
	}
	return 0;
}

static bool is_one(struct text t, unsigned chars)
{
	size_t i;

	for (i = 0; i < sizeof(wholes) / sizeof(wholes[0]); i++)
		if (find(wholes[i], t, ALL))
			return true;
	for (i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		if (chars <= beginnings[i].most &&
		    find(beginnings[i].words, t, START))
			return true;
	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (chars <= endings[i].most &&
		    find(endings[i].words, t, END))
			return true;
	return false;
}

/* "2": one of those that were offered. */
static bool is_number(struct text t)
{
	return t.len && t.len <= 2 && t.ptr[0] >= '0' && t.ptr[0] <= '9' &&
	       t.ptr[t.len - 1] >= '0' && t.ptr[t.len - 1] <= '9';
}

bool route_is_follow_up(struct text ask)
{
	struct ask a;
	size_t n = 1;

	if (!fold(ask, &a))
		return false;
	while (n) {
		if (is_one(a.text, a.chars) || is_number(a.text))
			return true;
		n = find(before, a.text, START);
		a.text.ptr += n;
		a.text.len -= n;
		if (!n) {
			n = find(after, a.text, END);
			a.text.len -= n;
		}
	}
	return false;
}
