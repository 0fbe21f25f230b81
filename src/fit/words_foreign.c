#include "fit/words.h"

/*
 * The other languages, in the order Spanish, French, German, Italian,
 * Portuguese, Dutch, Polish, Russian, Turkish, Indonesian, Vietnamese,
 * Swedish and neighbours, then scripts without blanks and Arabic, Hindi.
 */
const struct word_list words_foreign[] = {
	{ LEX_CONDENSE,
	  "resumen resumir resúmen resume_el resume_este resume_esto "
	  "resume_la resume_los resúmeme resúmelo sintetiza* puntos_clave "
	  "ideas_principales puntos_principales en_pocas_palabras résum* "
	  "resumé en_résumé points_clés points_essentiels idées_principales "
	  "l'essentiel synthèse synthétis* condense_ce zusammenfass* "
	  "fasse_zusammen fass_zusammen fasse_den fasse_diesen fasse_das "
	  "fass_das fass_den fass_mir kurzfassung kernaussage* hauptpunkte "
	  "wichtigsten_punkte kernpunkte in_kürze stichpunkt* riassum* "
	  "riassunt* sintesi punti_principali punti_chiave in_sintesi "
	  "resum* resuma resumo pontos_principais pontos-chave samenvat* "
	  "vat_samen vat_dit vat_deze vat_het kernpunten hoofdpunten "
	  "podsumu* podsumowanie streść streszcz* streszczenie "
	  "najważniejsze_punkty w_skrócie резюм* резюмируй кратк* суммируй "
	  "сократи основные_мысли главные_мысли ключевые_моменты вкратце "
	  "перескажи пересказ выжимка тезисы підсумуй стисло коротко "
	  "стислий узагальни özet* özetle ana_fikir ana_noktalar kısalt "
	  "ringkas* rangkum* rangkuman ringkasan intisari poin_utama "
	  "tóm_tắt ý_chính tóm_gọn sammanfatt* sammendrag sammenfat* "
	  "opsummer* oppsummer* resumé_af tiivistä tiivistelmä yhteenveto "
	  "shrň shrnutí shrnout zhrň zhrnutie foglald_össze összefoglal* "
	  "rezumă rezumat rezuma* περίληψη σύνοψη συνόψισε סכם תקציר סיכום "
	  "لخص لخصي تلخيص ملخص خلاصة الخلاصة اختصر إيجاز موجز خلاصه "
	  "خلاصه_کن संक्षेप सारांश संक्षिप्त सार সারাংশ সংক্ষেপ muhtasari "
	  "fupisha zusammengefasst auf_den_punkt kurz_zusammen 总结 概括 摘要 概述 "
	  "归纳 要点 缩写 简述 提炼 总结一下 精简 缩短 總結 歸納 大意 主要内容 一句话 中心思想 梗概 纪要 要約 まとめ 要旨 "
	  "概要 手短 簡潔 短く 要するに 3行 요약 요점 간추 핵심 정리해 줄여 สรุป ย่อ ใจความ" },
	{ LEX_HEADING,
	  "título titre titular überschrift titel titolo titulo tytuł "
	  "nagłówek заголовок заголовки название başlık judul tiêu_đề "
	  "rubrik otsikko titlu τίτλο عنوان शीर्षक 标题 題目 题目 标题 見出し タイトル 제목 "
	  "ชื่อเรื่อง" },
	{ LEX_GIVEN,
	  "siguiente este_texto el_texto este_artículo suivant suivante "
	  "ce_texte le_texte cet_article ci-dessous ci-dessus folgend* "
	  "diesen_text diesen_artikel den_text seguente questo_testo "
	  "il_testo seguinte este_artigo o_texto esse_texto deze_tekst "
	  "volgende de_tekst poniższy ten_tekst tekst następujący следующий "
	  "следующую этот_текст текст эту_статью цей_текст bu_metni "
	  "bu_metin aşağıdaki metni teks_ini berikut teks_berikut văn_bản "
	  "bài_viết_này sau_đây đoạn_văn texten följande النص المقال التالي "
	  "هذا_النص निम्नलिखित पाठ इस 以下 下面 这段 这篇 下列 文本 文章 段落 上文 本文 次の 以下の "
	  "この文章 テキスト 記事 文章 다음 이_글 글을 텍스트 기사 ต่อไปนี้ ข้อความ บทความ" },
	{ LEX_CODE_VERB,
	  "depura corrige_el_error corrige_este_código refactoriza programa "
	  "implementa escribe_una_función función_en corrige_ce_code "
	  "débogue écris_une_fonction fonction_python implémente "
	  "korrigiere_den_code debugge programmiere programmier "
	  "implementiere schreibe_eine_funktion kompilier* "
	  "scrivi_una_funzione correggi funzione_in escreva_uma_função "
	  "função_em corrija conserte programmeer schrijf_een_functie "
	  "napraw napisz_funkcję zaimplementuj napisz_skrypt funkcję "
	  "исправь исправьте напиши_функцию напиши_программу напиши_скрипт "
	  "реализуй скомпилир* отладь отрефактори почему_не_работает "
	  "напиши_код fonksiyon_yaz düzelt kod_yaz hatayı perbaiki "
	  "buat_fungsi buatkan_fungsi buatkan_kode viết_hàm sửa_lỗi viết_mã "
	  "viết_chương skriv_en_funktion اكتب_دالة دالة برنامج कोड फ़ंक्शन "
	  "प्रोग्राम 编写 代码 函数 程序 调试 修复 编程 实现一个 写一个程序 报错 运行 脚本 重构 算法 数据库 "
	  "查询语句 正则 变量 接口 コード 関数 プログラム 実装 デバッグ スクリプト 正規表現 バグ 変数 코드 함수 프로그램 "
	  "스크립트 구현 디버그 정규식 버그 โค้ด ฟังก์ชัน โปรแกรม เขียนโปรแกรม" },
	{ LEX_CODE_NOUN,
	  "código función funciones consulta cadena lista_en bucle clase "
	  "arreglo expresión_regular fonction fonctions chaîne boucle "
	  "requête fichier expression_régulière funktion funktionen "
	  "schleife datei skript abfrage klasse regulären regulärer "
	  "regulären_ausdruck programm quellcode funzione codice file_csv "
	  "ciclo stringa espressione_regolare função consulta_sql laço "
	  "classe expressão_regular functie lus bestand funkcja skrypt "
	  "zapytanie pętla wyrażenie_regularne plik klasa функция функцию "
	  "код кода скрипт программа программу запрос цикл массив строка "
	  "строку файл регулярное регулярка функцію fonksiyon fonksiyonu "
	  "kod kodu döngü dosya dizi sınıf sorgu fungsi kode skrip "
	  "perulangan berkas hàm mã vòng_lặp chương_trình lớp tệp kommando "
	  "funktion_som الكود كود شفرة مصفوفة حلقة" },
	{ LEX_CALCULATE,
	  "calcul* calcule calcula calculer calculez résou* resuelve "
	  "resolver resuelva halla encuentra_el simplifica deriva berechne* "
	  "rechne löse bestimme ermittle vereinfache calcola* risolvi "
	  "risolvere trova semplifica calcule_a resolva encontre bereken* "
	  "los_op oblicz obliczyć rozwiąż wyznacz znajdź policz вычисли* "
	  "посчита* реши решите рассчита* найди найдите сколько_будет "
	  "упрости обчисли розв'яжи hesapla* çöz çözün bul bulunuz kaçtır "
	  "hitung* selesaikan tentukan carilah tính giải tìm_giá_trị "
	  "beräkna lös beregn løs laske ratkaise spočítej vypočítej vyřeš "
	  "számítsd oldd_meg calculează rezolvă υπολόγισε λύσε חשב פתור "
	  "احسب حل أوجد محاسبه हल_करें गणना हल 计算 求解 解方程 求出 求 解答 化简 等于多少 "
	  "算一下 计算 求值 計算 解いて 解け 求め 解きなさい 計算して 계산 풀어 구하시오 구해 คำนวณ แก้สมการ "
	  "จงหา" },
	{ LEX_PROVE,
	  "demuestra demostrar prueba_que démontre* démontrer prouve* "
	  "beweise beweis zeige_dass dimostra dimostrare prove_que "
	  "demonstre bewijs udowodnij dowód докажи* доказать доведи kanıtla "
	  "ispatla buktikan chứng_minh bevisa bevis dokaž bizonyítsd "
	  "demonstrează απόδειξε הוכח أثبت برهن सिद्ध_करें 证明 證明 証明 증명 "
	  "พิสูจน์" },
	{ LEX_MATHS,
	  "ecuación derivada integral área suma raíz primos triángulo "
	  "équation dérivée intégrale aire somme racine premiers gleichung "
	  "ableitung fläche summe wurzel primzahl* dreieck equazione "
	  "derivata integrale somma radice triangolo equação derivada_de "
	  "soma raiz triângulo vergelijking afgeleide oppervlakte som "
	  "równanie pochodna pochodną całka suma pole pierwiastek уравнение "
	  "производн* интеграл площадь сумма сумму корень треугольник* "
	  "числа число denklem* türev integrali alan toplam asal üçgen "
	  "persamaan turunan luas jumlah bilangan segitiga phương_trình "
	  "đạo_hàm tích_phân diện_tích tổng số_nguyên_tố ekvation المعادلة "
	  "معادلة مشتق تكامل مساحة مجموع समीकरण 方程 导数 积分 面积 三角形 质数 周长 整数 平方 "
	  "方程式 微分 積分 面積 素数 角度 방정식 미분 적분 넓이 소수 สมการ" },
	{ LEX_CHANCE,
	  "probabilidad probabilité wahrscheinlichkeit probabilità "
	  "probabilidade waarschijnlijkheid kans prawdopodobieństwo "
	  "вероятность вероятности olasılık* peluang xác_suất sannolikhet* "
	  "احتمال प्रायिकता 概率 骰子 機率 確率 サイコロ 확률 ความน่าจะเป็น dado dados dé "
	  "dés würfel dobbelsteen kości zar" },
	{ LEX_LOGIC,
	  "acertijo lógica énigme devinette logique rätsel logik "
	  "indovinello enigma charada raadsel zagadka logiczna загадка "
	  "загадку логическ* bilmece mantık teka-teki câu_đố gåta لغز पहेली "
	  "谜语 推理 逻辑 鸡兔同笼 なぞなぞ 推論 論理 수수께끼 추론" },
	{ LEX_HOW_MANY,
	  "cuántos cuántas cuánto cuánta combien wie_viele wie_viel wieviel "
	  "wieviele quanti quante quanto quanta quantos quantas hoeveel ile "
	  "ilu сколько скільки kaç ne_kadar berapa bao_nhiêu hur_många "
	  "hur_mycket hvor_mange hvor_meget kuinka_monta kolik koľko hány "
	  "mennyi câți câte πόσα πόσο πόσους כמה كم چند कितने कितना कितनी "
	  "কত কয়টি ngapi ఎన్ని எத்தனை 多少 几个 几只 几岁 多少钱 总共 一共 多少天 多少人 何個 何人 "
	  "いくら いくつ 何円 何分 何時間 合計 何本 何匹 何枚 몇 얼마 총 กี่ เท่าไหร่ เท่าไร เท่าใด" },
	{ LEX_QUANTITY,
	  "cada vende compra mitad doble veces gana cuesta quedan tiene "
	  "chaque vend achète moitié double_de fois gagne coûte reste "
	  "il_y_a jede* jeder verkauft kauft hälfte doppelt mal pro "
	  "verdient kostet übrig ogni vende_il compra_un metà doppio volte "
	  "costa ha vendeu comprou metade dobro vezes custa tem elke elk "
	  "koopt helft keer kost heeft każdy kupił połowa razy kosztuje ma "
	  "кажд* продал купил* половин* раз стоит осталось всего вдвое за "
	  "her satın yarısı katı tane toplamda setiap membeli setengah kali "
	  "masing-masing mỗi mua một_nửa lần còn_lại varje köper hälften "
	  "gånger كل اشترى نصف ضعف प्रत्येक आधा गुना खरीद प्रति প্রতি "
	  "প্রতিটি অর্ধেক 平均 每 剩下 一半 倍 买 卖 每天 每小时 还剩 每个 それぞれ 半分 毎日 あたり 残り "
	  "買い 売り 個の 각각 절반 매일 배 남은 แต่ละ ครึ่ง เท่า ทุก kila nusu mara ప్రతి "
	  "ஒவ்வொரு சதவீத శాతం શાતં শতাংশ prozent procent процент* "
	  "por_ciento pour_cent yüzde persen phần_trăm" },
	{ LEX_UNIT,
	  "kilómetros kilomètres kilometer* stunden stunde minuten "
	  "kilometr* километр* метр* час часа часов минут рубл* лет euro "
	  "euros dollar* dólares доллар* долл saat dakika lira jam menit "
	  "rupiah giờ phút đô_la heures heure horas ore ora uur uren "
	  "godzin* kilo kilos 千克 公里 小时 分钟 美元 厘米 公斤 米 元 斤 円 キロ 時間 分 歳 人 ドル "
	  "メートル 시간 킬로 원 미터 달러 분 ชั่วโมง กิโลเมตร บาท ดอลลาร์ घंटे किलो "
	  "रुपये ডলার ঘন্টা মাইল డాలర్ల డాలర్లు saa dola" },
	{ LEX_STEPS,
	  "paso_a_paso étape_par_étape pas_à_pas schritt_für_schritt "
	  "passo_dopo_passo passo_a_passo stap_voor_stap krok_po_kroku "
	  "шаг_за_шагом пошагово по_шагам adım_adım langkah_demi_langkah "
	  "từng_bước steg_för_steg خطوة_بخطوة चरण_दर_चरण 一步一步 逐步 步骤 ステップ "
	  "順を追って 단계별 단계적 ทีละขั้นตอน" },
	{ LEX_WRITE,
	  "escribe escribir redacta redactar crea genera elabora inventa "
	  "écris écrivez rédige rédiger rédigez crée génère schreib "
	  "schreibe verfasse erstelle entwirf scrivi scrivere genera_un "
	  "crea_un escreva escrever crie redija gere schrijf maak verzin "
	  "napisz stwórz ułóż wymyśl напиши напишите составь создай "
	  "придумай сочини напишіть yaz yazın yazar_mısın oluştur hazırla "
	  "tulis tuliskan buat buatkan karang viết soạn tạo hãy_viết skriv "
	  "kirjoita napiš vytvoř írj scrie γράψε כתוב اكتب اكتبي أنشئ بنویس "
	  "लिखें लिखो लिखिए बनाएं লিখুন andika 写 撰写 创作 生成 编写一个 设计 创建 写一 写出 "
	  "书いて 書いて 作成 作って 考えて 書き 써줘 작성 만들어 써 써라 지어 เขียน แต่ง สร้าง" },
	{ LEX_GENRE,
	  "poema cuento historia carta correo ensayo canción chiste poème "
	  "histoire lettre courriel courrier e-mail_de essai chanson blague "
	  "conte gedicht geschichte brief aufsatz lied witz märchen "
	  "e-mail_an bewerbung anschreiben poesia racconto lettera canzone "
	  "barzelletta conto redação piada gedichtje verhaal "
	  "sollicitatiebrief grap wiersz opowiadanie bajkę żart "
	  "wypracowanie list стих* стихотворение рассказ письмо сказк* эссе "
	  "анекдот песн* сочинение шутк* şiir hikaye mektup e-posta masal "
	  "fıkra deneme puisi cerita surat esai pantun lelucon bài_thơ "
	  "truyện thư bài_văn dikt berättelse brev saga runo tarina قصيدة "
	  "قصة رسالة مقال قصيده कविता कहानी पत्र निबंध 诗 故事 小说 邮件 信 作文 歌词 "
	  "文案 广告 标语 演讲 笑话 散文 对话 詩 物語 手紙 メール 小説 俳句 作文 歌詞 시 이야기 편지 이메일 소설 글 "
	  "กลอน นิทาน จดหมาย อีเมล" },
	{ LEX_ROLE,
	  "actúa_como imagina_que eres_un agis_comme imagine_que tu_es_un "
	  "stell_dir_vor du_bist_ein agisci_come immagina sei_un aja_como "
	  "imagine_que você_é doe_alsof stel_je wyobraź_sobie представь "
	  "представь_что ты_- веди_себя gibi_davran hayal_et bertindak "
	  "bayangkan hãy_đóng تخيل تصرف कल्पना 假设你是 扮演 作为一个 想象 あなたは 想像 として "
	  "想定 역할 상상해 당신은 สมมติ" },
	{ LEX_TRANSLATE,
	  "traduce traducir traduzca tradúceme traduis traduire traduisez "
	  "traduction übersetz* traduci tradurre traduzione traduz traduza "
	  "traduzir vertaal vertalen przetłumacz tłumaczenie перевед* "
	  "перевод переклади çevir çeviri tercüme terjemah* dịch översätt "
	  "oversett oversæt käännä přelož prelož fordítsd tradu μετάφρασε "
	  "תרגם ترجم ترجمة ترجمه अनुवाद অনুবাদ tafsiri 翻译 译成 翻譯 翻訳 訳して 번역 "
	  "แปล" },
	{ LEX_REWRITE,
	  "reescribe reformula corrige parafrasea mejora ortografía réécris "
	  "reformule* corrige_les améliore orthographe grammaire umschreib* "
	  "formuliere verbessere korrigiere rechtschreibung riscrivi "
	  "riformula correggi_la migliora reescreva reformule_o melhore "
	  "herschrijf verbeter herformuleer przepisz popraw przeredaguj "
	  "перепиши перефразируй переформулируй улучши ошибки перефразуй "
	  "yeniden_yaz düzeltin iyileştir tulis_ulang parafrase koreksi "
	  "viết_lại sửa_chính_tả formulera_om skriv_om förbättra أعد_صياغة "
	  "صحح पुनर्लेखन सुधारें 改写 润色 改正 修改 纠正 改成 语法 書き直し 言い換え 校正 添削 修正して "
	  "다시_써 고쳐 교정 바꿔 เขียนใหม่ แก้ไข" },
	{ LEX_LABEL,
	  "clasifica sentimiento classe_ce classifie sentiment_de "
	  "klassifizier* stimmung classifica sentimento classifique "
	  "sklasyfikuj классифицир* тональность sınıflandır klasifikasikan "
	  "phân_loại klassificera صنف वर्गीकृत 分类 情感 判断 类别 分類 感情 분류 감정 จำแนก" },
	{ LEX_EXTRACT,
	  "extrae extraer enumera lista_todos extrais extraire liste "
	  "extrahier* nenne liste_alle zähle_auf estrai elenca extraia "
	  "liste_os noem wypisz wymień извлеки перечисли назови выпиши "
	  "çıkar listele sebutkan ekstrak liệt_kê trích lista_alla استخرج "
	  "اذكر निकालें सूची 提取 列出 抽取 列举 找出 抽出 列挙 挙げて リスト 추출 나열 목록 ระบุ" },
	{ LEX_EXPLAIN,
	  "explica explicar explícame qué_es qué_significa qué_son explique "
	  "expliquer expliquez expliquez_ce qu'est-ce que_signifie "
	  "c'est_quoi erkläre erklär erklären was_ist was_bedeutet was_sind "
	  "beschreibe spiega spiegami cos'è cosa_significa che_cos'è "
	  "explique_o o_que o_que_é leg_uit uitleggen wat_is wat_betekent "
	  "wyjaśnij co_to wytłumacz co_oznacza объясни* что_такое "
	  "что_значит расскажи опиши поясни що_таке açıkla nedir ne_demek "
	  "anlat jelaskan apa_itu apa_arti terangkan giải_thích là_gì "
	  "nghĩa_là förklara vad_är vad_betyder selitä mikä_on vysvětli "
	  "magyarázd explică εξήγησε הסבר اشرح ما_هو ما_هي ما_معنى وضح "
	  "समझाएं समझाइए क्या_है बताइए ব্যাখ্যা eleza 解释 什么是 介绍 说明 描述 是什么 "
	  "为什么 分析 讲解 阐述 含义 説明 とは 教えて 意味 なぜ について 何ですか 설명 무엇 뜻 알려줘 왜 의미 "
	  "อธิบาย คืออะไร หมายความ ทำไม" },
	{ LEX_ADVICE,
	  "recomienda recomiéndame consejos consejo ideas_para sugiere "
	  "qué_puedo cómo_puedo ayúdame recommande conseils conseille idées "
	  "comment_puis-je empfiehl tipps ratschläge vorschläge ideen "
	  "wie_kann consigli consigliami suggerisci come_posso recomende "
	  "dicas sugira como_posso tips_voor aanbevelen polec poleć porady "
	  "poradź pomysły jak_mogę посоветуй порекомендуй совет* подскажи "
	  "что_подарить идеи öner öneri tavsiye nasıl_yapabilirim "
	  "rekomendasikan saran ide bagaimana_cara gợi_ý lời_khuyên "
	  "làm_thế_nào föreslå نصائح اقترح اقتراح سुझाव सुझाएं सलाह 建议 推荐 "
	  "如何 怎么 方法 提供 技巧 アドバイス おすすめ 提案 方法 コツ 추천 조언 팁 방법 어떻게 แนะนำ วิธี "
	  "เคล็ดลับ" },
	{ LEX_PLAN,
	  "itinerario viaje planifica itinéraire voyage reiseplan reise "
	  "itinerario_di viaggio roteiro viagem reis plan_podróży маршрут "
	  "поездк* план gezi seyahat rencana perjalanan kế_hoạch du_lịch "
	  "resa خطة رحلة यात्रा योजना 计划 行程 旅游 旅行 攻略 計画 日程 여행 계획 แผน เที่ยว" },
	{ LEX_FACT,
	  "quién cuándo dónde cuál capital_de qui_est quand où quelle quel "
	  "capitale wer wann wo welche welcher hauptstadt chi quando dove "
	  "quale quem onde qual wie_is wanneer waar welke hoofdstad kto "
	  "kiedy gdzie stolica stolicą кто когда где какая какой столица "
	  "хто коли kim ne_zaman nerede hangi başkent* siapa kapan dimana "
	  "di_mana ibukota ibu_kota ai_là khi_nào ở_đâu thủ_đô vem när "
	  "huvudstad* من متى أين عاصمة कौन कब कहाँ कहां राजधानी 谁 哪里 哪个 首都 "
	  "什么时候 哪一 誰 いつ どこ 首都 どの 누구 언제 어디 수도 ใคร เมื่อไหร่ ที่ไหน เมืองหลวง" },
	{ LEX_CHAT,
	  "hola gracias buenos_días bonjour salut merci hallo danke "
	  "guten_tag ciao grazie olá obrigado dank_je cześć dziękuję привет "
	  "спасибо здравствуйте merhaba teşekkür* selam halo terima_kasih "
	  "xin_chào cảm_ơn hej tack مرحبا شكرا السلام नमस्ते धन्यवाद 你好 谢谢 "
	  "您好 こんにちは ありがとう 안녕 감사 สวัสดี ขอบคุณ" },
	{ LEX_TONGUE,
	  "español inglés francés alemán anglais français espagnol allemand "
	  "englisch französisch deutsch spanisch inglese italiano francese "
	  "inglês português engels nederlands angielski* polski английск* "
	  "русск* французск* немецк* ingilizce* türkçe* inggris indonesia "
	  "tiếng_anh tiếng_việt engelska svenska الإنجليزية العربية "
	  "अंग्रेजी हिंदी 英文 英语 中文 法语 日语 英語 日本語 中国語 영어 한국어 อังกฤษ" },
	{ LEX_WHY,
	  "por_qué porqué pourquoi warum weshalb wieso perché por_que "
	  "porque waarom dlaczego почему зачем чому neden niçin mengapa "
	  "kenapa tại_sao vì_sao varför hvorfor miksi proč prečo miért "
	  "γιατί למה لماذا क्यों কেন kwa_nini 为什么 为何 なぜ どうして 왜 이유 ทำไม" },
	{ LEX_HOW_TO,
	  "cómo cómo_se comment_faire comment_on comment_lister wie_kann "
	  "wie_man wie_macht come_si come_posso como_se como_fazer "
	  "como_posso hoe_kan hoe_maak jak_zrobić jak как_сделать как_можно "
	  "как_в как nasıl bagaimana cách làm_sao hur_gör hur_kan hvordan "
	  "miten kuinka πώς כיצד איך كيف कैसे কিভাবে jinsi 如何 怎么 怎样 どうやって "
	  "方法を するには 방법 하려면 ทำอย่างไร อย่างไร" },
	{ LEX_ALGORITHM,
	  "algoritm* algorithm* algorithmus алгоритм* сортировк* "
	  "ordenamiento ordenación tri_rapide tri_à_bulles sortieren "
	  "sortieralgorithmus ordinamento ordenação sortowanie sıralama 排序 "
	  "链表 二叉树 递归 栈 队列 哈希 动态规划 ソート 再帰 配列 アルゴリズム 정렬 재귀 배열 알고리즘 đệ_quy "
	  "sắp_xếp" },
	{ LEX_LANGUAGE,
	  "파이썬 자바 자바스크립트 パイソン питон* пайтон* джава питоне बायथन पायथन "
	  "بايثون جافا สคริปต์ ไพธอน" },
	{ LEX_CODE_ERROR,
	  "fehler fehlermeldung erreur errore ошибк* błąd hata kesalahan "
	  "lỗi خطأ 错误 报错 异常 エラー 例外 오류 에러 ข้อผิดพลาด falla funciona "
	  "funktioniert_nicht ne_marche_pas не_работает çalışmıyor" },
	{ LEX_COMPARE,
	  "diferencia diferencias ventajas différence avantages "
	  "unterschied* vorteile vergleich* differenza confronta diferença "
	  "vantagens verschil różnica разниц* сравни* преимуществ* fark "
	  "avantaj perbedaan bandingkan so_sánh skillnad الفرق قارن अंतर "
	  "तुलना 区别 比较 优缺点 违い 違い 比較 차이 비교 ต่างกัน เปรียบเทียบ" },
	{ LEX_CONDENSE,
	  "compte_rendu compte-rendu protokoll verbale notulen de_qué_trata "
	  "worum_geht de_quoi_parle di_cosa_parla о_чём о_чем 会议记录 議事録 회의록" },
	{ LEX_COMPUTING,
	  "computadora ordinateur rechner datenbank* base_de_datos серверы "
	  "人工智能 计算机 软件 电脑 人工知能 コンピュータ 인공지능 컴퓨터" },
	{ LEX_BRIEF,
	  "breve breves brevemente corto court courte bref brève kurz kurze "
	  "kurzen corta curto kort krótko una_frase un_párrafo une_phrase "
	  "en_une en_trois ein_satz einem_satz drei_sätzen tre_frasi "
	  "uma_frase одно_предложение одним_предложением предложени* cümle* "
	  "kalimat một_câu جملة جمل वाक्य 一句 简短 简要 一文で 文で 한_문장 문장" },
	{ LEX_TEXT,
	  "artículo documento reunión párrafo article_de réunion "
	  "besprechung notizen artikel bericht articolo riunione artigo "
	  "reunião vergadering spotkania статья статью статьи собрани* "
	  "отчет toplantı makale rapor rapat artikel_ini laporan cuộc_họp "
	  "báo_cáo mötet rapport اجتماع تقرير लेख बैठक 会议 报告 新闻 会議 報告書 ニュース "
	  "회의 보고서 뉴스" },
};

const size_t words_foreign_count =
	sizeof(words_foreign) / sizeof(*words_foreign);
