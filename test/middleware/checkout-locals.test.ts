// What `checkout()` hands to a template for who may buy or has bought, and its script tags. For all others that is in statuses.test.ts.
import { expect } from 'chai';
import type { Request, RequestHandler, Response } from 'express';
import { renderCheckoutSnippet } from '../../lib/v2/snippet.js';
import { present } from '../support/present.js';
import { claimsOf, ownDataIn } from '../support/reader.js';
import { ada, type SiteSetup, useWorld } from './world.js';

describe('checkout()', () => {
  const world = useWorld();
  const createSite = world.site;

  describe('gives a template', () => {
    it('for a reader who may buy: token with its end, customer id, checkout string and snippet', async () => {
      let expiresAt: unknown;
      const note: RequestHandler = (_req, res, next) => {
        ({ expiresAt } = present(res.locals.plenigo) as { expiresAt?: Date });
        next();
      };
      const { open } = await createSite({ pages: ({ checkout }) => ({ '/article': [checkout('ARTICLE'), note] }) });
      const asked = Date.now();
      const { body } = await open();
      expect(expiresAt).to.be.an.instanceOf(Date);
      const ofEverybody = ['status', 'access', 'bought', 'offers', 'button', 'scriptTag', 'scripts'];
      expect(body).to.have.all.keys(...ofEverybody, 'checkout', 'customerId', 'expiresAt', 'loginToken');
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
          `<script src="${origin}/static_resources/javascript/${companyId}/plenigo_sdk.min.js" data-lang="en" data-disable-metered="true" data-plenigo-sdk async></script>`,
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
      const withRouter = await createSite({ hasRouter: true });
      await withRouter.open();
      const without = await createSite({ handler: (_req, res) => res.sendStatus(204) });
      await without.open('/article', { method: 'head' });
      expect(world.messages).to.deep.equal([]);
      const buttons = await createSite();
      await buttons.open();
      await buttons.open();
      expect(world.messages).to.have.length(1);
      expect(world.messages[0]).to.match(/plenigo\.router\(\)/);
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
