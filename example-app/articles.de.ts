// The stories of the paper in German: by slug, by year, or in the order of the English ones.
import type { Article, Brief, FrontPage, Note } from './articles.js';

type German<Item> = Readonly<Record<string, Partial<Item>>>;

export const germanArticles: German<Article> = {
  'the-night-the-sea-wall-held': {
    section: 'Reportage',
    title: 'Die Nacht, in der die Mauer hielt',
    standfirst:
      'Um halb drei stieg der Pegel an Pier sieben über die Marke, die niemand je unter Wasser gesehen hatte, der noch lebt. Elf Leute mit Sandsäcken und ein Ingenieur im Ruhestand entschieden, was dann geschah.',
    caption: 'Hochwasser an der Außenmauer, kurz vor drei Uhr morgens.',
    teaser: [
      'Der Anruf, auf den es ankam, kam aus einer Küche. Tomas Reeve, der die Zeichnungen des Hafens in seiner Garage aufbewahrt, seit das Ingenieurbüro geschlossen wurde, zählte die Sekunden zwischen zwei Wellen am Klirren einer losen Scheibe über seiner Spüle. Neun, neun, acht. Dann sieben. Er zog die Stiefel an, bevor er zum Telefon griff.',
      '„Man sieht nicht aufs Wasser“, sagt er jetzt, in einem geliehenen Mantel auf der Mauer. „Alle sehen aufs Wasser. Man sieht auf den Stein, und man horcht.“ Was er in jener Nacht hörte, war ein tiefes Klopfen, regelmäßig wie eine Uhr, aus dem Inneren des dritten Abschnitts.',
    ],
    body: [
      'Der dritte Abschnitt wurde im nassen Frühjahr 1961 gegossen, in Eile, von zwei Baufirmen, die einander nicht leiden konnten. Reeves Zeichnungen zeigen es deutlich: eine Fuge, wo die beiden Hälften aufeinandertreffen, und dahinter ein Abfluss, der nirgendwohin führt. Sechzig Jahre lang war das gleichgültig. In jener Nacht war der Abfluss voll, und jede Welle drückte auf die Fuge wie ein Daumen.',
      'Um eins standen vier Leute auf der Mauer. Um zwei waren es elf, darunter ein Bäcker, dessen Öfen schon brannten, und eine Studentin, die nur auf dem Heimweg war. Gerufen hatte sie niemand. „Wir haben die Lampen gesehen“, sagt der Bäcker, „und wo Lampen sind, da gibt es Arbeit.“',
      'Was dann kam, sieht nicht nach Heldentum aus, wenn man es aufschreibt. Sie öffneten den blinden Abfluss von der Landseite her mit einer Brechstange und einem Wagenheber und ließen das Wasser die Böttchertreppe hinunter in den alten Fischmarkt laufen, der ohnehin jeden Winter überschwemmt ist. Das Klopfen hörte um elf Minuten vor drei auf. Der Pegel stieg noch zwanzig Minuten weiter.',
      'Am Morgen sprach das Hafenamt von „einer Anlage, die innerhalb ihrer Parameter gearbeitet hat“. Die Parameter standen zu diesem Zeitpunkt unter vierzig Zentimetern braunem Wasser und wurden auf die Straße gepumpt. Reeve ging nach Hause und schlief bis zum Nachmittag.',
      'Im Frühjahr stimmt der Rat über einen neuen dritten Abschnitt ab. Das Angebot, das vorliegt, ist das zweitbilligste, und in seinen Zeichnungen fehlt der Abfluss. Reeve hat dem Rat das geschrieben. Eine Kopie des Briefes, sagt er, liegt in der Garage, bei den anderen.',
      'Bevor wir gehen, legt er die flache Hand an den Stein und wartet eine Welle ab. Nichts. „Da“, sagt er. „So soll es klingen.“',
    ],
  },
  'a-map-of-everything-the-harbour-has-lost': {
    section: 'Lesestück',
    title: 'Eine Karte von allem, was der Hafen verloren hat',
    standfirst:
      'Anker, Fahrräder, eine Kirchenglocke, eine Straßenbahn: Dreißig Jahre lang hat eine Taucherin aufgeschrieben, was auf dem Grund liegt. Jetzt ist ihre Karte fertig.',
    caption: 'Blatt vier der Karte: das Becken zwischen dem Salzkai und der Glocke.',
    teaser: [
      'Die Karte ist auf die Rückseiten von Gezeitentafeln gezeichnet, weil Gezeitentafeln nichts kosteten. Kante an Kante auf dem Boden der Segelschule misst sie vier mal sechs Meter, und Wilhelmina Oort geht auf Socken darüber und benennt die Dinge. „Fahrrad. Fahrrad. Fahrrad. Tresor, offen, leer. Fahrrad. Glocke.“',
      'Bei der Glocke bleibt sie stehen. Sie ist das Einzige auf der Karte, das sie zweimal gezeichnet hat: einmal dort, wo sie 1994 lag, und einmal, mit Bleistift, elf Meter weiter östlich.',
    ],
    body: [
      'Glocken schwimmen nicht. Dieser Satz steht in ihrer Handschrift am Rand, mit drei Ausrufezeichen, und er ist der Grund, aus dem ein Zeitvertreib zum Lebenswerk wurde. Wenn eine Glocke von sechshundert Kilo in vier Jahren elf Meter wandern konnte, dann konnte nichts stimmen, was man vom Grund des Hafens zu wissen glaubte.',
      'Also begann sie zu messen. Sie war angestellt, um die Rümpfe der Fähren zu reinigen; zwischen zwei Fähren liegen vierzig Minuten, und vierzig Minuten sind ein Tauchgang. Sie ließ nummerierte Fliesen fallen, die weißen aus einem Bad, das gerade herausgerissen wurde, und kam wieder, um zu sehen, wohin sie gegangen waren. Auch die Fliesen gingen nach Osten.',
      'Was sie gefunden hatte, war eine Strömung, langsam und kalt, die am Salzkai entlangzieht, aber nur, wenn nachts die Schleuse geleert wird. Sie steht auf keiner Karte. Das Hafenamt, dem sie 1998 ihr erstes Blatt schickte, dankte ihr für ihr Interesse am Hafen.',
      'Die Straßenbahn war leichter. Von der Straßenbahn wussten alle: Linie 3, die an einem vereisten Abend 1937 über die Kante ging, ohne Fahrgäste, der Fahrer war abgesprungen. Was niemand wusste: Sie steht aufrecht, auf ihren Rädern, in Richtung Endstation, die Nummer noch im Fenster. Sie hat darin gesessen. „Sie glauben nicht, wie still es ist.“',
      'Im Herbst übernimmt das Stadtarchiv die Karte. Es hat um eine Legende gebeten, damit man sich zurechtfindet, und Oort hat den Sommer damit verbracht, eine zu schreiben. Sie hat vierhundertzwölf Einträge. Der letzte ist eine Thermoskanne, ihre eigene, von der Leiter gefallen an dem Tag, an dem sie fertig wurde.',
      'Wo sie in vier Jahren sein wird, hat sie schon eingezeichnet.',
    ],
  },
  'who-owns-the-waterfront': {
    section: 'Recherche',
    title: 'Wem gehört das Ufer?',
    standfirst:
      'Neunzehn Firmen haben in fünf Jahren den alten Kai gekauft. Wir haben jede Urkunde gelesen. Sie führen zu einem Briefkasten und zu einem Versprechen beim Mittagessen.',
    author: 'Salome Brandt und Piet Lindqvist',
    caption: 'Der Salzkai vom Wasser aus. Vierzehn dieser siebzehn Häuser wurden verkauft.',
    teaser: [
      'Der Briefkasten ist aus Messing und fasst etwa zehn Briefe. Er hängt neben der Tür einer Zahnärztin in der Krämerstraße und ist laut Handelsregister der Sitz von neunzehn Firmen, von denen jede ein Stück des Salzkais besitzt.',
      'Die Zahnärztin hat nie gesehen, dass ihn jemand leert. „Er wird voll“, sagt sie, „und dann ist er wieder leer. Ich dachte, das ist jemand von uns.“',
    ],
    body: [
      'Wir begannen mit dem Haus Nummer 40, weil es das kleinste ist. Es wurde im März für eine Summe verkauft, für die man zwei Straßen weiter oben keine Garage bekäme. Die Käuferin, Tern Holdings, war neun Tage zuvor gegründet worden. Ihr einziger Geschäftsführer ist ein Mann von einundachtzig Jahren, der in einem Heim für alte Seeleute lebt und uns höflich sagte, er habe unterschrieben, was sein Neffe ihm gab.',
      'Sein Neffe hat vielen Leuten vieles zum Unterschreiben gegeben. Sein eigener Name steht auf keiner Urkunde. Er steht dagegen auf den Rechnungen eines Restaurants, die mit den Büchern einer bankrotten Firma zu uns kamen: elf Mittagessen in zwei Jahren, ein Tisch für zwei, jedes innerhalb einer Woche nach einem Verkauf.',
      'Auf dem zweiten Stuhl saß an mindestens sieben dieser Tage ein Mitglied des Planungsausschusses. Er bestätigt die Essen. Es sei, sagt er, ums Segeln gegangen. Am Tag nach dem letzten änderte der Ausschuss die Bauhöhe für den Salzkai von vier Stockwerken auf elf.',
      'Ein Haus unter einer Grenze von vier Stockwerken ist ein Haus. Unter einer Grenze von elf ist es ein Grundstück. Nach unserer Rechnung, die zwei unabhängige Gutachten bestätigen, hob die Abstimmung den Wert der neunzehn Käufe an einem einzigen Abend um rund sechsundvierzig Millionen Euro.',
      'Nichts davon muss gegen das Gesetz sein. Das Register fragt, wer unterschreibt, nicht, wer gewinnt. Ein Gesetz, das dies geändert hätte, wartet seit drei Jahren in demselben Ausschuss, wo es, so sagte man uns, als Nächstes an der Reihe ist.',
      'Nachdem wir unsere Fragen gestellt hatten, wurde der Briefkasten abgenommen. Die vier Löcher in der Wand sind noch da. Die Zahnärztin hat eine kleine Pflanze darüber gehängt.',
    ],
  },
};

