/** Prototype pollution: nothing that arrives changes other objects, and objects that others have changed change nothing here. */

import { expect } from 'chai';
import { checkSiteUser } from '../../lib/customer/site-user.js';
import { createPlenigo, PlenigoClient, PlenigoError, renderCheckoutSnippet } from '../../lib/index.js';
import { fromPassportUser } from '../../lib/passport/index.js';
import { claimsOf } from '../support/reader.js';
import { exchange, expectReady, localsOf, plenigoFor } from './locals.js';
import { type Sample, SITE } from './values.js';

const plain: Sample = {
  mode: 'page',
  product: { id: 'ARTICLE-1', title: 'Story' },
  settings: { affiliateId: 'newsletter' },
  user: { id: 'ada', email: 'ada@example.com' },
  label: 'Buy',
  attributes: {},
  loginToken: 'token',
};

/** What an attacker would like to add, each under the name that some part of this package reads. */
const POISON: Record<string, unknown> = {
  price: 0.01,
  currency: 'EUR',
  external: true,
  overrideMode: true,
  productIdReplacement: 'OTHER',
  failedPayment: true,
  testMode: true,
  csrfToken: 'poison',
  sourceUrl: 'https://evil.example/',
  targetUrl: 'https://evil.example/',
  affiliateId: 'poison',
  elementId: 'poison',
  startWithRegistration: true,
  mode: 'click',
  checkAccess: false,
  emailVerified: true,
  email_verified: true,
  verified: true,
  firstName: 'poison',
  customerId: 'poison',
  loginToken: 'poison',
  trustEmails: true,
  apiUrl: 'https://evil.example',
  sdkUrl: 'https://evil.example',
  nonce: 'poison',
  failOpen: true,
  onclick: 'poison()',
  class: 'poison',
  offer: 'poison',
};

/** Runs `work` while every object inherits these. */
async function polluted<T>(work: () => T | Promise<T>): Promise<T> {
  const prototype = Object.prototype as unknown as Record<string, unknown>;
  try {
    Object.assign(prototype, POISON);
    return await work();
  } finally {
    for (const key of Object.keys(POISON)) delete prototype[key];
  }
}

/** Everything a page can show of its locals, without what differs from one moment to the next. */
async function pageOf(sample: Sample) {
  const locals = expectReady(await localsOf(sample));
  const button = locals.buyButton('Buy', { title: 'x' });
  const { exp: _exp, ...offer } = claimsOf(/data-plenigo-checkout="([^"]+)"/.exec(button)?.[1] ?? '');
  return JSON.stringify({
    snippet: sample.mode === 'page' && locals.checkout.snippet,
    claims: claimsOf(locals.checkout.paymentData),
    offer,
    button: button.replace(/data-plenigo-checkout="[^"]+"/, ''),
    scriptTag: locals.scriptTag,
    token: Object.hasOwn(locals, 'loginToken'),
  });
}

describe('prototype pollution', () => {
  for (const mode of ['page', 'click'] as const) {
    it(`by others changes nothing on a page, in mode ${mode}`, async () => {
      const sample = { ...plain, mode };
      const before = await pageOf(sample);
      expect(await polluted(() => pageOf(sample))).to.equal(before);
    });
  }

  it('by others opens no page for buyers', async () => {
    const plenigo = plenigoFor(plain);
    await polluted(async () => {
      const { req, res } = exchange({ accept: 'application/json' });
      const answered = new Promise((resolve) => {
        Object.assign(res, { status: () => res, json: resolve, set: () => res });
      });
      plenigo.requireAccess('ARTICLE-1')(req, res, () => expect.fail('the reader was let through'));
      expect(await answered).to.have.property('error', 'not-bought');
    });
  });

  it('by others proves no e-mail address, so it links nobody to an existing customer', async () => {
    const { sub, ...claims } = { sub: 'ada', email: 'ada@example.com' };
    for (const user of [
      { id: sub, ...claims },
      { sub, ...claims },
      { id: sub, emails: [{ value: claims.email }] },
    ]) {
      const asked: string[] = [];
      const status = await polluted(async () => {
        const locals = await localsOf(plain, {
          options: {
            user: () => fromPassportUser(user),
            fetch: async (url) => {
              asked.push(url);
              const isNew = url.includes('register');
              return Response.json(
                { error: 'no' },
                { status: isNew ? 409 : url.includes('Token') ? 404 : 403 },
              );
            },
          },
        });
        return locals.status;
      });
      expect(status).to.equal('email-conflict');
      expect(asked.filter((url) => url.includes('register'))).to.have.length(1);
      expect(asked.find((url) => url.includes('Token'))).to.include('/ada/');
    }
    expect(await polluted(() => checkSiteUser({ id: 'ada', ...claims }, { trustEmails: false, requireVerifiedEmail: false }))).to.include({
      emailVerified: false,
      firstName: undefined,
    });
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
      const plenigo = plenigoFor(plain);
      const { buyButton } = expectReady(await localsOf(plain));
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
    expect(() => plenigoFor(plain).checkout(product)).to.throw(PlenigoError, /product.id is missing/);
    const settings = Object.create({ targetUrl: `${SITE}/` });
    expect(() => plenigoFor(plain).checkout('ARTICLE-1', settings)).not.to.throw();
  });
});
