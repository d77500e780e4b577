// The sandbox's checkout in a real browser: from the site's call to the purchase.
import { expect } from 'chai';
import { useShop } from './shop.js';

describe('the checkout in a browser', () => {
  const shop = useShop();

  const body = () => shop().frame.locator('body');
  const focused = () => body().evaluate(() => (document.activeElement as HTMLElement).innerText);

  describe('of a customer with a login token', () => {
    it('shows the order, takes the payment and leads back to the page, loaded anew, without a secret in any address', async () => {
      const secrets = { paymentData: shop().data(), loginToken: await shop().token() };
      await shop().buy(secrets);
      await shop().heading('Pay by card');
      const summary = await shop().frame.getByRole('region', { name: 'Order summary' }).textContent();
      expect(summary).to.include('The long way home').and.include('€2.49').and.include('ada@example.com');
      await shop().button('Pay €2.49').click();
      await shop().heading('Thank you');
      expect(shop().customer.purchases).to.have.length(1);
      expect(shop().customer.purchases[0]).to.include({ productId: 'NEWS', price: 2.49, currency: 'EUR' });
      expect(shop().addresses.some((url) => url.includes('/checkout/pay'))).to.equal(true);
      const frames = shop().page.frames();
      for (const url of [...shop().addresses, ...frames.map((one) => one.url())])
        expect(url).not.to.include(secrets.loginToken).and.not.to.include(secrets.paymentData.slice(0, 30));
      const loads = () => shop().addresses.filter((url) => url === `${shop().site.url}/article`).length;
      expect(loads()).to.equal(1);
      await shop().reloads(() => shop().button('Back to the site').click());
      expect(loads()).to.equal(2);
    });

    it('goes on to targetUrl, but not to one that is a script', async () => {
      await shop().buyProduct({ pi: 'NEWS' }, { targetUrl: '/thanks?paid=1' });
      await shop().button('Pay €2.49').click();
      await shop().button('Back to the site').click();
      await shop().page.waitForURL(`${shop().site.url}/thanks?paid=1`);
      shop().customer.purchases.length = 0;
      await shop().buyProduct({ pi: 'NEWS' }, { targetUrl: 'javascript:document.title="gone"' });
      await shop().button('Pay €2.49').click();
      await shop().reloads(() => shop().button('Back to the site').click());
      expect(shop().page.url()).to.equal(`${shop().site.url}/article`);
      expect(await shop().page.title()).to.equal('News');
    });

    it('goes on as well when the reader closes after paying, and at once when the string wants no last screen', async () => {
      await shop().buyProduct();
      await shop().button('Pay €2.49').click();
      await shop().heading('Thank you');
      await shop().reloads(() => shop().page.keyboard.press('Escape'));
      shop().customer.purchases.length = 0;
      await shop().buyProduct({ pi: 'NEWS', spf: false });
      await shop().reloads(() => shop().button('Pay €2.49').click());
      expect(shop().customer.purchases).to.have.length(1);
    });

    it('can be paid by keyboard alone', async () => {
      await shop().buyProduct();
      await shop().heading('Pay by card');
      await shop().page.keyboard.press('Shift+Tab');
      expect(await focused()).to.equal('Cancel');
      await shop().page.keyboard.press('Shift+Tab');
      expect(await focused()).to.equal('Pay €2.49');
      await shop().page.keyboard.press('Enter');
      await shop().heading('Thank you');
      expect(await focused()).to.equal('Thank you');
    });

    it('opens once, however often the button is pressed, and knows then that the customer is logged in', async () => {
      const asked = () => shop().page.evaluate('plenigo.isUserLoggedIn()');
      await shop().openProduct();
      expect(await asked()).to.equal(false);
      await shop().page.evaluate(() => {
        for (let i = 0; i < 3; i++) document.getElementById('buy')?.click();
      });
      await shop().heading('Pay by card');
      expect([await asked(), await shop().page.locator('iframe').count()]).to.deep.equal([true, 1]);
      expect(shop().sandbox.tokenFailures.used).to.equal(0);
    });

    it('says when the customer has the product, and lets the page look again', async () => {
      shop().sandbox.buy(shop().customer, 'NEWS');
      await shop().buyProduct();
      await shop().heading('You have this already');
      await shop().reloads(() => shop().button('Back to the site').click());
      expect(shop().customer.purchases).to.have.length(1);
    });
  });

  it('is given up by Cancel, the close button or Escape: nothing is bought, the page stays, and the focus returns', async () => {
    await shop().openProduct();
    for (const giveUp of [
      () => shop().button('Cancel').click(),
      () => shop().button('Close').click(),
      () => shop().page.keyboard.press('Escape'),
    ]) {
      shop().site.onBuy('checkoutWithRemoteLogin', { paymentData: shop().data(), loginToken: await shop().token() });
      await shop().page.reload();
      const before = shop().addresses.length;
      await shop().buyButton.click();
      await shop().heading('Pay by card');
      await giveUp();
      await shop().closed();
      expect(shop().customer.purchases).to.deep.equal([]);
      expect(
        shop()
          .addresses.slice(before)
          .filter((url) => url.endsWith('/article')),
      ).to.deep.equal([]);
      expect(await shop().page.evaluate(() => document.activeElement?.id)).to.equal('buy');
    }
  });

  it('is given up without having moved the page behind it', async () => {
    await shop().openProduct();
    await shop().buyButton.scrollIntoViewIfNeeded();
    const place = () => shop().page.evaluate(() => [window.scrollY, document.body.getBoundingClientRect().width]);
    const before = await place();
    expect(before[0]).to.be.greaterThan(0);
    await shop().buyButton.click();
    await shop().heading('Pay by card');
    await shop().page.mouse.wheel(0, 400);
    expect(await place()).to.deep.equal(before);
    await shop().page.keyboard.press('Escape');
    await shop().closed();
    expect(await place()).to.deep.equal(before);
    expect(await shop().page.evaluate(() => document.documentElement.getAttribute('style') ?? '')).to.equal('');
  });

  it('is a modal dialog that keeps the focus and has a name', async () => {
    await shop().buyProduct();
    const dialog = shop().frame.getByRole('dialog', { name: 'Pay by card' });
    await dialog.waitFor();
    expect(await dialog.getAttribute('aria-modal')).to.equal('true');
    for (let i = 0; i < 14; i++) {
      await shop().page.keyboard.press('Tab');
      expect(await shop().page.evaluate(() => document.activeElement?.tagName)).to.equal('IFRAME');
      expect(await body().evaluate((element) => element !== document.activeElement)).to.equal(true);
    }
  });

  it('fills a phone and needs no sideways scrolling', async () => {
    await shop().page.setViewportSize({ width: 360, height: 700 });
    await shop().buyProduct();
    await shop().heading('Pay by card');
    const sheet = shop().frame.locator('#sheet');
    expect(await sheet.boundingBox()).to.deep.equal({ x: 0, y: 0, width: 360, height: 700 });
    expect(await sheet.evaluate(({ scrollWidth }) => scrollWidth)).to.equal(360);
  });
});
