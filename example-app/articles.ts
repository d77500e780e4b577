// The stories of the paper. A real site reads them from its content system.
import { germanArticles, germanBriefs, germanFrontPages, germanNotes } from './articles.de.js';
import type { InGerman } from './language.js';
import { foreignArticle, type Offer, plusMonth, singleArticle } from './products.js';

/** A story: `teaser` is free for everyone, `body` is what readers pay for. */
export interface Article {
  slug: string;
  section: string;
  title: string;
  standfirst: string;
  author: string;
  minutes: number;
  /** Name of the drawing in `views/illustrations`. */
  illustration: 'sea-wall' | 'chart' | 'waterfront';
  caption: string;
  teaser: string[];
  body: string[];
  offer: InGerman<Offer>;
}

const stories: Article[] = [
  {
    slug: 'the-night-the-sea-wall-held',
    section: 'Reportage',
    title: 'The night the sea wall held',
    standfirst:
      'At half past two the gauge at Pier Seven passed the mark that nobody alive had seen under water. Eleven people with sandbags and one retired engineer decided what happened next.',
    author: 'Ida Marlowe',
    minutes: 9,
    illustration: 'sea-wall',
    caption: 'High water at the outer wall, a little before three in the morning.',
    teaser: [
      'The call that mattered was made from a kitchen. Tomas Reeve, who had kept the harbour’s drawings in his garage since the engineering office was closed, was counting the seconds between waves by the rattle of a loose pane above his sink. Nine, nine, eight. Then seven. He put on his boots before he picked up the telephone.',
      '“You do not look at the water,” he says now, standing on the wall in a borrowed coat. “Everybody looks at the water. You look at the stone, and you listen.” What he heard that night was a low knock, regular as a clock, coming from inside the third section.',
    ],
    body: [
      'The third section was poured in the wet spring of 1961, in a hurry, by two contractors who disliked each other. Reeve’s drawings show it plainly: a seam where the two halves meet, and behind it a drain that leads nowhere. For sixty years it did not matter. On that night the drain was full, and every wave pressed on the seam like a thumb.',
      'By one o’clock there were four people on the wall. By two there were eleven, among them a baker who had come because his ovens were already lit, and a student who had only been walking home. Nobody had called them. “We saw the lamps,” says the baker, “and where there are lamps there is work.”',
      'What followed does not look like heroism when you write it down. They opened the blind drain from the landward side with a crowbar and a car jack, and let the water run down Cooper’s Stairs into the old fish market, which floods every winter in any case. The knocking stopped at eleven minutes to three. The gauge went on rising for another twenty.',
      'In the morning the harbour office spoke of “a system that performed within its parameters”. The parameters had, at that moment, forty centimetres of brown water in them and were being pumped into the street. Reeve went home and slept until the afternoon.',
      'The council will vote in spring on a new third section. The offer on the table is the second lowest, and its drawings leave out the drain. Reeve has written to the council to say so. He has kept a copy of the letter, he says, in the garage, with the others.',
      'Before we leave he lays his palm flat against the stone and waits for a wave. Nothing. “There,” he says. “That is what it should sound like.”',
    ],
    offer: singleArticle,
  },
  {
    slug: 'a-map-of-everything-the-harbour-has-lost',
    section: 'Long read',
    title: 'A map of everything the harbour has lost',
    standfirst:
      'Anchors, bicycles, a church bell, a tram: for thirty years a diver has written down what lies on the bottom. Now her chart is finished.',
    author: 'Jonas Achterberg',
    minutes: 14,
    illustration: 'chart',
    caption: 'Sheet four of the chart: the basin between the Salt Quay and the bell.',
    teaser: [
      'The chart is drawn on the backs of tide tables, because tide tables were free. Laid edge to edge on the floor of the sailing school it measures four metres by six, and Wilhelmina Oort walks across it in her socks, naming things. “Bicycle. Bicycle. Bicycle. Safe, open, empty. Bicycle. Bell.”',
      'She stops at the bell. It is the only thing on the map that she has drawn twice, once where she found it in 1994, and once, in pencil, eleven metres further east.',
    ],
    body: [
      'Bells do not swim. That sentence, in her handwriting, stands in the margin with three exclamation marks, and it is the reason that a hobby became a life’s work. If a bell of six hundred kilos could move eleven metres in four years, then nothing that anyone believed about the bottom of the harbour could be right.',
      'So she began to measure. She had been hired to clean the hulls of ferries; between two ferries there are forty minutes, and forty minutes is one dive. She dropped numbered tiles, the white kind from a bathroom that was being torn out, and came back to see where they had gone. The tiles went east as well.',
      'What she had found was a current, slow and cold, that runs along the Salt Quay only when the lock is emptied at night. No chart has it. The harbour office, to which she sent her first sheet in 1998, thanked her for her interest in the harbour.',
      'The tram was easier. Everybody knew about the tram: line 3, which went over the edge on an icy evening in 1937, without passengers, its driver having jumped. What nobody knew is that it stands upright, on its wheels, facing the terminus, with its number still in the window. She has sat in it. “You would not believe how quiet it is.”',
      'The city archive will take the chart in autumn. It has asked for a legend, so that people can find their way, and Oort has spent the summer writing one. It has four hundred and twelve entries. The last is a thermos flask, hers, dropped from the ladder on the day that she finished.',
      'She has already marked where it will be in four years.',
    ],
    offer: foreignArticle,
  },
  {
    slug: 'who-owns-the-waterfront',
    section: 'Investigation',
    title: 'Who owns the waterfront?',
    standfirst:
      'Nineteen companies bought the old quay in five years. We read every deed. They lead to one letterbox, and to a promise made over lunch.',
    author: 'Salome Brandt and Piet Lindqvist',
    minutes: 12,
    illustration: 'waterfront',
    caption: 'The Salt Quay from the water. Fourteen of these seventeen houses have changed hands.',
    teaser: [
      'The letterbox is made of brass and has room for about ten letters. It hangs beside a dentist’s door on Mercer Street, and according to the commercial register it is the head office of nineteen companies, each of which owns a piece of the Salt Quay.',
      'The dentist has never seen anyone empty it. “It gets full,” she says, “and then it is empty again. I thought it was one of ours.”',
    ],
    body: [
      'We began with the house at number 40, because it is the smallest. It was sold in March for a sum that would not buy a garage two streets further up. The buyer, Tern Holdings, had been founded nine days earlier. Its only director is a man of eighty-one who lives in a home for retired sailors and who told us, politely, that he had signed what his nephew gave him.',
      'His nephew has given many people many things to sign. His name stands on no deed. It stands, however, on the bills of a restaurant, which came to us with the books of a company that went bankrupt: eleven lunches in two years, table for two, each within a week of a sale.',
      'The second chair was taken, on at least seven of these days, by a member of the planning committee. He confirms the lunches. They were, he says, about sailing. On the day after the last of them the committee changed the height limit for the Salt Quay from four floors to eleven.',
      'A house under a limit of four floors is a house. Under a limit of eleven it is a plot. By our reckoning, which two independent surveyors have checked, the vote raised the worth of the nineteen purchases by some forty-six million euros in a single evening.',
      'None of this need be against the law. The register asks who signs, not who gains. A bill that would have changed that has been waiting in the same committee for three years, where it is, we were told, next in line.',
      'After we put our questions the letterbox was taken down. The four holes in the wall are still there. The dentist has hung a small plant over them.',
    ],
    offer: plusMonth,
  },
];

