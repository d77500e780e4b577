import { expect } from 'chai';
import type { FrameLocator, Page } from 'playwright-core';
import { type Sandbox, type SandboxCustomer, startSandbox } from '../../lib/sandbox/index.js';
import { expectProblem, newPage, problemsSoFar, useBrowser } from '../support/browser.js';
import { type Site, startSite } from './site.js';
import { loginToken, paymentData, sign } from './support.js';

const FOREIGN = { pr: 15.5, cu: 'EUR', pt: 'BOOK', ti: 'A book about winters' };

describe('the checkout in a browser', () => {
  useBrowser();
  let sandbox: Sandbox;
  let site: Site;
  let customer: SandboxCustomer;
  let page: Page;
  let frame: FrameLocator;
  let addresses: string[];
  let now: number;

  beforeEach(async () => {
    now = Date.now();
    sandbox = await startSandbox({
      now: () => now,
      products: {
        NEWS: { title: 'The long way home', price: 2.49, currency: 'EUR' },
        SUB: { title: 'The Morning Post', price: 9.9, currency: 'EUR', subscription: true },
      },
    });
    site = await startSite(sandbox);
    customer = sandbox.addCustomer({ email: 'ada@example.com' });
    page = await newPage();
    frame = page.frameLocator('iframe');
    addresses = [];
    page.on('request', (request) => addresses.push(request.url()));
  });
  afterEach(async () => {
    await site.close();
    await sandbox.close();
  });

  const token = () => loginToken(sandbox, customer.customerId);
  const button = (name: string | RegExp) => frame.getByRole('button', { name, exact: true });
  const heading = (name: string) => frame.getByRole('heading', { name }).waitFor();
  const buyButton = () => page.getByRole('button', { name: 'Special offer for you' });
  const closed = () => page.locator('iframe').waitFor({ state: 'detached' });
  const focused = () => frame.locator('body').evaluate(() => document.activeElement?.textContent ?? '');

  /** Loads the site and clicks the buy button. */
  async function buy(argument: object, functionName = 'checkoutWithRemoteLogin'): Promise<void> {
    site.onBuy(functionName, argument);
    await page.goto(`${site.url}/article`);
    await buyButton().click();
    await frame.locator('#sheet:not([data-screen="loading"])').waitFor();
  }
  const buyProduct = async (claims: object = { pi: 'NEWS' }, extra: object = {}) =>
    buy({ paymentData: paymentData(sandbox, claims), loginToken: await token(), ...extra });

  describe('of a customer with a login token', () => {
    it('shows the order, takes the payment and leads back to the page, loaded anew', async () => {
      await buyProduct();
      await heading('Pay by card');
      const summary = await frame.getByRole('region', { name: 'Order summary' }).textContent();
      expect(summary).to.include('The long way home').and.include('€2.49').and.include('ada@example.com');
      await button('Pay €2.49').click();
      await heading('Thank you');
      expect(customer.purchases).to.have.length(1);
      expect(customer.purchases[0]).to.include({ productId: 'NEWS', price: 2.49, currency: 'EUR' });
      const loads = () => addresses.filter((url) => url === `${site.url}/article`).length;
      expect(loads()).to.equal(1);
      await Promise.all([page.waitForEvent('load'), button('Back to the site').click()]);
      expect(loads()).to.equal(2);
    });

    it('puts neither the token nor the checkout string into any address', async () => {
      const secrets = { paymentData: paymentData(sandbox, { pi: 'NEWS' }), loginToken: await token() };
      await buy(secrets);
      await button('Pay €2.49').click();
      await heading('Thank you');
      expect(addresses.some((url) => url.includes('/checkout/pay'))).to.equal(true);
      for (const url of [...addresses, ...page.frames().map((one) => one.url())]) {
        expect(url).not.to.include(secrets.loginToken);
        expect(url).not.to.include(secrets.paymentData.slice(0, 30));
      }
    });

    it('goes on to targetUrl', async () => {
      await buyProduct({ pi: 'NEWS' }, { targetUrl: '/thanks?paid=1' });
      await button('Pay €2.49').click();
      await button('Back to the site').click();
      await page.waitForURL(`${site.url}/thanks?paid=1`);
    });

    it('never goes to a targetUrl that is a script', async () => {
      await buyProduct({ pi: 'NEWS' }, { targetUrl: 'javascript:document.title="gone"' });
      await button('Pay €2.49').click();
      await Promise.all([page.waitForEvent('load'), button('Back to the site').click()]);
      expect(page.url()).to.equal(`${site.url}/article`);
      expect(await page.title()).to.equal('News');
    });

    it('goes on as well when the reader closes after paying', async () => {
      await buyProduct();
      await button('Pay €2.49').click();
      await heading('Thank you');
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Escape')]);
    });

    it('goes on at once when the checkout string wants no last screen', async () => {
      await buyProduct({ pi: 'NEWS', spf: false });
      await Promise.all([page.waitForEvent('load'), button('Pay €2.49').click()]);
      expect(customer.purchases).to.have.length(1);
    });

    it('can be paid by keyboard alone', async () => {
      await buyProduct();
      await heading('Pay by card');
      await page.keyboard.press('Shift+Tab');
      expect(await focused()).to.equal('Cancel');
      await page.keyboard.press('Shift+Tab');
      expect(await focused()).to.equal('Pay €2.49');
      await page.keyboard.press('Enter');
      await heading('Thank you');
      expect(await focused()).to.equal('Thank you');
    });

    it('knows that the customer is logged in', async () => {
      const asked = () =>
        page.evaluate(() =>
          (window as unknown as { plenigo: { isUserLoggedIn: () => boolean } }).plenigo.isUserLoggedIn(),
        );
      site.onBuy('checkoutWithRemoteLogin', {
        paymentData: paymentData(sandbox, { pi: 'NEWS' }),
        loginToken: await token(),
      });
      await page.goto(site.url);
      expect(await asked()).to.equal(false);
      await buyButton().click();
      await heading('Pay by card');
      expect(await asked()).to.equal(true);
    });

    it('opens once, however often the button is pressed', async () => {
      site.onBuy('checkoutWithRemoteLogin', {
        paymentData: paymentData(sandbox, { pi: 'NEWS' }),
        loginToken: await token(),
      });
      await page.goto(site.url);
      await page.evaluate(() => {
        for (let i = 0; i < 3; i++) document.getElementById('buy')?.click();
      });
      await heading('Pay by card');
      expect(await page.locator('iframe').count()).to.equal(1);
      expect(sandbox.tokenFailures.used).to.equal(0);
    });

    it('says when the customer has the product, and lets the page look again', async () => {
      sandbox.buy(customer, 'NEWS');
      await buyProduct();
      await heading('You have this already');
      await Promise.all([page.waitForEvent('load'), button('Back to the site').click()]);
      expect(customer.purchases).to.have.length(1);
    });
  });

  describe('is given up', () => {
    for (const [how, act] of Object.entries<() => Promise<void>>({
      'by Cancel': () => button('Cancel').click(),
      'by the close button': () => button('Close').click(),
      'by Escape in the frame': () => page.keyboard.press('Escape'),
    })) {
      it(`${how}: nothing is bought, the page stays, and the focus returns`, async () => {
        await buyProduct();
        await heading('Pay by card');
        await act();
        await closed();
        expect(customer.purchases).to.deep.equal([]);
        expect(addresses.filter((url) => url.endsWith('/article'))).to.have.length(1);
        expect(await page.evaluate(() => document.activeElement?.id)).to.equal('buy');
      });
    }

    it('without having moved the page behind it', async () => {
      site.onBuy('checkoutWithRemoteLogin', {
        paymentData: paymentData(sandbox, { pi: 'NEWS' }),
        loginToken: await token(),
      });
      await page.goto(site.url);
      await buyButton().scrollIntoViewIfNeeded();
      const place = () => page.evaluate(() => [window.scrollY, document.body.getBoundingClientRect().width]);
      const before = await place();
      expect(before[0]).to.be.greaterThan(0);
      await buyButton().click();
      await heading('Pay by card');
      await page.mouse.wheel(0, 400);
      expect(await place()).to.deep.equal(before);
      await page.keyboard.press('Escape');
      await closed();
      expect(await place()).to.deep.equal(before);
      expect(await page.evaluate(() => document.documentElement.getAttribute('style') ?? '')).to.equal('');
    });
  });

  it('is a modal dialog that keeps the focus and has a name', async () => {
    await buyProduct();
    const dialog = frame.getByRole('dialog', { name: 'Pay by card' });
    await dialog.waitFor();
    expect(await dialog.getAttribute('aria-modal')).to.equal('true');
    for (let i = 0; i < 14; i++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.tagName)).to.equal('IFRAME');
      expect(await frame.locator('body').evaluate((body) => body !== document.activeElement)).to.equal(true);
    }
  });

  it('fills a phone and needs no sideways scrolling', async () => {
    await page.setViewportSize({ width: 360, height: 700 });
    await buyProduct();
    await heading('Pay by card');
    const box = await frame.locator('#sheet').boundingBox();
    expect(box).to.deep.equal({ x: 0, y: 0, width: 360, height: 700 });
    expect(await frame.locator('#sheet').evaluate((sheet) => sheet.scrollWidth)).to.equal(360);
  });

  describe('shows', () => {
    it('prices in the language of the page', async () => {
      site.lang = 'de';
      await buyProduct();
      await button('Pay 2,49 €').waitFor();
    });

    it('prices in the language of the browser when the page names none, or nonsense', async () => {
      site.lang = '';
      await buyProduct();
      await button('Pay €2.49').waitFor();
      site.lang = 'not_a_language';
      await buyProduct();
      await button('Pay €2.49').waitFor();
    });

    it('that a subscription is paid again', async () => {
      await buyProduct({ pi: 'SUB' });
      await frame.getByText('Renews every month at €9.90 until you cancel.').waitFor();
    });

    it('that the site runs in test mode', async () => {
      await buyProduct({ pi: 'NEWS', ts: true });
      await frame.getByText('Test mode', { exact: true }).waitFor();
    });

    it('shipping costs', async () => {
      await buyProduct({ pi: 'B', ...FOREIGN, sc: 3.9 });
      expect(await frame.getByRole('region', { name: 'Order summary' }).textContent()).to.match(
        /Shipping€3\.90/,
      );
      await button('Pay €19.40').waitFor();
    });

    it('a field for the price that the customer wants to pay, from the minimum on', async () => {
      await buyProduct({ pi: 'B', ...FOREIGN, sp: true });
      const field = frame.getByLabel('What do you want to pay?');
      await field.fill('3');
      await button('Pay €15.50').click();
      await frame.getByRole('alert').getByText('At least €15.50').waitFor();
      expect(await field.getAttribute('aria-invalid')).to.equal('true');
      await field.fill('20,5');
      await button('Pay €20.50').click();
      await heading('Thank you');
      expect(customer.purchases[0]).to.include({ price: 20.5 });
    });

    it('that a card was declined, and takes another one', async () => {
      await buyProduct();
      await frame.getByLabel('Card number').fill('4000 0000 0000 0002');
      await button('Pay €2.49').click();
      await frame.getByRole('alert').getByText('The card was declined').waitFor();
      expect(customer.purchases).to.deep.equal([]);
      await frame.getByLabel('Card number').fill('4242 4242 4242 4242');
      await button('Pay €2.49').click();
      await heading('Thank you');
    });

    it('that there is no connection, and can be tried again', async () => {
      await buyProduct();
      await heading('Pay by card');
      await page.route('**/checkout/pay', (route) => route.abort(), { times: 1 });
      expectProblem(/ERR_FAILED/);
      await button('Pay €2.49').click();
      await frame.getByRole('alert').getByText('could not reach').waitFor();
      await button('Pay €2.49').click();
      await heading('Thank you');
    });
  });

  describe('of somebody without a login token', () => {
    const open = (extra: object = {}) =>
      buy({ paymentData: paymentData(sandbox, { pi: 'NEWS' }), ...extra }, 'checkout');

    it('asks for the e-mail address first, and goes on', async () => {
      await open();
      await heading('Log in to go on');
      await frame.getByLabel('E-mail address').fill('ada@example.com');
      await page.keyboard.press('Enter');
      await button('Pay €2.49').click();
      await heading('Thank you');
      expect(customer.purchases).to.have.length(1);
    });

    it('offers an account to an address that nobody knows', async () => {
      await open();
      await frame.getByLabel('E-mail address').fill('new@example.com');
      await button('Log in').click();
      await frame.getByRole('alert').getByText('We know no account').waitFor();
      await button('Create an account').click();
      await heading('Create your account');
      await button('Create account').click();
      await button('Pay €2.49').click();
      await heading('Thank you');
      expect(sandbox.customers[1]).to.include({ email: 'new@example.com' });
      expect(sandbox.customers[1]?.purchases).to.have.length(1);
    });

    it('starts with the registration when the page says so', async () => {
      await open({ startWithRegistration: true });
      await heading('Create your account');
    });
  });

  describe('inside an element of the page', () => {
    it('shows the whole checkout there, without a dialog, and goes away when given up', async () => {
      await buyProduct({ pi: 'NEWS' }, { elementId: 'place' });
      await heading('Pay by card');
      expect(await page.locator('#place > iframe').count()).to.equal(1);
      expect(await page.locator('dialog').count()).to.equal(0);
      const { scroll, client } = await frame
        .locator('html')
        .evaluate((html) => ({ scroll: html.scrollHeight, client: html.clientHeight }));
      expect(scroll).to.be.at.most(client);
      await button('Cancel').click();
      await closed();
    });

    it('takes the payment', async () => {
      await buyProduct({ pi: 'NEWS' }, { elementId: 'place' });
      await button('Pay €2.49').click();
      await Promise.all([page.waitForEvent('load'), button('Back to the site').click()]);
      expect(customer.purchases).to.have.length(1);
    });

    it('falls back to the overlay when there is no such element', async () => {
      await buyProduct({ pi: 'NEWS' }, { elementId: 'nowhere' });
      await frame.getByRole('dialog').waitFor();
    });
  });

  describe('shows a clear error and sells nothing', () => {
    const data = (claims: object = { pi: 'NEWS' }) => paymentData(sandbox, claims);
    const cases: Record<string, { code: string; argument: () => object | Promise<object> }> = {
      'with a forged token': {
        code: 'login-token-unknown',
        argument: () => ({ paymentData: data(), loginToken: 'forged' }),
      },
      'without a token': { code: 'login-token-missing', argument: () => ({ paymentData: data() }) },
      'with an expired token': {
        code: 'login-token-expired',
        argument: async () => {
          const loginToken = await token();
          now += 5 * 60_000;
          return { paymentData: data(), loginToken };
        },
      },
      'with a checkout string signed by somebody else': {
        code: 'payment-data-forged',
        argument: async () => ({
          paymentData: sign('other', { aud: 'plenigo', pi: 'NEWS' }),
          loginToken: await token(),
        }),
      },
      'with a checkout string for somebody else': {
        code: 'payment-data-invalid',
        argument: async () => ({ paymentData: data({ pi: 'NEWS', aud: 'x' }), loginToken: await token() }),
      },
      'with a product id that is too long': {
        code: 'payment-data-invalid',
        argument: async () => ({
          paymentData: data({ pi: '123456789012345678901' }),
          loginToken: await token(),
        }),
      },
      'with a foreign product that has no price': {
        code: 'product-invalid',
        argument: async () => ({
          paymentData: data({ pi: 'B', ...FOREIGN, pr: undefined }),
          loginToken: await token(),
        }),
      },
      'without a checkout string': {
        code: 'payment-data-missing',
        argument: async () => ({ loginToken: await token() }),
      },
    };
    for (const [what, { code, argument }] of Object.entries(cases)) {
      it(what, async () => {
        await buy(await argument());
        await frame.getByText(`Error code: ${code}`).waitFor();
        await frame.getByText('You have not been charged.').waitFor();
        expect(await frame.getByRole('button', { name: /^Pay/ }).count()).to.equal(0);
        await frame.getByRole('button', { name: 'Close' }).last().click();
        await closed();
        expect(customer.purchases).to.deep.equal([]);
      });
    }

    it('with a token that was used before', async () => {
      site.onBuy('checkoutWithRemoteLogin', { paymentData: data(), loginToken: await token() });
      await page.goto(site.url);
      await buyButton().click();
      await button('Cancel').click();
      await closed();
      await buyButton().click();
      await frame.getByText('Error code: login-token-used').waitFor();
      await heading('This checkout was opened before');
      expect(sandbox.tokenFailures.used).to.equal(1);
    });

    it('when the page is opened outside of a site', async () => {
      await page.goto(`${sandbox.url}/checkout?origin=${encodeURIComponent(site.url)}`);
      await page.getByText('Error code: no-site').waitFor();
    });

    it('when the site’s policy forbids the frame, and can be closed', async () => {
      site.frames = false;
      expectProblem(/frame-src|Framing/);
      expectProblem(/The checkout did not load/);
      site.onBuy('checkoutWithRemoteLogin', { paymentData: data(), loginToken: await token() });
      await page.clock.install();
      await page.goto(site.url);
      await buyButton().click();
      await page.locator('dialog').waitFor();
      await page.clock.fastForward(10_000);
      await page.getByText('The checkout could not be loaded.').waitFor();
      expect(problemsSoFar().some((text) => text.includes('frame-src'))).to.equal(true);
      await page.getByRole('button', { name: 'Close' }).click();
      await page.locator('dialog').waitFor({ state: 'detached' });
    });
  });

  it('listens to nobody but its own frame and its own site', async () => {
    await buyProduct();
    await heading('Pay by card');
    await page.evaluate(() => {
      // From the site's own window: the right shape, the wrong sender.
      window.postMessage({ type: 'plenigo:paid' }, '*');
      window.postMessage({ type: 'plenigo:close' }, '*');
    });
    await frame.locator('body').evaluate(
      (_body, start) => {
        // Into the frame from itself: the right shape, the wrong sender.
        window.postMessage({ type: 'plenigo:start', ...start }, '*');
      },
      { paymentData: paymentData(sandbox, { pi: 'SUB' }), startWithRegistration: false },
    );
    await button('Pay €2.49').click();
    await heading('Thank you');
    expect(customer.purchases.map(({ productId }) => productId)).to.deep.equal(['NEWS']);
  });
});

describe('the sandbox’s start page in a browser', () => {
  useBrowser();

  it('loads without a complaint', async () => {
    const sandbox = await startSandbox();
    const page = await newPage();
    await page.goto(sandbox.url);
    await page.getByRole('heading', { name: 'plenigo sandbox' }).waitFor();
    await sandbox.close();
  });
});
