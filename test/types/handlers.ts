// The middlewares change nothing about the types of the site's own handlers, and take functions of the site's own requests.
import express, { type Request, type RequestHandler, Router } from 'express';
import { createPlenigo, type Middleware } from 'express-plenigo';
import { type Equal, proof } from './proof.js';

const app = express();
const plenigo = createPlenigo({ companyId: 'company', secret: 'secret' });

// Each alone, several, in a list, in a router, in app.use.
app.get('/article/:slug', plenigo.checkout('ARTICLE-1'), ({ params }) =>
  proof<Equal<typeof params.slug, string>>(true),
);
app.get('/archive/:slug', plenigo.requireAccess('ARCHIVE'), ({ params }) =>
  proof<Equal<typeof params.slug, string>>(true),
);
app.get(
  '/account/:part',
  plenigo.account('ORDER', { elementId: 'orders', loggedOutRedirectUrl: 'https://news.example/login' }),
  ({ params }) => proof<Equal<typeof params.part, string>>(true),
);
app.post('/login/:provider', plenigo.register(), ({ params }) => proof<Equal<typeof params.provider, string>>(true));
app.get(
  '/:section/:slug',
  plenigo.requireAccess('ARCHIVE'),
  plenigo.checkout('ARTICLE-1'),
  ({ params: { section, slug } }) => {
    proof<Equal<typeof section, string>>(true);
    proof<Equal<typeof slug, string>>(true);
  },
);
app.get('/list/:slug', [plenigo.requireAccess('ARCHIVE'), plenigo.checkout('ARTICLE-1')], (req: Request) =>
  proof<Equal<typeof req, Request>>(true),
);
Router().get('/:slug', plenigo.checkout('ARTICLE-1'), ({ params }) => proof<Equal<typeof params.slug, string>>(true));
app.use(plenigo.register());
app.use('/plenigo', plenigo.router());

// What the site says of its own bodies, too.
app.post<{ slug: string }, string, { rating: number }>('/rate/:slug', plenigo.requireAccess('ARCHIVE'), (req, res) => {
  proof<Equal<typeof req.body.rating, number>>(true);
  res.send(req.params.slug);
});

// A middleware of ours is one of Express's, and a site may wrap it.
export const guard: RequestHandler = plenigo.requireAccess('ARCHIVE');
export const own: Middleware = plenigo.checkout('ARTICLE-1');
export const wrapped: RequestHandler = (req, res, next) => own(req, res, next);

// A product function may know its route.
interface Params {
  slug: string;
}
const articleOf = (req: Request<{ slug: string }>) => ({ id: req.params.slug, title: 'An article', price: 1 });
const accessOf = async (req: Request<Params>) => [req.params.slug];
app.get('/article/:slug', plenigo.checkout(articleOf, { openedBy: ['PLUS'] }), ({ params }) =>
  proof<Equal<typeof params.slug, string>>(true),
);
plenigo.requireAccess(accessOf);
plenigo.checkout(articleOf, ({ params }) => ({ targetUrl: `https://news.example/${params.slug}` }));
plenigo.checkout((req) => {
  proof<Equal<typeof req, Request>>(true);
  return undefined;
});
// @ts-expect-error: a product function gets a request
plenigo.checkout((slug: string) => slug);
// @ts-expect-error: and answers a product
plenigo.checkout(() => 7);

// Without the call: a site that forgets the parentheses.
// @ts-expect-error: register() makes the middleware
app.use(plenigo.register);
// @ts-expect-error: router() makes the middleware
app.use('/plenigo', plenigo.router);
