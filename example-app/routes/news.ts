// What the paper is for: the front page, the stories, the notes from the quay and the archive.
import { type Request, type RequestHandler, Router } from 'express';
import { archive, articles, inBrief, notes } from '../articles.js';
import { type InGerman, inLanguageOf } from '../language.js';
import type { Shop } from '../plenigo.js';
import { openersBeside, plusMonth, subscriptions } from '../products.js';
import { structuredData } from '../structured-data.js';

/** `baseUrl`: the origin of this site. */
export function newsRoutes(plenigo: Shop, baseUrl: string): Router {
  const router = Router();
  const { freeNotes } = plenigo;

  router.get('/', (req, res) => {
    const [stories, briefs, columns] = [all(req, articles), all(req, inBrief), all(req, notes)];
    res.render('front', { articles: stories, inBrief: briefs, notes: columns, freeNotes });
  });

  // checkout() leaves in res.locals.plenigo what the page needs to know: whether this reader may read the article, and
  // if not, the button to buy it. The article is sold here; a subscription or the whole issue opens it as well, and one
  // call to plenigo asks for all of them. Whatever goes wrong with plenigo, the page with the teaser is rendered.
  router.get(
    '/article/:slug',
    ifItExists(articles),
    plenigo.checkout(
      (req) => inLanguageOf(req, storyOf(articles, req).offer),
      (req) => ({ openedBy: openersBeside(storyOf(articles, req).offer) }),
    ),
    (req, res) => {
      const found = inLanguageOf(req, storyOf(articles, req));
      const article = { ...found, offer: inLanguageOf(req, found.offer) };
      const description = article.standfirst;
      res.render('article', {
        article,
        structuredData: structuredData({ ...article, description, url: `${baseUrl}${req.path}` }),
      });
    },
  );

  router.get('/notes', (req, res) => res.render('notes', { notes: all(req, notes), freeNotes }));

  // Some of these are free in a month, for everyone, with API v2: plenigo's browser SDK counts on the pages of metered routes.
  router.get(
    '/notes/:slug',
    ifItExists(notes),
    plenigo.checkout(plusMonth, { metered: true, openedBy: openersBeside(plusMonth) }),
    (req, res) => {
      const note = inLanguageOf(req, storyOf(notes, req));
      const description = note.opening;
      res.render('note', {
        note,
        freeNotes,
        offer: inLanguageOf(req, plusMonth),
        structuredData: structuredData({ ...note, description, url: `${baseUrl}${req.path}` }),
      });
    },
  );

  // requireAccess() lets only subscribers through to the page, whichever subscription they have, and would send who is not
  // logged in to the login. Here everyone else gets a page with the subscriptions, so that they know what the login is for.
  router.get(
    '/archive',
    plenigo.checkout(subscriptions, { mode: 'click' }),
    (req, res, next) => (res.locals.plenigo?.status === 'anonymous' ? showOffer(req, res, next) : next()),
    plenigo.requireAccess(subscriptions, { notBought: showOffer }),
    (req, res) => res.render('archive', { archive: all(req, archive) }),
  );

  return router;
}

/** As this reader reads them. */
const all = <Item extends object>(req: Request, items: readonly InGerman<Item>[]) =>
  items.map((item) => inLanguageOf(req, item));

const find = <Story extends { slug: string }>(stories: readonly Story[], req: Request) =>
  stories.find(({ slug }) => slug === req.params.slug);

/** On to the site's 404 page if it does not, before anybody asks plenigo anything. */
const ifItExists =
  (stories: readonly { slug: string }[]): RequestHandler =>
  (req, _res, next) =>
    next(find(stories, req) ? undefined : 'router');

/** For the handlers behind `ifItExists`. */
function storyOf<Story extends { slug: string }>(stories: readonly Story[], req: Request): Story {
  const story = find(stories, req);
  if (!story) throw new Error('The route lacks ifItExists');
  return story;
}

/** The archive for those who have not subscribed: what is in it, and what it costs. */
const showOffer: RequestHandler = (req, res) =>
  res.render('offer', { archive: all(req, archive), passes: all(req, subscriptions) });
