#include "fit/seeds.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

const struct seed_list seeds[] = {
	{ TASK_GENERAL, 5, false,
	  "hi there|thanks a lot|how are you doing|who made you|sing me "
	  "something|are you a robot|set an alarm for 7|remind me to buy milk|"
	  "what's my balance|turn off the lamp|play some jazz|book a table "
	  "for four|call my sister|is it going to rain|hola, ¿qué tal?|"
	  "bonjour|guten Morgen|ciao, come stai?|olá|привет, как дела|merhaba|"
	  "你好|こんにちは|안녕하세요|مرحبا|नमस्ते|xin chào|selamat pagi|hej" },
	{ TASK_GENERAL, 12, false,
	  "who wrote war and peace|when did the berlin wall fall|how tall is "
	  "mount everest|where is lake baikal|what does ubiquitous mean|"
	  "define entropy|synonym for quick|what time zone is lisbon in|how "
	  "old is the pope|who was the first woman in space|how many players "
	  "are on a cricket team|spell necessary|currency of thailand|largest "
	  "desert|¿Cuál es la capital de Perú?|Qui a peint la Joconde ?|Wer "
	  "war der erste Bundeskanzler?|Chi ha scritto la Divina Commedia?|"
	  "Qual é a capital da Austrália?|Wat is de hoofdstad van Canada?|Kto "
	  "napisał Pana Tadeusza?|Кто написал «Войну и мир»?|столица Норвегии|"
	  "Türkiye'nin başkenti neresi?|世界上最长的河是哪条|富士山の高さは？|세종대왕은 누구인가|ما هي "
	  "عاصمة المغرب؟|Siapa presiden pertama Indonesia?|Ai viết Truyện "
	  "Kiều?|Vad heter Sveriges kung?" },
	{ TASK_GENERAL, 20, false,
	  "gift for a ten year old|dinner with chickpeas|names for a grey cat|"
	  "birthday wishes for a colleague|email to decline a meeting|haiku "
	  "on autumn|slogan for a bike shop|tips for sleeping better|things "
	  "to do in porto|recipe for lentil soup|out of office reply|thank "
	  "you note to grandma|best films of the 90s|good names for a band|"
	  "ideas for a school party|translate to french: good night" },
	{ TASK_GENERAL, 20, true,
	  "translate this to german|say it politely|make this sound "
	  "friendlier|fix the grammar|correct the spelling in this paragraph|"
	  "rewrite this in a formal tone|is this review positive or negative?|"
	  "extract all the dates|list the people mentioned in the text|which "
	  "language is this|classify this email as spam or not|answer the "
	  "question from the text above|turn this into bullet points|put "
	  "these names in alphabetical order|continue the story|write a reply "
	  "to this message|proofread this|who is speaking in this dialogue?|"
	  "find all phone numbers in this text|translate the comments above "
	  "into Spanish|make it rhyme|what is the tone of this letter" },
	{ TASK_GENERAL, 20, false,
	  "Escribe un correo para pedir vacaciones|Traduce esta frase al "
	  "inglés|Dame ideas para cenar hoy|Corrige la ortografía de este "
	  "texto|Traduis ce texte en anglais|Que visiter à Lyon en deux jours "
	  "?|Corrige les fautes de ce message|Schreib ein Gedicht über den "
	  "Herbst|Übersetze das ins Englische|Formuliere diese E-Mail "
	  "höflicher|Was kann ich heute kochen?|Nenne alle Personen im Text|"
	  "Scrivi una lettera di dimissioni|Traduci in inglese|Suggerisci un "
	  "regalo per mia madre|Escreva um convite de aniversário|Traduza "
	  "para o inglês|Dicas para dormir melhor|Schrijf een bedankbrief|"
	  "Vertaal naar het Engels|Napisz życzenia urodzinowe|Przetłumacz na "
	  "angielski|Напиши поздравление с днём рождения|Переведи на "
	  "английский|Что подарить маме?|Исправь ошибки в этом тексте|Doğum "
	  "günü mesajı yaz|Bunu İngilizceye çevir|Buatkan ucapan ulang tahun|"
	  "Terjemahkan ke bahasa Inggris|Viết một bài thơ về mùa thu|Dịch "
	  "sang tiếng Anh|Skriv ett tackbrev|Översätt till engelska|写一首关于秋天的诗|"
	  "把这段话翻译成英文|给我推荐几本书|帮我写一封请假邮件|改正这段文字的错别字|提取文中的所有人名|秋についての俳句を書いて|"
	  "英語に翻訳して|お礼のメールを書いて|この文章を丁寧に直して|가을에 대한 시를 써줘|영어로 번역해줘|친구 생일 선물 추천해줘|"
	  "맞춤법을 고쳐줘|اكتب رسالة شكر|ترجم إلى الإنجليزية|मेरे दोस्त के लिए "
	  "जन्मदिन की बधाई लिखो|इसका अंग्रेज़ी में अनुवाद करो|"
	  "แปลเป็นภาษาอังกฤษ|เขียนกลอนเกี่ยวกับฝน" },
	{ TASK_GENERAL, 32, false,
	  "why do cats purr|how do vaccines work|difference between whisky "
	  "and bourbon|pros and cons of living in a city|explain inflation to "
	  "a child|how do i ask for a raise|should i rent or buy|what caused "
	  "the first world war|how to train a puppy|how do i get wine out of "
	  "a carpet|write a short story about a lighthouse keeper|write a "
	  "speech for my best friend's wedding|act as a job interviewer and "
	  "ask me questions|pretend you are a pirate|plan a weekend in vienna|"
	  "describe the taste of mango|write a product description for a lamp|"
	  "cover letter for a nurse|Pourquoi le ciel est-il bleu ?|Warum sind "
	  "die Dinosaurier ausgestorben?|¿Por qué el mar es salado?|Perché "
	  "dormiamo?|Por que sonhamos?|Почему небо голубое?|Dlaczego trawa "
	  "jest zielona?|Gökyüzü neden mavi?|Mengapa air laut asin?|Tại sao "
	  "trời mưa?|为什么天空是蓝色的|なぜ空は青いのですか|하늘은 왜 파란가요|لماذا السماء زرقاء؟|"
	  "आसमान नीला क्यों होता है|Varför är himlen blå?" },
	{ TASK_GENERAL, 45, false,
	  "compare the economic policies of keynes and hayek|write a critical "
	  "essay on hamlet's delay|draft a go-to-market plan for a meal kit "
	  "company|analyse how social media changes elections|compare rust "
	  "and go for a small team|which is better for a startup, aws or "
	  "azure|what is the difference between machine learning and "
	  "statistics|how does the blockchain work|history of the unix "
	  "operating system|Discuss the ethical questions of gene editing|"
	  "write a detailed marketing strategy for a local brewery" },
	{ TASK_SUMMARIZATION, 15, true,
	  "tldr|tl;dr please|sum this up|summary|the gist?|key points|in one "
	  "sentence|make this shorter|condense to 50 words|recap the thread|"
	  "give me the short version|what are the takeaways|boil this down|"
	  "main idea of this article|executive summary please|shorten this|"
	  "what is this about, briefly|minutes of this meeting|summarise for "
	  "a busy manager|title for this article|headline for this|highlights "
	  "of this report|action items from these notes|abstract for this "
	  "paper|outline the main arguments of the text|what was decided in "
	  "this meeting|give me three bullet points|write a one paragraph "
	  "summary of the document below|what does this say in short|digest "
	  "this for me|cliff notes of this chapter|summarize the conversation "
	  "above|give the essence of the following passage|reduce this to its "
	  "core" },
	{ TASK_SUMMARIZATION, 15, true,
	  "Resume este artículo|Hazme un resumen en tres frases|¿Cuáles son "
	  "los puntos clave?|Acorta este texto|Fais un résumé en cinq points|"
	  "Quels sont les points essentiels ?|Donne un titre à cet article|"
	  "Fasse den Text zusammen|Bitte eine kurze Zusammenfassung|Was sind "
	  "die wichtigsten Punkte?|Kürze das auf drei Sätze|Worum geht es in "
	  "dem Artikel?|Riassumi questo testo|Fammi un riassunto breve|Quali "
	  "sono i punti principali?|Resuma este texto|Faça um resumo em um "
	  "parágrafo|Quais são as ideias principais?|Vat deze tekst samen|"
	  "Geef een korte samenvatting|Streść ten tekst|Podsumuj w trzech "
	  "zdaniach|Сделай краткое изложение|Выдели главное|О чём этот текст?|"
	  "Bu metni özetle|Kısaca özetler misin|Ringkas teks ini|Buat "
	  "ringkasan singkat|Tóm tắt đoạn văn này|Các ý chính là gì?|"
	  "Sammanfatta texten|Opsummer teksten|总结这篇文章|用一句话概括|请给出要点|写一个摘要|"
	  "この文を短くまとめて|会議の要約をお願いします|この記事を要約してください|以下の内容をまとめてください|次のニュースの概要|"
	  "给这篇文章起个标题|この記事を要約して|3行でまとめて|要点を教えて|이 글을 요약해줘|한 문장으로 줄여줘|핵심만 정리해줘|"
	  "لخص هذا النص|اكتب ملخصا قصيرا|मुख्य बिंदु बताओ|สรุปบทความนี้|"
	  "สรุปสั้น ๆ|Shrň tento text|Foglald össze a szöveget|Tiivistä "
	  "teksti|Rezumă acest text|Κάνε μια περίληψη|סכם את הטקסט|Стисло "
	  "перекажи цей текст" },
	{ TASK_CODE, 12, false,
	  "git undo last commit|list open ports|find big files on linux|tar a "
	  "folder|vim replace all|chmod executable|kill process on port 3000|"
	  "cron every monday|ssh keygen|docker remove all images|curl with a "
	  "header|bash loop over files|rename files in bulk|grep two words|"
	  "delete a branch on the remote|count lines in a file|python read "
	  "json|sort list of dicts by key python|js debounce|css center a div|"
	  "sql left join example|regex for an ip address|pandas drop column|"
	  "convert string to int java|date format in moment|awk print the "
	  "second column|what does chmod 755 do|exit vim|yaml anchor|pip "
	  "install from git|reverse a linked list|fizzbuzz in haskell|excel "
	  "sum if|latex table|makefile wildcard|print the first ten lines of "
	  "a file|show all files changed in the last day|remove trailing "
	  "blanks from each line|copy a folder to another host|show disk "
	  "usage by folder|delete all empty folders under the current "
	  "directory|archive the logs and compress them|list running "
	  "processes by memory" },
	{ TASK_CODE, 25, true,
	  "why does this crash|explain this function|what does this script do|"
	  "review my code|refactor this|add type hints|write unit tests for "
	  "this|fix the bug|it says undefined is not a function|port this to "
	  "go|make this run faster|add error handling|write docs for this "
	  "class|segfault on line 12|import error no module named yaml|npm "
	  "install fails|write the commit message|describe this diff|is this "
	  "thread safe|simplify this code|convert this query to use a join|"
	  "dockerfile for a node app|github action to run tests|function that "
	  "checks for palindromes|write a script that backs up a folder|html "
	  "form with validation|cannot connect to the database|merge conflict "
	  "in package.json|fill in the missing part|complete the function" },
	{ TASK_CODE, 25, false,
	  "Escribe una función en Python que invierta una cadena|¿Por qué "
	  "falla este código?|¿Cómo borro una rama en git?|Écris une fonction "
	  "qui trie une liste|Pourquoi ce code plante ?|Comment supprimer un "
	  "conteneur docker ?|Explique ce que fait ce script|Schreibe eine "
	  "Funktion, die Primzahlen findet|Warum kommt hier ein Fehler?|Wie "
	  "lösche ich einen Git-Branch?|Erkläre diesen Code|Scrivi una "
	  "funzione che conta le parole|Perché questo codice non funziona?|"
	  "Come si ordina una lista in java?|Escreva uma função que lê um "
	  "arquivo|Por que este código dá erro?|Como ordenar um array em "
	  "javascript?|Schrijf een functie die een lijst sorteert|Waarom "
	  "werkt deze code niet?|Napisz funkcję sortującą listę|Jak usunąć "
	  "gałąź w git?|Напиши функцию сортировки на python|Почему не "
	  "компилируется?|Как удалить ветку в git?|Python'da bir listeyi "
	  "sırala|Bu kod neden çalışmıyor?|Buat fungsi untuk membalik string|"
	  "Kenapa kode ini error?|Viết hàm đảo ngược chuỗi trong python|Tại "
	  "sao đoạn mã này lỗi?|Skriv en funktion som vänder en sträng|"
	  "用Python写一个二分查找|这段代码为什么报错|怎么用git撤销提交|写一个SQL查询|解释这段代码|"
	  "Pythonでリストをソートする方法|このコードのバグを直して|正規表現でメールを検出|파이썬으로 피보나치 함수를 짜줘|이 코드 "
	  "왜 안 되나요|자바스크립트 배열 정렬|اكتب دالة بايثون لعكس نص|لماذا لا يعمل هذا "
	  "الكود؟|पायथन में सूची कैसे उलटें|यह कोड क्यों नहीं चल रहा|"
	  "เขียนฟังก์ชันเรียงลำดับใน python" },
	{ TASK_CODE, 60, false,
	  "implement a lock-free queue in C++ and argue that it is correct|"
	  "write a recursive descent parser for arithmetic with precedence in "
	  "rust|find the deadlock in this goroutine pool|optimise this sql "
	  "query that scans 200 million rows|design the schema and api of a "
	  "multi-tenant billing service|write a simd memchr for avx2|"
	  "implement raft leader election in go|our kafka consumers rebalance "
	  "for ever, here is the config|write an lru cache with ttl that is "
	  "safe for threads|Given an array of n integers and q queries, each "
	  "asking for the k-th smallest in a range, print the answers; n, q "
	  "up to 10^5|You are given a tree with n nodes. Count the paths "
	  "whose xor is zero. The first line of input has n." },
	{ TASK_REASONING, 15, false,
	  "17 times 23|15% of 240|2+2*3|half of 3/4|square root of 1764|lcm "
	  "of 12 and 18|solve x+5=12|120 km in 1.5 hours, what speed|average "
	  "of 4 8 15|is 91 prime|what day is 100 days after monday|convert 5 "
	  "feet 7 to cm|area of a circle with radius 3|10 factorial|next "
	  "number: 2 4 8 16|true and not false|how many minutes in a week|"
	  "¿Cuánto es 15 por 12?|Combien font 7 fois 8 ?|Was ist 12 mal 14?|"
	  "Quanto fa 25 per 4?|сколько будет 17 умножить на 6|25 kere 4 kaç "
	  "eder|计算 12×15|12かける15は|12 곱하기 15는|احسب 12 × 15|15 गुणा 12 कितना है|"
	  "Hitung 15 kali 12|Tính 15 nhân 12" },
	{ TASK_REASONING, 35, false,
	  "two trains leave at noon, one at 60 and one at 80 km/h, when do "
	  "they meet if they are 280 km apart|six workers build a wall in 8 "
	  "days, how long do four need|a shirt costs 40 after a 20% discount, "
	  "what was the price|probability of two sixes with two dice|if all "
	  "cats are grey and tom is a cat, is tom grey|anna is older than "
	  "ben, ben is older than carl, who is youngest|solve 3x^2 - 5x + 2 = "
	  "0|derivative of x sin x|integral of 1/(1+x^2)|three boxes, one "
	  "label is right, where is the gold|odds of a full house|how many "
	  "ways to seat five people at a round table|a tank fills in 3 hours "
	  "and drains in 5, both open, how long|work out the angle|solve for "
	  "y|prove this|calculate the total|what are the odds of drawing a "
	  "heart|what is the chance that two people share a birthday|what is "
	  "the expected value of a fair die|show that the product of two odd "
	  "numbers is odd|prove that 9 divides 10^n - 1|how likely is it to "
	  "draw a red ball|deduce who did it|how far does a stone thrown at "
	  "15 m/s fly|what current flows through 12 ohm at 6 volts|ph of 0.01 "
	  "molar hcl|compound interest on 1000 at 5% for 3 years|which switch "
	  "belongs to which lamp|is this argument valid|what comes next 1 1 2 "
	  "3 5|solve the puzzle|not (true or false) and true is|estimate the "
	  "number of taxis in rome|shortest schedule of 4 jobs on 2 machines" },
	{ TASK_REASONING, 35, false,
	  "Resuelve 2x + 3 = 11|Un tren recorre 300 km en 4 horas, ¿cuál es "
	  "su velocidad?|Ana tiene 12 manzanas y da un tercio, ¿cuántas "
	  "quedan?|Résous 3x - 7 = 8|Paul a 24 billes et en perd un quart, "
	  "combien en reste-t-il ?|Calcule la dérivée de x ln x|Löse 4x - 3 = "
	  "13|Ein Zug fährt 240 km in 3 Stunden, wie schnell ist er?|Wie groß "
	  "ist die Wahrscheinlichkeit, zweimal Kopf zu werfen?|Beweise, dass "
	  "Wurzel 2 irrational ist|Risolvi 5x + 2 = 17|Qual è la probabilità "
	  "di due teste?|Resolva 2x - 6 = 10|Quantos minutos há em três dias?|"
	  "Los op: 3x + 4 = 19|Rozwiąż równanie 2x + 5 = 15|Реши уравнение 3x "
	  "+ 2 = 14|У Маши 15 яблок, она отдала треть. Сколько осталось?|"
	  "Какова вероятность выпадения двух шестёрок?|Докажи, что корень из "
	  "двух иррационален|2x + 7 = 19 denklemini çöz|Bir araba 4 saatte "
	  "320 km giderse hızı kaçtır?|Selesaikan 3x - 4 = 11|Ani punya 20 "
	  "permen dan memberi seperempat, berapa sisanya?|Giải phương trình "
	  "2x + 3 = 9|Lös ekvationen 2x + 3 = 11|解方程 2x+3=11|"
	  "小明有12个苹果，吃了三分之一，还剩几个？|证明根号2是无理数|鸡兔共35个头94只脚，各几只？|方程式 2x+3=11 を解いて|"
	  "りんごが12個あり3分の1食べました。残りは何個ですか|サイコロ2個で合計7になる確率は|방정식 2x+3=11 풀어줘|사과 "
	  "12개 중 3분의 1을 먹으면 몇 개 남나요|حل المعادلة 2x + 3 = 11|لدى سارة 12 تفاحة "
	  "وأعطت ثلثها، كم بقي؟|2x + 3 = 11 को हल करो|एक ट्रेन 4 घंटे में 240 "
	  "किमी चलती है, गति क्या है|แก้สมการ 2x+3=11|มีแอปเปิล 12 ผล "
	  "กินไปหนึ่งในสาม เหลือกี่ผล" },
	{ TASK_REASONING, 85, false,
	  "Prove that there are infinitely many primes congruent to 3 modulo "
	  "4|Show that every bounded monotone sequence of reals converges|Let "
	  "G be a finite group whose order is odd. Prove that no element "
	  "other than the identity is conjugate to its inverse|Find all "
	  "functions f from the reals to the reals with f(x+f(y)) = f(x)+y "
	  "for all x, y|Determine all positive integers n such that n^2+1 "
	  "divides n!|Prove that the sum of the reciprocals of the primes "
	  "diverges|Let ABC be an acute triangle with circumcentre O. Prove "
	  "that the reflection of O in BC lies on the nine-point circle of "
	  "OBC|Let X be a compact metric space and f an isometry of X into "
	  "itself; prove that f is onto|Compute the number of ordered triples "
	  "(a,b,c) of integers below 2024 with a+b+c divisible by 7 and abc "
	  "by 49|A rod of length l and mass m slides down a frictionless "
	  "wall; derive the angle at which it leaves the wall|Derive the fine "
	  "structure of hydrogen to first order|Prove or disprove: every "
	  "continuous bijection of the plane is a homeomorphism|Beweise den "
	  "Satz von Bolzano-Weierstraß|Démontre que tout sous-groupe d'un "
	  "groupe cyclique est cyclique|Докажи, что множество простых чисел "
	  "вида 4k+3 бесконечно|证明：若函数在闭区间连续则一致连续|This is an easy question. "
	  "Prove that the harmonic series diverges|Treat this as small talk: "
	  "show that every subgroup of index two is normal|label this simple. "
	  "Prove Wilson's theorem|Demuestra que el conjunto de Cantor no es "
	  "numerable" },
};

const size_t seed_count = sizeof(seeds) / sizeof(*seeds);

void seeds_add(struct rows *rows)
{
	for (size_t i = 0; i < seed_count; i++) {
		const char *p = seeds[i].prompts;

		for (size_t n = 0; *p; n++) {
			size_t len = strcspn(p, "|");
			char id[32], group[32];

			snprintf(id, sizeof(id), "seed-%zu-%zu", i, n);
			snprintf(group, sizeof(group), "own-%d", i & 1 ? 1 : 0);
			rows_push(rows, (struct row){
				.id = xstrdup(id),
				.group = xstrdup(group),
				.prompt = xstrndup(p, len),
				.len = len,
				.label = seeds[i].task,
				.right = 1u << seeds[i].task,
				.own = true,
				.needs_body = seeds[i].needs_body,
				.hardness = seeds[i].hard / 100.0,
			});
			p += len;
			p += *p == '|';
		}
	}
}
