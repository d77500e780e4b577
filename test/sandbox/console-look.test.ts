/** How the sandbox looks in both color schemes and at two widths, how a screen reader hears it, and its two languages. */
import { expect } from 'chai';
import { expectProblem } from '../support/browser.js';
import { useStage } from './console-stage.js';
import { type Shop, useShop } from './shop.js';
import { callApi, loginToken } from './support.js';

/** Runs in the page: the texts whose contrast with what is behind them is below the 4.5 of WCAG AA. */
function faintTexts(): string[] {
  // Methods, because the compiler would wrap named functions in a helper that the page does not have.
  const color = {
    channels(text: string): number[] {
      return (text.match(/[\d.]+/g) ?? []).map(Number);
    },
    luminance(text: string): number {
      const [r = 0, g = 0, b = 0] = color.channels(text).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    },
    behind(element: Element | null): string {
      if (!element) return 'rgb(255, 255, 255)';
      const { backgroundColor } = getComputedStyle(element);
      return color.channels(backgroundColor)[3] === 0 ? color.behind(element.parentElement) : backgroundColor;
    },
  };
  return [...document.body.querySelectorAll('*')].flatMap((element) => {
    const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const text = own.map(({ textContent }) => textContent?.trim()).join('');
    if (!text || !element.checkVisibility()) return [];
    const [light = 0, dark = 0] = [getComputedStyle(element).color, color.behind(element)]
      .map((one) => color.luminance(one))
      .sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    return contrast < 4.5 ? [`${text}: ${contrast.toFixed(2)}`] : [];
  });
}

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

/** Runs in a page: everything that it says, seen or read out. */
function saidTexts(): string[] {
  const texts = [...document.querySelectorAll('body *:not(script, noscript)')].flatMap((element) => [
    ...[...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map((node) => node.textContent),
    element.getAttribute('aria-label'),
  ]);
  return texts.flatMap((text) => (/[a-z]/i.test(text ?? '') ? [(text ?? '').trim()] : []));
}

/** Opens a part of the customer's account in the site's page, which may name its schemes, in a style or a `meta`. */
async function showAccount(shop: Shop, snippetId: string, { style = '', meta = '' } = {}): Promise<string[]> {
  const argument = { elementId: 'place', snippetId, loggedOutRedirectUrl: '/', loginToken: await shop.token() };
  await shop.open(argument, 'renderSnippet');
  const nameSchemes = (html: Element, [ofStyle, content]: readonly [string, string]) => {
    (html as HTMLElement).style.colorScheme = ofStyle;
    document.head.append(Object.assign(document.createElement('meta'), { name: 'color-scheme', content }));
  };
  await shop.page.locator('html').evaluate(nameSchemes, [style, meta] as const);
  await shop.buyButton.click();
  await shop.frame.locator('.panel[id]').first().waitFor();
  return await shop.content.evaluate(saidTexts);
}

describe('the sandbox speaks German', () => {
  describe('where the page asks for it', () => {
    const shop = useShop();

    it('at the checkout, from its first screen to its last', async () => {
      shop().site.lang = 'de';
      await shop().buyProduct({ pi: 'SUB', ts: true });
      await shop().heading('Mit Karte bezahlen');
      expect(await shop().frame.locator('html').getAttribute('lang')).to.equal('de');
      await shop().frame.getByText('Verlängert sich jeden Monat für 9,90 €, bis Sie kündigen.').waitFor();
      await shop().frame.getByLabel('Kartennummer').fill('4000 0000 0000 0002');
      await shop().button('9,90 € bezahlen').click();
      await shop().frame.getByText('Die Karte wurde abgelehnt.').waitFor();
      await shop().frame.getByLabel('Kartennummer').fill('4242 4242 4242 4242');
      await shop().button('9,90 € bezahlen').click();
      await shop().heading('Vielen Dank');
    });
  });

  describe('where the browser asks for it', () => {
    const shop = useShop({ locale: 'de-DE' });
    it('in the whole account', async () => {
      shop().sandbox.buy(shop().customer, 'SUB');
      for (const part of ['personal-data', 'order', 'subscription', 'address-data', 'payment-methods']) {
        const texts: Record<string, string[]> = {};
        for (const lang of ['en', '']) {
          shop().site.lang = lang;
          texts[lang] = await showAccount(shop(), part);
        }
        const same = texts['']?.filter((text) => texts.en?.includes(text)) ?? [];
        // What the customer and the product are called.
        const names = ['ada@example.com', 'The Morning Post'];
        expect(
          same.filter((text) => !names.includes(text)),
          part,
        ).to.deep.equal([]);
        expect(texts[''], part).not.to.deep.equal([]);
      }
    });
  });

  describe('where its option says so', () => {
    const shop = useShop({ locale: 'en-GB' }, { language: 'de' });

    it('and the page names no other', async () => {
      shop().site.lang = '';
      await shop().buyProduct();
      await shop().button('2,49 € bezahlen').waitFor();
      shop().site.lang = 'en';
      await shop().buyProduct();
      await shop().button('Pay €2.49').waitFor();
      expect(shop().customer.language).to.equal('de');
    });
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  describe(`the pages for readers, ${colorScheme}`, () => {
    const shop = useShop({ colorScheme });

    const look = async (what: string) => {
      expect(await shop().content.evaluate(faintTexts), what).to.deep.equal([]);
      expect(await shop().frame.locator('h1').count(), what).to.equal(1);
    };
    /** Of the sheet, or of a part: less than half of white when it is dark. */
    const isDark = (place: string) => {
      const found = shop().frame.locator(place).first();
      return found.evaluate((element) => Number(/\d+/.exec(getComputedStyle(element).backgroundColor)?.[0]) < 128);
    };

    it('can be read, and have one heading of the first level: the checkout', async () => {
      await shop().buyProduct({ pi: 'SUB', ts: true });
      await look('pay');
      expect(await isDark('.sheet')).to.equal(colorScheme === 'dark');
      await shop().button('Pay €9.90').click();
      await shop().heading('Thank you');
      await look('paid');
      await shop().buy({ paymentData: 'forged', loginToken: '' });
      await look('error');
      await shop().buy({ paymentData: shop().data() }, 'checkout');
      await shop().button('Log in').click();
      await shop().frame.getByText('Please enter an e-mail address').waitFor();
      await look('login');
    });

    it('can be read, and have one heading of the first level: the account, as dark as the page around it', async () => {
      shop().sandbox.buy(shop().customer, 'SUB');
      for (const part of ['subscription', 'address-data', 'credit-card']) {
        await showAccount(shop(), part);
        await look(part);
      }
      expect(await isDark('.panel[id]'), 'in a page that is light').to.equal(false);
      for (const follows of [{ style: 'light dark' }, { meta: 'light dark' }]) {
        await showAccount(shop(), 'subscription', follows);
        expect(await isDark('.panel[id]'), 'in a page that follows the browser').to.equal(colorScheme === 'dark');
        await look('a page that follows the browser');
      }
    });
  });
}
