/** React on the server: the first page as HTML, every further one as JSON. */

import express, { type Request, type Response } from 'express';
import { createPlenigo } from 'express-plenigo';
import { renderToString } from 'react-dom/server';
import { ArticlePage, type View } from './react-article.js';
import { findArticle, options, readerOf } from './site.js';

const plenigo = createPlenigo({ ...options, user: readerOf });

async function load(req: Request<{ slug: string }>, res: Response) {
  const { slug } = req.params;
  const article = await findArticle(slug);
  if (article === undefined) return undefined;
  const standing = await plenigo.standing(req, res, article.product);
  const text = standing.access ? article.text : article.begins;
  const view: View = JSON.parse(JSON.stringify({ slug, title: article.title, text, plenigo: standing }));
  return { view, scriptTag: standing.scriptTag };
}

export const app = express();
app.use('/plenigo', plenigo.router());
app.get('/api/article/:slug', async (req, res, next) => {
  const loaded = await load(req, res);
  return loaded ? res.json(loaded.view) : next();
});
app.get('/article/:slug', async (req, res, next) => {
  const loaded = await load(req, res);
  if (loaded === undefined) return next();
  const { view, scriptTag } = loaded;
  // What React hydrates must be as it was made: so the tags, of which our script removes its own, stand outside, and so does
  // the thanks after a purchase, which comes before what has `data-plenigo-text`.
  const first = JSON.stringify({ ...view, plenigo: { ...view.plenigo, scripts: [] } }).replaceAll('<', '\\u003c');
  const html = renderToString(<ArticlePage view={view} open={() => {}} />);
  return res.send(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>News</title></head>
<body><div id="root" data-plenigo-text>${html}</div><script type="application/json" id="first">${first}</script>
${scriptTag}<script type="module" src="/react-browser.js"></script></body></html>`);
});
