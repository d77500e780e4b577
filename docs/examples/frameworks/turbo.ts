/** Turbo: whole pages, of which it swaps the body and runs the script tags. */

import express from 'express';
import { createPlenigo } from 'express-plenigo';
import { findArticle, options, readerOf } from './site.js';

const plenigo = createPlenigo({ ...options, user: readerOf });

/** The script tags stand in the body: in the head Turbo would run each only once, with the tokens of the first page. */
const page = (inner: string, scriptTag = '') => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>News</title><script src="/turbo.es2017-umd.js"></script></head><body>
<nav>${['one', 'two', 'three'].map((slug) => `<a href="/article/${slug}">${slug}</a>`).join(' ')}</nav>
<main>${inner}</main>${scriptTag}</body></html>`;

export const app = express();
app.use('/plenigo', plenigo.router());
app.get('/', (_req, res) => {
  res.send(page('Today'));
});
app.get('/article/:slug', async (req, res, next) => {
  const article = await findArticle(req.params.slug);
  if (article === undefined) return next();
  const { access, buyButton, scriptTag } = await plenigo.standing(req, res, article.product);
  const text = access ? article.text : article.begins;
  return res.send(
    page(`<article><h1>${article.title}</h1><p>${text}</p>${buyButton('Buy this article')}</article>`, scriptTag),
  );
});
