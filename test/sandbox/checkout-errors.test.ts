// The sandbox's checkout in a real browser when something is wrong, or somebody tries something.
import { expect } from 'chai';
import type { Frame } from 'playwright-core';
import { expectProblem, problemsSoFar, stopClock } from '../support/browser.js';
import { useShop } from './shop.js';

describe('the checkout in a browser, on its guard,', () => {
  const shop = useShop();

  describe('shows a clear error and sells nothing', () => {
    // Which codes there are is tested with the server.
    it('with a token that is none', async () => {
      await shop().buy({ paymentData: shop().data(), loginToken: 'forged' });
      await shop().frame.getByText('Error code: login-token-unknown').waitFor();
      await shop().frame.getByText('You have not been charged.').waitFor();
      expect(await shop().frame.getByRole('button', { name: /^Pay/ }).count()).to.equal(0);
      await shop().frame.getByRole('button', { name: 'Close' }).last().click();
      await shop().closed();
      expect(shop().customer.purchases).to.deep.equal([]);
    });

    it('with a token that was used before', async () => {
      await shop().buyProduct();
      await shop().button('Cancel').click();
      await shop().closed();
      await shop().buyButton.click();
      await shop().frame.getByText('Error code: login-token-used').waitFor();
      await shop().heading('This page was opened before');
      expect(shop().sandbox.tokenFailures.used).to.equal(1);
      // Nor does the page open outside of a site.
      await shop().page.goto(`${shop().sandbox.url}/checkout?origin=${encodeURIComponent(shop().site.url)}`);
      await shop().page.getByText('Error code: no-site').waitFor();
    });

    it('when the site’s policy forbids the frame, and can be closed', async () => {
      shop().site.frames = false;
      expectProblem(/frame-src|Framing/);
      expectProblem(/The checkout did not load/);
      await stopClock(shop().page);
      await shop().openProduct();
      await shop().buyButton.click();
      await shop().page.locator('dialog').waitFor();
      await shop().page.clock.fastForward(10_000);
      await shop().page.getByText('This could not be loaded.').waitFor();
      expect(problemsSoFar().some((text) => text.includes('frame-src'))).to.equal(true);
      await shop().page.getByRole('button', { name: 'Close' }).click();
      await shop().page.locator('dialog').waitFor({ state: 'detached' });
    });
  });

  describe('listens to nobody else', () => {
    /** Waits until every message sent to the frame so far has been handled. */
    const settled = (frame: Frame) =>
      frame.evaluate(
        () =>
          new Promise<void>((resolve) => {
            window.addEventListener('message', ({ data }) => data === 'settled' && resolve());
            window.postMessage('settled', '*');
          }),
      );
    /** A second frame of the sandbox in the site's page, beside the checkout. */
    async function strayFrame(origin: string): Promise<Frame> {
      const { page, sandbox } = shop();
      const src = `${sandbox.url}/checkout?view=embedded&origin=${encodeURIComponent(origin)}`;
      await page.evaluate((address) => {
        const iframe = Object.assign(document.createElement('iframe'), { name: 'stray', src: address });
        document.body.append(iframe);
        return new Promise((resolve) => iframe.addEventListener('load', resolve));
      }, src);
      const frame = page.frame('stray');
      if (!frame) throw new Error('the frame did not load');
      return frame;
    }

    it('than its frame: not to the site itself, and not to another frame of the same origin', async () => {
      await shop().buyProduct();
      await shop().heading('Pay by card');
      const stray = await strayFrame(shop().site.url);
      await shop().page.evaluate(() => window.postMessage({ type: 'plenigo:close' }, '*'));
      await stray.evaluate(() => window.parent.postMessage({ type: 'plenigo:close' }, '*'));
      await stray.evaluate(() => window.parent.postMessage({ type: 'plenigo:paid' }, '*'));
      await settled(shop().page.mainFrame());
      await shop().button('Cancel').click();
      await shop().closed();
      expect(shop().addresses.filter((url) => url.endsWith('/article'))).to.have.length(1);
    });

    it('than its site: not to itself, and not to a page that it was not opened for', async () => {
      const { page, site, sandbox, addresses } = shop();
      const body = { paymentData: shop().data(), loginToken: await shop().token() };
      const start = { type: 'plenigo:start', body };
      await page.goto(site.url);
      // The browser itself says that the greeting goes to somebody who is not there.
      expectProblem(/target origin provided/);
      const misled = await strayFrame('http://127.0.0.1:1');
      await page.evaluate((message) => window.frames[0]?.postMessage(message, '*'), start);
      await misled.evaluate((message) => window.postMessage(message, '*'), start);
      await settled(misled);
      const own = await strayFrame(site.url);
      await own.evaluate((message) => window.postMessage(message, '*'), start);
      // Of the site's origin, but not the page around the frame.
      await page.evaluate(() => {
        document.body.append(Object.assign(document.createElement('iframe'), { name: 'sibling' }));
      });
      await page.frame('sibling')?.evaluate((message) => {
        for (let i = 0; i < window.parent.length; i++) window.parent[i]?.postMessage(message, '*');
      }, start);
      await settled(own);
      expect(addresses.filter((url) => url.endsWith('/checkout/start'))).to.deep.equal([]);
      expect(sandbox.tokens[0]?.used).to.equal(false);
    });
  });
});
