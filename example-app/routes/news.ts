// What the paper is for: the front page, the articles and the archive.
import { type RequestHandler, Router } from 'express';
import { archive, articles, inBrief } from '../articles.js';
import { harbourPlus } from '../products.js';

/** The article of the address, for the handlers behind; the site's 404 page if there is none. */
const findArticle: RequestHandler = (req, res, next) => {
  const article = articles.find(({ slug }) => slug === req.params.slug);
  if (!article) return next('router');
  res.locals.article = article;
  next();
};

export function newsRoutes(): Router {
  const router = Router();

  router.get('/', (_req, res) => res.render('front', { articles, inBrief, harbourPlus }));

  router.get('/article/:slug', findArticle, (_req, res) => res.render('article'));

  router.get('/archive', (_req, res) => res.render('archive', { archive }));

  return router;
}
