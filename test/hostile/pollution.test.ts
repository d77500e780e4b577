/** Prototype pollution: nothing that arrives changes other objects, and objects that others have changed change nothing here. */

import { expect } from 'chai';
import express from 'express';
import { createPlenigo as createV3 } from '../../lib/entries/v3.js';
import { createPlenigo, PlenigoClient, PlenigoError, renderCheckoutSnippet } from '../../lib/index.js';
import { fromPassportUser } from '../../lib/passport/index.js';
import { checkSiteUser } from '../../lib/visit/site.js';
import { silentLogger } from '../support/calls.js';
import { listen } from '../support/listen.js';
import { claimsOf } from '../support/reader.js';
import { expectReady, localsOf, plenigoFor } from './locals.js';
import { pollutedWith } from './polluted.js';
import { plain, type Sample, SITE } from './values.js';

const article: Sample = {
  ...plain,
  product: { id: 'ARTICLE-1', title: 'Story' },
  settings: { affiliateId: 'newsletter' },
};

const fill = (value: unknown, names: string) => Object.fromEntries(names.split(' ').map((name) => [name, value]));

/** What an attacker would like to add, each under the name that some part of this package reads. */
const POISON: Record<string, unknown> = {
  ...fill(true, 'external overrideMode failedPayment testMode payWhatYouWant failOpen trustEmails'),
  ...fill(true, 'startWithRegistration showBuyingAgainScreen prefillBillingAddress'),
  ...fill(true, 'emailVerified email_verified verified'),
  ...fill('poison', 'csrfToken affiliateId elementId firstName customerId loginToken nonce class offer'),
  ...fill('https://evil.example', 'sourceUrl targetUrl oauth2RedirectUrl apiUrl sdkUrl'),
  ...{ price: 0.01, currency: 'EUR', productIdReplacement: 'OTHER', birthday: '1980-01-01' },
  ...{ mode: 'click', checkAccess: false, onclick: 'poison()' },
};

const polluted = <T>(work: () => T | Promise<T>, poison: object = POISON) => pollutedWith(poison, work);

/** Everything a page can show of its locals, without what differs from one moment to the next. */
async function pageOf(sample: Sample) {
  const locals = expectReady(await localsOf(sample));
  const button = locals.buyButton('Buy', { title: 'x' });
  const { exp: _exp, ...offer } = claimsOf(/data-plenigo-checkout="([^"]+)"/.exec(button)?.[1] ?? '');
  return JSON.stringify({
    snippet: sample.mode === 'page' && locals.checkout.snippet,
    claims: claimsOf(locals.checkout.paymentData),
    offer,
    button: button.replace(/data-plenigo-checkout="[^"]+"/, '').replaceAll(/"plenigo-[\w-]+"/g, ''),
    // Without the time that is left for its token.
    scriptTag: locals.scriptTag.replace(/"goodFor":\d+/, ''),
    token: Object.hasOwn(locals, 'loginToken'),
  });
}

