/** HTMX: articles are swapped into the page, each with its script tags, which HTMX runs. */

import express from 'express';
import { createPlenigo } from 'express-plenigo';
import { findArticle, options, readerOf } from './site.js';

const plenigo = createPlenigo({ ...options, user: readerOf });

/** What is swapped. The script tags stand in it, because each article has its own. */
const render = (title: string, text: string, more = '') => `<article><h1>${title}</h1><p>${text}</p>${more}</article>`;

const page = (inner: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>News</title><script src="/htmx.min.js"></script></head><body>
<nav>${['one', 'two', 'three'].map(link).join(' ')}</nav><main id="swapped">${inner}</main></body></html>`;

const link = (slug: string) =>
  `<a href="/article/${slug}" hx-get="/article/${slug}" hx-target="#swapped" hx-push-url="true">${slug}</a>`;

export const app = express();
app.use('/plenigo', plenigo.router());
app.get('/', (_req, res) => {
  res.send(page('Today'));
});
app.get('/article/:slug', async (req, res, next) => {
  // The article first: without it there is nothing to ask.
  const article = await findArticle(req.params.slug);
  if (article === undefined) return next();
  const { access, buyButton, scriptTag } = await plenigo.standing(req, res, article.product);
  const text = access ? article.text : article.begins;
  const inner = render(article.title, text, buyButton('Buy this article') + scriptTag);
  // The same address has a page and a part of it.
  return res.vary('HX-Request').send(req.get('HX-Request') ? inner : page(inner));
});
