// The checkout and the self-service page in German and English, light and dark, in a real browser.
import { expect } from 'chai';
import { faintTexts } from './contrast.js';
import { type Shop, useShop } from './shop.js';

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