export const germanNotes: German<Note> = {
  'the-bench-that-faces-the-wrong-way': {
    title: 'Die Bank, die falsch herum steht',
    opening: 'Am Ende von Pier vier steht eine Bank mit dem Rücken zum Meer.',
    body: [
      'Ein Hafenmeister hat sie 1979 so hingestellt und dazu gesagt, er habe vierzig Jahre lang aufs Wasser gesehen und wolle jetzt gern die Leute ansehen, die aufs Wasser sehen. 1986 ließ der Rat sie umdrehen. Am nächsten Morgen stand sie wie zuvor.',
      'Seither ist sie nach meiner Zählung elfmal umgedreht worden und hat sich elfmal zurückgedreht. Gesehen hat man nie jemanden. Am Dienstag saß ich eine Stunde darauf. Man sieht alle, die den Pier herunterkommen, und alle, die einen bemerken, sehen hinter sich.',
    ],
  },
  'what-the-fog-signal-says': {
    title: 'Was das Nebelhorn sagt',
    opening: 'Einmal lang, zweimal kurz: Jedes Kind hier weiß, was das Horn auf der Mole sagt.',
    body: [
      'Amtlich sagt es Delta: „Ich manövriere unter Schwierigkeiten, halten Sie sich frei.“ In der Feuergasse sagt es: „Setz Teewasser auf.“ In der Segelschule sagt es: „Du kommst zu spät“, und im Heim für alte Seeleute, so höre ich, etwas, das nicht in eine Zeitung gehört.',
      'Im Frühjahr soll ein Gerät es ablösen, das zu Empfängern spricht und nicht zu Menschen. Die Mole wird schweigen. Ich habe gefragt, ob wenigstens jemand den Kesseln Bescheid sagt.',
    ],
  },
  'four-kinds-of-rain': {
    title: 'Vier Arten von Regen',
    opening: 'Der Wetterdienst hat ein Wort dafür. Wir sind immer mit vieren ausgekommen.',
    body: [
      'Es gibt Regen, der von oben kommt; der ist für Leute von auswärts. Es gibt den von der Seite, für den wir eine Stadt mit engen Straßen gebaut haben. Es gibt den, der hängt, und in dem Wäsche nass wird, die niemand hinausgehängt hat.',
      'Und es gibt die vierte Art. Sie kommt von unten, am Salzkai, wenn der Wind gegen die Ebbe steht. Man bemerkt sie, wenn der Hut trocken ist und die Schuhe voll sind. Meine Großmutter nannte sie „die See, die fragt“.',
    ],
  },
  'a-clock-that-is-right-twice': {
    title: 'Eine Uhr, die zweimal recht hat',
    opening: 'Die Uhr am Zollhaus steht seit dem Eiswinter auf zehn nach vier.',
    body: [
      'Es wurde gesammelt. Ein Uhrmacher kam aus der Hauptstadt, stieg mit einer Lampe hinauf und kam mit der Bemerkung herunter, ihr fehle nichts. Sie gehe nur nicht.',
      'Inzwischen hat sich die Stadt eingerichtet. Um zehn nach vier ist die Schule aus, beginnt die zweite Schicht, stellt der Bäcker das letzte Blech nach draußen. Wenn die Uhr eines Tages wieder geht, kommen wir alle zu spät.',
    ],
  },
  'the-price-of-a-herring': {
    title: 'Was ein Hering kostet',
    opening: 'Ein Hering kostet, was ein Hering kostet, sagt die Tafel am Fischmarkt, und sonst nichts.',
    body: [
      'Ich habe gefragt. Die Antwort war ein Blick auf meinen Mantel. Mein Nachbar, der vor mir an der Reihe war und keinen Mantel trägt, den man ansehen müsste, zahlte die Hälfte.',
      'Es ist, das glaube ich inzwischen, die gerechteste Steuer dieser Stadt. Niemand füllt ein Formular aus, der Satz ist allen bekannt, und erhoben wird sie von einer Frau mit einem Messer.',
    ],
  },
};