describe('prototype pollution', () => {
  for (const mode of ['page', 'click'] as const) {
    it(`by others changes nothing on a page, in mode ${mode}`, async () => {
      const sample = { ...article, mode };
      const before = await pageOf(sample);
      expect(await polluted(() => pageOf(sample))).to.equal(before);
    });
  }

  it('by others proves no e-mail address, so it links nobody to an existing customer', async () => {
    const { sub, ...claims } = { sub: 'ada', email: 'ada@example.com' };
    for (const user of [
      { id: sub, ...claims },
      { sub, ...claims },
      { id: sub, emails: [{ value: claims.email }] },
    ]) {
      const asked: string[] = [];
      const status = await polluted(async () => {
        const locals = await localsOf(article, {
          options: {
            user: () => fromPassportUser(user),
            fetch: async (url) => {
              asked.push(url);
              const isNew = url.includes('register');
              return Response.json({ error: 'no' }, { status: isNew ? 409 : url.includes('Token') ? 404 : 403 });
            },
          },
        });
        return locals.status;
      });
      expect(status).to.equal('email-conflict');
      expect(asked.filter((url) => url.includes('register'))).to.have.length(1);
      expect(asked.find((url) => url.includes('Token'))).to.include('/ada/');
    }
    expect(
      await polluted(() =>
        checkSiteUser({ id: 'ada', ...claims }, { trustEmails: false, requireVerifiedEmail: false }),
      ),
    ).to.include({ emailVerified: false, firstName: undefined });
  });

  it('by others adds no option, no argument and no part of a snippet', async () => {
    await polluted(() => {
      const client = new PlenigoClient({ companyId: 'COMPANY', secret: 'secret' });
      expect(client).to.be.instanceOf(PlenigoClient);
      const { scriptSrc } = createPlenigo({ companyId: 'COMPANY', secret: 'secret' }).cspDirectives();
      expect(scriptSrc).not.to.include('https://evil.example');
      expect(renderCheckoutSnippet({ paymentData: 'a.b.c' })).to.equal(
        'plenigo.checkout({paymentData:/a.b.c/.source,startWithRegistration:false})',
      );
    });
  });

  for (const [name, text] of [
    ['__proto__', '{"__proto__":{"polluted":true},"id":"A"}'],
    ['constructor', '{"constructor":{"prototype":{"polluted":true}},"id":"A"}'],
  ] as const) {
    it(`through a key ${name} is refused in options, products, settings and attributes`, async () => {
      const hostile = JSON.parse(text);
      const plenigo = plenigoFor(article);
      const { buyButton } = expectReady(await localsOf(article));
      for (const attempt of [
        () => createPlenigo({ companyId: 'COMPANY', secret: 'secret', ...hostile }),
        () => createPlenigo(Object.assign(JSON.parse(text), { companyId: 'COMPANY', secret: 'secret' })),
        () => plenigo.checkout(JSON.parse(text)),
        () => plenigo.checkout('A', JSON.parse(text)),
        () => plenigo.requireAccess('A', JSON.parse(text)),
        () => renderCheckoutSnippet(Object.assign(JSON.parse(text), { paymentData: 'a' })),
        () => buyButton('Buy', JSON.parse(text)),
      ]) {
        expect(attempt).to.throw(PlenigoError);
      }
      expect({}).not.to.have.property('polluted');
    });
  }

  it('through inherited options and products counts for nothing', () => {
    const inherited = Object.create({ companyId: 'COMPANY', secret: 'secret' });
    expect(() => createPlenigo(inherited)).to.throw(PlenigoError, /companyId is missing/);
    const product = Object.create({ id: 'ARTICLE-1', price: 0.01 });
    expect(() => plenigoFor(article).checkout(product)).to.throw(PlenigoError, /product.id is missing/);
    const settings = Object.create({ targetUrl: `${SITE}/` });
    expect(() => plenigoFor(article).checkout('ARTICLE-1', settings)).not.to.throw();
  });
});

describe('prototype pollution by others, API v3', () => {
  const asked: string[] = [];
  let plenigo: ReturnType<typeof createV3>;
  beforeEach(() => {
    asked.length = 0;
    // It remembers who the customer is.
    plenigo = createV3({
      companyId: 'COMPANY',
      apiToken: 'token',
      baseUrl: SITE,
      user: () => ({ id: 'ada', email: 'ada@example.com' }),
      logger: silentLogger,
      fetch: async (url, { body }) => {
        asked.push(`${new URL(url).pathname.replace('/api/v3.0', '')} ${body ?? ''}`);
        return Response.json({ customerId: '1', externalSystemId: 'ada', purchaseId: 'started' });
      },
    });
  });

  it('changes nobody else’s address', async () => {
    await polluted(() => plenigo.changeEmail({ id: 'ada', email: 'new@example.com' }), { customerId: '555' });
    expect(asked).to.deep.equal([
      '/customers/customerIdByExternalSystemId/ada ',
      '/customers/1/email {"email":"new@example.com"}',
    ]);
  });

  it('changes no purchase', async () => {
    const { affiliateId, sourceUrl, targetUrl } = POISON;
    const poison = { affiliateId, sourceUrl, targetUrl, returnUrl: targetUrl, allowMultiplePurchases: true };
    const app = express();
    app.use('/plenigo', plenigo.router());
    app.get('/', plenigo.checkout({ offerId: 'O_1', accessRights: 'PLUS' }), (_req, res) =>
      res.send(res.locals.plenigo?.buyButton('Buy')),
    );
    const site = await listen(app);
    try {
      const button = await (await fetch(site.url)).text();
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body: JSON.stringify({ offer: /data-plenigo-checkout="([^"]+)"/.exec(button)?.[1] }),
      };
      const answer = await polluted(async () => (await fetch(`${site.url}/plenigo/checkout`, init)).text(), poison);
      expect(JSON.parse(answer)).to.deep.equal({ status: 'ready', call: { purchaseId: 'started', frame: {} } });
      expect(asked.filter((call) => /preparePurchase \{/.test(call))).to.have.length(1);
      expect(asked.join('\n')).not.to.match(/poison|evil|allowMultiple/);
    } finally {
      await site.close();
    }
  });
});
