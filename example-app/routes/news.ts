// What the paper is for: the front page, the articles and the archive.
import { type Request, type RequestHandler, Router } from 'express';
import type { Plenigo } from 'express-plenigo';
import { type Article, archive, articles, inBrief } from '../articles.js';
import { harbourPlus } from '../products.js';

export function newsRoutes(plenigo: Plenigo): Router {
  const router = Router();

  router.get('/', (_req, res) => res.render('front', { articles, inBrief, harbourPlus }));

  // checkout() leaves in res.locals.plenigo what the page needs to know: whether this reader may read the article, and
  // if not, the button to buy it. Whatever goes wrong with plenigo, the page with the teaser is rendered.
  router.get(
    '/article/:slug',
    ifArticleExists,
    plenigo.checkout((req) => articleOf(req).offer.product),
    (req, res) => res.render('article', { article: articleOf(req) }),
  );

  // requireAccess() lets only subscribers through to the page. Who is not logged in goes to the login; everyone else gets
  // a page of their own, with a button.
  router.get('/archive', plenigo.requireAccess(harbourPlus.product, { notBought: showOffer }), (_req, res) =>
    res.render('archive', { archive }),
  );

  return router;
}

const findArticle = (req: Request) => articles.find(({ slug }) => slug === req.params.slug);

/** On to the site's 404 page if there is none, before anybody asks plenigo anything. */
const ifArticleExists: RequestHandler = (req, _res, next) => next(findArticle(req) ? undefined : 'router');

/** For the handlers behind `ifArticleExists`. */
function articleOf(req: Request): Article {
  const article = findArticle(req);
  if (!article) throw new Error('The route lacks ifArticleExists');
  return article;
}

/** The archive for those who have not subscribed: what is in it, and what it costs. */
const showOffer: RequestHandler = (_req, res) => res.render('offer', { archive, harbourPlus });
