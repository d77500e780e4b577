/** An error in plenigo's script is told the reader in a sentence, and the site's own error reporting in full. */

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectProblem, useBrowser } from '../support/browser.js';
import { LABEL, type Newsstand, openClickStand } from '../support/newsstand.js';

describe('an error in plenigo’s checkout', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;
  let page: Page;
  afterEach(() => stand.close());

  it('reaches what listens for the errors of the page', async () => {
    ({ stand, page } = await openClickStand());
    expectProblem(/page: broken checkout/);
    await page.evaluate(() => {
      (window as unknown as { plenigo: object }).plenigo = {
        checkoutWithRemoteLogin() {
          throw new Error('broken checkout');
        },
      };
    });
    const reported = page.waitForEvent('pageerror');
    await page.getByRole('button', { name: LABEL }).click();
    expect((await reported).message).to.equal('broken checkout');
    await page.getByRole('alert').waitFor();
  });
});