/** A short column: some of them are free for everyone in a month. */
export interface Note {
  slug: string;
  title: string;
  author: string;
  /** The first sentence, for everyone. */
  opening: string;
  body: string[];
}

const columns: Note[] = [
  {
    slug: 'the-bench-that-faces-the-wrong-way',
    title: 'The bench that faces the wrong way',
    author: 'Noor Haverkamp',
    opening: 'At the end of Pier Four stands a bench with its back to the sea.',
    body: [
      'It was put there in 1979 by a harbour master who said that he had looked at the water for forty years and would now like to look at the people who were looking at it. The council turned it round in 1986. The next morning it stood as before.',
      'Since then it has been turned eleven times, by my count, and has turned back eleven times. Nobody has ever been seen. I sat on it on Tuesday for an hour. You see everyone who comes down the pier, and everyone, when they notice you, looks behind themselves.',
    ],
  },
  {
    slug: 'what-the-fog-signal-says',
    title: 'What the fog signal says',
    author: 'Noor Haverkamp',
    opening: 'One long, two short: every child here knows what the horn at the mole is saying.',
    body: [
      'Officially it says Delta, “I am manoeuvring with difficulty, keep clear”. On Beacon Lane it says “put the ket-tle on”. In the sailing school it says “you’ll, be, late”, and in the home for retired sailors, I am told, it says something that does not belong in a newspaper.',
      'It is to be replaced in spring by a device that speaks to receivers, not to people. The mole will be silent. I have asked whether somebody will at least tell the kettles.',
    ],
  },
  {
    slug: 'four-kinds-of-rain',
    title: 'Four kinds of rain',
    author: 'Emil Thorne',
    opening: 'The weather service has one word for it. We have always made do with four.',
    body: [
      'There is rain that comes from above, which is for visitors. There is the kind from the side, for which we have built a town with narrow streets. There is the kind that hangs, and in which washing gets wet that nobody has hung out.',
      'And there is the fourth kind. It comes from below, on the Salt Quay, when the wind stands against the ebb. You notice it when your hat is dry and your shoes are full. My grandmother called it “the sea, asking”.',
    ],
  },
  {
    slug: 'a-clock-that-is-right-twice',
    title: 'A clock that is right twice',
    author: 'Emil Thorne',
    opening: 'The clock on the customs house has stood at ten past four since the winter of the ice.',
    body: [
      'There have been collections. There was a clockmaker from the capital, who went up with a lamp and came down with the remark that nothing was wrong with it. It simply does not go.',
      'Meanwhile the town has arranged itself. Ten past four is when the school lets out, when the second shift goes in, when the baker puts the last tray outside. If one day the clock should start, we shall all be late.',
    ],
  },
  {
    slug: 'the-price-of-a-herring',
    title: 'The price of a herring',
    author: 'Noor Haverkamp',
    opening: 'A herring costs what a herring costs, says the board at the fish market, and nothing else.',
    body: [
      'I asked. The answer was a look at my coat. My neighbour, who was served before me and wears no coat worth looking at, paid half.',
      'It is, I have come to think, the fairest tax in this town. Nobody fills in a form, the rate is known to all, and it is collected by a woman with a knife.',
    ],
  },
];

