/** API v3's checkout in an element of the page, in place of the dialog. */

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { findBarriers } from '../../support/barriers.js';
import { frameHasGrown, useBrowser } from '../../support/browser.js';
import { LABEL, openV3Page, PAID_TEXT, type V3Stand } from '../../support/newsstand.js';
import { present } from '../../support/present.js';

describe('the checkout of API v3 in the page', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: V3Stand;
  let page: Page;
  afterEach(() => stand.close());

  async function open(element: string): Promise<void> {
    const frame = { title: 'Till', filterSalutations: ['DIVERSE'], address: { postbox: true } } as const;
    ({ stand, page } = await openV3Page({
      settings: { ...frame, elementId: 'till', customCss: 'https://cdn.example/till.css', variant: 'fastTrack' },
      teaser: (_req, { locals }) => `${present(locals.plenigo).buyButton(LABEL)}${element}`,
    }));
    // What plenigo's script is told.
    await page.waitForFunction(() => 'plenigo' in window);
    await page.evaluate(() => {
      const { plenigo: sdk, told } = Object.assign(window as never as { plenigo: Sdk; told: object[] }, { told: [] });
      const { Checkout } = sdk;
      sdk.Checkout = class extends Checkout {
        constructor(id: string, config: object) {
          super(id, config);
          told.push(config);
        }
      };
    });
  }
  type Sdk = { Checkout: new (id: string, config: object) => object };
  const till = () => page.locator('#till').getByRole('dialog', { name: 'Checkout' });
  const press = async (name: string | RegExp) => {
    const pressed = page.frameLocator('iframe[title="Till"]').getByRole('button', { name });
    await pressed.waitFor();
    await frameHasGrown(page);
    await pressed.click();
  };
  const click = () => page.getByRole('button', { name: LABEL }).click();

  it('stands where the site wants it, with what it says, and goes on there after a payment page', async () => {
    await open('<div id="till"></div>');
    await page.setViewportSize({ width: 390, height: 800 });
    await click();
    await press('The payment fails');
    expect(await till().evaluate((dialog) => dialog.matches(':modal'))).to.equal(false);
    const { x = 0, width = 0 } = (await till().boundingBox()) ?? {};
    expect(x + width).to.be.within(200, 390);
    await till()
      .getByText(/not go through/)
      .waitFor();
    expect(await findBarriers(page)).to.deep.equal([]);
    const [{ elementId, returnUrl, ...told } = {} as Record<string, string>] = await page.evaluate(
      () => (window as never as { told: Record<string, string>[] }).told,
    );
    expect(returnUrl).to.include(stand.url);
    expect(elementId).to.match(/^plenigo-/);
    expect(told).to.deep.equal({
      ...{ title: 'Till', customCSS: 'https://cdn.example/till.css', VariantUniqueId: 'fastTrack' },
      ...{ filterSalutations: ['DIVERSE'], address: { postbox: true } },
    });
    // It is left like a dialog, and the focus goes back.
    await till().getByRole('button', { name: 'Close' }).click();
    await till().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).to.equal(LABEL);
    await click();
    await press('Pay on another page');
    await page.getByText(PAID_TEXT).waitFor();
    expect(stand.sandbox.v3.purchases).to.have.length(2);
    expect(stand.errors).to.deep.equal([]);
  });

  it('is the dialog where the page has no such element', async () => {
    await open('');
    await click();
    await press(/^Pay €/);
    await page.getByText(PAID_TEXT).waitFor();
  });
});
