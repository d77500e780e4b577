// A site that renders a recipe of docs/examples/templates from the folder it is started in: one article, once with and once
// without a Content-Security-Policy, for the reader that a cookie names.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import express, { type Express, type Request, type Response } from 'express';
import { createPlenigo, type PlenigoLocals, type SiteUser } from 'express-plenigo';
import { startSandbox } from 'express-plenigo/sandbox';
import helmet from 'helmet';

interface Recipe {
  addViews?(app: Express): void;
  articlePage?(plenigo: PlenigoLocals): string;
}

const recipe: Recipe = await import(pathToFileURL(resolve('views.ts')).href);
const layout = existsSync('layout.ts') ? (await import(pathToFileURL(resolve('layout.ts')).href)).layout : undefined;

const sandbox = await startSandbox();
sandbox.addCustomer({ email: 'bought@reader.example', externalUserId: 'bought' });
sandbox.buy({ externalUserId: 'bought' }, 'ARTICLE-1');
sandbox.addCustomer({ email: 'taken@reader.example' });

/** A reader for each status; the last one has an id that plenigo cannot have. */
const readers: Readonly<Record<string, SiteUser>> = {
  ready: { id: 'ready', email: 'ready@reader.example' },
  bought: { id: 'bought', email: 'bought@reader.example' },
  'email-conflict': { id: 'other', email: 'taken@reader.example' },
  'email-missing': { id: 'no-address' },
  unavailable: { id: '', email: 'no-id@reader.example' },
};
const readerOf = (req: Request) => readers[/reader=([\w-]+)/.exec(req.headers.cookie ?? '')?.[1] ?? ''];

const app = express();
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
// A machine with much to do must not turn pages into outages.
const plenigo = createPlenigo({ ...sandbox.options, baseUrl, user: readerOf, timeout: 20_000, logger: quiet() });

function quiet() {
  const log = () => {};
  return { debug: log, info: log, warn: log, error: log };
}

function sendArticle(_req: Request, res: Response): void {
  const { plenigo: locals } = res.locals;
  if (locals && recipe.articlePage) res.send(recipe.articlePage(locals));
  else res.render('article');
}

function sendLayout(_req: Request, res: Response): void {
  if (layout === undefined) res.render('layout');
  else res.send(layout(res.locals.plenigo));
}

recipe.addViews?.(app);
app.use('/plenigo', plenigo.router());
app.get('/about', sendLayout);
app.get('/offers', plenigo.checkout('ARTICLE-1'), sendLayout);
app.get('/article', plenigo.checkout('ARTICLE-1'), sendArticle);
app.get(
  '/free/article',
  plenigo.checkout(() => undefined),
  sendArticle,
);
app.use(helmet({ contentSecurityPolicy: { directives: plenigo.cspDirectives() } }));
app.get('/strict/article', plenigo.checkout('ARTICLE-1'), sendArticle);

console.log(baseUrl);
