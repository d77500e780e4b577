/** An account page in a real browser, behind helmet's policy: each snippet for one login token, which is in no address. */

import { expect } from 'chai';
import { useAccount, usualPage } from '../support/account-page.js';
import { SNIPPETS } from '../support/account-snippets.js';

describe('an account page under helmet’s defaults and cspDirectives()', function () {
  this.timeout(60_000);
  const open = useAccount();

  it('shows the personal data, and really changes them', async () => {
    const account = await open();
    const frame = account.frame('PERSONAL_DATA');
    const first = frame.getByLabel('First name');
    expect(await first.inputValue()).to.equal('Ada');
    expect(await frame.getByText('ada@news.example').count()).to.equal(1);
    await first.fill('Augusta');
    await first.press('Enter');
    await frame.getByRole('status').filter({ hasText: 'saved' }).waitFor();
    expect(account.ada).to.include({ firstName: 'Augusta', name: 'Reed' });
    expect(await frame.getByLabel('First name').inputValue()).to.equal('Augusta');
    // Whoever types on with the keyboard is where they were.
    expect(await frame.locator(':focus').innerText()).to.equal('Save');
    expect(account.said).to.deep.equal([]);
  });

  it('shows every snippet, each with a name and as high as its content, for one token each', async () => {
    const account = await open({ snippets: SNIPPETS });
    for (const snippet of SNIPPETS) {
      const frame = account.frame(snippet);
      await frame.getByRole('heading').first().waitFor();
      const height = await frame.locator('html').evaluate(({ scrollHeight }) => scrollHeight);
      const box = await account.page.locator(`#${snippet} iframe`).boundingBox();
      expect(box?.height, snippet).to.be.at.least(height);
      expect(await account.page.locator(`#${snippet} iframe`).getAttribute('title')).to.match(/^Your /);
    }
    expect(account.sandbox.tokens).to.have.length(SNIPPETS.length);
    expect(account.sandbox.tokens.filter(({ used }) => !used)).to.deep.equal([]);
    expect(account.sandbox.tokenFailures).to.deep.equal({ used: 0, expired: 0, unknown: 0 });
    const leaked = account.addresses.filter((url) => account.sandbox.tokens.some(({ token }) => url.includes(token)));
    expect(leaked).to.deep.equal([]);
    const html = await account.page.content();
    for (const { token } of account.sandbox.tokens) expect(html).not.to.include(token);
    expect(account.said).to.deep.equal([]);
  });

  it('shows what was bought, and lets the reader cancel a subscription and think again', async () => {
    const account = await open({ snippets: ['ORDER', 'SUBSCRIPTION'] });
    const orders = account.frame('ORDER').getByRole('listitem');
    await orders.first().waitFor();
    expect(await orders.allTextContents()).to.have.length(2);
    expect(await orders.last().textContent())
      .to.include('The long way home')
      .and.include('€2.49');
    const subscriptions = account.frame('SUBSCRIPTION');
    await subscriptions.getByText('€9.90 a month').waitFor();
    await subscriptions.getByRole('button', { name: 'Cancel subscription' }).click();
    await subscriptions.getByText(/^CancelledEnds on/).waitFor();
    await subscriptions.getByRole('button', { name: 'Keep it after all' }).click();
    await subscriptions.getByText(/^ActiveRenews on/).waitFor();
  });

  it('says in a field what is missing in it', async () => {
    const account = await open({ snippets: ['BILLING_ADDRESS_DATA'] });
    const frame = account.frame('BILLING_ADDRESS_DATA');
    await frame.getByLabel('Street and number').fill('Pier 7');
    await frame.getByLabel('City').fill('Hamburg');
    await frame.getByRole('button', { name: 'Save' }).click();
    expect(await frame.locator(':focus').getAttribute('autocomplete')).to.equal('postal-code');
    expect(await frame.locator('input:invalid').count()).to.equal(1);
    expect(await frame.getByLabel('Street and number').inputValue()).to.equal('Pier 7');
    expect(account.ada.postalAddress).to.equal(undefined);
  });

  it('works again after a reload, with new tokens, and uses none twice when its script is loaded twice', async () => {
    const account = await open({
      render: (res) => usualPage(res).replace('</body>', `${res.locals.plenigoAccount?.scriptTag}</body>`),
    });
    await account.frame('PERSONAL_DATA').getByLabel('First name').waitFor();
    await account.page.reload();
    await account.frame('PERSONAL_DATA').getByLabel('First name').waitFor();
    expect(account.sandbox.tokens.map(({ used }) => used)).to.deep.equal([true, true]);
    expect(account.sandbox.tokenFailures.used).to.equal(0);
  });

  it('needs no sideways scrolling on a phone', async () => {
    const account = await open({ snippets: ['PERSONAL_DATA', 'ORDER', 'SUBSCRIPTION'] });
    await account.page.setViewportSize({ width: 360, height: 700 });
    const frame = account.frame('SUBSCRIPTION');
    await frame.getByRole('heading').waitFor();
    const [wanted, has] = await frame
      .locator('html')
      .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
    expect(wanted).to.equal(has);
  });
});
