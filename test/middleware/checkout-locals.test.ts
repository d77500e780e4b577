// What `checkout()` hands to a template, for each status. Which status that is, is in statuses.test.ts.
import { expect } from 'chai';
import type { Request, RequestHandler, Response } from 'express';
import { renderCheckoutSnippet } from '../../lib/v2/snippet.js';
import { present } from '../support/present.js';
import { ownDataIn } from '../support/reader.js';
import { ada, claimsOf, type SiteSetup, useWorld } from './world.js';

describe('checkout()', () => {
  const world = useWorld();
  const createSite = world.site;

  describe('gives a template', () => {
    /** What there is on a page on which nothing can be bought. */
    const shut = () => ({
      offers: [],
      scriptTag: '',
      scripts: [],
      button: '',
    });

    it('for an anonymous reader: nothing of plenigo’s, and an empty button', async () => {
      const { open } = await createSite();
      const locals = { status: 'anonymous', access: false, bought: false, ...shut() };
      expect((await open('/article', { user: null })).body).to.deep.equal(locals);
    });

    it('where nothing is for sale: the same, and access', async () => {
      const { open } = await createSite({ product: () => undefined });
      const locals = { status: 'free', access: true, bought: false, ...shut() };
      expect((await open('/article', { user: null })).body).to.deep.equal(locals);
      expect((await open()).body, 'with nothing of the reader').to.deep.equal(locals);
    });

    it('for a reader who may buy: token, customer id, checkout string and snippet', async () => {
      const { open } = await createSite();
      const asked = Date.now();
      const { body } = await open();
      expect(Object.keys(body).sort()).to.deep.equal([
        'access',
        'bought',
        'button',
        'checkout',
        'customerId',
        'expiresAt',
        'loginToken',
        'offers',
        'scriptTag',
        'scripts',
        'status',
      ]);
      const { loginToken, checkout } = body;
      expect(body).to.include({
        status: 'ready',
        access: false,
        bought: false,
        customerId: world.sandbox.customers[0]?.customerId,
        loginToken: world.sandbox.tokens[0]?.token,
      });
      expect(new Date(body.expiresAt).getTime()).to.be.within(asked + 300_000, Date.now() + 300_000);
      expect(checkout.snippet).to.equal(renderCheckoutSnippet({ paymentData: checkout.paymentData, loginToken }));
      expect(claimsOf(checkout.paymentData)).to.deep.equal({ pi: 'ARTICLE', ts: false, aud: 'plenigo' });
      expect(body.button).to.match(/^<button type="button" data-plenigo-checkout="[\w.-]+"[^<>]*>Buy<\/button>/);
    });

    it('with an expiresAt that is a Date', async () => {
      const seen: unknown[] = [];
      const handler: RequestHandler = (_req, res) => {
        seen.push(res.locals.plenigo?.expiresAt);
        res.end();
      };
      const { open } = await createSite({ handler });
      await open();
      expect(seen[0]).to.be.an.instanceOf(Date);
    });

    it('for a buyer: neither token nor button', async () => {
      world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
      world.sandbox.buy({ externalUserId: ada.id }, 'ARTICLE');
      const { open } = await createSite();
      const { body } = await open();
      expect(body).to.deep.equal({ status: 'bought', access: true, bought: true, ...shut() });
    });

    it('for a buyer who has just paid, as the script has said by its cookie: that, too, and no one else', async () => {
      const { open } = await createSite({ hasRouter: true });
      const visitor = { cookie: 'a=b; plenigo_bought=1' };
      expect((await open('/article', visitor)).body)
        .to.include({ status: 'ready' })
        .and.not.have.property('justBought');
      world.sandbox.buy({ externalUserId: ada.id }, 'ARTICLE');
      const { body } = await open('/article', visitor);
      expect(body).to.include({ status: 'bought', justBought: true });
      expect(ownDataIn(body.scriptTag)).to.deep.equal({ justBought: true });
      const later = (await open('/article', { cookie: 'xplenigo_bought=1; plenigo_buying=1' })).body;
      expect(later).to.include({ status: 'bought' }).and.not.have.property('justBought');
      expect(later.scriptTag).to.not.include('application/json');
    });

    it('for a reader with an e-mail conflict: nothing to log in or buy with', async () => {
      world.sandbox.addCustomer({ email: ada.email });
      const { open } = await createSite();
      const locals = { status: 'email-conflict', access: false, bought: false, ...shut() };
      expect((await open()).body).to.deep.equal(locals);
    });

    it('for a reader without an e-mail address: nothing to log in or buy with, and a question about purchases alone', async () => {
      const { open } = await createSite();
      const locals = { status: 'email-missing', access: false, bought: false, ...shut() };
      expect((await open('/article', { user: { id: 'nameless' } })).body).to.deep.equal(locals);
      expect(world.calls()).to.deep.equal(['hasUserBought']);
      expect(world.errors).to.deep.equal([]);
    });

    it('while plenigo is down: a page that still renders', async () => {
      const { open, failures } = await createSite();
      world.sandbox.inject({ status: 500, times: Number.POSITIVE_INFINITY });
      const { status, body } = await open();
      expect(status).to.equal(200);
      expect(body).to.deep.equal({ status: 'unavailable', access: false, bought: false, ...shut() });
      expect(world.errors.map(({ code }) => code)).to.deep.equal(['server-error']);
      expect(failures).to.deep.equal([]);
    });

    it('in mode click: a snippet that asks for credentials on the click, and no token', async () => {
      const { open } = await createSite({ options: { mode: 'click' } });
      const { body } = await open();
      expect(body).to.not.have.any.keys('loginToken', 'expiresAt');
      expect(body.checkout.snippet).to.match(/^expressPlenigo\.checkout\(\/[\w.-]+\/\.source\b/);
      expect(claimsOf(body.checkout.paymentData)).to.include({ pi: 'ARTICLE' });
    });
  });

  describe('gives a template several offers', () => {
    const products = [
      { id: 'PLUS-MONTH', title: 'A month' },
      { id: 'PLUS-YEAR', title: 'A year', price: 99, currency: 'EUR' },
    ];

    for (const mode of ['page', 'click'] as const) {
      it(`in their order, the first one's button and checkout first, in mode ${mode}`, async () => {
        const seen: unknown[] = [];
        const handler: RequestHandler = (_req, res) => {
          const { offers, checkout, buyButton } = present(res.locals.plenigo);
          seen.push(offers.map(({ product }) => product));
          seen.push(offers.map((offer) => claimsOf(offer.checkout.paymentData).pi));
          seen.push(offers.map((offer) => claimsOf(sealedIn(offer.buyButton('Buy'))).terms));
          seen.push(checkout?.paymentData === offers[0]?.checkout.paymentData);
          seen.push(sealedIn(buyButton('Buy')) === sealedIn(offers[0]?.buyButton('Buy') ?? ''));
          res.json(offers.map((offer) => offer.checkout.snippet));
        };
        const sealedIn = (button: string) => /data-plenigo-checkout="([^"]+)"/.exec(button)?.[1] ?? '';
        const { open } = await createSite({ product: products, handler, options: { mode } });
        const { body } = await open();
        const [given, signed, sealed, ...isFirst] = seen;
        expect(given).to.deep.equal(products);
        expect(signed).to.deep.equal(['PLUS-MONTH', 'PLUS-YEAR']);
        expect((sealed as { claims: { pi: string } }[]).map(({ claims }) => claims.pi)).to.deep.equal(signed);
        expect(isFirst).to.deep.equal([true, true]);
        expect(new Set(body)).to.have.property('size', 2);
        expect(world.sandbox.tokens, 'of which one is bought').to.have.length(mode === 'page' ? 1 : 0);
      });
    }

    it('and any of them opens the page, as does what is not sold there', async () => {
      world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
      world.sandbox.buy({ externalUserId: ada.id }, 'PLUS-YEAR');
      for (const site of [
        { product: products },
        { product: 'ARTICLE', settings: { openedBy: ['PLUS-YEAR'] } },
        { product: 'ARTICLE', settings: () => ({ openedBy: ['PLUS', 'PLUS-YEAR'] }) },
      ]) {
        const { open } = await createSite(site);
        expect((await open()).body).to.include({ status: 'bought', access: true });
        expect(world.calls().filter((call) => call === 'hasUserBought')).to.have.length(1);
      }
    });
  });

  describe('renders script tags', () => {
    it('for the live and the stage environment', async () => {
      const { companyId, secret } = world.sandbox.options;
      for (const [environment, origin] of [
        ['live', 'https://static.plenigo.com'],
        ['stage', 'https://static.plenigo-stage.com'],
      ] as const) {
        const options = {
          companyId,
          secret,
          environment,
          apiUrl: undefined,
          sdkUrl: undefined,
          sdk: 'always',
        } as const;
        const { open } = await createSite({ options });
        expect((await open('/article', { user: null })).body.scriptTag).to.equal(
          `<script src="${origin}/static_resources/javascript/${companyId}/plenigo_sdk.min.js" data-lang="en" data-disable-metered="true" async></script>`,
        );
      }
    });

    it('with the reader’s language, else the site’s', async () => {
      const { open } = await createSite({ options: { language: 'de', sdk: 'always' } });
      expect((await open('/article', { user: { ...ada, language: 'fr' } })).body.scriptTag).to.include(
        'data-lang="fr"',
      );
      expect((await open('/article', { user: null })).body.scriptTag).to.include('data-lang="de"');
    });

    it('with the nonce of the response, escaped', async () => {
      const nonce = (_req: Request, res: Response) => `${res.locals.nonce}"`;
      const before: RequestHandler[] = [
        (_req, res, next) => {
          res.locals.nonce = 'n0nce';
          next();
        },
      ];
      const { open } = await createSite({ options: { nonce, sdk: 'always' }, before, hasRouter: true });
      expect((await open('/article', { user: null })).body.scriptTag.match(/nonce="n0nce&quot;"/g)).to.have.length(2);
    });

    it('with the site’s own script only where the router is mounted', async () => {
      const own = /<script src="\/plenigo\/checkout-[0-9a-f]{12}\.js" defer>/;
      expect((await (await createSite()).open()).body.scriptTag).to.not.match(own);
      expect((await (await createSite({ hasRouter: true })).open()).body.scriptTag).to.match(own);
    });

    it('and tells the site once that a button does nothing without the router', async () => {
      const warnings: string[] = [];
      const logger = { debug() {}, info() {}, error() {}, warn: (_: object, text: string) => warnings.push(text) };
      const withRouter = await createSite({ options: { logger }, hasRouter: true });
      await withRouter.open();
      expect(warnings).to.deep.equal([]);
      const without = await createSite({ options: { logger }, handler: (_req, res) => res.sendStatus(204) });
      await without.open('/article', { method: 'head' });
      expect(warnings).to.deep.equal([]);
      const buttons = await createSite({ options: { logger } });
      await buttons.open();
      await buttons.open();
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.match(/plenigo\.router\(\)/);
    });
  });

  describe('renders a button', () => {
    /** What `buyButton` gives, or the error it throws. */
    async function button(
      label: unknown,
      attributes?: unknown,
      site: SiteSetup & { user?: unknown } = {},
    ): Promise<string> {
      const handler: RequestHandler = (_req, res) => {
        try {
          res.json(Reflect.apply(present(res.locals.plenigo).buyButton, undefined, [label, attributes]));
        } catch (error) {
          const { code, message } = error as { code: string; message: string };
          res.json(`${code}: ${message}`);
        }
      };
      const { user = ada, ...rest } = site;
      const { open } = await createSite({ handler, ...rest });
      return (await open('/article', { user: user as object | null })).body;
    }

    it('with the label and the attributes of the site, and not with those that could run script', async () => {
      const html = await button('Buy & read', { class: 'big', disabled: true });
      expect(html).to.match(/^<button class="big" disabled type="button".*>Buy &amp; read<\/button>/);
      expect(await button('Buy', { onclick: 'x' })).to.match(/^invalid-argument: /);
    });

    for (const status of ['anonymous', 'email-missing', 'free', 'bought', 'ready', 'unavailable']) {
      it(`and refuses what no button may have for every reader, at the first page, such as ${status}`, async () => {
        if (status === 'bought') world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
        if (status === 'bought') world.sandbox.buy({ externalUserId: ada.id }, 'ARTICLE');
        const user = { anonymous: null, 'email-missing': { id: 'ada-1' }, unavailable: { id: '' } }[status];
        const site = { ...(status === 'free' && { product: () => undefined }), ...(user !== undefined && { user }) };
        for (const [call, says] of [
          [['Buy', { onclick: 'x' }], /^invalid-argument: .*"onclick" is not allowed on the buy button/],
          [['Buy', { title: {} }], /^invalid-argument: .*attributes\.title: expected a string/],
          [[], /^invalid-argument: .*buyButton: got undefined, expected a label/],
          [[''], /^invalid-argument: .*buyButton: got an empty string, expected a label/],
          [[{ name: 'plenigo.buyButton', hash: {}, data: {} }], /^invalid-argument: .*the options of Handlebars/],
          [
            ['Buy', { name: 'plenigo.buyButton', hash: {}, data: {} }],
            /^invalid-argument: .*the options of Handlebars/,
          ],
        ] as const) {
          expect(await button(call[0], call[1], site), status).to.match(says);
        }
      });
    }
  });
});