/** A short item for the side column. */
export interface Brief {
  title: string;
  text: string;
}

const briefs: Brief[] = [
  {
    title: 'Ferries run on the winter timetable',
    text: 'The last boat to the islands leaves at 22:10 from Sunday.',
  },
  { title: 'Library opens on Sundays', text: 'The reading room gets new lamps and, for once, chairs.' },
  { title: 'Gulls: council asks for calm', text: 'Do not feed them, do not name them, says the circular.' },
];

/** An old front page; only subscribers see more than the headline. */
export interface FrontPage {
  year: number;
  title: string;
  text: string;
}

const frontPages: FrontPage[] = [
  {
    year: 1987,
    title: 'Ice closes the harbour for eleven days',
    text: 'For the first time since records began the pilots went to work on foot. A hole was sawn beside the lighthouse so that the gauge could be read, and a second one, smaller, for the cat.',
  },
  {
    year: 1964,
    title: 'The last coal boat unloads at Pier Seven',
    text: 'The crane driver, asked what he would do now, replied that he would wash his hands. He then did so in front of some two hundred people, who applauded.',
  },
  {
    year: 1937,
    title: 'Line 3 goes into the water',
    text: 'No one was hurt. The tram company asks finders of the fare box to return it; the sum of four crowns and twenty is known to have been inside.',
  },
  {
    year: 1911,
    title: 'A light that can be seen for twenty miles',
    text: 'The new lamp was lit at dusk. Ships’ masters report that it can be seen for twenty miles; residents of Beacon Lane report that it can be seen through a blanket.',
  },
];

/** In the order of the front page: the first one leads. */
export const articles = stories.map((story): InGerman<Article> => ({ ...story, de: germanArticles[story.slug] }));

/** Notes from the quay, the newest first. */
export const notes = columns.map((note): InGerman<Note> => ({ ...note, de: germanNotes[note.slug] }));

export const inBrief = briefs.map((brief, index): InGerman<Brief> => ({ ...brief, de: germanBriefs[index] }));

export const archive = frontPages.map((page): InGerman<FrontPage> => ({ ...page, de: germanFrontPages[page.year] }));
