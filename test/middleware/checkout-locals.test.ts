// What `checkout()` hands to a template, for each status.
import { expect } from 'chai';
import type { Request, RequestHandler, Response } from 'express';
import { renderCheckoutSnippet } from '../../lib/v2/snippet.js';
import { articleSites, claimsOf } from './article-site.js';
import { ada, onBothExpresses, useWorld } from './world.js';

onBothExpresses('checkout()', (express) => {
  const world = useWorld();
  const createSite = articleSites(express, world);

  describe('gives a template', () => {
    it('for an anonymous reader: the script tag and an empty button', async () => {
      const { anonymous } = await createSite();
      expect((await anonymous()).body).to.deep.equal({
        status: 'anonymous',
        bought: false,
        scriptTag: `<script src="${world.sandbox.options.sdkUrl}" data-lang="en"></script>`,
        button: '',
      });
    });

    it('for a reader who may buy: token, customer id, checkout string and snippet', async () => {
      const { open } = await createSite();
      const asked = Date.now();
      const { body } = await open();
      expect(Object.keys(body).sort()).to.deep.equal([
        'bought',
        'button',
        'checkout',
        'customerId',
        'expiresAt',
        'loginToken',
        'scriptTag',
        'status',
      ]);
      const { loginToken, checkout } = body;
      expect(body).to.include({
        status: 'ready',
        bought: false,
        customerId: world.sandbox.customers[0]?.customerId,
        loginToken: world.sandbox.tokens[0]?.token,
      });
      expect(new Date(body.expiresAt).getTime()).to.be.within(asked + 300_000, Date.now() + 300_000);
      expect(checkout.snippet).to.equal(
        renderCheckoutSnippet({ paymentData: checkout.paymentData, loginToken }),
      );
      expect(claimsOf(checkout.paymentData)).to.deep.equal({ pi: 'ARTICLE', ts: false, aud: 'plenigo' });
      expect(body.button).to.match(
        /^<button type="button" data-plenigo-checkout="[\w.-]+"[^<>]*>Buy<\/button>$/,
      );
    });

    it('with an expiresAt that is a Date', async () => {
      const seen: unknown[] = [];
      const handler: RequestHandler = (_req, res) => {
        seen.push(res.locals.plenigo.expiresAt);
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
      expect(body).to.include({ status: 'bought', bought: true, button: '' });
      expect(body).to.not.have.any.keys('loginToken', 'expiresAt', 'checkout');
      expect(body.scriptTag).to.be.a('string');
    });

    it('for a reader with an e-mail conflict: nothing to log in or buy with', async () => {
      world.sandbox.addCustomer({ email: ada.email });
      const { open } = await createSite();
      const { body } = await open();
      expect(Object.keys(body).sort()).to.deep.equal(['bought', 'button', 'scriptTag', 'status']);
      expect(body).to.include({ status: 'email-conflict', bought: false, button: '' });
    });

    it('while plenigo is down: a page that still renders', async () => {
      const { open, failures } = await createSite();
      world.sandbox.inject({ status: 500, times: Number.POSITIVE_INFINITY });
      const { status, body } = await open();
      expect(status).to.equal(200);
      expect(Object.keys(body).sort()).to.deep.equal(['bought', 'button', 'scriptTag', 'status']);
      expect(body).to.include({ status: 'unavailable', bought: false, button: '' });
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

  describe('renders script tags', () => {
    it('for the live and the stage environment', async () => {
      const { companyId, secret } = world.sandbox.options;
      for (const [environment, origin] of [
        ['live', 'https://static.plenigo.com'],
        ['stage', 'https://static.plenigo-stage.com'],
      ] as const) {
        const options = { companyId, secret, environment, sdkUrl: undefined };
        const { anonymous } = await createSite({ options });
        expect((await anonymous()).body.scriptTag).to.equal(
          `<script src="${origin}/static_resources/javascript/${companyId}/plenigo_sdk.min.js" data-lang="en"></script>`,
        );
      }
    });

    it('with the reader’s language, else the site’s', async () => {
      const { open, anonymous } = await createSite({ options: { language: 'de' } });
      expect((await open({ ...ada, language: 'fr' })).body.scriptTag).to.include('data-lang="fr"');
      expect((await anonymous()).body.scriptTag).to.include('data-lang="de"');
    });

    it('with the nonce of the response, escaped', async () => {
      const nonce = (_req: Request, res: Response) => `${res.locals.nonce}"`;
      const before: RequestHandler[] = [
        (_req, res, next) => {
          res.locals.nonce = 'n0nce';
          next();
        },
      ];
      const { anonymous } = await createSite({ options: { nonce }, before, withRouter: true });
      expect((await anonymous()).body.scriptTag.match(/nonce="n0nce&quot;"/g)).to.have.length(2);
    });

    it('with the site’s own script only where the router is mounted', async () => {
      const own =
        /<script src="\/plenigo\/checkout-[0-9a-f]{12}\.js" defer data-endpoint="\/plenigo\/checkout"/;
      expect((await (await createSite()).open()).body.scriptTag).to.not.match(own);
      expect((await (await createSite({ withRouter: true })).open()).body.scriptTag).to.match(own);
    });

    it('and tells the site once that a button does nothing without the router', async () => {
      const warnings: string[] = [];
      const logger = {
        debug() {},
        info() {},
        error() {},
        warn: (_: object, text: string) => warnings.push(text),
      };
      const withRouter = await createSite({ options: { logger }, withRouter: true });
      await withRouter.open();
      expect(warnings).to.deep.equal([]);
      const without = await createSite({ options: { logger }, handler: (_req, res) => res.sendStatus(204) });
      await without.head();
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
    async function button(label: unknown, attributes?: unknown): Promise<string> {
      const handler: RequestHandler = (_req, res) => {
        try {
          res.json(Reflect.apply(res.locals.plenigo.buyButton, undefined, [label, attributes]));
        } catch (error) {
          const { code, message } = error as { code: string; message: string };
          res.json(`${code}: ${message}`);
        }
      };
      return (await (await createSite({ handler })).open()).body;
    }

    it('with an escaped label', async () => {
      const html = await button('<b>"Tom" & \'Jerry\'`</b>');
      expect(html).to.match(/>&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jerry&#39;&#96;&lt;\/b&gt;<\/button>$/);
    });

    it('with the attributes of the site, escaped', async () => {
      const html = await button('Buy', {
        class: 'a "b"',
        id: 'buy',
        tabindex: 0,
        disabled: true,
        hidden: false,
      });
      expect(html).to.match(/^<button class="a &quot;b&quot;" id="buy" tabindex="0" disabled type="button"/);
      expect(html).to.not.include('hidden');
    });

    for (const attributes of [
      { onclick: 'x' },
      { ONCLICK: 'x' },
      { type: 'submit' },
      { style: 'x' },
      { formaction: '//evil' },
      { 'data-plenigo-checkout': 'x' },
      { 'a b': 'x' },
      { 'a>': 'x' },
      { class: {} },
      { class: () => 'x' },
    ]) {
      it(`but not with ${Object.keys(attributes)}`, async () => {
        expect(await button('Buy', attributes)).to.match(/^invalid-argument: /);
      });
    }
  });
});
