// The single screens of the sandbox's checkout in a real browser, and what a site's analytics hear of them.
import { expect } from 'chai';
import { expectProblem } from '../support/browser.js';
import { FOREIGN, useShop } from './shop.js';

describe('a screen of the checkout', () => {
  const shop = useShop();

  describe('shows', () => {
    it('prices in the language of the browser when the page names none, nonsense, or one that it has not', async () => {
      for (const lang of ['', 'not_a_language', 'fr']) {
        shop().site.lang = lang;
        await shop().buyProduct();
        await shop().button('Pay €2.49').waitFor();
      }
    });

    it('that a subscription is paid again, that the site runs in test mode, and shipping costs', async () => {
      await shop().buyProduct({ pi: 'SUB', ts: true });
      await shop().frame.getByText('Renews every month at €9.90 until you cancel.').waitFor();
      await shop().frame.getByText('Test mode', { exact: true }).waitFor();
      await shop().buyProduct({ pi: 'B', ...FOREIGN, sc: 3.9 });
      const summary = shop().frame.getByRole('region', { name: 'Order summary' });
      expect(await summary.textContent()).to.match(/Shipping€3\.90/);
      await shop().button('Pay €19.40').waitFor();
    });

    it('a field for the price that the customer wants to pay, from the minimum on', async () => {
      await shop().buyProduct({ pi: 'B', ...FOREIGN, sp: true });
      const field = shop().frame.getByLabel('What do you want to pay?');
      await field.fill('3');
      await shop().button('Pay €15.50').click();
      await shop().frame.getByRole('alert').getByText('At least €15.50').waitFor();
      expect(await field.getAttribute('aria-invalid')).to.equal('true');
      await field.fill('20,5');
      await shop().button('Pay €20.50').click();
      await shop().heading('Thank you');
      expect(shop().customer.purchases[0]).to.include({ price: 20.5 });
    });

    it('that there is no connection, and can be tried again', async () => {
      await shop().buyProduct();
      await shop().heading('Pay by card');
      await shop().page.route('**/checkout/pay', (route) => route.abort(), { times: 1 });
      expectProblem(/ERR_FAILED/);
      await shop().button('Pay €2.49').click();
      await shop().frame.getByRole('alert').getByText('could not reach').waitFor();
      await shop().button('Pay €2.49').click();
      await shop().heading('Thank you');
    });
  });

  describe('of somebody without a login token', () => {
    const open = (extra: object = {}) => shop().buy({ paymentData: shop().data({ pi: 'NEWS' }), ...extra }, 'checkout');

    it('asks for the e-mail address first, and goes on', async () => {
      await open();
      await shop().heading('Log in to go on');
      await shop().frame.getByLabel('E-mail address').fill('ada@example.com');
      await shop().page.keyboard.press('Enter');
      await shop().button('Pay €2.49').click();
      await shop().heading('Thank you');
      expect(shop().customer.purchases).to.have.length(1);
    });

    it('offers an account to an address that nobody knows, or starts with it when the page says so', async () => {
      await open({ startWithRegistration: true });
      await shop().heading('Create your account');
      await open();
      await shop().frame.getByLabel('E-mail address').fill('new@example.com');
      await shop().button('Log in').click();
      await shop().frame.getByRole('alert').getByText('We know no account').waitFor();
      await shop().button('Create an account').click();
      await shop().heading('Create your account');
      await shop().button('Create account').click();
      await shop().button('Pay €2.49').click();
      await shop().heading('Thank you');
      expect(shop().sandbox.customers[1]).to.include({ email: 'new@example.com' });
      expect(shop().sandbox.customers[1]?.purchases).to.have.length(1);
    });
  });

  it('inside an element of the page shows the whole checkout there, without a dialog, until it is given up or paid', async () => {
    await shop().buyProduct({ pi: 'NEWS' }, { elementId: 'place' });
    await shop().heading('Pay by card');
    expect(await shop().page.locator('#place > iframe').count()).to.equal(1);
    expect(await shop().page.locator('dialog').count()).to.equal(0);
    const { scroll, client } = await shop()
      .frame.locator('html')
      .evaluate((html) => ({ scroll: html.scrollHeight, client: html.clientHeight }));
    expect(scroll).to.be.at.most(client);
    await shop().button('Cancel').click();
    await shop().closed();
    await shop().buyProduct({ pi: 'NEWS' }, { elementId: 'place' });
    await shop().button('Pay €2.49').click();
    await shop().reloads(() => shop().button('Back to the site').click());
    expect(shop().customer.purchases).to.have.length(1);
    // Where there is no such element the overlay shows it.
    await shop().buyProduct({ pi: 'NEWS' }, { elementId: 'nowhere' });
    await shop().frame.getByRole('dialog').waitFor();
  });
});

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
    expect([(await heard()).slice(1), shop().customer.purchases]).to.deep.equal([failed, []]);
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
