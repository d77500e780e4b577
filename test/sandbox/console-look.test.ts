/** How the console looks in both color schemes and at two widths, and how a screen reader hears it. */
import { expect } from 'chai';
import { expectProblem } from '../support/browser.js';
import { useStage } from './console-stage.js';
import { faintTexts } from './contrast.js';
import { callApi, loginToken } from './support.js';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    describe(`the console, ${colorScheme}, ${width} px wide`, function () {
      this.timeout(60_000);
      const stage = useStage({ viewport: { width, height: 844 }, colorScheme });

      beforeEach(async () => {
        const { sandbox } = stage();
        const long = 'a-very-long-word-without-any-space'.repeat(4);
        const ada = sandbox.addCustomer({ email: `${long}@example.com`, externalUserId: long });
        sandbox.buy(ada, long);
        sandbox.buy(ada, 'NEWS');
        await loginToken(sandbox, ada.customerId);
        await loginToken(sandbox, ada.customerId);
        Object.assign(sandbox.tokens[0] ?? {}, { used: true });
        sandbox.expireTokens();
        await loginToken(sandbox, ada.customerId);
        await callApi(sandbox, { path: `/api/v2/${long}` });
        ada.postalAddress = { gender: 'FEMALE', firstName: long, name: long, city: long, country: 'GB' };
        sandbox.metering = { freeViews: 3 };
        sandbox.paywall.enabled = width === 390;
        sandbox.inject({ status: 503, times: 2 });
        await callApi(sandbox, { path: '/api/v2/x' });
        await stage().open();
        await stage().page.getByRole('heading', { name: ada.email, level: 3 }).waitFor();
      });

      it('fits the window, can be read, and has buttons that a thumb can hit', async () => {
        expectProblem(/400/);
        const { page } = stage();
        const [wide, inside] = await page.locator('html').evaluate((html) => [html.scrollWidth, html.clientWidth]);
        expect(wide).to.equal(inside);
        const boxes = await page
          .locator('main button:visible, main input:visible, main select:visible, nav a')
          .evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().height));
        expect(boxes).to.have.length.above(8);
        if (width < 400) for (const height of boxes) expect(height).to.be.at.least(44);
        expect(await page.evaluate(faintTexts)).to.deep.equal([]);
        await stage().button('Add a customer').click();
        await stage().button('Add the customer').click();
        await page.getByRole('alert').getByText('is missing').waitFor();
        expect(await page.evaluate(faintTexts)).to.deep.equal([]);
      });
    });
  }
}

describe('a screen reader on the console', function () {
  this.timeout(60_000);
  const stage = useStage();

  it('finds landmarks, headings, lists and names', async () => {
    const { sandbox, page } = stage();
    const ada = sandbox.addCustomer({ email: 'ada@example.com', externalUserId: '7' });
    sandbox.buy(ada, 'NEWS');
    await stage().open();
    await page.getByRole('heading', { name: 'ada@example.com', level: 3 }).waitFor();
    const snapshot = await page.locator('body').ariaSnapshot();
    for (const part of [
      ...['banner:', 'heading "plenigo sandbox" [level=1]', 'status: Live', 'navigation "On this page":', 'main:'],
      ...['region "Customers":', 'list "Customers":', 'button "Refund NEWS to ada@example.com"'],
      ...['region "Paywall":', 'form "Free views":', 'combobox "Readers have":', 'button "Reset all counts"'],
      ...['combobox "Which call":', 'region "Connection":'],
    ]) {
      expect(snapshot).to.include(`- ${part}`);
    }
  });

  it('hears nothing of lists that change by themselves', async () => {
    await stage().open();
    const live = await stage()
      .page.locator('[aria-live], [role=status], [role=alert], [role=log]')
      .evaluateAll((regions) => regions.map((region) => region.querySelectorAll('li').length));
    expect(live).to.have.length.above(2);
    expect(live.every((entries) => entries === 0)).to.equal(true);
  });
});