export const germanBriefs: readonly Brief[] = [
  { title: 'Fähren fahren nach dem Winterplan', text: 'Ab Sonntag geht das letzte Boot zu den Inseln um 22.10 Uhr.' },
  { title: 'Bücherei öffnet am Sonntag', text: 'Der Lesesaal bekommt neue Lampen und, endlich einmal, Stühle.' },
  {
    title: 'Möwen: Rat bittet um Ruhe',
    text: 'Nicht füttern, ihnen keine Namen geben, heißt es in dem Rundschreiben.',
  },
];

export const germanFrontPages: German<FrontPage> = {
  1987: {
    title: 'Eis schließt den Hafen für elf Tage',
    text: 'Zum ersten Mal seit Beginn der Aufzeichnungen ging das Lotsenamt zu Fuß zur Arbeit. Neben dem Leuchtturm wurde ein Loch gesägt, damit man den Pegel ablesen kann, und ein zweites, kleineres, für die Katze.',
  },
  1964: {
    title: 'Das letzte Kohlenschiff löscht an Pier sieben',
    text: 'Der Kranführer, gefragt, was er jetzt tun werde, antwortete, er werde sich die Hände waschen. Das tat er dann vor etwa zweihundert Leuten, die klatschten.',
  },
  1937: {
    title: 'Linie 3 fährt ins Wasser',
    text: 'Niemand wurde verletzt. Die Straßenbahngesellschaft bittet um Rückgabe der Kasse, falls jemand sie findet; darin waren, wie man weiß, vier Kronen zwanzig.',
  },
  1911: {
    title: 'Ein Licht, das man zwanzig Meilen weit sieht',
    text: 'Die neue Lampe wurde in der Dämmerung angezündet. Schiffe melden, man sehe sie zwanzig Meilen weit; aus der Feuergasse wird gemeldet, man sehe sie durch eine Decke.',
  },
};
