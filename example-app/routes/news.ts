// What the paper is for: the front page, the stories, the notes from the quay and the archive.
import { type Request, type RequestHandler, Router } from 'express';
import type { Plenigo } from 'express-plenigo';
import { type Article, archive, articles, inBrief, type Note, notes } from '../articles.js';
import { freeNotes, openersBeside, plusMonth, subscriptions } from '../products.js';
import { structuredData } from '../structured-data.js';

/** `baseUrl`: the origin of this site. */
export function newsRoutes(plenigo: Plenigo, baseUrl: string): Router {
  const router = Router();

  router.get('/', (_req, res) => res.render('front', { articles, inBrief, notes, freeNotes }));

  // checkout() leaves in res.locals.plenigo what the page needs to know: whether this reader may read the article, and
  // if not, the button to buy it. The article is sold here; a subscription or the whole issue opens it as well, and one
  // call to plenigo asks for all of them. Whatever goes wrong with plenigo, the page with the teaser is rendered.
  router.get(
    '/article/:slug',
    ifItExists(articles),
    plenigo.checkout(
      (req) => storyOf(articles, req).offer.product,
      (req) => ({ openedBy: openersBeside(storyOf(articles, req).offer) }),
    ),
    (req, res) => {
      const article: Article = storyOf(articles, req);
      const description = article.standfirst;
      res.render('article', {
        article,
        structuredData: structuredData({ ...article, description, url: `${baseUrl}${req.path}` }),
      });
    },
  );

  router.get('/notes', (_req, res) => res.render('notes', { notes, freeNotes }));

  // Some of these are free in a month, for everyone: plenigo's browser SDK counts on the pages of metered routes.
  router.get(
    '/notes/:slug',
    ifItExists(notes),
    plenigo.checkout(plusMonth.product, { metered: true, openedBy: openersBeside(plusMonth) }),
    (req, res) => {
      const note: Note = storyOf(notes, req);
      const description = note.opening;
      res.render('note', {
        note,
        offer: plusMonth,
        structuredData: structuredData({ ...note, description, url: `${baseUrl}${req.path}` }),
      });
    },
  );

  // requireAccess() lets only subscribers through to the page, whichever subscription they have. Who is not logged in
  // goes to the login; everyone else gets a page of their own, with the subscriptions.
  router.get(
    '/archive',
    plenigo.requireAccess(
      subscriptions.map(({ product }) => product),
      { notBought: showOffer },
    ),
    (_req, res) => res.render('archive', { archive }),
  );

  return router;
}

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
const showOffer: RequestHandler = (_req, res) => res.render('offer', { archive, passes: subscriptions });
