/** What a site's analytics hear of the checkout: `plenigo.Statistic` on the document, and a function of the page's own. */
import { expect } from 'chai';
import { useShop } from './shop.js';

type Heard = Record<'action' | 'page' | 'pageName' | 'product', string> & { data: object };

describe('the analytics of a site', function () {
  this.timeout(60_000);
  const shop = useShop();

  async function listen(): Promise<void> {
    shop().site.attributes = 'data-on-action="heardOf"';
    await shop().page.addInitScript(`
      window.heard = [];
      window.named = [];
      window.heardOf = (detail) => window.named.push(detail);
      document.addEventListener('plenigo.Statistic', ({ detail }) => window.heard.push(detail));
    `);
  }

  async function heard(): Promise<string[]> {
    const [events, named] = (await shop().page.evaluate('[window.heard, window.named]')) as Heard[][];
    expect(events).to.deep.equal(named);
    return (events ?? []).map(({ action, data, page, pageName, product }) => {
      expect(data).to.deep.equal({});
      expect(page).to.equal(pageName);
      return `${action} ${pageName} ${product}`;
    });
  }

  it('hear of a payment: that its page is there, that it is sent, and that it failed', async () => {
    await listen();
    await shop().buyProduct({ pi: 'NEWS', spf: true });
    await shop().heading('Pay by card');
    expect(await heard()).to.deep.equal(['load enterCreditCard NEWS']);
    const card = shop().frame.getByLabel('Card number');
    await card.fill('4000 0000 0000 0002');
    await shop().button(/^Pay/).click();
    await shop().frame.getByText('The card was declined').waitFor();
    const failed = ['submit enterCreditCard NEWS', 'load paymentFailed NEWS'];
    expect((await heard()).slice(1)).to.deep.equal(failed);
    expect(shop().customer.purchases).to.deep.equal([]);
    await card.fill('4242 4242 4242 4242');
    await shop().button(/^Pay/).click();
    await shop().frame.locator('[data-screen="paid"]').waitFor();
    expect((await heard()).slice(1)).to.deep.equal([...failed, 'submit enterCreditCard NEWS']);
  });

  it('hear of an order that costs nothing, but of nothing before the customer is logged in', async () => {
    await listen();
    await shop().buy({ paymentData: shop().data() }, 'checkout');
    expect(await heard()).to.deep.equal([]);
    await shop().buyProduct({ pi: 'GIFT', pr: 0, cu: 'EUR', pt: 'EBOOK', ti: 'A gift' });
    await shop().heading('Pay by card');
    expect(await heard()).to.deep.equal(['load zeroPayment GIFT']);
  });
});
