// `res.locals.plenigo` is typed for every handler and template helper, and narrows on `status`.
import express, { type Response } from 'express';
import {
  type AccountLocals,
  createPlenigo,
  type OfferLocals,
  type PlenigoLocals,
  type ScriptElement,
} from 'express-plenigo';
import { type Equal, type IsAny, type Not, proof } from './proof.js';

const app = express();
const plenigo = createPlenigo({ companyId: 'company', secret: 'secret' });

app.get('/article/:slug', plenigo.checkout('ARTICLE-1'), (req, res) => {
  proof<Not<IsAny<typeof res.locals.plenigo>>>(true);
  proof<Equal<typeof res.locals.plenigo, PlenigoLocals | undefined>>(true);
  proof<Equal<typeof res.locals.plenigoAccount, AccountLocals | undefined>>(true);
  proof<Equal<typeof req.params.slug, string>>(true);
  res.send(page(res));
});

export function page(res: Response): string {
  const locals = res.locals.plenigo;
  // @ts-expect-error: not every route has it
  locals.scriptTag;
  if (locals === undefined) return '';
  proof<
    Equal<
      typeof locals.status,
      'anonymous' | 'free' | 'metered' | 'ready' | 'bought' | 'email-missing' | 'email-conflict' | 'unavailable'
    >
  >(true);
  proof<Equal<typeof locals.scriptTag, string>>(true);
  proof<Equal<typeof locals.access, boolean>>(true);
  proof<Equal<typeof locals.scripts, readonly ScriptElement[]>>(true);
  proof<Equal<typeof locals.customerId, string | undefined>>(true);
  proof<Equal<typeof locals.bought, boolean>>(true);
  proof<Equal<typeof locals.loginToken, string | undefined>>(true);
  // @ts-expect-error: only a reader who may buy has a checkout
  locals.checkout.snippet;
  // @ts-expect-error: there is no such status
  if (locals.status === 'sold') return '';

  switch (locals.status) {
    case 'ready':
      proof<Equal<typeof locals.checkout, { readonly snippet: string; readonly paymentData: string }>>(true);
      proof<Equal<typeof locals.expiresAt, Date | undefined>>(true);
      proof<Equal<typeof locals.bought, false>>(true);
      proof<Equal<typeof locals.access, false>>(true);
      proof<Equal<(typeof locals.offers)[number], OfferLocals>>(true);
      for (const { product, checkout, buyButton, button } of locals.offers) {
        proof<Equal<typeof button.attributes, Readonly<Record<string, string | true>>>>(true);
        proof<Equal<typeof product.price, number | undefined>>(true);
        proof<Equal<typeof checkout.snippet, string>>(true);
        buyButton(product.title ?? 'Buy', { class: 'button' });
      }
      return `<a href="#" onclick="${locals.checkout.snippet}">Buy</a>`;
    case 'bought':
      proof<Equal<typeof locals.justBought, true | undefined>>(true);
      proof<Equal<typeof locals.bought, true>>(true);
      proof<Equal<typeof locals.access, true>>(true);
      proof<Equal<typeof locals.checkout, undefined>>(true);
      proof<Equal<typeof locals.loginToken, undefined>>(true);
      return 'The article.';
    case 'free':
    case 'metered':
      proof<Equal<typeof locals.access, true>>(true);
      proof<Equal<typeof locals.bought, false>>(true);
      return 'The article.';
    case 'anonymous':
    case 'email-missing':
    case 'email-conflict':
      proof<Equal<typeof locals.access, false>>(true);
      proof<Equal<typeof locals.offers, readonly []>>(true);
      proof<Equal<typeof locals.checkout, undefined>>(true);
      return '';
    case 'unavailable':
      // With failOpen.
      proof<Equal<typeof locals.access, boolean>>(true);
      proof<Equal<typeof locals.checkout, undefined>>(true);
      return '';
  }
}

export function button(locals: PlenigoLocals): string {
  // @ts-expect-error: an attribute is a string, a number or a boolean
  locals.buyButton('Buy', { class: ['a', 'b'] });
  if (locals.access) return '';
  return locals.buyButton('Buy', { class: 'button', tabindex: 0, disabled: false });
}

export function change(locals: PlenigoLocals): void {
  // @ts-expect-error: what the middleware found out is not for the site to change
  locals.status = 'bought';
}
