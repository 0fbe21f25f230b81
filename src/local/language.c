#include "local/words.h"

/*
 * Function words of each language, written down for this program. Words that
 * report speech and words that fill pauses are with them: they carry no
 * topic either.
 */
const struct language languages[] = {
	{
		.name = "en",
		.stop = "a about above after again against all also am an and "
			"any are aren't as at be because been before being "
			"below between both but by can can't cannot could "
			"couldn't did didn't do does doesn't doing don't down "
			"during each few for from further get got had hadn't "
			"has hasn't have haven't having he he'd he'll he's her "
			"here here's hers herself him himself his how how's i "
			"i'd i'll i'm i've if in into is isn't it it's its "
			"itself just know let's like may me might more most "
			"must mustn't my myself no nor not of off oh on once "
			"one only or other ought our ours ourselves out over "
			"own said same say says shall she she'd she'll she's "
			"should shouldn't so some such than that that's the "
			"their theirs them themselves then there there's "
			"these they they'd they'll they're they've think this "
			"those through to too um uh hmm mm okay yeah yes under "
			"until up upon us very was wasn't we we'd we'll we're "
			"we've well were weren't what what's when where which "
			"while who who's whom whose why will with within "
			"without won't would wouldn't yet you you'd you'll "
			"you're you've your yours yourself re ll ve mm-hmm",
		.weak = "but and so or however this that these those he she "
			"they it his her their its also then thus therefore "
			"such another both instead meanwhile moreover "
			"furthermore",
		.cues = "we propose we present we introduce we show "
			"we demonstrate we develop we find we found "
			"we investigate we study we describe we argue "
			"we conclude we recommend we decided we agreed "
			"this paper this work this study this report "
			"this article in summary in conclusion in short "
			"to summarize to summarise to conclude "
			"our results our method our approach our model "
			"our findings our work results show results suggest "
			"main point main points key point key points "
			"most important in particular",
		.endings = "ing ed es s ly",
	},
	{
		.name = "de",
		.stop = "aber alle allem allen aller alles als also am an "
			"andere anderen auch auf aus bei beim bin bis bist da "
			"damit dann das dass daß dein deine dem den denn der "
			"des dich die dies diese diesem diesen dieser dieses "
			"dir doch dort du durch ein eine einem einen einer "
			"eines einige er es etwas euch für gegen hab habe "
			"haben hat hatte hatten hier hin ich ihm ihn ihnen ihr "
			"ihre ihrem ihren ihrer im in ins ist ja jede jedem "
			"jeden jeder jedes kann kein keine keinen können "
			"könnte man mehr mein meine mich mir mit muss müssen "
			"nach nicht nichts noch nun nur ob oder ohne sagt "
			"sagte sehr sein seine seinem seinen seiner seit sich "
			"sie sind so soll sollen sollte sondern über um und "
			"uns unser unter vom von vor war waren warum was weil "
			"wenn wer werde werden wie wieder will wir wird wo "
			"wurde wurden würde zu zum zur zwar zwischen",
		.weak = "aber und denn doch er sie es dies diese dieser "
			"dieses das dabei damit dazu deshalb daher auch "
			"dann so",
		.cues = "wir zeigen wir schlagen diese arbeit dieser artikel "
			"dieser bericht am wichtigsten im ergebnis "
			"zusammenfassend lässt kurz gesagt",
		.endings = "ungen ung ern en er es em e n s",
	},
	{
		.name = "fr",
		.stop = "à ai ainsi alors après au aucun aussi autre aux avait "
			"avec avoir avons bien c'est ce cela ces cet cette "
			"ceux chaque comme contre d'un d'une dans de depuis "
			"des deux dit donc dont du elle elles en encore entre "
			"est et étaient était été être eu eux fait faire il "
			"ils j'ai je l'on la là le les leur leurs lui ma mais "
			"me même mes moins mon n'a n'est ne ni nos notre nous "
			"on ont ou où par pas peu peut plus pour qu'il qu'un "
			"quand que quel quelle qui s'est sa sans se sera ses "
			"si son sont sous sur ta te tes toi ton tous tout "
			"toute très tu un une vos votre vous y",
		.weak = "mais et donc or car il elle ils elles ce cela cette "
			"ces ainsi aussi ensuite toutefois cependant",
		.cues = "nous proposons nous présentons nous montrons "
			"cet article ce rapport cette étude en résumé "
			"en conclusion en bref",
		.endings = "ements ement ations ation ées és ée es er é e s",
	},
	{
		.name = "es",
		.stop = "a al algo algunos ante antes aquí así aún aunque bien "
			"cada como con contra cual cuando de del desde dijo "
			"donde dos durante e el él ella ellas ellos en entre "
			"era eran es esa ese eso esos esta está están este "
			"esto estos fue fueron ha había han hasta hay la las "
			"le les lo los más me mi mientras mismo mucho muy nada "
			"ni no nos nosotros o os otra otro otros para pero "
			"poco por porque pues que qué quien se sea ser si sí "
			"sido sin sobre son su sus también tan tanto te tiene "
			"tienen todo todos tras tu un una uno unos y ya yo",
		.weak = "pero y o él ella ellos ellas esto este esta estos "
			"estas eso esa así también además entonces",
		.cues = "en resumen en conclusión este artículo este estudio "
			"este informe este trabajo en definitiva lo importante",
		.endings = "aciones ación mente ando iendo ados ado as os es "
			   "ar er ir a o s",
	},
	{
		.name = "pt",
		.stop = "a à ainda algo alguns ante antes ao aos às as até bem "
			"cada com como contra da das de depois desde disse do "
			"dos e é ela elas ele eles em entre era eram essa esse "
			"esta está estão este eu foi foram há isso isto já lhe "
			"mais mas me mesmo meu minha muito na nas não nem no "
			"nos nós num numa o os ou outra outro para pela pelas "
			"pelo pelos por porque qual quando que quem se seja "
			"sem ser seu seus são só sob sobre sua suas também tem "
			"têm ter teve tinha todo todos um uma você vocês",
		.weak = "mas e ou ele ela eles elas isso isto este esta esse "
			"essa assim também além então",
		.cues = "em resumo em conclusão este artigo este estudo "
			"este relatório este trabalho em suma",
		.endings = "ações ação mente ando endo ados ado as os es ar er "
			   "ir a o s",
	},
	{
		.name = "it",
		.stop = "a ad ai al alla alle allo anche ancora avere aveva "
			"c'è che chi ci come con contro cosa così cui dagli "
			"dai da dal dalla dalle degli dei del della delle "
			"dello di dopo dove due e è ed era erano essere fa "
			"fra fu gli ha hanno ho i il in io l'ha la le lei "
			"li lo loro lui ma mentre mi molto ne negli nei nel "
			"nella nelle nello no noi non o ogni per perché "
			"però più poi prima quale quando quanto quella "
			"quelle quello questa queste questi questo qui se "
			"sempre senza si sia solo sono sopra stata stato su "
			"sua sue sugli sui sul sulla suo suoi tra tu tutti "
			"tutto un una uno vi voi",
		.weak = "ma e o lui lei loro questo questa questi queste "
			"quello ciò così anche inoltre quindi poi",
		.cues = "in sintesi in conclusione in breve questo articolo "
			"questo studio questo rapporto questo lavoro",
		.endings = "azioni azione mente ando endo ati ato are ere ire "
			   "a e i o",
	},
	{
		.name = "any",
		.stop = "", .weak = "", .cues = "", .endings = "",
	},
};

const size_t language_count = sizeof(languages) / sizeof(languages[0]);
